"""Readings that are offered beside the guesses where a person is asked which one is the history.

A table has one guess, by its likeliest item, person and time. Here are the others: each differs
from a guess in one thing, or is of a table that no guess is of. None is ever taken unasked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess.bare_readings import may_be_meant
from ilora_edge.schema_guess.doubts.open_states import open_states, state_doubts_of
from ilora_edge.schema_guess.kinds_of_things import together
from ilora_edge.schema_guess.parts.how_far import same_but_for_progress
from ilora_edge.schema_guess.parts.item_part import Part
from ilora_edge.schema_guess.parts.other_parts import (
    counted_rows,
    item_parts,
    time_parts,
    user_parts,
)
from ilora_edge.schema_guess.parts.row_conditions import row_conditions
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.sql_parts import Field, Query
from ilora_edge.schema_guess.tables.table_kinds import DIMENSION, is_never, is_use
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.name_words import split_words

MOST = 9
"""How many are shown in all: as many as one digit counts."""
# Less than any guess has.
_UNASKED = 0.01
_ROWS, _TITLES = 500, 50
# How likely the first guesses are meant in another way, and how likely in which.
_GUESSES = (1.0, 0.8, 0.6)
_EVERY_ROW, _SOME_ROWS, _ITEM, _TIME, _PERSON, _TOGETHER = 0.7, 0.45, 0.8, 0.6, 0.5, 0.9
_NEAR = 0.9
# Of tables that no guess is of.
_NO_PERSON, _NO_TIME, _NAMED, _NEVER, _LIST = 0.5, 0.7, 1.3, 0.4, 0.3
_LEAST = 0.1


def other_readings(tables: Tables, guesses: Sequence[Proposal], most: int = MOST) -> list[Proposal]:
    """Return further readings, the likelier ones first, no two with the same first rows."""
    every = [*_joined(tables, guesses)]
    for p, likely in zip(guesses, _GUESSES, strict=False):
        every += (replace(q, confidence=q.confidence * likely) for q in _changed(tables, p))
    unread = _unread(tables, guesses)
    if not guesses:
        # Of an address book or a list of settings nothing is worth a question.
        unread = [p for p in unread if may_be_meant(tables, p)]
    every += unread
    for p in unread[: max(0, 2 - len(guesses))]:
        every += (replace(q, confidence=q.confidence * p.confidence) for q in _changed(tables, p))
    known = {_rows(tables, p) for p in guesses}
    found: list[Proposal] = []
    for p in sorted(every, key=lambda q: -q.confidence):
        if len(guesses) + len(found) >= most:
            break
        if not tables.exists(p.interactions) or (p.items and not tables.exists(p.items)):
            continue
        rows = _rows(tables, p)
        if rows[0] and rows not in known:
            known.add(rows)
            found.append(replace(p, confidence=_UNASKED))
    return found


def _rows(tables: Tables, p: Proposal) -> tuple[object, ...]:
    """Return what a person sees of a reading: its first rows, and what its items are called."""
    rows = tables.select(f"SELECT user, item, time FROM ({p.interactions}) LIMIT {_ROWS}")
    titles = []
    if p.items is not None:
        titles = tables.select(f"SELECT item, title FROM ({p.items}) LIMIT {_TITLES}")
    return tuple(rows), tuple(titles)


def _joined(tables: Tables, guesses: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield what is in several tables as one history: films and series."""
    near = [p for p in guesses if p.items and p.confidence >= _NEAR * guesses[0].confidence]
    for group in (near, guesses[:2]):
        if len(group) > 1 and all(p.items for p in group):
            names = " and ".join(p.table for p in group)
            joined = together(tables, group)
            differs = f"{names} together"
            yield replace(joined, confidence=_TOGETHER, differs=differs, reasons=[differs])


def _changed(tables: Tables, p: Proposal) -> Iterator[Proposal]:
    """Yield readings of a guess's table that differ from it in one thing."""
    query = p.query
    table = None if query is None else tables.schema.find(query.table)
    if query is None or table is None:
        return
    if query.conditions:
        yield _of(p, replace(query, conditions=()), "every row counts", _EVERY_ROW)
    for n, left_out in enumerate(query.conditions if len(query.conditions) > 1 else ()):
        rest = (*query.conditions[:n], *query.conditions[n + 1 :])
        differs = f"whether or not {left_out}"
        yield _of(p, replace(query, conditions=rest), differs, _SOME_ROWS)
    for sql, differs in counted_rows(tables, table, bool(query.joins)):
        if sql not in query.conditions:
            some = replace(query, conditions=(*query.conditions, sql))
            yield _of(p, some, differs, _SOME_ROWS)
    items = item_parts(tables, table)
    best = max((item.strength for item in items), default=1.0)
    for item in items:
        made = query.with_field("item", item.sql, item.joins)
        yield _of(p, made, item.reasons[-1], _ITEM * item.strength / best, item)
    for name, likely, others in (
        ("time", _TIME, time_parts(tables, table)),
        ("user", _PERSON, user_parts(tables, table)),
    ):
        for part in others:
            made = query.with_field(name, part.sql, part.joins)
            if made.sql_of("user") == made.sql_of("item"):
                continue
            if part.where:
                made = replace(made, conditions=(*made.conditions, part.where))
            yield _of(p, made, part.reasons[-1], likely * part.strength)


def _of(
    p: Proposal, query: Query, differs: str, likely: float, item: Part | None = None
) -> Proposal:
    """Return a reading by another SELECT, of which the states are as open as they were."""
    items, about = p.items, p.about
    if item is not None:
        items, about = item.items, "" if item.table is None else item.table.name
    return replace(
        p,
        interactions=query.sql(),
        items=items,
        about=about,
        confidence=likely,
        doubts=[*state_doubts_of(p)],
        remarks=[],
        differs=differs,
        query=query,
        reasons=[differs],
    )


def _unread(tables: Tables, guesses: Sequence[Proposal]) -> list[Proposal]:
    """Return the plainest reading of each table that no guess is of, the likelier ones first."""
    found = []
    read = {p.table for p in guesses}
    best = tables.schema.find(guesses[0].table) if guesses else None
    copies = [] if best is None else [*same_but_for_progress(tables, best)]
    for table in tables.schema.tables:
        is_other = tables.is_person(table) and not _has_things(tables, table)
        is_other = is_other or split_words(table.name)[:1] == DIMENSION
        if table.name in read or is_other or not tables.size(table):
            continue
        for n, item in enumerate(item_parts(tables, table)[:2]):
            p = _plainest(tables, table, item, table in copies)
            found.append(replace(p, confidence=p.confidence * (1.0 if n == 0 else 0.6)))
    return sorted((p for p in found if p.confidence >= _LEAST), key=lambda p: -p.confidence)


def _has_things(tables: Tables, table: Table) -> bool:
    """Return whether rows refer to a thing and to a person: users_beers."""
    links = tables.links(table)
    return tables.user(table) is not None and any(not tables.is_person(k.table) for k in links)


def _plainest(tables: Tables, table: Table, item: Part, is_copy: bool) -> Proposal:
    user = max(user_parts(tables, table), key=lambda part: part.strength)
    time = max(time_parts(tables, table), key=lambda part: part.strength)
    words = tables.words(table)
    likely = item.strength * (_NEVER if is_never(words) else _NAMED if is_use(words) else 1.0)
    likely *= _NO_TIME + (1 - _NO_TIME) * time.strength
    are_several = any(map(tables.is_person, tables.schema.tables))
    likely *= _NO_PERSON if user.sql == "'me'" and are_several else 1.0
    if user.sql == "'me'" and time.strength < 0.1 and item.table is table and not is_copy:
        # A list of things says nothing of what was done with them.
        likely *= _LIST
    joins = tuple(dict.fromkeys((*item.joins, *user.joins, *time.joins)))
    conditions = [time.where] if time.where else []
    conditions += (sql for sql, _ in row_conditions(tables, table, bool(joins)))
    fields = ((user.sql, "user"), (item.sql, "item"), (time.sql, "time"))
    query = Query(fields, table.name, joins, tuple(conditions))
    used = {f.column for f, _ in fields if isinstance(f, Field)}
    doubts = [*open_states(tables, table, used)]
    base = Proposal(query.sql(), item.items, [], likely, doubts=doubts, table=table.name)
    return _of(base, query, f"{table.name}: {item.reasons[-1]}", likely, item)
