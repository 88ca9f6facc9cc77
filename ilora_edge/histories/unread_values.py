"""What stands in an application's columns of times and ratings and is none, to be said of it.

Nobody can mend the file of a program that goes on writing to it, so one bad value must not keep a
person from a list: it counts as no time, or as no rating, and is told with an example.
"""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.untouched import Cell
from ilora_edge.titles import printable

_MOST = 1000
"""Different values that are counted; of more it is said that there are as many."""
_MOST_SHOWN = 40


class UnreadValues:
    """Counts the different values that are no times, and those that are no ratings."""

    def __init__(self) -> None:
        # Sets in order: the same value may be read several times in a run.
        self._found: dict[str, dict[Cell, None]] = {"time": {}, "rating": {}}

    def add(self, kind: str, value: Cell) -> None:
        """Note a value of a kind, ``time`` or ``rating``."""
        found = self._found[kind]
        if len(found) < _MOST:
            found[value] = None

    @property
    def remarks(self) -> Iterator[str]:
        """What is to be said of them, one remark a kind."""
        for kind, found in self._found.items():
            if not found:
                continue
            shown = printable(str(next(iter(found))))[:_MOST_SHOWN]
            n = f"{len(found):,} or more" if len(found) == _MOST else f"{len(found):,}"
            if len(found) == 1:
                said = f"{shown!r} is not a {kind}, and counts as none"
            else:
                said = f"{n} values are not {kind}s and count as none, {shown!r} for one"
            yield said
