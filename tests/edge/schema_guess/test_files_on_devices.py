"""What programs keep on a device: a row per thing, rewritten; whole objects; searches beside."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from guessing import TITLES, Row, day, guess

from ilora_edge.schema_guess.propose import is_open
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.titles_in_objects import name_sql

_KEPT = "id INTEGER PRIMARY KEY, title TEXT NOT NULL, url TEXT NOT NULL"
_FIRST, _HOUR = 1_760_000_000_000, 3_600_000


def _kept(time: bool = True) -> list[Row]:
    names = [f"{title} {n}" for n in range(4) for title in TITLES]
    ends = [(_FIRST + n * 5 % len(names) * _HOUR,) if time else () for n in range(len(names))]
    return [
        (n, name, f"https://a.example/{n}", *end)
        for n, (name, end) in enumerate(zip(names, ends, strict=True), start=1)
    ]


def _object(n: int) -> str:
    told = {"id": 700 + n, "name": f"{TITLES[n % 6]} {n}", "image": f"https://a.example/{n}.jpg"}
    return json.dumps(told | {"summary": "Of this and that " * 20})


def test_a_history_s_row_per_thing_was_used_when_it_was_written_last() -> None:
    for name in ("updatedAt", "added_at"):
        found = guess(f"CREATE TABLE history ({_KEPT}, {name} INTEGER);", "history", _kept())
        assert f"{name} AS time" in found[0].interactions
        assert not is_open(found)


def test_of_when_a_row_was_made_and_changed_the_change_is_the_last_use() -> None:
    script = f"CREATE TABLE history ({_KEPT}, created_at INTEGER, updated_at INTEGER);"
    found = guess(
        script, "history", [(*row[:3], _FIRST + n, row[3]) for n, row in enumerate(_kept())]
    )
    assert "id AS item, updated_at AS time" in found[0].interactions


def test_when_a_video_was_uploaded_says_nothing_of_when_it_was_watched() -> None:
    script = f"CREATE TABLE watch_history ({_KEPT}, upload_date INTEGER);"
    found = guess(script, "watch_history", _kept())
    assert found[0].interactions.count("upload_date AS time") == 0


def test_a_history_is_taken_before_favourites_with_the_same_columns() -> None:
    columns = "url TEXT PRIMARY KEY, title TEXT NOT NULL, last_view_time INTEGER NOT NULL"
    rows: list[Row] = [(url, title, time) for _, title, url, time in _kept()]
    script = f"CREATE TABLE favorite ({columns}); CREATE TABLE history ({columns});"
    marks = ", ".join(f"('{u}', '{t}', {w})" for u, t, w in rows[:6])
    found = guess(f"{script} INSERT INTO favorite VALUES {marks};", "history", rows)
    assert "FROM history" in found[0].interactions
    assert not is_open(found)


def test_what_was_searched_for_or_suggested_was_not_used() -> None:
    for name in ("recent_searches", "search_history", "recentAutoComplete"):
        script = (
            f"CREATE TABLE history ({_KEPT}, played_at INTEGER);"
            f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, name TEXT, date_added INTEGER);"
            f"INSERT INTO {name} VALUES (1, 'low', {_FIRST}), (2, 'ice', {_FIRST + _HOUR});"
        )
        found = guess(script, "history", _kept())
        assert [p.table for p in found if not p.doubts] == ["history"], name


def test_the_name_in_a_whole_object_is_the_title_and_its_text_is_none() -> None:
    script = (
        "CREATE TABLE RecentRecipe (id INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL,"
        " recipe TEXT NOT NULL);"
    )
    rows: list[Row] = [(700 + n, _FIRST + n * 7 % 12 * _HOUR, _object(n)) for n in range(12)]
    found = guess(script, "RecentRecipe", rows)
    assert "id AS item, timestamp AS time" in found[0].interactions
    assert found[0].items is not None
    assert """json_extract(RecentRecipe.recipe, '$."name"') END END AS title""" in found[0].items
    assert not is_open(found)


def test_an_object_without_a_name_is_not_the_item() -> None:
    script = (
        "CREATE TABLE recent_item (id INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL,"
        " item TEXT NOT NULL);"
    )
    rows: list[Row] = [
        (700 + n, _FIRST + n * _HOUR, json.dumps({"id": n, "size": n * 3})) for n in range(12)
    ]
    found = guess(script, "recent_item", rows)
    assert found
    assert all("id AS item" in p.interactions for p in found)


def test_titles_of_the_rows_where_a_cache_lacks_some_and_names_the_others_alike() -> None:
    kept = ", ".join(f"({n}, '{title}', 'drama')" for n, title in enumerate(TITLES[:5], start=1))
    script = (
        "CREATE TABLE movies (trakt_id INTEGER PRIMARY KEY, title TEXT, genres TEXT);"
        f"INSERT INTO movies VALUES {kept};"
        "CREATE TABLE watched_movies (id INTEGER PRIMARY KEY, trakt_id INTEGER, watched_at TEXT,"
        " title TEXT);"
    )
    rows: list[Row] = [(n, 1 + n % 6, f"{day(n)}T10:00:00Z", TITLES[n % 6]) for n in range(30)]
    found = guess(script, "watched_movies", rows)
    assert "trakt_id AS item" in found[0].interactions
    assert found[0].items is not None
    assert "FROM watched_movies" in found[0].items
    assert not is_open(found)


def test_a_history_whose_times_a_program_leaves_empty_is_in_the_order_of_its_rows() -> None:
    shelf = ", ".join(f"({n}, '{title}')" for n, title in enumerate(TITLES, start=301))
    script = (
        "CREATE TABLE bookshelf (book_id INTEGER PRIMARY KEY, book_name TEXT);"
        f"INSERT INTO bookshelf VALUES {shelf};"
        "CREATE TABLE book_history (id INTEGER PRIMARY KEY, book_id INTEGER, book_name TEXT,"
        " chapter_count INTEGER, read_time INTEGER);"
    )
    rows: list[Row] = [(n, 301 + n * 5 % 6, None, None, None) for n in range(6)]
    found = guess(script, "book_history", rows)
    assert "book_id AS item, 0 AS time" in found[0].interactions
    assert "read_time" not in found[0].interactions
    assert "weight" not in found[0].interactions
    assert not is_open(found)


def test_titles_of_what_was_written_about_some_of_the_films_are_not_the_films() -> None:
    script = (
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, film_id INTEGER, title TEXT, text TEXT);"
        "INSERT INTO notes VALUES (1, 301, 'Good', 'Seen'), (2, 303, 'With Bo', 'Seen'),"
        " (3, 304, 'Again', 'Seen');"
        "CREATE TABLE history (id INTEGER PRIMARY KEY, film_id INTEGER, movie_name TEXT,"
        " date TEXT);"
    )
    rows: list[Row] = [(n, 301 + n % 6, TITLES[n % 6], day(n)) for n in range(30)]
    found = guess(script, "history", rows)
    assert found[0].items is not None
    assert "movie_name AS title" in found[0].items


def test_a_history_without_times_names_what_its_rows_number() -> None:
    script = (
        "CREATE TABLE HistoryModel (id INTEGER PRIMARY KEY, songName TEXT, songArtist TEXT,"
        " songid INTEGER NOT NULL);"
    )
    rows: list[Row] = [(n, TITLES[n % 6], "Mira", 1041 + n % 6) for n in range(30)]
    found = guess(script, "HistoryModel", rows)
    assert "songid AS item, 0 AS time" in found[0].interactions
    assert found[0].items is not None
    assert "songName AS title" in found[0].items


def test_titles_in_several_languages_are_titles() -> None:
    script = (
        "CREATE TABLE anime_history (id TEXT PRIMARY KEY, title_romaji TEXT, title_english TEXT,"
        " viewedAt INTEGER NOT NULL);"
    )
    rows: list[Row] = [
        (f"a{n}", f"{TITLES[n % 6]} no {n}", f"{TITLES[n % 6]} {n}" if n % 3 else None, _FIRST + n)
        for n in range(20)
    ]
    found = guess(script, "anime_history", rows)
    assert found[0].items is not None
    assert "COALESCE(NULLIF(anime_history.title_english, '')" in found[0].items
    assert not is_open(found)


def test_a_history_s_update_time_is_its_time() -> None:
    script = (
        "CREATE TABLE video_history (episodeId TEXT, animeId TEXT, animeName TEXT,"
        " updateTime INTEGER NOT NULL, PRIMARY KEY (animeId, episodeId));"
    )
    rows: list[Row] = [(f"e{n}", f"a{n % 6}", TITLES[n % 6], _FIRST + n * _HOUR) for n in range(30)]
    found = guess(script, "video_history", rows)
    assert "updateTime AS time" in found[0].interactions
    assert not is_open(found)


def test_one_person_s_list_whose_states_have_a_table_of_their_own() -> None:
    names = ("watching", "completed", "on_hold", "dropped", "plan_to_watch")
    states = ", ".join(f"('{name}')" for name in names)
    script = (
        "CREATE TABLE anime (id INTEGER PRIMARY KEY, title TEXT);"
        + "".join(f"INSERT INTO anime VALUES ({n}, 'Show {n}');" for n in range(20))
        + "CREATE TABLE anime_status (id TEXT PRIMARY KEY);"
        f"INSERT INTO anime_status VALUES {states};"
        "CREATE TABLE anime_personal_status (anime_id INTEGER PRIMARY KEY REFERENCES anime (id),"
        " status_id TEXT REFERENCES anime_status (id), updated_at INTEGER);"
    )
    rows: list[Row] = [(n, names[n % 5], _FIRST + n * _HOUR) for n in range(20)]
    found = guess(script, "anime_personal_status", rows)
    assert "anime_id AS item, updated_at AS time" in found[0].interactions
    assert "NOT IN ('plan_to_watch')" in found[0].interactions
    assert not is_open(found)


def test_a_time_that_is_a_thing_s_own_is_none_of_its_uses_and_asked_about_of_any_log() -> None:
    columns = "(id INTEGER PRIMARY KEY, comicId TEXT, name TEXT, time TEXT);"
    script = f"CREATE TABLE history {columns}"

    def rows(own: bool) -> list[Row]:
        things = [n * 5 % 12 for n in range(40)]
        return [
            (n, str(700 + thing), f"{TITLES[thing % 6]} {thing}", day(thing if own else n))
            for n, thing in enumerate(things, start=1)
        ]

    found = guess(script, "history", rows(True))
    assert "0 AS time" in found[0].interactions
    assert not is_open(found)
    found = guess(f"CREATE TABLE comic_log {columns}", "comic_log", rows(True))
    assert is_open(found)
    assert not is_open(guess(script, "history", rows(False)))


def test_sets_of_one_exercise_may_share_a_time() -> None:
    script = (
        "CREATE TABLE sets (id INTEGER PRIMARY KEY, exercise TEXT, reps INTEGER, done_at TEXT);"
    )
    rows: list[Row] = [
        (n, f"{TITLES[n // 3 % 6]} {n // 3}", 5 + n % 3, day(n // 3)) for n in range(1, 40)
    ]
    found = guess(script, "sets", rows)
    assert not any("is the same in all rows" in said for said in found[0].doubts)


def test_sums_of_each_thing_beside_a_row_for_each_use_are_asked_about() -> None:
    books = [(n, f"{title} {n}") for n, title in enumerate(TITLES * 2, start=1)]
    sums = [(n, 40 + n, day(n)) for n, _ in books]
    uses: list[Row] = [(n, 1 + n * 5 % len(books), day(n), 7) for n in range(1, 41)]
    script = (
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);"
        "CREATE TABLE book_stats (book_id INTEGER PRIMARY KEY, total_pages, started_at TEXT);"
        f"INSERT INTO books VALUES {', '.join(map(str, books))};"
        f"INSERT INTO book_stats VALUES {', '.join(map(str, sums))};"
    )
    log = "CREATE TABLE attempts (id INTEGER PRIMARY KEY, book_id INTEGER, at TEXT, n INTEGER);"

    def said(script: str, rows: list[Row]) -> list[str]:
        found = guess(script, "attempts", rows)
        return next(p.doubts for p in found if p.table == "book_stats")

    sentence = "book_stats sums up what attempts may say of each use"
    assert sentence in said(script + log, uses)
    assert sentence not in said(script + log, uses[:1])


def test_an_object_in_the_place_of_a_name_is_no_title() -> None:
    sql = name_sql(Field("t", "o"), "name", qualified=False)
    with closing(sqlite3.connect(":memory:")) as connection:
        query = f"SELECT {sql} FROM (SELECT ? AS o)"
        texts = ('{"name": "Soup"}', '{"name": {"en": "Soup"}}', '{"name": ["Soup"]}', "{", None)
        found = [connection.execute(query, (text,)).fetchone()[0] for text in texts]
    assert found == ["Soup", None, None, None, None]
