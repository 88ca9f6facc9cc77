"""The catalogue: which items a bundle knows, their titles and their places in the encoder.

A small SQLite file that is read on demand, so opening a large catalogue costs nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.errors import BundleError

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


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One item of a bundle's catalogue."""

    encoder_index: int
    item_id: str
    title: str
    popularity: int
    token_ids: tuple[int, ...]


def write_catalogue(path: Path, items: Iterable[CatalogueItem]) -> None:
    """Write a new catalogue file; ``path`` must not exist."""
    connection = sqlite3.connect(path)
    try:
        # One row per item in index order, then VACUUM: equal catalogues are equal files.
        connection.executescript("PRAGMA journal_mode = OFF;" + CREATE_ITEMS)
        connection.executemany(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?)",
            (
                (i.encoder_index, i.item_id, i.title, i.popularity, json.dumps(list(i.token_ids)))
                for i in items
            ),
        )
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


class Catalogue:
    """Reads a bundle's ``catalogue.db``; raises BundleError where it cannot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # immutable: a bundle is never written, so no lock and no side file is needed.
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True)
            row = self._connection.execute("SELECT count(*), max(encoder_index) FROM items")
            self.n_items, last = row.fetchone()
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        if self.n_items == 0 or self.n_items != last:
            raise BundleError(f"{path}: encoder indices are not 1..N; export the bundle again")

    def close(self) -> None:
        self._connection.close()

    def longest_title(self) -> int:
        """Return the largest number of token ids of any title."""
        return int(self._one("SELECT max(json_array_length(token_ids)) FROM items") or 0)

    def by_id(self, item_ids: Iterable[str]) -> dict[str, CatalogueItem]:
        """Return those of the items that the catalogue knows."""
        return {i.item_id: i for i in self._select("item_id", list(dict.fromkeys(item_ids)))}

    def by_index(self, indices: Sequence[int]) -> list[CatalogueItem]:
        """Return the items at these encoder indices, in the order asked for."""
        found = {i.encoder_index: i for i in self._select("encoder_index", indices)}
        return [found[index] for index in indices]

    def most_popular(self, n: int) -> list[CatalogueItem]:
        """Return the n items with most training interactions, best first."""
        return list(self._rows("ORDER BY popularity DESC, encoder_index LIMIT ?", (n,)))

    def never_met(self) -> list[int]:
        """Return the encoder indices of the items that no training user met."""
        query = "SELECT encoder_index FROM items WHERE popularity = 0 ORDER BY encoder_index"
        try:
            return [int(row[0]) for row in self._connection.execute(query)]
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def items(self) -> Iterator[CatalogueItem]:
        """Yield every item in encoder order."""
        return self._rows("ORDER BY encoder_index", ())

    def _select(self, column: str, values: Sequence[str | int]) -> Iterator[CatalogueItem]:
        for start in range(0, len(values), _CHUNK):
            chunk = values[start : start + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            yield from self._rows(f"WHERE {column} IN ({marks})", chunk)

    def _rows(self, clause: str, values: Sequence[str | int]) -> Iterator[CatalogueItem]:
        columns = "encoder_index, item_id, title, popularity, token_ids"
        try:
            for row in self._connection.execute(f"SELECT {columns} FROM items {clause}", values):
                yield CatalogueItem(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])))
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise self._damaged(error) from error

    def _one(self, query: str) -> int | None:
        try:
            row = self._connection.execute(query).fetchone()
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        value: int | None = row[0]
        return value

    def _damaged(self, error: Exception) -> BundleError:
        return BundleError(f"{self._path}: not a usable catalogue ({error}); export it again")
