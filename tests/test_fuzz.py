"""A short, seeded share of `make fuzz`: files and calls are refused or used, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[1] / "tools" / "fuzz"
KINDS = (
    *("gguf", "onnx", "safetensors", "catalogue", "manifest"),
    *("archive", "database", "schema", "mapping"),
    *("arguments", "exports", "recipe"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_mutants_are_refused_or_used(kind: str, tmp_path: Path) -> None:
    # Ten of each by number, so that every machine tries the same ones.
    options = ["--kinds", kind, "--each", "10", "--minutes", "30", "--keep", str(tmp_path / "bad")]
    done = subprocess.run(
        [sys.executable, str(TOOL), *options], capture_output=True, text=True, check=False
    )
    said = "\n".join(path.read_text() for path in tmp_path.rglob("said.txt"))
    assert done.returncode == 0, (done.stdout, done.stderr, said)
    assert "10 mutants" in done.stdout
