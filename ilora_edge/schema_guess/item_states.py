"""Tables with a row per item that says whether, or when last, it was used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.doubts.open_states import are_unexplained, open_state
from ilora_edge.schema_guess.doubts.reading_doubts import NO_USE, state_doubts, title_doubts
from ilora_edge.schema_guess.parts.event_parts import is_everywhere, join_of, owner
from ilora_edge.schema_guess.parts.how_far import begun_rows, same_but_for_progress
from ilora_edge.schema_guess.parts.item_query import are_paths, describe_items
from ilora_edge.schema_guess.parts.row_conditions import mark_sql, marks_of_use, row_conditions
from ilora_edge.schema_guess.parts.row_states import is_use as is_use_state
from ilora_edge.schema_guess.parts.row_states import meanings, says_use
from ilora_edge.schema_guess.parts.row_values import row_value
from ilora_edge.schema_guess.parts.unknown_items import id_in_history, number_beside_key
from ilora_edge.schema_guess.parts.use_evidence import are_tasks, rated_by_oneself
from ilora_edge.schema_guess.parts.use_marks import mark_conditions
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.column_roles import weight_strength
from ilora_edge.schema_guess.tables.row_facts import are_named_by_several, has_stray
from ilora_edge.schema_guess.tables.sql_parts import Field, Query
from ilora_edge.schema_guess.tables.table_kinds import (
    NO_ITEMS,
    WEAK_EVENTS,
    alone_factor,
    is_use,
    is_use_count,
    item_factor,
    named,
    size_factor,
    state_factor,
)
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.tables.yes_and_no import answers
from ilora_edge.schema_guess.words.known_words import ITEMS, USED
from ilora_edge.schema_guess.words.name_words import Words, split_words, strip_id, word_set

# Of so many rows the next one is later.
_IN_ORDER, _POOR = 0.9, 0.2
# Of so many rows a time may be missing by chance.
_FEW_UNTIMED = 0.1
# Of what is set up for a person or a device a program keeps the last use as well.
_SETTINGS, _POOR_ITEM = word_set("profile preset account session layout template tab"), 0.7
_LIKELY, _CLEAR_TIME, _A_TITLE, _A_PATH, _UNNAMED = 0.65, 0.8, 0.8, 0.7, 0.7
# A history's row per item is written, or written anew, when that is used.
_CHANGED, _THEN = word_set("update updated modified changed"), 0.85
_WRITTEN = _CHANGED | word_set("added inserted created")
_ONE_EACH = 0.9
_PASTS = word_set("history watched played seen finished listened diary")
# What became of things, of which a list says no more: not of chapters, where another one is of
# their books.
_BECAME = word_set("completed read heard viewed")
# A time of these is that of what a state says.
_TAKEN_UP = word_set("started start began begun")
_BEGUN = USED | _TAKEN_UP
_ENDED = word_set("completed finished finish done complete")
_MARKED = USED | word_set("is was has been")
# What list, or in what state: planned, watching, watched.
_STATES, _LISTS = (("status",), ("state",)), (("list",), ("shelf",))
_KINDS_OF_LISTS = (("list", "type"), ("list", "kind"), ("shelf", "type"))
_ALONE_MARKS = (("unread",), ("read",), ("new",))
# How often all the world has seen it.
_PUBLIC = word_set("likes dislikes subscribers followers upvotes downvotes popularity votes")


_UNTIMED, _NO_TIMES = ("0", "time"), "no column of times: 0"


def _time_of_use(tables: Tables, table: Table, is_of_nobody: bool) -> tuple[Column, float] | None:
    """Return the column that says when a row's item was used, and how sure that is."""
    timed = tables.time_of_use(table)
    if timed is None and is_of_nobody and is_use(tables.words(table)):
        # Of a history the time is that of a use, where it does not say what else it is of.
        own = tables.time(table)
        if own is not None and _is_row_per_thing(tables, table):
            own = _written(tables, table, own)
        timed = own if own is not None and own[1] >= _CLEAR_TIME else None
    return timed


def _written(tables: Tables, table: Table, own: tuple[Column, float]) -> tuple[Column, float]:
    """Return when a row was last written, where it has no other time than those of its writing."""
    if _WRITTEN.isdisjoint(split_words(own[0].name)):
        return own
    changed = (
        c
        for c in table.columns
        if not _CHANGED.isdisjoint(split_words(c.name)) and tables.time_strength(table, c) > 0
    )
    return next(changed, own[0]), max(own[1], _THEN)


def _is_row_per_thing(tables: Tables, table: Table) -> bool:
    """Return whether hardly two rows are called alike, as those of a log are."""
    title = tables.title(table)
    names = [] if title is None else tables.of(table, title[0])
    return len(set(names)) > _ONE_EACH * len(names)


def state_proposal(tables: Tables, table: Table) -> Proposal | None:
    """Return the reading of a table whose rows are items with marks, counts or times of use."""
    key = tables.key(table)
    if key is None or are_named_by_several(tables, table):
        return None
    if (described := _described(tables, table, key)) is None:
        return None
    title, items, item_reasons, about, key = described
    user = tables.user(table)
    flags = marks_of_use(tables, table)
    states = says_use(tables, table)
    if states is not None and (named_by := tables.title(table)) and named_by[0] is states:
        # What list a thing is on is not what it is called.
        return None
    timed = _begun_instead(tables, table, states, _time_of_use(tables, table, user is None))
    if user is not None:
        # A track with a time of use may be of a library that each person has, or a person's work.
        is_own = timed is not None and is_everywhere(tables, user[0])
        is_known = bool(flags or states or is_own or _open_marks(tables, table))
        is_known = is_known or begun_rows(tables, table, False, are_things=True) is not None
        if title < _A_TITLE or not is_known:
            return None
    doubts = []
    if timed is not None and _is_contradicted(tables, table, timed[0], flags):
        # What a server saw nobody need have read.
        if "seen" not in split_words(timed[0].name):
            doubts.append(f"{table.name}.{timed[0].name} is there where {flags[0][0].name} is not")
        timed = None
    whose = owner(tables, table) if user is None else None
    who, why_who = _who(table, user, whose)
    joins = [] if whose is None else [join_of(table, whose[0])]
    fields: list[tuple[Field | str, str]] = [(who, "user"), (Field(table.name, key), "item")]
    reasons = [f"{table.name} has a row per item", why_who]
    used = _use(tables, table, key, title, timed, flags, states, bool(joins))
    if used is None:
        return None
    fields += used.fields
    reasons += used.reasons
    conditions, strength = [*used.conditions], used.strength
    value, kind = row_value(tables, table, (), is_state=True)
    if value is not None and kind is not None:
        fields.append((value, kind))
        reasons.append(f"{table.name}.{value.column} is the {kind}")
    is_marked = timed is not None or used.mark is not None
    for sql, reason in _left_out(tables, table, bool(joins), is_marked):
        conditions.append(sql)
        reasons.append(reason)
    confidence = strength * title * size_factor(tables, table) * state_factor(tables, table)
    if user is None and whose is None:
        confidence *= alone_factor(tables, table)
    kinds = NO_ITEMS if timed is None else NO_ITEMS - {"state", "status"}
    if named(tables.words(table), kinds) and not flags:
        confidence *= 0.5
    elif named(tables.words(table)[-1:], _SETTINGS):
        confidence *= _POOR_ITEM
    query = Query(tuple(fields), table.name, tuple(joins), tuple(conditions))
    doubts += state_doubts(tables, table, None if timed is None else timed[0], whose is not None)
    doubts += (*_use_doubts(tables, table, used), *_untimed(tables, table, timed, states))
    doubts = list(dict.fromkeys(doubts))
    doubts += title_doubts(tables, tables.schema.find(about), item_reasons)
    return Proposal(
        query.sql(),
        items,
        [*reasons, *item_reasons],
        confidence,
        about,
        doubts,
        table.name,
        query=query,
    )


def _left_out(
    tables: Tables, table: Table, is_joined: bool, is_marked: bool
) -> Iterator[tuple[str, str]]:
    """Yield what leaves out rows; what is marked as used, or has a time of use, may be wanted."""
    yield from row_conditions(tables, table, is_joined)
    if not is_marked:
        yield from mark_conditions(tables, table, is_joined, is_event=False)


def _who(
    table: Table,
    user: tuple[Column, float, str] | None,
    whose: tuple[Link, Column, str] | None,
) -> tuple[Field | str, str]:
    """Return whose an item is, by its own column or by that of what it is of, and why."""
    if user is not None:
        return Field(table.name, user[0].name), user[2]
    if whose is not None:
        # An article of a feed that somebody has.
        link, column, why = whose
        return Field(link.table.name, column.name), why
    return "'me'", "no column of users: one person, 'me'"


@dataclass(frozen=True, slots=True)
class _Use:
    """What says that an item was used, and when: columns of the query, conditions, reasons."""

    fields: list[tuple[Field | str, str]]
    strength: float
    reasons: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    mark: Column | None = None
    is_open: Column | None = None
    """What may say which rows count."""
    is_begun: bool = False
    """Whether how far somebody came is all that says it."""


def _use_doubts(tables: Tables, table: Table, used: _Use) -> Iterator[str]:
    """Yield what is open of what says that a row's item was used."""
    if used.is_open is not None:
        yield from open_state(tables, table, used.is_open, ("status",))
    if used.mark is not None and are_tasks(tables, table, used.mark):
        yield f"{NO_USE} {table.name} are what somebody used"
    for other in same_but_for_progress(tables, table) if used.is_begun else ():
        yield f"{other.name} has the columns of {table.name} as well, but for how far one came"


def _begun_instead(
    tables: Tables, table: Table, states: Column | None, timed: tuple[Column, float] | None
) -> tuple[Column, float] | None:
    """Return when each thing that a state says was used was begun, where not all came to an end."""
    if not any(_untimed(tables, table, timed, states)):
        return timed
    for column in table.columns:
        strength = tables.time_strength(table, column)
        is_begun = not _TAKEN_UP.isdisjoint(split_words(column.name))
        if strength <= 0 or not is_begun:
            continue
        if not any(_untimed(tables, table, (column, strength), states, is_any=True)):
            return column, strength
    return timed


def _untimed(
    tables: Tables,
    table: Table,
    timed: tuple[Column, float] | None,
    states: Column | None,
    is_any: bool = False,
) -> Iterator[str]:
    """Yield that a state says of rows that they were used, of which a time of an end says nothing.

    Of the games that somebody plays, and gave up, only those that he completed have a day.
    """
    is_end = timed is not None and not _ENDED.isdisjoint(split_words(timed[0].name))
    if timed is None or states is None or not (is_end or is_any):
        return
    found = meanings(tables, table, states)
    uses = {value for value, meaning in found.items() if is_use_state(meaning, table)}
    rows = list(zip(tables.of(table, states), tables.of(table, timed[0]), strict=True))
    without = sum(state in uses and time in (None, 0, "") for state, time in rows)
    if without > _FEW_UNTIMED * len(rows):
        yield f"{table.name}.{states.name} says that more was used than has a {timed[0].name}"


def _use(
    tables: Tables,
    table: Table,
    key: str,
    title: float,
    timed: tuple[Column, float] | None,
    flags: Sequence[tuple[Column, int]],
    states: Column | None,
    is_joined: bool,
) -> _Use | None:
    """Return the best of a table's times, counts, marks, states and positions; None: no use."""

    def sql_of(column: str) -> str:
        return Field(table.name, column).sql(is_joined)

    if timed is not None:
        time = Field(table.name, timed[0].name)
        reason = f"{table.name}.{time.column} is the last time"
        is_ever = tables.is_ever(table, time, is_joined)
        return _Use([(time, "time")], 0.6 * timed[1], (reason,), (is_ever,))
    if (count := _count(tables, table)) is not None:
        return _Use([_UNTIMED], 0.4, (_NO_TIMES,), (f"{sql_of(count)} > 0",))
    begun = begun_rows(tables, table, is_joined, are_things=True)
    if flags and not (begun is not None and are_tasks(tables, table, flags[0][0])):
        column, used = flags[0]
        mark = mark_sql(tables, table, (column, used), is_joined)
        reason = f"{table.name}.{column.name} marks the items"
        return _Use([_UNTIMED], 0.4, (_NO_TIMES, reason), (mark,), column)
    if states is not None:
        changed = next((c for c in table.columns if "changed" in split_words(c.name)), None)
        own = tables.time(table)
        if own is not None and not _BEGUN.isdisjoint(split_words(own[0].name)):
            changed = own[0]
        when = "0" if changed is None else Field(table.name, changed.name)
        return _Use([(when, "time")], 0.4, (f"{table.name}.{states.name} says what was used",))
    return _use_in_order(tables, table, key, title, is_joined)


def _use_in_order(
    tables: Tables, table: Table, key: str, title: float, is_joined: bool
) -> _Use | None:
    """Return the best of what says less: days of ratings, amounts, open marks, the rows' order."""
    if title < _A_TITLE:
        return None
    if (rated := _rated_days(tables, table)) is not None:
        time = Field(table.name, rated.name)
        reason = f"{table.name} says when, and how each was liked"
        # What has no day was not used yet.
        has_all = all(tables.of(table, rated))
        timed_rows = () if has_all else (tables.is_ever(table, time, is_joined),)
        return _Use([(time, "time")], 0.45, (reason,), timed_rows)
    if (begun := begun_rows(tables, table, is_joined, are_things=True)) is not None:
        return _Use([_UNTIMED], 0.45, (_NO_TIMES, begun[1]), (begun[0],), is_begun=True)
    if (mine := rated_by_oneself(tables, table)) is not None:
        sql = Field(table.name, mine.name).sql(is_joined)
        reason = f"{table.name}.{mine.name} is there of what was used"
        return _Use([_UNTIMED], 0.4, (_NO_TIMES, reason), (f"{sql} > 0",), mine)
    if (states := _open_marks(tables, table)) is not None:
        reason = f"{table.name}.{states.name} may say what was used"
        return _Use([_UNTIMED], 0.3, (_NO_TIMES, reason), is_open=states)
    is_past = _is_past(tables, table) and _is_row_per_thing(tables, table)
    if is_past and _is_alone(tables, table, key):
        # A history without times is in the order of its rows.
        fields: list[tuple[Field | str, str]] = [_UNTIMED]
        if table.has_rowid and table.find("rowid") is None:
            fields.append((Field(table.name, "rowid"), '"order"'))
        return _Use(fields, 0.5, ("no column of times: the order of the rows",))
    return None


def _described(
    tables: Tables, table: Table, key: str
) -> tuple[float, str | None, list[str], str, str] | None:
    """Return how good the items' titles are, their SELECT, why, whose they are, and their key."""
    title, key = tables.title(table), id_in_history(tables, table, key) or key
    if (
        key != "rowid"
        and title is not None
        and title[1] < 0.4
        and are_paths(tables, table, title[0])
    ):
        # Of a file the name is what it is known by.
        title = title[0], _A_PATH
    if title is not None and title[1] >= 0.4:
        return title[1], *describe_items(tables, table, key), table.name, key
    if (beside := tables.beside(table, key)) is None:
        number = number_beside_key(tables, table) if marks_of_use(tables, table) else None
        if number is None:
            return None
        reason = f"{table.name}.{number.name} is what a service knows the items by"
        return _UNNAMED, None, [reason], table.name, number.name
    other, column = beside
    found = tables.title(other)
    items, reasons = describe_items(tables, other, column)
    return 0.9 * found[1] if found else 0.0, items, reasons, other.name, key


def _count(tables: Tables, table: Table) -> str | None:
    """Return the column that says how often the person used an item."""
    every = [split_words(c.name) for c in table.columns]
    if ("views",) in every or any(not _PUBLIC.isdisjoint(words) for words in every):
        return None
    counts = [
        (weight_strength(split_words(c.name), tables.of(table, c)), c.name)
        for c in table.columns
        if is_use_count(split_words(c.name))
        and (any(tables.of(table, c)) or not tables.size(table))
    ]
    best = max((c for c in counts if c[0] == 1.0), default=None)
    return None if best is None else best[1]


def _rated_days(tables: Tables, table: Table) -> Column | None:
    """Return the day that stands beside one's own rating: later for each further row.

    A catalogue has ratings and days of release, in any order.
    """
    time, value = tables.time(table), row_value(tables, table, (), is_state=True)
    if time is None or value[1] != "rating" or time[1] < _CLEAR_TIME:
        return None
    moments = [str(v) for v in tables.of(table, time[0]) if v is not None]
    later = sum(a <= b for a, b in pairwise(moments))
    are_days = len(set(moments)) > 0.25 * len(moments)
    return time[0] if are_days and later >= _IN_ORDER * (len(moments) - 1) > 0 else None


def _open_marks(tables: Tables, table: Table) -> Column | None:
    """Return a column of small numbers that may say what was used, where nothing is understood."""
    if item_factor(tables, table) <= _POOR:
        return None
    for column in table.columns:
        words = split_words(column.name)
        noun = strip_id(words)[-1:]
        is_list = noun in _LISTS or words[-2:] in _KINDS_OF_LISTS
        is_mark = noun in _STATES or is_list or words in _ALONE_MARKS
        if is_mark and are_unexplained(tables, table, column):
            return column
    return None


def _is_contradicted(
    tables: Tables, table: Table, time: Column, flags: list[tuple[Column, int]]
) -> bool:
    """Return whether all marks of use say something else than a time, and no other one agrees."""
    if _ENDED.isdisjoint(split_words(time.name)):
        # A game that was played need not be completed.
        flags = [flag for flag in flags if _ENDED.isdisjoint(split_words(flag[0].name))]
    stray = [has_stray(tables, table, time, *flag) for flag in flags]
    return bool(stray) and all(stray) and not _agree(tables, table, time)


def _agree(tables: Tables, table: Table, time: Column) -> bool:
    """Return whether another mark, such as that of what was opened, says the same as a time."""
    used = [value not in (None, 0, "", -1) for value in tables.of(table, time)]
    return any(
        [bool(v) for v in answers(tables.of(table, column))] == used
        for column in table.columns
        if _MARKED.issuperset(words := split_words(column.name)) and not USED.isdisjoint(words)
    )


def _has_times(tables: Tables, table: Table) -> bool:
    """Return whether another table says when a table's rows were used."""
    return any(
        link.table is table and (time := tables.time(other)) is not None and time[1] > _LIKELY
        for other in tables.schema.tables
        for link in tables.links(other)
    )


def _is_alone(tables: Tables, table: Table, key: str) -> bool:
    """Return whether a table's rows are about nothing but themselves, and none about them."""
    if _has_times(tables, table):
        return False
    return all(link.column.name == key for link in tables.links(table))


def _is_past(tables: Tables, table: Table) -> bool:
    words = tables.words(table)
    is_past = not _PASTS.isdisjoint(words)
    is_past = is_past or (not _BECAME.isdisjoint(words) and not _are_of_others(table, words))
    return is_past and not named(words, WEAK_EVENTS)


def _are_of_others(table: Table, words: Words) -> bool:
    """Return whether rows have ids of other things than they are: chapters, of a comic."""
    stems = (strip_id(w) for c in table.columns if strip_id(w := split_words(c.name)) != w)
    return any(named(s[-1:], ITEMS) and not named(s[-1:], frozenset(words[-1:])) for s in stems)
