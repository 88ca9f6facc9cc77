"""How much titles that are alike count, and how likely a cold item is: three numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ilora_train.sasrec import SASRec
from ilora_train.sequences import left_pad

SHARE = 0.1
"""Of the items, held to be cold at a time."""
N_DRAWS = 5
"""Disjoint draws: popular items are few, and one draw has them or has not."""
N_ROWS = 2000
"""Validation rows, at most."""
_ROWS_AT_ONCE = 128
_LARGEST = 30.0
"""Bounds each number, natural logarithm: beyond, one kind of item is never seen beside another."""
_STEPS, _LONGEST_STEP, _RIDGE = 25, 2.0, 1e-3


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is added to logits, natural logarithm."""

    known_weight: float = 0.0
    """To those of items that training users interacted with, times :class:`Likeness`' cosine."""
    cold_weight: float = 0.0
    """The same of those that nobody interacted with, cold ones."""
    cold_offset: float = 0.0
    """To every cold item's."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """Items that are held to be cold: scored, and read in histories, as if nobody had them."""

    pretended: Tensor
    """(N,), which these are."""
    table: Tensor
    """(N + 1, D)"""
    states: Tensor
    """After each row's history, (n, D)."""


@torch.no_grad()
def calibrate(
    model: SASRec,
    described: Tensor,
    known: Tensor,
    rows: Sequence[tuple[list[int], int]],
    seed: int,
) -> Calibration:
    """Return the numbers under which validation users' targets are likeliest.

    Known items are held to be cold, a tenth at a time, so that there are targets among them.
    Items of the history are not compared with, as they are never recommended. The logarithm of
    the likelihood is concave in the three numbers, and Newton's method finds its maximum; a
    weight is never negative.

    Parameters
    ----------
    described
        The embeddings that items have without their ids, (N, D).
    known
        (N,), which items training users interacted with.
    rows
        (history, target) of validation users.
    """
    rows = [row for row in rows if known[row[1] - 1]]
    rows = random.Random(seed).sample(rows, min(N_ROWS, len(rows)))
    if not rows:
        return Calibration()
    cosines = torch.cat([_cosines(model, [h for h, _ in part]).half() for part in _parts(rows)])
    draws = [_draw_of(model, described, d, rows) for d in _disjoint(known, seed)]
    numbers = torch.zeros(3, dtype=torch.float64)
    for _ in range(_STEPS):
        gradient, curvature = -_RIDGE * numbers, _RIDGE * torch.eye(3, dtype=torch.float64)
        for draw in draws:
            slope, bend = _derivatives(draw, cosines, known, rows, numbers)
            gradient, curvature = gradient + slope, curvature + bend
        step = torch.linalg.solve(curvature, gradient).clamp(-_LONGEST_STEP, _LONGEST_STEP)
        before, numbers = numbers, (numbers + step).clamp(-_LARGEST, _LARGEST)
        numbers[:2].clamp_(min=0.0)
        if (numbers - before).abs().max() < 1e-4:
            break
    return Calibration(*numbers.tolist())


def _disjoint(known: Tensor, seed: int) -> Iterator[Tensor]:
    """Yield places of known items, to be held cold at a time."""
    generator = torch.Generator().manual_seed(seed)
    places = torch.nonzero(known).squeeze(1)
    places = places[torch.randperm(len(places), generator=generator)]
    yield from torch.split(places, max(1, round(SHARE * len(places))))[:N_DRAWS]


def _draw_of(
    model: SASRec, described: Tensor, places: Tensor, rows: Sequence[tuple[list[int], int]]
) -> _Draw:
    table = model.item_embedding.weight.detach().clone()
    table[places + 1] = described[places]
    pretended = torch.zeros(model.n_items, dtype=torch.bool)
    pretended[places] = True
    states = []
    for part in _parts(rows):
        items = _padded(model, [history for history, _ in part])
        states.append(model.states(items, table[items])[:, -1])
    return _Draw(pretended, table, torch.cat(states))


def _derivatives(
    draw: _Draw,
    cosines: Tensor,
    known: Tensor,
    rows: Sequence[tuple[list[int], int]],
    numbers: Tensor,
) -> tuple[Tensor, Tensor]:
    """Return the gradient (3,) of the log-likelihood and its negated second derivatives (3, 3).

    An item's features are (cosine, 0, 0) where it is known and (0, cosine, 1) where it is held to
    be cold; the gradient is the target's less their mean under the model, the second derivatives
    are their covariance.
    """
    known_weight, cold_weight, offset = numbers.tolist()
    is_held, is_warm = draw.pretended.float(), (known & ~draw.pretended).float()
    weights = torch.where(draw.pretended, cold_weight, known_weight)
    offsets = torch.where(draw.pretended, offset, 0.0).masked_fill(~known, -torch.inf)
    gradient, curvature = torch.zeros(3, dtype=torch.float64), torch.zeros(3, 3).double()
    start = 0
    for part in _parts(rows):
        of_part = slice(start, start + len(part))
        start += len(part)
        near = cosines[of_part].float()
        logits = draw.states[of_part] @ draw.table[1:].T + weights * near + offsets
        targets = torch.tensor([target - 1 for _, target in part])
        own = logits.gather(1, targets[:, None])
        for n, (history, _) in enumerate(part):
            logits[n, torch.tensor(history) - 1] = -torch.inf
        p = torch.softmax(logits.scatter_(1, targets[:, None], own), dim=-1)
        is_cold = is_held[targets].double()
        at_target = near.gather(1, targets[:, None])[:, 0].double()
        by_cosine = p * near
        by_square = by_cosine * near
        means = torch.stack([by_cosine @ is_warm, by_cosine @ is_held, p @ is_held], dim=1).double()
        observed = torch.stack([at_target * (1 - is_cold), at_target * is_cold, is_cold], dim=1)
        gradient += (observed - means).sum(0)
        second = torch.zeros(3, 3, dtype=torch.float64)
        second[0, 0] = (by_square @ is_warm).sum()
        second[1, 1] = (by_square @ is_held).sum()
        second[1, 2] = second[2, 1] = means[:, 1].sum()
        second[2, 2] = means[:, 2].sum()
        curvature += second - means.T @ means
    return gradient, curvature


def _cosines(model: SASRec, histories: Sequence[list[int]]) -> Tensor:
    if model.likeness is None:
        return torch.zeros(len(histories), model.n_items)
    return model.likeness.cosines(_padded(model, histories))


def _padded(model: SASRec, histories: Sequence[list[int]]) -> Tensor:
    return left_pad(histories, min(model.window, max(map(len, histories))))


def _parts(
    rows: Sequence[tuple[list[int], int]],
) -> Iterator[Sequence[tuple[list[int], int]]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]
