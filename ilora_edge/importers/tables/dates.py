"""The column of dates of an export: how they are written, and what each comes to."""

from __future__ import annotations

import re
import time

from ilora_edge.importers.records.lines import Place, shown
from ilora_edge.importers.tables.number_times import NumberTimes
from ilora_edge.importers.tables.states import is_state
from ilora_edge.importers.tables.turned_dates import TurnedDates
from ilora_edge.system.wrong_clock import wrong_clock
from ilora_edge.times.clock import ZEROS
from ilora_edge.times.date_text import (
    DOTTED,
    DateOrder,
    Order,
    is_date,
    is_nothing,
    moment,
    sort_key,
)
from ilora_edge.times.date_words import western
from ilora_edge.times.epochs import NoDateError
from ilora_edge.times.no_date import is_no_date
from ilora_edge.times.unix_time import NANO, plain_nanoseconds, unix_nanoseconds, unix_seconds
from ilora_edge.times.zone_names import NoZoneError

__all__ = [
    "SECONDS_OF_A_DAY",
    "DateColumn",
    "Order",
    "days_of",
    "is_late",
    "is_nothing",
    "sort_key",
]

# Numbers that are years where a column has no others, as of books of which no day is known.
_YEARS = (1900, 2100)
SECONDS_OF_A_DAY = 86400
_FRACTION = re.compile(r":[0-9]{2}[.,][0-9]*[1-9]")
# Of whole numbers: what has more is of smaller units.
_DIGITS_OF_SECONDS, _MILLISECONDS = 10, 10**11
_BEGINS = re.compile(r"\s*[0-9]{4}-")
# Between days of one cell: when it was begun and finished, and each time that it was read.
_BETWEEN_DAYS = re.compile(
    r"\s*[|;]\s*|,\s*(?=[0-9]{4}[-/.])|\s+(?:[-\u2013\u2014\u2192]|->|to|until|bis|au|tot|hasta)\s+"
    r"|(?<=/[0-9]{2})[-\u2013](?=[0-9]{4}/)"
)
_MOST_DAYS_OF_A_CELL, _LONGEST_CELL = 100, 2000
# 2023/01/05-2023/02/01; a moment has fewer characters mostly.
_SHORTEST_CELL = 21


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
        self._order = DateOrder(order)
        # Where the first date of each kind stands that the order was found from.
        self._places: dict[str, Place] = {}
        self._has_years: bool | None = None
        self._numbers: NumberTimes | None = None
        self._of_spreadsheet = TurnedDates()
        self.has_fractions = False
        """Whether any time that was learned has a fraction of a second."""

    def learn(self, value: object, place: Place) -> None:
        """Look at one value; any type, any content."""
        if isinstance(value, str) and plain_nanoseconds(value) is not None:
            # As most are; nothing of them is open.
            self._of_spreadsheet.learn(value)
            return
        if not self.has_fractions:
            self.has_fractions = _has_fraction(value)
        if _is_digits(value):
            self._learn_digits(value)
            return
        if is_no_date(value) or is_state(value):
            return
        if not isinstance(value, str):
            self._learn_number(value)
            return
        for day in days_of(value):
            self._learn_text(western(day), place)

    def _learn_digits(self, value: object) -> None:
        self._has_years = self._has_years is not False and _is_year(value)
        self._learn_number(value)

    def _learn_text(self, value: str, place: Place) -> None:
        if _is_digits(value):
            # ca. 2019
            self._learn_digits(value)
            return
        if not DOTTED.match(value) and unix_seconds(value) is not None:
            self._of_spreadsheet.learn(value)
            self._learn_number(value)
            return
        known = len(self._order.proofs), self._order.open
        self._order.learn(value)
        if known != (len(self._order.proofs), self._order.open):
            self._places[value] = place

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
        order = self._order
        if order.is_mixed:
            day, month = order.proofs["day"], order.proofs["month"]
            raise self._places[day].error(
                f"{self.name} has the day first in {shown(day)} and the month first in "
                f"{shown(month)}; mend one, or say --day-first or --month-first"
            )
        if order.is_open and order.open is not None:
            raise self._places[order.open].error(
                f"{self.name} is {shown(order.open)}, and the day or the month may come first in "
                "all of the file's dates; say --day-first or --month-first"
            )
        if (turned := self._of_spreadsheet.found(order)) is not None:
            other = next(iter(order.proofs.values()))
            raise self._places[other].error(
                f"{self.name} is {shown(other)} here and {shown(turned)} elsewhere: all dates of "
                "the one form are after the 12th and all of the other before the 13th, as where a "
                "spreadsheet has turned day and month around; export again, or take them as they "
                "are with --day-first or --month-first"
            )
        return order.said(f"dates of {shown(self.name)}")

    def read(self, value: object, place: Place) -> int | None:
        """Return unix seconds, None for an empty value; a time without a zone is in UTC."""
        found = self.nanoseconds(value, place)
        return None if found is None else found // NANO

    def nanoseconds(self, value: object, place: Place) -> int | None:
        """Return what :meth:`read` does, with the fraction of a second."""
        if isinstance(value, str) and (found := plain_nanoseconds(value)) is not None:
            return None if found // NANO in ZEROS else found
        if is_no_date(value) or is_state(value):
            return None
        if isinstance(value, str) and len(days := days_of(value)) > 1:
            moments = (self.nanoseconds(day, place) for day in days)
            return max((moment for moment in moments if moment is not None), default=None)
        plain = western(value) if isinstance(value, str) else value
        if self._has_years and _is_digits(plain):
            plain = f"{plain}-01"
        plain = _with_point(plain)
        try:
            found = None if self._numbers is None else self._numbers.read(plain)
        except NoDateError:
            raise place.error(
                f"{self.name} is {shown(value)}, which is no date in digits"
            ) from None
        if found is None:
            found = unix_nanoseconds(plain)
        if found is None and isinstance(plain, str):
            found = self._date(plain, place)
        if found is None and isinstance(value, str) and not value.strip("# "):
            raise place.error(
                f"{self.name} is {shown(value)}, which a spreadsheet writes where a column is too "
                "narrow; widen it there and save anew, or use the file as it came"
            )
        if found is None:
            raise place.error(
                f"{self.name} is {shown(value)}, neither a unix time of 64 bits nor an ISO 8601 "
                "date nor another date that is known"
            )
        # A program's zero, as a date.
        is_date = isinstance(plain, str) and _BEGINS.match(plain) is not None
        return None if is_date and found % NANO == 0 and found // NANO in ZEROS else found

    def _date(self, value: str, place: Place) -> int | None:
        try:
            return moment(value, self._order.first)
        except NoZoneError as error:
            raise place.error(f"{self.name} is {shown(value)}: {error}") from None
        except (ValueError, OverflowError):
            raise place.error(
                f"{self.name} is {shown(value)}, read with the {self._order.first} first, which is "
                "not a date"
            ) from None


def days_of(value: str) -> list[str]:
    """Return the days of a cell that has several; else the cell as it is."""
    if not _SHORTEST_CELL <= len(value) <= _LONGEST_CELL:
        return [value]
    days = [day for day in _BETWEEN_DAYS.split(value.strip()) if day.strip()]
    if not 1 <= len(days) <= _MOST_DAYS_OF_A_CELL or days[0] == value:
        return [value]
    return days if all(map(is_day, days)) else [value]


def is_day(text: str) -> bool:
    """Whether a text is a date, and no clock or number."""
    text = western(text)
    return is_date(text) or (_BEGINS.match(text) is not None and unix_seconds(text) is not None)


def _is_digits(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() and value.strip().isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


def _has_fraction(value: object) -> bool:
    """Whether a time has a fraction of a second, as far as is seen at once."""
    if isinstance(value, str):
        if ":" in value:
            return _FRACTION.search(value) is not None
        if len(value) <= _DIGITS_OF_SECONDS:
            return False
    elif isinstance(value, int) and abs(value) < _MILLISECONDS:
        return False
    return (unix_nanoseconds(value) or 0) % NANO != 0


def _is_year(value: object) -> bool:
    return len(str(value).strip()) == 4 and _YEARS[0] <= int(str(value)) < _YEARS[1]


def is_late(moment: int) -> bool:
    """Whether unix seconds are after tomorrow, as nothing that happened is."""
    return moment > time.time() + SECONDS_OF_A_DAY


def said_of_late() -> str:
    """Return the remark on times that are late, without how many."""
    if (day := wrong_clock()) is not None:
        return f"dated after tomorrow by this machine's clock, which says {day} (set it)"
    return "dated after tomorrow, and so the last"


def _with_point(value: object) -> object:
    """Return a number's text with a decimal point, where it had a comma."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]+,[0-9]*", value.strip()):
        return value.strip().replace(",", ".")
    return value
