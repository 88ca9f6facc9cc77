"""A training run: three stages into one folder, any of which can be killed and gone on with.

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

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from torch import Tensor

from ilora_edge.errors import CheckpointError, DatabaseError
from ilora_edge.evaluation.metrics import N_NEGATIVES
from ilora_edge.histories.mapping import Mapping
from ilora_edge.prompt import PromptBuilder
from ilora_train.checkpoint import read_json, write_atomically, write_json
from ilora_train.data import TrainingData, TrainingItem, read_training_data, share_users
from ilora_train.encoder import load_encoder, train_encoder
from ilora_train.experts import train_experts
from ilora_train.model import ILoRA, build_ilora, load_backbone, load_ilora, load_skeleton
from ilora_train.pretrain import build_projector, new_projector, pretrain_backbone
from ilora_train.progress import Progress
from ilora_train.recipe import Recipe, load_recipe, recipe_from_json
from ilora_train.runtime import (
    MetricsLog,
    Processes,
    backbone_dtype,
    choose_device,
    launched_processes,
    seed_step,
    threads_for_training,
)
from ilora_train.sequences import MIN_HISTORY, targets_of
from ilora_train.title_space import title_vectors
from ilora_train.tokenizer import load_tokenizer, prompt_builder

RECIPE, ITEMS, VALIDATION, DONE = "recipe.json", "items.jsonl", "validation.jsonl", "run.json"


def train(
    recipe_path: Path,
    db: Path,
    out: Path,
    resume: bool = False,
    quiet: bool = False,
    backbone: Path | str | None = None,
    mapping: Mapping | None = None,
) -> dict[str, Any]:
    """Train encoder, backbone and experts as the recipe says; return the run's summary.

    Under ``accelerate launch`` every process calls this: the main one prepares everything up to
    the experts, and all of them train those.

    Parameters
    ----------
    backbone
        An HF checkpoint folder, a GGUF file or a name, instead of the recipe's
        ``backbone.path``.
    mapping
        What the database's rows mean; None: they are our own, or a known application's.

    Raises
    ------
    CheckpointError
        ``out`` already holds something and ``resume`` is not set, or it holds a run of another
        recipe or of other data.
    """
    recipe = load_recipe(recipe_path, backbone)
    if resume and (out / DONE).exists():
        _check_same(recipe, None, out)
        summary: dict[str, Any] = read_json(out / DONE)
        return summary
    check_folder(out, resume)
    data = read_training_data(db, recipe.data, recipe.seed, mapping)
    check_enough(data, recipe, db)
    check_weights(recipe)
    if resume and (out / RECIPE).exists():
        _check_same(recipe, data, out)
    processes = launched_processes()
    # No process writes before all of them have looked at the folder.
    processes.wait()
    if processes.is_main:
        _write_plan(out, recipe, data)
    log, progress = MetricsLog(out / "metrics.jsonl"), Progress(quiet or not processes.is_main)
    with threads_for_training(), contextlib.closing(log):
        if processes.is_main:
            _prepare(data, recipe, out, log, progress)
        processes.wait()
        model = _train_experts(data, recipe, out, log, progress, processes)
    summary = {
        "recipe": recipe.name,
        "n_users": len(data.train),
        "n_validation_users": len(data.validation),
        "n_excluded_users": data.n_excluded_users,
        "n_items": len(data.items),
        "n_interactions": sum(len(s) for s in data.train.values()),
        "backbone_parameters": sum(
            p.numel() for n, p in model.backbone.named_parameters() if "lora_" not in n
        ),
    }
    if processes.is_main:
        write_json(out / DONE, summary)
    processes.wait()
    return summary


def _write_plan(out: Path, recipe: Recipe, data: TrainingData) -> None:
    out.mkdir(parents=True, exist_ok=True)
    _write_lines(out / ITEMS, (dataclasses.asdict(item) for item in data.items))
    _write_lines(
        out / VALIDATION,
        ({"user": user, "items": items} for user, items in data.validation.items()),
    )
    write_json(out / RECIPE, {**recipe.to_json(), "data_sha256": _fingerprint(data)})


def _prepare(
    data: TrainingData, recipe: Recipe, out: Path, log: MetricsLog, progress: Progress
) -> None:
    titles = partial(read_titles, data, recipe, progress)
    encoder = train_encoder(
        data, recipe.encoder, recipe.seed, out / "encoder", log, progress, titles
    )
    if not recipe.backbone.path:
        pretrain_backbone(data, recipe, encoder, find_backbone(out, recipe), log, progress)


def read_titles(data: TrainingData, recipe: Recipe, progress: Progress) -> Tensor:
    """Return the vectors (N, H) of the catalogue's titles, as the recipe's backbone reads them."""
    folder = Path(recipe.backbone.path)
    tokenizer = load_tokenizer(folder)
    builder = prompt_builder(tokenizer, recipe.prompt)
    ids = [builder.title_ids(item.title) for item in data.items]
    with progress.stage("read titles", len(ids)) as stage:
        return title_vectors(folder, ids, tokenizer.bos_token_id, lambda n: stage.advance(n=n))


def _train_experts(
    data: TrainingData,
    recipe: Recipe,
    out: Path,
    log: MetricsLog,
    progress: Progress,
    processes: Processes,
) -> ILoRA:
    encoder = load_encoder(out / "encoder", recipe.encoder, len(data.items))
    folder = find_backbone(out, recipe)
    dtype = backbone_dtype(recipe.experts.backbone_dtype, choose_device())
    backbone = load_backbone(folder, dtype)
    context = backbone.config.max_position_embeddings
    builder = prompt_builder(load_tokenizer(folder), recipe.prompt, context)
    seed_step(recipe.seed, "init", 0)
    projector = new_projector(folder, recipe, encoder, backbone)
    model = build_ilora(backbone, encoder, recipe.experts, projector)
    train_experts(data, recipe, model, builder, out / "experts", log, progress, processes)
    return model


def check_folder(out: Path, resume: bool) -> None:
    """Raise CheckpointError where a run cannot go into this folder."""
    if out.exists() and not out.is_dir():
        raise CheckpointError(f"{out}: is a file; choose another folder for the run")
    if not resume and out.exists() and any(out.iterdir()):
        raise CheckpointError(
            f"{out}: is not empty; go on with it by adding --resume, or choose another folder"
        )


def check_weights(recipe: Recipe) -> None:
    """Raise CheckpointError where the backbone's folder has no weights: before hours of work."""
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
            f"{db}: {len(data.items)} items, {needed} are needed: a validation user has met "
            f"{longest}, and {N_NEGATIVES} others are drawn to rank beside a target"
        )


def find_backbone(run: Path, recipe: Recipe) -> Path:
    """Return the HF folder of a run's backbone: its own, or the one the recipe names."""
    return Path(recipe.backbone.path) if recipe.backbone.path else run / "backbone"


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


def load_run(folder: Path, weights: bool = True) -> FinishedRun:
    """Load a complete run; raise CheckpointError for a missing or unfinished one.

    Without ``weights`` the backbone has shapes alone and takes no memory; all else is there.
    """
    if not folder.is_dir():
        raise CheckpointError(f"{folder}: no such run; make one with: ilora-edge train RECIPE")
    if not (folder / DONE).exists():
        raise CheckpointError(f"{folder}: the run is not finished; train it with --resume")
    data = read_json(folder / RECIPE)
    data.pop("data_sha256", None)
    recipe = recipe_from_json(data, str(folder / RECIPE))
    try:
        items = [TrainingItem(**line) for line in _read_lines(folder / ITEMS)]
        validation = {line["user"]: line["items"] for line in _read_lines(folder / VALIDATION)}
    except (TypeError, KeyError) as error:
        raise CheckpointError(f"{folder}: its items or users are damaged ({error})") from error
    backbone_folder = find_backbone(folder, recipe)
    tokenizer = load_tokenizer(backbone_folder)
    encoder = load_encoder(folder / "encoder", recipe.encoder, len(items))
    backbone = load_backbone(backbone_folder) if weights else load_skeleton(backbone_folder)
    projector = build_projector(recipe, encoder, backbone.config.hidden_size)
    model = load_ilora(folder / "experts", backbone, encoder, recipe.experts, projector)
    return FinishedRun(
        recipe,
        items,
        validation,
        backbone_folder,
        model,
        prompt_builder(tokenizer, recipe.prompt, backbone.config.max_position_embeddings),
        tokenizer.bos_token_id,
        read_json(folder / DONE),
    )


def _check_same(recipe: Recipe, data: TrainingData | None, out: Path) -> None:
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
    if data is not None and digest != _fingerprint(data):
        raise CheckpointError(f"{out}: was begun with other data; train into a new folder")


def _flat(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        label = prefix + name
        flat |= _flat(value, f"{label}.") if isinstance(value, dict) else {label: value}
    return flat


def _fingerprint(data: TrainingData) -> str:
    parts = [[dataclasses.asdict(i) for i in data.items], data.train, data.validation]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _write_lines(path: Path, rows: Iterable[Any]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
    write_atomically(path, text.encode())


def _read_lines(path: Path) -> list[Any]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path}: cannot be read ({error})") from error
