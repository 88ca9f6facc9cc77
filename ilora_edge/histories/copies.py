"""What tells that two items of a database are copies of one work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias, TypeVar

from ilora_edge.histories.item_facts import read_facts
from ilora_edge.histories.title_keys import TitleKey, title_key

# Of one film in a library; more than that are no copies.
_MOST_COPIES = 4

Item = TypeVar("Item")
Mark: TypeAlias = TitleKey | tuple[str, str]
"""A title with its year, or an id elsewhere with its kind."""


@lru_cache(1 << 16)
def marks(title: str, facts: object) -> frozenset[Mark]:
    """Return what the copies of one work share, of which one is enough."""
    return frozenset((title_key(title, facts), *_ids(facts)))


def _ids(facts: object) -> Iterator[Mark]:
    found = read_facts(facts)
    for kind, value in found.elsewhere().items():
        # TMDB counts films and shows from 1 each: the year tells those of one number apart.
        yield kind, f"{value} {found.year}" if kind == "tmdb" else value


class Elsewhere:
    """The ids elsewhere of a database's items, and what a catalogue calls the works.

    An id that many items have is not of a work, but of its series or its artist.

    Parameters
    ----------
    rows
        Facts of each item, with the catalogue's id of it: of two copies under different titles
        only one may have been found.
    """

    def __init__(self, rows: Iterable[tuple[object, str | None]]) -> None:
        self._found: dict[Mark, set[str]] = {}
        counts: Counter[Mark] = Counter()
        for facts, item_id in rows:
            for mark in _ids(facts):
                counts[mark] += 1
                if item_id is not None:
                    self._found.setdefault(mark, set()).add(item_id)
        self._of_many = frozenset(mark for mark, n in counts.items() if n > _MOST_COPIES)

    def __bool__(self) -> bool:
        return bool(self._found)

    def of_works(self, every: frozenset[Mark]) -> frozenset[Mark]:
        """Return those marks that tell a work."""
        return every - self._of_many

    def found(self, every: Iterable[Mark]) -> Iterator[str]:
        """Yield the catalogue's ids of the works that have one of these marks."""
        for mark in every:
            yield from self._found.get(mark, ())


def once(items: Iterable[tuple[Item, frozenset[Mark]]]) -> Iterator[Item]:
    """Yield items without their marks, the first of each work's copies."""
    had: set[Mark] = set()
    for item, own in items:
        if had.isdisjoint(own):
            yield item
        had |= own
