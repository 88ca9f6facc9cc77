"""What programs on phones keep: keys without names, copies of things, deadlines, settings."""

from __future__ import annotations

from guessing import TITLES, Row, day, guess, things

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


def test_a_song_of_a_list_with_numbered_rows_was_played_too() -> None:
    script = (
        "CREATE TABLE playlists (id INTEGER PRIMARY KEY, title TEXT);"
        "INSERT INTO playlists VALUES (1, 'Run'), (2, 'Sleep');"
        "CREATE TABLE playlist_songs (id INTEGER PRIMARY KEY, playlist_id INT REFERENCES "
        "playlists (id), song_id TEXT);"
    )
    for n in range(8):
        script += f"INSERT INTO playlist_songs VALUES ({n}, {1 + n % 2}, 's{n:02}kQ7x9');"
    script += "CREATE TABLE recently_played (id INTEGER PRIMARY KEY, song_id TEXT, played_at TEXT);"
    rows: list[Row] = [(n, f"s{n * 5 % 12:02}kQ7x9", day(n)) for n in range(1, 40)]
    found = guess(script, "recently_played", rows)
    assert "playlist" not in found[0].interactions


def test_states_in_other_languages_say_what_was_used() -> None:
    for states in (
        ("Planeado", "Completado", "Viendo", "Abandonado"),
        ("Zu lesen", "Gelesen", "Lese gerade", "Abgebrochen"),
        ("À lire", "Lu", "En cours", "Abandonné"),
        ("想看", "看过", "在看", "弃"),
        ("хочу прочитать", "прочитано", "читаю", "брошено"),
    ):
        columns = "id INTEGER PRIMARY KEY, title TEXT, author TEXT, user_status TEXT"
        rows: list[Row] = [
            (n, f"{TITLES[n % 6]} {n}", "B. Hart", states[n % 4]) for n in range(1, 25)
        ]
        found = guess(f"CREATE TABLE books ({columns});", "books", rows)
        assert f"NOT IN ('{states[0]}')" in found[0].interactions
        assert "'me' AS user" in found[0].interactions
        assert not is_open(found)


def test_the_owner_s_friends_are_not_whose_rows_are() -> None:
    script = "CREATE TABLE friends (id INTEGER PRIMARY KEY, name TEXT);"
    script += "INSERT INTO friends VALUES (1, 'Ana'), (2, 'Bo');"
    script += "CREATE TABLE wines (id INTEGER PRIMARY KEY, name TEXT, drunk_at INTEGER);"
    rows: list[Row] = [(n, f"{TITLES[n % 6]} {n}", _time(n)) for n in range(1, 19)]
    found = guess(script, "wines", rows)
    assert not any("which of the people" in doubt for doubt in found[0].doubts)


def test_where_in_a_song_one_is_is_no_time() -> None:
    script = _SONGS + (
        "CREATE TABLE recent_songs (songId INTEGER PRIMARY KEY, currentTimestamp INTEGER);"
    )
    rows: list[Row] = [(1000 + n, 900 + n * 37) for n in range(20)]
    found = guess(script, "recent_songs", rows)
    assert all("currentTimestamp AS time" not in p.interactions for p in found[:1])


def test_a_document_is_called_by_its_file_and_was_read_when_it_was_opened() -> None:
    script = "CREATE TABLE pdf (PATH TEXT PRIMARY KEY, SIZE REAL, OPEN INTEGER, PAGE INTEGER);"
    rows: list[Row] = [
        (f"/storage/Books/{TITLES[n % 6]} {n}.pdf", 2.5, _time(n) if n % 3 else None, n)
        for n in range(18)
    ]
    found = guess(script, "pdf", rows)
    assert "PATH AS item, OPEN AS time" in found[0].interactions
    assert not is_open(found)
    columns = "uri TEXT PRIMARY KEY, fileName TEXT, totalPages INT, lastReadDate INTEGER"
    named: list[Row] = [
        (f"content://document/{n}", f"{TITLES[n % 6]} {n}.pdf", 200, _time(n)) for n in range(18)
    ]
    found = guess(f"CREATE TABLE pdf_history ({columns});", "pdf_history", named)
    assert found[0].items is not None
    assert "fileName AS title" in found[0].items
    assert not is_open(found)


def test_what_stands_on_a_list_with_its_name_is_the_thing() -> None:
    script = "CREATE TABLE recently_viewed (id INT PRIMARY KEY, title TEXT, created_at INTEGER);"
    for n in range(16):
        script += f"INSERT INTO recently_viewed VALUES ({1 + n * 7}, 'Lamp {n}', {_time(n)});"
    script += (
        "CREATE TABLE purchase_history (id INTEGER PRIMARY KEY, title TEXT, products TEXT, "
        "created_at INTEGER);"
    )
    rows: list[Row] = [
        (n, f"Order {n}", f'[{{"id": {1 + n * 7}, "title": "Lamp {n}", "quantity": 1}}]', _time(n))
        for n in range(1, 5)
    ]
    found = guess(script, "purchase_history", rows)
    assert "purchase_history_id AS item" not in found[0].interactions


def test_an_anime_that_aired_from_a_day_on_is_no_letter() -> None:
    columns = "id INTEGER PRIMARY KEY, title TEXT, airedFrom TEXT, episodes_watched INTEGER"
    rows: list[Row] = [
        (n, f"{TITLES[n % 6]} {n}", "2015-04-01", (0, 5, 12)[n % 3]) for n in range(1, 20)
    ]
    found = guess(f"CREATE TABLE anime ({columns});", "anime", rows)
    assert "episodes_watched > 0" in found[0].interactions
    assert not is_open(found)


def test_how_often_all_the_world_saw_a_thing_is_no_weight() -> None:
    columns = "row INTEGER PRIMARY KEY, id TEXT, name TEXT, views INTEGER, played_at INTEGER"
    rows: list[Row] = [
        (n, f"aK{n * 5 % 12:02}xQ9", f"{TITLES[n % 6]} {n * 5 % 12}", 90 + n * 5 % 12, _time(n))
        for n in range(1, 27)
    ]
    found = guess(f"CREATE TABLE recent_songs ({columns});", "recent_songs", rows)
    assert "AS weight" not in found[0].interactions


def test_asked_is_first_which_states_count_rather_than_whether_anything_does() -> None:
    script = things("novels") + (
        "CREATE TABLE chapters (id INTEGER PRIMARY KEY, novelID INT REFERENCES novels (id), "
        "title TEXT, readingPosition REAL, readingStatus INTEGER);"
    )
    for n in range(1, 49):
        row = f"{n}, {1 + n // 8 % 6}, 'Part {n}', {0.5 * (n % 3 == 1)}, {n % 3}"
        script += f"INSERT INTO chapters VALUES ({row});"
    script += "CREATE TABLE updates (chapterID INT PRIMARY KEY, novelID INT, time INTEGER);"
    rows: list[Row] = [(n * 4, 1 + n * 4 // 8 % 6, _time(n)) for n in range(1, 12)]
    found = guess(script, "updates", rows)
    assert "FROM chapters" in found[0].interactions
    assert any("readingStatus" in str(doubt) for doubt in found[0].doubts)
