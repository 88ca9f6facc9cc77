"""Marks that are NULL, places in books, tries beside glances, and what a list alone may be."""

from __future__ import annotations

from guessing import TITLES, Row, day, doubts_of, guess

from ilora_edge.schema_guess.propose import is_open

_THINGS = [f"{title} {n}" for n in range(4) for title in TITLES]


def test_what_was_never_touched_has_no_mark() -> None:
    script = "CREATE TABLE strips (guid TEXT PRIMARY KEY, title TEXT, is_read INTEGER);"
    rows: list[Row] = [
        (f"https://a.example/?p={n}", title, 1 if n % 3 else None)
        for n, title in enumerate(_THINGS)
    ]
    found = guess(script, "strips", rows)
    assert not is_open(found)
    assert found[0].interactions.endswith("WHERE is_read")
    # Where every row has one it says nothing.
    every: list[Row] = [(*row[:2], 1) for row in rows]
    assert all("is_read" not in p.interactions for p in guess(script, "strips", every))


def test_a_place_in_a_book_is_empty_until_it_is_opened() -> None:
    for column in ("pageLocation", "cfi", "last_location"):
        script = f"CREATE TABLE epub (id TEXT PRIMARY KEY, title TEXT, path TEXT, {column} TEXT);"
        rows: list[Row] = [
            (f"b{n}", title, "/books", f"epubcfi(/6/{n})" if n % 3 else None)
            for n, title in enumerate(_THINGS)
        ]
        found = guess(script, "epub", rows)
        assert not is_open(found)
        assert f"COALESCE({column}, '') <> ''" in found[0].interactions
    # Where a film was made is no place in it.
    script = "CREATE TABLE films (id TEXT PRIMARY KEY, title TEXT, path TEXT, location TEXT);"
    found = guess(script, "films", rows)
    assert is_open(found)
    assert "location" not in found[0].interactions


def test_what_was_tried_says_more_than_when_its_whole_was_looked_at() -> None:
    notes = [(n, f"Lecture {n}", day(n), day(60 + n * 5 % 12)) for n in range(1, 11)]
    quizzes = [(n, 1 + n % 10, title) for n, title in enumerate(_THINGS, start=1)]
    script = (
        "CREATE TABLE note (id INTEGER PRIMARY KEY, name TEXT, created_at TEXT, last_viewed_at "
        "TEXT);"
        "CREATE TABLE quiz (id INTEGER PRIMARY KEY, note_id INTEGER REFERENCES note (id), name "
        "TEXT);"
        "CREATE TABLE quiz_attempt (id INTEGER PRIMARY KEY, quiz_id INTEGER REFERENCES quiz (id), "
        "score INTEGER, created_at TEXT);"
        f"INSERT INTO note VALUES {', '.join(map(str, notes))};"
        f"INSERT INTO quiz VALUES {', '.join(map(str, quizzes))};"
    )
    rows: list[Row] = [(n, 1 + n * 5 % 9, n % 3, day(n)) for n in range(1, 41)]
    found = guess(script, "quiz_attempt", rows)
    assert not is_open(found)
    assert found[0].table == "quiz_attempt"


def test_days_beside_ratings_are_of_what_has_one() -> None:
    script = "CREATE TABLE kept (id INTEGER PRIMARY KEY, title TEXT, day TEXT, my_rating INTEGER);"
    rows: list[Row] = [
        (n, title, day(n) if n % 4 else None, 1 + n % 5 if n % 4 else None)
        for n, title in enumerate(_THINGS)
    ]
    found = guess(script, "kept", rows)
    assert "day AS time" in found[0].interactions
    assert "WHERE day > " in found[0].interactions


def test_of_what_was_begun_and_not_finished_the_begin_is_the_time() -> None:
    script = (
        "CREATE TABLE anime (id INTEGER PRIMARY KEY, title TEXT, status TEXT, start_date TEXT, "
        "finish_date TEXT);"
    )
    states = ("completed", "watching", "plan_to_watch", "dropped")
    rows: list[Row] = [
        (
            n,
            title,
            states[n % 4],
            None if n % 4 == 2 else day(n),
            day(n + 3) if n % 4 == 0 else None,
        )
        for n, title in enumerate(_THINGS)
    ]
    found = guess(script, "anime", rows)
    assert "start_date AS time" in found[0].interactions


def test_a_show_s_own_state_beside_what_its_person_says_is_no_question() -> None:
    script = (
        "CREATE TABLE anime (id INTEGER PRIMARY KEY, title TEXT, status TEXT, user_status TEXT);"
    )
    rows: list[Row] = [
        (n, title, ("airing now", "over")[n % 2], ("watched", "planned")[n % 3 // 2])
        for n, title in enumerate(_THINGS)
    ]
    found = guess(script, "anime", rows)
    assert not is_open(found)
    # Where the person says nothing it may be what was watched.
    alone: list[Row] = [(*row[:3], None) for row in rows]
    assert is_open(guess(script, "anime", alone))


def test_clients_with_keys_and_sessions_are_devices() -> None:
    rows: list[Row] = [(n, f"{_THINGS[n * 5 % 11]}", day(n)) for n in range(40)]
    log = "CREATE TABLE view_history (id INTEGER PRIMARY KEY, title TEXT, watched_at TEXT);"

    def script(column: str) -> str:
        return (
            f"{log} CREATE TABLE clients (id INTEGER PRIMARY KEY, client_key TEXT, {column} TEXT);"
            "INSERT INTO clients VALUES (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');"
        )

    assert not is_open(guess(script("session_key"), "view_history", rows))
    assert is_open(guess(script("name"), "view_history", rows))


def test_a_list_of_known_things_alone_is_shown_and_asked_about() -> None:
    script = "CREATE TABLE anime (id INTEGER PRIMARY KEY, title TEXT, url TEXT, created_at TEXT);"
    rows: list[Row] = [
        (n, title, f"https://a.example/{n}", day(n)) for n, title in enumerate(_THINGS)
    ]
    found = guess(script, "anime", rows)
    assert is_open(found)
    assert "id AS item, created_at AS time" in found[0].interactions
    assert "nothing says that the rows of anime are what somebody used" in doubts_of(found)
    # Of what is still to be watched, and of a catalogue, nothing is shown.
    assert guess(script.replace("TABLE anime", "TABLE planned_anime"), "planned_anime", rows) == []
    prices = "CREATE TABLE prices (anime_id INTEGER REFERENCES anime (id), price REAL);"
    prices += "INSERT INTO prices VALUES (1, 9.5), (2, 8.5);"
    assert guess(script + prices, "anime", rows) == []
