"""What the rows of a table may be about: another table's rows, or what they name themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.column_roles import ITEMS, artist_strength, title_strength
from ilora_edge.schema_guess.find_links import share_of_values
from ilora_edge.schema_guess.item_query import BEHIND, IN_FRONT, describe_items
from ilora_edge.schema_guess.left_over import left_over
from ilora_edge.schema_guess.name_words import (
    PROVIDERS,
    is_remark,
    split_words,
    strip_id,
    without_suffix,
    word_set,
)
from ilora_edge.schema_guess.row_facts import settles
from ilora_edge.schema_guess.sql_parts import Field, Join, select
from ilora_edge.schema_guess.table_kinds import (
    EVENTS,
    is_use,
    is_use_count,
    item_factor,
    named,
)
from ilora_edge.schema_guess.table_links import Link, Tables
from ilora_edge.schema_guess.typed_references import typed_references
from ilora_edge.schema_guess.unknown_items import unknown_ids

# The name of a file is one too; further away there may be better titles, of other things.
_WEAKEST_TITLE, _WEAK_TITLE, _GOOD_TITLE = 0.2, 0.4, 0.65
# Beside a known kind of thing another is as much less likely.
_OTHER, _REMARK = 0.8, 0.4
_MOST_DESCRIBED = 0.8
_COUNTED = (("visits",), ("plays",), ("views",), ("reads",), ("listens",))
_KEYS = (("title",), ("slug",), ("url",), ("uri",), ("path",), ("link",))
_COPIES = word_set("copy item edition instance holding exemplar file")


@dataclass(frozen=True, slots=True)
class Part:
    """A choice for one column: its SQL, how good it is, why, and what to join for it."""

    sql: Field | str
    strength: float
    reasons: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    table: Table | None = None
    items: str | None = None
    item_reasons: tuple[str, ...] = ()
    where: str = ""
    """SQL of the rows that are about such items."""
    kind: str = ""
    """The column that says to which of several tables the item's column refers."""
    titled: Table | None = None
    """The table of their titles, where that is another one."""
    is_left: bool = False
    """Whether nothing but its being left when all else is explained says that it is the item."""


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


def item_choices(tables: Tables, table: Table, is_event: bool) -> Iterator[Part]:
    """Yield what a table's rows may be about."""
    typed = list(typed_references(tables, table))
    for ref in typed:
        yield Part(ref.item, 0.97, tuple(ref.reasons), (), ref.tables[0], ref.items, kind=ref.kind)
    links = _links_to_things(tables, table, {ref.column.name for ref in typed})
    found: list[tuple[Link, Link, float]] = []
    for link in links:
        row = _named_by_a_row(tables, link)
        if row is not None and tables.beside(link.table, link.key) is None:
            yield _of_row(tables, table, link, row)
        else:
            found.extend(_titled(tables, table, link))
    targets = [second.table for _, second, _ in found]
    are_known = [_is_known(first) or _is_known(second) for first, second, _ in found]
    user = tables.user(table)
    for (first, second, strength), is_known in zip(found, are_known, strict=True):
        if user is not None and user[0] is first.column and len(found) > 1:
            continue
        target = second.table
        strength = (0.4 + 0.6 * strength) * (0.5 + 0.5 * first.strength)
        strength *= _share_of_values(tables, table, first)
        strength *= item_factor(tables, target) * (
            _REMARK if is_remark(tables.words(target)) else 1
        )
        if (named_here := _named_here(tables, table, first)) is not None:
            yield named_here
            continue
        # A track rather than its album: the one that refers to the other says more.
        others = [t for t in targets if t is not target and _has_names(tables, t)]
        if any(_is_whole(tables, target, other) for other in others):
            strength *= 0.75
        if any(are_known) and not is_known:
            # Of an exercise and the routine that it is done in the exercise is the item.
            strength *= _OTHER
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
    yield from _own_items(tables, table, is_event, bool(found), bool(typed))


def _own_items(
    tables: Tables, table: Table, is_event: bool, has_links: bool, is_typed: bool
) -> Iterator[Part]:
    """Yield what a table's rows name themselves, or what another file describes."""
    user = tables.user(table)
    time = tables.time(table)
    is_used = time is not None and is_use(tables.words(table))
    is_remark_of = is_remark(tables.words(table)) and _has_thing(tables, table)
    if is_remark_of:
        # A review has a title of its own, and the id of a game that another file describes.
        pass
    elif user is not None or is_used or (time is not None and time[1] > 0.65):
        # Others are items that were only created, or changed, some time.
        yield from _own_text(tables, table, is_event, has_links)
    if not has_links and not is_typed:
        # What has no titles may be described elsewhere, though something here has the same key.
        persons = (link for link in tables.links(table) if tables.is_person(link.table))
        yield from _unknown(tables, table, {link.column.name for link in persons})


def _links_to_things(tables: Tables, table: Table, several: set[str]) -> list[Link]:
    """Return the references to one table each, which is none of persons."""
    return [
        link
        for link in tables.links(table)
        if not tables.is_person(link.table) and link.column.name not in several
    ]


def _named_here(tables: Tables, table: Table, link: Link) -> Part | None:
    """Return the items by the titles that stand beside their ids, where no table has most of them.

    Of the manga that were read (manga_id, manga_title) only the favorites have a table.
    """
    stem = strip_id(split_words(link.column.name))
    title = next(
        (
            column
            for column in table.columns
            if split_words(column.name) in ((*stem, "title"), (*stem, "name"))
            and any(tables.of(table, column))
        ),
        None,
    )
    if title is None or not stem:
        return None
    if share_of_values(tables, table, link.column, link.table, link.key) >= _MOST_DESCRIBED:
        return None
    described = [
        (Field(table.name, link.column.name), "item"),
        (Field(table.name, title.name), "title"),
    ]
    items = select(described, table.name, distinct=True)
    reasons = (f"{table.name}.{title.name} is the title",)
    item = Field(table.name, link.column.name)
    return Part(item, 0.9, (f"{table.name}.{item.column} is the item",), (), table, items, reasons)


def _is_own_item(tables: Tables, table: Table) -> bool:
    """Return whether a row is an item that belongs to another: an episode of a podcast.

    Where parts have numbers for names, the whole is what was used.
    """
    own = tables.title(table)
    return own is not None and own[1] >= 0.8 and not are_unnamed(tables, table)


def _titled(tables: Tables, table: Table, link: Link) -> Iterator[tuple[Link, Link, float]]:
    """Yield a reference, that to what has the titles, and how good these are."""
    if (beside := tables.beside(link.table, link.key)) is not None:
        yield link, replace(link, table=beside[0], key=beside[1]), 0.9
        return
    if (title := tables.title(link.table)) is not None and title[1] >= _WEAKEST_TITLE:
        yield link, link, title[1]
        return
    # Two steps: a copy that is lent out, of a book.
    for second in tables.links(link.table):
        title = tables.title(second.table)
        if second.table is table or title is None or tables.is_person(second.table):
            continue
        is_other_event = named(tables.words(link.table), EVENTS)
        if not is_other_event or tables.time(link.table) is None or not tables.user(link.table):
            yield link, second, 0.85 * title[1]


def _has_names(tables: Tables, table: Table) -> bool:
    """Return whether a table's rows have titles of their own, and not addresses or numbers."""
    title = tables.title(table)
    return title is not None and title[1] >= _WEAK_TITLE and not tables.titles_repeat(table)


def _is_known(link: Link) -> bool:
    """Return whether a reference is named for what is commonly used: a film, a dish."""
    return named(strip_id(split_words(link.column.name))[-1:], ITEMS)


def _named_by_a_row(tables: Tables, link: Link) -> Link | None:
    """Return the reference by which a thing is named: a topic, by its first message.

    Each thing refers to another row; of several copies of a book the book is what is read.
    """
    own = tables.title(link.table)
    nouns = without_suffix(tables.words(link.table))[-1:]
    if named(nouns, _COPIES) or (own and own[1] >= _WEAK_TITLE):
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


def are_unnamed(tables: Tables, table: Table) -> bool:
    """Return whether titles are no names of their own: Chapter 1, of any book."""
    title = tables.title(table)
    user = tables.user(table)
    texts = [v for v in tables.of(table, title[0]) if v] if title is not None else []
    if user is not None and title is not None:
        # Several persons may have the same book, each his own row.
        mine = zip(tables.of(table, user[0]), tables.of(table, title[0]), strict=True)
        return len(texts) > 5 and len(set(mine)) < 0.7 * len(texts)
    return len(texts) > 5 and len(set(texts)) < 0.7 * len(texts)


def _known_by_key(tables: Tables, table: Table, title: Column) -> tuple[str, Table] | None:
    """Return the key and the table that give a table's keys the same titles."""
    key = table.primary_key
    if key is None:
        return None
    mine = dict(zip(tables.of(table, key), tables.of(table, title), strict=True))
    for other in tables.schema.tables:
        column, theirs = other.find(title.name), other.primary_key
        if other is table or column is None or theirs is None or len(mine) < 3:
            continue
        if tables.is_person(other):
            continue
        known = dict(zip(tables.of(other, theirs), tables.of(other, column), strict=True))
        if all(known.get(k, t) == t for k, t in mine.items()) and 2 * len(
            known.keys() & mine.keys()
        ) > len(mine):
            return theirs.name, other
    return None


def _is_known_by_address(table: Table, title: Column) -> bool:
    """Return whether a row is an item whose key is its address, beside what it is called."""
    key = table.primary_key
    return key is not None and key is not title and split_words(key.name)[-1:] in _KEYS


def _is_counted(table: Table) -> bool:
    names = (split_words(c.name) for c in table.columns)
    return any(is_use_count(w) and ("count" in w or w in _COUNTED) for w in names)


def _share_of_values(tables: Tables, table: Table, link: Link) -> float:
    """Return how many rows refer to anything by a link: a film's row has no episode."""
    values = tables.of(table, link.column)
    return sum(v is not None for v in values) / len(values) if values else 1.0


def _best_text(
    tables: Tables, table: Table, linked: set[str], has_links: bool
) -> tuple[float, str]:
    """Return how well the likeliest of a table's texts names its rows' items, and its column."""
    best: tuple[float, str] = (0.0, "")
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        if column.name in linked or tables.user_name(table) == column.name:
            continue
        strength = title_strength(words, (), values)
        texts = [v for v in values if isinstance(v, str)]
        if len(words) == 1 and words[0] in ITEMS and (len(texts) == len(values) or not values):
            strength = max(strength, 0.8 if words[0] not in ("artist", "album", "series") else 0.4)
        elif strength == 0.4 and "name" not in words:
            # Known by its values alone: of an event's texts the item is not the likeliest.
            strength = 0.3
        best = max(best, (strength, column.name), key=lambda b: b[0])
    strength, name = best
    if strength == 0.4 and not has_links and _are_all(table, name):
        strength = 0.8
    return strength, name


def _own_text(tables: Tables, table: Table, is_event: bool, has_links: bool) -> Iterator[Part]:
    """Yield the items that a table only names: a scrobble's artist and track."""
    linked = {link.column.name for link in tables.links(table)}
    strength, name = _best_text(tables, table, linked, has_links)
    column_found = table.find(name) if name else None
    if column_found is None or strength < 0.3:
        return
    texts = [v for v in tables.of(table, column_found) if isinstance(v, str)]
    repeats = len(texts) > 4 and len(set(texts)) <= 0.8 * len(texts)
    makers = [
        (artist_strength(split_words(c.name)), c.name)
        for c in table.columns
        if any(tables.of(table, c)) or not tables.size(table)
    ]
    maker = max(makers, default=(0.0, ""))
    # Else a row is an item of its own, whose key tells it apart.
    is_used = tables.key(table) is None and tables.time_of_use(table) is not None
    is_named = ITEMS.intersection(split_words(name)) or maker[0] > 0
    is_whose = is_named and tables.user(table) is not None
    if not repeats and tables.key(table) not in (None, "rowid") and _is_counted(table):
        # A row per item, known by its key, which says how often it was used.
        return
    if not repeats and (known := _known_by_key(tables, table, column_found)) is not None:
        yield _by_key(tables, table, *known)
        return
    if not repeats and _is_known_by_address(table, column_found):
        return
    if not (is_event or repeats or is_used or is_whose) or (has_links and strength < 0.8):
        return
    strength *= 0.85 if is_event or repeats else 0.6
    if has_links and not (repeats and maker[0] > 0):
        # A review has a title too, and is about something else.
        strength *= 0.5
    text, title = quote(name), quote(name)
    described = [(title, "title")]
    reason = f"{table.name}.{name} names the item"
    if maker[0] > 0 and maker[1] not in linked and maker[1] != name:
        made_by = quote(maker[1])
        text = f"coalesce({made_by} || ' - ', '') || {title}"
        described.append((made_by, "author"))
        reason = f"{table.name}.{maker[1]} and {name} name the item"
    number = _number_of(tables, table, column_found, linked)
    if number is not None and len(described) == 1:
        yield _by_number(table, number.name, name, strength, reason)
        return
    items = select([(text, "item"), *described], table.name, distinct=True)
    qualified: Field | str = Field(table.name, name)
    if len(described) > 1:
        where = quote(table.name)
        qualified = f"coalesce({where}.{quote(maker[1])} || ' - ', '') || {where}.{title}"
        if not tables.links(table):
            qualified = text
    yield Part(qualified, strength, (reason,), (), table, items)


def _by_key(tables: Tables, table: Table, key: str, source: Table) -> Part:
    items, why = describe_items(tables, source, key)
    item = Field(table.name, str(tables.key(table)))
    reasons = (f"{table.name} has the keys of {source.name}",)
    return Part(item, 0.8, reasons, (), source, items, tuple(why))


def _by_number(table: Table, number: str, title: str, strength: float, reason: str) -> Part:
    item = Field(table.name, number)
    described = [(item, "item"), (Field(table.name, title), "title")]
    items = select(described, table.name, (), None, distinct=True)
    reasons = (f"{table.name}.{number} is the item", reason)
    return Part(item, strength, reasons, (), table, items)


def _number_of(tables: Tables, table: Table, title: Column, linked: set[str]) -> Column | None:
    """Return the id of what a row names, of a table that another file has: one for each name."""
    for column in table.columns:
        words = split_words(column.name)
        stem = strip_id(words)
        is_id = stem != words and bool(stem) and (stem[-1] in ITEMS or stem[-1] in PROVIDERS)
        if not is_id or column.name in linked or table.primary_key is column:
            continue
        if tables.user_name(table) != column.name and settles(tables, table, column, title):
            return column
    return None


def _are_all(table: Table, name: str) -> bool:
    """Return whether a table that names artists, or series, names nothing that is by them."""
    noun = split_words(name)[:-1] or split_words(name)
    words = (split_words(c.name) for c in table.columns)
    others = (w for w in words if w[:1] != noun[:1])
    return not any(ITEMS.intersection(w) or "name" in w for w in others)


def _has_thing(tables: Tables, table: Table) -> bool:
    """Return whether a row has the id of a thing, and not only a number."""
    ids = (sql for sql, _ in unknown_ids(tables, table, set()))
    return any(isinstance(sql, Field) and len(split_words(sql.column)) > 1 for sql in ids)


def _unknown(tables: Tables, table: Table, linked: set[str]) -> Iterator[Part]:
    """Yield references to items that another file describes."""
    for sql, reason in unknown_ids(tables, table, linked):
        yield Part(sql, 0.5, (reason, "no table with titles was found"))
