"""What becomes of the encoder's scores before candidates are taken by them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.engine.genre_affinity import GenreAffinity
from ilora_edge.engine.outside import Outside
from ilora_edge.engine.title_affinity import TitleAffinity

FloatArray = npt.NDArray[np.float32]


class ItemScores:
    """Cold items are made equally likely; titles as texts and genres count where a bundle says so.

    Parameters
    ----------
    reads_titles
        Whether the encoder does: then their titles place cold items among the others.
    fusion
        The bundle's, which says what titles as texts and genres weigh; 0: nothing.
    """

    def __init__(self, catalogue: Catalogue, reads_titles: bool, fusion: FusionWeights) -> None:
        self._catalogue, self._reads_titles, self._fusion = catalogue, reads_titles, fusion
        self._cold_items: npt.NDArray[np.intp] | None = None
        self._titles = self._genres = None
        if fusion.title_words:
            _, titles = catalogue.ids_and_titles
            self._titles = TitleAffinity(titles, fusion.title_words_decay)
        if fusion.genres:
            self._genres = GenreAffinity([*catalogue.genres()], fusion.genres_decay)

    def settle(
        self, scores: FloatArray, history: Sequence[int], outside: Outside | None
    ) -> FloatArray:
        """Return the scores (N + M,) that the encoder gave after a history, as they count."""
        if not self._reads_titles:
            scores = self._share_cold(scores)
        raised = scores.astype(np.float64)
        if self._titles is not None:
            cosines = self._titles.cosines(history, outside.titles if outside else ())
            raised = raised + self._fusion.title_words * cosines
        if self._genres is not None:
            cosines = self._genres.cosines(history, outside.genres if outside else ())
            raised = raised + self._fusion.genres * cosines
        is_raised = self._titles is not None or self._genres is not None
        return _log_probabilities(raised) if is_raised else scores

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


def _log_probabilities(logits: npt.NDArray[np.float64]) -> FloatArray:
    raised = logits - logits.max()
    found: FloatArray = (raised - np.log(np.exp(raised).sum())).astype(np.float32)
    return found
