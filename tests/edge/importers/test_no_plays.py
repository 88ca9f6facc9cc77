"""Rows of logs of plays that are none, of services without a command of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing import imported, write

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.importers.delimited import DelimitedSource, Format


def read(folder: Path, text: str, format: Format = "csv") -> tuple[list[str], list[str]]:
    """Return the items of a file, oldest first, and what was said of rows that were left out."""
    source = DelimitedSource(write(folder / "plays", text), format)
    histories, _ = imported(source, folder / "o.db")
    notes = [note.removeprefix("plays: ") for note in source.notes if "and so left out" in note]
    return [event.item_id for event in histories["me"]], notes


def test_apple_music_has_a_row_for_each_event(tmp_path: Path) -> None:
    text = (
        "Artist Name,Song Name,Event Start Timestamp,Event End Timestamp,Event Type,"
        "Play Duration Milliseconds\n"
        "Lanterns,Ghost,2023-06-11T23:05:12Z,,PLAY_START,0\n"
        "Lanterns,Ghost,2023-06-11T23:05:12Z,2023-06-11T23:10:19Z,PLAY_END,307000\n"
        "Lanterns,Words,2023-06-12T23:05:12Z,,LYRIC_DISPLAY,\n"
        "Lanterns,Skipped,2023-06-13T23:05:12Z,2023-06-13T23:05:20Z,PLAY_END,29999\n"
        "Lanterns,Half,2023-06-14T23:05:12Z,2023-06-14T23:05:42Z,PLAY_END,30000\n"
    )
    found, notes = read(tmp_path, text)
    assert found == ["Lanterns - Ghost", "Lanterns - Half"]
    assert notes == [
        "events of a player other than plays, and so left out: 2",
        "of less than 30 seconds, and so left out: 1",
    ]


@pytest.mark.parametrize(
    "column",
    [
        *("playback_position_ms", "view_offset_seconds", "play_progress_seconds"),
        *("watch_remaining_sec", "event_start_ms", "playedAtMs"),
    ],
)
def test_a_place_within_a_work_is_not_how_long_it_was_played(tmp_path: Path, column: str) -> None:
    text = f"title,watched_at,{column}\nKiln,2024-05-01,0\nAsh,2024-05-02,600000\n"
    assert read(tmp_path, text) == (["Kiln", "Ash"], [])


def test_events_of_another_kind_of_file_all_count(tmp_path: Path) -> None:
    text = "title,event_type,timestamp\nKiln,view,1700000000\nAsh,purchase,1700000001\n"
    assert read(tmp_path, text) == (["Kiln", "Ash"], [])


def test_what_amazon_sends_of_prime_video(tmp_path: Path) -> None:
    head = (
        "Playback Start Datetime (UTC),Title,Seconds Viewed,Material Type Description,Is Autoplay,"
        "Is Deleted\n"
    )
    rows = [
        ("Film", "5400", "Feature", "No", "No"),
        ("Passing", "90", "Feature", "Yes", "No"),
        ("Next One", "1800", "Feature", "Yes", "No"),
        ("Begun", "90", "Feature", "No", "No"),
        ("Removed", "5400", "Feature", "No", "Yes"),
        ("Advertised", "140", "Trailer", "No", "No"),
        ("Opened", "8", "Feature", "No", "No"),
    ]
    lines = [f"2026-02-0{n} 01:00:00,{','.join(row)}\n" for n, row in enumerate(rows, start=1)]
    found, notes = read(tmp_path, head + "".join(lines))
    assert found == ["Film", "Next One", "Begun"]
    assert len(notes) == 4


def test_samples_and_glances_at_kindle(tmp_path: Path) -> None:
    text = (
        "ASIN,product_name,content_type,start_timestamp,total_reading_millis\n"
        "B1,Kiln,E-Book,2026-01-01T10:00:00Z,600000\nB2,Ash,E-Book Sample,2026-01-02T10:00:00Z,"
        "600000\nB3,Clay,E-Book,2026-01-03T10:00:00Z,2000\n"
    )
    found, _ = read(tmp_path, text)
    assert found == ["B1"]


def test_a_private_session_in_json(tmp_path: Path) -> None:
    plays = [
        {"title": "Open", "time": 1700000000, "msPlayed": 40000, "incognito_mode": False},
        {"title": "Secret", "time": 1700000001, "msPlayed": 40000, "incognito_mode": True},
    ]
    assert read(tmp_path, json.dumps(plays), "jsonl")[0] == ["Open"]


def test_lengths_that_nobody_measured(tmp_path: Path) -> None:
    text = "title,timestamp,seconds_viewed\nKiln,1700000000,0\nAsh,1700000001,\n"
    assert read(tmp_path, text) == (["Kiln", "Ash"], [])


def test_nothing_but_no_plays(tmp_path: Path) -> None:
    text = "title,timestamp,is_deleted\nKiln,1700000000,Yes\n"
    with pytest.raises(SourceError, match="holds no interactions"):
        read(tmp_path, text)


def test_what_amazon_sends_of_audible(tmp_path: Path) -> None:
    text = (
        "Start Date,End Date,Event Duration Milliseconds,Product Name,ASIN,Audio Type\n"
        "2024-01-02,2024-01-02,600000,Kiln,B1,FullTitle\n2024-01-03,2024-01-03,900,Ash,B2,FullTitle\n"
        "2024-01-04,2024-01-04,60000,Clay,B3,Sample\n"
        "2024-01-05,2024-01-05,60000,Not Available,Not Available,FullTitle\n"
    )
    assert read(tmp_path, text)[0] == ["B1"]


def test_what_is_watched_and_has_no_episode_yet(tmp_path: Path) -> None:
    def show(title: str, count: int, when: str | None, rating: int | None) -> dict[str, object]:
        marks = {"status": "watching", "watched_episodes_count": count}
        return {**marks, "last_watched_at": when, "user_rating": rating, "show": {"title": title}}

    shows = [
        show("Begun", 3, "2024-10-13T22:26:53Z", None),
        show("Listed", 0, None, None),
        show("Rated", 0, None, 8),
    ]
    found, notes = read(tmp_path, json.dumps({"shows": shows}), "jsonl")
    assert sorted(found) == ["Begun", "Rated"]
    assert notes == []
    with HistoryDB(tmp_path / "o.db") as db:
        assert [*db.wanted()] == [("me", "Listed")]
