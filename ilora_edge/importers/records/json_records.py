"""JSON objects, one behind the other or in one array, as records by key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.importers.records.lines import (
    Place,
    read_lines,
    read_pieces,
    refuse_a_page,
    refuse_xml,
)
from ilora_edge.titles import printable

Record: TypeAlias = tuple[Place, dict[str, Any]]

# Of one value, an object mostly, whose text and whose parts have to be in memory.
_MAX_VALUE = 64 * 2**20
# Lists, pairs and members, of which the smallest takes some sixty bytes.
_MAX_PARTS = 6_000_000
_FEW = 2**20
_BLANKS = re.compile(r"[ \t\n\r]*")
_BETWEEN = re.compile(r"[ \t\n\r,]*")
# An escape, a number or a word may be torn by the end of what is read so far.
_TORN = 16


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
    names: list[str] | None = None
    for place, value in read_values(path, encoding):
        if isinstance(value, list) and value:
            # Of a table without objects the first list has the names.
            if names is None and all(isinstance(name, str) for name in value):
                names = value
                continue
            if names is not None:
                yield place, dict(zip(names, value, strict=False))
                continue
        # Where a program had nothing to write, an array has a null.
        if value is not None:
            yield place, _object(value, place)


def read_values(path: Path, encoding: str | None = None) -> Iterator[tuple[Place, Any]]:
    """Yield what :func:`read_json` does, of any kind."""
    text = _Text(path, encoding)
    start = text.next_character(_BLANKS)
    refuse_a_page(text.rest(), text.place())
    refuse_xml(text.rest(), text.place())
    is_array = start == "["
    if is_array:
        text.skip()
    between = _BETWEEN if is_array else _BLANKS
    while character := text.next_character(between):
        if is_array and character == "]":
            text.skip()
            if text.next_character(_BLANKS):
                raise text.place().error("not JSON: text after the array's end")
            return
        place = text.place()
        yield place, text.value(place)
    if is_array:
        raise text.last().error("not JSON: the array does not end")


class _Text:
    """A file's JSON, of which only the value that is being read is in memory."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._name = printable(path.name)
        self._pieces = read_pieces(path, encoding)
        self._decoder = json.JSONDecoder()
        self._text, self._at = "", 0
        # The line of a place in the text, from which on line ends are counted.
        self._line, self._counted = 1, 0
        self._last_line = 1

    def next_character(self, skipped: re.Pattern[str]) -> str:
        """Return the next character that is not to be skipped; none at the end."""
        while True:
            found = skipped.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read(1):
                return ""

    def skip(self) -> None:
        """Go on by one character."""
        self._at += 1

    def rest(self) -> str:
        """Return the beginning of what is read and not used."""
        return self._text[self._at : self._at + _TORN * 64]

    def place(self) -> Place:
        """Return where the next character stands."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return Place(self._name, self._line)

    def last(self) -> Place:
        """Return where the last value ended."""
        return Place(self._name, self._last_line)

    def value(self, begun: Place) -> Any:
        """Return the value that begins here; raises SourceError."""
        while True:
            # Where this is less, the values within it are few.
            if len(self._text) - self._at > 2 * _FEW:
                self._check_size(begun)
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise begun.error("not JSON: nested too deeply") from error
            except json.JSONDecodeError as error:
                # Each time twice as much, or a long value would be read anew for each piece.
                if self._is_torn(error) and self._read(len(self._text) - self._at):
                    continue
                place = Place(self._name, self._line_of(min(error.pos, len(self._text.rstrip()))))
                raise place.error(f"not JSON: {printable(error.msg)}") from error
            except ValueError as error:
                raise begun.error(f"not JSON: {printable(str(error))[:80]}") from error
            # A number may go on.
            if end < len(self._text) or not self._read(1):
                # Of a value that is all within a line both ends are there.
                self._last_line = begun.line + self._text.count("\n", self._at, end)
                self._at = end
                return value

    def _is_torn(self, error: json.JSONDecodeError) -> bool:
        return error.pos > len(self._text) - _TORN or error.msg.startswith("Unterminated")

    def _check_size(self, begun: Place) -> None:
        if len(self._text) - self._at > _MAX_VALUE + _FEW:
            raise begun.error("not JSON that is read: a value of more than 64 MiB begins here")
        if sum(self._text.count(mark, self._at) for mark in ",:[{") > _MAX_PARTS:
            raise begun.error(
                "not JSON that is read: a value of more than six million parts begins here"
            )

    def _read(self, size: int) -> bool:
        """Read at least so many characters more; return whether there were any."""
        self._line_of(self._at)
        parts = [self._text[self._at :]]
        self._counted -= self._at
        self._at = 0
        while size > 0 and (piece := next(self._pieces, None)) is not None:
            parts.append(piece[1])
            size -= len(piece[1])
        self._text = "".join(parts)
        return len(parts) > 1

    def _line_of(self, at: int) -> int:
        """Return a place's line; what is before the next value is counted once."""
        line = self._line + self._text.count("\n", self._counted, at)
        if at <= self._at:
            self._line, self._counted = line, at
        return line


def _object(value: object, place: Place) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.error("expected a JSON object")
    return value
