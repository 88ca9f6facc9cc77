"""Of a series the next part: whoever watches one is not told of its next ten episodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from typing import TypeAlias

from ilora_edge.recommendation import HistoryItem
from ilora_edge.system.patterns import pattern

Place: TypeAlias = tuple[bool, tuple[float, ...]]
"""Where a part stands in its series: specials (season 0) behind, then by its numbers."""

_NUMBER = pattern(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_LONGEST = 64
"""Characters of a part that are read: a hostile one may have millions of numbers."""


def place_of(part: str) -> Place | None:
    """Return where ``S1E4``, ``7`` or ``3.5`` stands; None where no number is in it."""
    return _place_of(part[:_LONGEST])


# Series of a library have the same numbers.
@lru_cache(1 << 14)
def _place_of(part: str) -> Place | None:
    numbers = tuple(float(number) for number in _NUMBER.findall(part))
    return (len(numbers) > 1 and numbers[0] == 0, numbers) if numbers else None


class NextParts:
    """Which items of a database are parts of a series, and which part is next.

    Parameters
    ----------
    rows
        See :meth:`add`.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]] = ()) -> None:
        self._parts: dict[str, tuple[str, Place | None]] = {}
        self.add(rows)

    def add(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Add items: the recommender's id of each, its series (empty: it is of none), its part."""
        for item_id, series, part in rows:
            if series:
                self._parts[item_id] = series, place_of(part)

    def __contains__(self, item_id: str) -> bool:
        return item_id in self._parts

    def __bool__(self) -> bool:
        return bool(self._parts)

    @property
    def series(self) -> dict[str, str]:
        """Which series the parts are of, by item id."""
        return {item_id: series for item_id, (series, _) in self._parts.items()}

    def latest(self, history: Sequence[HistoryItem]) -> list[HistoryItem]:
        """Return a history, oldest first, with the latest part alone of each series."""
        if not self._parts:
            return list(history)
        kept: list[HistoryItem] = []
        had: set[str] = set()
        for item in reversed(history):
            series, _ = self._parts.get(item.item_id, ("", None))
            if series not in had:
                kept.append(item)
            if series:
                had.add(series)
        return kept[::-1]

    def in_turn(
        self, unseen: Sequence[HistoryItem], had: Iterable[str], n: int | None = None
    ) -> list[HistoryItem]:
        """Return items with the later parts of each series behind all others, and marked so.

        One part of each series stays where it is: the first after the last that was had, or else
        the first; where parts have no numbers, the foremost.

        Parameters
        ----------
        had
            The recommender's ids of what a person has had.
        n
            How many of them, from the first on; None: all.
        """
        if not self._parts:
            return list(unseen[:n])
        last: dict[str, Place] = {}
        for item_id in had:
            series, place = self._parts.get(item_id, ("", None))
            if place is not None and not place[0]:
                last[series] = max(last.get(series, place), place)
        chosen: dict[str, tuple[tuple[bool, bool, bool, Place], str]] = {}
        for item in unseen:
            series, place = self._parts.get(item.item_id, ("", None))
            if series:
                is_before = place is not None and series in last and place < last[series]
                is_special = place is not None and place[0]
                rank = (place is None, is_special, is_before, place or (False, ()))
                if series not in chosen or rank < chosen[series][0]:
                    chosen[series] = rank, item.item_id
        next_ids = {item_id for _, item_id in chosen.values()}
        first = [i for i in unseen if i.item_id not in self._parts or i.item_id in next_ids]
        later = (i for i in unseen if i.item_id in self._parts and i.item_id not in next_ids)
        others = (replace(item, is_later=True) for item in later)
        return list(islice(chain(first, others), n))
