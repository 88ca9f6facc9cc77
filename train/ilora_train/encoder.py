"""Trains the encoder: SASRec with full-softmax cross-entropy and early stopping."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_edge.errors import CheckpointError
from ilora_edge.evaluation.metrics import exact_hr1
from ilora_train.checkpoint import (
    load_training_state,
    read_tensors,
    save_training_state,
    write_tensors,
)
from ilora_train.data import TrainingData
from ilora_train.progress import Progress
from ilora_train.recipe import EncoderRecipe
from ilora_train.runtime import MetricsLog, choose_device, seed_step
from ilora_train.sasrec import PADDING, SASRec
from ilora_train.sequences import MIN_HISTORY, cut_windows, left_pad, targets_of

WEIGHTS = "encoder.safetensors"


def build_encoder(recipe: EncoderRecipe, n_items: int) -> SASRec:
    """Build an untrained encoder for items 1..n_items."""
    return SASRec(
        n_items,
        recipe.hidden_size,
        recipe.n_blocks,
        recipe.n_heads,
        recipe.window,
        recipe.dropout,
    )


def load_encoder(folder: Path, recipe: EncoderRecipe, n_items: int) -> SASRec:
    """Load a trained encoder, in evaluation mode."""
    model = build_encoder(recipe, n_items)
    try:
        model.load_state_dict(read_tensors(folder / WEIGHTS))
    except RuntimeError as error:
        reason = str(error).splitlines()[0]
        raise CheckpointError(f"{folder / WEIGHTS}: does not fit the recipe ({reason})") from error
    return model.eval()


@dataclass(frozen=True, slots=True)
class EncoderQuality:
    """Over held-out targets: mean negative log-likelihood and exact-expectation HR@1."""

    nll: float
    hr1: float


@torch.no_grad()
def evaluate_encoder(
    model: SASRec, rows: list[tuple[list[int], int]], device: torch.device
) -> EncoderQuality:
    """Score (history, target) rows against the whole catalogue."""
    model.eval()
    nll, hr1 = 0.0, 0.0
    for start in range(0, len(rows), 256):
        chunk = rows[start : start + 256]
        state = model.last_state(left_pad([h for h, _ in chunk], model.window).to(device))
        log_probs = F.log_softmax(model.scores(state), dim=-1).cpu()
        for scores, (history, target) in zip(log_probs, chunk, strict=True):
            nll -= float(scores[target - 1])
            hr1 += exact_hr1(scores.numpy(), target - 1, [i - 1 for i in history])
    return EncoderQuality(nll / len(rows), hr1 / len(rows))


def train_encoder(
    data: TrainingData,
    recipe: EncoderRecipe,
    seed: int,
    folder: Path,
    log: MetricsLog,
    progress: Progress,
) -> SASRec:
    """Train until validation stops improving; the best epoch's weights are written and returned.

    A folder that holds a finished encoder is loaded; one that holds a checkpoint goes on from it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / WEIGHTS).exists():
        return load_encoder(folder, recipe, len(data.items))
    device = choose_device()
    torch.manual_seed(seed)
    model = build_encoder(recipe, len(data.items)).to(device)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=recipe.lr, betas=(0.9, 0.98), weight_decay=recipe.weight_decay
    )
    rows = [(h, t) for _, h, t in targets_of(data.validation, MIN_HISTORY)]
    rows = random.Random(seed).sample(rows, min(2000, len(rows)))
    state_path, best_path = folder / "state.safetensors", folder / "best.safetensors"
    epoch, best, best_epoch = 0, -1.0, 0
    if state_path.exists():
        saved = load_training_state(state_path, {"encoder": model}, optimizer)
        epoch, best, best_epoch = int(saved["epoch"]), saved["best"], int(saved["best_epoch"])
    with progress.stage("encoder", recipe.max_epochs, epoch) as stage:
        while epoch < recipe.max_epochs and epoch - best_epoch < recipe.patience:
            loss = _train_epoch(model, optimizer, data, recipe, seed, epoch, device)
            epoch += 1
            quality = evaluate_encoder(model, rows, device)
            if quality.hr1 > best:
                best, best_epoch = quality.hr1, epoch
                write_tensors(best_path, model.state_dict())
            log.write("encoder", epoch=epoch, loss=loss, val_nll=quality.nll, val_hr1=quality.hr1)
            stage.advance(f"validation HR@1 {quality.hr1:.3f}")
            saved = {"epoch": epoch, "best": best, "best_epoch": best_epoch}
            save_training_state(state_path, {"encoder": model}, optimizer, saved)
    best_path.replace(folder / WEIGHTS)
    state_path.unlink()
    return load_encoder(folder, recipe, len(data.items))


def _train_epoch(
    model: SASRec,
    optimizer: torch.optim.Optimizer,
    data: TrainingData,
    recipe: EncoderRecipe,
    seed: int,
    epoch: int,
    device: torch.device,
) -> float:
    model.train()
    seed_step(seed, "encoder", epoch)
    rng = random.Random(seed * 100_003 + epoch)
    pieces = cut_windows(data.train.values(), recipe.window, rng)
    rng.shuffle(pieces)
    total = 0.0
    starts = range(0, len(pieces), recipe.batch_size)
    for start in starts:
        chunk = pieces[start : start + recipe.batch_size]
        items = left_pad([p[:-1] for p in chunk], recipe.window).to(device)
        targets = left_pad([p[1:] for p in chunk], recipe.window).to(device)
        loss = _loss(model, items, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        total += float(loss.detach())
    return total / len(starts)


def _loss(model: SASRec, items: Tensor, targets: Tensor) -> Tensor:
    known = targets != PADDING
    logits = model.scores(model.states(items)[known])  # (targets, N)
    return F.cross_entropy(logits, targets[known] - 1)
