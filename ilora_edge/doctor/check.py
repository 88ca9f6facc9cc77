"""Runs miniatures in a child process, setting by setting, until each base type is right."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.doctor import miniature
from ilora_edge.doctor.findings import Finding, remember
from ilora_edge.doctor.prompts import LENGTHS, prompt
from ilora_edge.doctor.reference import reference_log_probs
from ilora_edge.doctor.settings import LADDER
from ilora_edge.experts import ExpertMixer

SECONDS = 20
"""For one case; it takes some milliseconds."""
TOLERANCE = {"f32": 0.02, "f16": 0.03, "bf16": 0.2}
"""Largest difference of a log-probability from numpy's that counts as right: keys and values are
float16. Measured on a sound machine: 0.004, 0.007 and, as products with bfloat16 weights round
what they multiply to eight bits, 0.04."""
QUANTISED_TOLERANCE = 1.0
"""Products with quantised weights round what they multiply to 8 bits; measured: 0.10 to 0.33.
Wrong kernels are off by several."""


@dataclass(slots=True)
class Attempt:
    """One setting of one base type."""

    level: int
    outcome: str
    """``right``, ``wrong``, ``crashed with SIGSEGV``, ``timed out`` or an error's text."""
    difference: float | None = None
    """Largest one from the reference, natural logarithms."""


@dataclass(slots=True)
class TypeReport:
    """What was tried for a base type, and the place in the ladder that is right, if any."""

    type_name: str
    attempts: list[Attempt] = field(default_factory=list)
    level: int | None = None


@dataclass(slots=True)
class Report:
    """All of it, and what build of llama.cpp answered."""

    types: list[TypeReport]
    build: dict[str, str]


def check_types(
    type_names: Sequence[str],
    n_threads: int,
    advance: Callable[[int], None] = lambda n: None,
    command: list[str] | None = None,
) -> Report:
    """Find the first right setting of every base type and remember it.

    Parameters
    ----------
    command
        What to run instead of our child.
    """
    reports = [TypeReport(name) for name in type_names]
    by_name = {report.type_name: report for report in reports}
    build: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="ilora-edge-doctor-") as text:
        folder = Path(text)
        references = _prepare(folder, type_names)
        open_cases = [(name, 0) for name in type_names]
        while open_cases:
            for case, answer in _run(folder, open_cases, n_threads, build, command):
                name, level = case
                attempt = _judged(name, level, answer, references[name])
                by_name[name].attempts.append(attempt)
                if attempt.outcome == "right":
                    by_name[name].level = level
                    advance(1)
            open_cases = [
                (r.type_name, len(r.attempts))
                for r in reports
                if r.level is None and len(r.attempts) < len(LADDER)
            ]
    if "machine" in build:
        found = [Finding(r.type_name, r.level) for r in reports if r.level is not None]
        remember(build["machine"], found)
    return Report(reports, build)


def _prepare(folder: Path, type_names: Iterable[str]) -> dict[str, npt.NDArray[np.float64]]:
    mixer = ExpertMixer(miniature.make_experts(), miniature.EXPERTS, miniature.ARCHITECTURE)
    (folder / "adapter.gguf").write_bytes(mixer.mix(miniature.GATE_WEIGHTS))
    tokens = prompt()
    references = {}
    for name in type_names:
        model = miniature.make_miniature(name)
        miniature.write_model(folder / f"{name}.gguf", model)
        rows = [reference_log_probs(model, tokens[:n]) for n in LENGTHS]
        references[name] = np.concatenate(rows).astype(np.float64)
    return references


def _judged(
    name: str, level: int, answer: dict[str, Any], reference: npt.NDArray[np.float64]
) -> Attempt:
    if "log_probs" not in answer:
        return Attempt(level, str(answer["error"]))
    values = np.frombuffer(base64.b64decode(answer["log_probs"]), np.float32)
    if values.size != reference.size or not np.isfinite(values).all():
        return Attempt(level, "wrong")
    difference = float(np.abs(values.reshape(reference.shape) - reference).max())
    right = difference <= TOLERANCE.get(name, QUANTISED_TOLERANCE)
    return Attempt(level, "right" if right else "wrong", difference)


def _run(
    folder: Path,
    cases: Sequence[tuple[str, int]],
    n_threads: int,
    build: dict[str, str],
    command: list[str] | None,
) -> Iterable[tuple[tuple[str, int], dict[str, Any]]]:
    """Yield every case with its answer; a new child goes on where one has died."""
    left = list(cases)
    while left:
        child = command or [sys.executable, "-P", "-m", "ilora_edge.doctor.child"]
        texts = [f"{name}:{level}" for name, level in left]
        done = subprocess.run(
            [*child, str(folder), str(n_threads), str(SECONDS), *texts],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        answered = 0
        for line in done.stdout.splitlines():
            try:
                data = json.loads(line)
            except ValueError:
                # Cut off by its death.
                break
            if "machine" in data:
                build.update({key: str(value) for key, value in data.items()})
            elif "case" in data:
                yield left[answered], data
                answered += 1
        left = left[answered:]
        if left:
            # It died on the next one.
            yield left.pop(0), {"error": _cause(done.returncode)}


def _cause(code: int) -> str:
    if code == -signal.SIGALRM:
        return "timed out"
    if code < 0:
        try:
            return f"crashed with {signal.Signals(-code).name}"
        except ValueError:
            return f"crashed with signal {-code}"
    return f"ended with exit code {code}"
