"""``ilora-edge evaluate`` on rows small enough to check by hand."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
import typer
from bundle_edits import refit_manifest
from harness import Cli, one_line
from tiny import TITLES

from ilora_cli.app import make_app
from ilora_cli.evaluate import HEADINGS, _print_table
from ilora_edge.evaluation.metrics import exact_hr1
from ilora_edge.recommender import Recommender


@pytest.fixture
def split(tmp_path: Path) -> tuple[Path, Path]:
    rows = [
        {"user": 1, "seq": [0, 1, 2], "next": 3},
        {"user": 2, "seq": [5, 9], "next": 7},
        {"user": 2, "seq": [5, 9, 7], "next": 20},
    ]
    path, items = tmp_path / "test.jsonl", tmp_path / "items.csv"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    # Positions one below the ids "1".."30" that the bundle below has.
    with items.open("w", newline="") as file:
        csv.writer(file).writerows([("id", "title"), *enumerate(TITLES)])
    return path, items


@pytest.fixture
def numbered(tmp_path: Path, own_bundle: Path) -> Path:
    """The tiny bundle with ids "1".."30" instead of "m0".."m29"."""
    connection = sqlite3.connect(own_bundle / "catalogue.db")
    connection.execute("UPDATE items SET item_id = CAST(encoder_index AS TEXT)")
    connection.commit()
    connection.close()
    refit_manifest(own_bundle)
    return own_bundle


def test_paper_mode_is_the_exact_expectation(
    cli: Cli, numbered: Path, split: tuple[Path, Path]
) -> None:
    path, items = split
    done = cli(
        "evaluate", "--bundle", numbered, "--split", path, "--split-items", items,
        "--item-offset", 1, "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert (data["n_rows"], data["n_users"]) == (3, 2)
    assert data["expectation"] == "exact over all draws"
    models = data["models"]
    assert set(models) == {"bundle", "encoder", "llm", "popularity", "random"}
    assert models["random"]["hr1"] == pytest.approx(0.05, abs=1e-6)
    for values in models.values():
        assert values["valid_ratio"] == 1.0
        assert values["hr1_valid"] == values["hr1"]
        assert values["hr1_ci"][0] <= values["hr1"] <= values["hr1_ci"][1]
    with Recommender(numbered) as device:
        expected = []
        for history, target in (([1, 2, 3], 4), ([6, 10], 8), ([6, 10, 8], 21)):
            scores = device.encoder.encode(history).item_scores
            expected.append(exact_hr1(scores, target - 1, [i - 1 for i in history]))
        popularity = np.arange(60.0, 30.0, -1.0)
        by_count = [exact_hr1(popularity, 3, [0, 1, 2]), exact_hr1(popularity, 7, [5, 9])]
        by_count.append(exact_hr1(popularity, 20, [5, 9, 7]))
    assert models["encoder"]["hr1"] == pytest.approx(np.mean(expected), abs=1e-6)
    assert models["popularity"]["hr1"] == pytest.approx(np.mean(by_count), abs=1e-6)
    paired = data["differences"]["bundle_minus_encoder"]["hr1"]
    assert paired == pytest.approx(models["bundle"]["hr1"] - models["encoder"]["hr1"], abs=2e-6)


def test_seeded_draws_are_the_same_each_time(
    cli: Cli, numbered: Path, split: tuple[Path, Path]
) -> None:
    base = (
        "evaluate", "--bundle", numbered, "--split", split[0], "--split-items", split[1],
        "--item-offset", 1, "--json", "--draws", 3,
    )  # fmt: skip
    first, second = cli(*base), cli(*base)
    assert first.out == second.out
    assert json.loads(first.out)["expectation"] == "3 seeded draws per row"
    others = {cli(*base, "--seed", seed).out for seed in range(1, 8)}
    assert len(others) > 1


def test_a_huge_fusion_weight_is_the_encoder(
    cli: Cli, numbered: Path, split: tuple[Path, Path]
) -> None:
    done = cli(
        "evaluate", "--bundle", numbered, "--split", split[0], "--split-items", split[1],
        "--item-offset", 1, "--json", "--fusion-weight", 1e6,
    )  # fmt: skip
    models = json.loads(done.out)["models"]
    assert models["bundle"]["hr1"] == pytest.approx(models["encoder"]["hr1"], abs=1e-6)


def test_product_mode_ranks_the_whole_catalogue(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("evaluate", "--bundle", bundle, "--db", db, "--mode", "product", "--json")
    data = json.loads(done.out)
    # ada and bob have a target after three kept items; cy has only two before the last.
    assert (data["n_rows"], data["n_users"]) == (2, 2)
    assert "--users-from" in done.err
    for values in data["models"].values():
        assert {"hr1", "hr10", "ndcg10", "mrr"} <= set(values)
        assert values["hr1"] <= values["mrr"] <= values["ndcg10"] <= values["hr10"]
    # 25 and 27 unseen items are left for a random list of ten.
    expected = (10 / 25 + 10 / 27) / 2
    assert data["models"]["random"]["hr10"] == pytest.approx(expected, abs=1e-5)


def test_users_from_chooses_the_users(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    users = tmp_path / "users.jsonl"
    users.write_text('{"user": "bob"}\n{"user": "bob"}\n')
    base = ("evaluate", "--bundle", bundle, "--db", db, "--mode", "product", "--json")
    data = json.loads(cli(*base, "--users-from", users).out)
    assert (data["n_rows"], data["n_users"]) == (1, 1)
    users.write_text('{"user": "zoe"}\n')
    refused = cli(*base, "--users-from", users)
    assert refused.code == 1
    assert one_line(refused.err)


def test_all_targets(cli: Cli, bundle: Path, db: Path) -> None:
    base = ("evaluate", "--bundle", bundle, "--db", db, "--mode", "product", "--json")
    assert json.loads(cli(*base, "--targets", "all").out)["n_rows"] == 4  # ada 3, bob 1


def test_targets_since_a_day(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    later = Path(shutil.copy(db, tmp_path / "later.db"))
    base = ("evaluate", "--bundle", bundle, "--db", later, "--mode", "product", "--json")
    connection = sqlite3.connect(later)
    connection.execute(
        "UPDATE interactions SET timestamp = timestamp + 86400 WHERE user_id = 'bob'"
    )
    connection.commit()
    connection.close()
    found = json.loads(cli(*base, "--targets", "all", "--since", "1970-01-02").out)
    assert (found["n_rows"], found["n_users"], found["since"]) == (1, 1, "1970-01-02")
    everyone = json.loads(cli(*base, "--targets", "all", "--since", "1970-01-01").out)
    assert everyone["n_rows"] == 4
    refused = cli(*base, "--since", "2030-01-01")
    assert refused.code == 1
    assert one_line(refused.err)
    assert "from 2030-01-01" in refused.err


def test_more_candidates(cli: Cli, bundle: Path, db: Path) -> None:
    base = ("evaluate", "--bundle", bundle, "--db", db, "--mode", "product", "--json")
    few, all_of_them = (
        json.loads(cli(*base, *more).out) for more in ((), ("--candidates", "1000"))
    )
    assert (few["n_candidates"], all_of_them["n_candidates"]) == (20, 1000)
    assert few["target_among_best"] == all_of_them["target_among_best"]
    assert few["target_among_best"]["20"] == few["target_among_candidates"]
    assert all_of_them["target_among_candidates"] == all_of_them["target_among_best"]["200"] == 1
    assert few["llm_ms"] > 0


@pytest.mark.parametrize("control", ["titles", "gates"])
def test_controls_change_the_llm_and_nothing_else(
    cli: Cli, numbered: Path, split: tuple[Path, Path], control: str
) -> None:
    base = (
        "evaluate", "--bundle", numbered, "--split", split[0], "--split-items", split[1],
        "--item-offset", 1, "--json",
    )  # fmt: skip
    plain = json.loads(cli(*base).out)
    done = cli(*base, "--control", control)
    shuffled = json.loads(done.out)
    assert "control" in done.err
    assert plain["models"]["encoder"] == shuffled["models"]["encoder"]
    assert plain["llm_target_log_likelihood"] != shuffled["llm_target_log_likelihood"]


def test_the_table_is_for_people(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("evaluate", "--bundle", bundle, "--db", db, "--mode", "product")
    assert "NDCG@10" in done.out
    assert "bundle minus encoder" in done.out


def test_a_target_outside_the_catalogue_is_missed_by_all(
    cli: Cli, numbered: Path, split: tuple[Path, Path]
) -> None:
    with split[1].open("a") as items:
        items.write("30,New Film\n")
    with split[0].open("a") as rows:
        rows.write('{"user": 3, "seq": [0, 1, 2], "next": 30}\n')
    base = (
        "evaluate", "--bundle", numbered, "--split", split[0], "--split-items", split[1],
        "--item-offset", 1, "--json",
    )  # fmt: skip
    for more in ((), ("--draws", 2)):
        done = cli(*base, *more)
        assert done.code == 0, done.err
        data = json.loads(done.out)
        assert data["n_rows"] == 4
        assert data["models"]["random"]["hr1"] == pytest.approx(0.05 * 3 / 4, abs=2e-6) or more
        assert "not in the bundle's catalogue" in done.err
    product = cli(*base, "--mode", "product")
    assert "not in the bundle's catalogue" in product.err
    read = [json.loads(line) for line in split[0].read_text().splitlines()]
    # The new film is missed by a random list too.
    n_unseen = [30 - len(set(row["seq"])) for row in read[:3]]
    expected = sum(10 / n for n in n_unseen) / 4
    assert json.loads(product.out)["models"]["random"]["hr10"] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("offset", [0, 2, -1])
def test_a_wrong_item_offset_is_noticed(
    cli: Cli, numbered: Path, split: tuple[Path, Path], offset: int
) -> None:
    done = cli(
        "evaluate", "--bundle", numbered, "--split", split[0], "--split-items", split[1],
        "--item-offset", offset,
    )  # fmt: skip
    assert done.code == 1
    assert one_line(done.err)
    assert "--item-offset" in done.err


def test_someone_who_has_seen_everything_is_a_miss_and_no_crash(
    cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    db = tmp_path / "all.db"
    connection = sqlite3.connect(db)
    connection.executescript(
        "CREATE TABLE items (item_id, title);"
        "CREATE TABLE interactions (user_id, item_id, timestamp, rating);"
    )
    ids = [*(f"m{n}" for n in range(30)), "outside"]
    connection.executemany("INSERT INTO items VALUES (?, ?)", [(i, i) for i in ids])
    connection.executemany(
        "INSERT INTO interactions VALUES ('eve', ?, ?, 5)", [(i, n) for n, i in enumerate(ids)]
    )
    connection.commit()
    connection.close()
    done = cli("evaluate", "--bundle", bundle, "--db", db, "--mode", "product", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["models"]["bundle"]["hr10"] == 0
    refused = cli("recommend", "eve", "--bundle", bundle, "--db", db)
    assert refused.code == 1
    assert one_line(refused.err)
    assert "nothing is left" in refused.err
    few = cli("evaluate", "--bundle", bundle, "--db", db, "--targets", "all")
    assert few.code == 1
    assert one_line(few.err)
    assert "19 are needed" in few.err


@pytest.mark.parametrize(
    "args",
    [
        ("--fusion-weight", "inf"),
        ("--seed", "-1"),
        ("--items", "x.csv"),
        ("--split-items", "x.csv"),
        ("--mode", "product", "--draws", "3"),
        (),
        ("--mode", "quick"),
        ("--targets", "some"),
        ("--control", "everything"),
        ("--since", "yesterday"),
        ("--since", "1998-02-30"),
        ("--candidates", "50"),
        ("--mode", "product", "--candidates", "5"),
    ],
)
def test_senseless_arguments_are_one_line(
    cli: Cli, bundle: Path, db: Path, args: tuple[str, ...]
) -> None:
    source = ("--db", db) if args else ()
    done = cli("evaluate", "--bundle", bundle, *source, *args)
    assert done.code in (1, 2)
    assert done.out == ""
    assert one_line(done.err), done.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"seq": [1, 2]', "not valid JSON"),
        ('{"seq": [1, 2]}', "needs 'seq' and 'next'"),
        ('{"seq": ["a"], "next": 1}', "needs 'seq' and 'next'"),
        ('{"seq": [1], "next": 99}', "item 100 is not in"),
        ("[]", "not a JSON object"),
        ('{"seq": [Infinity], "next": 1}', "needs 'seq' and 'next'"),
        ("[" * 100_000, "nested too deeply"),
        ("", "holds no rows"),
    ],
)
def test_a_bad_split_is_reported_with_its_line(
    cli: Cli, numbered: Path, split: tuple[Path, Path], line: str, message: str
) -> None:
    split[0].write_text(line + "\n")
    done = cli(
        "evaluate", "--bundle", numbered, "--split", split[0], "--split-items", split[1],
        "--item-offset", 1,
    )  # fmt: skip
    assert done.code == 1
    assert one_line(done.err)
    assert message in done.err


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_narrow_terminal_cuts_no_number(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = dict.fromkeys(HEADINGS, 0.25) | {f"{m}_ci": [-0.125, 0.375] for m in HEADINGS}
    names = ("bundle", "encoder", "nearest_title")
    monkeypatch.setenv("COLUMNS", str(width))
    _print_table(
        {
            **{"n_rows": 3, "n_users": 3, "expectation": "exact", "fusion_weight": 2.0},
            **{"bundle": "films", "mode": "product"},
            "models": dict.fromkeys(names, values),
            "differences": {"bundle_minus_nearest_title": values},
        }
    )
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    cells = sum(line.count("0.250 [-0.125, 0.375]") for line in lines)
    assert cells == len(HEADINGS) * 4
    assert any(line.startswith("bundle minus nearest title") for line in lines)


def test_a_split_has_an_option_of_its_own_for_its_items(
    cli: Cli, numbered: Path, split: tuple[Path, Path]
) -> None:
    base = ("evaluate", "--bundle", numbered, "--split", split[0])
    done = cli(*base, "--items", split[1])
    assert done.code == 1
    assert "the file of a split's is --split-items" in done.err
    assert "--split needs --split-items" in cli(*base).err


def test_every_recorded_command_is_one_that_still_runs() -> None:
    recorded = Path(__file__).parents[2] / "train" / "results.json"
    commands = {row.get("evaluate") for row in json.loads(recorded.read_text())}
    said = sorted(c for c in commands if c and c.startswith("ilora-edge evaluate "))
    assert said
    group = typer.main.get_command(make_app(["evaluate"]))
    evaluate = group.commands["evaluate"]  # type: ignore[attr-defined]
    for command in said:
        context = evaluate.make_context("evaluate", shlex.split(command)[2:])
        assert context.params["split"] is None or context.params["split_items"] is not None
        assert context.params["items"] is None or context.params["split"] is None
