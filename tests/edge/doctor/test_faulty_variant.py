"""Kernels that really are at fault, compiled here: found, passed over, and passed over again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.llama import library

SOURCE = Path(__file__).with_name("faulty_kernels.c")
COMPILER = shutil.which("cc")
FAULTS = {"wrong": 1, "crash": 2, "crash at load": 3}
FAULTY = "sapphirerapids"
"""No library of the build has that name, and ggml likes it best."""

pytestmark = [
    pytest.mark.skipif(COMPILER is None, reason="needs a C compiler"),
    pytest.mark.skipif(not library.variants(), reason="a build with one set of kernels"),
]


def build_with(fault: int, folder: Path) -> dict[str, str]:
    """Copy the libraries, a faulty variant and a sound one among them; return the environment."""
    sound = library.usable_variants()[0]
    folder.mkdir()
    for path in library.files():
        if not path.name.startswith("libggml-cpu-") or path == sound.path:
            shutil.copy2(path, folder)
    real = folder / sound.path.name
    assert COMPILER is not None
    subprocess.run(
        [
            *(COMPILER, "-shared", "-fPIC", f"-DFAULT={fault}", f'-DREAL="{real}"'),
            *(str(SOURCE), "-o", str(folder / f"libggml-cpu-{FAULTY}.so"), "-ldl"),
        ],
        check=True,
    )
    cache = folder.with_name("cache")
    return {**os.environ, "LLAMA_CPP_LIB_PATH": str(folder), "XDG_CACHE_HOME": str(cache)}


def run(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ranked(environment: dict[str, str]) -> list[str]:
    found: dict[str, Any] = json.loads(
        run(environment, "-m", "ilora_cli", "recommend", "demo-001", "--json")
    )
    return [row["item_id"] for row in found["recommendations"]]


@pytest.fixture(scope="module")
def sound_list() -> list[str]:
    return ranked(dict(os.environ))


@pytest.mark.parametrize("fault", FAULTS)
def test_the_first_command_passes_over_kernels_at_fault(
    fault: str, sound_list: list[str], tmp_path: Path
) -> None:
    environment = build_with(FAULTS[fault], tmp_path / "lib")
    assert ranked(environment) == sound_list
    folder = tmp_path / "cache" / "ilora-edge"
    ((_, reason),) = json.loads((folder / "cpu-variants.json").read_text())["skipped"]
    assert reason == "f16: no setting is right"
    # From then on nothing is checked and the faulty one is not opened.
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert ranked(environment) == sound_list
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_doctor_says_which_kernels_are_at_fault(tmp_path: Path) -> None:
    environment = build_with(FAULTS["crash"], tmp_path / "lib")
    code = (
        "from ilora_edge.doctor.check_variants import check_variants\n"
        "for found in check_variants(['f16'], 1):\n"
        "    print(found.variant.name, found.fault, sep=': ')\n"
    )
    sound = library.usable_variants()[0].name
    assert run(environment, "-c", code).splitlines() == [
        f"{FAULTY}: f16 crashed with SIGSEGV",
        f"{sound}: ",
    ]
