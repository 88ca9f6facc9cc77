"""What readers and players keep: keys of two parts, addresses, least moments, progress."""

from __future__ import annotations

from guessing import TITLES, Row, guess

from ilora_edge.schema_guess.propose import is_open

_FIRST, _HOUR = 1_760_000_000_000, 3_600_000


def _time(n: int) -> int:
    return _FIRST + n * 7 % 24 * _HOUR


def _novels(key: str = "id TEXT PRIMARY KEY") -> str:
    script = f"CREATE TABLE stored_novels ({key}, name TEXT, author TEXT);"
    for n in range(24):
        script += f"INSERT INTO stored_novels VALUES ('1010{n:02}x', '{TITLES[n % 6]} {n}', 'Ash');"
    return script


def test_of_a_key_of_a_service_and_a_thing_the_thing_is_the_item() -> None:
    key = "providerId TEXT, mangaId TEXT, title TEXT, PRIMARY KEY (providerId, mangaId)"
    script = f"CREATE TABLE manga_setting ({key.replace('title', 'mode TEXT, title')});"
    for n in range(6):
        script += (
            f"INSERT INTO manga_setting VALUES ('dex', 'm{n * 37}', 'rtl', '{TITLES[n]} {n}');"
        )
    script += f"CREATE TABLE reading_history ({key.replace('title', 'date INTEGER, title')});"
    rows: list[Row] = [
        (("dex", "dm5")[n % 2], f"m{n * 37}", _time(n), f"{TITLES[n % 6]} {n}") for n in range(18)
    ]
    found = guess(script, "reading_history", rows)
    assert "mangaId AS item, date AS time" in found[0].interactions
    assert not is_open(found)


def test_the_least_moment_that_a_language_knows_stands_for_never() -> None:
    for never in ("-999999999-01-01T00:00", "0001-01-01T00:00:00"):
        columns = "id INTEGER PRIMARY KEY, title TEXT, lastReadDateTime TEXT"
        rows: list[Row] = [
            (n, f"{TITLES[n % 6]} {n}", f"2026-03-{1 + n:02}T10:00:00" if n % 3 else never)
            for n in range(1, 19)
        ]
        found = guess(f"CREATE TABLE manga ({columns});", "manga", rows)
        assert "lastReadDateTime AS time" in found[0].interactions
        assert "> '1971-01-01'" in found[0].interactions


def test_how_far_somebody_came_with_each_thing_is_taken_before_his_favourites() -> None:
    script = _novels() + (
        "CREATE TABLE favorites (id INTEGER PRIMARY KEY, novelId TEXT REFERENCES stored_novels "
        "(id), created INTEGER);"
    )
    for n in range(4):
        script += f"INSERT INTO favorites VALUES ({n}, '1010{n * 2:02}x', {_time(n)});"
    script += (
        "CREATE TABLE last_read_progress (novelId TEXT PRIMARY KEY REFERENCES stored_novels (id), "
        "chapter TEXT, height INTEGER);"
    )
    rows: list[Row] = [(f"1010{n * 2:02}x", f"Chapter {n}", 90 + n) for n in range(9)]
    found = guess(script, "last_read_progress", rows)
    assert "FROM last_read_progress" in found[0].interactions
    assert not is_open(found)


def test_what_is_backlogged_or_wishlisted_was_not_played() -> None:
    columns = "id INTEGER PRIMARY KEY, title TEXT, status TEXT"
    for none in ("BACKLOGGED", "Wishlisted"):
        rows: list[Row] = [
            (n, f"{TITLES[n % 6]} {n}", ("PLAYED", none, "PLAYING")[n % 3]) for n in range(1, 22)
        ]
        found = guess(f"CREATE TABLE games ({columns});", "games", rows)
        assert f"NOT IN ('{none}')" in found[0].interactions


def test_a_thing_is_known_by_its_address_and_not_by_a_picture_s() -> None:
    script = "CREATE TABLE streams (id INTEGER PRIMARY KEY, title TEXT, url TEXT, coverUrl TEXT);"
    for n in range(24):
        address = f"http://tv.example/movie/{5000 + n}.mkv"
        picture = f"http://tv.example/{n}.jpg"
        script += (
            f"INSERT INTO streams VALUES ({n}, '{TITLES[n % 6]} {n}', '{address}', '{picture}');"
        )
    script += (
        "CREATE TABLE watch_progress (id INTEGER PRIMARY KEY, channelUrl TEXT, iconUrl TEXT, "
        "position INTEGER, lastPlayed INTEGER);"
    )
    rows: list[Row] = [
        (
            n,
            f"http://tv.example/movie/{5000 + n}.mkv",
            f"http://tv.example/{n % 3}.jpg",
            90,
            _time(n),
        )
        for n in range(1, 15)
    ]
    found = guess(script, "watch_progress", rows)
    assert "channelUrl AS item, lastPlayed AS time" in found[0].interactions
    assert found[0].items is not None
    assert "FROM streams" in found[0].items


def test_a_song_of_a_history_is_none_of_its_album_and_has_the_row_s_own_time() -> None:
    script = "CREATE TABLE albums (id TEXT PRIMARY KEY, title TEXT, artist TEXT);"
    for n in range(6):
        script += f"INSERT INTO albums VALUES ('{n}', '{TITLES[n]}', 'Owl');"
    script += "CREATE TABLE song_stats (mediaId INTEGER PRIMARY KEY, lastPlayedTime INTEGER);"
    for n in range(12):
        script += f"INSERT INTO song_stats VALUES ({1000 + n}, {_time(n)});"
    script += (
        "CREATE TABLE play_history (id INTEGER PRIMARY KEY, mediaId INTEGER, title TEXT, "
        "artist TEXT, album TEXT, time INTEGER);"
    )
    rows: list[Row] = [
        (n, 1000 + k, f"Song {k}", "Owl", TITLES[k % 6], _FIRST + n * _HOUR)
        for n, k in ((n, n * 5 % 12) for n in range(1, 50))
    ]
    found = guess(script, "play_history", rows)
    assert "album AS item" not in found[0].interactions
    assert "lastPlayedTime" not in found[0].interactions


def test_sessions_with_a_book_say_more_than_the_page_that_it_is_open_at() -> None:
    script = "CREATE TABLE book_data (uuid TEXT PRIMARY KEY, name TEXT, author TEXT, page INT);"
    for n in range(9):
        script += f"INSERT INTO book_data VALUES ('{n:08x}-b', '{TITLES[n % 6]} {n}', 'Ash', {n});"
    script += "CREATE TABLE book_session_data (uuid TEXT PRIMARY KEY, bookId TEXT, date INTEGER);"
    rows: list[Row] = [
        (f"{n:08x}-s", f"{n * 5 % 9:08x}-b", _FIRST + n * _HOUR) for n in range(1, 30)
    ]
    found = guess(script, "book_session_data", rows)
    assert "bookId AS item, date AS time" in found[0].interactions
    assert not is_open(found)


def test_a_row_s_own_name_is_taken_where_another_list_has_only_some_of_the_things() -> None:
    columns = "ID TEXT PRIMARY KEY, Title TEXT, Name TEXT"
    script = f"CREATE TABLE RecentListening ({columns});"
    for n in range(9):
        script += f"INSERT INTO RecentListening VALUES ('ZW{n * 2:02}xQ9', 'Song {n * 2}', 'Owl');"
    script += f"CREATE TABLE RecentMusic ({columns});"
    rows: list[Row] = [(f"ZW{n:02}xQ9", f"Song {n}", "Owl") for n in range(15)]
    found = guess(script, "RecentMusic", rows)
    read = next(p for p in found if p.table == "RecentMusic")
    assert read.items is not None
    assert "FROM RecentMusic" in read.items


def test_what_somebody_will_watch_is_a_wish() -> None:
    script = "CREATE TABLE WatchedFilm (id INTEGER PRIMARY KEY, date INTEGER, title TEXT);"
    for n in range(12):
        script += f"INSERT INTO WatchedFilm VALUES ({501 + n * 13}, {_time(n)}, 'Film {n}');"
    script += "CREATE TABLE WillWatchFilm (id INTEGER PRIMARY KEY, date INTEGER, title TEXT);"
    rows: list[Row] = [
        (501 + n * 13, _FIRST + n * _HOUR, f"Film {n}") for n in (14, 20, 15, 3, 17, 22, 18)
    ]
    found = guess(script, "WillWatchFilm", rows)
    assert "FROM WatchedFilm" in found[0].interactions
    assert not is_open(found)


def test_a_mark_of_what_somebody_will_watch_leaves_out_rows() -> None:
    script = (
        "CREATE TABLE film_diary (id INTEGER PRIMARY KEY, film TEXT, will_watch INTEGER, "
        "date INTEGER);"
    )
    rows: list[Row] = [
        (n, f"{TITLES[n % 6]} {n % 9}", int(n % 3 == 0), _FIRST + n * _HOUR) for n in range(1, 25)
    ]
    found = guess(script, "film_diary", rows)
    assert "COALESCE(will_watch, 0) = 0" in found[0].interactions
