"""A recipe's file: TOML on disk, every field of the kind that it should be."""

from __future__ import annotations

import dataclasses
import types
import typing
from pathlib import Path
from typing import Any

from ilora_edge.bundle.named_backbones import backbone_path, is_name
from ilora_edge.errors import RecipeError, reason
from ilora_edge.system.real_path import real_path
from ilora_edge.untrusted.strict_json import shown
from ilora_edge.untrusted.toml_file import load_toml
from ilora_train.recipe import Recipe
from ilora_train.recipe_rules import check_recipe

_LARGEST_FLOAT = 1e30
"""float32 has no much larger ones."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return a file's values; raise RecipeError where it cannot be read or is not TOML."""
    try:
        return load_toml(path)
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: cannot be read ({reason(error)})") from error
    except ValueError as error:
        raise RecipeError(f"{path}: not valid TOML: {error}") from error


def load_recipe(path: Path, backbone: Path | str | None = None) -> Recipe:
    """Read and check a recipe; paths in it become absolute, taken relative to its folder.

    ``backbone`` replaces the recipe's ``backbone.path``: a name, or a path relative to the
    working folder. A GGUF file becomes a cached HF folder of its values.
    """
    data = read_toml(path)
    data.setdefault("name", path.stem)
    if backbone is not None:
        table = data.setdefault("backbone", {})
        if isinstance(table, dict):
            table["path"] = str(real_path(backbone_path(str(backbone))))
    recipe = recipe_from_json(data, str(path))
    folder = real_path(path).parent
    excluded = tuple(str(real_path(folder / name)) for name in recipe.data.exclude_users_from)
    chosen = recipe.data.validation_users_from
    chosen = chosen and str(real_path(folder / chosen))
    files = [("exclude_users_from", name) for name in excluded]
    for label, name in [*files, ("validation_users_from", chosen)]:
        if name and not Path(name).is_file():
            raise RecipeError(
                f"{path}: data.{label}: no such file: {name}; leave the line out of a copy of the "
                "recipe to train on everybody"
            )
    given, source = _find_backbone(recipe.backbone.path, folder)
    texts = recipe.backbone.texts and str(real_path(folder / recipe.backbone.texts))
    where = f"{path}: backbone.path" if backbone is None else "--backbone"
    for name in ("config.json", "tokenizer.json") if given else ():
        if not (Path(given) / name).is_file():
            raise RecipeError(f"{where}: {given} has no {name}; name an HF checkpoint folder")
    return dataclasses.replace(
        recipe,
        data=dataclasses.replace(
            recipe.data, exclude_users_from=excluded, validation_users_from=chosen
        ),
        backbone=dataclasses.replace(recipe.backbone, path=given, gguf=source, texts=texts),
    )


def _find_backbone(given: str, folder: Path) -> tuple[str, str]:
    """Return a backbone's HF folder, and the GGUF file that it was made of, if any."""
    if not given:
        return "", ""
    path = folder / given
    if not path.exists() and is_name(given):
        path = backbone_path(given)
    path = real_path(path)
    if not path.is_file():
        return str(path), ""
    from ilora_train.gguf_checkpoint import gguf_folder

    return str(gguf_folder(path)), str(path)


def recipe_from_json(data: dict[str, Any], where: str) -> Recipe:
    """Build a recipe from plain data; ``where`` begins the error messages."""
    recipe: Recipe = _build(Recipe, data, where, "")
    check_recipe(recipe, where)
    return recipe


def _build(cls: Any, data: Any, where: str, prefix: str) -> Any:
    if not isinstance(data, dict):
        raise RecipeError(f"{where}: {prefix or 'the recipe'} must be a table")
    hints = typing.get_type_hints(cls)
    unknown = sorted(set(data) - set(hints))
    if unknown:
        known = ", ".join(sorted(hints))
        raise RecipeError(f"{where}: unknown field {prefix}{unknown[0]}; known: {known}")
    values = {}
    for name, value in data.items():
        label = f"{prefix}{name}"
        if dataclasses.is_dataclass(hints[name]):
            values[name] = _build(hints[name], value, where, f"{label}.")
        else:
            values[name] = _coerce(hints[name], value, where, label)
    return cls(**values)


def _coerce(hint: Any, value: Any, where: str, label: str) -> Any:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for option in options:
        if typing.get_origin(option) is tuple:
            if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
                return tuple(value)
        elif option is float and type(value) in (int, float):
            # TOML has numbers of any length, infinity and none at all.
            if not abs(value) <= _LARGEST_FLOAT:
                raise RecipeError(f"{where}: {label} must be a number, not {shown(value)}")
            return float(value)
        elif type(value) is option:
            if option is int and not abs(value) < 2**31:
                raise RecipeError(f"{where}: {label} must be less than 2^31")
            return value
    names = " or ".join(getattr(o, "__name__", str(o)) for o in options)
    raise RecipeError(f"{where}: {label} must be {names}, not {shown(value)}")
