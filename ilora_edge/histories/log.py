"""The side table: what a person told us themselves, read together with the app's history."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ilora_edge.system.own_file import OwnFile, storable

# "iloL" in the header tells a log from all other files.
APPLICATION_ID = 0x696C6F4C
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
)


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event: the item, and when, in unix seconds."""

    user: str
    item_id: str
    timestamp: int


def default_log() -> Path:
    """Return our log below ``XDG_DATA_HOME``, or else ``~/.local/share``; it need not exist."""
    base = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification: a relative path is to be ignored.
    folder = Path(base) if os.path.isabs(base) else Path(os.path.expanduser("~/.local/share"))
    return folder / "ilora-edge" / "log.db"


class OwnLog:
    """The log, open; use as a context manager.

    Raises DatabaseError where the file is not a log or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = OwnFile(path, APPLICATION_ID, MIGRATIONS, "--log")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        """Yield the events of a database's users, or of one, in the order of logging."""
        query = "SELECT user_id, item_id, timestamp FROM events WHERE database = ?"
        values = [_key(database)]
        if user is not None:
            query += " AND user_id = ?"
            values.append(storable(user))
        with self._file.writing():
            for row in self._file.connection.execute(f"{query} ORDER BY rowid", values):
                yield LoggedEvent(*row)

    def forget(self, user: str) -> int:
        """Erase a user's events, of whichever database; returns how many there were."""
        return self._file.erase([("DELETE FROM events WHERE user_id = ?", (storable(user),))])


def read_log(path: Path | None, database: Path, user: str | None = None) -> list[LoggedEvent]:
    """Return the events that were logged for a database; none where there is no log."""
    path = path or default_log()
    if not path.exists():
        return []
    with OwnLog(path) as log:
        return list(log.events(database, user))


def _key(database: Path) -> str:
    return storable(str(database.resolve()))
