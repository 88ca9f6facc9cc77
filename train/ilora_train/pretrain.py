"""Pretrains the pocket backbone: a small Llama on the title sequences of training users."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import LlamaConfig, LlamaForCausalLM

from ilora_edge.prompt import PromptBuilder
from ilora_train.answers import (
    IGNORE,
    AnswerBatches,
    AnswerRow,
    answer_log_likelihoods,
    pad_right,
    validation_rows,
)
from ilora_train.checkpoint import load_training_state, save_training_state
from ilora_train.data import TrainingData, share_users
from ilora_train.progress import Progress
from ilora_train.recipe import BackboneRecipe, Recipe
from ilora_train.runtime import MetricsLog, autocast, choose_device, cosine, seed_step
from ilora_train.tokenizer import load_tokenizer, prompt_builder, train_tokenizer


def build_backbone(recipe: BackboneRecipe, vocab_size: int, bos: int, eos: int) -> Any:
    """Build an untrained Llama of the recipe's shape; input and output embeddings are tied."""
    config = LlamaConfig(
        vocab_size=vocab_size,
        hidden_size=recipe.hidden_size,
        intermediate_size=recipe.intermediate_size,
        num_hidden_layers=recipe.n_layers,
        num_attention_heads=recipe.n_heads,
        num_key_value_heads=recipe.n_heads,
        max_position_embeddings=max(512, 2 * recipe.context),
        tie_word_embeddings=True,
        rms_norm_eps=1e-5,
        attention_dropout=recipe.dropout,
        bos_token_id=bos,
        eos_token_id=eos,
    )
    return LlamaForCausalLM(config)


def training_rows(
    sequences: Sequence[Sequence[int]],
    answers: Sequence[Sequence[int]],
    start: Sequence[int],
    context: int,
    rng: random.Random,
) -> list[list[int]]:
    """Cut sequences of items into rows of whole titles, at most ``context`` ids each.

    ``answers[i]`` are the ids of item i + 1 with its end; ``start`` opens every row. The first
    cut is random, so that over the epochs a title is met after histories of every length.
    """
    rows = []
    for sequence in sequences:
        first = rng.randrange(len(sequence))
        for part in (sequence[:first], sequence[first:]):
            row = list(start)
            for item in part:
                ids = answers[item - 1]
                if len(row) + len(ids) > context:
                    rows.append(row)
                    row = list(start)
                row += ids
            if len(row) > len(start):
                rows.append(row)
    return rows


def pretrain_backbone(
    data: TrainingData, recipe: Recipe, folder: Path, log: MetricsLog, progress: Progress
) -> None:
    """Train and write an ordinary HF checkpoint folder; go on from a checkpoint where one is."""
    if (folder / "config.json").exists():
        return
    shape = recipe.backbone
    state_folder = folder.with_name(folder.name + ".part")
    state_folder.mkdir(parents=True, exist_ok=True)
    if not (state_folder / "tokenizer.json").exists():
        train_tokenizer(data.items, recipe.prompt, shape.vocab_size).save_pretrained(state_folder)
    tokenizer = load_tokenizer(state_folder)
    builder = prompt_builder(tokenizer, recipe.prompt)

    device = choose_device()
    torch.manual_seed(recipe.seed)
    model = build_backbone(shape, len(tokenizer), tokenizer.bos_token_id, tokenizer.eos_token_id)
    _add_dropout(model, shape.dropout)
    model.to(device)
    decayed = [p for p in model.parameters() if p.ndim == 2]
    rest = [p for p in model.parameters() if p.ndim != 2]
    groups = [
        {"params": decayed, "weight_decay": shape.weight_decay},
        {"params": rest, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=shape.lr, betas=(0.9, 0.98))

    answers = [builder.answer(builder.title_ids(item.title)) for item in data.items]
    batches = AnswerBatches(builder, [item.title for item in data.items])
    validation = validation_rows(data, recipe)
    state_path = state_folder / "state.safetensors"
    epoch = 0
    if state_path.exists():
        epoch = int(load_training_state(state_path, {"backbone": model}, optimizer)["epoch"])
    with progress.stage("backbone", shape.epochs, epoch) as stage:
        while epoch < shape.epochs:
            rows = _epoch_rows(data, answers, builder, recipe, epoch)
            loss = _train_epoch(model, optimizer, rows, recipe, epoch, device)
            epoch += 1
            val_ll = validation_ll(model, batches, validation, device)
            log.write("backbone", epoch=epoch, loss=loss, val_ll=val_ll)
            stage.advance(f"validation log-likelihood {val_ll:.2f} per title")
            save_training_state(state_path, {"backbone": model}, optimizer, {"epoch": epoch})
    model.save_pretrained(state_folder)
    state_path.unlink()
    state_folder.replace(folder)


def _epoch_rows(
    data: TrainingData,
    answers: list[list[int]],
    builder: PromptBuilder,
    recipe: Recipe,
    epoch: int,
) -> list[list[int]]:
    rng = random.Random(recipe.seed * 100_003 + epoch)
    share = recipe.backbone.item_dropout
    users, _ = share_users(data.train, recipe.backbone.user_share, recipe.seed)
    sequences = [[i for i in s if rng.random() >= share] for s in users.values()]
    sequences = [s for s in sequences if s]
    rows = training_rows(sequences, answers, builder.prompt([]), recipe.backbone.context, rng)
    # Rows of like length share a batch, so little is padding; the batches' order is random.
    rows.sort(key=lambda row: (len(row), rng.random()))
    return rows


def _train_epoch(
    model: Any,
    optimizer: torch.optim.Optimizer,
    rows: list[list[int]],
    recipe: Recipe,
    epoch: int,
    device: torch.device,
) -> float:
    shape = recipe.backbone
    starts = list(range(0, len(rows), shape.batch_size))
    random.Random(recipe.seed * 100_003 + epoch).shuffle(starts)
    model.train()
    seed_step(recipe.seed, "backbone", epoch)
    total = 0.0
    for step, start in enumerate(starts):
        factor = cosine(epoch * len(starts) + step, shape.epochs * len(starts), shape.warmup)
        for group in optimizer.param_groups:
            group["lr"] = shape.lr * factor
        chunk = rows[start : start + shape.batch_size]
        loss = _next_token_loss(model, chunk, device)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += float(loss.detach())
    return total / len(starts)


def _next_token_loss(model: Any, rows: Sequence[Sequence[int]], device: torch.device) -> Tensor:
    inputs = pad_right([row[:-1] for row in rows], 0).to(device)
    targets = pad_right([row[1:] for row in rows], IGNORE).to(device)
    # Right padding and a causal model: no real position sees a padded one.
    with autocast(device):
        logits = model(input_ids=inputs, use_cache=False).logits
    return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORE)


def _add_dropout(model: Any, probability: float) -> None:
    """Drop out embeddings and what each layer adds to the residual stream, while training.

    HF's Llama drops out attention weights alone, and a few million parameters learn a small data
    set by heart without more.
    """

    def drop(module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
        return F.dropout(output, probability, module.training)

    for name, module in model.named_modules():
        if name.endswith(("embed_tokens", "o_proj", "down_proj")):
            module.register_forward_hook(drop)


@torch.no_grad()
def validation_ll(
    model: Any, batches: AnswerBatches, rows: list[AnswerRow], device: torch.device
) -> float:
    """Return the mean log-likelihood of a title after a prompt as the device builds it."""
    model.eval()
    total = 0.0
    for start in range(0, len(rows), 64):
        batch = batches.batch(rows[start : start + 64])
        with autocast(device):
            logits = model(input_ids=batch.input_ids.to(device), use_cache=False).logits
        total += float(answer_log_likelihoods(logits, batch.labels.to(device)).sum())
    return total / len(rows)
