"""What a schema of many tables costs."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from guessing import day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import propose


def queries_for(n_tables: int) -> int:
    """Return how many queries the guess takes for tables of one shape."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for n in range(n_tables):
            connection.execute(
                f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, name TEXT, user_id INT, "
                "item_id INT, created_at TEXT)"
            )
            connection.execute(f"INSERT INTO t{n} VALUES (1, 'a', 1, 1, '2024-01-01')")
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        propose(connection)
        return len(asked)


def test_tables_of_one_shape_are_not_compared_each_with_each() -> None:
    few, many = queries_for(20), queries_for(80)
    assert many < 6 * few


def test_what_is_left_out_of_a_large_schema_is_said() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(people("users") + things("films"))
        for n in range(250):
            connection.execute(f"CREATE TABLE setting{n} (name TEXT, value TEXT)")
            connection.execute(f"INSERT INTO setting{n} VALUES ('a', 'b')")
        connection.execute("CREATE TABLE watched (user_id INT, film_id INT, watched_at TEXT)")
        rows = [(1 + n % 4, 1 + n % 6, day(n)) for n in range(30)]
        connection.executemany("INSERT INTO watched VALUES (?, ?, ?)", rows)
        found = propose(connection)
        assert found[0].table == "watched"
        assert "53 further tables with rows were not looked at" in doubts_of(found)
        for n in range(250):
            connection.execute(f"DELETE FROM setting{n}")
        assert propose(connection)[0].doubts == []


def test_columns_beyond_many_are_left_out_and_said() -> None:
    more = "".join(f", more{n} INT" for n in range(400))
    script = people("users") + things("films")
    script += f"CREATE TABLE watched (user_id INT, film_id INT, watched_at TEXT{more})"
    found = guess(script, "watched", [(1, 1, day(n), *([None] * 400)) for n in range(3)])
    assert "only 300 of the 403 columns of watched were looked at" in doubts_of(found)
