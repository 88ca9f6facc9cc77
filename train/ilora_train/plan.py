"""What a training run would do and need, from recipe, data and ``config.json`` alone.

Memory is estimated per process, in bytes; E is 2 where matrices are multiplied in bf16, else 4:

- weights: backbone parameters x their type's size; experts, gate and projector x 4
- gradients and AdamW's two averages: trained parameters x 12 (x 16 with several processes, which
  add gradients up in one buffer)
- activations kept for the backward pass, per slot and layer of width d with q, kv and f wide
  projections, without checkpointing:

      8 d                          both norms' float32 input
      sum over adapted layers of   d_in (E + M) + 2 r E: dropped-out input, its mask of M bytes
                                   (1 on CUDA, E on a CPU), and A's product, scaled and not;
                                   without dropout only the distinct inputs d and f, E each
      E (2 q + 2 kv)               queries, keys, values and attention's output
      3 E f                        gate, its SiLU, up

  With checkpointing: E d per layer, and the above for one layer. Attention is taken to be fused:
  it keeps no (T, T) scores.
- logits: answer slots x vocabulary x (E + 12): logits, in float32, their log-softmax, its gradient
- process, on a CPU: Python, torch, transformers and the data before any weights

It is rough: buffers in passing, fragmentation and the CUDA context (a gigabyte or two) come on top.
"""

from __future__ import annotations

import math
import os
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from ilora_edge.errors import CheckpointError
from ilora_edge.histories.mapping import Mapping
from ilora_train.data import TrainingData, read_training_data, share_users
from ilora_train.encoder import build_encoder
from ilora_train.experts import training_targets
from ilora_train.ilora import Gate, GateContext, add_experts, expert_layers
from ilora_train.pretrain import build_backbone, build_projector
from ilora_train.recipe import ExpertsRecipe, Recipe, load_recipe
from ilora_train.rows import Question, RowMaker, cut_sequences, draw_items
from ilora_train.run_checks import check_enough, check_folder
from ilora_train.runtime import backbone_dtype, choose_device, cpu_has_bf16
from ilora_train.sequences import cut_windows
from ilora_train.tokenizer import load_tokenizer, prompt_builder, train_tokenizer
from ilora_train.trees import Tree

N_SAMPLE = 256
"""Rows that stand for all."""
PROCESS_BYTES = 400_000_000
"""Resident before any weights, measured on x86-64 Linux."""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """One stage: optimiser steps (at most: stages may stop early), and the size of each."""

    name: str
    steps: int
    rows_per_step: int
    tokens_per_step: int
    """Slots without padding, estimated."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """A run's stages, sizes and needs."""

    name: str
    n_users: int
    n_items: int
    n_interactions: int
    stages: list[StagePlan]
    parameters: dict[str, int]
    """By part; ``backbone`` is frozen in the experts' stage, ``encoder`` too."""
    memory: dict[str, int]
    """Bytes per process in the experts' stage."""
    checkpointing: bool
    device: str
    precision: str
    processes: int

    @property
    def total_memory(self) -> int:
        """What the recipe as it stands needs."""
        other = "activations" if self.checkpointing else "activations, checkpointed"
        return sum(n for name, n in self.memory.items() if name != other)


def plan_training(
    recipe_path: Path,
    db: Path,
    out: Path,
    resume: bool = False,
    backbone: Path | str | None = None,
    mapping: Mapping | None = None,
) -> TrainingPlan:
    """Check what :func:`ilora_train.run.train` would check and say what it would do.

    Nothing is written, and no weights are read.
    """
    recipe = load_recipe(recipe_path, backbone)
    check_folder(out, resume)
    data = read_training_data(db, recipe.data, recipe.seed, mapping)
    check_enough(data, recipe, db)
    return make_plan(data, recipe, choose_device(), int(os.environ.get("WORLD_SIZE", "1")))


def make_plan(
    data: TrainingData, recipe: Recipe, device: torch.device, processes: int
) -> TrainingPlan:
    """Return the plan of a recipe on a device."""
    experts, path = recipe.experts, recipe.backbone.path
    if path:
        tokenizer = load_tokenizer(Path(path))
    else:
        tokenizer = train_tokenizer(data.items, recipe.prompt, recipe.backbone.vocab_size)
    maker = RowMaker(prompt_builder(tokenizer, recipe.prompt), data.items)
    trees = _sample(data, recipe, maker)
    _, users = share_users(data.train, recipe.backbone.user_share, recipe.seed)
    n_targets = len(training_targets(users, experts.answers_per_row))
    rows_per_step = min(experts.batch_size, n_targets) * experts.accumulate
    slots = [tree.n_nodes() for tree in trees]
    stages = [_encoder_stage(data, recipe)]
    if not path:
        stages.append(_backbone_stage(data, recipe, maker))
    stages.append(
        StagePlan(
            "experts",
            experts.steps,
            rows_per_step,
            round(rows_per_step * sum(slots) / len(slots)),
            f"{n_targets:,} rows to draw from; slots per row: mean {sum(slots) / len(slots):.0f}, "
            f"longest {max(slots)}",
        )
    )

    model, parameters = count_parameters(data, recipe, len(tokenizer))
    dtype = backbone_dtype(experts.backbone_dtype, device)
    low = device.type == "cuda" or dtype == torch.bfloat16 or cpu_has_bf16()
    element = 2 if low else 4
    rows = math.ceil(min(experts.batch_size, n_targets) / processes)
    learnt = sum(parameters[part] for part in ("experts", "gate", "projector"))
    answers = max(
        len(t.spine_answers)
        + len({seen for seen, _ in t.branches})
        + sum(len(ids) - 1 for _, ids in t.branches)
        for t in trees
    )
    # A pass is padded to its longest row.
    sizes = [
        activation_bytes(model, experts, rows * max(slots), element, device.type == "cuda", kept)
        for kept in (True, False)
    ]
    memory = {
        "backbone weights": parameters["backbone"] * dtype.itemsize,
        "experts, gate, projector": learnt * 4,
        "gradients and AdamW": learnt * (12 if processes == 1 else 16),
        "activations": sizes[0],
        "activations, checkpointed": sizes[1],
        "logits": rows * answers * len(tokenizer) * (element + 12),
    }
    if device.type == "cpu":
        memory["process"] = PROCESS_BYTES
    names = {torch.float32: "float32", torch.bfloat16: "bfloat16"}
    multiply = "bfloat16" if low else "float32"
    return TrainingPlan(
        recipe.name,
        len(data.train),
        len(data.items),
        sum(map(len, data.train.values())),
        stages,
        parameters,
        memory,
        experts.gradient_checkpointing,
        torch.cuda.get_device_name() if device.type == "cuda" else "CPU",
        f"backbone in {names[dtype]}, experts in float32, products in {multiply}",
        processes,
    )


def count_parameters(
    data: TrainingData, recipe: Recipe, vocab_size: int
) -> tuple[Any, dict[str, int]]:
    """Return the backbone with experts, without memory (the meta device), and all counts."""
    with torch.device("meta"):
        encoder = build_encoder(recipe.encoder, len(data.items))
        if recipe.backbone.path:
            try:
                config = AutoConfig.from_pretrained(recipe.backbone.path, local_files_only=True)
                model = AutoModelForCausalLM.from_config(config)
            except (OSError, ValueError) as error:
                reason = str(error).splitlines()[0]
                raise CheckpointError(
                    f"{recipe.backbone.path}: not an HF checkpoint folder ({reason})"
                ) from error
        else:
            model = build_backbone(recipe.backbone, vocab_size, 0, 1)
        projector = build_projector(recipe, encoder, model.config.hidden_size)
        gate = Gate(encoder.hidden_size, recipe.experts)
    n_backbone = sum(p.numel() for p in model.parameters())
    add_experts(model, recipe.experts, GateContext())
    learnt = recipe.experts.gate == "learned"
    return model, {
        "encoder": sum(p.numel() for p in encoder.parameters()),
        "backbone": n_backbone,
        "experts": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "gate": sum(p.numel() for p in gate.parameters()) if learnt else 0,
        "projector": 0
        if projector is None
        else sum(p.numel() for p in projector.parameters() if p.requires_grad),
    }


def activation_bytes(
    model: Any, recipe: ExpertsRecipe, slots: int, element: int, cuda: bool, kept: bool
) -> int:
    """Return the bytes kept for the backward pass (see the module's text).

    ``model`` has its experts; ``kept`` false: with gradient checkpointing.
    """
    config = model.config
    n_layers, d, f = config.num_hidden_layers, config.hidden_size, config.intermediate_size
    head = getattr(config, "head_dim", None) or d // config.num_attention_heads
    kv = config.num_key_value_heads * head
    q = config.num_attention_heads * head
    inputs = [layer.lora_a.shape[1] for _, layer in expert_layers(model)]
    low = 2 * recipe.lora_rank * element * len(inputs) / n_layers
    if recipe.dropout:
        read = sum(inputs) / n_layers * (element + (1 if cuda else element))
    else:
        read = (2 * d + f) * element
    layer = 8 * d + read + low + element * (2 * q + 2 * kv) + 3 * element * f
    per_slot: float = n_layers * layer if kept else n_layers * element * d + layer
    return round(slots * per_slot)


def _sample(data: TrainingData, recipe: Recipe, maker: RowMaker) -> list[Tree]:
    experts = recipe.experts
    rng = random.Random(recipe.seed)
    _, users = share_users(data.train, recipe.backbone.user_share, recipe.seed)
    targets = training_targets(users, experts.answers_per_row)
    trees = []
    for history, answers in rng.sample(targets, min(N_SAMPLE, len(targets))):
        others = draw_items(answers[0], history, len(data.items), experts.n_candidates - 1, rng)
        listed = [answers[0], *others] if recipe.prompt.candidates_in_prompt else []
        rank = others if experts.ranking_weight else []
        trees.append(maker.question(Question(history, answers, listed), rank=rank))
    return trees


def _encoder_stage(data: TrainingData, recipe: Recipe) -> StagePlan:
    encoder = recipe.encoder
    pieces = cut_windows(data.train.values(), encoder.window, random.Random(recipe.seed))
    steps = math.ceil(len(pieces) / encoder.batch_size) * encoder.max_epochs
    rows = min(encoder.batch_size, len(pieces))
    tokens = round(rows * sum(len(p) - 1 for p in pieces) / len(pieces))
    note = f"at most {encoder.max_epochs} epochs; stops after {encoder.patience} without a gain"
    return StagePlan("encoder", steps, rows, tokens, note)


def _backbone_stage(data: TrainingData, recipe: Recipe, maker: RowMaker) -> StagePlan:
    backbone = recipe.backbone
    rng = random.Random(recipe.seed)
    users, _ = share_users(data.train, backbone.user_share, recipe.seed)
    sizes = [max(len(maker.builder.item(maker.item(i))), 1) for i in range(1, len(data.items) + 1)]
    room = backbone.context - len(maker.builder.start())
    pieces = cut_sequences(list(users.values()), sizes, room, rng)
    trees = [maker.sequence(piece, [True] * len(piece)) for piece in pieces]
    # A text is read from its title and back to it.
    n_rows = len(trees) + (2 * backbone.texts_per_epoch if backbone.texts else 0)
    rows = min(backbone.batch_size, n_rows)
    tokens = round(rows * sum(tree.n_nodes() for tree in trees) / len(trees))
    note = f"{backbone.epochs} epochs" + (", texts estimated" if backbone.texts else "")
    return StagePlan(
        "backbone", math.ceil(n_rows / backbone.batch_size) * backbone.epochs, rows, tokens, note
    )
