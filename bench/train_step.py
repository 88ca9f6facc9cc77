"""Times one training step of plain LoRA, of iLoRA as it is here, and of one product per expert.

    python bench/train_step.py --shape smollm2-135m --device cuda --json

The backbone is random: a step takes as long whatever the weights are. All variants share its frozen
matrices and take turns, step by step, so that other work on the machine meets all of them alike. A
step is forward pass, loss on each row's last slots, backward pass, clipping and AdamW; iLoRA's also
has the encoder's state and the gate.

- ``lora``: y = W x + (alpha / r) B A x
- ``ilora``: the experts side by side in the rank dimension (``ilora_train.ilora.ExpertLinear``)
- ``per_expert``: every expert's B_k A_k x made by itself, (B, T, K, d_out), then weighed and summed
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import LlamaConfig, LlamaForCausalLM

from ilora_train.ilora import ExpertLinear, Gate, GateContext
from ilora_train.model import checkpoint_activations
from ilora_train.recipe import ExpertsRecipe
from ilora_train.runtime import autocast, backbone_dtype
from ilora_train.sasrec import SASRec, TowerShape

PEAK_FLOPS = {"H200": 989e12, "H100": 989e12}
"""Dense bf16, by a part of the device's name."""

ANSWER_SLOTS = 16
"""The loss is on so many slots of each row, as on an answer."""

N_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class StepShape:
    """A backbone's sizes, and the rows of one step."""

    hidden_size: int
    intermediate_size: int
    n_layers: int
    n_heads: int
    n_kv_heads: int
    vocab_size: int
    batch_size: int
    length: int


SHAPES = {
    "toy": StepShape(32, 64, 2, 4, 2, 300, 2, 24),
    "small": StepShape(768, 2048, 6, 12, 12, 8192, 4, 256),
    "smollm2-135m": StepShape(576, 1536, 30, 9, 3, 49152, 16, 256),
    "llama2-7b": StepShape(4096, 11008, 32, 32, 32, 32000, 8, 512),
}


class PlainLinear(nn.Module):
    """Plain LoRA beside a frozen layer."""

    def __init__(self, base: nn.Linear, recipe: ExpertsRecipe) -> None:
        super().__init__()
        self.base = base
        self.scale = recipe.lora_alpha / recipe.lora_rank
        self.dropout = nn.Dropout(recipe.dropout)
        device, r = base.weight.device, recipe.lora_rank
        self.lora_a = nn.Parameter(torch.randn(r, base.in_features, device=device) * 0.01)
        self.lora_b = nn.Parameter(torch.zeros(base.out_features, r, device=device))

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, d_in); returns (B, T, d_out)."""
        low = self.dropout(x) @ self.lora_a.T * self.scale
        out: Tensor = self.base(x) + low @ self.lora_b.T
        return out


class PerExpertLinear(PlainLinear):
    """K experts, each with an output of its own."""

    def __init__(self, base: nn.Linear, recipe: ExpertsRecipe, context: GateContext) -> None:
        super().__init__(base, recipe)
        self.context = context
        self.n_experts = recipe.n_experts

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, T, d_in); returns (B, T, d_out)."""
        assert self.context.weights is not None
        K = self.n_experts
        a = self.lora_a.view(K, -1, x.shape[-1])  # (K, r / K, d_in)
        b = self.lora_b.view(len(self.lora_b), K, -1)  # (d_out, K, r / K)
        low = torch.einsum("btd,krd->btkr", self.dropout(x), a)
        each = torch.einsum("btkr,okr->btko", low, b)
        weights = (self.context.weights * (K * self.scale)).to(each.dtype)
        out: Tensor = self.base(x) + torch.einsum("btko,bk->bto", each, weights)
        return out


class StepVariant:
    """One way to compute the step: its layers, its gate if it has one, its optimiser."""

    def __init__(self, name: str, backbone: Any, recipe: ExpertsRecipe, encoder: SASRec) -> None:
        self.name = name
        self.context = GateContext()
        self.encoder = encoder
        device = next(backbone.parameters()).device
        self.gate = None if name == "lora" else Gate(encoder.hidden_size, recipe).to(device)
        self.places: list[tuple[nn.Module, str, nn.Module]] = []
        for module in list(backbone.modules()):
            for child_name, child in list(module.named_children()):
                if child_name in recipe.targets and isinstance(child, nn.Linear):
                    self.places.append((module, child_name, self._layer(child, recipe)))
        self.parameters = [
            p for _, _, layer in self.places for p in layer.parameters() if p.requires_grad
        ]
        if self.gate is not None:
            self.parameters += list(self.gate.parameters())
        self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-4)

    def _layer(self, base: nn.Linear, recipe: ExpertsRecipe) -> nn.Module:
        if self.name == "lora":
            return PlainLinear(base, recipe)
        if self.name == "ilora":
            return ExpertLinear(base, recipe, self.context)
        return PerExpertLinear(base, recipe, self.context)

    def enter(self) -> None:
        """Put this variant's layers into the backbone they share."""
        for module, child_name, layer in self.places:
            setattr(module, child_name, layer.train())

    def step(self, backbone: Any, ids: Tensor, histories: Tensor) -> None:
        """Take one training step."""
        self.optimizer.zero_grad(set_to_none=True)
        if self.gate is not None:
            with torch.no_grad():
                state = self.encoder.last_state(histories)
            self.context.weights = self.gate(state)
        with autocast(ids.device, backbone.dtype):
            hidden = backbone.base_model(input_ids=ids, use_cache=False).last_hidden_state
            logits = backbone.get_output_embeddings()(hidden[:, -ANSWER_SLOTS - 1 : -1])
        targets = ids[:, -ANSWER_SLOTS:].flatten()
        F.cross_entropy(logits.float().flatten(0, 1), targets).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()


def build(shape: StepShape, device: torch.device, dtype: torch.dtype) -> Any:
    """Return a random frozen backbone."""
    config = LlamaConfig(
        vocab_size=shape.vocab_size,
        hidden_size=shape.hidden_size,
        intermediate_size=shape.intermediate_size,
        num_hidden_layers=shape.n_layers,
        num_attention_heads=shape.n_heads,
        num_key_value_heads=shape.n_kv_heads,
        max_position_embeddings=max(512, shape.length),
        dtype=dtype,
    )
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with device:
            backbone: Any = LlamaForCausalLM(config)
    finally:
        torch.set_default_dtype(before)
    for p in backbone.parameters():
        p.requires_grad_(False)
    return backbone.train()


def model_flops(shape: StepShape, n_backbone: int, n_lora: int) -> float:
    """Return the arithmetic of one step of plain LoRA; what checkpointing repeats is not in it.

    Per slot: 4 x the layers' weights (forward, and gradients of inputs; frozen weights have none),
    6 x A and B, 12 T d per layer for causal attention's two products, halved; the vocabulary's
    matrix for the answers alone.
    """
    embeddings = 2 * shape.vocab_size * shape.hidden_size
    slots = shape.batch_size * shape.length
    attention = 12 * shape.length * shape.hidden_size * shape.n_layers / 2
    layers = slots * (4 * (n_backbone - embeddings) + 6 * n_lora + attention)
    return layers + shape.batch_size * ANSWER_SLOTS * 4 * shape.vocab_size * shape.hidden_size


def measure(
    shape: StepShape,
    recipe: ExpertsRecipe,
    device: torch.device,
    dtype: torch.dtype,
    rounds: int,
    warmup: int,
) -> dict[str, Any]:
    """Time the variants in turn; return seconds, ratios to plain LoRA, throughput and memory."""
    torch.manual_seed(0)
    backbone = build(shape, device, dtype)
    n_backbone = sum(p.numel() for p in backbone.parameters())
    encoder = SASRec(N_ITEMS, TowerShape(64, 2, 1, 50, 0.0)).to(device).eval()
    ids = torch.randint(shape.vocab_size, (shape.batch_size, shape.length), device=device)
    histories = torch.randint(1, N_ITEMS, (shape.batch_size, 50), device=device)
    # All are made before any layer is replaced, so all stand beside the same frozen matrices.
    variants = [StepVariant(n, backbone, recipe, encoder) for n in ("lora", "ilora", "per_expert")]
    if recipe.gradient_checkpointing:
        checkpoint_activations(backbone)
    seconds: dict[str, list[float]] = {v.name: [] for v in variants}
    cpu_seconds: dict[str, list[float]] = {v.name: [] for v in variants}
    peak: dict[str, int] = {}
    for number in range(warmup + rounds):
        # Another one begins each round: whoever follows a slow step finds other caches.
        first = number % len(variants)
        for variant in variants[first:] + variants[:first]:
            variant.enter()
            taken, cpu = _time(variant, backbone, ids, histories, peak)
            if number >= warmup:
                seconds[variant.name].append(taken)
                cpu_seconds[variant.name].append(cpu)
    n_lora = sum(p.numel() for p in variants[0].parameters)
    flops = model_flops(shape, n_backbone, n_lora)
    best = _peak_flops(device)
    results = {}
    for variant in variants:
        median = statistics.median(seconds[variant.name])
        results[variant.name] = {
            "trained_parameters": sum(p.numel() for p in variant.parameters),
            **_beside_lora(variant.name, seconds, cpu_seconds),
            "tokens_per_s": shape.batch_size * shape.length / median,
            "model_flop_utilisation": None if best is None else flops / median / best,
            "peak_memory_bytes": peak.get(variant.name),
        }
    return {
        "device": _device_name(device),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "backbone_dtype": str(dtype).removeprefix("torch."),
        "shape": dataclasses.asdict(shape),
        "experts": {"n_experts": recipe.n_experts, "lora_rank": recipe.lora_rank},
        "dropout": recipe.dropout,
        "gradient_checkpointing": recipe.gradient_checkpointing,
        "backbone_parameters": n_backbone,
        "rounds": rounds,
        "variants": results,
    }


def _beside_lora(
    name: str, seconds: dict[str, list[float]], cpu_seconds: dict[str, list[float]]
) -> dict[str, Any]:
    """Return a variant's seconds, and their ratios to plain LoRA's of the same rounds."""
    median = statistics.median(seconds[name])
    ratios = _ratios(seconds[name], seconds["lora"])
    cpu_ratios = _ratios(cpu_seconds[name], cpu_seconds["lora"])
    return {
        "median_s": median,
        "fastest_s": min(seconds[name]),
        "ratio_of_medians": median / statistics.median(seconds["lora"]),
        "median_of_paired_ratios": statistics.median(ratios),
        "paired_ratio_quartiles": [ratios[len(ratios) // 4], ratios[3 * len(ratios) // 4]],
        "median_of_paired_cpu_ratios": statistics.median(cpu_ratios),
    }


def _time(
    variant: StepVariant, backbone: Any, ids: Tensor, histories: Tensor, peak: dict[str, int]
) -> tuple[float, float]:
    cuda = ids.device.type == "cuda"
    if cuda:
        torch.cuda.reset_peak_memory_stats()
        torch.cuda.synchronize()
    start, cpu_start = time.perf_counter(), time.process_time()
    variant.step(backbone, ids, histories)
    if cuda:
        torch.cuda.synchronize()
    taken, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    if cuda:
        peak[variant.name] = torch.cuda.max_memory_allocated()
    variant.optimizer.zero_grad(set_to_none=True)
    variant.context.weights = None
    return taken, cpu


def _ratios(own: list[float], plain: list[float]) -> list[float]:
    # Of the same round: what slows the machine for a while slows both.
    return sorted(a / b for a, b in zip(own, plain, strict=True))


def _device_name(device: torch.device) -> str:
    return torch.cuda.get_device_name() if device.type == "cuda" else f"CPU ({platform.machine()})"


def _peak_flops(device: torch.device) -> float | None:
    name = _device_name(device)
    return next((flops for part, flops in PEAK_FLOPS.items() if part in name), None)


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a table or JSON on stdout."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shape", choices=SHAPES, default="toy")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--dtype", choices=("auto", "float32", "bfloat16"), default="auto")
    for name in ("batch-size", "length", "n-layers"):
        parser.add_argument(f"--{name}", type=int, help="instead of the shape's")
    parser.add_argument("--experts", type=int, default=4)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--checkpointing", action="store_true")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--warmup", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(arguments)
    if args.device == "cuda" and not torch.cuda.is_available():
        print("error: --device cuda: torch finds no GPU here", file=sys.stderr)
        return 1
    changed = {
        name: value
        for name in ("batch_size", "length", "n_layers")
        if (value := getattr(args, name)) is not None
    }
    shape = dataclasses.replace(SHAPES[args.shape], **changed)
    if shape.length <= ANSWER_SLOTS or args.rank % args.experts or args.rounds < 1:
        parser.error(f"--length over {ANSWER_SLOTS}, --rank a multiple of --experts, --rounds >= 1")
    recipe = ExpertsRecipe(
        n_experts=args.experts,
        lora_rank=args.rank,
        dropout=args.dropout,
        gradient_checkpointing=args.checkpointing,
    )
    device = torch.device(args.device)
    result = {
        "shape_name": args.shape,
        **measure(
            shape, recipe, device, backbone_dtype(args.dtype, device), args.rounds, args.warmup
        ),
    }
    if args.json:
        print(json.dumps(result, indent=2))
        return 0
    print(f"{args.shape} on {result['device']}, backbone in {result['backbone_dtype']}")
    print(f"{'':12}{'median s':>10}{'to LoRA':>10}{'tokens/s':>12}{'MFU':>8}{'GiB':>8}")
    for name, values in result["variants"].items():
        mfu, memory = values["model_flop_utilisation"], values["peak_memory_bytes"]
        print(
            f"{name:12}{values['median_s']:10.4f}{values['median_of_paired_ratios']:10.3f}"
            f"{values['tokens_per_s']:12,.0f}{'-' if mfu is None else f'{mfu:.3f}':>8}"
            f"{'-' if memory is None else f'{memory / 2**30:.2f}':>8}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
