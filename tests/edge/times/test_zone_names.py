"""Times with the name of their zone behind them, and times as names of files have them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from importing import read_dates

from ilora_edge.errors import DatabaseError, SourceError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.times import zone_names
from ilora_edge.times.date_text import is_date
from ilora_edge.times.zone_names import split_zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-11-24 18:30 Europe/Berlin", "2025-11-24 17:30"),
        ("2025-07-24 18:30:05 Europe/Berlin", "2025-07-24 16:30"),
        ("2025-11-24T18:30[Europe/Berlin]", "2025-11-24 17:30"),
        ("2025-11-24T18:30:00+01:00[Europe/Berlin]", "2025-11-24 17:30"),
        ("2025-11-24T18:30+01:00[Europe/Berlin][u-ca=gregory]", "2025-11-24 17:30"),
        ("2025-11-24T18:30:00.250-05:00[America/New_York]", "2025-11-24 23:30"),
        ("2025-11-24T18:30Z[UTC]", "2025-11-24 18:30"),
        ("2025-11-24 18:30 (Europe/Berlin)", "2025-11-24 17:30"),
        ("2025-11-24 18:30 CET [Europe/Berlin]", "2025-11-24 17:30"),
        ("24/11/2025 18:30 America/New_York", "2025-11-24 23:30"),
        ("Nov 24, 2025 6:30 PM America/Argentina/Buenos_Aires", "2025-11-24 21:30"),
        ("24. November 2025 18:30 Europe/Vienna", "2025-11-24 17:30"),
        ("2025-11-24 18:30 Japan", "2025-11-24 09:30"),
        ("2025-07-24 18:30 CST6CDT", "2025-07-24 23:30"),
        ("2025-11-24T18:30[NZ]", "2025-11-24 05:30"),
        ("Nov 24, 2025 6:30 PM (GB-Eire)", "2025-11-24 18:30"),
        # The first of an hour that comes twice; with its offset, the second.
        ("2025-10-26 02:30 Europe/Berlin", "2025-10-26 00:30"),
        ("2025-10-26T02:30:00+01:00[Europe/Berlin]", "2025-10-26 01:30"),
    ],
)
def test_a_zone_by_its_name(text: str, expected: str) -> None:
    assert read_dates([text]) == [expected]
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-24_18-30-05", "2025-11-24_18-30", "20251124_183005", "2025-11-24 18.30.05",
        "2025-11-24T18-30-05", "2025.11.24_18.30", "2025-11-24--18-30-05", "24-11-2025_18-30-05",
        "2025_11_24_18_30_05", "24.11.2025 18.30", "2025-11-24 18.30",
    ],
)  # fmt: skip
def test_a_moment_as_files_are_named(text: str) -> None:
    assert read_dates([text]) == ["2025-11-24 18:30"]


def test_behind_an_underscore_is_no_offset() -> None:
    assert read_dates(["2025-11-24_18-05"]) == ["2025-11-24 18:05"]


@pytest.mark.parametrize(
    "text", ["2025-11-24 18:30 Mars/Base", "24/11/2025", "Either/Or", "UTC", "Japan"]
)
def test_other_words_are_no_zones(text: str) -> None:
    assert split_zone(text) == (text, None)


def test_a_zone_that_is_not_known_is_one_line() -> None:
    with pytest.raises(SourceError, match=r"does not know the zone Europe/Nowhere; install its"):
        read_dates(["2025-11-24 18:30 Europe/Nowhere"])


def test_without_zone_data_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE interactions (user_id, item_id, timestamp)")
        db.execute("CREATE TABLE items (item_id, title)")
        for n, month in enumerate(("07", "11"), 1):
            at = f"2025-{month}-24 18:30 Europe/Berlin"
            db.execute("INSERT INTO interactions VALUES ('a', ?, ?)", (n, at))
        db.commit()
    with HistoryDB(path) as history:
        events = [(e.item_id, e.timestamp) for _, every in history.histories() for e in every]
    assert events == [("1", 1753374600), ("2", 1764005400)]

    def unknown(name: str) -> None:
        raise zone_names.NoZoneError(f"this machine does not know the zone {name}")

    monkeypatch.setattr(zone_names, "_zone", unknown)
    with (
        pytest.raises(DatabaseError, match=r"a time is '2025-07-24 18:30 Europe/Berlin': this"),
        HistoryDB(path) as history,
    ):
        list(history.histories())
