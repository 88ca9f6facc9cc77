"""One work, several rows: of an upgrade, a move, a second scan, or without a year."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_libraries import START
from app_offers import Rows, offered, written

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.copies import Elsewhere, Mark
from ilora_edge.matching.title_keys import TitleKey

_DAY = 86400


def _history(schema: str, rows: Rows, folder: Path, user: str) -> list[tuple[str, int]]:
    with HistoryDB(written(schema, rows, folder / "app.db")) as history:
        return [(event.item_id, event.timestamp) for event in history.read_history(user)]


_PROGRESS = {"userId": "u1", "mediaItemId": "b1", "mediaItemType": "book"}


def test_a_second_progress_that_never_ends_is_no_second_event(tmp_path: Path) -> None:
    rows: Rows = [
        ("books", {"id": "b1", "title": "Tides"}),
        ("mediaProgresses", {**_PROGRESS, "id": "x", "isFinished": 1, "currentTime": 90.0,
                             "finishedAt": "2025-01-01 00:00:00.000 +00:00",
                             "updatedAt": "2025-01-01 00:00:00.000 +00:00"}),
        ("mediaProgresses", {**_PROGRESS, "id": "y", "isFinished": 0, "currentTime": 50.0,
                             "updatedAt": "2025-02-01 00:00:00.000 +00:00"}),
    ]  # fmt: skip
    assert _history("audiobookshelf", rows, tmp_path, "u1") == [("b1", 1735689600)]


def test_a_manga_that_moved_to_another_source_is_read_once(tmp_path: Path) -> None:
    rows: Rows = [
        ("mangas", {"_id": 1, "title": "Tides", "favorite": 0, "source": 1}),
        ("mangas", {"_id": 2, "title": "Tides", "favorite": 1, "source": 2}),
        ("mangas", {"_id": 3, "title": "Quays", "favorite": 1, "source": 2}),
        *(("chapters", {"_id": 10 * n, "manga_id": n, "read": int(n < 3), "memo": b""})
          for n in (1, 2, 3)),
        ("history", {"chapter_id": 10, "last_read": START * 1000, "time_read": 9000}),
    ]  # fmt: skip
    assert _history("mihon", rows, tmp_path, "me") == [("1", START)]
    (tmp_path / "app.db").unlink()
    assert offered("mihon", rows, tmp_path) == {"me": ["3"]}


def test_no_author_is_no_author_however_it_is_written(tmp_path: Path) -> None:
    rows: Rows = [
        ("book", {"id": 1, "title": "Low  Water", "authors": "N/A", "md5": "a"}),
        ("book", {"id": 2, "title": "Low Water", "authors": None, "md5": "b"}),
        ("book", {"id": 3, "title": "Tides", "authors": "Ann Quill\nBob Ink", "md5": "c"}),
        ("book", {"id": 4, "title": "Tides", "authors": "Ann Quill, Bob Ink", "md5": "d"}),
        ("book", {"id": 5, "title": "Tides", "authors": "Cy Pen", "md5": "e"}),
        *(("page_stat_data", {"id_book": n, "page": 1, "start_time": START, "duration": 60})
          for n in (1, 3)),
    ]  # fmt: skip
    assert offered("koreader", rows, tmp_path) == {"me": ["5"]}


def test_views_of_no_guid_are_of_no_item(tmp_path: Path) -> None:
    rows: Rows = [
        ("metadata_items", {"id": 1, "guid": "plex://movie/a", "title": "Ebb", "metadata_type": 1}),
        ("metadata_items", {"id": 2, "guid": "", "title": "Empty", "metadata_type": 1}),
        *(("metadata_item_views", {"account_id": 1, "guid": guid, "title": "x",
                                   "metadata_type": 1, "viewed_at": START})
          for guid in ("plex://movie/a", "", None)),
        ("metadata_item_settings", {"account_id": 1, "guid": "", "view_count": 2}),
    ]  # fmt: skip
    assert _history("plex 2026", rows, tmp_path, "1") == [("plex://movie/a", START)]


def _song(n: int, artist: str, title: str) -> tuple[str, dict[str, object]]:
    return "songs", {"rowid": n, "title": title, "artist": artist, "album": "Tides", "url": str(n),
                     "playcount": int(n == 1), "lastplayed": -1, "rating": -1}  # fmt: skip


def test_a_guest_stands_behind_the_artist_or_behind_the_song(tmp_path: Path) -> None:
    rows: Rows = [
        _song(1, "The Lanterns feat. Bo", "Harbour"),
        _song(2, "The Lanterns", "Harbour (feat. Bo)"),
        _song(3, "The Lanterns", "Harbour [ft. Cy]"),
        _song(4, "The Lanterns", "Harbour"),
    ]
    assert offered("strawberry", rows, tmp_path) == {"me": ["3", "4"]}


def _films(*years: object) -> Rows:
    """Return films of one title, the first of which is played."""
    films: Rows = [
        ("games", {"id": n, "name": "Ebb", "slug": str(n), "year": year, "lastplayed": 0,
                   "playtime": 0.5 if n == 1 else 0})
        for n, year in enumerate(years, 1)
    ]  # fmt: skip
    return [*films, ("games", {"id": 9, "name": "Flow", "year": 2001})]


@pytest.mark.parametrize(
    ("years", "left"),
    [
        ((1999, None), ["9"]),
        ((None, 1999), ["9"]),
        # Of two works of the title it may be either.
        ((1999, None, 2015), ["2", "3", "9"]),
        ((1999, 2015), ["2", "9"]),
    ],
)
def test_a_missing_year_is_that_of_the_only_work_of_the_title(
    years: tuple[object, ...], left: list[str], tmp_path: Path
) -> None:
    assert offered("lutris", _films(*years), tmp_path) == {"me": left}


def test_what_the_bundle_knows_tells_that_a_title_has_two_years() -> None:
    unknown = [frozenset[Mark]({TitleKey("ebb", year)}) for year in (1999, None)]
    known = [frozenset[Mark]({TitleKey("ebb", 2015)})]
    assert Elsewhere([], unknown).of_works(unknown[1]) == unknown[0]
    assert Elsewhere([], unknown, known).of_works(unknown[1]) == unknown[1]


def test_a_row_of_an_index_that_failed_is_no_second_event(tmp_path: Path) -> None:
    kind = "MediaBrowser.Controller.Entities.Movies.Movie"
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE UserDatas (key NVARCHAR NOT NULL, userId INT NOT NULL, rating FLOAT,"
            " played BIT NOT NULL, playCount INT NOT NULL, lastPlayedDate DATETIME);"
            "CREATE TABLE TypedBaseItems (guid GUID, type TEXT, UserDataKey TEXT, IsFolder BIT,"
            " Name TEXT, SeriesName TEXT, Genres TEXT);"
        )
        db.executemany(
            "INSERT INTO UserDatas VALUES (?, 1, NULL, 1, 1, ?)",
            [("tt1", "2024-01-01 00:00:00Z"), ("tt1", "2025-01-01 00:00:00Z"),
             ("tt2", "1970-01-01 12:00:00Z")],
        )  # fmt: skip
        db.executemany(
            "INSERT INTO TypedBaseItems VALUES (x'01', ?, ?, 0, ?, NULL, NULL)",
            [(kind, "tt1", "Ebb"), (kind, "tt2", "Flow")],
        )
        db.commit()
    with HistoryDB(path) as history:
        events = [(e.item_id, e.timestamp) for e in history.read_history("1")]
    # 1970 is what some clients write for no date.
    assert events == [("tt2", 0), ("tt1", 1735689600)]


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        *((name, True) for name in ("Gelesen am", "Date de lecture", "Fecha de lectura", "Letto")),
        *((name, True) for name in ("Gelezen", "Data przeczytania", "Прочитано", "Read?")),
        *((name, True) for name in ("Finished", "Leído", "Lu le", "Lido", "Läst", "Przeczytano")),
        *((name, True) for name in ("Дата прочтения", "Data di lettura", "Data de leitura")),
        *((name, True) for name in ("Lesedatum", "Przeczytane", "date_read")),
        *(
            (name, False)
            for name in (
                "Not read",
                "Do przeczytania",
                "Non lu",
                "To be read",
                "Bread",
                "To read",
                "Want read",
                "Nicht gelesen",
                "No leído",
                "Não lido",
                "Niet gelezen",
                "Nie przeczytano",
                "Не прочитано",
            )
        ),
        *(
            (name, False)
            for name in (
                "Must read",
                "Should read",
                "Will read",
                "Next read",
                "Read later",
                "Read soon",
            )
        ),
    ],
)
def test_a_column_that_says_when_a_book_was_read(name: str, is_read: bool, tmp_path: Path) -> None:
    rows: Rows = [
        ("books", {"id": 1, "title": "Tides", "author_sort": "Quill"}),
        ("custom_columns", {"id": 1, "label": "x", "name": name, "datatype": "datetime"}),
    ]
    path = written("calibre 21", rows, tmp_path / "metadata.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY, book INTEGER, value)")
        db.execute("INSERT INTO custom_column_1 VALUES (1, 1, '2025-01-01 00:00:00+00:00')")
        db.commit()
    with HistoryDB(path) as history:
        events = [(e.item_id, e.timestamp) for _, every in history.histories() for e in every]
        assert events == ([("1", 1735689600)] if is_read else [])
        assert [item for _, item in history.seen()] == (["1"] if is_read else [])


def test_calibres_date_of_nothing_is_no_date_in_a_column_of_timestamps(tmp_path: Path) -> None:
    rows: Rows = [
        *(("books", {"id": n, "title": f"Book {n}", "author_sort": "Quill"}) for n in (1, 2)),
        ("custom_columns", {"id": 1, "label": "dateread", "name": "Date read",
                            "datatype": "datetime", "display": "{}"}),
    ]  # fmt: skip
    path = written("calibre 21", rows, tmp_path / "metadata.db")
    with closing(sqlite3.connect(path)) as db:
        # As calibre declares it, which makes a number of '1000' and so less than any date.
        db.execute("CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY, book INTEGER, "
                   "value timestamp NOT NULL)")  # fmt: skip
        db.executemany(
            "INSERT INTO custom_column_1 (book, value) VALUES (?, ?)",
            [(1, "0101-01-01 00:00:00+00:00"), (2, "2025-01-01 00:00:00+00:00")],
        )
        db.commit()
    with HistoryDB(path) as history:
        assert [e.item_id for e in history.read_history("me")] == ["2"]


_PLACEHOLDER = "00000000-0000-0000-0000-000000000001"
_JELLYFIN: Rows = [
    *(("BaseItems", {"Id": i, "Type": f"MediaBrowser.Controller.Entities.{kind}", "Name": name,
                     "IsFolder": int(i == "S"), "ProductionYear": 1999, **more})
      for i, kind, name, more in (
          ("A", "Movies.Movie", "Tides", {}), ("B", "Movies.Movie", "Quays", {}),
          ("C", "Movies.Movie", "Salt", {}), ("S", "TV.Series", "Show", {}),
          ("E1", "TV.Episode", "One", {"SeriesId": "S", "ParentIndexNumber": 1, "IndexNumber": 2}),
          ("E2", "TV.Episode", "Two", {"SeriesId": "S", "ParentIndexNumber": 2, "IndexNumber": 1}),
      )),
    *(("BaseItemProviders", {"ItemId": i, "ProviderId": kind, "ProviderValue": value})
      for i, kind, value in (("A", "Tmdb", "603"), ("B", "Tmdb", "121361"), ("S", "Tvdb", "121361"),
                             ("S", "Imdb", "tt0944947"))),
]  # fmt: skip


def _said(item: str, key: str, **more: object) -> tuple[str, dict[str, object]]:
    row = {"ItemId": item, "UserId": "ANN", "CustomDataKey": key, "Played": 1, "PlayCount": 1}
    return "UserData", {**row, "LastPlayedDate": "2025-01-01 00:00:00", **more}


def test_what_was_deleted_and_found_again_keeps_what_was_said_of_it(tmp_path: Path) -> None:
    """Under a film's number of TMDB, and a show's ids with season and number."""
    rows = [
        *_JELLYFIN,
        _said(_PLACEHOLDER, "603"),
        _said(_PLACEHOLDER, "121361001002"),
        _said(_PLACEHOLDER, "tt0944947001002"),
        # The show itself, whose number is a film's elsewhere.
        _said(_PLACEHOLDER, "121361", PlayCount=0, LastPlayedDate=None),
    ]
    assert _history("jellyfin", rows, tmp_path, "ANN") == [("A", 1735689600), ("E1", 1735689600)]
    (tmp_path / "app.db").unlink()
    assert offered("jellyfin", rows, tmp_path) == {"ANN": ["B", "C", "E2"]}


def test_a_file_that_is_there_twice_is_one_book(tmp_path: Path) -> None:
    rows: Rows = [
        ("SERIES", {"ID": "s", "NAME": "Waves", "LIBRARY_ID": "l"}),
        ("SERIES_METADATA", {"SERIES_ID": "s", "TITLE": "Waves"}),
        *(("BOOK", {"ID": i, "SERIES_ID": "s", "NAME": i, "LIBRARY_ID": "l", "FILE_HASH": digest})
          for i, digest in (("1", "abc"), ("2", "abc"), ("3", ""), ("4", ""))),
        *(("BOOK_METADATA", {"BOOK_ID": i, "TITLE": f"Part {i}", "NUMBER": i}) for i in "1234"),
        *(("READ_PROGRESS", {"BOOK_ID": i, "USER_ID": "u1", "COMPLETED": 1, "PAGE": 9,
                             "READ_DATE": "2025-01-01 00:00:00"}) for i in "13"),
    ]  # fmt: skip
    assert offered("komga 20260225161438", rows, tmp_path) == {"u1": ["4"]}
