"""Items in two dimensions: neighbours by the encoder's embeddings stay neighbours on the map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

N_NEIGHBOURS = 10
_STEPS = 100
_REPELLED = 5
"""Random points that each point is pushed away from in a step."""
_ROWS = 1024
_LONGEST_STEP = 0.5


def lay_out(embeddings: FloatArray, steps: int = _STEPS) -> FloatArray:
    """Return a place for each item, (N, 2), within the unit square; the same for the same input.

    Starts from the two principal components. Then each item is drawn to its nearest neighbours by
    cosine and pushed away from random items, with the heavy-tailed kernel ``1 / (1 + d^2)`` of
    t-SNE (van der Maaten and Hinton, 2008) and the sampling of LargeVis (Tang et al., 2016).
    """
    n = len(embeddings)
    if n < 4:
        return np.linspace([0.0, 0.5], [1.0, 0.5], n, dtype=np.float32).reshape(n, 2)
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    unit = embeddings / np.maximum(lengths, np.finfo(np.float32).tiny)
    places = _principal(unit)
    source, target = _edges(unit)
    random = np.random.default_rng(0)
    for step in range(steps):
        rate = 0.5 * (1.0 - step / steps)
        move = np.zeros_like(places)
        apart = places[source] - places[target]
        pull = 2.0 * apart / (1.0 + (apart**2).sum(axis=1, keepdims=True))
        # Both ends come closer; the sums by bincount are many times faster than add.at.
        _add(move, source, -pull)
        _add(move, target, pull)
        for _ in range(_REPELLED):
            other = random.permutation(n)
            apart = places - places[other]
            squares = (apart**2).sum(axis=1, keepdims=True)
            move += 2.0 * apart / ((0.01 + squares) * (1.0 + squares))
        places += np.clip(rate * move / N_NEIGHBOURS, -_LONGEST_STEP, _LONGEST_STEP)
    return _into_unit_square(places)


def _principal(unit: FloatArray) -> FloatArray:
    centred = unit - unit.mean(axis=0)
    values, vectors = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    axes = vectors[:, np.argsort(-values)[:2]]
    # An eigenvector's sign is anybody's choice.
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    places = (centred @ axes).astype(np.float32)
    spread: FloatArray = 10.0 * places / max(float(np.abs(places).max()), 1e-6)
    return spread


def _edges(unit: FloatArray) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return pairs of each item and its nearest neighbours."""
    n, k = len(unit), min(N_NEIGHBOURS, len(unit) - 1)
    nearest = np.empty((n, k), np.intp)
    for start in range(0, n, _ROWS):
        cosines = unit[start : start + _ROWS] @ unit.T
        rows = np.arange(len(cosines))
        cosines[rows, rows + start] = -np.inf
        nearest[start : start + _ROWS] = np.argpartition(-cosines, k - 1, axis=1)[:, :k]
    return np.repeat(np.arange(n), k), nearest.ravel()


def _add(total: FloatArray, places: npt.NDArray[np.intp], values: FloatArray) -> None:
    for axis in (0, 1):
        total[:, axis] += np.bincount(places, values[:, axis], len(total)).astype(np.float32)


def _into_unit_square(places: FloatArray) -> FloatArray:
    """Return places within the unit square, half by distance and half by rank along each axis.

    Ranks fill the empty space between groups, which costs next to no neighbours.
    """
    # A few stragglers must not squeeze the rest: they stand at the edge.
    low, high = np.percentile(places, [0.5, 99.5], axis=0)
    scaled = np.clip((places - low) / np.maximum(high - low, 1e-6), 0.0, 1.0)
    order = np.argsort(np.argsort(places, axis=0, kind="stable"), axis=0, kind="stable")
    inside: FloatArray = (0.5 * scaled + 0.5 * order / (len(places) - 1)).astype(np.float32)
    return inside
