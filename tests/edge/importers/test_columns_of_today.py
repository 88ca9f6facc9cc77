"""Columns of services as programs that read their files name them in 2025 and 2026."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, content: object) -> list[str]:
    """Return title and time of each interaction, oldest first; objects as JSON."""
    is_text = isinstance(content, str)
    text = str(content) if is_text else json.dumps(content)
    source = DelimitedSource(write(folder / "x", text), "csv" if is_text else "jsonl")
    histories, items = imported(source, folder / "x.db")
    titles = {item.item_id: item.title for item in items}
    return [
        f"{titles[e.item_id]}{_time(e.timestamp)}" for events in histories.values() for e in events
    ]


def _time(time: int) -> str:
    return f" {datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}" if time > 10**8 else ""


def test_a_song_beside_other_names_and_the_times_of_its_row(tmp_path: Path) -> None:
    """As Apple Music writes what was played."""
    header = (
        "Album Name,Event End Timestamp,Event Received Timestamp,Event Start Timestamp,Event Type,"
        "Feature Name,Play Duration Milliseconds,Song Name\n"
    )
    times = "2024-05-13T10:03:00Z,2024-05-14T08:00:00Z,2024-05-13T10:00:00Z"
    assert read(tmp_path, f"{header}Leaves,{times},PLAY_END,library,180000,Ash\n") == [
        "Ash 2024-05-13 10:03"
    ]


def test_the_last_of_two_times_counts(tmp_path: Path) -> None:
    """As PlayStation's interface answers what was played."""
    played = {
        "name": "Ash",
        "firstPlayedDateTime": "2024-01-01T10:00:00Z",
        "lastPlayedDateTime": "2024-05-13T10:00:00Z",
    }
    assert read(tmp_path, {"titles": [played]}) == ["Ash 2024-05-13 10:00"]


def test_an_episode_that_was_archived_was_heard(tmp_path: Path) -> None:
    """As Pocket Casts answers its history: what it calls deleted was archived."""
    heard = {"title": "Ash", "playingStatus": 3, "playedUpTo": 1800, "isDeleted": True}
    new = {"title": "Elm", "playingStatus": 1, "playedUpTo": 0, "isDeleted": False}
    assert read(tmp_path, {"episodes": [heard, new]}) == ["Ash"]


def test_what_was_deleted_elsewhere_is_left_out(tmp_path: Path) -> None:
    rows = [{"title": "Ash", "isDeleted": False}, {"title": "Elm", "isDeleted": True}]
    assert read(tmp_path, rows) == ["Ash"]


def test_what_is_being_read_was_not_read_yet(tmp_path: Path) -> None:
    """As Hardcover writes its library: of a book that is being read the count is of whole ones."""
    text = (
        "Title,Status,Date Finished,Read Count\nAsh,Read,2024-05-13,1\n"
        "Elm,Currently Reading,,0\nOak,Want to Read,,0\n"
    )
    assert read(tmp_path, text) == ["Elm", "Ash 2024-05-13 00:00"]


def test_what_was_opened_never_and_for_no_time(tmp_path: Path) -> None:
    """As KOReader's statistics are written to a table."""
    text = "title,total_read_time,last_open,total_read_pages\nAsh,3600,1715594400,100\nElm,0,0,0\n"
    assert read(tmp_path, text) == ["Ash 2024-05-13 10:00"]


def test_a_list_without_a_header_is_told_what_to_add(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="put a line in front that says Title"):
        read(tmp_path, "Ash\nElm\n")


def test_a_second_table_is_told_apart(tmp_path: Path) -> None:
    text = "Title,Date\nAsh,2024-05-13\nTitle,Author,Date Read\nElm,Ann,2024-05-14\n"
    with pytest.raises(SourceError, match="line 3: expected 2 fields, got 3; where another table"):
        read(tmp_path, text)
    text = text.replace("\nTitle,Author", "\n\nBook,Author")
    with pytest.raises(SourceError, match="line 4: expected 2 fields, got 3; where another table"):
        read(tmp_path, text)


def test_a_line_below_one_of_several_lines_is_no_second_table(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 4: expected 2 fields, got 3$"):
        read(tmp_path, 'Title,Review\nAsh,"a\nb"\nElm,c,d\n')
