"""From a mapping to the queries that all reading is written around."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.mapping import ONE_USER, Mapping, Queries, recognised, resolve
from ilora_edge.histories.own_schema import own_queries
from ilora_edge.histories.row_order import with_row_order
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.matching.item_facts import facts_sql
from ilora_edge.titles import printable

NEXT = (
    "see how to use a database as it is: ilora-edge init --help, or how to make one: "
    "ilora-edge import --help"
)


@dataclass(frozen=True, slots=True)
class Description:
    """What the rows of one database mean."""

    queries: Queries
    events: str
    """SQL of what has the columns user, item, time, rating and "order"."""
    items: str | None
    """SQL of what has the columns item and title; None: nothing describes the items."""
    has_genres: bool = False
    columns: tuple[str, ...] = ()
    """Of the items."""
    facts: str = "NULL"
    """SQL of what the items' further columns say; see :mod:`ilora_edge.matching.item_facts`."""
    has_available: bool = False
    seen: str | None = None
    """SQL of what has the columns user and item; None: the events say all."""
    hidden: str | None = None
    """SQL of what has the columns user and item; None: everybody may see everything."""
    wanted: str | None = None
    """SQL of what has the columns user and item; None: nobody says what they want."""
    people: str | None = None
    """SQL of what has the column user; None: who they are is known by what they did."""


def _next(database: UntouchedDB) -> str:
    """Return what to do about a database whose tables are not ours."""
    path = printable(shlex.quote(str(database.path)))
    return (
        f"ask what its rows mean: ilora-edge init --db {path}, or make a database: "
        "ilora-edge import --help"
    )


def describe(database: UntouchedDB, mapping: Mapping | None) -> Description:
    """Look up what a mapping names; without one, the schema is our own or a known application's.

    Raises DatabaseError where something is missing.
    """
    queries = _resolve(database, mapping or Mapping())
    events = _events(database, queries)
    # What is said of nobody is seen by everybody, and wanted by the one who is there.
    seen, hidden, wanted = (
        None if query is None else _pairs(database, query, what, nobody)
        for query, what, nobody in (
            (queries.seen, "seen", "NULL"),
            (queries.hidden, "hidden", "NULL"),
            (queries.wanted, "wanted", f"'{ONE_USER}'"),
        )
    )
    people = None if queries.people is None else f"(\n{queries.people}\n)"
    if queries.items is None:
        return Description(
            queries, events, None, seen=seen, hidden=hidden, wanted=wanted, people=people
        )
    items = f"(\n{queries.items}\n)"
    columns = _columns(database, items, "items", ("item", "title"))
    return Description(
        queries,
        events,
        items,
        "genres" in columns,
        tuple(columns),
        facts_sql(columns),
        "available" in columns,
        seen,
        hidden,
        wanted,
        people,
    )


def _resolve(database: UntouchedDB, mapping: Mapping) -> Queries:
    if mapping != Mapping():
        return resolve(mapping, database)
    try:
        return own_queries(database, _next(database))
    except DatabaseError:
        known = recognised(database)
        if known is None:
            raise
        return known


def _events(database: UntouchedDB, queries: Queries) -> str:
    query = f"(\n{queries.interactions}\n)"
    columns = _columns(database, query, "interactions", ("item",))
    user = "user" if "user" in columns else f"'{ONE_USER}'"
    time, rating, order = (
        name if name.strip('"') in columns else "NULL" for name in ("time", "rating", '"order"')
    )
    if order == "NULL" and (ordered := with_row_order(database, queries.interactions)) is not None:
        query, order = f"(\n{ordered}\n)", '"order"'
    # Sent back, or never played: without a time a count of 0 is not an event.
    weight = ""
    if "weight" in columns:
        zero = "" if time == "NULL" else " OR (weight = 0 AND time <> 0)"
        weight = f" WHERE weight IS NULL OR weight > 0{zero}"
    return (
        f"(SELECT {user} AS user, item AS item, {time} AS time, {rating} AS rating, "
        f'{order} AS "order" FROM {query}{weight})'
    )


def _pairs(database: UntouchedDB, query: str, what: str, nobody: str) -> str:
    """Return SQL of users and items; ``nobody``: SQL of the user, where there is no column."""
    query = f"(\n{query}\n)"
    columns = _columns(database, query, what, ("item",))
    user = "user" if "user" in columns else nobody
    return f"(SELECT {user} AS user, item AS item FROM {query} WHERE item IS NOT NULL)"


def _columns(database: UntouchedDB, query: str, what: str, required: Iterable[str]) -> list[str]:
    columns = database.columns(query)
    if missing := [name for name in required if name not in columns]:
        raise DatabaseError(
            f"the SELECT of {what} for {database.name} has no column {' or '.join(missing)}; it "
            f"has {', '.join(map(printable, columns[:20]))}: name it with AS"
        )
    return columns
