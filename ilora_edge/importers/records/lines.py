"""Source files line by line, and their fields: every complaint names the file and the line."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import math
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.importers.records.bounded import TooLargeError, Unpacked
from ilora_edge.titles import printable
from ilora_edge.untrusted.not_the_file import LFS, LFS_POINTER

# A file without line ends must not fill the memory before it is found to be wrong.
_MAX_LINE = 16 * 2**20
MAX_TEXT = 65_536
"""Characters of an id or a title: what is stored must be read again, and by bounded reads."""
# Nor one of nothing but line ends take an hour.
_MAX_BLANK = 1_000_000
_CHUNK = 2**20
_LOOK = 4096
_SEPARATOR_NAMES = {"\t": "tab-separated", "|": "'|'-separated", "::": "'::'-separated"}
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_WHOLE_FLOAT = re.compile(r"(-?[0-9]{1,18})\.0+")
_BOM = "\ufeff"
# All blanks, then what has no width: what joins or parts words, and marks of direction.
_UNSEEN = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Place(NamedTuple):
    """Where a value stands in a source, for the message when it is wrong."""

    file: str
    line: int

    def error(self, problem: str) -> SourceError:
        """Return the error that names this place."""
        return SourceError(f"{self.file} line {self.line}: {problem}")


def read_lines(
    path: Path, encoding: str | None = None, max_line: int = _MAX_LINE
) -> Iterator[tuple[Place, str]]:
    """Yield the lines of a text file, decompressed where gzip made it.

    Without an encoding it is UTF-8, or the UTF-16 or UTF-32 that its first bytes tell. Line ends
    (LF, CR LF, or CR alone) and a byte-order mark are removed; NUL characters and undecodable
    bytes are errors.
    """
    name = printable(path.name)
    with _text_of(path, encoding) as (file, start, found):
        lines = _lines_of_bytes if _is_like_ascii(found) else _lines_of_text
        number = blank = 0
        try:
            for number, line in lines(file, start, name, found, max_line):
                blank = 0 if line else blank + 1
                if blank > _MAX_BLANK:
                    raise Place(name, number).error("nothing but blank lines for a long while")
                yield Place(name, number), line.removeprefix(_BOM if number == 1 else "")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _damaged(name, number, error) from error
    if number == 0:
        raise SourceError(f"{name} is empty")


def read_pieces(path: Path, encoding: str | None = None) -> Iterator[tuple[int, str]]:
    """Yield what :func:`read_lines` reads in pieces of about a MiB, however long its lines are.

    Each comes with the number of the line in which it begins; lines end in LF.
    """
    name = printable(path.name)
    number, is_first = 1, True
    with _text_of(path, encoding) as (file, _, found):
        try:
            decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(found)(), True)
            while True:
                chunk = file.read(_CHUNK)
                piece = decoder.decode(chunk, final=not chunk)
                if "\0" in piece:
                    line = number + piece[: piece.index("\0")].count("\n")
                    raise Place(name, line).error("a NUL character; is this a text file?")
                if piece:
                    yield number, piece.removeprefix(_BOM if is_first else "")
                    number, is_first = number + piece.count("\n"), False
                if not chunk:
                    break
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _damaged(name, number, error) from error
        except (UnicodeError, TypeError, LookupError) as error:
            raise _not_text(name, found, number, error) from error
    if is_first:
        raise SourceError(f"{name} is empty")


@contextmanager
def _text_of(path: Path, encoding: str | None) -> Iterator[tuple[IO[bytes], bytes, str]]:
    """Open a text file; give it, how it begins, and the name of its encoding."""
    name = printable(path.name)
    try:
        if stat.S_ISFIFO(path.stat().st_mode):
            raise SourceError(f"{name} is a pipe, which is read once only; save it to a file")
        with _opened(path) as file:
            start = file.read(_LOOK)
            file.seek(0)
            if (other := _no_text(start)) is not None:
                raise SourceError(f"{name} is {other}")
            yield file, start, _encoding(encoding, start)
    except TooLargeError as error:
        raise SourceError(f"{name} {error}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(name, 0, error) from error
    except OSError as error:
        raise SourceError(f"cannot read {printable(str(path))}: {error.strerror}") from error


def _damaged(name: str, number: int, error: Exception) -> SourceError:
    problem = f"damaged after line {number}: {printable(str(error))}"
    return SourceError(f"{name} is not a whole gzip file, {problem}")


def _not_text(name: str, encoding: str, line: int, error: Exception) -> SourceError:
    # TypeError, LookupError: an encoding of Python's that is not one of text.
    return SourceError(
        f"{name} is not {encoding.upper()} text, from line {line} on or a little later: "
        f"{printable(str(error))[:80]}; name another with --encoding"
    )


# What people take for text: how it begins, what it is and what to do.
_NO_TEXTS = {
    b"PK\x03\x04": "an archive or a spreadsheet, not text; unpack it, or save it as CSV",
    b"\xd0\xcf\x11\xe0": "a spreadsheet or a document, not text; save it as CSV",
    b"SQLite format 3\0": "an SQLite database; use it as it is: ilora-edge init --db FILE",
    LFS: LFS_POINTER,
    b"%PDF-": "a PDF, not text; export it in another form",
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "a picture, not text"),
    **dict.fromkeys(
        (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd"),
        "packed in a way that is not read; unpack it and name the files",
    ),
}
_GZIP = b"\x1f\x8b"
_XML = re.compile(r"\s*<(?:\?xml\b|opml\b)")
_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|body|table|div)\b", re.IGNORECASE)


def refuse_a_page(line: str, place: Place) -> None:
    """Raise SourceError for the first line of a page, as of one that asks for a password."""
    if _PAGE.match(line):
        raise place.error(
            "a web page, not a file of data; perhaps one that asks to log in: download it again"
        )


def refuse_xml(line: str, place: Place) -> None:
    """Raise SourceError for XML's first line, where a table or JSON was expected."""
    if _XML.match(line):
        raise place.error(
            "XML, no table and no JSON; in OPML of subscriptions there is no history to read; what "
            "MyAnimeList, Last.fm, Overcast, Kodi, iTunes and Rhythmbox write has an import of "
            "its own (ilora-edge import --help)"
        )


def _no_text(start: bytes) -> str | None:
    return next((what for magic, what in _NO_TEXTS.items() if start.startswith(magic)), None)


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_gzip = file.read(len(_GZIP)) == _GZIP
    if is_gzip or path.suffix == ".gz":
        return io.BufferedReader(Unpacked(path.open("rb"), path.stat().st_size), _CHUNK)
    return path.open("rb")


def _encoding(given: str | None, start: bytes) -> str:
    """Return the encoding asked for, or else the one that a file's first bytes tell."""
    if given is not None:
        try:
            # Some that Python knows are of bytes, as base64 is: this raises LookupError for them.
            "".encode(given)
            return codecs.lookup(given).name
        except (LookupError, ValueError):
            raise OptionError(
                f"--encoding {printable(given)!r} is unknown; try cp1252, utf-16 or cp932"
            ) from None
    for mark, name in _BOMS.items():
        if start.startswith(mark):
            return name
    # Latin letters in UTF-16 without a mark: every other byte is 0.
    even, odd = start[0::2], start[1::2]
    for half, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        other = even if half is odd else odd
        if len(half) > 1 and half.count(0) > 0.6 * len(half) and other.count(0) < 0.1 * len(other):
            return name
    return "utf-8"


def _is_like_ascii(encoding: str) -> bool:
    try:
        return "a,\n".encode(encoding) == b"a,\n"
    except (LookupError, ValueError, TypeError):
        return False


def _lines_of_bytes(
    file: IO[bytes], start: bytes, name: str, encoding: str, max_line: int
) -> Iterator[tuple[int, str]]:
    """Yield numbered lines of an encoding in which a byte 10 or 13 is always a line's end."""
    old_mac = b"\r" in start and b"\n" not in start
    lines = (
        _ended_by_cr(file, max_line) if old_mac else iter(lambda: file.readline(max_line + 1), b"")
    )
    number = 0
    for raw in lines:
        number += 1
        if len(raw) > max_line:
            _check_length(len(raw), max_line, Place(name, number))
        try:
            line = raw.decode(encoding)
        except UnicodeDecodeError:
            line = "\0"
        if "\0" in line:
            # What is wrong is looked at again, for the message.
            line = _decode(raw, Place(name, number), encoding)
        line = line.rstrip("\r\n")
        if "\r" in line:
            # Of files from several programs, put together, some lines end in a CR alone.
            *before, line = line.split("\r")
            yield from enumerate(before, start=number)
            number += len(before)
        yield number, line


def _ended_by_cr(file: IO[bytes], max_line: int) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\r")
        yield from lines
        if len(rest) > max_line:
            break
    if rest:
        yield rest


def _lines_of_text(
    file: IO[bytes], start: bytes, name: str, encoding: str, max_line: int
) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        with io.TextIOWrapper(file, encoding=encoding) as text:
            while line := text.readline(max_line + 1):
                number += 1
                _check_length(len(line), max_line, Place(name, number))
                if "\0" in line:
                    raise Place(name, number).error("a NUL character; is this a text file?")
                yield number, line.rstrip("\n")
    except (UnicodeError, TypeError, LookupError) as error:
        raise _not_text(name, encoding, number + 1, error) from error


def read_fields(
    path: Path, separator: str, n_fields: int, encoding: str | None = None
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


def bare(text: str) -> str:
    """Return a text without what stands unseen at its ends: blanks, and marks of no width."""
    return text.strip() if text.isascii() else text.strip(_UNSEEN)


def in_one_form(text: str) -> str:
    """Return a text that stands for an id in one of the forms that its letters may have."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def identifier(value: object, name: str, place: Place) -> str:
    """Return an id as opaque text; it may be a text or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        # pandas makes floats of whole numbers where one of them is missing.
        return str(int(value))
    if value is None or value == "":
        raise place.error(f"no {name}")
    if not isinstance(value, str):
        raise place.error(f"{name} is {shown(value)}, neither a text nor a whole number")
    return text(value, name, place)


def whole_number(text: str) -> str | None:
    """Return the digits of a whole number that was written as a float: ``862`` for ``862.0``."""
    found = _WHOLE_FLOAT.fullmatch(text)
    return None if found is None else found[1]


def text(value: object, name: str, place: Place) -> str:
    """Return a text that SQLite and a terminal can hold: no NUL, no lone surrogates."""
    if not isinstance(value, str):
        raise place.error(f"{name} is {shown(value)}, not a text")
    if "\0" in value:
        raise place.error(f"{name} has a NUL character")
    if len(value) > MAX_TEXT:
        raise place.error(f"{name} has {len(value):,} characters; at most {MAX_TEXT:,} are read")
    try:
        if not value.isascii():
            value.encode()
    except UnicodeEncodeError:
        raise place.error(f"{name} has half a surrogate pair, which is not a character") from None
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


def _check_length(length: int, most: int, place: Place) -> None:
    if length > most:
        raise place.error(f"longer than {most // 2**20} MiB; is this a text file?")


def _decode(raw: bytes, place: Place, encoding: str) -> str:
    if b"\0" in raw:
        raise place.error(f"a NUL byte; expected a text file in {encoding.upper()}")
    try:
        line = raw.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"byte 0x{raw[error.start]:02x} at column {error.start + 1}"
        raise place.error(
            f"not {encoding.upper()} text ({problem}); if it is another encoding, name it with "
            "--encoding, for example cp1252"
        ) from error
    return line.rstrip("\r\n")
