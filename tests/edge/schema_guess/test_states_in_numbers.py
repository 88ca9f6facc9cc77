"""States in numbers that nothing explains are asked about, whatever their column is called."""

from __future__ import annotations

import pytest
from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open

FILMS: list[Row] = [(n, f"{TITLES[n % 6]} {n}", n % 3, day(n)) for n in range(1, 41)]


@pytest.mark.parametrize(
    "column", ["watch_state", "play_status", "list_type", "shelf", "status_id", "list_id"]
)
def test_the_states_of_films_are_shown(column: str) -> None:
    script = f"CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT, {column} INT, added_at TEXT)"
    found = guess(script, "films", FILMS)
    assert is_open(found)
    assert doubts_of(found) == f"films.{column} may say which rows count: 0, 1, 2"


@pytest.mark.parametrize("column", ["list", "shelf_id", "watch_state"])
def test_the_states_of_a_persons_things_are_shown(column: str) -> None:
    script = f"{people('users')} {things('books')} CREATE TABLE entries (id INTEGER PRIMARY KEY,"
    script += " user_id INT REFERENCES users (id), book_id INT REFERENCES books (id),"
    script += f" {column} INT, added_at TEXT)"
    found = guess(script, "entries", [(n, *pair, n % 3, day(n)) for n, pair in enumerate(PAIRS)])
    assert is_open(found)
    assert f"entries.{column} may say which rows count: 0, 1, 2" in doubts_of(found)


def test_the_states_of_things_that_each_person_has_are_shown() -> None:
    script = people("users") + (
        "CREATE TABLE books (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), title TEXT,"
        " reading_state INT)"
    )
    rows: list[Row] = [(n, 1 + n % 4, f"{TITLES[n % 6]} {n}", n % 3) for n in range(1, 41)]
    found = guess(script, "books", rows)
    assert is_open(found)
    assert "books.reading_state may say which rows count: 0, 1, 2" in doubts_of(found)
    assert "user_id AS user" in found[0].interactions


def test_whether_an_article_is_new_is_shown() -> None:
    script = "CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, new INT, fetched_at TEXT);"
    rows: list[Row] = [(n, title, int(state == 1), when) for n, title, state, when in FILMS]
    found = guess(script, "articles", rows)
    assert is_open(found)
    assert "articles.new may say which rows count: 0, 1" in doubts_of(found)


@pytest.mark.parametrize("column", ["read_status", "watched", "seen"])
def test_of_what_was_used_zero_says_that_it_was_not(column: str) -> None:
    script = f"CREATE TABLE films (id INTEGER PRIMARY KEY, title TEXT, {column} INT, added_at TEXT)"
    found = guess(script, "films", FILMS)
    assert not is_open(found)
    assert f"WHERE {column}" in found[0].interactions


def test_lists_that_another_table_names_are_no_states() -> None:
    script = f"{people('users')} {things('books')} CREATE TABLE shelves (id INTEGER PRIMARY KEY,"
    script += " name TEXT); INSERT INTO shelves VALUES (0, 'Attic'), (1, 'Hall'), (2, 'Cellar');"
    script += "CREATE TABLE loans (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
    script += " book_id INT REFERENCES books (id), shelf_id INT REFERENCES shelves (id), at TEXT)"
    found = guess(script, "loans", [(n, *pair, n % 3, day(n)) for n, pair in enumerate(PAIRS)])
    assert not is_open(found), doubts_of(found)
