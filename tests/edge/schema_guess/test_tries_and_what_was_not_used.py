"""What came of a use, when it was, and tables whose name or marks say that nothing was used."""

from __future__ import annotations

import pytest
from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things, use_rows, use_table

from ilora_edge.schema_guess.propose import is_open

USERS = people("users")


def test_a_try_is_one_whatever_came_of_it() -> None:
    script = USERS + things("problems") + use_table("submissions", "created_at TEXT, status TEXT")
    script = script.replace("movies", "problems")
    found = guess(script, "submissions", use_rows("10/10", "3/10", "Failed", "Compile error"))
    assert not is_open(found), doubts_of(found)
    assert "WHERE" not in found[0].interactions


def test_a_fraction_is_no_word_for_what_did_not_happen() -> None:
    script = USERS + things("movies") + use_table("viewings", "viewed_at TEXT, status TEXT")
    assert (
        "WHERE" not in guess(script, "viewings", use_rows("3/10", "10/10", "done"))[0].interactions
    )


def test_a_moment_may_be_called_an_epoch_and_a_second() -> None:
    script = USERS + things("movies") + use_table("plays", "epoch_second INT, execution_time INT")
    moments: list[Row] = [
        (n, *pair, 1_760_000_000 + n * 900, n) for n, pair in enumerate(PAIRS * 2)
    ]
    assert "epoch_second AS time" in guess(script, "plays", moments)[0].interactions
    script = script.replace("epoch_second", "size")
    # So many milliseconds are no moment.
    assert (
        "0 AS time"
        in guess(script, "plays", [(n, *pair, 5, n) for n, pair in enumerate(PAIRS * 2)])[
            0
        ].interactions
    )


def test_a_day_is_named_for_what_was_done_on_it() -> None:
    script = USERS + things("species", name="name")
    script += use_table("notes", "date_of_sighting TEXT, appearance TEXT", "species")
    found = guess(script, "notes", use_rows("brown", "grey"))
    assert "date_of_sighting AS time" in found[0].interactions
    assert not is_open(found), doubts_of(found)


def test_favourites_may_be_names_alone() -> None:
    script = USERS + (
        "CREATE TABLE user_favorites (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " cocktail_name TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, TITLES[(n + n // 4) % 6]) for n in range(20)]
    found = guess(script, "user_favorites", rows)
    assert not is_open(found), doubts_of(found)
    assert "cocktail_name AS item" in found[0].interactions


def test_what_somebody_follows_is_what_he_likes() -> None:
    script = "CREATE TABLE users (username TEXT PRIMARY KEY, password TEXT);"
    script += "".join(f"INSERT INTO users VALUES ('{name}', 'x');" for name in ("Ana", "Bo", "Cy"))
    script += "CREATE TABLE comics (title TEXT PRIMARY KEY, author TEXT);"
    script += "".join(f"INSERT INTO comics VALUES ('{title}', 'Ash');" for title in TITLES)
    script += "CREATE TABLE followed_comics (no INTEGER PRIMARY KEY, title TEXT, username TEXT);"
    rows: list[Row] = [(n, TITLES[n * 5 % 6], ("Ana", "Bo", "Cy")[n // 6]) for n in range(18)]
    found = guess(script, "followed_comics", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].about == "comics"


@pytest.mark.parametrize(
    ("table", "column", "used"),
    [("sightings", "object", TITLES), ("bookings", "room_number", (101, 102, 103, 104, 105, 106))],
)
def test_what_is_left_of_a_use_is_shown_first(
    table: str, column: str, used: tuple[object, ...]
) -> None:
    script = USERS + (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        f" {column}, description TEXT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, used[n * 5 % 6], f"Seen by mile {n}", day(n)) for n in range(40)
    ]
    found = guess(script, table, rows)
    assert f"{column} AS item" in found[0].interactions
    assert "only by being left" in doubts_of(found)


def test_contests_of_problems_are_no_second_history() -> None:
    problems = (
        "CREATE TABLE contests (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO contests VALUES (1, 'Spring'), (2, 'Autumn');"
        "CREATE TABLE problems (id INTEGER PRIMARY KEY, name TEXT, contest_id INT REFERENCES"
        " contests (id));"
    ) + "".join(
        f"INSERT INTO problems VALUES ({n}, '{title}', {1 + n % 2 if n % 3 else 'NULL'});"
        for n, title in enumerate(TITLES, start=1)
    )
    script = USERS + problems + use_table("submissions", "created_at TEXT, code TEXT", "problems")
    script += (
        "CREATE TABLE contest_registrations (contest_id INT REFERENCES contests (id), user_id INT"
        " REFERENCES users (id));"
        "INSERT INTO contest_registrations VALUES (1, 1), (1, 2), (2, 1), (2, 3), (1, 4);"
    )
    found = guess(script, "submissions", use_rows("int main"))
    assert found[0].about == "problems"
    assert not is_open(found), doubts_of(found)


def test_what_was_let_through_was_not_used_by_who_entered_it() -> None:
    places = (
        "CREATE TABLE places (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), name TEXT,"
        " status TEXT, view_count INT);"
    )
    script = (
        USERS
        + places
        + "".join(
            f"INSERT INTO places VALUES ({n}, {1 + n % 4}, '{title}', "
            f"'{'pending' if n > 4 else 'approved'}', {9 * n});"
            for n, title in enumerate(TITLES, start=1)
        )
    )
    script += use_table("reviews", "created_at TEXT, rating INT", "places")
    found = guess(script, "reviews", use_rows(4, 5, 3))
    assert found[0].table == "reviews"
    assert not is_open(found), doubts_of(found)


@pytest.mark.parametrize(
    "name",
    [
        "borrow_requests",
        "preorders",
        "read_later",
        "listings",
        "abandoned_movies",
        "not_interested",
        "unread_movies",
        "cancelled_orders",
        "missed_lessons",
        "expired_loans",
        "upcoming_reads",
        "holds",
        "transfers",
        "damages",
        "fines",
    ],
)
def test_a_table_may_say_by_its_name_that_nothing_was_used(name: str) -> None:
    script = USERS + things("movies") + use_table(name, "created_at TEXT, note TEXT")
    assert is_open(guess(script, name, use_rows("so it is")))


def test_a_mail_that_was_opened_is_no_book_that_was() -> None:
    script = USERS + things("movies") + use_table("email_opens", "opened_at TEXT, note TEXT")
    assert is_open(guess(script, "email_opens", use_rows("so it is")))
