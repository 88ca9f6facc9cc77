"""Trains the experts and their gate; the encoder and the backbone stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import AutoModelForCausalLM

from ilora_edge.errors import CheckpointError
from ilora_edge.prompt import PromptBuilder
from ilora_train.answers import (
    AnswerBatches,
    AnswerRow,
    answer_log_likelihoods,
    answer_loss,
    make_row,
    validation_rows,
)
from ilora_train.checkpoint import (
    load_training_state,
    read_tensors,
    save_training_state,
    write_tensors,
)
from ilora_train.data import TrainingData, share_users
from ilora_train.ilora import (
    Gate,
    GateContext,
    add_experts,
    expert_tensors,
    load_expert_tensors,
)
from ilora_train.progress import Progress
from ilora_train.recipe import ExpertsRecipe, Recipe
from ilora_train.runtime import MetricsLog, autocast, choose_device, cosine, seed_step
from ilora_train.sasrec import SASRec
from ilora_train.sequences import MIN_HISTORY, left_pad

WEIGHTS = "experts.safetensors"


@dataclass(slots=True)
class ILoRA:
    """A backbone with experts, the gate that weighs them and the encoder that feeds the gate."""

    backbone: Any
    gate: Gate
    encoder: SASRec
    context: GateContext

    def gate_weights(self, histories: list[list[int]]) -> Tensor:
        """Return the gate weights of histories of encoder indices: (B, K)."""
        device = self.gate.linear.weight.device
        items = left_pad(histories, self.encoder.window).to(device)
        with torch.no_grad():
            state = self.encoder.last_state(items)
        weights: Tensor = self.gate(state)
        return weights

    def logits(self, input_ids: Tensor, gate_weights: Tensor) -> Tensor:
        """Return next-token logits (B, T, V), each row under its own mix of experts."""
        self.context.weights = gate_weights
        logits: Tensor = self.backbone(input_ids=input_ids, use_cache=False).logits
        return logits

    def train_mode(self, training: bool) -> None:
        """Dropout for the experts only: backbone and encoder stay in evaluation mode."""
        self.encoder.eval()
        self.backbone.eval()
        for module in self.backbone.modules():
            if hasattr(module, "lora_a"):
                module.dropout.train(training)
        self.gate.train(training)


def build_ilora(backbone: Any, encoder: SASRec, recipe: ExpertsRecipe) -> ILoRA:
    """Put untrained experts into a backbone and a gate on an encoder."""
    context = GateContext()
    add_experts(backbone, recipe, context)
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
    gate = Gate(encoder.hidden_size, recipe.n_experts)
    return ILoRA(backbone, gate, encoder, context)


def load_backbone(folder: Path) -> Any:
    """Load an HF checkpoint folder, in float32 and evaluation mode, from the disk alone."""
    try:
        model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True, use_safetensors=True
        )
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise CheckpointError(f"{folder}: not an HF checkpoint folder ({reason})") from error
    return model.eval()


def load_ilora(folder: Path, backbone: Any, encoder: SASRec, recipe: ExpertsRecipe) -> ILoRA:
    """Load trained experts and gate beside their backbone and encoder, in evaluation mode."""
    model = build_ilora(backbone, encoder, recipe)
    tensors = read_tensors(folder / WEIGHTS)
    try:
        load_expert_tensors(model.backbone, tensors)
        model.gate.load_state_dict(
            {"linear.weight": tensors["gate.weight"], "linear.bias": tensors["gate.bias"]}
        )
    except (KeyError, RuntimeError) as error:
        raise CheckpointError(f"{folder / WEIGHTS}: does not fit the recipe ({error})") from error
    model.train_mode(False)
    return model


def training_targets(
    sequences: dict[str, list[int]], n_answers: int
) -> list[tuple[list[int], list[int]]]:
    """Return (history, the next ``n_answers`` items) at every target with enough history."""
    return [
        (sequence[:position], sequence[position : position + n_answers])
        for sequence in sequences.values()
        for position in range(MIN_HISTORY, len(sequence))
    ]


def train_experts(
    data: TrainingData,
    recipe: Recipe,
    model: ILoRA,
    builder: PromptBuilder,
    folder: Path,
    log: MetricsLog,
    progress: Progress,
) -> None:
    """Train on answers and write ``experts.safetensors``; go on from a checkpoint where one is."""
    if (folder / WEIGHTS).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    shape = recipe.experts
    device = choose_device()
    model.backbone.to(device)
    model.gate.to(device)
    model.encoder.to(device)
    learners = {"experts": model.backbone, "gate": model.gate}
    experts = [p for p in model.backbone.parameters() if p.requires_grad]
    groups = [
        {"params": experts, "scale": 1.0},
        {"params": list(model.gate.parameters()), "scale": shape.gate_lr_scale},
    ]
    optimizer = torch.optim.AdamW(
        groups, lr=shape.lr, weight_decay=shape.weight_decay, betas=(0.9, 0.98)
    )
    batches = AnswerBatches(builder, [item.title for item in data.items])
    _, users = share_users(data.train, recipe.backbone.user_share, recipe.seed)
    targets = training_targets(users, shape.answers_per_row)
    validation = validation_rows(data, recipe)
    state_path = folder / "state.safetensors"
    step = 0
    if state_path.exists():
        step = int(load_training_state(state_path, learners, optimizer)["step"])
    with progress.stage("experts", shape.steps, step) as stage:
        while step < shape.steps:
            seed_step(recipe.seed, "experts", step)
            rows = step_rows(targets, recipe, len(data.items), step)
            factor = cosine(step, shape.steps, shape.warmup)
            for group in optimizer.param_groups:
                group["lr"] = shape.lr * factor * group["scale"]
            loss = _step(model, optimizer, batches, rows, device)
            step += 1
            stage.advance(f"loss {loss:.2f}")
            if step % shape.checkpoint_every == 0 or step == shape.steps:
                quality = expert_quality(model, batches, validation)
                log.write("experts", step=step, loss=loss, **quality)
                save_training_state(state_path, learners, optimizer, {"step": step})
    tensors = expert_tensors(model.backbone)
    tensors |= {"gate.weight": model.gate.linear.weight, "gate.bias": model.gate.linear.bias}
    write_tensors(folder / WEIGHTS, tensors)
    state_path.unlink(missing_ok=True)
    model.train_mode(False)


def step_rows(
    targets: list[tuple[list[int], list[int]]], recipe: Recipe, n_items: int, step: int
) -> list[AnswerRow]:
    """Return the rows of one step: a function of the seed and the step, so resuming is exact."""
    size = recipe.experts.batch_size
    per_epoch = max(1, len(targets) // size)
    epoch, position = divmod(step, per_epoch)
    order = torch.randperm(
        len(targets), generator=torch.Generator().manual_seed(recipe.seed * 100_003 + epoch)
    )
    picked = order[position * size : (position + 1) * size].tolist()
    rows = []
    for number, i in enumerate(picked, step * size):
        history, answers = targets[i]
        rows.append(make_row(history, answers, recipe, n_items, number))
    return rows


@torch.no_grad()
def expert_quality(model: ILoRA, batches: AnswerBatches, rows: list[AnswerRow]) -> dict[str, float]:
    """Return validation log-likelihoods per title under each user's own and another's gate.

    ``gate_spread`` is the mean pairwise L1 distance of the gate weights.
    """
    model.train_mode(False)
    device = model.gate.linear.weight.device
    own, other, uniform = 0.0, 0.0, 0.0
    all_weights = model.gate_weights([row.history for row in rows])
    # Half a turn away: a row of another user, for all but a few.
    shifted = all_weights.roll(len(rows) // 2, dims=0)
    flat = torch.full_like(all_weights, 1.0 / all_weights.shape[1])
    for start in range(0, len(rows), 64):
        batch = batches.batch(rows[start : start + 64])
        ids = batch.input_ids.to(device)
        labels = batch.labels.to(device)
        sums = []
        for weights in (all_weights, shifted, flat):
            logits = model.logits(ids, weights[start : start + 64])
            sums.append(float(answer_log_likelihoods(logits, labels).sum()))
        own, other, uniform = own + sums[0], other + sums[1], uniform + sums[2]
    n = len(rows)
    spread = torch.cdist(all_weights, all_weights, p=1).sum() / max(1, n * (n - 1))
    return {
        "val_ll": own / n,
        "val_ll_other_gates": other / n,
        "val_ll_uniform_gate": uniform / n,
        "gate_spread": float(spread),
    }


def _step(
    model: ILoRA,
    optimizer: torch.optim.Optimizer,
    batches: AnswerBatches,
    rows: list[AnswerRow],
    device: torch.device,
) -> float:
    model.train_mode(True)
    batch = batches.batch(rows)
    with autocast(device):
        logits = model.logits(batch.input_ids.to(device), model.gate_weights(batch.histories))
    loss = answer_loss(logits, batch.labels.to(device))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    return float(loss.detach())
