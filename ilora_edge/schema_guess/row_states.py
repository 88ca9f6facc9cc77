"""What the values of a column of states mean: texts, or the names that another table gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.column_roles import USED, Cell
from ilora_edge.schema_guess.name_words import split_words, word_set
from ilora_edge.schema_guess.table_kinds import OF_CUSTOMERS, named
from ilora_edge.schema_guess.table_links import Tables

_NOT_YET = re.compile(
    r"plan(ned|ning)?( to \w+)?|(want|wish) to \w+|want|wish ?list|to (read|watch|play|see|listen)"
    r"|(to )?be (read|watched|played)|tbr|un(read|watched|played|seen|finished)|interested"
    r"|not (yet )?(started|read|watched|played|seen|finished|interested)|for later|read later"
    r"|backlog|queued?|pending|draft|scheduled|cart|on hold list|new"
)
_TAKEN_BACK = re.compile(
    r"cancel(l?ed)?( reversal)?|refunded|returned|rejected|failed|void(ed)?|deleted|removed"
    r"|skip(ped)?|expired|denied|declined|reversed|charge ?back"
)
_FINE = word_set(
    "completed complete finished done watched read played seen listened viewed used active started "
    "watching reading playing listening current currently progress ongoing in paused dropped "
    "abandoned shipped delivered paid closed confirmed fulfilled received resolved "
    "open opened approved accepted success successful ok bought sold borrowed checked out back "
    "rewatching rereading repeating again did not finish dnf on hold process processing processed "
    "stream streamed play partially replaying dispatched"
)

# What one does with a thing besides using it.
_ASIDE = word_set(
    "download downloaded delete new subscribe unsubscribe add added remove pause paused stop "
    "stopped resume rate rated like liked dislike share shared search login logout impression "
    "favorite favourite update updated edit create created import export enqueue flattr"
)
_PLACED = word_set("pending new queued scheduled")


def meanings(tables: Tables, table: Table, column: Column) -> Mapping[Cell, str | None]:
    """Return what each value of a column says; None: nothing does.

    A value that a table of states does not list is of a row that has none: ''.
    """
    values = [v for v in dict.fromkeys(tables.of(table, column)) if v is not None and v != ""]
    if all(isinstance(v, str) for v in values):
        return {v: str(v) for v in values}
    for link in tables.links(table):
        # What a state is called may stand in a table beside it, in each language.
        source, key = tables.beside(link.table, link.key) or (link.table, link.key)
        title = tables.title(source)
        if link.column is column and title is not None and key != "rowid":
            query = f"SELECT {quote(key)}, {quote(title[0].name)} FROM {quote(source.name)}"
            names = {row[0]: str(row[1]) for row in tables.select(f"{query} LIMIT 100")}
            return {v: names.get(v, "") for v in values}
    return dict.fromkeys(values)


def is_none(meaning: str | None, table: Table) -> bool:
    """Return whether a state of a table's rows says that nothing happened, or was taken back."""
    if meaning is None:
        return False
    plain = re.sub(r"[^a-z]+", " ", meaning.casefold()).strip()
    if plain in _PLACED and named(split_words(table.name), OF_CUSTOMERS):
        # An order that waits for something was placed.
        return False
    return not plain or bool(_NOT_YET.fullmatch(plain) or _TAKEN_BACK.fullmatch(plain))


def is_aside(meaning: str | None, found: Mapping[Cell, str | None]) -> bool:
    """Return whether something else was done where other rows of the column are uses."""
    names = {str(m).casefold() for m in found.values()}
    return str(meaning).casefold() in _ASIDE - _FINE and not USED.isdisjoint(names)


def is_use(meaning: str | None, table: Table) -> bool:
    """Return whether a state of a table's rows says that something happened."""
    if meaning is None or is_none(meaning, table):
        return False
    return named(split_words(meaning), _FINE | _PLACED)


def says_use(tables: Tables, table: Table) -> Column | None:
    """Return the column that says of each row whether its item was used: read, or unread."""
    for column in table.columns:
        if split_words(column.name)[-1:] not in (("status",), ("state",)):
            continue
        found = meanings(tables, table, column)
        uses = [m for m in found.values() if is_use(m, table)]
        nones = [m for m in found.values() if is_none(m, table)]
        if uses and nones and len(uses) + len(nones) == len(found):
            return column
    return None
