"""Ranking metrics, the exact expectation of HR@1, and bootstrap intervals over users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import OptionError

FloatArray = npt.NDArray[np.float64]

N_NEGATIVES = 19
"""The published protocol ranks the target among 19 others."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over rows and its 95 % bootstrap interval over users."""

    mean: float
    ci_low: float
    ci_high: float

    def to_json(self) -> dict[str, float]:
        return {"mean": self.mean, "ci_low": self.ci_low, "ci_high": self.ci_high}


def exact_hr1(scores: npt.NDArray[np.floating], target: int, excluded: Sequence[int] = ()) -> float:
    """Return the expectation of HR@1 over all uniform draws of 19 negatives.

    With b scores strictly below the target's, t equal to it and n items that may be drawn, ties
    broken at random::

        ( C(b + t + 1, 20) - C(b, 20) ) / ( (t + 1) * C(n, 19) )

    Valid only where a score does not depend on which other candidates are listed.

    Parameters
    ----------
    scores
        One score per item of the catalogue; not-a-number counts as below everything.
    target
        The target's index.
    excluded
        Indices that are never drawn: the history. The target is excluded by itself.
    """
    s = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=-np.inf, neginf=-np.inf)
    drawable = np.ones(len(s), dtype=bool)
    drawable[list(excluded)] = False
    drawable[target] = False
    others = s[drawable]
    below = int((others < s[target]).sum())
    ties = int((others == s[target]).sum())
    n = len(others)
    if n < N_NEGATIVES:
        raise _too_few(n)
    # C(x, 20) / C(n, 19) as a product of ratios: both overflow floats on large catalogues.
    return (_ratio(below + ties + 1, n) - _ratio(below, n)) / (ties + 1)


def _too_few(n: int) -> OptionError:
    return OptionError(
        f"{n} items can be drawn beside target and history, {N_NEGATIVES} are needed: "
        "the catalogue is too small for this protocol; use --mode product"
    )


def _ratio(x: int, n: int) -> float:
    """Return C(x, 20) / C(n, 19)."""
    size = N_NEGATIVES + 1
    if x < size:
        return 0.0
    i = np.arange(N_NEGATIVES)
    return float(np.prod((x - i) / (n - i)) * (x - N_NEGATIVES) / size)


def draw_negatives(n_items: int, excluded: Sequence[int], seed: Sequence[int]) -> list[int]:
    """Draw 19 distinct item indices outside ``excluded``, the same for the same seed."""
    drawable = np.setdiff1d(np.arange(n_items), np.asarray(excluded, dtype=np.int64))
    if len(drawable) < N_NEGATIVES:
        raise _too_few(len(drawable))
    rng = np.random.default_rng(list(seed))
    return [int(i) for i in rng.choice(drawable, N_NEGATIVES, replace=False)]


def drawn_hr1(scores: npt.NDArray[np.floating], target: int) -> float:
    """Return HR@1 of one draw: 1 where the target is the sole best, shared among ties."""
    s = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=-np.inf, neginf=-np.inf)
    if s[target] < s.max() or not np.isfinite(s[target]):
        return 0.0
    return 1.0 / float((s == s[target]).sum())


def hit_rate(rank: int | None, k: int) -> float:
    """Return 1 where the target's rank, from 1, is within the first k; None: not ranked."""
    return float(rank is not None and rank <= k)


def ndcg(rank: int | None, k: int) -> float:
    """Return 1 / log2(1 + rank) within the first k: the gain of a single relevant item."""
    return 1.0 / float(np.log2(1 + rank)) if rank is not None and rank <= k else 0.0


def reciprocal_rank(rank: int | None, k: int) -> float:
    """Return 1 / rank within the first k, else 0."""
    return 1.0 / rank if rank is not None and rank <= k else 0.0


def bootstrap(
    values: Sequence[float], users: Sequence[str], n_samples: int = 2000, seed: int = 0
) -> Estimate:
    """Return the mean over rows with a 95 % percentile interval, resampling whole users.

    Rows of one user are not independent, so users are drawn with all their rows.
    """
    v = np.asarray(values, dtype=np.float64)
    if len(v) == 0:
        return Estimate(float("nan"), float("nan"), float("nan"))
    _, row_user = np.unique(np.asarray(users), return_inverse=True)
    sums = np.bincount(row_user, v)
    counts = np.bincount(row_user)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(sums), size=(n_samples, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(v.mean()), float(low), float(high))
