"""Stand-ins for collations that only an application has, so that its columns can be compared.

MediaMonkey's ``IUNICODE``, Android's ``LOCALIZED``, Anki's ``unicase``: SQLite refuses to compare
or to group a column that is declared so. A stand-in orders texts by letters in any case and then by
their bytes, and takes only equal texts for equal. An index is in the application's own order: where
that is another one, SQLite would look in the wrong places, and the collation stays unknown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ilora_edge.system.patterns import pattern

_NAMED = pattern(r"""(?i)\bCOLLATE\s+(?:"([^"]+)"|'([^']+)'|\[([^\]]+)\]|`([^`]+)`|(\w+))""")
_OWN = frozenset({"binary", "nocase", "rtrim"})
# Entries of an index that are looked at.
_MOST = 10_000

_Compare: TypeAlias = Callable[[str, str], int]


def add_collations(connection: sqlite3.Connection) -> None:
    """Add a stand-in for each collation that a schema names and this SQLite does not have."""
    query = "SELECT tbl_name, sql FROM sqlite_master WHERE sql LIKE '%collate%'"
    tables: dict[str, set[str]] = {}
    for table, sql in connection.execute(query).fetchall():
        for found in _NAMED.finditer(sql):
            name = next(filter(None, found.groups())).lower()
            if name not in _OWN:
                tables.setdefault(name, set()).add(table)
    for name, named in tables.items():
        for compare in (_in_any_case, _by_bytes):
            # A name that is not UTF-8 cannot be given.
            try:
                connection.create_collation(name, compare)
            except (sqlite3.Error, UnicodeError):
                break
            if all(_is_in_order(connection, table, name, compare) for table in named):
                break
        else:
            connection.create_collation(name, None)


def _in_any_case(a: str, b: str) -> int:
    one, other = (a.casefold(), a), (b.casefold(), b)
    return (one > other) - (one < other)


def _by_bytes(a: str, b: str) -> int:
    return (a > b) - (a < b)


def _is_in_order(
    connection: sqlite3.Connection, table: str, collation: str, compare: _Compare
) -> bool:
    """Return whether the indexes of a table are in the order that a comparison makes."""
    return all(
        compare(before, after) <= 0
        for index in _indexes(connection, table, collation)
        for before, after in _neighbours(connection, table, *index)
    )


def _indexes(
    connection: sqlite3.Connection, table: str, collation: str
) -> Iterator[tuple[str, str]]:
    """Yield the indexes that begin with a column in a collation, by name, with that column."""
    query = """
    SELECT l.name, x.name FROM pragma_index_list(?) l JOIN pragma_index_xinfo(l.name) x
    WHERE x.seqno = 0 AND x.name NOT NULL AND lower(x.coll) = ?
    """
    try:
        yield from connection.execute(query, (table, collation)).fetchall()
    except sqlite3.Error:
        # A table that cannot be opened is not read either.
        return


def _neighbours(
    connection: sqlite3.Connection, table: str, index: str, column: str
) -> Iterator[tuple[str, str]]:
    table, index, column = (
        f'"{name.replace(chr(34), chr(34) * 2)}"' for name in (table, index, column)
    )
    query = f"SELECT {column} FROM {table} INDEXED BY {index} ORDER BY {column} LIMIT {_MOST}"
    before: str | None = None
    try:
        for (text,) in connection.execute(query):
            if isinstance(text, str):
                if before is not None:
                    yield before, text
                before = text
    except sqlite3.Error:
        # An index of some rows alone, which is not used for the others.
        return
