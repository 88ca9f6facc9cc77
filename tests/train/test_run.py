"""Training end to end on five literal users, killed and gone on with."""

from __future__ import annotations

import gzip
import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from forked_training import ForkedTraining
from interrupting import interrupt_at_the_second_epoch
from power_cuts import Renames
from safetensors.torch import load_file

from ilora_edge.bundle.named_backbones import PACKAGED
from ilora_edge.errors import CheckpointError, DatabaseError, RecipeError
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import
from ilora_train import experts, gguf_checkpoint, pretrain
from ilora_train.data import read_training_data
from ilora_train.recipe import DataRecipe
from ilora_train.recipe_file import load_recipe
from ilora_train.run import train
from ilora_train.run_folder import load_run
from ilora_train.runtime import TENSORBOARD, memory_is_told

RECIPE = """
seed = 3
[data]
min_rating = 3
validation_users = 2
exclude_users_from = ["held-out.jsonl"]
[prompt]
history_window = 4
plain_years = true
[encoder]
hidden_size = 8
window = 6
max_epochs = 3
batch_size = 2
[backbone]
vocab_size = 300
hidden_size = 32
intermediate_size = 32
n_layers = 1
n_heads = 2
context = 64
batch_size = 2
epochs = 3
[experts]
n_experts = 2
lora_rank = 4
steps = 6
batch_size = 2
checkpoint_every = 2
"""

# Soft tokens that come in by and by, labels, texts, a ranking loss, several passes per step.
EVERYTHING = RECIPE
for old, new in (
    ("[prompt]", '[prompt]\nstyle = "compact"\nanswers = "labels"'),
    ("[backbone]", '[backbone]\ntexts = "texts"\nunknown_share = 0.3'),
    (
        "[experts]",
        "[experts]\ncurriculum = 0.8\nranking_weight = 0.5\nranking_encoder_weight = 0.5\n"
        "balance_weight = 0.1\nanswers_per_row = 2\naccumulate = 2\nresidual_dropout = 0.2",
    ),
):
    EVERYTHING = EVERYTHING.replace(old, new)

PARTS = ("encoder", "backbone", "experts")


class FewUsers:
    """Eight users over thirty items; user 7 is held out, user 6 rates all but two below 3."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[Row]:
        return [
            (str(user), str((7 * user + 3 * n) % 30), n, 2.0 if user == 6 and n > 1 else 4.0)
            for user in range(8)
            for n in range(9)
        ]

    def items(self) -> list[Item]:
        return [Item(str(n), f"Film number {n} ({1950 + n})", None) for n in range(30)]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_import(tmp_path / "histories.db", FewUsers())
    (tmp_path / "held-out.jsonl").write_text('{"user": 7}\n')
    (tmp_path / "recipe.toml").write_text(RECIPE)
    (tmp_path / "texts").mkdir()
    films = [
        {"title": f"Film number {n}", "year": 1950 + n, "extract": f"It is number {n}."}
        for n in range(40)
    ]
    data = gzip.compress(json.dumps(films).encode())
    (tmp_path / "texts" / "movies-all.json.gz").write_bytes(data)
    return tmp_path


def run(work: Path, out: str, resume: bool = False) -> Path:
    train(work / "recipe.toml", work / "histories.db", work / out, resume=resume, quiet=True)
    return work / out


def weights(folder: Path) -> dict[str, bytes]:
    files = ["encoder/encoder", "backbone/model", "experts/experts"]
    return {
        f"{name}/{tensor}": value.numpy().tobytes()
        for name in files
        for tensor, value in load_file(folder / f"{name}.safetensors").items()
    }


@pytest.mark.parametrize("recipe", [RECIPE, EVERYTHING], ids=["plain", "everything"])
def test_a_run_interrupted_at_every_point_ends_in_the_same_weights(
    work: Path, monkeypatch: pytest.MonkeyPatch, recipe: str
) -> None:
    (work / "recipe.toml").write_text(recipe)
    whole = weights(run(work, "whole"))
    interrupted = 0
    for resume in [False, *[True] * 30]:
        # One epoch or checkpoint further each time, then an interruption before it is saved.
        interrupt_at_the_second_epoch(monkeypatch)
        try:
            run(work, "pieces", resume=resume)
        except KeyboardInterrupt:
            interrupted += 1
        else:
            break
    assert interrupted >= 5
    assert weights(work / "pieces") == whole


def test_a_killed_process_leaves_a_run_that_can_be_resumed(
    work: Path, training: ForkedTraining
) -> None:
    whole = weights(run(work, "whole"))
    paths = ("--db", work / "histories.db", "--out", work / "killed")
    (process,) = training.start(work / "said", [{}], work / "recipe.toml", *paths)
    metrics = work / "killed" / "metrics.jsonl"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if metrics.exists() and '"backbone"' in metrics.read_text():
            break
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    assert training.wait() == [-signal.SIGKILL], (work / "said").read_text()
    assert not (work / "killed" / "run.json").exists()
    assert weights(run(work, "killed", resume=True)) == whole


def test_a_kill_before_a_checkpoint_of_the_backbone_writes_no_line_twice(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pretrain, "save_training_state", killed)
        with pytest.raises(KeyboardInterrupt):
            run(work, "run")
    lines = (run(work, "run", resume=True) / "metrics.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    epochs = [line["epoch"] for line in found if line["stage"] == "backbone"]
    assert epochs == list(range(1, len(epochs) + 1))


def test_a_finished_run_is_complete_and_loads(work: Path) -> None:
    folder = run(work, "run")
    loaded = load_run(folder)
    assert len(loaded.items) == 30
    assert set(loaded.validation) <= {"0", "1", "2", "3", "4", "5", "6"}
    lines = (folder / "metrics.jsonl").read_text().splitlines()
    stages = {json.loads(line)["stage"] for line in lines}
    assert stages == {"encoder", "backbone", "experts"}
    assert not list(folder.rglob("*.part"))
    files = {p.suffix for p in folder.rglob("*") if p.is_file() and p.parent.name != TENSORBOARD}
    assert files <= {".safetensors", ".json", ".jsonl"}, "no pickle, no binary of another kind"
    # A kill just before these were removed.
    (folder / "run.json").unlink()
    (folder / "encoder" / "member-1").mkdir()
    left = ["encoder/best", "encoder/member-1/best", *(f"{p}/state" for p in PARTS)]
    for name in left:
        (folder / f"{name}.safetensors").write_bytes(b"left")
    before = weights(folder)
    run(work, "run", resume=True)
    assert weights(folder) == before
    assert not [name for name in left if (folder / f"{name}.safetensors").exists()]
    assert not (folder / "encoder" / "member-1").exists()


def test_a_run_outlasts_a_power_cut(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renames = Renames(monkeypatch)
    folder = run(work, "run")
    made = {path.relative_to(folder).as_posix() for path in renames.targets}
    assert made >= {
        *("encoder/encoder.safetensors", "backbone", "experts/experts.safetensors", "run.json"),
        *("encoder/state.safetensors", "experts/state.safetensors"),
    }
    assert renames.lost() == []


def test_held_out_users_reach_nothing(work: Path) -> None:
    recipe = load_recipe(work / "recipe.toml")
    data = read_training_data(work / "histories.db", recipe.data, seed=3)
    assert data.n_excluded_users == 1
    assert "7" not in {*data.train, *data.validation}
    # Popularity counts the training users' kept interactions and no others.
    assert sum(i.popularity for i in data.items) == sum(len(s) for s in data.train.values())
    lengths = {u: len(s) for u, s in {**data.train, **data.validation}.items()}
    assert lengths["6"] == 2, "ratings below 3 are left out"
    assert lengths["0"] == 9
    # Every item is numbered, and not in the order of its id.
    assert sorted(int(i.item_id) for i in data.items) == list(range(30))
    assert [int(i.item_id) for i in data.items] != list(range(30))


def test_a_folder_in_use_is_refused(work: Path) -> None:
    run(work, "run")
    with pytest.raises(CheckpointError, match=r"not empty.*--resume"):
        run(work, "run")


def test_resuming_with_another_recipe_or_other_data_is_refused(work: Path) -> None:
    run(work, "run")
    (work / "run" / "run.json").unlink()
    recipe = work / "recipe.toml"
    recipe.write_text(RECIPE.replace("lora_rank = 4", "lora_rank = 8"))
    with pytest.raises(CheckpointError, match=r"experts\.lora_rank differs"):
        run(work, "run", resume=True)
    recipe.write_text(RECIPE)
    (work / "held-out.jsonl").write_text('{"user": 7}\n{"user": 5}\n')
    with pytest.raises(CheckpointError, match="other data"):
        run(work, "run", resume=True)


def test_exclusion_that_matches_nobody_is_refused(work: Path) -> None:
    (work / "held-out.jsonl").write_text('{"user": "val-3"}\n')
    with pytest.raises(DatabaseError, match="none of the 1 users"):
        run(work, "run")


@pytest.mark.parametrize(
    ("n_items", "n_events", "message"),
    [(30, 3, "more than 3 interactions"), (12, 9, "29 are needed")],
)
def test_too_little_to_learn_from_is_said(
    work: Path, n_items: int, n_events: int, message: str
) -> None:
    class Few(FewUsers):
        def interactions(self) -> list[Row]:
            return [
                (str(u), str((u + n) % n_items), n, 4.0) for u in range(8) for n in range(n_events)
            ]

        def items(self) -> list[Item]:
            return [Item(str(n), f"Film {n}", None) for n in range(n_items)]

    write_import(work / "few.db", Few())
    with pytest.raises(DatabaseError, match=message):
        train(work / "recipe.toml", work / "few.db", work / "few", quiet=True)
    assert not (work / "few").exists()


def test_a_large_seed_is_a_seed(work: Path) -> None:
    recipe = work / "recipe.toml"
    recipe.write_text(RECIPE.replace("seed = 3", "seed = 20261123"))
    assert (run(work, "run") / "run.json").exists()


def test_too_few_users_is_said(work: Path) -> None:
    with pytest.raises(DatabaseError, match="7 users"):
        read_training_data(
            work / "histories.db",
            DataRecipe(exclude_users_from=(str(work / "held-out.jsonl"),), validation_users=7),
            seed=0,
        )


def test_too_little_memory_is_one_line() -> None:
    with pytest.raises(RecipeError, match="more memory than there is"), memory_is_told("recipe"):
        torch.empty(1 << 60)
    with pytest.raises(RuntimeError, match="another"), memory_is_told("recipe"):
        raise RuntimeError("another")


def test_a_run_is_loaded_to_be_asked_otherwise_than_it_learnt(work: Path) -> None:
    folder = run(work, "run")
    whole, cut = load_run(folder), load_run(folder, years_in_answers=False)
    title = next(item.title for item in whole.items if item.title.endswith(")"))
    assert whole.recipe.prompt.years_in_answers, "what lies there is as it was"
    assert cut.recipe == replace(
        whole.recipe, prompt=replace(whole.recipe.prompt, years_in_answers=False)
    )
    long, short = (r.builder.answer(r.builder.title_ids(title)) for r in (whole, cut))
    assert short == long[: len(short)] != long


def test_an_unfinished_run_is_not_loaded(work: Path) -> None:
    with pytest.raises(CheckpointError, match="no such run"):
        load_run(work / "nowhere")
    (work / "half").mkdir()
    with pytest.raises(CheckpointError, match="not finished"):
        load_run(work / "half")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("lora_rank = 4", "lora_rank = 5"), "multiple of experts.n_experts"),
        (("seed = 3", "sed = 3"), "unknown field sed"),
        (("window = 6", 'window = "six"'), "encoder.window must be int"),
        (("[encoder]", "[encoder"), "not valid TOML"),
        (("[encoder]", "nested = " + "[" * 5_000 + "\n[encoder]"), "nested too deeply"),
        (('["held-out.jsonl"]', '["gone.jsonl"]'), "no such file"),
        (("steps = 6", "steps = 6\nlr = 0"), "lr must be above 0"),
        (("seed = 3", "seed = -1"), "seed must be in"),
        (("max_epochs = 3", "max_epochs = 0"), "max_epochs must be at least 1"),
        (("hidden_size = 32", "hidden_size = 40"), "multiples of 32"),
        (("checkpoint_every = 2", "checkpoint_every = 0"), "checkpoint_every must be"),
        (("[prompt]", '[prompt]\nstyle = "verse"'), "prompt.style must be one of text, hybrid"),
        (("[prompt]", '[prompt]\nanswers = "smells"'), "prompt.answers must be one of titles"),
        (("history_window = 4", "history_window = 1001"), r"history_window must be in 1\.\.1000"),
        (("steps = 6", "steps = 6\nanswer_weight = 0"), "answer_weight and ranking_weight must"),
        (("steps = 6", "steps = 6\ncurriculum = 1.5"), r"curriculum must be in \[0, 1\]"),
        (("steps = 6", 'steps = 6\ngate = "open"'), "gate must be one of learned, random"),
        (("[backbone]", '[backbone]\npath = "no/such"'), r"no config\.json"),
        (("steps = 6", "steps = 6\nresidual_dropout = 5"), r"residual_dropout must be in \[0, 1\)"),
        (
            ("steps = 6", 'steps = 6\ntargets = ["lm_head"]'),
            "experts.targets must be of q",
        ),
        (("steps = 6", "steps = 6\nlr = inf"), "experts.lr must be a number, not inf"),
        (("steps = 6", "steps = 6\nlr = 1" + "0" * 400), "experts.lr must be a number, not 1000"),
        (("steps = 6", "steps = 6\nclip_norm = nan"), "clip_norm must be a number, not nan"),
        (("steps = 6", "steps = 6\nclip_norm = 0"), "clip_norm must be above 0"),
        (("steps = 6", "steps = 6\nwarmup = 1.5"), r"warmup must be in \[0, 1\]"),
        (("steps = 6", "steps = 6\nweight_decay = -1"), "weight_decay must be at least 0"),
        (("steps = 6", "steps = 6\nlora_alpha = 1e7"), "lora_alpha must be at most 1,000,000"),
        (("steps = 6", "steps = 4294967296"), r"experts.steps must be less than 2\^31"),
        (("window = 6", "window = 100000"), "encoder.window must be at most 16,384"),
        (("seed = 3", 'seed = 3\nname = "' + "n" * 201 + '"'), "name must have 1 to 200"),
        (
            ("[prompt]", '[prompt]\nhistory_header = "' + "h" * 4097 + '"'),
            "at most 4,096 characters",
        ),
    ],
)
def test_a_bad_recipe_is_named(work: Path, change: tuple[str, str], message: str) -> None:
    (work / "recipe.toml").write_text(RECIPE.replace(*change))
    with pytest.raises(RecipeError, match=message):
        load_recipe(work / "recipe.toml")


@pytest.mark.parametrize("path", sorted(Path("train/recipes").glob("*.toml")), ids=str)
def test_the_committed_recipes_are_valid(
    path: Path, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = PACKAGED["smollm2-135m"]
    if known.name in path.read_text() and known.find() is None:
        pytest.skip(f"not installed: {known.command}")
    # That a GGUF file can be read is shown elsewhere; it takes a while for a real one.
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).touch()
    monkeypatch.setattr(gguf_checkpoint, "gguf_folder", lambda _: tmp_path)
    assert load_recipe(path).name == path.stem


def test_what_was_learnt_is_saved_before_it_is_validated(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(folder: Path) -> list[dict[str, object]]:
        text = (folder / "metrics.jsonl").read_text().splitlines()
        found = [json.loads(line) for line in text]
        return [{k: v for k, v in line.items() if k != "seconds"} for line in found]

    whole = run(work, "whole")
    quality, asked = experts.expert_quality, 0

    def kill(*given: Any) -> dict[str, float]:
        nonlocal asked
        asked += 1
        if asked % 2:
            raise KeyboardInterrupt
        return quality(*given)

    monkeypatch.setattr(experts, "expert_quality", kill)
    interrupted = 0
    for resume in [False, *[True] * 30]:
        try:
            run(work, "pieces", resume=resume)
        except KeyboardInterrupt:
            interrupted += 1
            assert (work / "pieces" / "experts" / "state.safetensors").exists()
        else:
            break
    assert interrupted == sum(line["stage"] == "experts" for line in lines(whole)) > 1
    assert weights(work / "pieces") == weights(whole)
    assert lines(work / "pieces") == lines(whole), "each validation is logged, and once"
