"""What is to be trained and measured: ``train/results.toml``, every field checked by name."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ilora_edge.errors import OptionError, RecipeError
from ilora_train.recipe import Recipe
from ilora_train.recipe_file import load_recipe, read_toml, recipe_from_json

KINDS = ("paper", "large", "cold", "few", "product", "validation")
IMPORTERS = ("movielens", "llara")
_RECIPE_PATHS = (
    "data.exclude_users_from",
    "data.validation_users_from",
    "backbone.path",
    "backbone.texts",
)


@dataclass(frozen=True, slots=True)
class DataSet:
    """Where a data set's histories and its published rows are."""

    name: str
    title: str
    importer: str = ""
    """``movielens`` or ``llara``: makes the database from ``folder``."""
    folder: str = ""
    database: str = ""
    """A database that is there already, instead of ``importer`` and ``folder``."""
    splits: str = ""
    """Folder with ``test.jsonl``, ``val.jsonl`` and ``items.csv``."""
    item_offset: int = 0
    """Added to an id of the splits to get the database's."""
    note: str = ""
    """Said wherever a number of this data set is shown."""
    not_measured: str = ""
    """Why there are no numbers of it."""
    published: dict[str, float] = field(default_factory=dict)
    """Others' HR@1 on the published rows, by model."""


@dataclass(frozen=True, slots=True)
class ModelVariant:
    """One model: a base recipe, what is different in it, its seeds and what is measured."""

    name: str
    title: str
    dataset: str
    recipe: str
    overrides: dict[str, Any] = field(default_factory=dict)
    """Fields of the recipe by dotted name."""
    seeds: tuple[int, ...] = (0,)
    evaluations: tuple[str, ...] = KINDS
    compare_with: tuple[str, ...] = ()
    """Variants of the same data set to take paired differences from."""
    most_rows: int = 0
    """Of a measurement, drawn once for all seeds, with one draw of candidates each; 0: all rows.
    For backbones that take a good part of a second a row."""

    @property
    def key(self) -> str:
        """``movielens-ilora``: what ``--only`` takes."""
        return f"{self.dataset}-{self.name}"


@dataclass(frozen=True, slots=True)
class ResultsPlan:
    """All of ``results.toml``; its paths are relative to its folder."""

    path: Path
    datasets: dict[str, DataSet]
    variants: tuple[ModelVariant, ...]

    def resolve(self, name: str) -> Path:
        """Return a path of the file as one of the working folder."""
        return (self.path.parent / name).resolve()

    def select(self, only: list[str]) -> list[ModelVariant]:
        """Return the variants of these keys or names; all of them where none is given."""
        for wanted in only:
            if not any(wanted in (v.key, v.name) for v in self.variants):
                known = ", ".join(v.key for v in self.variants)
                raise OptionError(f"--only {wanted}: no such variant; known: {known}")
        return [v for v in self.variants if not only or {v.key, v.name} & set(only)]


def load_plan(path: Path) -> ResultsPlan:
    """Read and check ``results.toml``; recipes are read later, each on its own."""
    data = read_toml(path)
    unknown = sorted(set(data) - {"datasets", "variants"})
    if unknown:
        raise RecipeError(f"{path}: unknown table {unknown[0]}; known: datasets, variants")
    tables, entries = data.get("datasets", {}), data.get("variants", [])
    if not isinstance(tables, dict) or not isinstance(entries, list) or not entries:
        raise RecipeError(f"{path}: needs [datasets.NAME] tables and [[variants]]")
    datasets = {name: _dataset(name, table, path) for name, table in tables.items()}
    variants = tuple(_variant(n, entry, datasets, path) for n, entry in enumerate(entries, 1))
    keys = [v.key for v in variants]
    for variant in variants:
        where = f"{path}: variant {variant.key}"
        if keys.count(variant.key) > 1:
            raise RecipeError(f"{where}: there are two of this name")
        for other in variant.compare_with:
            if f"{variant.dataset}-{other}" not in keys or other == variant.name:
                raise RecipeError(f"{where}: compare_with: no other variant {other!r} of its data")
    return ResultsPlan(path, datasets, variants)


def _dataset(name: str, table: Any, path: Path) -> DataSet:
    where = f"{path}: datasets.{name}"
    values = _fields(DataSet, table, where, {"name": name, "title": name})
    dataset = DataSet(**values)
    if dataset.not_measured:
        return dataset
    if not dataset.splits:
        raise RecipeError(f"{where}: splits is missing: the folder of test.jsonl and val.jsonl")
    if bool(dataset.database) == bool(dataset.importer):
        raise RecipeError(f"{where}: give either importer (with folder) or database")
    if dataset.importer and (dataset.importer not in IMPORTERS or not dataset.folder):
        raise RecipeError(f"{where}: importer must be {' or '.join(IMPORTERS)}, with a folder")
    return dataset


def _variant(number: int, entry: Any, datasets: dict[str, DataSet], path: Path) -> ModelVariant:
    name = entry.get("name") if isinstance(entry, dict) else None
    where = f"{path}: variant {name or number}"
    values = _fields(ModelVariant, entry, where, {"title": str(name)})
    for needed in ("name", "dataset", "recipe"):
        if not values.get(needed):
            raise RecipeError(f"{where}: {needed} is missing")
    variant = ModelVariant(**values)
    if variant.dataset not in datasets or datasets[variant.dataset].not_measured:
        raise RecipeError(f"{where}: there is no [datasets.{variant.dataset}] to train on")
    if not all(c.isalnum() or c == "-" for c in variant.name):
        raise RecipeError(f"{where}: a name has letters, digits and hyphens: it names a folder")
    if not variant.seeds or len(set(variant.seeds)) < len(variant.seeds):
        raise RecipeError(f"{where}: seeds must name at least one, each once")
    for kind in variant.evaluations:
        if kind not in KINDS:
            raise RecipeError(f"{where}: no evaluation {kind!r}; known: {', '.join(KINDS)}")
    return variant


def _fields(cls: type, table: Any, where: str, given: dict[str, Any]) -> dict[str, Any]:
    """Check a table against a dataclass' fields; the types are those of the defaults."""
    if not isinstance(table, dict):
        raise RecipeError(f"{where}: must be a table")
    types: dict[str, type] = {}
    for f in dataclasses.fields(cls):
        default = f.default_factory() if callable(f.default_factory) else f.default
        types[f.name] = str if default is dataclasses.MISSING else type(default)
    values = dict(given)
    for name, value in table.items():
        if name not in types:
            raise RecipeError(f"{where}: unknown field {name}; known: {', '.join(sorted(types))}")
        if types[name] is tuple:
            member = int if name == "seeds" else str
            if not isinstance(value, list) or any(type(v) is not member for v in value):
                wanted = f"a list of {member.__name__}"
                raise RecipeError(f"{where}: {name} must be {wanted}, not {value!r}")
            values[name] = tuple(value)
        elif type(value) is types[name]:
            values[name] = value
        else:
            raise RecipeError(f"{where}: {name} must be {types[name].__name__}, not {value!r}")
    for model, number in values.get("published", {}).items():
        if type(number) not in (int, float):
            raise RecipeError(f"{where}: published: {model!r} must be a number, not {number!r}")
    return values


def variant_recipe(plan: ResultsPlan, variant: ModelVariant, seed: int) -> Recipe:
    """Return a variant's recipe with absolute paths; raise RecipeError where it is not valid."""
    path = plan.resolve(variant.recipe)
    where = f"{plan.path}: variant {variant.key}"
    data = load_recipe(path).to_json()
    for name, value in {**variant.overrides, "seed": seed, "name": variant.key}.items():
        *tables, last = name.split(".")
        table = data
        for part in tables:
            table = table.get(part, {})
            if not isinstance(table, dict):
                raise RecipeError(f"{where}: unknown field {name}")
        if last not in table:
            raise RecipeError(f"{where}: unknown field {name}")
        table[last] = _resolved(value, path.parent) if name in _RECIPE_PATHS and value else value
    return recipe_from_json(data, where)


def _resolved(value: Any, folder: Path) -> Any:
    """Return a path of the base recipe's folder, or each of a list of them, as absolute."""
    if isinstance(value, list):
        return [_resolved(entry, folder) for entry in value]
    return str((folder / str(value)).resolve())
