"""What else may be a table's item, person or time, and which of its rows may count.

By what the columns hold, and hardly by what they are called: for readings that a person chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.event_parts import join_of, times, users
from ilora_edge.schema_guess.parts.item_choices import item_choices
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.item_query import describe_items
from ilora_edge.schema_guess.tables.column_roles import are_instants, are_lists
from ilora_edge.schema_guess.tables.row_facts import repeats
from ilora_edge.schema_guess.tables.sql_parts import Field, Join, select
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.words.name_words import split_words, strip_id

_NOTHING = Part("", 0.0)
_LONG = 80
_TITLED, _UNTITLED, _A_ROW, _A_TEXT, _A_CODE = 0.6, 0.3, 0.45, 0.4, 0.25
_A_TIME, _NEVER = 0.3, (None, 0, "")
_ONE_PERSON, _SOMEBODY = 0.2, 0.1


def item_parts(tables: Tables, table: Table) -> list[Part]:
    """Return what rows may be about, the likelier first: references, the rows themselves, texts."""
    found = [*item_choices(tables, table, True), *_referred(tables, table), *_own(tables, table)]
    who = tables.user_name(table)
    distinct: dict[tuple[object, object], Part] = {}
    for part in found:
        is_user = isinstance(part.sql, Field) and part.sql == Field(table.name, str(who))
        if not is_user:
            distinct.setdefault((part.sql, part.items), part)
    return sorted(distinct.values(), key=lambda part: -part.strength)


def _referred(tables: Tables, table: Table) -> Iterator[Part]:
    for link in tables.links(table):
        if tables.is_person(link.table):
            continue
        yield _linked(tables, table, link)
        for second in tables.links(link.table):
            if second.table is table or tables.is_person(second.table):
                continue
            yield _linked(tables, link.table, second, (join_of(table, link),))
            if (whole := _by_whole(tables, table, link, second)) is not None:
                yield whole


def _linked(tables: Tables, owner: Table, link: Link, joins: tuple[Join, ...] = ()) -> Part:
    items, why = describe_items(tables, link.table, link.key)
    strength = (_UNTITLED if items is None else _TITLED) * (0.8 if joins else 1.0)
    item = Field(owner.name, link.column.name)
    return Part(item, strength, (*why, link.reason(owner)), joins, link.table, items)


def _by_whole(tables: Tables, table: Table, link: Link, second: Link) -> Part | None:
    """Return a part without a title, a season, as called by what it is of."""
    title = tables.title(second.table)
    if title is None or tables.title(link.table) is not None:
        return None
    named: list[tuple[Field | str, str]] = [
        (Field(link.table.name, link.key), "item"),
        (Field(second.table.name, title[0].name), "title"),
    ]
    items = select(named, link.table.name, [join_of(link.table, second)])
    why = f"{table.name}.{link.column.name} is the item, by the name of its {second.table.name}"
    return Part(Field(table.name, link.column.name), 0.5, (why,), (), link.table, items)


def _own(tables: Tables, table: Table) -> Iterator[Part]:
    key, title = tables.key(table), tables.title(table)
    if key is not None and title is not None:
        items, why = describe_items(tables, table, key)
        reason = f"each row of {table.name} is an item"
        yield Part(Field(table.name, key), _A_ROW, (*why, reason), (), table, items)
    linked = {k.column.name for k in tables.links(table)}
    for column in table.columns:
        values = [v for v in tables.of(table, column) if v is not None]
        is_known = column.name in linked or tables.time_strength(table, column) > 0
        if is_known or len(set(values)) < 2 or are_instants(values) or are_lists(values):
            continue
        item = Field(table.name, column.name)
        named: list[tuple[Field | str, str]] = [(item, "item"), (item, "title")]
        reason = f"{table.name}.{column.name} is the item"
        strength = 1.0 if title is not None and title[0] is column else 0.8
        strength *= 1.0 if repeats(tables, table, column) else 0.7
        if all(isinstance(v, str) and len(v) <= _LONG for v in values):
            items = select(named, table.name, distinct=True)
            yield Part(item, _A_TEXT * strength, (reason,), (), table, items)
        elif _is_id(column) and column is not table.primary_key:
            yield Part(item, _A_CODE * strength, (reason,), (), None, None)


def _is_id(column: Column) -> bool:
    words = split_words(column.name)
    return strip_id(words) not in (words, ())


def time_parts(tables: Tables, table: Table) -> list[Part]:
    """Return when rows may have happened: by columns, by what rows belong to, or unknown."""
    found = []
    for column in table.columns:
        values, strength = tables.of(table, column), tables.time_strength(table, column)
        if strength <= 0 and not are_instants([v for v in values if v not in _NEVER]):
            continue
        field, never = Field(table.name, column.name), [v for v in values if v in _NEVER]
        where = tables.is_ever(table, field, False) if never else ""
        why = f"{table.name}.{column.name} is the time"
        found.append(Part(field, max(strength, _A_TIME), (why,), where=where))
    own = {part.sql for part in found}
    found += (part for part in times(tables, table, _NOTHING) if part.sql not in own)
    return found if any(part.sql == "0" for part in found) else [*found, _untimed()]


def _untimed() -> Part:
    return Part("0", 0.05, ("no column of times: 0",))


def user_parts(tables: Tables, table: Table) -> list[Part]:
    """Return whose rows may be: by references to persons, by what rows belong to, or one's."""
    found = [
        Part(Field(table.name, k.column.name), 0.9 * k.strength, (k.reason(table),))
        for k in tables.links(table)
        if tables.is_person(k.table)
    ]
    found += users(tables, table, _NOTHING)
    for link in tables.links(table):
        user = None if tables.is_person(link.table) else tables.user(link.table)
        if user is not None:
            field, why = Field(link.table.name, user[0].name), (link.reason(table), user[2])
            found.append(Part(field, 0.5 * user[1], why, (join_of(table, link),)))
    for column in table.columns:
        is_again = repeats(tables, table, column) and column is not table.primary_key
        if is_again and _tells(tables, table, column):
            reason = f"{table.name}.{column.name} is the user"
            found.append(Part(Field(table.name, column.name), _SOMEBODY, (reason,)))
    found = [replace(part, strength=_ONE_PERSON) if part.sql == "'me'" else part for part in found]
    if all(part.sql != "'me'" for part in found):
        found.append(Part("'me'", _ONE_PERSON, ("all rows are one person's",)))
    return list({part.sql: part for part in reversed(found)}.values())[::-1]


def _tells(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether values may tell persons apart: several numbers or short texts, no times."""
    values = [v for v in tables.of(table, column) if v is not None]
    return (
        len(set(values)) > 2
        and not are_instants(values)
        and all(isinstance(v, int) or (isinstance(v, str) and len(v) <= _LONG) for v in values)
    )


def counted_rows(tables: Tables, table: Table, qualified: bool) -> Iterator[tuple[str, str]]:
    """Yield SQL of rows that alone may count, by marks and amounts, and what that says."""
    linked = {k.column.name for k in tables.links(table)}
    for column in table.columns:
        values = {v for v in tables.of(table, column) if v is not None}
        sql, name = Field(table.name, column.name).sql(qualified), f"{table.name}.{column.name}"
        numbers = [v for v in values if isinstance(v, int | float)]
        if column.pk or column.name in linked or not numbers or len(numbers) < len(values):
            continue
        if are_instants([v for v in numbers if v]):
            continue
        if values == {0, 1}:
            yield sql, f"only rows with {name}"
        elif min(numbers) < 0 < max(numbers):
            yield f"{sql} < 0", f"only rows with {name} below 0"
            yield f"{sql} > 0", f"only rows with {name} above 0"
        elif min(numbers) == 0 < max(numbers):
            yield f"{sql} > 0", f"only rows with {name} above 0"
