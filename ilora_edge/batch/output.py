"""The output database: recommendations, runs and failures; never the person's own file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ilora_edge.batch.fingerprint import Fingerprint, differences, salted
from ilora_edge.batch.tasks import UserResult
from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.user_task import ItemNames, name_found
from ilora_edge.system.closing import Closing
from ilora_edge.system.own_file import OwnFile, storable
from ilora_edge.system.real_path import real_path
from ilora_edge.untrusted.own_kinds import LISTS_ID

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
        run_id INTEGER NOT NULL REFERENCES runs,
        database TEXT NOT NULL,             -- the file the user is of, from the root, no link
        user_id TEXT NOT NULL,
        digest TEXT NOT NULL,               -- sha256 of history and fingerprint
        cold INTEGER NOT NULL,              -- 1: no known item in the history
        PRIMARY KEY (database, user_id)
    ) WITHOUT ROWID;
    CREATE TABLE recommendations (
        run_id INTEGER NOT NULL REFERENCES runs,
        database TEXT NOT NULL,
        user_id TEXT NOT NULL,
        rank INTEGER NOT NULL,
        item_id TEXT NOT NULL,              -- the database's own, or else the bundle's
        title TEXT NOT NULL,
        score REAL NOT NULL,
        llm_score REAL NOT NULL,
        encoder_score REAL,                 -- NULL: ranked by its title alone
        in_database INTEGER NOT NULL,       -- 1: item_id is the database's own
        PRIMARY KEY (database, user_id, rank)
    ) WITHOUT ROWID;
    CREATE TABLE failures (
        run_id INTEGER NOT NULL REFERENCES runs,
        database TEXT NOT NULL,
        user_id TEXT NOT NULL,              -- '': the database as a whole
        reason TEXT NOT NULL,
        PRIMARY KEY (database, user_id)
    ) WITHOUT ROWID
    """,
    # Of an unfinished run: a salt and a digest of the users that were named. A finished one has
    # none, nor one whose users were forgotten: who guesses an id could confirm it.
    "ALTER TABLE runs ADD COLUMN named TEXT",
    # JSON: the recommender's ids of the list, and a digest of what the database called them. NULL:
    # of an earlier version, which kept a list where its items had other titles since.
    "ALTER TABLE users ADD COLUMN shown TEXT",
    # As before, but llm_score may be NULL: the encoder alone has ranked.
    """
    CREATE TABLE lists (
        run_id INTEGER NOT NULL REFERENCES runs,
        database TEXT NOT NULL,
        user_id TEXT NOT NULL,
        rank INTEGER NOT NULL,
        item_id TEXT NOT NULL,
        title TEXT NOT NULL,
        score REAL NOT NULL,
        llm_score REAL,                     -- NULL: the encoder alone has ranked
        encoder_score REAL,
        in_database INTEGER NOT NULL,
        PRIMARY KEY (database, user_id, rank)
    ) WITHOUT ROWID;
    INSERT INTO lists SELECT * FROM recommendations;
    DROP TABLE recommendations;
    ALTER TABLE lists RENAME TO recommendations
    """,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an output database."""

    run_id: int
    resumed: bool
    forced: bool
    outdated: int | None = None
    """A run that was not finished and is given up: it is of an ilora-edge that ranked otherwise."""


@dataclass(frozen=True, slots=True)
class UserRows:
    """What is written of one user."""

    database: str
    result: UserResult
    digest: str = ""
    """Of all that decided about the list; of a failure nothing."""
    names: ItemNames | None = None
    """What the database calls the items; None: what the bundle calls them."""


class OutputDB(Closing):
    """Writes the results of one run at a time; use as a context manager.

    Raises
    ------
    DatabaseError
        The file is not ours, cannot be written, is in use by another run, or the disk is full.
    """

    def __init__(self, path: Path) -> None:
        self._file = OwnFile(path, LISTS_ID, MIGRATIONS, "--out", alone=True)
        self._connection = self._file.connection
        # What is overwritten in a page that is written anyway is zeroed there.
        self._connection.execute("PRAGMA secure_delete = FAST")

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        self._file.close()

    def begin(
        self, fingerprint: Fingerprint, forced: bool, users: Collection[str] | None = None
    ) -> Run:
        """Go on with the run that was not finished, or start a new one.

        Parameters
        ----------
        users
            The ids of those who were named; None: all are ranked.

        Raises
        ------
        OptionError
            That run was another: other bundle, mapping, options or users.
        DatabaseError
            What the file says of that run is damaged.
        """
        with self._file.transaction():
            row = self._connection.execute(
                "SELECT run_id, fingerprint, forced, named FROM runs WHERE finished_at IS NULL "
                "ORDER BY run_id DESC LIMIT 1"
            ).fetchone()
            if row is None:
                return Run(self._insert(fingerprint, forced, users), resumed=False, forced=forced)
            run_id, before, was_forced, named = row
            with self._undamaged(f"of run {run_id} in its table runs", "--restart to give it up"):
                were = Fingerprint.from_text(before)
                as_named = None if named is None else salted(users or (), named)
            changed = differences(were, fingerprint)
            is_same = were.digest(("ranking",)) == fingerprint.digest(("ranking",))
            if is_same and named != as_named:
                changed, is_same = ["other users"], False
            if changed and is_same:
                # The person asked for the same; none of its lists would be kept.
                self._give_up()
                started = self._insert(fingerprint, forced, users)
                return Run(started, resumed=False, forced=forced, outdated=int(run_id))
        if changed:
            raise OptionError(
                f"{self._file.name}: run {run_id} was not finished and had {'; '.join(changed)}; "
                "give the same again to go on with it, --restart to give it up, or another --out"
            )
        return Run(int(run_id), resumed=True, forced=bool(was_forced))

    def _insert(self, fingerprint: Fingerprint, forced: bool, users: Collection[str] | None) -> int:
        """Begin a run within a transaction, and return its number."""
        named = None if users is None else salted(users)
        cursor = self._connection.execute(
            "INSERT INTO runs (started_at, fingerprint, forced, named) VALUES (?, ?, ?, ?)",
            (_now(), fingerprint.to_text(), int(forced), named),
        )
        return int(cursor.lastrowid or 0)

    def adopt(self, databases: Collection[str]) -> None:
        """Give the rows of databases that were named by another path their present names.

        Before 2026-11-30 a database was called what the command line called it: by a relative
        path, or a link. Where it has rows under its present name too, those stay.

        Parameters
        ----------
        databases
            Their paths from the root, links followed.
        """
        names = set(map(storable, databases))
        with self._file.writing():
            former = [name for name in self._databases() if name not in names]
        for name in former:
            present = storable(str(real_path(Path(name))))
            if name and present in names:
                with self._file.transaction():
                    self._rename(name, present)

    def _databases(self) -> list[str]:
        """Return what databases are called; as many look-ups as there are."""
        found: set[str] = set()
        for table in ("users", "failures"):
            query = f"SELECT min(database) FROM {table} WHERE database > ?"
            (name,) = self._connection.execute(query.replace(">", ">="), ("",)).fetchone()
            while name is not None:
                found.add(str(name))
                (name,) = self._connection.execute(query, (name,)).fetchone()
        return sorted(found)

    def _rename(self, former: str, present: str) -> None:
        # "users" last: it says whose lists the others have.
        for table, whose in (("recommendations", "users"), ("failures", "failures")):
            self._connection.execute(
                f"UPDATE {table} SET database = ?1 WHERE database = ?2 AND user_id NOT IN "
                f"(SELECT user_id FROM {whose} WHERE database = ?1)",
                (present, former),
            )
            self._connection.execute(f"DELETE FROM {table} WHERE database = ?", (former,))
        self._connection.execute(
            "UPDATE OR IGNORE users SET database = ? WHERE database = ?", (present, former)
        )
        self._connection.execute("DELETE FROM users WHERE database = ?", (former,))

    def give_up(self) -> None:
        """Count the run that was not finished as finished; its rows stay."""
        with self._file.transaction():
            self._give_up()

    def _give_up(self) -> None:
        self._connection.execute(
            "UPDATE runs SET finished_at = ?, named = NULL WHERE finished_at IS NULL", (_now(),)
        )

    def done_by(
        self, run: Run, database: str, user: str, digest: str, names: ItemNames | None = None
    ) -> int | None:
        """Return the run that made a user's list, None where it has to be made (again): for
        another digest, or because ``names`` call its items otherwise than they did then.

        Raises DatabaseError where the user's row is damaged."""
        with self._file.writing():
            row = self._connection.execute(
                "SELECT run_id, shown FROM users WHERE database = ? AND user_id = ? AND digest = ?",
                (storable(database), storable(user), digest),
            ).fetchone()
        if row is None or (run.forced and row[0] != run.run_id):
            return None
        run_id, shown = row
        with self._undamaged(
            "of a user in its table users", "--restart --force to make all lists anew"
        ):
            now = None if shown is None else _shown(names, _item_ids(shown))
            return int(run_id) if now == shown else None

    @contextmanager
    def _undamaged(self, what: str, advice: str) -> Iterator[None]:
        """Turn what a row that we did not write so raises into one line."""
        try:
            yield
        # The rest is of values of another type, and of brackets in brackets.
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise DatabaseError(
                f"{self._file.name} is damaged: what it says {what} cannot be read; give "
                f"{advice}, or another --out"
            ) from error

    def has_failed(self, run: Run, database: str, user: str) -> bool:
        """Return whether this run has failed with this user before."""
        with self._file.writing():
            row = self._connection.execute(
                "SELECT 1 FROM failures WHERE database = ? AND user_id = ? AND run_id = ?",
                (storable(database), storable(user), run.run_id),
            ).fetchone()
        return row is not None

    def write(self, run: Run, results: Sequence[UserRows]) -> None:
        """Replace the lists of these users in one transaction."""
        with self._file.transaction():
            for rows in results:
                self._replace(run, rows)

    def finish(self, run: Run, unchanged: int, remarks: dict[str, Any]) -> None:
        """Mark a run as finished and count what it did."""
        with self._file.transaction():
            self._connection.execute(
                "UPDATE runs SET finished_at = ?, unchanged = ?, remarks = ?, named = NULL, "
                "scored = (SELECT count(*) FROM users WHERE run_id = runs.run_id), "
                "failed = (SELECT count(*) FROM failures WHERE run_id = runs.run_id) "
                "WHERE run_id = ?",
                (_now(), unchanged, json.dumps(remarks), run.run_id),
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield every recommendation, by database, users in order of their ids, then by rank."""
        with self._file.writing():
            query = "SELECT * FROM recommendations ORDER BY database, user_id, rank"
            cursor = self._connection.execute(query)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def forget(self, user: str) -> int:
        """Erase a user's lists and failures, of whichever database; returns how many rows."""
        tables = ("recommendations", "users", "failures")
        with self._file.writing():
            query = "SELECT count(*) FROM runs WHERE named IS NOT NULL"
            (n_named,) = self._connection.execute(query).fetchone()
        erased = self._file.erase(
            [
                *((f"DELETE FROM {t} WHERE user_id = ?", (storable(user),)) for t in tables),
                # Whether it was among those named is then asked no more, nor answered.
                ("UPDATE runs SET named = NULL WHERE named IS NOT NULL", ()),
            ]
        )
        return erased - int(n_named)

    def count_failures(self, run: Run) -> tuple[int, int]:
        """Return how many users have failed in a run, and how many databases as a whole."""
        with self._file.writing():
            users, databases = self._connection.execute(
                "SELECT coalesce(sum(user_id <> ''), 0), coalesce(sum(user_id = ''), 0) "
                "FROM failures WHERE run_id = ?",
                (run.run_id,),
            ).fetchone()
        return int(users), int(databases)

    def failures(self, run_id: int, limit: int) -> list[tuple[str, str]]:
        """Return the first failures of a run: user, empty for a whole database, and reason."""
        with self._file.writing():
            return self._connection.execute(
                "SELECT user_id, reason FROM failures WHERE run_id = ? "
                "ORDER BY database, user_id LIMIT ?",
                (run_id, limit),
            ).fetchall()

    def _replace(self, run: Run, rows: UserRows) -> None:
        key = (storable(rows.database), storable(rows.result.user))
        if rows.result.failure is not None:
            # An older list stays: it is still the best there is.
            self._connection.execute(
                "REPLACE INTO failures VALUES (?, ?, ?, ?)",
                (run.run_id, *key, storable(rows.result.failure)),
            )
            return
        for table in ("failures", "recommendations"):
            self._connection.execute(f"DELETE FROM {table} WHERE database = ? AND user_id = ?", key)
        ranked = [r.item_id for r in rows.result.recommendations]
        places = []
        for r in rows.result.recommendations:
            item, title, is_own = name_found(rows.names, r.item_id, r.title)
            named = (storable(item), storable(title))
            scores = (r.score, r.llm_score, r.encoder_score)
            places.append((run.run_id, *key, r.rank, *named, *scores, int(is_own)))
        self._connection.executemany(
            "INSERT INTO recommendations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places
        )
        self._connection.execute(
            "REPLACE INTO users VALUES (?, ?, ?, ?, ?, ?)",
            (run.run_id, *key, rows.digest, int(rows.result.cold), _shown(rows.names, ranked)),
        )


def _shown(names: ItemNames | None, item_ids: Sequence[str]) -> str:
    """Return items of the recommender and a digest of what a database calls them, as JSON."""
    called = [name_found(names, item_id, "") for item_id in item_ids]
    digest = hashlib.sha256(json.dumps(called).encode()).hexdigest()
    return json.dumps([list(item_ids), digest])


def _item_ids(shown: str) -> list[str]:
    """Return the items of :func:`_shown`; ValueError or TypeError where it did not write this."""
    item_ids, _ = json.loads(shown)
    if not (isinstance(item_ids, list) and all(isinstance(i, str) for i in item_ids)):
        raise TypeError("no ids")
    return item_ids


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
