"""The doctor: right, wrong, crashing and hanging children, and what is remembered of them.

This file is the stub that stands for a child on a bad machine, run as a program.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.doctor import check
from ilora_edge.doctor.check import check_types
from ilora_edge.doctor.findings import Finding, findings_path, read_findings, remember
from ilora_edge.doctor.machine import cpu_identity, machine_key
from ilora_edge.doctor.miniature import BASE_TYPES, NARROW, WIDE, make_miniature, sizes
from ilora_edge.doctor.settings import CRASHED, LADDER, SAFEST
from ilora_edge.doctor.settle import remember_crash, settled
from ilora_edge.llama import EngineOptions, library
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request


def stub() -> None:
    """Answer as a bad machine would: by what the base type is called."""
    _folder, _threads, _seconds, *cases = sys.argv[1:]
    print(json.dumps({"machine": "bad", "version": "0", "system_info": "none", "library": "."}))
    sys.stdout.flush()
    for case in cases:
        type_name, level = case.split(":")
        if type_name == "q8_0" and level == "0":
            os.kill(os.getpid(), signal.SIGSEGV)
        if type_name == "q4_0" and int(level) < SAFEST:
            os.kill(os.getpid(), signal.SIGALRM)
        if type_name == "bf16":
            os.kill(os.getpid(), signal.SIGILL)
        values = np.load(Path(os.environ["REFERENCES"]) / f"{type_name}.npy")
        if type_name == "q5_0" and level == "0":
            values = values + 3
        if type_name == "q5_1" and level == "0":
            values[0] = np.nan
        data = base64.b64encode(values.astype(np.float32).tobytes()).decode()
        print(json.dumps({"case": case, "log_probs": data}), flush=True)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_every_type_is_right_here() -> None:
    report = check_types(BASE_TYPES, 1)
    for found in report.types:
        assert found.level is not None, found
        difference = found.attempts[-1].difference
        assert difference is not None
        assert difference > 0, "a reference that is the thing itself proves nothing"
    known = read_findings(machine_key())
    assert set(known) == set(BASE_TYPES)


def test_a_bad_machine_is_given_settings_it_can_bear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    types = ["f16", "q8_0", "q4_0", "bf16", "q5_0", "q5_1"]
    for name, reference in check._prepare(tmp_path, types).items():
        np.save(tmp_path / f"{name}.npy", reference)
    monkeypatch.setenv("REFERENCES", str(tmp_path))
    report = check_types(types, 1, command=[sys.executable, __file__])
    found = {t.type_name: (t.level, [a.outcome for a in t.attempts]) for t in report.types}
    assert found == {
        "f16": (0, ["right"]),
        "q8_0": (1, ["crashed with SIGSEGV", "right"]),
        "q4_0": (2, ["timed out", "timed out", "right"]),
        "bf16": (None, ["crashed with SIGILL"] * len(LADDER)),
        "q5_0": (1, ["wrong", "right"]),
        "q5_1": (1, ["wrong", "right"]),
    }
    assert {n: f.level for n, f in read_findings("bad").items()} == {
        "f16": 0, "q8_0": 1, "q4_0": 2, "q5_0": 1, "q5_1": 1,
    }  # fmt: skip


def test_findings_hold_for_one_machine_and_survive_nonsense() -> None:
    remember("this", [Finding("f16", 1), Finding("q8_0", 2, "SIGSEGV in recommend")])
    assert read_findings("this")["q8_0"].crash == "SIGSEGV in recommend"
    assert read_findings("another") == {}
    for text in ("", "{", '{"version": 1, "findings": [["this", "f16", 9, ""]]}', "[]"):
        findings_path().write_text(text)
        assert read_findings("this") == {}
    remember("this", [Finding("f16", 0)])
    assert read_findings("this") == {"f16": Finding("f16", 0)}


def test_what_is_remembered_is_used(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = machine_key()
    with Recommender(tiny) as recommender:
        header = recommender.backbone.header
        assert recommender.remark is None
    remember(machine, [Finding("f32", 1)])
    options, remark = settled(EngineOptions(), header)
    assert (options.extra_buffers, options.exact) == (False, False)
    assert remark is not None
    assert "no extra buffers" in remark
    # What the caller asks for counts.
    assert settled(EngineOptions(extra_buffers=True), header)[0].extra_buffers is True
    remember(machine, [Finding("f32", SAFEST)])
    with Recommender(tiny) as recommender:
        assert recommender.experts.name == "adapter"
        assert recommender.recommend(Request([HistoryItem("m3")], k=3)).recommendations
    # After a crash of the command: the safest, and it is remembered once it has gone well.
    remember(machine, [Finding("f32", 0)])
    monkeypatch.setenv(CRASHED, "SIGSEGV in recommend")
    assert settled(EngineOptions(), header)[0].exact
    remember_crash(header)
    monkeypatch.delenv(CRASHED)
    assert read_findings(machine)["f32"] == Finding("f32", SAFEST, "SIGSEGV in recommend")


def test_amx_is_kept_away_from_whatever_was_found(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was right on the miniature, and not finite on a model that is as small but narrower."""
    with Recommender(tiny) as recommender:
        header = recommender.backbone.header
    remember(machine_key(), [Finding("f32", 0)])
    wanted = settled(EngineOptions(), header)[0].extra_buffers
    for amx in (False, True):
        monkeypatch.setattr(library, "has_amx", lambda amx=amx: amx)
        assert library.bears_extra_buffers(wanted) is not amx
    assert library.bears_extra_buffers(True) is True


def test_an_unknown_type_is_checked_once(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[list[str]] = []
    real = check.check_types

    def counted(types: list[str], n_threads: int, variant: str | None) -> object:
        checked.append(types)
        return real(types, n_threads, variant=variant)

    monkeypatch.setattr(check, "check_types", counted)
    with Recommender(tiny) as recommender:
        header = recommender.backbone.header
    assert checked == [], "an application is spared child processes"
    settled(EngineOptions(self_check=True), header)
    settled(EngineOptions(self_check=True), header)
    assert checked == [["f32"]]


def test_a_machine_is_its_cpu_and_its_library(tmp_path: Path) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text("processor : 0\nmodel name : One\nflags : avx2\n\nprocessor : 1\n")
    assert cpu_identity(file) == {"model name": "One", "flags": "avx2"}
    assert cpu_identity(tmp_path / "none")
    assert machine_key() == machine_key()


@pytest.mark.parametrize(("type_name", "wanted"), [("q8_0", [WIDE, NARROW]), ("q6_k", [WIDE])])
def test_kernels_that_fail_on_narrow_models_alone_are_wrong(
    type_name: str, wanted: list[object], tmp_path: Path
) -> None:
    """llama.cpp's AMX kernels were right 256 wide, and gave numbers that are none 32 wide."""
    assert sizes(type_name) == wanted
    reference = check._prepare(tmp_path, [type_name])[type_name]
    assert len(list(tmp_path.glob(f"{type_name}-*.gguf"))) == len(wanted)
    answer = reference.astype(np.float32)
    answer[-1] = np.nan
    data = {"log_probs": base64.b64encode(answer.tobytes()).decode()}
    assert check._judged(type_name, 0, data, reference).outcome == "wrong"


@pytest.mark.parametrize("type_name", BASE_TYPES)
def test_miniatures_are_the_same_everywhere(type_name: str) -> None:
    one, other = make_miniature(type_name), make_miniature(type_name)
    assert all(np.array_equal(one.stored[n], other.stored[n]) for n in one.stored)
    spread = one.weights["blk.0.attn_q.weight"].std()
    assert 0.03 < spread < 0.12, "of a matrix 256 wide"


if __name__ == "__main__":
    stub()
