"""The project's own schema, which ``ilora-edge import`` writes."""

from __future__ import annotations

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.mapping import Queries
from ilora_edge.histories.untouched import UntouchedDB

INTERACTIONS = "interactions"
USER_ID = "user_id"
TIMESTAMP = "timestamp"
RATING = "rating"
ITEMS = "items"
ITEM_ID = "item_id"
TITLE = "title"
GENRES, OVERVIEW = "genres", "overview"
ITEM_FACTS = "item_facts"
"""What helps to match items; earlier releases have no such table."""
FACTS = ("year", "original_title", "creator", "imdb", "tmdb", "musicbrainz", "isbn")
SEEN = "seen"
"""What was begun or given up and is no history; there only where something was."""
WANTED = "wanted"
"""What somebody wants to read, watch or hear yet; there only where there is something."""
PLACE_COLUMNS = ("path", "url", "feed")
"""A file's path, absolute or not; an address; the address of the feed that an episode is of."""

# What a file has at least; rating, genres and overview may be missing.
_REQUIRED = {ITEMS: (ITEM_ID, TITLE), INTERACTIONS: (USER_ID, ITEM_ID, TIMESTAMP)}


def own_queries(database: UntouchedDB, hint: str) -> Queries:
    """Return the SELECTs; raise DatabaseError where a table or a column is missing."""
    rating = f", {RATING} AS rating" if RATING in _check(database, INTERACTIONS, hint) else ""
    columns = _check(database, ITEMS, hint)
    names = (GENRES, OVERVIEW, *FACTS, *PLACE_COLUMNS)
    further = "".join(f", {ITEMS}.{name}" for name in names if name in columns)
    known = [name for name in FACTS if name in database.table_columns(ITEM_FACTS)]
    facts = "".join(f", {ITEM_FACTS}.{name}" for name in known if name not in columns)
    join = f" LEFT JOIN {ITEM_FACTS} USING ({ITEM_ID})" if facts else ""
    # Views and WITHOUT ROWID tables have no order of insertion.
    order = ', _rowid_ AS "order"' if database.has_column(INTERACTIONS, "_rowid_") else ""
    seen, wanted = (
        f"SELECT {USER_ID} AS user, {ITEM_ID} AS item FROM {table}"
        if {USER_ID, ITEM_ID} <= set(database.table_columns(table))
        else None
        for table in (SEEN, WANTED)
    )
    # Who has nothing but wishes is somebody too.
    both = f"SELECT user FROM ({wanted}) UNION SELECT {USER_ID} FROM {INTERACTIONS}"
    return Queries(
        f"SELECT {USER_ID} AS user, {ITEM_ID} AS item, {TIMESTAMP} AS time{rating}{order} "
        f"FROM {INTERACTIONS}",
        f"SELECT {ITEMS}.{ITEM_ID} AS item, {ITEMS}.{TITLE} AS title{further}{facts} "
        f"FROM {ITEMS}{join}",
        "own",
        seen,
        wanted=wanted,
        people=None if wanted is None else both,
    )


def _check(database: UntouchedDB, table: str, hint: str) -> set[str]:
    """Return the table's columns, or raise DatabaseError naming what is missing."""
    columns = set(database.table_columns(table))
    if not columns:
        raise DatabaseError(f"{database.name} has no table '{table}'{database.left_out}; {hint}")
    if missing := [name for name in _REQUIRED[table] if name not in columns]:
        raise DatabaseError(
            f"table '{table}' of {database.name} has no column {', '.join(missing)}; {hint}"
        )
    return columns
