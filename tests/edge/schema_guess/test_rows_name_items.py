"""Rows that name what they are about themselves, or that have only its id."""

from __future__ import annotations

from guessing import NAMES, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open

ALBUMS = "CREATE TABLE albums (id INTEGER PRIMARY KEY, album_id TEXT, album_name TEXT);" + "".join(
    f"INSERT INTO albums VALUES ({n}, 'al{n}', 'Album {n}');" for n in range(1, 5)
)


def test_a_track_with_its_id_and_name_says_more_than_its_album() -> None:
    script = ALBUMS + (
        "CREATE TABLE tracks (id INTEGER PRIMARY KEY, track_id TEXT, track_name TEXT,"
        " album_id TEXT, played_at TEXT);"
    )
    rows: list[Row] = [
        (n, f"t{n % 12}", f"{TITLES[n % 6]} {n % 12}", f"al{1 + n % 4}", day(n))
        for n in range(1, 41)
    ]
    found = guess(script, "tracks", rows)
    assert not is_open(found), doubts_of(found)
    assert found[0].interactions.startswith("SELECT 'me' AS user, track_id AS item, played_at")
    assert found[0].items == "SELECT DISTINCT track_id AS item, track_name AS title\nFROM tracks"


def test_things_without_names_are_known_by_their_ids() -> None:
    script = (
        "CREATE TABLE baristas (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO baristas VALUES (1, 'Ana'), (2, 'Bo'), (3, 'Cy');"
        "CREATE TABLE coffees (id INTEGER PRIMARY KEY, region TEXT, roaster TEXT, price INT);"
        + "".join(f"INSERT INTO coffees VALUES ({n}, 'R{n % 2}', 'Ro', {n});" for n in range(1, 9))
        + "CREATE TABLE brewings (id INTEGER PRIMARY KEY, brewing_date TEXT, ratio TEXT,"
        " coffee_id INT REFERENCES coffees (id), barista_id INT REFERENCES baristas (id));"
    )
    rows: list[Row] = [(n, day(n), "1:15", 1 + n % 8, 1 + n % 3) for n in range(1, 41)]
    found = guess(script, "brewings", rows)
    assert not is_open(found), doubts_of(found)
    # How much coffee and water is no time of the day.
    assert found[0].interactions == (
        "SELECT barista_id AS user, coffee_id AS item, brewing_date AS time\nFROM brewings"
    )
    assert found[0].remarks == ["nothing names what brewings is about: items are their ids"]


def test_plays_with_titles_of_their_own_are_of_those_titles() -> None:
    script = people("users") + (
        "CREATE TABLE plays (id INTEGER PRIMARY KEY, track_name TEXT, artist_name TEXT,"
        " played_at TEXT);"
    )
    rows: list[Row] = [(n, f"{TITLES[n % 6]} {n}", NAMES[n % 4], day(n)) for n in range(1, 41)]
    found = guess(script.removeprefix(people("users")), "plays", rows)
    assert not is_open(found), doubts_of(found)
    assert "track_name AS item" in found[0].interactions


def test_an_episode_that_a_row_names_says_more_than_its_show() -> None:
    script = things("shows") + (
        "CREATE TABLE watched_episodes (id INTEGER PRIMARY KEY, show_id INT REFERENCES shows (id),"
        " season INT, episode INT, title TEXT, timestamp INT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 6, 1, 1 + n // 6, f"Part {n}", 1_760_000_000 + 4_000 * n) for n in range(1, 41)
    ]
    found = guess(script, "watched_episodes", rows)
    assert not is_open(found), doubts_of(found)
    assert "show_id || ':' || " in found[0].interactions
    assert "title" in str(found[0].items)


def test_a_rental_that_ended_is_one() -> None:
    script = people("users") + things("films")
    script += "CREATE TABLE rentals (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
    script += " film_id INT REFERENCES films (id), status TEXT, rented_at TEXT);"
    states = ("ended", "active", "overdue")
    rows: list[Row] = [
        (n, 1 + n % 4, 1 + (n + n // 4) % 6, states[n % 3], day(n)) for n in range(1, 41)
    ]
    found = guess(script, "rentals", rows)
    assert not is_open(found), doubts_of(found)
    assert "WHERE" not in found[0].interactions
