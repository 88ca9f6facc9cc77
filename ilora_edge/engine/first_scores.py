"""What to offer somebody of whom nothing is known: what others here use, what the public rates
well, and what is popular; docs/first-evening.md has what each of them is worth.

An item's share is, without ratings, that of the others who have used it, and within that of its
popularity, all of which together counts like one person. Where the database has the public's
ratings an item of mean rating and popularity counts like two people who have used it, and

    2 exp(0.57 r) (p + 1)^a / mean((p + 1)^a)

of them where it is rated r above the mean, of ten, and p training users have it; a is the bundle's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.engine.outside import Outside
    from ilora_edge.request import Request

FloatArray = npt.NDArray[np.float32]

PER_POINT = 0.57
"""What a point of the public's rating, of ten, adds to the logarithm of an item's share."""
LIKE_PEOPLE = 2.0
"""Who have used an item: what one of mean rating and popularity counts like."""


class FirstScores:
    """Scores of a catalogue's items for a cold start.

    Parameters
    ----------
    popularity
        Exponent of an item's popularity beside the public's ratings: 1 where people made it.

    Examples
    --------
    >>> from ilora_edge import Recommender, Request
    >>> from ilora_edge.demo import demo_bundle
    >>> with Recommender(demo_bundle()) as recommender:
    ...     scores = FirstScores(recommender.catalogue)(Request(used_by={"f004": 2}))
    >>> int(scores.argmax()) + 1 == 4
    True
    """

    def __init__(self, catalogue: Catalogue, popularity: float = 1.0) -> None:
        self._catalogue, self._popularity = catalogue, popularity
        self._counts: npt.NDArray[np.float64] | None = None

    def __call__(self, request: Request, outside: Outside | None = None) -> FloatArray:
        """Return ln of each item's share, (N,), those of ``outside`` last, (N + M,).

        By ``used_by`` and ``well_rated`` of the request; its history plays no part.
        """
        if self._counts is None:
            # One more for each, so that a cold item has a score too.
            self._counts = np.array(self._catalogue.popularities(), np.float64) + 1.0
        others = {} if outside is None else outside.indices
        # Nobody knows the popularity of these: it counts as average.
        counts = np.append(self._counts, np.full(len(others), self._counts.mean()))
        used_by, rated = request.used_by, request.well_rated
        indices = {**others, **self._catalogue.indices({*used_by, *rated})}
        if rated:
            shares = counts**self._popularity
            shares *= LIKE_PEOPLE / shares.mean()
        else:
            shares = counts / counts.sum()
        for item_id, index in indices.items():
            shares[index - 1] *= math.exp(PER_POINT * rated.get(item_id, 0.0))
            shares[index - 1] += used_by.get(item_id, 0)
        scores: FloatArray = np.log(shares / shares.sum()).astype(np.float32)
        return scores
