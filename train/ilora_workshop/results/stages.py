"""Trains and exports a variant; encoders and backbones are shared by all that would train the same.

Every step of training seeds its generator by itself, so a run that begins with a copied encoder
and backbone ends in the weights it would have ended in with its own (`tests/train/test_run.py`).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.errors import DatabaseError, OptionError, reason
from ilora_edge.importers.llara import LlaraSource
from ilora_edge.importers.movielens import MovieLensSource
from ilora_edge.importers.store import Source, write_import
from ilora_edge.system.new_file import put_in_place
from ilora_train.checkpoint import write_atomically
from ilora_train.data import TrainingData, read_training_data
from ilora_train.recipe import BackboneRecipe, Recipe
from ilora_train.run import train
from ilora_train.run_folder import DONE
from ilora_workshop.results.variants import DataSet, ModelVariant, ResultsPlan

_FILES = ("validation_users_from", "exclude_users_from", "path", "gguf", "texts")


@dataclass(frozen=True, slots=True)
class StagePlace:
    """Where a variant's seed is kept."""

    folder: Path

    @property
    def digest(self) -> str:
        """The hash of its recipe."""
        return self.folder.name.rpartition("-")[2]

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle"

    @property
    def evaluations(self) -> Path:
        return self.folder / "eval"


def place_of(out: Path, variant: ModelVariant, recipe: Recipe) -> StagePlace:
    """Return the folder of a variant's recipe."""
    digest = _digest(recipe_parts(recipe))[:8]
    return StagePlace(out / variant.dataset / f"{variant.name}-s{recipe.seed}-{digest}")


def database_of(plan: ResultsPlan, dataset: DataSet, out: Path) -> Path:
    """Return the data set's database, imported if it is not there yet."""
    if dataset.database:
        path = plan.resolve(dataset.database)
        if not path.is_file():
            raise DatabaseError(f"{path}: no such database (datasets.{dataset.name}.database)")
        return path
    path = out / f"{dataset.name}.db"
    if not path.exists():
        folder = plan.resolve(dataset.folder)
        source: Source = (
            MovieLensSource(folder) if dataset.importer == "movielens" else LlaraSource(folder)
        )
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=out) as temporary:
            write_import(Path(temporary) / path.name, source)
            put_in_place(Path(temporary) / path.name, path)
    return path


def recipe_parts(recipe: Any, prefix: str = "") -> dict[str, Any]:
    """Return the fields that are not at their default, by dotted name; files by their content.

    A field that is new in the code then changes no hash, as it changes no training.
    """
    parts: dict[str, Any] = {}
    for f in dataclasses.fields(recipe):
        value = getattr(recipe, f.name)
        if dataclasses.is_dataclass(value):
            parts |= recipe_parts(value, f"{prefix}{f.name}.")
        elif value != f.default and f.name != "name":
            if isinstance(recipe, BackboneRecipe) and recipe.gguf and f.name == "path":
                continue  # Made of the file, which is hashed; how it is laid out is the code's.
            if f.name in _FILES:
                names = value if isinstance(value, tuple) else (value,)
                value = [_file_digest(Path(name)) for name in names]
            parts[prefix + f.name] = value
    return parts


def encoder_key(recipe: Recipe) -> str:
    """Return what tells apart the encoders of variants of one data set."""
    parts = recipe_parts(recipe)
    return json.dumps({k: v for k, v in parts.items() if k.startswith(("data.", "encoder."))})


def stage_keys(recipe: Recipe, data: TrainingData) -> dict[str, str]:
    """Return a hash, per shared stage, of everything that determines it."""
    learnt = [
        [dataclasses.asdict(item) for item in data.items],
        sorted(data.train.items()),
        sorted(data.validation.items()),
    ]
    parts = recipe_parts(recipe)
    encoder = {k: v for k, v in parts.items() if k.startswith("encoder.")}
    backbone = {k: v for k, v in parts.items() if k.startswith(("prompt.", "backbone."))}
    of_data = _digest([recipe.seed, learnt])
    of_encoder = _digest([of_data, encoder])
    keys = {"encoder": of_encoder, "backbone": _digest([of_encoder, backbone])}
    if recipe.backbone.path:
        del keys["backbone"]
    return keys


def train_variant(recipe: Recipe, db: Path, place: StagePlace, out: Path, quiet: bool) -> list[str]:
    """Train and export what is not there yet; return the names of stages taken from others."""
    # The export side is not a dependency of training.
    from ilora_export.bundle import export_run

    taken = []
    if not (place.run / DONE).exists():
        place.folder.mkdir(parents=True, exist_ok=True)
        recipe_path = place.folder / "recipe.toml"
        write_atomically(recipe_path, recipe_toml(recipe).encode())
        store = out / "stages"
        keys = stage_keys(recipe, read_training_data(db, recipe.data, recipe.seed))
        for stage, key in keys.items():
            kept = store / f"{stage}-{key[:16]}"
            if kept.is_dir() and not (place.run / stage / _MARK[stage]).exists():
                shutil.rmtree(place.run / stage, ignore_errors=True)
                _copy(kept, place.run / stage)
                taken.append(stage)
        train(recipe_path, db, place.run, resume=True, quiet=quiet)
        for stage, key in keys.items():
            _copy(place.run / stage, store / f"{stage}-{key[:16]}")
    if not place.bundle.exists():
        export_run(place.run, place.bundle, quiet=quiet)
    return taken


_MARK = {"encoder": "encoder.safetensors", "backbone": "config.json"}
"""The file that a finished stage has."""


def _copy(source: Path, target: Path) -> None:
    """Copy a folder, all or nothing; one that is there stays."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        shutil.copytree(source, part, dirs_exist_ok=True)
        put_in_place(part, target)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        if not target.exists():
            raise


def recipe_toml(recipe: Recipe) -> str:
    """Return a recipe as TOML that reads back as the same recipe."""
    lines = []
    for f in dataclasses.fields(recipe):
        value = getattr(recipe, f.name)
        if not dataclasses.is_dataclass(value):
            lines.append(f"{f.name} = {_toml(value)}")
    for f in dataclasses.fields(recipe):
        table = getattr(recipe, f.name)
        if dataclasses.is_dataclass(table):
            lines += ["", f"[{f.name}]"]
            # TOML has no null: a field that is None is left out, which is its default.
            values = ((g.name, getattr(table, g.name)) for g in dataclasses.fields(table))
            lines += [f"{name} = {_toml(v)}" for name, v in values if v is not None]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    # JSON's strings, numbers, booleans and lists are TOML's, but for the delete character.
    return json.dumps(value).replace("\x7f", "\\u007f")


def _file_digest(path: Path) -> str:
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.is_file())
        return _digest([[p.name, p.stat().st_size] for p in found])
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise OptionError(f"{path}: cannot be read ({reason(error)})") from error


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def note(text: str) -> None:
    """Say something on stderr: stdout has results only."""
    print(text, file=sys.stderr, flush=True)
