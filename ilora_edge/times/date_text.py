"""Dates as people's programs print them; whether day or month comes first, a whole column tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal, TypeAlias

from ilora_edge.system.patterns import pattern
from ilora_edge.times.date_words import month_named, weekdays_in, western, without_weekday
from ilora_edge.times.other_calendars import common_year, of_persia
from ilora_edge.times.short_zones import ZONE_IN_FULL, ZONE_NAMES, ZONES
from ilora_edge.times.unix_time import NANO, unix_nanoseconds
from ilora_edge.times.zone_names import NoZoneError, in_zone, split_zone

Order: TypeAlias = Literal["day", "month"]

NOTHING = frozenset(
    {"", "null", "none", "nan", "nat", "\\n", "n/a", "not available", "-", "0000-00-00"}
    | {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!", "#error!"}
)
"""What stands for a missing value, in lower case."""
_LONGEST_NOTHING = max(map(len, NOTHING))
BEGINS_NOTHING = frozenset(c for word in NOTHING for c in word[:1] + word[:1].upper())
"""How such words begin, in letters of either size."""

_CLOCK = pattern(
    r"(?P<hour>[0-9]{1,2})"
    r"(?:[:.h](?P<minute>[0-9]{2})"
    r"(?:(?:[:.]|m(?:in)?)(?P<second>[0-9]{1,2})(?:s(?![a-z]))?(?:[.,](?P<fraction>[0-9]+))?)?)?"
    r"(?:\s*(?P<half>[ap])(?:\.?\s?m\b\.?|\b))?"
)
_THREE = pattern(r"([0-9]{1,4})\s?([./-])\s?([0-9]{1,2})\s?\2\s?([0-9]{1,4})\.?")
# Not the one of 18:30:00,250.
_COMMA = pattern(r"(?<!:[0-9]{2}),|,(?=\s)")
# Danish, Finnish, Indonesian, Italian: 24. nov. 2025 16.00.00, 24.11.2025 klo 16.00.
_DOTTED_CLOCK = pattern(
    r"(?:(?<=[0-9]{4})|(?<=[0-9]\.[0-9]{2}))(\s(?:(?:klo?|ore|alle|pukul|um)\.?\s)?[0-9]{1,2})\.([0-9]{2})(?:\.([0-9]{2}))?"
    r"(?![0-9.])"
)
# A clock may stand right behind its date: 24/Nov/2025:18:30:05, 2025-11-24-18:30:05.
_JOINED = pattern(r"(?<=[0-9]{4})[:](?=[0-9]{2}:[0-9]{2})|(?<=-[0-9]{2})[-_](?=[0-9]{2}:[0-9]{2})")
# Of a picture's camera: 2025:11:24 18:30:05. Of a clock without its noughts: 3:4:5.
_COLONS_OF_A_DAY = pattern(r"^([0-9]{4}):([0-9]{2}):([0-9]{2})(?![0-9:])")
_SHORT_CLOCK = pattern(r"(?<![0-9:.])([0-9]{1,2}):([0-9])(?=:[0-9]{1,2}(?![0-9:])|(?![0-9:]))")
# As names of files have it, which have no colons: 2025-11-24_18-30-05, 20251124_183005.
_OF_FILE = pattern(
    r"(?<![0-9])(?:([0-9]{4})([-._]?)([0-9]{2})\2([0-9]{2})|([0-9]{1,2}([-._])[0-9]{1,2}\6[0-9]{4}))"
    r"[ _-]{1,2}([0-9]{2})([-._h]?)([0-9]{2})(?:\8([0-9]{2}))?(?![0-9:])"
)
# Words and marks between a date and its clock.
_BETWEEN = pattern(r"(?:^|(?<=\s))(?:at|@|\||-|–|à|a las|alle|às|um|om|kl|kl\.|klo|o)(?=\s|$)")
_IN_PARENTHESES = pattern(r"\(([^()]*)\)")
_OFFSET = pattern(r"(?:utc|gmt)?\s?([+-])([0-9]{1,2}):?([0-9]{2})?")
_WORD = pattern(r"[^\W\d_]+")
# Korean: 25. 4. 21.
_YEAR_OF_TWO = pattern(r"([0-9]{2})\. ([0-9]{1,2})\. ([0-9]{1,2})\.")
DOTTED = pattern(r"[0-9]{1,2}\.[0-9]{1,2}\.")
"""A date that says of the others too that they have the day in front."""
_MONTH_ALONE = pattern(r"([0-9]{4})[-/.]([0-9]{1,2})|([0-9]{1,2})/([0-9]{4})")
# PM 8:30, as in front of the clock in Chinese and Korean.
_HALF_IN_FRONT = pattern(r"\b([ap]m)\s?([0-9]{1,2}(?::[0-9]{2}){1,2})(?!\s?[ap]m)")
# How .NET writes a time in JSON, milliseconds since 1970; and seconds with a decimal comma.
_OF_JSON = pattern(r"/Date\((-?[0-9]{1,18})(?:[+-][0-9]{4})?\)/")
_WITH_COMMA = pattern(r"[0-9]{9,19},[0-9]+")
# Tuesday in Spanish, French, Italian and Romanian, Wednesday in Hungarian.
_ALSO_WEEKDAYS = ("mar", "sze")
_ORDERS: tuple[Order, ...] = ("day", "month")
_SHORTEST, _LONGEST = 6, 64
_VERSION = pattern(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}")
_MOST_DAYS, _MONTHS = 31, 12
_CENTURY = 100
_PIVOT = 70
_SINCE = 2025


class DateOrder:
    """Learns from all dates of a column which of day and month comes first.

    Parameters
    ----------
    asked
        What somebody said comes first; None: the dates tell.

    ``24/11/2025`` can only have the day in front, and so have those around it; of ``4/5/2025``
    alone nothing is known. Nobody writes dots with the month in front.
    """

    def __init__(self, asked: Order | None) -> None:
        self._asked = asked
        self.proofs: dict[Order, str] = {}
        """A date that can only be read with the day, or the month, in front, of each that is."""
        self.open: str | None = None
        """A date that can be read with either in front, and is another one then."""
        self.has_both = False
        """Whether any date can be read with either in front, one that others have decided too."""
        # 25/11/30 is no day that has been, unless its year is in front; of all dates it is then.
        self._has_year_first: str | None = None
        self._may_have_year_first = asked is None
        # The first and the last day of all, with the year in front and with the day.
        self._spans: dict[str, tuple[date, date]] = {}

    def learn(self, value: str) -> None:
        """Look at one text, of any content."""
        split = _split(western(split_zone(value)[0]))
        if split is None or isinstance(split[0], datetime):
            return
        first, mark, second, third = split[0]
        if first > _MOST_DAYS:
            return
        if self._may_have_year_first:
            self._learn_year(value, (first, mark, second, third))
        if max(first, second) <= _MONTHS and first != second:
            self.has_both = True
            order = None if mark == "." else _order_of_weekday(value, (first, mark, second, third))
            if order is not None:
                self.proofs.setdefault(order, value)
                return
        if mark == "." or (first > _MONTHS and second <= _MONTHS):
            self.proofs.setdefault("day", value)
        elif second > _MONTHS and first <= _MONTHS:
            self.proofs.setdefault("month", value)
        elif first != second and self.open is None:
            self.open = value

    def _learn_year(self, value: str, parts: tuple[int, str, int, int]) -> None:
        first, mark, second, third = parts
        if mark == "." or not _has_been(_whole_year(first), second, third):
            self._may_have_year_first = False
            return
        year = _whole_year(third)
        if not _has_been(year, first, second) and not _has_been(year, second, first):
            self._has_year_first = self._has_year_first or value
        elif _has_been(year, second, first):
            self._widen("year", date(_whole_year(first), second, third))
            self._widen("day", date(year, second, first))

    def _widen(self, order: str, day: date) -> None:
        first, last = self._spans.get(order, (day, day))
        self._spans[order] = (min(first, day), max(last, day))

    def _is_year_likelier(self) -> bool:
        """Whether few days that fit both lie years apart, unless the year is in front of all."""
        if len(self._spans) < 2 or "month" in self.proofs:
            return False
        by_year, by_day = (
            (last - first).days for first, last in (self._spans[order] for order in ("year", "day"))
        )
        # Days in a row, or one day of each of some years.
        are_in_a_row = by_day > 300 and by_day > 50 * max(1, by_year)
        return are_in_a_row or (by_day > 366 and by_day > 3 * by_year)

    @property
    def is_mixed(self) -> bool:
        """Whether some dates have the day in front and some the month, and nobody said which."""
        return self._asked is None and self._year_first is None and len(self.proofs) > 1

    @property
    def is_found(self) -> bool:
        """Whether the dates themselves tell which of day and month comes first."""
        return self._asked is None and self._year_first is None and bool(self.proofs)

    @property
    def is_open(self) -> bool:
        """Whether both fit all dates, and nobody said which."""
        is_found = self._asked is not None or self._year_first is not None or self.proofs
        return not is_found and self.open is not None

    @property
    def _year_first(self) -> str | None:
        if not self._may_have_year_first:
            return None
        likely = self.proofs.get("day") if self._is_year_likelier() else None
        return self._has_year_first or likely

    @property
    def first(self) -> Order | Literal["year"]:
        """What comes first, where neither of those is so."""
        if self._year_first is not None:
            return "year"
        found: Order = next(iter(self.proofs), "day")
        return self._asked or found

    def said(self, name: str) -> str | None:
        """Return what to say of a column: None where nobody needs to know."""
        example = self._year_first or next(iter(self.proofs.values()), None)
        if self._asked is not None or example is None:
            return None
        return f"{name} have the {self.first} first, as {example!r}"


def _order_of_weekday(value: str, parts: tuple[int, str, int, int]) -> Order | None:
    """Return what comes first in a date whose weekday only one of both orders has."""
    days = weekdays_in(value)
    if not days:
        return None
    first, _, second, third = parts
    try:
        in_order: dict[Order, int] = {
            "day": date(_year_that_was(third), second, first).weekday(),
            "month": date(_year_that_was(third), first, second).weekday(),
        }
    except ValueError:
        return None
    fit = [order for order, day in in_order.items() if day in days]
    return fit[0] if len(fit) == 1 else None


def _has_been(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day, and it is not after tomorrow."""
    try:
        return date(year, month, day) <= date.today() + timedelta(days=1)
    except ValueError:
        return False


def moment(value: str, order: Order | Literal["year"]) -> int | None:
    """Return unix nanoseconds of a date, None for another text; without a zone it is in UTC.

    Raises ValueError for three numbers that are no date when they are read in this order, and
    NoZoneError, a kind of it, for a zone that the machine does not know.
    """
    value, zone = split_zone(value.strip())
    if zone is not None:
        local = moment(value, order)
        return None if local is None else in_zone(local, zone)
    plain = western(value).strip()
    if found := _OF_JSON.fullmatch(plain):
        return unix_nanoseconds(int(found[1]))
    if _WITH_COMMA.fullmatch(plain):
        return unix_nanoseconds(plain.replace(",", "."))
    split = _split(plain)
    if split is None:
        return None
    parts, of_day = split
    if isinstance(parts, datetime):
        return int(parts.timestamp()) * NANO + of_day
    first, _, second, third = parts
    if first > _MOST_DAYS or order == "year":
        year, month, day = _year_that_was(first), second, third
    elif order == "month":
        month, day, year = first, second, _year_that_was(third)
    else:
        day, month, year = first, second, _year_that_was(third)
    if (own := of_persia(year, month, day)) is not None:
        year, month, day = own.year, own.month, own.day
    return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * NANO + of_day


def is_date(text: str) -> bool:
    """Return whether a text is a date in one order or the other; ``1.2.3`` is a version."""
    text = text.strip()
    if not _SHORTEST <= len(text) <= _LONGEST or _VERSION.fullmatch(text):
        return False
    return any(_is_in_order(text, order) for order in _ORDERS)


def _is_in_order(text: str, order: Order) -> bool:
    try:
        return moment(text, order) is not None
    except NoZoneError:
        return True
    except (ValueError, OverflowError):
        return False


def sort_key(value: str, order: Order | None) -> tuple[int, ...] | None:
    """Return what puts dates in order, whichever of day and month is first: at least the year."""
    split = _split(western(split_zone(value)[0]))
    if split is None:
        return None
    parts, of_day = split
    if isinstance(parts, datetime):
        return (parts.year, parts.month, parts.day, of_day)
    first, mark, second, third = parts
    if first > _MOST_DAYS:
        return (first, second, third, of_day)
    year = _year_that_was(third)
    if order == "day" or mark == "." or first > _MONTHS:
        return (year, second, first, of_day)
    if order == "month" or second > _MONTHS:
        return (year, first, second, of_day)
    return None


def is_nothing(value: object) -> bool:
    """Whether a value stands for a missing one: null, empty, or a word that says so."""
    if isinstance(value, str):
        # Most values begin with another character than those words and blanks do.
        if value and value[0] not in BEGINS_NOTHING and not value[0].isspace():
            return False
        return (len(value) <= _LONGEST_NOTHING and value.lower() in NOTHING) or not value.strip()
    return value is None or (isinstance(value, float) and value != value)


_Parts: TypeAlias = "tuple[int, str, int, int] | datetime"


def _split(value: str) -> tuple[_Parts, int] | None:
    """Return a date as three numbers, or as a whole one, and nanoseconds from its midnight."""
    text = " ".join(_COMMA.sub(" ", value.replace("\u202f", " ")).split()).lower()
    text = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", text)
    text = _SHORT_CLOCK.sub(r"\1:0\2", _COLONS_OF_A_DAY.sub(r"\1-\2-\3", text))
    text = _HALF_IN_FRONT.sub(r"\2 \1", _JOINED.sub(" ", text))
    text = _OF_FILE.sub(_with_colons, text)
    text = _DOTTED_CLOCK.sub(lambda f: f"{f[1]}:{f[2]}:{f[3] or '00'}", text)
    if "(" in text:
        text = _IN_PARENTHESES.sub(lambda f: f" {f[1]} " if f[1] in ZONES else " ", text)
    clock = next(_clocks(text), None)
    nanoseconds, rest = 0, text
    if clock is not None:
        of_day = _of_day(clock)
        if of_day is None:
            return None
        before, after = text[: clock.start()], text[clock.end() :]
        shift, after = _zone(after)
        nanoseconds, rest = of_day - shift * NANO, f"{before} {after}"
    rest = without_weekday(" ".join(_BETWEEN.sub(" ", rest).split())).strip(" ,")
    if short := _YEAR_OF_TWO.fullmatch(rest):
        year, month, day = (int(part) for part in short.groups())
        return (2000 + year, ".", month, day), nanoseconds
    rest = rest.strip(".")
    if alone := _MONTH_ALONE.fullmatch(rest):
        year, month = int(alone[1] or alone[4]), int(alone[2] or alone[3])
        return (year, "-", month, 1), nanoseconds
    if three := _THREE.fullmatch(rest):
        first, mark, second, third = three.groups()
        return (int(first), mark, int(second), int(third)), nanoseconds
    named = _named_month(rest) or _named_month_alone(rest)
    return None if named is None else (named, nanoseconds)


def _with_colons(found: re.Match[str]) -> str:
    day = found[5] or f"{found[1]}-{found[3]}-{found[4]}"
    return f"{day.replace('_', '-')} {found[7]}:{found[9]}:{found[10] or '00'}"


def _clocks(text: str) -> Iterator[re.Match[str]]:
    for found in _CLOCK.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        # Of 01.02.2024 the first numbers are not a time.
        inside_a_number = (before + after).strip("abcdefghijklmnopqrstuvwxyz+- ") != ""
        is_clock = ":" in found[0] or "h" in found[0] or found["half"]
        if not inside_a_number and is_clock:
            yield found


def _of_day(clock: re.Match[str]) -> int | None:
    hour, minute, second = (int(clock[n] or 0) for n in ("hour", "minute", "second"))
    if clock["half"]:
        # Some programs write the half of the day behind an hour of twenty-four: 18:30 PM.
        if hour > 12 and (clock["half"] == "a" or hour > 23):
            return None
        hour = hour if hour > 12 else hour % 12 + (12 if clock["half"] == "p" else 0)
    # The end of a day is also its 24:00.
    is_end = (hour, minute, second) == (24, 0, 0)
    if (hour > 23 and not is_end) or minute > 59 or second > 60:
        return None
    fraction = (clock["fraction"] or "")[:9].ljust(9, "0")
    return (hour * 3600 + minute * 60 + second) * NANO + int(fraction)


def _zone(text: str) -> tuple[int, str]:
    """Return what a zone at the beginning of a text is ahead of UTC by, and the rest."""
    text = text.strip()
    if found := _OFFSET.match(text):
        size = int(found[2]) * 3600 + int(found[3] or 0) * 60
        return (size if found[1] == "+" else -size), text[found.end() :]
    if in_full := ZONE_IN_FULL.match(text):
        return ZONE_NAMES[in_full[1]] * 3600, text[in_full.end() :]
    word = _WORD.match(text)
    if word is None or month_named(word[0]) is not None:
        return 0, text
    # One that is not known, or has two meanings, is as none.
    return ZONES.get(word[0], 0) * 3600, text[word.end() :]


def _named_month(text: str) -> datetime | None:
    """Read a date with a month's name, in any order: ``06 sep 2026``, ``tue jan 1 2013``."""
    named = [(word, m) for word in _WORD.findall(text) if (m := month_named(word)) is not None]
    weekday = next((pair for pair in named if pair[0] in _ALSO_WEEKDAYS), None)
    if len(named) > 1 and weekday is not None:
        named.remove(weekday)
    months = [month for _, month in named]
    numbers = [int(n) for n in re.findall(r"[0-9]{1,4}", text)]
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = sorted(numbers) if max(numbers) > _MOST_DAYS else numbers
    try:
        return datetime(_year_that_was(year), months[0], day, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _named_month_alone(text: str) -> datetime | None:
    """Read a month without a day, ``nov 2025``, as its first day."""
    found = re.fullmatch(r"([^\W\d_]+)(?:\.? (?:de )?([0-9]{4})|-([0-9]{2}))", text)
    month = None if found is None else month_named(found[1])
    if found is None or month is None:
        return None
    # May-24, as spreadsheets write a month.
    year = int(found[2]) if found[2] else _year_that_was(int(found[3]))
    return datetime(year, month, 1, tzinfo=UTC)


def _whole_year(year: int) -> int:
    if year >= _CENTURY:
        return common_year(year)
    return year + (2000 if year < _PIVOT else 1900)


def _year_that_was(year: int) -> int:
    """Return a year with its century, of two digits one that is not to come: 1969 for 69."""
    whole = _whole_year(year)
    # A clock that was never set says nothing of centuries.
    this = max(date.today().year, _SINCE)
    return whole - _CENTURY if year < _CENTURY and whole > this + 1 else whole
