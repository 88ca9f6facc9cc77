"""Dates of which a spreadsheet has turned day and month around, and others that it left as texts.

A spreadsheet that has the month first reads 03/04/2025 of a file that has the day first as the
fourth of March, and cannot read 13/04/2025. Saved again, the one is a date in the spreadsheet's own
form, ``2025-03-04``, and the other is the text that it was: of the texts all have a day after the
12th, of the dates none has.
"""

from __future__ import annotations

import re

from ilora_edge.times.date_text import DateOrder

_WHOLE_DAY = re.compile(r"[0-9]{4}-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_MOST_MONTHS = 12
# A column of a few dates may be so by chance; that it has two forms is rare by itself.
_AT_LEAST = 2


class TurnedDates:
    """Learns from a column's ISO dates whether they look turned around."""

    def __init__(self) -> None:
        self._n = 0
        self._is_possible = True
        self._example: str | None = None

    def learn(self, value: str) -> None:
        """Look at one ISO 8601 date, with or without a time; other texts say nothing."""
        if not self._is_possible:
            return
        found = _WHOLE_DAY.fullmatch(value.strip())
        if found is None or int(found[2]) > _MOST_MONTHS:
            # A time of day, or a day that is no month: nothing was turned around.
            self._is_possible = False
            return
        self._n += 1
        if found[1] != found[2]:
            self._example = self._example or value

    def found(self, order: DateOrder) -> str | None:
        """Return one of them, where they are so and the column's other dates the opposite."""
        is_so = self._is_possible and self._n >= _AT_LEAST and len(order.proofs) == 1
        return self._example if is_so and order.is_found and not order.has_both else None
