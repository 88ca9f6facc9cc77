"""A column of time zones beside a column of local times."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ilora_edge.errors import SourceError
from ilora_edge.importers.delimited import DelimitedSource


def read(folder: Path, header: str, *lines: str) -> tuple[list[str], list[str]]:
    """Return the times in UTC and the notes."""
    path = folder / "a.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    source = DelimitedSource(path, "csv")
    times = [time for _, _, time, _ in source.interactions()]
    return [f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M}" for time in times], source.notes


def of_zones(notes: list[str]) -> list[str]:
    return [note for note in notes if "zone" in note]


@pytest.mark.parametrize(
    "name", ["Time zone", "timezone", "tz", "TZ Name", "Zeitzone", "watched_timezone", "UTC Offset"]
)
def test_a_local_time_is_of_its_zone(name: str, tmp_path: Path) -> None:
    header = f"title,watched at,{name}"
    rows = ["A,2024-05-01 23:30,America/New_York", "B,2024-12-01 23:30,America/New_York"]
    times, notes = read(tmp_path, header, *rows, "C,2024-06-01T00:30:00,Europe/Berlin")
    assert times == ["2024-05-02 03:30", "2024-12-02 04:30", "2024-05-31 22:30"]
    assert len(of_zones(notes)) == 1


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("+02:00", "2024-05-01 21:30"),
        ("-0330", "2024-05-02 03:00"),
        ("UTC+2", "2024-05-01 21:30"),
        ("GMT-05:00", "2024-05-02 04:30"),
        ("UTC+0530", "2024-05-01 18:00"),
        ("\u22125", "2024-05-02 04:30"),
        ("5.5", "2024-05-01 18:00"),
        ("-300", "2024-05-02 04:30"),
        ("7200", "2024-05-01 21:30"),
        ("0", "2024-05-01 23:30"),
        ("UTC", "2024-05-01 23:30"),
        ("CEST", "2024-05-01 21:30"),
        ("Pacific Daylight Time", "2024-05-02 06:30"),
        ("Asia/Kolkata", "2024-05-01 18:00"),
        # Of India, Israel or Ireland.
        ("IST", "2024-05-01 23:30"),
        ("", "2024-05-01 23:30"),
    ],
)
def test_zones_as_they_are_written(zone: str, expected: str, tmp_path: Path) -> None:
    header = "title,watched at,timezone"
    times, _ = read(tmp_path, header, f"A,2024-05-01 23:30,{zone}", f"B,1 May 2024 23:30,{zone}")
    assert times == [expected, expected]


@pytest.mark.parametrize(
    "time",
    [
        "2024-05-01T23:30:00Z",
        "2024-05-01 23:30:00+00:00",
        "2024-05-01 23:30 UTC",
        "Wed May 01 2024 23:30:00 GMT+0000 (Coordinated Universal Time)",
        "1714606200",
        "1714606200000",
    ],
)
def test_a_time_that_says_its_zone_needs_none(time: str, tmp_path: Path) -> None:
    times, _ = read(tmp_path, "title,watched at,timezone", f"A,{time},America/New_York")
    assert times == ["2024-05-01 23:30"]


def test_a_day_without_a_clock_stays_that_day(tmp_path: Path) -> None:
    times, _ = read(tmp_path, "title,watched at,timezone", "A,2024-05-01,Asia/Tokyo")
    assert times == ["2024-05-01 00:00"]


def test_times_that_are_called_utc_are(tmp_path: Path) -> None:
    times, notes = read(
        tmp_path, "title,watched at (UTC),timezone", "A,2024-05-01 23:30,Asia/Tokyo"
    )
    assert times == ["2024-05-01 23:30"]
    assert not of_zones(notes)


@pytest.mark.parametrize("value", ["on the train", "IST", "Mars/Base"])
def test_a_column_without_any_zone_is_named_and_not_read(value: str, tmp_path: Path) -> None:
    times, notes = read(tmp_path, "title,watched at,tz", f"A,2024-05-01 23:30,{value}")
    assert times == ["2024-05-01 23:30"]
    assert f"'tz' has no zone that is known, but '{value}'; it is not read" in of_zones(notes)[0]


def test_hours_and_minutes_in_four_digits_are_no_unit_of_the_others(tmp_path: Path) -> None:
    rows = ["A,2024-05-01 23:30,-5", "B,2024-05-01 23:30,-0500", "C,2024-05-01 23:30,+0530"]
    times, notes = read(tmp_path, "title,watched at,utc_offset", *rows)
    assert times == ["2024-05-02 04:30", "2024-05-02 04:30", "2024-05-01 18:00"]
    assert "hours ahead of UTC: 3" in of_zones(notes)[0]
    _, notes = read(tmp_path, "title,watched at,utc_offset", rows[1])
    assert "ahead of UTC" not in of_zones(notes)[0]


def test_nothing_is_said_where_no_time_needed_a_zone(tmp_path: Path) -> None:
    rows = ["A,2024-05-01T23:30:00Z,Asia/Tokyo", "B,2024-05-02,Asia/Tokyo"]
    _, notes = read(tmp_path, "title,watched at,timezone", *rows)
    assert not of_zones(notes)


def test_numbers_are_of_one_unit_in_all_of_a_column(tmp_path: Path) -> None:
    rows = ["A,2024-05-01 23:30,-10", "B,2024-05-01 23:30,330"]
    times, notes = read(tmp_path, "title,watched at,utc_offset", *rows)
    assert times == ["2024-05-01 23:40", "2024-05-01 18:00"]
    assert "minutes ahead of UTC" in of_zones(notes)[0]


def test_what_is_no_zone_is_told_with_how_many(tmp_path: Path) -> None:
    rows = ["A,2024-05-01 23:30,CET", "B,2024-05-01 23:30,IST", "C,2024-05-01 23:30,IST"]
    times, notes = read(tmp_path, "title,watched at,timezone", *rows)
    assert times == ["2024-05-01 22:30", "2024-05-01 23:30", "2024-05-01 23:30"]
    assert any("'IST' is no zone that is known: read as UTC's: 2" in note for note in notes)


def test_a_zone_that_the_machine_lacks_is_an_error_with_its_line(tmp_path: Path) -> None:
    rows = ["A,2024-05-01 23:30,Europe/Berlin", "B,2024-05-01 23:30,Europe/Nowhere"]
    with pytest.raises(SourceError, match=r"line 3.*Europe/Nowhere"):
        read(tmp_path, "title,watched at,timezone", *rows)


def test_records_of_json_have_zones_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    first = {"title": "A", "watched_at": "2024-05-01 23:30"}
    second = {"title": "B", "watched_at": "2024-05-01 23:30", "timezone": "America/New_York"}
    path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", encoding="utf-8")
    times = [time for _, _, time, _ in DelimitedSource(path, "jsonl").interactions()]
    assert [time % 86400 // 60 for time in times] == [23 * 60 + 30, 3 * 60 + 30]
