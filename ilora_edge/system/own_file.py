"""SQLite files of our own: numbered migrations, one transaction at a time, and erasing for good.

They are in rollback-journal mode with full syncing: whatever dies in the middle of a transaction,
the next opening undoes that transaction and nothing else.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ilora_edge.errors import DatabaseError
from ilora_edge.system.disk_advice import SQLITE_ERRORS, disk_advice, in_words, is_of_the_file
from ilora_edge.system.real_path import real_path
from ilora_edge.titles import printable

BUSY_SECONDS = 10.0
_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
_ZEROS = bytes(1 << 16)


class OwnFile:
    """One of our files, open for writing.

    Parameters
    ----------
    path
        The file, made where it is missing.
    application_id
        In the header, which tells our files from all others, and from each other.
    migrations
        Each brings a file from its number to the next; ``PRAGMA user_version`` is the number
        reached.
    flag
        The option with which another file is named.
    alone
        Keep every other process of ours out until :meth:`close`.
    for_reading
        Nothing will be written: a file on a read-only file system will do.
    in_new_folder
        Make its folder, which nobody else may look into, where it is missing.

    Raises
    ------
    DatabaseError
        The file is not ours, cannot be written, is in use by another run, or the disk is full.
    """

    def __init__(
        self,
        path: Path,
        application_id: int,
        migrations: Sequence[str],
        flag: str,
        alone: bool = False,
        for_reading: bool = False,
        in_new_folder: bool = False,
    ) -> None:
        if str(path) == ":memory:":
            raise DatabaseError(f"{path} is not a lasting file; name one with {flag}")
        self._for_reading = for_reading
        self._in_new_folder = in_new_folder
        self._is_read_only = False
        self.path = path
        self.name = printable(str(path))
        self._flag = flag
        self._has_failed = False
        self._lock = self._open_lock(alone)
        try:
            with self.writing():
                # Nobody else can change what is read-only; a lock could not even be made.
                mode = "?mode=ro&immutable=1" if self._is_read_only else ""
                self.connection = sqlite3.connect(
                    real_path(path).as_uri() + mode,
                    timeout=BUSY_SECONDS,
                    isolation_level=None,
                    uri=True,
                )
        except BaseException:
            os.close(self._lock)
            raise
        try:
            with self.writing():
                self._prepare(application_id, migrations)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        if self._lock >= 0:
            self.connection.close()
            if self._has_failed and not self._is_read_only:
                roll_back(self.path)
            # Last: closing any descriptor of a file drops SQLite's own locks on it.
            os.close(self._lock)
            self._lock = -1

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written inside, or nothing."""
        with self.writing():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # Where the disk is full SQLite may have rolled back already.
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn SQLite's errors into ours."""
        try:
            yield
        except SQLITE_ERRORS as error:
            self._has_failed = True
            advice = disk_advice(error, f"another with {self._flag}")
            if not is_of_the_file(error):
                advice += "; what was committed is safe, the same command goes on from there"
            raise DatabaseError(
                f"cannot write {self.name}: {printable(in_words(error))}{advice}"
            ) from error

    def erase(self, statements: Sequence[tuple[str, tuple[str, ...]]]) -> int:
        """Delete rows, their bytes included; returns how many there were.

        Freed pages are zeroed and given back, and so are the journals, in which the old pages are.
        """
        before = self.connection.total_changes
        journal = self.path.with_name(f"{self.path.name}-journal")
        with self.writing():
            self.connection.execute("PRAGMA secure_delete = ON")
            # One that is kept can be overwritten when it is no longer needed.
            self.connection.execute("PRAGMA journal_mode = PERSIST")
        try:
            with self.transaction():
                for statement, values in statements:
                    self.connection.execute(statement, values)
            erased = self.connection.total_changes - before
            _overwrite(journal)
            with self.writing():
                self.connection.execute("VACUUM")
            return erased
        finally:
            _overwrite(journal)
            with self.writing():
                self.connection.execute("PRAGMA journal_mode = DELETE")

    def _prepare(self, application_id: int, migrations: Sequence[str]) -> None:
        with self._one_state():
            version = self._version(application_id, len(migrations))
        if version == len(migrations):
            self.connection.execute("PRAGMA synchronous = FULL")
            return
        if self._is_read_only:
            raise DatabaseError(
                f"{self.name} was written by an older ilora-edge and cannot be brought up to date "
                f"where it is read-only; copy it, and name the copy with {self._flag}"
            )
        self.connection.execute("PRAGMA journal_mode = DELETE")
        self.connection.execute("PRAGMA synchronous = FULL")
        with self.transaction():
            # Asked again: others may have begun at the same time, and one of them is the first.
            for number in range(self._version(application_id, len(migrations)), len(migrations)):
                for statement in migrations[number].split(";\n"):
                    self.connection.execute(statement)
                self.connection.execute(f"PRAGMA application_id = {application_id}")
                self.connection.execute(f"PRAGMA user_version = {number + 1}")

    def _version(self, application_id: int, newest: int) -> int:
        """Return how far a file has been brought; raise DatabaseError where it is not ours."""
        (application,) = self.connection.execute("PRAGMA application_id").fetchone()
        (version,) = self.connection.execute("PRAGMA user_version").fetchone()
        (n_tables,) = self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if n_tables and application != application_id:
            raise DatabaseError(
                f"{self.name} is a database of something else; name a new file with {self._flag}"
            )
        if version > newest:
            raise DatabaseError(
                f"{self.name} was written by a newer ilora-edge; update, or name another file"
            )
        return int(version)

    @contextmanager
    def _one_state(self) -> Iterator[None]:
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def _open_lock(self, alone: bool) -> int:
        """Open the file and keep every other process out of it; returns the descriptor."""
        if self.path.exists() and not self.path.is_file():
            raise DatabaseError(f"{self.name} is not a plain file; name another with {self._flag}")
        try:
            if self._in_new_folder:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if self._for_reading and error.errno in _NOT_WRITABLE:
                self._is_read_only = True
                with suppress(OSError):
                    return os.open(self.path, os.O_RDONLY)
            raise DatabaseError(
                f"cannot write {self.name}: {error.strerror}; check its rights, or name another "
                f"with {self._flag}"
            ) from error
        try:
            import fcntl
        except ImportError:
            return descriptor
        if not alone:
            return descriptor
        try:
            # Not SQLite's own locks: those last as long as a transaction, this as long as a run.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise DatabaseError(f"{self.name} is in use by another run; wait for it") from None
        except OSError:
            # A file system without such locks.
            pass
        return descriptor


def roll_back(path: Path) -> None:
    """Have a database be as it was: after a failed write SQLite leaves that to the next reader.

    Until then file and journal keep the room that somebody may be about to make.
    """
    with suppress(*SQLITE_ERRORS), closing(sqlite3.connect(path, timeout=0)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def storable(value: str) -> str:
    """Return text that SQLite can store: half a surrogate pair it cannot."""
    # Spelt out, not replaced: two such ids must not become one.
    return value.encode("utf-8", "backslashreplace").decode()


def erase_file(path: Path) -> None:
    """Zero a file's bytes where they lie, and remove it."""
    _overwrite(path)
    path.unlink(missing_ok=True)


def _overwrite(path: Path) -> None:
    """Zero a file's bytes where they lie."""
    with suppress(FileNotFoundError), path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(_ZEROS[:left])
        file.flush()
        os.fsync(file.fileno())
