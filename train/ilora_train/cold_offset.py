"""How likely a cold item is beside the others: one number, from items that are held to be cold."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ilora_train.sasrec import SASRec
from ilora_train.sequences import left_pad

SHARE = 0.1
"""Of the items, held to be cold at a time."""
N_DRAWS = 5
"""Disjoint draws: popular items are few, and one draw has them or has not."""
_ROWS_AT_ONCE = 256
_LARGEST = 30.0
"""Bounds the offset, natural logarithm: beyond, one kind of item is never seen beside the other."""


@torch.no_grad()
def fit_cold_offset(
    model: SASRec,
    described: Tensor,
    known: Tensor,
    rows: Sequence[tuple[list[int], int]],
    seed: int,
) -> float:
    """Return what is added to the logit of a cold item.

    Items that are not cold are held to be: scored, and read in histories, as if nobody had
    interacted with them.
    The offset is the one at which they are expected among the targets as often as they are there:
    that of the greatest likelihood.

    Parameters
    ----------
    described
        The embeddings that items have without their ids, (N, D).
    known
        (N,), which items training users interacted with.
    rows
        (history, target) of validation users.
    """
    if not rows:
        return 0.0
    generator = torch.Generator().manual_seed(seed)
    places = torch.nonzero(known).squeeze(1)
    places = places[torch.randperm(len(places), generator=generator)]
    size = max(1, round(SHARE * len(places)))
    odds, n_cold, n_targets = [], 0, 0
    for draw in torch.split(places, size)[:N_DRAWS]:
        table = model.item_embedding.weight.detach().clone()
        table[draw + 1] = described[draw]
        pretended = torch.zeros(len(known), dtype=torch.bool)
        pretended[draw] = True
        odds.append(_log_odds(model, table, pretended, known & ~pretended, rows))
        n_cold += sum(bool(pretended[target - 1]) for _, target in rows)
        n_targets += len(rows)
    return _balance(torch.cat(odds).double(), n_cold / n_targets)


def _log_odds(
    model: SASRec,
    table: Tensor,
    cold: Tensor,
    warm: Tensor,
    rows: Sequence[tuple[list[int], int]],
) -> Tensor:
    """Return per row log P(any cold item) - log P(any warm one), (n,)."""
    found = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        histories = [history for history, _ in rows[start : start + _ROWS_AT_ONCE]]
        items = left_pad(histories, min(model.window, max(map(len, histories))))
        scores = model.states(items, table[items])[:, -1] @ table[1:].T
        theirs, ours = (torch.logsumexp(scores[:, which], dim=-1) for which in (cold, warm))
        found.append(theirs - ours)
    return torch.cat(found)


def _balance(odds: Tensor, share: float) -> float:
    """Return the offset at which the mean of sigmoid(odds + offset) is ``share``, by bisection."""
    low, high = -_LARGEST, _LARGEST
    for _ in range(60):
        middle = (low + high) / 2
        if float(torch.sigmoid(odds + middle).mean()) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
