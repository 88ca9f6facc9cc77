"""The HetRec Last.fm folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import imported, write_files

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB, Interaction, Item
from ilora_edge.importers.lastfm import LastFmSource
from ilora_edge.importers.store import write_import

ARTISTS = "id\tname\turl\tpictureURL\n1\tMorcheeba\tu\tp\n2\tCafé Del Mar\tu\tp\n"


@pytest.mark.parametrize("header", ["", "userID\tartistID\tweight\r\n"])
def test_lastfm_is_timed_by_position(tmp_path: Path, header: str) -> None:
    files: dict[str, str | bytes] = {
        "artists.dat": ARTISTS,
        "user_artists.dat": header + "5\t2\t13883\r\n6\t1  \t4\r\n5\t9\t1\r\n",
    }
    source = LastFmSource(write_files(tmp_path / "hr", files))
    histories, items = imported(source, tmp_path / "hr.db")
    assert histories == {
        "5": [Interaction("2", 1, None), Interaction("9", 3, None)],
        "6": [Interaction("1", 2, None)],
    }
    assert items == [
        Item("1", "Morcheeba", None),
        Item("2", "Café Del Mar", None),
        Item("9", "9", None),
    ]
    assert source.notes == [
        "user_artists.dat has no times: each interaction's time is its line's position",
        "listening counts are not ratings and were left out",
        "artists not in artists.dat, with their id for a title: 1",
    ]


@pytest.mark.parametrize(
    ("listens", "artists", "message"),
    [
        ("5\t2\n", ARTISTS, "user_artists.dat line 1: expected 3 tab-separated fields, got 2"),
        ("5\t2\t-1\n", ARTISTS, "user_artists.dat line 1: the listening count is -1"),
        ("5\t2\tmany\n", ARTISTS, "user_artists.dat line 1: the listening count is 'many', not a"),
        ("5\t2\t1\n", ARTISTS + "2\tx\tu\tp\n", "artists.dat line 4: artist 2 is there twice"),
        ("5\t2\t1\n", ARTISTS + "3\t \tu\tp\n", "artists.dat line 4: artist 3 has no name"),
    ],
)
def test_lastfm_names_the_bad_line(
    tmp_path: Path, listens: str, artists: str, message: str
) -> None:
    files: dict[str, str | bytes] = {"artists.dat": artists, "user_artists.dat": listens}
    with pytest.raises(SourceError) as caught:
        write_import(tmp_path / "hr.db", LastFmSource(write_files(tmp_path / "hr", files)))
    assert message in str(caught.value)


def test_lastfm_without_its_files(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"expected artists\.dat and .*there is: nothing"):
        LastFmSource(tmp_path)


def test_the_real_hetrec(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "hetrec.db"
    report = write_import(path, LastFmSource(shared_data / "hetrec2011-lastfm-2k"))
    assert (report.n_items_new, report.n_interactions_new) == (17_632, 92_834)
    with HistoryDB(path) as db:
        assert db.count_users() == 1892
