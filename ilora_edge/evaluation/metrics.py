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
        """Return the mean and the ends of its interval, as reports have them."""
        return {"mean": self.mean, "ci_low": self.ci_low, "ci_high": self.ci_high}

    def rounded(self, digits: int) -> list[float]:
        """Return the mean and the ends of its interval, (3,)."""
        return [round(x, digits) for x in (self.mean, self.ci_low, self.ci_high)]


def exact_hr1(
    scores: npt.NDArray[np.floating],
    target: int,
    excluded: Sequence[int] = (),
    pool: Sequence[int] | None = None,
) -> float:
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
    pool
        Indices that may be drawn; None: all.
    """
    s = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=-np.inf, neginf=-np.inf)
    others = s[drawable_items(len(s), [target, *excluded], pool)]
    if not np.isfinite(s[target]):
        # Nor do others without a score tie with it: that is no answer.
        return 0.0
    below = int((others < s[target]).sum())
    ties = int((others == s[target]).sum())
    n = len(others)
    # C(x, 20) / C(n, 19) as a product of ratios: both overflow floats on large catalogues.
    return (_ratio(below + ties + 1, n) - _ratio(below, n)) / (ties + 1)


def drawable_items(
    n_items: int, excluded: Sequence[int], pool: Sequence[int] | None = None
) -> npt.NDArray[np.intp]:
    """Return the indices that negatives are drawn from, rising; OptionError if fewer than 19."""
    allowed = np.full(n_items, pool is None)
    if pool is not None:
        allowed[np.asarray(pool, dtype=np.intp)] = True
    allowed[np.asarray(excluded, dtype=np.intp)] = False
    drawable = np.flatnonzero(allowed)
    if len(drawable) < N_NEGATIVES:
        problem = (
            "the catalogue is too small for this protocol; use --mode product"
            if pool is None
            else "the pool of negatives is too small; with --cold all, use --cold mix"
        )
        raise OptionError(
            f"{len(drawable)} items can be drawn beside target and history, {N_NEGATIVES} are "
            f"needed: {problem}"
        )
    return drawable


def _ratio(x: int, n: int) -> float:
    """Return C(x, 20) / C(n, 19)."""
    size = N_NEGATIVES + 1
    if x < size:
        return 0.0
    i = np.arange(N_NEGATIVES)
    return float(np.prod((x - i) / (n - i)) * (x - N_NEGATIVES) / size)


def draw_negatives(
    n_items: int,
    excluded: Sequence[int],
    seed: Sequence[int],
    pool: Sequence[int] | None = None,
) -> list[int]:
    """Draw 19 distinct item indices of ``pool`` (None: all) outside ``excluded``.

    The same for the same seed.
    """
    drawable = drawable_items(n_items, excluded, pool)
    rng = np.random.default_rng(list(seed))
    return [int(i) for i in rng.choice(drawable, N_NEGATIVES, replace=False)]


def drawn_hr1(scores: npt.NDArray[np.floating], target: int) -> float:
    """Return HR@1 of one draw: 1 where the target is the sole best, shared among ties."""
    s = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=-np.inf, neginf=-np.inf)
    if s[target] < s.max() or not np.isfinite(s[target]):
        return 0.0
    return 1.0 / float((s == s[target]).sum())


def rank_of(
    scores: npt.NDArray[np.floating], target: int, seen: Sequence[int] | set[int] = ()
) -> int:
    """Return the rank, from 1, of the target among all items but those seen.

    Items with the same score come before the target: a model that scores all alike gains nothing.

    Parameters
    ----------
    scores
        One per item of the catalogue, (N,); not-a-number counts as below everything.
    target
        The target's index; it is ranked also where it was seen.
    seen
        Indices that are not ranked.
    """
    s = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=-np.inf, neginf=-np.inf)
    others = [i for i in set(seen) if i != target]
    before = int((s >= s[target]).sum()) - int((s[others] >= s[target]).sum())
    return max(1, before)


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


def paired_difference(a: Sequence[float], b: Sequence[float], users: Sequence[str]) -> Estimate:
    """Return the mean of a minus b over the same rows, with its bootstrap interval over users.

    Pairing removes what both have in common: how hard each row is.
    """
    if not len(a) == len(b) == len(users):
        raise OptionError(f"{len(a)}, {len(b)} and {len(users)} values cannot be paired by row")
    return bootstrap(np.subtract(a, b).tolist(), users)


def average_seeds(by_seed: Sequence[Sequence[float]]) -> list[float]:
    """Return each row's mean over the seeds; every seed has the values of the same rows.

    ``bootstrap(average_seeds(a), users)`` is the interval of the mean over these seeds, and
    ``paired_difference(average_seeds(a), average_seeds(b), users)`` compares two models.
    """
    if not by_seed or len({len(values) for values in by_seed}) > 1:
        lengths = ", ".join(str(len(values)) for values in by_seed) or "no"
        raise OptionError(f"{lengths} values cannot be averaged over seeds: not the same rows")
    return [float(v) for v in np.mean(np.asarray(by_seed, dtype=np.float64), axis=0)]


def bootstrap_seeds(by_seed: Sequence[Sequence[float]], users: Sequence[str]) -> Estimate:
    """Average several seeds' values by row, then bootstrap over users.

    The interval says how the mean over just these seeds varies with the users. How much a new
    seed would change it is not in it: show each seed's own mean beside it.
    """
    return bootstrap(average_seeds(by_seed), users)
