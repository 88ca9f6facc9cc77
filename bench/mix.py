"""How a person's mix reaches the model: as an adapter or folded, beside the floor, in turns.

python bench/mix.py --shape 15m --users 8 --threads 1 --json
python bench/mix.py --shape 15m --mixes 10000        # what memory so many mixes leave behind
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.benchmark.floor import Floor
from ilora_edge.benchmark.plan import K, make_plan
from ilora_edge.benchmark.shapes import SHAPES, TYPES, Case, make_case
from ilora_edge.llama import EngineOptions
from ilora_edge.mix.folding import FOLDABLE
from ilora_edge.recommender import Recommender
from ilora_edge.system.threads import default_threads


def measure(case: Case, users: int, threads: int) -> dict[str, Any]:
    """Return each way's time per user over the floor's, mixing included, and a mix alone."""
    plans = make_plan(case, users)
    ways = ["adapter", *(["fold"] if case.type_name in FOLDABLE else [])]
    opened = {
        way: Recommender(case.bundle, K, EngineOptions(n_threads=threads, mix=way)) for way in ways
    }
    floor = Floor(opened["adapter"].bundle.backbone, plans, threads)
    ms: dict[str, list[float]] = {name: [] for name in ("floor", *ways)}
    mixes: dict[str, list[float]] = {way: [] for way in ways}
    # The first round is not counted.
    for n, plan in enumerate([plans[0], *plans]):
        start = time.perf_counter()
        floor.score(plan)
        taken = {"floor": time.perf_counter() - start}
        for way, recommender in opened.items():
            start = time.perf_counter()
            recommender.mix(np.array(plan.gate_weights, np.float32))
            mixed = time.perf_counter()
            recommender.scorer.score(plan.prompt, plan.answers)
            taken[way] = time.perf_counter() - start
            if n > 1:
                mixes[way].append((mixed - start) * 1000)
        if n:
            for name, seconds in taken.items():
                ms[name].append(seconds * 1000)
    return {
        "shape": case.shape,
        "type": case.type_name,
        "threads": threads,
        "floor_ms_per_user": statistics.median(ms["floor"]),
        "over_floor": {
            way: statistics.median(a / b for a, b in zip(ms[way], ms["floor"], strict=True))
            for way in ways
        },
        "mix_ms": {way: statistics.median(mixes[way]) for way in ways},
    }


def growth(case: Case, n_mixes: int) -> dict[str, float]:
    """Return by how many MiB the process has grown after so many mixes, the first 100 aside."""
    grown = {}
    random = np.random.default_rng(0)
    for way in ("adapter", "fold") if case.type_name in FOLDABLE else ("adapter",):
        with Recommender(case.bundle, K, EngineOptions(mix=way)) as recommender:
            before = 0
            for n in range(n_mixes):
                if n == 100:
                    before = _resident()
                recommender.mix(random.dirichlet(np.ones(4)).astype(np.float32))
            grown[way] = (_resident() - before) / (1 << 20)
    return grown


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=list(SHAPES), default="15m")
    parser.add_argument("--type", choices=TYPES, default="f16", dest="type_name")
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--mixes", type=int, help="measure memory over so many mixes instead")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        case = make_case(options.shape, options.type_name, Path(folder) / "case")
        if options.mixes is not None:
            report: dict[str, Any] = {
                "mixes": options.mixes,
                "grown_mib": growth(case, options.mixes),
            }
        else:
            report = measure(case, options.users, options.threads)
    if options.as_json:
        print(json.dumps(report, indent=2))
    elif options.mixes is not None:
        for way, mib in report["grown_mib"].items():
            print(f"{way:<8} {options.mixes} mixes   {mib:+.1f} MiB")
    else:
        for way, ratio in report["over_floor"].items():
            print(f"{way:<8} {ratio:.3f} of the floor   a mix {report['mix_ms'][way]:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
