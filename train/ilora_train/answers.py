"""Prompts with their answers, as training rows: the loss is on the answer alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from ilora_edge.prompt import PromptBuilder
from ilora_train.data import TrainingData
from ilora_train.recipe import Recipe
from ilora_train.sequences import MIN_HISTORY, targets_of

IGNORE = -100
N_VALIDATION_ROWS = 256


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A history, the items that followed and the candidates to list, as encoder indices."""

    history: list[int]
    targets: list[int]
    candidates: list[int]


@dataclass(frozen=True, slots=True)
class AnswerBatch:
    """Token ids (B, T), labels (B, T) that ignore all but the answers, histories for the gate."""

    input_ids: Tensor
    labels: Tensor
    histories: list[list[int]]


class AnswerBatches:
    """Makes batches from rows, with the prompt code the device runs."""

    def __init__(self, builder: PromptBuilder, titles: Sequence[str]) -> None:
        self._builder = builder
        self._title_ids = [builder.title_ids(title) for title in titles]

    def title_ids(self, item: int) -> list[int]:
        """Return the token ids of the item with this encoder index."""
        return self._title_ids[item - 1]

    def row_ids(self, row: AnswerRow) -> tuple[list[int], list[int]]:
        """Return a row's prompt and its answers, one after the other."""
        prompt = self._builder.prompt(
            [self.title_ids(i) for i in row.history], [self.title_ids(i) for i in row.candidates]
        )
        answers = [self._builder.answer(self.title_ids(target)) for target in row.targets]
        return prompt, [i for answer in answers for i in answer]

    def batch(self, rows: Sequence[AnswerRow]) -> AnswerBatch:
        """Join rows into one batch, padded on the right."""
        ids, labels = [], []
        for row in rows:
            prompt, answer = self.row_ids(row)
            ids.append(prompt + answer)
            labels.append([IGNORE] * len(prompt) + answer)
        return AnswerBatch(pad_right(ids, 0), pad_right(labels, IGNORE), [r.history for r in rows])


def pad_right(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    """Return the rows as (B, T), padded on the right."""
    T = max(len(row) for row in rows)
    return torch.tensor([[*row, *[value] * (T - len(row))] for row in rows], dtype=torch.int64)


def answer_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the mean cross-entropy of the answers' tokens; logits (B, T, V), labels (B, T)."""
    shifted = labels[:, 1:]
    known = shifted != IGNORE
    return F.cross_entropy(logits[:, :-1][known].float(), shifted[known])


def answer_log_likelihoods(logits: Tensor, labels: Tensor) -> Tensor:
    """Return log P(answer | prompt) of each row, summed over its tokens: (B,)."""
    log_probs = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    shifted = labels[:, 1:]
    picked = log_probs.gather(-1, shifted.clamp_min(0)[..., None])[..., 0]
    return (picked * (shifted != IGNORE)).sum(dim=-1)


def draw_candidates(target: int, history: list[int], n_items: int, n: int, seed: int) -> list[int]:
    """Return the target among ``n - 1`` uniform items of no history, in random order."""
    rng = random.Random(seed)
    taken = {target, *history}
    candidates = [target]
    size = min(n, n_items - len(taken) + 1)
    while len(candidates) < size:
        item = rng.randint(1, n_items)
        if item not in taken:
            taken.add(item)
            candidates.append(item)
    rng.shuffle(candidates)
    return candidates


def make_row(
    history: list[int], targets: list[int], recipe: Recipe, n_items: int, seed: int
) -> AnswerRow:
    """Return a row, with drawn candidates where the prompt lists them."""
    candidates: list[int] = []
    if recipe.prompt.candidates_in_prompt:
        seed = recipe.seed * 1_000_003 + seed
        n = recipe.experts.n_candidates
        candidates = draw_candidates(targets[0], history, n_items, n, seed)
    return AnswerRow(history, targets, candidates)


def validation_rows(data: TrainingData, recipe: Recipe) -> list[AnswerRow]:
    """Return a fixed sample of the validation users' targets."""
    rows = targets_of(data.validation, MIN_HISTORY)
    rows = random.Random(recipe.seed).sample(rows, min(N_VALIDATION_ROWS, len(rows)))
    return [make_row(h, [t], recipe, len(data.items), -1 - i) for i, (_, h, t) in enumerate(rows)]
