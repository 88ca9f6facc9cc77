"""Epochs that are not 1970's, and which of them the numbers of a column count from.

Sources: Apple, "CFAbsoluteTime"; Chromium, base/time/time.h; Microsoft, "FILETIME structure",
"DateTime.Ticks" and "DateTime.ToOADate"; SQLite, "Date And Time Functions" (Julian days).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ilora_edge.times.unix_time import LAST_POSITION, NANO

DAY = 86400
_FIRST_OF_OTHERS = 631152000
"""1990-01-01, and of those that begin later some years on: small counts are none."""
_YEARS = 10**8
_FIRST_OF_DAYS = 946684800
"""2000-01-01: fewer days are rather places in an order."""
BOUNDS = (LAST_POSITION, 10**11, 10**14, 10**17, 2**63)
# Of the numbers of one size, so many must be plausible from an epoch that is not 1970.
_MOST = 0.8
_AS_WELL = 0.9
# Seconds of 2090 may well be meant: only milliseconds and smaller are taken for another epoch's.
_FEWEST_UNITS = 2


@dataclass(frozen=True, slots=True)
class Epoch:
    """Where a count begins, in unix seconds, and how many seconds one of it is."""

    name: str
    begins: float
    unit: float

    def nanoseconds(self, value: int | float) -> int:
        """Return a count as unix nanoseconds, exactly where both are whole."""
        begins = int(self.begins * 10) * (NANO // 10)
        if isinstance(value, int):
            return value * round(self.unit * NANO) + begins
        return math.floor(value * self.unit * 10**6) * 1000 + begins

    @property
    def is_of_days(self) -> bool:
        """Whether its counts are small: those of days are, of a few thousand of them."""
        return self.unit == DAY

    def sql(self, last: float) -> str:
        """Return SQL that tells whether a number ``v`` is plausible, up to one moment."""
        low, high = self.window(last)
        return f"v BETWEEN {low!r} AND {high!r}"

    def has(self, value: int | float, last: float) -> bool:
        """Return what :meth:`sql` does."""
        low, high = self.window(last)
        return low <= value <= high

    def window(self, last: float) -> tuple[float, float]:
        """Return between what a plausible count lies, up to one moment in unix seconds."""
        first = _FIRST_OF_DAYS if self.is_of_days else max(_FIRST_OF_OTHERS, self.begins + _YEARS)
        return (first - self.begins) / self.unit, (last - self.begins) / self.unit


class NoDateError(ValueError):
    """A number stands among dates in digits, has as many, and is none: 20250231."""


@dataclass(frozen=True, slots=True)
class InDigits(Epoch):
    """No count, but the digits of a date one after the other: ``20251124``, ``20251124183000``."""

    form: str

    def nanoseconds(self, value: int | float) -> int:
        """Return such a number as unix nanoseconds.

        Raises NoDateError for one of as many digits that are no date.
        """
        digits = str(int(value))
        try:
            found = datetime.strptime(digits, self.form)
        except ValueError:
            if len(digits) == len(datetime.now(UTC).strftime(self.form)):
                raise NoDateError(digits) from None
            return 0
        return int(found.replace(tzinfo=UTC).timestamp()) * NANO

    def sql(self, last: float) -> str:
        """Return SQL that tells whether the digits of a number ``v`` are a date's."""
        low, high = self.window(last)
        tail = len(datetime.now(UTC).strftime(self.form)) - 8
        day = f"(CAST(v AS INT) / {10**tail})"
        clock = " AND CAST(v AS INT) % 100 < 60" if tail else ""
        return (
            f"v BETWEEN {low!r} AND {high!r} AND {day} / 100 % 100 BETWEEN 1 AND 12 "
            f"AND {day} % 100 BETWEEN 1 AND 31{clock}"
        )

    def has(self, value: int | float, last: float) -> bool:
        """Return what :meth:`sql` does."""
        try:
            return Epoch.has(self, value, last) and self.nanoseconds(value) > 0
        except NoDateError:
            return False

    def window(self, last: float) -> tuple[float, float]:
        """Return the numbers of 2000-01-01 and of one moment."""
        first, latest = (datetime.fromtimestamp(t, UTC) for t in (_FIRST_OF_DAYS, last))
        return float(first.strftime(self.form)), float(latest.strftime(self.form))


# Of several that fit nearly as well the first is meant: that a number's digits are a date's is no
# chance, and of two epochs that overlap the one of more programs stands in front.
EPOCHS = (
    InDigits("days in digits (20251124)", 0.0, DAY, "%Y%m%d"),
    InDigits("minutes in digits (202511241830)", 0.0, 60.0, "%Y%m%d%H%M"),
    InDigits("moments in digits (20251124183000)", 0.0, 1.0, "%Y%m%d%H%M%S"),
    Epoch("microseconds since 1601", -11644473600, 1e-6),
    Epoch("steps of 100 ns since 1601 (FILETIME)", -11644473600, 1e-7),
    Epoch("steps of 100 ns since the year 1 (ticks)", -62135596800, 1e-7),
    Epoch("seconds since 2001", 978307200, 1.0),
    Epoch("milliseconds since 2001", 978307200, 1e-3),
    Epoch("microseconds since 2001", 978307200, 1e-6),
    Epoch("nanoseconds since 2001", 978307200, 1e-9),
    Epoch("seconds since 1904", -2082844800, 1.0),
    Epoch("seconds since 1900", -2208988800, 1.0),
    Epoch("seconds since 1601", -11644473600, 1.0),
    Epoch("seconds since the year 1", -62135596800, 1.0),
    Epoch("steps of 100 ns since 1970", 0.0, 1e-7),
    Epoch("days since 1899", -2209161600, DAY),
    Epoch("days since 1970", 0.0, DAY),
    Epoch("Julian days", -2440587.5 * DAY, DAY),
)


def size_of(value: int | float) -> int | None:
    """Return which of the units of unix times a number has the size of; None for a larger one."""
    return next((n for n, bound in enumerate(BOUNDS) if value < bound), None)


@dataclass(slots=True)
class Numbers:
    """Of a column's numbers of one size, how many there are, and are plausible."""

    n: int = 0
    unix: int = 0
    """As unix times."""
    after: int = 0
    """Are after tomorrow as unix times."""
    others: list[int] = field(default_factory=lambda: [0] * len(EPOCHS))
    """From each of the epochs."""


def best_epoch(size: int, numbers: Numbers) -> Epoch | None:
    """Return the epoch, not 1970, from which the numbers of one size count; None for 1970's."""
    counts = numbers.others
    fit = [i for i, epoch in enumerate(EPOCHS) if epoch.is_of_days == (size == 0)]
    # Few numbers below the bound are days; most are places in an order.
    fewest = (0.95 if size == 0 else _MOST) * numbers.n
    most = max(counts[i] for i in fit)
    if most <= numbers.unix or most < fewest:
        return None
    # A few numbers that are none must not decide between two epochs that overlap.
    return EPOCHS[next(i for i in fit if counts[i] >= max(fewest, _AS_WELL * most))]


def late_epoch(size: int, numbers: Numbers, last: float) -> Epoch | None:
    """Return the epoch of those numbers among unix times that would be after tomorrow.

    As of two browsers' histories in one table. None where they are of no one epoch.
    """
    if size < _FEWEST_UNITS or not numbers.after:
        return None
    tomorrow = last * 1000 ** (size - 1)
    fit = [
        i
        for i, epoch in enumerate(EPOCHS)
        if not epoch.is_of_days and epoch.window(last)[0] > tomorrow
    ]
    return next((EPOCHS[i] for i in fit if numbers.others[i] >= _MOST * numbers.after), None)
