"""The results: what is trained and shared, what is averaged, what the tables say."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.errors import OptionError, RecipeError
from ilora_edge.evaluation.row_values import RowValues
from ilora_edge.evaluation.rows import Row as Question
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import
from ilora_train.data import read_training_data
from ilora_train.recipe import Recipe
from ilora_train.recipe_file import load_recipe
from ilora_workshop.results.__main__ import main
from ilora_workshop.results.earlier import read_results, with_earlier
from ilora_workshop.results.measure import some_of
from ilora_workshop.results.plots import write_plots
from ilora_workshop.results.result_row import ResultRow, mark_headlines, write_results
from ilora_workshop.results.stages import place_of, recipe_toml, stage_keys
from ilora_workshop.results.summary import average_rows
from ilora_workshop.results.tables import (
    BEGIN,
    END,
    full_page,
    overview,
    replace_block,
    write_tables,
)
from ilora_workshop.results.variants import load_plan, variant_recipe

ROOT = Path(__file__).resolve().parents[2]

RECIPE = """
[data]
min_rating = 3
exclude_users_from = ["splits/test.jsonl"]
validation_users_from = "splits/val.jsonl"
[prompt]
style = "compact"
answers = "labels"
history_window = 4
[encoder]
hidden_size = 8
window = 6
max_epochs = 2
batch_size = 2
[backbone]
vocab_size = 320
hidden_size = 32
intermediate_size = 32
n_layers = 1
n_heads = 2
context = 64
batch_size = 2
epochs = 2
[experts]
n_experts = 2
lora_rank = 4
steps = 3
batch_size = 2
"""
PLAN = """
[datasets.toy]
title = "Toy"
database = "histories.db"
splits = "splits"
note = "Made up."
published = { "a model, 7B" = 0.5 }
[datasets.steam]
title = "Steam"
not_measured = "no training file"
[[variants]]
name = "ilora"
title = "iLoRA"
dataset = "toy"
recipe = "recipe.toml"
seeds = [0, 1]
compare_with = ["lora"]
evaluations = ["paper", "large", "few", "product", "validation"]
[[variants]]
name = "lora"
title = "plain LoRA"
dataset = "toy"
recipe = "recipe.toml"
overrides = { "experts.n_experts" = 1 }
seeds = [0]
evaluations = ["paper", "validation"]
[[variants]]
name = "to-come"
dataset = "toy"
recipe = "not-there.toml"
evaluations = ["paper"]
"""


class Toy:
    """Ten users over thirty-two items; users 6 and 7 are for tests, 8 and 9 for validation."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[Row]:
        return [(str(u), str(item(u, n)), n, 4.0) for u in range(10) for n in range(8)]

    def items(self) -> list[Item]:
        return [Item(str(n), f"Film number {n} ({1950 + n})", None) for n in range(32)]


def item(user: int, n: int) -> int:
    return (7 * user + 3 * n) % 32


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_import(tmp_path / "histories.db", Toy())
    (tmp_path / "splits").mkdir()
    for name, users in (("test", (6, 7)), ("val", (8, 9))):
        rows = [
            {"user": u, "seq": [item(u, n) for n in range(7)], "next": item(u, 7)} for u in users
        ]
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "splits" / f"{name}.jsonl").write_text(lines)
    titles = "".join(f"{n},Film number {n}\n" for n in range(32))
    (tmp_path / "splits" / "items.csv").write_text(f"id,title\n{titles}")
    (tmp_path / "recipe.toml").write_text(RECIPE)
    (tmp_path / "results.toml").write_text(PLAN)
    (tmp_path / "README.md").write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n")
    (tmp_path / "docs").mkdir()
    return tmp_path


def results(*arguments: str) -> int:
    return main(
        [
            "--plan", "results.toml", "--out", "kept", "--json", "results.json",
            "--readme", "README.md", "--page", "docs/results.md", "--threads", "1",
            "--quiet", *arguments,
        ]
    )  # fmt: skip


def result(**values: Any) -> ResultRow:
    """A fabricated row of the bundle of a variant."""
    row = ResultRow(
        dataset="toy", rows="paper", mode="paper", detail="", model="iLoRA", variant="ilora",
        part="bundle", prompt="compact, labels", headline=False, hr1=0.5, ci_low=0.4,
        ci_high=0.6, ndcg10=None, ndcg10_ci=None, hr10=None, mrr=None, n_rows=95, n_users=95,
        seeds=[0, 1], by_seed={"hr1": [0.4, 0.6]}, minus={}, expectation="exact over all draws",
        bundle_mb=5.25, ms_per_user=12.4, command="python -m it", evaluate=None,
        recipe="12345678",
    )  # fmt: skip
    return dataclasses.replace(row, **values)


def product(ndcg10: float, **values: Any) -> ResultRow:
    given = {"mode": "product", "ndcg10": ndcg10, "ndcg10_ci": [ndcg10 - 0.1, ndcg10 + 0.1]}
    return result(**{**given, **values})


# The plan


def test_the_projects_own_plan_is_valid() -> None:
    plan = load_plan(ROOT / "train" / "results.toml")
    assert [v.key for v in plan.select(["lora"])] == ["movielens-lora", "lastfm-lora"]
    assert plan.datasets["steam"].not_measured == "no training file"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "lora"', 'nam = "lora"', "variant 2: unknown field nam; known: compare_with"),
        ('name = "lora"', 'name = "ilora"', "variant toy-ilora: there are two of this name"),
        ('name = "lora"', 'name = "lora/2"', "a name has letters, digits and hyphens"),
        ("seeds = [0]", 'seeds = ["0"]', "seeds must be a list of int, not"),
        ("seeds = [0]", "seeds = []", "seeds must name at least one"),
        ('["paper"]', '["papers"]', "no evaluation 'papers'; known: paper, large"),
        ('dataset = "toy"', 'dataset = "steam"', "there is no [datasets.steam] to train on"),
        ('compare_with = ["lora"]', 'compare_with = ["x"]', "no other variant 'x'"),
        ('splits = "splits"', "", "datasets.toy: splits is missing"),
        ('database = "histories.db"', "", "give either importer (with folder) or database"),
        ("[datasets.steam]", "[dataset.steam]", "unknown table dataset; known: datasets"),
    ],
)
def test_a_mistake_in_the_plan_is_named(work: Path, old: str, new: str, message: str) -> None:
    (work / "results.toml").write_text(PLAN.replace(old, new))
    with pytest.raises(RecipeError) as caught:
        load_plan(work / "results.toml")
    assert message in str(caught.value)
    assert "results.toml: " in str(caught.value)


def test_overrides_change_the_recipe_and_unknown_ones_are_named(work: Path) -> None:
    plan = load_plan(work / "results.toml")
    ilora, lora, _ = plan.variants
    assert variant_recipe(plan, ilora, 1).experts.n_experts == 2
    recipe = variant_recipe(plan, lora, 7)
    assert (recipe.experts.n_experts, recipe.seed, recipe.name) == (1, 7, "toy-lora")
    for name in ("data.cold", "experts.n_experts.x", "lora"):
        wrong = dataclasses.replace(lora, overrides={name: 0.1})
        with pytest.raises(RecipeError, match=f"variant toy-lora: unknown field {name}"):
            variant_recipe(plan, wrong, 0)


# What is shared


def stages(work: Path, overrides: dict[str, Any] | None = None, seed: int = 0) -> dict[str, str]:
    plan = load_plan(work / "results.toml")
    variant = dataclasses.replace(plan.variants[0], overrides=overrides or {})
    recipe = variant_recipe(plan, variant, seed)
    return stage_keys(recipe, read_training_data(work / "histories.db", recipe.data, seed))


def test_stages_are_shared_where_nothing_that_determines_them_differs(work: Path) -> None:
    ours = stages(work)
    assert stages(work, {"experts.gate": "random", "experts.n_experts": 1}) == ours
    backbone = stages(work, {"prompt.style": "hybrid"})
    assert backbone["encoder"] == ours["encoder"]
    assert backbone["backbone"] != ours["backbone"]
    for other in (stages(work, seed=1), stages(work, {"encoder.dropout": 0.1})):
        assert other["encoder"] != ours["encoder"]
        assert other["backbone"] != ours["backbone"]
    assert stages(work, {"backbone.epochs": 3})["backbone"] != ours["backbone"]


def test_other_data_share_nothing(work: Path) -> None:
    ours = stages(work)
    (work / "splits" / "test.jsonl").write_text('{"user": 6}\n{"user": 5}\n')
    theirs = stages(work)
    assert not set(ours.values()) & set(theirs.values())


def test_a_recipe_has_its_own_folder_and_reads_back(work: Path) -> None:
    plan = load_plan(work / "results.toml")
    ilora, lora, _ = plan.variants
    recipe = variant_recipe(plan, ilora, 0)
    assert place_of(work, ilora, recipe) == place_of(work, ilora, recipe)
    assert place_of(work, ilora, recipe) != place_of(
        work, ilora, variant_recipe(plan, dataclasses.replace(lora, name="ilora"), 0)
    )
    for given in (recipe, Recipe('name with "quotes" and \\ and ü')):
        (work / "again.toml").write_text(recipe_toml(given))
        assert load_recipe(work / "again.toml") == given


# Averages and headlines


def test_rows_are_averaged_over_the_seeds_that_have_them() -> None:
    a = RowValues(["u", "v", "v"], ["1", "2", "3"], [0.0, 1.0, 1.0])
    b = RowValues(["u", "v", "v"], ["1", "2", "3"], [1.0, 1.0, 0.0])
    assert average_rows([a, b]).values == [0.5, 1.0, 0.5]
    other = RowValues(["u", "w"], ["1", "9"], [1.0, 0.0])
    pooled = average_rows([a, other], same=False)
    assert (pooled.users, pooled.values) == (["u", "v", "v", "w"], [0.5, 1.0, 1.0, 0.0])
    with pytest.raises(OptionError, match="not measured on the same rows"):
        average_rows([a, other])


def test_where_rows_are_dear_the_same_few_are_measured_whoever_asks() -> None:
    rows = [Question(f"u{n}", (), frozenset(), str(n)) for n in range(50)]
    few = some_of(rows, 7)
    assert len(few) == 7
    assert few == some_of(rows, 7)
    assert [row.user for row in few] == [row.user for row in rows if row in few]
    assert some_of(rows, 0) == some_of(rows, 60) == rows


def test_the_headline_is_chosen_on_validation_whatever_the_test_rows_say() -> None:
    rows = [
        result(hr1=0.9),
        result(variant="lora", hr1=0.1),
        result(rows="validation", hr1=0.3),
        result(rows="validation", variant="lora", hr1=0.4),
        product(0.1, rows="product"),
        product(0.9, rows="product", variant="lora"),
        product(0.2, rows="validation"),
        product(0.1, rows="validation", variant="lora"),
        # Never measured on validation, a part of a bundle, and one of several few-event rows.
        result(variant="unchecked", hr1=1.0),
        result(part="llm", hr1=1.0),
        result(rows="few", detail="1", hr1=1.0),
        result(rows="few", detail="pooled", hr1=0.2),
    ]
    marked = mark_headlines(rows)
    assert [n for n, row in enumerate(marked) if row.headline] == [1, 3, 4, 11]


# Rows measured earlier


def test_rows_measured_earlier_stay_until_they_are_measured_again(tmp_path: Path) -> None:
    recipes = {"toy-ilora": "12345678", "toy-lora": "ABCDEFAB"}
    three = result(seeds=[0, 1, 2], hr1=0.3)
    one = result(seeds=[0], hr1=0.4)
    llm = result(part="llm", seeds=[0])
    assert with_earlier([one], [three, llm], recipes) == [three, llm]
    again = result(seeds=[0, 1, 2], hr1=0.9)
    assert with_earlier([again], [three], recipes) == [again]
    # Another recipe, a variant that is gone.
    old = [result(recipe="00000000"), result(variant="gone")]
    assert with_earlier([llm], old, recipes) == [llm]
    path = tmp_path / "results.json"
    assert read_results(path) == []
    write_results(path, [three, llm])
    assert read_results(path) == [three, llm]
    path.write_text('[{"rows": 1}]')
    with pytest.raises(OptionError, match="not this project's results"):
        read_results(path)


# The tables


def test_the_block_between_the_markers_is_replaced_and_nothing_else() -> None:
    text = f"a\n{BEGIN}\nold\n{END}\nb\n"
    once = replace_block(text, "new\n", "README.md")
    assert once == f"a\n{BEGIN}\nnew\n{END}\nb\n"
    assert replace_block(once, "new\n", "README.md") == once
    for wrong in ("nothing", f"{END}{BEGIN}", text + text):
        with pytest.raises(OptionError, match=r"README.md: needs the lines <!-- results:begin"):
            replace_block(wrong, "new", "README.md")


def test_tables_say_what_was_measured_and_what_was_not(work: Path) -> None:
    plan = load_plan(work / "results.toml")
    difference = {
        "SASRec": {"hr1": [0.031, 0.002, 0.06]},
        "plain LoRA": {"hr1": [-0.01, -0.1, 0.1]},
    }
    rows = mark_headlines(
        [
            result(hr1=0.5, minus=difference),
            result(part="encoder", model="SASRec", prompt=None, hr1=0.25, bundle_mb=None),
            result(rows="validation", hr1=0.3),
            product(0.2, rows="validation"),
        ]
    )
    text = overview(plan, rows)
    assert "| iLoRA | compact, labels | 0, 1 | 5.2 | 12 | **.500** (.400–.600) |" in text
    assert "| plain LoRA |  |  |  |  | not measured |" in text
    assert "+.031 (+.002 to +.060) *" in text
    assert "-.010 (-.100 to +.100) |" in text
    assert "*published: a model, 7B*" in text
    assert "### Steam\n\nnot measured (no training file)." in text
    page = full_page(plan, rows)
    assert "Made up." in page
    assert "```\npython -m it\n```" in page
    assert "NDCG@10" in page


def test_plots_are_small_the_same_each_time_and_linked(work: Path) -> None:
    plan = load_plan(work / "results.toml")
    difference = {"SASRec": {"hr1": [0.031, 0.002, 0.06], "ndcg10": [0.1, -0.1, 0.2]}}
    rows = mark_headlines(
        [
            result(minus=difference),
            result(rows="validation", minus=difference),
            product(0.2, rows="validation", minus=difference),
        ]
    )
    folder = work / "docs" / "plots"
    write_plots(plan, rows, folder)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_plots(plan, rows, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    names = ["accuracy-by-size.svg", "accuracy-by-time.svg", "bundle-minus-encoder.svg"]
    assert sorted(first) == names
    assert all(len(data) < 100_000 for data in first.values())
    write_tables(plan, rows, work / "README.md", work / "docs" / "results.md")
    readme = (work / "README.md").read_text()
    assert readme.startswith("Before.\n")
    assert readme.endswith("After.\n")
    assert "](docs/plots/accuracy-by-size.svg)" in readme
    assert "](plots/accuracy-by-size.svg)" in (work / "docs" / "results.md").read_text()
    write_plots(plan, [], folder)
    assert list(folder.iterdir()) == []


# The whole way


@pytest.mark.slow
def test_from_the_plan_to_the_tables(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # One variant names a recipe that is not there: the others are measured, and it is said.
    assert results("--rows", "paper", "--rows", "validation") == 1
    said = capsys.readouterr()
    assert "left out" in said.err
    assert "not-there.toml" in said.err
    assert "toy-lora, seed 0" in said.err
    assert "encoder and backbone: as another variant has trained them" in said.err
    assert "toy paper paper | iLoRA | HR@1" in said.out
    assert results("--only", "ilora") == 0
    rows = [ResultRow.from_json(row) for row in json.loads((work / "results.json").read_text())]
    by_kind = {row.rows for row in rows}
    assert by_kind == {"paper", "large", "few", "product", "validation"}
    for kind in by_kind:
        assert sum(row.headline for row in rows if row.rows == kind) == 1
    paper = {row.model: row for row in rows if row.rows == "paper"}
    baselines = {"SASRec", "popularity", "random", "item-KNN", "Markov"}
    assert set(paper) == baselines | {
        "iLoRA", "iLoRA, LLM alone", "plain LoRA", "plain LoRA, LLM alone",
    }  # fmt: skip
    ilora = paper["iLoRA"]
    assert (ilora.seeds, ilora.n_rows, ilora.n_users) == ([0, 1], 2, 2)
    assert ilora.prompt == "compact, labels"
    assert ilora.bundle_mb is not None
    assert ilora.ms_per_user is not None
    assert set(ilora.minus) == baselines - {"random"} | {"iLoRA, LLM alone", "plain LoRA"}
    assert paper["plain LoRA"].seeds == [0]
    assert paper["random"].hr1 == pytest.approx(0.05)
    assert sum(ilora.by_seed["hr1"]) / 2 == pytest.approx(ilora.hr1, abs=1e-5)
    large = next(row for row in rows if row.rows == "large" and row.model == "iLoRA")
    assert (large.n_rows, large.n_users) == (10, 2)
    few = {row.detail: row for row in rows if row.rows == "few" and row.model == "iLoRA"}
    assert few["pooled"].n_rows == 8
    readme = (work / "README.md").read_text()
    assert "| plain LoRA |" in readme
    assert "not measured" in readme
    # Nothing is left to do: the same files again.
    before = (work / "results.json").read_bytes(), readme, (work / "docs/results.md").read_text()
    assert results("--table-only") == 0
    after = (work / "README.md").read_text(), (work / "docs/results.md").read_text()
    assert ((work / "results.json").read_bytes(), *after) == before
    # Rows outlive the folder that they were measured in.
    shutil.rmtree(work / "kept")
    assert results("--table-only") == 0
    assert (work / "results.json").read_bytes() == before[0]


def test_one_line_says_what_is_wrong(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert results("--only", "lroa") == 1
    assert capsys.readouterr().err == (
        "error: --only lroa: no such variant; known: toy-ilora, toy-lora, toy-to-come\n"
    )
    assert results("--only", "to-come") == 1
    assert "not-there.toml: cannot be read" in capsys.readouterr().err
