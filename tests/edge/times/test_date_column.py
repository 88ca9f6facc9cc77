"""Times of a database that are written as people read them: 24/11/2025, Nov 24, 2025."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.times.date_text import Order, is_date


def make(folder: Path, times: Sequence[str | None]) -> Path:
    path = folder / "app.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE seen (user, item, time)")
        rows = [("ann", f"i{n}", time) for n, time in enumerate(times)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", rows)
    return path


def read(
    folder: Path, times: Sequence[str | None], order: Order | None = None
) -> tuple[dict[str, str], list[str]]:
    """Return each item's time, by what the first characters of items and history say."""
    mapping = Mapping(interactions="seen", date_order=order)
    with HistoryDB(make(folder, times), mapping) as history:
        events = history.read_history("ann")
        (user,) = history.users()
        assert (user.first_timestamp, user.last_timestamp) == (
            min(e.timestamp for e in events if e.timestamp),
            max(e.timestamp for e in events),
        )
        shown = {e.item_id: datetime.fromtimestamp(e.timestamp, UTC) for e in events}
        return {i: when.strftime("%Y-%m-%d %H:%M") for i, when in shown.items()}, history.remarks


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["24/11/2025", "3/4/2025"], ["2025-11-24 00:00", "2025-04-03 00:00"]),
        (["11/24/2025 6:30 PM", "03/04/2025"], ["2025-11-24 18:30", "2025-03-04 00:00"]),
        (["24.11.2025 18:30", "3.4.25"], ["2025-11-24 18:30", "2025-04-03 00:00"]),
        (["24-11-2025 18:30:01", "3-4-2025"], ["2025-11-24 18:30", "2025-04-03 00:00"]),
        (["1/2/2025", "24.11.2025"], ["2025-02-01 00:00", "2025-11-24 00:00"]),
        (["Nov 24, 2025", "3 April 2025 18:30"], ["2025-11-24 00:00", "2025-04-03 18:30"]),
        (["24-NOV-25", "Mon Nov 24 18:30:00 2025"], ["2025-11-24 00:00", "2025-11-24 18:30"]),
        (["2025/11/24 18:30", "2025/4/3"], ["2025-11-24 18:30", "2025-04-03 00:00"]),
        (["2025年11月24日", "2025. 4. 3."], ["2025-11-24 00:00", "2025-04-03 00:00"]),
        (["24/11/2025", "2025-04-03", "1764000000"], ["2025-11-24 00:00", "2025-04-03 00:00"]),
        (["5/5/2025", "6/6/2025"], ["2025-05-05 00:00", "2025-06-06 00:00"]),
        (["25/11/30", "24/03/02"], ["2025-11-30 00:00", "2024-03-02 00:00"]),
        (["25-11-2025", "24-03-02"], ["2025-11-25 00:00", "2002-03-24 00:00"]),
        (["mar, 15 jul 2025", "mar. 4 mars 2025"], ["2025-07-15 00:00", "2025-03-04 00:00"]),
        (["2025. júl. 16., sze", "4 mar 2025"], ["2025-07-16 00:00", "2025-03-04 00:00"]),
        (["18:30 11/24/2025", "6:30 PM 3/4/2025"], ["2025-11-24 18:30", "2025-03-04 18:30"]),
        (["24/11/2025", "N/A"], ["2025-11-24 00:00", "1970-01-01 00:00"]),
        (["24/11/2025", "00/00/0000"], ["2025-11-24 00:00", "1970-01-01 00:00"]),
    ],
)
def test_dates_are_read(tmp_path: Path, times: list[str], expected: list[str]) -> None:
    found, _ = read(tmp_path, times)
    assert [found["i0"], found["i1"]] == expected


def test_what_was_found_is_said_and_so_is_what_is_implausible(tmp_path: Path) -> None:
    _, remarks = read(tmp_path, ["24/11/2035", "03/04/2025 10:00", "03/04/1066 10:00"])
    said = "\n".join(remarks)
    assert "times have the day first, as '24/11/2035'" in said
    assert "1 time is after tomorrow" in said
    assert "1 time is before 1970" in said


@pytest.mark.parametrize("last", ["05/06/2025", "18:30 05/06/2025"])
def test_where_both_orders_fit_it_is_asked(tmp_path: Path, last: str) -> None:
    times = ["3/4/2025 18:30", None, "", last]
    with HistoryDB(make(tmp_path, times), Mapping(interactions="seen")) as history:
        for ask in (lambda: history.read_history("ann"), lambda: [*history.users()]):
            with pytest.raises(DatabaseError, match=r"05/06/2025'.*--day-first or --month-first"):
                ask()
    for order, month in (("day", "04"), ("month", "03")):
        (tmp_path / "app.db").unlink()
        found, remarks = read(tmp_path, times, order)  # type: ignore[arg-type]
        assert found["i0"][5:7] == month
        assert not remarks


def test_two_orders_in_one_column_are_refused(tmp_path: Path) -> None:
    path = make(tmp_path, ["24/11/2025", "11/24/2025"])
    with (
        HistoryDB(path, Mapping(interactions="seen")) as history,
        pytest.raises(DatabaseError, match="'24/11/2025' and the month first in '11/24/2025'"),
    ):
        history.read_history("ann")
    with (
        HistoryDB(path, Mapping(interactions="seen", date_order="day")) as history,
        pytest.raises(DatabaseError, match="not a time: '11/24/2025'"),
    ):
        history.read_history("ann")


def test_fractions_of_a_second_put_events_in_order(tmp_path: Path) -> None:
    times = ["24/11/2025 18:30:00.75", "24/11/2025 18:30:00.5", "24/11/2025 18:30:00,625"]
    with HistoryDB(make(tmp_path, times), Mapping(interactions="seen")) as history:
        assert [e.item_id for e in history.read_history("ann")] == ["i1", "i2", "i0"]


def test_an_order_is_day_or_month() -> None:
    with pytest.raises(OptionError, match="say day or month"):
        Mapping(interactions="seen", date_order="year")
    with pytest.raises(OptionError, match="--day-first or --month-first without --interactions"):
        Mapping(date_order="day")


FORMS = {
    "month/day": "%m/%d/%Y %I:%M %p",
    "month/day of two digits": "%m/%d/%y, %I:%M %p",
    "day.month": "%d.%m.%Y %H:%M",
    "day/month": "%d/%m/%Y %H:%M",
    "day-month": "%d-%m-%Y %H:%M",
    "year/month": "%Y/%m/%d %H:%M:%S",
    "month by name": "%b %d, %Y %H:%M",
    "as C prints it": "%a %b %d %H:%M:%S %Y",
    "as Oracle prints it": "%d-%b-%y %I.%M.%S %p",
    "as mail has it": "%a, %d %b %Y %H:%M:%S GMT",
    "as Go prints it": "%Y-%m-%d %H:%M:%S +0000 UTC",
    "as Japanese has it": "%Y年%m月%d日 %H:%M",
    "without marks": "%Y%m%dT%H%M%SZ",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_any_day_of_some_years_in_a_form(tmp_path: Path, form: str) -> None:
    start = datetime(2023, 1, 1, 20, 30, tzinfo=UTC)
    moments = [start + timedelta(days=13 * n) for n in range(84)]
    found, _ = read(tmp_path, [moment.strftime(form) for moment in moments])
    assert [found[f"i{n}"] for n in range(84)] == [f"{m:%Y-%m-%d %H:%M}" for m in moments]


@pytest.mark.parametrize("text", ["/Date(1764009000000)/", "/Date(1764009000000+0100)/"])
def test_times_of_json_of_net_and_decimal_commas(tmp_path: Path, text: str) -> None:
    found, _ = read(tmp_path, [text, "1764009000,25"])
    assert set(found.values()) == {"2025-11-24 18:30"}


def test_what_is_a_date_and_what_is_a_version() -> None:
    dates = ["24/11/2025", "11/24/2025", "3.4.2025 18:30", "Nov 24, 2025", "2025年11月24日"]
    others = ["1.2.3", "jan 4 feb 2025", "12:30", "Part 2", "31/31/2025", "", "x" * 100]
    assert [is_date(text) for text in (*dates, *others)] == [True] * 5 + [False] * 7
