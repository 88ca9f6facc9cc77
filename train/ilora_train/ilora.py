"""iLoRA's layers: K low-rank experts beside a frozen matrix, gated per person.

    y = W x + (alpha / r) * sum_k (K * w_k) * B_k A_k x        (arXiv 2408.10159)

The experts stand side by side in the rank dimension, so K products become one product with A,
one scaling and one product with B: exactly as many multiplications as one LoRA of rank r.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from ilora_edge.errors import RecipeError
from ilora_train.recipe import ExpertsRecipe


class GateContext:
    """The gate weights of the batch in flight, shared by all expert layers: (B, K).

    Parameters
    ----------
    weights
        The first batch's.
    once
        Make what scales the ranks once per pass, not in every layer: fewer kernels to launch,
        which is what a small model on a GPU waits for. None: on CUDA. A CPU gains little by it,
        and would sum the gate's gradient in another order than the runs before.
    """

    def __init__(self, weights: Tensor | None = None, once: bool | None = None) -> None:
        self.expert_rank, self.factor = 0, 1.0
        self._once = once
        self.weights = weights

    @property
    def weights(self) -> Tensor | None:
        return self._weights

    @weights.setter
    def weights(self, weights: Tensor | None) -> None:
        self._weights = weights
        self._ranks: Tensor | None = None
        if weights is not None and self.expert_rank:
            once = weights.is_cuda if self._once is None else self._once
            # Here, not when first asked: gradient checkpointing wants to see the same again.
            self._ranks = self._scaled(weights) if once else None

    def fit(self, expert_rank: int, factor: float) -> None:
        """Say what all layers have in common: ranks per expert, and K * alpha / r."""
        self.expert_rank, self.factor = expert_rank, factor

    def ranks(self) -> Tensor:
        """Return what each rank is scaled by: (B, 1, r)."""
        if self._weights is None:
            raise RuntimeError("expert layers need gate weights: set GateContext.weights first")
        return self._scaled(self._weights) if self._ranks is None else self._ranks

    def _scaled(self, weights: Tensor) -> Tensor:
        # (B, K) -> (B, 1, r): each rank is scaled by its expert's weight.
        return weights.repeat_interleave(self.expert_rank, dim=-1)[:, None, :] * self.factor


class Gate(nn.Module):
    """w = softmax((W h + b) / temperature): expert weights from the encoder's state.

    A ``uniform`` gate has W and b of zero, which makes the experts one plain LoRA; a ``random``
    one stays as it is drawn.
    """

    def __init__(self, state_size: int, recipe: ExpertsRecipe) -> None:
        super().__init__()
        self.temperature = recipe.gate_temperature
        self.linear = nn.Linear(state_size, recipe.n_experts)
        if recipe.gate == "uniform":
            nn.init.zeros_(self.linear.weight)
            nn.init.zeros_(self.linear.bias)

    def forward(self, state: Tensor) -> Tensor:
        """state: (B, D); returns (B, K), each row summing to 1."""
        return torch.softmax(self.linear(state) / self.temperature, dim=-1)


class ExpertLinear(nn.Module):
    """A frozen linear layer with K experts of rank r / K each."""

    def __init__(self, base: nn.Linear, recipe: ExpertsRecipe, context: GateContext) -> None:
        super().__init__()
        self.base = base
        self.context = context
        self.scale = recipe.lora_alpha / recipe.lora_rank
        context.fit(recipe.lora_rank // recipe.n_experts, recipe.n_experts * self.scale)
        self.dropout = nn.Dropout(recipe.dropout)
        device = base.weight.device
        self.lora_a = nn.Parameter(torch.empty(recipe.lora_rank, base.in_features, device=device))
        self.lora_b = nn.Parameter(torch.zeros(base.out_features, recipe.lora_rank, device=device))
        nn.init.kaiming_uniform_(self.lora_a, a=math.sqrt(5))

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, d_in); returns (B, T, d_out)."""
        ranks = self.context.ranks().to(x.dtype)
        low = self.dropout(x) @ self.lora_a.T * ranks
        return self.base(x) + low @ self.lora_b.T  # type: ignore[no-any-return]


def add_experts(model: nn.Module, recipe: ExpertsRecipe, context: GateContext) -> None:
    """Freeze a model and put experts beside each of its linear layers named in the recipe."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    found = set()
    for module in list(model.modules()):
        for child_name, child in list(module.named_children()):
            if child_name in recipe.targets and isinstance(child, nn.Linear):
                setattr(module, child_name, ExpertLinear(child, recipe, context))
                found.add(child_name)
    missing = sorted(set(recipe.targets) - found)
    if missing:
        raise RecipeError(f"experts.targets: the backbone has no linear layer {missing[0]!r}")


def expert_layers(model: nn.Module) -> Iterator[tuple[str, ExpertLinear]]:
    """Yield each expert layer with its name in the backbone, ``model.layers.0.mlp.up_proj``."""
    for name, module in model.named_modules():
        if isinstance(module, ExpertLinear):
            yield name, module


def expert_tensors(model: nn.Module) -> dict[str, Tensor]:
    """Return every A (r, d_in) and B (d_out, r) under its layer's HF name."""
    tensors: dict[str, Tensor] = {}
    for name, layer in expert_layers(model):
        tensors[f"{name}.lora_a"] = layer.lora_a
        tensors[f"{name}.lora_b"] = layer.lora_b
    return tensors


def load_expert_tensors(model: nn.Module, tensors: dict[str, Any]) -> None:
    """Set every A and B in place from :func:`expert_tensors` of an equal model."""
    for name, layer in expert_layers(model):
        if layer.lora_a.is_meta:
            # The backbone is a skeleton; its experts are real nevertheless.
            layer.lora_a = nn.Parameter(torch.empty_like(layer.lora_a, device="cpu"))
            layer.lora_b = nn.Parameter(torch.empty_like(layer.lora_b, device="cpu"))
        layer.lora_a.data.copy_(tensors[f"{name}.lora_a"])
        layer.lora_b.data.copy_(tensors[f"{name}.lora_b"])
