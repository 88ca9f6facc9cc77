"""Cross-entropy of the next item: over the whole catalogue, or over a sample of it."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F


class NextItemLoss:
    """Mean of -log P(target | state), where the score of an item is its product with the state.

    Sampled softmax compares the targets of a step with ``negatives`` items, drawn uniformly with
    replacement once per step. Each stands for N / negatives items, so its score is raised by the
    logarithm of that: the sum then estimates the whole one (Jean et al., arXiv 1412.2007).

    Parameters
    ----------
    n_items
        N, the size of the catalogue.
    negatives
        How many are drawn; 0: all items.
    known
        (N + 1,), zero where an item was never interacted with in training: it is then no
        negative, since it cannot be a target. None: all are.
    """

    def __init__(self, n_items: int, negatives: int = 0, known: Tensor | None = None) -> None:
        self._negatives = negatives
        pool = torch.arange(1, n_items + 1)
        unknown = torch.zeros(0, dtype=torch.int64)
        if known is not None:
            is_known = known[1:].cpu() > 0
            pool, unknown = pool[is_known], pool[~is_known]
        self._pool, self._unknown = pool, unknown

    def __call__(self, states: Tensor, table: Tensor, targets: Tensor) -> Tensor:
        """states: (T, D); table: (N + 1, D), row 0 of padding; targets: (T,) from 1."""
        if not self._negatives:
            logits = states @ table[1:].T
            if len(self._unknown):
                logits[:, self._unknown.to(logits.device) - 1] = -math.inf
            return F.cross_entropy(logits, targets - 1)
        drawn = self._pool[torch.randint(len(self._pool), (self._negatives,))].to(targets.device)
        # F.embedding sums gradients of equal rows faster than indexing does.
        others = states @ F.embedding(drawn, table).T
        others = others + math.log(len(self._pool) / self._negatives)
        others = others.masked_fill(drawn == targets[:, None], -math.inf)
        own = (states * F.embedding(targets, table)).sum(-1, keepdim=True)
        return torch.logsumexp(torch.cat([own, others], dim=-1), -1).sub(own[:, 0]).mean()
