"""A column of time zones beside one of local times: ``23:30`` and ``America/New_York``.

The clock of a place says when it was only together with the place. Times that say their zone
themselves, numbers, days without a clock and columns that are called UTC need no other column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ilora_edge.importers.records.lines import Place, bare, shown
from ilora_edge.importers.tables.dated_columns import words_of_name
from ilora_edge.times.no_date import is_no_date
from ilora_edge.times.short_zones import hours_ahead
from ilora_edge.times.unix_time import NANO
from ilora_edge.times.zone_names import NoZoneError, in_zone, is_zone_name, says_zone

_CALLED = frozenset(
    {
        *("timezone", "tz", "tzname", "timezonename", "timezoneid", "zoneid", "localtimezone"),
        *("utcoffset", "gmtoffset", "tzoffset", "timezoneoffset", "zoneoffset", "offsetutc"),
        *("zeitzone", "fuseauhoraire", "fuseau", "zonahoraria", "husohorario", "fusohorário"),
        *("fusohorario", "fusoorario", "tijdzone", "tidszon", "tidszone", "tidssone"),
        *("aikavyöhyke", "strefaczasowa", "časovépásmo", "saatdilimi"),
        *("часовойпояс", "часовийпояс", "タイムゾーン", "时区", "時區", "시간대"),
    }
)
_ENDS = ("timezone", "utcoffset", "tzoffset", "timezoneoffset")
_OFFSET = re.compile(
    r"(?i)(?:utc|gmt)?\s?([+\u2212-])\s?(?:([0-9]{1,2})(?::([0-9]{2}))?|([0-9]{2})([0-9]{2}))"
    r"|(?:utc|gmt)\s?[+-]?0+"
)
_NUMBER = re.compile(r"[+\u2212-]?[0-9]{1,5}(?:\.[0-9]{1,2}|[.,]0)?")
_HOUR, _MINUTE = 3600, 60
_MOST_HOURS = 14
# What a number counts, by the greatest of the column.
_UNITS = (("hours", _HOUR), ("minutes", _MINUTE), ("seconds", 1))
_MOST_KEPT = 1000


class ZoneColumn:
    """Learns which column names the zone of each record's time, then tells when that was."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._greatest: dict[str, float] = {}
        self._has_zone: set[str] = set()
        self._unit = 1
        self._ahead: dict[str, int | str | None] = {}
        self._unknown: dict[str, int] = {}
        # Of columns without a zone so far, something that is none.
        self._strange: dict[str, str] = {}
        self._said_unit, self._n_placed, self._has_numbers = "", 0, False
        self.name: str | None = None
        """The column's; None before :meth:`settle`, and where there is none."""

    def meet(self, names: Collection[str]) -> None:
        """Look at names of columns."""
        self._names += [name for name in names if _is_called_so(name)]

    def learn(self, record: Mapping[str, Any]) -> None:
        """Look at one record, of any content."""
        for name in self._names:
            text = _text(record.get(name))
            if (number := _number(text)) is not None:
                self._greatest[name] = max(abs(number), self._greatest.get(name, 0.0))
            if text and (name in self._has_zone or _zone_of(text, 1) is not None):
                self._has_zone.add(name)
            elif text:
                self._strange.setdefault(name, text)

    def settle(self, times: str) -> str | None:
        """Decide for the times of a column; return what is to be said of a column not read."""
        if {"utc", "gmt"} & words_of_name(times):
            return None
        named = [name for name in self._names if name in self._has_zone and name != times]
        if not named:
            strange = [name for name in self._strange if name != times]
            if not strange:
                return None
            example = shown(self._strange[strange[0]])
            return f"{shown(strange[0])} has no zone that is known, but {example}; it is not read"
        self.name = named[0]
        greatest = self._greatest.get(self.name, 0.0)
        self._said_unit, self._unit = next(
            (u for u in _UNITS if greatest * u[1] <= _MOST_HOURS * _HOUR), _UNITS[-1]
        )
        return None

    def placed(self, found: int, value: object, record: Mapping[str, Any], place: Place) -> int:
        """Return unix nanoseconds of a time ``found`` as if its ``value`` were UTC's."""
        if self.name is None or not isinstance(value, str) or ":" not in value:
            return found
        text = _text(record.get(self.name))
        if not text or says_zone(value.strip()):
            return found
        if text not in self._ahead:
            if len(self._ahead) >= _MOST_KEPT:
                self._ahead.clear()
            self._ahead[text] = _zone_of(text, self._unit)
        zone = self._ahead[text]
        if zone is None:
            if text in self._unknown or len(self._unknown) < _MOST_KEPT:
                self._unknown[text] = self._unknown.get(text, 0) + 1
            return found
        self._n_placed += 1
        if isinstance(zone, int):
            self._has_numbers = self._has_numbers or bool(_number(text))
            return found - zone * NANO
        try:
            return in_zone(found, zone)
        except NoZoneError as error:
            raise place.error(f"{self.name} is {shown(text)}: {error}") from None

    def notes(self) -> Iterator[str]:
        """Yield what was noticed of the zones that were read."""
        if self._n_placed:
            ahead = f", in {self._said_unit} ahead of UTC" if self._has_numbers else ""
            said = f"times without a zone, of the clocks of {shown(self.name)}{ahead}"
            yield f"{said}: {self._n_placed:,}"
            self._n_placed = 0
        if self._unknown:
            n, example = sum(self._unknown.values()), next(iter(self._unknown))
            yield f"{shown(example)} is no zone that is known: read as UTC's: {n:,}"
            self._unknown.clear()


def _is_called_so(name: str) -> bool:
    joined = "".join(c for c in name.lower() if c.isalpha())
    return joined in _CALLED or joined.endswith(_ENDS)


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = bare(str(value))
    return "" if is_no_date(text) and not _NUMBER.fullmatch(text) else text


def _zone_of(text: str, unit: int) -> int | str | None:
    """Return how many seconds a zone is ahead of UTC, or its name where that depends on the day.

    ``unit``: what a number alone counts, in seconds. None: it is no zone that is known.
    """
    if (number := _number(text)) is not None:
        return _within(number * unit)
    if found := _OFFSET.fullmatch(text):
        sign, hours, minutes, *joined = found.groups()
        if sign is None:
            return 0
        hours, minutes = joined if joined[0] else (hours, minutes)
        seconds = int(hours) * _HOUR + int(minutes or 0) * _MINUTE
        return _within(seconds if sign == "+" else -seconds)
    if is_zone_name(text):
        return text
    hours = hours_ahead(text)
    return None if hours is None else hours * _HOUR


def _number(text: str) -> float | None:
    """Return a number, None for another text: ``-0500`` is hours and minutes."""
    found = _OFFSET.fullmatch(text)
    if not _NUMBER.fullmatch(text) or (found is not None and found[4] is not None):
        return None
    return float(text.replace("\u2212", "-").replace(",", "."))


def _within(seconds: float) -> int | None:
    return round(seconds) if abs(seconds) <= _MOST_HOURS * _HOUR else None
