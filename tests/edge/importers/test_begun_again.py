"""What is being read or was rated again: the last time counts, and the newer of two exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import ONE_USER
from ilora_edge.importers.goodreads import GoodreadsSource
from ilora_edge.importers.imdb import ImdbSource
from ilora_edge.importers.storygraph import StorygraphSource
from ilora_edge.importers.trakt import TraktSource

BOOKS = "Book Id,Title,Author,My Rating,Date Read,Exclusive Shelf,Read Count\n"
GRAPH = "Title,Authors,ISBN/UID,Read Status,Last Date Read,Dates Read,Star Rating\n"


def test_a_book_that_is_read_again_was_read(tmp_path: Path) -> None:
    rows = (
        "1,Rated,Ann,4,,currently-reading,1\n2,Dated,Ann,0,2024/01/02,currently-reading,2\n"
        "3,First Time,Ann,0,,currently-reading,1\n"
    )
    source = GoodreadsSource([write(tmp_path / "goodreads_library_export.csv", BOOKS + rows)])
    histories, _ = imported(source, tmp_path / "o.db")
    assert [(e.item_id, e.rating) for e in histories[ONE_USER]] == [("1", 4.0), ("2", None)]
    with HistoryDB(tmp_path / "o.db") as database:
        assert database.read_seen(ONE_USER) == ["3"]


def test_the_same_of_the_storygraph(tmp_path: Path) -> None:
    rows = (
        "Rated,Ann,a,currently-reading,,,4.5\n"
        "Dated,Ann,b,paused,2024/01/02,2023/12/30-2024/01/02,\n"
        "Begun,Ann,c,currently-reading,,2026/05/01-,\n"
    )
    source = StorygraphSource([write(tmp_path / "storygraph.csv", GRAPH + rows)])
    histories, _ = imported(source, tmp_path / "o.db")
    assert [(e.item_id, e.rating) for e in histories[ONE_USER]] == [("a", 4.5), ("b", None)]
    with HistoryDB(tmp_path / "o.db") as database:
        assert database.read_seen(ONE_USER) == ["c"]


@pytest.mark.parametrize("names", [("1", "2"), ("2", "1")])
def test_what_another_export_says_is_finished_is(tmp_path: Path, names: tuple[str, str]) -> None:
    """Whichever of the files is the older one: a book without a date is in both undated."""
    first, second = (
        write(tmp_path / f"goodreads_{n}.csv", BOOKS + f"1,Book,Ann,0,,{shelf},1\n")
        for n, shelf in zip(names, ("currently-reading", "read"), strict=True)
    )
    histories, _ = imported(GoodreadsSource([first, second]), tmp_path / "o.db")
    assert [e.item_id for e in histories[ONE_USER]] == ["1"]
    with HistoryDB(tmp_path / "o.db") as database:
        assert database.read_seen(ONE_USER) == []


@pytest.mark.parametrize("old", [0, 1])
def test_the_rating_of_today_counts(tmp_path: Path, old: int) -> None:
    lines = [("2019-01-01", 4), ("2025-01-01", 9)]
    paths: list[Path] = []
    for n in (old, 1 - old):
        (day, rating) = lines[n]
        text = f"rated_at,type,title,year,imdb_id,rating\n{day},movie,Ant,2001,tt0000001,{rating}\n"
        paths.append(write(tmp_path / f"ratings-{len(paths)}.csv", text))
    histories, _ = imported(TraktSource(paths), tmp_path / "o.db")
    assert [e.rating for e in histories[ONE_USER]] == [4.5]


def test_a_day_of_rating_is_no_rating(tmp_path: Path) -> None:
    text = "Const,Date Rated,Title,Title Type\ntt0000001,2020-01-02,Ant,Movie\n"
    with pytest.raises(SourceError, match="not an export of IMDb that is known"):
        imported(ImdbSource([write(tmp_path / "ratings.csv", text)]), tmp_path / "o.db")
