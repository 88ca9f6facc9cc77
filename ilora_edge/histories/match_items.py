"""Looks a spool's items up in a catalogue, each once."""

from __future__ import annotations

import sqlite3
from itertools import islice

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.histories import spool_sql as sql
from ilora_edge.histories.matching import SAMPLE_ITEMS, Matcher
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
        matcher.learn(connection.execute(sql.LOOKED_FOR))
    if matcher.writes_years:
        # Asked for by what is handed on of an item, and not by all of a hundred thousand.
        connection.create_function("as_written", 2, matcher.written, deterministic=True)
    else:
        connection.create_function("as_written", 2, lambda title, _: title, deterministic=True)
    rows = connection.execute(sql.ITEMS)
    while chunk := list(islice(rows, _CHUNK)):
        asked = [(item, title, year) for item, title, _, year, _, is_asked in chunk if is_asked]
        matches = iter(matcher.match(asked))
        connection.executemany(
            "INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (item, *match, title, *rest)
                if is_asked and (match := next(matches)) is not None
                else (item, None, None, title, *rest)
                for item, title, *rest, is_asked in chunk
            ],
        )
    connection.execute("CREATE INDEX by_found ON matches (found)")
    return matcher.ids_agree
