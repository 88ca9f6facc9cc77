"""Rows as the applications' own sources write them, where no maker of rows would think of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, offered, written
from app_schemas import SCHEMAS

from ilora_edge.affinities.genres import split_genres
from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.item_facts import read_facts

_BOOKS = [
    # Number, title, authors, series: those without an author or a series have "N/A".
    (1, "Tides", "Quill", "N/A"), (2, "Knots", "N/A", "N/A"), (3, "Ebb", "Quill", "Harbour #2.5"),
    (4, "Flow", "Quill", "Harbour #11"), (5, "Salt", "Quill", "Area 51"),
    (6, "Rope", "Quill", "#3"), (7, "Kelp", "Quill", "Reef #"), (8, "Ebb", "Reed", None),
    (9, "KOReader Quickstart Guide", "N/A", "N/A"), (10, "Guide de KOReader", "", "N/A"),
    (11, "Hacking KOReader", "Moor", "N/A"), (12, "Sums", "Moor", "N/A"),
    (13, "Hacking KOReader", "Moor", "N/A"),
]  # fmt: skip


@pytest.mark.parametrize("schema", ["koreader", "koreader-before 2020"])
def test_koreaders_series_and_its_own_guide(schema: str, tmp_path: Path) -> None:
    """A book is of no series, or "Name #3" of one; the guide is opened when it is first started."""
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS[schema](db)
        pages = "page_stat_data" if schema == "koreader" else "page_stat"
        db.execute(f"DELETE FROM {pages}")
        db.execute("DELETE FROM book")
        db.executemany("INSERT INTO book (id, title, authors, series) VALUES (?, ?, ?, ?)", _BOOKS)
        db.execute("UPDATE book SET total_read_time = (id = 12), language = 'N/A'")
        db.executemany(
            f"INSERT INTO {pages} VALUES (?, 1, ?, 9, 90)",
            [(n, 1735689600 + n) for n in (2, 3, 9, 10, 11)],
        )
        db.commit()
    with HistoryDB(tmp_path / "app.db") as history:
        assert [e.item_id for e in history.read_history("me")] == ["2", "3", "11"]
        assert {i for _, i in history.seen()} >= {"2", "3", "11", "12", "13"}
        assert not {i for _, i in history.seen()} & {"1", "4", "5", "6", "7", "8"}
        facts = {i: read_facts(f) for i, _, f in history.described_items()}
    assert {i: (f.creator, f.series, f.part) for i, f in facts.items()} == {
        "1": ("Quill", "", ""), "2": ("", "", ""), "3": ("Quill", "Harbour", "2.5"),
        "4": ("Quill", "Harbour", "11"), "5": ("Quill", "Area 51", ""), "6": ("Quill", "#3", ""),
        "7": ("Quill", "Reef #", ""), "8": ("Reed", "", ""), "11": ("Moor", "", ""),
        "12": ("Moor", "", ""), "13": ("Moor", "", ""),
    }  # fmt: skip


_STARS = {"strawberry": ("url", ""), "clementine 51": ("filename", "s")}


@pytest.mark.parametrize("schema", _STARS)
def test_stars_of_32_bits(schema: str, tmp_path: Path) -> None:
    """Two of five are stored as 0.4000000059604645, three and a half as 0.699999988079071."""
    place, letter = _STARS[schema]
    stars = {1: 0.4000000059604645, 2: 0.5, 3: 0.699999988079071, 4: -1, 5: 0}
    rows: Rows = [
        ("songs", {"title": f"T{n}", "artist": f"A{n}", place: f"/{n}", "rating": stars[n],
                   "playcount": int(n in (3, 5)), "lastplayed": -1})
        for n in stars
    ]  # fmt: skip
    assert offered(schema, rows, tmp_path)["me"] == [f"{letter}2", f"{letter}4"]
    with HistoryDB(tmp_path / "app.db") as history:
        assert [(e.item_id, e.rating) for e in history.read_history("me")] == [
            (f"{letter}3", 3.5), (f"{letter}5", None),
        ]  # fmt: skip


def test_strawberry_of_before_there_were_ratings(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS["strawberry"](db)
        db.execute("ALTER TABLE songs DROP COLUMN rating")
    with HistoryDB(tmp_path / "app.db") as history:
        assert {e.rating for e in history.read_history("me")} == {None}


def test_kotatsus_low_rating_of_32_bits(tmp_path: Path) -> None:
    rows: Rows = [
        *(("manga", {"manga_id": n, "title": f"M{n}", "source": "S"}) for n in range(1, 5)),
        *(("favourites", {"manga_id": n, "category_id": 1, "deleted_at": 0}) for n in range(1, 5)),
        *(("scrobblings", {"scrobbler": 1, "id": n, "manga_id": n, "chapter": 0, "rating": rating})
          for n, rating in ((1, 0.4000000059604645), (2, 0.5), (4, 0.01))),
    ]  # fmt: skip
    assert offered("kotatsu 27", rows, tmp_path)["me"] == ["2", "3"]


def test_strawberry_has_the_day_of_a_play_without_a_count(tmp_path: Path) -> None:
    """As after an import from Last.fm, or where a file's count has overwritten the player's."""
    rows: Rows = [
        ("songs", {"title": f"T{n}", "artist": "A", "url": f"/{n}", "playcount": 0,
                   "lastplayed": last, "rating": -1})
        for n, last in ((1, 1735689600), (2, -1), (3, 0))
    ]  # fmt: skip
    assert offered("strawberry", rows, tmp_path)["me"] == ["2", "3"]
    with HistoryDB(tmp_path / "app.db") as history:
        assert [(e.item_id, e.timestamp) for e in history.read_history("me")] == [("1", 1735689600)]


def test_antennapods_entries_without_a_medium_cannot_be_heard(tmp_path: Path) -> None:
    rows: Rows = [
        *(("Feeds", {"id": n, "title": "Tides", "custom_title": name, "state": state})
          for n, name, state in ((1, "", 0), (2, "Mine", 0), (3, None, 0), (4, "Away", 2))),
        ("Feeds", {"id": 5, "title": None, "state": 0}),
        *(("FeedItems", {"id": n, "title": f"E{n}", "feed": feed, "read": 0})
          for n, feed in ((1, 1), (2, 1), (3, 2), (4, 3), (5, 3), (6, 3), (7, 4), (8, 5))),
        *(("FeedMedia", {"id": n, "feeditem": n, "last_played_time": 1735689600000 * (n == 5),
                         "playback_completion_date": 1735776000000 * (n == 6), "position": 0})
          for n in (1, 3, 4, 5, 6, 7, 8)),
    ]  # fmt: skip
    assert offered("antennapod", rows, tmp_path)["me"] == ["1", "3", "4", "8"]
    with HistoryDB(tmp_path / "app.db") as history:
        titles = {i: title.decode() for i, title, _ in history.described_items()}
        assert [e.item_id for e in history.read_history("me")] == ["5", "6"]
        assert {item for _, item in history.seen()} == {"5", "6"}
    assert [titles[n] for n in "12348"] == [
        "Tides - E1", "Tides - E2", "Mine - E3", "Tides - E4", "E8",
    ]  # fmt: skip


def test_ankis_cards_that_were_only_given_a_day_are_new_and_tags_are_many(tmp_path: Path) -> None:
    """Setting a due date, and forgetting, leave rows without an answer."""
    rows: Rows = [
        *(("notes", {"id": n, "guid": str(n), "sfld": f"N{n}", "tags": " sea rope::knot "})
          for n in (1, 2)),
        *(("cards", {"id": n + 10, "nid": n, "reps": 0}) for n in (1, 2)),
        *(("revlog", {"id": 1735689600000 + n, "cid": card, "ease": ease})
          for n, card, ease in ((0, 11, 0), (1, 12, 3), (2, 12, 0))),
    ]  # fmt: skip
    with HistoryDB(written("anki 11", rows, tmp_path / "app.db")) as history:
        assert [item for _, item in history.seen()] == ["2"]
        genres = {read_facts(facts).genres for _, _, facts in history.described_items()}
    assert [*map(split_genres, genres)] == [["sea", "rope::knot"]]


def test_lutris_does_not_ask_the_column_of_before_once_a_category_hides(tmp_path: Path) -> None:
    hidden = "ALTER TABLE games ADD COLUMN hidden INTEGER; UPDATE games SET hidden = 1 WHERE id = 7"
    after = {
        "": False,
        "INSERT INTO categories VALUES (1, '.hidden')": True,
        # A later release, of which the category is gone again with its last game.
        "ALTER TABLE games ADD COLUMN discord_id TEXT": True,
        "DROP TABLE games_categories; DROP TABLE categories": False,
        "INSERT INTO categories VALUES (1, '.hidden'), (2, 'favorite'); "
        "INSERT INTO games_categories VALUES (7, 2)": True,
    }
    for number, (script, is_there) in enumerate(after.items()):
        path = tmp_path / f"{number}.db"
        with closing(sqlite3.connect(path)) as db:
            SCHEMAS["lutris"](db)
            db.executescript(f"{hidden};{script}")
        with HistoryDB(path) as history:
            assert ("7" not in set(history.unavailable_items())) == is_there, script


def test_a_game_of_another_year_is_another_game(tmp_path: Path) -> None:
    years = (2021, 2021, 1990, None, None, 2021)
    rows: Rows = [
        ("games", {"id": n, "name": "Fog" if n < 6 else "Rain", "year": year,
                   "lastplayed": 1735689600 * (n == 1), "playtime": 0.5 * (n == 4)})
        for n, year in enumerate(years, 1)
    ]  # fmt: skip
    with HistoryDB(written("lutris", rows, tmp_path / "app.db")) as history:
        assert {item for _, item in history.seen()} == {"1", "2", "4", "5"}
        assert [(e.item_id, e.timestamp) for e in history.read_history("me")] == [
            ("4", 0), ("1", 1735689600),
        ]  # fmt: skip


def test_kavita_hides_everything_from_whom_all_libraries_were_taken(tmp_path: Path) -> None:
    rows: Rows = [
        ("Library", {"Id": 1, "Name": "L", "Type": 0, "IncludeInRecommended": 1}),
        ("Series", {"Id": 1, "Name": "Knots", "LibraryId": 1}),
        ("SeriesMetadata", {"Id": 1, "SeriesId": 1, "AgeRating": 0}),
        ("Volume", {"Id": 1, "Name": "0", "SeriesId": 1}),
        ("Chapter", {"Id": 1, "VolumeId": 1, "Number": "0", "Pages": 9}),
        *(("AspNetUsers", {"Id": n, "UserName": str(n), "AgeRestriction": -1}) for n in (1, 2)),
        ("AppUserLibrary", {"AppUsersId": 1, "LibrariesId": 1}),
    ]  # fmt: skip
    with HistoryDB(written("kavita 2026", rows, tmp_path / "app.db")) as history:
        assert set(history.hidden()) == {("2", "1")}


def test_kavita_offers_nothing_of_a_library_that_is_not_to_be_recommended(tmp_path: Path) -> None:
    rows: Rows = [("AspNetUsers", {"Id": 1, "UserName": "ann", "AgeRestriction": -1})]
    for n, recommended in ((1, 1), (2, 0), (3, 1)):
        rows += [
            ("Library", {"Id": n, "Name": "L", "Type": 0, "IncludeInRecommended": recommended}),
            ("AppUserLibrary", {"AppUsersId": 1, "LibrariesId": n}),
            ("Series", {"Id": n, "Name": f"Series {n}", "LibraryId": n}),
            ("Volume", {"Id": n, "Name": "0", "SeriesId": n}),
            ("Chapter", {"Id": n, "VolumeId": n, "Number": "0", "Pages": 9}),
        ]
    rows.append(("AppUserProgresses", {"AppUserId": 1, "ChapterId": 1, "PagesRead": 9}))
    assert offered("kavita 2026", rows, tmp_path) == {"1": ["3"]}


def test_gpodder_tells_of_episodes_in_whichever_form_the_feed_had(tmp_path: Path) -> None:
    rows: Rows = [
        ("podcast", {"id": 1, "title": "Tides", "url": "https://feed.example"}),
        *(("episode", {"id": n, "podcast_id": 1, "title": f"E{n}", "url": f"/{n}",
                       "description": plain, "description_html": html})
          for n, plain, html in ((1, "Plain", ""), (2, "", "<p>Rich</p>"))),
    ]  # fmt: skip
    schema = "gpodder 8"
    with HistoryDB(written(schema, rows, tmp_path / "app.db")) as history:
        found = {i: read_facts(f).overview for i, _, f in history.described_items()}
    assert found == {"1": "Plain", "2": "<p>Rich</p>"}


def _states(path: Path, name: str, display: str, *states: str) -> tuple[set[str], set[str]]:
    """Return what is read and what is seen of books of which each has a state of a column."""
    rows: Rows = [
        *(("books", {"id": n, "title": f"B{n}", "author_sort": "Quill"})
          for n, _ in enumerate(states)),
        ("custom_columns", {"id": 7, "label": "x", "name": name, "datatype": "enumeration",
                            "display": display}),
    ]  # fmt: skip
    with closing(sqlite3.connect(written("calibre 21", rows, path))) as db:
        db.execute("CREATE TABLE custom_column_7 (id INTEGER PRIMARY KEY, value TEXT)")
        db.execute("CREATE TABLE books_custom_column_7_link (id INTEGER PRIMARY KEY, book, value)")
        db.executemany("INSERT INTO custom_column_7 VALUES (?, ?)", enumerate(states))
        db.executemany(
            "INSERT INTO books_custom_column_7_link (book, value) VALUES (?, ?)",
            ((n, n) for n, _ in enumerate(states)),
        )
        db.commit()
    with HistoryDB(path) as history:
        return (
            {states[int(e.item_id)] for _, every in history.histories() for e in every},
            {states[int(str(item))] for _, item in history.seen()},
        )


@pytest.mark.parametrize(
    ("name", "display", "more", "is_of_reading"),
    [
        ("Status", "{}", "In-Progress", False),
        ("Status", "{}", "Reading", True),
        ("Status", "{}", "TBR", True),
        ("Status", '{"enum_values": ["To read", "Completed"]}', "", True),
        *((name, "{}", "", True) for name in ("Read state", "Lesestatus", "Estado de lectura")),
        *((name, "{}", "", True) for name in ("Stato lettura", "Estado de leitura", "Lezen")),
        *(
            (name, "{}", "", True)
            for name in ("Läsning", "Czytanie", "Читаю", "Чтение", "Моё чтение", "Я читаю")
        ),
    ],
)
def test_a_storys_state_is_not_its_readers(
    name: str, display: str, more: str, is_of_reading: bool, tmp_path: Path
) -> None:
    read, seen = _states(tmp_path / "metadata.db", name, display, "Completed", "Abandoned", more)
    assert read - {"Reading"} == ({"Completed"} if is_of_reading else set())
    assert seen - {"Reading"} == ({"Completed", "Abandoned"} if is_of_reading else set())


_READ = [
    "read", "reading", "currently reading", "currently-reading", "gelesen", "leído", "lu", "lido",
    "letto", "gelezen", "läst", "przeczytane", "прочитано", "Прочитано",
]  # fmt: skip
_ENDED = [
    "finished", "done", "complete", "completed", "in progress", "fertig", "terminado", "terminé",
]  # fmt: skip
_LEFT = ["abandoned", "dropped", "abgebrochen", "abandonné", "abandonado", "abbandonato"]
_OF_READING = [
    "unread", "not read", "to read", "to-read", "to be read", "tbr", "want to read", "not started",
    "dnf", "did not finish", "ungelesen", "zu lesen", "por leer", "à lire", "non lu",
    "da leggere",
]  # fmt: skip


def test_calibres_states_of_reading(tmp_path: Path) -> None:
    sure = [*_READ, "dnf", "did not finish"]
    read, seen = _states(tmp_path / "1.db", "State", "{}", *sure, "Unread", "Sold")
    assert (read, seen) == ({*_READ}, {*sure})
    read, seen = _states(tmp_path / "2.db", "State", "{}", *_ENDED, *_LEFT, "TBR", "Sold")
    assert (read, seen) == ({*_ENDED}, {*_ENDED, *_LEFT})
    assert _states(tmp_path / "3.db", "State", "{}", *_ENDED, *_LEFT, "Sold") == (set(), set())
    for number, state in enumerate((*_READ, *_OF_READING), 4):
        path = tmp_path / f"{number}.db"
        read, seen = _states(path, "State", "{}", "Completed", "Abandoned", state)
        assert read - {state} == {"Completed"}, state
        assert seen - {state} == {"Completed", "Abandoned"}, state


def test_calibres_label_says_of_what_a_state_is(tmp_path: Path) -> None:
    rows: Rows = [("books", {"id": 1, "title": "Tides", "author_sort": "Quill"})]
    for number, label, is_gone in ((1, "ko_readstate", 0), (2, "readstate", 1)):
        rows.append(("custom_columns", {"id": number, "label": label, "name": "State",
                                        "datatype": "text", "mark_for_delete": is_gone,
                                        "display": "{}"}))  # fmt: skip
    for number, expected in ((2, []), (1, ["1"])):
        path = written("calibre 21", rows, tmp_path / f"{number}.db")
        with closing(sqlite3.connect(path)) as db:
            db.executescript(
                f"""
                CREATE TABLE custom_column_{number} (id INTEGER PRIMARY KEY, value TEXT);
                CREATE TABLE books_custom_column_{number}_link (id PRIMARY KEY, book, value);
                INSERT INTO custom_column_{number} VALUES (1, 'complete');
                INSERT INTO books_custom_column_{number}_link VALUES (1, 1, 1);
                """
            )
        with HistoryDB(path) as history:
            assert [e.item_id for _, every in history.histories() for e in every] == expected
            assert [item for _, item in history.seen()] == expected


def test_who_uses_calibre_on_this_machine_is_one_person(tmp_path: Path) -> None:
    """The viewer is called so in annotations, and local in positions; a column has no name."""
    rows: Rows = [
        *(("books", {"id": n, "title": f"B{n}", "author_sort": "Quill"}) for n in range(1, 6)),
        ("last_read_positions", {"book": 1, "user": "local", "epoch": 1735689600.5}),
        *(("annotations", {"book": book, "user_type": kind, "user": user, "annot_type": "last-read",
                           "annot_id": "last-read", "timestamp": moment})
          for book, kind, user, moment in ((1, "local", "viewer", 1735689500.0),
                                           (2, "local", "viewer", 1735776000.0),
                                           (3, "web", "ann", 1735862400.0))),
        ("custom_columns", {"id": 1, "label": "dateread", "name": "Date read",
                            "datatype": "datetime", "display": "{}"}),
    ]  # fmt: skip
    with closing(sqlite3.connect(written("calibre 21", rows, tmp_path / "metadata.db"))) as db:
        db.execute("CREATE TABLE custom_column_1 (id INTEGER PRIMARY KEY, book INTEGER, value)")
        db.executemany(
            "INSERT INTO custom_column_1 (book, value) VALUES (?, ?)",
            [(1, "2024-01-01 00:00:00+00:00"), (4, "2025-01-04 01:00:00+01:00")],
        )
        db.commit()
    with HistoryDB(tmp_path / "metadata.db") as history:
        found = {u: [(e.item_id, e.timestamp) for e in every] for u, every in history.histories()}
        seen = set(history.seen())
    assert found == {
        "me": [("1", 1735689600), ("2", 1735776000), ("4", 1735948800)],
        "ann": [("3", 1735862400)],
    }
    assert seen == {("me", "1"), ("me", "2"), ("ann", "3"), (None, "1"), (None, "4")}


def test_a_book_that_calibre_deleted_from_a_kobo_was_read(tmp_path: Path) -> None:
    """It is set back to unread, and expired; 1970 is the day of what was never opened.

    Of what it puts into a collection the day is a word of SQL, as text.
    """
    book = {"ContentType": "6", "MimeType": "epub", "___UserID": "u", "FavouritesIndex": -1,
            "Accessibility": 1, "IsDownloaded": "true", "InWishlist": "false", "ReadStatus": 0,
            "Attribution": "Quill", "___PercentRead": 0}  # fmt: skip
    deleted = {"___ExpirationStatus": 3, "IsDownloaded": "false"}
    rows: Rows = [
        ("content", book | {"ContentID": i, "Title": title} | more)
        for i, title, more in (
            ("gone", "Ash", deleted | {"DateLastRead": "2025-01-01T00:00:00Z"}),
            ("again", "Ash", {}),
            ("unopened", "Elm", deleted | {"DateLastRead": "1970-01-01T00:00:00Z"}),
            ("unopened again", "Elm", {}),
            ("back", "Oak", {"DateLastRead": "2025-01-01T00:00:00Z"}),
            ("finished", "Fir", {"LastTimeFinishedReading": "2025-01-01T00:00:00Z"}),
            ("new", "Yew", {"LastTimeFinishedReading": "1970-01-01T00:00:00Z"}),
            ("put", "Box", {"ReadStatus": 2, "DateLastRead": "CURRENT_TIMESTAMP"}),
            ("ended", "Ivy", {"ReadStatus": 2, "LastTimeFinishedReading": "2025-01-02T00:00:00Z"}),
            ("put away", "Bay", deleted | {"DateLastRead": "CURRENT_TIMESTAMP"}),
        )
    ]
    assert offered("kobo 2023", rows, tmp_path) == {"me": ["back", "new", "unopened again"]}
    with HistoryDB(tmp_path / "app.db") as history:
        assert [(e.item_id, e.timestamp) for e in history.read_history("me")] == [
            ("put", 0), ("gone", 1735689600), ("ended", 1735776000),
        ]  # fmt: skip


@pytest.mark.parametrize("value", [0, 40])
@pytest.mark.parametrize("name", ["Percent", "Progress", "progint", "Times read", "Read count"])
def test_calibres_numbers_of_how_far_a_book_was_read(name: str, value: int, tmp_path: Path) -> None:
    rows: Rows = [
        ("books", {"id": 1, "title": "Tides", "author_sort": "Quill"}),
        ("custom_columns", {"id": 1, "label": "x", "name": name, "datatype": "int"}),
        ("custom_columns", {"id": 2, "label": "y", "name": "Read order", "datatype": "int"}),
    ]
    with closing(sqlite3.connect(written("calibre 21", rows, tmp_path / "metadata.db"))) as db:
        for number, is_there in ((1, value), (2, 9)):
            db.execute(f"CREATE TABLE custom_column_{number} (id PRIMARY KEY, book, value)")
            db.execute(f"INSERT INTO custom_column_{number} VALUES (1, 1, ?)", (is_there,))
        db.commit()
    with HistoryDB(tmp_path / "metadata.db") as history:
        events = [e.item_id for _, every in history.histories() for e in every]
        assert events == (["1"] if value else [])
        assert [item for _, item in history.seen()] == events


def test_calibres_series_and_comments(tmp_path: Path) -> None:
    titles, indices = ("Tides", "Ebb", "Flow", "Knots"), (1, 11, 2.5, 1)
    rows: Rows = [
        ("series", {"id": 7, "name": "Harbour"}),
        # Every book has an index, also of no series.
        *(("books", {"id": n, "title": title, "series_index": index})
          for n, title, index in zip(range(1, 5), titles, indices, strict=True)),
        *(("books_series_link", {"book": n, "series": 7}) for n in (1, 2, 3)),
        ("comments", {"book": 4, "text": "<p>Of knots.</p>"}),
    ]  # fmt: skip
    with HistoryDB(written("calibre 21", rows, tmp_path / "metadata.db")) as history:
        facts = [read_facts(f) for _, _, f in sorted(history.described_items())]
    assert [f.series and float(f.part) for f in facts] == [1, 11, 2.5, ""]
    assert len({f.series for f in facts[:3]}) == 1
    assert [f.overview for f in facts] == ["", "", "", "<p>Of knots.</p>"]


def test_a_copy_of_a_book_of_a_series_is_offered_to_nobody_who_has_read_it(tmp_path: Path) -> None:
    books = (
        # Title, author, number, series: of the first two the second has no series, nor has a
        # volume whose title several volumes have.
        ("Tides", "Ann", 3, 7), ("Tides", "Ann", 1, None), ("Tides", "Bo", 1, None),
        ("Reef", "Ann", 4, 7), ("Saga", "Cy", 1, 8), ("Saga", "Cy", 2, 8), ("Saga", "Cy", 1, None),
        ("Knots", "Ann", 1, None), ("Tides", "Ann", 3, 8),
    )  # fmt: skip
    rows: Rows = [("series", {"id": n, "name": f"Series {n}"}) for n in (7, 8)]
    for n, (title, author, number, series) in enumerate(books, 1):
        rows.append(("books", {"id": n, "title": title, "author_sort": author,
                               "series_index": number}))  # fmt: skip
        if series is not None:
            rows.append(("books_series_link", {"book": n, "series": series}))
    rows += [("last_read_positions", {"book": n, "user": "ann", "device": "d", "format": "EPUB",
                                      "epoch": 1735689600}) for n in (1, 5)]  # fmt: skip
    path = tmp_path / "app.db"
    assert offered("calibre 21", rows, tmp_path) == {"ann": ["3", "4", "6", "7", "8"]}
    with HistoryDB(path) as history:
        found = {item: read_facts(cell) for item, _, cell in history.described_items()}
    facts = [found[str(n)] for n in range(1, len(books) + 1)]
    assert [f.part and float(f.part) for f in facts] == [3, 3, "", 4, 1, 2, "", "", 3]
    # The series is told by its number; a copy without one takes the last.
    assert [f.series for f in facts] == ["7", "8", "", "7", "8", "8", "8", "", "8"]
