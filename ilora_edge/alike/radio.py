"""A sequence from one item: each next item follows from the last ones, and does not repeat them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.alike.similar import AlikeItems

FloatArray = npt.NDArray[np.float32]

MEMORY = 5
"""Items of the sequence that the encoder reads beside the seeds, and that the next is unlike."""
POOL = 50
"""The encoder's best, of which the next item is one."""
NEARNESS = 2.0
"""Natural logarithms that a cosine of 1 to the seeds is worth, which keeps the sequence near."""


def radio(
    alike: AlikeItems,
    seeds: Sequence[int],
    n: int,
    diversity: float = 0.3,
    without: Collection[int] = (),
) -> list[int]:
    """Return ``n`` places of the catalogue (from 0) that follow from the seeds, in playing order.

    The encoder reads the seeds and the last items of the sequence and scores what comes next. Of
    its best, the next item has the largest
    ``(1 - diversity) * (log P + NEARNESS * cos to the seeds) - diversity * spread * max cos``,
    the last cosine being to the last items, and ``spread`` the range of what is in front of it:
    maximal marginal relevance (Carbonell and Goldstein, 1998) along a sequence. Nothing comes
    twice; cold items, of which the encoder knows nothing, do not come at all.
    """
    to_seeds = alike.encoder_cosines(seeds)
    away = np.zeros(len(alike.items), bool)
    away[list({*seeds, *without})] = True
    away |= alike.is_cold
    sequence: list[int] = []
    while len(sequence) < n and not away.all():
        recent = sequence[-MEMORY:]
        scores = alike.next_scores([*seeds, *recent])
        relevance = np.where(away, -np.inf, scores + NEARNESS * to_seeds)
        pool = np.argsort(-relevance, kind="stable")[: min(POOL, int((~away).sum()))]
        best = _next(relevance[pool], alike.embeddings[pool], alike.embeddings[recent], diversity)
        sequence.append(int(pool[best]))
        away[sequence[-1]] = True
    return sequence


def _next(
    relevance: FloatArray, embeddings: FloatArray, recent: FloatArray, diversity: float
) -> int:
    if not len(recent):
        return 0
    closest = (embeddings @ recent.T).max(axis=1)
    spread = float(relevance[0] - relevance[-1])
    return int(np.argmax((1.0 - diversity) * relevance - diversity * spread * closest))
