"""The device side as it is installed: from a folder of wheels, without torch or a network."""

from __future__ import annotations

import base64
import json
import os
import platform
import runpy
import shutil
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tiny import tiny_bundle, tiny_run

from ilora_edge.doctor.check import TOLERANCE
from ilora_edge.doctor.miniature import WIDE, make_miniature, mixed_adapter, write_model
from ilora_edge.doctor.prompts import LENGTHS, prompt
from ilora_edge.doctor.reference import reference_log_probs

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "tools"
WHEELHOUSE = ROOT / "build" / "wheelhouse"
LLAMA = ROOT / "build" / "wheels" / "all-cpus"
ILORA_EDGE = Path(sys.executable).with_name("ilora-edge")
NOT_RUN = 77
# As it was before any fixture: pip's cache lies where this says.
ENVIRONMENT = dict(os.environ)


def attempt(*command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=False, cwd=cwd,
        env=ENVIRONMENT,
    )  # fmt: skip


def run(*command: object, cwd: Path | None = None) -> str:
    done = attempt(*command, cwd=cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheelhouse() -> Path:
    done = attempt(sys.executable, TOOLS / "wheelhouse.py", WHEELHOUSE, "--llama", LLAMA)
    # pip's words, whichever package it was that it could not ask for.
    if done.returncode != 0 and "connection broken" in done.stderr:
        pytest.skip("no package registry answers, and the wheels were not gathered before")
    assert done.returncode == 0, done.stderr
    return WHEELHOUSE


@dataclass(frozen=True)
class Installed:
    """An environment made from the wheelhouse, and how the proof that made it ended."""

    environment: Path
    proof: subprocess.CompletedProcess[str]

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"

    @property
    def script(self) -> Path:
        return self.environment / "bin" / "ilora-edge"


@pytest.fixture(scope="module")
def installed(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    environment, packed = folder / "env", folder / "demo.ilora"
    run(ILORA_EDGE, "bundle", "pack", ROOT / "models" / "demo" / "bundle", packed)
    proof = attempt(
        sys.executable, TOOLS / "offline_proof.py", wheelhouse, packed,
        "--db", ROOT / "models" / "demo" / "history.db", "--env", environment,
        "--reference", ILORA_EDGE, "demo-001", "demo-002", "demo-003",
    )  # fmt: skip
    if proof.returncode == NOT_RUN:
        run(sys.executable, "-m", "venv", environment)
        pip = (environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index")
        run(*pip, "--find-links", wheelhouse, "ilora-edge")
    return Installed(environment, proof)


@pytest.mark.slow
def test_it_installs_and_recommends_where_there_is_no_network(installed: Installed) -> None:
    if installed.proof.returncode == NOT_RUN:
        pytest.skip(installed.proof.stderr.strip())
    assert installed.proof.returncode == 0, installed.proof.stderr
    refused, _, compared = installed.proof.stdout.splitlines()
    assert "AF_INET " in refused
    assert "AF_INET6 " in refused
    assert compared.startswith("3 users: the same lists as ")


def test_the_device_side_runs_without_torch(installed: Installed, tmp_path: Path) -> None:
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
        installed.python, "-c", code, "recommend", "--history", "m1,m2,m3", "--bundle", bundle,
        "--json", cwd=elsewhere,
    )  # fmt: skip
    assert len(json.loads(out)["recommendations"]) == 10
    demo = json.loads(run(installed.script, "recommend", "--json", cwd=elsewhere))
    assert len(demo["recommendations"]) == 10
    assert run(installed.script, "--version").startswith("ilora-edge ")
    refused = attempt(installed.script, "train", "r.toml", "--db", "x", "--out", "y", cwd=elsewhere)
    assert refused.returncode == 1
    assert "pip install 'ilora-edge[train]'" in refused.stderr


@pytest.mark.skipif(platform.machine() != "x86_64", reason="these are x86-64's kinds of CPU")
def test_llama_cpp_has_kernels_for_every_kind_of_cpu(installed: Installed) -> None:
    code = (
        "from ilora_edge.llama import library\n"
        "print(library.variant().name, *(v.name for v in library.usable_variants()))"
    )
    best, *fit = run(installed.python, "-c", code).split()
    assert best == fit[0]
    assert "sse42" in fit
    found = sorted(installed.environment.glob("lib/*/site-packages/llama_cpp/lib/libggml-cpu-*.so"))
    wanted = runpy.run_path(str(ROOT / "tools" / "llama_wheel.py"))["VARIANTS"][platform.machine()]
    assert [path.stem.removeprefix("libggml-cpu-") for path in found] == sorted(wanted)


@pytest.mark.skipif(
    shutil.which("qemu-x86_64") is None or platform.machine() != "x86_64",
    reason="no emulator of other x86-64 CPUs (apt-get install qemu-user)",
)
@pytest.mark.parametrize(
    ("cpu", "kernels"),
    [("Nehalem", "sse42"), ("IvyBridge", "ivybridge"), ("Haswell", "haswell")],
)
def test_an_old_cpu_computes_with_its_own_kernels(tmp_path: Path, cpu: str, kernels: str) -> None:
    # The child alone: onnxruntime and the rest of the command are not ours to emulate.
    mini = make_miniature("f32")
    write_model(tmp_path / f"f32-{WIDE.name}.gguf", mini)
    (tmp_path / f"adapter-{WIDE.name}.gguf").write_bytes(mixed_adapter())
    done = attempt(
        "qemu-x86_64", "-cpu", cpu, sys.executable, "-P", "-m", "ilora_edge.doctor.child",
        tmp_path, 1, 300, "f32:0",
    )  # fmt: skip
    build, _, answer = (json.loads(line) for line in done.stdout.splitlines())
    assert build["variant"] == kernels
    values = np.frombuffer(base64.b64decode(answer["log_probs"]), np.float32)
    wanted = np.concatenate([reference_log_probs(mini, prompt()[:n]) for n in LENGTHS])
    assert np.abs(values.reshape(wanted.shape) - wanted).max() < TOLERANCE["f32"]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("qemu-x86_64") is None or platform.machine() != "x86_64",
    reason="no emulator of other x86-64 CPUs (apt-get install qemu-user)",
)
def test_a_cpu_without_avx_recommends() -> None:
    # Everything from the database to the list. The API, since a child would not be emulated.
    code = (
        "import json; from ilora_edge import HistoryDB, Recommender\n"
        "from ilora_edge.demo import demo_bundle, demo_history\n"
        "from ilora_edge.llama import EngineOptions, library\n"
        "with HistoryDB(demo_history()) as database, "
        "Recommender(demo_bundle(), 10, EngineOptions(n_threads=1)) as recommender:\n"
        "    result = recommender.recommend(recommender.read(database, 'demo-001'))\n"
        "found = [(r.item_id, r.score) for r in result.recommendations]\n"
        "print(json.dumps([library.kernels(), found]))\n"
    )
    _, here = json.loads(run(sys.executable, "-c", code))
    taken, there = json.loads(run("qemu-x86_64", "-cpu", "Nehalem", sys.executable, "-c", code))
    assert taken == "sse42"
    assert [item for item, _ in there] == [item for item, _ in here]
    assert [score for _, score in there] == pytest.approx([s for _, s in here], abs=1e-3)


def test_the_wheel_holds_the_packages_and_the_demo_and_nothing_else(wheelhouse: Path) -> None:
    names = zipfile.ZipFile(next(wheelhouse.glob("ilora_edge-*.whl"))).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    ours = ("edge", "cli", "train", "workshop", "export", "models")
    assert tops == {f"ilora_{name}" for name in ours}
    for package in tops - {"ilora_models"}:
        assert f"{package}/py.typed" in names
    assert "ilora_edge/evaluation/paper.py" in names
    assert "ilora_edge/importers/movielens.py" in names
    assert "ilora_models/demo/bundle/manifest.json" in names
    assert "ilora_models/demo/history.db" in names


def test_a_second_gathering_changes_nothing(wheelhouse: Path) -> None:
    sources = LLAMA.with_name("project") / "inputs"
    as_built = sources.read_text()
    before = {f.name: f.stat().st_mtime_ns for f in wheelhouse.iterdir()}
    run(sys.executable, TOOLS / "wheelhouse.py", wheelhouse, "--llama", LLAMA)
    if sources.read_text() != as_built:
        pytest.skip("the sources were edited while this ran")
    assert {f.name: f.stat().st_mtime_ns for f in wheelhouse.iterdir()} == before


def test_an_incomplete_wheelhouse_is_refused(wheelhouse: Path, tmp_path: Path) -> None:
    tool = runpy.run_path(str(TOOLS / "wheelhouse.py"))
    for wheel in wheelhouse.glob("*.whl"):
        if not wheel.name.startswith("diskcache"):
            (tmp_path / wheel.name).symlink_to(wheel)
    with pytest.raises(tool["WheelhouseError"], match="pip install failed"):
        tool["check_complete"](tmp_path, platform.machine())


@pytest.mark.parametrize(
    "wheel", ["torch-2.9-cp311-none-any.whl", "onnx-1-py3-none-any.whl", "nvidia_nccl-2-any.whl"]
)
def test_wheels_of_the_workshop_are_refused(wheel: str) -> None:
    tool = runpy.run_path(str(TOOLS / "wheelhouse.py"))
    extras = {"train": ["torch>=2.6"], "export": ["ilora-edge[train]", "onnx>=1.17"]}
    project = {"name": "ilora-edge", "dependencies": ["onnxruntime>=1.18"]}
    pyproject = {"project": {**project, "optional-dependencies": extras}}
    device = [Path("onnxruntime-1.32.0-cp311.whl"), Path("ilora_edge-0.1.0-any.whl")]
    tool["refuse_workshop"](pyproject, device)
    with pytest.raises(tool["WheelhouseError"], match=wheel):
        tool["refuse_workshop"](pyproject, [*device, Path(wheel)])


def test_another_list_is_no_proof() -> None:
    tool = runpy.run_path(str(TOOLS / "offline_proof.py"))
    first, second = ({"item_id": i, "score": -1.0} for i in "ab")
    one = {"user": "u", "recommendations": [first, second]}
    assert tool["difference"](one, one) == 0
    for other in ([second, first], [first], [first, {**second, "score": -1.1}]):
        with pytest.raises(tool["ProofError"]):
            tool["difference"](one, {"user": "u", "recommendations": other})


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_PACKET"])
def test_asking_for_a_socket_ends_the_command(family: str) -> None:
    code = f"import socket; socket.socket(socket.{family})"
    done = attempt(
        sys.executable, TOOLS / "without_network.py", "--forbid-sockets", sys.executable, "-c", code
    )
    if done.returncode == NOT_RUN:
        pytest.skip(done.stderr.strip())
    assert done.returncode == -signal.SIGSYS
