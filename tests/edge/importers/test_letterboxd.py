"""Letterboxd's export."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from importing import imported, write, write_files

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.importers.letterboxd import LetterboxdSource
from ilora_edge.importers.store import write_import

FILES: dict[str, str | bytes] = {
    "diary.csv": (
        "\ufeffDate,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
        "2026-03-05,Twins,1988,https://boxd.it/a,4.5,,,2026-03-01\n"
        '2026-03-06,Twins,1988,https://boxd.it/b,,Yes,"a, b",2026-03-06\n'
        "2026-03-09,Twins,2024,https://boxd.it/c,,,,\n"
    ),
    "watched.csv": (
        "Date,Name,Year,Letterboxd URI\n"
        "2026-01-01,Twins,1988,https://boxd.it/f1\n2026-01-02,Old Film,,https://boxd.it/f3\n"
    ),
    "ratings.csv": (
        "Date,Name,Year,Letterboxd URI,Rating\n"
        "2026-01-03,Twins,1988,https://boxd.it/f1,3\n2026-01-04,Old Film,,https://boxd.it/f3,½\n"
    ),
    "watchlist.csv": "Date,Name,Year,Letterboxd URI\n2026-01-01,Not Yet,2020,https://boxd.it/f4\n",
    "profile.csv": "Date Joined,Username\n2020-01-01,x\n",
}
EXPECTED = {
    "me": [
        Interaction("Old Film", 1767312000, 0.5),
        Interaction("Twins (1988)", 1772323200, 4.5),
        Interaction("Twins (1988)", 1772755200, 3.0),
        Interaction("Twins (2024)", 1773014400, None),
    ]
}


def test_a_folder(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "export", FILES)
    histories, items = imported(LetterboxdSource([folder]), tmp_path / "x.db")
    assert histories == EXPECTED
    titles = ["Old Film", "Twins (1988)", "Twins (2024)", "Not Yet (2020)"]
    assert [i.title for i in items] == titles


def test_the_archive_as_it_came(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letterboxd-me.zip", "w") as archive:
        for name, content in FILES.items():
            archive.writestr(f"letterboxd-me/{name}", content)
    histories, _ = imported(LetterboxdSource([tmp_path / "letterboxd-me.zip"]), tmp_path / "x.db")
    assert histories == EXPECTED


def test_a_watch_list_is_no_history(tmp_path: Path) -> None:
    path = write(tmp_path / "watchlist.csv", FILES["watchlist.csv"])
    alone, items = imported(LetterboxdSource([path]), tmp_path / "alone.db")
    assert (alone, [item.title for item in items]) == ({}, ["Not Yet (2020)"])
    watched = write(tmp_path / "watched.csv", FILES["watched.csv"])
    source = LetterboxdSource([path, watched])
    histories, _ = imported(source, tmp_path / "x.db")
    assert {i.item_id for i in histories["me"]} == {"Twins (1988)", "Old Film"}
    assert source.notes == ["still to be read or watched, so no history (--wanted ranks them): 1"]
    with HistoryDB(tmp_path / "x.db") as db:
        assert [*db.wanted()] == [("me", "Not Yet (2020)")]


def test_another_file_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "Const,Title\ntt0000001,A\n")
    with pytest.raises(SourceError, match="not an export of Letterboxd that is known: it has"):
        imported(LetterboxdSource([path]), tmp_path / "x.db")


@pytest.mark.parametrize("content", [b"PK\x03\x04nonsense", b""])
def test_an_archive_that_is_none(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"x\.zip cannot be unpacked"):
        imported(LetterboxdSource([write(tmp_path / "x.zip", content)]), tmp_path / "x.db")


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../../letter.txt", "Dear")
    with pytest.raises(SourceError, match="has no file of Letterboxd: expected diary"):
        imported(LetterboxdSource([tmp_path / "x.zip"]), tmp_path / "x.db")


def test_a_film_of_no_diary_that_is_rated_anew(tmp_path: Path) -> None:
    head = "Date,Name,Year,Letterboxd URI,Rating\n"
    path = tmp_path / "ratings.csv"
    source = LetterboxdSource([write(path, f"{head}2023-01-01,Alien,1979,u,2\n")])
    imported(source, tmp_path / "x.db")
    later = LetterboxdSource([write(path, f"{head}2025-06-07,Alien,1979,u,4.5\n")])
    histories, _ = imported(later, tmp_path / "x.db")
    assert histories["me"] == [Interaction("Alien (1979)", 1672531200, 4.5)]
    report = write_import(tmp_path / "x.db", later)
    assert (report.n_interactions_new, report.n_ratings_changed, report.n_replaced) == (0, 0, 0)


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_list_is_no_history(tmp_path: Path, start: str) -> None:
    text = f"{start}Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2020-01-02,L,,u,\n"
    path = write(tmp_path / "my-list.csv", text)
    with pytest.raises(SourceError, match=r"my-list\.csv is a list of films, which need not have"):
        write_import(tmp_path / "x.db", LetterboxdSource([path]))
