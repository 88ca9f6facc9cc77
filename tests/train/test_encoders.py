"""Encoders alone, trained by leave-one-out and measured on the whole catalogue."""

from __future__ import annotations

import json
import math
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import titled_runs
import torch
from titled_runs import run_of

from ilora_edge.errors import RecipeError
from ilora_edge.evaluation.metrics import rank_of
from ilora_edge.importers.sequences import SequencesSource
from ilora_edge.importers.store import write_import
from ilora_train.data import (
    TrainingData,
    TrainingItem,
    leave_last_out,
    read_training_data,
)
from ilora_train.encoder import train_encoder
from ilora_train.encoder_member import evaluate_encoder
from ilora_train.recipe import DataRecipe, seconds_of
from ilora_train.recipe_file import load_recipe
from ilora_train.sasrec import SASRec, TowerShape
from ilora_train.sequences import group_by_length, left_pad
from ilora_workshop.cold_targets import ColdTargets
from ilora_workshop.encoders import EncoderTest, HeldOut, measure, rank_targets, read_held_out
from ilora_workshop.repeats import fit_repeat_offset

pytestmark = pytest.mark.usefixtures("exact")
RECIPE = """
[data]
hold_out = "last"
[encoder]
hidden_size = 8
n_blocks = 1
window = 6
dropout = 0.1
lr = 1e-2
batch_targets = 20
negatives = 10
choose_by = "ndcg10"
max_epochs = 3
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Everyone goes round a ring of thirty items, four to nine steps from where they begin."""
    lines = [
        " ".join([f"u{user}", *(f"i{(7 * user + n) % 30}" for n in range(4 + user % 6))])
        for user in range(40)
    ]
    (tmp_path / "s.txt").write_text("\n".join(lines))
    write_import(tmp_path / "h.db", SequencesSource(tmp_path / "s.txt"))
    return tmp_path / "h.db"


def test_the_last_two_items_of_everyone_are_held_out() -> None:
    sequences = {"a": [1, 2, 3, 4, 5], "b": [6, 7, 8], "c": [1, 2, 3, 4]}
    train, validation = leave_last_out(sequences)
    assert train == {"a": [1, 2, 3], "b": [6, 7, 8], "c": [1, 2]}
    assert validation == {"a": [1, 2, 3, 4], "c": [1, 2, 3]}


def test_no_test_target_is_learnt_or_chosen_by(db: Path) -> None:
    data = read_training_data(db, DataRecipe(hold_out="last"), 0)
    index = {item.item_id: n for n, item in enumerate(data.items, 1)}
    targets = data.validation_targets()
    rows = read_held_out(db, None, None)
    assert len(rows) == 40
    for row in rows:
        history = [index[i] for i in row.history]
        assert data.train[row.user] == history[:-1]
        assert index[row.target] not in data.validation[row.user]
    # Three items come before every target that is chosen by, so the shortest have none.
    assert {user: h for user, h, _ in targets} == {
        row.user: [index[i] for i in row.history[:-1]] for row in rows if len(row.history) > 3
    }


def test_of_some_users_the_last_item_alone_is_held_out(db: Path) -> None:
    whole = read_training_data(db, DataRecipe(hold_out="users", validation_users=9), 0)
    data = read_training_data(db, DataRecipe(hold_out="ends", validation_users=9), 0)
    everyone = {**whole.train, **whole.validation}
    assert len(data.validation) == 9
    for user, sequence in everyone.items():
        held_out = user in data.validation
        assert data.train[user] == (sequence[:-1] if held_out else sequence)
    assert {u: [*h, t] for u, h, t in data.validation_targets()} == data.validation


def test_a_split_by_time_learns_nothing_younger_than_its_targets(tmp_path: Path) -> None:
    lines = [f"{u} {10 * u + n} {when}" for u in range(6) for n, when in enumerate(times_of(u))]
    with sqlite3.connect(tmp_path / "h.db") as connection:
        write_schema(connection, lines)
    recipe = DataRecipe(hold_out="time", validation_from="2020-01-11", test_from="2020-01-21")
    data = read_training_data(tmp_path / "h.db", recipe, 0)
    when = {int(line.split()[1]): int(line.split()[2]) for line in lines}
    ids = [int(item.item_id) for item in data.items]
    first, second = (seconds_of(day) for day in (recipe.validation_from, recipe.test_from))
    assert data.train
    assert data.validation
    assert all(when[ids[i - 1]] < first for s in data.train.values() for i in s)
    for _, history, target in data.validation_targets():
        assert first <= when[ids[target - 1]] < second
        assert all(when[ids[i - 1]] < second for i in history)
    rows = read_held_out(tmp_path / "h.db", None, None, second)
    assert rows
    assert {row.target for row in rows} == {
        str(item) for item, at in when.items() if at >= second and item % 10 >= 3
    }


def times_of(user: int) -> list[int]:
    """One item every fourth day, beginning where another user is in the middle."""
    return [seconds_of("2020-01-01") + 86400 * (2 * user + 4 * n) for n in range(6)]


def write_schema(connection: sqlite3.Connection, lines: list[str]) -> None:
    connection.executescript(
        "CREATE TABLE items (item_id TEXT PRIMARY KEY, title TEXT NOT NULL, genres TEXT);"
        "CREATE TABLE interactions (user_id TEXT NOT NULL, item_id TEXT NOT NULL,"
        " timestamp INTEGER NOT NULL, rating REAL);"
    )
    for line in lines:
        user, item, when = line.split()
        connection.execute("INSERT INTO items VALUES (?, ?, NULL)", (item, f"item {item}"))
        connection.execute(
            "INSERT INTO interactions VALUES (?, ?, ?, NULL)", (user, item, int(when))
        )
    connection.commit()


@pytest.mark.parametrize(
    ("test_from", "validation_from"), [("2020-01-01", "2020-02-01"), ("", ""), ("x", "2020-01-01")]
)
def test_a_split_by_time_needs_two_days_in_order(
    tmp_path: Path, test_from: str, validation_from: str
) -> None:
    (tmp_path / "r.toml").write_text(
        f'[data]\nhold_out = "time"\ntest_from = "{test_from}"\n'
        f'validation_from = "{validation_from}"\n'
    )
    with pytest.raises(RecipeError, match=r"data\.validation_from and, after it, data\.test_from"):
        load_recipe(tmp_path / "r.toml")


def test_a_history_with_an_item_twice_is_ranked_like_any(db: Path) -> None:
    model = SASRec(30, TowerShape(8, 1, 1, 6, 0.0)).eval()
    once, twice = ([3, 5], 7), ([3, 3, 3, 5, 3, 5], 7)
    for row in (once, twice):
        quality = evaluate_encoder(model, [row], torch.device("cpu"))
        assert 0 <= quality.ndcg10 <= 1


def test_an_encoder_that_scores_all_alike_gains_nothing() -> None:
    model = SASRec(30, TowerShape(8, 1, 1, 6, 0.0)).eval()
    table = torch.zeros_like(model.item_embedding.weight)
    quality = evaluate_encoder(model, [([3, 5], 7)], torch.device("cpu"), table)
    assert quality.hr1 == pytest.approx(1 / 20)
    assert quality.ndcg10 == 0


def test_one_that_has_learnt_nothing_but_nan_is_not_the_best(tmp_path: Path) -> None:
    run = run_of(replace(titled_runs.RECIPE, text_size=0, lr=1e25), tmp_path)
    with pytest.raises(RecipeError, match=r"encoder, epoch 1: the loss is nan.*lower encoder\.lr"):
        train_encoder(run)


def test_seeds_are_measured_and_kept(tmp_path: Path, db: Path) -> None:
    (tmp_path / "ring.toml").write_text(RECIPE)
    recipe = load_recipe(tmp_path / "ring.toml")
    report = measure(recipe, db, tmp_path / "out", [0, 1], EncoderTest())
    text = (tmp_path / "out" / "ranks.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert report["n_rows"] == len(lines) == 40
    by_seed = np.array([line["ranks"] for line in lines]).T
    assert report["metrics"]["hr10"]["by_seed"] == [
        round(float((ranks <= 10).mean()), 6) for ranks in by_seed
    ]
    written = (tmp_path / "out" / "seed-0" / "encoder" / "encoder.safetensors").stat()
    again = measure(recipe, db, tmp_path / "out", [0, 1], EncoderTest())
    assert again == report
    assert (tmp_path / "out" / "seed-0" / "encoder" / "encoder.safetensors").stat() == written
    one = measure(recipe, db, tmp_path / "one", [0], EncoderTest(), beside=tmp_path / "out")
    beside = one["beside"]
    expected = np.mean(by_seed[0] <= 10) - np.mean(by_seed <= 10)
    assert beside["hr10"]["mean"] == pytest.approx(expected, abs=1e-6)


def test_cold_targets_are_compared_with_the_nearest_title() -> None:
    titles = ["red wine", "white wine", "green tea", "black tea", "red tea"]
    items = [TrainingItem(str(n), title, int(n < 4)) for n, title in enumerate(titles)]
    data = TrainingData(items, {}, {}, 0)
    rows = [HeldOut("a", ["2", "3"], "4"), HeldOut("b", ["2"], "1"), HeldOut("b", ["0", "1"], "4")]
    cold = ColdTargets()
    cold.add(data, rows, [2, 1, 1], seed=0)
    found = cold.to_json()
    assert found["n_rows"] == 2, "one target is known"
    assert found["hr1"]["encoder"]["mean"] == 0.5
    # The cold tea is what is nearest to two teas, and to red and white wine.
    assert found["hr1"]["nearest_title"]["mean"] == 1.0
    assert found["hr1"]["difference"]["mean"] == -0.5
    assert ColdTargets().to_json() == {"n_rows": 0}


@torch.no_grad()
def test_ranks_are_those_of_each_row_alone(db: Path) -> None:
    data = read_training_data(db, DataRecipe(hold_out="last"), 0)
    torch.manual_seed(0)
    model = SASRec(30, TowerShape(8, 1, 1, 6, 0.0)).eval()
    rows = read_held_out(db, None, None)
    rows = [*rows, HeldOut("again", ["i1", "i2", "i2"], "i2")]
    index = {item.item_id: n for n, item in enumerate(data.items, 1)}
    for offset in (-math.inf, 0.0, -1.5):
        for row, rank in zip(rows, rank_targets(model, data, rows, offset), strict=True):
            history = [index[i] for i in row.history]
            scores = model.next_scores(left_pad([history], 6))[0].numpy()
            seen = [i - 1 for i in history]
            if math.isfinite(offset):
                scores[seen], seen = scores[seen] + offset, []
            assert rank == rank_of(scores, index[row.target] - 1, seen)


@torch.no_grad()
@pytest.mark.parametrize("n_again", [0, 30, 90])
def test_items_come_again_as_often_as_they_did(n_again: int) -> None:
    torch.manual_seed(0)
    model = SASRec(20, TowerShape(8, 1, 1, 6, 0.0)).eval()
    rows = [([1 + n % 7, 9], 9 if n < n_again else 15) for n in range(100)]
    offset = fit_repeat_offset(model, rows)
    chances = []
    for history, _ in rows:
        scores = model.next_scores(left_pad([history], 6))[0]
        places = torch.tensor(history) - 1
        scores[places] = scores[places] + offset
        chances.append(float(torch.softmax(scores, -1)[places].sum()))
    assert np.mean(chances) == pytest.approx((n_again + 0.5) / 101, abs=1e-4)
    assert fit_repeat_offset(model, []) == 0.0


def test_batches_by_length_lose_nothing() -> None:
    pieces = [[n] * (2 + n % 7) for n in range(50)]
    batches = group_by_length(pieces, 12, 3, random.Random(0))
    assert sorted(p for batch in batches for p in batch) == sorted(pieces)
    assert all(sum(len(p) - 1 for p in batch) <= 12 for batch in batches)
    assert [len(b) for b in group_by_length(pieces, 0, 20, random.Random(0))] == [20, 20, 10]
