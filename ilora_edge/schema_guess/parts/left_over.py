"""What a row is about where no name says it: what is left when all other columns are explained.

Who and when, a row's own number, what it is worth, states and long texts are no items; where a
table of uses, or one that refers to a person, has a column besides, that is what was used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.doubts.open_states import KINDS, STATES
from ilora_edge.schema_guess.tables.column_roles import Cell, are_lists, user_strength
from ilora_edge.schema_guess.tables.row_facts import repeats
from ilora_edge.schema_guess.tables.table_kinds import EVENTS, is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import THINGS
from ilora_edge.schema_guess.words.name_words import split_words, strip_id, word_set

# What is said of a row, and how it was used, is told in longer texts and in few different ones.
_LONG, _FEW_VALUES, _MANY_ROWS = 60, 2, 6
_NO_THING = (
    STATES
    | KINDS
    | word_set(
        "note notes comment comments price cost amount total tax discount ip agent device platform "
        "token email phone address duration progress position page offset currency method language "
        "score rating mood color colour weather count quantity session "
        "chapter episode season volume seat category level class group sequence order "
        "window"
    )
)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A column that is left, and whether its values are texts, which name what they are of."""

    column: Column
    is_text: bool
    is_named: bool
    """Whether it is called a thing, or the id of one."""


def left_over(tables: Tables, table: Table) -> Iterator[LeftOver]:
    """Yield the likeliest columns of what was used, best first, of a table that nothing explains.

    Only tables of uses are asked, by their name, whose rows have nothing that is called a thing.
    """
    if not is_use(tables.words(table)):
        return
    found = [c for c in table.columns if _may_be_thing(tables, table, c)]
    found.sort(key=lambda c: -_strength(tables, table, c))
    for column in found[:2]:
        texts = [v for v in tables.of(table, column) if v is not None]
        words = split_words(column.name)
        noun = words[:-1] if words[-1] in ("name", "title") else strip_id(words)
        is_named = named(noun[-1:] or words, THINGS)
        yield LeftOver(column, all(isinstance(v, str) for v in texts), is_named)


def _may_be_thing(tables: Tables, table: Table, column: Column) -> bool:
    words, values = split_words(column.name), tables.of(table, column)
    present = [v for v in values if v not in (None, "")]
    if not words or not present or _is_explained(tables, table, column):
        return False
    if not _NO_THING.isdisjoint(strip_id(words)[-1:] or words[-1:]):
        return False
    is_other = any(isinstance(v, float | bytes) for v in present) or are_lists(present)
    if is_other or _are_long(present):
        return False
    if len(present) >= _MANY_ROWS and len(set(present)) <= _FEW_VALUES:
        return False
    # Numbers that are no references are amounts.
    is_number = len(words) > 1 and words[-1] == "number"
    return is_number or strip_id(words) != words or all(isinstance(v, str) for v in present)


def _is_explained(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a column says who or when, is a row's own number or refers to a person."""
    if column is table.primary_key and any(isinstance(v, int) for v in tables.of(table, column)):
        return True
    if column.name == tables.user_name(table) or tables.time_strength(table, column) > 0:
        return True
    words, values = split_words(column.name), tables.of(table, column)
    if user_strength(words, values, tables.words(table)) > 0:
        return True
    others = (k.table for k in tables.links(table) if k.column is column)
    return any(tables.is_person(t) or named(tables.words(t), EVENTS) for t in others)


def _strength(tables: Tables, table: Table, column: Column) -> float:
    """Return how likely a column is what was used: never missing, an id or a name, and again."""
    words, values = split_words(column.name), tables.of(table, column)
    strength = 1.0 if None not in values else 0.5
    strength *= 1.0 if repeats(tables, table, column) else 0.7
    return strength * (1.0 if strip_id(words) != words else 0.9)


def _are_long(values: Sequence[Cell]) -> bool:
    texts = [v for v in values if isinstance(v, str)]
    return bool(texts) and sum(map(len, texts)) > _LONG * len(texts)
