"""Histories that stand in a column of JSON, an element of an array for each use."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from guessing import TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.schema_guess.propose import is_open, propose


def _users(column: str) -> str:
    return things("movies") + f"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, {column});"


def _lists(*lists: object) -> list[Row]:
    texts = [text if isinstance(text, str) else json.dumps(text) for text in lists]
    return [(n, f"Ana {n}", text) for n, text in enumerate(texts, start=1)]


NUMBERS = [[n % 6 + 1, (n + 2) % 6 + 1, (n + 3) % 6 + 1] for n in range(8)]


@pytest.mark.parametrize("column", ["watched_movies", "watched", "viewed_ids"])
def test_ids_in_an_array_of_what_was_watched_are_a_history(column: str) -> None:
    found = guess(_users(f"{column} TEXT"), "users", _lists(*NUMBERS))
    assert not is_open(found)
    assert found[0].about == "movies"
    assert "SELECT user_id AS user, movie_id AS item" in found[0].interactions


def test_objects_say_what_and_when(tmp_path: Path) -> None:
    entries = [
        [{"movieId": i, "watchedAt": day(n + i)} for i in ids] for n, ids in enumerate(NUMBERS)
    ]
    script, path = _users("history TEXT"), tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        connection.executemany("INSERT INTO users VALUES (?, ?, ?)", _lists(*entries))
        connection.commit()
        found = propose(connection)
    assert not is_open(found)
    with HistoryDB(path, Mapping(interactions=found[0].interactions, items=found[0].items)) as db:
        events = {(user, e.item_id) for user, every in db.histories() for e in every}
    assert events == {(str(n), str(i)) for n, ids in enumerate(NUMBERS, start=1) for i in ids}


def test_lines_in_an_order_have_its_person_and_its_day() -> None:
    script = (
        things("products")
        + people("customers")
        + (
            "CREATE TABLE orders (id INTEGER PRIMARY KEY,"
            " customer_id INT REFERENCES customers (id),"
            " order_date TEXT, items TEXT);"
        )
    )
    rows: list[Row] = [
        (n, 1 + n % 4, day(n), json.dumps([{"product_id": i, "quantity": 2} for i in ids]))
        for n, ids in enumerate(NUMBERS * 3)
    ]
    found = guess(script, "orders", rows)
    assert not is_open(found)
    assert "orders.customer_id AS user" in found[0].interactions
    assert "orders.order_date AS time" in found[0].interactions


def test_who_came_may_stand_in_an_array() -> None:
    script = people("users") + (
        "CREATE TABLE events (id INTEGER PRIMARY KEY, title TEXT, attendees TEXT);"
    )
    rows: list[Row] = [
        (n, f"Party {n}", json.dumps([1 + n % 4, 1 + (n + 1) % 4])) for n in range(12)
    ]
    found = guess(script, "events", rows)
    assert "SELECT user_id AS user, event_id AS item" in found[0].interactions


def test_an_array_that_is_no_json_loses_only_its_own() -> None:
    found = guess(_users("watched TEXT"), "users", _lists("[1, 2", *NUMBERS))
    assert found[0].about == "movies"
    assert not is_open(found)


@pytest.mark.parametrize("many", [900, 9_000])
def test_who_used_many_things_has_a_long_array(many: int) -> None:
    """As in an application of one person, whose array may be all that there is."""
    entries = [
        {"movie_id": 1 + n % 6, "at": day(1 + n % 28), "note": "x" * 150} for n in range(many)
    ]
    found = guess(_users("watched TEXT"), "users", _lists(entries))
    assert found[0].about == "movies"
    assert found[0].table == "users_watched"


def test_ids_may_be_floats(tmp_path: Path) -> None:
    """As a data frame with gaps writes them."""
    path = tmp_path / "app.db"
    lists = [[float(i) for i in ids] for ids in NUMBERS]
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_users("watched TEXT"))
        connection.executemany("INSERT INTO users VALUES (?, ?, ?)", _lists(*lists))
        connection.commit()
        found = propose(connection)
    assert not is_open(found)
    assert found[0].about == "movies"
    with HistoryDB(path, Mapping(interactions=found[0].interactions, items=found[0].items)) as db:
        events = {(user, e.item_id) for user, every in db.histories() for e in every}
    assert events == {(str(n), str(i)) for n, ids in enumerate(NUMBERS, start=1) for i in ids}


@pytest.mark.parametrize("text", ["[" * 50_000, "[1" + ",1" * 1_500_000, "[" + "9" * 90_000])
def test_arrays_too_deep_or_long_lose_only_their_own(text: str) -> None:
    found = guess(_users("watched TEXT"), "users", _lists(text, *NUMBERS))
    assert found[0].about == "movies"
    assert not is_open(found)


def test_elements_that_are_null_are_no_rows() -> None:
    entries = [{"movie_id": 2, "at": day(1)}, None]
    for lists in ([[1, None, 2], [None], *NUMBERS], [entries] * 5):
        found = guess(_users("watched TEXT"), "users", _lists(*lists))
        assert not is_open(found)
        assert found[0].about == "movies"


@pytest.mark.parametrize("column", ["watchlist", "to_read", "recommended", "blocked", "interests"])
def test_arrays_of_what_was_not_used_are_asked_about(column: str) -> None:
    assert is_open(guess(_users(f"{column} TEXT"), "users", _lists(*NUMBERS)))


def test_other_arrays_of_a_person_do_not_disturb_a_history() -> None:
    script = _users("roles TEXT") + (
        "INSERT INTO users VALUES (1, 'Ana', '[\"admin\"]'), (2, 'Bo', '[\"guest\"]');"
        "CREATE TABLE watch_history (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " movie_id INT REFERENCES movies (id), watched_at TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 2, 1 + n % 6, day(n)) for n in range(30)]
    found = guess(script, "watch_history", rows)
    assert not is_open(found)
    assert "json" not in found[0].interactions


def test_keys_of_elements_are_hostile_text() -> None:
    odd = {"movie_id": 1, 'a"); DROP TABLE users; --': 2, "it's": 3, "\n": 4}
    found = guess(_users("watched TEXT"), "users", _lists(*[[odd]] * 8))
    assert "DROP" not in found[0].interactions
    assert found[0].about == "movies"


def test_states_of_elements_are_asked_about_in_words() -> None:
    """They cannot be counted as a table's can, so that --state is not offered."""
    entries = [
        [{"movie_id": i, "watched_at": day(i), "status": i % 4} for i in ids] for ids in NUMBERS
    ]
    found = guess(_users("watch_history TEXT"), "users", _lists(*entries))
    assert is_open(found)
    assert "status may say which rows count" in doubts_of(found)
    assert all(type(doubt) is str for doubt in found[0].doubts)


def test_a_history_s_objects_name_the_things_that_it_has_only_ids_of() -> None:
    script = (
        f"{people('viewers')} CREATE TABLE watch_history (viewer_id INT REFERENCES viewers (id), "
        "media_id TEXT, episode_key TEXT, last_watched TEXT, preview_json TEXT, "
        "PRIMARY KEY (viewer_id, media_id, episode_key));"
    )
    rows: list[Row] = [
        (
            1 + n % 2,
            f"tv:{n % 6}",
            f"1:{n}",
            day(n),
            json.dumps({"id": n % 6, "title": TITLES[n % 6], "poster": "/p.jpg"}),
        )
        for n in range(1, 41)
    ]
    found = guess(script, "watch_history", rows)
    assert "media_id AS item, last_watched AS time" in found[0].interactions
    assert '$."title"' in str(found[0].items)
