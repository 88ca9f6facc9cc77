"""What becomes of the encoder's scores before candidates are taken by them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.in_common import InCommon
from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.engine.outside import Outside
from ilora_edge.vectors import log_probabilities

FloatArray = npt.NDArray[np.float32]


class ItemScores:
    """Cold items are made equally likely; what items have in common counts where it is said.

    Parameters
    ----------
    reads_titles
        Whether the encoder does: then their titles place cold items among the others.
    fusion
        The bundle's, which says what titles as texts, genres, years and overviews weigh; 0:
        nothing.
    """

    def __init__(self, catalogue: Catalogue, reads_titles: bool, fusion: FusionWeights) -> None:
        self._catalogue, self._reads_titles, self._fusion = catalogue, reads_titles, fusion
        self._cold_items: npt.NDArray[np.intp] | None = None
        self._in_common = InCommon(
            fusion, lambda: catalogue.texts.titles, lambda: catalogue.texts.genres
        )

    def settle(
        self, scores: FloatArray, history: Sequence[int], outside: Outside | None
    ) -> FloatArray:
        """Return the scores (N + M,) that the encoder gave after a history, as they count."""
        if not self._reads_titles:
            scores = self._share_cold(scores)
        titles, genres = ((), ()) if outside is None else (outside.titles, outside.genres)
        added = self._in_common.with_history(history, titles, genres)
        if self._fusion.overviews and outside is not None and any(outside.overview_cosines):
            cosines = np.array(outside.overview_cosines)
            added = np.zeros(len(scores)) if added is None else added
            added[len(scores) - len(cosines) :] += self._fusion.overviews * cosines
        return scores if added is None else log_probabilities(scores + added)

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
        # Beside the largest: of -800 alone the exponential is 0.
        most = theirs.max()
        shared[self._cold_items] = most + np.log(np.exp(theirs - most).mean())
        return shared
