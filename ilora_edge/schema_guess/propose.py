"""Proposes the two SELECTs that read an unknown schema: who did what when, and what the items are.

A table is a history where its rows have an item, and a person or a time: its own, or those of a
parent, as order lines have their order's. Everything is weighed, nothing is required by name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ilora_edge.histories.schema import Schema, Table, read_schema
from ilora_edge.schema_guess.doubts import event_doubts, rival_doubts, row_doubts, title_doubts
from ilora_edge.schema_guess.item_choices import Part, item_choices
from ilora_edge.schema_guess.item_states import state_proposal
from ilora_edge.schema_guess.name_words import split_words
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.row_conditions import row_conditions
from ilora_edge.schema_guess.row_values import row_value
from ilora_edge.schema_guess.sql_parts import Field, Join, select
from ilora_edge.schema_guess.table_kinds import EVENTS, alone_factor, event_factor, named
from ilora_edge.schema_guess.table_links import Link, Tables

_MOST = 3
_LEAST = 0.2
# Below this the views are looked at too.
_GOOD = 0.4
# Below this, or with another history nearly as good, a person has to say which it is.
_SURE = 0.35
_NEARLY = 0.93
# Of marks, ratings and plans a history is likelier even where less is known of it.
_RIVALS = 0.5
# Above those that any row has: when it was created, or changed.
_LEAST_TIME = 0.66


def propose(connection: sqlite3.Connection) -> list[Proposal]:
    """Return what the histories of a database may be, best first, at most three."""
    schema = read_schema(connection)
    tables = Tables(connection, Schema(tuple(t for t in schema.tables if not t.is_view)))
    found = list(_proposals(tables))
    if not any(p.items is not None and p.confidence >= _GOOD for p in found):
        # Views may be slow, and their keys are guessed.
        found += (
            replace(p, confidence=round(0.9 * p.confidence, 2)) for p in _with_views(tables, schema)
        )
    found.sort(key=lambda p: -p.confidence)
    distinct = {p.interactions: p for p in reversed(found)}
    best = [p for p in found if distinct[p.interactions] is p][:_MOST]
    for proposal in best[:1]:
        proposal.doubts.extend(_rivals(tables, proposal, found))
    return best


def _rivals(tables: Tables, proposal: Proposal, every: Sequence[Proposal]) -> Iterator[str]:
    table = tables.schema.find(proposal.table)
    others = [
        other
        for p in every
        if p.table != proposal.table
        and p.confidence >= _RIVALS * proposal.confidence
        and p.about == proposal.about
        and (other := tables.schema.find(p.table)) is not None
    ]
    return rival_doubts(tables, table, others) if table is not None else iter(())


def is_open(proposals: Sequence[Proposal]) -> bool:
    """Return whether it takes a person to say which of the proposals is meant, if any."""
    if not proposals:
        return True
    best, *others = proposals
    rivals = [p for p in others if p.about != best.about]
    if best.doubts or best.confidence < _SURE:
        return True
    return any(p.confidence >= _NEARLY * best.confidence for p in rivals)


def _with_views(tables: Tables, schema: Schema) -> Iterator[Proposal]:
    if any(t.is_view for t in schema.tables):
        yield from _proposals(Tables(tables.connection, schema))


def _proposals(tables: Tables) -> Iterator[Proposal]:
    for table in tables.schema.tables:
        if tables.is_person(table):
            continue
        options = (_as_events(tables, table), state_proposal(tables, table))
        fit = [
            p
            for p in options
            if p is not None
            and p.confidence >= _LEAST
            and tables.exists(p.interactions)
            and (p.items is None or tables.exists(p.items))
        ]
        if fit:
            best = max(fit, key=lambda p: p.confidence)
            yield replace(best, confidence=round(best.confidence, 2))


def _as_events(tables: Tables, table: Table) -> Proposal | None:
    """Return the best reading of a table whose rows are events, or lines of events."""
    own_time = tables.time(table)
    is_done = own_time is not None and own_time[1] == 1.0
    is_event = named(tables.words(table), EVENTS)
    best: Proposal | None = None
    choices = list(item_choices(tables, table, is_event))
    for item in choices:
        users, times = _users(tables, table, item), _times(tables, table, item)
        # One parent for both is likelier than two.
        user, time = max(
            ((u, t) for u in users for t in times),
            key=lambda p: (
                p[0].strength * p[1].strength * (1.0 if p[0].joins in ((), p[1].joins) else 0.95)
            ),
        )
        value, kind = row_value(tables, table, (user.sql, item.sql, time.sql))
        alone = user.sql == "'me'"
        if time.strength == 0:
            if alone + (not is_event) + (kind is None) > 1:
                continue
            time = replace(time, strength=0.45 if kind else 0.35)
        elif alone:
            if not is_event and time.strength < _LEAST_TIME:
                continue
            user = replace(user, strength=0.85 if is_event or is_done else 0.75)
            user = replace(user, strength=user.strength * alone_factor(tables, table))
        confidence = item.strength * user.strength * time.strength
        confidence *= event_factor(tables, table, is_event or is_done) * (1.0 if kind else 0.95)
        if isinstance(time.sql, Field) and "last" in split_words(time.sql.column):
            # A row per item, of which a table of every time says more.
            confidence *= 0.9
        fields = [(user.sql, "user"), (item.sql, "item"), (time.sql, "time")]
        if kind is not None and value is not None:
            fields.append((value, kind))
        joins = dict.fromkeys(j for part in (user, item, time) for j in part.joins)
        reasons = [*user.reasons, *item.reasons, *time.reasons]
        if value is not None:
            reasons.append(f"{value.table}.{value.column} is the {kind}")
        conditions = []
        if alone and isinstance(time.sql, Field) and _is_often_never(tables, table, time):
            conditions.append(tables.is_ever(table, time.sql, bool(joins)))
        n_times = len(conditions)
        for sql, reason in _conditions(tables, table, (*user.joins, *time.joins), bool(joins)):
            conditions.append(sql)
            reasons.append(reason)
        proposal = Proposal(
            select(fields, table.name, joins, " AND ".join(conditions) or None),
            item.items,
            list(dict.fromkeys([*reasons, *item.item_reasons])),
            confidence,
            item.table.name if item.table is not None else "",
            [
                *event_doubts(tables, table, (item, user, time), choices),
                *title_doubts(tables, item.table, item.item_reasons),
            ],
            table.name,
        )
        if len(conditions) > n_times:
            proposal.doubts.extend(row_doubts(tables.connection, table, proposal.interactions))
        if best is None or confidence > best.confidence:
            best = proposal
    return best


def _users(tables: Tables, table: Table, item: Part) -> list[Part]:
    found = []
    own = tables.user(table)
    if own is not None and Field(table.name, own[0].name) != item.sql:
        found.append(Part(Field(table.name, own[0].name), own[1], (own[2],)))
    found.extend(
        _from_parent(table, link, user[0].name, 0.9 * user[1], user[2])
        for link in _parents(tables, table, item)
        if (user := tables.user(link.table)) is not None
    )
    return found or [Part("'me'", 1.0, ("no column of users: one person, 'me'",))]


def _times(tables: Tables, table: Table, item: Part) -> list[Part]:
    found = []
    own = tables.time(table)
    if own is not None and Field(table.name, own[0].name) != item.sql:
        reason = f"{table.name}.{own[0].name} is the time"
        found.append(Part(Field(table.name, own[0].name), own[1], (reason,)))
    for link in _parents(tables, table, item):
        if (time := tables.time(link.table)) is not None and time[1] > 0.3:
            reason = f"{link.table.name}.{time[0].name} is the time"
            # An album has a time as well, but is another item, not what its tracks happened in.
            is_event = named(tables.words(link.table), EVENTS) or tables.user(link.table)
            strength = (0.95 if is_event else 0.75) * time[1]
            found.append(_from_parent(table, link, time[0].name, strength, reason))
    return found or [Part("0", 0.0, ("no column of times: 0",))]


def _parents(tables: Tables, table: Table, item: Part) -> Iterator[Link]:
    for link in tables.links(table):
        if link.table is item.table or tables.is_person(link.table):
            continue
        # The same join as the item's is one, another of the same table would need a second name.
        if any(j.table == link.table.name and j != _join(table, link) for j in item.joins):
            continue
        yield link


def _from_parent(table: Table, link: Link, column: str, strength: float, reason: str) -> Part:
    strength *= 0.5 + 0.5 * link.strength
    reasons = (link.reason(table), reason)
    return Part(Field(link.table.name, column), strength, reasons, (_join(table, link),))


def _join(table: Table, link: Link) -> Join:
    return Join(link.table.name, link.key, table.name, link.column.name)


def _conditions(
    tables: Tables, table: Table, parents: tuple[Join, ...], qualified: bool
) -> Iterator[tuple[str, str]]:
    """Yield what leaves out rows that are not interactions: of a table, and of an order's own."""
    names = dict.fromkeys([table.name, *(join.table for join in parents)])
    for name in names:
        found = tables.schema.find(name)
        if found is not None:
            yield from row_conditions(tables, found, qualified)


def _is_often_never(tables: Tables, table: Table, time: Part) -> bool:
    """Return whether rows without a time are items that were never used."""
    column = None if isinstance(time.sql, str) or time.joins else table.find(time.sql.column)
    if column is None:
        return False
    values = tables.of(table, column)
    never = sum(v in (None, 0, "") for v in values)
    return "last" in split_words(column.name) or never > 0.2 * len(values) > 0
