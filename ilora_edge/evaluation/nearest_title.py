"""A baseline that reads titles and nothing else: TF-IDF over words and character trigrams."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.catalogue import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.rows import Row
from ilora_edge.recommendation import HistoryItem

FloatArray: TypeAlias = npt.NDArray[np.float64]
Vector: TypeAlias = dict[str, float]

NEAREST_TITLE = "nearest_title"
N_LAST = 10


class NearestTitle:
    """Scores items by the cosine of their titles to those of the history's last items.

    A title's vector has, for each of its words and trigrams, the count times
    ``ln((1 + N) / (1 + df)) + 1`` (df of the N titles have it), scaled to length 1. An item's
    score is the mean or the maximum of its cosines, in 0..1; an empty history scores 0. An
    instance is an ``ItemScorer``.

    Parameters
    ----------
    items
        The catalogue in encoder order.
    pooling
        ``'mean'`` or ``'max'`` over the history's titles.
    n_last
        How many of the history's items count.
    """

    def __init__(
        self, items: Sequence[CatalogueItem], pooling: str = "mean", n_last: int = N_LAST
    ) -> None:
        if pooling not in ("mean", "max"):
            raise OptionError(f"pooling must be mean or max, not {pooling!r}")
        if n_last < 1:
            raise OptionError(f"n_last must be at least 1, not {n_last}")
        self._pooling, self._n_last, self._n_items = pooling, n_last, len(items)
        counts = [_features(item.title) for item in items]
        found = Counter(feature for count in counts for feature in count)
        self._idf = {f: float(np.log((1 + len(items)) / (1 + df)) + 1) for f, df in found.items()}
        self._vectors = {
            item.item_id: self._vector(c) for item, c in zip(items, counts, strict=True)
        }
        self._postings = _postings(list(self._vectors.values()))

    def __call__(self, row: Row) -> FloatArray:
        """Return the scores (N,) of all items for a row's history."""
        history = row.history[-self._n_last :]
        if not history:
            return np.zeros(self._n_items)
        cosines = np.stack([self._cosines(self._title_vector(item)) for item in history])
        pooled: FloatArray = cosines.mean(0) if self._pooling == "mean" else cosines.max(0)
        return pooled

    def _title_vector(self, item: HistoryItem) -> Vector:
        known = self._vectors.get(item.item_id)
        return self._vector(_features(item.title)) if known is None else known

    def _vector(self, counts: Counter[str]) -> Vector:
        # A title from outside may have words that no catalogue title has: they match nothing.
        raw = {f: n * self._idf[f] for f, n in counts.items() if f in self._idf}
        length = float(np.sqrt(sum(w * w for w in raw.values()))) or 1.0
        return {f: w / length for f, w in raw.items()}

    def _cosines(self, vector: Vector) -> FloatArray:
        cosines = np.zeros(self._n_items)
        for feature, weight in vector.items():
            places, weights = self._postings[feature]
            cosines[places] += weight * weights
        return cosines


def _features(title: str) -> Counter[str]:
    """Count a title's words and character trigrams, those with the space at either end too."""
    words = re.findall(r"\w+", title.casefold())
    padded = f" {' '.join(words)} " if words else ""
    return Counter(
        [f"word {w}" for w in words]
        + [f"trigram {padded[i : i + 3]}" for i in range(len(padded) - 2)]
    )


def _postings(
    vectors: Sequence[Vector],
) -> dict[str, tuple[npt.NDArray[np.intp], FloatArray]]:
    """Return, by feature, the places of the titles that have it and their weights."""
    places: dict[str, list[int]] = {}
    weights: dict[str, list[float]] = {}
    for place, vector in enumerate(vectors):
        for feature, weight in vector.items():
            places.setdefault(feature, []).append(place)
            weights.setdefault(feature, []).append(weight)
    return {f: (np.array(places[f], np.intp), np.array(weights[f], np.float64)) for f in places}
