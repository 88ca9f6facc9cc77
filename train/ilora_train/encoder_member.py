"""Trains one encoder: SASRec with cross-entropy over the catalogue and early stopping."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ilora_edge.evaluation.metrics import exact_hr1, ndcg, rank_of
from ilora_train.checkpoint import load_training_state, save_training_state, write_tensors
from ilora_train.item_table import TitledItems, genre_places
from ilora_train.next_item_loss import NextItemLoss
from ilora_train.run_context import RunContext
from ilora_train.runtime import check_finite, choose_device, seed_step
from ilora_train.sasrec import SASRec
from ilora_train.sequences import cut_windows, group_by_length, left_pad
from ilora_train.title_space import fit_title_space

SEEDS_APART = 1000
"""Between the seeds of two members, so that runs of seeds 0, 1 and 2 share none."""
_BEST, _STATE, _MEMBER = "best.safetensors", "state.safetensors", "member-"


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
            nll -= float(scores[target - 1])
            others = [i - 1 for i in set(history) if i != target]
            hr1 += exact_hr1(scores, target - 1, others)
            gain += ndcg(rank_of(scores, target - 1, others), 10)
    return EncoderQuality(nll / len(rows), hr1 / len(rows), gain / len(rows))


class EncoderMember:
    """One of the encoders that stand side by side: the only one, as a rule."""

    def __init__(self, run: RunContext, number: int, vectors: Tensor | None) -> None:
        alone = run.recipe.encoder.members == 1
        folder = run.parts.encoder_folder
        self._run, self._number = run, number
        self._folder = folder if alone else folder / f"{_MEMBER}{number}"
        self._folder.mkdir(exist_ok=True)
        self._best, self._state = self._folder / _BEST, self._folder / _STATE
        self._name = "encoder" if alone else f"encoder {number + 1} of {run.recipe.encoder.members}"
        self.seed = run.recipe.seed + SEEDS_APART * number
        torch.manual_seed(self.seed)
        device = choose_device()
        self.model = run.parts.new_member().to(device)
        self.titles = None if vectors is None else _titled_items(run, vectors).to(device)

    def train(self, rows: list[tuple[list[int], int]]) -> Path:
        """Train, or go on; return where the best epoch's weights by validation ``rows`` are."""
        recipe, model, titles = self._run.recipe.encoder, self.model, self.titles
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
        epoch, best, best_epoch = 0, -1.0, 0
        if self._state.exists():
            saved = load_training_state(self._state, parts, optimizer)
            epoch, best, best_epoch = int(saved["epoch"]), saved["best"], int(saved["best_epoch"])
        with self._run.progress.stage(self._name, recipe.max_epochs, epoch) as stage:
            while epoch < recipe.max_epochs and epoch - best_epoch < recipe.patience:
                loss = self._train_epoch(optimizer, epoch)
                epoch += 1
                quality = self._quality(rows)
                check_finite(loss + quality.nll, f"{self._name}, epoch {epoch}", "encoder.lr")
                chosen = getattr(quality, recipe.choose_by)
                if chosen > best:
                    best, best_epoch = chosen, epoch
                    weights = model.state_dict() if titles is None else titles.finished(model)
                    write_tensors(self._best, weights)
                self._log(epoch, loss, quality)
                stage.advance(f"validation HR@1 {quality.hr1:.3f}, NDCG@10 {quality.ndcg10:.3f}")
                saved = {"epoch": epoch, "best": best, "best_epoch": best_epoch}
                save_training_state(self._state, parts, optimizer, saved)
        return self._best

    @torch.no_grad()
    def _quality(self, rows: list[tuple[list[int], int]]) -> EncoderQuality:
        ids = self.model.item_embedding.weight
        table = ids if self.titles is None else self.titles.eval()(ids)
        return evaluate_encoder(self.model, rows, choose_device(), table)

    def _log(self, epoch: int, loss: float, quality: EncoderQuality) -> None:
        which = {"member": self._number} if self._run.recipe.encoder.members > 1 else {}
        self._run.log.write_once(
            "encoder",
            {**which, "epoch": epoch},
            loss=loss,
            val_nll=quality.nll,
            val_hr1=quality.hr1,
            val_ndcg10=quality.ndcg10,
        )

    def _train_epoch(self, optimizer: torch.optim.Optimizer, epoch: int) -> float:
        run, model, titles = self._run, self.model, self.titles
        recipe, seed, device = run.recipe.encoder, self.seed, choose_device()
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


def clear_members(folder: Path) -> None:
    """Remove what a finished encoder has no use for, wherever a kill has left it."""
    for part in (folder, *folder.glob(f"{_MEMBER}*")):
        for name in (_BEST, _STATE):
            (part / name).unlink(missing_ok=True)
        if part != folder:
            part.rmdir()


def _titled_items(run: RunContext, vectors: Tensor) -> TitledItems:
    recipe, items = run.recipe.encoder, run.data.items
    known = torch.tensor([item.popularity > 0 for item in items])
    space = fit_title_space(vectors, recipe.text_size)
    return TitledItems(
        *(space, vectors, known, recipe.hidden_size, recipe.text_init, recipe.id_dropout),
        genre_places([item.genres for item in items]) if recipe.genres else None,
    )
