"""A backbone that reads token ids and soft tokens, and says how likely answers are."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ilora_train.runtime import autocast
from ilora_train.trees import Tree, TreeBatch, collate


class Projector(nn.Module):
    """Encoder indices become soft tokens: item embedding (D,), Linear, GELU, Linear (LLaRA).

    The item embeddings are a frozen copy of the encoder's, (N + 1, D), row i of index i.
    """

    def __init__(self, item_embeddings: Tensor, width: int) -> None:
        super().__init__()
        self.items = nn.Parameter(item_embeddings.detach().clone(), requires_grad=False)
        self.inner = nn.Linear(item_embeddings.shape[1], width)
        self.outer = nn.Linear(width, width)

    def forward(self, indices: Tensor) -> Tensor:
        """indices: (...); returns (..., d)."""
        out: Tensor = self.outer(F.gelu(self.inner(F.embedding(indices, self.items))))
        return out

    @torch.no_grad()
    def match_scale(self, tokens: Tensor) -> None:
        """Scale the output so that soft tokens are as large as ``tokens``, (n, d), on average.

        A backbone that has learnt from tokens alone reads inputs of another size badly.
        """
        own = self(torch.arange(1, len(self.items), device=self.items.device))
        factor = tokens.float().pow(2).mean().sqrt() / own.pow(2).mean().sqrt()
        self.outer.weight.mul_(factor)
        self.outer.bias.mul_(factor)


class LanguageModel(nn.Module):
    """A causal backbone of HF's and, where prompts have soft tokens, the projector to them.

    Parameters
    ----------
    dropout
        Of the embeddings and of what each layer adds to the residual stream, while training. HF
        drops out attention weights alone, and a few million parameters learn a small data set
        by heart without more.
    """

    def __init__(self, backbone: Any, projector: Projector | None, dropout: float = 0.0) -> None:
        super().__init__()
        self.backbone = backbone
        self.projector = projector
        self.dropout = dropout
        if dropout:
            for name, module in backbone.named_modules():
                if name.endswith(("o_proj", "down_proj")):
                    module.register_forward_hook(self._drop)

    def _drop(self, module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
        return F.dropout(output, self.dropout, module.training)

    @property
    def device(self) -> torch.device:
        device: torch.device = self.backbone.get_input_embeddings().weight.device
        return device

    def embed(self, slots: Tensor) -> Tensor:
        """Return the input embeddings of slots (B, T): (B, T, d)."""
        x: Tensor = self.backbone.get_input_embeddings()(slots.clamp_min(0))
        soft = slots < 0
        if self.projector is not None and bool(soft.any()):
            projected = self.projector(-slots[soft])
            x = x.masked_scatter(soft[..., None], projected.to(x.dtype))
        return F.dropout(x, self.dropout, self.training)

    def step_log_probs(self, batch: TreeBatch) -> Tensor:
        """Return log P of each step's token given all that its node has seen: (S,)."""
        mask = None if batch.allowed is None else batch.allowed[:, None]
        # Without branches the positions are the plain ones, which the backbone knows itself.
        positions = None if batch.allowed is None else batch.positions
        with autocast(self.device, self.backbone.dtype):
            out = self.backbone.base_model(
                inputs_embeds=self.embed(batch.slots),
                attention_mask=mask,
                position_ids=positions,
                use_cache=False,
            )
            hidden = out.last_hidden_state.flatten(0, 1)
            # Several answers leave one node: its vocabulary-wide row is made once.
            nodes, place = torch.unique(batch.step_node, return_inverse=True)
            logits = self.backbone.get_output_embeddings()(hidden[nodes])
        return torch.log_softmax(logits.float(), dim=-1)[place, batch.step_token]

    @torch.no_grad()
    def answer_log_probs(self, rows: list[Tree]) -> Tensor:
        """Return log P(answer | prompt) of every answer of the rows, in order: (A,)."""
        batch = collate(rows).to(self.device)
        return answer_sums(self.step_log_probs(batch), batch)


def answer_sums(steps: Tensor, batch: TreeBatch) -> Tensor:
    """Return log P(answer) of each answer, its steps summed: (A,)."""
    return steps.new_zeros(batch.n_answers).index_add(0, batch.step_answer, steps)
