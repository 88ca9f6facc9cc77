"""How fair one list for two people is: the demo's users in pairs, three ways to blend.

python bench/household.py --pairs 100
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np

from ilora_edge.alike.together import recommend_together
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.histories.database import HistoryDB
from ilora_edge.llama.options import EngineOptions
from ilora_edge.recommender import Recommender

WAYS = ("nash", "mean", "misery")
K = 10


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, default=demo_history())
    parser.add_argument("--bundle", type=Path, default=demo_bundle())
    parser.add_argument("--pairs", type=int, default=100)
    args = parser.parse_args(arguments)
    found: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    options = EngineOptions(n_threads=1)
    with HistoryDB(args.db) as database, Recommender(args.bundle, options=options) as recommender:
        users = sorted(summary.user for summary in database.users())
        random.Random(0).shuffle(users)
        for first, second in list(zip(users[::2], users[1::2], strict=False))[: args.pairs]:
            requests = [recommender.read(database, user) for user in (first, second)]
            for way in WAYS:
                found[way].append(recommend_together(recommender, requests, K, way).blend.shares)
    report = {}
    for way in WAYS:
        shares = np.sort(np.array(found[way]), axis=1)
        report[way] = {
            "pairs": len(shares),
            "who_gets_less": round(float(shares[:, 0].mean()), 3),
            "who_gets_more": round(float(shares[:, 1].mean()), 3),
            "both": round(float(shares.mean()), 3),
            "pairs_in_which_somebody_gets_less_than_a_quarter": int((shares[:, 0] < 0.25).sum()),
        }
    print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
