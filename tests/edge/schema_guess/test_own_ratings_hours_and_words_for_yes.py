"""Marks written as words, hours that were played, own ratings, and who made what a row names."""

from __future__ import annotations

import pytest
from guessing import TITLES, Row, day, guess, things

from ilora_edge.schema_guess.propose import is_open

_THINGS = [f"{title} {n}" for n in range(4) for title in TITLES]


def _kept(*values: object) -> list[Row]:
    return [(n, title, values[n % len(values)]) for n, title in enumerate(_THINGS, start=1)]


def _condition(columns: str, table: str, rows: list[Row]) -> str:
    script = f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, title TEXT, {columns});"
    found = guess(script, table, rows)
    assert not is_open(found)
    assert "0 AS time" in found[0].interactions
    return found[0].interactions.partition("WHERE ")[2]


@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), ("True", "False"), ("ja", "nein")])
def test_marks_are_written_as_words_too(yes: str, no: str) -> None:
    rows = _kept(yes, no, yes)
    assert (
        _condition("watched TEXT", "movies", rows) == f"lower(trim(watched)) IN ('{yes.lower()}')"
    )
    said = _condition("unread TEXT", "articles", _kept(no, yes, no))
    assert said == f"lower(trim(unread)) IN ('{no.lower()}')"


def test_a_mark_may_say_that_a_thing_is_on_a_list_of_what_was_seen() -> None:
    assert "in_seen_list" in _condition("in_seen_list INTEGER", "movies", _kept(0, 1, 1))


def test_for_how_long_a_game_was_played_says_that_it_was() -> None:
    for column in ("hours_played", "playtime", "total_playtime"):
        assert _condition(f"{column} REAL", "games", _kept(0, 2.5, 7)) == f"{column} > 0"
    # How long a board game takes, where it is known.
    script = "CREATE TABLE games (id INTEGER PRIMARY KEY, title TEXT, playtime INTEGER);"
    assert is_open(guess(script, "games", _kept(None, 30, 60)))


def test_the_episode_that_comes_next_says_more_than_that_a_series_is_over() -> None:
    rows: list[Row] = [(*row, n % 3 == 0) for n, row in enumerate(_kept(0, 3, 7, 2))]
    said = _condition("current_episode INTEGER, is_finished INTEGER", "tv_show", rows)
    assert said == "current_episode > 0"


def test_what_one_rated_oneself_was_seen() -> None:
    assert _condition("my_rating INTEGER", "film", _kept(None, 7, 9)) == "my_rating > 0"
    script = "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, rating INTEGER);"
    assert is_open(guess(script, "film", _kept(None, 7, 9)))


def test_what_critics_gave_a_game_is_nobody_s_own_rating() -> None:
    script = "CREATE TABLE games (id INTEGER PRIMARY KEY, title TEXT, played INTEGER, igdb_rating);"
    rows: list[Row] = [(*row, 60 + row[0] % 30) for row in _kept(0, 1, 1)]  # type: ignore[operator]
    assert "rating" not in guess(script, "games", rows)[0].interactions


def test_who_made_what_a_row_names_did_not_read_it() -> None:
    script = "CREATE TABLE book_log (id INTEGER PRIMARY KEY, book TEXT, author TEXT, read_on TEXT);"
    rows: list[Row] = [(n, _THINGS[n % 20], f"Author {n % 5}", day(n)) for n in range(1, 41)]
    found = guess(script, "book_log", rows)
    assert "'me' AS user" in found[0].interactions
    # A review's author wrote it.
    found = guess(script.replace("book_log", "book_reviews"), "book_reviews", rows)
    assert any("author AS user" in p.interactions for p in found)


def test_meals_that_were_eaten_say_more_than_recipes_that_were_looked_at() -> None:
    meals = [(n, 1 + n % 6, day(n), int(n < 30)) for n in range(40)]
    script = (
        things("recipes")
        + "CREATE TABLE meals (id INTEGER PRIMARY KEY, recipe_id INTEGER, date TEXT, eaten INT);"
        f"INSERT INTO meals VALUES {', '.join(map(str, meals))};"
        "CREATE TABLE recipe_views (id INTEGER PRIMARY KEY, recipe_id INTEGER, viewed_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n * 5 % 6, day(n)) for n in range(50)]
    found = guess(script, "recipe_views", rows)
    assert not is_open(found)
    assert found[0].table == "meals"


def test_a_concert_s_date_is_when_somebody_came() -> None:
    script = (
        "CREATE TABLE gigs (id INTEGER PRIMARY KEY, artist TEXT, venue TEXT, gig_date TEXT, "
        "attended INT);"
    )
    rows: list[Row] = [
        (n, _THINGS[n * 5 % 11], f"Hall {n % 2}", day(n), int(n % 3 > 0)) for n in range(30)
    ]
    assert "gig_date AS time" in guess(script, "gigs", rows)[0].interactions


def test_a_last_use_that_only_the_program_reads_says_that_there_was_one() -> None:
    script = "CREATE TABLE books (id INTEGER PRIMARY KEY, Title TEXT, LastAccessed BLOB);"
    rows: list[Row] = [
        (n, title, b"\x80\x03cdatetime" if n % 3 else None) for n, title in enumerate(_THINGS)
    ]
    found = guess(script, "books", rows)
    assert not is_open(found)
    assert found[0].interactions.endswith("WHERE LastAccessed IS NOT NULL")


def test_shelves_of_one_person_say_by_their_names_what_was_read() -> None:
    for key in ("cl{}x0a", "{}"):
        keys = [key.format(n) for n in range(3)]
        names = ("Read", "Currently Reading", "Want to Read")
        books = [(f"b{n}", title) for n, title in enumerate(_THINGS)]
        script = (
            "CREATE TABLE Book (id TEXT PRIMARY KEY, title TEXT);"
            "CREATE TABLE Shelf (id TEXT PRIMARY KEY, name TEXT);"
            "CREATE TABLE ShelfBook (shelfId TEXT REFERENCES Shelf (id), bookId TEXT REFERENCES "
            "Book (id), addedAt TEXT, PRIMARY KEY (shelfId, bookId));"
            f"INSERT INTO Book VALUES {', '.join(map(str, books))};"
            f"INSERT INTO Shelf VALUES {', '.join(map(str, zip(keys, names, strict=True)))};"
        )
        rows: list[Row] = [(keys[n % 3], f"b{n}", day(n)) for n in range(len(_THINGS))]
        found = guess(script, "ShelfBook", rows)
        assert not is_open(found)
        assert "NOT IN ('Want to Read')" in found[0].interactions
