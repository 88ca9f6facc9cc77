"""Histories in a column of lists: what their elements say is seen as a table's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, ForeignKey, Table, quote
from ilora_edge.schema_guess.listed_columns import ListedColumn, listed_columns
from ilora_edge.schema_guess.parts.row_states import literal
from ilora_edge.schema_guess.tables.column_roles import time_strength
from ilora_edge.schema_guess.tables.table_kinds import LIKED, is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import ITEMS, PERSONS, USING
from ilora_edge.schema_guess.words.name_words import (
    Words,
    is_noun_among,
    split_words,
    strip_id,
    word_set,
)

# What a column of that name and such values is.
_A_TIME = 0.85
_MOST_LISTS, _MOST_KEYS = 12, 40
# An element's key is a column where as many elements have it.
_SHARED = 0.5
_WHO_CAME = PERSONS | word_set("attendee participant guest player listener watcher buyer")


@dataclass(frozen=True, slots=True)
class ListedRows:
    """A table that is not there, and the SELECT that gives its rows."""

    table: Table
    sql: str


def listed_rows(tables: Tables) -> Iterator[ListedRows]:
    """Yield what columns of lists hold: a row for each element, with the row that has it.

    Looked at are the columns of persons, and those that are named for a use or in a table of uses.
    """
    n = 0
    for table in tables.schema.tables:
        key = tables.key(table)
        if table.is_view or key is None:
            continue
        is_history = tables.is_person(table) or is_use(tables.words(table))
        for column in table.columns:
            if not (is_history or _is_of_use(split_words(column.name))):
                continue
            for found in listed_columns(tables, table, column, _is_of_use):
                if (listed := _listed(tables, table, key, found)) is not None:
                    yield listed
                    n += 1
                    if n == _MOST_LISTS:
                        return


def _is_of_use(words: Words) -> bool:
    is_named = is_use(words) or not USING.isdisjoint(words) or named(words, LIKED)
    return is_named or named(words[-1:], _WHO_CAME)


def _listed(tables: Tables, table: Table, key: str, column: ListedColumn) -> ListedRows | None:
    """Return the elements of a column's lists as rows, where they are objects, or ids or names."""
    elements, name = column.elements, f"{table.name}_{column.name}"
    if not elements or tables.schema.find(name) is not None:
        return None
    entry = "entry" if table.name.lower() != "entry" else "element"
    owner = f"{_singular(table.name)}_id"
    kind = f"{entry}.type IN ('integer', 'real', 'text')"
    if all(isinstance(e, dict) for e in elements):
        kind = f"{entry}.type = 'object'"
        names = [inner for inner in _keys(elements) if inner.lower() != owner.lower()]
        values = [_at(entry, inner) for inner in names]
        # The id of an element is that of the thing.
        bare = next((inner for inner in names if split_words(inner) == ("id",)), None)
        ids = [e.get(bare) for e in elements if isinstance(e, dict)] if bare else []
        of = _things_of(tables, table, column.name, ids) if ids else None
    elif all(isinstance(e, str | int) and not isinstance(e, bool) for e in elements):
        of = _things_of(tables, table, column.name, elements)
        if of is None and column.are_ids:
            return None
        bare = _singular(column.name) if of is None else f"{_singular(of.name)}_id"
        names, values = [bare], [f"{entry}.value"]
        if column.values is not None:
            further, kind = _told_of_each(column, entry)
            names, values = [bare, *further], [f"{entry}.key", *further.values()]
    else:
        return None
    if not names or owner in names:
        return None
    keys = [ForeignKey((owner,), table.name, (key,))]
    if of is not None and bare is not None:
        keys.append(ForeignKey((bare,), of.name, (None,)))
    columns = tuple(Column(inner, "", 0, 0) for inner in (owner, *names))
    listed = Table(name, columns, tuple(keys), is_view=False, has_rowid=False)
    fields = zip((f"{quote(table.name)}.{quote(key)}", *values), (owner, *names), strict=True)
    told = ", ".join(f"{sql} AS {quote(inner)}" for sql, inner in fields)
    if column.gaps:
        kind += f" AND {entry}.value NOT IN ({', '.join(map(literal, column.gaps))})"
    source = f"FROM {quote(table.name)}, json_each({column.sql}) AS {entry}"
    return ListedRows(listed, f"SELECT {told} {source} WHERE {kind}")


def _at(entry: str, name: str) -> str:
    path = literal(f'$."{name}"')
    return f"json_extract({entry}.value, {path})"


def _told_of_each(column: ListedColumn, entry: str) -> tuple[dict[str, str], str]:
    """Return the names and SQL of what a map has for its ids, and which of its values are such."""
    values = column.values or []
    if all(isinstance(v, dict) for v in values):
        return {name: _at(entry, name) for name in _keys(values)}, f"{entry}.type = 'object'"
    plain = [v for v in values if isinstance(v, int | float | str)]
    if time_strength(("at",), "", plain) == _A_TIME:
        name = "at"
    elif any(isinstance(v, str) for v in plain):
        name = "status"
    else:
        name = _singular(column.name)
    return {name: f"{entry}.value"}, f"{entry}.type NOT IN ('object', 'array')"


def _keys(elements: Sequence[object]) -> list[str]:
    """Return the keys that most of some objects have, with values that are neither."""
    counts: Counter[str] = Counter()
    for element in elements:
        if isinstance(element, dict):
            counts.update(k for k, v in element.items() if not isinstance(v, dict | list))
    names: dict[str, str] = {}
    for name, n in counts.items():
        if n >= _SHARED * len(elements) and name.isprintable() and '"' not in name and name:
            names.setdefault(name.lower(), name)
    return list(names.values())[:_MOST_KEYS]


def _things_of(tables: Tables, owner: Table, name: str, elements: Sequence[object]) -> Table | None:
    """Return the table whose keys an array holds: by its name, or the only one of named things."""
    words = strip_id(split_words(_singular(name)))
    others = [
        t
        for t in tables.schema.tables
        if t is not owner and tables.key(t) is not None and _ids(elements) <= _key_values(tables, t)
    ]
    if named(words[-1:], _WHO_CAME):
        # Who came to something, by the ids of users.
        return next((t for t in others if tables.is_person(t)), None)
    for other in others:
        noun = tables.words(other)[-1:]
        if noun and any(is_noun_among(word, frozenset(noun)) for word in words):
            return other
    things = [
        t for t in others if named(tables.words(t)[-1:], ITEMS) and tables.title(t) is not None
    ]
    return things[0] if len(things) == 1 else None


def _ids(elements: Sequence[object]) -> set[str]:
    return {str(element) for element in elements if element is not None}


def _key_values(tables: Tables, table: Table) -> set[str]:
    key = tables.key(table)
    if key is None:
        return set()
    most = 10_000
    query = f"SELECT {quote(key)} FROM {quote(table.name)} LIMIT {most}"
    return _ids([row[0] for row in tables.select(query)])


def _singular(name: str) -> str:
    """Return a name without its plural: users, movie_ids."""
    if name.endswith("ies") and not named(split_words(name[:-1])[-1:], ITEMS):
        return f"{name[:-3]}y"
    is_plural = name.endswith("s") and not name.endswith("ss") and len(name) > 3
    return name[:-1] if is_plural else name
