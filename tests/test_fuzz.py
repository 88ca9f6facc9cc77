"""A short, seeded share of `make fuzz`: files and calls are refused or used, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import tiny_bundle, tiny_run

TOOL = Path(__file__).resolve().parents[1] / "tools" / "fuzz"
KINDS = (
    *("gguf", "onnx", "safetensors", "catalogue", "manifest"),
    *("archive", "database", "schema", "mapping"),
    *("arguments", "exports", "recipe"),
)


@pytest.mark.slow
def test_mutants_are_refused_or_used(tmp_path: Path) -> None:
    # Ten of each by number, so that every machine tries the same ones; one process imports once.
    options = ["--kinds", ",".join(KINDS), "--each", "10", "--minutes", "600"]
    # Of a bundle of half a megabyte: to hash the demo's, a dozen times that, takes longest.
    options += ["--bundle", str(tiny_bundle(tiny_run(tmp_path / "run"), tmp_path / "bundle"))]
    done = subprocess.run(
        [sys.executable, str(TOOL), *options, "--keep", str(tmp_path / "bad")],
        capture_output=True,
        text=True,
        check=False,
    )
    said = "\n".join(path.read_text() for path in tmp_path.rglob("said.txt"))
    assert done.returncode == 0, (done.stdout, done.stderr, said)
    for kind in KINDS:
        assert re.search(rf"^{kind} +10 mutants: ", done.stdout, re.MULTILINE), done.stdout
