"""What a dislike says of other items: those like it, by the encoder's item embeddings, lose score.

An item's share of dislike is a kernel estimate (Nadaraya, 1964; Watson, 1964) over what the person
liked and disliked: of all the mass near the item, how much is disliked. So one disliked film in a
genre that the person loves lowers little but its nearest neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ilora_edge.vectors import log_probabilities, unit_rows

if TYPE_CHECKING:
    from ilora_edge.encoder import Encoder

FloatArray = npt.NDArray[np.float32]

# Fitted by bench/dislikes.py on MovieLens; docs/feedback.md has the numbers.
SHARPNESS = 4.0
"""The kernel is exp(SHARPNESS * cosine)."""
STRENGTH = 8.0
"""Natural logarithms that an item loses whose whole neighbourhood is disliked."""
NEUTRAL_COSINE = 0.5
"""Nearness of one neutral item that everybody has: who said little has said little of far items."""


def dislike_shares(
    embeddings: FloatArray,
    liked: Sequence[int],
    disliked: Sequence[int],
    sharpness: float = SHARPNESS,
) -> FloatArray:
    """Return how much of each item's neighbourhood is disliked, (N,), from 0 to 1.

    ``share = sum_d w_d / (sum_d w_d + sum_l w_l + w_0)`` with ``w = exp(sharpness * cosine)``.

    Parameters
    ----------
    embeddings
        (N, D); row i belongs to encoder index i + 1.
    liked, disliked
        Encoder indices, each counted once.
    """
    unit = unit_rows(embeddings)

    def mass(indices: Sequence[int]) -> FloatArray:
        chosen = unit[np.array(sorted(set(indices)), np.intp) - 1]
        near: FloatArray = np.exp(sharpness * (unit @ chosen.T)).sum(axis=1)
        return near

    against, neutral = mass(disliked), np.exp(sharpness * NEUTRAL_COSINE)
    shares: FloatArray = (against / (against + mass(liked) + neutral)).astype(np.float32)
    return shares


def lower_neighbours(
    item_scores: FloatArray,
    embeddings: FloatArray,
    liked: Sequence[int],
    disliked: Sequence[int],
    strength: float = STRENGTH,
) -> FloatArray:
    """Return log-probabilities (N,) less ``strength`` times each item's share of dislike.

    Log-probabilities again: every item has some share, and one of which the encoder says nothing,
    which counts as one of average probability, would rise with every dislike.
    """
    if not disliked:
        return item_scores
    shares = dislike_shares(embeddings, liked, disliked)
    return log_probabilities(item_scores - np.float32(strength) * shares)


class Neighbours:
    """Lowers by an encoder's item embeddings, those of its ``n_items`` items asked for once."""

    def __init__(self, encoder: Encoder, n_items: int) -> None:
        self._encoder, self._n_items = encoder, n_items
        self._embeddings: FloatArray | None = None

    def lower(
        self,
        item_scores: FloatArray,
        liked: Sequence[int],
        disliked: Sequence[int],
        titles: FloatArray | None = None,
    ) -> FloatArray:
        """Return log-probabilities (N + M,) as :func:`lower_neighbours` does.

        ``titles``: vectors of items from outside the catalogue (M, H), which have the encoder
        indices from N + 1 on; None: there are none.
        """
        n = self._n_items
        if self._embeddings is None:
            self._embeddings = self._encoder.item_embeddings(range(1, n + 1))
        embeddings = self._embeddings
        if titles is not None:
            others = range(n + 1, n + 1 + len(titles))
            found = self._encoder.item_embeddings(others, titles)
            embeddings = np.concatenate([embeddings, found])
        return lower_neighbours(item_scores, embeddings, liked, disliked)
