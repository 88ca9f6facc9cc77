"""Where a recipe goes on its way through training: every call that is handed it, or a part of it.

    python tools/recipe_stops.py [ROOT]

A stop is a call in ``train/ilora_train`` with an argument that is a recipe, one of its tables
(data, prompt, encoder, backbone, experts) or a run's context; single values do not count, and
neither does a method of such an object. What a name stands for is read from annotations and
assignments. Left out: :mod:`dataclasses`' own functions, and ``results/``, which was part of the
package until tables of results moved above it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

TABLES = ("data", "prompt", "encoder", "backbone", "experts")
RECIPE, TABLE, CONTEXT = "recipe", "table", "context"
KINDS = {
    "Recipe": RECIPE,
    "DataRecipe": TABLE,
    "PromptFormat": TABLE,
    "EncoderRecipe": TABLE,
    "BackboneRecipe": TABLE,
    "ExpertsRecipe": TABLE,
    "RunContext": CONTEXT,
}
HELD_AS = {"recipe": RECIPE, "_recipe": RECIPE, "run": CONTEXT, "_run": CONTEXT}
"""Attributes in which an object keeps a recipe, or the context."""
NOT_COUNTED = ("dataclasses.replace", "dataclasses.fields", "dataclasses.asdict", "getattr")


def stops(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield file and line, the function that calls, and what is called."""
    package = root / "train" / "ilora_train"
    files = [p for p in sorted(package.rglob("*.py")) if "results" not in p.parts]
    trees = {path: ast.parse(path.read_text()) for path in files}
    every = [function for tree in trees.values() for function in functions(tree)]
    made = KINDS | {f.name: kind for f in every if (kind := kind_of(f.returns))}
    for path, tree in trees.items():
        for function in functions(tree):
            names = Names(function, made)
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and ast.unparse(node.func) not in NOT_COUNTED:
                    handed = [*node.args, *(k.value for k in node.keywords)]
                    if any(map(names.kind, handed)):
                        place = f"{path.relative_to(package)}:{node.lineno}"
                        yield place, function.name, ast.unparse(node.func)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function and method."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def kind_of(annotation: ast.expr | None) -> str | None:
    """Return what an annotation says: one of the classes itself, not a function or list of it."""
    if isinstance(annotation, ast.BinOp):
        return kind_of(annotation.left) or kind_of(annotation.right)
    return KINDS.get(annotation.id) if isinstance(annotation, ast.Name) else None


class Names:
    """What the names in a function stand for."""

    def __init__(self, function: ast.FunctionDef, made: dict[str, str]) -> None:
        self._made = made
        args = function.args
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        self._kinds = {a.arg: kind for a in every if (kind := kind_of(a.annotation))}
        # An assignment may stand before the one that it builds on, in a loop.
        for _ in range(2):
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    self._kinds |= dict(self._assigned(node))

    def kind(self, value: ast.expr) -> str | None:
        """Return what an expression is: a recipe, a table of it, a context; None: nothing such."""
        if isinstance(value, ast.Name):
            return self._kinds.get(value.id)
        if isinstance(value, ast.Attribute):
            if value.attr in TABLES:
                # A context has training data of that name.
                return TABLE if self.kind(value.value) == RECIPE else None
            return HELD_AS.get(value.attr)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            return self._made.get(value.func.id)
        return None

    def _assigned(self, node: ast.Assign) -> Iterator[tuple[str, str]]:
        for target in node.targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            for name, value in pairs:
                if isinstance(name, ast.Name) and (kind := self.kind(value)):
                    yield name.id, kind


def main() -> None:
    """Print the stops, and how many there are."""
    found = list(stops(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    for place, function, called in found:
        print(f"{place:<22} {function} -> {called}")
    print(f"{len(found)} stops")


if __name__ == "__main__":
    main()
