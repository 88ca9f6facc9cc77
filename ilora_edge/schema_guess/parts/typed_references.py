"""Rows about things of several tables, each row about one: a film here, and a series there.

Either one column refers to all of them, and another says to which (``content_id`` with
``content_type``), or each has its column, of which one is filled in (``movie_id``, ``show_id``).
All are described, and an item is known by its kind and its key, since two tables may both count
from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.item_query import describe_items
from ilora_edge.schema_guess.parts.row_states import literal
from ilora_edge.schema_guess.tables.find_links import share_of_values
from ilora_edge.schema_guess.tables.row_facts import is_unfilled, settles
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import item_factor, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import ITEMS
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    is_remark,
    same_noun,
    split_words,
    strip_id,
    word_set,
)

_TYPES = word_set("type kind model class table")
_OBJECT = ("object",)
_KINDS = ITEMS | {"tv"}
_MOST = 8
_GOOD_TITLE = 0.65
# Of the rows, how many must be of a table that is there; and have one of several references.
_KNOWN, _FILLED = 0.8, 0.95


@dataclass(frozen=True, slots=True)
class TypedReference:
    """What refers to several tables, one of them in each row."""

    columns: tuple[str, ...]
    """The columns that do."""
    kind: str
    """The column that says which, if one does."""
    item: str
    items: str
    """SQL of an item, and of all of them."""
    reasons: list[str]
    tables: tuple[Table, ...]


def typed_references(tables: Tables, table: Table) -> Iterator[TypedReference]:
    """Yield the references to several tables."""
    for kind in table.columns:
        pairs = [column for column in table.columns if _is_kind_of(tables, table, kind, column)]
        if not pairs:
            continue
        targets = _targets(tables, table, kind)
        for column in pairs:
            # What one table has, and what no table describes, may have the same numbers.
            if len(targets) > 1 or (
                targets
                and _are_others_elsewhere(tables, table, kind, targets)
                and has_two_kinds(tables, table, column) is kind
            ):
                yield _union(tables, table, column, kind, targets)
    if (one := exclusive_reference(tables, table)) is not None:
        yield one


def _are_others_elsewhere(
    tables: Tables, table: Table, kind: Column, targets: dict[str, Table]
) -> bool:
    """Return whether what is of no table is a thing all the same, and no comment or person."""
    others = {str(v) for v in tables.of(table, kind) if v not in (None, "", *targets)}
    return all(
        named(split_words(v)[-1:], _KINDS) and _named_table(tables, table, v) is None
        for v in others
    )


def exclusive_ids(tables: Tables, table: Table) -> str | None:
    """Return SQL of the thing that each row has one of several ids of, which no table describes."""
    linked = {link.column.name for link in tables.links(table)}
    found = [
        column
        for column in table.columns
        if column.name not in linked
        and (stem := strip_id(split_words(column.name))) != split_words(column.name)
        and named(stem[-1:], _KINDS)
        and None in tables.of(table, column)
    ]
    rows = [*zip(*(tables.of(table, column) for column in found), strict=True)]
    if len(found) < 2 or any(sum(v is not None for v in row) != 1 for row in rows):
        return None
    ids = (
        f"{literal(column.name + ':')} || {Field(table.name, column.name).sql(qualified=True)}"
        for column in found
    )
    return f"COALESCE({', '.join(ids)})"


def has_two_kinds(tables: Tables, table: Table, column: Column) -> Column | None:
    """Return the column that says what kind of thing an id is of, where two kinds share an id."""
    stem = strip_id(split_words(column.name))
    for kind in table.columns:
        kinds = {v for v in tables.of(table, kind) if v is not None}
        is_such = stem != () and split_words(kind.name)[:-1] == stem and 1 < len(kinds) <= _MOST
        if (
            is_such
            and _is_kind_of(tables, table, kind, column)
            and settles(tables, table, column, kind) is False
        ):
            return kind
    return None


def kinds_elsewhere(tables: Tables, table: Table, kind: str) -> str:
    """Return the tables that have the ids of several kinds, which nothing says apart, as a text."""
    found = {
        other.name
        for column in table.columns
        if (told := has_two_kinds(tables, table, column)) is not None and told.name == kind
        for other in tables.schema.tables
        if other is not table
        and (title := tables.title(other)) is not None
        and title[1] >= _GOOD_TITLE
        and not tables.is_person(other)
        and (key := tables.key(other)) not in (None, "rowid")
        and share_of_values(tables, table, column, other, str(key)) >= _KNOWN
    }
    return " and ".join(sorted(found))


def kind_and_id(table: Table, kind: Column, column: Column) -> str:
    """Return SQL of what tells things of several kinds apart, each with numbers of its own."""
    which, number = (Field(table.name, c.name).sql(qualified=True) for c in (kind, column))
    return f"{which} || ':' || {number}"


def _is_kind_of(tables: Tables, table: Table, kind: Column, column: Column) -> bool:
    """Return whether a column says what kind of thing another, an id, is of."""
    words, name = split_words(kind.name), split_words(column.name)
    stem = strip_id(name)
    if stem == _OBJECT and len(words) > 2 and strip_id(words)[-1] in _TYPES:
        # content_type_id, object_id: another table says what the types are.
        return True
    if ID_WORDS.isdisjoint(name) or column is kind or table.primary_key is column:
        return False
    if words[-1:] == () or words[-1] not in _TYPES:
        # entity, entity_id.
        return words == stem != () and ID_WORDS.isdisjoint(words)
    if words[:-1] in ((), stem):
        return True
    # media_type, tmdb_id: each of the tables has a tmdb_id for its key.
    targets = _targets(tables, table, kind).values() if len(words) > 1 else ()
    return bool(targets) and all(tables.key(t) == column.name for t in targets)


def exclusive_reference(tables: Tables, table: Table) -> TypedReference | None:
    """Return the references of which each row has one, to as many tables of things."""
    links = [
        link
        for link in tables.links(table)
        if None in tables.of(table, link.column)
        and any(v is not None for v in tables.of(table, link.column))
        and not tables.is_person(link.table)
    ]
    several = {link.table.name for link in links}
    if not 1 < len(links) == len(several) <= _MOST or table.name in several:
        return None
    titles = [tables.title(link.table) for link in links]
    if any(title is None or title[1] < _GOOD_TITLE for title in titles):
        return None
    if any(is_remark(tables.words(k.table)) or item_factor(tables, k.table) < 1 for k in links):
        return None
    rows = [*zip(*(tables.of(table, link.column) for link in links), strict=True)]
    n_filled = [sum(v is not None for v in row) for row in rows]
    if max(n_filled) > 1 or n_filled.count(1) < _FILLED * len(n_filled):
        return None
    if any(
        further.table.name in several and not is_unfilled(tables, k.table, further)
        for k in links
        for further in tables.links(k.table)
    ):
        return None
    parts, choices, reasons = [], [], []
    for link in links:
        described, why = describe_items(tables, link.table, link.key)
        prefix = literal(f"{link.table.name}:")
        parts.append(_of_kind(prefix, described))
        choices.append(f"{prefix} || {Field(table.name, link.column.name).sql(qualified=True)}")
        reasons += [link.reason(table), *why]
    which = [next((n for n, v in enumerate(row) if v is not None), None) for row in rows]
    return TypedReference(
        tuple(link.column.name for link in links),
        _told_by(tables, table, which),
        f"COALESCE({', '.join(choices)})",
        "\nUNION ALL ".join(parts),
        reasons,
        tuple(link.table for link in links),
    )


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


def _names_of_kinds(tables: Tables, table: Table, kind: Column) -> dict[str, str]:
    """Return what the values of a column of kinds are called: themselves, or by another table."""
    link = next((k for k in tables.links(table) if k.column is kind), None)
    key = None if link is None else link.table.find(link.key)
    if link is None or key is None:
        return {v: v for v in tables.of(table, kind) if isinstance(v, str) and v}
    ids = tables.of(link.table, key)
    named_so = [
        {
            str(i): v
            for i, v in zip(ids, tables.of(link.table, c), strict=True)
            if isinstance(v, str)
        }
        for c in link.table.columns
    ]
    return max(
        named_so,
        key=lambda names: sum(_named_table(tables, table, v) is not None for v in names.values()),
    )


def _targets(tables: Tables, table: Table, kind: Column) -> dict[str, Table]:
    """Return the tables by the values that stand for them; none where that is not clear."""
    names = _names_of_kinds(tables, table, kind)
    values = [str(v) for v in tables.of(table, kind) if str(v) in names]
    found: dict[str, Table] = {}
    for value in dict.fromkeys(values):
        nouns = split_words(names[value])
        for other in tables.schema.tables:
            own = tables.words(other)
            if nouns and own and other is not table and same_noun(nouns[-1], own[-1]):
                title = tables.title(other)
                if title is not None and title[1] >= 0.8 and tables.key(other) is not None:
                    found.setdefault(value, other)
    described = sum(value in found for value in values)
    if len(found) > _MOST or (len(found) > 1 and described < _KNOWN * len(values)):
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


def _told_by(tables: Tables, table: Table, which: list[int | None]) -> str:
    """Return the column of kinds that says which of several references a row has, or nothing."""
    for column in table.columns:
        if split_words(column.name)[-1:] not in {(word,) for word in _TYPES}:
            continue
        pairs = {*zip(tables.of(table, column), which, strict=True)}
        if 1 < len(pairs) == len({kind for kind, _ in pairs}):
            return column.name
    return ""


def _union(
    tables: Tables, table: Table, column: Column, kind: Column, targets: dict[str, Table]
) -> TypedReference:
    parts, reasons = [], [f"{table.name}.{kind.name} says what {column.name} refers to"]
    for value, target in targets.items():
        key = tables.key(target)
        assert key is not None
        described, why = describe_items(tables, target, key)
        parts.append(_of_kind(literal(f"{value}:"), described))
        reasons += why
    item, items = kind_and_id(table, kind, column), "\nUNION ALL ".join(parts)
    return TypedReference((column.name,), kind.name, item, items, reasons, tuple(targets.values()))


def _of_kind(prefix: str, described: str | None) -> str:
    """Return the SELECT of a table's items, each with its kind in front."""
    return f"SELECT {prefix} || item AS item, title\nFROM (\n{described}\n)"
