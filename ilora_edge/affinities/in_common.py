"""What titles, genres and years add up to: what items have in common with a history, weighed.

    c(i) = title_words * t(i) + genres * g(i) + years * y(i)

t, g and y are those of :mod:`ilora_edge.affinities.title_affinity`, `genre_affinity` and
`year_affinity`. Where years count beside, a title's words are compared without the year at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from ilora_edge.affinities.genre_affinity import GenreAffinity
from ilora_edge.affinities.title_affinity import FloatArray, TitleAffinity
from ilora_edge.affinities.year_affinity import YearAffinity, split_years


class Weights(Protocol):
    """What each counts, 0: nothing, and an earlier item of the history beside the one after it."""

    @property
    def title_words(self) -> float: ...
    @property
    def title_words_decay(self) -> float: ...
    @property
    def genres(self) -> float: ...
    @property
    def genres_decay(self) -> float: ...
    @property
    def years(self) -> float: ...
    @property
    def years_decay(self) -> float: ...


class InCommon:
    """Compares the items of one collection, and items from outside it.

    Parameters
    ----------
    weights
        A bundle's.
    titles, genres
        Return the collection's, (N,); called where they count.
    """

    def __init__(
        self,
        weights: Weights,
        titles: Callable[[], Sequence[str]],
        genres: Callable[[], Sequence[str]],
    ) -> None:
        self._weights = weights
        self._words: TitleAffinity | None = None
        self._genres: GenreAffinity | None = None
        self._years: YearAffinity | None = None
        if weights.title_words or weights.years:
            texts, years = self._apart(titles())
            if weights.title_words:
                self._words = TitleAffinity(texts, weights.title_words_decay)
            if weights.years:
                self._years = YearAffinity(years, weights.years_decay)
        if weights.genres:
            self._genres = GenreAffinity(genres(), weights.genres_decay)

    def with_history(
        self, history: Sequence[int], titles: Sequence[str] = (), genres: Sequence[str] = ()
    ) -> FloatArray | None:
        """Return c of all items, (N + M,); None where nothing counts.

        Parameters
        ----------
        history
            Places from 1 on, oldest first; from N + 1 on they are of items from outside.
        titles, genres
            Theirs, (M,) each.
        """
        weights = self._weights
        texts, years = self._apart(titles)
        found: list[FloatArray] = []
        if self._words is not None:
            found.append(weights.title_words * self._words.cosines(history, texts))
        if self._genres is not None:
            found.append(weights.genres * self._genres.cosines(history, genres))
        if self._years is not None:
            found.append(weights.years * self._years.nearness(history, years))
        return np.sum(found, axis=0) if found else None

    def _apart(self, titles: Sequence[str]) -> tuple[Sequence[str], FloatArray]:
        """Return titles as their words are compared, and their years where these count."""
        return split_years(titles) if self._weights.years else (titles, np.empty(0))
