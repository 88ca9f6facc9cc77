"""The packages that can be installed before llama.cpp is compiled."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

TOOL = Path(__file__).resolve().parents[1] / "tools" / "requirements.py"
PROJECT = {
    "name": "ilora-edge",
    "dependencies": ["llama-cpp-python==0.3.36", "numpy>=1.26"],
    "optional-dependencies": {
        "train": ["torch>=2.6"],
        "export": ["ilora-edge[train]", "onnx>=1.17"],
        "dev": ["ilora-edge[train,export]", "pytest>=8"],
    },
}


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(TOOL))


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("train", ["numpy>=1.26", "torch>=2.6"]),
        ("export", ["numpy>=1.26", "onnx>=1.17", "torch>=2.6"]),
        ("dev", ["numpy>=1.26", "pytest>=8", "torch>=2.6", "onnx>=1.17"]),
    ],
)
def test_extras_within_extras_are_resolved_once(
    tool: dict[str, Any], extra: str, found: list[str]
) -> None:
    assert [*tool["requirements"](PROJECT, extra)] == found
