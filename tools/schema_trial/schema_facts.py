"""Tables of real applications, read from ``schemas/*.txt``: names, types, keys and references.

A line is a table: ``name: column TYPE * ! -> table.column, ...``; a star is of the primary key,
``!`` of NOT NULL, and after ``=`` stands what the table is (``= STRICT``). A line with a plus is
an object besides:

    + index NAME: table (columns)
    + virtual NAME: module(arguments)
    + trigger NAME: after insert table
    + view NAME: table another_table calls function another_function

They are facts of the schemas: of a trigger when it fires, of a view what it reads and calls, and
not what either does with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COLUMN = re.compile(
    r'("[^"]+"|\w+)(?: (?!->)([A-Za-z]\w*))?( \*)?( !)?(?: -> ("[^"]+"|\w+)(?:\.("[^"]+"|\w+))?)?'
)


@dataclass(frozen=True, slots=True)
class SchemaFacts:
    """The tables of one application, and where they were read."""

    name: str
    source: str
    tables: dict[str, list[str]]
    objects: list[tuple[str, str, str]]
    """Kind, name and what else is known of indexes, virtual tables, triggers and views."""

    def ddl(self) -> Iterator[str]:
        """Yield a CREATE TABLE for each table."""
        for name, parts_of_line in self.tables.items():
            columns = [part for part in parts_of_line if not part.startswith("= ")]
            options = [part.removeprefix("= ") for part in parts_of_line[len(columns) :]]
            found = [_COLUMN.fullmatch(column) for column in columns]
            if None in found:
                raise ValueError(f"{self.name}, {name}: {columns[found.index(None)]}")
            parts = [part for part in found if part is not None]
            keys = [part[1] for part in parts if part[3]]
            lines = []
            for part in parts:
                text = _quoted(part[1]) + (f" {part[2]}" if part[2] else "")
                text += " PRIMARY KEY" if part[3] and len(keys) == 1 else ""
                text += " NOT NULL" if part[4] else ""
                if part[5]:
                    text += f" REFERENCES {_quoted(part[5])}"
                    text += f" ({_quoted(part[6])})" if part[6] else ""
                lines.append(text)
            if len(keys) > 1:
                lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, keys))})")
            text = f"CREATE TABLE {_quoted(name)} ({', '.join(lines)})"
            yield text + "".join(
                f"{', ' if k else ' '}{option}" for k, option in enumerate(options)
            )

    def other_ddl(self) -> Iterator[tuple[str, str, str]]:
        """Yield the kind, the name and a CREATE statement of each other object."""
        for kind, name, known in self.objects:
            yield kind, name, _MAKE[kind](name, known)


def _index(name: str, known: str) -> str:
    return f"CREATE INDEX {_quoted(name)} ON {known}"


def _virtual(name: str, known: str) -> str:
    return f"CREATE VIRTUAL TABLE {_quoted(name)} USING {known}"


def _trigger(name: str, known: str) -> str:
    when, what, table = known.split(" ")
    timing = f"{when.upper()} {what.upper()} ON {_quoted(table)}"
    return f"CREATE TRIGGER {_quoted(name)} {timing} BEGIN SELECT 1; END"


def _view(name: str, known: str) -> str:
    tables, _, functions = known.partition(" calls ")
    called = "".join(f", {function}(1)" for function in functions.split())
    return f"CREATE VIEW {_quoted(name)} AS SELECT *{called} FROM {tables.replace(' ', ', ')}"


_MAKE = {"index": _index, "virtual": _virtual, "trigger": _trigger, "view": _view}


def read_facts(path: Path) -> dict[str, SchemaFacts]:
    """Return the applications of one file by name."""
    found: dict[str, SchemaFacts] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name, source = line.removeprefix("## ").split(" | ", 1)
            facts = found[name] = SchemaFacts(name, source, {}, [])
        elif line.startswith("+ "):
            head, known = line.removeprefix("+ ").split(": ", 1)
            kind, name = head.split(" ", 1)
            facts.objects.append((kind, name, known))
        elif line:
            table, columns = line.split(": ", 1)
            facts.tables[table.strip('"')] = columns.split(", ")
    return found


def read_set(folder: Path, which: int) -> dict[str, SchemaFacts]:
    """Return the applications of one set, whose file may go on in further ones."""
    found: dict[str, SchemaFacts] = {}
    for path in sorted(folder.glob(f"set_{which:02}*.txt")):
        found |= read_facts(path)
    return found


def _quoted(name: str) -> str:
    return '"' + name.strip('"') + '"'
