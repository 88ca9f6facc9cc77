"""Tables of real applications, read from ``schemas*.txt``: names, types, keys and references.

A line is a table: ``name: column TYPE * ! -> table.column, ...``; a star is of the primary key,
``!`` of NOT NULL. They are facts of the schemas; views, triggers and indexes are left out.
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

    def ddl(self) -> Iterator[str]:
        """Yield a CREATE TABLE for each table."""
        for name, columns in self.tables.items():
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
            yield f"CREATE TABLE {_quoted(name)} ({', '.join(lines)})"


def read_facts(path: Path) -> dict[str, SchemaFacts]:
    """Return the applications of one file by name."""
    found: dict[str, SchemaFacts] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name, source = line.removeprefix("## ").split(" | ", 1)
            facts = found[name] = SchemaFacts(name, source, {})
        elif line:
            table, columns = line.split(": ", 1)
            facts.tables[table.strip('"')] = columns.split(", ")
    return found


def _quoted(name: str) -> str:
    return '"' + name.strip('"') + '"'
