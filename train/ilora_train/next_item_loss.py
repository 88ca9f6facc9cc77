"""Cross-entropy of the next item: over the whole catalogue, or over a sample of it."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_train.sasrec import PADDING, SASRec


class NextItemLoss:
    """Mean of -log P(target | state), where the score of an item is its product with the state.

    Sampled softmax compares the targets of a step with ``negatives`` items, drawn uniformly with
    replacement once per step. Each stands for N / negatives items, so its score is raised by the
    logarithm of that: the sum then estimates the whole one (Jean et al., arXiv 1412.2007).

    Parameters
    ----------
    model
        The encoder, whose own item embeddings are not used.
    negatives
        How many are drawn; 0: all items.
    known
        (N + 1,), zero where an item was never interacted with in training: it is then no
        negative, since it cannot be a target. None: all are.
    """

    def __init__(self, model: SASRec, negatives: int = 0, known: Tensor | None = None) -> None:
        self._model, self._negatives = model, negatives
        pool = torch.arange(1, model.n_items + 1)
        unknown = torch.zeros(0, dtype=torch.int64)
        if known is not None:
            is_known = known[1:].cpu() > 0
            pool, unknown = pool[is_known], pool[~is_known]
        self._pool, self._unknown = pool, unknown

    def __call__(self, table: Tensor, items: Tensor, targets: Tensor) -> Tensor:
        """table: (N + 1, D), row 0 of padding; items, targets: (B, L), padded alike."""
        known = targets != PADDING
        if self._negatives:
            return self._sampled(table, items, targets, known)
        states = self._model.states(items, F.embedding(items, table, PADDING))
        logits = states[known] @ table[1:].T
        if len(self._unknown):
            logits[:, self._unknown.to(logits.device) - 1] = -math.inf
        return F.cross_entropy(logits, targets[known] - 1)

    def _sampled(self, table: Tensor, items: Tensor, targets: Tensor, known: Tensor) -> Tensor:
        wanted = targets[known]
        drawn = self._pool[torch.randint(len(self._pool), (self._negatives,))].to(items.device)
        # One look-up for all: the gradient of each is a table of zeros to be filled.
        rows = F.embedding(torch.cat([items.flatten(), wanted, drawn]), table, PADDING)
        read, own, others = torch.split(rows, [items.numel(), len(wanted), len(drawn)])
        states = self._model.states(items, read.view(*items.shape, -1))[known]
        repeated = drawn == wanted[:, None]
        weight = math.log(len(self._pool) / self._negatives)
        scores = (states @ others.T + weight).masked_fill(repeated, -math.inf)
        target = (states * own).sum(-1, keepdim=True)
        whole = torch.logsumexp(torch.cat([target, scores], dim=-1), -1)
        return (whole - target[:, 0]).mean()
