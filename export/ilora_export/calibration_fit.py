"""Fits a calibration of encoder and LLM to rows whose target is known, and weighs it against one
weight on rows it has not seen."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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

    def fused(self, calibration: Calibration) -> FloatArray:
        """Return the fused scores (n,)."""
        weight = calibration.encoder_weight(self.n_history)
        offsets = calibration.offsets(self.popularity, self.log_mean)
        return self.llm + weight * self.encoder + offsets


Quality = Callable[[ScoredRow, Calibration], float]
FitOneWeight = Callable[[Sequence[ScoredRow]], float]


def one_weight(weight: float) -> Calibration:
    """Return the calibration that is one weight."""
    return Calibration(weight, weight, 0.0, 0.0)


def fit_calibration(rows: Sequence[ScoredRow], weight: float, cold: bool = True) -> Calibration:
    """Return the calibration of the greatest likelihood of the targets among their candidates.

    A conditional logit, with a normal prior around one weight for all: standard deviation 1 of
    each logarithm of a weight and of the offsets, so that what the rows say nothing of is left as
    it is. The weights are exponentials, so none is negative.

    Parameters
    ----------
    rows
        Those without their target say nothing.
    weight
        Fitted as one; where the prior's centre is.
    cold
        Whether the rows say how likely cold items are. Where items were held out of all of them,
        they do not: nobody could choose what is cold. Then a cold item has what one of average
        popularity has.
    """
    told = [row for row in rows if row.target is not None]
    start = float(np.log(max(weight, 1e-3)))
    if not told:
        return one_weight(float(np.exp(start)))
    features, shares, targets = _stacked(told)
    if not cold:
        features[2][features[3] == 1] = 0.0
        features[3] = 0.0
    numbers = torch.zeros(5, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([numbers], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        chances = _log_chances(numbers, start, features, shares, targets)
        value = 0.5 * (numbers[1:] ** 2).sum() + 0.005 * numbers[0] ** 2 - chances.sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    scale, short, long, of_popularity, of_cold = (float(x) for x in numbers.detach())
    popularity, offset = of_popularity / float(np.exp(scale)), of_cold / float(np.exp(scale))
    return Calibration(
        short=float(np.exp(start + short)),
        long=float(np.exp(start + long)),
        popularity=popularity,
        cold=offset if cold else popularity * told[0].log_mean,
    )


def _stacked(rows: Sequence[ScoredRow]) -> tuple[Tensor, Tensor, Tensor]:
    """Return features (4, rows, n), how far each row is from an empty history, and its target.

    Places that take no part have an LLM score of minus infinity.
    """
    longest = max(len(row.llm) for row in rows)
    features = np.zeros((4, len(rows), longest))
    features[0] = -np.inf
    for number, row in enumerate(rows):
        n = len(row.llm)
        relative = np.log(row.popularity + 1.0) - row.log_mean
        features[:, number, :n] = row.llm, row.encoder, relative, row.popularity == 0
        features[0, number, [i for i in row.excluded if i != row.target]] = -np.inf
    shares = np.array([row.n_history / (row.n_history + HALF_WAY) for row in rows])
    targets = np.array([row.target for row in rows])
    return torch.tensor(features), torch.tensor(shares), torch.tensor(targets)


def _log_chances(
    numbers: Tensor, start: float, features: Tensor, shares: Tensor, targets: Tensor
) -> Tensor:
    """Return the logarithm of each target's chance among its row's candidates, (rows,)."""
    scale = numbers[0].exp()
    short, long = (start + numbers[1]).exp(), (start + numbers[2]).exp()
    llm, encoder, relative, cold = features
    weights = (short + (long - short) * shares)[:, None]
    offsets = numbers[3] * relative + numbers[4] * cold
    # Not scale * llm where that is infinite: its gradient would be none.
    fused = (scale * llm.clamp_min(_LEAST) + scale * weights * encoder + offsets).masked_fill(
        torch.isinf(llm), -torch.inf
    )
    return F.log_softmax(fused, dim=1).gather(1, targets[:, None])[:, 0]


@dataclass(frozen=True, slots=True)
class Compared:
    """A calibration and how much better it ranks rows of users that it was not fitted on."""

    calibration: Calibration
    one_weight: float
    """Mean quality by one weight, each row's fitted on the other users."""
    gain: float
    """Mean quality by calibrations fitted likewise, less that."""
    error: float
    """The standard error of ``gain``, by user."""

    @property
    def is_better(self) -> bool:
        """Whether the gain is more than its standard error: less may be chance."""
        return self.gain > self.error

    def to_json(self) -> dict[str, Any]:
        return {
            **self.calibration.to_json(),
            "one_weight": round(self.one_weight, 5),
            "gain": round(self.gain, 5),
            "gain_error": round(self.error, 5),
            "is_used": self.is_better,
        }


def compare(
    rows: Sequence[ScoredRow],
    fit_weight: FitOneWeight,
    quality: Quality,
    seed: int,
    cold: bool = True,
) -> Compared | None:
    """Fit a calibration to all rows, and to all but a fifth of the users at a time, to compare.

    ``cold``: as in :func:`fit_calibration`.
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
        weight = fit_weight(others)
        calibration = fit_calibration(others, weight, cold)
        for row in rows:
            if fold[row.user] == n:
                plain = quality(row, one_weight(weight))
                before[row.user].append(plain)
                gains[row.user].append(quality(row, calibration) - plain)
    sums = np.array([sum(gains[user]) for user in users])
    gain = float(sums.sum()) / len(rows)
    centred = sums - gain * np.array([len(gains[user]) for user in users])
    error = float(np.sqrt((centred**2).sum() * len(users) / max(1, len(users) - 1))) / len(rows)
    plain = sum(map(sum, before.values())) / len(rows)
    return Compared(fit_calibration(rows, fit_weight(rows), cold), plain, gain, error)
