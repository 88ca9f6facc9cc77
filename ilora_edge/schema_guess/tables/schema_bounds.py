"""How much of a schema is looked at, since comparing all with all takes the square of the time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from ilora_edge.histories.schema import Schema, Table, quote
from ilora_edge.schema_guess.tables.table_kinds import is_use, named_items
from ilora_edge.schema_guess.words.name_words import split_words

_MOST_TABLES, _MOST_COLUMNS = 200, 300


def bounded(
    connection: sqlite3.Connection,
    schema: Schema,
    asking: Callable[[], AbstractContextManager[None]],
) -> tuple[Schema, list[str]]:
    """Return the part of a schema that is looked at, and what is left out, as doubts.

    Of too many tables those with rows whose names tell of uses or of things come first; those
    without a row are left out silently.
    """
    tables = [_narrow(table) for table in schema.tables]
    left = [
        f"only {_MOST_COLUMNS} of the {len(table.columns):,} columns of {table.name} were looked at"
        for table in schema.tables
        if len(table.columns) > _MOST_COLUMNS
    ][:1]
    plain = [table for table in tables if not table.is_view]
    if len(plain) <= _MOST_TABLES:
        return replace(schema, tables=tuple(tables)), left
    filled = [table for table in plain if _has_rows(connection, table, asking)]
    ranked = sorted(filled, key=lambda table: -_promise(table))
    kept = {table.name for table in ranked[:_MOST_TABLES]}
    if others := ranked[_MOST_TABLES:]:
        left.append(
            f"{len(others):,} further tables with rows were not looked at, such as {others[0].name}"
        )
    views = [table for table in tables if table.is_view][:_MOST_TABLES]
    keep = (*(table for table in plain if table.name in kept), *views)
    return replace(schema, tables=keep), left


def _narrow(table: Table) -> Table:
    return replace(table, columns=table.columns[:_MOST_COLUMNS])


def _promise(table: Table) -> int:
    words = split_words(table.name)
    return 2 * is_use(words) + named_items(words)


def _has_rows(
    connection: sqlite3.Connection,
    table: Table,
    asking: Callable[[], AbstractContextManager[None]],
) -> bool:
    try:
        with asking():
            query = f"SELECT 1 FROM {quote(table.name)} LIMIT 1"
            return connection.execute(query).fetchone() is not None
    except sqlite3.Error:
        return False
