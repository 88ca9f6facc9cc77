"""What is checked before a training run begins or goes on: before hours of work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ilora_edge.errors import CheckpointError
from ilora_train.checkpoint import read_object
from ilora_train.data import TrainingData
from ilora_train.recipe import Recipe
from ilora_train.recipe_file import recipe_from_json
from ilora_train.run_folder import DONE, RECIPE, fingerprint


def check_folder(out: Path, resume: bool) -> None:
    """Raise CheckpointError where a run cannot go into this folder."""
    if out.exists() and not out.is_dir():
        raise CheckpointError(f"{out}: is a file; choose another folder for the run")
    try:
        str(out).encode()
    except UnicodeEncodeError as error:
        # Neither safetensors nor TensorBoard writes there.
        raise CheckpointError(
            f"{out}: its name is not UTF-8; choose another folder for the run"
        ) from error
    if not resume and out.exists() and any(out.iterdir()):
        raise CheckpointError(
            f"{out}: is not empty; go on with it by adding --resume, or choose another folder"
        )


def check_weights(path: str) -> None:
    """Raise CheckpointError where the backbone's folder, if one is named, has no weights."""
    if path and not any(Path(path).glob("*.safetensors")):
        raise CheckpointError(
            f"{path}: no *.safetensors beside its config.json; fetch the checkpoint's weights, or "
            "see what they would need with --dry-run"
        )


def check_same_recipe(recipe: Recipe, out: Path) -> None:
    """Raise CheckpointError where the run in a folder was begun with another recipe."""
    if not any((out / name).exists() for name in (RECIPE, DONE)):
        return
    saved = read_object(out / RECIPE)
    saved.pop("data_sha256", None)
    # A run begun before a field existed was begun with what is now the field's default.
    saved = json.loads(json.dumps(recipe_from_json(saved, str(out / RECIPE)).to_json()))
    # Through JSON, so that tuples compare as the lists they are saved as.
    new = json.loads(json.dumps(recipe.to_json()))
    changed = [name for name, value in _flat(new).items() if _flat(saved).get(name) != value]
    if changed:
        raise CheckpointError(
            f"{out}: was begun with another recipe ({changed[0]} differs); train into a new folder"
        )


def check_same_data(data: TrainingData, out: Path) -> None:
    """Raise CheckpointError where the run in a folder was begun with other data."""
    begun = (out / RECIPE).exists()
    if begun and read_object(out / RECIPE).get("data_sha256") != fingerprint(data):
        raise CheckpointError(f"{out}: was begun with other data; train into a new folder")


def _flat(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        label = prefix + name
        flat |= _flat(value, f"{label}.") if isinstance(value, dict) else {label: value}
    return flat
