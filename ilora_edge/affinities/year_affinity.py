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
import numpy.typing as npt

from ilora_edge.affinities.title_affinity import FloatArray, last_shares
from ilora_edge.system.patterns import pattern

_YEAR = pattern(r"\s*\((\d{4})\)\s*$")


def year_of_title(title: str) -> float:
    """Return the year that a title ends in, as ``Alien (1979)`` does; NaN without one."""
    if _is_plain(title):
        return float(title[-5:-1])
    found = _YEAR.search(title)
    return float("nan") if found is None else float(found[1])


def without_year(title: str) -> str:
    """Return a title without the year at its end, where a year is not all of it."""
    return (title[:-6].rstrip() if _is_plain(title) else _YEAR.sub("", title)) or title


def _is_plain(title: str) -> bool:
    """Return whether a year ends a title without a blank behind it: most of thousands do."""
    return title[-1:] == ")" and title[-6:-5] == "(" and title[-5:-1].isdecimal()


class YearAffinity:
    """Compares years in one catalogue, and with items from outside it.

    Parameters
    ----------
    titles
        The catalogue's, in encoder order, (N,).
    decay
        What an item of the history counts, as a share of what the one after it does: 0 to 1.
    """

    def __init__(self, titles: Sequence[str], decay: float = 1.0) -> None:
        self._years, self._decay = _years(titles), decay

    def nearness(
        self, history: Sequence[int], outside: Sequence[str] = (), decay: float | None = None
    ) -> FloatArray:
        """Return c of all items, (N + M,), with its own decay or this one.

        ``history``: encoder indices, oldest first; from N + 1 on they are of the titles from
        ``outside``, (M,).
        """
        years = np.concatenate([self._years, _years(outside)])
        places, shares = last_shares(history, self._decay if decay is None else decay)
        near = np.exp(-np.abs(years[places][:, None] - years))
        found: FloatArray = shares @ np.nan_to_num(near)
        return found


def _years(titles: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array([year_of_title(title) for title in titles], np.float64)
