"""Trains encoders alone and ranks every item of the catalogue with them, seed by seed.

    python -m ilora_workshop.encoders RECIPE DB OUT [--seeds 0 1 2] [--test FILE] [--keep-seen]

The test is each user's last item (``data.hold_out = "last"`` keeps it out of training), every
item from a day on (``data.hold_out = "time"``), or the rows of a JSON-lines file with ``user``,
``seq`` and ``next``. ``OUT/encoder.json`` has the means, their intervals by user and each seed's
own mean, and the same of the cold targets, if any; ``OUT/ranks.jsonl`` has every row's rank by
seed. A seed that is there already is not trained again. ``--beside OTHER`` compares with another
``OUT`` of the same rows, paired. ``--results train/encoders.json`` keeps what is published, an
entry by the recipe's name.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.full import rank_metrics
from ilora_edge.evaluation.metrics import average_seeds, bootstrap, paired_difference
from ilora_edge.evaluation.rows import read_database, read_json_lines
from ilora_train.checkpoint import read_json, write_atomically, write_json
from ilora_train.data import TrainingData, read_training_data
from ilora_train.encoder import train_encoder
from ilora_train.progress import Progress
from ilora_train.recipe import Recipe, seconds_of
from ilora_train.recipe_file import load_recipe
from ilora_train.run_context import RunContext
from ilora_train.runtime import MetricsLog, threads_for_training
from ilora_train.sasrec import SASRec
from ilora_train.sequences import MIN_HISTORY, left_pad
from ilora_workshop.cold_targets import ColdTargets
from ilora_workshop.repeats import fit_repeat_offset

_ROWS_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class HeldOut:
    """After this history of item ids, oldest first, which item came next?"""

    user: str
    history: list[str]
    target: str


def read_held_out(
    db: Path, min_rating: float | None, path: Path | None, since: int | None = None
) -> list[HeldOut]:
    """Read the rows of the test.

    Each user's last item, or all items from the moment ``since`` on, or those of a JSON-lines
    file.
    """
    if path is None:
        last = since is None
        rows = read_database(db, None, min_rating, MIN_HISTORY, last, since=since)
        return [HeldOut(r.user, [i.item_id for i in r.history], r.target) for r in rows]
    return [
        HeldOut(str(line["user"]), [str(i) for i in line["seq"]], str(line["next"]))
        for _, line in read_json_lines(path)
    ]


@torch.no_grad()
def rank_targets(
    model: SASRec, data: TrainingData, rows: Sequence[HeldOut], seen: float = -torch.inf
) -> list[int]:
    """Return each target's rank, from 1, as :func:`~ilora_edge.evaluation.metrics.rank_of` does.

    ``seen`` is added to the logits of the history's items; as it stands they are left out, but
    for the target.
    """
    place = {item.item_id: n for n, item in enumerate(data.items, 1)}
    ranks = [0] * len(rows)
    # Rows of about one length together, so that few positions are padding.
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].history))
    for start in range(0, len(order), _ROWS_AT_ONCE):
        chunk = order[start : start + _ROWS_AT_ONCE]
        histories = [[place[i] for i in rows[n].history] for n in chunk]
        width = min(model.window, max(map(len, histories)))
        scores = model.next_scores(left_pad(histories, width))
        targets = torch.tensor([place[rows[n].target] - 1 for n in chunk])[:, None]
        own = scores.gather(1, targets)
        for row, history in zip(scores, histories, strict=True):
            items = torch.tensor(history) - 1
            row[items] = row[items] + seen
        if math.isfinite(seen):
            own = scores.gather(1, targets)
        before = (scores.scatter(1, targets, own) >= own).sum(1)
        for n, rank in zip(chunk, before.tolist(), strict=True):
            ranks[n] = rank
    return ranks


@dataclass(frozen=True, slots=True)
class EncoderTest:
    """Which rows encoders are measured on, and what they rank there."""

    path: Path | None = None
    """JSON lines with ``user``, ``seq`` and ``next``; None: what the recipe holds out."""
    keep_seen: bool = False
    """Rank the history's items too."""
    most: int | None = None
    """Rows, drawn where there are more; None: all."""

    def rows(self, db: Path, recipe: Recipe) -> list[HeldOut]:
        """Read the rows; raise OptionError where there is none."""
        timed = recipe.data.hold_out == "time" and self.path is None
        since = seconds_of(recipe.data.test_from) if timed else None
        rows = read_held_out(db, recipe.data.min_rating, self.path, since)
        if self.most is not None and len(rows) > self.most:
            rows = random.Random(0).sample(rows, self.most)
        if not rows:
            raise OptionError("the test has no rows")
        return rows


def measure(
    recipe: Recipe,
    db: Path,
    out: Path,
    seeds: Sequence[int],
    test: EncoderTest,
    beside: Path | None = None,
    results: Path | None = None,
) -> dict[str, Any]:
    """Train one encoder per seed, rank the test's targets and write what came of it.

    Parameters
    ----------
    out
        The folder; what it has of a seed is not trained again.
    beside
        Another such folder, of the same rows, to compare with.
    results
        A file of published numbers, in which the recipe's entry is written anew.
    """
    rows = test.rows(db, recipe)
    out.mkdir(parents=True, exist_ok=True)
    ranks, cold = [], ColdTargets()
    with threads_for_training():
        for seed in seeds:
            data = read_training_data(db, recipe.data, seed)
            ranks.append(
                _ranks_of_seed(data, replace(recipe, seed=seed), out, rows, test.keep_seen)
            )
            if recipe.encoder.text_size:
                # Without titles neither has anything to say.
                cold.add(data, rows, ranks[-1], seed)
    lines = [
        {"user": row.user, "target": row.target, "ranks": list(of_row)}
        for row, of_row in zip(rows, zip(*ranks, strict=True), strict=True)
    ]
    write_atomically(out / "ranks.jsonl", "".join(json.dumps(x) + "\n" for x in lines).encode())
    report = {
        "recipe": recipe.to_json(),
        "n_rows": len(rows),
        "keep_seen": test.keep_seen,
        "seeds": list(seeds),
        "metrics": summarise([row.user for row in rows], ranks),
        "cold": cold.to_json(),
        **({} if beside is None else {"beside": _compare(rows, ranks, beside)}),
    }
    write_json(out / "encoder.json", report)
    if results is not None:
        kept = read_json(results) if results.exists() else {}
        # A recipe's paths are this machine's.
        entry = {**report, "recipe": {"encoder": recipe.to_json()["encoder"]}}
        write_json(results, dict(sorted({**kept, recipe.name: entry}.items())))
    return report


def _ranks_of_seed(
    data: TrainingData, recipe: Recipe, out: Path, rows: Sequence[HeldOut], keep_seen: bool
) -> list[int]:
    folder = out / f"seed-{recipe.seed}"
    folder.mkdir(exist_ok=True)
    with contextlib.closing(MetricsLog(folder / "metrics.jsonl")) as log:
        model = train_encoder(RunContext(recipe, data, folder, log, Progress()))
    seen = -math.inf
    if keep_seen:
        seen = fit_repeat_offset(model, [(h, t) for _, h, t in data.validation_targets()])
    return rank_targets(model, data, rows, seen)


def _compare(
    rows: Sequence[HeldOut], ranks: Sequence[Sequence[int]], other: Path
) -> dict[str, Any]:
    """Return, per metric, ours less the other's, seeds averaged, paired by row."""
    path = other / "ranks.jsonl"
    theirs = [line for _, line in read_json_lines(path)]
    ours = [(row.user, row.target) for row in rows]
    if [(line["user"], line["target"]) for line in theirs] != ours:
        raise OptionError(f"{path}: has other rows than this test; compare what has the same")
    values = [
        [[rank_metrics(rank) for rank in row] for row in of_model]
        for of_model in (zip(*ranks, strict=True), (line["ranks"] for line in theirs))
    ]
    users = [user for user, _ in ours]
    found = {}
    for name in rank_metrics(1):
        means = [[sum(r[name] for r in row) / len(row) for row in model] for model in values]
        found[name] = paired_difference(means[0], means[1], users).to_json()
    return found


def summarise(users: Sequence[str], ranks: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Return per metric the mean over rows and seeds, its interval and each seed's mean."""
    of_seeds = [[rank_metrics(rank) for rank in of_seed] for of_seed in ranks]
    summary = {}
    for name in of_seeds[0][0]:
        values = [[row[name] for row in of_seed] for of_seed in of_seeds]
        estimate = bootstrap(average_seeds(values), users)
        summary[name] = {
            **{key: round(value, 6) for key, value in estimate.to_json().items()},
            "by_seed": [round(float(np.mean(v)), 6) for v in values],
        }
    return summary


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("db", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--test", type=Path, help="JSON lines with user, seq and next")
    parser.add_argument("--keep-seen", action="store_true", help="rank the history's items too")
    parser.add_argument("--beside", type=Path, help="another OUT to compare with, row by row")
    parser.add_argument("--most", type=int, help="rows of the test, drawn where there are more")
    parser.add_argument("--results", type=Path, help="file of published numbers to write to")
    parser.add_argument("--backbone", type=Path, help="HF folder, instead of the recipe's")
    given = parser.parse_args()
    recipe = load_recipe(given.recipe, given.backbone)
    test = EncoderTest(given.test, given.keep_seen, given.most)
    report = measure(recipe, given.db, given.out, given.seeds, test, given.beside, given.results)
    for name, values in report["metrics"].items():
        seeds = " ".join(f"{value:.4f}" for value in values["by_seed"])
        low, high = values["ci_low"], values["ci_high"]
        print(f"{name:8} {values['mean']:.4f} [{low:.4f}, {high:.4f}]  by seed: {seeds}")
    for name in ("hr10", "ndcg10"):
        kinds = dict(report["cold"].get(name, {}))
        if "beside" in report:
            kinds["less the other"] = report["beside"][name]
        for kind, values in kinds.items():
            low, high = values["ci_low"], values["ci_high"]
            print(f"{name:8} {kind}: {values['mean']:+.4f} [{low:+.4f}, {high:+.4f}]")


if __name__ == "__main__":
    main()
