"""Titles that stand in a row beside the id of its thing, where no table has most of them."""

from __future__ import annotations

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.tables.find_links import share_of_values
from ilora_edge.schema_guess.tables.row_facts import settles
from ilora_edge.schema_guess.tables.sql_parts import Field, select
from ilora_edge.schema_guess.tables.table_kinds import is_other_log
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.words.name_words import is_remark, split_words, strip_id

_MOST_DESCRIBED = 0.8
# What a row calls the thing itself says as much where the names are the same.
_OWN_TITLE, _NEARLY_ALL = 0.8, 0.95


def named_here(tables: Tables, table: Table, link: Link) -> Part | None:
    """Return the items by the titles that stand beside their ids, where no table has most of them.

    Of the manga that were read (manga_id, manga_title) only the favorites have a table.
    """
    stem = strip_id(split_words(link.column.name))
    title = next(
        (
            column
            for column in table.columns
            if stem
            and split_words(column.name) in ((*stem, "title"), (*stem, "name"))
            and any(tables.of(table, column))
        ),
        None,
    )
    least, about = _MOST_DESCRIBED, table
    if title is None and (own := _same_titles(tables, table, link)) is not None:
        # Of the films that were watched only those that were opened have a row.
        title, least, about = own, _NEARLY_ALL, link.table
    if title is None:
        return None
    if share_of_values(tables, table, link.column, link.table, link.key) >= least:
        return None
    described = [
        (Field(table.name, link.column.name), "item"),
        (Field(table.name, title.name), "title"),
    ]
    items = select(described, table.name, distinct=True)
    reasons = (f"{table.name}.{title.name} is the title",)
    item = Field(table.name, link.column.name)
    return Part(item, 0.9, (f"{table.name}.{item.column} is the item",), (), about, items, reasons)


def _same_titles(tables: Tables, table: Table, link: Link) -> Column | None:
    """Return the column of a row's own that calls what it refers to as its table does."""
    own, theirs = tables.title(table), tables.title(link.table)
    key = link.table.find(link.key)
    if own is None or theirs is None or key is None or own[1] < _OWN_TITLE:
        return None
    settled = settles(tables, table, link.column, own[0])
    if own[0] is link.column or settled is False:
        return None
    named_there = dict(
        zip(tables.of(link.table, key), tables.of(link.table, theirs[0]), strict=True)
    )
    mine = zip(tables.of(table, link.column), tables.of(table, own[0]), strict=True)
    both = [name == named_there[item] for item, name in mine if item in named_there]
    if both and all(both):
        return own[0]
    # The titles of what somebody wrote about some of the films name none of these.
    words = tables.words(link.table)
    return own[0] if settled and (is_remark(words) or is_other_log(words)) else None
