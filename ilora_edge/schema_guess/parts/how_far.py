"""Which column says how far somebody came with an item: a page, a position, so many episodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.tables.column_roles import Cell, is_time_of_use
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import is_other_log
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import USED, USING
from ilora_edge.schema_guess.words.name_words import split_words, word_set

# How far one came: the last page that was read, a position in playback.
_PROGRESS = word_set("position progress progression percent percentage page offset resume")
# How many parts of it: pages_read, viewed_episodes.
_PARTS_USED = word_set("pages chapters episodes lessons sections")
_ALONE = word_set("progress progression percent percentage")
# Which part of it comes next, of what was begun.
_CURRENT = (("current", "episode"), ("current", "chapter"))
# For how long: hours_played, playtime, which of board games is what a game takes.
_SPENT, _SPENT_ON = word_set("hours hour minutes mins seconds secs"), word_set("played listened")
_PLAYTIME, _OF_ALL = (("play", "time"), ("time", "played"), ("watch", "time")), ("total", "forever")
_LONGEST = 1e8
_UNITS = word_set("in seconds secs sec ms minutes mins")
_PROGRESS_OF = USED | USING | word_set("last current resume playhead bookmark audio video playback")
_NO_PROGRESS = word_set(
    "download downloaded upload sync total count track disc sort order list max"
)
# Where in a book one is, in a text of the program's own.
_LOCATORS = word_set("cfi epubcfi locator")
_PLACES = (("location",), ("position",), ("progress",), ("progression",), ("locations",))
_PLACES_OF = USED | USING | word_set("last current resume page chapter")
# Of so many columns that two tables have none is by chance.
_ALIKE = 3


def begun_rows(
    tables: Tables, table: Table, qualified: bool, are_things: bool = False
) -> tuple[str, str] | None:
    """Return SQL of the rows whose things somebody came some way with, and why.

    ``are_things``: each row is one, and the number of its parts that were used says it as well.
    """
    column = _begun(tables, table, are_things)
    if column is None:
        return _at_a_place(tables, table, qualified)
    sql = Field(table.name, column.name).sql(qualified)
    is_text = any(isinstance(v, str) for v in tables.of(table, column))
    reason = f"{table.name}.{column.name} says how far it was used"
    return f"CAST({sql} AS REAL) > 0" if is_text else f"{sql} > 0", reason


def says_how_far(tables: Tables, table: Table) -> bool:
    """Return whether a row for each of some things says how far the one person came with it."""
    links = [k for k in tables.links(table) if not tables.is_person(k.table)]
    if tables.user(table) is not None or not any(tables.is_unique(table, k.column) for k in links):
        return False
    return any(_is_how_far(c) and any(_amounts(tables, table, c)) for c in table.columns)


def same_but_for_progress(tables: Tables, table: Table) -> Iterator[Table]:
    """Yield what has all columns of a table but for how far one came: what was moved there.

    Shows that are over, beside those that somebody is watching.
    """
    begun = _begun(tables, table, are_things=True)
    told = {c.name.lower() for c in table.columns if c is not begun}
    for other in tables.schema.tables if len(told) >= _ALIKE else ():
        words = tables.words(other)
        is_copy = told <= {c.name.lower() for c in other.columns}
        if other is table or not is_copy or not tables.size(other) or is_other_log(words):
            continue
        if begun is not None and all(c.name.lower() != begun.name.lower() for c in other.columns):
            yield other


def _is_how_far(column: Column) -> bool:
    words = split_words(column.name)
    core = tuple(word for word in words if word not in _UNITS)
    is_of_use = not _PROGRESS_OF.isdisjoint(words) or bool(_ALONE & {*core[-1:]})
    return is_of_use and not _PROGRESS.isdisjoint(words) and _NO_PROGRESS.isdisjoint(words)


def _at_a_place(tables: Tables, table: Table, qualified: bool) -> tuple[str, str] | None:
    """Return SQL of the rows with a place in a book, which is empty until it is opened, and why."""
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        if _is_unread_time(values) and is_time_of_use(words, True) and "last" in words:
            # A moment that only the program reads, of what was used.
            reason = f"{table.name}.{column.name} is there of what was used"
            return f"{Field(table.name, column.name).sql(qualified)} IS NOT NULL", reason
        is_place = not _LOCATORS.isdisjoint(words)
        is_place = is_place or (words[-1:] in _PLACES and not _PLACES_OF.isdisjoint(words[:-1]))
        is_place = is_place or words == ("progression",)
        texts = [v for v in values if v not in (None, "")]
        if is_place and 1 < len(texts) < len(values) and all(isinstance(v, str) for v in texts):
            sql = Field(table.name, column.name).sql(qualified)
            reason = f"{table.name}.{column.name} says how far it was used"
            return f"COALESCE({sql}, '') <> ''", reason
    return None


def _is_unread_time(values: Sequence[Cell]) -> bool:
    return {type(v) for v in values} == {bytes, type(None)}


def _amounts(tables: Tables, table: Table, column: Column) -> list[float]:
    """Return a column's values, where all are amounts."""
    found = [_amount(v) for v in tables.of(table, column) if v not in (None, "")]
    return [] if None in found else [amount for amount in found if amount is not None]


def _begun(tables: Tables, table: Table, are_things: bool) -> Column | None:
    """Return the column that says how far somebody came with an item, where some were begun."""
    for column in table.columns:
        words = split_words(column.name)
        are_parts = not (USED.isdisjoint(words) or _PARTS_USED.isdisjoint(words))
        are_parts = are_parts and _NO_PROGRESS.isdisjoint(words)
        are_parts = are_parts or words in _CURRENT or _is_spent(tables, table, column)
        if not (_is_how_far(column) or (are_things and are_parts)):
            continue
        numbers = _amounts(tables, table, column)
        is_any = len(numbers) > 1 and any(numbers)
        if is_any and not all(_amount(v) for v in tables.of(table, column)):
            return column
    return None


def _is_spent(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a column says for how long a thing was used, and of some that it was not."""
    words, values = split_words(column.name), tables.of(table, column)
    if tables.user(table) is not None or any((_amount(v) or 0) > _LONGEST for v in values):
        # Each person's own, or a moment.
        return False
    core = tuple(word for word in words if word not in _OF_ALL)
    is_named = not (_SPENT.isdisjoint(core) or _SPENT_ON.isdisjoint(core))
    return is_named or (core in _PLAYTIME and 0 in values)


def _amount(value: Cell) -> float | None:
    """Return a number, also one that is written as a text."""
    if isinstance(value, str):
        return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else None
    return float(value) if isinstance(value, int | float) else None
