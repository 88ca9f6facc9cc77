"""The person's SQLite file: who interacted with what, read and never written.

Ids are opaque text: an INTEGER 42 in the file is the user or item ``"42"`` here. Rows without a
user or an item are skipped, a missing time counts as 0, and text that is not UTF-8 is decoded
with replacement characters.
"""

from __future__ import annotations

import math
import shlex
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from ilora_edge.errors import DatabaseError, UnknownUserError
from ilora_edge.titles import printable

INTERACTIONS = "interactions"
USER_ID = "user_id"
TIMESTAMP = "timestamp"
RATING = "rating"
ITEMS = "items"
ITEM_ID = "item_id"
TITLE = "title"
GENRES = "genres"

# What a file made by others must have at least; rating and genres may be missing.
_REQUIRED = {ITEMS: (ITEM_ID, TITLE), INTERACTIONS: (USER_ID, ITEM_ID, TIMESTAMP)}
_NEXT = "see how to make a database: ilora-edge import --help"

# Two bound parameters per id, and SQLite's oldest limit on those is 999.
_CHUNK = 450
# SQLite's largest integer.
_NO_LIMIT = 2**63 - 1
_WAL_HEADER = b"\x02\x02"
_REPLACEMENT = "\ufffd"

# What SQLite stores in a cell, once text is decoded.
Cell: TypeAlias = str | int | float | bytes | None


@dataclass(frozen=True, slots=True)
class Interaction:
    """One event of a user's history: the item, when (unix seconds), and how it was liked."""

    item_id: str
    timestamp: int
    rating: float | None


@dataclass(frozen=True, slots=True)
class UserSummary:
    """One user of the database with the extent of the history."""

    user: str
    n_interactions: int
    first_timestamp: int
    last_timestamp: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the database; ``genres`` are joined by ``|`` where they are known."""

    item_id: str
    title: str
    genres: str | None


def is_kept(rating: float | None, min_rating: float | None) -> bool:
    """Return whether an interaction is part of a history: unrated, or rated well enough."""
    return min_rating is None or rating is None or rating >= min_rating


class HistoryDB:
    """Reads users, histories and titles from the person's SQLite file, without changing it.

    Raises DatabaseError where the file is missing, is no SQLite database, lacks a table or
    column, or cannot be read later on. A context manager; ``close()`` may be called again.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        uri = _read_only_uri(self.path)
        with self._reading():
            self._connection = sqlite3.connect(uri, uri=True)
        try:
            self._connection.text_factory = _decode
            with self._reading():
                self._connection.execute("PRAGMA query_only = ON")
                self._has_rating = RATING in self._check(INTERACTIONS)
                self._has_genres = GENRES in self._check(ITEMS)
                self._row_order = self._find_row_order()
        except BaseException:
            self._connection.close()
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
        self._connection.close()

    def users(self, limit: int | None = None) -> Iterator[UserSummary]:
        """Yield the users, those with most interactions first, then by id."""
        rows = self._select(
            f"SELECT CAST({USER_ID} AS TEXT), count(*), "
            f"min(coalesce({TIMESTAMP}, 0)), max(coalesce({TIMESTAMP}, 0)) "
            f"FROM {INTERACTIONS} WHERE {USER_ID} IS NOT NULL AND {ITEM_ID} IS NOT NULL "
            f"GROUP BY {self._user_key} ORDER BY count(*) DESC, {self._user_key} LIMIT ?",
            (_NO_LIMIT if limit is None else min(limit, _NO_LIMIT),),
        )
        for user, count, first, last in rows:
            yield UserSummary(str(user), _integer(count), self._seconds(first), self._seconds(last))

    def count_users(self) -> int:
        """Return the number of users with at least one interaction."""
        rows = self._select(
            f"SELECT count(DISTINCT {self._user_key}) FROM {INTERACTIONS} "
            f"WHERE {USER_ID} IS NOT NULL AND {ITEM_ID} IS NOT NULL"
        )
        return _integer(next(rows)[0])

    def read_history(self, user: str) -> list[Interaction]:
        """Return a user's interactions, oldest first, equal times in the order of insertion.

        Raises UnknownUserError where there are none.
        """
        for condition, values in self._conditions(user):
            rows = self._select(self._interactions(condition), values)
            if history := self._in_order(rows):
                return history
        raise UnknownUserError(
            f"no user {printable(user)!r} in {printable(str(self.path))}; "
            f"list them with: ilora-edge users --db {printable(shlex.quote(str(self.path)))}"
        )

    def read_titles(self, item_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of those of the items that have one, by item id."""
        wanted = iter(dict.fromkeys(item_ids))
        titles: dict[str, str] = {}
        while chunk := list(islice(wanted, _CHUNK)):
            values = [value for item_id in chunk for value in _stored_forms(item_id)]
            rows = self._select(
                f"SELECT CAST({ITEM_ID} AS TEXT), CAST({TITLE} AS TEXT) FROM {ITEMS} "
                f"WHERE {ITEM_ID} IN ({', '.join('?' * len(values))}) AND {TITLE} IS NOT NULL",
                values,
            )
            asked = set(chunk)
            # A column of numbers finds item 42 for "042" too, which is another id.
            titles.update((str(item), str(title)) for item, title in rows if item in asked)
        return titles

    def histories(self) -> Iterator[tuple[str, list[Interaction]]]:
        """Yield every user with the history, in order of user id, one user in memory at a time."""
        # Same order as read_history, which sorts once more: an index makes this one free.
        order = f"{self._user_key}, {TIMESTAMP}"
        rows = self._select(f"{self._interactions(f'{USER_ID} IS NOT NULL')} ORDER BY {order}")
        for user, group in groupby(rows, key=itemgetter(0)):
            yield str(user), self._in_order(group)

    def items(self) -> Iterator[Item]:
        """Yield every item that has a title, in the order of insertion."""
        genres = GENRES if self._has_genres else "NULL"
        rows = self._select(
            f"SELECT CAST({ITEM_ID} AS TEXT), CAST({TITLE} AS TEXT), CAST({genres} AS TEXT) "
            f"FROM {ITEMS} WHERE {ITEM_ID} IS NOT NULL AND {TITLE} IS NOT NULL"
        )
        for item, title, genre in rows:
            yield Item(str(item), str(title), None if genre is None else str(genre))

    def _check(self, table: str) -> set[str]:
        """Return the table's columns, or raise DatabaseError naming what is missing."""
        # xinfo, unlike info, lists generated columns as well.
        rows = self._connection.execute("SELECT name FROM pragma_table_xinfo(?)", (table,))
        columns = {name.lower() for (name,) in rows}
        path = printable(str(self.path))
        if not columns:
            raise DatabaseError(f"{path} has no table '{table}'; {_NEXT}")
        if missing := [name for name in _REQUIRED[table] if name not in columns]:
            raise DatabaseError(
                f"table '{table}' of {path} has no column {', '.join(missing)}; {_NEXT}"
            )
        return columns

    @cached_property
    def _has_other_types(self) -> bool:
        """Whether any user id is stored as something else than text."""
        # Numbers sort before all text and blobs behind it, so an index answers this at once.
        (row,) = self._select(
            f"SELECT EXISTS (SELECT 1 FROM {INTERACTIONS} WHERE {USER_ID} < '') "
            f"OR EXISTS (SELECT 1 FROM {INTERACTIONS} WHERE {USER_ID} >= x'')"
        )
        return bool(row[0])

    @property
    def _user_key(self) -> str:
        """SQL for a user's id as text; the bare column where possible, as that has the index."""
        # A cast keeps its column's collation, which may take "ann" and "ANN" for the same.
        key = f"CAST({USER_ID} AS TEXT)" if self._has_other_types else USER_ID
        return f"{key} COLLATE BINARY"

    def _find_row_order(self) -> str:
        """Return SQL for the order of insertion; views and WITHOUT ROWID tables have none."""
        try:
            self._connection.execute(f"SELECT _rowid_ FROM {INTERACTIONS} LIMIT 0").close()
        except sqlite3.OperationalError:
            return "NULL"
        return "_rowid_"

    def _conditions(self, user: str) -> Iterator[tuple[str, list[str | int]]]:
        """Yield WHERE clauses that find a user's rows, the one an index helps with first."""
        if not _is_utf8(user):
            return
        text = f"CAST({USER_ID} AS TEXT) COLLATE BINARY = ?"
        forms = _stored_forms(user)
        yield f"{USER_ID} IN ({', '.join('?' * len(forms))}) AND {text}", [*forms, user]
        if self._has_other_types:
            yield text, [user]
        if _REPLACEMENT in user:
            # The id as users() shows it, of bytes that are not UTF-8: decode to compare.
            self._connection.create_function("decoded", 1, _decode, deterministic=True)
            yield f"decoded(CAST({USER_ID} AS BLOB)) = ?", [user]

    def _interactions(self, condition: str) -> str:
        rating = RATING if self._has_rating else "NULL"
        return (
            f"SELECT CAST({USER_ID} AS TEXT), CAST({ITEM_ID} AS TEXT), {TIMESTAMP}, {rating}, "
            f"{self._row_order} FROM {INTERACTIONS} WHERE {ITEM_ID} IS NOT NULL AND {condition}"
        )

    def _in_order(self, rows: Iterable[tuple[Cell, ...]]) -> list[Interaction]:
        timed = [
            (self._seconds(time), _integer(row), str(item), _rating(rating))
            for _, item, time, rating, row in rows
        ]
        timed.sort(key=itemgetter(0, 1))
        return [Interaction(item, time, rating) for time, _, item, rating in timed]

    def _seconds(self, time: Cell) -> int:
        try:
            return int(time or 0)
        except (ValueError, OverflowError):
            pass
        try:
            return int(float(time or 0))
        except (ValueError, OverflowError):
            raise DatabaseError(
                f"{printable(str(self.path))} has a {TIMESTAMP} that is not a number: "
                f"{printable(str(time))[:40]!r}; store unix seconds"
            ) from None

    def _select(self, query: str, values: Iterable[str | int] = ()) -> Iterator[tuple[Cell, ...]]:
        with self._reading():
            # Not "yield from": dropping it half-way would close a cursor that may be closed.
            for row in self._connection.execute(query, list(values)):  # noqa: UP028
                yield row

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            problem = printable(str(error))
            # A journal is left over, and undoing its half of a change would be writing.
            if getattr(error, "sqlite_errorname", None) == "SQLITE_READONLY_ROLLBACK":
                problem = "a write was cut off; undo it by opening it in the program that wrote it"
            raise DatabaseError(f"cannot read {printable(str(self.path))}: {problem}") from error


def _read_only_uri(path: Path) -> str:
    name = printable(str(path))
    try:
        if not path.is_file():
            if path.exists():
                kind = "a folder" if path.is_dir() else "not a plain file"
                raise DatabaseError(f"{name} is {kind}, not an SQLite database; {_NEXT}")
            raise DatabaseError(f"no database at {name}; {_NEXT}")
        path = path.resolve()
        with path.open("rb") as file:
            header = file.read(20)
    except OSError as error:
        raise DatabaseError(f"cannot read {name}: {error.strerror}") from error
    # Even read-only, SQLite leaves -wal and -shm files beside a database in WAL mode. One
    # without a -wal file is open nowhere, so it can be read as if it could not change.
    wal = path.with_name(f"{path.name}-wal")
    unchanging = header[18:20] == _WAL_HEADER and not wal.exists()
    return f"{path.as_uri()}?mode=ro{'&immutable=1' if unchanging else ''}"


def _stored_forms(text: str) -> list[str | int]:
    """Return what a column may hold for this id: the text, and the integer that prints so."""
    if not _is_utf8(text):
        return []
    digits = text.removeprefix("-")
    # SQLite's integers have 64 bits; longer ids can only be text.
    if digits.isascii() and digits.isdecimal() and len(digits) < 19 and str(int(text)) == text:
        return [text, int(text)]
    return [text]


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decode(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _integer(value: Cell) -> int:
    return value if isinstance(value, int) else 0


def _rating(value: Cell) -> float | None:
    try:
        rating = float(value) if value is not None else None
    except ValueError:
        return None
    return rating if rating is not None and math.isfinite(rating) else None
