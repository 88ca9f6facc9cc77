"""An encoder alone on targets that nobody interacted with, among others: HR@1 of 20 items.

    python -m ilora_workshop.cold_choices RECIPE DB OUT USERS [--backbone FOLDER]

The recipe holds a share of the items out of training (``data.cold_share``). USERS is a JSON-lines
file whose ``user``s are asked: never those of the training. ``cold-all``: the target among 19 other
cold items; ``cold-mix``: among 19 of the whole catalogue; ``warm``: all other targets likewise.
Each also without what was fitted beside the encoder (``ilora_train.calibration``).
"""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ilora_edge.evaluation.metrics import bootstrap, exact_hr1
from ilora_edge.evaluation.rows import Row, read_database, read_users
from ilora_train.checkpoint import write_json
from ilora_train.data import TrainingData, read_training_data
from ilora_train.encoder import train_encoder
from ilora_train.progress import Progress
from ilora_train.recipe_file import load_recipe
from ilora_train.run_context import RunContext
from ilora_train.runtime import MetricsLog, threads_for_training
from ilora_train.sasrec import SASRec
from ilora_train.sequences import MIN_HISTORY, left_pad

KINDS = ("cold-all", "cold-mix", "warm")


@torch.no_grad()
def choices(model: SASRec, data: TrainingData, rows: list[Row]) -> dict[str, dict[str, Any]]:
    """Return per kind HR@1, exact over all draws, with intervals by user."""
    place = {item.item_id: n for n, item in enumerate(data.items)}
    popularity = np.array([item.popularity for item in data.items])
    cold = np.flatnonzero(popularity == 0).tolist()
    values: dict[str, list[float]] = {kind: [] for kind in KINDS}
    users: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in rows:
        history = [place[i.item_id] for i in row.history]
        items = left_pad([[i + 1 for i in history]], min(len(history), model.window))
        scores = model.next_scores(items)[0].numpy()
        target = place[row.target]
        if popularity[target]:
            found = {"warm": exact_hr1(scores, target, history)}
        else:
            found = {
                "cold-all": exact_hr1(scores, target, history, cold),
                "cold-mix": exact_hr1(scores, target, history),
            }
        for kind, value in found.items():
            values[kind].append(value)
            users[kind].append(row.user)
    return {
        kind: {"n_rows": len(of_kind), **bootstrap(of_kind, users[kind]).to_json()}
        for kind, of_kind in values.items()
        if of_kind
    }


def measure(
    recipe_path: Path, db: Path, out: Path, users: Path, backbone: Path | None
) -> dict[str, Any]:
    """Train the recipe's encoder, unless it is there, and ask it."""
    recipe = load_recipe(recipe_path, backbone)
    data = read_training_data(db, recipe.data, recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    with (
        threads_for_training(),
        contextlib.closing(MetricsLog(out / "metrics.jsonl")) as log,
    ):
        model = train_encoder(RunContext(recipe, data, out, log, Progress()))
        rows = read_database(db, read_users(users), recipe.data.min_rating, MIN_HISTORY, False)
        found: dict[str, Any] = {"with offset": choices(model, data, rows)}
        if model.title_map is not None:
            found["offset"] = model.get_buffer("outside_offset").item()
            model.get_buffer("scale").fill_(1.0)
            model.get_buffer("item_offsets").zero_()
            if model.likeness is not None:
                model.likeness.get_buffer("item_weights").zero_()
            found["without"] = choices(model, data, rows)
    write_json(out / f"cold-choices-{users.stem}.json", {"recipe": recipe.to_json(), **found})
    return found


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("recipe", "db", "out", "users"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--backbone", type=Path, help="HF folder, instead of the recipe's")
    options = parser.parse_args()
    found = measure(options.recipe, options.db, options.out, options.users, options.backbone)
    for which, kinds in found.items():
        if which == "offset":
            print(f"offset {kinds:+.3f}")
            continue
        for kind, v in kinds.items():
            interval = f"[{v['ci_low']:.3f}, {v['ci_high']:.3f}]"
            print(f"{which:12} {kind:9} {v['n_rows']:5} rows: {v['mean']:.3f} {interval}")


if __name__ == "__main__":
    main()
