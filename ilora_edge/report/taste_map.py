"""Items in two dimensions: neighbours by the encoder's embeddings stay neighbours on the map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ilora_edge.vectors import unit_rows

FloatArray = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

N_NEIGHBOURS = 10
_STEPS = 100
_REPELLED = 5
"""Random points that each point is pushed away from in a step."""
_ROWS = 1024
_BLOCK = 64
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
    unit = unit_rows(embeddings)
    places = _principal(unit)
    nearest = nearest_items(unit)
    random = np.random.default_rng(0)
    for step in range(steps):
        rate = 0.5 * (1.0 - step / steps)
        move = _pulled(places, nearest)
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


def nearest_items(unit: FloatArray) -> Places:
    """Return the places of each item's nearest neighbours, (N, k), in no order.

    The k blocks with the largest maxima hold the k largest of a row: no other need be looked into.
    """
    n, k = len(unit), min(N_NEIGHBOURS, len(unit) - 1)
    n_blocks = -(-n // _BLOCK)
    nearest = np.empty((n, k), np.intp)
    cosines = np.full((min(_ROWS, n), n_blocks * _BLOCK), -np.inf, np.float32)
    for start in range(0, n, _ROWS):
        part = unit[start : start + _ROWS]
        rows = np.arange(len(part))
        found = cosines[: len(part)]
        np.matmul(part, unit.T, out=found[:, :n])
        found[rows, rows + start] = -np.inf
        blocks = found.reshape(len(part), n_blocks, _BLOCK)
        best = _largest(blocks.max(axis=2), min(k, n_blocks))
        inside = np.take_along_axis(blocks, best[:, :, None], axis=1).reshape(len(part), -1)
        at = _largest(inside, k)
        of_block = np.take_along_axis(best, at // _BLOCK, axis=1)
        nearest[start : start + _ROWS] = of_block * _BLOCK + at % _BLOCK
    return nearest


def _largest(values: FloatArray, k: int) -> Places:
    """Return where the k largest of each row are."""
    return np.argpartition(-values, k - 1, axis=1)[:, :k]


def _pulled(places: FloatArray, nearest: Places) -> FloatArray:
    """Return how far items and their neighbours are drawn to each other, (N, 2)."""
    x, y = places.T
    across, along = x[:, None] - x[nearest], y[:, None] - y[nearest]
    pull = 2.0 / (1.0 + across**2 + along**2)
    move = np.empty_like(places)
    for axis, apart in enumerate((across, along)):
        pulled = pull * apart
        # The sums by bincount are many times faster than add.at.
        others = np.bincount(nearest.ravel(), pulled.ravel(), len(places))
        move[:, axis] = others - pulled.sum(axis=1)
    return move


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
