"""Cross-entropy of the next item: over the whole catalogue, or over a sample of it."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_train.runtime import cpu_has_bf16
from ilora_train.sasrec import PADDING, SASRec

_ROWS_AT_ONCE = 256
"""So that the scores of a part, megabytes, stay near the processor while they are used thrice."""


class NextItemLoss:
    """Mean of -log P(target | state), where the score of an item is its product with the state.

    Sampled softmax compares each target with the targets of the whole step and with ``negatives``
    other items, drawn uniformly without replacement, once per step. Of N' others each drawn one
    stands for N' / negatives, so its score is raised by the logarithm of that: the sum estimates
    the whole one (Jean et al., arXiv 1412.2007), and its largest part, what people interact with,
    is not estimated but counted.

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
        is_known = torch.ones(model.n_items + 1, dtype=torch.bool)
        if known is not None:
            is_known = known.cpu() > 0
        is_known[PADDING] = False
        self._known = is_known
        unknown = ~is_known[1:]
        self._unknown = torch.nonzero(unknown).squeeze(1)

    def __call__(self, table: Tensor, items: Tensor, targets: Tensor) -> Tensor:
        """table: (N + 1, D), row 0 of padding; items, targets: (B, L), padded alike."""
        is_target = targets != PADDING
        if self._negatives:
            return self._sampled(table, items, targets, is_target)
        states = self._model.states(items, F.embedding(items, table, PADDING))
        logits = states[is_target] @ table[1:].T
        if len(self._unknown):
            logits[:, self._unknown.to(logits.device)] = -math.inf
        return F.cross_entropy(logits, targets[is_target] - 1)

    def _sampled(self, table: Tensor, items: Tensor, targets: Tensor, is_target: Tensor) -> Tensor:
        device = items.device
        wanted, places = torch.unique(targets[is_target], return_inverse=True)
        drawn, weight = self._draw(wanted.cpu())
        # One look-up for all: the gradient of each is a table of zeros to be filled.
        asked = torch.cat([items.flatten(), wanted, drawn.to(device)])
        rows = F.embedding(asked, table, PADDING)
        read, compared = rows[: items.numel()], rows[items.numel() :]
        states = self._model.states(items, read.view(*items.shape, -1))[is_target]
        offsets = torch.zeros(len(compared), device=device)
        offsets[len(wanted) :] = weight
        loss: Tensor = _SoftmaxLoss.apply(states, compared, offsets, places)  # type: ignore[no-untyped-call]
        return loss

    def _draw(self, wanted: Tensor) -> tuple[Tensor, float]:
        """Return items that are none of ``wanted``, and by how much their scores are raised."""
        free = self._known.clone()
        free[wanted] = False
        pool = torch.nonzero(free).squeeze(1)
        n = min(self._negatives, len(pool))
        drawn = pool[torch.randperm(len(pool))[:n]]
        return drawn, math.log(len(pool) / n) if n else 0.0


class _SoftmaxLoss(torch.autograd.Function):
    """Mean cross-entropy of states (T, D) over items (M, D), its gradients made on the way.

    The scores, (T, M), are by far the largest of a step, so they are made in bfloat16 where the
    processor has it, in parts, and never kept: p - 1 is what both gradients are products of.
    """

    @staticmethod
    def forward(ctx: Any, states: Tensor, items: Tensor, offsets: Tensor, places: Tensor) -> Tensor:
        low = states.device.type == "cuda" or cpu_has_bf16()
        dtype = torch.bfloat16 if low else states.dtype
        h, w, raised = states.to(dtype), items.to(dtype), offsets.to(dtype)
        of_states, of_items = torch.empty_like(h), torch.zeros_like(items)
        likelihood = torch.zeros((), device=states.device)
        for start in range(0, len(h), _ROWS_AT_ONCE):
            part = slice(start, min(start + _ROWS_AT_ONCE, len(h)))
            rows = torch.arange(part.stop - start, device=h.device)
            p = torch.softmax((h[part] @ w.T).add_(raised), -1)
            own = p[rows, places[part]]
            # The smallest normal number: a target's chance may round to zero.
            likelihood += own.float().clamp_min(1e-38).log().sum()
            p[rows, places[part]] = own - 1
            of_states[part] = p @ w
            of_items += p.T @ h[part]
        ctx.save_for_backward(of_states, of_items)
        return -likelihood / len(h)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        of_states, of_items = ctx.saved_tensors
        scale = grads[0] / len(of_states)
        return of_states.to(of_items.dtype) * scale, of_items * scale, None, None
