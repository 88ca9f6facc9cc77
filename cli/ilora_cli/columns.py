"""Columns that fit a terminal, without loading a library for tables."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence

USUAL_WIDTH = 80
_GAP = "  "


def width_of(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def cut(text: str, width: int) -> str:
    """Return a text of at most this many cells, the missing end shown by an ellipsis."""
    if width_of(text) <= width:
        return text
    while text and width_of(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}\u2026" if width > 0 else ""


def terminal_width() -> int:
    """Return the terminal's width, 80 where there is none."""
    return shutil.get_terminal_size((USUAL_WIDTH, 24)).columns


def is_coloured() -> bool:
    """Return whether stdout shows styles: a terminal, unless NO_COLOR (no-color.org) is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def dim(text: str) -> str:
    """Return a text as less important."""
    return f"\x1b[2m{text}\x1b[0m" if text and is_coloured() else text


def lay_out(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: str, width: int, wide: Sequence[int]
) -> list[str]:
    """Return lines of columns.

    Parameters
    ----------
    right
        A letter for each column: ``r`` where it is aligned to the right, else ``l``.
    width
        Cells of a line; columns that may be cut share what the others leave.
    wide
        The columns that may be cut, the last first.
    """
    table = [head, *rows]
    widths = [max(width_of(row[n]) for row in table) for n in range(len(head))]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    shares = {n: 1.0 / len(wide) for n in wide}
    for n in wide:
        if over <= 0:
            break
        room = (
            width
            - len(_GAP) * (len(widths) - 1)
            - sum(w for m, w in enumerate(widths) if m not in wide)
        )
        least = max(8, int(room * shares[n]))
        taken = min(over, max(0, widths[n] - least))
        widths[n] -= taken
        over -= taken
    lines = []
    for row in table:
        cells = []
        for cell, cell_width, side in zip(row, widths, right, strict=True):
            shown = cut(cell, cell_width)
            space = " " * (cell_width - width_of(shown))
            cells.append(space + shown if side == "r" else shown + space)
        lines.append(_GAP.join(cells).rstrip())
    return lines


def wrapped(
    name: str, words: Sequence[str], width: int, column: int = 15, gap: str = _GAP
) -> list[str]:
    """Return lines of words beside a name, none of them divided; they begin at ``column``."""
    lines, line = [], name.ljust(column)
    for n, word in enumerate(words):
        if n and len(line) + width_of(word) > width:
            lines.append(line.rstrip())
            line = " " * column
        line += word + gap
    return [*lines, line.rstrip()]


def print_columns(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: str, wide: Sequence[int]
) -> None:
    """Print columns as wide as the terminal, their head dimmed; see :func:`lay_out`."""
    first, *lines = lay_out(head, rows, right, terminal_width(), wide)
    print(dim(first))
    print("\n".join(lines))
