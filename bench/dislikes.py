"""How strongly a dislike lowers its neighbours: fitted on some users of MovieLens, shown on others.

    python bench/dislikes.py --data /path/to/ml-100k

Four folds: in each the encoder is trained on half of the users (as by
train/recipes/movielens-pocket.toml), sharpness and strength are chosen on a quarter, and the last
quarter is tested, so that every user is tested once. Of a user the first two thirds of the ratings
are known: 3 stars and more are the history, 2 and fewer the dislikes. What they rate later is held
out: items with 4 stars and more should be in the top ten of all that they have not rated yet,
items with 2 and fewer should not. Differences are paired.
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
from ilora_train.recipe import EncoderRecipe, Recipe
from ilora_train.run_context import RunContext
from ilora_train.runtime import MetricsLog
from ilora_train.sequences import left_pad

FloatArray = npt.NDArray[np.float32]
KEPT, GOOD, BAD = 3, 4, 2
N_FOLDS, N_VALIDATION = 4, 50
SHARPNESSES, STRENGTHS = (4.0, 8.0, 12.0), (1.0, 2.0, 4.0, 6.0, 8.0, 12.0)
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
    items = left_pad([p.history[-model.window :] for p in people], model.window)
    return Group(people, torch.log_softmax(model.next_scores(items), dim=-1).numpy())


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


def measured(group: Group, embeddings: FloatArray, sharpness: float, strength: float) -> FloatArray:
    """Return both measures of each user without and with dislikes, (2, U, 2)."""
    shares = [dislike_shares(embeddings, p.history, p.disliked, sharpness) for p in group.people]
    return np.stack([measure(group, shares, 0.0), measure(group, shares, strength)])


def summary(found: FloatArray) -> dict[str, Any]:
    """Return means without and with dislikes, and the paired difference with its 95 % interval."""
    without, lowered = found
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


def gained(found: FloatArray) -> float:
    """Return NDCG@10 gained and share of disliked items lost, together."""
    difference = (found[1] - found[0]).mean(axis=0)
    return float(difference[0] - difference[1])


def train_on(
    users: list[int], kept: dict[int, list[int]], n_items: int, epochs: int, seed: int
) -> Any:
    """Return an encoder trained on these users' histories, in evaluation mode."""
    train, validation = users[:-N_VALIDATION], users[-N_VALIDATION:]
    counts = Counter(i for u in train for i in kept[u])
    data = TrainingData(
        [TrainingItem(str(n), str(n), counts[n]) for n in range(1, n_items + 1)],
        {str(u): kept[u] for u in train},
        {str(u): kept[u] for u in validation},
        0,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log = MetricsLog(folder / "metrics.jsonl")
        recipe = Recipe("dislikes", seed, encoder=EncoderRecipe(max_epochs=epochs))
        return train_encoder(RunContext(recipe, data, folder, log, Progress(quiet=True)))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with MovieLens' u.data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=90)
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    ratings = read_ratings(args.data)
    index = {i: n for n, i in enumerate(sorted({r[1] for x in ratings.values() for r in x}), 1)}
    users = sorted(ratings)
    random.Random(args.seed).shuffle(users)
    kept = {u: [index[i] for _, i, s in ratings[u] if s >= KEPT] for u in users}
    quarters = [users[n::N_FOLDS] for n in range(N_FOLDS)]
    folds: list[dict[str, Any]] = []
    as_chosen, as_shipped = [], []
    for n in range(N_FOLDS):
        trained = [u for m in range(2, N_FOLDS) for u in quarters[(n + m) % N_FOLDS]]
        model = train_on(trained, kept, len(index), args.epochs, args.seed)
        embeddings = model.item_embedding.weight[1:].detach().numpy()
        fit, test = (
            group(model, [divide(ratings[u], index) for u in quarters[(n + m) % N_FOLDS]])
            for m in (1, 0)
        )
        tried = {
            (b, s): gained(measured(fit, embeddings, b, s)) for b in SHARPNESSES for s in STRENGTHS
        }
        best = max(tried, key=lambda pair: tried[pair])
        as_chosen.append(measured(test, embeddings, *best))
        as_shipped.append(measured(test, embeddings, SHARPNESS, STRENGTH))
        folds.append(
            {
                "fit_users": len(fit.people),
                "test_users": len(test.people),
                "chosen": best,
                "gained_on_fit_users": {
                    f"{b:g}, {s:g}": round(g, 4) for (b, s), g in tried.items()
                },
                "test": summary(as_chosen[-1]),
            }
        )
        print(f"fold {n + 1} of {N_FOLDS}: {json.dumps(folds[-1])}", file=sys.stderr)
    report = {
        "test_users": sum(f["test_users"] for f in folds),
        "test_as_chosen_in_each_fold": summary(np.concatenate(as_chosen, axis=1)),
        "shipped": {"sharpness": SHARPNESS, "strength": STRENGTH},
        "test_as_shipped": summary(np.concatenate(as_shipped, axis=1)),
        "folds": folds,
    }
    print(json.dumps(report, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
