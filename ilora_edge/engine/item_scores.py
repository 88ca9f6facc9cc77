"""What becomes of the encoder's scores before candidates are taken by them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.engine.outside import Outside
from ilora_edge.engine.title_affinity import TitleAffinity

FloatArray = npt.NDArray[np.float32]


class ItemScores:
    """Cold items are made equally likely, and titles count as texts where the bundle says so.

    Parameters
    ----------
    reads_titles
        Whether the encoder does: then their titles place cold items among the others.
    fusion
        The bundle's, which says what titles count as texts; 0: nothing.
    """

    def __init__(self, catalogue: Catalogue, reads_titles: bool, fusion: FusionWeights) -> None:
        self._catalogue, self._reads_titles = catalogue, reads_titles
        self._cold_items: npt.NDArray[np.intp] | None = None
        self._affinity = None
        if fusion.title_words:
            titles = [title for _, title in catalogue.titles()]
            self._affinity = TitleAffinity(titles, fusion.title_words, fusion.title_words_decay)

    def settle(
        self, scores: FloatArray, history: Sequence[int], outside: Outside | None
    ) -> FloatArray:
        """Return the scores (N + M,) that the encoder gave after a history, as they count."""
        if not self._reads_titles:
            scores = self._share_cold(scores)
        if self._affinity is None:
            return scores
        return self._affinity.add(scores, history, () if outside is None else outside.titles)

    def _share_cold(self, scores: FloatArray) -> FloatArray:
        """Return item scores (N,) in which cold items are equally likely.

        The encoder was not trained on them, so what it says of one against another is noise.
        """
        if self._cold_items is None:
            self._cold_items = np.array(self._catalogue.cold_items(), np.intp) - 1
        if not len(self._cold_items):
            return scores
        shared = scores.copy()
        theirs = scores[self._cold_items].astype(np.float64)
        shared[self._cold_items] = np.log(np.exp(theirs).mean())
        return shared
