"""Looks a spool's items up in a catalogue, each once."""

from __future__ import annotations

import sqlite3
from itertools import islice

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.histories import spool_sql as sql
from ilora_edge.histories.matching import SAMPLE_ITEMS, How, Matcher
from ilora_edge.histories.unlikely import leave_unlikely

_CHUNK = 2000


def match_items(connection: sqlite3.Connection, catalogue: Catalogue, has_titles: bool) -> bool:
    """Fill a spool's table of matches; return whether its ids are the catalogue's own."""
    sample = None
    if has_titles:
        query = f"SELECT item, title FROM items WHERE title <> '' LIMIT {SAMPLE_ITEMS}"
        sample = connection.execute(query).fetchall()
    matcher = Matcher(catalogue, sample)
    if not matcher.ids_agree:
        leave_unlikely(connection, matcher.match)
        matcher.learn((title, year) for _, title, year in connection.execute(sql.LOOKED_FOR))
    if matcher.writes_years:
        # Asked for by what is handed on of an item, and not by all of a hundred thousand.
        connection.create_function("as_written", 2, matcher.written, deterministic=True)
    else:
        connection.create_function("as_written", 2, lambda title, _: title, deterministic=True)
    rows = connection.execute(sql.LOOKED_FOR)
    known: list[tuple[str, How, str]] = []
    while chunk := list(islice(rows, _CHUNK)):
        matches = zip(matcher.match(chunk), chunk, strict=True)
        known += [(*match, item) for match, (item, _, _) in matches if match is not None]
    connection.executemany("UPDATE items SET found = ?, how = ? WHERE item = ?", known)
    connection.execute("CREATE INDEX by_found ON items (found) WHERE found NOT NULL")
    return matcher.ids_agree
