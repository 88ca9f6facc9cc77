"""What differs between two bundles, by what their manifests say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ilora_edge.bundle.manifest import Manifest

MISSING = "-"
"""Stands for a value that one of the two does not have; no JSON value prints so."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of the manifest that is not the same in both."""

    field: str
    """Its path, ``metrics.product.models.bundle.ndcg10``."""
    a: Any
    b: Any
    in_a: bool = True
    in_b: bool = True

    def to_json(self) -> dict[str, Any]:
        """A side that lacks the field has no entry."""
        sides = {"a": self.a} if self.in_a else {}
        return {"field": self.field, **sides, **({"b": self.b} if self.in_b else {})}


def diff_manifests(a: Manifest, b: Manifest) -> list[Difference]:
    """Return every field that differs, in the manifest's order; files are told by their hashes."""
    return _differences("", a.to_json(), b.to_json())


def _differences(path: str, a: Any, b: Any) -> list[Difference]:
    if isinstance(a, dict) and isinstance(b, dict):
        found = []
        for key in dict.fromkeys([*a, *b]):
            inner = f"{path}.{key}" if path else key
            if key not in b:
                found += _one_sided(inner, a[key], in_a=True)
            elif key not in a:
                found += _one_sided(inner, b[key], in_a=False)
            else:
                found += _differences(inner, a[key], b[key])
        return found
    # Not ==: to it 1, 1.0 and True are the same.
    if type(a) is type(b) and a == b:
        return []
    return [Difference(path, a, b)]


def _one_sided(path: str, value: Any, in_a: bool) -> list[Difference]:
    if isinstance(value, dict) and value:
        return [d for k, v in value.items() for d in _one_sided(f"{path}.{k}", v, in_a)]
    if in_a:
        return [Difference(path, value, None, in_b=False)]
    return [Difference(path, None, value, in_a=False)]
