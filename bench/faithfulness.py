"""Are reasons true: does an item lose more score without the named past item than without others?

    python bench/faithfulness.py

For every user of the demo and every item of the list of ten: the exact fall of the fused score
(encoder and language model, mixed anew) with each past item left out. The named reason is what
``recommend --explain`` says, which asks the language model about few of them; compared are the mean
of the user's other past items, what the encoder alone would name, and the best that can be named.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.histories.database import HistoryDB
from ilora_edge.llama.options import EngineOptions
from ilora_edge.reasons.leave_one_out import N_CHECKED, contributions
from ilora_edge.recommender import Recommender

Array = npt.NDArray[np.float64]


def of_user(recommender: Recommender, database: HistoryDB, user: str) -> tuple[list[Any], Any]:
    """Return a row of exact falls for each recommended item, and how long things took."""
    request = recommender.read(database, user)
    start = time.perf_counter()
    result = recommender.recommend(request)
    plain = time.perf_counter() - start
    known = recommender.catalogue.by_id(r.item_id for r in result.recommendations)
    items = [known[r.item_id] for r in result.recommendations]
    llm = [r.llm_score for r in result.recommendations]
    start = time.perf_counter()
    found = contributions(recommender, request, items, llm)
    explained = plain + time.perf_counter() - start
    by_encoder = contributions(recommender, request, items, llm, n_checked=0)
    exact = contributions(recommender, request, items, llm, n_checked=len(request.history))
    rows = []
    for named, guessed, all_of_them in zip(found, by_encoder, exact, strict=True):
        falls = {c.item.item_id: c.score for c in all_of_them}
        if len(falls) < 2:
            continue
        first = named[0].item.item_id
        others = [f for i, f in falls.items() if i != first]
        rows.append(
            (
                falls[first],
                statistics.fmean(others),
                falls[guessed[0].item.item_id],
                max(falls.values()),
                float(falls[first] > statistics.fmean(others)),
                float(falls[first] == max(falls.values())),
            )
        )
    return rows, explained / plain


def interval(values: Array) -> list[float]:
    """Return a mean with its 95 % interval over users."""
    half = 1.96 * values.std(ddof=1) / len(values) ** 0.5
    return [round(float(v), 4) for v in (values.mean(), values.mean() - half, values.mean() + half)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, default=demo_history())
    parser.add_argument("--bundle", type=Path, default=demo_bundle())
    parser.add_argument("--users", type=int, help="the first of them; default: all")
    args = parser.parse_args(arguments)
    per_user: list[Array] = []
    costs = []
    options = EngineOptions(n_threads=1)
    with HistoryDB(args.db) as database, Recommender(args.bundle, options=options) as recommender:
        for summary in database.users(args.users):
            rows, cost = of_user(recommender, database, summary.user)
            costs.append(cost)
            if rows:
                per_user.append(np.array(rows, np.float64).mean(axis=0))
    means = np.stack(per_user)
    report = {
        "users": len(means),
        "language_model_asked_about": N_CHECKED,
        "fall_without_the_named_item": interval(means[:, 0]),
        "fall_without_another_item": interval(means[:, 1]),
        "difference": interval(means[:, 0] - means[:, 1]),
        "fall_without_what_the_encoder_names": interval(means[:, 2]),
        "largest_fall_without_any_item": interval(means[:, 3]),
        "named_falls_more_than_the_mean_of_others": interval(means[:, 4]),
        "named_is_the_largest": interval(means[:, 5]),
        "cost_over_plain_median": round(statistics.median(costs), 2),
    }
    print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
