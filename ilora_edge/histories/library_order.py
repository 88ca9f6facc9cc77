"""Which items of a library go to the language model, of those that the bundle does not know.

    likeness(i) = c(i) + overviews * o(i)

c and o are those of :mod:`ilora_edge.affinities.in_common` and `overview_affinity`, between item i
and the last ten of a history, and the weights are the bundle's. Who dislikes n items has

    likeness(i) + n / (n + 3) * (liked(i) - disliked(i))

instead: the means of the likenesses to each of the latest fifty that they like, and that they
dislike (`bench/unknown_dislikes.py`). How frequent a word or a genre is,
is counted in the library, since here its items are compared with each other. It costs a few
milliseconds for thousands of titles, where the backbone needs about as long to read one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.in_common import InCommon
from ilora_edge.affinities.overview_affinity import OverviewAffinity
from ilora_edge.affinities.title_affinity import N_LAST, last_shares
from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.histories import spool_sql as sql
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.matching.matcher import UNMATCHED
from ilora_edge.recommendation import HistoryItem

MAX_SAID = 50
"""Items that a person likes, and dislikes, whose means are compared: the latest."""
_HALF_TRUSTED = 3
"""Dislikes from which on their mean is more trusted than not."""
MAX_COMPARED = 20_000
"""Items of a library: their titles and overviews take two seconds of the processor and 180 MB."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a library says of an item of a history."""

    title: str
    """With its year, as the bundle writes titles."""
    genres: str = ""
    overview: str = ""


class LibraryOrder:
    """Orders items that a bundle does not know by how like a history they are.

    Parameters
    ----------
    items
        All such items of a library, (M,); of more than ``MAX_COMPARED`` the first, and the others
        stay behind them as they came.
    weights
        The bundle's. Where none of its likenesses counts, items keep the order they came in.
    written
        Gives an item the title that the bundle would write.
    overviews
        Theirs, (M,); empty: not known.
    others
        Overviews of the library's other items.
    series
        Of those that are parts of a series its name, by item id. The first part of each is
        compared, and the others stand with it: a library may have more episodes than anything else.
    """

    n_last = N_LAST
    """Of a history's items, those that count."""
    n_said = MAX_SAID
    """Those that count beside dislikes, and of these."""

    def __init__(
        self,
        items: Sequence[HistoryItem],
        weights: FusionWeights,
        written: Callable[[HistoryItem], HistoryItem] = lambda item: item,
        overviews: Sequence[str] = (),
        others: Iterable[str] = (),
        series: Mapping[str, str] | None = None,
    ) -> None:
        firsts = self._place(items, series or {})
        self._n_compared = len(firsts)
        self._weights = weights
        self._in_common = InCommon(
            weights,
            lambda: [written(items[n]).title for n in firsts],
            lambda: [items[n].genres for n in firsts],
        )
        self._overviews: OverviewAffinity | None = None
        if weights.overviews and any(overviews):
            self._overviews = OverviewAffinity([overviews[n] for n in firsts], others)

    def _place(self, items: Sequence[HistoryItem], series: Mapping[str, str]) -> list[int]:
        """Give each item the place of what is compared for it; return which items those are."""
        self._places: dict[str, int] = {}
        firsts: list[int] = []
        of_series: dict[str, int] = {}
        for n, item in enumerate(items):
            name = series.get(item.item_id, "")
            place = of_series.get(name) if name else None
            if place is None and len(firsts) < MAX_COMPARED:
                place = len(firsts)
                firsts.append(n)
                if name:
                    of_series[name] = place
            if place is not None:
                self._places[item.item_id] = place
        return firsts

    def sort(
        self,
        items: Sequence[HistoryItem],
        history: Sequence[Described],
        disliked: Sequence[Described] = (),
    ) -> list[HistoryItem]:
        """Return some of its items, those most like a history first; ties as they came.

        Each with what its overview has in common with it. ``history`` and ``disliked``: the oldest
        first.
        """
        shown = history[-self.n_last :]
        if not items or not shown:
            return list(items)
        of_overviews = np.zeros(self._n_compared)
        if self._overviews is not None:
            numbers = range(1, len(shown) + 1)
            _, shares = last_shares(numbers, self._weights.overviews_decay)
            texts = [item.overview for item in shown]
            of_overviews = self._overviews.cosines(texts, shares.tolist())
        likeness = self._likeness(shown) + self._weights.overviews * of_overviews
        if disliked:
            likeness += self._lowering(history[-MAX_SAID:], disliked[-MAX_SAID:])
        # Places of those that are not compared: behind all that are.
        places = np.array([self._places.get(item.item_id, -1) for item in items])
        scores = np.where(places < 0, -np.inf, likeness[places])
        of_items = np.where(places < 0, 0.0, of_overviews[places])
        order = np.argsort(-scores, kind="stable")
        return [_with_cosine(items[n], of_items[n]) for n in order]

    def _lowering(
        self, liked: Sequence[Described], disliked: Sequence[Described]
    ) -> npt.NDArray[np.float64]:
        """Return what is added to the likeness of all items for what somebody dislikes, (M,)."""
        apart = self._mean_likeness(liked) - self._mean_likeness(disliked)
        return trust(len(disliked)) * apart

    def _mean_likeness(self, said: Sequence[Described]) -> npt.NDArray[np.float64]:
        """Return the mean of the likenesses to each of some items, overviews included, (M,)."""
        total = np.zeros(self._n_compared)
        for item in said:
            total += self._likeness([item])
        if self._overviews is not None:
            shares = [self._weights.overviews] * len(said)
            total += self._overviews.cosines([item.overview for item in said], shares)
        return total / len(said)

    def _likeness(self, shown: Sequence[Described]) -> npt.NDArray[np.float64]:
        """Return the likeness of all items to a history but for overviews, (M,)."""
        n = self._n_compared
        # The history's stand behind the library's.
        found = self._in_common.with_history(
            range(n + 1, n + len(shown) + 1),
            [item.title for item in shown],
            [item.genres for item in shown],
        )
        return np.zeros(n) if found is None else found[:n]


def trust(n_disliked: int) -> float:
    """Return what the mean of so many dislikes counts, from 0 to 1."""
    return n_disliked / (n_disliked + _HALF_TRUSTED)


def _with_cosine(item: HistoryItem, cosine: float) -> HistoryItem:
    if item.overview_cosine == cosine:
        return item
    return replace(item, overview_cosine=float(cosine))


def read_library_order(
    connection: sqlite3.Connection,
    items: Sequence[HistoryItem],
    weights: FusionWeights,
    written: Callable[[HistoryItem], HistoryItem],
    series: Mapping[str, str],
) -> LibraryOrder:
    """Return how a spool's items that the catalogue does not have are put in order."""
    if not weights.overviews:
        return LibraryOrder(items, weights, written, series=series)
    rows = connection.execute(sql.WITH_OVERVIEWS, (MAX_COMPARED,))
    told = {item: read_facts(facts).overview for item, facts in rows}
    own = [told.pop(item.item_id.removeprefix(UNMATCHED), "") for item in items]
    return LibraryOrder(items, weights, written, own, told.values(), series)
