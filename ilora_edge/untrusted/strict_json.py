"""Untrusted JSON: read without surprises, its values checked by type and range.

Whatever one reader could understand differently from another is refused: duplicate keys, numbers
that are not finite or too large, half of a surrogate pair, absurd depth, other encodings.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

MAX_DEPTH = 32
MAX_INT = 2**63 - 1
_HEX_SHA256 = re.compile(r"[0-9a-f]{64}")


def load_json(raw: bytes) -> Any:
    """Parse JSON in UTF-8; raises ValueError, or RecursionError where it is nested absurdly."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            raise ValueError("a key is there twice")
        return result

    def integer(text: str) -> int:
        if len(text) > 20 or abs(value := int(text)) > MAX_INT:
            raise ValueError("an integer is too large")
        return value

    def real(text: str) -> float:
        if not math.isfinite(value := float(text)):
            raise ValueError("a number is not finite")
        return value

    # Decoded here: json would guess at UTF-16 and UTF-32.
    text = raw.decode("utf-8")
    data = json.loads(
        text, object_pairs_hook=pairs, parse_int=integer, parse_float=real, parse_constant=real
    )
    _check_tree(data)
    return data


def _check_tree(data: Any) -> None:
    """Raise ValueError where JSON is too deep or holds half of a surrogate pair."""
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ValueError(f"nested more than {MAX_DEPTH} deep")
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below += [*value, *value.values()]
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str):
                value.encode("utf-8")
        level = below


def fields_of(
    value: Any, name: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return an object that decides how a bundle is read: no unknown field may be overlooked."""
    data = object_of(value, name)
    for key in required:
        if key not in data:
            raise ValueError(f"no {key!r} in {name}")
    for key in data:
        if key not in (*required, *optional):
            raise ValueError(f"unknown {shown(key)} in {name}")
    return data


def object_of(value: Any, name: str) -> dict[str, Any]:
    """Return a value that must be an object; raises TypeError."""
    if type(value) is not dict:
        raise TypeError(f"{name} is not an object")
    return value


def text_of(value: Any, longest: int) -> str:
    """Return a value that must be a text of at most ``longest`` characters; raises TypeError."""
    if type(value) is not str or len(value) > longest:
        raise TypeError(f"{shown(value)} is not a text of up to {longest} characters")
    return value


def sha256_text(value: Any) -> str:
    """Return a value that must be a sha256 in lower-case hex."""
    if type(value) is not str or not _HEX_SHA256.fullmatch(value):
        raise TypeError(f"{shown(value)} is not a sha256 in lower-case hex")
    return value


def integer_of(value: Any, least: int = 0, most: int = MAX_INT) -> int:
    """Return a value that must be a whole number from ``least`` to ``most``."""
    if type(value) is not int or not least <= value <= most:
        raise TypeError(f"{shown(value)} is not an integer from {least} to {most}")
    return value


def token_id_of(value: Any) -> int:
    """Return a value that must be a token id."""
    return integer_of(value, 0, 2**31 - 1)


def number_of(value: Any, least: float = -math.inf, most: float = math.inf) -> float:
    """Return a value that must be a number from ``least`` to ``most``, as a float."""
    if type(value) not in (int, float) or not least <= value <= most:
        between = "" if most == math.inf else f" from {least:g} to {most:g}"
        raise TypeError(f"{shown(value)} is not a number{between}")
    return float(value)


def optional_of(value: Any, parse: Callable[[Any], T]) -> T | None:
    """Return None for null, else what ``parse`` makes of the value."""
    return None if value is None else parse(value)


def shown(value: Any) -> str:
    """Return a value as a message may quote it: untrusted text can be long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
