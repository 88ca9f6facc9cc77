"""The log of a training that may be killed while it writes a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
