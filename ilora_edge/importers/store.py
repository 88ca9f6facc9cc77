"""The database an import writes: its schema, and all of a source in one transaction."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Protocol, TypeAlias

import sqlite_utils

from ilora_edge.errors import DatabaseError, SourceError
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
from ilora_edge.importers.repair import (
    Row,
    drop_fulfilled,
    has_table,
    write_interactions,
    write_items,
    write_pairs,
)
from ilora_edge.system.disk_advice import SQLITE_ERRORS, disk_advice, in_words
from ilora_edge.system.new_file import put_in_place, usual_mode
from ilora_edge.system.own_file import roll_back
from ilora_edge.system.scratch import open_part
from ilora_edge.titles import printable

__all__ = ["ImportReport", "Progress", "Row", "Source", "write_import"]

Progress: TypeAlias = Callable[[int], object]

_COLUMNS: dict[str, dict[str, type]] = {
    ITEMS: {ITEM_ID: str, TITLE: str, GENRES: str},
    ITEM_FACTS: {ITEM_ID: str, **{name: int if name == "year" else str for name in FACTS}},
    INTERACTIONS: {USER_ID: str, ITEM_ID: str, TIMESTAMP: int, RATING: float},
}
_KEYS = {ITEMS: ITEM_ID, ITEM_FACTS: ITEM_ID, INTERACTIONS: None}
_NOT_NULL = {ITEMS: {TITLE}, ITEM_FACTS: set[str](), INTERACTIONS: {USER_ID, ITEM_ID, TIMESTAMP}}
_SQL_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL"}
# sqlite-utils before version 4 wrote FLOAT, which SQLite takes for the same.
_SAME_TYPES = {"FLOAT": "REAL"}
_TICK = 1000


class Source(Protocol):
    """What an importer offers: interactions, items, and remarks on what they are not.

    ``interactions()`` is exhausted before ``items()`` is called, so that a source may collect
    its items on the way; ``notes`` are complete after both. Where a source has an attribute
    ``one_each`` that is true, a user has at most one interaction with an item, and a later import
    replaces it: an export of ratings, in which a new rating has a new date. Where
    ``are_positions`` is true, known with the first interaction, times are places in a file. With
    ``states``, a collection of users and items that is complete with the first interaction, what it
    says of these is of no moment of its own, and rates the interaction that is there. Where it has
    ``seen``, complete with the last interaction, those users are never offered those items again;
    and where it has ``wanted``, likewise complete, they still want to use those items.
    """

    name: str
    notes: list[str]

    def interactions(self) -> Iterable[Row]:
        """Yield the interactions in the order in which they are to be stored."""
        ...

    def items(self) -> Iterable[Item]:
        """Yield the items, each with a title."""
        ...


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import read (seen) and what of it the database did not have yet (new)."""

    n_items_new: int
    n_interactions_new: int
    n_items_seen: int
    n_interactions_seen: int
    notes: list[str] = field(default_factory=list)
    n_titles_filled: int = 0
    """Items that had their id for a title, and have one now."""
    n_titles_differ: int = 0
    """Items that have another title here, and kept the one they had."""
    n_ratings_changed: int = 0
    """Interactions that were there with another rating."""
    n_replaced: int = 0
    """Interactions that were there with another time, or with none."""


def said_of_wishes(n: int) -> str:
    """Return what is said of so many items that are only wished for."""
    return f"still to be read or watched, so no history (--wanted ranks them): {n:,}"


def write_import(
    db_path: str | Path, source: Source, progress: Progress | None = None
) -> ImportReport:
    """Write a source into a database, all of it or nothing; what is there is kept and repaired.

    Titles that were missing are filled in, and a changed rating replaces the old one.
    ``progress`` is called with the number of interactions read since its last call. A new
    database is built under a temporary name beside its place and appears there when complete.
    Raises SourceError or DatabaseError.
    """
    shown_path = printable(str(db_path))
    path = Path(os.path.realpath(db_path))
    if path.exists():
        if not path.is_file():
            raise DatabaseError(f"{shown_path} is not a file; name a database to write")
        return _write(path, shown_path, source, progress)
    if not path.parent.is_dir():
        raise DatabaseError(f"no folder {printable(str(path.parent))} to write {shown_path} in")
    try:
        # Locked for as long as it is open: what a kill leaves, the next import there removes.
        descriptor, building = open_part(path.parent, ".importing-", ".db")
    except OSError as error:
        raise DatabaseError(f"cannot write {shown_path}: {error.strerror}") from error
    try:
        os.fchmod(descriptor, usual_mode(0o666))
        report = _write(building, shown_path, source, progress, new=True)
        if path.exists():
            raise DatabaseError(f"{shown_path} appeared during the import; import again to add")
        put_in_place(building, path)
    except OSError as error:
        raise DatabaseError(f"cannot write {shown_path}: {error.strerror}") from error
    finally:
        # SQLite has closed it by now: closed before, ours would end the locks of both.
        os.close(descriptor)
        building.unlink(missing_ok=True)
    return report


def _write(
    path: Path, shown_path: str, source: Source, progress: Progress | None, new: bool = False
) -> ImportReport:
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            if new:
                # Nobody sees this file before it is complete: a kill leaves one file, not two.
                connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN IMMEDIATE")
            report, changed = _fill(connection, shown_path, source, progress)
            # Without a change there is nothing to commit, and not a byte of the file moves.
            connection.execute("COMMIT" if changed else "ROLLBACK")
        finally:
            # Closing rolls back whatever was not committed, also after an interrupt.
            connection.close()
    except OSError as error:
        if error.filename is None:
            raise
        problem = f"{printable(str(error.filename))}: {error.strerror}"
        raise SourceError(f"cannot read {problem}") from error
    except SQLITE_ERRORS as error:
        if not new:
            roll_back(path)
        advice = disk_advice(error, "a database elsewhere")
        raise DatabaseError(
            f"cannot write {shown_path}: {printable(in_words(error))}{advice}"
        ) from error
    return report


def _fill(
    connection: sqlite3.Connection, shown_path: str, source: Source, progress: Progress | None
) -> tuple[ImportReport, bool]:
    _refuse_an_application_s(connection, shown_path)
    changed = _create_tables(connection, shown_path)
    before = connection.total_changes
    there = _first_users(connection)
    rows = _counted(source.interactions(), progress)
    # What a source says of its rows it knows from the first one on.
    first = list(islice(rows, 1))
    one_each = getattr(source, "one_each", False)
    are_places = getattr(source, "are_positions", False)
    read = write_interactions(
        connection, chain(first, rows), one_each, getattr(source, "states", ()), are_places
    )
    if read.seen == 0 and not getattr(source, "wanted", ()):
        raise SourceError(f"{source.name} holds no interactions")
    for table in (SEEN, WANTED):
        if pairs := getattr(source, table, ()):
            changed = _create_pairs(connection, table, shown_path) or changed
            write_pairs(connection, table, pairs)
    if has_table(connection, WANTED):
        drop_fulfilled(connection)
    items = write_items(connection, source.items())
    notes = list(source.notes)
    if (named := getattr(source, "named_alone", None)) and len(there) == 1 and named not in there:
        notes.append(
            f"{shown_path} was {printable(there[0])}'s alone, and has {printable(named)} now too; "
            f"where they are one person, begin a new file and give --user {printable(there[0])} "
            "with this one"
        )
    report = ImportReport(
        items.new,
        read.new,
        items.seen,
        read.seen,
        notes,
        items.filled,
        items.differ,
        read.changed,
        read.replaced,
    )
    return report, changed or connection.total_changes > before


def _first_users(connection: sqlite3.Connection) -> list[str]:
    """Return who is in a database: all, where that is nobody or one, else two of them."""
    query = "SELECT DISTINCT user_id FROM interactions LIMIT 2"
    return [str(user) for (user,) in connection.execute(query)]


def _refuse_an_application_s(connection: sqlite3.Connection, shown_path: str) -> None:
    """Raise DatabaseError for the database of a known application, which is never changed."""
    query = """
    SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'
    """
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(query):
        columns.setdefault(table, []).append(column)
    if INTERACTIONS in columns or not columns:
        return
    # Imported here: most imports make a new file, or add to one that an import has made.
    from ilora_edge.presets import recognise

    if found := recognise(columns):
        raise DatabaseError(
            f"{shown_path} is the database of {found[0][0].title}, which is only read; import into "
            "another file"
        )


def _create_tables(connection: sqlite3.Connection, shown_path: str) -> bool:
    """Create what is missing of the schema and tell whether anything was."""
    version = _schema_version(connection)
    database = sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False)
    for table, columns in _COLUMNS.items():
        if _is_there(connection, table, shown_path):
            continue
        database.table(table).create(columns, pk=_KEYS[table], not_null=_NOT_NULL[table])
    interactions = database.table(INTERACTIONS)
    interactions.create_index(
        [USER_ID, ITEM_ID, TIMESTAMP], "interactions_once", unique=True, if_not_exists=True
    )
    interactions.create_index([USER_ID, TIMESTAMP], "interactions_history", if_not_exists=True)
    return _schema_version(connection) != version


def _create_pairs(connection: sqlite3.Connection, table: str, shown_path: str) -> bool:
    """Create a table of users and items; tell whether it was missing."""
    found = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    if found and {name.lower() for (name,) in found} != {USER_ID, ITEM_ID}:
        raise DatabaseError(
            f"{shown_path} has a table '{table}' that ilora-edge did not create; import into "
            "another file"
        )
    if not found:
        connection.execute(
            f"CREATE TABLE {table} ({USER_ID} TEXT NOT NULL, {ITEM_ID} TEXT NOT NULL, "
            f"PRIMARY KEY ({USER_ID}, {ITEM_ID}))"
        )
    return not found


def _is_there(connection: sqlite3.Connection, table: str, shown_path: str) -> bool:
    """Tell whether the table exists, or raise DatabaseError where it is another one."""
    rows = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,))
    found = {
        (name.lower(), _SAME_TYPES.get(kind.upper(), kind.upper()), bool(pk))
        for name, kind, pk in rows
    }
    if not found:
        return False
    ours = {
        (name, _SQL_TYPES[kind], name == _KEYS[table]) for name, kind in _COLUMNS[table].items()
    }
    if found != ours:
        columns = ", ".join(_COLUMNS[table])
        raise DatabaseError(
            f"{shown_path} has a table '{table}' that ilora-edge did not create "
            f"(expected the columns {columns}); import into another file"
        )
    return True


def _counted(rows: Iterable[Row], progress: Progress | None) -> Iterator[Row]:
    since = 0
    for row in rows:
        yield row
        since += 1
        if since == _TICK and progress is not None:
            progress(since)
            since = 0
    if since and progress is not None:
        progress(since)


def _schema_version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    return int(version)
