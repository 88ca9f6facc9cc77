"""JSON objects, one a line or in one array, as records by key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.importers.lines import Place, read_lines
from ilora_edge.titles import printable

Record: TypeAlias = tuple[Place, dict[str, Any]]

# Of one object: a line's limit, as of text files.
_MAX_OBJECT = 16 * 2**20
# Some services write a whole array on one line.
_MAX_LINE = 256 * 2**20
_SPACE = " \t\r\n"


def read_json_lines(path: Path, encoding: str | None = None) -> Iterator[Record]:
    """Yield the object on each line that is not blank."""
    return _of_lines(read_lines(path, encoding))


def read_json(path: Path, encoding: str | None = None) -> Iterator[Record]:
    """Yield the objects of a JSON array, or of JSON Lines; whichever the file begins as."""
    lines = read_lines(path, encoding, _MAX_LINE)
    for place, line in lines:
        if not line.strip():
            continue
        rest = _from(place, line, lines)
        yield from _of_array(rest) if line.lstrip().startswith("[") else _of_lines(rest)
        return


def _from(
    place: Place, line: str, lines: Iterator[tuple[Place, str]]
) -> Iterator[tuple[Place, str]]:
    yield place, line
    yield from lines


def _of_lines(lines: Iterator[tuple[Place, str]]) -> Iterator[Record]:
    for place, line in lines:
        if line.strip():
            try:
                yield place, _object(json.loads(line), place)
            except (ValueError, RecursionError) as error:
                raise place.error(f"not JSON: {printable(str(error))}") from error


def _of_array(lines: Iterator[tuple[Place, str]]) -> Iterator[Record]:
    """Yield the objects of an array as its lines come: it may be larger than the memory."""
    decoder = json.JSONDecoder()
    text, at, place = "", 0, Place("", 0)
    opened = False
    retry = 0
    for place, line in lines:
        if at:
            text, at = text[at:], 0
        text += line + "\n"
        # An object over many lines is tried again when the text has doubled, not at each line.
        if len(text) < retry and not line.strip(_SPACE + ",").endswith(("}", "]")):
            continue
        retry = 0
        while (at := _skipped(text, at, " \t\r\n," if opened else _SPACE)) < len(text):
            if not opened:
                opened, at = True, at + 1
            elif text[at] == "]":
                if text[at + 1 :].strip() or any(rest.strip() for _, rest in lines):
                    raise place.error("not JSON: text after the array's end")
                return
            else:
                try:
                    value, at = decoder.raw_decode(text, at)
                except RecursionError as error:
                    raise place.error("not JSON: nested too deeply") from error
                except ValueError as error:
                    if len(text) - at > _MAX_OBJECT:
                        raise place.error(f"not JSON: {printable(str(error))}") from error
                    # Perhaps it goes on in the next line.
                    retry = 2 * (len(text) - at)
                    break
                yield place, _object(value, place)
    if text[at:].strip():
        try:
            decoder.raw_decode(text, at)
        except ValueError as error:
            raise place.error(f"not JSON: {printable(str(error))[:80]}") from error
    raise place.error("not JSON: the array does not end")


def _skipped(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _object(value: object, place: Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.error("expected a JSON object")
    return value
