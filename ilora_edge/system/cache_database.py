"""Small databases in the person's cache folder: a convenience, never a need."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ilora_edge.system.person_folders import cache_folder


@contextlib.contextmanager
def cache_database(name: str, table: str) -> Iterator[sqlite3.Connection | None]:
    """Open one of them, None where that fails; no error of SQLite's inside is said.

    ``table``: SQL that makes its table where there is none. A damaged file is removed.
    """
    path = cache_folder() / name
    connection = _opened(path, table)
    if connection is None:
        yield None
        return
    try:
        yield connection
    except sqlite3.Error as error:
        _remove_damaged(path, error)
    finally:
        connection.close()


def erase_cache_databases(*names: str) -> list[Path]:
    """Erase those of these that are there, their bytes too; return their paths."""
    from ilora_edge.system.own_file import erase_file

    paths = [cache_folder() / name for name in names]
    there = [path for path in paths if path.exists()]
    for path in paths:
        # A journal is there where a process was killed, with what the file held.
        erase_file(path)
        erase_file(path.with_name(f"{path.name}-journal"))
    return there


def _opened(path: Path, table: str) -> sqlite3.Connection | None:
    connection = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=1.0)
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute(table)
        return connection
    except (OSError, sqlite3.Error) as error:
        if connection is not None:
            connection.close()
        _remove_damaged(path, error)
        return None


def _remove_damaged(path: Path, error: Exception) -> None:
    # Not where it is read-only, the disk is full, or another process writes.
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        with contextlib.suppress(OSError):
            path.unlink()
