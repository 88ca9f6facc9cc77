"""A person's SQLite file, open for reading alone: neither it nor its folder is changed.

SQLite's own read-only mode is enough for a file with a rollback journal. One in WAL mode needs
more care, because even a reader makes ``-wal`` and ``-shm`` files and leaves them behind:

    no -wal, or an empty one    read as if it could not change; whether it did is checked after
    -wal, and a locked -shm     another program has it open: read beside it
    -wal that a crash left, or  a copy in a temporary folder, taken while nothing changes, is
    a locked, half-undone file  read instead
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.collations import add_collations
from ilora_edge.histories.encodings import decode, other_encoding
from ilora_edge.histories.guard import MAX_CELL_BYTES, Guard, TooMuchError
from ilora_edge.histories.held_open import is_held_open
from ilora_edge.histories.other_modules import explained
from ilora_edge.histories.stored_ids import Bound, blob_id
from ilora_edge.system.plain_file import check_plain_or_missing, size_or_none
from ilora_edge.system.private_copy import copy_into
from ilora_edge.system.scratch import ScratchFolder, remove_leftovers_once
from ilora_edge.titles import printable
from ilora_edge.untrusted.not_the_file import no_database, no_file, own_file

# What SQLite stores in a cell, once text is decoded.
Cell: TypeAlias = str | int | float | bytes | None

_HEADER = b"SQLite format 3\x00"
_WAL_VERSIONS = b"\x02\x02"
_BUSY_SECONDS = 10.0
# Browsers hold theirs for as long as they run: a copy is made then.
_OPEN_SECONDS = 0.5
_COPY_TRIES = 20
_COPY_WAIT = 0.1
_MALFORMED = "malformed database schema"
_OTHER_WAYS = (
    # Held by a program that lets no one in, as browsers hold theirs.
    "SQLITE_BUSY",
    # A journal is left over, and undoing its half of a change would be writing.
    "SQLITE_READONLY_ROLLBACK",
    # A read-only folder, where the files of WAL mode cannot be made, or those of somebody else.
    *("SQLITE_CANTOPEN", "SQLITE_READONLY_CANTINIT", "SQLITE_READONLY_RECOVERY"),
    *("SQLITE_READONLY_CANTLOCK", "SQLITE_READONLY_DIRECTORY"),
    # A filesystem that knows no locks, as some of those over a network.
    *("SQLITE_IOERR_LOCK", "SQLITE_IOERR_RDLOCK", "SQLITE_IOERR_CHECKRESERVEDLOCK"),
)


class ChangedError(DatabaseError):
    """The file was changed while it was read as if it could not be; reading again helps."""


class UntouchedDB:
    """A connection that reads; use :meth:`select`, and :meth:`close` at the end.

    Raises
    ------
    DatabaseError
        The file is missing, no SQLite database, or cannot be read.
    """

    def __init__(self, path: Path, hint: str) -> None:
        self.path = path
        self._hint = hint
        self._seen: tuple[int, ...] | None = None
        self._connection: sqlite3.Connection | None = None
        self._encoding: str | None = None
        self._is_wal = False
        # Of a file that others have open, and of one that is read as a copy.
        self._is_beside, self._is_let_go = False, False
        self._copied: tuple[int, ...] | None = None
        remove_leftovers_once()
        self.left_out = ""
        """What SQLite says of an object that it cannot read, in brackets, or nothing."""
        self.reopen()

    @property
    def name(self) -> str:
        """The path, fit for a message."""
        return printable(str(self.path))

    def reopen(self) -> None:
        """Open the file, in the way that its state allows now."""
        self._open()
        if self._is_wal and not self._has_tables():
            self.left_out = (
                f" (its tables may still lie in {printable(self.path.name)}-wal, which is not "
                "beside it or is damaged: copy both)"
            )
        elif not size_or_none(self.path):
            self.left_out = " (the file is empty)"

    def _has_tables(self) -> bool:
        with self.reading():
            query = "SELECT 1 FROM sqlite_master LIMIT 1"
            return self._execute(query, ()).fetchone() is not None

    def _open(self) -> None:
        self.close()
        self._is_beside, self._copied = False, None
        path = self._checked()
        try:
            wal, shm = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
            is_wal = self._is_wal = _header(path)[18:20] == _WAL_VERSIONS
            # SQLite would wait for a pipe.
            check_plain_or_missing(path.with_name(path.name + "-journal"))
            # Either may go at any moment: asked for once.
            wal_bytes = size_or_none(wal)
            is_held = size_or_none(shm) is not None and is_held_open(shm)
            if wal_bytes and not is_held:
                # Also beside a file in another mode: SQLite would look into it, and make a -shm.
                self._connect_copy(path)
                return
            still = not wal_bytes and (
                (is_wal and (wal_bytes is None or not is_held))
                or (wal_bytes is not None and not is_held)
            )
            self._seen = _state(path) if still else None
        except OSError as error:
            raise self._unreadable(error) from error
        try:
            self._connect(path, f"?mode=ro{'&immutable=1' if still else ''}")
            self._is_beside = is_wal and not still
        except UnicodeDecodeError as error:
            raise self._misnamed() from error
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", None) not in _OTHER_WAYS:
                raise self._cannot(error) from error
            self._disconnect()
            self._seen = None
            self._connect_copy(path)

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        self._disconnect()
        self._is_let_go = False

    def let_go(self) -> None:
        """Hold a file in WAL mode no longer than it is read; the next query opens it again.

        A program that ends while another has its file open leaves its journal behind, and SQLite
        would put what is in that into a backup that then takes the file's place.
        """
        connection = self._connection
        if self._is_beside and connection is not None and not connection.in_transaction:
            self._disconnect()
            self._is_let_go = True

    @property
    def is_outdated(self) -> bool:
        """Whether a copy is read of what has changed since."""
        with suppress(OSError):
            return self._copied is not None and _state(self.path.resolve()) != self._copied
        return False

    def select(self, query: str, values: Sequence[Bound] = ()) -> Iterator[tuple[Cell, ...]]:
        """Yield a query's rows, text that is not UTF-8 with replacement characters.

        Raises DatabaseError where it fails, ChangedError where the file changed meanwhile.
        """
        with self.reading():
            yield from self._guard.counted(self._execute(query, values))
        self._check_unchanged()

    def columns(self, query: str) -> list[str]:
        """Return the names of a query's columns, in lower case."""
        with self.reading():
            description = self._execute(f"SELECT * FROM {query} LIMIT 0", ()).description
        return [str(column[0]).lower() for column in description]

    def readable_tables(self) -> dict[str, list[str]]:
        """Return the columns of every table and view that SQLite can open, in lower case."""
        rows = self.select("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        found = {}
        for table in [str(name) for (name,) in rows]:
            try:
                columns = self.table_columns(table)
            except ChangedError:
                raise
            except DatabaseError:
                # A module that is not loaded, a view of functions that only the application has.
                continue
            if columns:
                found[table.lower()] = columns
        return found

    def table_columns(self, table: str) -> list[str]:
        """Return the names of a table's or view's columns, in lower case; none: it is not there.

        Raises DatabaseError where SQLite cannot open it: a module that is not loaded, a view
        that calls functions of the application's.
        """
        # xinfo lists generated columns too, of which some call functions of the application's.
        rows = list(self.select("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)))
        quoted = '"' + table.replace('"', '""') + '"'
        return [
            str(name).lower()
            for name, hidden in rows
            if not hidden or self.has_column(quoted, '"' + str(name).replace('"', '""') + '"')
        ]

    def as_text(self, expression: str) -> str:
        """Return SQL for a value as text; the bytes of a blob are taken for UTF-8."""
        if self._encoding is None:
            return f"CAST({expression} AS TEXT)"
        return (
            f"CASE typeof({expression}) WHEN 'blob' THEN text_of_blob({expression}) "
            f"ELSE CAST({expression} AS TEXT) END"
        )

    def as_bytes(self, expression: str) -> str:
        """Return SQL for the bytes of a value as text, in UTF-8."""
        if self._encoding is None:
            return f"CAST({expression} AS BLOB)"
        # A cast to BLOB gives bytes in the file's own encoding.
        return (
            f"CASE typeof({expression}) WHEN 'blob' THEN {expression} "
            f"ELSE utf8_bytes(CAST(CAST({expression} AS TEXT) AS BLOB)) END"
        )

    def has_column(self, query: str, expression: str) -> bool:
        """Return whether an expression makes sense in a query."""
        try:
            self._execute(f"SELECT {expression} FROM {query} LIMIT 0", ()).close()
        except (sqlite3.OperationalError, UnicodeDecodeError):
            return False
        return True

    @property
    def connection(self) -> sqlite3.Connection:
        """The guarded connection itself."""
        if self._connection is None and self._is_let_go:
            self._open()
        if self._connection is None:
            raise DatabaseError(f"cannot read {self.name}: it is closed")
        return self._connection

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Have all queries inside see the same state of the file."""
        with self.reading():
            self._execute("BEGIN", ()).close()
        try:
            yield
        finally:
            if self._connection is not None and self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def _execute(self, query: str, values: Sequence[Bound]) -> sqlite3.Cursor:
        connection = self.connection
        self._guard.begin(query, values)
        try:
            with self._guard.at_work():
                return connection.execute(query, list(values))
        except UnicodeEncodeError as error:
            raise OptionError(f"not UTF-8: {printable(query)[:200]!r}") from error

    def _connect(self, path: Path, mode: str = "", is_lenient: bool = False) -> None:
        connection = sqlite3.connect(
            path.as_uri() + mode, uri=True, timeout=_OPEN_SECONDS, isolation_level=None
        )
        self._connection = connection
        connection.text_factory = decode
        if is_lenient:
            connection.execute("PRAGMA writable_schema = ON")
        # The first look at the file, which waits for others.
        connection.execute("PRAGMA schema_version").close()
        connection.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")
        self._guard = Guard(connection, path)
        try:
            # Opening reads nothing yet; this does, and finds out whether it can.
            connection.execute("SELECT count(*) FROM sqlite_master").close()
            self._encoding = other_encoding(connection)
            connection.create_function("blob_id", 1, blob_id, deterministic=True)
            add_collations(connection)
        except sqlite3.DatabaseError as error:
            if is_lenient or not str(error).startswith(_MALFORMED):
                raise
            # One object in words that this SQLite does not know, a later one's perhaps, must not
            # make the others unreadable. In this mode SQLite leaves such an object out; nothing
            # can be written all the same.
            self._disconnect()
            self._connect(path, mode, is_lenient=True)
            self.left_out = f" (left out: {printable(str(error))[:300]})"

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect_copy(self, path: Path) -> None:
        """Read a copy instead, which has no name any more once it is open."""
        folder = None
        try:
            try:
                folder = ScratchFolder()
            except OSError as error:
                raise DatabaseError(
                    f"cannot copy {self.name}, which is locked or was not closed properly: "
                    f"{error.strerror}; name another folder with TMPDIR"
                ) from error
            self._connect(self._copy(path, folder.path))
        except UnicodeDecodeError as error:
            self._disconnect()
            raise self._misnamed() from error
        except sqlite3.Error as error:
            self._disconnect()
            raise self._cannot(error) from error
        finally:
            if folder is not None:
                folder.remove()

    def _copy(self, path: Path, folder: Path) -> Path:
        """Copy the file with its journals while nothing changes, and return the copy's path."""
        # A name of our own: the file's may be too long or too strange for elsewhere.
        copy = folder / "copy.db"
        try:
            for _ in range(_COPY_TRIES):
                before = _state(path)
                copy_into(folder, path, copy.name)
                for end in ("-wal", "-journal"):
                    with suppress(FileNotFoundError):
                        copy_into(folder, path.with_name(path.name + end), copy.name + end)
                if _state(path) == before:
                    self._copied = before
                    return copy
                for file in folder.iterdir():
                    file.unlink()
                time.sleep(_COPY_WAIT)
        except OSError as error:
            raise DatabaseError(
                f"cannot copy {self.name}, which is locked or was not closed properly: "
                f"{error.strerror}"
            ) from error
        raise DatabaseError(
            f"cannot read {self.name}: another program keeps it locked and keeps writing; "
            "close that, or read a backup it has made"
        )

    def _checked(self) -> Path:
        try:
            if (said := no_file(self.path, self._hint)) is not None:
                raise DatabaseError(said)
            path = self.path.resolve()
            header = _header(path)
        except OSError as error:
            raise self._unreadable(error) from error
        if header and not header.startswith(_HEADER):
            raise DatabaseError(no_database(path, self.name, self._hint))
        if (said := own_file(path)) is not None:
            raise DatabaseError(f"{self.name} {said}")
        return path

    def _check_unchanged(self) -> None:
        if self._seen is None:
            return
        try:
            changed = _state(self.path.resolve()) != self._seen
        except OSError as error:
            raise self._unreadable(error) from error
        if changed:
            raise ChangedError(f"{self.name} was changed while it was read; run this again")

    def asking(self) -> AbstractContextManager[None]:
        """Count, of what is done while reading, only the time inside as SQLite's."""
        return self._guard.asking()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Limit what the connection is asked inside, and turn SQLite's errors into ours."""
        self._guard.start()
        try:
            yield
        except sqlite3.Error as error:
            raise self._cannot(error) from error
        except TooMuchError as error:
            raise self._endless() from error
        except MemoryError as error:
            raise DatabaseError(
                f"cannot read {self.name}: a query needs more memory than there is"
            ) from error
        except UnicodeDecodeError as error:
            # Python's sqlite3 decodes names of columns, and messages, strictly.
            raise self._misnamed() from error

    def _cannot(self, error: sqlite3.Error) -> DatabaseError:
        name = getattr(error, "sqlite_errorname", "")
        problem = explained(self._connection, printable(str(error))[:300])
        if name == "SQLITE_INTERRUPT":
            if not self._guard.is_over:
                raise KeyboardInterrupt  # Ctrl-C came while SQLite was at work.
            return self._endless()
        elif name == "SQLITE_TOOBIG":
            problem = f"it holds a text or blob of more than {MAX_CELL_BYTES >> 20} MiB"
        elif name == "SQLITE_AUTH":
            problem = f"a query does more than read ({problem})"
        return DatabaseError(f"cannot read {self.name}: {problem}")

    def _endless(self) -> DatabaseError:
        return DatabaseError(
            f"cannot read {self.name}: a query takes far more work, time or memory than the "
            "size of the file explains; is there a view without an end, or a join of many rows "
            "by columns without an index?"
        )

    def _misnamed(self) -> DatabaseError:
        return DatabaseError(
            f"cannot read {self.name}: a name in its schema is not UTF-8; leave that table or "
            "column out of the SELECTs"
        )

    def _unreadable(self, error: OSError) -> DatabaseError:
        return DatabaseError(f"cannot read {self.name}: {error.strerror}")


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(20)


def _state(path: Path) -> tuple[int, ...]:
    """Return numbers that change when the file or one of its journals does."""
    numbers: list[int] = []
    for end in ("", "-wal", "-journal"):
        try:
            stat = path.with_name(path.name + end).stat()
            # An empty journal says as much as none.
            numbers += [stat.st_size, stat.st_mtime_ns] if stat.st_size or not end else [0, 0]
        except FileNotFoundError:
            numbers += [0, 0]
    return tuple(numbers)
