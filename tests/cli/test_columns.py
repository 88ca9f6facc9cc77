"""Tables at any width: nothing wider than the line, nothing lost, ids whole, no trailing blanks."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import sqlite3
import struct
import subprocess
import sys
import termios
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ilora_cli.columns import (
    TableColumn,
    cut,
    is_coloured,
    lay_out,
    packed,
    terminal_width,
    width_of,
)
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import

LIST = [
    TableColumn(right=True),
    TableColumn("title", "cut", plain=True),
    TableColumn("year", right=True, plain=True),
    TableColumn("id"),
]
ROWS = [
    ["1", "七人の侍", "1954", "tt0047478"],
    ["2", "Once Upon a Time in America", "1984", "tt0087843"],
    ["10", "기생충", "2019", "tt6751668"],
]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Alien", 5),
        ("七人の侍", 8),
        ("ｆｕｌｌ", 8),
        ("Ame\u0301lie", 6),
        # A vowel sign of class 0 and a Thai vowel above take no cell of their own.
        ("\u0915\u0941", 1),
        ("\u0e17\u0e35\u0e48", 1),
        # Hangul in pieces, as file names of macOS have it.
        ("\u1100\u1175", 2),
        ("🎬", 2),
    ],
)
def test_a_terminal_has_so_many_cells_for_it(text: str, cells: int) -> None:
    assert width_of(text) == cells


def test_a_cut_text_fits_and_keeps_its_marks() -> None:
    assert cut("七人の侍", 5) == "七人\u2026"
    assert cut("Ame\u0301lie", 4) == "Ame\u0301\u2026"
    assert cut("Alien", 5) == "Alien"
    assert cut("Alien", 0) == ""
    assert width_of(cut("e\u0301" * 1000, 20)) == 20


def test_without_a_limit_nothing_is_cut() -> None:
    head, lines = lay_out(LIST, ROWS, None)
    assert head == "    title                        year  id"
    assert lines == [
        " 1  七人の侍                     1954  tt0047478",
        " 2  Once Upon a Time in America  1984  tt0087843",
        "10  기생충                       2019  tt6751668",
    ]


def test_a_column_of_which_nothing_is_known_is_left_out() -> None:
    columns = [TableColumn("title"), TableColumn("year", if_any=True), TableColumn("id")]
    rows = [["Dock 1", "", "d1"], ["Dock 2", "", "d2"]]
    assert lay_out(columns, rows, 80) == ("title   id", ["Dock 1  d1", "Dock 2  d2"])
    assert lay_out(columns, [*rows, ["Dock 3", "1954", "d3"]], 80)[0] == "title   year  id"


def test_a_title_gives_way_to_an_id() -> None:
    head, lines = lay_out(LIST, ROWS, 40)
    assert head == "    title                year  id"
    assert lines[1] == " 2  Once Upon a Time i\u2026  1984  tt0087843"
    assert {width_of(line) for line in lines} == {40}


def test_where_columns_have_no_room_each_row_is_a_record() -> None:
    head, lines = lay_out(LIST, ROWS, 28)
    assert head == ""
    assert lines[:6] == [
        "1  七人の侍  1954",
        "   id tt0047478",
        "2  Once Upon a Time in",
        "   America  1984",
        "   id tt0087843",
        "10  기생충  2019",
    ]


@pytest.mark.parametrize("width", [1, 8, 20, 40, 60, 80, 120, None])
def test_nothing_is_lost_and_no_line_ends_in_a_blank(width: int | None) -> None:
    columns = [TableColumn("user"), TableColumn("text", "wrap"), TableColumn("n", right=True)]
    rows = [["0f1e2d3c-4b5a", "what was said of it, at some length", "12"], ["b", "", "3"]]
    head, lines = lay_out(columns, rows, width)
    words = {word for line in lines for word in line.split()}
    assert {word for row in rows for cell in row for word in cell.split()} <= words
    assert all(line == line.rstrip() for line in [head, *lines])
    if width is not None and width >= 20:
        assert max(map(width_of, lines)) <= width


def test_a_text_goes_on_below_and_a_path_in_it_stays_whole() -> None:
    columns = [TableColumn("name"), TableColumn("where", "wrap")]
    path = "/a/rather/long/path/that/is/to/be/copied.gguf"
    _, lines = lay_out(columns, [["one", f"it lies at {path}, it seems"]], 40)
    assert lines == ["one   it lies at", f"      {path},", "      it seems"]


def test_pieces_stay_whole() -> None:
    assert packed(["a 1", "b 2", "c 3"], 9, "x ", "  ") == ["x a 1", "  b 2", "  c 3"]
    assert packed(["a 1", "b 2", "c 3"], 10, "x ", "  ") == ["x a 1  b 2", "  c 3"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, False),
    ],
)
def test_styles_in_a_file_are_asked_for(
    variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_coloured() is expected


def test_columns_of_a_file_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert terminal_width() is None
    monkeypatch.setenv("COLUMNS", "50")
    assert terminal_width() == 50
    monkeypatch.setenv("COLUMNS", "wide")
    assert terminal_width() is None


class LongIds:
    """Ids as media servers have them, and titles of several scripts."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012
    user = "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"
    titles = (
        *("七人の侍", "Ame\u0301lie", "\u05e9\u05d1\u05e2\u05d4", "A title that goes on " * 6),
        # Two of one name, which only their ids tell apart.
        *("Ring", "Ring"),
    )

    def items(self) -> list[Item]:
        ids = (f"{n:08d}-1111-2222-3333-444444444444" for n in range(len(self.titles)))
        return [Item(i, title, None) for i, title in zip(ids, self.titles, strict=True)]

    def interactions(self) -> list[Row]:
        return [(self.user, i.item_id, 1_500_000_000, 3.5) for i in self.items()]


def shown(width: int, *args: object, term: str = "xterm") -> list[str]:
    """Return the lines that a command prints in a terminal of this width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    left_out = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")
    variables = {k: v for k, v in os.environ.items() if k not in left_out} | {"TERM": term}
    command = [sys.executable, "-m", "ilora_cli", *map(str, args)]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=variables) as process:
        os.close(theirs)
        data = b""
        # At its end Linux makes an error of a terminal that is closed.
        with suppress(OSError):
            while block := os.read(ours, 65536):
                data += block
        assert process.stderr is not None
        said = process.stderr.read().decode()
    os.close(ours)
    assert process.returncode == 0, said
    return data.decode().splitlines()


@pytest.mark.parametrize("command", [("users",), ("history", LongIds.user)])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_ids_are_whole_at_any_width(command: tuple[str, ...], width: int, tmp_path: Path) -> None:
    db = tmp_path / "long.db"
    write_import(db, LongIds())
    lines = shown(width, *command, "--db", db, term="dumb")
    ids = [LongIds.user] if command == ("users",) else [i.item_id for i in LongIds().items()]
    assert all(any(i in line for line in lines) for i in ids)
    assert max(map(width_of, lines)) <= width
    assert all(line == line.rstrip() for line in lines)
    assert not any("\x1b" in line for line in lines), "a dumb terminal shows no styles"


@pytest.mark.parametrize("width", [40, 60, 80])
def test_ids_that_nobody_types_are_out_of_sight_where_names_tell_all(
    width: int, tmp_path: Path
) -> None:
    db = tmp_path / "long.db"
    write_import(db, LongIds())
    with closing(sqlite3.connect(db)) as own, own:
        own.execute("UPDATE items SET title = item_id WHERE title = 'Ring'")
        own.execute("UPDATE items SET title = 'Ring ' || rowid WHERE title = item_id")
        own.execute("CREATE TABLE users (id TEXT, name TEXT)")
        own.execute("INSERT INTO users VALUES (?, 'Ann')", (LongIds.user,))
    for command in (("users",), ("history", "Ann")):
        text = "\n".join(shown(width, *command, "--db", db, term="dumb"))
        assert "-1111-2222-" not in text
        assert LongIds.user not in text
        assert ("Ann" if command == ("users",) else "七人の侍") in text
        told = json.loads("\n".join(shown(width, *command, "--db", db, "--json", term="dumb")))
        assert told


def test_a_terminal_shows_heads_dimmed(tmp_path: Path) -> None:
    db = tmp_path / "long.db"
    write_import(db, LongIds())
    assert shown(120, "users", "--db", db)[0].startswith("\x1b[2muser")


def test_ids_that_are_the_names_take_no_column() -> None:
    from ilora_cli.columns import tells_apart

    assert not tells_apart(["Heat (1995)", "Ring (1998)"], ["Heat (1995)", "Ring (1998)"])
    assert not tells_apart(["me"], ["me"])
    assert tells_apart(["f1", "f2"], ["Heat (1995)", "Ring (1998)"])
    assert tells_apart(["Heat", "Ring"], ["Heat", ""])
