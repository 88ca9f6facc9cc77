"""What the rows of a table may be about: another table's rows, or what they name themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.item_query import (
    BEHIND,
    IN_FRONT,
    describe_items,
    numbered_in_whole,
)
from ilora_edge.schema_guess.parts.left_over import left_over
from ilora_edge.schema_guess.parts.named_in_rows import episode_in_row, numbered_part, own_text
from ilora_edge.schema_guess.parts.row_states import literal
from ilora_edge.schema_guess.parts.titles_beside import named_here
from ilora_edge.schema_guess.parts.titles_elsewhere import titled_elsewhere
from ilora_edge.schema_guess.parts.typed_references import (
    exclusive_ids,
    has_two_kinds,
    kind_and_id,
    typed_references,
    typed_thing,
)
from ilora_edge.schema_guess.parts.unknown_items import unknown_ids
from ilora_edge.schema_guess.tables.row_facts import are_unnamed, is_part, is_unfilled, repeats
from ilora_edge.schema_guess.tables.sql_parts import Field, Join, select
from ilora_edge.schema_guess.tables.table_kinds import (
    EVENTS,
    POOR_ITEMS,
    is_use,
    item_factor,
    named,
)
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.tables.titles_in_objects import name_in_object, name_sql
from ilora_edge.schema_guess.words.known_words import ITEMS, PLACES
from ilora_edge.schema_guess.words.name_words import (
    is_remark,
    split_words,
    strip_id,
    without_suffix,
    word_set,
)

# The name of a file is one too; further away there may be better titles, of other things.
_WEAKEST_TITLE, _WEAK_TITLE, _GOOD_TITLE = 0.2, 0.4, 0.65
# Beside a known kind of thing another is as much less likely.
_OTHER, _REMARK, _WHOLE, _NAMED = 0.8, 0.4, 0.5, 0.8
_WHOLES = word_set("album artist author channel genre category playlist")
# What was eaten says more than where.
_WHERE = 0.7
# And what a series was read of says more than how far one came.
_LATEST, _OF_LAST = 0.6, word_set("latest last current newest next first")
# What there is of a thing, which has no name of its own.
COPIES = word_set("copy item edition instance holding exemplar file variant variation sku size")
# What was read is the book that they met for.
_OCCASIONS = word_set("meeting meetup gathering party evening night screening showing session")


def left_choices(tables: Tables, table: Table) -> Iterator[Part]:
    """Yield what is left when all else is explained; texts name what they are of."""
    for left in left_over(tables, table):
        item = Field(table.name, left.column.name)
        described: list[tuple[Field | str, str]] = [(item, "item"), (item, "title")]
        items = select(described, table.name, distinct=True) if left.is_text else None
        about = table if left.is_text else None
        reason = f"{table.name}.{left.column.name} is the item: nothing else is left"
        strength = 0.6 if left.is_named else 0.45
        yield Part(item, strength, (reason,), (), about, items, is_left=not left.is_named)


def _link_strength(
    tables: Tables, table: Table, first: Link, target: Table, titled: float
) -> float:
    """Return how likely a link leads to what a table's rows are about, whose titles are so sure."""
    strength = (0.4 + 0.6 * titled) * (0.5 + 0.5 * first.strength)
    strength *= _share_of_values(tables, table, first)
    strength *= _LATEST if _is_latest(first) else 1.0
    strength *= item_factor(tables, target)
    if table.name in tables.listed and target is first.table and tables.title(table) is not None:
        # What stands on a list, with its name, rather than whose list it is.
        strength *= _REMARK
    return strength * (_REMARK if is_remark(tables.words(target)) else 1.0)


_Found = tuple[Link, Link, float]
"""A link, the one behind it that says what is meant (or the same), and its strength."""


def item_choices(tables: Tables, table: Table, is_event: bool) -> Iterator[Part]:
    """Yield what a table's rows may be about."""
    typed = list(typed_references(tables, table))
    for ref in typed:
        yield Part(ref.item, 0.97, tuple(ref.reasons), (), ref.tables[0], ref.items, kind=ref.kind)
    if not typed and (one := _one_of_several(tables, table)) is not None:
        yield one
        return
    links = _links_to_things(tables, table, {name for ref in typed for name in ref.columns})
    told = [(k, titled_elsewhere(tables, k.table, k.key)) for k in links]
    names = {name for _, titled in told if titled is not None for name in titled.tables}
    found: list[_Found] = []
    for link, titled in told:
        if titled is not None:
            strength = _link_strength(tables, table, link, link.table, 0.9)
            item, why = Field(table.name, link.column.name), (link.reason(table),)
            yield Part(item, strength, why, (), link.table, titled.items, titled.reasons)
        if titled is not None or link.table.name in names:
            # What has the titles of other rows is no other thing.
            continue
        row = _named_by_a_row(tables, link)
        if row is not None and tables.beside(link.table, link.key) is None:
            yield _of_row(tables, table, link, row)
        else:
            found.extend(_titled(tables, table, link))
    part = (numbered_part(tables, table) or episode_in_row(tables, table)) if found else None
    if part is not None:
        yield part
    yield from _linked(tables, table, found, is_event, part is not None)
    yield from _own_items(tables, table, is_event, bool(found) or bool(names), bool(typed))


def _linked(
    tables: Tables, table: Table, found: Sequence[_Found], is_event: bool, has_part: bool
) -> Iterator[Part]:
    """Yield the things that a table's rows refer to, ``has_part`` where a row is of a part."""
    targets = [second.table for _, second, _ in found]
    are_places = _are_only_places(tables, targets)
    are_known = [
        (_is_known(first) or _is_known(second)) and not is_place
        for (first, second, _), is_place in zip(found, are_places, strict=True)
    ]
    user = tables.user(table)
    for n, (first, second, strength) in enumerate(found):
        if user is not None and user[0] is first.column and len(found) > 1:
            continue
        target = second.table
        strength = _link_strength(tables, table, first, target, strength)
        if (told := named_here(tables, table, first)) is not None:
            yield told
            continue
        # A track rather than its album: the one that refers to the other says more.
        others = [t for t in targets if t is not target and _is_told(tables, t)]
        if has_part or any(_is_whole(tables, target, other) for other in others):
            strength *= 0.75
        if is_event and _is_whole_of_own(tables, table, first):
            # A song that the row names, of an album that a table has.
            strength *= _WHOLE
        if any(are_known) and not are_known[n]:
            # Of an exercise and the routine that it is done in the exercise is the item.
            strength *= _OTHER
        strength *= _WHERE if are_places[n] else 1.0
        items, reasons = describe_items(tables, target, second.key)
        is_clear = any(IN_FRONT in reason or BEHIND in reason for reason in reasons)
        if tables.titles_repeat(target) and not is_clear:
            # Chapters called 1 and 2, whose book has the name.
            strength *= 0.4
        if not is_event and _is_own_item(tables, table):
            strength *= 0.25 if user is None else 0.5
        joined = first.column is not second.column
        yield Part(
            Field(first.table.name if joined else table.name, second.column.name),
            strength,
            (first.reason(table), *([second.reason(first.table)] if joined else ())),
            (Join(first.table.name, first.key, table.name, first.column.name),) if joined else (),
            target,
            items,
            tuple(reasons),
        )


def _one_of_several(tables: Tables, table: Table) -> Part | None:
    """Return the things of rows that are about these or about what was said of one."""
    found = typed_thing(tables, table)
    if found is None:
        return None
    column, kind, value, target = found
    key, title = tables.key(target), tables.title(target)
    if key in (None, "rowid") or title is None or title[1] < _GOOD_TITLE:
        return None
    assert key is not None
    items, why = describe_items(tables, target, key)
    where = f"{Field(table.name, kind.name).sql(qualified=True)} = {literal(value)}"
    reason = (
        f"{table.name}.{column.name} refers to {target.name}.{key} where {kind.name} is {value}"
    )
    item = Field(table.name, column.name)
    return Part(item, 0.9, (reason,), (), target, items, tuple(why), where, kind.name)


def _own_items(
    tables: Tables, table: Table, is_event: bool, has_links: bool, is_typed: bool
) -> Iterator[Part]:
    """Yield what a table's rows name themselves, or what another file describes."""
    user = tables.user(table)
    time = tables.time(table)
    is_used = is_use(tables.words(table))
    is_remark_of = is_remark(tables.words(table)) and _has_thing(tables, table)
    if is_remark_of:
        # A review has a title of its own, and the id of a game that another file describes.
        pass
    elif user is not None or is_used or (time is not None and time[1] > 0.65):
        # Others are items that were only created, or changed, some time.
        yield from own_text(tables, table, is_event, has_links)
    if not has_links and not is_typed:
        # What has no titles may be described elsewhere, though something here has the same key.
        persons = (link for link in tables.links(table) if tables.is_person(link.table))
        yield from _unknown(tables, table, {link.column.name for link in persons})


def _is_whole_of_own(tables: Tables, table: Table, link: Link) -> bool:
    """Return whether a row names what it is about, and refers to what that is part of."""
    title = tables.title(table)
    if title is None or title[1] < _NAMED or link.column is title[0]:
        return False
    is_whole = named(tables.words(link.table)[-1:], _WHOLES)
    return is_whole and is_part(tables, table, title[0], link.column)


def _links_to_things(tables: Tables, table: Table, several: set[str]) -> list[Link]:
    """Return the references to one table each, which is none of persons."""
    return [
        link
        for link in tables.links(table)
        if not tables.is_person(link.table)
        and link.column.name not in several
        and not is_unfilled(tables, table, link)
    ]


def _is_own_item(tables: Tables, table: Table) -> bool:
    """Return whether a row is an item that belongs to another: an episode of a podcast.

    Where parts have numbers for names, the whole is what was used.
    """
    own = tables.title(table)
    if own is None or any(link.column is own[0] for link in tables.links(table)):
        # A thing that is referred to by its title is another table's.
        return False
    return own[1] >= 0.8 and not are_unnamed(tables, table)


def _titled(tables: Tables, table: Table, link: Link) -> Iterator[tuple[Link, Link, float]]:
    """Yield a reference, that to what has the titles, and how good these are."""
    if (beside := tables.beside(link.table, link.key)) is not None:
        yield link, replace(link, table=beside[0], key=beside[1]), 0.9
        return
    title = tables.title(link.table)
    # An article's number is a worse title than what it is a variant of, and the notes of an
    # evening than what was played.
    is_copy = named(without_suffix(tables.words(link.table))[-1:], COPIES | EVENTS)
    further = list(_of_copies(tables, table, link))
    if title is not None and title[1] >= (_GOOD_TITLE if is_copy and further else _WEAKEST_TITLE):
        yield link, link, title[1]
    elif numbered_in_whole(tables, link.table) is not None:
        yield link, link, _GOOD_TITLE
    else:
        yield from further


def _of_copies(tables: Tables, table: Table, link: Link) -> Iterator[tuple[Link, Link, float]]:
    """Yield references in two steps: to a copy that is lent out, of a book."""
    for second in tables.links(link.table):
        title = tables.title(second.table)
        if second.table is table or title is None or tables.is_person(second.table):
            continue
        if named(tables.words(second.table)[-1:], POOR_ITEMS) and _are_pairs(link, second):
            continue
        is_other_event = named(tables.words(link.table), EVENTS)
        if not is_other_event or tables.time(link.table) is None or not tables.user(link.table):
            yield link, second, 0.85 * title[1]


def _are_pairs(link: Link, second: Link) -> bool:
    """Return whether rows pair a thing with another that may hold it: a song, and a list."""
    own = link.table.primary_key
    return (own is None or own.name != link.key) and second.column.name != link.key


def _has_names(tables: Tables, table: Table) -> bool:
    """Return whether a table's rows have titles of their own, and not addresses or numbers."""
    title = tables.title(table)
    return title is not None and title[1] >= _WEAK_TITLE and not tables.titles_repeat(table)


def _is_latest(link: Link) -> bool:
    """Return whether a reference says how far one came with what a row is about."""
    return not _OF_LAST.isdisjoint(split_words(link.column.name)[:1])


def _is_told(tables: Tables, table: Table) -> bool:
    """Return whether a table's rows have names, or are told by those of their wholes."""
    return _has_names(tables, table) or numbered_in_whole(tables, table) is not None


def _is_known(link: Link) -> bool:
    """Return whether a reference is named for what is commonly used: a film, a dish."""
    return named(strip_id(split_words(link.column.name))[-1:], ITEMS)


def _are_only_places(tables: Tables, targets: list[Table]) -> list[bool]:
    """Return which tables are only where something was used: places, beside a thing."""
    are_things = any(_is_thing(tables, target) for target in targets)
    return [are_things and _is_place(tables, target) for target in targets]


def _is_place(tables: Tables, table: Table) -> bool:
    return named(without_suffix(tables.words(table))[-1:], PLACES)


def _is_thing(tables: Tables, table: Table) -> bool:
    """Return whether rows are neither places nor something that only holds others: a trip."""
    is_other = _is_place(tables, table) or named(tables.words(table), EVENTS)
    return not is_other and item_factor(tables, table) == 1.0


def _named_by_a_row(tables: Tables, link: Link) -> Link | None:
    """Return the reference by which a thing is named: a topic, by its first message.

    Each thing refers to another row; of several copies of a book the book is what is read.
    """
    own = tables.title(link.table)
    nouns = without_suffix(tables.words(link.table))[-1:]
    if named(nouns, COPIES | _OCCASIONS) or (own and own[1] >= _WEAK_TITLE):
        return None
    if tables.user(link.table) is not None and tables.time(link.table) is not None:
        # An order, which somebody made.
        return None
    for second in tables.links(link.table):
        title = tables.title(second.table)
        values = tables.of(link.table, second.column)
        if title is None or title[1] < _GOOD_TITLE or tables.is_person(second.table):
            continue
        if len(values) > 1 and None not in values and tables.is_unique(link.table, second.column):
            return second
    return None


def _of_row(tables: Tables, table: Table, link: Link, row: Link) -> Part:
    """Return the things that a column refers to, each named by the row it refers to."""
    described, reasons = describe_items(tables, row.table, row.key)
    thing, title = link.table, tables.title(row.table)
    refers = Field(thing.name, row.column.name).sql(qualified=True)
    items = (
        f"SELECT {Field(thing.name, link.key).sql(qualified=True)} AS item, named.title AS title\n"
        f"FROM {quote(thing.name)}\nJOIN (\n{described}\n) AS named ON named.item = {refers}"
    )
    strength = (0.4 + 0.6 * (title[1] if title else 0.0)) * (0.5 + 0.5 * link.strength)
    strength *= _share_of_values(tables, table, link) * item_factor(tables, thing)
    why = (*reasons, row.reason(thing))
    sql = Field(table.name, link.column.name)
    return Part(
        sql, 0.95 * strength, (link.reason(table),), (), thing, items, why, titled=row.table
    )


def _is_whole(tables: Tables, one: Table, other: Table) -> bool:
    """Return whether a table's rows are parts of another's: where both refer, the fewer."""
    if not any(link.table is one for link in tables.links(other)):
        return False
    is_mutual = any(link.table is other for link in tables.links(one))
    return not is_mutual or tables.size(one) <= tables.size(other)


def _share_of_values(tables: Tables, table: Table, link: Link) -> float:
    """Return how many rows refer to anything by a link: a film's row has no episode."""
    values = tables.of(table, link.column)
    return sum(v is not None for v in values) / len(values) if values else 1.0


def _has_thing(tables: Tables, table: Table) -> bool:
    """Return whether a row has the id of a thing, and not only a number."""
    ids = (sql for sql, _ in unknown_ids(tables, table, set()))
    return any(isinstance(sql, Field) and len(split_words(sql.column)) > 1 for sql in ids)


def _unknown(tables: Tables, table: Table, linked: set[str]) -> Iterator[Part]:
    """Yield references to items that another file describes."""
    keys = {
        link.column.name
        for link in tables.links(table)
        if named(tables.words(link.table)[-1:], ITEMS) and tables.user(link.table) is None
    }
    if (several := exclusive_ids(tables, table)) is not None:
        yield Part(several, 0.65, ("each row has one of several ids", "no table describes them"))
        return
    for sql, reason in unknown_ids(tables, table, linked):
        # What a table has, though without names, is less in doubt than a number of nothing.
        strength = 0.65 if isinstance(sql, Field) and sql.column in keys else 0.5
        column = table.find(sql.column) if isinstance(sql, Field) else None
        kind = None if column is None else has_two_kinds(tables, table, column)
        if column is not None and kind is not None:
            sql = kind_and_id(table, kind, column)
            reason = f"{table.name}.{kind.name} says what {column.name} is of"
        elif column is not None and (whole := _kept_whole(tables, table, column)) is not None:
            yield Part(sql, 0.85, (reason,), (), table, *whole)
            continue
        why = (reason, "no table with titles was found")
        yield Part(sql, strength, why, kind="" if kind is None else kind.name)


def _kept_whole(tables: Tables, table: Table, column: Column) -> tuple[str, tuple[str, ...]] | None:
    """Return the SELECT of things by their ids, each named in an object that rows have, and why."""
    title = tables.title(table)
    inside = None if title is None else name_in_object(tables, table, title[0])
    if title is None or inside is None or not repeats(tables, table, column):
        return None
    name = name_sql(Field(table.name, title[0].name), inside[0], qualified=False)
    described: list[tuple[Field | str, str]] = [
        (Field(table.name, column.name), "item"),
        (name, "title"),
    ]
    items = select(described, table.name, distinct=True)
    return items, (f"{table.name}.{title[0].name} has the title",)
