"""States in numbers or words that are not understood: which rows count a person has to say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ilora_edge.errors import OptionError
from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.parts.row_states import (
    is_aside,
    is_none,
    is_of_place,
    is_planned,
    literal,
    meanings,
    named_lists,
    says_use,
)
from ilora_edge.schema_guess.parts.row_states import is_use as says
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.column_roles import Cell, is_time_of_use
from ilora_edge.schema_guess.tables.row_facts import settles
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import are_tries, is_judged, is_use
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import ITEMS, PAST, USED
from ilora_edge.schema_guess.words.name_words import (
    Words,
    is_noun_among,
    same_noun,
    split_words,
    strip_id,
    word_set,
)

STATES = word_set(
    "status state flags action event operation value result outcome behavior behaviour verb "
    "interaction rsvp response attending direction decision relation"
)
KINDS = word_set("type kind")
# In numbers that nothing explains they are states too: watched, watching, planned.
LISTS = word_set("list shelf")
_KINDS_OF_USE = (
    word_set("movie film tv show tvshow series anime documentary cartoon"),
    word_set("breakfast lunch dinner supper snack brunch dessert meal"),
)
_ANY_THING = word_set("item product")
_MANY_STATES, _MOST_STATUSES = 8, 24
_OF_WRITING = word_set("published flagged hidden visible reported edited archived")
# Read or not needs no more.
_TWO = 2
_WHERE, _UNION = "\nWHERE ", "\nUNION ALL\n"
# A kind of the thing, or of how it was used: each is a use all the same.
_HARMLESS = word_set(
    "favorite favourite starred star liked like pinned public private sync synced dirty explicit "
    "visible device source platform client player format file mime media content item content "
    "codec image cover encoding payment address card license transcode video audio user account "
    "shipping gender spoiler spoilers rewatch reread repeat rewatched loved notify notified "
    "completed complete finished done finish bookmark bookmarked download downloaded "
    "visit view play watch read listen exit shuffle meal"
)


class StateDoubt(str):
    """A doubt about a column of states; as a text it is like any other."""

    __slots__ = ("field", "fields", "names")

    field: Field
    fields: tuple[Field, ...]
    """It, or, of the parts of one history, that of each part."""
    names: Mapping[Cell, str | None]
    """What each value seen is called, where anything says it."""

    def __new__(
        cls,
        text: str,
        field: Field,
        names: Mapping[Cell, str | None],
        fields: Sequence[Field] = (),
    ) -> StateDoubt:
        made = super().__new__(cls, text)
        made.field, made.names = field, names
        made.fields = tuple(fields) or (field,)
        return made


def with_counts(connection: sqlite3.Connection, doubt: StateDoubt) -> str:
    """Return a doubt with all the states and how many rows have each, or as it is."""
    try:
        rows = _counted(connection, doubt.fields)
    except sqlite3.Error:
        return doubt
    if len(rows) > _MOST_STATUSES:
        return doubt
    shown = []
    for value, n in rows:
        name = doubt.names.get(value)
        called = f" {name}" if name and name != str(value) else ""
        shown.append(f"{_said(value)}{called} ({n:,} rows)")
    return f"{doubt.field.table}.{doubt.field.column} says which rows count? {', '.join(shown)}"


def state_doubts_of(proposal: Proposal) -> list[StateDoubt]:
    """Return the columns of states that a reading is asked about, where an answer can be added."""
    found = [doubt for doubt in proposal.doubts if isinstance(doubt, StateDoubt)]
    n = len(proposal.interactions.split(_UNION))
    return [doubt for doubt in found if len(doubt.fields) in (1, n)]


def only_states(
    connection: sqlite3.Connection, proposal: Proposal, states: Sequence[str]
) -> Proposal:
    """Return a reading of the rows with some states only.

    A state is a value as it is shown, with ``COLUMN=`` in front where several columns are asked
    about.

    Raises
    ------
    OptionError
        for a state that no row has, or a reading that has none.
    """
    doubts = state_doubts_of(proposal)
    if not doubts:
        raise OptionError("--state: this guess asks about no states; say more with --interactions")
    wanted: dict[tuple[Field, ...], list[str]] = {}
    for state in states:
        fields, value = _which(doubts, state)
        wanted.setdefault(fields, []).append(value)
    parts = proposal.interactions.split(_UNION)
    conditions: list[list[str]] = [[] for _ in parts]
    for fields, values in wanted.items():
        known = {_said(value): value for value, _ in _counted(connection, fields)}
        for value in values:
            if value not in known:
                raise OptionError(
                    f"--state {value}: no row has it; {fields[0].table}.{fields[0].column} has "
                    f"{', '.join([*known][:_MOST_STATUSES])}"
                )
        for n, listed in enumerate(conditions):
            field = fields[n if len(fields) > 1 else 0]
            listed.append(_among(field, [known[value] for value in values]))
    query = _UNION.join(map(_with_conditions, parts, conditions))
    reason = f"the states that count were said: {', '.join(states)}"
    return replace(proposal, interactions=query, reasons=[*proposal.reasons, reason])


def _with_conditions(query: str, conditions: Sequence[str]) -> str:
    before, where, old = query.rpartition(_WHERE)
    every = [f"({old})", *conditions] if where else conditions
    return f"{before if where else query}{_WHERE}{' AND '.join(every)}"


def _which(doubts: Sequence[StateDoubt], state: str) -> tuple[tuple[Field, ...], str]:
    """Return the column that a state is of, and its value."""
    for doubt in doubts:
        for name in (doubt.field.column, f"{doubt.field.table}.{doubt.field.column}"):
            if state.startswith(f"{name}="):
                return doubt.fields, state[len(name) + 1 :]
    if len(doubts) > 1:
        names = " or ".join(f"{doubt.field.column}={state}" for doubt in doubts)
        raise OptionError(f"--state {state}: of which column? {names}")
    return doubts[0].fields, state


def _counted(connection: sqlite3.Connection, fields: Sequence[Field]) -> list[tuple[Cell, int]]:
    """Return the values of columns, the first of too many, and how many rows have each."""
    every = " UNION ALL ".join(
        f"SELECT {quote(field.column)} AS state FROM {quote(field.table)}" for field in fields
    )
    query = f"SELECT state, count(*) FROM ({every}) GROUP BY 1 ORDER BY 1"
    return connection.execute(f"{query} LIMIT {_MOST_STATUSES + 1}").fetchall()


def _said(value: Cell) -> str:
    return "NULL" if value is None else str(value)


def _among(field: Field, values: Sequence[Cell]) -> str:
    name, some = field.sql(qualified=True), [v for v in values if v is not None]
    listed = f"{name} IN ({', '.join(map(literal, some))})"
    if len(some) == len(values):
        return listed
    return f"({listed} OR {name} IS NULL)" if some else f"{name} IS NULL"


def open_states(
    tables: Tables,
    table: Table,
    used: set[str],
    about: Column | None = None,
    items: Table | None = None,
    moment: Column | None = None,
) -> Iterator[str]:
    """Yield columns that may say that some rows are not uses, in values that are not understood."""
    for column in table.columns:
        words = split_words(column.name)
        if not words or column.name in used or column.pk or is_of_place(table, column):
            continue
        noun = strip_id(words)[-1:]
        is_kind, is_state = bool(KINDS & {*noun}), bool(STATES & {*noun})
        if noun == ("value",) and is_judged(tables.words(table)):
            # Of a rating it is the rating.
            continue
        is_state = is_state or (bool(LISTS & {*noun}) and are_unexplained(tables, table, column))
        if is_kind and _is_of_item(tables, table, column, about, items):
            continue
        if is_kind and says_use(tables, table) not in (None, column):
            # Where a state is understood, a kind beside it says something else.
            continue
        if is_kind and items is not None and _are_kinds_of_use(tables, table, column, about):
            continue
        if "REAL" in column.type.upper() or "FLOAT" in column.type.upper():
            continue
        if is_state or (is_kind and not _HARMLESS.intersection(words)):
            yield from open_state(tables, table, column, words, moment)
        elif not is_kind and LISTS.isdisjoint(noun):
            yield from _unasked(tables, table, column)


def _unasked(tables: Tables, table: Table, column: Column) -> Iterator[StateDoubt]:
    """Yield a column of a few words that is called no state, where one says that nothing happened.

    Books are owned, or on the wishlist, in a column of whatever name.
    """
    values = tables.of(table, column)
    words = {v for v in values if isinstance(v, str) and v}
    are_all = all(isinstance(v, str) for v in values if v is not None)
    is_short = 1 < len(words) <= _MANY_STATES and len(values) >= 2 * len(words)
    if not (are_all and is_short) or named_lists(tables, table) is column:
        return
    planned = sorted(word for word in words if is_planned(word))
    if planned and len(planned) < len(words):
        text = (
            f"{table.name}.{column.name} may say which rows count: {', '.join(sorted(words)[:4])}"
        )
        yield StateDoubt(text, Field(table.name, column.name), {word: word for word in words})


def _are_kinds_of_use(tables: Tables, table: Table, kind: Column, about: Column | None) -> bool:
    """Return whether all kinds are of films and series, or of meals: whichever it was, it was.

    A beer's type, beside its name, is one of beers.
    """
    noun = split_words(kind.name)[:-1]
    if about is None or None in tables.of(table, about):
        # Of some kinds the items may be elsewhere.
        return False
    own = strip_id(split_words(about.name))[:1]
    if own and len(noun) == 1 and noun[0] in ITEMS - _ANY_THING and same_noun(noun[0], own[0]):
        return True
    found = {w for m in meanings(tables, table, kind).values() for w in split_words(m or "?")}
    return bool(found) and any(
        all(is_noun_among(w, kinds) for w in found) for kinds in _KINDS_OF_USE
    )


def _is_of_item(
    tables: Tables, table: Table, kind: Column, about: Column | None, items: Table | None
) -> bool:
    """Return whether a kind is that of the item, and not of what was done with it."""
    if about is None:
        return False
    if settles(tables, table, about, kind):
        return True
    own = None if items is None or items is table else items.find(kind.name)
    if items is None or own is None:
        return False
    return {*tables.of(table, kind)} <= {*tables.of(items, own)}


def _used(tables: Tables, table: Table, state: Column, moment: Column) -> set[Cell]:
    """Return the states whose rows all have a time, where other rows have none."""
    rows = list(zip(tables.of(table, state), tables.of(table, moment), strict=True))
    unused = {v for v, time in rows if time in (None, 0, "")}
    return {v for v, _ in rows} - unused if unused else set()


def are_unexplained(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a column's values are a few numbers, of which nothing says what they mean."""
    found = meanings(tables, table, column)
    are_numbers = all(isinstance(v, int) for v in found)
    return are_numbers and 1 < len(found) <= _MANY_STATES and not any(found.values())


def open_state(
    tables: Tables, table: Table, column: Column, words: Words, moment: Column | None = None
) -> Iterator[str]:
    found = meanings(tables, table, column)
    if are_tries(tables.words(table)):
        return
    most = _MOST_STATUSES if words[-1:] == ("status",) else _MANY_STATES
    if not 1 < len(found) <= most:
        return
    is_of_use = len(found) > _TWO and not (USED - PAST).isdisjoint(words[:-1])
    # Of uses, whatever their state, each is one.
    is_of_use = is_of_use and not is_use(tables.words(table))
    if _HARMLESS.intersection(words[:-1]) and not (
        is_of_use and are_unexplained(tables, table, column)
    ):
        return
    unknown = [
        v
        for v, meaning in found.items()
        if not (is_none(meaning, table) or says(meaning, table) or is_aside(meaning, found))
    ]
    if moment is not None and is_time_of_use(split_words(moment.name), True):
        # Whatever a state is called, what it has a time of use for was used.
        unknown = [v for v in unknown if v not in _used(tables, table, column, moment)]
    if is_judged(tables.words(table)):
        # Who wrote a review has used the thing, whatever was made of what he wrote.
        unknown = [v for v in unknown if found[v] not in _OF_WRITING]
    if unknown:
        shown = ", ".join(sorted(map(str, unknown))[:4])
        text = f"{table.name}.{column.name} may say which rows count: {shown}"
        yield StateDoubt(text, Field(table.name, column.name), found)
