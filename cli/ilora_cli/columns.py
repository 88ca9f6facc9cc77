"""Columns that fit a terminal, without loading a library for tables.

In a file or a pipe nothing is cut or wrapped, unless COLUMNS says how wide it is to be.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

_USUAL_WIDTH = 80
_GAP = "  "
_INDENT = "  "
# A title or a text of fewer cells says too little: then rows become records.
_LEAST_CUT = 16
_LEAST_WRAPPED = 24
# A longer id is a program's: a GUID has 32 digits.
_MOST_TYPED = 20
# Vowels and finals of Hangul, which join the consonant before them.
_JOINING = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))


@dataclass(frozen=True, slots=True)
class TableColumn:
    """What a table shows of each of its rows."""

    head: str = ""
    fit: Literal["whole", "cut", "wrap"] = "whole"
    """Where there is no room: ids and numbers stay whole, titles are cut, texts go on below."""
    right: bool = False
    plain: bool = False
    """Whether a value says what it is without the head."""
    if_any: bool = False
    """Whether there is no such column where no row has anything in it."""


def tells_apart(ids: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether ids are worth a column beside names, one for each.

    What nobody types is in the way where each name is one's alone; an empty name is none. So are
    ids that are the names, as those of a service's export.
    """
    # The same row twice is of one: a history has what was seen again.
    pairs = dict.fromkeys(zip(ids, names, strict=True))
    if all(i == name for i, name in pairs):
        return False
    called = [name for _, name in pairs]
    is_typed = any(len(i) <= _MOST_TYPED for i in ids)
    return is_typed or "" in called or len(set(called)) < len(called)


def width_of(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    if any(first <= ord(character) <= last for first, last in _JOINING):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return a text of at most this many cells, the missing end shown by an ellipsis."""
    if width_of(text) <= width:
        return text
    taken = 0
    for n, character in enumerate(text):
        taken += _cells(character)
        if taken > width - 1:
            return f"{text[:n].rstrip()}\u2026" if width > 0 else ""
    return text


def terminal_width(stream: TextIO | None = None) -> int | None:
    """Return how wide a stream (stdout by default) is, or None: no terminal, so no limit.

    COLUMNS goes before what the terminal says.
    """
    stream = stream or sys.stdout
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and int(said) > 0:
        return int(said)
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def is_coloured(stream: TextIO | None = None) -> bool:
    """Return whether a stream (stdout by default) shows styles.

    A terminal does, unless it is a dumb one; NO_COLOR (no-color.org) and then FORCE_COLOR go first.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def dim(text: str, stream: TextIO | None = None) -> str:
    """Return a text as less important."""
    return f"\x1b[2m{text}\x1b[0m" if text and is_coloured(stream) else text


def packed(
    pieces: Sequence[str], width: int | None, begin: str = "", indent: str = "", gap: str = _GAP
) -> list[str]:
    """Return lines of pieces, none divided: the first begins so, others are indented.

    A piece that is wider than a line has one of its own: wrapped by the terminal, it can be copied.
    """
    lines, line, is_empty = [], begin, True
    for piece in pieces:
        if not is_empty and width is not None and width_of(line) + width_of(piece) > width:
            lines.append(line.rstrip())
            line = indent
        line += piece + gap
        is_empty = False
    return [*lines, line.rstrip()]


def wrapped(name: str, words: Sequence[str], column: int = 15, gap: str = _GAP) -> list[str]:
    """Return lines of words for stdout beside a name; they begin at ``column``."""
    return packed(words, terminal_width(), name.ljust(column), " " * column, gap)


def print_words(text: str, indent: str = "", is_dim: bool = False) -> None:
    """Print a sentence on stdout; its words stay whole, and a number beside its percent sign."""
    words = text.replace(" %", "\0%").split(" ")
    for line in packed(words, terminal_width(), indent, indent + _INDENT, gap=" "):
        line = line.replace("\0", " ")
        print(dim(line) if is_dim else line)


def lay_out(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], width: int | None
) -> tuple[str, list[str]]:
    """Return the line of heads and the others, none of which ends in a blank.

    Where the columns cannot be seen in ``width`` cells (None: there is no limit) each row becomes a
    record instead, whose values are named, and there is no line of heads. Nothing is left out.
    """
    kept = [n for n, column in enumerate(columns) if not column.if_any or any(r[n] for r in rows)]
    columns, rows = [columns[n] for n in kept], [[row[n] for n in kept] for row in rows]
    heads = [column.head for column in columns]
    shown = [heads, *rows] if any(heads) else list(rows)
    natural = [max((width_of(row[n]) for row in shown), default=0) for n in range(len(columns))]
    widths = _fitted(columns, rows, natural, width)
    if widths is None:
        assert width is not None
        return "", [line for row in rows for line in _record(columns, row, width)]
    lines = [line for row in shown for line in _row(columns, row, widths)]
    return (lines[0], lines[1:]) if any(heads) else ("", lines)


def print_columns(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], stream: TextIO | None = None
) -> None:
    """Print columns as wide as the stream (stdout by default), their head dimmed; see `lay_out`."""
    stream = stream or sys.stdout
    head, lines = lay_out(columns, rows, terminal_width(stream))
    for line in [dim(head, stream), *lines] if head else lines:
        print(line, file=stream)


def _fitted(
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    natural: Sequence[int],
    width: int | None,
) -> list[int] | None:
    """Return how wide each column is; None: they cannot stand side by side."""
    gaps = len(_GAP) * (len(columns) - 1)
    if width is None or sum(natural) + gaps <= width:
        return list(natural)
    narrow = [n for n, column in enumerate(columns) if column.fit != "whole"]
    room = width - gaps - sum(natural) + sum(natural[n] for n in narrow)
    least = {n: _least(columns, rows, n, natural[n]) for n in narrow}
    if not narrow or sum(least.values()) > room:
        return None
    # The widest give up what all need, down to the same width.
    level = max(natural[n] for n in narrow)
    while sum(max(least[n], min(natural[n], level)) for n in narrow) > room:
        level -= 1
    return [max(least[n], min(w, level)) if n in least else w for n, w in enumerate(natural)]


def _least(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], n: int, natural: int
) -> int:
    """Return the fewest cells in which a column that may be cut or wrapped is worth reading."""
    if columns[n].fit == "cut":
        return min(natural, max(_LEAST_CUT, width_of(columns[n].head)))
    least = min(natural, max(_LEAST_WRAPPED, width_of(columns[n].head)))
    if n == len(columns) - 1:
        # A long word of the last column disturbs nothing beside it.
        return least
    return max(least, max((width_of(w) for row in rows for w in row[n].split(" ")), default=0))


def _row(
    columns: Sequence[TableColumn], row: Sequence[str], widths: Sequence[int]
) -> Iterator[str]:
    """Yield the lines of a row, one unless a text goes on below."""
    cells = [
        packed(cell.split(" "), width, gap=" ") if column.fit == "wrap" else [cut(cell, width)]
        for column, cell, width in zip(columns, row, widths, strict=True)
    ]
    for place in range(max(map(len, cells))):
        line = []
        for column, of_cell, width in zip(columns, cells, widths, strict=True):
            text = of_cell[place] if place < len(of_cell) else ""
            space = " " * (width - width_of(text))
            line.append(space + text if column.right else text + space)
        yield _GAP.join(line).rstrip()


def _record(columns: Sequence[TableColumn], row: Sequence[str], width: int) -> Iterator[str]:
    """Yield a row's values below each other: first what needs no name."""
    n_first = 1
    while n_first < len(columns) and columns[n_first].plain:
        n_first += 1
    first = [cell for cell in row[:n_first] if cell]
    indent = _INDENT
    if columns[0].right and len(first) > 1:
        # A number, beside which the rest stands.
        indent = " " * (width_of(first[0]) + len(_GAP))
    yield from packed(_GAP.join(first).split(" "), width, indent=indent, gap=" ")
    named = [
        f"{column.head} {cell}" if column.head else cell
        for column, cell in zip(columns[n_first:], row[n_first:], strict=True)
        if cell not in ("", "-")
    ]
    for line in packed(named, width, indent, indent) if named else []:
        if width_of(line) <= width:
            yield line
        else:
            yield from packed(line.split(), width, indent, indent + _INDENT, gap=" ")
