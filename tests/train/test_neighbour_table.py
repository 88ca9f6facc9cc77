"""Which items stand in the same histories: the table, what it says of a history, what it weighs."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from drawn_rows import rows_drawn_by
from titled_runs import RECIPE, run_of, vectors
from torch import Tensor

from ilora_edge.encoder import Encoder
from ilora_edge.errors import RecipeError
from ilora_export.onnx_encoder import export_encoder
from ilora_train.calibration import calibrate
from ilora_train.encoder import train_encoder
from ilora_train.ilora import Gate
from ilora_train.neighbours import (
    FLOOR,
    MAX_ITEMS,
    RIDGES,
    NeighbourTable,
    check_neighbours,
    fit_neighbours,
)
from ilora_train.plan import Planner
from ilora_train.recipe import ExpertsRecipe
from ilora_train.sasrec import SASRec, TowerShape

N_ITEMS = 12
ONCE = torch.ones(1)


def histories(n: int = 60, n_items: int = N_ITEMS) -> list[list[int]]:
    draw = random.Random(4)
    return [draw.sample(range(1, n_items + 1), draw.randint(2, 6)) for _ in range(n)]


def dense(table: NeighbourTable) -> Tensor:
    """The whole matrix B (N, N) that a table stands for."""
    n = table.n_items
    found = torch.zeros(n + 1, n + 1)
    items, values = table.get_buffer("items").long(), table.get_buffer("values")
    return found.scatter_add(1, items, values)[1:, 1:]


def small_table() -> NeighbourTable:
    """Item 1 speaks for 2 by .5 and for 3 by .2, item 2 for 3 by .4 and against 4 by .3."""
    table = NeighbourTable(5, 2)
    table.get_buffer("items")[1:3] = torch.tensor([[2, 3], [3, 4]])
    table.get_buffer("values")[1:3] = torch.tensor([[0.5, 0.2], [0.4, -0.3]])
    return table


def test_the_table_makes_the_regression_of_every_item_on_the_others_least() -> None:
    sequences = histories()
    sequences[0] = [*sequences[0], sequences[0][0]]  # What comes again is there once.
    ridge = 5.0
    found = dense(fit_neighbours(sequences, N_ITEMS, ridge, N_ITEMS))
    X = torch.zeros(len(sequences), N_ITEMS, dtype=torch.float64)
    for row, sequence in zip(X, sequences, strict=True):
        row[torch.tensor(sequence) - 1] = 1.0
    for item in range(N_ITEMS):
        # By its definition: a ridge regression without the item itself, one column at a time.
        others = [j for j in range(N_ITEMS) if j != item]
        A = X[:, others]
        weights = torch.linalg.solve(A.T @ A + ridge * torch.eye(len(others)), A.T @ X[:, item])
        torch.testing.assert_close(found[others, item].double(), weights, atol=1e-5, rtol=1e-4)
        assert found[item, item] == 0


def test_the_largest_entries_are_kept() -> None:
    whole = dense(fit_neighbours(histories(), N_ITEMS, 5.0, N_ITEMS))
    kept = dense(fit_neighbours(histories(), N_ITEMS, 5.0, 3))
    assert ((kept != 0).sum(1) == 3).all()
    assert torch.equal(kept[kept != 0], whole[kept != 0])
    least_kept = kept.abs().where(kept != 0, torch.inf).min(1).values
    dropped = whole.where(kept == 0, 0).abs().max(1).values
    assert (least_kept >= dropped).all()


def test_an_item_of_nobody_has_no_neighbours() -> None:
    table = dense(fit_neighbours(histories(n_items=N_ITEMS - 1), N_ITEMS, 5.0, 4))
    assert not table[-1].any()
    assert not table[:, -1].any()


@pytest.mark.parametrize(
    ("history", "decay", "expected"),
    [
        ([0, 0, 1], 0.5, [0, 0.5, 0.2, 0, 0]),
        # The earlier one counts half, and what speaks against is not below nothing.
        ([0, 1, 2], 0.5, [0, 0.25, 0.5, 0, 0]),
        # Twice there counts once, where it was last.
        ([1, 2, 1], 0.5, [0, 0.5, 0.4, 0, 0]),
        # One from outside the catalogue is older than nothing and speaks for nothing.
        ([1, 9], 0.5, [0, 0.25, 0.1, 0, 0]),
        ([0, 0, 5], 1.0, [0, 0, 0, 0, 0]),
    ],
)
def test_what_a_history_says(history: list[int], decay: float, expected: list[float]) -> None:
    found = small_table().evidence(torch.tensor([history]), torch.tensor([decay]))
    logs = torch.log(torch.tensor([expected]) / FLOOR + 1)
    torch.testing.assert_close(found, logs, atol=1e-5, rtol=1e-5)


def test_items_held_to_be_cold_say_nothing_and_nothing_speaks_for_them() -> None:
    without = torch.tensor([True, False, True, False, False])
    found = small_table().evidence(torch.tensor([[1, 2]]), ONCE, without)
    assert not found.any()
    without[2] = False
    found = small_table().evidence(torch.tensor([[1, 2]]), ONCE, without)
    assert found[0, 2] == pytest.approx(float(torch.log(torch.tensor(0.4 / FLOOR + 1))), abs=1e-5)


def drawn(table: NeighbourTable, weight: float, decay: float = 1.0) -> list[tuple[list[int], int]]:
    """Rows as likely as the table says with this weight."""

    def logits(histories: Tensor) -> Tensor:
        return weight * table.evidence(histories, torch.tensor([decay]))

    return rows_drawn_by(logits, table.n_items, 8)


def test_an_item_from_outside_stands_beside_nothing() -> None:
    table = NeighbourTable(3, 1)
    table.get_buffer("items")[3] = 1
    table.get_buffer("values")[3] = 1.0
    one = torch.ones(1)
    assert table.evidence(torch.tensor([[3]]), one)[0, 0] > 4
    assert not table.evidence(torch.tensor([[4]]), one).any()
    assert torch.equal(
        table.evidence(torch.tensor([[4, 3]]), one), table.evidence(torch.tensor([[0, 3]]), one)
    )


@pytest.mark.parametrize("weight", [0.0, 0.8])
def test_the_weight_is_the_one_that_targets_were_drawn_with(weight: float) -> None:
    n_items = 40
    table = fit_neighbours(histories(300, n_items), n_items, 5.0, 20)
    model = SASRec(n_items, TowerShape(4, 1, 1, 5, 0.0)).eval()
    known = torch.ones(n_items, dtype=torch.bool)
    with torch.no_grad():
        model.item_embedding.weight.zero_()
    found = calibrate(model, None, known, drawn(table, weight), 0, 0.0, {5.0: table})
    assert found.neighbours == pytest.approx(weight, abs=0.15)
    assert found.neighbours_ridge == (5.0 if found.neighbours else 0.0)
    late = drawn(table, 2.0, decay=0.3)
    found = calibrate(model, None, known, late, 0, 0.0, {5.0: table})
    assert (found.neighbours_decay, found.neighbours_ridge) == (0.8, 5.0)


def test_too_many_items_are_refused_before_anything_is_trained() -> None:
    check_neighbours(MAX_ITEMS)
    with pytest.raises(RecipeError, match="set it to 0"):
        check_neighbours(MAX_ITEMS + 1)


def test_a_trained_encoder_has_them_and_so_has_the_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Beside titles: tests/train/test_encoder_members.py.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    recipe = replace(RECIPE, text_size=0, max_epochs=1, neighbours=3)
    run = run_of(recipe, tmp_path)
    encoder = train_encoder(run, lambda run: vectors())
    assert encoder.neighbours is not None
    assert encoder.neighbours.get_buffer("weight") > 0
    *_, line = (tmp_path / "metrics.jsonl").read_text().splitlines()
    assert f'"neighbours_ridge": {RIDGES[0]}' in line or any(str(r) in line for r in RIDGES)
    export_encoder(
        encoder, Gate(encoder.hidden_size, ExpertsRecipe()).eval(), None, tmp_path / "encoder.onnx"
    )
    device = Encoder(tmp_path / "encoder.onnx")
    rows = [[1, 3, 5], [2, 4, 2], [6]]
    padded = torch.tensor([[0] * (6 - len(row)) + row for row in rows])
    expected = torch.log_softmax(encoder.next_scores(padded), -1).detach().numpy()
    for found, scores in zip(device.encode_batch(rows), expected, strict=True):
        assert found.item_scores == pytest.approx(scores, abs=1e-5)


def test_the_plan_says_what_finding_them_takes(tmp_path: Path) -> None:
    def note(n_neighbours: int) -> str:
        run = run_of(replace(RECIPE, text_size=0, neighbours=n_neighbours), tmp_path)
        planner = Planner.__new__(Planner)  # Its tokenizer and rows are the experts' alone.
        planner.recipe = run.recipe
        planner.data = replace(run.data, items=run.data.items[:1] * 10_000)
        return planner.encoder_stage().note

    assert "its neighbours, 1.1 GiB for a while" in note(3)
    assert "neighbours" not in note(0)
