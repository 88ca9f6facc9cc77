"""Pretrains the pocket backbone: a small Llama on the item sequences of training users."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ilora_edge.system.new_file import put_in_place
from ilora_train.checkpoint import (
    load_training_state,
    save_training_state,
    write_tensors,
)
from ilora_train.knowledge import Text, read_texts, text_rows
from ilora_train.language_model import LanguageModel
from ilora_train.parts import PROJECTOR
from ilora_train.rows import Question, RowMaker, cut_sequences
from ilora_train.run_context import RunContext
from ilora_train.runtime import check_finite, choose_device, cosine, seed_step
from ilora_train.sasrec import SASRec
from ilora_train.tokenizer import load_tokenizer
from ilora_train.trees import Tree, collate

LABEL_STD = 0.05
_STATE = "state.safetensors"


@torch.no_grad()
def begin_labels(backbone: Any, encoder: SASRec, first_label_id: int) -> None:
    """Begin the labels' embeddings with the encoder's, turned at random into the backbone's width.

    Items that are alike to the encoder are alike from the first step: the labels of items that
    few users interacted with would not learn it from their own answers.
    """
    items = encoder.item_embedding.weight[1:]
    table = backbone.get_input_embeddings().weight
    turn = nn.init.orthogonal_(torch.empty(items.shape[1], table.shape[1]))
    begun = items @ turn
    begun *= LABEL_STD / begun.std()
    table[first_label_id : first_label_id + len(items)] = begun


def pretrain_backbone(run: RunContext, encoder: SASRec) -> None:
    """Train and write an ordinary HF checkpoint folder; go on from a checkpoint where one is."""
    recipe, items, folder = run.recipe.backbone, run.data.items, run.parts.backbone_folder
    if (folder / "config.json").exists():
        # A kill may have come before it was removed.
        (folder / _STATE).unlink(missing_ok=True)
        return
    part = folder.with_name(folder.name + ".part")
    part.mkdir(parents=True, exist_ok=True)
    texts = read_texts(Path(recipe.texts), items) if recipe.texts else []
    if not (part / "tokenizer.json").exists():
        words = [text.words for text in texts if text.index]
        _save_tokenizer(run.train_tokenizer(words), part)
    tokenizer = load_tokenizer(part)

    device = choose_device()
    torch.manual_seed(run.recipe.seed)
    backbone = run.parts.new_backbone(tokenizer)
    builder = run.parts.prompt_builder(tokenizer, backbone.config.max_position_embeddings)
    if builder.first_label_id is not None:
        begin_labels(backbone, encoder, builder.first_label_id)
    projector = run.parts.new_projector(encoder, recipe.hidden_size)
    model = LanguageModel(backbone, projector, recipe.dropout)
    model.to(device)
    optimizer = torch.optim.AdamW(
        _groups(model, recipe.weight_decay), lr=recipe.lr, betas=(0.9, 0.98)
    )

    maker = RowMaker(builder, items)
    rows = _EpochRows(run, maker, texts)
    questions = run.validation_questions()
    state_path = part / _STATE
    epoch = 0
    if state_path.exists():
        epoch = int(load_training_state(state_path, {"model": model}, optimizer)["epoch"])
    with run.progress.stage("backbone", recipe.epochs, epoch) as stage:
        while epoch < recipe.epochs:
            loss = _train_epoch(run, model, optimizer, rows.epoch(epoch), epoch)
            epoch += 1
            check_finite(loss, f"backbone, epoch {epoch}", "backbone.lr")
            val_ll = validation_ll(model, maker, questions)
            run.log.write_once("backbone", {"epoch": epoch}, loss=loss, val_ll=val_ll)
            stage.advance(f"validation log-likelihood {val_ll:.2f} per answer")
            save_training_state(state_path, {"model": model}, optimizer, {"epoch": epoch})
    model.backbone.save_pretrained(part)
    if projector is not None:
        write_tensors(part / PROJECTOR, projector.state_dict())
    # Until the folder has its name, a kill would cost all that was learnt.
    put_in_place(part, folder)
    (folder / _STATE).unlink()


def _save_tokenizer(tokenizer: Any, folder: Path) -> None:
    """Write a tokenizer's files, the one whose presence is asked for last, each of them whole."""
    part = folder / "tokenizer.part"
    tokenizer.save_pretrained(part)
    for path in sorted(part.iterdir(), key=lambda path: path.name == "tokenizer.json"):
        put_in_place(path, folder / path.name)
    part.rmdir()


def _groups(model: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    matrices = [p for p in model.parameters() if p.ndim == 2]
    return [
        {"params": matrices, "weight_decay": weight_decay},
        {"params": [p for p in model.parameters() if p.ndim != 2], "weight_decay": 0.0},
    ]


class _EpochRows:
    """The rows of each epoch: sequences of users, and texts where there are any."""

    def __init__(self, run: RunContext, maker: RowMaker, texts: list[Text]) -> None:
        self._recipe = run.recipe
        self._maker = maker
        self._texts = texts
        self._sequences = list(run.backbone_users.values())
        # What an item takes at most: its slots in the prompt, or its answer.
        self._sizes = [
            max(len(maker.builder.item(maker.item(i))), 1)
            for i in range(1, len(run.data.items) + 1)
        ]

    def epoch(self, epoch: int) -> list[Tree]:
        """Return the rows of an epoch, those of like length side by side."""
        recipe = self._recipe.backbone
        rng = random.Random(self._recipe.seed * 100_003 + epoch)
        room = recipe.context - len(self._maker.builder.start())
        rows = [
            self._maker.sequence(piece, [rng.random() >= recipe.unknown_share for _ in piece])
            for piece in cut_sequences(self._sequences, self._sizes, room, rng)
        ]
        if self._texts:
            sizes = recipe.texts_per_epoch, recipe.text_tokens
            rows += text_rows(self._texts, self._maker, *sizes, rng)
        # Rows of like length share a batch, so little is padding; the batches' order is random.
        rows.sort(key=lambda row: (row.n_nodes(), rng.random()))
        return rows


def _train_epoch(
    run: RunContext,
    model: LanguageModel,
    optimizer: torch.optim.Optimizer,
    rows: list[Tree],
    epoch: int,
) -> float:
    seed, recipe = run.recipe.seed, run.recipe.backbone
    starts = list(range(0, len(rows), recipe.batch_size))
    random.Random(seed * 100_003 + epoch).shuffle(starts)
    model.train()
    seed_step(seed, "backbone", epoch)
    total = 0.0
    for step, start in enumerate(starts):
        factor = cosine(epoch * len(starts) + step, recipe.epochs * len(starts), recipe.warmup)
        for group in optimizer.param_groups:
            group["lr"] = recipe.lr * factor
        batch = collate(rows[start : start + recipe.batch_size]).to(model.device)
        loss = -model.step_log_probs(batch).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), recipe.clip_norm)
        optimizer.step()
        total += float(loss.detach())
    return total / len(starts)


def validation_ll(model: LanguageModel, maker: RowMaker, questions: list[Question]) -> float:
    """Return the mean log-likelihood of an answer after a prompt as the device builds it."""
    model.eval()
    total = 0.0
    for start in range(0, len(questions), 64):
        trees = [maker.question(q) for q in questions[start : start + 64]]
        total += float(model.answer_log_probs(trees).sum())
    return total / len(questions)
