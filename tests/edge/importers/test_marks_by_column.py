"""States that are columns of their own, with a yes or a no; states with words around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource
from ilora_edge.importers.goodreads import GoodreadsSource
from ilora_edge.importers.storygraph import StorygraphSource
from ilora_edge.importers.tables.states import State, state_of


def read(folder: Path, text: str) -> tuple[list[str], list[str]]:
    """Return the ids of the history, and of what must not be offered."""
    source = DelimitedSource(write(folder / "x", text), "csv")
    histories, _ = imported(source, folder / "x.db")
    events = [event for own in histories.values() for event in own]
    return sorted(e.item_id for e in events), sorted(item for _, item in source.seen)


def test_a_column_for_each_state(tmp_path: Path) -> None:
    head = "Title,Playing,Backlog,Replay,Completed,Retired,Completion Date\n"
    rows = "Ash,,✓,,,,\nClay,,,✓,✓,,2024-03-01\nFern,,,,,✓,\nGorse,✓,,,,,\n"
    assert read(tmp_path, head + rows) == (["Clay", "Gorse"], ["Fern"])


@pytest.mark.parametrize(
    ("name", "no", "yes"),
    [
        *(("watchlist", "no", "yes"), ("Wishlist", "0", "1"), ("Want to Read", "FALSE", "TRUE")),
        *(("wanttoplay", "0", "1"), ("Plan to Watch", "", "x"), ("À voir", "non", "oui")),
    ],
)
def test_a_wish_that_is_a_yes(tmp_path: Path, name: str, no: str, yes: str) -> None:
    rows = f"Ash,4,{no}\nClay,,{yes}\nFern,3,{yes}\n"
    # What was rated has been seen, whatever is wished.
    assert read(tmp_path, f"Title,Rating,{name}\n{rows}") == (["Ash", "Fern"], [])


def test_a_column_of_numbers_is_no_mark(tmp_path: Path) -> None:
    rows = "Ash,2024-01-02,2\nClay,2024-01-03,1\n"
    assert read(tmp_path, f"Title,Date,Queue\n{rows}") == (["Ash", "Clay"], [])


def test_what_is_put_away_may_be_unread(tmp_path: Path) -> None:
    rows = "Ash,yes,no\nClay,yes,yes\n"
    assert read(tmp_path, f"Title,Archived,Read\n{rows}") == (["Clay"], [])


def test_a_status_of_another_name(tmp_path: Path) -> None:
    rows = "Ash,0,Not Played\nClay,0,Mastered long ago\nFern,0,Plan to Play\n"
    assert read(tmp_path, f"Name,Playtime,Completion Status\n{rows}") == (["Clay"], [])


def test_whether_a_show_is_on_air_says_nothing_of_a_person(tmp_path: Path) -> None:
    rows = "Ash,Finished,2024-01-02\nClay,Planned,2024-01-03\n"
    assert read(tmp_path, f"Title,Airing Status,Date\n{rows}") == (["Ash", "Clay"], [])


def test_folders_of_things_to_be_read(tmp_path: Path) -> None:
    rows = "Ash,Unread,1700000000\nClay,Archive,1700000100\n"
    assert read(tmp_path, f"Title,Folder,Timestamp\n{rows}") == (["Clay"], [])


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *(("toplay", "planned"), ("wantToPlay", "planned"), ("yet", "planned")),
        *(("not yet read", "planned"), ("Never watched", "planned"), ("Read later", "planned")),
        *(("Non iniziato", "planned"), ("noch nicht begonnen", "planned"), ("未着手", "planned")),
        *(("Finito il 2012/03/12", "done"), ("Gelesen am 3.5.2024", "done")),
        *(("In lettura dal 2013", "begun"), ("Abandoned on 2024-01-02", "given up")),
        *(("Won't watch", "given up"), ("will never read", "given up"), ("搁置", "begun")),
        *(("total", None), ("today", None), ("Tomorrow", None), ("Season 2", None), ("2", None)),
    ],
)
def test_words(text: str, state: State | None) -> None:
    assert state_of(text) == state


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        *(("Interpret;Titel", "Roe - Ash"), ("Artist Name(s),Track Name", "Roe - Ash")),
        *(("歌手,歌曲名", "Roe - Ash"), ("исполнитель,название", "Roe - Ash")),
        *(("Autor;Titel", "Ash"), ("作者,书名", "Ash")),
    ],
)
def test_who_made_it_in_other_languages(tmp_path: Path, header: str, expected: str) -> None:
    mark = ";" if ";" in header else ","
    text = f"{header}{mark}Date\nRoe{mark}Ash{mark}2024-01-02\n"
    source = DelimitedSource(write(tmp_path / "x", text), "csv")
    imported(source, tmp_path / "x.db")
    (item,) = source.items()
    assert (item.item_id, item.creator) == (expected, "Roe")


def test_a_rating_beside_everybodys_average_is_ones_own(tmp_path: Path) -> None:
    text = "title,rating,vote_average,vote_count\nAsh,8,7.1,99\n"
    source = DelimitedSource(write(tmp_path / "x", text), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.rating for event in histories["me"]] == [8]


def test_ids_that_a_spreadsheet_has_shortened(tmp_path: Path) -> None:
    head = "Book Id,Title,Author,My Rating,Date Read,Exclusive Shelf\n"
    path = write(tmp_path / "x.csv", f"{head}2.42E+08,Ash,Roe,4,2020/01/01,read\n")
    with pytest.raises(SourceError, match=r"line 2: Book Id is '2\.42E\+08': a spreadsheet"):
        imported(GoodreadsSource([path]), tmp_path / "x.db")
    head = "Title,Authors,ISBN/UID,Read Status,Last Date Read\n"
    path = write(tmp_path / "y.csv", f"{head}Ash,Roe,9.78E+12,read,2020/01/01\n")
    with pytest.raises(SourceError, match=r"ISBN/UID is '9\.78E\+12': a spreadsheet"):
        imported(StorygraphSource([path]), tmp_path / "y.db")


@pytest.mark.parametrize("of", ["Story", "Fic", "Translation", "Item"])
def test_a_status_of_the_work_is_not_the_persons(tmp_path: Path, of: str) -> None:
    rows = "Ash,2024-01-01,complete\nClay,2024-01-02,abandoned\nFern,2024-01-03,ongoing\n"
    assert read(tmp_path, f"Title,Date,{of} status\n{rows}") == (["Ash", "Clay", "Fern"], [])


def test_a_play_that_was_skipped_does_not_give_its_track_up(tmp_path: Path) -> None:
    rows = "Ash,2024-01-01,TRUE\nAsh,2024-01-02,FALSE\nClay,2024-01-03,TRUE\n"
    assert read(tmp_path, f"track_name,ts,skipped\n{rows}") == (["Ash", "Ash", "Clay"], [])
