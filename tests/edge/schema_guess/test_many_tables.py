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


def test_words_are_not_looked_for_among_keys_that_are_numbers() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for n in range(40):
            connection.execute(f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, title TEXT, note TEXT)")
            rows = [(i, f"Title {i}", f"note {i} of {n}") for i in range(1, 20)]
            connection.executemany(f"INSERT INTO t{n} VALUES (?, ?, ?)", rows)
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        propose(connection)
        assert sum(" IN (" in query for query in asked) < 40


def test_that_no_more_references_were_looked_for_is_said() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        for n in range(80):
            connection.execute(f"CREATE TABLE t{n} (id TEXT PRIMARY KEY, title TEXT, asset TEXT)")
            rows = [(f"key-{n}-{i}", f"Title {i}", f"asset-{n}-{i}") for i in range(3)]
            connection.executemany(f"INSERT INTO t{n} VALUES (?, ?, ?)", rows)
        connection.execute("CREATE TABLE watched (user_id INT, film TEXT, watched_at TEXT)")
        seen = [(1 + n % 4, f"Film {n % 6}", day(n)) for n in range(30)]
        connection.executemany("INSERT INTO watched VALUES (?, ?, ?)", seen)
        assert any("no more references were looked for" in d for d in propose(connection)[0].doubts)
