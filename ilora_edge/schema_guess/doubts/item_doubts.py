"""Why what a table's rows refer to may not be the items, or not all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.row_states import is_listed
from ilora_edge.schema_guess.parts.unknown_items import PARTS
from ilora_edge.schema_guess.tables.find_links import are_telling, share_of_values
from ilora_edge.schema_guess.tables.row_facts import repeats, settles
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import ITEMS, PLACES, USED
from ilora_edge.schema_guess.words.name_words import (
    PROVIDERS,
    Words,
    split_words,
    strip_id,
    word_set,
)

# Fewer of a reference's values than this are in the table that it seems to refer to.
_MOST_OF = 0.95
# Chapters and episodes by their places.
_NUMBERED = word_set("season number chapter index")
# Of what has an id and no name.
NAMELESS = "nothing names the items"
_ONE_KIND = (
    frozenset({"song", "track", "recording"}),
    frozenset({"movie", "film"}),
    frozenset({"show", "series", "tvshow"}),
    frozenset({"recipe", "dish", "meal"}),
    frozenset({"article", "story", "post"}),
)
# When it was eaten.
_FINER = ITEMS - PLACES - {"meal"}
_DONE_BY = word_set("action event verb behavior behaviour activity interaction")
_SUMS = word_set("stat stats statistic statistics summary summaries total totals aggregate")
_MEMBERS = word_set("item items entry entries content contents track tracks song songs media file")


def own_column(table: Table, part: Part) -> Column | None:
    """Return the column that a part is, where it is the table's own."""
    if not isinstance(part.sql, Field) or part.sql.table != table.name:
        return None
    return table.find(part.sql.column)


def told_in_full(
    tables: Tables, table: Table, about: Column | None, item: Table | None
) -> Iterator[str]:
    """Yield the table that has a row for each use of what this one has sums of, a row per thing."""
    if about is None or item is None or item is table or not is_summary(tables.words(table)):
        return
    things = [value for value in tables.of(table, about) if value is not None]
    if len(set(things)) < len(things):
        return
    for other in tables.schema.tables:
        link = next((k for k in tables.links(other) if k.table is item), None)
        is_more = other is not table and link is not None and repeats(tables, other, link.column)
        if is_more and tables.time(other) is not None and not is_summary(tables.words(other)):
            yield f"{table.name} sums up what {other.name} may say of each use"
            return


def is_summary(words: Words) -> bool:
    """Return whether a name is of sums: book_stats, daily_summary."""
    return not _SUMS.isdisjoint(words)


def other_kinds(tables: Tables, table: Table, item: Part) -> Iterator[str]:
    """Yield tables that have those of the items that the reading's own table lacks."""
    column = own_column(table, item)
    link = next((k for k in tables.links(table) if k.column is column), None)
    if column is None or link is None or link.table is not item.table:
        return
    if share_of_values(tables, table, column, link.table, link.key) > _MOST_OF:
        return
    for other in tables.schema.tables:
        key = tables.key(other)
        if other in (table, link.table) or key in (None, "rowid") or tables.title(other) is None:
            continue
        if are_telling(tables, table, column) and share_of_values(
            tables, table, column, other, str(key)
        ):
            yield f"{table.name} is about {other.name} as well"


def says_what(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether a table of uses refers to one kind of thing, which another file describes.

    Of a watched episode the number says more than its show.
    """
    if isinstance(item.sql, str):
        # A show, a season and the number of an episode; of what has a kind and an id, both.
        return is_use(tables.words(table)) or (bool(item.kind) and is_listed(tables, table))
    is_told = is_use(tables.words(table)) or tells_of_use(tables, table)
    return (is_told or is_listed(tables, table)) and is_whole_item(tables, table, item)


def is_whole_item(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether a row has the number of what it is about, and not only of its show."""
    column = own_column(table, item)
    if column is None:
        return False
    stem, noun = strip_id(split_words(column.name))[-1:], tables.words(table)[-1:]
    if named(stem, PARTS):
        return True
    is_other = bool(stem) and named(noun, ITEMS) and not named(noun, frozenset(stem))
    # What a service numbers is the thing that the rows are called, and a song is a track.
    is_one = any(named(stem, kind) and named(noun, kind) for kind in _ONE_KIND)
    is_other = is_other and PROVIDERS.isdisjoint(stem) and not is_one
    return not (is_other or any(_NUMBERED.issuperset(w[-1:]) and w for w in _names(table)))


def tells_of_use(tables: Tables, table: Table) -> bool:
    """Return whether a column says of each row what was done, and of some that it is a use."""
    return any(
        not _DONE_BY.isdisjoint(split_words(column.name))
        and any(
            isinstance(v, str) and not USED.isdisjoint(split_words(v))
            for v in set(tables.of(table, column))
        )
        for column in table.columns
    )


def _names(table: Table) -> list[Words]:
    return [split_words(column.name) for column in table.columns]


def are_members(tables: Tables, table: Table, whole: Table) -> bool:
    """Return whether rows say what a list holds: what was played are the songs in it."""
    words, own = tables.words(table), tables.words(whole)
    return len(words) > 1 and words[-1] in _MEMBERS and words[:-1][-1:] == own[-1:]


def named_things(tables: Tables, table: Table, about: Column, used: set[str]) -> Iterator[str]:
    """Yield columns that name a thing that what rows refer to does not settle: a cafe's drinks."""
    linked = {link.column.name for link in tables.links(table)}
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        noun = words[:-1] if words[-1:] in (("name",), ("title",)) else words
        if column.name in linked | used or not noun or not named(noun[-1:], _FINER):
            continue
        are_texts = all(isinstance(v, str) for v in values if v is not None)
        if strip_id(words) != words or not are_texts or not any(values):
            continue
        if noun == strip_id(split_words(about.name)):
            # What the thing was called when it was bought.
            continue
        if settles(tables, table, about, column) is False:
            yield f"{table.name}.{column.name} may say better than {about.name} what it was"
