"""A short, seeded share of `make kills`: what a kill leaves behind is whole, or nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import tiny_bundle, tiny_run

TOOL = Path(__file__).resolve().parents[1] / "tools" / "kills.py"


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are waited for as only Linux can")
def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    # Export and train take seconds each, and are run whole by tests of their own.
    options = ["--cases", "recommend,score,unpack,log,forget", "--signals", "KILL,TERM"]
    options += ["--each", "1"]
    options += ["--bundle", str(tiny_bundle(tiny_run(tmp_path / "run"), tmp_path / "bundle"))]
    done = subprocess.run(
        [sys.executable, str(TOOL), *options, "--keep", str(tmp_path / "kills"), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == 10
    assert sum(case["kills"] for case in found) >= 1
    assert all(case["kills"] + case["too_late"] >= 1 for case in found)


def test_a_bundle_is_no_run() -> None:
    done = subprocess.run(
        [sys.executable, str(TOOL), "--cases", "train,unpack", "--bundle", "anywhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--bundle has no run, which train needs" in done.stderr
