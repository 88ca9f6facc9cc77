"""What is checked before a training run begins or goes on: before hours of work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ilora_edge.errors import CheckpointError, DatabaseError
from ilora_edge.evaluation.metrics import N_NEGATIVES
from ilora_train.checkpoint import read_json
from ilora_train.data import TrainingData, share_users
from ilora_train.recipe import Recipe, recipe_from_json
from ilora_train.run_folder import RECIPE, fingerprint
from ilora_train.sequences import MIN_HISTORY, targets_of


def check_folder(out: Path, resume: bool) -> None:
    """Raise CheckpointError where a run cannot go into this folder."""
    if out.exists() and not out.is_dir():
        raise CheckpointError(f"{out}: is a file; choose another folder for the run")
    if not resume and out.exists() and any(out.iterdir()):
        raise CheckpointError(
            f"{out}: is not empty; go on with it by adding --resume, or choose another folder"
        )


def check_weights(recipe: Recipe) -> None:
    """Raise CheckpointError where the backbone's folder has no weights."""
    path = recipe.backbone.path
    if path and not any(Path(path).glob("*.safetensors")):
        raise CheckpointError(
            f"{path}: no *.safetensors beside its config.json; fetch the checkpoint's weights, or "
            "see what they would need with --dry-run"
        )


def check_enough(data: TrainingData, recipe: Recipe, db: Path) -> None:
    """Raise DatabaseError where a stage would have nothing to learn or to measure."""
    _, experts = share_users(data.train, recipe.backbone.user_share, recipe.seed)
    of_experts = targets_of(experts, MIN_HISTORY)
    for targets, who in ((data.validation_targets(), "validation"), (of_experts, "experts")):
        if not targets:
            raise DatabaseError(
                f"{db}: no user for {who} has more than {MIN_HISTORY} interactions; "
                "import more, or change data.validation_users or backbone.user_share"
            )
    longest = max(len(set(s)) for s in data.validation.values())
    needed = longest + N_NEGATIVES + 1
    if len(data.items) < needed:
        raise DatabaseError(
            f"{db}: {len(data.items)} items, {needed} are needed: a validation user has "
            f"{longest} of them, and {N_NEGATIVES} others are drawn to rank beside a target"
        )


def check_same(recipe: Recipe, data: TrainingData | None, out: Path) -> None:
    saved = read_json(out / RECIPE)
    digest = saved.pop("data_sha256", None)
    # A run begun before a field existed was begun with what is now the field's default.
    saved = json.loads(json.dumps(recipe_from_json(saved, str(out / RECIPE)).to_json()))
    # Through JSON, so that tuples compare as the lists they are saved as.
    new = json.loads(json.dumps(recipe.to_json()))
    changed = [name for name, value in _flat(new).items() if _flat(saved).get(name) != value]
    if changed:
        raise CheckpointError(
            f"{out}: was begun with another recipe ({changed[0]} differs); train into a new folder"
        )
    if data is not None and digest != fingerprint(data):
        raise CheckpointError(f"{out}: was begun with other data; train into a new folder")


def _flat(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        label = prefix + name
        flat |= _flat(value, f"{label}.") if isinstance(value, dict) else {label: value}
    return flat
