"""The side table: what a person told us themselves, read together with the app's history.

Two kinds of rows: events that the app does not know of, and one state per item (like, dislike or
seen) that the person may change or take back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from ilora_edge.system.closing import Closing
from ilora_edge.system.own_file import OwnFile, storable
from ilora_edge.system.person_folders import data_folder
from ilora_edge.system.plain_file import size_or_none
from ilora_edge.system.real_path import real_path
from ilora_edge.untrusted.own_kinds import LOG_ID

MIGRATIONS = (
    """
    CREATE TABLE events (
        database TEXT NOT NULL,   -- the app's file, its whole path
        user_id TEXT NOT NULL,
        item_id TEXT NOT NULL,    -- as the app calls it
        timestamp INTEGER NOT NULL
    );
    CREATE INDEX events_of ON events (database, user_id)
    """,
    """
    CREATE TABLE feedback (
        database TEXT NOT NULL,
        user_id TEXT NOT NULL,
        item_id TEXT NOT NULL,    -- as the app calls it, or else the bundle
        title TEXT NOT NULL,      -- as it was shown: ids may change, and a bundle has its own
        state TEXT NOT NULL CHECK (state IN ('like', 'dislike', 'seen')),
        timestamp INTEGER NOT NULL,
        PRIMARY KEY (database, user_id, item_id)
    ) WITHOUT ROWID
    """,
)

State: TypeAlias = Literal["like", "dislike", "seen"]


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event, or what a person said of an item, and when, in unix seconds.

    A ``like`` counts as an interaction; what is ``seen`` is not offered again, and no part of the
    history; a ``dislike`` is never offered again, no part of the history, and lowers items like it.
    """

    user: str
    item_id: str
    timestamp: int
    state: State | None = None
    """None: an event that the app does not know of."""
    title: str = ""
    """Of an item with a state, as it was shown to the person."""


def default_log() -> Path:
    """Return our log in the person's data folder; it need not exist."""
    return data_folder() / "log.db"


class OwnLog(Closing):
    """The log, open; use as a context manager.

    Raises DatabaseError where the file is not a log or cannot be written.
    """

    def __init__(self, path: Path, for_reading: bool = False) -> None:
        self._file = OwnFile(
            *(path, LOG_ID, MIGRATIONS, "--log"),
            for_reading=for_reading,
            in_new_folder=not for_reading,
        )

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        self._file.close()

    def add(self, database: Path, event: LoggedEvent) -> None:
        """Append an event of a user of a database."""
        with self._file.transaction():
            self._file.connection.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?)",
                (_key(database), *map(storable, (event.user, event.item_id)), event.timestamp),
            )

    def events(self, database: Path, user: str | None = None) -> Iterator[LoggedEvent]:
        """Yield what was logged for a database's users, or for one: events, then states."""
        condition, values = _of(database, user)
        queries = (
            f"SELECT user_id, item_id, timestamp, NULL, '' FROM events {condition} ORDER BY rowid",
            f"SELECT user_id, item_id, timestamp, state, title FROM feedback {condition} "
            "ORDER BY timestamp, user_id, item_id",
        )
        with self._file.writing():
            for query in queries:
                for row in self._file.connection.execute(query, values):
                    yield LoggedEvent(*row)

    def say(self, database: Path, said: Collection[LoggedEvent]) -> None:
        """Keep what a user of a database says of items, instead of what they said before."""
        rows = [
            (
                _key(database),
                *map(storable, (event.user, event.item_id, event.title)),
                event.state,
                event.timestamp,
            )
            for event in said
        ]
        with self._file.transaction():
            self._file.connection.executemany(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)", rows
            )

    def undo(self, database: Path, user: str, item_ids: Collection[str]) -> int:
        """Take back what a user said of items, logged events included; returns how many rows."""
        before = self._file.connection.total_changes
        with self._file.transaction():
            for table in ("feedback", "events"):
                self._file.connection.executemany(
                    f"DELETE FROM {table} WHERE database = ? AND user_id = ? AND item_id = ?",
                    [(_key(database), storable(user), storable(i)) for i in item_ids],
                )
        return self._file.connection.total_changes - before

    def forget(self, user: str) -> int:
        """Erase a user's events and states, of whichever database; returns how many there were."""
        values = (storable(user),)
        return self._file.erase(
            [(f"DELETE FROM {table} WHERE user_id = ?", values) for table in ("events", "feedback")]
        )


def read_log(path: Path | None, database: Path, user: str | None = None) -> list[LoggedEvent]:
    """Return what was logged for a database; nothing where there is no log.

    A file without a byte is left where the disk was full: nothing was logged, and to make a log of
    it would need the room that there may still not be.
    """
    path = path or default_log()
    if not path.exists() or size_or_none(path) == 0:
        return []
    with OwnLog(path, for_reading=True) as log:
        return list(log.events(database, user))


def _of(database: Path, user: str | None) -> tuple[str, list[str]]:
    if user is None:
        return "WHERE database = ?", [_key(database)]
    return "WHERE database = ? AND user_id = ?", [_key(database), storable(user)]


def _key(database: Path) -> str:
    return storable(str(real_path(database)))
