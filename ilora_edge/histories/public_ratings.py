"""How well the public rates what a database has: what a first list goes by where nobody else is."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ilora_edge.matching.matcher import UNMATCHED

if TYPE_CHECKING:
    from ilora_edge.bundle.manifest import FusionWeights

FEWEST = 20
"""Items with a rating: of fewer a mean says nothing."""
MOST_RATED = 2000
"""Items that are named, the best rated: as many as the longest list has candidates."""

_RATED = """
SELECT coalesce(found, ? || item), year FROM items WHERE year LIKE '{%"public_rating":%'
AND item NOT IN (SELECT item FROM gone) AND item NOT IN (SELECT item FROM away)
"""


class PublicRatings:
    """Reads, when it is asked for the first time, what a spool's items say of their ratings."""

    def __init__(
        self, connection: sqlite3.Connection, weights: FusionWeights | None = None
    ) -> None:
        self._connection = connection
        self.of_everybody = weights is not None and weights.ratings > 0
        """Whether those with a history are told of them too: a bundle with ``weights`` counts them
        there."""
        self._found: Mapping[str, float] | None = None

    def __call__(self) -> Mapping[str, float]:
        """Return by how much items are rated above the mean, of ten, by the recommender's id.

        The best rated first, none below the mean.
        """
        if self._found is None:
            rows = self._connection.execute(_RATED, (UNMATCHED,))
            ratings = {item: rating for item, cell in rows if (rating := _rating(cell)) is not None}
            self._found = above_mean(ratings)
        return self._found


def _rating(cell: str) -> float | None:
    """Return what a cell says of an item's rating; None: nothing, or 0, which is no rating."""
    try:
        found = float(json.loads(cell)["public_rating"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if math.isfinite(found) and found > 0 else None


def above_mean(ratings: Mapping[str, float]) -> dict[str, float]:
    """Return by how much items are rated above the mean, of ten, the best of them first.

    Nothing where fewer than :data:`FEWEST` have a rating.
    """
    if len(ratings) < FEWEST:
        return {}
    best = max(ratings.values())
    # Services give up to 5 stars, 10 points or 100 percent.
    scale = 10 / (5 if best <= 5 else 10 if best <= 10 else max(best, 100))
    mean = sum(ratings.values()) / len(ratings)
    above = {item: round(scale * (r - mean), 3) for item, r in ratings.items() if r > mean}
    named = sorted(above, key=lambda item: (-above[item], item))[:MOST_RATED]
    return {item: above[item] for item in named}
