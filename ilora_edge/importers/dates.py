"""Dates as people's programs print them; whether day or month comes first, a whole column tells."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from ilora_edge.histories.unix_time import unix_seconds
from ilora_edge.importers.date_words import month_named, western
from ilora_edge.importers.lines import Place, shown
from ilora_edge.importers.number_times import NumberTimes

Order: TypeAlias = Literal["day", "month"]

NOTHING = frozenset({"", "null", "none", "nan", "nat", "\\n", "n/a", "-", "0000-00-00"})
"""What stands for a missing value, in lower case."""
_LONGEST_NOTHING = max(map(len, NOTHING))

_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?:\s*(?P<half>[ap])\.?\s?m\.?)?"
)
_THREE = re.compile(r"([0-9]{1,4})\s?([./-])\s?([0-9]{1,2})\s?\2\s?([0-9]{1,4})\.?")
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])([0-9]{1,2}):?([0-9]{2})?")
_WORD = re.compile(r"[^\W\d_]+")
# Korean: 25. 4. 21.
_YEAR_OF_TWO = re.compile(r"([0-9]{2})\. ([0-9]{1,2})\. ([0-9]{1,2})\.")
# Says of the others too that they have the day in front.
_DOTTED = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.")
_MONTH_ALONE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
# Numbers that are years where a column has no others, as of books of which no day is known.
_YEARS = (1900, 2100)
# Of the Buddhist calendar, which is so far ahead: no other year is written so.
_BUDDHIST, _BUDDHIST_AHEAD = (2443, 2700), 543
# Hours from UTC of the abbreviations that exports print; those with two meanings are left out.
_ZONES = {
    **{"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2},
    **{"bst": 1, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9, "aest": 10, "aedt": 11},
    **{"nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6},
    **{"pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3},
}
SECONDS_OF_A_DAY = 86400
_CENTURY = 100
_PIVOT = 70


class DateColumn:
    """Learns from all values of a column how its dates are written, then reads them.

    Parameters
    ----------
    name
        The column's, for messages.
    order
        What comes first in a date such as 4/5/25; None: the column tells, or is refused.
    """

    def __init__(self, name: str, order: Order | None = None) -> None:
        self.name = name
        self._asked = order
        self._order = order
        # An example of a date that can only be read with the day, or the month, in front.
        self._proof: dict[Order, tuple[Place, str]] = {}
        self._open: tuple[Place, str] | None = None
        self._has_years: bool | None = None
        self._numbers: NumberTimes | None = None

    def learn(self, value: object, place: Place) -> None:
        """Look at one value; any type, any content."""
        if _is_digits(value):
            self._has_years = self._has_years is not False and _is_year(value)
            self._learn_number(value)
            return
        if is_nothing(value):
            return
        if not isinstance(value, str):
            self._learn_number(value)
            return
        value = western(value)
        if not _DOTTED.match(value) and unix_seconds(value) is not None:
            self._learn_number(value)
            return
        split = _split(value)
        parts = None if split is None else split[0]
        if parts is None or isinstance(parts, datetime):
            return
        first, mark, second, _ = parts
        if first > 31:
            return
        if mark == "." or (first > 12 and second <= 12):
            # Nobody writes dots with the month in front.
            self._proof.setdefault("day", (place, value))
        elif second > 12 and first <= 12:
            self._proof.setdefault("month", (place, value))
        elif first != second and self._open is None:
            self._open = (place, value)

    def _learn_number(self, value: object) -> None:
        if self._numbers is None:
            # Made for a column that is learned: of many a single value is read, and no more.
            self._numbers = NumberTimes()
        self._numbers.learn(value)

    def settle(self) -> str | None:
        """Decide; return what to say about it, None for a column without such dates.

        Raises SourceError where both orders fit all dates, or neither does.
        """
        said = self._settle_order()
        epochs = [] if self._numbers is None or self._has_years else self._numbers.settle()
        return "; ".join([*([said] if said else []), *epochs]) or None

    def _settle_order(self) -> str | None:
        if len(self._proof) == 2 and self._asked is None:
            (place, day), (_, month) = self._proof["day"], self._proof["month"]
            raise place.error(
                f"{self.name} has the day first in {shown(day)} and the month first in "
                f"{shown(month)}; mend one, or say --day-first or --month-first"
            )
        if self._asked is not None:
            return None
        if self._proof:
            (self._order,) = self._proof
            _, example = self._proof[self._order]
            return f"dates of {shown(self.name)} have the {self._order} first, as {shown(example)}"
        if self._open is not None:
            place, value = self._open
            raise place.error(
                f"{self.name} is {shown(value)}, and the day or the month may come first in all "
                "of the file's dates; say --day-first or --month-first"
            )
        self._order = "day"
        return None

    def read(self, value: object, place: Place) -> int | None:
        """Return unix seconds, None for an empty value; a time without a zone is in UTC."""
        if is_nothing(value):
            return None
        plain = western(value) if isinstance(value, str) else value
        if self._has_years and _is_digits(plain):
            plain = f"{plain}-01"
        plain = _with_point(plain)
        found = None if self._numbers is None else self._numbers.read(plain)
        if found is None:
            found = unix_seconds(plain)
        if found is None and isinstance(plain, str):
            found = self._date(plain, place)
        if found is None:
            raise place.error(
                f"{self.name} is {shown(value)}, neither a unix time of 64 bits nor an ISO 8601 "
                "date nor another date that is known"
            )
        return found

    def _date(self, value: str, place: Place) -> int | None:
        split = _split(value)
        if split is None:
            return None
        parts, seconds = split
        if isinstance(parts, datetime):
            return int(parts.timestamp()) + seconds
        first, _, second, third = parts
        if first > 31:
            year, month, day = _whole_year(first), second, third
        elif self._order == "month":
            month, day, year = first, second, _whole_year(third)
        else:
            day, month, year = first, second, _whole_year(third)
        try:
            return int(datetime(year, month, day, tzinfo=UTC).timestamp()) + seconds
        except (ValueError, OverflowError):
            asked = f", read with the {self._order} first," if self._order else ""
            raise place.error(f"{self.name} is {shown(value)}{asked} which is not a date") from None


def sort_key(value: str, order: Order | None) -> tuple[int, ...] | None:
    """Return what puts dates in order, whichever of day and month is first: at least the year."""
    split = _split(western(value))
    if split is None:
        return None
    parts, seconds = split
    if isinstance(parts, datetime):
        return (parts.year, parts.month, parts.day, seconds)
    first, mark, second, third = parts
    if first > 31:
        return (first, second, third, seconds)
    year = _whole_year(third)
    if order == "day" or mark == "." or first > 12:
        return (year, second, first, seconds)
    if order == "month" or second > 12:
        return (year, first, second, seconds)
    return None


def is_nothing(value: object) -> bool:
    """Whether a value stands for a missing one: null, empty, or a word that says so."""
    if isinstance(value, str):
        # Most values are longer than any of those words.
        return (len(value) <= _LONGEST_NOTHING and value.lower() in NOTHING) or not value.strip()
    return value is None or (isinstance(value, float) and value != value)


def _is_digits(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() and value.strip().isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_year(value: object) -> bool:
    return len(str(value).strip()) == 4 and _YEARS[0] <= int(str(value)) < _YEARS[1]


def is_late(moment: int) -> bool:
    """Whether unix seconds are after tomorrow, as nothing that happened is."""
    return moment > time.time() + SECONDS_OF_A_DAY


def _with_point(value: object) -> object:
    """Return a number's text with a decimal point, where it had a comma."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+,[0-9]*", value.strip()):
        return value.strip().replace(",", ".")
    return value


_Parts: TypeAlias = "tuple[int, str, int, int] | datetime"


def _split(value: str) -> tuple[_Parts, int] | None:
    """Return a date as three numbers, or as a whole one, and the seconds from its midnight."""
    text = " ".join(value.replace("\u202f", " ").replace(",", " ").split()).lower()
    text = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", text)
    clock = next(_clocks(text), None)
    seconds, rest = 0, text
    if clock is not None:
        of_day = _of_day(clock)
        if of_day is None:
            return None
        before, after = text[: clock.start()], text[clock.end() :]
        shift, after = _zone(after)
        seconds, rest = of_day - shift, f"{before} {after}"
    rest = rest.strip(" ,")
    if short := _YEAR_OF_TWO.fullmatch(rest):
        year, month, day = (int(part) for part in short.groups())
        return (2000 + year, ".", month, day), seconds
    rest = rest.strip(".")
    if alone := _MONTH_ALONE.fullmatch(rest):
        return (int(alone[1]), "-", int(alone[2]), 1), seconds
    if three := _THREE.fullmatch(rest):
        first, mark, second, third = three.groups()
        return (int(first), mark, int(second), int(third)), seconds
    named = _named_month(rest)
    return None if named is None else (named, seconds)


def _clocks(text: str) -> Iterator[re.Match[str]]:
    for found in _CLOCK.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        # Of 01.02.2024 the first numbers are not a time.
        inside_a_number = (before + after).strip("abcdefghijklmnopqrstuvwxyz+- ") != ""
        if not inside_a_number and (":" in found[0] or found["half"]):
            yield found


def _of_day(clock: re.Match[str]) -> int | None:
    hour, minute, second = (int(clock[n] or 0) for n in ("hour", "minute", "second"))
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3600 + minute * 60 + second


def _zone(text: str) -> tuple[int, str]:
    """Return what a zone at the beginning of a text is ahead of UTC by, and the rest."""
    text = text.strip()
    if found := _OFFSET.match(text):
        size = int(found[2]) * 3600 + int(found[3] or 0) * 60
        return (size if found[1] == "+" else -size), text[found.end() :]
    word = _WORD.match(text)
    if word is None or month_named(word[0]) is not None:
        return 0, text
    # One that is not known, or has two meanings, is as none.
    return _ZONES.get(word[0], 0) * 3600, text[word.end() :]


def _named_month(text: str) -> datetime | None:
    """Read a date with a month's name, in any order: ``06 sep 2026``, ``tue jan 1 2013``."""
    months = [m for word in _WORD.findall(text) if (m := month_named(word)) is not None]
    numbers = [int(n) for n in re.findall(r"[0-9]{1,4}", text)]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = sorted(numbers) if max(numbers) > 31 else numbers
    try:
        return datetime(_whole_year(year), months[0], day, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _whole_year(year: int) -> int:
    if year >= _CENTURY:
        return year - _BUDDHIST_AHEAD if _BUDDHIST[0] <= year < _BUDDHIST[1] else year
    return year + (2000 if year < _PIVOT else 1900)
