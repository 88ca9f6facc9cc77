"""What a query on an untrusted database may do: read, and within bounds.

Steps, rows, seconds and bytes have a ceiling each. Below it they grow with the bytes that SQLite
itself counts as the database and that lie on the disk: zeros behind its end and holes in the file
lift nothing.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ilora_edge.histories.nested_views import names_one, overgrown_views
from ilora_edge.system.process_bytes import memory_bytes, temporary_bytes, written_bytes
from ilora_edge.system.stuck import Sign, sign_of_life, watch

_TICK = 1_000
# Of the virtual machine: far more than sorting and joining this many bytes takes.
_STEPS_BASE, _STEPS_PER_BYTE = 50_000_000, 2_000
# A row of anything takes some bytes of the file.
_ROWS_BASE = 100_000
# Spent within SQLite alone; a slow disk and a slow processor read this many bytes in a second.
_SECONDS_BASE, _BYTES_PER_SECOND, _SECONDS_MOST = 3.0, 2 << 20, 1800.0
# Where others have the processor, or the disk is waited for, that many times as long.
_WAITING = 10
# Of all texts and blobs of a query's rows; a join may repeat what the file has once.
_RESULT_BASE, _RESULT_PER_BYTE, _RESULT_MOST = 32 << 20, 64, 64 << 30
# What this process may grow by meanwhile, in memory and in temporary files.
_GROWTH_BASE, _GROWTH_PER_BYTE = 384 << 20, 8
_GROWTH_MOST, _TEMPORARY_MOST = 2 << 30, 64 << 30
# What it may write to those. A join without an index fills one in the order of its rows, out of a
# small cache, and so writes each page of it many times.
_WRITTEN_PER_BYTE, _WRITTEN_MOST = 128, 256 << 30
# Of smaller databases what is temporary stays in memory, where such an index is no trouble.
_IN_MEMORY = 64 << 20
_LOOK_SECONDS = 0.02
# Rows are asked for one by one where they are long, and many at once where they are short.
_AT_ONCE, _BYTES_AT_ONCE = 256, 1 << 20
_SIZE_MOST = 256 << 30
_BLOCK = 512
MAX_CELL_BYTES = 1 << 22
"""Of one text or blob: longer ones are not titles, and a few of them fill the memory."""

# What describes a schema; all of them only read.
_PRAGMAS = frozenset(
    {
        *("table_xinfo", "table_info", "table_list", "foreign_key_list", "index_list"),
        *("index_info", "index_xinfo", "encoding"),
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

Row = tuple[str | int | float | bytes | None, ...]


class TooMuchError(Exception):
    """A query's rows are more than the size of the file explains."""


class Guard:
    """Limits the queries of one connection to a file."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.name = connection, path.name
        self.sign: Sign | None = None
        """See :class:`ilora_edge.system.stuck.Watched`."""
        self._overgrown: frozenset[str] | None = None
        size = _size(connection, path)
        self._steps = _STEPS_BASE + _STEPS_PER_BYTE * size
        self._rows = _ROWS_BASE + size
        self._seconds = min(_SECONDS_MOST, _SECONDS_BASE + size / _BYTES_PER_SECOND)
        self._result = min(_RESULT_MOST, _RESULT_BASE + _RESULT_PER_BYTE * size)
        growth = _GROWTH_BASE + _GROWTH_PER_BYTE * size
        written = _GROWTH_BASE + _WRITTEN_PER_BYTE * size
        # Of memory, of temporary files, and of all that is written to these.
        self._most = (
            min(_GROWTH_MOST, growth),
            min(_TEMPORARY_MOST, growth),
            min(_WRITTEN_MOST, written),
        )
        self.start()
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        # A view's or an index' functions are untrusted, ours those of the SELECTs.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA query_only = ON")
        if size <= _IN_MEMORY:
            connection.execute("PRAGMA temp_store = MEMORY")
        connection.set_authorizer(_may)
        connection.set_progress_handler(self._tick, _TICK)
        watch(self)

    def begin(self, query: str, values: Sequence[object]) -> None:
        """Give a query a budget of its own; raise TooMuchError where reading it has no end."""
        self.start()
        if self._overgrown is None:
            self._overgrown = overgrown_views(self._connection)
        texts = [value for value in values if isinstance(value, str)]
        if self._overgrown and names_one(query, texts, self._overgrown):
            self.is_over = True
            raise TooMuchError

    def start(self) -> None:
        """Give the next query a budget of its own."""
        self._steps_left = self._steps
        self._spent, self._cpu_spent = 0.0, 0.0
        self._thread = threading.get_ident()
        self._go_on()
        self._looked = self._since
        # What was held and written when it was first looked at: short queries never are.
        self._before: tuple[int, int, int] | None = None
        self.is_over = False

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count only the time inside, of several queries that share one budget."""
        self._go_on()
        try:
            yield
        finally:
            self._spent += time.monotonic() - self._since
            self._cpu_spent += time.thread_time() - self._cpu_since

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Say that SQLite is at work inside; a function of its own may never come back."""
        self.sign = sign_of_life()
        try:
            yield
        finally:
            self.sign = None

    def _go_on(self) -> None:
        self._since, self._cpu_since = time.monotonic(), time.thread_time()

    def counted(self, rows: sqlite3.Cursor) -> Iterator[Row]:
        """Yield the rows of a query, and raise TooMuchError where they are too many or too long.

        Only what is spent within SQLite counts as its time, not what is done with the rows.
        """
        left, rows_left = self._result, self._rows
        some = 1
        while True:
            self._since = time.monotonic()
            with self.at_work():
                rows_now = rows.fetchmany(some)
            self._spent += time.monotonic() - self._since
            rows_left -= len(rows_now)
            n_bytes = sum(map(_length, zip(*rows_now, strict=True)))
            left -= n_bytes
            if rows_left < 0 or left < 0:
                self.is_over = True
                raise TooMuchError
            yield from rows_now
            if len(rows_now) < some:
                return
            # As many more as fit in a megabyte, going by these.
            some = max(1, min(2 * some, _AT_ONCE, some * _BYTES_AT_ONCE // max(1, n_bytes)))

    def _tick(self) -> bool:
        self._steps_left -= _TICK
        now = time.monotonic()
        self.is_over = (
            self._steps_left < 0
            or self._has_lasted(self._spent + now - self._since)
            or (now - self._looked > _LOOK_SECONDS and self._has_grown(now))
        )
        return self.is_over

    def _has_lasted(self, seconds: float) -> bool:
        """Return whether a query of so many seconds has had enough of the processor's."""
        if seconds <= self._seconds:
            return False
        # Of another thread's time nothing is known.
        if threading.get_ident() != self._thread:
            return True
        cpu = self._cpu_spent + time.thread_time() - self._cpu_since
        return cpu > self._seconds or seconds > _WAITING * self._seconds

    def _has_grown(self, now: float) -> bool:
        self._looked = now
        if self.sign is not None:
            self.sign = sign_of_life()
        used = memory_bytes(), temporary_bytes(), written_bytes()
        if self._before is None:
            self._before = used
        every = zip(used, self._before, self._most, strict=True)
        return any(now - before > most for now, before, most in every)


def _length(column: Sequence[Any]) -> int:
    """Return the length of all texts and blobs of a column."""
    types = set(map(type, column))
    if types.isdisjoint((str, bytes)):
        return 0
    # Most columns are of one type: looking at each cell takes a tenth of reading a large file.
    texts = column if types <= {str, bytes} else [c for c in column if isinstance(c, str | bytes)]
    return sum(map(len, texts))


def _size(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many bytes a database has: as SQLite counts them, and no more than are there."""
    state = path.stat()
    on_disk = min(state.st_size, getattr(state, "st_blocks", state.st_size) * _BLOCK)
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    except sqlite3.Error:
        # It cannot be opened so, as whoever reads will be told.
        return min(on_disk, _SIZE_MOST)
    return min(int(pages) * int(page_size), max(on_disk, _WAL_MOST), _SIZE_MOST)


# What of a database may still lie in its write-ahead log alone.
_WAL_MOST = 16 << 20


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
