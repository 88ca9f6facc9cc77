"""Which rows of a history are none: planned, cancelled, deleted, not read yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.parts.row_states import (
    is_aside,
    is_none,
    is_of_place,
    literal,
    meanings,
    named_lists,
    named_states,
    state_noun,
)
from ilora_edge.schema_guess.tables.column_roles import Cell, flag_of_use
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.tables.yes_and_no import answers
from ilora_edge.schema_guess.words.known_words import PAST, USED
from ilora_edge.schema_guess.words.name_words import split_words, strip_id, word_set

_STATES = word_set(
    "status state shelf list type kind event action behavior behaviour verb interaction "
    "rsvp response attending direction decision relation"
)
_UNDONE = word_set(
    "deleted removed undone voided cancelled canceled trashed refunded hidden "
    "invalid invalidated discarded missed noshow"
)
# Of a song it says only how its play ended.
_SKIPPED, _PLAYS = (
    word_set("skipped"),
    word_set("play played listen listening stream history scrobble"),
)
# Used or not.
_TWO = 2
_PASSIVE = word_set("is was has been at on")


def marks_of_use(tables: Tables, table: Table) -> list[tuple[Column, int]]:
    """Return the columns that mark what was used, and what they are where it was."""
    return [
        (column, used)
        for column in table.columns
        if (
            used := flag_of_use(
                split_words(column.name), tables.words(table), answers(tables.of(table, column))
            )
        )
        is not None
    ]


def mark_sql(tables: Tables, table: Table, mark: tuple[Column, int], qualified: bool) -> str:
    """Return SQL of the rows that a mark says were used."""
    column, used = mark
    sql, values = Field(table.name, column.name).sql(qualified), tables.of(table, column)
    if answers(values) == values:
        return sql if used else f"{sql} = 0"
    texts = sorted({v.strip().casefold() for v in values if isinstance(v, str)})
    meant = ", ".join(literal(text) for text in texts if answers([text]) == [used])
    return f"lower(trim({sql})) IN ({meant})"


def row_conditions(tables: Tables, table: Table, qualified: bool) -> Iterator[tuple[str, str]]:
    """Yield SQL that leaves out the rows that are not interactions, and why, each."""
    listed, lists = named_states(tables, table), named_lists(tables, table)
    # Of each person's own lists the names decide, and not the numbers.
    own = [k.column for k in tables.links(table) if named_lists(tables, k.table) is not None]
    for column in table.columns:
        if column in own or is_of_place(table, column):
            continue
        words, values = split_words(column.name), tables.of(table, column)
        sql = Field(table.name, column.name).sql(qualified)
        name = f"{table.name}.{column.name}"
        core = "".join(w for w in words if w not in _PASSIVE)
        undone = _UNDONE if named(tables.words(table), _PLAYS) else _UNDONE | _SKIPPED
        if core in undone:
            if words[-1] in ("at", "on"):
                if any(values) and not all(values):
                    # Never is NULL in some files, and 0 in others.
                    never = f"COALESCE({sql}, 0) = 0" if 0 in values else f"{sql} IS NULL"
                    yield never, f"{name} is when a row was taken back"
            elif {v for v in values if v is not None} == {0, 1}:
                yield f"COALESCE({sql}, 0) = 0", f"{name} marks rows that were taken back"
        elif core in ("valid", "latest") and {v for v in values if v is not None} == {0, 1}:
            yield f"COALESCE({sql}, 1) <> 0", f"{name} marks the rows that count"
        elif not _STATES.isdisjoint(state_noun(strip_id(words))) or lists is column:
            yield from _states(sql, table, column, meanings(tables, table, column))
        elif listed is not None and listed[0] is column:
            yield from _states(sql, table, column, listed[1])


def _states(
    sql: str, table: Table, column: Column, found: Mapping[Cell, str | None]
) -> Iterator[tuple[str, str]]:
    words, name = split_words(column.name), f"{table.name}.{column.name}"
    none = sorted(
        (v for v, meaning in found.items() if is_none(meaning, table) or is_aside(meaning, found)),
        key=str,
    )
    if none and len(none) < len(found):
        listed = ", ".join(literal(v) for v in none)
        yield f"COALESCE({sql}, '') NOT IN ({listed})", f"{name} says what has not happened"
    elif (
        not (USED if len(found) == _TWO or is_use(split_words(table.name)) else PAST).isdisjoint(
            words
        )
        and 0 in found
        and len(found) > 1
        and all(isinstance(v, int) and 0 <= v < 10 for v in found)
    ):
        yield f"{sql} > 0", f"{name} is 0 where nothing has happened"
