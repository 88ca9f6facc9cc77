"""The log of a training that may be killed while it writes a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from titled_runs import RECIPE, run_of, vectors

from ilora_train.checkpoint import save_training_state, write_tensors
from ilora_train.encoder import train_encoder
from ilora_train.runtime import MetricsLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    log = MetricsLog(tmp_path / "metrics.jsonl")
    log.write("experts", step=10, loss=2.5)
    log.write("experts", step=20, loss=1.5)
    log.close()
    return tmp_path / "metrics.jsonl"


@pytest.mark.parametrize("n_cut", [1, 2, 12, 40])
def test_half_a_line_is_none_and_spoils_no_other(path: Path, n_cut: int) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-n_cut])
    log = MetricsLog(path)
    assert log.has("experts", step=10)
    assert not log.has("experts", step=20)
    log.write("experts", step=20, loss=1.5)
    assert log.has("experts", step=20)
    log.write("experts", step=30, loss=1.0)
    log.close()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["step"], line["loss"]) for line in lines] == [(10, 2.5), (20, 1.5), (30, 1.0)]


def test_half_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    path.write_text('{"stage": "exp')
    log = MetricsLog(path)
    assert not log.has("experts")
    log.write("experts", step=1)
    log.close()
    assert [json.loads(line)["step"] for line in path.read_text().splitlines()] == [1]


def test_a_line_is_found_by_its_stage_and_values(path: Path) -> None:
    log = MetricsLog(path)
    assert log.has("experts", step=20, loss=1.5)
    assert not log.has("experts", step=20, loss=2.5)
    assert not log.has("backbone", step=20)
    assert not MetricsLog(path.with_name("none.jsonl")).has("experts")


def test_a_line_is_written_once(path: Path) -> None:
    log = MetricsLog(path)
    log.write_once("experts", {"step": 20}, loss=9.0)
    log.write_once("experts", {"step": 30}, loss=1.0)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["step"], line["loss"]) for line in lines] == [(10, 2.5), (20, 1.5), (30, 1.0)]


def killed_at_first(function: Callable[..., None]) -> Callable[..., None]:
    """The function, before whose every other call the process is killed."""
    calls = 0

    def killed(*given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % 2:
            raise KeyboardInterrupt
        function(*given)

    return killed


def test_a_kill_between_a_line_and_its_checkpoint_writes_no_line_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, write = killed_at_first(save_training_state), killed_at_first(write_tensors)
    monkeypatch.setattr("ilora_train.encoder_member.save_training_state", save)
    monkeypatch.setattr("ilora_train.encoder.write_tensors", write)
    run = run_of(replace(RECIPE, max_epochs=2), tmp_path)
    n_kills = 0
    while not (tmp_path / "encoder" / "encoder.safetensors").exists():
        try:
            train_encoder(run, lambda run: vectors())
        except KeyboardInterrupt:
            n_kills += 1
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    written = Counter((line["stage"], line.get("epoch")) for line in lines)
    assert n_kills == 3
    assert written == {("encoder", 1): 1, ("encoder", 2): 1, ("calibration", None): 1}
