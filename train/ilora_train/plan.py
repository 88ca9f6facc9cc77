"""What a training run would do and need, only from recipe, data and ``config.json``.

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
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ilora_edge.histories.mapping import Mapping
from ilora_train.experts import training_targets
from ilora_train.ilora import expert_layers
from ilora_train.model import load_skeleton
from ilora_train.neighbours import check_neighbours
from ilora_train.recipe_file import load_recipe
from ilora_train.rows import Question, RowMaker, cut_sequences, draw_items
from ilora_train.run_checks import check_folder
from ilora_train.run_context import RunContext, open_run
from ilora_train.runtime import backbone_dtype, choose_device, cpu_has_bf16
from ilora_train.sequences import cut_windows
from ilora_train.tokenizer import load_tokenizer
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
    quiet: bool = True,
) -> TrainingPlan:
    """Check what :func:`ilora_train.run.train` would check and say what it would do.

    Nothing is written, and no weights are read. ``quiet``: say nothing on stderr meanwhile.
    """
    recipe = load_recipe(recipe_path, backbone)
    check_folder(out, resume)
    run = open_run(recipe, db, out, mapping, quiet)
    run.progress.say("counting what a training would take")
    return Planner(run, choose_device(), int(os.environ.get("WORLD_SIZE", "1"))).plan()


class Planner:
    """Counts what a run would do on a device, over so many processes."""

    def __init__(self, run: RunContext, device: torch.device, processes: int) -> None:
        self.run, self.recipe, self.data = run, run.recipe, run.data
        self.device, self.processes = device, processes
        named = run.recipe.backbone.path
        self.tokenizer = load_tokenizer(Path(named)) if named else run.train_tokenizer([])
        self.maker = RowMaker(run.parts.prompt_builder(self.tokenizer), run.data.items)
        n_answers = run.recipe.experts.answers_per_row
        least = run.recipe.experts.min_history
        self.targets = training_targets(run.experts_users, n_answers, least)

    def plan(self) -> TrainingPlan:
        """Return the plan."""
        recipe, data, experts = self.recipe, self.data, self.recipe.experts
        trees = self.sample()
        stages = [self.encoder_stage()]
        if not recipe.backbone.path:
            stages.append(self.backbone_stage())
        stages.append(self.experts_stage(trees))
        model, parameters = self.count_parameters()
        dtype = backbone_dtype(experts.backbone_dtype, self.device)
        on_cuda = self.device.type == "cuda"
        low = on_cuda or dtype == torch.bfloat16 or cpu_has_bf16()
        element = 2 if low else 4
        rows = math.ceil(min(experts.batch_size, len(self.targets)) / self.processes)
        learnt = sum(parameters[part] for part in ("experts", "gate", "projector"))
        answers = max(
            len(t.spine_answers)
            + len({seen for seen, _ in t.branches})
            + sum(len(ids) - 1 for _, ids in t.branches)
            for t in trees
        )
        # A pass is padded to its longest row.
        slots = rows * max(tree.n_nodes() for tree in trees)
        memory = {
            "backbone weights": parameters["backbone"] * dtype.itemsize,
            "experts, gate, projector": learnt * 4,
            "gradients and AdamW": learnt * (12 if self.processes == 1 else 16),
            "activations": activation_bytes(model, slots, element, on_cuda, kept=True),
            "activations, checkpointed": activation_bytes(
                model, slots, element, on_cuda, kept=False
            ),
            "logits": rows * answers * len(self.tokenizer) * (element + 12),
        }
        if self.device.type == "cpu":
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
            torch.cuda.get_device_name() if on_cuda else "CPU",
            f"backbone in {names[dtype]}, experts in float32, products in {multiply}",
            self.processes,
        )

    def sample(self) -> list[Tree]:
        """Return rows of the experts' stage that stand for all."""
        experts, n_items = self.recipe.experts, len(self.data.items)
        rng = random.Random(self.recipe.seed)
        trees = []
        for history, answers in rng.sample(self.targets, min(N_SAMPLE, len(self.targets))):
            others = draw_items(answers[0], history, n_items, experts.n_candidates - 1, rng)
            listed = [answers[0], *others] if self.recipe.prompt.candidates_in_prompt else []
            rank = others if experts.ranking_weight else []
            trees.append(self.maker.question(Question(history, answers, listed), rank=rank))
        return trees

    def count_parameters(self) -> tuple[Any, dict[str, int]]:
        """Return the backbone with experts, without memory (the meta device), and all counts."""
        parts, named = self.run.parts, self.recipe.backbone.path
        with torch.device("meta"):
            encoder = parts.new_encoder()
            backbone = load_skeleton(Path(named)) if named else parts.new_backbone(self.tokenizer)
            n_backbone = count(backbone.parameters())
            projector = parts.new_projector(encoder, backbone.config.hidden_size)
            n_encoder = count(encoder.parameters())
            model = parts.new_model(backbone, encoder, projector)
        learnt = self.recipe.experts.gate == "learned"
        return backbone, {
            "encoder": n_encoder,
            "backbone": n_backbone,
            "experts": count(p for p in backbone.parameters() if p.requires_grad),
            "gate": count(model.gate.parameters()) if learnt else 0,
            "projector": 0
            if projector is None
            else count(p for p in projector.parameters() if p.requires_grad),
        }

    def encoder_stage(self) -> StagePlan:
        """Return what the encoder's stage would do."""
        encoder = self.recipe.encoder
        rng = random.Random(self.recipe.seed)
        pieces = cut_windows(self.data.train.values(), encoder.window, rng)
        steps = math.ceil(len(pieces) / encoder.batch_size) * encoder.max_epochs * encoder.members
        rows = min(encoder.batch_size, len(pieces))
        tokens = round(rows * sum(len(p) - 1 for p in pieces) / len(pieces))
        note = f"at most {encoder.max_epochs} epochs; stops after {encoder.patience} without a gain"
        if encoder.members > 1:
            note = f"{encoder.members} members, each {note}"
        if encoder.neighbours:
            check_neighbours(n_items := len(self.data.items))
            note += f"; then its neighbours, {3 * 4 * n_items**2 / 2**30:.1f} GiB for a while"
        return StagePlan("encoder", steps, rows, tokens, note)

    def backbone_stage(self) -> StagePlan:
        """Return what pretraining the backbone would do."""
        backbone, maker = self.recipe.backbone, self.maker
        rng = random.Random(self.recipe.seed)
        places = range(1, len(self.data.items) + 1)
        sizes = [max(len(maker.builder.item(maker.item(i))), 1) for i in places]
        room = backbone.context - len(maker.builder.start())
        pieces = cut_sequences(list(self.run.backbone_users.values()), sizes, room, rng)
        trees = [maker.sequence(piece, [True] * len(piece)) for piece in pieces]
        # A text is read from its title and back to it.
        n_rows = len(trees) + (2 * backbone.texts_per_epoch if backbone.texts else 0)
        rows = min(backbone.batch_size, n_rows)
        tokens = round(rows * sum(tree.n_nodes() for tree in trees) / len(trees))
        steps = math.ceil(n_rows / backbone.batch_size) * backbone.epochs
        note = f"{backbone.epochs} epochs" + (", texts estimated" if backbone.texts else "")
        return StagePlan("backbone", steps, rows, tokens, note)

    def experts_stage(self, trees: list[Tree]) -> StagePlan:
        """Return what the experts' stage would do, by a sample of its rows."""
        experts, n_targets = self.recipe.experts, len(self.targets)
        rows_per_step = min(experts.batch_size, n_targets) * experts.accumulate
        slots = [tree.n_nodes() for tree in trees]
        mean = sum(slots) / len(slots)
        note = (
            f"{n_targets:,} rows to draw from; slots per row: mean {mean:.0f}, longest {max(slots)}"
        )
        tokens = round(rows_per_step * sum(slots) / len(slots))
        return StagePlan("experts", experts.steps, rows_per_step, tokens, note)


def count(parameters: Iterable[Tensor]) -> int:
    """Return how many numbers parameters hold."""
    return sum(p.numel() for p in parameters)


def activation_bytes(model: Any, slots: int, element: int, cuda: bool, kept: bool) -> int:
    """Return the bytes kept for the backward pass (see the module's text).

    ``model`` has its experts; ``kept`` false: with gradient checkpointing.
    """
    config = model.config
    n_layers, d, f = config.num_hidden_layers, config.hidden_size, config.intermediate_size
    head = getattr(config, "head_dim", None) or d // config.num_attention_heads
    kv = config.num_key_value_heads * head
    q = config.num_attention_heads * head
    layers = [layer for _, layer in expert_layers(model)]
    low = 2 * sum(layer.lora_a.shape[0] for layer in layers) * element / n_layers
    if any(layer.dropout.p for layer in layers):
        mask = 1 if cuda else element
        read = sum(layer.lora_a.shape[1] for layer in layers) / n_layers * (element + mask)
    else:
        read = (2 * d + f) * element
    layer = 8 * d + read + low + element * (2 * q + 2 * kv) + 3 * element * f
    per_slot: float = n_layers * layer if kept else n_layers * element * d + layer
    return round(slots * per_slot)
