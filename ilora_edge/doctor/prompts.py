"""What a miniature is asked; the child that runs it needs nothing else of it."""

from __future__ import annotations

import numpy as np

N_VOCAB = 256
LENGTHS = (67, 1, 5)
"""Of the prompts: two full tiles and a rest; single tokens take another path than many."""
_SEED = 20241125


def prompt() -> list[int]:
    """Return the token ids of the longest prompt."""
    return [int(i) for i in np.random.default_rng(_SEED).integers(0, N_VOCAB, max(LENGTHS))]
