"""Rows as the applications' own sources write them, where no maker of rows would think of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_offers import Rows, offered, written
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.item_facts import read_facts


def _book(number: int, title: str, **values: object) -> tuple[str, dict[str, object]]:
    row = {"id": number, "title": title, "authors": "Quill", "series": "N/A", "language": "N/A"}
    return "book", row | values


def test_koreaders_books_without_a_series_are_of_no_series(tmp_path: Path) -> None:
    rows: Rows = [
        _book(1, "Tides"), _book(2, "Knots"), _book(3, "Ebb", series="Harbour #2.5"),
        _book(4, "Flow", series="Harbour #11"), _book(5, "Salt", series="Area 51"),
        _book(6, "Rope", series="#3"), _book(7, "Kelp", series="Reef #"),
    ]  # fmt: skip
    with HistoryDB(written("koreader", rows, tmp_path / "app.db")) as history:
        facts = {i: read_facts(f) for i, _, f in history.described_items()}
    assert {i: (f.series, f.part) for i, f in facts.items()} == {
        "1": ("", ""), "2": ("", ""), "3": ("Harbour", "2.5"), "4": ("Harbour", "11"),
        "5": ("Area 51", ""), "6": ("#3", ""), "7": ("Reef #", ""),
    }  # fmt: skip


def test_koreaders_own_guide_is_no_book(tmp_path: Path) -> None:
    rows: Rows = [
        _book(1, "KOReader Quickstart Guide", authors="N/A"), _book(2, "Knots", authors="N/A"),
        _book(3, "Guide de KOReader", authors=""), _book(4, "Hacking KOReader"),
        *(("page_stat_data", {"id_book": n, "page": 1, "start_time": 1735689600 + n,
                              "duration": 9}) for n in (1, 2, 3, 4)),
    ]  # fmt: skip
    with HistoryDB(written("koreader", rows, tmp_path / "app.db")) as history:
        assert [e.item_id for e in history.read_history("me")] == ["2", "4"]
        assert sorted(i for i, *_ in history.described_items()) == ["2", "4"]


_STARS = {"strawberry": ("url", ""), "clementine 51": ("filename", "s")}


@pytest.mark.parametrize("schema", _STARS)
def test_stars_of_32_bits(schema: str, tmp_path: Path) -> None:
    """Two of five are stored as 0.4000000059604645, three and a half as 0.699999988079071."""
    place, letter = _STARS[schema]
    stars = {1: 0.4000000059604645, 2: 0.5, 3: 0.699999988079071, 4: -1}
    rows: Rows = [
        ("songs", {"title": f"T{n}", "artist": f"A{n}", place: f"/{n}", "rating": stars[n],
                   "playcount": int(n == 3), "lastplayed": -1})
        for n in stars
    ]  # fmt: skip
    assert offered(schema, rows, tmp_path)["me"] == [f"{letter}2", f"{letter}4"]
    with HistoryDB(tmp_path / "app.db") as history:
        assert [(e.item_id, e.rating) for e in history.read_history("me")] == [(f"{letter}3", 3.5)]


def test_kotatsus_low_rating_of_32_bits(tmp_path: Path) -> None:
    rows: Rows = [
        *(("manga", {"manga_id": n, "title": f"M{n}", "source": "S"}) for n in (1, 2, 3)),
        *(("favourites", {"manga_id": n, "category_id": 1, "deleted_at": 0}) for n in (1, 2, 3)),
        *(("scrobblings", {"scrobbler": 1, "id": n, "manga_id": n, "chapter": 0, "rating": rating})
          for n, rating in ((1, 0.4000000059604645), (2, 0.5))),
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
        *(("Feeds", {"id": n, "title": "Tides", "custom_title": name, "state": 0})
          for n, name in ((1, ""), (2, "Mine"), (3, None))),
        *(("FeedItems", {"id": n, "title": f"E{n}", "feed": feed, "read": 0})
          for n, feed in ((1, 1), (2, 1), (3, 2), (4, 3), (5, 3))),
        *(("FeedMedia", {"id": n, "feeditem": n, "last_played_time": 1735689600000 * (n == 5),
                         "position": 0}) for n in (1, 3, 4, 5)),
    ]  # fmt: skip
    assert offered("antennapod", rows, tmp_path)["me"] == ["1", "3", "4"]
    with HistoryDB(tmp_path / "app.db") as history:
        titles = {i: title.decode() for i, title, _ in history.described_items()}
    assert [titles[n] for n in "1234"] == ["Tides - E1", "Tides - E2", "Mine - E3", "Tides - E4"]


def test_ankis_cards_that_were_only_given_a_day_are_new(tmp_path: Path) -> None:
    """Setting a due date, and forgetting, leave rows without an answer."""
    rows: Rows = [
        *(("notes", {"id": n, "guid": str(n), "sfld": f"N{n}"}) for n in (1, 2)),
        *(("cards", {"id": n + 10, "nid": n, "reps": 0}) for n in (1, 2)),
        *(("revlog", {"id": 1735689600000 + n, "cid": card, "ease": ease})
          for n, card, ease in ((0, 11, 0), (1, 12, 3), (2, 12, 0))),
    ]  # fmt: skip
    with HistoryDB(written("anki 11", rows, tmp_path / "app.db")) as history:
        assert [item for _, item in history.seen()] == ["2"]


def test_lutris_does_not_ask_the_column_of_before_once_a_category_hides(tmp_path: Path) -> None:
    hidden = "ALTER TABLE games ADD COLUMN hidden INTEGER; UPDATE games SET hidden = 1 WHERE id = 7"
    after = {
        "": False,
        "INSERT INTO categories VALUES (1, '.hidden')": True,
        # A later release, of which the category is gone again with its last game.
        "ALTER TABLE games ADD COLUMN discord_id TEXT": True,
    }
    for number, (script, is_there) in enumerate(after.items()):
        path = tmp_path / f"{number}.db"
        with closing(sqlite3.connect(path)) as db:
            SCHEMAS["lutris"](db)
            db.executescript(f"{hidden};{script}")
        with HistoryDB(path) as history:
            assert ("7" not in set(history.unavailable_items())) == is_there, script


def test_kavita_hides_everything_from_whom_all_libraries_were_taken(tmp_path: Path) -> None:
    rows: Rows = [
        ("Library", {"Id": 1, "Name": "L", "Type": 0}),
        ("Series", {"Id": 1, "Name": "Knots", "LibraryId": 1}),
        ("SeriesMetadata", {"Id": 1, "SeriesId": 1, "AgeRating": 0}),
        ("Volume", {"Id": 1, "Name": "0", "SeriesId": 1}),
        ("Chapter", {"Id": 1, "VolumeId": 1, "Number": "0", "Pages": 9}),
        *(("AspNetUsers", {"Id": n, "UserName": str(n), "AgeRestriction": -1}) for n in (1, 2)),
        ("AppUserLibrary", {"AppUsersId": 1, "LibrariesId": 1}),
    ]  # fmt: skip
    with HistoryDB(written("kavita 2026", rows, tmp_path / "app.db")) as history:
        assert set(history.hidden()) == {("2", "1")}


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
