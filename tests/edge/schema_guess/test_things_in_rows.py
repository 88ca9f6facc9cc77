"""Histories whose rows name the things themselves, and kinds of things in tables of their own."""

from __future__ import annotations

import pytest
from guessing import TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open


def _named(n: int) -> str:
    return TITLES[(n * 5 + n // 6) % 6]


def test_a_band_is_what_was_heard_where_nothing_else_is_named() -> None:
    script = (
        "CREATE TABLE concerts_attended (id INTEGER PRIMARY KEY, band TEXT, venue TEXT,"
        " attended_on TEXT, notes TEXT);"
    )
    rows: list[Row] = [
        (n, _named(n), ("Hall", "Dome")[n % 2], day(n), f"It was loud, the {n}th time")
        for n in range(30)
    ]
    found = guess(script, "concerts_attended", rows)
    assert "band AS item" in found[0].interactions
    assert not is_open(found)


def _hikes(column: str, more: str = "") -> list[Proposal]:
    script = people("users") + (
        "CREATE TABLE hikes (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        f" {column} TEXT, notes TEXT, hike_date TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, _named(n), f"Mud, and {n} cows on the way", day(n)) for n in range(40)
    ]
    return guess(script, "hikes", rows)


def test_what_is_called_a_thing_is_one_though_the_row_has_notes() -> None:
    found = _hikes("trail")
    assert "trail AS item" in found[0].interactions
    assert not is_open(found)


def test_what_is_called_nothing_is_asked_about() -> None:
    found = _hikes("surface")
    assert "only by being left" in doubts_of(found)


@pytest.mark.parametrize("column", ["doctor_name", "driver", "teacher_name"])
def test_somebody_at_work_is_not_what_was_used(column: str) -> None:
    script = (
        "CREATE TABLE appointments (id INTEGER PRIMARY KEY, patient_name TEXT,"
        f" {column} TEXT, appointment_date TEXT);"
    )
    rows: list[Row] = [(n, f"Patient {n % 7}", _named(n), day(n)) for n in range(40)]
    assert is_open(guess(script, "appointments", rows))


def test_of_a_podcast_and_its_episode_the_episode_was_heard() -> None:
    script = (
        "CREATE TABLE listens (id INTEGER PRIMARY KEY, podcast_title TEXT, episode_title TEXT,"
        " listened_at TEXT);"
    )
    rows: list[Row] = [
        (n, TITLES[n % 3], f"Episode about {TITLES[n % 3]}, {n}", f"{day(n)} 10:00:00")
        for n in range(30)
    ]
    found = guess(script, "listens", rows)
    assert "episode_title AS item" in found[0].interactions


def _of_two(kinds: tuple[str, str], uses: tuple[str, str], use: str) -> list[Proposal]:
    """Two kinds of things, each with a table of uses, of four persons."""
    script = people("users") + things(kinds[0]) + things(kinds[1])
    for kind, name in zip(kinds, uses, strict=True):
        key = f"{kind.removesuffix('s')}_id"
        rows = ", ".join(
            f"({1 + n % 4}, {1 + n % 6}, '{day(n)} 1{n % 9}:00:00')" for n in range(24)
        )
        script += (
            f"CREATE TABLE {name} (user_id INT REFERENCES users (id), {key} INT REFERENCES {kind}"
            f" (id), {use} TEXT); INSERT INTO {name} VALUES {rows};"
        )
    return guess(script, uses[1], [(1, 1, f"{day(40)} 10:00:00")])


@pytest.mark.parametrize(
    ("kinds", "uses", "use"),
    [
        (("films", "shows"), ("film_views", "show_views"), "viewed_at"),
        (("movies", "episodes"), ("watched_movies", "watched_episodes"), "watched_at"),
    ],
)
def test_films_and_series_in_tables_of_their_own_are_one_history(
    kinds: tuple[str, str], uses: tuple[str, str], use: str
) -> None:
    found = _of_two(kinds, uses, use)
    assert not is_open(found)
    assert all(f"'{kind}:' || item AS item" in found[0].interactions for kind in kinds)
    assert found[0].items is not None
    assert all(f"FROM {kind}" in found[0].items for kind in kinds)


def test_films_and_books_are_two_histories() -> None:
    found = _of_two(("movies", "books"), ("movie_log", "book_log"), "done_at")
    assert "UNION" not in found[0].interactions
    assert is_open(found)


def test_series_and_their_episodes_are_no_kinds_beside_each_other() -> None:
    script = (
        people("users")
        + things("shows")
        + (
            "CREATE TABLE episodes (id INTEGER PRIMARY KEY, show_id INT REFERENCES shows (id),"
            " title TEXT);"
            + "".join(
                f"INSERT INTO episodes VALUES ({n}, {1 + n % 6}, 'Part {n} of it');"
                for n in range(24)
            )
            + "CREATE TABLE show_views (user_id INT REFERENCES users (id), show_id INT REFERENCES"
            " shows (id), viewed_at TEXT);"
            + "".join(
                f"INSERT INTO show_views VALUES ({1 + n % 4}, {1 + n % 6}, '{day(n)}');"
                for n in range(24)
            )
            + "CREATE TABLE episode_views (user_id INT REFERENCES users (id), episode_id INT"
            " REFERENCES episodes (id), viewed_at TEXT);"
        )
    )
    rows: list[Row] = [(1 + n % 4, n * 5 % 24, day(n)) for n in range(24)]
    assert "UNION" not in guess(script, "episode_views", rows)[0].interactions


def test_ratings_of_two_kinds_are_asked_about() -> None:
    found = _of_two(("movies", "books"), ("movie_ratings", "book_ratings"), "rated_at")
    assert is_open(found)


def test_loans_and_their_history_are_one() -> None:
    columns = "(id INTEGER PRIMARY KEY, member_id INT, book_id INT, loaned_on TEXT, {} TEXT)"
    script = (
        people("members")
        + things("books")
        + f"CREATE TABLE loans {columns.format('due_on')};"
        + f"CREATE TABLE loan_history {columns.format('returned_on')};"
        + "".join(
            f"INSERT INTO loans VALUES ({n}, {1 + n % 4}, {1 + n % 6}, '{day(60 + n)}',"
            f" '{day(80 + n)}');"
            for n in range(10)
        )
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + n * 5 % 6, day(n), day(n + 9)) for n in range(40)]
    found = guess(script, "loan_history", rows)
    assert "FROM loans" in found[0].interactions
    assert "FROM loan_history" in found[0].interactions
    assert not is_open(found)


@pytest.mark.parametrize(("column", "is_asked"), [("page", True), ("command", False)])
def test_sessions_of_a_site_are_visitors_and_those_of_a_shell_are_not(
    column: str, is_asked: bool
) -> None:
    script = (
        f"CREATE TABLE visits (id INTEGER PRIMARY KEY, session_id TEXT, {column} TEXT,"
        " visited_at TEXT);"
    )
    rows: list[Row] = [(n, f"s{n // 5:04}", _named(n), f"{day(n)} 10:00:00") for n in range(40)]
    found = guess(script, "visits", rows)
    assert ("may say who it was" in doubts_of(found)) == is_asked


def _kinds(column: str, kinds: tuple[str, ...]) -> list[Proposal]:
    script = (
        "CREATE TABLE watched (id INTEGER PRIMARY KEY, movie TEXT,"
        f" {column} TEXT, watched_on TEXT);"
    )
    rows: list[Row] = [(n, _named(n), kinds[n // 2 % len(kinds)], day(n)) for n in range(40)]
    return guess(script, "watched", rows)


@pytest.mark.parametrize(
    ("column", "kinds", "is_asked"),
    [
        ("type", ("movie", "tv"), False),
        ("movie_type", ("long", "short"), False),
        ("type", ("movie", "trailer"), True),
        ("type", ("movie", "wanted"), True),
    ],
)
def test_kinds_of_what_is_watched_say_nothing_of_whether(
    column: str, kinds: tuple[str, ...], is_asked: bool
) -> None:
    assert ("may say which rows count" in doubts_of(_kinds(column, kinds))) == is_asked


@pytest.mark.parametrize(("table", "is_asked"), [("books", False), ("courses", True)])
def test_a_book_with_a_begin_and_an_end_was_read_and_a_course_was_held(
    table: str, is_asked: bool
) -> None:
    script = people("users") + (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " title TEXT, start_date TEXT, end_date TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, f"{_named(n)} {n}", day(n), day(n + 5)) for n in range(20)]
    assert is_open(guess(script, table, rows)) == is_asked


def test_films_of_an_evening_are_shown_first_and_asked_about() -> None:
    script = things("movies") + "CREATE TABLE nights (id INTEGER PRIMARY KEY, held_on TEXT);"
    script += "".join(f"INSERT INTO nights VALUES ({n}, '{day(n)}');" for n in range(20))
    script += (
        "CREATE TABLE night_movies (night_id INT REFERENCES nights (id), movie_id INT REFERENCES"
        " movies (id), position INT);"
    )
    rows: list[Row] = [(n // 2, 1 + n * 5 % 6, n % 2) for n in range(40)]
    found = guess(script, "night_movies", rows)
    assert "movie_id AS item, nights.held_on AS time" in found[0].interactions
    assert is_open(found)


def test_what_a_receipt_lists_is_what_was_bought() -> None:
    script = "CREATE TABLE receipts (id INTEGER PRIMARY KEY, bought_at TEXT, total REAL);"
    script += "".join(f"INSERT INTO receipts VALUES ({n}, '{day(n)}', 9.5);" for n in range(20))
    script += (
        "CREATE TABLE receipt_lines (id INTEGER PRIMARY KEY, receipt_id INT REFERENCES receipts"
        " (id), product_name TEXT);"
    )
    rows: list[Row] = [(n, n // 2, _named(n)) for n in range(40)]
    found = guess(script, "receipt_lines", rows)
    assert "product_name AS item" in found[0].interactions
    assert "does not say whose each is" in doubts_of(found)
