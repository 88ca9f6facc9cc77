"""Histories in a column of JSON: what the elements of its arrays say is seen as a table's rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, ForeignKey, Table, quote
from ilora_edge.schema_guess.known_words import ITEMS, PERSONS, USING
from ilora_edge.schema_guess.name_words import is_noun_among, split_words, strip_id, word_set
from ilora_edge.schema_guess.row_states import literal
from ilora_edge.schema_guess.table_kinds import LIKED, is_use, named
from ilora_edge.schema_guess.table_links import Tables

# So many arrays, of so many characters together, show what their elements have. Who used much
# has a long one.
_LOOKED_AT, _MOST_READ, _MOST_ELEMENTS = 20, 2_000_000, 200
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
    """Yield what columns of JSON arrays hold: a row for each element, with the row that has it.

    Looked at are the columns of persons, and those that are named for a use or in a table of uses.
    """
    n = 0
    for table in tables.schema.tables:
        key = tables.key(table)
        if table.is_view or key is None:
            continue
        is_history = tables.is_person(table) or is_use(tables.words(table))
        for column in table.columns:
            words = split_words(column.name)
            is_of_use = is_use(words) or not USING.isdisjoint(words) or named(words, LIKED)
            is_of_use = is_of_use or named(words[-1:], _WHO_CAME)
            if not (is_history or is_of_use) or not _are_arrays(tables, table, column):
                continue
            if (listed := _listed(tables, table, key, column)) is not None:
                yield listed
                n += 1
                if n == _MOST_LISTS:
                    return


def _are_arrays(tables: Tables, table: Table, column: Column) -> bool:
    texts = [v for v in tables.of(table, column) if v not in (None, "")]
    return bool(texts) and all(isinstance(v, str) and v.lstrip()[:1] == "[" for v in texts)


def _elements(tables: Tables, table: Table, column: Column) -> list[object]:
    """Return the elements of some of a column's arrays; what is broken has none."""
    name = quote(column.name)
    most = _MOST_READ // _LOOKED_AT
    shorter = f"{name} IS NOT NULL AND length({name}) BETWEEN 3 AND "
    query = f"SELECT {name} FROM {quote(table.name)} WHERE {shorter}{most} LIMIT {_LOOKED_AT}"
    found: list[object] = []
    texts = tables.select(query)
    if not texts:
        query = f"SELECT {name} FROM {quote(table.name)} WHERE {shorter}{_MOST_READ} LIMIT 1"
        texts = tables.select(query)
    for (text,) in texts:
        try:
            elements = json.loads(str(text))
        except (ValueError, RecursionError):
            continue
        if isinstance(elements, list):
            # One that is null is no row, and 7.0 is 7.
            found += [_whole(e) for e in elements[:_MOST_ELEMENTS] if e is not None]
    return found


def _whole(element: object) -> object:
    return int(element) if isinstance(element, float) and element.is_integer() else element


def _listed(tables: Tables, table: Table, key: str, column: Column) -> ListedRows | None:
    """Return the elements of a column's arrays as rows, where they are objects, or ids or names."""
    elements, name = _elements(tables, table, column), f"{table.name}_{column.name}"
    if not elements or tables.schema.find(name) is not None:
        return None
    entry = "entry" if table.name.lower() != "entry" else "element"
    owner = f"{_singular(table.name)}_id"
    if all(isinstance(e, dict) for e in elements):
        kind = f"{entry}.type = 'object'"
        names = [inner for inner in _keys(elements) if inner.lower() != owner.lower()]
        paths = (literal(f'$."{inner}"') for inner in names)
        values = [f"json_extract({entry}.value, {path})" for path in paths]
        # The id of an element is that of the thing.
        bare = next((inner for inner in names if split_words(inner) == ("id",)), None)
        ids = [e.get(bare) for e in elements if isinstance(e, dict)] if bare else []
        of = _things_of(tables, table, column, ids) if ids else None
    elif all(isinstance(e, str | int) and not isinstance(e, bool) for e in elements):
        kind = f"{entry}.type IN ('integer', 'real', 'text')"
        of = _things_of(tables, table, column, elements)
        bare = _singular(column.name) if of is None else f"{_singular(of.name)}_id"
        names, values = [bare], [f"{entry}.value"]
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
    text = f"{quote(table.name)}.{quote(column.name)}"
    # What is no JSON would end the whole query.
    arrays = f"json_each(CASE WHEN json_valid({text}) THEN {text} ELSE '[]' END) AS {entry}"
    return ListedRows(listed, f"SELECT {told} FROM {quote(table.name)}, {arrays} WHERE {kind}")


def _keys(elements: list[object]) -> list[str]:
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


def _things_of(
    tables: Tables, owner: Table, column: Column, elements: list[object]
) -> Table | None:
    """Return the table whose keys an array holds: by its name, or the only one of named things."""
    words = strip_id(split_words(_singular(column.name)))
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


def _ids(elements: list[object]) -> set[str]:
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
