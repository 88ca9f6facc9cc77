"""What other programs' importers were reported to read wrongly; rows made up in those forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource, Format
from ilora_edge.importers.imdb import ImdbSource
from ilora_edge.importers.tables.columns import Columns
from ilora_edge.importers.youtube import YoutubeSource


def read(folder: Path, content: str, format: Format = "csv", **named: str) -> dict[str, str]:
    """Return each item's title and the day of its last interaction, ``-`` for a place."""
    source = DelimitedSource(write(folder / "x", content), format, Columns(**named))
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return {
        titles[e.item_id]: str(e.timestamp) if e.timestamp > 10**8 else "-"
        for events in histories.values()
        for e in events
    }


def test_holds_of_a_library_are_no_history(tmp_path: Path) -> None:
    head = "cover,title,author,publisher,isbn,timestamp,activity,details,library\n"
    lent = "u,Ash,X,P,1,2025-03-01 14:03,Borrowed,21 days,L\n"
    held = "u,Clay,X,P,2,2025-03-10,Placed on hold,,L\n"
    assert read(tmp_path, head + lent + held) == {"Ash": "1740837780"}


@pytest.mark.parametrize("names", [("playingStatus", "playedUpTo"), ("status", "played_up_to")])
def test_episodes_that_were_not_played(tmp_path: Path, names: tuple[str, str]) -> None:
    def episode(title: str, state: object, place: int) -> dict[str, Any]:
        return {"title": title, names[0]: state, names[1]: place, "duration": 1800}

    played, unplayed = (3, 0) if names[0] == "playingStatus" else (None, None)
    episodes = [episode("Ash", played, 1800), episode("Clay", unplayed, 0)]
    assert read(tmp_path, json.dumps({"episodes": episodes}), "jsonl") == {"Ash": "-"}


def test_a_date_on_which_a_calendar_begins_is_no_play(tmp_path: Path) -> None:
    rows = "Ash,1601-01-01 00:00:00,0\nClay,2024-01-02 20:00:00,1\n"
    assert read(tmp_path, f"title,lastplayed,playcount\n{rows}") == {"Clay": "1704225600"}


def test_a_calibre_catalogue_is_no_history(tmp_path: Path) -> None:
    head = '"author_sort","authors","title","title_sort","pubdate","timestamp","#read"\n'
    row = '"Roe, Ann","Ann Roe","Ash","Ash","2001-01-01","2024-01-01","2024-02-01"\n'
    with pytest.raises(SourceError, match=r"calibre's catalogue.*--db metadata.db"):
        read(tmp_path, head + row)
    assert read(tmp_path, head + row, time="#read") == {"Ash": "1706745600"}


def test_tautullis_table(tmp_path: Path) -> None:
    head, row = "date,friendly_name,full_title,percent_complete\n", "1700000000,Ann,Ash,95\n"
    source = DelimitedSource(write(tmp_path / "x", head + row), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [*histories] == ["Ann"]


def test_imdbs_day_of_a_rating_when_it_was_called_otherwise(tmp_path: Path) -> None:
    head = "Const,Your Rating,Date Added,Title,Title Type,Year,Genres\n"
    path = write(tmp_path / "r.csv", f"{head}tt0000001,8,2017-11-08,Ash,movie,1999,Drama\n")
    histories, _ = imported(ImdbSource([path]), tmp_path / "x.db")
    assert [event.timestamp for event in histories["me"]] == [1510099200]


def test_a_video_without_a_title_has_its_id_for_one(tmp_path: Path) -> None:
    record = {"header": "YouTube", "time": "2024-05-01T10:00:00Z"}
    record["titleUrl"] = "https://www.youtube.com/watch?v=ddddddddddd"
    path = write(tmp_path / "watch-history.json", json.dumps([record]))
    _, items = imported(YoutubeSource([path]), tmp_path / "x.db")
    assert [item.title for item in items] == ["ddddddddddd"]


def test_a_pointer_of_git_lfs_is_named(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"
    for format in ("csv", "jsonl"):
        with pytest.raises(SourceError, match=r"x is a Git LFS pointer.*git lfs pull"):
            read(tmp_path, pointer, format)
    with pytest.raises(SourceError, match=r"ratings.csv is a Git LFS pointer"):
        imported(ImdbSource([write(tmp_path / "ratings.csv", pointer)]), tmp_path / "x.db")


@pytest.mark.parametrize(
    ("yes", "no"),
    [("WAHR", "FALSCH"), ("VRAI", "FAUX"), ("VERDADERO", "FALSO"), ("✅", "❌"), ("[x]", "[ ]")],
)
@pytest.mark.parametrize("name", ["Gesehen", "Vu", "Watched?"])
def test_truth_as_spreadsheets_write_it(tmp_path: Path, yes: str, no: str, name: str) -> None:
    rows = f"Ash,{yes},2024-01-02\nClay,{no},\n"
    assert read(tmp_path, f"Title,{name},Date\n{rows}") == {"Ash": "1704153600"}


def test_a_text_that_a_spreadsheet_keeps_one(tmp_path: Path) -> None:
    assert read(tmp_path, 'title,date\n="1984",2024-01-02\n') == {"1984": "1704153600"}


def test_minus_one_is_no_rating(tmp_path: Path) -> None:
    rows = "Ash,-1\nClay,8\nRoe,9\n"
    source = DelimitedSource(write(tmp_path / "x", f"title,rating\n{rows}"), "csv")
    histories, _ = imported(source, tmp_path / "x.db")
    assert [event.rating for event in histories["me"]] == [None, 8, 9]
    assert "x: rated -1, which stands for unrated: 1" in source.notes
    rows = "Ash,-1\nClay,0\nRoe,1\n"
    source = DelimitedSource(write(tmp_path / "y", f"title,rating\n{rows}"), "csv")
    histories, _ = imported(source, tmp_path / "y.db")
    assert [event.rating for event in histories["me"]] == [-1, 0, 1]


def test_states_of_which_none_is_known_are_said(tmp_path: Path) -> None:
    rows = "Ash,Bekeken!,2024-01-02\nClay,Straks misschien,\n"
    source = DelimitedSource(write(tmp_path / "x", f"title,status,date\n{rows}"), "csv")
    imported(source, tmp_path / "x.db")
    said = "x: 'status' says 'Bekeken!', 'Straks misschien', none of which is known: all count"
    assert said in source.notes


@pytest.mark.parametrize(
    ("done", "planned"), [("İzlendi", "İzlenecek"), ("Assistido", "Quero assistir")]
)
def test_states_in_more_languages(tmp_path: Path, done: str, planned: str) -> None:
    rows = f"Ash,{done},2024-01-02\nClay,{planned},\n"
    assert read(tmp_path, f"title,status,date\n{rows}") == {"Ash": "1704153600"}
