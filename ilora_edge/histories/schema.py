"""The schema of somebody else's SQLite file: tables, columns and declared keys.

Reads ``sqlite_master`` and two PRAGMAs, and no row of any table.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

# What FTS3-5, R-Tree and Spellfix keep beside a virtual table, as <its name>_<suffix>.
_SUFFIXES = """
content segments segdir docsize stat data idx config node parent rowid vocab
"""
_SHADOWS = frozenset(_SUFFIXES.split())
# What migration tools keep to know how far a schema is.
_TABLES_OF_TOOLS = """
schema_migrations schema_migration schema_version schema_info ar_internal_metadata
alembic_version django_migrations _prisma_migrations prisma_migrations knex_migrations
knex_migrations_lock flyway_schema_history databasechangelog databasechangeloglock
migrations migration goose_db_version gorp_migrations sequelizemeta typeorm_metadata
room_master_table android_metadata __efmigrationshistory __efmigrationslock diesel_schema
__diesel_schema_migrations _sqlx_migrations refinery_schema_history grdb_migrations
__drizzle_migrations _litestream_seq _litestream_lock z_metadata z_primarykey z_modelcache
django_content_type django_session django_admin_log auth_permission spatial_ref_sys
geometry_columns
"""
_BOOKKEEPING = frozenset(_TABLES_OF_TOOLS.split())
_WORDS_OF_SQL = """
abort action add after all alter always analyze and as asc attach autoincrement before begin
between by cascade case cast check collate column commit conflict constraint create cross
current current_date current_time current_timestamp database default deferrable deferred
delete desc detach distinct do drop each else end escape except exclude exclusive exists
explain fail false filter first following for foreign from full generated glob group groups
having if ignore immediate in index indexed initially inner insert instead intersect into is
isnull join key last left like limit match materialized natural no not nothing notnull null
nulls of offset on or order others outer over partition plan pragma preceding primary query
raise range recursive references regexp reindex release rename replace restrict returning
right rollback row rows savepoint select set table temp temporary then ties to transaction
trigger true unbounded union unique update using vacuum values view virtual when where
window with within without
"""
_KEYWORDS = frozenset(_WORDS_OF_SQL.split())
# In a name that is not UTF-8, and so cannot be asked for.
_REPLACEMENT = "\ufffd"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WITHOUT_ROWID = re.compile(r"\bWITHOUT\s+ROWID\b[^)]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its declared type, its place in the primary key (0: none), hidden as in xinfo."""

    name: str
    type: str
    pk: int
    hidden: int


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A declared key; a target of None means the other table's primary key."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a view."""

    name: str
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...]
    is_view: bool
    has_rowid: bool

    def find(self, name: str) -> Column | None:
        """Return the column of that name in any case."""
        return next((c for c in self.columns if c.name.lower() == name.lower()), None)

    @property
    def primary_key(self) -> Column | None:
        """The column that alone is the primary key."""
        keys = [c for c in self.columns if c.pk]
        return keys[0] if len(keys) == 1 else None


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables that may hold something a person put there, in order of creation."""

    tables: tuple[Table, ...]
    unreadable: tuple[str, ...] = ()
    """Names of tables whose columns SQLite does not tell: what they hold is not known."""

    def find(self, name: str) -> Table | None:
        """Return the table of that name in any case."""
        return next((t for t in self.tables if t.name.lower() == name.lower()), None)


def read_schema(connection: sqlite3.Connection) -> Schema:
    """Return the tables and views, without SQLite's, the search indexes' and the migrations'."""
    found = connection.execute(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_master "
        # A damaged schema may have rows without a name.
        "WHERE type IN ('table', 'view') AND typeof(name) = 'text'"
    ).fetchall()
    virtual = {name.lower() for _, name, sql in found if _is_virtual(sql)}
    shadows = {f"{name}_{suffix}" for name in virtual for suffix in _SHADOWS}
    skipped = virtual | shadows | _BOOKKEEPING
    tables, unreadable = [], []
    for kind, name, sql in found:
        if name.lower() in skipped or name.lower().startswith("sqlite_"):
            continue
        try:
            columns = _read_columns(connection, name)
            keys = _read_foreign_keys(connection, name)
        except (sqlite3.Error, UnicodeDecodeError):
            # A view on a table that is gone, or that calls a function of the application's.
            columns, keys = (), ()
        is_view = kind == "view"
        has_rowid = not is_view and _WITHOUT_ROWID.search(sql) is None
        if columns:
            tables.append(Table(name, columns, keys, is_view, has_rowid))
        elif not is_view:
            unreadable.append(name)
    return Schema(tuple(tables), tuple(unreadable))


def quote(name: str) -> str:
    """Return a name as SQL, in double quotes only where it needs them."""
    if _PLAIN.fullmatch(name) and name.lower() not in _KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def _is_virtual(sql: str) -> bool:
    return sql.lstrip().upper().startswith("CREATE VIRTUAL")


def _read_columns(connection: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    rows = connection.execute(f"PRAGMA table_xinfo({_always_quoted(table)})").fetchall()
    # Hidden 1 is a virtual table's argument; 2 and 3 are generated columns, which hold values.
    return tuple(
        Column(name, kind or "", pk, hidden)
        for _, name, kind, _, _, pk, hidden in rows
        if hidden != 1
        and _REPLACEMENT not in name
        and (not hidden or _is_read(connection, table, name))
    )


def _is_read(connection: sqlite3.Connection, table: str, column: str) -> bool:
    """Return whether a generated column can be read: it may call the application's functions."""
    try:
        query = f"SELECT {_always_quoted(column)} FROM {_always_quoted(table)} LIMIT 0"
        connection.execute(query).close()
    except sqlite3.Error:
        return False
    return True


def _read_foreign_keys(connection: sqlite3.Connection, table: str) -> tuple[ForeignKey, ...]:
    keys: dict[int, list[tuple[int, str, str, str | None]]] = {}
    rows = connection.execute(f"PRAGMA foreign_key_list({_always_quoted(table)})")
    for number, place, other, column, target, *_ in rows:
        keys.setdefault(number, []).append((place, other, column, target))
    return tuple(
        ForeignKey(tuple(p[2] for p in parts), parts[0][1], tuple(p[3] for p in parts))
        for parts in (sorted(keys[number], key=lambda p: p[0]) for number in sorted(keys))
    )


def _always_quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
