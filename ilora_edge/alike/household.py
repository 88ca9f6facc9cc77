"""One list for several people: as fair as the product of what each gets out of it.

Everybody's utilities are scaled so that their own best list is worth 1; the list has the largest
product of what each gets (Nash's welfare) that exchanging items one by one finds, so that nobody
gets nothing, and nobody gives up much for somebody else's little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_LEAST = 1e-3
"""What everybody has at least: the logarithm of nothing has no value."""
_MOST_EXCHANGES = 200


@dataclass(frozen=True, slots=True)
class Blend:
    """A list for several people."""

    order: list[int]
    """Places of the candidates, best first."""
    shares: list[float]
    """What each person gets, of what their own best list of this length would give them: 0 to 1."""


def utilities(scores: FloatArray) -> FloatArray:
    """Return what each item is worth to each person, (P, n), from their scores, (P, n).

    ``softmax`` of a person's own scores: how likely each item is to be the one they would choose.
    """
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: FloatArray = shifted / shifted.sum(axis=1, keepdims=True)
    return found


def blend(worth: FloatArray, k: int, how: str = "nash") -> Blend:
    """Choose ``k`` of the candidates, in order.

    Parameters
    ----------
    worth
        (P, n), not negative: of each candidate for each person.
    how
        ``nash``; to compare with, ``mean`` (the largest sums first) and ``misery`` (the largest
        least worth first).
    """
    k = min(k, worth.shape[1])
    # A later place is seen less: the discount of DCG.
    discounts = 1.0 / np.log2(np.arange(2, k + 2))
    best = np.sort(worth, axis=1)[:, ::-1][:, :k] @ discounts
    scaled = worth / np.maximum(best, np.finfo(np.float64).tiny)[:, None]
    if how == "mean":
        order = [int(i) for i in np.argsort(-scaled.sum(axis=0), kind="stable")[:k]]
    elif how == "misery":
        order = [int(i) for i in np.argsort(-scaled.min(axis=0), kind="stable")[:k]]
    else:
        order = _nash(scaled, discounts)
    return Blend(order, [float(x) for x in scaled[:, order] @ discounts])


def _nash(scaled: FloatArray, discounts: FloatArray) -> list[int]:
    """Return the order that exchanges, the best first, lead to from the largest sums."""
    k = len(discounts)
    order = np.argsort(-scaled.sum(axis=0), kind="stable")
    for _ in range(_MOST_EXCHANGES):
        # An item of the list and any other change places: (k, n) exchanges at once.
        got = scaled[:, order[:k]] @ discounts
        weights = np.zeros(scaled.shape[1])
        weights[:k] = discounts
        worth = scaled[:, order]
        change = (worth[:, None, :] - worth[:, :k, None]) * (weights[:k, None] - weights[None, :])
        welfare = np.log(np.maximum(got[:, None, None] + change, 0.0) + _LEAST).sum(axis=0)
        place, other = np.unravel_index(int(np.argmax(welfare)), welfare.shape)
        if welfare[place, other] <= np.log(got + _LEAST).sum() + 1e-12:
            break
        order[[place, other]] = order[[other, place]]
    return [int(i) for i in order[:k]]


def said(people: Sequence[str], shares: Sequence[float]) -> str:
    """Return how fair a list is, in words."""
    each = ", ".join(f"{p} {100 * s:.0f} %" for p, s in zip(people, shares, strict=True))
    return f"of what a list of their own gives them, this one gives {each}"
