"""Rows of a table that are headings of those below: ``2023``, ``May 2024``, ``Films``, ``To read``.

A heading stands alone in its row. So does a title of which nothing else is known: of the two a
heading is a part of the calendar, a word for all that is below, or a word for what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ilora_edge.importers.tables.states import state_of
from ilora_edge.importers.tables.usual_names import KINDS
from ilora_edge.times.date_words import month_named

_MARKS = " \t-\u2013\u2014=_*#:.~<>[]()|"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")
_SERIES = frozenset({"tv shows", "tv series", "series", "tv", "films & series", "audiobooks"})
_ALL_OF_A_KIND = _SERIES | {f"{kind}s" for kind in KINDS} | {"music", "anime", "manga"}
_LONGEST, _MOST = 60, 5000


@dataclass(slots=True)
class _Section:
    """What stands below a row of one field.

    ``fits`` and ``differs``: rows with a date that is of the year the row says, or of another one.
    """

    line: int
    text: str
    kind: str | None
    year: str | None
    n_rows: int = 0
    fits: int = 0
    differs: int = 0


class Headings:
    """Learns from the rows of a table which of them are headings."""

    def __init__(self) -> None:
        self._sections: list[_Section] = []
        self._n_full = 0
        self._n_before = 0
        self.states: dict[int, str] = {}
        """Of lines that are headings, a word for what became of all below, or an empty text."""

    def learn(self, line: int, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content."""
        filled = [value for value in record.values() if value]
        if len(filled) > 1:
            self._n_full += 1
            self._n_before += not self._sections
            if self._sections:
                _count(self._sections[-1], filled)
        elif filled and len(record) > 1 and len(self._sections) < _MOST:
            text = str(filled[0]).strip(_MARKS)
            self._sections.append(_Section(line, text, *_kind(text)))

    def settle(self) -> None:
        """Decide."""
        self.states = {}
        if self._n_full < len(self._sections):
            return
        told = [s for s in self._sections if s.kind is not None and s.text]
        # Nothing but such words alone, from the first row on or several.
        are_all = not any(s.kind is None for s in self._sections)
        are_likely = are_all and (len(told) > 1 or self._n_before == 0) and _in_order(told)
        for section in self._sections:
            if not section.n_rows or section.kind is None:
                continue
            is_dated = section.fits > 0 and not section.differs
            if not section.text or is_dated or (are_likely and not section.differs):
                self.states[section.line] = section.text if section.kind == "state" else ""


def _kind(text: str) -> tuple[str | None, str | None]:
    """Return what a heading says, ``calendar``, ``kind`` or ``state``, and of what year it is."""
    words = text.lower()
    if not words or len(words) > _LONGEST:
        return ("kind" if not words else None), None
    if words in _ALL_OF_A_KIND:
        return "kind", None
    parts = re.split(r"[\s,./-]+", words)
    years = [part for part in parts if _YEAR.fullmatch(part)]
    others = [part for part in parts if part not in years]
    is_month = len(others) == 1 and (others[0].isdecimal() or month_named(others[0]) is not None)
    if (years and not others) or is_month:
        named = is_month and not others[0].isdecimal()
        if years or named:
            return "calendar", years[0] if len(years) == 1 else None
    return ("state" if state_of(text) is not None else None), None


def _count(section: _Section, values: list[Any]) -> None:
    section.n_rows += 1
    dates = [date for value in values for date in _DATE.findall(str(value)[:_LONGEST])]
    if section.year is not None and dates:
        is_fit = any(
            section.year in date or re.search(rf"(?:^|[-/.]){section.year[2:]}(?:$|[-/.])", date)
            for date in dates
        )
        section.fits += is_fit
        section.differs += not is_fit


def _in_order(sections: list[_Section]) -> bool:
    years = [section.year for section in sections if section.year is not None]
    return years in (sorted(years), sorted(years, reverse=True))
