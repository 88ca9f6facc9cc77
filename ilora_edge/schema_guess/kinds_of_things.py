"""Films in one table and series in another, each with its own mark or last time: one history.

What one person watched is one, however many tables of the same columns it lies in. Items keep
their numbers where no two tables have the same one, as IMDb's are; else the kind stands in front.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ilora_edge.histories.schema import quote
from ilora_edge.schema_guess.doubts.reading_doubts import contain
from ilora_edge.schema_guess.partitions import renamed
from ilora_edge.schema_guess.parts.row_states import literal
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.name_words import Words, is_noun_among, split_words, word_set

_WATCHED = word_set("movie film show series serie episode tv tvshow anime documentary")
_COMPARED = 5_000


def join_kinds(tables: Tables, found: Sequence[Proposal]) -> list[Proposal]:
    """Return the readings, those of kinds of things that one person watches as one.

    Their tables' names differ only in what is watched, and their readings only in the table. What
    is part of another (an episode, of its show) or has anything open stays as it is.
    """
    left, joined = list(found), []
    while left:
        first = left.pop(0)
        others: list[Proposal] = []
        for other in left:
            if all(_is_like(tables, p, other) for p in (first, *others)):
                others.append(other)
        left = [p for p in left if p not in others]
        joined.append(together(tables, [first, *others]) if others else first)
    return joined


def _is_like(tables: Tables, one: Proposal, other: Proposal) -> bool:
    mine, theirs = tables.schema.find(one.table), tables.schema.find(other.table)
    if mine is None or theirs is None or mine is theirs or one.doubts or other.doubts:
        return False
    if one.items is None or other.items is None or not _differ_in_kind(mine.name, theirs.name):
        return False
    if _are_uses(tables, one, other):
        return True
    if contain(tables, mine, theirs) or not _is_of_itself(one, other):
        return False
    pairs = ((one.interactions, other.interactions), (one.items, other.items))
    if all(renamed(a, mine.name, theirs.name) == b for a, b in pairs):
        return True
    # The numbers of films and of series are called after them as well.
    return all(_shape(a) == _shape(b) for a, b in pairs)


def _differ_in_kind(one: str, other: str) -> bool:
    """Return whether two names are the same but for what is watched."""
    words, others = split_words(one), split_words(other)
    return _core(words) == _core(others) and _has_kind(words) and _has_kind(others)


def _are_uses(tables: Tables, one: Proposal, other: Proposal) -> bool:
    """Return whether two tables say alike who watched what when, each of its own kind of things."""
    mine, theirs = tables.schema.find(one.about), tables.schema.find(other.about)
    if mine is None or theirs is None or one.about in (one.table, other.about):
        return False
    if "\nUNION ALL\n" in one.interactions + other.interactions or other.about == other.table:
        return False
    is_each_of_a_kind = _has_kind(split_words(one.about)) and _has_kind(split_words(other.about))
    if not is_each_of_a_kind or contain(tables, mine, theirs):
        return False
    return _shape(one.interactions) == _shape(other.interactions)


def _shape(query: str) -> list[Words]:
    """Return the words of a SELECT without those that say what was watched."""
    return [_core(split_words(word)) for word in re.findall(r"\w+|[^\w\s]", query)]


def _is_of_itself(*proposals: Proposal) -> bool:
    """Return whether a table's rows are the things, each with what was done with it."""
    return all(p.about == p.table and "\nUNION ALL\n" not in p.interactions for p in proposals)


def _core(words: Words) -> Words:
    return tuple(word for word in words if not is_noun_among(word, _WATCHED))


def _has_kind(words: Words) -> bool:
    return _core(words) != words


def together(tables: Tables, parts: Sequence[Proposal]) -> Proposal:
    """Return a reading of several kinds, each item known by its number or by that and its kind."""
    names = ", ".join(p.table for p in parts)
    ids = [_ids(tables, p) for p in parts]
    are_apart = sum(map(len, ids)) == len(set().union(*ids))
    described = [_columns(tables, str(p.items)) for p in parts]
    told = list(dict.fromkeys(name for columns in described for name in columns if name != "item"))
    interactions, items = [], []
    for part, own in zip(parts, described, strict=True):
        item = "item" if are_apart else f"{literal(part.about + ':')} || item AS item"
        columns = [item if c == "item" else quote(c) for c in _columns(tables, part.interactions)]
        events = f"SELECT {', '.join(columns)}\nFROM (\n{part.interactions}\n)"
        interactions.append(part.interactions if are_apart else events)
        titles = [quote(c) if c in own else f"NULL AS {quote(c)}" for c in told]
        items.append(f"SELECT {', '.join([item, *titles])}\nFROM (\n{part.items}\n)")
    return replace(
        max(parts, key=lambda p: p.confidence),
        interactions="\nUNION ALL\n".join(interactions),
        items="\nUNION ALL\n".join(items),
        reasons=[
            f"{names} are kinds of one history",
            *dict.fromkeys(reason for p in parts for reason in p.reasons),
        ],
        query=None,
    )


def _columns(tables: Tables, query: str) -> list[str]:
    """Return the names of a SELECT's columns, in their order."""
    with tables.asking():
        told = tables.told(f"SELECT * FROM ({query}) LIMIT 0")
        found = tables.connection.execute(told).description
        return [column[0] for column in found]


def _ids(tables: Tables, part: Proposal) -> set[object]:
    rows = tables.select(f"SELECT DISTINCT item FROM ({part.items}) LIMIT {_COMPARED}")
    return {row[0] for row in rows}
