"""How llama.cpp's threads wait for each other: briefly, unless the person says otherwise."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from ilora_edge.llama.library import SPINS

LOADS = "from ilora_edge.llama import library; library.load_variant()"


def spins(**environment: str) -> str:
    """What OpenMP says of itself when it has been loaded."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("OMP_", "GOMP_"))}
    env |= {"OMP_DISPLAY_ENV": "VERBOSE", **environment}
    done = subprocess.run(
        [sys.executable, "-c", LOADS], env=env, capture_output=True, text=True, check=True
    )
    found = re.search(r"GOMP_SPINCOUNT = '(\w+)'", done.stderr)
    if found is None:
        pytest.skip("this build of llama.cpp has no OpenMP of GNU")
    return found[1]


def test_threads_sleep_soon_where_another_program_has_a_core() -> None:
    assert spins() == SPINS


def test_the_environment_decides_otherwise() -> None:
    assert spins(GOMP_SPINCOUNT="77") == "77"
    assert spins(OMP_WAIT_POLICY="passive") == "0"
