"""JSON objects, one behind the other or in one array, as records by key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.errors import SourceError
from ilora_edge.importers.lines import Place, read_lines, refuse_a_page
from ilora_edge.titles import printable

Record: TypeAlias = tuple[Place, dict[str, Any]]

# Of one object that goes over several lines.
_MAX_OBJECT = 64 * 2**20
# Some services write a whole array on one line.
_MAX_LINE = 256 * 2**20
_SPACE = " \t\r\n"
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')


def read_json_lines(path: Path, encoding: str | None = None) -> Iterator[Record]:
    """Yield the object on each line that is not blank."""
    for place, line in read_lines(path, encoding):
        if line.strip():
            try:
                yield place, _object(json.loads(line), place)
            except (ValueError, RecursionError) as error:
                raise place.error(f"not JSON: {printable(str(error))}") from error


def read_json(path: Path, encoding: str | None = None) -> Iterator[Record]:
    """Yield the objects of a JSON array, or those that stand one behind the other.

    An object may be on one line or on many; an array may be larger than the memory.
    """
    for place, value in read_values(path, encoding):
        yield place, _object(value, place)


def read_values(path: Path, encoding: str | None = None) -> Iterator[tuple[Place, Any]]:
    """Yield what :func:`read_json` does, of any kind."""
    decoder = json.JSONDecoder()
    is_array: bool | None = None
    # What is not read yet, where it begins, and how many of its brackets are open.
    text, begun, depth = "", Place("", 0), 0
    lines = read_lines(path, encoding, _MAX_LINE)
    for place, line in lines:
        if is_array is None:
            line = line.lstrip(_SPACE)
            if not line:
                continue
            refuse_a_page(line, place)
            is_array = line.startswith("[")
            line = line[is_array:]
        if text:
            text += "\n" + line
            opened, least = _brackets(line)
            depth += opened
            if depth - opened + least > 0:
                if len(text) > _MAX_OBJECT:
                    raise begun.error("not JSON: an object of more than 64 MiB begins here")
                continue
        else:
            text, begun = line, place
        at = 0
        while (at := _skipped(text, at, _SPACE + "," if is_array else _SPACE)) < len(text):
            if is_array and text[at] == "]":
                if text[at + 1 :].strip() or any(rest.strip() for _, rest in lines):
                    raise place.error("not JSON: text after the array's end")
                return
            try:
                value, end = decoder.raw_decode(text, at)
            except RecursionError as error:
                raise begun.error("not JSON: nested too deeply") from error
            except ValueError as error:
                depth, _ = _brackets(text[at:])
                if depth <= 0:
                    raise _not_json(begun, error) from error
                # It goes on in the next line.
                break
            yield place, value
            at, begun = end, place
        text = text[at:]
    if text.strip():
        try:
            decoder.raw_decode(text)
        except ValueError as error:
            raise _not_json(begun, error) from error
    if is_array:
        raise place.error("not JSON: the array does not end")


def _brackets(line: str) -> tuple[int, int]:
    """Return how many brackets a line opens more than it closes, and the least on the way."""
    depth = least = 0
    for token in _TOKEN.findall(line):
        if token in "{[":
            depth += 1
        elif token in "]}":
            depth -= 1
            least = min(least, depth)
    return depth, least


def _not_json(place: Place, error: ValueError) -> SourceError:
    return place.error(f"not JSON: {printable(str(error))[:80]}")


def _skipped(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _object(value: object, place: Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.error("expected a JSON object")
    return value
