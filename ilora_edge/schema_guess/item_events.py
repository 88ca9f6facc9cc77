"""Tables whose rows are events, or lines of events, which have an item, a person, a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.doubts.reading_doubts import event_doubts, title_doubts
from ilora_edge.schema_guess.doubts.result_doubts import row_doubts
from ilora_edge.schema_guess.parts.event_parts import times, users
from ilora_edge.schema_guess.parts.how_far import begun_rows, says_how_far
from ilora_edge.schema_guess.parts.item_choices import COPIES, item_choices, left_choices
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.row_conditions import mark_sql, marks_of_use, row_conditions
from ilora_edge.schema_guess.parts.row_states import (
    is_listed,
    is_none,
    literal,
    meanings,
    named_lists,
    named_states,
)
from ilora_edge.schema_guess.parts.row_values import row_value
from ilora_edge.schema_guess.parts.use_evidence import (
    are_exercise_sets,
    are_tasks,
    has_used_column,
    is_admission,
)
from ilora_edge.schema_guess.parts.use_marks import mark_conditions
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.column_roles import is_time_of_use
from ilora_edge.schema_guess.tables.row_facts import are_pairs, has_stray, repeats
from ilora_edge.schema_guess.tables.sql_parts import Field, Join, Query, select
from ilora_edge.schema_guess.tables.table_kinds import (
    EVENTS,
    LIKED,
    alone_factor,
    event_factor,
    is_use,
    named,
)
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import GOT, USED, USING
from ilora_edge.schema_guess.words.name_words import share_a_stem, split_words, word_set

# Above those that any row has: when it was created, or changed.
_LEAST_TIME = 0.66
_CHANGED = word_set("updated update modified changed change")
# A worse title is an address, or the name of a file.
_A_NAME = 0.4
_SURE_USER = 0.9
_IN_ORDER = 0.8
_PASTS = word_set("history recent recents watched viewed played seen listened opened")
_HOW_FAR = word_set("progress position resume")
_BARE = word_set("date time datetime timestamp ts at")
# A table that refers to more others than this is read by the likeliest of them: the time that it
# takes grows with the third power.
_MOST_PARTS = 12
# Whose date is when somebody came.
_LIVE = word_set("gig concert show event performance festival match meetup")
# What was never begun has no time of it.
_TAKEN_UP = word_set("last start started begin began begun")
# A use is one also where it did not come to its end.
_ENDED = word_set("completed finished done")


def event_proposal(tables: Tables, table: Table, is_last: bool = False) -> Proposal | None:
    """Return the best reading of a table whose rows are events, or lines of events.

    ``is_last``: no table has any. Then a table named for uses needs neither a person nor a time,
    and what is left when all else is explained may be the item.
    """
    is_event = named(tables.words(table), EVENTS) or is_listed(tables, table)
    is_event = is_event or says_how_far(tables, table) or are_exercise_sets(tables, table)
    # One person's own list, on which a state says what was watched.
    is_event = is_event or (tables.user(table) is None and named_states(tables, table) is not None)
    choices = _strongest(item_choices(tables, table, is_event))
    are_weak = tables.user(table) is not None and all(p.strength < _A_NAME for p in choices)
    if is_last and (are_weak or not choices):
        choices += left_choices(tables, table)
    words = tables.words(table)
    is_told = is_last and (is_use(words) or named(words, LIKED))
    is_told = is_told or _is_in_order(tables, table)
    read = (_reading(tables, table, item, is_event, is_told) for item in choices)
    found = [reading for reading in read if reading is not None]
    if not found:
        return None
    best = max(found, key=lambda r: r.proposal.confidence)
    if not is_last and best.parts[2].sql == "0" and _is_in_order(tables, table):
        # What says when says more than an order.
        likely = _IN_ORDER * best.proposal.confidence
        best = best._replace(proposal=replace(best.proposal, confidence=likely))
    # Of the best alone: where every table refers to every other, doubts are the dear part.
    return replace(best.proposal, doubts=_doubts(tables, table, best, choices))


def _is_in_order(tables: Tables, table: Table) -> bool:
    """Return whether a history of one person's file has a row per use, whose order tells when."""
    words, key = tables.words(table), table.primary_key
    is_past = not _PASTS.isdisjoint(words) and is_use(words)
    is_log = is_past and key is not None and "INT" in key.type.upper()
    if not is_log and not _HOW_FAR.isdisjoint(words) and is_use(words):
        # How far somebody came with each thing, without when.
        is_log = any(k.column is key and not tables.is_person(k.table) for k in tables.links(table))
    return (
        is_log
        and tables.user(table) is None
        and not any(tables.is_person(other) for other in tables.schema.tables)
    )


def _strongest(parts: Iterable[Part]) -> list[Part]:
    """Return the parts, in their order; of too many the strongest, the first of equals."""
    found = list(parts)
    if len(found) <= _MOST_PARTS:
        return found
    least = sorted((part.strength for part in found), reverse=True)[_MOST_PARTS - 1]
    return [part for part in found if part.strength >= least][:_MOST_PARTS]


class _Reading(NamedTuple):
    proposal: Proposal
    """Its doubts not yet looked for."""
    parts: tuple[Part, Part, Part]
    """Item, user and time."""
    mark: Column | None
    """What says of each row whether it is a use."""
    counted: str | None
    """SELECT of the rows that count, whatever their times, where not all do."""


def _doubts(tables: Tables, table: Table, reading: _Reading, choices: Sequence[Part]) -> list[str]:
    item = reading.parts[0]
    titled = item.titled or item.table
    is_marked = reading.mark is not None and not are_tasks(tables, table, reading.mark)
    doubts = [*event_doubts(tables, table, reading.parts, choices, is_marked)]
    if not _is_named_besides(tables, table, item):
        doubts += title_doubts(tables, titled, item.item_reasons, item.table is table)
    doubts = list(dict.fromkeys(doubts))
    if item.is_left and isinstance(item.sql, Field):
        doubts.append(f"only by being left is {table.name}.{item.sql.column} what was used")
    if reading.counted is not None:
        doubts.extend(row_doubts(tables, table, reading.counted))
    return doubts


def _is_named_besides(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether a row names its item in another column than what it is called best itself.

    A hike has notes, and the trail that it was on.
    """
    if item.table is not table or not isinstance(item.sql, Field):
        return False
    title = tables.title(table)
    return title is not None and item.sql.column not in (title[0].name, tables.key(table))


def _without_time(tables: Tables, table: Table, item: Part, is_known: bool, is_told: bool) -> float:
    """Return how sure a table's rows are events, of which no time can be read."""
    words = tables.words(table)
    is_known = is_known or not USED.isdisjoint(words) or named(words, LIKED)
    is_named = is_told or is_use(words) or is_listed(tables, table)
    is_named = is_named or is_admission(tables, table, item)
    # A table of uses that has no time of any kind lacks nothing that could be read.
    is_whole = is_named and (tables.time(table) is None or _is_in_order(tables, table))
    return 0.65 if is_whole else 0.45 if is_known else 0.35


def _reading(
    tables: Tables, table: Table, item: Part, is_event: bool, is_told: bool
) -> _Reading | None:
    is_done = (tables.time(table) or (None, 0.0))[1] == 1.0
    user, time = _who_and_when(tables, table, item)
    mark = _mark(tables, table, (item, user, time))
    if mark is not None and not _may_be_marked_at(tables, table, time):
        # When a row was made, or an article arrived, says nothing of when it was read.
        time = Part("0", 0.0, ("no column of times: 0",))
    value, kind = row_value(tables, table, (user.sql, item.sql, time.sql))
    alone = user.sql == "'me'"
    if time.strength == 0:
        is_pair = not alone and _is_pair(tables, table, item, user)
        if not (mark or is_pair or is_told) and alone + (not is_event) + (kind is None) > 1:
            return None
        is_known = bool(kind or mark)
        time = replace(time, strength=_without_time(tables, table, item, is_known, is_told))
    elif alone:
        is_weak = time.strength < _LEAST_TIME and mark is None
        if not is_event and is_weak and not _is_log(tables, table, item, time):
            return None
        user = replace(user, strength=0.85 if is_event or is_done else 0.75)
        user = replace(user, strength=user.strength * alone_factor(tables, table))
    elif mark is not None:
        time = replace(time, strength=max(time.strength, 0.6))
    confidence = _likelihood((item, user, time)) * (1.0 if kind else 0.95)
    is_event = is_event or is_done or mark is not None
    confidence *= event_factor(tables, table, is_event, is_last=is_told)
    fields = [(user.sql, "user"), (item.sql, "item"), (time.sql, "time")]
    if kind is not None and value is not None:
        fields.append((value, kind))
    joins = dict.fromkeys(j for part in (user, item, time) for j in part.joins)
    reasons = [*user.reasons, *item.reasons, *time.reasons]
    if value is not None:
        reasons.append(f"{value.table}.{value.column} is the {kind}")
    conditions = [item.where] if item.where else []
    if isinstance(time.sql, Field) and _is_often_never(tables, table, time, alone):
        conditions.append(tables.is_ever(table, time.sql, bool(joins)))
    if mark is not None:
        conditions.append(mark_sql(tables, table, mark, bool(joins)))
        reasons.append(f"{table.name}.{mark[0].name} marks the items")
    n_times = len(conditions)
    for sql, reason in _that_count(tables, table, (item, user, time), mark, bool(joins)):
        conditions.append(sql)
        reasons.append(reason)
    query = Query(tuple(fields), table.name, tuple(joins), tuple(conditions))
    proposal = Proposal(
        query.sql(),
        item.items,
        list(dict.fromkeys([*reasons, *item.item_reasons])),
        confidence,
        item.table.name if item.table is not None else "",
        table=table.name,
        lines_of=next((join.table for join in (*time.joins, *user.joins)), ""),
        query=query,
    )
    counted = None
    if len(conditions) > n_times:
        counted = select(fields, table.name, joins, " AND ".join(conditions[n_times:]))
    return _Reading(proposal, (item, user, time), mark and mark[0], counted)


def _likelihood(parts: tuple[Part, Part, Part]) -> float:
    """Return how likely an item, a person and a time are together."""
    item, user, time = parts
    likely = item.strength * user.strength * time.strength
    if isinstance(time.sql, Field) and "last" in split_words(time.sql.column):
        # A row per item, of which a table of every time says more.
        likely *= 0.9
    return likely


def _who_and_when(tables: Tables, table: Table, item: Part) -> tuple[Part, Part]:
    """Return whose a table's rows are, and when they were; one parent for both is likelier."""
    return max(
        product(_strongest(users(tables, table, item)), _strongest(times(tables, table, item))),
        key=lambda p: (
            p[0].strength * p[1].strength * (1.0 if p[0].joins in ((), p[1].joins) else 0.95)
        ),
    )


def _is_pair(tables: Tables, table: Table, item: Part, user: Part) -> bool:
    """Return whether a row refers to a person and to a thing with a title: who takes a course."""
    if not user.joins and user.strength >= _SURE_USER and _repeats(tables, table, item):
        # Who played which games, in one table without keys.
        return True
    whose = user.sql.column if isinstance(user.sql, Field) and not user.joins else None
    is_person = any(
        link.column.name == whose and tables.is_person(link.table) for link in tables.links(table)
    )
    # Whom no table has is known by being named again and again.
    column = None if whose is None else table.find(whose)
    is_again = column is not None and user.strength >= _SURE_USER and repeats(tables, table, column)
    return (is_person or is_again) and item.table is not None and item.table is not table


def _is_log(tables: Tables, table: Table, item: Part, time: Part) -> bool:
    """Return whether rows tell again and again of the same things."""
    return _is_done_again(tables, table, item) or _are_lines(tables, table, item, time)


def _repeats(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether rows name the same things again and again, as those of a log do."""
    column = table.find(item.sql.column) if isinstance(item.sql, Field) else None
    return item.table is table and column is not None and repeats(tables, table, column)


def _are_lines(tables: Tables, table: Table, item: Part, time: Part) -> bool:
    """Return whether rows name the same things again and again, each of what has its time."""
    column = table.find(item.sql.column) if isinstance(item.sql, Field) else None
    is_other = item.table is not None and item.table is not table and bool(time.joins)
    return is_other and column is not None and repeats(tables, table, column)


def _is_done_again(tables: Tables, table: Table, item: Part) -> bool:
    """Return whether rows refer to the same things again and again, and tell of a use."""
    column = table.find(item.sql.column) if isinstance(item.sql, Field) else None
    return column is not None and has_used_column(table) and repeats(tables, table, column)


def _mark(
    tables: Tables, table: Table, parts: tuple[Part, Part, Part]
) -> tuple[Column, int] | None:
    """Return the column that says of a row, one for each person and item, that it was used.

    Of a table of uses each row is one, and where a time of use is there for those, it says enough.
    """
    item, user, time = parts
    own = [column for part in (user, item) if (column := _referring(table, part)) is not None]
    is_own = item.table is table and not is_use(tables.words(table))
    are_marked = is_own or are_pairs(tables, table, own) or _are_parts(tables, table, time)
    if not isinstance(item.sql, Field) or not are_marked:
        return None
    moment = None
    if isinstance(time.sql, Field) and time.sql.table == table.name:
        moment = table.find(time.sql.column)
    for column, used in marks_of_use(tables, table):
        words = split_words(column.name)
        if not (_ENDED.isdisjoint(words) or is_own):
            # But of the books that somebody entered only those he finished were read.
            continue
        if is_use(tables.words(table)) and not share_a_stem(words, tables.words(table)):
            continue
        if (
            moment is not None
            and is_time_of_use(split_words(moment.name), True)
            and not has_stray(tables, table, moment, column, used)
        ):
            continue
        return column, used
    return None


def _referring(table: Table, part: Part) -> Column | None:
    """Return a table's column that is a part, or that leads to it: to a copy of the item."""
    if not isinstance(part.sql, Field):
        return None
    if part.sql.table == table.name:
        return table.find(part.sql.column)
    return next((table.find(j.column) for j in part.joins if j.owner == table.name), None)


def _are_parts(tables: Tables, table: Table, time: Part) -> bool:
    """Return whether rows are numbered parts of a thing, without names or times: its chapters."""
    title = tables.title(table)
    is_unnamed = title is None or title[1] < _A_NAME
    return is_unnamed and time.strength == 0 and table.primary_key is not None


def _is_used_at(tables: Tables, table: Table, time: Part) -> bool:
    """Return whether a table is named for uses, or the time is that of one: each row is one."""
    words = split_words(time.sql.column) if isinstance(time.sql, Field) else ()
    return is_use(tables.words(table)) or not USING.isdisjoint(words)


def _may_be_marked_at(tables: Tables, table: Table, time: Part) -> bool:
    """Return whether a time is that of a use, of a row's last change, or said to be no other.

    A concert's date is when it was heard.
    """
    if not isinstance(time.sql, Field):
        return True
    words = split_words(time.sql.column)
    if named(words[:1], _LIVE) and named(words[:1], frozenset(tables.words(table)[-1:])):
        words = words[1:]
    return _BARE.issuperset(words) or not (USING | _CHANGED | {"last"}).isdisjoint(words)


def _that_count(
    tables: Tables,
    table: Table,
    parts: tuple[Part, Part, Part],
    mark: tuple[Column, int] | None,
    qualified: bool,
) -> Iterator[tuple[str, str]]:
    """Yield what leaves out rows that are no use, besides a mark: what was only owned, planned."""
    item, user, time = parts
    if mark is None and not _is_used_at(tables, table, time):
        begun = begun_rows(tables, table, qualified)
        yield from () if begun is None else (begun,)
    parents = (*user.joins, *time.joins, *_occasions(tables, item))
    for sql, reason in _conditions(tables, table, parents, qualified):
        if mark is None or not sql.startswith(Field(table.name, mark[0].name).sql(qualified)):
            yield sql, reason


def _occasions(tables: Tables, item: Part) -> Iterator[Join]:
    """Yield the joins to when something was shown, or met for, and not to copies of a thing."""
    for join in item.joins:
        table = tables.schema.find(join.table)
        if table is None or table is item.table or tables.time(table) is None:
            continue
        if not named(tables.words(table)[-1:], COPIES):
            yield join


def _conditions(
    tables: Tables, table: Table, parents: tuple[Join, ...], qualified: bool
) -> Iterator[tuple[str, str]]:
    """Yield what leaves out rows that are not interactions: of a table, and of an order's own."""
    names = dict.fromkeys([table.name, *(join.table for join in parents)])
    for name in names:
        found = tables.schema.find(name)
        if found is not None:
            yield from row_conditions(tables, found, qualified)
            yield from mark_conditions(tables, found, qualified, is_event=True)
    for link in tables.links(table):
        title = None if link.table.name in names else named_lists(tables, link.table)
        if title is not None:
            found_on = meanings(tables, link.table, title)
            none = sorted(str(m) for m in found_on.values() if is_none(m, link.table))
            lists = f"SELECT {quote(link.key)} FROM {quote(link.table.name)}"
            where = f"{quote(title.name)} NOT IN ({', '.join(map(literal, none))})"
            sql = f"{Field(table.name, link.column.name).sql(qualified)} IN ({lists} WHERE {where})"
            yield sql, f"{link.table.name}.{title.name} says what has not happened"


def _is_often_never(tables: Tables, table: Table, time: Part, alone: bool) -> bool:
    """Return whether rows without a time are items that were never used."""
    column = None if isinstance(time.sql, str) or time.joins else table.find(time.sql.column)
    if column is None:
        return False
    values = tables.of(table, column)
    words = split_words(column.name)
    never = sum(v in (None, 0, "") for v in values)
    if not alone:
        return never > 0 and not (USING | GOT | _TAKEN_UP).isdisjoint(words)
    return "last" in words or never > 0.2 * len(values) > 0
