"""Reads a person's database into the empty tables of a spool, each of its queries asked once."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ilora_edge.histories import spool_sql as sql
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.untouched import Cell
from ilora_edge.histories.used_by import keep_used_by
from ilora_edge.matching.item_facts import kind_of

EVERY = "TRUE"
"""The condition that all items fulfil."""


def fill_spool(
    connection: sqlite3.Connection,
    history: HistoryDB,
    users: Collection[str] | None,
    where: str | None,
) -> set[str] | None:
    """Read a database's rows, of these users alone (None: all) where they are somebody's.

    Returns the ids of the items for which ``where`` is true; None where it is None.
    """
    _keep_events(connection, history, users)
    keep_used_by(connection, history, users)
    connection.executemany("INSERT INTO seen VALUES (?, ?)", history.seen(users))
    connection.executemany("INSERT OR IGNORE INTO hidden VALUES (?, ?)", history.hidden(users))
    connection.executemany(
        "INSERT OR IGNORE INTO gone VALUES (?)", ((i,) for i in history.unavailable_items())
    )
    counts = _counts(connection, history, users)
    if where == EVERY and history.has_titles:
        # Asked for their ids and their facts at once.
        every: set[str] = set()
        chosen: set[str] | None = every
        rows = _noting(history.all_items(), every)
    else:
        chosen = None if where is None else set(history.item_ids_where(where))
        rows = history.described_items()
    connection.executemany(sql.DESCRIBED, _described(rows, counts))
    connection.executemany(sql.UNDESCRIBED, counts.items())
    return chosen


def _keep_events(
    connection: sqlite3.Connection, history: HistoryDB, users: Collection[str] | None
) -> None:
    rows: Iterable[tuple[Cell, ...]] = history.interactions(users)
    if users is not None and len(users) == 1:
        # A person's own times are nearly always plain: the others' need not be looked at.
        rows = list(rows)
        history.settle([time for _, _, time, *_ in rows])
    else:
        history.settle()
    connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?, ?, 0)", rows)
    if history.unread is not None:
        odd = ([*connection.execute(query)] for query in (sql.ODD_TIMES, sql.ODD_RATINGS))
        history.note_unread(*([value for (value,) in values] for values in odd))


def _counts(
    connection: sqlite3.Connection, history: HistoryDB, users: Collection[str] | None
) -> dict[str, int]:
    """Return how many interactions each item has, that has any."""
    if users is not None:
        return history.item_counts()
    counted = "SELECT item, count(*) FROM interactions GROUP BY item"
    return dict(connection.execute(counted))


def _noting(
    rows: Iterable[tuple[str, bytes | None, Cell]], ids: set[str]
) -> Iterator[tuple[str, bytes, Cell]]:
    """Yield those that have a title, and note the ids of all."""
    for item, title, facts in rows:
        ids.add(item)
        if title is not None:
            yield item, title, facts


def _described(
    rows: Iterable[tuple[str, bytes, Cell]], counts: dict[str, int]
) -> Iterator[tuple[Any, ...]]:
    """Yield what a spool keeps of items; what is left of ``counts`` is of others."""
    for item, title, facts in rows:
        medium, is_part = kind_of(facts)
        kept = facts if isinstance(facts, str | int | float) else None
        # A number, since sqlite3 looks for a way to write a truth each time.
        yield item, *sql.decoded(title), kept, medium, int(is_part), counts.pop(item, 0)
