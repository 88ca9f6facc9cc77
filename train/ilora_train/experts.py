"""Trains the experts, their gate and the projector; encoder and backbone stay as they are."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ilora_edge.errors import RecipeError
from ilora_edge.prompt import PromptBuilder
from ilora_train.checkpoint import (
    load_training_state,
    save_training_state,
    write_tensors,
)
from ilora_train.language_model import answer_sums
from ilora_train.model import (
    WEIGHTS,
    ILoRA,
    checkpoint_activations,
    load_backbone,
)
from ilora_train.progress import Stage
from ilora_train.recipe import ExpertsRecipe, Recipe
from ilora_train.rows import Question, RowMaker, draw_items
from ilora_train.run_context import RunContext
from ilora_train.runtime import (
    SINGLE,
    MetricsLog,
    Processes,
    backbone_dtype,
    check_finite,
    choose_device,
    cosine,
    seed_step,
)
from ilora_train.sequences import left_pad
from ilora_train.tokenizer import load_tokenizer
from ilora_train.trees import Tree, TreeBatch, collate

_AT_ONCE = 32
"""Validation rows of one pass."""


def training_targets(
    sequences: dict[str, list[int]], n_answers: int, min_history: int
) -> list[tuple[list[int], list[int]]]:
    """Return (history, next ``n_answers`` items) after ``min_history`` items and each later one."""
    return [
        (sequence[:position], sequence[position : position + n_answers])
        for sequence in sequences.values()
        for position in range(min_history, len(sequence))
    ]


def build_model(run: RunContext) -> tuple[ILoRA, PromptBuilder]:
    """Return the model whose experts are to be trained, and what writes its prompts."""
    parts, folder = run.parts, run.parts.backbone_folder
    encoder = parts.load_encoder()
    dtype = backbone_dtype(run.recipe.experts.backbone_dtype, choose_device())
    backbone = load_backbone(folder, dtype)
    context = backbone.config.max_position_embeddings
    builder = parts.prompt_builder(load_tokenizer(folder), context)
    seed_step(run.recipe.seed, "init", 0)
    projector = parts.starting_projector(encoder, backbone)
    return parts.new_model(backbone, encoder, projector), builder


def train_experts(run: RunContext, model: ILoRA, builder: PromptBuilder) -> None:
    """Train on answers and write ``experts.safetensors``; go on from a checkpoint where one is.

    Of several processes each learns from its share of every pass; the gradients are added up, so
    their number changes nothing but the time (and what dropout drops). The main one writes.
    """
    recipe, processes = run.recipe.experts, run.processes
    folder = run.parts.experts_folder
    state_path = folder / "state.safetensors"
    if (folder / WEIGHTS).exists():
        # A kill may have come before it was removed; of several processes any may do it.
        state_path.unlink(missing_ok=True)
        return
    if recipe.batch_size < processes.count:
        raise RecipeError(
            f"experts.batch_size is {recipe.batch_size}: each of the {processes.count} processes "
            "needs a row of every pass; raise it (and lower experts.accumulate)"
        )
    folder.mkdir(parents=True, exist_ok=True)
    device = choose_device()
    model.lm.to(device)
    model.gate.to(device)
    model.encoder.to(device)
    if recipe.gradient_checkpointing:
        checkpoint_activations(model.backbone)
    optimizer = torch.optim.AdamW(parameter_groups(model, recipe), lr=recipe.lr, betas=(0.9, 0.98))
    maker = RowMaker(builder, run.data.items)
    targets = training_targets(run.experts_users, recipe.answers_per_row, recipe.min_history)
    rows = ExpertRows(model, maker, targets, run.recipe, processes)
    questions = run.validation_questions()
    step = 0
    if state_path.exists():
        saved = load_training_state(state_path, model.learners(), optimizer)
        step = int(saved["step"])
        # Killed while it validated; checkpoints without a loss were written after validation.
        if processes.is_main and "loss" in saved and not run.log.has("experts", step=step):
            _validate(run.log, model, maker, questions, step, saved["loss"])
    processes.wait()
    with run.progress.stage("experts", recipe.steps, step) as stage:
        while step < recipe.steps:
            seed_step(run.recipe.seed, "experts", step, processes.rank)
            factor = cosine(step, recipe.steps, recipe.warmup)
            for group in optimizer.param_groups:
                group["lr"] = recipe.lr * factor * group["scale"]
            before = rows.n_tokens
            loss = _step(model, optimizer, rows, step)
            step += 1
            stage.advance(f"loss {loss:.2f}", tokens=rows.n_tokens - before)
            if not processes.is_main:
                continue
            if step % recipe.checkpoint_every == 0 or step == recipe.steps:
                # First, as a kill may come at any moment of a long validation.
                progress = {"step": step, "loss": loss}
                save_training_state(state_path, model.learners(), optimizer, progress)
                _validate(run.log, model, maker, questions, step, loss, partial(_say, stage, loss))
    if processes.is_main:
        write_tensors(folder / WEIGHTS, model.tensors())
        state_path.unlink(missing_ok=True)
    processes.wait()
    model.train_mode(False)


def _say(stage: Stage, loss: float, text: str) -> None:
    stage.advance(f"loss {loss:.2f}, {text}", 0)


def _validate(
    log: MetricsLog,
    model: ILoRA,
    maker: RowMaker,
    questions: list[Question],
    step: int,
    loss: float,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    quality = expert_quality(model, maker, questions, say)
    log.write("experts", step=step, loss=loss, **quality)


def parameter_groups(model: ILoRA, recipe: ExpertsRecipe) -> list[dict[str, Any]]:
    """Return what the optimiser updates: learning rate scales, and decay for matrices alone.

    The order of the parameters is that of saved optimiser states: experts, gate, projector.
    """
    experts = [p for p in model.backbone.parameters() if p.requires_grad]
    groups: list[dict[str, Any]] = [
        {"params": experts, "scale": 1.0, "weight_decay": recipe.weight_decay}
    ]
    others: list[tuple[nn.Module | None, float]] = [(model.projector, recipe.projector_lr_scale)]
    if recipe.gate == "learned":
        others.insert(0, (model.gate, recipe.gate_lr_scale))
    for module, scale in others:
        for p in module.parameters() if module is not None else ():
            decay = recipe.weight_decay if p.ndim > 1 else 0.0
            groups.append({"params": [p], "scale": scale, "weight_decay": decay})
    return groups


@dataclass(frozen=True, slots=True)
class ExpertBatch:
    """One pass: rows with their answers, and what the losses need to know of them."""

    batch: TreeBatch
    is_target: Tensor
    """(A,): whether an answer is to be learnt; the others are ranked only."""
    ranked: Tensor
    """(B, n) answers to be ranked, the target's first; empty without a ranking loss."""
    encoder_scores: Tensor
    """(B, n): the encoder's log-probabilities of these."""
    step_share: float = 1.0
    """Share of the pass's steps to learn that this process has."""
    row_share: float = 1.0
    """Share of the pass's rows that this process has."""
    all_histories: list[list[int]] | None = None
    """The whole pass's, where this process has a share of it."""


@dataclass(slots=True)
class ExpertRows:
    """Draws the rows of each step: a function of seed and step, so that resuming is exact."""

    model: ILoRA
    maker: RowMaker
    targets: list[tuple[list[int], list[int]]]
    recipe: Recipe
    processes: Processes = SINGLE
    n_tokens: int = 0
    """Slots of all rows drawn so far, of this process, padding left out."""
    _order: tuple[int, list[int]] = field(default=(-1, []))

    def batch(self, step: int, part: int) -> ExpertBatch:
        """Return this process's share of pass ``part`` of a step.

        Every process draws the whole pass: that is cheap, and it then knows its share exactly.
        """
        recipe = self.recipe.experts
        number = step * recipe.accumulate + part
        rng = random.Random(self.recipe.seed * 1_000_003 + number)
        picked = [self.targets[i] for i in self._picked(number)]
        histories = [history for history, _ in picked]
        scores = self._encoder_scores(histories)
        trees, candidates = [], []
        for (history, answers), item_scores in zip(picked, scores, strict=True):
            ranked = self._candidates(history, answers[0], item_scores, rng)
            listed: list[int] = []
            if self.recipe.prompt.candidates_in_prompt:
                listed = rng.sample(ranked, len(ranked))
            soft = rng.random() < soft_share(step, recipe.curriculum * recipe.steps)
            rank = ranked[1:] if recipe.ranking_weight else []
            trees.append(self.maker.question(Question(history, answers, listed), soft, rank))
            candidates.append(ranked)
        return self._join(trees, candidates, scores)

    def _picked(self, number: int) -> list[int]:
        size = min(self.recipe.experts.batch_size, len(self.targets))
        epoch, position = divmod(number, max(1, len(self.targets) // size))
        if self._order[0] != epoch:
            generator = torch.Generator().manual_seed(self.recipe.seed * 100_003 + epoch)
            order = torch.randperm(len(self.targets), generator=generator).tolist()
            self._order = (epoch, order)
        return self._order[1][position * size : (position + 1) * size]

    @torch.no_grad()
    def _encoder_scores(self, histories: list[list[int]]) -> Tensor:
        encoder = self.model.encoder
        items = left_pad(histories, encoder.window).to(self.model.lm.device)
        return torch.log_softmax(encoder.next_scores(items), dim=-1).cpu()

    def _candidates(
        self, history: list[int], target: int, scores: Tensor, rng: random.Random
    ) -> list[int]:
        """Return the target, the encoder's best unseen items and uniform ones, in this order."""
        recipe = self.recipe.experts
        n = min(recipe.n_candidates, scores.shape[0] - len({*history, target}) + 1)
        n_hard = round(recipe.hard_share * (n - 1))
        scores = scores.clone()
        scores[[i - 1 for i in {*history, target}]] = -torch.inf
        hard = (scores.topk(n_hard).indices + 1).tolist()
        uniform = draw_items(target, [*history, *hard], len(scores), n - 1 - n_hard, rng)
        return [target, *hard, *uniform]

    def _join(self, trees: list[Tree], candidates: list[list[int]], scores: Tensor) -> ExpertBatch:
        # Long histories on a small catalogue leave fewer to rank; the batch ranks as few.
        n_ranked = 1 + min(t.n_ranked for t in trees)
        whole, n_steps = trees, sum(map(_n_steps, trees))
        if self.processes.count > 1:
            own = slice(self.processes.rank, None, self.processes.count)
            trees, candidates, scores = trees[own], candidates[own], scores[own]
        is_target: list[bool] = []
        ranked: list[list[int]] = []
        for tree in trees:
            first, n = len(is_target), tree.n_answers() - tree.n_ranked
            ranked.append([first, *range(first + n, first + n + tree.n_ranked)])
            is_target += [True] * n + [False] * tree.n_ranked
        chosen = torch.tensor([c[:n_ranked] for c in candidates]) - 1
        device = self.model.lm.device
        return ExpertBatch(
            collate(trees).to(device),
            torch.tensor(is_target, device=device),
            torch.tensor([r[:n_ranked] for r in ranked], device=device),
            scores.gather(1, chosen).to(device),
            sum(map(_n_steps, trees)) / n_steps,
            len(trees) / len(whole),
            [t.history for t in whole] if self.processes.count > 1 else None,
        )


def _n_steps(tree: Tree) -> int:
    learnt = tree.branches[: len(tree.branches) - tree.n_ranked]
    return len(tree.spine_answers) + sum(len(ids) for _, ids in learnt)


def soft_share(step: int, ramp: float) -> float:
    """Return the share of rows with soft tokens, all of them after ``ramp`` steps.

    It is LLaRA's curriculum (arXiv 2312.02445), by the one step counter.
    """
    return 1.0 if step >= ramp else step / ramp


def _step(model: ILoRA, optimizer: torch.optim.Optimizer, rows: ExpertRows, step: int) -> float:
    recipe = rows.recipe.experts
    model.train_mode(True)
    optimizer.zero_grad(set_to_none=True)
    total = 0.0
    for part in range(recipe.accumulate):
        loss = experts_loss(model, rows.batch(step, part), recipe) / recipe.accumulate
        loss.backward()  # type: ignore[no-untyped-call]
        total += float(loss.detach())
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    total = rows.processes.sum_gradients(parameters, total)
    check_finite(total, f"experts, step {step + 1}", "experts.lr")
    nn.utils.clip_grad_norm_(parameters, recipe.clip_norm)
    optimizer.step()
    return total


def experts_loss(model: ILoRA, rows: ExpertBatch, recipe: ExpertsRecipe) -> Tensor:
    """Return the recipe's loss: answers, ranking and balance, by their weights.

    Of a share of a pass it is what the share adds to the whole pass's loss.
    """
    gate_weights = model.gate_weights(rows.batch.histories)
    steps = model.step_log_probs(rows.batch, gate_weights)
    loss = steps.new_zeros(())
    if recipe.answer_weight:
        learnt = steps[rows.is_target[rows.batch.step_answer]].mean()
        loss = loss - recipe.answer_weight * learnt * rows.step_share
    if recipe.ranking_weight:
        scores = answer_sums(steps, rows.batch)[rows.ranked]
        fused = scores + recipe.ranking_encoder_weight * rows.encoder_scores
        first = torch.zeros(len(fused), dtype=torch.int64, device=fused.device)
        ranking = F.cross_entropy(fused, first)
        loss = loss + recipe.ranking_weight * ranking * rows.row_share
    if recipe.balance_weight:
        # K * sum_k (share of rows whose first expert is k) * (mean weight of k).
        K = gate_weights.shape[1]
        everyone = gate_weights.detach()
        if rows.all_histories is not None:
            everyone = model.gate_weights(rows.all_histories).detach()
        share = F.one_hot(everyone.argmax(dim=1), K).float().mean(dim=0)
        balance = (share * gate_weights.mean(dim=0)).sum() * rows.row_share
        loss = loss + recipe.balance_weight * K * balance
    return loss


@torch.no_grad()
def expert_quality(
    model: ILoRA,
    maker: RowMaker,
    questions: list[Question],
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, float]:
    """Return validation log-likelihoods per answer under each user's own and another's gate.

    ``gate_spread`` is the mean pairwise L1 distance of the gate weights. ``say`` is told how far it
    is: on a CPU without bfloat16 a real backbone takes a quarter of an hour.
    """
    model.train_mode(False)
    all_weights = model.gate_weights([q.history for q in questions])
    # Half a turn away: a row of another user, for all but a few.
    shifted = all_weights.roll(len(questions) // 2, dims=0)
    flat = torch.full_like(all_weights, 1.0 / all_weights.shape[1])
    sums = [0.0, 0.0, 0.0]
    for start in range(0, len(questions), _AT_ONCE):
        rows = [maker.question(q) for q in questions[start : start + _AT_ONCE]]
        for i, weights in enumerate((all_weights, shifted, flat)):
            model.context.weights = weights[start : start + _AT_ONCE]
            sums[i] += float(model.lm.answer_log_probs(rows).sum())
        say(f"validating {min(start + _AT_ONCE, len(questions))}/{len(questions)}")
    n = len(questions)
    spread = torch.cdist(all_weights, all_weights, p=1).sum() / max(1, n * (n - 1))
    return {
        "val_ll": sums[0] / n,
        "val_ll_other_gates": sums[1] / n,
        "val_ll_uniform_gate": sums[2] / n,
        "gate_spread": float(spread),
    }
