"""Lets the variants take turns and sums up what they took.

A process that waits while the others have their turns comes back cold: its caches are others', and
some systems take pages of mapped files away after a minute without use. So every turn is two
calls: one for a person who is not counted, then the counted one. The first is reported beside it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.benchmark.plan import UserPlan, make_plan, write_plan
from ilora_edge.benchmark.shapes import Case
from ilora_edge.benchmark.work import user_gflop
from ilora_edge.errors import EngineError
from ilora_edge.system.child_process import LineProcess
from ilora_edge.system.scratch import ScratchFolder

CALLS = 2
"""Of a variant in each of its turns: one that warms it up, and the one that is counted."""
DEFAULT = (
    *("ours", "floor", "k_adapters", "high_level"),
    *("ours_first", "ours_greedy", "high_level_generate", "encoder"),
)
RATIOS = {
    "ours_over_floor": ("ours", "floor"),
    "k_adapters_over_ours": ("k_adapters", "ours"),
    "high_level_over_ours": ("high_level", "ours"),
    "high_level_first_over_ours_first": ("high_level_generate", "ours_first"),
    "high_level_first_over_ours_greedy": ("high_level_generate", "ours_greedy"),
}
AGREES = 0.1
"""Largest difference of two variants' log-likelihoods of a title that counts as the same answer:
float16 weights, keys and values are rounded in other orders."""


@dataclass(slots=True)
class Measured:
    """What one variant took, user by user."""

    ms: list[float] = field(default_factory=list)
    cold_ms: list[float] = field(default_factory=list)
    pages_read: list[int] = field(default_factory=list)
    cold_pages_read: list[int] = field(default_factory=list)
    stages: list[dict[str, float]] = field(default_factory=list)
    scores: list[list[float | None] | None] = field(default_factory=list)
    peak_mb: float = 0.0

    def add(self, cold: dict[str, Any], answer: dict[str, Any]) -> None:
        """Take one turn's two answers in."""
        self.ms.append(answer["ms"])
        self.cold_ms.append(cold["ms"])
        self.pages_read.append(answer["pages_read"])
        self.cold_pages_read.append(cold["pages_read"])
        self.stages.append(answer["stages"])
        self.scores.append(answer["scores"])
        self.peak_mb = answer["peak_mb"]


@dataclass(frozen=True, slots=True)
class VariantSpec:
    """What to run: a name of ours, or ``module:factory`` in a folder, and its environment.

    ``case`` is another bundle of the same shape as the run's, where it has one.
    """

    name: str
    factory: str
    folder: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    case: Case | None = None


def own_variants(names: Sequence[str] = DEFAULT) -> list[VariantSpec]:
    """Return the specs of the device side's variants."""
    return [VariantSpec(name, name) for name in names]


def run_bench(
    case: Case,
    variants: Sequence[VariantSpec],
    n_users: int,
    n_threads: int,
    advance: Callable[[int], None] = lambda n: None,
    ratios: dict[str, tuple[str, str]] = RATIOS,
) -> dict[str, Any]:
    """Run every variant on every user in turn; returns the report as JSON has it.

    Raises EngineError where a variant's process fails or answers of the mix do not agree.
    """
    # The last one warms the variants up; nobody is asked for the same person twice on end, which
    # would be answered from a prompt that is still there.
    *plans, warming = make_plan(case, n_users + 1)
    measured = {v.name: Measured() for v in variants}
    with ScratchFolder() as folder:
        path = folder / "plan.json"
        write_plan(path, [*plans, warming])
        workers: list[_VariantWorker] = []
        try:
            # Not extend(): those started before one that fails must be ended too.
            for variant in variants:
                own = variant.case or case
                workers.append(_VariantWorker(own, variant, path, n_threads))
            for turn in range(len(plans)):
                # Another one first each round: nobody always follows the same neighbour.
                shift = turn % len(workers)
                for worker in [*workers[shift:], *workers[:shift]]:
                    cold, answer = worker.ask(len(plans)), worker.ask(turn)
                    measured[worker.name].add(cold, answer)
                    advance(CALLS)
        finally:
            for worker in workers:
                worker.close()
    return _report(case, plans, measured, n_threads, ratios)


def _report(
    case: Case,
    plans: list[UserPlan],
    measured: dict[str, Measured],
    n_threads: int,
    ratios: dict[str, tuple[str, str]],
) -> dict[str, Any]:
    from ilora_edge.llama.library import system_info

    report: dict[str, Any] = {
        "shape": case.shape,
        "type": case.type_name,
        "threads": n_threads,
        "users": len(plans),
        "build": system_info(),
        "prompt_tokens": statistics.median(len(p.prompt) for p in plans),
        "candidate_tokens": statistics.median(sum(map(len, p.answers)) for p in plans),
        "peak_gflop_per_s": measure_peak(n_threads),
        "variants": {name: _summary(case, plans, name, m) for name, m in measured.items()},
    }
    report["floor_ms_per_user"] = (
        report["variants"]["floor"]["ms_per_user"] if "floor" in measured else None
    )
    report["ratios"] = {
        name: _ratio(measured[over], measured[under])
        for name, (over, under) in ratios.items()
        if over in measured and under in measured
    }
    report["largest_difference"] = _differences(measured)
    return report


def _summary(case: Case, plans: list[UserPlan], name: str, found: Measured) -> dict[str, Any]:
    ms = statistics.median(found.ms)
    stages = {stage: statistics.median(s[stage] for s in found.stages) for stage in found.stages[0]}
    low, high = np.percentile(found.ms, [25, 75])
    out: dict[str, Any] = {
        "ms_per_user": ms,
        "quartiles": [float(low), float(high)],
        "users_per_s": 1000.0 / ms,
        "first_ms": found.cold_ms[0],
        "cold_ms_per_user": statistics.median(found.cold_ms),
        "pages_read": statistics.median(found.pages_read),
        "cold_pages_read": statistics.median(found.cold_pages_read),
        "stages_ms": stages,
        "peak_mb": found.peak_mb,
    }
    if name != "encoder":
        # The first place alone decodes fewer tokens, how many depends on the walk.
        whole = name not in ("ours_first", "ours_greedy", "high_level_generate")
        if whole:
            tokens = [len(p.prompt) + sum(len(a) - 1 for a in p.answers) for p in plans]
            out["tokens_per_s"] = 1000.0 * statistics.median(tokens) / ms
            work = statistics.median(user_gflop(case.bundle, p, name != "floor") for p in plans)
            out["gflop_per_s"] = 1000.0 * work / ms
    return out


def _ratio(over: Measured, under: Measured) -> float:
    return statistics.median(a / b for a, b in zip(over.ms, under.ms, strict=True))


def _differences(measured: dict[str, Measured]) -> dict[str, float]:
    """Return each variant's largest difference from ours; raises where it is another answer."""
    if "ours" not in measured:
        return {}
    out: dict[str, float] = {}
    for name, found in measured.items():
        pairs = [
            (a, b)
            for ours, theirs in zip(measured["ours"].scores, found.scores, strict=True)
            if ours is not None and theirs is not None
            for a, b in zip(ours, theirs, strict=True)
            if a is not None and b is not None
        ]
        if name != "ours" and pairs:
            out[name] = max(abs(a - b) for a, b in pairs)
    return out


def disagreeing(report: dict[str, Any]) -> list[str]:
    """Return the variants whose answers are not ours: to compare their times means nothing."""
    return [name for name, most in report["largest_difference"].items() if most > AGREES]


def measure_peak(n_threads: int, seconds: float = 0.5) -> float:
    """Return the best rate of a float32 matrix product of numpy with these threads, in GFLOP/s."""
    code = (
        "import sys, time, numpy as np\n"
        "a = np.ones((512, 1536), np.float32); b = np.ones((1536, 1536), np.float32)\n"
        "best, end = 1e9, time.perf_counter() + float(sys.argv[1])\n"
        "while time.perf_counter() < end:\n"
        "    t = time.perf_counter(); a @ b; best = min(best, time.perf_counter() - t)\n"
        "print(2 * 512 * 1536 * 1536 / best / 1e9)\n"
    )
    # BLAS reads the number of threads when it is loaded.
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": str(n_threads),
        "OPENBLAS_NUM_THREADS": str(n_threads),
    }
    done = subprocess.run(
        [sys.executable, "-c", code, str(seconds)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout)


class _VariantWorker:
    def __init__(self, case: Case, variant: VariantSpec, plan: Path, n_threads: int) -> None:
        self.name = variant.name
        command = [sys.executable, "-m", "ilora_edge.benchmark.worker"]
        self._process = LineProcess(command, {**os.environ, **variant.environment})
        answer = self._exchange(
            {
                "shape": case.shape,
                "type_name": case.type_name,
                "bundle": str(case.bundle),
                "history": str(case.history),
                "plan": str(plan),
                "variant": variant.factory,
                "folder": None if variant.folder is None else str(variant.folder),
                "n_threads": n_threads,
            }
        )
        if "error" in answer:
            self.close()
            raise EngineError(f"bench: {self.name} cannot start ({answer['error']})")

    def ask(self, user: int) -> dict[str, Any]:
        return self._exchange(user)

    def close(self) -> None:
        self._process.end()

    def _exchange(self, message: object) -> dict[str, Any]:
        self._process.send(message)
        answer: dict[str, Any] | None = self._process.receive()
        if answer is None:
            cause = self._process.cause_of_death()
            self.close()
            raise EngineError(f"bench: the process of {self.name} ended ({cause})")
        return answer
