"""Who, and when, the rows of a table of events were: said by their own columns or by a parent's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.how_far import says_how_far
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.row_states import named_lists, says_use
from ilora_edge.schema_guess.tables.column_roles import is_time_of_use
from ilora_edge.schema_guess.tables.row_facts import (
    clock_beside,
    date_in_parts,
    is_things_own,
    repeats,
)
from ilora_edge.schema_guess.tables.sql_parts import Field, Join
from ilora_edge.schema_guess.tables.table_kinds import EVENTS, POOR_ITEMS, is_use, named
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.words.name_words import (
    Words,
    share_a_stem,
    split_words,
    strip_id,
    word_set,
)

# What a person has of his own, with a title: another titled parent's person may have made it.
_CONTAINERS = POOR_ITEMS | word_set("feed podcast folder category notebook subscription deck copy")
_CONTAINERS |= word_set("garden cellar pantry fridge closet wardrobe kitchen plot bed stash")
_SALES = frozenset({"sale"})
_RECEIPTS = word_set("txn transaction invoice order ord receipt ticket basket cart sale bill")
_LEAST_USER, _CLEAR = 0.9, 0.8
_AS_WELL, _AN_END = word_set("end ended update updated modified"), 0.7
# A parent that as many rows lack would leave them out.
_LACKING = 0.05
_CALENDARS = word_set("time date day calendar")
# When these came out, or came in, is not when somebody used them.
_WORKS = word_set(
    "chapter episode track song album article book movie film video podcast issue volume season "
    "page comic manga"
)
# As many tables of things have a column of the same name for whose they are.
_ALIKE = 3


def users(tables: Tables, table: Table, item: Part) -> list[Part]:
    """Return what may say whose a table's rows are; one person's, where nothing does."""
    found = []
    own = tables.user(table)
    if own is not None and Field(table.name, own[0].name) != item.sql:
        found.append(Part(Field(table.name, own[0].name), own[1], (own[2],)))
    for link in _parents(tables, table, item):
        user = tables.user(link.table)
        if user is None:
            continue
        # The owner of a list called Watched is who watched.
        sure = _LEAST_USER if named_lists(tables, link.table) is not None else user[1]
        if sure < _LEAST_USER and not _is_event(tables, link.table):
            continue
        if is_owned(tables, link.table):
            found.append(_from_parent(table, link, user[0].name, 0.9 * sure, user[2]))
    if not found:
        found = list(_users_of_grandparents(tables, table, item))
    if not found and item.table is not None and _is_someones(tables, item.table):
        found += _owner_of_items(tables, table, item)
    if not found:
        found = list(_baskets(tables, table, item))
    return found or [Part("'me'", 1.0, ("no column of users: one person, 'me'",))]


def _baskets(tables: Tables, table: Table, item: Part) -> Iterator[Part]:
    """Yield what tells a shop's sales apart where it names nobody: each is somebody's."""
    if any(tables.is_person(other) for other in tables.schema.tables):
        return
    reason = "nobody is named: each sale is somebody's"
    for link in _parents(tables, table, item):
        if named(tables.words(link.table)[-1:], _SALES):
            yield Part(Field(table.name, link.column.name), 0.85, (link.reason(table), reason))
    if not named(tables.words(table)[-1:], _SALES):
        return
    for column in table.columns:
        words = split_words(column.name)
        stem = strip_id(words)
        is_basket = stem != words and not _RECEIPTS.isdisjoint(stem)
        if is_basket and table.primary_key is not column and repeats(tables, table, column):
            yield Part(Field(table.name, column.name), 0.85, (reason,))


def _users_of_grandparents(tables: Tables, table: Table, item: Part) -> Iterator[Part]:
    """Yield who is named two steps away: by the standing order that an order's lines are of."""
    for link in _parents(tables, table, item):
        if not _is_event(tables, link.table) or tables.user(link.table) is not None:
            continue
        for second in _parents(tables, link.table, item):
            user = tables.user(second.table)
            if user is None or second.table is table or not _is_event(tables, second.table):
                continue
            part = _from_parent(link.table, second, user[0].name, 0.85 * user[1], user[2])
            joins = (join_of(table, link), *part.joins)
            yield replace(part, joins=joins, reasons=(link.reason(table), *part.reasons))


def is_owners(tables: Tables, table: Table) -> bool:
    """Return whether a column says whose a row is, in most tables that name things alike."""
    user = tables.user(table)
    return user is not None and (
        _refers_to_person(tables, table, user[0]) and is_everywhere(tables, user[0])
    )


def _is_someones(tables: Tables, table: Table) -> bool:
    """Return whether a row is what a person has: it says what he did with it, or that all do."""
    if is_owners(tables, table):
        return True
    return tables.user(table) is not None and says_use(tables, table) is not None


def is_everywhere(tables: Tables, user: Column) -> bool:
    """Return whether most tables that name things have a column for whose they are."""
    things = [
        t
        for t in tables.schema.tables
        if tables.size(t) and tables.title(t) is not None and not tables.is_person(t)
    ]
    alike = [t for t in things if t.find(user.name) is not None]
    are_most = len(alike) >= _ALIKE and 2 * len(alike) >= len(things)
    return are_most or 1 < len(alike) == len(things)


def _refers_to_person(tables: Tables, table: Table, column: Column) -> bool:
    links = tables.links(table)
    return any(link.column is column and tables.is_person(link.table) for link in links)


def _owner_of_items(tables: Tables, table: Table, item: Part) -> Iterator[Part]:
    for link in tables.links(table):
        user = tables.user(link.table)
        if link.table is item.table and user is not None and not item.joins:
            yield _from_parent(table, link, user[0].name, 0.9 * user[1], user[2])


def times(tables: Tables, table: Table, item: Part) -> list[Part]:
    """Return what may say when a table's rows happened; nothing, with strength 0."""
    found = []
    own = tables.time(table)
    if own is not None and (
        _is_left_empty(tables, table, own[0]) or _is_of_thing(tables, table, item, own[0])
    ):
        own = None
    if own is not None and Field(table.name, own[0].name) != item.sql:
        reason = f"{table.name}.{own[0].name} is the time"
        sql: Field | str = Field(table.name, own[0].name)
        clock = clock_beside(tables, table, own[0])
        if clock is not None:
            reason += f", with {clock.column}"
            sql = f"{Field(table.name, own[0].name).sql(True)} || ' ' || {clock.sql(True)}"
        # Of uses when each came to its end is a time like any other, and so is the last change of
        # a row that has no other.
        is_one = is_use(tables.words(table)) or says_how_far(tables, table)
        is_one = is_one and not _AS_WELL.isdisjoint(split_words(own[0].name))
        found.append(Part(sql, max(own[1], _AN_END if is_one else 0.0), (reason,)))
    elif (day := date_in_parts(tables, table)) is not None:
        found.append(Part(day, 0.85, (f"year, month and day of {table.name} are the time",)))
    for link in _parents(tables, table, item):
        names = tables.words(link.table)
        if (time := tables.time(link.table)) is not None and time[1] > 0.3:
            if named(names[-1:], _WORKS) and not is_time_of_use(split_words(time[0].name), True):
                continue
            if found and found[0].strength >= _CLEAR and "last" in split_words(time[0].name):
                # A history says itself when each was; its things' rows have the last time.
                continue
            if found and _says_when(time[0], names) and not (own and _says_when(own[0], names)):
                # When an order's line was picked is not when it was ordered.
                found[0] = replace(found[0], strength=0.9 * found[0].strength)
            reason = f"{link.table.name}.{time[0].name} is the time"
            # An album has a time as well, but is another item, not what its tracks happened in.
            strength = (0.95 if _is_event(tables, link.table) else 0.75) * time[1]
            if named(names, _CALENDARS) and tables.time(table) is None:
                # A table of days is there to say when.
                strength = 0.95
            found.append(_from_parent(table, link, time[0].name, strength, reason))
    if not found:
        found = list(_times_of_grandparents(tables, table, item))
    return found or [Part("0", 0.0, ("no column of times: 0",))]


def _is_left_empty(tables: Tables, table: Table, time: Column) -> bool:
    """Return whether a program writes down what was used, and never the time of it."""
    values = tables.of(table, time)
    return bool(values) and is_use(tables.words(table)) and set(values) == {None}


def _is_of_thing(tables: Tables, table: Table, item: Part, time: Column) -> bool:
    """Return whether each opening is a row, which copies what is known of the thing, its time too.

    The rows' order then says what came after what.
    """
    column = table.find(item.sql.column) if isinstance(item.sql, Field) else None
    is_own = column is not None and isinstance(item.sql, Field) and item.sql.table == table.name
    is_numbered = table.primary_key is not None and table.primary_key is not column
    if not (is_own and is_numbered and is_use(tables.words(table))):
        return False
    assert column is not None
    return is_things_own(tables, table, column, time)


def _times_of_grandparents(tables: Tables, table: Table, item: Part) -> Iterator[Part]:
    """Yield when it was as it is said two steps away: by the receipt that a ticket belongs to."""
    for link in _parents(tables, table, item):
        if not _is_event(tables, link.table):
            continue
        for second in _parents(tables, link.table, item):
            time = tables.time(second.table)
            if time is None or time[1] <= 0.3 or second.table is table:
                continue
            reason = f"{second.table.name}.{time[0].name} is the time"
            part = _from_parent(link.table, second, time[0].name, 0.7 * time[1], reason)
            joins = (join_of(table, link), *part.joins)
            yield replace(part, joins=joins, reasons=(link.reason(table), *part.reasons))


def _says_when(time: Column, table: Words) -> bool:
    """Return whether a time is named for what its table has: the order date of orders."""
    return share_a_stem(split_words(time.name), table)


def is_owned(tables: Tables, table: Table) -> bool:
    """Return whether the person of a table's row is whose it is, and not who made it."""
    title = tables.title(table)
    return (
        title is None
        or title[1] < 0.8
        or _is_event(tables, table)
        or named(tables.words(table)[-1:], _CONTAINERS)
    )


def owner(tables: Tables, table: Table) -> tuple[Link, Column, str] | None:
    """Return the reference to what a person owns, and who it is, of rows that do not say it."""
    for link in tables.links(table):
        user = None if tables.is_person(link.table) else tables.user(link.table)
        if user is not None and user[1] >= _LEAST_USER and is_owned(tables, link.table):
            values = {v for v in tables.of(link.table, user[0]) if v is not None}
            if len(values) > 1 and not _lacks(tables, table, link):
                return link, user[0], user[2]
    return None


def join_of(table: Table, link: Link) -> Join:
    """Return a reference as a join."""
    return Join(link.table.name, link.key, table.name, link.column.name)


def _is_event(tables: Tables, table: Table) -> bool:
    return named(tables.words(table), EVENTS) or (
        tables.title(table) is None and tables.user(table) is not None
    )


def _lacks(tables: Tables, table: Table, link: Link) -> bool:
    values = tables.of(table, link.column)
    return sum(v is None for v in values) > _LACKING * len(values)


def _parents(tables: Tables, table: Table, item: Part) -> Iterator[Link]:
    for link in tables.links(table):
        if link.table is item.table or tables.is_person(link.table) or _lacks(tables, table, link):
            continue
        # The same join as the item's is one, another of the same table would need a second name.
        if any(j.table == link.table.name and j != join_of(table, link) for j in item.joins):
            continue
        yield link


def _from_parent(table: Table, link: Link, column: str, strength: float, reason: str) -> Part:
    strength *= 0.5 + 0.5 * link.strength
    reasons = (link.reason(table), reason)
    return Part(Field(link.table.name, column), strength, reasons, (join_of(table, link),))
