"""Tables with a column for each year: ``Title, 2022, 2023`` with marks, counts, days or ratings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ilora_edge.histories.rating_value import read_rating
from ilora_edge.importers.records.lines import shown
from ilora_edge.importers.tables.columns import Columns, FoundColumns, find_columns
from ilora_edge.importers.tables.dated_columns import is_of_doing, words_of_name
from ilora_edge.importers.tables.dates import is_day
from ilora_edge.importers.tables.states import is_done
from ilora_edge.times.date_text import is_nothing

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MOST_COUNTED = 366.0
_MARKS = frozenset("x✓✔✅☑❌☐*•+")


class YearColumns:
    """Learns from the rows of a table whether columns are years, and reads a row for each."""

    def __init__(self, wanted: Columns, has_items: bool) -> None:
        self._wanted, self._has_items = wanted, has_items
        self._found: FoundColumns | None = None
        self._years: dict[str, int] | None = None
        self._others: dict[str, None] = {}
        self._with_value: set[str] = set()
        self._are_ratings = False
        self._rating = "rating"

    @property
    def are_there(self) -> bool:
        """Whether columns are years, once it is settled."""
        return bool(self._years)

    def learn(self, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content."""
        if self._years is None:
            self._found = find_columns(list(record), self._wanted, self._has_items)
            self._years = self._likely(list(record))
            if self._found is not None and self._found.rating is not None:
                self._rating = self._found.rating
        for name in self._years:
            value = record.get(name)
            if is_nothing(value):
                continue
            self._with_value.add(name)
            if not _is_told(value):
                self._others[name] = None
            elif _is_rating(value):
                self._are_ratings = True

    def settle(self) -> str | None:
        """Decide; return what is to be said."""
        years, self._years = self._years or {}, {}
        if not years or not self._with_value:
            return None
        if self._others:
            listed = ", ".join(map(shown, list(self._others)[:5]))
            return f"{listed}: years, of which the values are no marks, counts or days; not read"
        self._years = years
        listed = ", ".join(map(shown, list(years)[:5])) + (", ..." if len(years) > 5 else "")
        what = "with the rating of it" if self._are_ratings else "be it a mark, a count or a day"
        return f"a column for each year, {listed}: a value there says that it was used then, {what}"

    def rows(self, record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Yield a row for each year of which there is a value; all as it is without years.

        Of a year alone it is its first day.
        """
        if not self._years:
            yield record
            return
        rest = {name: value for name, value in record.items() if name not in self._years}
        is_met = False
        for name, year in self._years.items():
            value = record.get(name)
            if is_nothing(value) or is_done(value) is False or _is_zero(value):
                continue
            is_met = True
            is_own_day = isinstance(value, str) and is_day(value)
            told = {"date": value if is_own_day else f"{year}-01-01"}
            if self._are_ratings and not is_own_day and _is_number(value):
                told[self._rating] = value
            yield rest | told
        if not is_met and self._says_more(record):
            yield rest | {"date": None}

    def _says_more(self, record: Mapping[str, Any]) -> bool:
        """Whether a row without a year has a state or a rating of its own."""
        found = self._found
        told = () if found is None else (found.rating, found.status, found.done, *found.marked)
        return any(name is not None and not is_nothing(record.get(name)) for name in told)

    def _likely(self, names: Sequence[str]) -> dict[str, int]:
        found = self._found
        if found is None or found.time is not None or self._wanted.time or "date" in names:
            return {}
        return {name: year for name in names if (year := _year_in(name)) is not None}


def _year_in(name: str) -> int | None:
    """Return the year of ``2022`` and ``Read 2022``; None for other names: ``Oscars 2022``."""
    years = _YEAR.findall(name)
    words = words_of_name(name)
    if len(years) != 1 or re.sub(r"[^0-9]", "", name) != years[0]:
        return None
    return int(years[0]) if not words or (is_of_doing(name) and len(words) <= 2) else None


def _is_told(value: object) -> bool:
    text = str(value).strip(" \ufe0f").lower()
    is_mark = bool(text) and set(text) <= _MARKS
    return is_mark or is_done(value) is not None or _is_number(value) or is_day(str(value))


def _is_number(value: object) -> bool:
    rating = read_rating(value)
    return rating is not None and 0 <= rating.value <= _MOST_COUNTED


def _is_rating(value: object) -> bool:
    """Whether a number is no count: ``4.5``, ``8/10``, stars."""
    rating = read_rating(value)
    if rating is None or is_done(value) is not None or is_day(str(value)):
        return False
    return rating.out_of is not None or rating.value % 1 > 0


def _is_zero(value: object) -> bool:
    rating = read_rating(value)
    return rating is not None and rating.value == 0
