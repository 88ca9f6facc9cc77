"""What a prompt's style costs at a larger size, beside what it was worth at a small one.

    python bench/styles.py --shape 135m --users 3 --json

Times are of random weights of the shape; accuracies are those of the trained pocket bundles in
train/results.json, which have 1.2 million parameters. No bundle was trained at these shapes.
"""

from __future__ import annotations

import json
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

N_ITEMS = 1_000
STYLES = (
    *(("text", "titles"), ("hybrid", "titles"), ("compact", "titles")),
    *(("hybrid", "labels"), ("compact", "labels")),
)
RESULTS = Path(__file__).parents[1] / "train" / "results.json"


def accuracies() -> list[dict[str, Any]]:
    """Return what was measured of each style on the large test and in product mode."""
    rows = json.loads(RESULTS.read_text()) if RESULTS.is_file() else []
    kept = {"ilora", "hybrid", "text"}
    return [
        {k: r[k] for k in ("dataset", "rows", "prompt", "hr1", "ndcg10", "ms_per_user")}
        for r in rows
        if r["variant"] in kept and r["part"] == "bundle" and r["rows"] in ("large", "product")
    ]


def measure(shape: str, users: int, threads: int, folder: Path) -> dict[str, Any]:
    """Return medians per user and style, in turns, and hybrid's over compact's."""
    sizes = SHAPES[shape]
    if sizes is None:
        raise SystemExit("--shape 15m or 135m")
    encoder = folder / "encoder.onnx"
    write_encoder(encoder, N_ITEMS, sizes.n_embd)
    opened = {}
    for style, answers in STYLES:
        name = f"{style}, {answers}"
        case = make_random_case(
            shape, sizes, "f16", folder / name, 0, CaseKind(encoder, N_ITEMS, style, answers)
        )
        recommender = Recommender(case.bundle, K, EngineOptions(n_threads=threads))
        opened[name] = (HistoryDB(case.history), recommender)
    ms: dict[str, list[float]] = {name: [] for name in opened}
    for user in range(-1, users):
        for name, (database, recommender) in opened.items():
            start = time.perf_counter()
            recommender.recommend(
                Request(recommender.read(database, f"user-{max(user, 0):02}").history, k=K)
            )
            if user >= 0:
                ms[name].append((time.perf_counter() - start) * 1000)

    def over(name: str, other: str) -> float:
        return statistics.median(a / b for a, b in zip(ms[name], ms[other], strict=True))

    return {
        "shape": shape,
        "threads": threads,
        "users": users,
        "ms_per_user": {name: statistics.median(values) for name, values in ms.items()},
        "hybrid_over_compact": {
            answers: over(f"hybrid, {answers}", f"compact, {answers}")
            for answers in ("titles", "labels")
        },
        "hybrid_titles_over_compact_labels": over("hybrid, titles", "compact, labels"),
        "trained_at_1_2m": accuracies(),
    }


def main(arguments: list[str] | None = None) -> int:
    report = measure_shape(__doc__, 5, measure, arguments)
    if report is None:
        return 0
    for name, value in report["ms_per_user"].items():
        print(f"{name:<16} {value:8.1f} ms per user")
    for answers, value in report["hybrid_over_compact"].items():
        print(f"hybrid over compact, {answers}   {value:.2f}")
    print(f"hybrid titles over compact labels   {report['hybrid_titles_over_compact_labels']:.2f}")
    print("trained, at 1.2 million parameters:")
    for row in report["trained_at_1_2m"]:
        name = f"{row['dataset']}, {row['rows']}, {row['prompt']}"
        took = "" if row["ms_per_user"] is None else f"   {row['ms_per_user']:.1f} ms per user"
        print(f"{name:<36} HR@1 {row['hr1']:.3f}{took}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
