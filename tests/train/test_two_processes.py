"""Training by two processes, as accelerate launches them, ends where one does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from forked_training import ForkedTraining
from safetensors.torch import load_file
from tiny import tiny_items, tiny_recipe
from toy_checkpoints import RECIPE, FewUsers, run, toy_model, write_checkpoint

from ilora_edge.errors import RecipeError
from ilora_edge.importers.store import write_import
from ilora_train.data import TrainingData
from ilora_train.experts import train_experts
from ilora_train.progress import Progress
from ilora_train.run_context import RunContext
from ilora_train.runtime import MetricsLog, Processes, launched_processes


@pytest.fixture
def work(tmp_path: Path) -> Path:
    write_import(tmp_path / "histories.db", FewUsers())
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


def test_one_process_needs_no_launcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    processes = launched_processes()
    assert (processes.count, processes.is_main, processes.accelerator) == (1, True, None)
    assert processes.sum_gradients([], 1.5) == 1.5


def environment() -> dict[str, str]:
    unnamed = {k: v for k, v in os.environ.items() if k not in ("RANK", "WORLD_SIZE")}
    return {**unnamed, "OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}


def words(work: Path, out: str, *options: object) -> list[str]:
    paths = ("--db", work / "histories.db", "--out", work / out)
    return [str(word) for word in (work / "recipe.toml", *paths, *options)]


def launch_two(work: Path, out: str, *options: object) -> str:
    done = subprocess.run(
        [
            sys.executable, "-m", "accelerate.commands.accelerate_cli", "launch", "--cpu",
            "--num_processes", "2", "--num_machines", "1", "--mixed_precision", "no",
            "--dynamo_backend", "no", "--main_process_port", "0",
            "-m", "ilora_cli", "train", *words(work, out, *options),
        ],
        capture_output=True, text=True, check=False, timeout=300, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr


def ranks() -> list[dict[str, str]]:
    """Return what the launcher says to either of two processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    both = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "ACCELERATE_USE_CPU": "true"}
    both |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    return [{**both, "RANK": rank, "LOCAL_RANK": rank} for rank in ("0", "1")]


def assert_same_experts(one: Path, two: Path) -> None:
    expected = load_file(one / "experts" / "experts.safetensors")
    found = load_file(two / "experts" / "experts.safetensors")
    moved = 0.0
    for name, tensor in expected.items():
        assert torch.allclose(tensor, found[name], atol=2e-4, rtol=1e-2), name
        moved += float(tensor.abs().sum()) if name.endswith("lora_b") else 0.0
    assert moved > 0


@pytest.mark.slow
def test_two_processes_end_in_the_weights_of_one(work: Path) -> None:
    folder = write_checkpoint(work / "hf")
    one = run(work, "one", backbone=folder)
    said = launch_two(work, "two", "--backbone", folder)
    assert said.count("next: ilora-edge export") == 1, "one process speaks"
    assert (work / "two" / "run.json").exists()
    assert not (work / "two" / "experts" / "state.safetensors").exists()
    assert_same_experts(one, work / "two")
    losses = [
        [json.loads(line)["loss"] for line in (path / "metrics.jsonl").read_text().splitlines()]
        for path in (one, work / "two")
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)


@pytest.mark.slow
def test_two_processes_go_on_with_what_one_began(
    work: Path, monkeypatch: pytest.MonkeyPatch, training: ForkedTraining
) -> None:
    folder = write_checkpoint(work / "hf")
    one = run(work, "one", backbone=folder)
    write = MetricsLog.write

    def interrupt(log: MetricsLog, stage: str, **values: Any) -> None:
        if values.get("step") == 4:
            raise KeyboardInterrupt
        write(log, stage, **values)

    monkeypatch.setattr(MetricsLog, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(work, "two", backbone=folder)
    assert (work / "two" / "experts" / "state.safetensors").exists()
    # Started as the launcher does.
    said = work / "said"
    training.start(said, ranks(), *words(work, "two", "--backbone", folder, "--resume"))
    assert training.wait() == [0, 0], said.read_text()
    assert_same_experts(one, work / "two")


def test_a_pass_smaller_than_the_processes_is_refused(tmp_path: Path) -> None:
    recipe = tiny_recipe(batch_size=1)
    model = toy_model(write_checkpoint(tmp_path / "hf"), recipe.experts)
    log, quiet = MetricsLog(tmp_path / "metrics.jsonl"), Progress(quiet=True)
    none: Any = None
    data = TrainingData(tiny_items(), {}, {}, 0)
    run = RunContext(recipe, data, tmp_path, log, quiet, Processes(0, 2))
    with pytest.raises(RecipeError, match=r"experts\.batch_size is 1.*2 processes"):
        train_experts(run, model, none)
