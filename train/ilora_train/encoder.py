"""Trains the encoder: SASRec with cross-entropy over the catalogue and early stopping."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from ilora_edge.evaluation.metrics import exact_hr1, ndcg
from ilora_train.calibration import calibrate
from ilora_train.checkpoint import (
    load_training_state,
    read_tensors,
    save_training_state,
    write_tensors,
)
from ilora_train.item_table import DESCRIBED, TitledItems, genre_places
from ilora_train.next_item_loss import NextItemLoss
from ilora_train.parts import ENCODER_WEIGHTS, PLACES, TITLE_MAP
from ilora_train.run_context import RunContext
from ilora_train.runtime import choose_device, seed_step
from ilora_train.sasrec import SASRec
from ilora_train.sequences import cut_windows, group_by_length, left_pad
from ilora_train.title_space import fit_title_space, read_catalogue_titles

N_CHOOSING = 4000
"""Validation rows by which the best epoch is chosen, at most."""

ReadTitles = Callable[[RunContext], Tensor]
"""Returns the catalogue's title vectors (N, H)."""


@dataclass(frozen=True, slots=True)
class EncoderQuality:
    """Over held-out targets, all against the whole catalogue but for ``hr1``."""

    nll: float
    """Mean negative log-likelihood."""
    hr1: float
    """Exact expectation of HR@1 among 19 uniform items."""
    ndcg10: float
    """Among all items that are not in the history."""


@torch.no_grad()
def evaluate_encoder(
    model: SASRec,
    rows: list[tuple[list[int], int]],
    device: torch.device,
    table: Tensor | None = None,
) -> EncoderQuality:
    """Score (history, target) rows; ``table`` (N + 1, D) stands for the encoder's own items."""
    model.eval()
    table = model.item_embedding.weight if table is None else table
    nll, hr1, gain = 0.0, 0.0, 0.0
    # Histories of about one length together, so that few positions are padding.
    rows = sorted(rows, key=lambda row: len(row[0]))
    for start in range(0, len(rows), 256):
        chunk = rows[start : start + 256]
        width = min(len(chunk[-1][0]), model.window)
        items = left_pad([h for h, _ in chunk], width).to(device)
        state = model.states(items, table[items])[:, -1]
        log_probs = torch.log_softmax(state @ table[1:].T, dim=-1).cpu().numpy()
        for scores, (history, target) in zip(log_probs, chunk, strict=True):
            own = scores[target - 1]
            nll -= float(own)
            others = [i - 1 for i in set(history) if i != target]
            hr1 += exact_hr1(scores, target - 1, others)
            rank = 1 + int((scores > own).sum()) - int((scores[others] > own).sum())
            gain += ndcg(rank, 10)
    return EncoderQuality(nll / len(rows), hr1 / len(rows), gain / len(rows))


def train_encoder(run: RunContext, read_titles: ReadTitles = read_catalogue_titles) -> SASRec:
    """Train until validation stops improving; the best epoch's weights are written and returned.

    A folder that holds a finished encoder is loaded; one that holds a checkpoint goes on from it.
    ``read_titles`` is asked for the titles' vectors (N, H) where the recipe has a ``text_size``.
    """
    recipe, seed, folder = run.recipe.encoder, run.recipe.seed, run.parts.encoder_folder
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / ENCODER_WEIGHTS).exists():
        return run.load_encoder()
    device = choose_device()
    torch.manual_seed(seed)
    model = run.parts.new_encoder().to(device)
    titles = None
    if recipe.text_size:
        titles = _titled_items(run, read_titles(run)).to(device)
    parts: dict[str, torch.nn.Module] = {"encoder": model}
    if titles is not None:
        parts["titles"] = titles
    optimizer = torch.optim.Adam(
        [p for part in parts.values() for p in part.parameters()],
        lr=recipe.lr,
        betas=(0.9, 0.98),
        weight_decay=recipe.weight_decay,
        # One pass over a large table of items instead of ten.
        fused=True,
    )
    rows = [(h, t) for _, h, t in run.data.validation_targets()]
    rows = random.Random(seed).sample(rows, min(N_CHOOSING, len(rows)))
    state_path, best_path = folder / "state.safetensors", folder / "best.safetensors"
    epoch, best, best_epoch = 0, -1.0, 0
    if state_path.exists():
        saved = load_training_state(state_path, parts, optimizer)
        epoch, best, best_epoch = int(saved["epoch"]), saved["best"], int(saved["best_epoch"])
    with run.progress.stage("encoder", recipe.max_epochs, epoch) as stage:
        while epoch < recipe.max_epochs and epoch - best_epoch < recipe.patience:
            loss = _train_epoch(run, model, titles, optimizer, epoch)
            epoch += 1
            ids = model.item_embedding.weight.detach()
            with torch.no_grad():
                table = ids if titles is None else titles.eval()(ids)
            quality = evaluate_encoder(model, rows, device, table)
            chosen = getattr(quality, recipe.choose_by)
            if chosen > best:
                best, best_epoch = chosen, epoch
                weights = model.state_dict() if titles is None else titles.finished(model)
                write_tensors(best_path, weights)
            run.log.write(
                "encoder",
                epoch=epoch,
                loss=loss,
                val_nll=quality.nll,
                val_hr1=quality.hr1,
                val_ndcg10=quality.ndcg10,
            )
            stage.advance(f"validation HR@1 {quality.hr1:.3f}, NDCG@10 {quality.ndcg10:.3f}")
            saved = {"epoch": epoch, "best": best, "best_epoch": best_epoch}
            save_training_state(state_path, parts, optimizer, saved)
    if titles is not None:
        _calibrate_titles(run, best_path, titles, rows)
    best_path.replace(folder / ENCODER_WEIGHTS)
    state_path.unlink()
    return run.load_encoder()


def _calibrate_titles(
    run: RunContext, path: Path, titles: TitledItems, rows: list[tuple[list[int], int]]
) -> None:
    """Put what titles that are alike and cold items are worth into the weights in ``path``."""
    uncalibrated = {name: tensor.cpu() for name, tensor in titles.uncalibrated().items()}
    tensors = {**uncalibrated, **read_tensors(path)}
    described = tensors.pop(DESCRIBED)[1:]
    known = titles.known[1:].cpu() > 0
    model = run.parts.new_encoder(tensors[TITLE_MAP].shape[-1], tensors[PLACES].shape[-1]).eval()
    model.load_state_dict(tensors)
    model.title_cosines = run.title_cosines
    cost = run.recipe.encoder.cold_cost
    found = calibrate(model, described, known, rows, run.recipe.seed, cost)
    run.log.write("calibration", **asdict(found))
    found.put_into(model, known)
    write_tensors(path, model.state_dict())


def _titled_items(run: RunContext, vectors: Tensor) -> TitledItems:
    recipe, items = run.recipe.encoder, run.data.items
    known = torch.tensor([item.popularity > 0 for item in items])
    space = fit_title_space(vectors, recipe.text_size)
    return TitledItems(
        *(space, vectors, known, recipe.hidden_size, recipe.text_init, recipe.id_dropout),
        genre_places([item.genres for item in items]) if recipe.genres else None,
    )


def _train_epoch(
    run: RunContext,
    model: SASRec,
    titles: TitledItems | None,
    optimizer: torch.optim.Optimizer,
    epoch: int,
) -> float:
    recipe, seed, device = run.recipe.encoder, run.recipe.seed, choose_device()
    model.train()
    if titles is not None:
        titles.train()
    seed_step(seed, "encoder", epoch)
    rng = random.Random(seed * 100_003 + epoch)
    pieces = cut_windows(run.data.train.values(), recipe.window, rng)
    rng.shuffle(pieces)
    batches = group_by_length(pieces, recipe.batch_targets, recipe.batch_size, rng)
    interacted = None if titles is None else titles.known
    loss_of = NextItemLoss(model, recipe.negatives, interacted)
    total = 0.0
    for step, chunk in enumerate(batches):
        if recipe.lr_schedule == "linear":
            done = (epoch + step / len(batches)) / recipe.max_epochs
            for group in optimizer.param_groups:
                group["lr"] = recipe.lr * (1 - done)
        longest = max(map(len, chunk)) - 1
        width = min(longest, recipe.window) if recipe.batch_targets else recipe.window
        items = left_pad([p[:-1] for p in chunk], width).to(device)
        targets = left_pad([p[1:] for p in chunk], width).to(device)
        ids = model.item_embedding.weight
        table = ids if titles is None else titles(ids)
        loss = loss_of(table, items, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        total += float(loss.detach())
    return total / len(batches)
