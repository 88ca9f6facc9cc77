"""The output database: recommendations, runs and failures; never the person's own file.

It is in rollback-journal mode with full syncing: whatever dies in the middle of a transaction,
the next opening undoes that transaction and nothing else.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ilora_edge.batch.fingerprint import Fingerprint, differences
from ilora_edge.batch.tasks import UserResult
from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.titles import printable

# "ilor" in the header tells our files from all others.
APPLICATION_ID = 0x696C6F72
BUSY_SECONDS = 10.0

# Each brings a file from its number to the next; PRAGMA user_version is the number reached.
MIGRATIONS = (
    """
    CREATE TABLE runs (
        run_id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,           -- UTC, ISO 8601
        finished_at TEXT,                   -- NULL: not finished, the next call goes on with it
        fingerprint TEXT NOT NULL,          -- JSON: all that the lists depend on but the histories
        forced INTEGER NOT NULL,            -- 1: unchanged users are scored again
        scored INTEGER,                     -- users, of this run
        unchanged INTEGER,
        failed INTEGER,
        remarks TEXT NOT NULL DEFAULT '{}'  -- JSON: how many items matched, and the like
    );
    CREATE TABLE users (
        user_id TEXT PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs,
        digest TEXT NOT NULL,               -- sha256 of history and fingerprint
        cold INTEGER NOT NULL               -- 1: no known item in the history
    ) WITHOUT ROWID;
    CREATE TABLE recommendations (
        run_id INTEGER NOT NULL REFERENCES runs,
        user_id TEXT NOT NULL,
        rank INTEGER NOT NULL,
        item_id TEXT NOT NULL,
        title TEXT NOT NULL,
        score REAL NOT NULL,
        llm_score REAL NOT NULL,
        encoder_score REAL,
        PRIMARY KEY (user_id, rank)
    ) WITHOUT ROWID;
    CREATE TABLE failures (
        run_id INTEGER NOT NULL REFERENCES runs,
        user_id TEXT PRIMARY KEY,
        reason TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an output database."""

    run_id: int
    resumed: bool
    forced: bool


class OutputDB:
    """Writes the results of one run at a time; use as a context manager.

    Raises
    ------
    DatabaseError
        The file is not ours, cannot be written, is in use by another run, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = printable(str(path))
        self._lock = _lock(path, self._name)
        try:
            with self._writing():
                self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        except BaseException:
            os.close(self._lock)
            raise
        try:
            with self._writing():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        if self._lock >= 0:
            self._connection.close()
            # Last: closing any descriptor of a file drops SQLite's own locks on it.
            os.close(self._lock)
            self._lock = -1

    def begin(self, fingerprint: Fingerprint, forced: bool, remarks: dict[str, Any]) -> Run:
        """Go on with the run that was not finished, or start a new one.

        Raises OptionError where that run was another: other bundle, mapping or options.
        """
        with self._transaction():
            row = self._connection.execute(
                "SELECT run_id, fingerprint, forced FROM runs WHERE finished_at IS NULL "
                "ORDER BY run_id DESC LIMIT 1"
            ).fetchone()
            if row is None:
                cursor = self._connection.execute(
                    "INSERT INTO runs (started_at, fingerprint, forced, remarks) "
                    "VALUES (?, ?, ?, ?)",
                    (_now(), fingerprint.to_text(), int(forced), json.dumps(remarks)),
                )
                return Run(int(cursor.lastrowid or 0), resumed=False, forced=forced)
        run_id, before, was_forced = row
        if changed := differences(Fingerprint.from_text(before), fingerprint):
            raise OptionError(
                f"{self._name}: run {run_id} was not finished and had {'; '.join(changed)}; "
                "give the same again to go on with it, --restart to give it up, or another --out"
            )
        return Run(int(run_id), resumed=True, forced=bool(was_forced))

    def give_up(self) -> None:
        """Count the run that was not finished as finished; its rows stay."""
        with self._transaction():
            self._connection.execute(
                "UPDATE runs SET finished_at = ? WHERE finished_at IS NULL", (_now(),)
            )

    def done_by(self, run: Run, user: str, digest: str) -> int | None:
        """Return the run that made a user's list, None where it has to be made (again)."""
        with self._writing():
            row = self._connection.execute(
                "SELECT run_id FROM users WHERE user_id = ? AND digest = ?", (_text(user), digest)
            ).fetchone()
        if row is None or (run.forced and row[0] != run.run_id):
            return None
        return int(row[0])

    def has_failed(self, run: Run, user: str) -> bool:
        """Return whether this run has met this user before, in vain."""
        with self._writing():
            row = self._connection.execute(
                "SELECT 1 FROM failures WHERE user_id = ? AND run_id = ?",
                (_text(user), run.run_id),
            ).fetchone()
        return row is not None

    def write(self, run: Run, results: Sequence[tuple[UserResult, str]]) -> None:
        """Replace the lists of these users, each with its digest, in one transaction."""
        with self._transaction():
            for result, digest in results:
                self._replace(run, result, digest)

    def finish(self, run: Run, unchanged: int) -> None:
        """Mark a run as finished and count what it did."""
        with self._transaction():
            self._connection.execute(
                "UPDATE runs SET finished_at = ?, unchanged = ?, "
                "scored = (SELECT count(*) FROM users WHERE run_id = runs.run_id), "
                "failed = (SELECT count(*) FROM failures WHERE run_id = runs.run_id) "
                "WHERE run_id = ?",
                (_now(), unchanged, run.run_id),
            )

    def count_failures(self, run: Run) -> int:
        """Return how many users have failed in a run."""
        with self._writing():
            row = self._connection.execute(
                "SELECT count(*) FROM failures WHERE run_id = ?", (run.run_id,)
            ).fetchone()
        return int(row[0])

    def _replace(self, run: Run, result: UserResult, digest: str) -> None:
        user = _text(result.user)
        if result.failure is not None:
            # An older list stays: it is still the best there is.
            self._connection.execute(
                "REPLACE INTO failures (run_id, user_id, reason) VALUES (?, ?, ?)",
                (run.run_id, user, _text(result.failure)),
            )
            return
        self._connection.execute("DELETE FROM failures WHERE user_id = ?", (user,))
        self._connection.execute("DELETE FROM recommendations WHERE user_id = ?", (user,))
        self._connection.executemany(
            "INSERT INTO recommendations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(run.run_id, user, r.rank, _text(r.item_id), _text(r.title)),
                    *(r.score, r.llm_score, r.encoder_score),
                )
                for r in result.recommendations
            ],
        )
        self._connection.execute(
            "REPLACE INTO users VALUES (?, ?, ?, ?)",
            (user, run.run_id, digest, int(result.cold)),
        )

    def _prepare(self) -> None:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (n_tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if n_tables and application != APPLICATION_ID:
            raise DatabaseError(
                f"{self._name} is a database of something else; name a new file with --out"
            )
        if version > len(MIGRATIONS):
            raise DatabaseError(
                f"{self._name} was written by a newer ilora-edge; update, or name another file"
            )
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.execute("PRAGMA synchronous = FULL")
        for number in range(version, len(MIGRATIONS)):
            with self._transaction():
                for statement in MIGRATIONS[number].split(";\n"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._connection.execute(f"PRAGMA user_version = {number + 1}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._writing():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # Where the disk is full SQLite may have rolled back already.
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise DatabaseError(
                f"cannot write {self._name}: {printable(str(error))}; what was committed is safe, "
                "the same command goes on from there"
            ) from error


def _lock(path: Path, name: str) -> int:
    """Open the file and keep every other run out of it; returns the descriptor."""
    if path.exists() and not path.is_file():
        raise DatabaseError(f"{name} is not a plain file; name another with --out")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseError(f"cannot write {name}: {error.strerror}") from error
    try:
        import fcntl
    except ImportError:
        return descriptor
    try:
        # Not SQLite's own locks: those last as long as a transaction, this as long as a run.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise DatabaseError(f"{name} is in use by another run; wait for it") from None
    except OSError:
        # A file system without such locks.
        pass
    return descriptor


def _text(value: str) -> str:
    """Return text that SQLite can store: half a surrogate pair it cannot."""
    return value.encode("utf-8", "replace").decode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
