"""The catalogue: which items a bundle knows, their titles and their places in the encoder.

A small SQLite file that is read on demand, so opening a large catalogue costs nothing.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard, TypeVar

from ilora_edge.catalogue.external_ids import ExternalIds
from ilora_edge.errors import BundleError
from ilora_edge.system.real_path import real_path
from ilora_edge.titles import MAX_TITLE_CHARACTERS, printable

CREATE_ITEMS = """
CREATE TABLE items (
    encoder_index INTEGER PRIMARY KEY,  -- 1..N, the encoder's input; 0 is padding
    item_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    popularity INTEGER NOT NULL,        -- interactions among the training users
    token_ids TEXT NOT NULL             -- JSON list: the title's ids, tokenised alone
);
CREATE INDEX items_popularity ON items (popularity DESC, encoder_index);
"""
# SQLite's oldest limit on bound parameters is 999.
_CHUNK = 900
_COLUMNS = ("encoder_index", "item_id", "title", "popularity", "token_ids")
TITLE_PRIOR, GENRES = "title_prior", "genres"
# In this order behind the others, each only where it counts.
_MORE_COLUMNS = {TITLE_PRIOR: "REAL", GENRES: "TEXT"}
MAX_ROW_BYTES = 1 << 16
"""Of one row, title and token ids together: more is not a title."""
_MAX_TOKEN_ID = (1 << 31) - 1
_TICK = 10_000
_KEPT_INDICES = 1 << 16  # Ids of items, some 10 MB.

OUT_OF_CATALOGUE = 0
"""The encoder index, padding elsewhere, of a candidate that the catalogue does not have."""

Value = TypeVar("Value", bound=str | int)


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One item of a bundle's catalogue."""

    encoder_index: int
    item_id: str
    title: str
    popularity: int
    token_ids: tuple[int, ...]
    title_prior: float | None = None
    """The LLM's score of the title after no history, a natural logarithm; None: not known."""
    genres: str = ""
    """Joined by ``|``; empty: not known."""


class CatalogueTexts(NamedTuple):
    """What is written of a catalogue's items, (N,) each."""

    ids: list[str]
    titles: list[str]
    genres: list[str]
    """Empty where they are not known."""


def write_catalogue(path: Path, items: Iterable[CatalogueItem], *more: str) -> None:
    """Write a new catalogue file; ``path`` must not exist.

    ``more``: what is to be kept of items besides, ``TITLE_PRIOR``, ``GENRES`` or both.
    """
    added = [name for name in _MORE_COLUMNS if name in more]
    connection = sqlite3.connect(path)
    try:
        # One row per item in index order, then VACUUM: equal catalogues are equal files.
        connection.executescript("PRAGMA journal_mode = OFF;" + CREATE_ITEMS)
        for name in added:
            connection.execute(f"ALTER TABLE items ADD COLUMN {name} {_MORE_COLUMNS[name]}")
        connection.executemany(
            f"INSERT INTO items VALUES ({_marks([*_COLUMNS, *added])})",
            ((*_values(item), *(getattr(item, name) for name in added)) for item in items),
        )
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


def _values(item: CatalogueItem) -> tuple[Any, ...]:
    tokens = json.dumps(list(item.token_ids))
    return item.encoder_index, item.item_id, item.title, item.popularity, tokens


class Catalogue:
    """Reads a bundle's ``catalogue.db``; raises BundleError where it cannot.

    ``external_ids`` are the manifest's, by which items of other databases are found too.

    The file is untrusted: views, generated columns and virtual tables (programs, all of them)
    are refused, values are checked as they are read, and a query that takes longer than the size
    of the file explains (trees of pages can be made to have no end) is stopped.
    """

    def __init__(self, path: Path, external_ids: ExternalIds | None = None) -> None:
        self.path = path
        self.external_ids = external_ids or ExternalIds()
        # immutable: a bundle is never written, so no lock and no side file is needed.
        uri = f"{real_path(path).as_uri()}?mode=ro&immutable=1"
        try:
            # A row takes 28 bytes or more in table and indexes, and up to nine steps.
            self._budget = 1_000_000 + path.stat().st_size
            self._steps_left = 0
            # A server's threads take turns.
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            # Of ids that were asked for: people of one library have the same, and a request has
            # all that was seen before.
            self._indices: dict[str, int] = {}
        except (OSError, sqlite3.Error) as error:
            raise self._damaged(error) from error
        try:
            self._open()
        except BundleError:
            self._connection.close()
            raise

    def _open(self) -> None:
        try:
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_ROW_BYTES)
            self._connection.set_progress_handler(self._is_over, _TICK)
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA cell_size_check = ON")
            self._check_schema()
            # Each alone: only so does SQLite look up the ends instead of reading all.
            first = self._one("SELECT min(encoder_index) FROM items")
            last = self._one("SELECT max(encoder_index) FROM items")
            # Not count(*), which no progress handler can stop.
            n_items = self._one("SELECT sum(1) FROM items")
        except (sqlite3.Error, UnicodeError) as error:
            raise self._damaged(error) from error
        if n_items is None or first != 1 or n_items != last:
            raise BundleError(f"{self.path}: encoder indices are not 1..N; export the bundle again")
        self.n_items = n_items

    def _check_schema(self) -> None:
        schema = list(self._execute("SELECT type, name, rootpage FROM sqlite_master LIMIT 100"))
        tables = [name for kind, name, page in schema if kind == "table" and page]
        # Virtual tables have no page.
        if tables != ["items"] or any(kind not in ("table", "index") for kind, _, _ in schema):
            raise self._damaged("it is not the one table items")
        columns = list(self._execute("SELECT name, hidden, pk FROM pragma_table_xinfo('items')"))
        names = [name for name, _, _ in columns]
        self._columns = (*_COLUMNS, *(name for name in _MORE_COLUMNS if name in names))
        self.has_title_priors, self.has_genres = (name in names for name in _MORE_COLUMNS)
        if columns != [(name, 0, int(name == "encoder_index")) for name in self._columns]:
            raise self._damaged("items has other columns")

    def _is_over(self) -> bool:
        self._steps_left -= _TICK
        return self._steps_left < 0

    def _execute(self, query: str, values: Sequence[str | int] = ()) -> sqlite3.Cursor:
        self._steps_left = self._budget
        return self._connection.execute(query, values)

    def close(self) -> None:
        """Release the file; a second call does nothing."""
        self._connection.close()

    def longest_title(self, least: int = 0) -> int:
        """Return the largest number of token ids of any title, or ``least`` if that is larger."""
        # A list of more has a digit and a comma for each: most texts need not be parsed.
        query = "SELECT max(json_array_length(token_ids)) FROM items WHERE length(token_ids) > ?"
        return max(self._one(query, (2 * least,)) or 0, least)

    def by_id(self, item_ids: Iterable[str]) -> dict[str, CatalogueItem]:
        """Return those of the items that the catalogue knows."""
        wanted = [i for i in dict.fromkeys(item_ids) if _fits(i)]
        return {i.item_id: i for i in self._select("item_id", wanted)}

    def by_index(self, indices: Sequence[int]) -> list[CatalogueItem]:
        """Return the items at these encoder indices, in the order asked for."""
        found = {i.encoder_index: i for i in self._select("encoder_index", indices)}
        if not found.keys() >= set(indices):
            raise self._damaged("an encoder index is missing")
        return [found[index] for index in indices]

    def ids_at(self, indices: Iterable[int]) -> dict[int, str]:
        """Return the ids of the items at those of these encoder indices that are in 1..N."""
        wanted = sorted({index for index in indices if self._is_index(index)})
        found: dict[int, str] = {}
        for chunk in _chunks(wanted):
            query = (
                f"SELECT encoder_index, item_id FROM items WHERE encoder_index IN ({_marks(chunk)})"
            )
            for index, item_id in self._read(query, chunk):
                if type(item_id) is not str:
                    raise self._damaged("an id is not text")
                found[index] = item_id
        return found

    def most_popular(self, n: int) -> list[CatalogueItem]:
        """Return the n items with most training interactions, best first."""
        return list(self._rows("ORDER BY popularity DESC, encoder_index LIMIT ?", (n,)))

    def indices(self, item_ids: Iterable[str]) -> dict[str, int]:
        """Return the encoder indices of those of the items that the catalogue knows."""
        wanted = dict.fromkeys(item_ids)
        found = {i: self._indices[i] for i in wanted if i in self._indices}
        new: dict[str, int] = {}
        for chunk in _chunks([i for i in wanted if i not in found and _fits(i)]):
            query = f"SELECT item_id, encoder_index FROM items WHERE item_id IN ({_marks(chunk)})"
            for item_id, index in self._read(query, chunk):
                if type(item_id) is not str or not self._is_index(index):
                    raise self._damaged("an encoder index is not in 1..N")
                new[item_id] = index
        if len(self._indices) + len(new) <= _KEPT_INDICES:
            self._indices |= new
        return found | new

    def titles(self) -> Iterator[tuple[str, str]]:
        """Yield every item's id and title, in encoder order, no token ids read."""
        return self._titles("ORDER BY encoder_index", ())

    @cached_property
    def texts(self) -> CatalogueTexts:
        """What is written of all items, in encoder order; read once, for all who need all."""
        genres = "genres" if self.has_genres else "NULL"
        query = f"SELECT item_id, title, {genres} FROM items ORDER BY encoder_index"
        # One pass of SQLite over the rows, and checks of whole columns: less to do than a row at
        # a time.
        rows = [*self._read(query, ())]
        if len(rows) != self.n_items:
            raise self._damaged("an encoder index is missing")
        ids, titles, texts = zip(*rows, strict=True)
        if {*map(type, ids), *map(type, titles)} != {str}:
            raise self._damaged("an id or a title is not text")
        if not {*map(type, texts)} <= {str, type(None)}:
            raise self._damaged("genres are not text")
        shown = [title[:MAX_TITLE_CHARACTERS] for title in titles]
        return CatalogueTexts([*ids], shown, [text or "" for text in texts])

    def titles_of(self, item_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of those of the items that the catalogue knows."""
        found: dict[str, str] = {}
        for chunk in _chunks([i for i in dict.fromkeys(item_ids) if _fits(i)]):
            found.update(self._titles(f"WHERE item_id IN ({_marks(chunk)})", chunk))
        return found

    def _titles(self, clause: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
        for item_id, title in self._read(f"SELECT item_id, title FROM items {clause}", values):
            if type(item_id) is not str or type(title) is not str:
                raise self._damaged("an id or a title is not text")
            yield item_id, title[:MAX_TITLE_CHARACTERS]

    def popularities(self) -> list[int]:
        """Return every item's training interactions; place i belongs to encoder index i + 1."""
        counts = [-1] * self.n_items
        # In no order, so that an index answers it: titles and token ids are not even read.
        for index, popularity in self._read("SELECT encoder_index, popularity FROM items", ()):
            if not self._is_index(index) or type(popularity) is not int or popularity < 0:
                raise self._damaged("a popularity is not a count")
            counts[index - 1] = popularity
        if -1 in counts:
            raise self._damaged("an encoder index is missing")
        return counts

    def cold_items(self) -> list[int]:
        """Return the encoder indices of the items that no training user interacted with."""
        query = "SELECT encoder_index FROM items WHERE popularity = 0 ORDER BY encoder_index"
        return [int(index) for (index,) in self._read(query, ())]

    def items(self) -> Iterator[CatalogueItem]:
        """Yield every item in encoder order."""
        return self._rows("ORDER BY encoder_index", ())

    def _select(self, column: str, values: Sequence[str | int]) -> Iterator[CatalogueItem]:
        for chunk in _chunks(values):
            yield from self._rows(f"WHERE {column} IN ({_marks(chunk)})", chunk)

    def _rows(self, clause: str, values: Sequence[str | int]) -> Iterator[CatalogueItem]:
        query = f"SELECT {', '.join(self._columns)} FROM items {clause}"
        try:
            for row in self._read(query, values):
                yield self._item(**dict(zip(self._columns, row, strict=True)))
        except (ValueError, TypeError, RecursionError) as error:
            raise self._damaged(error) from error

    def _read(self, query: str, values: Sequence[str | int]) -> Iterator[tuple[Any, ...]]:
        try:
            # Not "yield from": that closes the cursor of a reading that is given up, and whoever
            # gives it up may have closed the catalogue before.
            for row in self._execute(query, values):  # noqa: UP028
                yield row
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise self._damaged(error) from error

    def _item(
        self,
        encoder_index: object,
        item_id: object,
        title: object,
        popularity: object,
        token_ids: object,
        title_prior: object = None,
        genres: object = None,
    ) -> CatalogueItem:
        # SQLite stores any type in any column but the first.
        if type(item_id) is not str or type(title) is not str or type(token_ids) is not str:
            raise ValueError(f"item {encoder_index}: its id, title or token ids are not text")
        if type(popularity) is not int or popularity < 0:
            raise ValueError(f"item {encoder_index}: its popularity is not a count")
        if not self._is_index(encoder_index):
            raise ValueError("an encoder index is not in 1..N")
        if self.has_title_priors and not (
            isinstance(title_prior, float) and math.isfinite(title_prior)
        ):
            raise ValueError(f"item {encoder_index}: its title's prior is not a number")
        ids = json.loads(token_ids)
        # A prompt would take ids below 0 for soft tokens.
        if (
            type(ids) is not list
            or not ids
            or not all(type(i) is int and 0 <= i <= _MAX_TOKEN_ID for i in ids)
        ):
            raise ValueError(f"item {encoder_index}: its token ids are not a list of token ids")
        return CatalogueItem(
            encoder_index,
            item_id,
            title[:MAX_TITLE_CHARACTERS],
            popularity,
            tuple(ids),
            title_prior if isinstance(title_prior, float) else None,
            genres if isinstance(genres, str) else "",
        )

    def _is_index(self, value: object) -> TypeGuard[int]:
        return type(value) is int and 1 <= value <= self.n_items

    def _one(self, query: str, values: Sequence[int] = ()) -> int | None:
        try:
            row = self._execute(query, values).fetchone()
        except (sqlite3.Error, UnicodeError) as error:
            raise self._damaged(error) from error
        if row[0] is not None and type(row[0]) is not int:
            raise self._damaged("a number is not an integer")
        value: int | None = row[0]
        return value

    def _damaged(self, error: object) -> BundleError:
        # SQLite quotes the file's own names.
        reason = printable(str(error))[:300]
        return BundleError(f"{self.path}: not a usable catalogue ({reason}); export it again")


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _fits(item_id: str) -> bool:
    """Whether SQLite could hold this id at all: half a surrogate pair it cannot."""
    try:
        return len(item_id.encode("utf-8")) <= MAX_ROW_BYTES
    except UnicodeEncodeError:
        return False
