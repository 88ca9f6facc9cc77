"""Tables of modules that only the application has: which they are, where a query fails on one."""

from __future__ import annotations

import re
import sqlite3

from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable

_DAMAGED = "database disk image is malformed"
_MISSING = pattern(r"no such module: (.+)", re.DOTALL)
_MODULE = pattern(r"\bUSING\s+(\"[^\"]+\"|[^\s(]+)", re.IGNORECASE)
_MOST_NAMED = 3


def explained(connection: sqlite3.Connection | None, problem: str) -> str:
    """Return SQLite's ``no such module`` with the names of the tables that are of it.

    Of a damaged file what can be done about it.
    """
    if problem == _DAMAGED:
        return f"{problem}; take a backup, or save what is left: sqlite3 FILE .recover > FILE.sql"
    missing = _MISSING.fullmatch(problem)
    if missing is None or connection is None:
        return problem
    try:
        names = [name for name, module in _virtual(connection) if module == missing[1].lower()]
    except sqlite3.Error:
        # Names that are not UTF-8: an error must not hide the one that it explains.
        return problem
    if not names:
        return problem
    shown = ", ".join(printable(name) for name in names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    verb = "is a table" if len(names) == 1 else "are tables"
    return f"{shown}{more} {verb} of a module of the application's own ({problem})"


def without_module(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the virtual tables that this SQLite cannot open, in order."""
    return [name for name, _ in _virtual(connection) if not _opens(connection, name)]


def _opens(connection: sqlite3.Connection, table: str) -> bool:
    try:
        connection.execute("SELECT 1 FROM pragma_table_xinfo(?) LIMIT 1", (table,)).fetchall()
    except sqlite3.OperationalError:
        return False
    return True


def _virtual(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return each virtual table's name and its module's, in lower case."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    named = ((str(name), _MODULE.search(str(sql))) for name, sql in found)
    return [(name, match[1].strip('"').lower()) for name, match in named if match is not None]
