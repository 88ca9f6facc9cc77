"""What keeps dependencies silent is in place before any of them is imported."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from ilora_edge.system.offline import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("ilora_edge", "cli", "train", "export", "models", "bench", "tools")


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_one_file_imports_onnxruntime() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    importers = [path for path in files if "onnxruntime" in imported_names(path)]
    assert importers == [ROOT / "ilora_edge/system/onnx_runtime.py"]


@pytest.mark.parametrize("package", ["ilora_edge", "ilora_train", "ilora_export", "ilora_cli.app"])
def test_every_package_is_offline_from_its_import_on(package: str) -> None:
    code = f"import os, {package}; print([os.environ.get(n) for n in {list(ENVIRONMENT)!r}])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        # Whatever a person's shell says.
        env={"ORT_DISABLE_TELEMETRY": "0", "HF_HUB_OFFLINE": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == repr(list(ENVIRONMENT.values()))
