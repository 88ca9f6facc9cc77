"""The items of a person's SQLite file: titles, facts and other columns, read and never written.

Reading is tried again where another program changed the file meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TypeVar

from ilora_edge.affinities.genres import MAX_CHARACTERS
from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.description import NEXT, describe
from ilora_edge.histories.encodings import decode
from ilora_edge.histories.mapping import Mapping, Queries
from ilora_edge.histories.records import Item, ItemKind
from ilora_edge.histories.stored_ids import Bound, id_sql, is_utf8, stored_forms
from ilora_edge.histories.untouched import Cell, ChangedError, UntouchedDB
from ilora_edge.matching.item_facts import COLUMNS
from ilora_edge.matching.title_repairs import repaired, repaired_bytes
from ilora_edge.system.closing import Closing
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import MAX_TITLE_CHARACTERS, printable

# Three bound parameters per id, and SQLite's oldest limit on those is 999.
_CHUNK = 300
# SQLite's largest integer.
NO_LIMIT = 2**63 - 1
# A file that is changed while it is read is read again: so often at least, and for so many seconds.
_TRIES = 5
_PATIENCE = 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.5
# What SQLite says of a condition, and not of the file.
_MISWRITTEN = pattern(
    "no such (column|function)|syntax error|incomplete input|unrecognized token|misuse of|"
    "wrong number of arguments"
)

Value = TypeVar("Value")


class ItemDB(Closing):
    """The half of :class:`ilora_edge.histories.database.HistoryDB` that knows items; see there."""

    def __init__(self, path: str | Path, mapping: Mapping | None = None) -> None:
        self.path = Path(path)
        self.is_named = mapping is not None and mapping.app is not None
        self._file = _file_at(self.path)
        self._database = UntouchedDB(self.path, NEXT)
        # How many things are being read at the moment, one within another.
        self._n_asking = 0
        try:
            self._source = self._retrying(lambda: describe(self._database, mapping))
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        self._database.close()

    @property
    def queries(self) -> Queries:
        """The SELECTs that say what the rows mean."""
        return self._source.queries

    @property
    def has_titles(self) -> bool:
        """Whether items are described at all."""
        return self._source.items is not None

    @property
    def has_available(self) -> bool:
        """Whether items say that the thing itself is gone, or not for everybody."""
        return self._source.has_available or self._source.hidden is not None

    def read_titles(self, item_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of those of the items that have one, by item id."""
        return {i: decode(title) for i, (title, _) in self.read_described(item_ids).items()}

    def read_described(self, item_ids: Iterable[str]) -> dict[str, tuple[bytes, Cell]]:
        """Return the title's bytes, and a cell of facts, of those of the items that have one."""
        wanted = list(dict.fromkeys(item_ids))
        return (
            {}
            if self._source.items is None
            else self._retrying(lambda: self._read_described(wanted))
        )

    def _read_described(self, wanted: list[str]) -> dict[str, tuple[bytes, Cell]]:
        described: dict[str, tuple[bytes, Cell]] = {}
        ids = iter(wanted)
        while chunk := list(islice(ids, _CHUNK)):
            values = [value for item_id in chunk for value in stored_forms(item_id)]
            condition = f"AND item COLLATE BINARY IN ({', '.join('?' * len(values))})"
            asked = set(chunk)
            for item, title, year in self._described(condition, values):
                # A column of numbers finds item 42 for "042" too, which is another id.
                if item in asked:
                    described[item] = (title, year)
        return described

    def read_columns(
        self, names: Sequence[str], item_ids: Iterable[str]
    ) -> dict[str, dict[str, Cell]]:
        """Return these of the items' columns, by item id; those that are not there are left out."""
        there = [name for name in names if name in self._source.columns]
        wanted = list(dict.fromkeys(item_ids))
        return self._retrying(lambda: self._read_columns(there, wanted)) if there else {}

    def _read_columns(self, names: list[str], wanted: list[str]) -> dict[str, dict[str, Cell]]:
        found: dict[str, dict[str, Cell]] = {}
        ids, asked = iter(wanted), set(wanted)
        columns = ", ".join(f'"{name}"' for name in names)
        while chunk := list(islice(ids, _CHUNK)):
            values = [value for item_id in chunk for value in stored_forms(item_id)]
            query = (
                f"SELECT {self._id('item')}, {columns} FROM {self._source.items} "
                f"WHERE item IN ({', '.join('?' * len(values))})"
            )
            for item, *cells in self._select(query, values):
                if item in asked:
                    found[str(item)] = dict(zip(names, cells, strict=True))
        return found

    def items(self) -> Iterator[Item]:
        """Yield every item that has a title, in the order of the rows."""
        if self._source.items is None:
            return
        genres = self._text("genres") if self._source.has_genres else "NULL"
        rows = self._select(
            f"SELECT {self._id('item')}, {self._text('title')}, {genres} "
            f"FROM {self._source.items} WHERE item IS NOT NULL AND title IS NOT NULL"
        )
        for item, title, genre in rows:
            yield Item(str(item), repaired(str(title)), None if genre is None else str(genre))

    def item_kinds(self) -> Iterator[ItemKind]:
        """Yield genres and year of every item that has a title, a year at its end included."""
        if self._source.items is not None:
            yield from self._kinds("", [])

    def read_kinds(self, item_ids: Iterable[str]) -> list[ItemKind]:
        """Return genres and year of those of the items that have a title."""
        wanted = list(dict.fromkeys(item_ids))
        return (
            [] if self._source.items is None else self._retrying(lambda: self._read_kinds(wanted))
        )

    def _read_kinds(self, wanted: list[str]) -> list[ItemKind]:
        found: dict[str, ItemKind] = {}
        ids, asked = iter(wanted), set(wanted)
        while chunk := list(islice(ids, _CHUNK)):
            values = [value for item_id in chunk for value in stored_forms(item_id)]
            condition = f"AND item COLLATE BINARY IN ({', '.join('?' * len(values))})"
            for kind in self._kinds(condition, values):
                if kind.item_id in asked:
                    found[kind.item_id] = kind
        return list(found.values())

    def _kinds(self, clause: str, values: Sequence[Bound]) -> Iterator[ItemKind]:
        source = self._source
        genres = (
            f"substr({self._text('genres')}, 1, {MAX_CHARACTERS})" if source.has_genres else "NULL"
        )
        ends = "CASE WHEN title LIKE '%(____)' THEN substr(title, -5, 4) END"
        years = [name for name in COLUMNS["year"] if name in source.columns][:1]
        year = f'coalesce(substr("{years[0]}", 1, 30), {ends})' if years else ends
        rows = self._select(
            f"SELECT {self._id('item')}, {genres}, {year} FROM {source.items} "
            f"WHERE item IS NOT NULL AND title IS NOT NULL {clause}",
            values,
        )
        for item, genre, when in rows:
            text = decode(when) if isinstance(when, bytes) else when
            yield ItemKind(str(item), None if genre is None else str(genre), text)

    def described_items(self, limit: int | None = None) -> Iterator[tuple[str, bytes, Cell]]:
        """Yield the items that have a title: id, the title's bytes, and a cell of facts."""
        if self._source.items is not None:
            yield from self._described("LIMIT ?", [NO_LIMIT if limit is None else limit])

    def _described(self, clause: str, values: Sequence[Bound]) -> Iterator[tuple[str, bytes, Cell]]:
        rows = self._select(f"{self._all_items} AND title IS NOT NULL {clause}", values)
        for item, title, facts in rows:
            yield str(item), repaired_bytes(title) if isinstance(title, bytes) else b"", facts

    def all_items(self) -> Iterator[tuple[str, bytes | None, Cell]]:
        """Yield every item: id, the title's bytes, None for none, and a cell of facts."""
        if self._source.items is not None:
            for item, title, facts in self._select(self._all_items):
                shown = repaired_bytes(title) if isinstance(title, bytes) else None
                yield str(item), shown, facts

    @property
    def _all_items(self) -> str:
        head = self._database.as_bytes(f"substr(title, 1, {MAX_TITLE_CHARACTERS})")
        return (
            f"SELECT {self._id('item')}, CASE WHEN title NOT NULL THEN {head} END, "
            f"{self._source.facts} FROM {self._source.items} WHERE item IS NOT NULL"
        )

    def item_ids_where(self, condition: str) -> Iterator[str]:
        """Yield the ids of the items for which an SQL condition on their columns is true."""
        if self._source.items is None:
            raise OptionError(
                f"--where chooses among items, and nothing says what those of {self._name} are; "
                "add --items"
            )
        try:
            yield from self._ids_where(condition)
        except DatabaseError as error:
            if not _MISWRITTEN.search(str(error)):
                raise
            with self._asking():
                columns = ", ".join(self._database.columns(self._source.items))
            problem = str(error).removeprefix(f"cannot read {self._database.name}: ")
            raise OptionError(
                f"--where {printable(condition)[:200]}: {problem}; "
                f"the items of {self._name} have {printable(columns)[:500]}"
            ) from error

    def _ids_where(self, condition: str) -> Iterator[str]:
        query = f"SELECT {self._id('item')} FROM {self._source.items} WHERE ({condition}\n)"
        yield from (str(item) for (item,) in self._select(query) if item is not None)

    def unavailable_items(self) -> Iterator[str]:
        """Yield the ids of the items of which the thing itself is gone."""
        if self._source.has_available:
            yield from self._ids_where("available = 0")

    def _among(self, users: Collection[str] | None) -> tuple[str, list[str]]:
        """Return SQL that is true for these users, and its values."""
        if users is None:
            return "1", []
        ids = sorted(user for user in set(users) if is_utf8(user))
        marks = ", ".join("?" * len(ids))
        return f"({self._id('user')}) COLLATE BINARY IN ({marks})", ids

    def read_seen(self, user: str) -> list[str]:
        """Return the items that must not be offered to a user, besides those of the history."""
        return [] if self._source.seen is None else self._retrying(lambda: self._read_seen(user))

    def _read_seen(self, user: str) -> list[str]:
        if not is_utf8(user):
            return []
        query = (
            f"SELECT {self._id('item')} FROM {self._source.seen} "
            f"WHERE user IS NULL OR ({self._id('user')}) COLLATE BINARY = ?"
        )
        return list(dict.fromkeys(str(item) for (item,) in self._select(query, (user,))))

    def seen(self, users: Collection[str] | None = None) -> Iterator[tuple[Cell, ...]]:
        """Yield what must not be offered again: user, None for everybody, and item, as text.

        Of some users, where these are given.
        """
        if self._source.seen is not None:
            user, item = self._id("user"), self._id("item")
            among, ids = self._among(users)
            query = f"SELECT {user}, {item} FROM {self._source.seen} WHERE user IS NULL OR {among}"
            yield from self._select(query, ids)

    def hidden(self, users: Collection[str] | None = None) -> Iterator[tuple[Cell, ...]]:
        """Yield what the application does not show to a user: user and item, as text."""
        if self._source.hidden is not None:
            yield from self._pairs(self._source.hidden, users)

    def wanted(self, users: Collection[str] | None = None) -> Iterator[tuple[Cell, ...]]:
        """Yield what a user wants to read, watch or hear yet: user and item, as text."""
        if self._source.wanted is not None:
            yield from self._pairs(self._source.wanted, users)

    def _pairs(self, rows: str, users: Collection[str] | None) -> Iterator[tuple[Cell, ...]]:
        among, ids = self._among(users)
        query = f"SELECT {self._id('user')}, {self._id('item')} FROM {rows}"
        yield from self._select(f"{query} WHERE user IS NOT NULL AND {among}", ids)

    def read_together(self, read: Callable[[], Value]) -> Value:
        """Return what a function reads, all of it from one state of the file.

        It is called again where another program changed the file in a way that spoils reading.
        """

        def once() -> Value:
            with self._database.one_state():
                return read()

        return self._retrying(once)

    @property
    def _used(self) -> str:
        """The SELECT of who has used what, each pair once; 7 and "7" are one of either."""
        user, item = self._id("user"), self._id("item")
        rows = f"SELECT DISTINCT {user} AS who, {item} AS what FROM {self._source.events}"
        return f"{rows} WHERE item IS NOT NULL AND user IS NOT NULL"

    @property
    def _name(self) -> str:
        return self._database.name

    def _id(self, column: str) -> str:
        return id_sql(column, self._database.as_text(column))

    def _text(self, column: str) -> str:
        return self._database.as_text(column)

    def _select(self, query: str, values: Iterable[Bound] = ()) -> Iterator[tuple[Cell, ...]]:
        with self._asking():
            yield from self._database.select(query, list(values))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Hold the file while something is read inside, and let go of it at the end."""
        self._n_asking += 1
        try:
            yield
        finally:
            self._n_asking -= 1
            if not self._n_asking:
                self._database.let_go()

    def _retrying(self, read: Callable[[], Value]) -> Value:
        with self._asking():
            return self._until_it_rests(read)

    def _until_it_rests(self, read: Callable[[], Value]) -> Value:
        if self._n_asking == 1:
            self._follow()
        began, pause, tries = time.monotonic(), _FIRST_PAUSE, 0
        while True:
            tries += 1
            try:
                return read()
            except ChangedError as error:
                tried = time.monotonic() - began
                if tries >= _TRIES and tried >= _PATIENCE:
                    raise DatabaseError(
                        f"{self._name} was changed each time it was read, {tries} times in "
                        f"{tried:.0f} s; close the program that writes to it, or read a backup "
                        "it has made"
                    ) from error
            # Who writes thousands of times a second seldom does so for long.
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            self._database.reopen()

    def _follow(self) -> None:
        """Open what the path leads to now, where that is another file: a newer export, a backup.

        SQLite would read the one that it has opened for as long as it lives. And of one that others
        keep to themselves make a newer copy, where they leave the time for it.
        """
        there = _file_at(self.path)
        if there not in (None, self._file):
            self._file = there
            self._database.reopen()
        elif self._database.is_outdated:
            with suppress(DatabaseError):
                newer = UntouchedDB(self.path, NEXT)
                self._database.close()
                self._database = newer


def _file_at(path: Path) -> tuple[int, int] | None:
    """Return which file a path leads to; None: none, or none that may be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
