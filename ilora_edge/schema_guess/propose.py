"""Proposes the two SELECTs that read an unknown schema: who did what when, and what the items are.

A table is a history where its rows have an item, and a person or a time: its own, or those of a
parent, as order lines have their order's. Everything is weighed, nothing is required by name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from ilora_edge.histories.schema import Schema, read_schema
from ilora_edge.schema_guess.bare_readings import bare_readings, may_be_meant
from ilora_edge.schema_guess.doubts.better_readings import NEARLY, may_be_no_use
from ilora_edge.schema_guess.doubts.rivals import rank
from ilora_edge.schema_guess.doubts.taken_with_remark import take_with_remark
from ilora_edge.schema_guess.item_events import event_proposal
from ilora_edge.schema_guess.item_states import state_proposal
from ilora_edge.schema_guess.json_rows import listed_rows
from ilora_edge.schema_guess.kinds_of_things import join_kinds
from ilora_edge.schema_guess.other_readings import other_readings
from ilora_edge.schema_guess.partitions import join_parts
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.schema_bounds import bounded
from ilora_edge.schema_guess.tables.table_kinds import DIMENSION, is_said, is_use
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.name_words import split_words

# A person is shown as many; whether it takes one to choose the first three say.
_MOST, _RIVALS = 5, 3
_LEAST, _HARDLY = 0.2, 0.1
# Below this the views are looked at too.
_GOOD = 0.4
# Of two readings of a table one with nothing open may be as much less likely.
_DOUBTED = 0.8
# Below this, or with another history nearly as good, a person has to say which it is.
_SURE = 0.2
# What was read in books is a history too where that of articles is a little likelier.
_HISTORY, _BESIDE_SAID = 0.85, 0.6
# Below this a reading is not taken where another seems likelier by itself.
_LEAD, _SAYS_LESS = 0.35, 1.2


def propose(
    connection: sqlite3.Connection,
    asking: Callable[[], AbstractContextManager[None]] = nullcontext,
    is_asked: bool = False,
) -> list[Proposal]:
    """Return what the histories of a database may be, best first, at most five.

    Where it takes a person to say which is meant, or one ``is_asked`` all the same, other readings
    follow, nine in all: of the same tables in another way, and of tables that no guess is of.

    Queries are made within ``asking``: where a budget counts their time, thinking is not theirs,
    and a slow processor guesses the same.
    """
    schema, left_out = bounded(connection, read_schema(connection), asking)
    plain = replace(schema, tables=tuple(t for t in schema.tables if not t.is_view))
    tables = _with_lists(Tables(connection, plain, asking))
    found = join_kinds(tables, join_parts(tables, list(_proposals(tables))))
    if not any(p.items is not None and p.confidence >= _GOOD for p in found):
        # Views may be slow, and their keys are guessed.
        found += (
            replace(p, confidence=round(0.9 * p.confidence, 2)) for p in _with_views(tables, schema)
        )
    if not found:
        found = list(_proposals(tables, is_last=True))
    if not found:
        # None of them is sure enough to be taken, and each shows what a person may mean.
        hardly = _proposals(tables, is_last=True, least=_HARDLY)
        found = [p for p in hardly if may_be_meant(tables, p)]
        found.extend(bare_readings(tables, {p.table for p in found}))
    ranked = rank(tables, found)[:_MOST]
    for best in ranked[:1]:
        best.doubts.extend(left_out)
        best.doubts.extend(tables.unseen[:1])
        take_with_remark(tables, ranked)
    if is_asked or is_open(ranked):
        ranked += other_readings(tables, ranked)
    return [_told(tables, p) for p in ranked]


def is_open(proposals: Sequence[Proposal]) -> bool:
    """Return whether it takes a person to say which of the proposals is meant, if any."""
    if not proposals:
        return True
    is_opinion = is_said(split_words(proposals[0].table))
    # Beside what was thought of things any history may be meant.
    best, *others = proposals
    rivals = [p for p in others if p.about != best.about and not may_be_no_use(p)]
    if not is_opinion:
        rivals, others = rivals[: _RIVALS - 1], others[: _RIVALS - 1]
    if not is_opinion and is_use(split_words(best.table)):
        # Bookmarks beside a history are no second one.
        rivals = [p for p in rivals if not is_said(split_words(p.table))]
    if best.doubts or best.confidence < _SURE:
        return True
    # Of the same things another may be a little likelier, and say less.
    if best.confidence < _LEAD and any(
        p.confidence > (_SAYS_LESS if p.about == best.about else 1.0) * best.confidence
        for p in others
    ):
        return True
    return any(p.confidence >= _near(p, best) * best.confidence for p in rivals)


def _near(rival: Proposal, best: Proposal) -> float:
    """Return how likely a history of other things must be, for the best one's 1, to be asked."""
    is_history = is_use(split_words(rival.table)) and not rival.doubts
    if is_history and is_said(split_words(best.table)):
        # Votes for recipes, beside the restaurants where somebody was.
        return _BESIDE_SAID
    return _HISTORY if is_history else NEARLY


def _with_lists(tables: Tables) -> Tables:
    """Return the tables with those that stand in columns of JSON."""
    found = list(listed_rows(tables))
    if not found:
        return tables
    every = (*tables.schema.tables, *(listed.table for listed in found))
    schema = replace(tables.schema, tables=every)
    rows = {listed.table.name: listed.sql for listed in found}
    return Tables(tables.connection, schema, tables.asking, rows)


def _told(tables: Tables, proposal: Proposal) -> Proposal:
    """Return a reading whose SELECTs stand by themselves."""
    query, items = tables.told(proposal.interactions), proposal.items
    if query == proposal.interactions and (items is None or tables.told(items) == items):
        return proposal
    return replace(
        proposal,
        interactions=query,
        items=None if items is None else tables.told(items),
        # Of elements it takes a SELECT to say which count.
        doubts=[str(doubt) for doubt in proposal.doubts],
    )


def _with_views(tables: Tables, schema: Schema) -> Iterator[Proposal]:
    if any(t.is_view for t in schema.tables):
        every = Tables(tables.connection, schema, tables.asking)
        yield from _proposals(every)
        tables.unseen.extend(every.unseen)


def _proposals(tables: Tables, is_last: bool = False, least: float = _LEAST) -> Iterator[Proposal]:
    for table in tables.schema.tables:
        if tables.is_person(table) or split_words(table.name)[:1] == DIMENSION:
            continue
        options = (event_proposal(tables, table, is_last), state_proposal(tables, table))
        fit = [
            p
            for p in options
            if p is not None
            and p.confidence >= least
            and tables.exists(p.interactions)
            and (p.items is None or tables.exists(p.items))
        ]
        if fit:
            best = max(fit, key=lambda p: p.confidence * (_DOUBTED if p.doubts else 1.0))
            yield replace(best, confidence=round(best.confidence, 2))
