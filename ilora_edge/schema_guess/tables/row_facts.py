"""What a table's rows show of its columns: what repeats, what settles what, what runs with time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.tables.yes_and_no import answers
from ilora_edge.schema_guess.words.name_words import split_words, word_set

_DAY, _CLOCK = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d?:\d\d(:\d\d(\.\d+)?)?")
# Of coffee and water 1:15 is how much of each.
_OF_CLOCKS = word_set("time hour clock at start started begin began from hora heure zeit uhrzeit")
# Of a log's rows as many at least are about what an earlier row was about.
_REPEATS, _FEW = 0.15, 4
# So many things were used again, before their times tell anything.
_FEWEST_AGAIN = 3
# Of so many parts of each thing that somebody used there are so many things at most.
_MANY_PARTS = 0.6
_PARTS_OF_DATES = (("year", 1971, 2100), ("month", 1, 12), ("day", 1, 31))
_NEVER = (None, 0, "", -1)


def repeats(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether rows are about the same things again and again, as those of a log are."""
    values = [v for v in tables.of(table, column) if v is not None]
    return len(values) > 4 and len(set(values)) < (1 - _REPEATS) * len(values)


def settles(tables: Tables, table: Table, one: Column, other: Column) -> bool | None:
    """Return whether rows that agree in one column agree in another; None: nothing repeats."""
    seen: dict[Cell, Cell] = {}
    again = 0
    for a, b in zip(tables.of(table, one), tables.of(table, other), strict=True):
        if a is None:
            continue
        again += a in seen
        if seen.setdefault(a, b) != b:
            return False
    return True if again > 1 else None


def is_things_own(tables: Tables, table: Table, about: Column, moment: Column) -> bool:
    """Return whether rows of a thing used again are alike, the time too: that is the thing's own.

    Rows of one use are alike in it as well, but differ in something: the sets of an exercise.
    """
    if about is moment:
        return False
    own = table.primary_key
    told = [c for c in table.columns if c is moment or (c is not about and c is not own)]
    uses: dict[Cell, list[tuple[Cell, ...]]] = {}
    rows = zip(*(tables.of(table, column) for column in told), strict=True)
    for thing, row in zip(tables.of(table, about), rows, strict=True):
        uses.setdefault(thing, []).append(row)
    again = [found for found in uses.values() if len(found) > 1]
    if len(again) < _FEWEST_AGAIN or any(len(set(found)) > 1 for found in again):
        return False
    return len(set(tables.of(table, moment))) > 1


def is_part(tables: Tables, table: Table, item: Column, other: Column) -> bool:
    """Return whether each item is of one of the other things, of which there are fewer.

    A table of read articles may name the feed besides: the article says more.
    """
    parts = {v for v in tables.of(table, item) if v is not None}
    wholes = {v for v in tables.of(table, other) if v is not None}
    fewer = len(wholes) <= 0.5 * len(parts)
    return fewer and settles(tables, table, item, other) is not False


def are_pairs(tables: Tables, table: Table, columns: Sequence[Column]) -> bool:
    """Return whether a table has one row for each combination of columns."""
    rows = list(zip(*(tables.of(table, column) for column in columns), strict=True))
    return len(set(rows)) == len(rows)


def has_several_parts(tables: Tables, table: Table, about: Column, part: Column) -> bool:
    """Return whether a person has several rows of the same thing, each of another part of it."""
    user = tables.user(table)
    who = tables.of(table, user[0]) if user is not None else [None] * len(tables.of(table, part))
    wholes = [*zip(who, tables.of(table, about), strict=True)]
    parts = {*zip(wholes, tables.of(table, part), strict=True)}
    return len({*wholes}) <= _MANY_PARTS * len(parts)


def are_named_by_several(tables: Tables, table: Table) -> bool:
    """Return whether rows without a key are what several persons did with things that they name."""
    title, user = tables.title(table), tables.user(table)
    if tables.key(table) not in (None, "rowid") or title is None or user is None:
        return False
    pairs = {*zip(tables.of(table, title[0]), tables.of(table, user[0]), strict=True)}
    names = [name for name, _ in pairs]
    return len(names) > _FEW and len({*names}) < (1 - _REPEATS) * len(names)


def clock_beside(tables: Tables, table: Table, day: Column) -> Field | None:
    """Return the column with the time of the day that another column names."""
    days = [v for v in tables.of(table, day) if v is not None]
    if not days or not all(isinstance(v, str) and _DAY.fullmatch(v) for v in days):
        return None
    for column in table.columns:
        clocks = [v for v in tables.of(table, column) if v is not None]
        if (
            not _OF_CLOCKS.isdisjoint(split_words(column.name))
            and len(clocks) == len(days)
            and all(isinstance(v, str) and _CLOCK.fullmatch(v) for v in clocks)
        ):
            return Field(table.name, column.name)
    return None


def date_in_parts(tables: Tables, table: Table) -> str | None:
    """Return SQL of the day that a year, a month and a day in three columns are."""
    found = []
    for part, least, most in _PARTS_OF_DATES:
        for column in table.columns:
            values = tables.of(table, column)
            are_such = all(isinstance(v, int) and least <= v <= most for v in values)
            if split_words(column.name)[-1:] == (part,) and values and are_such:
                found.append(Field(table.name, column.name).sql(qualified=True))
                break
    return f"printf('%04d-%02d-%02d', {', '.join(found)})" if len(found) == 3 else None


def has_stray(tables: Tables, table: Table, time: Column, flag: Column, used: int) -> bool:
    """Return whether items that a mark says were not used have a time all the same."""
    pairs = zip(answers(tables.of(table, flag)), tables.of(table, time), strict=True)
    # Of 0, 1 and 2 only 0 is of what was not played.
    unused = [moment for mark, moment in pairs if mark is not None and bool(mark) != bool(used)]
    return sum(moment not in _NEVER for moment in unused) > 0.2 * len(unused)


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


def is_unfilled(tables: Tables, table: Table, link: Link) -> bool:
    """Return whether a column that nothing declares a reference is empty in every row.

    Both tables have the number that some server would give their rows.
    """
    values = tables.of(table, link.column)
    return link.strength < 1.0 and bool(values) and all(value is None for value in values)
