"""One history in several tables of the same columns is one; copies and other things are not."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from guessing import people, things

from ilora_edge.schema_guess.doubts.open_states import only_states, state_doubts_of, with_counts
from ilora_edge.schema_guess.propose import is_open, propose

COLUMNS = "(id INTEGER PRIMARY KEY, user_id INT REFERENCES users, film_id INT REFERENCES films"
BASE = people("users") + things("films")


def part(table: str, first: int, n: int = 20, more: str = "") -> str:
    rows = ", ".join(
        f"({i}, {1 + i % 4}, {1 + (i + i // 4) % 6}, '2025-{1 + i // 28:02}-{1 + i % 28:02} 10:00')"
        for i in range(first, first + n)
    )
    made = f'CREATE TABLE "{table}" {COLUMNS}, watched_at TEXT{more});'
    return f'{made} INSERT INTO "{table}" (id, user_id, film_id, watched_at) VALUES {rows};'


def look(script: str) -> tuple[bool, int, str]:
    """Return whether it is asked about, how many rows the guess has, and its doubts."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(BASE + script)
        found = propose(connection)
        n = connection.execute(f"SELECT count(*) FROM ({found[0].interactions})").fetchone()[0]
    return is_open(found), n, "; ".join(found[0].doubts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("watched_2024", "watched_2025"),
        ("watched", "watched_2024"),
        ("watched_2024_12", "watched_2025_01"),
        ("watched 2024", "watched 2025"),
        ("watched_archive", "watched"),
        ("watched__prior", "watched__train"),
        ("Watched2024", "Watched2025"),
    ],
)
def test_parts_of_one_history_are_joined(one: str, other: str) -> None:
    assert look(part(one, 0) + part(other, 20)) == (False, 40, "")


def test_three_parts() -> None:
    script = part("watched_2023", 0) + part("watched_2024", 20) + part("watched_2025", 40)
    assert look(script) == (False, 60, "")


def test_a_copy_is_no_part() -> None:
    is_asked, _, doubts = look(part("watched", 0) + part("watched_archive", 0, 10))
    assert is_asked
    assert "has rows that watched has as well" in doubts


def test_a_part_with_one_more_column_is_one() -> None:
    more = part("watched_2025", 20, more=", note TEXT")
    assert look(part("watched_2024", 0) + more) == (False, 40, "")


def test_small_numbers_may_count_persons() -> None:
    is_asked, n, _ = look(part("watched_1", 0) + part("watched_2", 20))
    assert is_asked
    assert n == 20


def test_parts_without_rows_are_parts() -> None:
    empty = f"CREATE TABLE watched_2026 {COLUMNS}, watched_at TEXT);"
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(BASE + part("watched_2025", 0) + empty)
        query = propose(connection)[0].interactions
    assert "FROM watched_2026" in query
    assert "FROM watched_2025" in query


def test_names_with_sql_in_them() -> None:
    names = [f'wat"ched {year}\nWHERE 1\nUNION ALL\n' for year in (2024, 2025)]
    script = "".join(part(name.replace('"', '""'), 20 * n) for n, name in enumerate(names))
    assert look(script)[1] == 40


def test_states_of_all_parts_are_asked_about_together_and_answered() -> None:
    columns = COLUMNS.replace("(", "(state INT, ", 1)
    script = ""
    for n, (table, states) in enumerate((("watched_2024", (3, 4, 7)), ("watched_2025", (3,)))):
        rows = ", ".join(
            f"({states[i % len(states)]}, {i}, {1 + i % 4}, {1 + (i + i // 4) % 6}, "
            f"'2025-01-{1 + i:02} 1{n}:00')"
            for i in range(20)
        )
        script += f"CREATE TABLE {table} {columns}, watched_at TEXT); INSERT INTO {table} "
        script += f"VALUES {rows};"
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(BASE + script)
        found = propose(connection)
        assert is_open(found)
        (doubt,) = state_doubts_of(found[0])
        assert with_counts(connection, doubt) == (
            "watched_2024.state says which rows count? 3 (27 rows), 4 (7 rows), 7 (6 rows)"
        )
        answered = only_states(connection, found[0], ["4"])
        rows_left = connection.execute(f"SELECT count(*) FROM ({answered.interactions})")
        assert rows_left.fetchone() == (7,)
