"""How a user's time grows with the catalogue: 1,000 items beside 100,000, in turns.

python bench/catalogue_growth.py --shape 15m --users 8 --json
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

from encoders import write_encoder
from shape_report import measure_shape

from ilora_edge.benchmark.plan import K
from ilora_edge.benchmark.shapes import SHAPES, CaseKind, make_random_case
from ilora_edge.histories.database import HistoryDB
from ilora_edge.llama import EngineOptions
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.system.stage_timer import StageTimer

SIZES = (1_000, 100_000)


def measure(shape: str, users: int, threads: int, folder: Path) -> dict[str, Any]:
    """Return medians per user by catalogue size, and the larger's over the smaller's."""
    sizes = SHAPES[shape]
    if sizes is None:
        raise SystemExit("the demo has a catalogue of its own; --shape 15m or 135m")
    opened = {}
    for n_items in SIZES:
        encoder = folder / f"encoder-{n_items}.onnx"
        write_encoder(encoder, n_items)
        case = make_random_case(
            shape, sizes, "f16", folder / str(n_items), 0, CaseKind(encoder, n_items)
        )
        recommender = Recommender(case.bundle, K, EngineOptions(n_threads=threads))
        opened[n_items] = (HistoryDB(case.history), recommender)
    ms: dict[int, list[float]] = {n: [] for n in SIZES}
    cold: dict[int, list[float]] = {n: [] for n in SIZES}
    stages: dict[int, dict[str, float]] = {}
    for user in range(-1, users):
        for n_items in SIZES if user % 2 else SIZES[::-1]:
            database, recommender = opened[n_items]
            start = time.perf_counter()
            history = recommender.read(database, f"user-{max(user, 0):02}").history
            result = recommender.recommend(Request(history, k=K), StageTimer())
            taken = time.perf_counter() - start
            start = time.perf_counter()
            recommender.recommend(Request([], k=K))
            if user >= 0:
                ms[n_items].append(taken * 1000)
                cold[n_items].append((time.perf_counter() - start) * 1000)
                stages[n_items] = result.timing_ms
    small, large = SIZES
    return {
        "shape": shape,
        "threads": threads,
        "users": users,
        "ms_per_user": {n: statistics.median(ms[n]) for n in SIZES},
        "growth": statistics.median(b / a for a, b in zip(ms[small], ms[large], strict=True)),
        "cold_start_ms": {n: statistics.median(cold[n]) for n in SIZES},
        "stages_ms": stages,
    }


def main(arguments: list[str] | None = None) -> int:
    report = measure_shape(__doc__, 8, measure, arguments)
    if report is None:
        return 0
    for n_items, value in report["ms_per_user"].items():
        cold = report["cold_start_ms"][n_items]
        print(f"{n_items:>8} items   {value:8.1f} ms per user   cold start {cold:8.1f} ms")
    print(f"growth   {report['growth']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
