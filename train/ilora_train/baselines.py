"""Baselines that read item indices only, in numpy: item-based nearest neighbours and Markov.

Both are fitted on sequences of encoder indices (1..N), oldest first, and give one score per item:
place i belongs to encoder index i + 1. A score never depends on the other candidates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import OptionError

FloatArray: TypeAlias = npt.NDArray[np.float64]

_USERS_AT_ONCE = 1024


class ItemKNN:
    """Scores an item by its similarity to the history's last items (Sarwar et al., WWW 2001).

    With c(i, j) users who interacted with both i and j, and c(i) with i, the similarity is the
    shrunk cosine of the items' columns in the users x items matrix of zeros and ones::

        sim(i, j) = c(i, j) / (sqrt(c(i) * c(j)) + shrinkage),    sim(i, i) = 0
        score(j)  = sum over the last n_last items i of the history: decay^age(i) * sim(i, j)

    where the newest item's age is 0. The similarities are a dense (N, N) float32 matrix.

    Parameters
    ----------
    shrinkage
        Pulls similarities that few users speak for towards 0; from 0 on.
    n_last
        How many of the history's items count.
    decay
        What an item counts less for each step back, in (0, 1]; 1: all alike.
    """

    def __init__(self, shrinkage: float = 10.0, n_last: int = 10, decay: float = 1.0) -> None:
        if not (np.isfinite(shrinkage) and shrinkage >= 0):
            raise OptionError(f"shrinkage must be a number from 0 on, not {shrinkage}")
        if n_last < 1:
            raise OptionError(f"n_last must be at least 1, not {n_last}")
        if not 0 < decay <= 1:
            raise OptionError(f"decay must be above 0 and at most 1, not {decay}")
        self.shrinkage, self.n_last, self.decay = shrinkage, n_last, decay
        self._similarity: npt.NDArray[np.float32] | None = None

    def fit(self, sequences: list[list[int]], n_items: int) -> Self:
        """Compute the similarities (N, N) from sequences of encoder indices 1..N."""
        _check_indices(sequences, n_items)
        both = np.zeros((n_items, n_items), dtype=np.float32)
        for start in range(0, len(sequences), _USERS_AT_ONCE):
            chunk = sequences[start : start + _USERS_AT_ONCE]
            met = np.zeros((len(chunk), n_items), dtype=np.float32)
            for user, sequence in enumerate(chunk):
                met[user, np.asarray(sequence, dtype=np.intp) - 1] = 1.0
            both += met.T @ met
        norm = np.sqrt(both.diagonal())
        scale = np.outer(norm, norm) + np.float32(self.shrinkage)
        # An item nobody interacted with has no cosine; without shrinkage it would be 0 / 0.
        self._similarity = np.divide(both, scale, out=np.zeros_like(both), where=scale > 0)
        np.fill_diagonal(self._similarity, 0.0)
        return self

    def scores(self, history: Sequence[int]) -> FloatArray:
        """Return the scores (N,) after a history of encoder indices, oldest first."""
        if self._similarity is None:
            raise OptionError("ItemKNN has not been fitted: call fit first")
        last = np.asarray(history[-self.n_last :], dtype=np.intp)
        _check_indices([last.tolist()], len(self._similarity))
        weights = self.decay ** np.arange(len(last) - 1, -1, -1.0)
        result: FloatArray = weights @ self._similarity[last - 1].astype(np.float64)
        return result


class Markov:
    """Scores an item by the probability that it follows the history's last item.

    A first-order chain over consecutive items, backed off to popularity with a Dirichlet prior
    (MacKay and Peto 1995)::

        p(j)     = (c(j) + 1) / (sum of c + N)
        p(j | i) = (c(i -> j) + strength * p(j)) / (c(i ->) + strength)

    with c(j) occurrences of j and c(i -> j) transitions. An empty history scores p(j).

    Parameters
    ----------
    strength
        How many transitions popularity counts for; above 0.
    """

    def __init__(self, strength: float = 10.0) -> None:
        if not (np.isfinite(strength) and strength > 0):
            raise OptionError(f"strength must be a number above 0, not {strength}")
        self.strength = strength
        self._popularity: FloatArray | None = None
        self._following: dict[int, tuple[npt.NDArray[np.intp], FloatArray]] = {}

    def fit(self, sequences: list[list[int]], n_items: int) -> Self:
        """Count transitions and occurrences in sequences of encoder indices 1..N."""
        _check_indices(sequences, n_items)
        counts = Counter(item for sequence in sequences for item in sequence)
        popularity = np.ones(n_items)
        popularity[np.fromiter(counts, np.intp, len(counts)) - 1] += list(counts.values())
        self._popularity = popularity / popularity.sum()
        following: dict[int, Counter[int]] = {}
        for sequence in sequences:
            for item, after in pairwise(sequence):
                following.setdefault(item, Counter())[after] += 1
        self._following = {
            item: (np.array(list(c), np.intp) - 1, np.array(list(c.values()), np.float64))
            for item, c in following.items()
        }
        return self

    def scores(self, history: Sequence[int]) -> FloatArray:
        """Return the probabilities (N,) of what follows a history of encoder indices."""
        if self._popularity is None:
            raise OptionError("Markov has not been fitted: call fit first")
        if len(history) == 0:
            return self._popularity.copy()
        _check_indices([history[-1:]], len(self._popularity))
        result: FloatArray = self.strength * self._popularity
        total = self.strength
        if history[-1] in self._following:
            places, counts = self._following[history[-1]]
            result[places] += counts
            total += counts.sum()
        return result / total


def _check_indices(sequences: Sequence[Sequence[int]], n_items: int) -> None:
    for sequence in sequences:
        if len(sequence) and not 1 <= min(sequence) <= max(sequence) <= n_items:
            raise OptionError(f"an encoder index is not one of 1 to {n_items}")
