"""Books that were finished, trips beside arrivals, who took part, and codes that others know."""

from __future__ import annotations

import pytest
from guessing import NAMES, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open

USERS = people("users")


@pytest.mark.parametrize("mark", ["completed", "is_finished", "done"])
def test_of_the_books_that_somebody_entered_those_he_finished_were_read(mark: str) -> None:
    script = USERS + (
        "CREATE TABLE books (id INTEGER PRIMARY KEY, user_id INT, title TEXT,"
        f" {mark} INT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, TITLES[(n * 5 + n // 4) % 6], n % 2, day(n)) for n in range(1, 41)
    ]
    found = guess(script, "books", rows)
    assert not is_open(found), doubts_of(found)
    assert f"WHERE {mark}" in found[0].interactions
    # When it was entered is not when it was read.
    assert "0 AS time" in found[0].interactions


def test_a_use_that_did_not_come_to_its_end_is_one() -> None:
    script = USERS + (
        "CREATE TABLE plays (id INTEGER PRIMARY KEY, user_id INT, title TEXT, completed INT,"
        " created_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, TITLES[n % 6], n % 2, day(n)) for n in range(1, 41)]
    assert "WHERE" not in guess(script, "plays", rows)[0].interactions


ARRIVALS = (
    "CREATE TABLE {} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
    " place_id INT REFERENCES places (id), created_at TEXT);"
)
TRIPS = (
    "CREATE TABLE trips (id INTEGER PRIMARY KEY, name TEXT, start_time TEXT,"
    " user_id INT REFERENCES users (id));"
    "CREATE TABLE trip_places (id INTEGER PRIMARY KEY, place_id INT REFERENCES places (id),"
    " trip_id INT REFERENCES trips (id), start_time TEXT);"
    + "".join(f"INSERT INTO trips VALUES ({n}, 'To {n}', '{day(n)}', {n});" for n in range(1, 5))
    + "".join(
        f"INSERT INTO trip_places VALUES ({n}, {1 + n % 6}, {1 + n % 4}, '{day(n)}');"
        for n in range(1, 13)
    )
)


@pytest.mark.parametrize("table", ["check_ins", "check_in", "visits"])
def test_where_somebody_was_says_more_than_the_places_of_a_trip(table: str) -> None:
    script = USERS + things("places", name="name") + TRIPS + ARRIVALS.format(table)
    rows: list[Row] = [(n, 1 + n % 4, 1 + (n + n // 4) % 6, day(n)) for n in range(1, 41)]
    found = guess(script, table, rows)
    assert found[0].table == table
    assert not is_open(found), doubts_of(found)


def test_who_took_part_in_a_play_is_who_played() -> None:
    script = people("players") + things("games", name="name")
    script += "CREATE TABLE plays (id INTEGER PRIMARY KEY, game_id INT REFERENCES games (id),"
    script += " created_at TEXT);"
    script += "".join(
        f"INSERT INTO plays VALUES ({n}, {1 + (n + n // 6) % 6}, '{day(n)}');" for n in range(1, 31)
    )
    script += "CREATE TABLE play_participants (play_id INT REFERENCES plays (id),"
    script += " player_id INT REFERENCES players (id), PRIMARY KEY (play_id, player_id));"
    rows: list[Row] = [(1 + n // 2, 1 + (n + n // 8) % 4) for n in range(60)]
    found = guess(script, "play_participants", rows)
    assert not is_open(found), doubts_of(found)
    assert "play_participants.player_id AS user" in found[0].interactions
    assert "plays.game_id AS item" in found[0].interactions
    assert "plays.created_at AS time" in found[0].interactions


def test_a_number_that_every_library_knows_a_book_by_is_an_item() -> None:
    script = (
        "CREATE TABLE loans (id INTEGER PRIMARY KEY, book_isbn TEXT, member_card TEXT,"
        " loan_date TEXT, status TEXT);"
    )
    states = ("RETURNED", "BORROWED", "OVERDUE")
    rows: list[Row] = [
        (n, f"97800000{n % 9:05}", f"C-{n % 5:06}", day(n), states[n % 3]) for n in range(1, 41)
    ]
    found = guess(script, "loans", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.startswith(
        "SELECT member_card AS user, book_isbn AS item, loan_date AS time"
    )


def test_titles_of_episodes_that_all_differ_are_taken_with_a_remark() -> None:
    script = things("podcasts") + "CREATE TABLE episodes (id INTEGER PRIMARY KEY, title TEXT);"
    script += "".join(f"INSERT INTO episodes VALUES ({n}, 'Talk {n}');" for n in range(1, 13))
    script += USERS + "CREATE TABLE plays (id INTEGER PRIMARY KEY, user_id INT REFERENCES users"
    script += " (id), episode_id INT REFERENCES episodes (id), played_at TEXT);"
    rows: list[Row] = [(n, 1 + n % 4, 1 + (n + n // 12) % 12, day(n)) for n in range(1, 41)]
    found = guess(script, "plays", rows)
    assert not is_open(found), doubts_of(found)
    assert "titles of episodes stand alone" in found[0].remarks[0]
    same = script.replace("'Talk 2'", "'Talk 1'")
    assert "may not identify an item by itself" in doubts_of(guess(same, "plays", rows))


def test_a_table_of_members_that_tells_of_them_is_one_of_persons() -> None:
    script = things("clubs", name="name") + (
        "CREATE TABLE club_members (id INTEGER PRIMARY KEY, club_id INT REFERENCES clubs (id),"
        " user_id INT, name TEXT, email TEXT);"
    )
    script += "".join(
        f"INSERT INTO club_members VALUES ({n}, {1 + n % 6}, {n}, '{NAMES[n % 4]}', 'm{n}@x.org');"
        for n in range(1, 9)
    )
    script += things("films") + "CREATE TABLE watched (id INTEGER PRIMARY KEY, member_id INT"
    script += " REFERENCES club_members (id), film_id INT REFERENCES films (id), watched_at TEXT);"
    rows: list[Row] = [(n, 1 + n % 8, 1 + (n + n // 8) % 6, day(n)) for n in range(1, 41)]
    found = guess(script, "watched", rows)
    assert not is_open(found), doubts_of(found)
    assert "member_id AS user" in found[0].interactions


@pytest.mark.parametrize("table", ["goals", "chores", "projects", "drafts"])
def test_what_was_completed_need_be_no_thing_that_is_recommended(table: str) -> None:
    script = USERS + (
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, user_id INT, title TEXT, completed INT,"
        " created_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, f"{TITLES[n % 6]} {n}", n % 2, day(n)) for n in range(1, 41)]
    found = guess(script, table, rows)
    assert is_open(found)
    assert f"nothing says that the rows of {table} are what somebody used" in doubts_of(found)


def test_chapters_of_a_manga_that_were_completed_were_read() -> None:
    script = things("library") + (
        "CREATE TABLE chapters (id TEXT PRIMARY KEY, manga_id INT REFERENCES library (id),"
        " title TEXT, completed INT);"
    )
    rows: list[Row] = [(f"c{n}", 1 + n % 6, f"Part {n}", n % 2) for n in range(1, 41)]
    found = guess(script, "chapters", rows)
    assert not is_open(found), doubts_of(found)
    assert "WHERE completed" in found[0].interactions
