"""A database that a real program has written: the one that the tests' machine may have."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="apt-get install chromium")
def test_chromium_is_read_as_it_was_used() -> None:
    tool = [sys.executable, "tools/real_databases.py", "models/films", "chromium"]
    ran = subprocess.run(tool, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("chromium: right\n", 0), ran.stderr
