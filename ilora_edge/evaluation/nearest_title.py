"""A baseline that reads titles and nothing else: TF-IDF over words and character trigrams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.title_words import TitleWords
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.rows import Row
from ilora_edge.recommendation import HistoryItem

FloatArray: TypeAlias = npt.NDArray[np.float64]

NEAREST_TITLE = "nearest_title"
N_LAST = 10


class NearestTitle:
    """Scores items by the cosine of their titles to those of the history's last items.

    The vectors are those of :class:`ilora_edge.affinities.title_words.TitleWords`. An item's score
    is the mean or the maximum of its cosines, in 0..1; an empty history scores 0. An instance is an
    ``ItemScorer``.

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
        self._titles = {item.item_id: item.title for item in items}
        self._words = TitleWords([item.title for item in items])

    def __call__(self, row: Row) -> FloatArray:
        """Return the scores (N,) of all items for a row's history."""
        history = row.history[-self._n_last :]
        if not history:
            return np.zeros(self._n_items)
        cosines = np.stack([self._cosines(item) for item in history])
        pooled: FloatArray = cosines.mean(0) if self._pooling == "mean" else cosines.max(0)
        return pooled

    def _cosines(self, item: HistoryItem) -> FloatArray:
        words = self._words
        title = self._titles.get(item.item_id, item.title)
        return words.cosines(words.total(words.read([title]), np.ones(1)))
