"""The device side from the built wheel, in an environment of its own without torch."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from tiny import tiny_bundle, tiny_run

ROOT = Path(__file__).resolve().parents[1]
WHEELS = ROOT / "build" / "wheels" / "portable"


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=False, cwd=cwd
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    # A copy: setuptools leaves its build folder beside the sources.
    source = tmp_path_factory.mktemp("source") / "ilora-edge"
    run("git", "-C", ROOT, "checkout-index", "-a", f"--prefix={source}/")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", out, source)
    return next(out.glob("ilora_edge-*.whl"))


def test_the_wheel_holds_the_packages_and_the_demo_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"ilora_edge", "ilora_cli", "ilora_train", "ilora_export", "ilora_models"}
    for package in tops - {"ilora_models"}:
        assert f"{package}/py.typed" in names
    assert "ilora_edge/evaluation/paper.py" in names
    assert "ilora_edge/importers/movielens.py" in names
    assert "ilora_models/demo/bundle/manifest.json" in names
    assert "ilora_models/demo/history.db" in names


def test_the_device_side_runs_without_torch(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    run(
        python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet",
        "--constraint", ROOT / "constraints.txt", "--find-links", WHEELS, wheel,
    )  # fmt: skip
    bundle = tiny_bundle(tiny_run(tmp_path / "run"), tmp_path / "bundle")
    code = (
        "import importlib.util, sys\n"
        "for name in ('torch', 'transformers', 'tokenizers', 'onnx'):\n"
        "    assert importlib.util.find_spec(name) is None, name\n"
        "from ilora_cli.app import main\n"
        "sys.argv[0] = 'ilora-edge'\n"
        "main()\n"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = run(
        python, "-c", code, "recommend", "--history", "m1,m2,m3", "--bundle", bundle, "--json",
        cwd=elsewhere,
    )  # fmt: skip
    assert len(json.loads(out)["recommendations"]) == 10
    script = environment / "bin" / "ilora-edge"
    demo = json.loads(run(script, "recommend", "--json", cwd=elsewhere))
    assert len(demo["recommendations"]) == 10
    assert run(script, "--version").startswith("ilora-edge ")
    refused = subprocess.run(
        [script, "train", "r.toml", "--db", "x", "--out", "y"],
        capture_output=True, text=True, check=False, cwd=elsewhere,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "pip install 'ilora-edge[train]'" in refused.stderr
