"""What a query on a stranger's database may do: read, and not for ever."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_TICK = 100_000
# Of the virtual machine: far more than sorting and joining this many bytes takes.
_STEPS_BASE, _STEPS_PER_BYTE = 50_000_000, 2_000
# A row of anything takes some bytes of the file.
_ROWS_BASE = 100_000
MAX_CELL_BYTES = 1 << 26
"""Of one text or blob: longer ones are no titles, and a few of them fill the memory."""

# What describes a schema; all of them only read.
_PRAGMAS = frozenset(
    {
        *("table_xinfo", "table_info", "table_list", "foreign_key_list", "index_list"),
        *("index_info", "encoding"),
    }
)
_READS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_RECURSIVE,
        # BEGIN and COMMIT: to read twice from one state.
        sqlite3.SQLITE_TRANSACTION,
    }
)


class Guard:
    """Limits the queries of one connection to a file."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        size = path.stat().st_size
        self._budget = _STEPS_BASE + _STEPS_PER_BYTE * size
        self.max_rows = _ROWS_BASE + size
        self._steps_left = 0
        self.is_over = False
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        # A view's or an index' functions are the stranger's choice, ours those of the SELECTs.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_may)
        connection.set_progress_handler(self._tick, _TICK)

    def start(self) -> None:
        """Give the next query a budget of its own."""
        self._steps_left = self._budget
        self.is_over = False

    def _tick(self) -> bool:
        self._steps_left -= _TICK
        self.is_over = self._steps_left < 0
        return self.is_over


def _may(
    action: int, first: str | None, _second: str | None, _database: str | None, _by: str | None
) -> int:
    if action in _READS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        # The second name is the function's.
        return sqlite3.SQLITE_DENY if _second == "load_extension" else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first in ("sqlite_master", "sqlite_schema"):
        # How SQLite declares json_each and its like to itself; a real one fails in a file that
        # is open read-only.
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
