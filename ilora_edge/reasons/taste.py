"""What one person has more of than their library: genres and decades, counted.

Whom an expert serves is said of other people; this is said of the person alone, and only where
chance would seldom give as much.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from ilora_edge.affinities.genres import split_genres
from ilora_edge.histories.item_database import ItemDB
from ilora_edge.histories.records import ItemKind
from ilora_edge.matching.item_facts import year_of
from ilora_edge.titles import printable

N_GENRES, N_DECADES = 2, 1
LEAST_ITEMS = 3
"""Of a history: fewer are no habit."""
ERROR = 0.05
"""How often something would be said of a person who takes items at random from the library."""
_MAX_DISTINCT = 10_000

Sort: TypeAlias = Literal["genre", "decade"]


@dataclass(frozen=True, slots=True)
class Leaning:
    """One genre or decade of which a person has more than the library."""

    sort: Sort
    name: str
    count: int
    """Items of the history."""
    of: int
    """Items of the history of which a genre, or the year, is known."""
    share: float
    """Of the library's items of which it is known."""

    def to_json(self) -> dict[str, Any]:
        """Return it as ``--json`` has it."""
        return {
            "kind": self.sort,
            "name": self.name,
            "count": self.count,
            "of": self.of,
            "library_share": round(self.share, 4),
        }


class TasteReader:
    """Reads what people have more of than the library of one database, which is counted once.

    A name counts where the hypergeometric test finds it with an error of 5 %, divided among all
    names of the history; genres and decades are ordered as in
    :func:`ilora_edge.reasons.experts.describe_experts`, by ``p log(p / q)``.

    Raises DatabaseError where the database cannot be read.
    """

    def __init__(self, database: ItemDB) -> None:
        self._database = database
        self._library: NameCounts | None = None

    def read(self, item_ids: Collection[str]) -> list[Leaning]:
        """Return a person's leanings; ``item_ids`` are of the history, as the database has them."""
        if len(item_ids) < LEAST_ITEMS:
            return []
        history = NameCounts(self._database.read_kinds(item_ids))
        if self._library is None and history.has_names:
            self._library = NameCounts(self._database.item_kinds())
        return [] if self._library is None else history.leanings(self._library)


def taste_in_words(found: Sequence[Leaning]) -> str:
    """Return leanings as a line: ``Horror, 9 of 12 (11 % of the library); 1970s, 5 of 12 (8 %)``.

    An empty text where there are none.
    """
    said = []
    for n, leaning in enumerate(found):
        share = "under 1 %" if leaning.share < 0.01 else f"{100 * leaning.share:.0f} %"
        library = f"{share} of the library" if n == 0 else share
        said.append(f"{printable(leaning.name)}, {leaning.count:,} of {leaning.of:,} ({library})")
    return "; ".join(said)


class NameCounts:
    """How many items have each genre, and are of each decade.

    What is remembered of a hostile file stays small.
    """

    def __init__(self, kinds: Iterable[ItemKind]) -> None:
        self._counts: dict[Sort, Counter[str]] = {"genre": Counter(), "decade": Counter()}
        self._known: Counter[Sort] = Counter()
        for kind in kinds:
            for sort, names in _names(kind.genres, kind.year):
                self._known[sort] += bool(names)
                counts = self._counts[sort]
                for name in names:
                    if name in counts or len(counts) < _MAX_DISTINCT:
                        counts[name] += 1

    @property
    def has_names(self) -> bool:
        """Whether anything is known of any item."""
        return any(self._counts.values())

    def leanings(self, library: NameCounts) -> list[Leaning]:
        """Return what these items have more of than a library that they are a part of."""
        n_tested = sum(len(counts) for counts in self._counts.values())
        found: list[Leaning] = []
        most: tuple[tuple[Sort, int], ...] = (("genre", N_GENRES), ("decade", N_DECADES))
        for sort, n in most:
            of, whole = self._known[sort], library._known[sort]
            telling = []
            for name, count in self._counts[sort].items():
                in_library = library._counts[sort][name]
                # What was deleted while the library was counted leaves too few to compare with.
                if count < LEAST_ITEMS or in_library < count or whole < of:
                    continue
                if _tail(count, of, in_library, whole) * n_tested < ERROR:
                    gain = count / of * math.log(count / of / (in_library / whole))
                    telling.append((gain, Leaning(sort, name, count, of, in_library / whole)))
            telling.sort(key=lambda pair: (-pair[0], pair[1].name))
            found += [leaning for _, leaning in telling[:n]]
        return found


def _tail(count: int, drawn: int, marked: int, whole: int) -> float:
    """Return P(X >= count) of ``drawn`` items of ``whole``, of which ``marked`` have the name."""
    last = min(drawn, marked)
    least = max(count, drawn - (whole - marked))
    if least > last:
        return 0.0
    all_ways = _log_ways(whole, drawn)
    logs = [
        _log_ways(marked, n) + _log_ways(whole - marked, drawn - n) - all_ways
        for n in range(least, last + 1)
    ]
    return min(1.0, math.fsum(math.exp(value) for value in logs))


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _names(
    genres: str | None, year: str | int | float | None
) -> tuple[tuple[Sort, tuple[str, ...]], ...]:
    return ("genre", _distinct(genres)), ("decade", _decade(year))


# Each by itself: of both together a library has almost as many as items.
@lru_cache(4096)
def _distinct(genres: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_genres(genres)))


@lru_cache(4096)
def _decade(year: str | int | float | None) -> tuple[str, ...]:
    found = year_of(year)
    return () if found is None else (f"{found // 10}0s",)
