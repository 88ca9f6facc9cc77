"""What is still to be read or watched: an item and a wish, and never an event."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from importing import imported, sha256, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.goodreads import GoodreadsSource
from ilora_edge.importers.imdb import ImdbSource
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.store import write_import

SHELVES = (
    "Book Id,Title,Author,ISBN13,My Rating,Year Published,Date Read,Date Added,Exclusive Shelf\n"
    "1,Pier,Ann Doe,,5,1999,2024/01/02,2024/01/01,read\n"
    '2,Kiln,Cy Poe,"=""9780140449136""",0,2001,,2024/01/01,to-read\n'
    "3,Ash,Di Foe,,0,2002,,2024/01/01,to-read\n"
    "4,Clay,Di Foe,,0,2003,,2024/01/01,want-to-read\n"
)
RATED = "Const,Your Rating,Date Rated,Title,URL,Title Type,Year,Genres\n"


def wanted(path: Path) -> list[tuple[str, str]]:
    with HistoryDB(path) as db:
        return sorted((str(user), str(item)) for user, item in db.wanted())


def shelves(folder: Path, text: str = SHELVES) -> GoodreadsSource:
    return GoodreadsSource([write(folder / "goodreads.csv", text)])


def test_a_wish_is_an_item_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    histories, items = imported(shelves(tmp_path), path)
    assert [event.item_id for event in histories["me"]] == ["1"]
    assert {item.title for item in items} == {"Pier", "Kiln", "Ash", "Clay"}
    with closing(sqlite3.connect(path)) as connection:
        facts = connection.execute(
            "SELECT year, creator, isbn FROM item_facts WHERE item_id = '2'"
        ).fetchall()
    assert facts == [(2001, "Cy Poe", "9780140449136")]
    assert wanted(path) == [("me", "2"), ("me", "3"), ("me", "4")]


def test_a_wish_of_somebody_named_is_one_too(tmp_path: Path) -> None:
    path, source = tmp_path / "x.db", shelves(tmp_path)
    source.user = "ann"
    histories, _ = imported(source, path)
    assert [event.item_id for event in histories["ann"]] == ["1"]
    assert wanted(path) == [("ann", "2"), ("ann", "3"), ("ann", "4")]


def test_an_item_that_is_wished_for_twice_is_one_wish(tmp_path: Path) -> None:
    again = "3,Ash,Di Foe,,0,2002,,2024/01/01,to-read\n"
    path = tmp_path / "x.db"
    histories, _ = imported(shelves(tmp_path, SHELVES + again), path)
    assert [event.item_id for event in histories["me"]] == ["1"]
    assert wanted(path) == [("me", "2"), ("me", "3"), ("me", "4")]


def test_the_same_file_twice_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    imported(shelves(tmp_path), path)
    before = sha256(path)
    write_import(path, shelves(tmp_path))
    assert sha256(path) == before


def test_what_was_read_since_is_a_wish_no_more(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    imported(shelves(tmp_path), path)
    later = SHELVES.replace("2001,,2024/01/01,to-read", "2001,2025/01/01,2024/01/01,read")
    later = later.replace("2002,,2024/01/01,to-read", "2002,,2024/01/01,currently-reading")
    imported(shelves(tmp_path, later), path)
    assert wanted(path) == [("me", "4")]
    # An older export says it again.
    write_import(path, shelves(tmp_path))
    assert wanted(path) == [("me", "4")]


def test_what_was_watched_in_another_file_is_none_either(tmp_path: Path) -> None:
    text = "Date,Name,Year,Letterboxd URI\n2026-01-01,Kiln,2019,u1\n2026-01-01,Ash,2020,u2\n"
    lists = write(tmp_path / "watchlist.csv", text)
    watched = write(tmp_path / "watched.csv", text.rpartition("2026")[0])
    imported(LetterboxdSource([lists, watched]), tmp_path / "x.db")
    assert wanted(tmp_path / "x.db") == [("me", "Ash (2020)")]


def test_a_file_of_nothing_but_wishes(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    rows = "tt0000001,,,Kiln,u,Movie,2019,\ntt0000002,,,Ash: One,u,TV Episode,2019,\n"
    histories, items = imported(ImdbSource([write(tmp_path / "WATCHLIST.csv", RATED + rows)]), path)
    assert (histories, [item.imdb or item.item_id for item in items]) == ({}, ["tt0000001"])
    with HistoryDB(path) as db:
        assert db.people() == ["me"]
        assert db.knows("me")
        assert not db.knows("ann")


def test_of_a_list_of_another_name_nothing_is_a_wish(tmp_path: Path) -> None:
    path = write(tmp_path / "ratings.csv", RATED + "tt0000001,,,Kiln,u,Movie,2019,\n")
    with pytest.raises(SourceError, match="holds no interactions; left out, titles without"):
        imported(ImdbSource([path]), tmp_path / "x.db")


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("Title,Status\nKiln,Finished\nAsh,Want to read\nClay,Dropped\n", ["Ash"]),
        ("Title,Backlog,Rating\nKiln,,8\nAsh,x,\n", ["Ash"]),
        ("Title,Watched\nKiln,yes\nAsh,no\n", ["Ash"]),
        ("Title,Play Count\nKiln,3\nAsh,0\n", ["Ash"]),
        ("Title,Play Count,Skip Count\nKiln,3,0\nAsh,0,2\n", []),
        ("Product Name,ASIN,Order Status,Order Date\nKiln,B1,Closed,2024-01-02\n"
         "Ash,B2,Cancelled,2024-01-03\n", []),
    ],
)  # fmt: skip
def test_a_table_of_one_s_own(tmp_path: Path, text: str, wishes: list[str]) -> None:
    path = tmp_path / "x.db"
    histories, items = imported(DelimitedSource(write(tmp_path / "x", text), "csv"), path)
    assert len(histories["me"]) == 1
    assert [item for _, item in wanted(path)] == wishes
    assert {item.title for item in items}.issuperset(wishes)


def test_a_table_may_have_so_many_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ilora_edge.importers.delimited._MOST_WISHES", 2)
    text = "title,watched\nKiln,yes\n" + "".join(f"Ash {n},no\n" for n in range(5))
    source = DelimitedSource(write(tmp_path / "x", text), "csv")
    imported(source, tmp_path / "x.db")
    assert wanted(tmp_path / "x.db") == [("me", "Ash 0"), ("me", "Ash 1")]
    assert "x: not begun, beside 2 others, and so left out: 3" in source.notes


def test_each_wants_for_oneself(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    text = "user,title,status\nann,Kiln,to-read\nbob,Kiln,read\nbob,Ash,to-read\n"
    imported(DelimitedSource(write(tmp_path / "x", text), "csv"), path)
    assert wanted(path) == [("ann", "Kiln"), ("bob", "Ash")]
