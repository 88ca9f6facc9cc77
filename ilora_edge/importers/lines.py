"""Source files line by line, and their fields: every complaint names the file and the line."""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.errors import SourceError
from ilora_edge.titles import printable

# A file without line ends must not fill the memory before it is found to be wrong.
_MAX_LINE = 16 * 2**20
_SEPARATOR_NAMES = {"\t": "tab-separated", "|": "'|'-separated", "::": "'::'-separated"}
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a source, for the message when it is wrong."""

    file: str
    line: int

    def error(self, problem: str) -> SourceError:
        """Return the error that names this place."""
        return SourceError(f"{self.file} line {self.line}: {problem}")


def read_lines(path: Path, encoding: str = "utf-8") -> Iterator[tuple[Place, str]]:
    """Yield the lines of a text file, decompressed where its name ends in ``.gz``.

    Line ends and a byte-order mark are removed; NUL bytes and undecodable bytes are errors.
    """
    name = printable(path.name)
    number = 0
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            while raw := file.readline(_MAX_LINE + 1):
                number += 1
                yield Place(name, number), _decode(raw, Place(name, number), encoding)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        problem = f"damaged after line {number}: {printable(str(error))}"
        raise SourceError(f"{name} is not a whole gzip file, {problem}") from error
    except OSError as error:
        raise SourceError(f"cannot read {printable(str(path))}: {error.strerror}") from error
    if number == 0:
        raise SourceError(f"{name} is empty")


def read_fields(
    path: Path, separator: str, n_fields: int, encoding: str = "utf-8"
) -> Iterator[tuple[Place, list[str]]]:
    """Yield the stripped fields of each line that is not blank; their number must be right."""
    for place, line in read_lines(path, encoding):
        if not line.strip():
            continue
        fields = [field.strip() for field in line.split(separator)]
        if len(fields) != n_fields:
            kind = _SEPARATOR_NAMES.get(separator, "separated")
            raise place.error(f"expected {n_fields} {kind} fields, got {len(fields)}")
        yield place, fields


def read_csv(
    path: Path, required: Sequence[str], delimiter: str = ","
) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield each record of a CSV file with a header as stripped fields by column name."""
    name = printable(path.name)
    reader = csv.reader(
        (f"{line}\n" for _, line in read_lines(path)), delimiter=delimiter, strict=True
    )
    header: list[str] = []
    try:
        for record in reader:
            if not any(field.strip() for field in record):
                continue
            place = Place(name, reader.line_num)
            fields = [field.strip() for field in record]
            if not header:
                header = _header(fields, required, place)
                continue
            if len(fields) != len(header):
                raise place.error(f"expected {len(header)} fields, got {len(fields)}")
            yield place, dict(zip(header, fields, strict=True))
    except csv.Error as error:
        raise Place(name, reader.line_num).error(f"not CSV: {error}") from error
    if not header:
        raise SourceError(f"{name} is empty")


def read_json_lines(path: Path) -> Iterator[tuple[Place, dict[str, object]]]:
    """Yield the object on each line that is not blank."""
    for place, line in read_lines(path):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise place.error(f"not JSON: {printable(str(error))}") from error
        if not isinstance(value, dict):
            raise place.error("expected a JSON object")
        yield place, value


def identifier(value: object, name: str, place: Place) -> str:
    """Return an id as opaque text; it may be a text or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or value == "":
        raise place.error(f"no {name}")
    if not isinstance(value, str):
        raise place.error(f"{name} is {shown(value)}, neither a text nor a whole number")
    return text(value, name, place)


def text(value: object, name: str, place: Place) -> str:
    """Return a text that SQLite and a terminal can hold: no NUL, no lone surrogates."""
    if not isinstance(value, str):
        raise place.error(f"{name} is {shown(value)}, not a text")
    if "\0" in value:
        raise place.error(f"{name} has a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise place.error(f"{name} has half a surrogate pair, which is no character") from None
    return value


def integer(value: str, name: str, place: Place) -> int:
    """Return a whole number of at most 64 bits, SQLite's limit."""
    if not _INTEGER.fullmatch(value) or not -(2**63) <= int(value) < 2**63:
        raise place.error(f"{name} is {shown(value)}, not a whole number of 64 bits")
    return int(value)


def number(value: object, name: str, place: Place) -> float:
    """Return a finite number, given as one or as text."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            result = float(value)
        except (ValueError, OverflowError):
            result = math.nan
        if math.isfinite(result):
            return result
    raise place.error(f"{name} is {shown(value)}, not a number")


def shown(value: object) -> str:
    """Return a short form of a wrong value for a message."""
    try:
        form = repr(printable(value)) if isinstance(value, str) else json.dumps(value)
    except (ValueError, RecursionError):
        form = type(value).__name__
    return form if len(form) <= 40 else f"{form[:37]}..."


def expected_files(directory: Path, expected: str) -> SourceError:
    """Return the error for a folder that lacks files: what was expected and what is there."""
    name = printable(str(directory))
    try:
        present = sorted(entry.name for entry in directory.iterdir())
    except NotADirectoryError:
        return SourceError(f"{name} is not a folder; expected one with {expected}")
    except OSError as error:
        return SourceError(f"cannot read folder {name}: {error.strerror}")
    there = ", ".join(map(printable, present[:10])) + (", ..." if len(present) > 10 else "")
    return SourceError(f"{name} lacks files: expected {expected}; there is: {there or 'nothing'}")


def _decode(raw: bytes, place: Place, encoding: str) -> str:
    if len(raw) > _MAX_LINE:
        raise place.error(f"longer than {_MAX_LINE // 2**20} MiB; is this a text file?")
    if b"\0" in raw:
        raise place.error(f"a NUL byte; expected a text file in {encoding.upper()}")
    try:
        line = raw.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"byte 0x{raw[error.start]:02x} at column {error.start + 1}"
        raise place.error(f"not {encoding.upper()} text ({problem})") from error
    return line.removeprefix(_BOM if place.line == 1 else "").rstrip("\r\n")


def _header(fields: list[str], required: Sequence[str], place: Place) -> list[str]:
    for name in required:
        if name not in fields:
            there = ", ".join(shown(field) for field in fields[:20])
            raise place.error(f"no column {shown(name)} in the header; there is: {there}")
    if doubled := next((field for field in fields if field and fields.count(field) > 1), None):
        raise place.error(f"two columns are named {shown(doubled)}")
    return fields
