"""Writing rows beside those of earlier imports: what is new is added, what was wrong is mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Item
from ilora_edge.histories.own_schema import (
    FACTS,
    GENRES,
    INTERACTIONS,
    ITEM_FACTS,
    ITEM_ID,
    ITEMS,
    RATING,
    SEEN,
    TIMESTAMP,
    TITLE,
    USER_ID,
    WANTED,
)
from ilora_edge.importers.records.lines import MAX_TEXT
from ilora_edge.times.unix_time import LAST_POSITION

# user id, item id, unix seconds (or a position where the source has no clock), rating
Row: TypeAlias = tuple[str, str, int, float | None]

UNDATED = 0
"""The timestamp of an interaction of which nobody knows the time."""

_ADD = f"""
INSERT INTO {INTERACTIONS} ({USER_ID}, {ITEM_ID}, {TIMESTAMP}, {RATING}) VALUES (?, ?, ?, ?)
ON CONFLICT ({USER_ID}, {ITEM_ID}, {TIMESTAMP}) DO UPDATE SET {RATING} = excluded.{RATING}
WHERE excluded.{RATING} IS NOT NULL AND {RATING} IS NOT excluded.{RATING}
"""
_SAME_PAIR = f"b.{USER_ID} = a.{USER_ID} AND b.{ITEM_ID} = a.{ITEM_ID}"
_ADD_UNDATED = f"""
INSERT INTO {INTERACTIONS} ({USER_ID}, {ITEM_ID}, {TIMESTAMP}, {RATING})
SELECT a.{USER_ID}, a.{ITEM_ID}, a.{TIMESTAMP}, a.{RATING}
FROM (SELECT ? AS {USER_ID}, ? AS {ITEM_ID}, ? AS {TIMESTAMP}, ? AS {RATING}) a
WHERE NOT EXISTS (
    SELECT 1 FROM {INTERACTIONS} b WHERE {_SAME_PAIR} AND b.{TIMESTAMP} <> {UNDATED}
)
ON CONFLICT ({USER_ID}, {ITEM_ID}, {TIMESTAMP}) DO UPDATE SET {RATING} = excluded.{RATING}
WHERE excluded.{RATING} IS NOT NULL AND {RATING} IS NOT excluded.{RATING}
"""
_LATEST = f"""
SELECT _rowid_, {RATING} FROM {INTERACTIONS}
WHERE {USER_ID} = ? AND {ITEM_ID} = ? AND {TIMESTAMP} <> {UNDATED}
ORDER BY {TIMESTAMP} DESC LIMIT 1
"""
_PLACES = f"""
SELECT _rowid_, {TIMESTAMP} FROM {INTERACTIONS} WHERE {USER_ID} = ? AND {ITEM_ID} = ?
ORDER BY {TIMESTAMP}
"""
_MOVE = f"UPDATE {INTERACTIONS} SET {TIMESTAMP} = ? WHERE _rowid_ = ?"
_RATE = f"UPDATE {INTERACTIONS} SET {RATING} = ? WHERE _rowid_ = ?"
_DROP_UNDATED = f"""
DELETE FROM {INTERACTIONS} AS a WHERE {TIMESTAMP} = {UNDATED} AND EXISTS (
    SELECT 1 FROM {INTERACTIONS} b WHERE {_SAME_PAIR} AND b.{TIMESTAMP} <> {UNDATED}
)
"""
_DROP_OLD = f"""
DELETE FROM {INTERACTIONS} AS a WHERE _rowid_ <= ? AND EXISTS (
    SELECT 1 FROM {INTERACTIONS} b WHERE {_SAME_PAIR} AND b._rowid_ > ?
)
"""
_ADD_ITEM = f"INSERT OR IGNORE INTO {ITEMS} ({ITEM_ID}, {TITLE}, {GENRES}) VALUES (?, ?, ?)"
_TITLE_OF = f"SELECT {TITLE} FROM {ITEMS} WHERE {ITEM_ID} = ?"
_FILL_TITLE = f"UPDATE {ITEMS} SET {TITLE} = ? WHERE {ITEM_ID} = ?"
_FILL_GENRES = (
    f"UPDATE {ITEMS} SET {GENRES} = ? WHERE {ITEM_ID} = ? AND {GENRES} IS NULL AND ? IS NOT NULL"
)
# What is known already stays, and what was not is filled in.
_ADD_FACTS = f"""
INSERT INTO {ITEM_FACTS} ({ITEM_ID}, {", ".join(FACTS)}) VALUES (?{", ?" * len(FACTS)})
ON CONFLICT ({ITEM_ID}) DO UPDATE SET
{", ".join(f"{fact} = coalesce({ITEM_FACTS}.{fact}, excluded.{fact})" for fact in FACTS)}
WHERE {" OR ".join(f"({ITEM_FACTS}.{f} IS NULL AND excluded.{f} IS NOT NULL)" for f in FACTS)}
"""
_facts_of = attrgetter(*FACTS)


@dataclass(slots=True)
class Written:
    """What became of the interactions of a source."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    replaced: int = 0


@dataclass(slots=True)
class WrittenItems:
    """What became of the items of a source."""

    seen: int = 0
    new: int = 0
    filled: int = 0
    differ: int = 0


def write_interactions(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    one_each: bool,
    states: Collection[tuple[str, str]] = (),
    are_places: bool = False,
) -> Written:
    """Add what is not there; give what is there its new rating.

    An undated interaction is dropped once the same user and item have one with a time. With
    ``one_each`` an interaction replaces those of the same user and item that earlier imports left.
    What is said of the users and items of ``states`` is of no moment of its own: where there is an
    interaction of theirs already, that gets the rating. ``are_places``: the times are places in the
    file, and those of before give way to them.
    """
    done = Written()
    undated: list[Row] = []
    said: list[Row] = []
    last, before = _last(connection), connection.total_changes

    def counted() -> Iterator[Row]:
        for row in rows:
            done.seen += 1
            yield row

    given: Iterable[Row] = counted()
    if are_places and last:
        given = moved(connection, given)
    n_moved = connection.total_changes - before

    def dated() -> Iterator[Row]:
        for row in given:
            _check_lengths(row[:2])
            if row[2] == UNDATED:
                undated.append(row)
            elif states and row[:2] in states:
                said.append(row)
            else:
                yield row

    connection.executemany(_ADD, dated())
    for row in said:
        latest = connection.execute(_LATEST, row[:2]).fetchone()
        if latest is None:
            connection.execute(_ADD, row)
        elif row[3] is not None and row[3] != latest[1]:
            connection.execute(_RATE, (row[3], latest[0]))
    connection.executemany(_ADD_UNDATED, undated)
    done.new = _last(connection) - last
    done.changed = connection.total_changes - before - done.new - n_moved
    if done.new:
        # Of one source they are as good as each other.
        if one_each and last:
            done.replaced = connection.execute(_DROP_OLD, (last, last)).rowcount
        done.replaced += connection.execute(_DROP_UNDATED).rowcount
        done.new = max(0, done.new - done.replaced)
    return done


def moved(connection: sqlite3.Connection, rows: Iterable[Row]) -> list[Row]:
    """Return the rows, whose times are places in a file, that are to be added or rated anew.

    A file to which a line was added, or from which one was taken, has the same interactions at
    other places: those that are there get the new ones. Where a user and an item have an
    interaction with a real time, a place tells nothing more.
    """
    of_pair: dict[tuple[str, str], dict[int, Row]] = {}
    for row in rows:
        _check_lengths(row[:2])
        of_pair.setdefault(row[:2], {})[row[2]] = row
    left: list[Row] = []
    for pair, by_place in of_pair.items():
        there = connection.execute(_PLACES, pair).fetchall()
        if any(time >= LAST_POSITION for _, time in there):
            continue
        same = {time for _, time in there} & by_place.keys()
        others = [rowid for rowid, time in there if time not in same and time != UNDATED]
        new = [row for place, row in by_place.items() if place not in same]
        for rowid, row in zip(others, new, strict=False):
            connection.execute(_MOVE, (row[2], rowid))
        # Those that are there are rated anew as any other.
        left += by_place.values()
    return sorted(left, key=lambda row: row[2])


def _check_lengths(values: Iterable[object]) -> None:
    """Raise SourceError for a text that a bounded read of the database would refuse."""
    for value in values:
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise SourceError(
                f"a text that begins with {value[:20]!a} has {len(value):,} characters; ids and "
                f"titles have at most {MAX_TEXT:,}"
            )


def write_pairs(
    connection: sqlite3.Connection, table: str, pairs: Collection[tuple[str, str]]
) -> None:
    """Add users and items to a table of these, in their order; but no wishes that came true."""
    ordered = sorted(pairs)
    for pair in ordered:
        _check_lengths(pair)
    add = f"INSERT OR IGNORE INTO {table} ({USER_ID}, {ITEM_ID}) SELECT ?1, ?2"
    if table == WANTED:
        add += f" WHERE NOT {_is_in(INTERACTIONS)}"
        if has_table(connection, SEEN):
            add += f" AND NOT {_is_in(SEEN)}"
    connection.executemany(add, ordered)


def _is_in(table: str, user: str = "?1", item: str = "?2") -> str:
    return f"EXISTS (SELECT 1 FROM {table} b WHERE b.{USER_ID} = {user} AND b.{ITEM_ID} = {item})"


def drop_fulfilled(connection: sqlite3.Connection) -> None:
    """Take away the wishes for what was used, begun or given up since."""
    for table in (INTERACTIONS, SEEN):
        if has_table(connection, table):
            there = _is_in(table, f"{WANTED}.{USER_ID}", f"{WANTED}.{ITEM_ID}")
            connection.execute(f"DELETE FROM {WANTED} WHERE {there}")


def has_table(connection: sqlite3.Connection, table: str) -> bool:
    """Return whether a database has a table of this name."""
    return bool(connection.execute("SELECT 1 FROM pragma_table_info(?)", (table,)).fetchall())


def _last(connection: sqlite3.Connection) -> int:
    (row,) = connection.execute(f"SELECT coalesce(max(_rowid_), 0) FROM {INTERACTIONS}").fetchone()
    return int(row)


def write_items(connection: sqlite3.Connection, items: Iterable[Item]) -> WrittenItems:
    """Add what is not there; fill in what is missing of what is there.

    An item whose title is its id had none. One with another title keeps the one it has.
    """
    done = WrittenItems()
    for item in items:
        done.seen += 1
        item_id, title, genres = item.item_id, item.title, item.genres
        facts = _facts_of(item)
        _check_lengths((item_id, title, genres, *facts))
        done.new += connection.execute(_ADD_ITEM, (item_id, title, genres)).rowcount
        (there,) = connection.execute(_TITLE_OF, (item_id,)).fetchone()
        connection.execute(_FILL_GENRES, (genres, item_id, genres))
        if title not in (item_id, there):
            if there == item_id:
                connection.execute(_FILL_TITLE, (title, item_id))
                done.filled += 1
            else:
                done.differ += 1
        if any(fact is not None for fact in facts):
            connection.execute(_ADD_FACTS, (item_id, *facts))
    return done
