"""A log beside last times, what was never begun, whose a journal is, and one's own ratings."""

from __future__ import annotations

from guessing import PAIRS, TITLES, Row, day, doubts_of, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def test_a_log_says_more_than_when_each_thing_was_last_used() -> None:
    values = ", ".join(
        f"({n}, '{title}', {n + 2}, '2026-03-0{n}')" for n, title in enumerate(TITLES, start=1)
    )
    script = (
        "CREATE TABLE library (id INTEGER PRIMARY KEY, name TEXT, play_count INT, play_date TEXT);"
        f"INSERT INTO library VALUES {values};"
        "CREATE TABLE listening_history (record_id INTEGER PRIMARY KEY, track_id INT,"
        " listen_date TEXT);"
    )
    rows: list[Row] = [(n, 1 + (n * 5 + n // 6) % 6, day(n)) for n in range(1, 41)]
    found = guess(script, "listening_history", rows)
    assert found[0].table == "listening_history", found[0].interactions
    assert not is_open(found), doubts_of(found)


def test_what_has_no_day_of_its_start_was_not_begun() -> None:
    script = (
        people("users")
        + things("books")
        + (
            "CREATE TABLE read (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
            " book_id INT REFERENCES books (id), startdate TEXT);"
        )
    )
    rows: list[Row] = [(n, *pair, day(n) if n % 4 else None) for n, pair in enumerate(PAIRS)]
    found = guess(script, "read", rows)
    assert "WHERE startdate >" in found[0].interactions


def test_a_journal_of_nobody_says_less_than_what_each_person_liked() -> None:
    script = (
        people("users")
        + things("recipes")
        + "CREATE TABLE favorites (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " recipe_id INT REFERENCES recipes (id));"
        + "CREATE TABLE journal_entries (id INTEGER PRIMARY KEY, title TEXT, content TEXT,"
        " day TEXT);" + "INSERT INTO journal_entries VALUES (1, 'Day 1', 'Rain', '2026-01-01'),"
        " (2, 'Day 2', 'Sun', '2026-01-02'), (3, 'Day 3', 'Snow', '2026-01-03');"
    )
    rows: list[Row] = [(n, *pair) for n, pair in enumerate(dict.fromkeys(PAIRS))]
    found = guess(script, "favorites", rows)
    assert found[0].table == "favorites", found[0].interactions


def test_when_things_were_played_is_not_given_up_for_what_was_liked() -> None:
    script = (
        people("users")
        + "CREATE TABLE tracks (id INTEGER PRIMARY KEY, title TEXT, last_played TEXT);"
        + "INSERT INTO tracks VALUES (1, 'Ice', '2026-01-01'), (2, 'Ember', '2026-01-02'),"
        " (3, 'Keys', '2026-01-03'), (4, 'Road', '2026-01-04');"
        + "CREATE TABLE favorites (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " track_id INT REFERENCES tracks (id));"
    )
    rows: list[Row] = [(n, 1 + n % 4, 1 + (n + n // 4) % 4) for n in range(12)]
    found = guess(script, "favorites", rows)
    assert is_open(found), found[0].interactions


def test_what_somebody_rated_personally_was_used_whatever_it_is_called() -> None:
    script = people("users") + (
        "CREATE TABLE music_entries (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id),"
        " title TEXT, artist TEXT, personal_rating INT, date_added TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n % 4, TITLES[(n + n // 4) % 6], "Owl Parade", 1 + n % 5, day(n)) for n in range(20)
    ]
    found = guess(script, "music_entries", rows)
    assert not is_open(found), doubts_of(found)
