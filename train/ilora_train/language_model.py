"""A backbone that reads token ids and soft tokens, and says how likely answers are."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn
from torch.nn import functional as F

from ilora_train.trees import TreeBatch


class Projector(nn.Module):
    """Encoder item embeddings (D,) become soft tokens (d,): Linear, GELU, Linear (LLaRA)."""

    def __init__(self, state_size: int, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(state_size, width)
        self.outer = nn.Linear(width, width)

    def forward(self, embeddings: Tensor) -> Tensor:
        """embeddings: (..., D); returns (..., d)."""
        out: Tensor = self.outer(F.gelu(self.inner(embeddings)))
        return out


def embed(
    backbone: Any, projector: Projector | None, items: Tensor | None, slots: Tensor
) -> Tensor:
    """Return the input embeddings of slots (B, T): (B, T, d).

    ``items`` are the encoder's item embeddings (N + 1, D), row i of encoder index i.
    """
    x: Tensor = backbone.get_input_embeddings()(slots.clamp_min(0))
    soft = slots < 0
    if projector is not None and items is not None and bool(soft.any()):
        projected = projector(items[-slots[soft]])
        x = x.masked_scatter(soft[..., None], projected.to(x.dtype))
    return x


def step_log_probs(
    backbone: Any, projector: Projector | None, items: Tensor | None, batch: TreeBatch
) -> Tensor:
    """Return log P of each step's token given all that its node has seen: (S,)."""
    x = embed(backbone, projector, items, batch.slots)
    mask = None if batch.allowed is None else batch.allowed[:, None]
    # Without branches the positions are the plain ones, which the backbone knows itself.
    positions = None if batch.allowed is None else batch.positions
    out = backbone.base_model(
        inputs_embeds=x, attention_mask=mask, position_ids=positions, use_cache=False
    )
    hidden = out.last_hidden_state.flatten(0, 1)
    logits = backbone.get_output_embeddings()(hidden[batch.step_node]).float()
    return -F.cross_entropy(logits, batch.step_token, reduction="none")


def answer_sums(steps: Tensor, batch: TreeBatch) -> Tensor:
    """Return log P(answer) of each answer, its steps summed: (A,)."""
    return steps.new_zeros(batch.n_answers).index_add(0, batch.step_answer, steps)
