"""One history that lies in several tables of the same columns: one for each year, each part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ilora_edge.histories.schema import Table, quote
from ilora_edge.schema_guess.doubts.open_states import StateDoubt
from ilora_edge.schema_guess.doubts.reading_doubts import NO_USE
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.name_words import Words, split_words, word_set

_PARTS = word_set(
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july "
    "august september october november december q h prior train test valid validation eval "
    "archive archived archives old current past history part partition shard p y m"
)
_FOUR_DIGITS = 4
# Of a part's first rows; a copy of the whole would have them all.
_COMPARED, _COMMON = 1_000, 0.2
_MOST = 64
# Of their columns as many have the same names.
_ALIKE = 0.75


def join_parts(tables: Tables, found: Sequence[Proposal]) -> list[Proposal]:
    """Return the readings, those of the parts of one history as one.

    Parts have names that differ only in a year, a month or a word for a part, the same reading but
    for these, and rows of their own. A part that has another's rows is a doubt.
    """
    groups: dict[Words, list[Proposal]] = {}
    for proposal in found:
        groups.setdefault(_core(split_words(proposal.table)), []).append(proposal)
    return [p for group in groups.values() for p in _join(tables, group)]


def _join(tables: Tables, found: list[Proposal]) -> list[Proposal]:
    """Return the readings of tables that are named alike, those of one history as one."""
    if not 1 < len(found) <= _MOST:
        return found
    left, joined = list(found), []
    while left:
        first = left.pop(0)
        others = [p for p in left if _is_like(tables, first, p)]
        left = [p for p in left if p not in others]
        joined.append(_joined(tables, first, others) if others else first)
    return joined


def part_doubts(tables: Tables, best: Proposal) -> Iterator[str]:
    """Yield the tables that may hold more of the history that a reading is of."""
    table = tables.schema.find(best.table)
    for part in [] if table is None else _parts_of(tables, table):
        if f"\nFROM {quote(part.name)}\n" in f"{best.interactions}\n":
            continue
        query = renamed(best.interactions, best.table, part.name)
        if tables.select(f"SELECT 1 FROM ({query}) LIMIT 1"):
            yield f"{part.name} may be a part of the same history as {best.table}"


def _parts_of(tables: Tables, table: Table) -> list[Table]:
    """Return the other tables of nearly the same columns whose names differ only in a part."""
    words, columns = split_words(table.name), _columns(table)
    found = [
        other
        for other in tables.schema.tables
        if other.name != table.name
        and _core(split_words(other.name)) == _core(words)
        and split_words(other.name) != words
        and len(columns & _columns(other)) >= _ALIKE * max(len(columns), len(other.columns))
    ]
    return found[:_MOST]


def _columns(table: Table) -> set[str]:
    return {column.name.casefold() for column in table.columns}


def _core(words: Words) -> Words:
    # Loans, and their loan_history.
    return tuple(w.removesuffix("s") for w in words if not _is_part(w))


def _is_part(word: str) -> bool:
    return word in _PARTS or word.isdecimal()


def _differ(one: Words, other: Words) -> bool:
    """Return whether what sets two names apart is a year, a month or a word for a part.

    Small numbers alone may as well count persons, but behind a year they are its months.
    """
    apart, common = set(one) ^ set(other), set(one) & set(other)
    if any(w.isdecimal() and len(w) == _FOUR_DIGITS for w in common):
        return True
    return any(not w.isdecimal() or len(w) >= _FOUR_DIGITS for w in apart)


def _is_like(tables: Tables, first: Proposal, other: Proposal) -> bool:
    """Return whether a reading of a part is another's but for the table's name."""
    one, two = tables.schema.find(first.table), tables.schema.find(other.table)
    if one is None or two is None or not _differ(split_words(one.name), split_words(two.name)):
        return False
    is_same = renamed(first.interactions, one.name, two.name) == other.interactions
    return is_same and two in _parts_of(tables, one)


def renamed(query: str, old: str, new: str) -> str:
    """Return a SELECT of another table of the same columns."""
    name = re.escape(quote(old))
    # Not the column of that name of another table, nor the end of a longer name.
    return re.sub(rf'(?<![\w".]){name}(?![\w"])', lambda _: quote(new), query)


def _joined(tables: Tables, first: Proposal, others: Sequence[Proposal]) -> Proposal:
    """Return a reading of several parts."""
    every = sorted([first, *others], key=lambda p: p.table)
    doubts = [
        doubt
        for doubt in dict.fromkeys(doubt for p in every for doubt in _alike(every, p))
        # Where one part tells of uses, all do.
        if not doubt.startswith(NO_USE) or all(map(_may_be_no_use, every))
    ]
    names = ", ".join(p.table for p in every)
    return replace(
        max(every, key=lambda p: p.confidence),
        interactions="\nUNION ALL\n".join(p.interactions for p in every),
        reasons=[
            f"{names} are parts of one history",
            *dict.fromkeys(reason for p in every for reason in p.reasons),
        ],
        doubts=[*doubts, *_shared(tables, every)],
        query=None,
    )


def _alike(every: Sequence[Proposal], part: Proposal) -> Iterator[str]:
    """Yield a part's doubts; the states of all parts are asked about together, by one name."""
    for doubt in part.doubts:
        if not isinstance(doubt, StateDoubt) or doubt.field.table != part.table:
            yield doubt
            continue
        column = doubt.field.column
        fields = [Field(p.table, column) for p in every]
        yield StateDoubt(
            f"{every[0].table}.{column} may say which rows count", fields[0], doubt.names, fields
        )


def _may_be_no_use(part: Proposal) -> bool:
    return any(doubt.startswith(NO_USE) for doubt in part.doubts)


def _shared(tables: Tables, every: Sequence[Proposal]) -> Iterator[str]:
    """Yield parts whose rows are another's as well: copies."""
    for n, one in enumerate(every):
        for other in every[n + 1 :]:
            large, small = sorted((one, other), key=lambda p: -_size(tables, p))
            some = f"SELECT DISTINCT * FROM ({_told_by(small)}) LIMIT {_COMPARED}"
            mine = tables.select(f"SELECT 1 FROM ({some})")
            common = tables.select(f"SELECT * FROM ({some}) INTERSECT {_told_by(large)}")
            if len(common) > _COMMON * len(mine):
                yield f"{small.table} has rows that {large.table} has as well"


def _told_by(part: Proposal) -> str:
    """Return a SELECT of what tells two uses apart: their times, or all that a row has."""
    if " AS time" in part.interactions and " 0 AS time" not in part.interactions:
        return f"SELECT user, item, time FROM ({part.interactions})"
    return f"SELECT * FROM {quote(part.table)}"


def _size(tables: Tables, part: Proposal) -> int:
    table = tables.schema.find(part.table)
    return 0 if table is None else tables.size(table)
