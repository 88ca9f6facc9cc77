"""What several parts do with vectors: rows of length 1, logits as log-probabilities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


def unit_rows(rows: FloatArray) -> FloatArray:
    """Return rows (N, D) scaled to length 1; zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: FloatArray = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
    return scaled


def log_probabilities(logits: npt.NDArray[np.floating]) -> FloatArray:
    """Return logits (N,) as logarithms of probabilities that add up to 1."""
    raised = logits - logits.max()
    found: FloatArray = (raised - np.log(np.exp(raised).sum())).astype(np.float32)
    return found
