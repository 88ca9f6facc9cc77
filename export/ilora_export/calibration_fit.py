"""Fits weights of encoder and LLM to rows whose target is known, and weighs a fit against a simpler
one on rows that neither has seen."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_edge.bundle.calibration import HALF_WAY, Calibration

N_FOLDS = 5
MIN_ROWS = 50
"""Rows whose target is among their candidates; of fewer, four numbers are not learnt."""
_STEPS = 60
_LEAST = -1e4
"""Of an LLM's score, natural logarithm, that is told from another."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """Items of one row: what both models say of them, and where the target is among them."""

    user: str
    n_history: int
    llm: FloatArray
    """(n,)"""
    encoder: FloatArray
    """(n,)"""
    popularity: FloatArray
    """Interactions of each item among training users, (n,)."""
    log_mean: float
    """Of the catalogue's popularity, see :mod:`ilora_edge.bundle.calibration`."""
    target: int | None
    excluded: tuple[int, ...] = ()
    """Where the items are the whole catalogue: the places that are never drawn."""
    title_prior: FloatArray | None = None
    """What the LLM says of each title after no history, (n,); None: not asked."""

    def fused(self, calibration: Calibration) -> FloatArray:
        """Return the fused scores (n,)."""
        weight = calibration.encoder_weight(self.n_history)
        offsets = calibration.offsets(self.popularity, self.log_mean, self.title_prior)
        return self.llm + weight * self.encoder + offsets


Quality = Callable[[ScoredRow, Calibration], float]
Fit = Callable[[Sequence[ScoredRow]], Calibration]


def one_weight(weight: float) -> Calibration:
    """Return the calibration that is one weight."""
    return Calibration(weight, weight, 0.0, 0.0)


def likeliest_weight(rows: Sequence[ScoredRow]) -> float:
    """Return the one weight under which the targets are likeliest among their candidates.

    With few rows it is steadier than the weight that ranks them best, since a target counts by
    how likely it is and not by its place alone. 1 where no row has its target.
    """
    told = [row for row in rows if row.target is not None]
    return math.exp(_likeliest(_stacked(told), 0.0, _ONE_WEIGHT, _LOOSE).short) if told else 1.0


def fit_calibration(
    rows: Sequence[ScoredRow], weight: float, title_prior: bool = False
) -> Calibration:
    """Return the calibration of the greatest likelihood of the targets among their candidates.

    A conditional logit, with a normal prior around one weight for all: standard deviation 1 of
    each logarithm of a weight and of the offsets, so that what the rows say nothing of is left as
    it is, and 10 of the logarithm of the LLM's own scale, of which nothing is known. The weights
    are exponentials, so none is negative.

    Parameters
    ----------
    rows
        Those without their target say nothing.
    weight
        Fitted as one; where the prior's centre is.
    title_prior
        Whether titles may count for how likely they are by themselves.
    """
    told = [row for row in rows if row.target is not None]
    start = math.log(max(weight, 1e-3))
    if not told:
        return one_weight(math.exp(start))
    given = _stacked(told)
    if not title_prior:
        given.features[_PRIOR] = 0.0
    found = _likeliest(given, start, torch.eye(len(_FitNumbers._fields)), _AROUND_ONE_WEIGHT)
    of_llm = math.exp(found.scale)
    return Calibration(
        short=math.exp(start + found.short),
        long=math.exp(start + found.long),
        popularity=found.popularity / of_llm,
        cold=found.cold / of_llm,
        title_prior=found.title_prior / of_llm,
    )


_LLM, _ENCODER, _RELATIVE, _COLD, _PRIOR = range(5)


class _FitNumbers(NamedTuple):
    """Of a fit: logarithms of the LLM's scale and of both weights over the start's, and offsets."""

    scale: float
    short: float
    long: float
    popularity: float
    cold: float
    title_prior: float


_ONE_WEIGHT = torch.tensor([[1.0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0]])
"""Which of the numbers move, each by itself or some together."""
_LOOSE = torch.tensor([0.01, 0.01])
_AROUND_ONE_WEIGHT = torch.tensor([0.01, 1, 1, 1, 1, 1])
"""One over the variance of the normal prior of each that moves; its mean is 0."""


@dataclass(frozen=True, slots=True)
class _Stacked:
    features: Tensor
    """(5, rows, n); places that take no part have an LLM score of minus infinity."""
    shares: Tensor
    """How far each row is from an empty history, (rows,)."""
    targets: Tensor
    """(rows,)"""


def _stacked(rows: Sequence[ScoredRow]) -> _Stacked:
    longest = max(len(row.llm) for row in rows)
    features = np.zeros((5, len(rows), longest))
    features[_LLM] = -np.inf
    for number, row in enumerate(rows):
        n = len(row.llm)
        relative = np.log(row.popularity + 1.0) - row.log_mean
        prior = np.zeros(n) if row.title_prior is None else row.title_prior
        features[:, number, :n] = row.llm, row.encoder, relative, row.popularity == 0, prior
        features[_LLM, number, [i for i in row.excluded if i != row.target]] = -np.inf
    shares = np.array([row.n_history / (row.n_history + HALF_WAY) for row in rows])
    targets = np.array([row.target for row in rows])
    return _Stacked(torch.tensor(features), torch.tensor(shares), torch.tensor(targets))


def _likeliest(given: _Stacked, start: float, moving: Tensor, precision: Tensor) -> _FitNumbers:
    """Return the numbers of the greatest posterior; ``start`` is the logarithm of the weight."""
    moving, precision = moving.double(), precision.double()
    moved = torch.zeros(len(moving), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([moved], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        chances = _log_chances(moved @ moving, start, given)
        value = 0.5 * (precision * moved.square()).sum() - chances.sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return _FitNumbers(*(moved.detach() @ moving).tolist())


def _log_chances(numbers: Tensor, start: float, given: _Stacked) -> Tensor:
    """Return the logarithm of each target's chance among its row's candidates, (rows,)."""
    scale, short, long = numbers[0].exp(), (start + numbers[1]).exp(), (start + numbers[2]).exp()
    llm = given.features[_LLM]
    weights = (short + (long - short) * given.shares)[:, None]
    offsets = torch.einsum("k,krn->rn", numbers[3:], given.features[_RELATIVE:])
    # Not scale * llm where that is infinite: its gradient would be none.
    fused = scale * llm.clamp_min(_LEAST) + scale * weights * given.features[_ENCODER] + offsets
    fused = fused.masked_fill(torch.isinf(llm), -torch.inf)
    return F.log_softmax(fused, dim=1).gather(1, given.targets[:, None])[:, 0]


@dataclass(frozen=True, slots=True)
class Compared:
    """A fit, and how much better it ranks rows of users that it has not seen than a simpler one."""

    calibration: Calibration
    simpler: float
    """Mean quality by the simpler one, each row's fitted to the other users."""
    gain: float
    """Mean quality by the fit, fitted likewise, less that."""
    error: float
    """The standard error of ``gain``, by user."""

    @property
    def is_better(self) -> bool:
        """Whether the gain is more than its standard error: less may be chance."""
        return self.gain > self.error

    def to_json(self) -> dict[str, Any]:
        return {
            **self.calibration.to_json(),
            "simpler": round(self.simpler, 5),
            "gain": round(self.gain, 5),
            "gain_error": round(self.error, 5),
            "is_used": self.is_better,
        }


def compare(
    rows: Sequence[ScoredRow], fit: Fit, simpler: Fit, quality: Quality, seed: int
) -> Compared | None:
    """Fit to all rows, and both fits to all but a fifth of the users at a time, to compare.

    None where there are too few rows with their target among the candidates.
    """
    if sum(row.target is not None for row in rows) < MIN_ROWS:
        return None
    users = sorted({row.user for row in rows})
    random.Random(seed).shuffle(users)
    fold = {user: n % N_FOLDS for n, user in enumerate(users)}
    before: dict[str, list[float]] = {user: [] for user in users}
    gains: dict[str, list[float]] = {user: [] for user in users}
    for n in range(N_FOLDS):
        others = [row for row in rows if fold[row.user] != n]
        if not others:
            return None
        plain, richer = simpler(others), fit(others)
        for row in rows:
            if fold[row.user] == n:
                before[row.user].append(quality(row, plain))
                gains[row.user].append(quality(row, richer) - before[row.user][-1])
    sums = np.array([sum(gains[user]) for user in users])
    gain = float(sums.sum()) / len(rows)
    centred = sums - gain * np.array([len(gains[user]) for user in users])
    error = float(np.sqrt((centred**2).sum() * len(users) / max(1, len(users) - 1))) / len(rows)
    return Compared(fit(rows), sum(map(sum, before.values())) / len(rows), gain, error)
