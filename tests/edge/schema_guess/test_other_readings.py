"""Where a person is asked, what else the rows may mean is offered as well, by other numbers."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from guessing import Row, day, guess, people, things

from ilora_edge.schema_guess.other_readings import MOST
from ilora_edge.schema_guess.propose import is_open, propose

# A table that nothing says is of uses: it is asked about.
PAIRS: list[Row] = [
    (n, 1 + n % 5, 1 + n % 6, 1 + n % 4, day(n), n % 2, 3 - n % 7) for n in range(40)
]
ASKED = (
    people("users")
    + things("recipes")
    + things("kitchens")
    + "CREATE TABLE zapped (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), "
    "recipe_id INT REFERENCES recipes (id), kitchen_id INT REFERENCES kitchens (id), made TEXT, "
    "frozen INT, stock INT);"
)


@pytest.mark.parametrize(
    "wanted",
    [
        "SELECT user_id AS user, kitchen_id AS item, ",
        "FROM zapped\nWHERE frozen",
        "FROM zapped\nWHERE stock < 0",
        "FROM zapped\nWHERE stock > 0",
        "SELECT 'me' AS user, recipe_id AS item",
    ],
)
def test_a_table_is_offered_in_other_ways(wanted: str) -> None:
    found = guess(ASKED, "zapped", PAIRS)
    assert is_open(found)
    first, *others = found
    assert "user_id AS user, recipe_id AS item" in first.interactions
    assert not first.differs
    told = [p for p in others if p.differs]
    assert any(wanted in p.interactions for p in told), [p.interactions for p in told]
    assert len(found) <= MOST


def test_none_has_the_rows_of_another() -> None:
    found = guess(ASKED, "zapped", PAIRS)
    assert len({(p.interactions, p.items) for p in found}) == len(found) > 3


def test_a_table_that_no_guess_is_of_is_offered() -> None:
    # A sheet with names for persons, and a moment that is called nothing like one.
    sheet = ", ".join(
        f"('P{n % 4}', 'Thing {n % 9}', {1_760_000_000 + 9_000 * n})" for n in range(40)
    )
    script = ASKED + (
        f"CREATE TABLE sheet (who TEXT, thing TEXT, cel INT); INSERT INTO sheet VALUES {sheet};"
    )
    found = guess(script, "zapped", PAIRS)
    assert is_open(found)
    assert any(
        "thing AS item, cel AS time" in p.interactions and p.table == "sheet" for p in found
    ), [p.interactions for p in found]


def test_two_histories_are_offered_together() -> None:
    script = (
        people("users")
        + things("films")
        + things("plays")
        + "CREATE TABLE film_log (user_id INT, film_id INT, seen_at TEXT);"
        + "CREATE TABLE play_log (user_id INT, play_id INT, seen_at TEXT);"
        + "INSERT INTO play_log VALUES "
        + ", ".join(f"({1 + n % 5}, {1 + n % 6}, '{day(n)}')" for n in range(30))
        + ";"
    )
    rows: list[Row] = [(1 + n % 5, 1 + n % 4, day(n)) for n in range(30)]
    found = guess(script, "film_log", rows)
    assert is_open(found)
    assert any("together" in p.differs and "UNION ALL" in p.interactions for p in found)


def test_lists_of_settings_are_not_offered() -> None:
    script = people("users") + "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT);"
    rows: list[Row] = [(f"option {n}", str(n)) for n in range(20)]
    assert guess(script, "settings", rows) == []


def test_beside_a_sure_guess_others_are_there_only_where_they_are_asked_for() -> None:
    script = (
        people("users")
        + things("films")
        + "CREATE TABLE watched (user_id INT REFERENCES users (id), film_id INT REFERENCES films"
        " (id), watched_at TEXT);"
    )
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        rows = [(1 + n % 5, 1 + n % 6, day(n)) for n in range(30)]
        connection.executemany("INSERT INTO watched VALUES (?, ?, ?)", rows)
        sure = propose(connection)
        asked = propose(connection, is_asked=True)
    assert not is_open(sure)
    assert not any(p.differs for p in sure)
    assert asked[: len(sure)] == sure
    assert any(p.differs for p in asked)
