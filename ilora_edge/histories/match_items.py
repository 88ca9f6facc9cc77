"""Looks a spool's items up in a catalogue, each once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.histories import spool_sql as sql
from ilora_edge.histories.unlikely import leave_unlikely
from ilora_edge.matching.kept_matches import FEWEST_BY_ID, KeptMatches, Row
from ilora_edge.matching.matcher import SAMPLE_ITEMS, Matcher


def match_items(connection: sqlite3.Connection, catalogue: Catalogue, has_titles: bool) -> bool:
    """Look for a spool's items; return whether its ids are the catalogue's own."""
    sample = None
    if has_titles:
        query = f"SELECT item, title FROM items WHERE title <> '' LIMIT {SAMPLE_ITEMS}"
        sample = connection.execute(query).fetchall()
    matcher = Matcher(catalogue, sample)
    fewest = FEWEST_BY_ID if matcher.ids_agree else 1
    kept = KeptMatches(catalogue, matcher.ids_agree, fewest=fewest)
    if not matcher.ids_agree:
        # What these say is not yet of what is learnt below.
        samples = KeptMatches(catalogue, "samples")
        leave_unlikely(connection, lambda rows: len(samples.found(lambda: rows, matcher.match)))
    if matcher.writes_years:
        # Asked for by what is handed on of an item, and not by all of a hundred thousand.
        connection.create_function("as_written", 2, matcher.written, deterministic=True)
    else:
        connection.create_function("as_written", 2, lambda title, _: title, deterministic=True)

    def looked_for() -> Iterator[Row]:
        return connection.execute(sql.LOOKED_FOR)

    def learn() -> None:
        if not matcher.ids_agree:
            matcher.learn((title, facts) for _, title, facts in looked_for())

    known = kept.found(looked_for, matcher.match, learn)
    connection.executemany("UPDATE items SET found = ?2, how = ?3 WHERE item = ?1", known)
    connection.execute("CREATE INDEX by_found ON items (found) WHERE found NOT NULL")
    return matcher.ids_agree
