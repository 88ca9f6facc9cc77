"""Pretrains the pocket backbone: a small Llama on the item sequences of training users."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import LlamaConfig, LlamaForCausalLM

from ilora_train.checkpoint import (
    load_training_state,
    read_tensors,
    save_training_state,
    write_tensors,
)
from ilora_train.data import TrainingData, share_users
from ilora_train.knowledge import Text, read_texts, text_rows
from ilora_train.language_model import LanguageModel, Projector
from ilora_train.recipe import BackboneRecipe, Recipe
from ilora_train.rows import Question, RowMaker, cut_sequences, validation_questions
from ilora_train.run_context import RunContext
from ilora_train.runtime import choose_device, cosine, seed_step
from ilora_train.sasrec import SASRec
from ilora_train.tokenizer import load_tokenizer, prompt_builder, train_tokenizer
from ilora_train.trees import Tree, collate

PROJECTOR = "projector.safetensors"
LABEL_STD = 0.05


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
        bos_token_id=bos,
        eos_token_id=eos,
    )
    return LlamaForCausalLM(config)


@torch.no_grad()
def begin_labels(backbone: Any, encoder: SASRec, first_label_id: int) -> None:
    """Begin the labels' embeddings with the encoder's, turned at random into the backbone's width.

    Items that are alike to the encoder are alike from the first step: the labels of items that
    interacted with seldom would not learn it from their own few answers.
    """
    items = encoder.item_embedding.weight[1:]
    table = backbone.get_input_embeddings().weight
    turn = nn.init.orthogonal_(torch.empty(items.shape[1], table.shape[1]))
    begun = items @ turn
    begun *= LABEL_STD / begun.std()
    table[first_label_id : first_label_id + len(items)] = begun


def build_projector(recipe: Recipe, encoder: SASRec, width: int) -> Projector | None:
    """Return an untrained projector, None where the prompts have no soft tokens."""
    if recipe.prompt.style == "text":
        return None
    return Projector(encoder.item_embedding.weight, width)


def new_projector(folder: Path, recipe: Recipe, encoder: SASRec, backbone: Any) -> Projector | None:
    """Return the projector that the experts' stage goes on with.

    It is the one that was pretrained with the backbone; beside a backbone from elsewhere a new
    one, as large in its output as the backbone's token embeddings.
    """
    projector = build_projector(recipe, encoder, backbone.config.hidden_size)
    if projector is not None:
        if (folder / PROJECTOR).exists():
            projector.load_state_dict(read_tensors(folder / PROJECTOR))
        else:
            projector.match_scale(backbone.get_input_embeddings().weight)
    return projector


def pretrain_backbone(run: RunContext, encoder: SASRec) -> None:
    """Train and write an ordinary HF checkpoint folder; go on from a checkpoint where one is."""
    recipe, data, folder = run.recipe.backbone, run.data, run.backbone_folder
    if (folder / "config.json").exists():
        return
    part = folder.with_name(folder.name + ".part")
    part.mkdir(parents=True, exist_ok=True)
    texts = read_texts(Path(recipe.texts), data.items) if recipe.texts else []
    if not (part / "tokenizer.json").exists():
        words = [text.words for text in texts if text.index]
        made = train_tokenizer(data.items, run.recipe.prompt, recipe.vocab_size, words)
        _save_tokenizer(made, part)
    tokenizer = load_tokenizer(part)

    device = choose_device()
    torch.manual_seed(run.recipe.seed)
    bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
    backbone = build_backbone(recipe, len(tokenizer), bos, eos)
    builder = prompt_builder(tokenizer, run.recipe.prompt, backbone.config.max_position_embeddings)
    if builder.first_label_id is not None:
        begin_labels(backbone, encoder, builder.first_label_id)
    projector = build_projector(run.recipe, encoder, recipe.hidden_size)
    model = LanguageModel(backbone, projector, recipe.dropout)
    model.to(device)
    optimizer = torch.optim.AdamW(_groups(model, recipe), lr=recipe.lr, betas=(0.9, 0.98))

    maker = RowMaker(builder, data.items)
    rows = _EpochRows(data, run.recipe, maker, texts)
    questions = validation_questions(data, run.recipe)
    state_path = part / "state.safetensors"
    epoch = 0
    if state_path.exists():
        epoch = int(load_training_state(state_path, {"model": model}, optimizer)["epoch"])
    with run.progress.stage("backbone", recipe.epochs, epoch) as stage:
        while epoch < recipe.epochs:
            loss = _train_epoch(model, optimizer, rows.epoch(epoch), run.recipe, epoch)
            epoch += 1
            val_ll = validation_ll(model, maker, questions)
            run.log.write("backbone", epoch=epoch, loss=loss, val_ll=val_ll)
            stage.advance(f"validation log-likelihood {val_ll:.2f} per answer")
            save_training_state(state_path, {"model": model}, optimizer, {"epoch": epoch})
    model.backbone.save_pretrained(part)
    if projector is not None:
        write_tensors(part / PROJECTOR, projector.state_dict())
    state_path.unlink()
    part.replace(folder)


def _save_tokenizer(tokenizer: Any, folder: Path) -> None:
    """Write a tokenizer's files, the one whose presence is asked for last, each of them whole."""
    part = folder / "tokenizer.part"
    tokenizer.save_pretrained(part)
    for path in sorted(part.iterdir(), key=lambda path: path.name == "tokenizer.json"):
        path.replace(folder / path.name)
    part.rmdir()


def _groups(model: nn.Module, recipe: BackboneRecipe) -> list[dict[str, Any]]:
    return [
        {
            "params": [p for p in model.parameters() if p.ndim == 2],
            "weight_decay": recipe.weight_decay,
        },
        {"params": [p for p in model.parameters() if p.ndim != 2], "weight_decay": 0.0},
    ]


class _EpochRows:
    """The rows of each epoch: sequences of users, and texts where there are any."""

    def __init__(
        self, data: TrainingData, recipe: Recipe, maker: RowMaker, texts: list[Text]
    ) -> None:
        self._recipe = recipe
        self._maker = maker
        self._texts = texts
        users, _ = share_users(data.train, recipe.backbone.user_share, recipe.seed)
        self._sequences = list(users.values())
        # What an item takes at most: its slots in the prompt, or its answer.
        self._sizes = [
            max(len(maker.builder.item(maker.item(i))), 1) for i in range(1, len(data.items) + 1)
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
            rows += text_rows(self._texts, self._maker, recipe, rng)
        # Rows of like length share a batch, so little is padding; the batches' order is random.
        rows.sort(key=lambda row: (row.n_nodes(), rng.random()))
        return rows


def _train_epoch(
    model: LanguageModel,
    optimizer: torch.optim.Optimizer,
    rows: list[Tree],
    recipe: Recipe,
    epoch: int,
) -> float:
    backbone = recipe.backbone
    starts = list(range(0, len(rows), backbone.batch_size))
    random.Random(recipe.seed * 100_003 + epoch).shuffle(starts)
    model.train()
    seed_step(recipe.seed, "backbone", epoch)
    total = 0.0
    for step, start in enumerate(starts):
        factor = cosine(epoch * len(starts) + step, backbone.epochs * len(starts), backbone.warmup)
        for group in optimizer.param_groups:
            group["lr"] = backbone.lr * factor
        batch = collate(rows[start : start + backbone.batch_size]).to(model.device)
        loss = -model.step_log_probs(batch).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), backbone.clip_norm)
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
