"""Proposes the two SELECTs that read an unknown schema: who did what when, and what the items are.

A table is a history where its rows have an item, and a person or a time: its own, or those of a
parent, as order lines have their order's. Everything is weighed, nothing is required by name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ilora_edge.histories.schema import Schema, Table, quote, read_schema
from ilora_edge.schema_guess.column_roles import (
    is_flag_of_use,
    is_rating,
    weight_strength,
)
from ilora_edge.schema_guess.item_choices import Part, item_choices
from ilora_edge.schema_guess.item_query import describe_items
from ilora_edge.schema_guess.name_words import split_words
from ilora_edge.schema_guess.sql_parts import Field, Join, select
from ilora_edge.schema_guess.table_kinds import (
    EVENTS,
    NO_ITEMS,
    event_factor,
    is_use_count,
    named,
    size_factor,
)
from ilora_edge.schema_guess.table_links import Link, Tables

_MOST = 3
_LEAST = 0.2
# Below this the views are looked at too.
_GOOD = 0.4
# Above those that any row has: when it was created, or changed.
_LEAST_TIME = 0.66


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two SELECTs, why, and how sure that is: 0, a guess, to 1; items None: nothing has titles."""

    interactions: str
    items: str | None
    reasons: list[str]
    confidence: float


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
    return [p for p in found if distinct[p.interactions] is p][:_MOST]


def _with_views(tables: Tables, schema: Schema) -> Iterator[Proposal]:
    if any(t.is_view for t in schema.tables):
        yield from _proposals(Tables(tables.connection, schema))


def _proposals(tables: Tables) -> Iterator[Proposal]:
    for table in tables.schema.tables:
        if tables.is_person(table):
            continue
        options = (_as_events(tables, table), _as_state(tables, table))
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
    for item in item_choices(tables, table, is_event):
        users, times = _users(tables, table, item), _times(tables, table, item)
        # One parent for both is likelier than two.
        user, time = max(
            ((u, t) for u in users for t in times),
            key=lambda p: (
                p[0].strength * p[1].strength * (1.0 if p[0].joins in ((), p[1].joins) else 0.95)
            ),
        )
        value, kind = _value(tables, table, (user.sql, item.sql, time.sql))
        alone = user.sql == "'me'"
        if time.strength == 0:
            if alone + (not is_event) + (kind is None) > 1:
                continue
            time = replace(time, strength=0.45 if kind else 0.35)
        elif alone:
            if not is_event and time.strength < _LEAST_TIME:
                continue
            user = replace(user, strength=0.85 if is_event or is_done else 0.75)
        confidence = item.strength * user.strength * time.strength
        confidence *= event_factor(tables, table, is_event or is_done) * (1.0 if kind else 0.95)
        if isinstance(time.sql, Field) and "last" in split_words(time.sql.column):
            # A row per item, of which a table of every time says more.
            confidence *= 0.9
        fields = [(user.sql, "user"), (item.sql, "item"), (time.sql, "time")]
        if kind is not None and value is not None:
            fields.append((value, kind))
        joins = dict.fromkeys(j for part in (user, item, time) for j in part.joins)
        never = alone and _is_often_never(tables, table, time)
        where = (
            f"{time.sql.sql(bool(joins))} > 0" if never and isinstance(time.sql, Field) else None
        )
        reasons = [*user.reasons, *item.reasons, *time.reasons]
        if value is not None:
            reasons.append(f"{value.table}.{value.column} is the {kind}")
        proposal = Proposal(
            select(fields, table.name, joins, where),
            item.items,
            list(dict.fromkeys([*reasons, *item.item_reasons])),
            confidence,
        )
        if best is None or confidence > best.confidence:
            best = proposal
    return best


def _as_state(tables: Tables, table: Table) -> Proposal | None:
    """Return the reading of an item table whose rows say when the item was last used."""
    key, title = tables.key(table), tables.title(table)
    if key is None or title is None or title[1] < 0.4 or tables.user(table) is not None:
        return None
    item = Field(table.name, key)
    flags = [
        c.name for c in table.columns if is_flag_of_use(split_words(c.name), tables.of(table, c))
    ]
    timed = tables.time_of_use(table)
    counts = [
        (weight_strength(split_words(c.name), tables.of(table, c)), c.name)
        for c in table.columns
        if is_use_count(split_words(c.name))
    ]
    count = max((c for c in counts if c[0] == 1.0), default=None)
    fields: list[tuple[Field | str, str]] = [("'me'", "user"), (item, "item")]
    reasons = [f"{table.name} has a row per item", "no column of users: one person, 'me'"]
    if timed is not None:
        time = Field(table.name, timed[0].name)
        fields.append((time, "time"))
        reasons.append(f"{table.name}.{time.column} is the last time")
        where, strength = f"{quote(time.column)} > 0", 0.6 * timed[1]
    elif count is not None:
        fields.append(("0", "time"))
        where, strength = f"{quote(count[1])} > 0", 0.35
        reasons.append("no column of times: 0")
    elif flags:
        fields.append(("0", "time"))
        where, strength = quote(flags[0]), 0.4
        reasons += ["no column of times: 0", f"{table.name}.{flags[0]} marks the items"]
    else:
        return None
    value, kind = _value(tables, table, (), is_state=True)
    if value is not None and kind is not None:
        fields.append((value, kind))
        reasons.append(f"{table.name}.{value.column} is the {kind}")
    items, item_reasons = describe_items(tables, table, key)
    confidence = strength * title[1] * size_factor(tables, table)
    if named(tables.words(table), NO_ITEMS):
        confidence *= 0.5
    return Proposal(
        select(fields, table.name, (), where), items, [*reasons, *item_reasons], confidence
    )


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


def _value(
    tables: Tables, table: Table, taken: Sequence[Field | str], is_state: bool = False
) -> tuple[Field | None, str | None]:
    """Return the column of ratings, or else of weights."""
    weights, ratings = [], []
    for column in table.columns:
        words, values = split_words(column.name), tables.of(table, column)
        if Field(table.name, column.name) in taken or column.pk:
            continue
        if is_rating(words, values) and not (is_state and "score" in words):
            rated = sum(v not in (None, 0, "", -1) for v in values)
            ratings.append((rated / max(1, len(values)), column.name))
        elif (weight := weight_strength(words, values)) and not (
            is_state and not is_use_count(words)
        ):
            none = sum(v in (None, 0) or str(v).startswith("-") for v in values)
            # Nothing of it is no interaction, so that this would leave most of the rows out.
            if is_state or weight == 1.0 or none <= 0.5 * len(values):
                weights.append((weight, column.name))
    rating = max(ratings, key=lambda r: r[0], default=None)
    if rating is not None and (rating[0] >= 0.5 or not weights):
        return Field(table.name, rating[1]), "rating"
    if weights:
        return Field(table.name, max(weights, key=lambda w: w[0])[1]), "weight"
    return None, None


def _is_often_never(tables: Tables, table: Table, time: Part) -> bool:
    """Return whether rows without a time are items that were never used."""
    column = None if isinstance(time.sql, str) or time.joins else table.find(time.sql.column)
    if column is None:
        return False
    values = tables.of(table, column)
    never = sum(v in (None, 0, "") for v in values)
    return "last" in split_words(column.name) or never > 0.2 * len(values) > 0
