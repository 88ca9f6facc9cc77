"""How likely the next item is one that the history has: one number, from validation users.

A state is not told which items it was made of, and scores them high. The product never recommends
them; where a protocol ranks all items, how seldom they come again is part of the model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from ilora_train.sasrec import SASRec
from ilora_train.sequences import left_pad

_ROWS_AT_ONCE = 128
_LARGEST = 30.0


@torch.no_grad()
def fit_repeat_offset(model: SASRec, rows: Sequence[tuple[list[int], int]]) -> float:
    """Return what is added to the logits of the history's items, natural logarithm.

    With it they are expected among the targets of ``rows``, (history, target), as often as they
    are there, half a row more, so that there is an answer where they never are.
    """
    if not rows:
        return 0.0
    odds = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        histories = [history for history, _ in rows[start : start + _ROWS_AT_ONCE]]
        width = min(model.window, max(map(len, histories)))
        scores = model.next_scores(left_pad(histories, width))
        seen = torch.zeros_like(scores, dtype=torch.bool)
        for row, history in zip(seen, histories, strict=True):
            row[torch.tensor(history) - 1] = True
        theirs, others = (scores.masked_fill(~m, -torch.inf).logsumexp(-1) for m in (seen, ~seen))
        odds.append(theirs - others)
    share = (sum(target in history for history, target in rows) + 0.5) / (len(rows) + 1)
    return _balance(torch.cat(odds).double(), share)


def _balance(odds: torch.Tensor, share: float) -> float:
    """Return the offset at which the mean of sigmoid(odds + offset) is ``share``, by bisection."""
    low, high = -_LARGEST, _LARGEST
    while not math.isclose(low, high, abs_tol=1e-6):
        middle = (low + high) / 2
        if float(torch.sigmoid(odds + middle).mean()) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
