"""What years add to the encoder's scores: how near an item is in time to those of the history.

    score(i) = log softmax(encoder's logit(i) + weight * c(i))

c(i) is the mean of ``exp(-d)`` over the history's last ten items, d being the years between such
an item and i; an earlier item counts less, as in :mod:`ilora_edge.affinities.title_affinity`. Years
are those that titles end in. Where one is not known, ``exp(-d)`` is 0. Most of it is said of the
very year: people see what comes out together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ilora_edge.affinities.title_affinity import FloatArray, last_shares
from ilora_edge.system.patterns import pattern

_YEAR = pattern(r"\s*\((\d{4})\)\s*$")


def split_year(title: str) -> tuple[str, float]:
    """Return a title without the year at its end, and the year: 1979 of ``Alien (1979)``.

    NaN without one. Where a year in brackets is all of a title, it is the title as well.
    """
    # Most of thousands end so, with no blank behind: several times as fast as the expression.
    if title[-1:] == ")" and title[-6:-5] == "(" and (digits := title[-5:-1]).isdecimal():
        return title[:-6].rstrip() or title, float(digits)
    found = _YEAR.search(title)
    if found is None:
        return title, float("nan")
    return title[: found.start()] or title, float(found[1])


def split_years(titles: Sequence[str]) -> tuple[list[str], FloatArray]:
    """Return :func:`split_year` of each: titles and years, (n,)."""
    found = [split_year(title) for title in titles]
    return [title for title, _ in found], np.array([year for _, year in found], np.float64)


class YearAffinity:
    """Compares years in one catalogue, and with items from outside it.

    Parameters
    ----------
    years
        The catalogue's, in encoder order, (N,); NaN: not known.
    decay
        What an item of the history counts, as a share of what the one after it does: 0 to 1.
    """

    def __init__(self, years: FloatArray, decay: float = 1.0) -> None:
        self._years, self._decay = years, decay
        # A catalogue has a hundred years or so: what holds of one holds of all its items. NaN is
        # sorted behind all numbers; numpy.unique would import 50 ms of masked arrays.
        ordered = np.sort(years)
        is_first = np.ones(len(ordered), bool)
        is_nan = np.isnan(ordered)
        is_first[1:] = (ordered[1:] > ordered[:-1]) | (is_nan[1:] > is_nan[:-1])
        self._distinct = ordered[is_first]
        self._places = np.searchsorted(self._distinct, years)

    def nearness(
        self, history: Sequence[int], outside: FloatArray | None = None, decay: float | None = None
    ) -> FloatArray:
        """Return c of all items, (N + M,), with its own decay or this one.

        ``history``: encoder indices, oldest first; from N + 1 on they are of the items whose years
        are ``outside``, (M,).
        """
        if outside is None:
            outside = np.empty(0)
        places, shares = last_shares(history, self._decay if decay is None else decay)
        n = len(self._years)
        past = np.array([self._years[i] if i < n else outside[i - n] for i in places], np.float64)
        years = np.concatenate([self._distinct, outside])
        near: FloatArray = shares @ np.nan_to_num(np.exp(-np.abs(past[:, None] - years)))
        n = len(self._distinct)
        return np.concatenate([near[:n][self._places], near[n:]])
