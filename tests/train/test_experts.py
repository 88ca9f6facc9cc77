"""What the experts learn from, and by which losses, on the tiny random model."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny import tiny_items, tiny_recipe, tiny_run
from torch import Tensor, nn

from ilora_train.data import TrainingData
from ilora_train.experts import (
    ExpertBatch,
    ExpertRows,
    experts_loss,
    parameter_groups,
    soft_share,
    train_experts,
    training_targets,
)
from ilora_train.ilora import expert_layers
from ilora_train.progress import Progress
from ilora_train.rows import RowMaker
from ilora_train.run_context import RunContext
from ilora_train.run_folder import FinishedRun
from ilora_train.runtime import MetricsLog

pytestmark = pytest.mark.usefixtures("exact")

SEQUENCES = {
    "a": [1, 2, 3, 4, 5, 6, 7, 8],
    "b": [30, 29, 28, 27, 26],
    # Interacted with twice, also as a target that stands in its own history.
    "c": [9, 9, 10, 9, 11, 9],
}


def make_run(folder: Path, **experts: object) -> FinishedRun:
    fields = {"batch_size": 4, "ranking_weight": 1.0, "n_candidates": 9, "dropout": 0.0, **experts}
    return tiny_run(folder, tiny_recipe(style="compact", answers="labels", **fields))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return make_run(tmp_path_factory.mktemp("run"))


def rows_of(run: FinishedRun, **experts: object) -> ExpertRows:
    recipe = replace(run.recipe, experts=replace(run.recipe.experts, **experts))  # type: ignore[arg-type]
    maker = RowMaker(run.builder, run.items)
    return ExpertRows(run.model, maker, training_targets(SEQUENCES, 1, 3), recipe)


def ranked_items(run: FinishedRun, batch: ExpertBatch) -> list[list[int]]:
    """Each row's candidates, read back from their labels."""
    first = run.builder.first_label_id
    assert first is not None
    token_of = dict(
        zip(batch.batch.step_answer.tolist(), batch.batch.step_token.tolist(), strict=True)
    )
    return [[token_of[answer] - first + 1 for answer in row] for row in batch.ranked.tolist()]


def log_softmax(scores: Tensor) -> np.ndarray:
    x = scores.detach().numpy().astype(np.float64)
    x = x - x.max()
    out: np.ndarray = x - np.log(np.exp(x).sum())
    return out


def test_targets_follow_so_many_items() -> None:
    assert training_targets({"a": [5, 6, 7, 8, 9], "b": [1, 2, 3]}, 2, 3) == [
        ([5, 6, 7], [8, 9]),
        ([5, 6, 7, 8], [9]),
    ]
    assert training_targets({"a": [5, 6], "b": [1]}, 2, 1) == [([5], [6])]


def test_candidates_are_the_target_the_encoder_s_best_and_uniform_items(run: FinishedRun) -> None:
    rows = rows_of(run)
    targets = {tuple(h): t for h, (t,) in training_targets(SEQUENCES, 1, 3)}
    met, uniform = set(), set()
    for step in range(12):
        batch = rows.batch(step, 0)
        for history, candidates, scores in zip(
            batch.batch.histories, ranked_items(run, batch), batch.encoder_scores, strict=True
        ):
            met.add(tuple(history))
            assert len(candidates) == len(set(candidates)) == 9
            assert candidates[0] == targets[tuple(history)]
            assert not set(history) & set(candidates[1:])
            with torch.no_grad():
                items = torch.tensor([[0] * max(0, 8 - len(history)) + history[-8:]])
                state = run.model.encoder.last_state(items)
                all_scores = log_softmax(run.model.encoder.scores(items, state)[0])
            known = {*history, candidates[0]}
            unseen = [i for i in np.argsort(-all_scores) + 1 if i not in known]
            assert candidates[1:5] == unseen[:4], "half of eight negatives are the best"
            uniform |= set(candidates[5:])
            expected = [all_scores[i - 1] for i in candidates]
            assert scores.tolist() == pytest.approx(expected, abs=1e-4)
    assert met == set(targets)
    assert len(uniform) > 20, "the others come from everywhere"


def test_a_small_catalogue_leaves_fewer_to_rank(run: FinishedRun) -> None:
    batch = rows_of(run, n_candidates=40, batch_size=10).batch(0, 0)
    # The longest history has seven items, its target is the eighth: 22 others are left.
    assert batch.ranked.shape == batch.encoder_scores.shape == (10, 23)
    for history, candidates in zip(batch.batch.histories, ranked_items(run, batch), strict=True):
        assert len(set(candidates)) == 23
        assert not set(history) & set(candidates[1:])


def test_without_a_ranking_loss_only_the_target_is_scored(run: FinishedRun) -> None:
    batch = rows_of(run, ranking_weight=0.0).batch(0, 0)
    assert batch.ranked.tolist() == [[0], [1], [2], [3]]
    assert batch.is_target.tolist() == [True] * 4


def test_rows_are_a_function_of_seed_and_step(run: FinishedRun) -> None:
    def contents(batch: ExpertBatch) -> list[object]:
        return [batch.batch.slots.tolist(), batch.batch.step_token.tolist(), batch.ranked.tolist()]

    whole = rows_of(run, curriculum=1.0, steps=6, accumulate=2)
    batches = [contents(whole.batch(step, part)) for step in range(6) for part in range(2)]
    # A resumed run makes its rows anew and asks for the later steps alone.
    resumed = rows_of(run, curriculum=1.0, steps=6, accumulate=2)
    later = [contents(resumed.batch(step, part)) for step in range(3, 6) for part in range(2)]
    assert later == batches[6:]
    assert len({json.dumps(b) for b in batches}) == 12, "no pass is another's copy"


def test_soft_tokens_come_in_by_the_one_step_counter(run: FinishedRun) -> None:
    assert [soft_share(step, ramp=5.0) for step in range(7)] == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0]
    assert soft_share(0, ramp=0.0) == 1.0
    assert soft_share(9, ramp=10.0) == 0.9
    rows = rows_of(run, steps=40, curriculum=0.5, accumulate=3)
    shares = []
    for step in (0, 5, 10, 15, 20, 39):
        parts = [(rows.batch(step, part).batch.slots < 0).any(dim=1) for part in range(3)]
        shares.append(float(torch.cat(parts).float().mean()))
    assert shares[0] == 0.0
    assert 0.0 < sum(shares[1:4]) < 3.0
    assert shares[4:] == [1.0, 1.0]


def test_a_uniform_gate_is_plain_lora_of_the_same_rank(tmp_path: Path) -> None:
    made = make_run(tmp_path, gate="uniform")
    # tiny_run draws every gate; this one begins, and stays, at zero.
    nn.init.zeros_(made.model.gate.linear.weight)
    histories = [[1, 2, 3], [30, 7]]
    weights = made.model.gate_weights(histories)
    assert weights.tolist() == [[0.25] * 4] * 2
    tokens = torch.tensor([[5, 9, 40, 77, 12, 301, 8], [6, 2, 3, 4, 300, 7, 9]])
    with torch.no_grad():
        mixed = made.model.logits(tokens, weights)
        for _, layer in expert_layers(made.model.backbone):
            # W + alpha / r * B A, with alpha 32 and r 8.
            layer.base.weight += 32.0 / 8.0 * layer.lora_b @ layer.lora_a
            layer.lora_b.zero_()
        plain = made.model.logits(tokens, weights)
    assert (mixed - plain).abs().max() < 1e-5 * max(1.0, float(plain.abs().max()))


def small_data() -> TrainingData:
    validation = {"v1": [1, 2, 3, 4, 5, 6], "v2": [9, 8, 7, 6, 5, 4, 3]}
    return TrainingData(tiny_items(), SEQUENCES, validation, 0)


@pytest.mark.parametrize(
    ("gate", "learns"), [("learned", True), ("random", False), ("uniform", False)]
)
def test_only_a_learned_gate_learns(tmp_path: Path, gate: str, learns: bool) -> None:
    made = make_run(tmp_path / "run", gate=gate, steps=2, checkpoint_every=2)
    before = {n: p.detach().clone() for n, p in made.model.gate.named_parameters()}
    backbone = {
        n: p.detach().clone() for n, p in made.model.backbone.named_parameters() if "lora" not in n
    }
    experts = next(layer.lora_b for _, layer in expert_layers(made.model.backbone))
    old = experts.detach().clone()
    log = MetricsLog(tmp_path / "metrics.jsonl")
    context = RunContext(made.recipe, small_data(), tmp_path / "out", log, Progress(True))
    train_experts(context, made.model, made.builder)
    log.close()
    after = dict(made.model.gate.named_parameters())
    assert all(torch.equal(before[n], after[n]) for n in before) is not learns
    assert not torch.equal(old, experts)
    still = dict(made.model.backbone.named_parameters())
    assert all(torch.equal(p, still[n]) for n, p in backbone.items()), "the backbone is frozen"
    groups = parameter_groups(made.model, made.recipe.experts)
    trained = {id(p) for group in groups for p in group["params"]}
    assert all((id(p) in trained) is learns for p in made.model.gate.parameters())


def level_labels(run: FinishedRun) -> None:
    """Make every label equally likely after anything: the embeddings are the outputs too."""
    first = run.builder.first_label_id
    with torch.no_grad():
        run.model.backbone.get_input_embeddings().weight[first:] = 0.0


def test_a_constant_scorer_s_ranking_loss_is_that_of_guessing(tmp_path: Path) -> None:
    made = make_run(tmp_path, answer_weight=0.0)
    level_labels(made)
    batch = rows_of(made).batch(0, 0)
    with torch.no_grad():
        loss = experts_loss(made.model, batch, made.recipe.experts)
        assert float(loss) == pytest.approx(math.log(9), abs=1e-5)
        twice = experts_loss(made.model, batch, replace(made.recipe.experts, ranking_weight=2.0))
        assert float(twice) == pytest.approx(2 * math.log(9), abs=1e-5)
        # With the encoder's help it is the encoder's own cross-entropy among the nine.
        recipe = replace(made.recipe.experts, ranking_encoder_weight=0.7)
        helped = experts_loss(made.model, batch, recipe)
    own = [-log_softmax(0.7 * row)[0] for row in batch.encoder_scores]
    assert float(helped) == pytest.approx(float(np.mean(own)), abs=1e-5)
    assert abs(float(helped) - math.log(9)) > 1e-3


def test_the_answers_loss_reads_the_targets_alone(tmp_path: Path) -> None:
    made = make_run(tmp_path, ranking_weight=0.5)
    recipe = replace(made.recipe.experts, ranking_weight=0.0)
    batch = rows_of(made).batch(0, 0)
    assert batch.is_target.sum() == 4
    assert len(batch.is_target) == 4 * 9
    with torch.no_grad():
        loss = float(experts_loss(made.model, batch, recipe))
        weights = made.model.gate_weights(batch.batch.histories)
        steps = made.model.step_log_probs(batch.batch, weights)
    assert loss == pytest.approx(-float(steps[::9].mean()), abs=1e-5)


class FixedGate(nn.Module):
    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        self.weights = weights

    def forward(self, _: Tensor) -> Tensor:
        return self.weights


def test_the_balance_loss_is_smallest_where_experts_are_used_alike(run: FinishedRun) -> None:
    batch = rows_of(run, batch_size=8).batch(0, 0)
    recipe = replace(run.recipe.experts, answer_weight=0.0, ranking_weight=0.0, balance_weight=1.0)

    def loss(weights: list[list[float]]) -> float:
        model = replace(run.model, gate=FixedGate(torch.tensor(weights)))  # type: ignore[arg-type]
        with torch.no_grad():
            return float(experts_loss(model, batch, recipe))

    flat = [0.25] * 4
    turns = [[0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], [0.1, 0.1, 0.7, 0.1], [0.1, 0.1, 0.1, 0.7]]
    assert loss([flat] * 8) == pytest.approx(1.0)
    assert loss(turns * 2) == pytest.approx(1.0), "alike over the batch, not in each row"
    # K * (1 * 0.7) where all rows take the same first; two of four: 4 * 2 * 0.5 * 0.4.
    assert loss([turns[0]] * 8) == pytest.approx(2.8)
    assert loss(turns[:2] * 4) == pytest.approx(1.6)
