"""How strongly a dislike lowers its neighbours: fitted on some users of MovieLens, shown on others.

    python bench/dislikes.py --data /path/to/ml-100k --seed 1

Trains the encoder on half of the users, as train/recipes/movielens-pocket.toml does. Of each other
user the first two thirds of the ratings are known: 3 stars and more are the history, 2 and fewer
the dislikes. What they rate later is held out: items with 4 stars and more should be in the top
ten of all that they have not rated yet, items with 2 and fewer should not. Sharpness and strength
are chosen on 200 users, the numbers to report come from the rest; differences are paired.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ilora_edge.feedback.neighbours import SHARPNESS, STRENGTH, dislike_shares
from ilora_train.data import TrainingData, TrainingItem
from ilora_train.encoder import train_encoder
from ilora_train.progress import Progress
from ilora_train.recipe import EncoderRecipe
from ilora_train.runtime import MetricsLog
from ilora_train.sequences import left_pad

FloatArray = npt.NDArray[np.float32]
KEPT, GOOD, BAD = 3, 4, 2
N_VALIDATION, N_FIT = 50, 200
SHARPNESSES, STRENGTHS = (4.0, 8.0, 12.0), (1.0, 2.0, 4.0, 6.0, 8.0)
K = 10


@dataclass(frozen=True)
class Person:
    """What is known of a user, and what is held out: encoder indices."""

    history: list[int]
    disliked: list[int]
    known: list[int]
    good: set[int]
    bad: set[int]


@dataclass(frozen=True)
class Group:
    """Users with the encoder's scores, (U, N)."""

    people: list[Person]
    scores: FloatArray


def read_ratings(folder: Path) -> dict[int, list[tuple[int, int, int]]]:
    """Return each user's (time, item, stars), oldest first."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for line in (folder / "u.data").read_text().splitlines():
        user, item, stars, time = map(int, line.split("\t"))
        found[user].append((time, item, stars))
    return {user: sorted(rows) for user, rows in found.items()}


def divide(rows: list[tuple[int, int, int]], index: dict[int, int]) -> Person:
    """Return what the first two thirds of a user's ratings say, and the last third."""
    cut = 2 * len(rows) // 3
    known = [(index[item], stars) for _, item, stars in rows[:cut]]
    later = [(index[item], stars) for _, item, stars in rows[cut:]]
    return Person(
        [i for i, s in known if s >= KEPT],
        [i for i, s in known if s <= BAD],
        [i for i, _ in known],
        {i for i, s in later if s >= GOOD},
        {i for i, s in later if s <= BAD},
    )


@torch.no_grad()
def group(model: Any, people: list[Person]) -> Group:
    """Score all items for the users of whom there is something to see."""
    people = [p for p in people if p.history and p.disliked and p.good]
    states = model.last_state(left_pad([p.history[-model.window :] for p in people], model.window))
    return Group(people, torch.log_softmax(model.scores(states), dim=-1).numpy())


def measure(group: Group, shares: list[FloatArray], strength: float) -> FloatArray:
    """Return NDCG@10 and the share of disliked items in the top ten of each user, (U, 2)."""
    found = []
    for person, scores, share in zip(group.people, group.scores, shares, strict=True):
        lowered = scores - strength * share
        lowered[np.array(person.known) - 1] = -np.inf
        top = [int(i) + 1 for i in np.argsort(-lowered, kind="stable")[:K]]
        gain = sum(1 / np.log2(place + 2) for place, i in enumerate(top) if i in person.good)
        ideal = sum(1 / np.log2(place + 2) for place in range(min(K, len(person.good))))
        found.append((gain / ideal, sum(i in person.bad for i in top) / K))
    return np.array(found, np.float32)


def compare(group: Group, embeddings: FloatArray, sharpness: float, strength: float) -> Any:
    """Return means without and with dislikes, and the paired differences with 95 % intervals."""
    shares = [dislike_shares(embeddings, p.history, p.disliked, sharpness) for p in group.people]
    without, lowered = measure(group, shares, 0.0), measure(group, shares, strength)
    difference = lowered - without
    half = 1.96 * difference.std(axis=0, ddof=1) / len(difference) ** 0.5
    return {
        name: {
            "without": round(float(without[:, n].mean()), 4),
            "with": round(float(lowered[:, n].mean()), 4),
            "difference": round(float(difference[:, n].mean()), 4),
            "half_interval_95": round(float(half[n]), 4),
        }
        for n, name in enumerate(("ndcg10", "disliked_in_top_ten"))
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with MovieLens' u.data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=90)
    args = parser.parse_args()
    torch.set_num_threads(1)
    ratings = read_ratings(args.data)
    index = {i: n for n, i in enumerate(sorted({r[1] for x in ratings.values() for r in x}), 1)}
    users = sorted(ratings)
    random.Random(args.seed).shuffle(users)
    half = len(users) // 2
    kept = {u: [index[i] for _, i, s in ratings[u] if s >= KEPT] for u in users}
    counts = Counter(i for u in users[:half] for i in kept[u])
    data = TrainingData(
        [TrainingItem(str(i), str(i), counts[n]) for i, n in index.items()],
        {str(u): kept[u] for u in users[:half]},
        {str(u): kept[u] for u in users[half : half + N_VALIDATION]},
        0,
    )
    recipe = EncoderRecipe(max_epochs=args.epochs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = MetricsLog(folder / "metrics.jsonl")
        model = train_encoder(data, recipe, args.seed, folder, log, Progress(quiet=True))
    embeddings = model.item_embedding.weight[1:].detach().numpy()
    held_out = [divide(ratings[u], index) for u in users[half + N_VALIDATION :]]
    fit, test = group(model, held_out[:N_FIT]), group(model, held_out[N_FIT:])
    tried = {(b, s): compare(fit, embeddings, b, s) for b in SHARPNESSES for s in STRENGTHS}

    def gained(found: Any) -> float:
        lost: float = found["disliked_in_top_ten"]["difference"]
        return float(found["ndcg10"]["difference"]) - lost

    best = max(tried, key=lambda pair: gained(tried[pair]))
    report = {
        "users": {"fit": len(fit.people), "test": len(test.people)},
        "chosen": {"sharpness": best[0], "strength": best[1]},
        "fit": tried[best],
        "test": compare(test, embeddings, *best),
        "shipped": {"sharpness": SHARPNESS, "strength": STRENGTH},
        "test_as_shipped": compare(test, embeddings, SHARPNESS, STRENGTH),
        "tried": [
            {"sharpness": b, "strength": s, "gained": round(gained(f), 4)}
            for (b, s), f in tried.items()
        ],
    }
    json.dump(report, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
