"""One column that refers to several tables, to which of them another column says.

``content_id`` with ``content_type`` is a film here and a series there: both are described, and an
item is known by its type and its key, since two tables may both count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.item_query import describe_items
from ilora_edge.schema_guess.name_words import (
    ID_WORDS,
    is_remark,
    same_noun,
    split_words,
    strip_id,
    word_set,
)
from ilora_edge.schema_guess.sql_parts import Field
from ilora_edge.schema_guess.table_links import Tables

_TYPES = word_set("type kind model class")
_MOST = 8
# Of the rows, how many must be of a table that is there.
_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class TypedReference:
    """A column that refers to several tables, of which another column says which."""

    column: Column
    kind: str
    """The column that says which."""
    item: str
    items: str
    """SQL of an item, and of all of them."""
    reasons: list[str]
    tables: tuple[Table, ...]


def typed_references(tables: Tables, table: Table) -> Iterator[TypedReference]:
    """Yield the references to several tables."""
    for kind in table.columns:
        words = split_words(kind.name)
        if not words or words[-1] not in _TYPES:
            continue
        targets = _targets(tables, table, kind)
        if len(targets) < 2:
            continue
        for column in table.columns:
            stem = strip_id(split_words(column.name))
            is_id = ID_WORDS.intersection(split_words(column.name)) and column is not kind
            # media_type, tmdb_id: each of the tables has a tmdb_id for its key.
            is_key = len(words) > 1 and all(tables.key(t) == column.name for t in targets.values())
            is_named = words[:-1] in ((), stem) or is_key
            if is_id and table.primary_key is not column and is_named:
                yield _union(tables, table, column, kind, targets)


def typed_thing(tables: Tables, table: Table) -> tuple[Column, Column, str, Table] | None:
    """Return a reference to a thing or to what was said of one, as another column says.

    Of likes of videos and of comments those of the videos are uses: the column, that which says
    what of, the value that stands for the thing, and its table.
    """
    for kind in table.columns:
        words = split_words(kind.name)
        values = {v for v in tables.of(table, kind) if isinstance(v, str) and v}
        if len(words) < 2 or words[-1] not in _TYPES or not 1 < len(values) <= _MOST:
            continue
        column = next(
            (
                c
                for c in table.columns
                if c is not kind
                and strip_id(split_words(c.name)) == words[:-1]
                and not ID_WORDS.isdisjoint(split_words(c.name))
            ),
            None,
        )
        found = {v: _named_table(tables, table, v) for v in values}
        things = [(v, t) for v, t in found.items() if t and not is_remark(tables.words(t))]
        if column is None or None in found.values() or len(things) != 1:
            continue
        return column, kind, *things[0]
    return None


def _named_table(tables: Tables, table: Table, value: str) -> Table | None:
    """Return the table whose rows a value stands for."""
    nouns = split_words(value)
    for other in tables.schema.tables:
        own = tables.words(other)
        if nouns and own and other is not table and same_noun(nouns[-1], own[-1]):
            return other
    return None


def _targets(tables: Tables, table: Table, kind: Column) -> dict[str, Table]:
    """Return the tables by the values that stand for them; none where that is not clear."""
    values = [v for v in tables.of(table, kind) if isinstance(v, str) and v]
    found: dict[str, Table] = {}
    for value in dict.fromkeys(values):
        nouns = split_words(value)
        for other in tables.schema.tables:
            own = tables.words(other)
            if nouns and own and other is not table and same_noun(nouns[-1], own[-1]):
                title = tables.title(other)
                if title is not None and title[1] >= 0.8 and tables.key(other) is not None:
                    found.setdefault(value, other)
    described = sum(value in found for value in values)
    if len(found) > _MOST or described < _KNOWN * len(values):
        return {}
    # Of tracks and their albums the tracks are the items, and not both.
    several = set(found.values())
    links = (
        link
        for other in several
        for link in tables.links(other)
        if link.column is not other.primary_key and any(tables.of(other, link.column))
    )
    if any(link.table in several for link in links):
        return {}
    return found


def _union(
    tables: Tables, table: Table, column: Column, kind: Column, targets: dict[str, Table]
) -> TypedReference:
    which, number = (Field(table.name, c.name).sql(qualified=True) for c in (kind, column))
    parts, reasons = [], [f"{table.name}.{kind.name} says what {column.name} refers to"]
    for value, target in targets.items():
        key = tables.key(target)
        assert key is not None
        described, why = describe_items(tables, target, key)
        text = value.replace("'", "''")
        parts.append(f"SELECT '{text}:' || item AS item, title\nFROM (\n{described}\n)")
        reasons += why
    item = f"{which} || ':' || {number}"
    items = "\nUNION ALL ".join(parts)
    return TypedReference(column, kind.name, item, items, reasons, tuple(targets.values()))
