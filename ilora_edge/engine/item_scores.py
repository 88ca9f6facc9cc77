"""What becomes of the encoder's scores before candidates are taken by them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.genre_affinity import GenreAffinity
from ilora_edge.affinities.title_affinity import TitleAffinity
from ilora_edge.affinities.year_affinity import YearAffinity, without_year
from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.engine.outside import Outside

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
        self._words: TitleAffinity | None = None
        self._genres: GenreAffinity | None = None
        self._years: YearAffinity | None = None
        if fusion.genres:
            self._genres = GenreAffinity([*catalogue.genres()], fusion.genres_decay)
        if not (fusion.title_words or fusion.years):
            return
        _, titles = catalogue.ids_and_titles
        if fusion.title_words:
            self._words = TitleAffinity(self._as_texts(titles), fusion.title_words_decay)
        if fusion.years:
            self._years = YearAffinity(titles, fusion.years_decay)

    def settle(
        self, scores: FloatArray, history: Sequence[int], outside: Outside | None
    ) -> FloatArray:
        """Return the scores (N + M,) that the encoder gave after a history, as they count."""
        if not self._reads_titles:
            scores = self._share_cold(scores)
        weights = self._fusion
        titles = () if outside is None else outside.titles
        genres = () if outside is None else outside.genres
        added: list[npt.NDArray[np.float64]] = []
        if self._words is not None:
            cosines = self._words.cosines(history, self._as_texts(titles))
            added.append(weights.title_words * cosines)
        if self._genres is not None:
            added.append(weights.genres * self._genres.cosines(history, genres))
        if self._years is not None:
            added.append(weights.years * self._years.nearness(history, titles))
        if weights.overviews and outside is not None and any(outside.overview_cosines):
            cosines = np.zeros(len(scores))
            cosines[len(scores) - len(outside.overview_cosines) :] = outside.overview_cosines
            added.append(weights.overviews * cosines)
        return _log_probabilities(scores + np.sum(added, axis=0)) if added else scores

    def _as_texts(self, titles: Sequence[str]) -> Sequence[str]:
        """Return titles as their words are compared: without years, where these count beside."""
        return [without_year(title) for title in titles] if self._fusion.years else titles

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


def _log_probabilities(logits: npt.NDArray[np.floating]) -> FloatArray:
    raised = logits - logits.max()
    found: FloatArray = (raised - np.log(np.exp(raised).sum())).astype(np.float32)
    return found
