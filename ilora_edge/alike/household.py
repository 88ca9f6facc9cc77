"""One list for several people: as fair as the product of what each gets out of it.

Everybody's utilities are scaled so that their own best list is worth 1; the list is built greedily
to maximise the sum of the logarithms of what each gets (Nash's welfare), which a list that gives
somebody nothing never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_LEAST = 1e-3
"""What everybody has at first: the logarithm of nothing has no value."""


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
    got = np.full(len(scaled), _LEAST)
    free = np.ones(scaled.shape[1], bool)
    order: list[int] = []
    for discount in discounts:
        welfare = np.log(got[:, None] + discount * scaled).sum(axis=0)
        best = int(np.argmax(np.where(free, welfare, -np.inf)))
        order.append(best)
        free[best] = False
        got = got + discount * scaled[:, best]
    return order


def said(people: Sequence[str], shares: Sequence[float]) -> str:
    """Return how fair a list is, in words."""
    each = ", ".join(f"{p} {100 * s:.0f} %" for p, s in zip(people, shares, strict=True))
    return f"of what a list of their own gives them, this one gives {each}"
