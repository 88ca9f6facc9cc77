"""The whole schemas of the applications, as statements that create them."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools" / "schema_trial"))

from schema_facts import read_facts

_WHOLE = read_facts(Path(__file__).parents[1] / "edge" / "presets" / "whole_schemas.txt")


def create(db: sqlite3.Connection, schema: str) -> None:
    # All at once: each statement by itself would wait for the disk.
    db.execute("BEGIN")
    for statement in _WHOLE[schema].ddl():
        db.execute(statement)


def put(db: sqlite3.Connection, table: str, **values: object) -> None:
    """Insert a row; columns that must have a value get an empty one."""
    given = {*map(str.lower, values)}
    values |= {name: v for name, v in _must_have(db, table).items() if name.lower() not in given}
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))


_columns: dict[str, dict[str, str | int]] = {}
_of: sqlite3.Connection | None = None


def _must_have(db: sqlite3.Connection, table: str) -> dict[str, str | int]:
    """Return an empty value of each column that must have one; no table is ever altered."""
    global _of
    if _of is not db:
        _of = db
        _columns.clear()
    if table not in _columns:
        rows = db.execute(
            'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (table,)
        )
        _columns[table] = {
            name: "" if "char" in kind.lower() or kind.lower() == "text" else 0
            for name, kind, must, usual, key in rows
            if must and usual is None and not key
        }
    return _columns[table]
