"""Goodreads and The StoryGraph."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.importers.goodreads import GoodreadsSource
from ilora_edge.importers.store import write_import
from ilora_edge.importers.storygraph import StorygraphSource

GOODREADS = (
    "Book Id,Title,Author,ISBN,ISBN13,My Rating,Year Published,Original Publication Year,"
    "Date Read,Date Added,Exclusive Shelf,Read Count\n"
    '11,"Pier (Coast, #1)",Ann Doe,"=""0140449132""","=""""",5,2019,1866,'
    "2024/05/01,2024/04/12,read,1\n"
    '12,Orchard,Bob Roe,"=""""","=""""",0,2024,,,2025/04/12,to-read,0\n'
    '13,Third,Cy Poe,"=""""","=""""",0,2020,,,2025/05/12,read,1\n'
    '14,Fourth,Di Foe,"=""""","=""""",0,2020,,,2025/05/12,dnf,0\n'
    '15,Fifth,Ed Low,"=""""","=""""",0,2020,,,2025/05/12,currently-reading,0\n'
    '16,Sixth,Flo Hay,"=""""","=""""",0,2020,,,2025/05/12,maybe-one-day,0\n'
)
STORYGRAPH = (
    "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Date Added,Last Date Read,Dates Read,"
    "Read Count,Star Rating,Review,Tags,Owned?\n"
    "Pier,Ann Doe,,9780140449136,paperback,read,2023/01/02,2023/01/20,2023/01/02-2023/01/20,1,"
    "4.75,,,Yes\n"
    'Third,Cy Poe,,,digital,read,2023/01/02,,"2022/01/02-2022/01/20, 2022/03/04",2,,,,No\n'
    "Fourth,Di Foe,,b9f2,audio,did-not-finish,2023/02/02,,,0,,,,No\n"
    "Fifth,Ed Low,,,audio,to-read,2023/02/02,,,0,,,,No\n"
    "Sixth,Flo Hay,,,audio,paused,2023/02/02,,,0,,,,No\n"
)


def test_goodreads(tmp_path: Path) -> None:
    source = GoodreadsSource([write(tmp_path / "goodreads_library_export.csv", GOODREADS)])
    histories, _ = imported(source, tmp_path / "x.db")
    assert histories == {
        "me": [
            Interaction("14", 0, 1.0),
            Interaction("13", 0, None),
            Interaction("11", 1714521600, 5.0),
        ]
    }
    rows = sqlite3.connect(tmp_path / "x.db").execute(
        "SELECT title, year, creator, isbn FROM items NATURAL JOIN item_facts WHERE item_id = '11'"
    )
    assert rows.fetchall() == [("Pier (Coast, #1)", 1866, "Ann Doe", "9780140449136")]
    assert source.notes == [
        "still to be read or watched, so no history (--wanted ranks them): 1",
        "begun and not finished, so no history and never offered: 1",
        "without a date, so undated: 2",
        "left out, unread books of the shelf 'maybe-one-day': 1",
    ]


def test_a_date_of_reading_that_comes_later_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "goodreads.csv", GOODREADS)
    imported(GoodreadsSource([path]), tmp_path / "x.db")
    later = GOODREADS.replace(",0,2020,,,2025/05/12,read", ",4,2020,,2026/01/01,2025/05/12,read")
    report = write_import(tmp_path / "x.db", GoodreadsSource([write(path, later)]))
    assert (report.n_interactions_new, report.n_replaced) == (0, 1)


def test_storygraph(tmp_path: Path) -> None:
    histories, items = imported(
        StorygraphSource([write(tmp_path / "x.csv", STORYGRAPH)]), tmp_path / "x.db"
    )
    assert histories == {
        "me": [
            Interaction("b9f2", 0, 1.0),
            Interaction("Cy Poe - Third", 1646352000, None),
            Interaction("9780140449136", 1674172800, 4.75),
        ]
    }
    assert {i.title for i in items} == {"Pier", "Third", "Fourth", "Fifth", "Sixth"}
    with HistoryDB(tmp_path / "x.db") as db:
        assert db.read_seen("me") == ["Flo Hay - Sixth"]
        assert [*db.wanted()] == [("me", "Ed Low - Fifth")]


def test_each_names_the_other(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not an export of Goodreads that is known"):
        imported(GoodreadsSource([write(tmp_path / "x.csv", STORYGRAPH)]), tmp_path / "x.db")
    with pytest.raises(SourceError, match="is not an export of The StoryGraph that is known"):
        imported(StorygraphSource([write(tmp_path / "x.csv", GOODREADS)]), tmp_path / "x.db")


@pytest.mark.parametrize("rating", ["6", "-1", "nan", "many"])
def test_more_stars_than_there_are(tmp_path: Path, rating: str) -> None:
    goodreads = GOODREADS.replace(",5,2019", f",{rating},2019")
    storygraph = STORYGRAPH.replace(",4.75,", f",{rating},")
    for source, line in (
        (GoodreadsSource([write(tmp_path / "g.csv", goodreads)]), "g.csv line 2: My Rating is"),
        (StorygraphSource([write(tmp_path / "s.csv", storygraph)]), "s.csv line 2: Star Rating is"),
    ):
        with pytest.raises(SourceError, match=line):
            imported(source, tmp_path / "x.db")
