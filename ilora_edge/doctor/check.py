"""Runs miniatures in a child process, setting by setting, until each base type is right."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.doctor import miniature
from ilora_edge.doctor.findings import forget, outweigh, remember
from ilora_edge.doctor.prompts import LENGTHS, prompt
from ilora_edge.doctor.reference import reference_log_probs
from ilora_edge.doctor.settings import LADDER, SAFEST
from ilora_edge.llama.cpu_variants import CHOICE
from ilora_edge.system.child_process import how_it_ended
from ilora_edge.system.scratch import ScratchFolder

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
    crash: str = ""
    """Of a command, which made the level the safest whatever was right now."""


@dataclass(slots=True)
class Report:
    """All of it, and what build of llama.cpp answered."""

    types: list[TypeReport]
    build: dict[str, str]
    """Empty where no child came as far as loading llama.cpp."""


def check_types(
    type_names: Sequence[str],
    n_threads: int,
    advance: Callable[[int], None] = lambda n: None,
    command: list[str] | None = None,
    seconds: int = SECONDS,
    anew: bool = False,
    variant: str | None = None,
) -> Report:
    """Find the first right setting of every base type and remember it.

    Parameters
    ----------
    advance
        Called with 1 for every type that is done.
    command
        What to run instead of our child.
    seconds
        What one case may take.
    anew
        Forget what commands' crashes have said of this machine.
    variant
        Of llama.cpp's kernels, by name; None: what is taken by itself.

    Raises
    ------
    OSError
        There is no room for a temporary folder, or no process can be started.
    """
    reports = [TypeReport(name) for name in type_names]
    by_name = {report.type_name: report for report in reports}
    build: dict[str, str] = {}
    with ScratchFolder() as folder:
        references = _prepare(folder, type_names)
        open_cases = [(name, 0) for name in type_names]
        while open_cases:
            limits = (n_threads, seconds)
            for case, answer in _run(folder, open_cases, limits, build, command, variant):
                name, level = case
                attempt = _judged(name, level, answer, references[name])
                by_name[name].attempts.append(attempt)
                if attempt.outcome == "right":
                    by_name[name].level = level
                if attempt.outcome == "right" or level == SAFEST:
                    advance(1)
            open_cases = [
                (r.type_name, len(r.attempts))
                for r in reports
                if r.level is None and len(r.attempts) < len(LADDER)
            ]
    if "machine" in build:
        if anew:
            forget(build["machine"])
        right = {r.type_name: r.level for r in reports if r.level is not None}
        found = outweigh(build["machine"], right)
        remember(build["machine"], found)
        for finding in found:
            by_name[finding.type_name].level = finding.level
            by_name[finding.type_name].crash = finding.crash
    return Report(reports, build)


def _prepare(folder: Path, type_names: Iterable[str]) -> dict[str, npt.NDArray[np.float64]]:
    tokens = prompt()
    references = {}
    for name in type_names:
        rows = []
        for size in miniature.sizes(name):
            model = miniature.make_miniature(name, size)
            miniature.write_model(folder / f"{name}-{size.name}.gguf", model)
            adapter = folder / f"adapter-{size.name}.gguf"
            if not adapter.exists():
                adapter.write_bytes(miniature.mixed_adapter(size))
            rows += [reference_log_probs(model, tokens[:n]) for n in LENGTHS]
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
    limits: Sequence[int],
    build: dict[str, str],
    command: list[str] | None,
    variant: str | None,
) -> Iterable[tuple[tuple[str, int], dict[str, Any]]]:
    """Yield every case with its answer; a new child goes on where one has died."""
    left = list(cases)
    child = command or [sys.executable or "", "-P", "-m", "ilora_edge.doctor.child"]
    # An abort of llama.cpp's would call a debugger.
    environment = {**os.environ, "GGML_NO_BACKTRACE": "1"}
    if variant is not None:
        environment[CHOICE] = variant
    while left:
        texts = [f"{name}:{level}" for name, level in left]
        try:
            done = subprocess.run(
                [*child, str(folder), *map(str, limits), *texts],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                env=environment,
                check=False,
                # It ends itself where one case takes too long; this is for one that cannot.
                timeout=limits[1] * (len(left) + 1),
            )
            output, cause = done.stdout, _cause(done.returncode)
        except subprocess.TimeoutExpired as late:
            output, cause = late.stdout or b"", "timed out"
        answered, greeted = 0, False
        for line in output.splitlines():
            try:
                data = json.loads(line)
            except ValueError:
                # Cut off by its death.
                break
            if "machine" in data:
                build.update({key: str(value) for key, value in data.items()})
                greeted = True
            elif "case" in data:
                yield left[answered], data
                answered += 1
        left = left[answered:]
        # It died on the next one; or at its start, as it would each time.
        died_on = left[:1] if greeted else left
        for case in died_on:
            yield case, {"error": cause}
        left = left[len(died_on) :]


def _cause(code: int) -> str:
    ended = how_it_ended(code)
    if ended == "SIGALRM":
        return "timed out"
    return f"crashed with {ended}" if code < 0 else f"ended with {ended}"
