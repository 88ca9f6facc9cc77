"""Titles that other tables have for a table without any: by languages, as attributes, by kinds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.parts.item_query import describe_items
from ilora_edge.schema_guess.parts.row_states import literal
from ilora_edge.schema_guess.parts.typed_references import exclusive_reference
from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.tables.sql_parts import Field, select
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.words.name_words import split_words, word_set

# A better title of a table's own is taken instead.
_OWN, _GOOD_TITLE = 0.4, 0.65
# Of a table's rows as many have a title elsewhere.
_MOST = 0.8
# A thing has one title, and most have another one.
_ONE_EACH, _APART = 0.95, 0.7
_LANGUAGES = word_set("lang language locale culture")
_NAMES = word_set("title name label")
_VALUES = word_set("value val text content string")
_MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class Titled:
    """The SELECT of items whose titles stand in other tables, and why."""

    items: str
    reasons: tuple[str, ...]
    tables: tuple[str, ...]
    """The tables that have them."""


def titled_elsewhere(tables: Tables, table: Table, key: str) -> Titled | None:
    """Return the titles that other tables have for most of a table's rows, which has none."""
    own = tables.title(table)
    if own is not None and own[1] >= _OWN:
        return None
    referring = [
        (other, link)
        for other in tables.schema.tables
        if not (other.is_view or tables.is_person(other))
        for link in tables.links(other)
        if link.table is table and link.key == key
    ]
    for other, link in referring:
        for titled, ids in _of_rows(tables, other, link):
            if len(ids) >= _MOST * tables.size(table) > 0:
                return titled
    return _by_kind(tables, table, referring) or _by_reference(tables, table, key)


def _of_rows(tables: Tables, other: Table, link: Link) -> Iterator[tuple[Titled, set[Cell]]]:
    """Yield the titles that one table's rows have for others, in one language or as attributes."""
    for column, value, title in (*_in_a_language(tables, other), *_as_attribute(tables, other)):
        field = Field(other.name, column.name)
        where = f"{field.sql(False)} = {literal(value)}"
        query = f"SELECT {quote(link.column.name)}, {quote(title.name)} FROM {quote(other.name)}"
        rows = tables.select(f"{query} WHERE {where} LIMIT 1000")
        ids = {row[0] for row in rows}
        if len(ids) < _ONE_EACH * len(rows) or len({row[1] for row in rows}) < _APART * len(ids):
            # Chapters of a book, streams of a film: several of each, or called alike everywhere.
            continue
        described: list[tuple[Field | str, str]] = [
            (Field(other.name, link.column.name), "item"),
            (Field(other.name, title.name), "title"),
        ]
        reason = f"{other.name}.{title.name} is the title where {column.name} is {value}"
        items = select(described, other.name, where=where)
        yield Titled(items, (reason,), (other.name,)), ids


def _in_a_language(tables: Tables, other: Table) -> Iterator[tuple[Column, str, Column]]:
    """Yield the column of languages, the commonest one, English of equals, and the titles."""
    title = tables.title(other)
    if title is None or title[1] < _GOOD_TITLE:
        return
    for column in other.columns:
        values = [v for v in tables.of(other, column) if isinstance(v, str) and v]
        if not _LANGUAGES.isdisjoint(split_words(column.name)) and values:
            counts = Counter(values)
            yield column, max(counts, key=lambda v: (counts[v], v.lower()[:2] == "en")), title[0]


def _as_attribute(tables: Tables, other: Table) -> Iterator[tuple[Column, str, Column]]:
    """Yield the column that names attributes, what it calls a title, and the column of values."""
    values = [c for c in other.columns if split_words(c.name)[-1:] in {(v,) for v in _VALUES}]
    for column in other.columns if len(values) == 1 else ():
        named = tables.of(other, column)
        names = {v for v in named if isinstance(v, str) and v}
        titles = [v for v in names if split_words(v) and _NAMES.issuperset(split_words(v))]
        if column is values[0] or not 1 < len(names) <= _MOST_NAMES or len(titles) != 1:
            continue
        pairs = zip(named, tables.of(other, values[0]), strict=True)
        if all(isinstance(text, str) for name, text in pairs if name == titles[0]):
            yield column, titles[0], values[0]


def _by_kind(tables: Tables, table: Table, referring: list[tuple[Table, Link]]) -> Titled | None:
    """Return the titles of several tables, each of which has some of a table's rows: its kinds."""
    found: dict[str, tuple[Table, Link]] = {}
    rows: defaultdict[str, set[Cell]] = defaultdict(set)
    for other, link in referring:
        title, ids = tables.title(other), tables.of(other, link.column)
        is_each = bool(ids) and tables.is_unique(other, link.column)
        if title is not None and title[1] >= _GOOD_TITLE and is_each:
            found[other.name] = (other, link)
            rows[other.name] = set(ids)
    every = set().union(*rows.values())
    sizes = [tables.size(other) for other, _ in found.values()]
    least = _MOST * tables.size(table)
    are_apart = len(every) == sum(map(len, rows.values()))
    # What one table has of nearly all is described by that, with all else that it says.
    if len(found) < 2 or not are_apart or sum(sizes) < least or max(sizes) >= least:
        return None
    parts, reasons = [], []
    for other, link in found.values():
        described, why = describe_items(tables, other, link.column.name)
        parts.append(f"SELECT item, title\nFROM (\n{described}\n)")
        reasons += why
    return Titled("\nUNION ALL ".join(parts), tuple(reasons), tuple(found))


def _by_reference(tables: Tables, table: Table, key: str) -> Titled | None:
    """Return the titles of what each row of a table refers to, in one of several columns."""
    one = exclusive_reference(tables, table)
    if one is None:
        return None
    item, parts = Field(table.name, key).sql(qualified=True), []
    for link in tables.links(table):
        if link.column.name in one.columns:
            # One join for each: to all of them at once it would take their product.
            described, _ = describe_items(tables, link.table, link.key)
            refers = Field(table.name, link.column.name).sql(qualified=True)
            named = f"JOIN (\n{described}\n) AS named ON named.item = {refers}"
            source = f"FROM {quote(table.name)}\n{named}"
            parts.append(f"SELECT {item} AS item, named.title AS title\n{source}")
    names = tuple(other.name for other in one.tables)
    return Titled("\nUNION ALL ".join(parts), tuple(one.reasons), names)
