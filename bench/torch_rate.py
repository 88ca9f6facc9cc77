"""How fast torch multiplies: in a file of its own, since transformers takes seconds to import."""

from __future__ import annotations

import math
import time

import torch
from torch.nn import functional as F


def product_gflop_per_s(dtype: torch.dtype, seconds: float = 0.3) -> float:
    """Return the best rate of one product of the 135M shape's feed-forward, GFLOP/s."""
    x, w = torch.randn(460, 576).to(dtype), torch.randn(1536, 576).to(dtype)
    best, end = math.inf, time.perf_counter() + seconds
    with torch.inference_mode():
        while time.perf_counter() < end:
            start = time.perf_counter()
            F.linear(x, w)
            best = min(best, time.perf_counter() - start)
    return 2 * 460 * 576 * 1536 / best / 1e9
