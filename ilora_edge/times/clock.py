"""Which epoch a column of times counts from, found from the column as a whole.

Most programs count from 1970, in seconds, milliseconds, microseconds or nanoseconds, which a
number's size tells. Others count from the year in which their system's calendar begins: browsers
of Chromium microseconds from 1601, Apple's programs seconds from 2001, spreadsheets days from 1899.
Read as unix times those would be plain wrong, and look like times. So the numbers of one size are
judged together: they are unix times where some lie between 1997, before which hardly a program kept
histories in SQLite, and tomorrow; else they count from that epoch which puts most of them there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

from ilora_edge.times.date_column import TextDates
from ilora_edge.times.epochs import (
    BOUNDS,
    DAY,
    EPOCHS,
    Epoch,
    NoDateError,
    Numbers,
    best_epoch,
    late_epoch,
    size_of,
)
from ilora_edge.times.unix_time import (
    LAST_POSITION,
    NANO,
    said_of_late,
    shown_time,
    times_are,
    unix_nanoseconds,
)

FIRST = 852076800
"""1997-01-01: unix times that all lie before it are of another epoch."""
# Where calendars begin: a program's zero, written as a date. 1970, 1601, 1, 1899, 1900, 1904.
ZEROS = (0, -11644473600, -62135596800, -2209161600, -2208988800, -2082844800)

# Where numbers and calendars end, which stands for no time too, in seconds: 2^31 - 1, 2^32 - 1, the
# nanoseconds of 2^63 - 1, and the last tick of .NET, which looks like nanoseconds. The last day of
# the year 9999 looks like one of 1978 in the next smaller unit.
_ENDS = (2147483647, 4294967295, 9223372036, 3155378975)
_LAST_DAY, _AFTER_LAST_DAY = 253402214400, 253402387200

# MySQL's date of nothing, in tables that were copied from it.
_NO_DATE = "0000-00-00"

Select: TypeAlias = Callable[[str], Iterator[tuple[object, ...]]]
_Value = TypeVar("_Value")


class Clock:
    """Reads the times of one column.

    Parameters
    ----------
    select
        Runs a query; the column is ``time`` of ``source``.
    source
        SQL of the rows.
    is_known
        Whether who wrote the SELECT knows the epoch: then none is looked for.
    dates
        Reads what is neither a number nor an ISO 8601 date; None: nothing does.
    """

    def __init__(
        self, select: Select, source: str, is_known: bool, dates: TextDates | None = None
    ) -> None:
        self._select, self._source, self._is_known = select, source, is_known
        self._dates = dates
        self._last = int(time.time()) + DAY
        self.plain = range(FIRST, self._last + 1)
        """What are unix seconds whatever else the column has, as nearly all times are."""
        self._epochs: dict[int, Epoch] | None = None
        self._has_text = False
        # Of numbers among unix times, which as such would be after tomorrow.
        self._late: dict[int, Epoch] = {}
        self.remarks: list[str] = []
        """What is to be said of the column; nothing before :meth:`settle`."""
        self.is_monotone = False
        """Whether the least value is the least moment: one kind, one unit, one form."""

    def nanoseconds(self, value: object) -> int | None:
        """Return a time as unix nanoseconds, 0 for never, None for what is not a time.

        Looks at the whole column when a time is implausible, and at no other.
        """
        if type(value) is int and value in self.plain:
            return value * NANO
        if value is None or value == "" or (isinstance(value, str) and value[:10] == _NO_DATE):
            return 0
        found = unix_nanoseconds(value, julian=True)
        if found is None and isinstance(value, str) and self._dates is not None:
            self.settle()
            return self._dates.nanoseconds(value)
        if found is None or FIRST <= found // NANO <= self._last:
            return 0 if found is None and value == -(2**63) else found
        if _is_end(value, found // NANO):
            return 0
        if self._is_known and 0 <= found // NANO <= self._last:
            # A place in an order, or long ago.
            return 0 if _is_date(value) and found // NANO < DAY else found
        self.settle()
        try:
            other = self._other(value, found // NANO > self._last)
        except NoDateError:
            return None
        if other is not None:
            return other
        seconds = found // NANO
        if _is_date(value):
            is_never = any(abs(seconds - zero) < DAY for zero in ZEROS)
        else:
            is_never = found == -NANO or seconds in ZEROS
        return 0 if is_never else found

    def not_plain(self, values: Iterable[_Value]) -> Iterator[_Value]:
        """Yield those that are no plausible unix seconds; most files have hundreds of thousands."""
        plain = self.plain
        return (v for v in values if not (type(v) is int and v in plain))

    def settle(self) -> None:
        """Look at the column, once.

        Raises DatabaseError for dates of which it is open whether day or month comes first.
        """
        if self._epochs is None:
            self._look()
        if self._dates is not None and self._has_text:
            # Each time, since it may refuse them.
            self.remarks[:0] = self._dates.settle()

    def _look(self) -> None:
        if self._is_plain():
            self._epochs, self.is_monotone = {}, True
            return
        groups = list(self._select(_profile(self._source, self._last)))
        self._epochs = {}
        kinds = [row for row in groups if row[0] != _ZERO]
        self.is_monotone = len(kinds) == 1 and all(row[2] for row in groups)
        said = dict.fromkeys(("before", "after", "position", "end", "old", "odd"), 0)
        for kind, *counts in groups:
            n, _, before, unix, after, end, old, *others = (int(str(c or 0)) for c in counts)
            said["end"] += end
            size = kind if isinstance(kind, int) and kind >= 0 else None
            if size is not None and self._judge(size, Numbers(n, unix, after, others), said):
                continue
            said["position"] += n if size == 0 else 0
            said["before"] += before if size != 0 else 0
            said["after"] += after if size != 0 else 0
            said["old"] += old if size else 0
        self._say(said)
        self._has_text = any(kind == _OTHER for kind, *_ in groups)

    def _judge(self, size: int, numbers: Numbers, said: dict[str, int]) -> bool:
        """Note from which epoch the numbers of one size count; return whether from one."""
        assert self._epochs is not None
        if self._is_known:
            return False
        if (epoch := best_epoch(size, numbers)) is not None:
            self._epochs[size] = epoch
            n = numbers.others[EPOCHS.index(epoch)]
            said["odd"] += max(0, numbers.n - n - numbers.unix)
        elif (epoch := late_epoch(size, numbers, self._last)) is not None:
            self._late[size] = epoch
            n = numbers.others[EPOCHS.index(epoch)]
            said["after"] += numbers.after - n
        else:
            return False
        self.is_monotone = self.is_monotone and n == numbers.n
        self.remarks.append(f"{times_are(n)} read as {epoch.name}")
        return True

    def _is_plain(self) -> bool:
        """Return whether all times are plausible, of one unit or of one form: most columns are.

        That is told without putting the rows in groups, in a tenth of the time.
        """
        # What the rows are may take seconds to work out: they are read once.
        (row,) = self._select(
            "SELECT min(time), max(time), min(iif(time > 0, time, NULL)), "
            f"min(iif(typeof(time) = 'text', {_IS_DATE}, 1)), "
            "min(length(time)), max(length(time)), "
            f"max(iif(typeof(time) = 'text', {_IS_ZONED}, 0)) "
            f"FROM {self._source} WHERE time IS NOT NULL AND time <> ''"
        )
        least, last, first, *form = row
        if least == last == 0:
            # No row has a time, as where nothing says when.
            return True
        if isinstance(last, int | float) and isinstance(first, int | float):
            ends = [unix_nanoseconds(time) or 0 for time in (first, last)]
            is_one_unit = size_of(first) == size_of(last) != 0
            is_plausible = FIRST <= ends[0] // NANO <= ends[1] // NANO <= self._last
            return is_one_unit and is_plausible and isinstance(least, int | float) and least >= -1
        if not isinstance(least, str) or not isinstance(last, str):
            return False
        are_dates, shortest, longest, is_any_zoned = form
        if not are_dates or shortest != longest or is_any_zoned:
            return False
        return _AFTER_ZERO <= least <= last < shown_time(self._last)[:10]

    def _say(self, implausible: dict[str, int]) -> None:
        if n := implausible["after"]:
            self.remarks.append(said_of_late(n, self._last))
        if n := implausible["end"]:
            self.remarks.append(
                f"{times_are(n)} the last that a calendar or a number has, which stands for none"
            )
        if n := implausible["before"]:
            self.remarks.append(
                f"{times_are(n)} before 1970-01-02; where a calendar begins stands for no time"
            )
        if n := implausible["odd"]:
            self.remarks.append(f"{times_are(n)} of no epoch that is known, read as unix times")
        if not self._is_known and (n := implausible["old"]):
            self.remarks.append(
                f"{times_are(n)} of 1973 to 1996 as unix times; from another epoch they may be of "
                "recent years, which a SELECT of --interactions can say"
            )
        if not self._is_known and (n := implausible["position"]):
            self.remarks.append(f"{times_are(n)} too small to be any, taken for an order")

    def _other(self, value: object, is_late: bool) -> int | None:
        if isinstance(value, str):
            try:
                value = int(value) if value.strip().isdecimal() else float(value)
            except ValueError:
                return None
        if not isinstance(value, int | float) or value <= 0 or not (self._epochs or self._late):
            return None
        size = -1 if (found := size_of(value)) is None else found
        epoch = (self._epochs or {}).get(size) or (self._late.get(size) if is_late else None)
        if epoch is None:
            return None
        moment = epoch.nanoseconds(value)
        return moment if DAY <= moment // NANO <= self._last else None


def _is_end(value: object, seconds: int) -> bool:
    """Return whether a time is the last that its calendar or its kind of number has."""
    if seconds in _ENDS or seconds >= _LAST_DAY:
        return True
    return not _is_date(value) and _LAST_DAY <= seconds * 1000 + 999 < _AFTER_LAST_DAY


def _is_date(value: object) -> bool:
    return isinstance(value, str) and "-" in value[1:]


_ZERO, _DATE, _OTHER = -1, -2, -3
_AFTER_ZERO = "1970-01-02"
_IS_DATE = "time GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'"
_IS_ZONED = "substr(time, 12) GLOB '*[+-]*'"


def _profile(source: str, last: int) -> str:
    """Return a query with a row for each kind of value.

    Kind (a size, or _ZERO, _DATE, _OTHER), count, whether all have one form, how many are before
    1970-01-02, unix times between 1997 and tomorrow, after tomorrow, and the last there is, and how
    many are of 1973 to 1996 as unix times, and plausible from each epoch.
    """
    sizes = " ".join(f"WHEN v < {bound:.0f} THEN {n}" for n, bound in enumerate(BOUNDS))
    seconds = "CASE WHEN v < 1e11 THEN v WHEN v < 1e14 THEN v / 1e3 WHEN v < 1e17 THEN v / 1e6 "
    seconds += "ELSE v / 1e9 END"
    others = ", ".join(f"sum({epoch.sql(last)})" for epoch in EPOCHS)
    tomorrow = shown_time(last)[:10]
    # 24.11.2025 is not a number.
    digits = "time GLOB '[0-9]*' AND time NOT GLOB '*[^0-9.]*' AND time NOT GLOB '*.*.*'"
    # In whichever unit; a float is one more than the last tick.
    ends = f"CAST({seconds} AS INT) IN {(*_ENDS, _ENDS[-1] + 1)}"
    written = "'2038-01-19 03:14:07', '2106-02-07 06:28:15'"
    last_dates = f"(time >= '9999-' OR replace(substr(time, 1, 19), 'T', ' ') IN ({written}))"
    ends += f" OR (v >= 1e11 AND ({seconds}) * 1e3 BETWEEN {_LAST_DAY} AND {_AFTER_LAST_DAY})"
    # With a LIMIT, without which SQLite puts what a column is into every place that asks for it.
    numbers = f"""
SELECT time, CASE WHEN typeof(time) IN ('integer', 'real') THEN CAST(time AS REAL)
    WHEN {digits} THEN CAST(time AS REAL) END AS v
FROM {source} WHERE time IS NOT NULL AND time <> '' LIMIT -1"""
    return f"""
SELECT CASE WHEN v IS NULL THEN iif({_IS_DATE}, {_DATE}, {_OTHER})
    WHEN v <= 0 OR is_end THEN {_ZERO} {sizes} ELSE {_OTHER} END AS kind,
  count(*),
  CASE WHEN min(v) IS NULL THEN min({_IS_DATE}) AND min(length(time)) = max(length(time))
    AND max({_IS_ZONED}) = 0 AND min(time) >= '{_AFTER_ZERO}' AND max(is_end) = 0
    ELSE max(typeof(time)) <> 'text' AND min(v) >= -1 AND max(is_end) = 0 END,
  sum(CASE WHEN v IS NULL THEN {_IS_DATE} AND time < '{_AFTER_ZERO}' ELSE v < 0 AND v <> -1 END),
  sum({seconds} BETWEEN {FIRST} AND {last}),
  sum(NOT is_end AND CASE WHEN v IS NULL THEN {_IS_DATE} AND time >= '{tomorrow}'
    ELSE {seconds} > {last} END),
  sum(is_end),
  sum(v >= {LAST_POSITION} AND {seconds} < {FIRST}),
  {others}
FROM (
  SELECT time, v, CASE WHEN v IS NULL THEN {_IS_DATE} AND {last_dates} ELSE {ends} END AS is_end
  FROM ({numbers}) LIMIT -1
)
GROUP BY kind"""
