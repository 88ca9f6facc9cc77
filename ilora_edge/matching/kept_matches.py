"""Matches that are kept: of a library that is as it was nothing is looked for again.

They are in ``matches.db`` in the person's cache folder, under a hash of all that decides about
them: the catalogue, what the items' rows hold, and the code that compares them. Nothing else of a
database is in it, and ``forget`` erases it. It is never a need: without it, or where it is damaged,
items are looked for.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.catalogue.items import Catalogue

Row: TypeAlias = tuple[str, str, Any]
"""Of an item: id, title, facts."""
Match: TypeAlias = tuple[str, str, str]
"""An item's id, the catalogue's, and how that was found."""
_Place: TypeAlias = tuple[int, str, str]
"""The place of a row, from 0 on, the catalogue's id, and how that was found."""

FILE = "matches.db"
FEWEST_BY_ID = 1000
"""Rows with the catalogue's own ids that are worth it: fewer are looked up in less time. Titles are
looked for in an index, which costs more than all of a small library's titles do."""
MOST_BYTES = 16 << 20
"""Of all that is kept: beyond it what was written first is forgotten."""
_CHUNK = 2000
_TABLE = """
CREATE TABLE IF NOT EXISTS matches (key BLOB PRIMARY KEY, sha256 BLOB NOT NULL, found TEXT NOT NULL)
"""


class KeptMatches:
    """Gives what a matcher finds for rows, from what is kept where it was asked that before.

    Parameters
    ----------
    catalogue
        The bundle's.
    *context
        What else the matcher's answers depend on, besides the rows it is asked about together.
    fewest
        Rows whose matches are kept; of fewer they are looked for each time.
    """

    def __init__(self, catalogue: Catalogue, *context: object, fewest: int = 1) -> None:
        self._catalogue, self._context, self._fewest = catalogue, context, fewest

    def found(
        self,
        rows: Callable[[], Iterable[Row]],
        match: Callable[[Sequence[Row]], Sequence[tuple[str, str] | None]],
        prepare: Callable[[], None] = lambda: None,
    ) -> list[Match]:
        """Return what is found for rows.

        Parameters
        ----------
        rows
            Gives the rows, the same in the same order for each call.
        match
            Returns the catalogue's id of each row of some, and how it was found.
        prepare
            Is called before ``match``; what it does depends on the rows and the context alone.
        """
        ids: list[str] = []
        hashed = hashlib.sha256()
        for chunk in _chunks(rows()):
            ids += [item for item, _, _ in chunk]
            hashed.update(json.dumps(chunk).encode())
        key = self._key(hashed.digest()) if len(ids) >= self._fewest else None
        found = None if key is None else _read(key)
        if found is None:
            prepare()
            matches = chain.from_iterable(map(match, _chunks(rows())))
            found = [(n, *of_row) for n, of_row in enumerate(matches) if of_row is not None]
            if key is not None:
                _write(key, found)
        return [(ids[place], item_id, how) for place, item_id, how in found]

    def _key(self, of_rows: bytes) -> bytes | None:
        """Return under what matches are kept, by the hash of the rows; None: they are not."""
        # A small library with the catalogue's own ids does without the import.
        from ilora_edge.system.hashes import sha256_of

        try:
            of_catalogue = sha256_of(self._catalogue.path)
        except OSError:
            return None
        external = self._catalogue.external_ids.to_json()
        context = [of_rows.hex(), _code(), of_catalogue, external, *self._context]
        return hashlib.sha256(json.dumps(context, sort_keys=True).encode()).digest()


def _read(key: bytes) -> list[_Place] | None:
    from ilora_edge.system.cache_database import cache_database

    with cache_database(FILE, _TABLE) as connection:
        if connection is not None:
            query = "SELECT found, sha256 FROM matches WHERE key = ?"
            row = connection.execute(query, (key,)).fetchone()
            # An entry that is whole was written here.
            if row is not None and isinstance(row[0], str) and _sealed(key, row[0]) == row[1]:
                return [(place, item_id, how) for place, item_id, how in json.loads(row[0])]
    return None


def _write(key: bytes, found: list[_Place]) -> None:
    from ilora_edge.system.cache_database import cache_database

    text = json.dumps(found)
    if len(text) > MOST_BYTES:
        return
    with cache_database(FILE, _TABLE) as connection:
        if connection is None:
            return
        with connection:
            connection.execute("DELETE FROM matches WHERE key = ?", (key,))
            connection.execute(
                "INSERT INTO matches VALUES (?, ?, ?)", (key, _sealed(key, text), text)
            )
            _forget(connection)


def _forget(connection: sqlite3.Connection) -> None:
    """Remove what is beyond the most that is kept, what was written first before all else."""
    left = MOST_BYTES
    sizes = "SELECT rowid, length(CAST(found AS BLOB)) FROM matches ORDER BY rowid DESC"
    for rowid, n_bytes in connection.execute(sizes).fetchall():
        left -= n_bytes
        if left < 0:
            connection.execute("DELETE FROM matches WHERE rowid <= ?", (rowid,))
            return


def _sealed(key: bytes, text: str) -> bytes:
    """Return what tells that an entry is whole, and its key's."""
    return hashlib.sha256(key + text.encode()).digest()


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


@cache
def _code() -> str:
    """Return the hash of the code and the lists that items are compared by."""
    from ilora_edge.system.hashes import sha256_of

    hashed = hashlib.sha256(unicodedata.unidata_version.encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("*.txt"), here.parent / "titles.py"]):
        hashed.update(f"{path.name} {sha256_of(path)}".encode())
    return hashed.hexdigest()
