"""Which rows of somebody else's schema are interactions, and which are items: SELECTs.

interactions
    ``item``; ``user`` (without it there is one, ``me``); ``time`` (without it the order of the
    rows); ``rating``, on the bundle's scale; ``weight``, less than 0 of which, or 0 without a
    time, is not an interaction;
    ``"order"``, a number that puts equal times in order (without it the order of the rows).
items
    ``item``, ``title``; ``year`` for matching; ``available``, 0 where the thing itself is gone, so
    that it is never recommended; ``genres`` and any others for ``--where``.
wanted (where somebody says so)
    ``item``; ``user`` (without it there is one, ``me``): what is still to be read or watched.
seen (where the interactions do not say all)
    ``item``; ``user`` (without it: everybody): what must never be offered again and has no place
    in the order of the interactions: marked as played, disliked, another version of the same.

A table's name and the names of its columns are short for such a SELECT.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from collections.abc import Mapping as Columns
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.histories.untouched import UntouchedDB
    from ilora_edge.presets import Preset, SchemaVariant
    from ilora_edge.times.date_text import Order

ONE_USER = "me"

_QUERY = pattern(r"\s*(--[^\n]*\n\s*)*(select|with|values)\b", re.IGNORECASE)
# In the order in which a table's own are looked for when none is named.
_USUAL = {
    "user_column": ("user", "user_id", "userid", "uid"),
    "item_column": ("item", "item_id", "itemid"),
    "time_column": ("time", "timestamp", "ts", "date", "created_at"),
    "rating_column": ("rating",),
    "weight_column": ("weight",),
    "id_column": ("item", "item_id", "itemid", "id"),
    "title_column": ("title", "name"),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person says about a schema; nothing at all: it is the project's own, or known."""

    app: str | None = None
    """A preset's name, instead of all others."""
    interactions: str | None = None
    """A SELECT, or a table."""
    items: str | None = None
    """A SELECT, or a table."""
    seen: str | None = None
    """A SELECT, or a table."""
    wanted: str | None = None
    """A SELECT, or a table; no flag says it."""
    user_column: str | None = None
    item_column: str | None = None
    time_column: str | None = None
    rating_column: str | None = None
    weight_column: str | None = None
    id_column: str | None = None
    title_column: str | None = None
    date_order: str | None = None
    """``day`` or ``month``: what comes first in ``4/5/2025``; None: the column tells."""

    def __post_init__(self) -> None:
        if self.date_order not in (None, "day", "month"):
            said = printable(str(self.date_order))
            raise OptionError(f"date_order is {said!r}: say day or month")
        given = [f.name for f in fields(self) if getattr(self, f.name) is not None]
        if self.app is not None and len(given) > 1:
            raise OptionError(f"app {self.app!r} says all; leave out {_flags(given[1:])}")
        if self.interactions is None and (rest := [n for n in given if n != "app"]):
            raise OptionError(f"{_flags(rest)} without --interactions: which rows are they of?")
        self._check_columns(
            "--interactions",
            self.interactions,
            ("user_column", "item_column", "time_column", "rating_column", "weight_column"),
        )
        self._check_columns("--items", self.items, ("id_column", "title_column"))

    @property
    def first_of_dates(self) -> Order | None:
        """What comes first in a date; None: nobody said."""
        return None if self.date_order is None else "day" if self.date_order == "day" else "month"

    def _check_columns(self, flag: str, source: str | None, names: Iterable[str]) -> None:
        columns = [n for n in names if getattr(self, n) is not None]
        if not columns:
            return
        if source is None:
            raise OptionError(f"{_flags(columns)} is of which table? name it with {flag}")
        if is_query(source):
            raise OptionError(
                f"{flag} is a SELECT, which names its columns itself ('AS user' and so on); "
                f"leave out {_flags(columns)}"
            )


@dataclass(frozen=True, slots=True)
class Queries:
    """The SELECTs that a mapping comes to in one database."""

    interactions: str
    items: str | None
    source: str
    """Where they come from: ``mapping``, or a preset's name and variant."""
    seen: str | None = None
    date_order: str | None = None
    hidden: str | None = None
    """Of user and item: what an application does not show to a user."""
    wanted: str | None = None
    """Of user and item: what somebody wants to read, watch or hear yet."""
    people: str | None = None
    """Of user: whom an application knows, those too who have done nothing yet."""

    def parts(self) -> dict[str, str | None]:
        """Return what decides about the rows."""
        parts = {"interactions": self.interactions, "items": self.items}
        further = {"seen": self.seen, "date_order": self.date_order, "hidden": self.hidden}
        return parts | {name: said for name, said in further.items() if said is not None}


def is_query(text: str) -> bool:
    """Return whether a text is a SELECT rather than a table's name."""
    return _QUERY.match(text) is not None


def resolve(mapping: Mapping, database: UntouchedDB) -> Queries:
    """Return a mapping's SELECTs, tables and columns looked up in the database.

    Raises DatabaseError where one is missing, OptionError for an unknown application.
    """
    if mapping.app is not None:
        return _preset(mapping.app, database)
    assert mapping.interactions is not None
    if is_query(mapping.interactions):
        interactions = _query(mapping.interactions)
    else:
        interactions = _interactions(mapping, mapping.interactions, database)
    if mapping.items is None:
        items = None
    elif is_query(mapping.items):
        items = _query(mapping.items)
    else:
        items = _items(mapping, mapping.items, database)
    seen, wanted = (
        _pairs(mapping, source, named, database)
        for source, named in ((mapping.seen, "--seen"), (mapping.wanted, "wanted ="))
    )
    return Queries(interactions, items, "mapping", seen, mapping.date_order, wanted=wanted)


def recognised(database: UntouchedDB) -> Queries | None:
    """Return the SELECTs of the application that made a database, None for an unknown one.

    Raises DatabaseError for a file of an application that keeps its history in another.
    """
    from ilora_edge.presets import recognise

    columns = database.readable_tables()
    if found := recognise(columns):
        return _with_rows(database, found)
    check_has_history(database, columns)
    return None


def check_has_history(database: UntouchedDB, columns: Columns[str, Collection[str]]) -> None:
    """Raise DatabaseError for a file of an application that keeps its history in another."""
    from ilora_edge.presets import without_history

    if (what := without_history(columns)) is not None:
        raise DatabaseError(f"{database.name} is {what}")


def _preset(name: str, database: UntouchedDB) -> Queries:
    from ilora_edge.presets import load_preset, recognise

    preset = load_preset(name)
    columns = database.readable_tables()
    every = recognise(columns)
    if found := [pair for pair in every if pair[0].name == preset.name]:
        return _with_rows(database, found)
    if not every:
        check_has_history(database, columns)
    tables = ", ".join(sorted(preset.variants[0].tables))
    raise DatabaseError(
        f"{database.name} is not a database of {preset.title}, or of another version: it has not "
        f"all of the tables and columns that are needed of {tables}; {preset.title} keeps its "
        f"history in {preset.file}"
    )


def _with_rows(database: UntouchedDB, found: list[tuple[Preset, SchemaVariant]]) -> Queries:
    """Return the SELECTs of the first that gives any row: an upgrade may leave tables empty."""
    every = [
        Queries(
            v.interactions,
            v.items,
            f"{preset.name} ({v.name})",
            v.seen,
            hidden=v.hidden.strip() or None,
            wanted=v.wanted.strip() or None,
            people=v.people.strip() or None,
        )
        for preset, v in found
    ]
    with_rows = (
        queries
        for queries in every
        for query in (queries.interactions, queries.seen)
        if any(database.select(f"SELECT 1 FROM (\n{query}\n) LIMIT 1"))
    )
    return every[0] if len(every) == 1 else next(with_rows, every[0])


def _query(text: str) -> str:
    return text.strip().rstrip(";").rstrip()


def _interactions(mapping: Mapping, table: str, database: UntouchedDB) -> str:
    from ilora_edge.histories.schema import quote

    columns = _columns(database, table, "--interactions")
    item = _column(mapping, "item_column", columns, table)
    if item is None:
        raise _no_column(database, table, "item", "--item-column", columns)
    parts = [f"{quote(item)} AS item"]
    for name in ("user", "time", "rating", "weight"):
        column = _column(mapping, f"{name}_column", columns, table)
        if column is not None:
            parts.append(f"{quote(column)} AS {name}")
    if database.has_column(quote(table), "_rowid_"):
        parts.append('_rowid_ AS "order"')
    return f"SELECT {', '.join(parts)} FROM {quote(table)}"


def _pairs(mapping: Mapping, table: str | None, named: str, database: UntouchedDB) -> str | None:
    """Return the SELECT of users and items that a SELECT or a table stands for."""
    from ilora_edge.histories.schema import quote

    if table is None or is_query(table):
        return None if table is None else _query(table)
    columns = _columns(database, table, named)
    parts = []
    for name in ("item", "user"):
        # As in the interactions' table, where this one has a column of that name too.
        own: str | None = getattr(mapping, f"{name}_column")
        found = own if own is not None and own.lower() in columns else None
        found = found or next((c for c in _USUAL[f"{name}_column"] if c in columns), None)
        if found is not None:
            parts.append(f"{quote(found)} AS {name}")
        elif name == "item":
            raise DatabaseError(
                f"which column of table {printable(table)!r} of {database.name} is the item? say "
                f"so with {named} 'SELECT ... AS user, ... AS item FROM {printable(table)}'"
            )
    return f"SELECT {', '.join(parts)} FROM {quote(table)}"


def _items(mapping: Mapping, table: str, database: UntouchedDB) -> str:
    from ilora_edge.histories.schema import quote

    columns = _columns(database, table, "--items")
    # The interactions' own name for it is the likeliest: ratings.movieId, movies.movieId.
    own = mapping.id_column or mapping.item_column
    key = own if own is not None and own.lower() in columns else None
    key = key or _column(mapping, "id_column", columns, table)
    if key is None:
        raise _no_column(database, table, "item id", "--id-column", columns)
    title = _column(mapping, "title_column", columns, table)
    if title is None:
        raise _no_column(database, table, "title", "--title-column", columns)
    # All others too, for --where.
    rest = [quote(c) for c in columns if c not in (key.lower(), title.lower(), "item", "title")]
    named = [f"{quote(key)} AS item", f"{quote(title)} AS title", *rest]
    return f"SELECT {', '.join(named)} FROM {quote(table)}"


def _columns(database: UntouchedDB, table: str, flag: str) -> list[str]:
    columns = database.table_columns(table)
    if not columns:
        tables = [printable(t) for t in database.readable_tables() if not t.startswith("sqlite_")]
        raise DatabaseError(
            f"{database.name} has no table {printable(table)!r}, which {flag} names; "
            f"it has {', '.join(sorted(tables)[:12]) or 'none'}{database.left_out}"
        )
    return columns


def _column(mapping: Mapping, name: str, columns: list[str], table: str) -> str | None:
    wanted: str | None = getattr(mapping, name)
    if wanted is not None:
        if wanted.lower() not in columns:
            raise DatabaseError(
                f"table {printable(table)!r} has no column {printable(wanted)!r}, which "
                f"{_flags([name])} names; it has {', '.join(map(printable, columns[:20]))}"
            )
        return wanted
    return next((c for c in _USUAL[name] if c in columns), None)


def _no_column(
    database: UntouchedDB, table: str, what: str, flag: str, columns: list[str]
) -> DatabaseError:
    return DatabaseError(
        f"which column of table {printable(table)!r} of {database.name} is the {what}? say so with "
        f"{flag}; it has {', '.join(map(printable, columns[:20]))}"
    )


def _flags(names: list[str]) -> str:
    flags = {"date_order": "--day-first or --month-first", "wanted": "wanted ="}
    return ", ".join(flags.get(n, "--" + n.replace("_", "-")) for n in names)
