"""The order of a library's items where the bundle is about other things: what is heard here.

A bundle that knows films says nothing of songs, but a person's database does. After a history the
score of an item that was not in it is

    MAKERS * m(i) + GENRES * g(i) + YEARS * y(i) + OTHERS * o(i) + OVERVIEWS * t(i)
    [+ WORDS / (1 + u / 30) * w(i)]

m, g and y are lifts (:mod:`ilora_edge.affinities.lifts`): how much more of the history than of the
library has the item's maker, its genres, its years. An item of the history weighs
``1 + ln(times)``, times ``0.5 ** (a / 50) + 10 * 0.5 ** (a / 4)`` where a others came after it:
what was heard just now says most, and long habits count. o is the
logarithm of a half more than how many of the database's u other people have the item, each counting
by how much of the history they have that few others have, squared, over how many have it to the
power of .7.
t is what its text has in common with those of the last ten (`affinities.overview_affinity`), and w
what its title has (`affinities.title_affinity`), where most items have no maker, and the less the
more people there are to go by: two bands sing of the night without being alike. Who dislikes items
has, for each lift, that of the dislikes taken away.

The list is made from the best on: of one maker each further item loses PER_MAKER, so that a list
of ten is not one album.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heapreplace

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.genres import genre_names
from ilora_edge.affinities.lifts import LabelLifts, YearLifts
from ilora_edge.affinities.overview_affinity import OverviewAffinity
from ilora_edge.affinities.title_affinity import N_LAST, TitleAffinity, last_shares
from ilora_edge.affinities.year_affinity import split_year
from ilora_edge.histories.library_order import MAX_COMPARED, trust
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.matching.matcher import UNMATCHED
from ilora_edge.recommendation import HistoryItem

FloatArray = npt.NDArray[np.float64]

MAKERS, GENRES, YEARS, OTHERS, OVERVIEWS, WORDS = 1.0, 1.0, 1.2, 0.6, 50.0, 10.0
_DECAY = 0.8
"""What a text of the history counts beside the one after it. The numbers: train/LOG.md."""
PER_MAKER = 1.0
HALF_LIFE, SHORT_HALF_LIFE, RECENT = 50, 4, 10.0
N_OTHERS = 30
"""Of so many other people titles' words count half."""
COMMON, HELD_BY_MANY = 0.5, 0.7
"""To which power of how many have them items of the history count less, and those of the list."""
_ITEMS = "SELECT item, title, year FROM items WHERE found IS NULL AND title <> '' ORDER BY item"
# In one order, in which numbers are added up.
_USED = "SELECT user, item FROM used ORDER BY user, item"
_USED_BY_ALL = """
SELECT DISTINCT user, item FROM interactions WHERE logged = 0 ORDER BY user, item
"""
_FIRST, _MOST_OF_ONE = 4, 5
"""Makers are told apart in so many times what is chosen, of one maker so many."""


def maker_of(title: str, creator: str) -> str:
    """Return who made an item, as a column says, or its title (``Artist - Song``); empty: none."""
    if not creator:
        maker, joint, _ = title.partition(" - ")
        creator = maker if joint else ""
    return creator.strip().casefold()


class OwnOrder:
    """Orders items of a library by what its people have used.

    Parameters
    ----------
    rows
        Of each item, gone ones too: the recommender's id, its title, its cell of facts.
    used
        Who has used which item: pairs of a user and the recommender's id, each once.
    """

    def __init__(
        self, rows: Iterable[tuple[str, str, object]], used: Iterable[tuple[str, str]]
    ) -> None:
        self._places: dict[str, int] = {}
        self._makers: list[str] = []
        genres: list[frozenset[str]] = []
        years: list[int] = []
        texts: list[str] = []
        titles: list[str] = []
        for item_id, title, cell in rows:
            facts = read_facts(cell)
            self._places[item_id] = len(self._makers)
            self._makers.append(maker_of(title, facts.creator))
            genres.append(genre_names(facts.genres))
            years.append(facts.year or 0)
            is_compared = len(titles) < MAX_COMPARED
            texts.append(facts.overview if is_compared else "")
            titles.append(split_year(title)[0] if is_compared else "")
        makers = LabelLifts([[maker] if maker else [] for maker in self._makers])
        # In one order, whatever the order of a set.
        of_genres = LabelLifts([sorted(names) for names in genres])
        self._lifts = (MAKERS, makers), (GENRES, of_genres), (YEARS, YearLifts(years))
        self._texts = texts if any(texts) else []
        self._overviews = OverviewAffinity(self._texts)
        has_makers = 2 * sum(map(bool, self._makers)) >= len(self._makers)
        self._words = None if has_makers else TitleAffinity(titles, _DECAY)
        self._users: dict[str, int] = {}
        pairs = [
            (self._users.setdefault(user, len(self._users)), self._places[item])
            for user, item in used
            if item in self._places
        ]
        self._used_by, self._used = np.array(pairs, np.intp).reshape(-1, 2).T
        self._n_used_by = np.bincount(self._used, minlength=len(self._makers))

    def sort(
        self,
        unseen: Sequence[HistoryItem],
        history: Sequence[HistoryItem],
        disliked: Sequence[str],
        user: str,
        n: int,
    ) -> list[HistoryItem]:
        """Return some of its items, the best first, each with its score; ties as they came.

        Parameters
        ----------
        history
            All events, the oldest first.
        disliked
            Ids.
        user
            Whose they are: one's own rows say nothing of what the others have.
        n
            How many will be taken, which makers are told apart in.
        """
        weights = self._weights(history)
        if not weights.any():
            return list(unseen)
        scores = OTHERS * self._others(weights, user)
        latest = dict.fromkeys(i.item_id for i in reversed(history) if i.item_id in self._places)
        last = [self._places[item_id] for item_id in latest][N_LAST - 1 :: -1]
        if self._texts:
            scores += OVERVIEWS * self._told_alike(last)
        if self._words is not None:
            words = WORDS / (1 + self._n_others(user) / N_OTHERS)
            scores += words * self._words.cosines([at + 1 for at in last])
        shunned = np.zeros(len(weights))
        shunned[[self._places[i] for i in disliked if i in self._places]] = 1.0
        trusted = trust(int(shunned.sum()))
        for weight, lifts in self._lifts:
            scores += weight * lifts.of(weights)
            if trusted:
                scores -= trusted * weight * np.maximum(0.0, lifts.of(shunned))
        places = np.array([self._places[item.item_id] for item in unseen], np.intp)
        order = np.argsort(-scores[places], kind="stable")
        found = self._makers_apart(places[order].tolist(), scores[places[order]].tolist(), n)
        return [replace(unseen[order[at]], own_score=score) for at, score in found]

    def _weights(self, history: Sequence[HistoryItem]) -> FloatArray:
        """Return what each item of the library counts in a history, (N,)."""
        weights = np.zeros(len(self._makers))
        times = Counter(item.item_id for item in history)
        latest = dict.fromkeys(item.item_id for item in reversed(history))
        for age, item_id in enumerate(latest):
            if item_id in self._places:
                heard = 1.0 + np.log(times[item_id])
                recent = RECENT * 0.5 ** (age / SHORT_HALF_LIFE)
                weights[self._places[item_id]] = heard * (0.5 ** (age / HALF_LIFE) + recent)
        return weights

    def _told_alike(self, last: Sequence[int]) -> FloatArray:
        """Return what each item's text has in common with those at these places, (N,)."""
        _, shares = last_shares([at + 1 for at in last], _DECAY)
        return self._overviews.cosines([self._texts[at] for at in last], shares.tolist())

    def _n_others(self, user: str) -> int:
        return len(self._users) - (user in self._users)

    def _others(self, weights: FloatArray, user: str) -> FloatArray:
        """Return how many of the others have each item, as they count, (N,): a logarithm."""
        n_items = len(weights)
        # What few have says more than what everybody has.
        rare = weights / np.maximum(1, self._n_used_by) ** COMMON
        alike = np.bincount(self._used_by, rare[self._used], len(self._users)) ** 2
        if user in self._users:
            alike[self._users[user]] = 0.0
        if not alike.any():
            return np.zeros(n_items)
        alike *= self._n_others(user) / alike.sum()
        have = np.bincount(self._used, alike[self._used_by], n_items)
        found: FloatArray = np.log(0.5 + have / (1 + self._n_used_by) ** HELD_BY_MANY)
        return found

    def _makers_apart(
        self, places: Sequence[int], scores: Sequence[float], n: int
    ) -> list[tuple[int, float]]:
        """Return which are to be taken in which order, and their scores then, never rising."""
        # The highest first, of equal ones the foremost. What was taken of a maker since only lowers
        # a score: one that is as it was is above all others.
        left = [(-scores[at], at) for at in self._first_of_each(places, _FIRST * n)]
        heapify(left)
        taken: Counter[str] = Counter()
        found: list[tuple[int, float]] = []
        while left and len(found) < n:
            was, at = left[0]
            now = scores[at] - PER_MAKER * self._n_taken(places[at], taken)
            if now < -was:
                heapreplace(left, (-now, at))
                continue
            heappop(left)
            found.append((at, now))
            taken[self._makers[places[at]]] += 1
        last = found[-1][1] if found else 0.0
        is_found = {at for at, _ in found}
        others = (at for at in range(len(places)) if at not in is_found)
        return [*found, *((at, min(last, scores[at])) for at in others)]

    def _first_of_each(self, places: Sequence[int], n: int) -> list[int]:
        """Return which of the best are looked at, no more than a few of each maker."""
        looked: Counter[str] = Counter()
        first: list[int] = []
        for at, place in enumerate(places):
            if self._n_taken(place, looked) < _MOST_OF_ONE:
                first.append(at)
                looked[self._makers[place]] += 1
            if len(first) == n:
                break
        return first

    def _n_taken(self, place: int, taken: Counter[str]) -> int:
        maker = self._makers[place]
        return taken[maker] if maker else 0


def read_own_order(connection: sqlite3.Connection, has_all: bool) -> OwnOrder:
    """Return the order of a spool's items; ``has_all``: whether everybody's events are in it."""
    query = _USED_BY_ALL if has_all else _USED
    return OwnOrder(
        ((UNMATCHED + item, *rest) for item, *rest in connection.execute(_ITEMS)),
        ((user, UNMATCHED + item) for user, item in connection.execute(query)),
    )
