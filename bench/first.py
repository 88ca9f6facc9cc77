"""How often a greedy walk finds the first place of the whole list, on the demo's users.

python bench/first.py --json
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import Any

from ilora_edge.benchmark.plan import K
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.histories.database import HistoryDB
from ilora_edge.recommender import Recommender


def measure(users: int | None, weight: float | None = None) -> dict[str, Any]:
    """Return how many users' first places are the list's, by each way of ``-k 1``."""
    counts = {"users": 0, "exact": 0, "greedy": 0, "greedy_proven": 0}
    with HistoryDB(demo_history()) as database, Recommender(demo_bundle(), K) as recommender:
        for summary in list(database.users(users)):
            request = replace(recommender.read(database, summary.user), fusion_weight=weight)
            best = recommender.recommend(replace(request, k=K)).recommendations[0].item_id
            exact = recommender.recommend(replace(request, k=1)).recommendations[0].item_id
            walk = recommender.recommend(replace(request, k=1, greedy=True))
            counts["users"] += 1
            counts["exact"] += exact == best
            counts["greedy"] += walk.recommendations[0].item_id == best
            counts["greedy_proven"] += walk.proven
    return counts


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, help="so many only")
    parser.add_argument("--fusion-weight", type=float, help="instead of the bundle's")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    report = measure(options.users, options.fusion_weight)
    if options.as_json:
        print(json.dumps(report, indent=2))
    else:
        for name, count in report.items():
            print(f"{name:<14} {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
