"""What programs on phones keep: keys without names, copies of things, deadlines, settings."""

from __future__ import annotations

from guessing import TITLES, Row, guess, things

from ilora_edge.schema_guess.propose import is_open

_FIRST, _HOUR = 1_760_000_000_000, 3_600_000
_SONGS = "CREATE TABLE songs (id INTEGER PRIMARY KEY, title TEXT);" + "".join(
    f"INSERT INTO songs VALUES ({1000 + n}, '{TITLES[n % 6]} {n}');" for n in range(24)
)


def _time(n: int) -> int:
    return _FIRST + n * 7 % 24 * _HOUR


def test_a_row_per_thing_is_known_by_the_thing_s_key_where_its_own_is_called_for_it() -> None:
    script = (
        "CREATE TABLE stored_books (id TEXT PRIMARY KEY, title TEXT, artist TEXT);"
        + "".join(
            f"INSERT INTO stored_books VALUES ('{100 + n}', 'Book {n}', 'B');" for n in range(30)
        )
        + "CREATE TABLE marks (id INTEGER PRIMARY KEY, mediaId TEXT, position INTEGER, "
        "note TEXT, timestamp INTEGER);"
        + "".join(
            f"INSERT INTO marks VALUES ({n}, '{100 + n * 2}', 9, 'x', {_time(n)});"
            for n in range(6)
        )
        + "CREATE TABLE listening_progress (mediaId TEXT PRIMARY KEY, lastPosition INTEGER, "
        "lastUpdated INTEGER);"
    )
    rows: list[Row] = [(str(100 + n), 9_000 + n, _time(n)) for n in range(16)]
    found = guess(script, "listening_progress", rows)
    assert "mediaId AS item, lastUpdated AS time" in found[0].interactions
    assert found[0].items is not None
    assert "FROM stored_books" in found[0].items
    assert not is_open(found)


def test_titles_beside_ids_of_any_name_are_taken_where_another_table_lacks_some() -> None:
    ids = [f'{{"imdb": "tt{n:05}"}}' for n in range(12)]
    script = "CREATE TABLE favorites (imdbId TEXT PRIMARY KEY, title TEXT, ids TEXT);" + "".join(
        f"INSERT INTO favorites VALUES ('tt{n:05}', 'Film {n}', '{ids[n]}');"
        for n in (0, 3, 6, 9, 11)
    )
    script += "CREATE TABLE watch_history (id INTEGER PRIMARY KEY, ids TEXT, title TEXT, year INT);"
    rows: list[Row] = [(n, ids[n % 12], f"Film {n % 12}", 1990 + n % 12) for n in range(1, 27)]
    found = guess(script, "watch_history", rows)
    assert found[0].items is not None
    assert "FROM watch_history" in found[0].items


def test_until_when_a_book_is_to_be_read_is_no_time_of_reading() -> None:
    script = (
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, author TEXT, state TEXT, "
        "read_by_date TEXT);"
    )
    states = ("ToRead", "Reading", "Completed")
    rows: list[Row] = [
        (n, f"{TITLES[n % 6]} {n}", "B. Hart", states[n % 3], f"2026-0{1 + n % 9}-11")
        for n in range(1, 19)
    ]
    found = guess(script, "books", rows)
    assert "0 AS time" in found[0].interactions
    assert "NOT IN ('ToRead')" in found[0].interactions


def test_a_song_that_stands_on_a_list_was_played_and_not_the_list() -> None:
    script = (
        "CREATE TABLE playlists (id INTEGER PRIMARY KEY, title TEXT);"
        "INSERT INTO playlists VALUES (1, 'Run'), (2, 'Sleep');"
        "CREATE TABLE playlist_songs (playlistId INT, songId TEXT, place INT, "
        "PRIMARY KEY (playlistId, songId));"
        + "".join(
            f"INSERT INTO playlist_songs VALUES ({1 + n % 2}, 's{n:02}kQ7x', {n});"
            for n in range(10)
        )
        + "CREATE TABLE play_history (id INTEGER PRIMARY KEY, songId TEXT, playedTimestamp INT);"
    )
    rows: list[Row] = [(n, f"s{n * 5 % 12:02}kQ7x", _FIRST + n * _HOUR) for n in range(1, 49)]
    found = guess(script, "play_history", rows)
    assert "songId AS item, playedTimestamp AS time FROM play_history" in " ".join(
        found[0].interactions.split()
    )
    assert found[0].items is None


def test_a_copied_thing_s_own_dates_leave_the_order_of_the_rows() -> None:
    script = (
        "CREATE TABLE recent_songs (row INTEGER PRIMARY KEY, id TEXT, name TEXT, singer TEXT, "
        "createdDate INTEGER);"
    )
    rows: list[Row] = [
        (n, f"aK{k:02}xQ9xTnYb", f"{TITLES[k % 6]} {k}", "Owl", _FIRST - k * 99 * _HOUR)
        for n, k in ((n, n * 5 % 12 + n // 13 % 2 * 0) for n in range(1, 27))
    ]
    found = guess(script, "recent_songs", rows)
    assert "0 AS time" in found[0].interactions
    assert not is_open(found)


def test_a_mark_that_all_rows_have_is_nobody() -> None:
    script = _SONGS + (
        "CREATE TABLE song_overlay (id INTEGER PRIMARY KEY, isMember INT, songId INT "
        "REFERENCES songs (id), lastPlayed INTEGER);"
    )
    rows: list[Row] = [(n, 1, 1000 + n, _time(n)) for n in range(24)]
    found = guess(script, "song_overlay", rows)
    assert "'me' AS user" in found[0].interactions


def test_profiles_of_devices_and_tagged_users_are_nobody_of_a_file() -> None:
    script = (
        "CREATE TABLE controller_profiles (id INTEGER PRIMARY KEY, name TEXT, deadzone REAL);"
        "INSERT INTO controller_profiles VALUES (1, 'Default', 0.1), (2, 'Shooter', 0.2);"
        "CREATE TABLE user_tag_user (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO user_tag_user VALUES (1, 'ana'), (2, 'bo');"
        "CREATE TABLE games (id INTEGER PRIMARY KEY, name TEXT, lastPlayedAt INTEGER);"
    )
    rows: list[Row] = [(n, f"{TITLES[n % 6]} {n}", _time(n)) for n in range(1, 19)]
    found = guess(script, "games", rows)
    assert not is_open(found)


def test_games_that_were_played_say_more_than_those_that_were_downloaded() -> None:
    script = "CREATE TABLE games (id INTEGER PRIMARY KEY, name TEXT, lastPlayedAt INTEGER);"
    for n in range(1, 21):
        played = _time(n) if n % 3 else "NULL"
        script += f"INSERT INTO games VALUES ({n}, '{TITLES[n % 6]} {n}', {played});"
    script += (
        "CREATE TABLE downloads (id INTEGER PRIMARY KEY, gameId INT, startedTimestamp INT, "
        "completedTimestamp INT);"
    )
    rows: list[Row] = [(n, n, _time(n), _time(n) + 9_000) for n in range(1, 7)]
    found = guess(script, "downloads", rows)
    assert "lastPlayedAt AS time" in found[0].interactions


def test_pages_that_were_read_of_a_book_say_that_it_was_begun() -> None:
    script = (
        "CREATE TABLE book_data (id TEXT PRIMARY KEY, book_name TEXT, author TEXT, "
        "total_pages INT, pages_read INT);"
    )
    rows: list[Row] = [
        (f"zyTC{n}lFPj", f"{TITLES[n % 6]} {n}", "B. Hart", 300, (0, 120, 300)[n % 3])
        for n in range(15)
    ]
    found = guess(script, "book_data", rows)
    assert "pages_read > 0" in found[0].interactions


def test_a_chapter_is_called_with_its_novel() -> None:
    script = things("novels") + (
        "CREATE TABLE chapters (id INTEGER PRIMARY KEY, novelID INT REFERENCES novels (id), "
        "title TEXT, read_at INTEGER);"
    )
    rows: list[Row] = [
        (n, 1 + n // 5, f"{TITLES[n % 6]} {n}", _time(n) if n % 2 else None) for n in range(30)
    ]
    found = guess(script, "chapters", rows)
    assert found[0].items is not None
    assert "novels.title" in found[0].items
