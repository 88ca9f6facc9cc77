"""Dates in a database's column of times that are written as people read them: ``24/11/2025 18:30``.

ISO 8601 and numbers are :mod:`ilora_edge.times.unix_time`'s; these are what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ilora_edge.errors import DatabaseError
from ilora_edge.times.date_text import DateOrder, Order, moment
from ilora_edge.times.no_date import is_no_date
from ilora_edge.times.unix_time import NANO, said_of_late, times_are
from ilora_edge.times.zone_names import NoZoneError
from ilora_edge.titles import printable

Select: TypeAlias = Callable[[str], Iterator[tuple[object, ...]]]

_DAY = 86400
# What stands before the clock, so that days are looked at and not moments; all, where that is none.
_DAYS = """
SELECT coalesce(nullif(
    rtrim(rtrim(substr(time, 1, instr(time, ':') - 1), '0123456789'), ' ,T'), ''), time), count(*)
FROM {source} WHERE typeof(time) = 'text' AND time GLOB '*[0-9]*'
  AND time NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'
  AND (time GLOB '*[^0-9.]*' OR time GLOB '*.*.*')
GROUP BY 1"""
_ZEROS = str.maketrans("", "", "0/.-: ")


class TextDates:
    """Reads the dates of one column.

    Parameters
    ----------
    name
        The database's, for messages.
    select
        Runs a query; the column is ``time`` of ``source``.
    source
        SQL of the rows.
    order
        What comes first in ``4/5/2025``; None: the column tells, or is refused.
    """

    def __init__(self, name: str, select: Select, source: str, order: Order | None) -> None:
        self._name, self._select, self._source = name, select, source
        self._order = DateOrder(order)
        self._is_settled = False
        self._error: DatabaseError | None = None

    def settle(self) -> list[str]:
        """Look at the whole column, once; return what is to be said of it.

        Raises DatabaseError where both orders fit all dates, or neither does.
        """
        if self._error is not None:
            # Whoever goes on without these dates must not have the column read for each.
            raise self._error
        if self._is_settled:
            return []
        try:
            said = self._settle()
        except DatabaseError as error:
            self._error = error
            raise
        self._is_settled = True
        return said

    def _settle(self) -> list[str]:
        days = {str(day): int(str(n)) for day, n in self._select(_DAYS.format(source=self._source))}
        for day in days:
            self._order.learn(day)
        self._check()
        last = int(time.time()) + _DAY
        late = early = 0
        for day, n in days.items():
            found = self._moment(day)
            late += n if found is not None and found // NANO > last else 0
            early += n if found is not None and found < 0 else 0
        said = [self._order.said("times")]
        if late:
            said.append(said_of_late(late, last))
        if early:
            said.append(f"{times_are(early)} before 1970")
        return [remark for remark in said if remark]

    def nanoseconds(self, value: str) -> int | None:
        """Return a date as unix nanoseconds, 0 for never, None for what is not a date."""
        if is_no_date(value) or not value.translate(_ZEROS):
            return 0
        self.settle()
        return self._moment(value)

    def _moment(self, value: str) -> int | None:
        try:
            return moment(value, self._order.first)
        except NoZoneError as error:
            shown = printable(value)[:60]
            raise DatabaseError(f"{self._name}: a time is {shown!r}: {error}") from None
        except (ValueError, OverflowError):
            return None

    def _check(self) -> None:
        order = self._order
        if order.is_mixed:
            day, month = (printable(order.proofs[first])[:40] for first in ("day", "month"))
            raise DatabaseError(
                f"{self._name}: times have the day first in {day!r} and the month first in "
                f"{month!r}; mend one, or say --day-first or --month-first"
            )
        if order.is_open and order.open is not None:
            raise DatabaseError(
                f"{self._name}: in {printable(order.open)[:40]!r} the day or the month may come "
                "first, as in all of its times; say --day-first or --month-first"
            )
