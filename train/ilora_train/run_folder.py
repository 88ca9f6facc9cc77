"""A run's folder: what is in it, and how a finished one is loaded.

runs/ml/
  recipe.json        the resolved recipe
  items.jsonl        the items in encoder order, with titles and popularity
  validation.jsonl   sequences of the users held out to choose by
  encoder/           encoder.safetensors
  backbone/          an HF checkpoint folder (unless the recipe names one)
  experts/           experts.safetensors: A, B and gate
  metrics.jsonl      one line per epoch or checkpoint
  tensorboard/       the same as event files, where tensorboard is installed
  run.json           written last: the run is complete
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.errors import CheckpointError, reason
from ilora_edge.prompt import PromptBuilder
from ilora_edge.system.plain_file import read_plain
from ilora_edge.untrusted.strict_json import shown
from ilora_train.checkpoint import read_object, write_atomically, write_json
from ilora_train.data import TrainingData, TrainingItem
from ilora_train.model import ILoRA, load_backbone, load_learnt, load_skeleton
from ilora_train.parts import Parts
from ilora_train.recipe import Recipe
from ilora_train.recipe_file import recipe_from_json
from ilora_train.run_context import RunContext
from ilora_train.tokenizer import load_tokenizer

RECIPE, ITEMS, VALIDATION, DONE = "recipe.json", "items.jsonl", "validation.jsonl", "run.json"
_MOST_BYTES = 2**30
_COUNTS = (
    *("n_users", "n_validation_users", "n_excluded_users", "n_items", "n_interactions"),
    "backbone_parameters",
)


def write_inputs(run: RunContext) -> None:
    """Write what the run is of: items, validation users and the resolved recipe."""
    out, data = run.folder, run.data
    out.mkdir(parents=True, exist_ok=True)
    _write_lines(out / ITEMS, (item.to_json() for item in data.items))
    _write_lines(
        out / VALIDATION,
        ({"user": user, "items": items} for user, items in data.validation.items()),
    )
    write_json(out / RECIPE, {**run.recipe.to_json(), "data_sha256": fingerprint(data)})


@dataclass(slots=True)
class FinishedRun:
    """A complete training run, loaded."""

    recipe: Recipe
    items: list[TrainingItem]
    validation: dict[str, list[int]]
    backbone_folder: Path
    model: ILoRA
    builder: PromptBuilder
    bos_token_id: int | None
    summary: dict[str, Any]


def load_run(folder: Path, weights: bool = True, **prompt: Any) -> FinishedRun:
    """Load a complete run; raise CheckpointError for a missing or unfinished one.

    Without ``weights`` the backbone has only shapes and takes no memory; all else is there.
    ``prompt`` are fields of the prompt's format that are to be otherwise than in training.
    """
    if not folder.is_dir():
        raise CheckpointError(f"{folder}: no such run; make one with: ilora-edge train RECIPE")
    if not (folder / DONE).exists():
        raise CheckpointError(f"{folder}: the run is not finished; train it with --resume")
    data = read_object(folder / RECIPE)
    data.pop("data_sha256", None)
    if prompt:
        data["prompt"] = {**data["prompt"], **prompt}
    recipe = recipe_from_json(data, str(folder / RECIPE))
    try:
        items = [_item(line) for line in _read_lines(folder / ITEMS)]
        validation = dict(_user(line, len(items)) for line in _read_lines(folder / VALIDATION))
    except (TypeError, KeyError, AttributeError) as error:
        raise CheckpointError(f"{folder}: its items or users are damaged ({error})") from error
    parts = Parts(recipe, len(items), folder)
    tokenizer = load_tokenizer(parts.backbone_folder)
    encoder = parts.load_encoder()
    load = load_backbone if weights else load_skeleton
    backbone = load(parts.backbone_folder)
    projector = parts.new_projector(encoder, backbone.config.hidden_size)
    model = parts.new_model(backbone, encoder, projector)
    load_learnt(model, parts.experts_folder)
    return FinishedRun(
        recipe,
        items,
        validation,
        parts.backbone_folder,
        model,
        parts.prompt_builder(tokenizer, backbone.config.max_position_embeddings),
        tokenizer.bos_token_id,
        read_summary(folder),
    )


def _item(line: Any) -> TrainingItem:
    """Return an item; raises TypeError where a line is not one."""
    item = TrainingItem(**line)
    texts = (item.item_id, item.title, item.genres, *item.external_ids.values())
    if not all(type(text) is str for text in texts) or type(item.popularity) is not int:
        raise TypeError(f"{shown(line)} is not an item")
    return item


def _user(line: Any, n_items: int) -> tuple[str, list[int]]:
    """Return a user and the items held out; raises TypeError where a line is not one."""
    user, items = line["user"], line["items"]
    if type(user) is not str or not all(type(i) is int and 0 < i <= n_items for i in items):
        raise TypeError(f"{shown(line)} is not a user of these {n_items} items")
    return user, items


def read_summary(folder: Path) -> dict[str, Any]:
    """Read what is said of a finished run; raise CheckpointError where it does not say it."""
    found = read_object(folder / DONE)
    for name in _COUNTS:
        if type(found.get(name)) is not int:
            raise CheckpointError(f"{folder / DONE}: {name} is no whole number")
    if type(found.get("rating_scale")) not in (int, float, type(None)):
        raise CheckpointError(f"{folder / DONE}: rating_scale is no number")
    return found


def fingerprint(data: TrainingData) -> str:
    """Return a sha256 of all that is learnt from."""
    parts = [[item.to_json() for item in data.items], data.train, data.validation]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _write_lines(path: Path, rows: Iterable[Any]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
    write_atomically(path, text.encode())


def _read_lines(path: Path) -> list[Any]:
    try:
        return [json.loads(line) for line in read_plain(path, _MOST_BYTES).splitlines()]
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{path}: cannot be read ({reason(error)})") from error
