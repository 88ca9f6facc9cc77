"""Which epoch a column of times counts from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB, Interaction
from ilora_edge.histories.mapping import Mapping
from ilora_edge.times import clock
from ilora_edge.times.epochs import EPOCHS

MAPPING = Mapping(interactions="SELECT who AS user, what AS item, at AS time FROM seen")
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=400)
HOURS = [int((START + timedelta(hours=n)).timestamp()) for n in range(40)]


def make(folder: Path, times: Sequence[Any], kind: str = "") -> Path:
    path = folder / "app.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE seen (who, what, at {kind})")
        rows = [("ann", f"i{n}", time) for n, time in enumerate(times)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", rows)
    return path


def read(path: Path, mapping: Mapping = MAPPING) -> tuple[list[Interaction], list[str], Any]:
    with HistoryDB(path, mapping) as history:
        events = history.read_history("ann")
        (user,) = history.users()
        return events, history.remarks, (user.first_timestamp, user.last_timestamp)


def counted(epoch: str, seconds: int, whole: bool = True) -> int | float:
    found = next(e for e in EPOCHS if e.name.startswith(epoch))
    value = (seconds - found.begins) / found.unit
    return round(value) if whole else value


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("epoch", [e.name for e in EPOCHS if "Julian" not in e.name and e.begins])
def test_known_epochs(tmp_path: Path, epoch: str, as_text: bool) -> None:
    days = "days" in epoch
    moments = [HOURS[0] + n * 86400 for n in range(40)] if days else HOURS
    moments = [m // 86400 * 86400 for m in moments] if days else moments
    values: list[Any] = [counted(epoch, m) for m in moments]
    events, remarks, extent = read(make(tmp_path, [str(v) for v in values] if as_text else values))
    assert [e.timestamp for e in events] == moments
    assert [e.item_id for e in events] == [f"i{n}" for n in range(40)]
    assert extent == (moments[0], moments[-1])
    assert any(epoch in remark for remark in remarks)


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("form", ["%Y%m%d", "%Y%m%d%H%M", "%Y%m%d%H%M%S"])
def test_dates_in_digits(tmp_path: Path, form: str, as_text: bool) -> None:
    moments = [START + timedelta(days=n) for n in range(40)]
    written = [moment.strftime(form) for moment in moments]
    values: list[Any] = [*(written if as_text else map(int, written))]
    events, remarks, _ = read(make(tmp_path, values))
    expected = [datetime.strptime(text, form).replace(tzinfo=UTC) for text in written]
    assert [e.timestamp for e in events] == [int(moment.timestamp()) for moment in expected]
    assert any("in digits" in remark for remark in remarks)


@pytest.mark.parametrize("epoch", ["seconds since 2001", "days since 1899", "Julian days"])
def test_epochs_with_fractions(tmp_path: Path, epoch: str) -> None:
    values = [counted(epoch, m + 0, whole=False) + 0.25 for m in HOURS[::-1]]
    events, _, extent = read(make(tmp_path, values, "REAL"))
    unit = 86400 if "ays" in epoch else 1
    assert [e.timestamp for e in events] == pytest.approx([m + 0.25 * unit for m in HOURS], abs=1)
    assert extent[0] == events[0].timestamp
    assert events[0].item_id == "i39"


@pytest.mark.parametrize("unit", [1, 10**3, 10**6, 10**9])
def test_unix_times_are_left_alone(tmp_path: Path, unit: int) -> None:
    events, remarks, extent = read(make(tmp_path, [m * unit for m in HOURS]))
    assert [e.timestamp for e in events] == HOURS
    assert remarks == []
    assert extent == (HOURS[0], HOURS[-1])


def test_old_data_sets_are_of_1970(tmp_path: Path) -> None:
    # MovieLens 100K: from September 1997 on.
    times = [874724710 + 86400 * n for n in range(200)]
    events, remarks, _ = read(make(tmp_path, times))
    assert [e.timestamp for e in events] == times
    assert remarks == []


def test_mixed_units_in_one_column(tmp_path: Path) -> None:
    mixed = [HOURS[0] * 1000, HOURS[1], str(START + timedelta(hours=2)), HOURS[3] * 10**6]
    events, _, extent = read(make(tmp_path, mixed))
    assert [e.timestamp for e in events] == HOURS[:4]
    assert extent == (HOURS[0], HOURS[3])


def test_an_epoch_beside_unix_times(tmp_path: Path) -> None:
    chromium = [counted("microseconds since 1601", m) for m in HOURS[:10]]
    events, remarks, extent = read(make(tmp_path, [*chromium, *HOURS[10:20]]))
    assert [e.timestamp for e in events] == HOURS[:20]
    assert extent == (HOURS[0], HOURS[19])
    assert any("10 times are read as microseconds since 1601" in r for r in remarks)


def test_implausible_times_are_said(tmp_path: Path) -> None:
    future = int((datetime.now(UTC) + timedelta(days=900)).timestamp())
    events, remarks, extent = read(make(tmp_path, [HOURS[0], future, "1923-04-05", "2999-01-01"]))
    assert [e.item_id for e in events] == ["i2", "i0", "i1", "i3"]
    assert any("2 times are after tomorrow" in r for r in remarks)
    assert any("1 time is before 1970-01-02" in r for r in remarks)
    assert extent[1] == events[-1].timestamp


@pytest.mark.parametrize(
    "never",
    [
        *(2**31 - 1, 2**32 - 1, (2**32 - 1) * 1000, 2**63 - 1, -(2**63), 253402300799),
        *(253402300799999, 253402214400000000, 3155378975999999999, "253402300799000"),
        *("9999-12-31 23:59:59", "9999-12-31", "2038-01-19T03:14:07Z", 4294967295.0),
    ],
)
def test_where_a_calendar_or_a_number_ends_is_never(tmp_path: Path, never: object) -> None:
    events, remarks, extent = read(make(tmp_path, [*HOURS[:3], never]))
    assert (events[0].item_id, events[0].timestamp) == ("i3", 0)
    assert extent == (HOURS[0], HOURS[2])
    said = [remark for remark in remarks if "after tomorrow" in remark or "read as" in remark]
    assert said == []
    if never != -(2**63):
        assert any("1 time is the last that" in remark for remark in remarks)


@pytest.mark.parametrize("kind", ["", "TEXT", "DATETIME", "INTEGER", "REAL"])
def test_dates_in_a_column_for_numbers_are_not_the_last_that_there_is(
    tmp_path: Path, kind: str
) -> None:
    # SQLite compares what such a column has with a year as with a number, and text is more.
    moments = [datetime.fromtimestamp(hour, UTC) for hour in HOURS[:3]]
    times = [
        f"{moment:%Y-%m-%d %H:%M:%S}{'.5' * (n % 2)}+00:00" for n, moment in enumerate(moments)
    ]
    events, remarks, _ = read(make(tmp_path, times, kind))
    assert [event.timestamp for event in events] == HOURS[:3]
    assert remarks == []
    _, remarks, _ = read(make(tmp_path, [*times, "9999-12-31 00:00:00+00:00"], kind))
    assert [remark.partition(": ")[2][:20] for remark in remarks] == ["1 time is the last t"]


def test_dates_of_the_beginning_and_the_end_are_not_the_first_and_the_last(tmp_path: Path) -> None:
    times = ["0001-01-01 00:00:00", "2025-03-01 12:00:00", "9999-12-31 23:59:59"]
    events, _, extent = read(make(tmp_path, times))
    assert [e.item_id for e in events] == ["i0", "i2", "i1"]
    assert extent == (events[2].timestamp, events[2].timestamp)


@pytest.mark.parametrize(
    "never",
    [
        *(None, "", 0, -1, "0", "1970-01-01 00:00:00", "1970-01-01T01:00:00+01:00"),
        *("1601-01-01 00:00:00", "0001-01-01 00:00:00", "1899-12-30", "1900-01-01"),
        *("0000-00-00 00:00:00", "0000-00-00", -62135596800),
    ],
)
def test_never_comes_first(tmp_path: Path, never: object) -> None:
    events, _, extent = read(make(tmp_path, [*HOURS[:3], never]))
    assert (events[0].item_id, events[0].timestamp) == ("i3", 0)
    # The first moment is one.
    assert extent == (HOURS[0], HOURS[2])


def test_places_in_an_order_are_said_to_be_that(tmp_path: Path) -> None:
    events, remarks, _ = read(make(tmp_path, [3, 1, 2, 40000]))
    assert [e.item_id for e in events] == ["i1", "i2", "i0", "i3"]
    assert any("taken for an order" in r for r in remarks)


@pytest.mark.parametrize(
    ("times", "kind"),
    [
        (["2024-05-01 10:00:00.75", "2024-05-01 10:00:00.5", "2024-05-01 10:00:00.50000001"], ""),
        ([1714557600750, 1714557600500, 1714557600501], ""),
        ([1714557600.75, 1714557600.5, 1714557600.501], "REAL"),
        ([1714557600000000003, 1714557600000000001, 1714557600000000002], ""),
        (["2024-05-01T10:00:00,3Z", "2024-05-01T10:00:00,1Z", "2024-05-01T10:00:00,2Z"], ""),
    ],
)
def test_fractions_of_a_second_order_events(tmp_path: Path, times: list[Any], kind: str) -> None:
    events, _, _ = read(make(tmp_path, times, kind))
    assert [e.item_id for e in events] == ["i1", "i2", "i0"]
    assert {e.timestamp for e in events} == {1714557600}


def test_presets_and_our_own_schema_know_their_epoch(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE items (item_id, title);"
            "CREATE TABLE interactions (user_id, item_id, timestamp);"
            "INSERT INTO interactions VALUES ('ann', 'a', 700000000), ('ann', 'b', 700000001)"
        )
    events, remarks, _ = read(path, Mapping())
    assert [e.timestamp for e in events] == [700000000, 700000001]
    assert remarks == []


def test_numbers_that_are_no_times_do_not_choose_between_two_epochs(tmp_path: Path) -> None:
    # Of the year 3000; from 2001 in nanoseconds it would be plausible as they all would.
    values = [*(counted("steps of 100 ns since 1601", m) for m in HOURS), 441480000000000000]
    events, remarks, _ = read(make(tmp_path, values))
    assert [e.timestamp for e in events if e.item_id != "i40"] == HOURS
    assert any("40 times are read as steps of 100 ns since 1601" in r for r in remarks)
    assert any("1 time is of no epoch that is known" in r for r in remarks)


def test_two_browsers_in_one_column(tmp_path: Path) -> None:
    values = [m * 10**6 for m in HOURS[:30]] + [
        counted("microseconds since 1601", m) for m in HOURS
    ]
    events, remarks, extent = read(make(tmp_path, values))
    assert sorted(e.timestamp for e in events) == sorted([*HOURS[:30], *HOURS])
    assert extent == (HOURS[0], HOURS[-1])
    assert [r.partition(": ")[2] for r in remarks] == [
        "40 times are read as microseconds since 1601"
    ]


def test_unix_times_before_1997_are_said(tmp_path: Path) -> None:
    # Seconds since 2001 among unix times: they may be of 1995 as well.
    values = [*HOURS, *(counted("seconds since 2001", m) for m in HOURS[:3])]
    _, remarks, _ = read(make(tmp_path, values))
    assert any("3 times are of 1973 to 1996 as unix times" in remark for remark in remarks)


@pytest.mark.parametrize("value", [20250231, 202502311200, "15:34"])
def test_digits_and_clocks_that_are_no_date_are_errors(tmp_path: Path, value: object) -> None:
    form = "%Y%m%d%H%M" if value == 202502311200 else "%Y%m%d"
    moments = [(START + timedelta(days=n)).strftime(form) for n in range(40)]
    with pytest.raises(DatabaseError, match=f"not a time: '{value}'"):
        read(make(tmp_path, [*map(int, moments), value]))


@pytest.mark.parametrize(
    ("name", "begins", "unit"),
    [
        ("days since 1970", 0, 86400),
        ("seconds since 1601", -11644473600, 1),
        ("seconds since 1900", -2208988800, 1),
        ("seconds since the year 1", -62135596800, 1),
        ("steps of 100 ns since 1970", 0, 1e-7),
    ],
)
def test_rarer_epochs(tmp_path: Path, name: str, begins: int, unit: float) -> None:
    moments = [m // 86400 * 86400 + n * 86400 for n, m in enumerate(HOURS)]
    values = [round((m - begins) / unit) for m in moments]
    events, remarks, _ = read(make(tmp_path, values))
    assert [e.timestamp for e in events] == moments
    assert any(name in remark for remark in remarks)


@pytest.mark.parametrize("times", [[0, 0], [0, None, ""], [0.0, 0], ["0"]])
def test_rows_of_which_none_has_a_time_are_not_told_apart(
    times: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A SELECT of millions may say 0 of each, and to put them in groups takes many times longer."""
    monkeypatch.setattr(clock, "_profile", None)
    path = make(tmp_path, times, kind="NUMERIC")
    events, remarks, ends = read(path)
    assert [(e.item_id, e.timestamp) for e in events] == [(f"i{n}", 0) for n in range(len(times))]
    assert (remarks, ends) == ([], (0, 0))
