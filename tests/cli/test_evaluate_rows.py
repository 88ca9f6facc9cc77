"""Which rows ``ilora-edge evaluate`` takes, against what, and what it leaves in files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from bundle_edits import refit_manifest
from harness import Cli, one_line
from tiny import TITLES

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.item_scorers import FloatArray, ItemScorer, score_by_history
from ilora_edge.evaluation.metrics import exact_hr1
from ilora_edge.evaluation.paper import evaluate_paper
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.row_values import check_same_rows, read_row_values
from ilora_edge.evaluation.rows import Row, read_database, read_users
from ilora_edge.evaluation.scoring import Terms
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender

N = len(TITLES)


def row(user: str, history: Sequence[int], target: int) -> Row:
    """A row over the tiny catalogue, whose item ``m0`` has encoder index 1."""
    ids = [f"m{n}" for n in history]
    return Row(user, tuple(map(HistoryItem, ids)), frozenset(ids), f"m{target}")


ROWS = [row("a", [0, 1, 2], 3), row("b", [5, 9], 27), row("b", [5, 9, 27], 20)]


@pytest.fixture
def cold_bundle(own_bundle: Path) -> Path:
    """A bundle whose items m5 to m29 are cold."""
    connection = sqlite3.connect(own_bundle / "catalogue.db")
    connection.execute("UPDATE items SET popularity = 0 WHERE encoder_index > 5")
    connection.commit()
    connection.close()
    refit_manifest(own_bundle)
    return own_bundle


@pytest.fixture
def longer_db(tmp_path: Path) -> Path:
    """Users whose histories reach into the cold items of ``cold_bundle``."""
    path = tmp_path / "longer.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE items (item_id, title);"
        "CREATE TABLE interactions (user_id, item_id, timestamp, rating);"
    )
    items = [(f"m{n}", title) for n, title in enumerate(TITLES)]
    connection.executemany("INSERT INTO items VALUES (?, ?)", items)
    for user, sequence in {"eve": [0, 1, 2, 8], "fay": [4, 3, 2, 1], "gil": [0, 7, 2, 9]}.items():
        connection.executemany(
            "INSERT INTO interactions VALUES (?, ?, ?, 5)",
            [(user, f"m{item}", time) for time, item in enumerate(sequence)],
        )
    connection.commit()
    connection.close()
    return path


def test_other_models_stand_beside_the_standard_ones(bundle: Path) -> None:
    rising = np.arange(float(N))
    with Recommender(bundle) as device:
        terms = Terms(
            others={
                "rising": lambda row: rising,
                "last": score_by_history(
                    device.catalogue.items(), lambda history: np.eye(N)[history[-1] % N]
                ),
                "constant": lambda row: np.zeros(N),
            }
        )
        exact = evaluate_paper(device, ROWS, terms).to_json()
        drawn = evaluate_paper(device, ROWS, terms, draws=4).to_json()
        product = evaluate_product(device, ROWS, terms).to_json()
    for data in (exact, drawn, product):
        assert list(data["models"]) == [
            "bundle", "encoder", "llm", "popularity", "random", "rising", "last", "constant",
        ]  # fmt: skip
        assert list(data["differences"])[-1] == "bundle_minus_constant"
        assert len(data["differences"]) == 7
    expected = [
        exact_hr1(rising, 3, [0, 1, 2]),
        exact_hr1(rising, 27, [5, 9]),
        exact_hr1(rising, 20, [5, 9, 27]),
    ]
    assert exact["models"]["rising"]["hr1"] == pytest.approx(np.mean(expected), abs=1e-6)
    # The item after the last one of each history: m3 is the only target it finds.
    assert product["models"]["last"]["hr1"] == pytest.approx(1 / 3, abs=1e-6)
    for data in (exact, drawn):
        assert data["models"]["constant"]["hr1"] == pytest.approx(0.05, abs=1e-6)
        assert data["models"]["random"]["hr1"] == pytest.approx(0.05, abs=1e-6)


def test_draws_of_one_prefill_agree_with_the_expectation(bundle: Path) -> None:
    with Recommender(bundle) as device:
        exact = evaluate_paper(device, ROWS).to_json()
        drawn = evaluate_paper(device, ROWS, draws=300).to_json()
    for model in ("bundle", "encoder", "llm"):
        expected = exact["models"][model]["hr1"]
        assert drawn["models"][model]["hr1"] == pytest.approx(expected, abs=0.05)
    expected = exact["llm_target_log_likelihood"]
    assert drawn["llm_target_log_likelihood"] == pytest.approx(expected, abs=1e-3)


def always(scores: FloatArray) -> ItemScorer:
    return lambda row: scores


def test_bundles_that_number_the_items_otherwise_get_the_same_draws(
    bundle: Path, own_bundle: Path
) -> None:
    connection = sqlite3.connect(own_bundle / "catalogue.db")
    connection.execute("UPDATE items SET item_id = 'new-' || item_id")
    connection.execute("UPDATE items SET item_id = 'm' || (29 - substr(item_id, 6))")
    connection.commit()
    connection.close()
    refit_manifest(own_bundle)
    values = []
    for folder in (bundle, own_bundle):
        with Recommender(folder) as device:
            numbers = np.array([float(i.item_id[1:]) for i in device.catalogue.items()])
            report = evaluate_paper(
                device, ROWS, Terms(others={"number": always(numbers)}), draws=5
            )
            values.append(report.values["number"]["hr1"])
    assert values[0] == values[1]
    assert 0 < sum(values[0]) < len(ROWS)


def test_senseless_other_models_are_errors(bundle: Path) -> None:
    with Recommender(bundle) as device:
        for evaluate in (evaluate_paper, evaluate_product):
            with pytest.raises(OptionError, match=r"shape \(3,\); the catalogue has 30"):
                evaluate(device, ROWS, Terms(others={"short": lambda row: np.zeros(3)}))
            with pytest.raises(OptionError, match="standard model"):
                evaluate(device, ROWS, Terms(others={"llm": lambda row: np.zeros(N)}))


def test_few_events_are_one_row_per_user(db: Path) -> None:
    rows = read_database(db, ["ada", "bob", "cy"], 3.0, 3, last=True, events=2)
    assert [(r.user, [i.item_id for i in r.history], r.target) for r in rows] == [
        ("ada", ["m0", "m1"], "m2"),
        ("bob", ["m20", "m11"], "m8"),
        ("cy", ["outside", "m2"], "m4"),
    ]
    none = read_database(db, ["bob"], 3.0, 3, last=True, events=0)
    assert [(r.history, r.target) for r in none] == [((), "m20")]
    with pytest.raises(OptionError, match="exactly 9"):
        read_database(db, None, 3.0, 3, last=True, events=9)


@pytest.mark.parametrize("mode", ["paper", "product"])
def test_events_may_be_none_at_all(cli: Cli, bundle: Path, db: Path, mode: str) -> None:
    base = ("evaluate", "--bundle", bundle, "--db", db, "--mode", mode, "--json")
    data = json.loads(cli(*base, "--events", 0, "--baseline", "nearest-title").out)
    assert (data["n_users"], data["events"]) == (4, 0)
    assert "nearest_title" in data["models"]


@pytest.mark.parametrize(("cold", "n_pool"), [("all", 25), ("mix", None)])
def test_cold_rows_have_targets_nobody_met(
    cli: Cli, cold_bundle: Path, longer_db: Path, tmp_path: Path, cold: str, n_pool: int | None
) -> None:
    out = tmp_path / "rows.jsonl"
    done = cli(
        "evaluate", "--bundle", cold_bundle, "--db", longer_db, "--targets", "all",
        "--cold", cold, "--rows", out, "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    data = json.loads(done.out)
    # Eve's m8 and gil's m9; his m7 has too short a history before it.
    assert [json.loads(line)["target"] for line in out.read_text().splitlines()] == ["m8", "m9"]
    assert data["expectation"] == "20 seeded draws per row"
    assert data["cold"] == cold
    assert data.get("n_pool") == n_pool
    assert "nearest_title" in data["models"]
    assert data["models"]["random"]["hr1"] == pytest.approx(0.05, abs=1e-6)
    popularity = data["models"]["popularity"]["hr1"]
    # Among cold items popularity knows nothing; beside the others it is nearly always wrong.
    assert popularity == pytest.approx(0.05, abs=1e-6) if cold == "all" else popularity < 0.02


def test_the_pool_is_where_negatives_come_from(bundle: Path) -> None:
    falling = -np.arange(float(N))
    pool = list(range(5, N))
    with Recommender(bundle) as device:
        for draws in (None, 3):
            report = evaluate_paper(
                device, ROWS[:1], Terms(others={"falling": lambda row: falling}), draws, pool
            )
            # The target m3 is above all of the pool.
            assert report.values["falling"]["hr1"] == [pytest.approx(1.0)]
        # Nineteen for the first row; the history of the second has one of them.
        with pytest.raises(OptionError, match="18 items can be drawn"):
            evaluate_paper(device, ROWS, pool=[*range(5, 9), *range(10, 20), *range(22, 27)])


def test_too_few_cold_items_are_one_line(cli: Cli, bundle: Path, longer_db: Path) -> None:
    done = cli("evaluate", "--bundle", bundle, "--db", longer_db, "--cold", "mix")
    assert done.code == 1
    assert one_line(done.err)
    assert "none of the 3 rows" in done.err


def test_rows_without_a_user_are_named_as_the_import_names_them(tmp_path: Path) -> None:
    path = tmp_path / "val.part.jsonl"
    path.write_text('{"seq": [1], "next": 2}\n\n{"user": 7}\n{"seq": []}\n')
    assert read_users(path) == ["val-1", "7", "val-4"]


def test_the_rows_file_can_be_paired(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    out.write_text("old\n")
    base = ("evaluate", "--bundle", bundle, "--db", db, "--mode", "product", "--json")
    data = json.loads(cli(*base, "--targets", "all", "--rows", out).out)
    assert list(tmp_path.glob(".*")) == []
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(x["user"], x["target"]) for x in lines] == [
        ("ada", "m3"), ("ada", "m4"), ("ada", "m5"), ("bob", "m3"),
    ]  # fmt: skip
    assert set(lines[0]["models"]) == {"bundle", "encoder", "llm", "popularity", "random"}
    assert set(lines[0]["models"]["llm"]) == {"hr1", "hr10", "ndcg10", "mrr"}
    values = read_row_values(out, "random", "hr10")
    assert np.mean(values.values) == pytest.approx(data["models"]["random"]["hr10"], abs=1e-6)
    check_same_rows(values, read_row_values(out, "bundle", "mrr"))
    cli(*base, "--rows", tmp_path / "fewer.jsonl")
    fewer = read_row_values(tmp_path / "fewer.jsonl", "bundle", "mrr")
    with pytest.raises(OptionError, match="same rows"):
        check_same_rows(values, fewer)


@pytest.mark.parametrize(
    "args",
    [
        ("--events", "-1"),
        ("--events", "2", "--targets", "all"),
        ("--cold", "some"),
        ("--cold", "all", "--mode", "product"),
        ("--baseline", "oracle"),
        ("--rows", "/nowhere/at/all.jsonl"),
        ("--rows", "/tmp"),
    ],
)
def test_senseless_choices_are_one_line(
    cli: Cli, bundle: Path, db: Path, args: tuple[str, ...]
) -> None:
    done = cli("evaluate", "--bundle", bundle, "--db", db, *args)
    assert done.code in (1, 2)
    assert done.out == ""
    assert one_line(done.err), done.err
