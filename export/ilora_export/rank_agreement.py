"""How far two sides rank the same candidates alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


@dataclass(slots=True)
class RankAgreement:
    """Counts, over lists of candidates, the pairs in the same order and the equal first places."""

    n_pairs: int = 0
    n_in_order: int = 0
    n_lists: int = 0
    n_same_best: int = 0

    def add(self, ours: FloatArray, theirs: FloatArray) -> None:
        """Add one list's scores (n,) by both sides; pairs that are equal in ``theirs`` say nothing.

        Kendall's tau is twice the share of the pairs in order, minus 1.
        """
        first, second = np.triu_indices(len(theirs), 1)
        there = np.sign(theirs[first] - theirs[second])
        here = np.sign(ours[first] - ours[second])
        self.n_pairs += int((there != 0).sum())
        self.n_in_order += int(((there != 0) & (here == there)).sum())
        self.n_lists += 1
        self.n_same_best += int(ours.argmax() == theirs.argmax())

    def to_json(self) -> dict[str, float]:
        return {
            "pairs_in_order": round(self.n_in_order / max(self.n_pairs, 1), 4),
            "same_best": round(self.n_same_best / max(self.n_lists, 1), 4),
        }
