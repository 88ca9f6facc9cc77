"""When a chapter came out is not when it was read; who asked for a song; groups; pages read."""

from __future__ import annotations

from guessing import TITLES, Row, day, guess, people, things

from ilora_edge.schema_guess.propose import is_open


def _chapters() -> str:
    rows = ", ".join(f"({n}, {1 + n % 6}, '{day(n)}')" for n in range(1, 25))
    return (
        "CREATE TABLE chapters (id INTEGER PRIMARY KEY, comic_id INT REFERENCES comics (id), "
        f"date TEXT); INSERT INTO chapters VALUES {rows};"
    )


def test_when_a_chapter_came_out_is_no_time_of_its_reading() -> None:
    script = (
        f"{people('users')} {things('comics')} {_chapters()} CREATE TABLE read_progress (id INTEGER"
        " PRIMARY KEY, user_id INT REFERENCES users (id), chapter_id INT REFERENCES chapters (id),"
        " comic_id INT REFERENCES comics (id), page INT);"
    )
    rows: list[Row] = [(n, 1 + n % 4, n, 1 + n % 6, 3 + n) for n in range(1, 25)]
    found = guess(script, "read_progress", rows)
    assert "0 AS time" in found[0].interactions
    assert not is_open(found), found[0].doubts


def test_who_asked_for_a_song_heard_it() -> None:
    script = f"{things('songs')} CREATE TABLE song_plays (timestamp TEXT, guild_id INT, "
    script += "requester_id INT, song_id INT REFERENCES songs (id));"
    rows: list[Row] = [(day(n), 77, 900_111 + n % 3, 1 + n * 5 % 6) for n in range(40)]
    found = guess(script, "song_plays", rows)
    assert "requester_id AS user, song_id AS item" in found[0].interactions


def test_a_group_of_tastings_is_no_tasting() -> None:
    script = (
        f"{things('wines')} CREATE TABLE tasting_groups (id INTEGER PRIMARY KEY, name TEXT, "
        f"created_at TEXT); INSERT INTO tasting_groups VALUES (1, 'Home', '{day(1)}'), "
        f"(2, 'Friends', '{day(9)}'); CREATE TABLE tastings (id INTEGER PRIMARY KEY, wine_id INT, "
        "group_id INT, created_at TEXT);"
    )
    rows: list[Row] = [
        (n, 1 + n * 5 % 6, None if n % 3 else 1 + n % 2, day(n)) for n in range(1, 30)
    ]
    found = guess(script, "tastings", rows)
    assert "wine_id AS item, created_at AS time" in found[0].interactions
    assert not is_open(found), [p.table for p in found]


def test_of_a_person_s_books_those_with_pages_read_were_begun() -> None:
    script = (
        f"{people('users')} CREATE TABLE books (id INTEGER PRIMARY KEY, page_read INT NOT NULL, "
        "total_pages INT NOT NULL, title TEXT NOT NULL, user_id INT REFERENCES users (id));"
    )
    rows: list[Row] = [
        (n, 0 if n % 4 == 0 else 20 + n, 300, f"{TITLES[n % 6]} {n}", 1 + n % 4)
        for n in range(1, 25)
    ]
    found = guess(script, "books", rows)
    assert "id AS item" in found[0].interactions
    assert "page_read > 0" in found[0].interactions
    assert not is_open(found), found[0].doubts


def test_how_far_somebody_came_with_a_thing_is_a_use_whatever_the_table_is_called() -> None:
    script = (
        f"{things('videos')} CREATE TABLE video_state (video_id INTEGER PRIMARY KEY REFERENCES "
        "videos (id), liked INT NOT NULL, progress_seconds REAL NOT NULL, updated_at TEXT);"
    )
    rows: list[Row] = [(n, n % 2, 12.0 * n, day(30 - n)) for n in range(1, 7)]
    found = guess(script, "video_state", rows)
    assert "video_id AS item, updated_at AS time" in found[0].interactions
    assert not is_open(found), found[0].doubts
