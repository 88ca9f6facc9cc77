"""IMDb's ratings, old and new."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Interaction
from ilora_edge.importers.imdb import ImdbSource
from ilora_edge.importers.store import write_import

NEW = (
    "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),"
    "Year,Genres,Num Votes,Release Date,Directors\n"
    'tt0000001,9,2026-01-05,Spirit,"Geist",https://x,Movie,7.3,95,2014,"Comedy, Drama",1,2014,A\n'
    "tt0000002,,2026-01-06,Unrated,Unrated,https://x,Movie,7.5,119,2017,Drama,1,2017,B\n"
    "tt0000003,3,2026-01-06,Pilot,Pilot,https://x,TV Episode,7.5,19,2017,Drama,1,2017,B\n"
)
OLD = (
    '"position","const","created","modified","description","Title","Title type","Directors",'
    '"{who} rated","IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes",'
    '"Release Date (month/day/year)","URL"\n'
    '"1","tt0000001","Tue Jan  1 00:00:00 2013","","","Amélie","Feature Film","J","8","8.4","122",'
    '"2001","comedy, romance","1","2001-04-25","http://x"\n'
)


def test_the_list_of_today(tmp_path: Path) -> None:
    source = ImdbSource([write(tmp_path / "ratings.csv", NEW)])
    write_import(tmp_path / "x.db", source)
    connection = sqlite3.connect(tmp_path / "x.db")
    assert connection.execute("SELECT * FROM interactions").fetchall() == [
        ("me", "tt0000001", 1767571200, 4.5)
    ]
    query = "SELECT * FROM items NATURAL JOIN item_facts"
    assert connection.execute(query).fetchall() == [
        (
            *("tt0000001", "Spirit (2014)", "Comedy|Drama", 2014, "Geist"),
            *(None, "tt0000001", None, None, None),
        )
    ]
    assert source.notes == ["left out, single episodes: 1", "left out, titles without a rating: 1"]


LIST = (
    "Position,Const,Created,Modified,Description,Title,URL,Title Type,Year,Genres,Your Rating,"
    "Date Rated\n"
    "1,tt0000001,2026-01-05,2026-01-05,,Spirit,https://x,Movie,2014,Drama,{rating},\n"
    "2,tt0000002,2026-01-06,2026-01-06,,Other,https://x,Movie,2015,Drama,,\n"
)


def test_a_list_without_a_rating_is_a_watch_list_whatever_it_is_called(tmp_path: Path) -> None:
    source = ImdbSource([write(tmp_path / "3f0c2a.csv", LIST.format(rating=""))])
    assert list(source.interactions()) == []
    assert source.wanted == {("me", "tt0000001"), ("me", "tt0000002")}
    assert any("3f0c2a.csv is a list of which nothing is rated" in note for note in source.notes)


def test_a_list_with_a_rating_is_not(tmp_path: Path) -> None:
    source = ImdbSource([write(tmp_path / "3f0c2a.csv", LIST.format(rating="8"))])
    assert [(item, rating) for _, item, _, rating in source.interactions()] == [("tt0000001", 4.0)]
    assert source.wanted == set()


@pytest.mark.parametrize("who", ["You", "somebody"])
def test_the_list_of_before(tmp_path: Path, who: str) -> None:
    path = write(tmp_path / "ratings.csv", OLD.format(who=who).encode("cp1252"))
    histories, items = imported(ImdbSource([path], "cp1252"), tmp_path / "x.db")
    assert histories == {"me": [Interaction("tt0000001", 1356998400, 4.0)]}
    assert items[0].title == "Amélie (2001)"


def test_a_new_rating_replaces_the_old_whatever_its_date(tmp_path: Path) -> None:
    path = write(tmp_path / "ratings.csv", NEW)
    imported(ImdbSource([path]), tmp_path / "x.db")
    write(path, NEW.replace("9,2026-01-05", "2,2026-02-05"))
    histories, _ = imported(ImdbSource([path]), tmp_path / "x.db")
    assert histories == {"me": [Interaction("tt0000001", 1770249600, 1.0)]}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x,9,2026-01-05,A\n", "line 2: Const is 'x', no id of a title"),
        ("tt0000001,11,2026-01-05,A\n", "line 2: Your Rating is '11', not 1 to 10"),
        ("tt0000001,9,soon,A\n", "line 2: Date Rated is 'soon'"),
    ],
)
def test_wrong_lines(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path / "r.csv", f"Const,Your Rating,Date Rated,Title\n{line}")
    with pytest.raises(SourceError) as caught:
        imported(ImdbSource([path]), tmp_path / "x.db")
    assert message in str(caught.value)


def test_of_two_exports_the_newer_rating_counts(tmp_path: Path) -> None:
    newer = NEW.replace("tt0000001,9,2026-01-05", "tt0000001,4,2026-03-05")
    paths = [write(tmp_path / "ratings.csv", newer), write(tmp_path / "ratings (1).csv", NEW)]
    histories, _ = imported(ImdbSource(paths), tmp_path / "x.db")
    assert [(i.item_id, i.rating) for i in histories["me"]] == [("tt0000001", 2.0)]


def test_a_file_that_cannot_be_opened_is_not_the_database(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read a+.*: File name too long"):
        write_import(tmp_path / "new.db", ImdbSource([Path("a" * 300)]))
    assert not list(tmp_path.iterdir())
