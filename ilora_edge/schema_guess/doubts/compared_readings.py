"""What two readings of a file have in common: the things, the persons, how often, when."""

from __future__ import annotations

import re

from ilora_edge.schema_guess.doubts.reading_doubts import contain
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.table_links import Tables

# Who it was nothing says.
ANONYMOUS = "'me' AS user"
_COMPARED, OVERLAP = 500, 0.5
# Longer texts are the same in two tables hardly by chance.
_TELLING = 6
# A log has as many rows for each thing.
_LOGGED, _PAIRS = 1.2, 5_000


def has_times(proposal: Proposal) -> bool:
    """Return whether a reading says when."""
    query = proposal.interactions
    return " AS time" in query and not re.search(r"\b0 AS time", query)


def is_log_of(tables: Tables, proposal: Proposal) -> bool:
    """Return whether there are several rows for the same person and thing, each at its time."""
    rows = tables.select(f"SELECT 1 FROM ({proposal.interactions}) LIMIT {_PAIRS}")
    return has_times(proposal) and len(rows) > _LOGGED * len(pairs_of(tables, proposal))


def are_same(tables: Tables, one: Proposal, other: Proposal) -> bool:
    """Return whether two readings are of the same things, or of parts and their wholes."""
    if one.about == other.about or one.lines_of == other.table:
        return True
    if one.table == other.about and one.about != other.table:
        # What was invoiced are lines of an order.
        return True
    mine, others = (tables.schema.find(p.about) for p in (one, other))
    # A novel's last reading, beside those of its chapters.
    is_row = mine is not None and others is not None and other.table == other.about
    if is_row and contain(tables, mine, others):
        return True
    first, second = (items_of(tables, p) for p in (one, other))
    common = first & second
    telling = all(isinstance(v, str) and len(v) >= _TELLING for v in common)
    return telling and len(common) >= OVERLAP * min(len(first), len(second)) > 0


def items_of(tables: Tables, proposal: Proposal) -> set[object]:
    """Return the things of a reading's first rows."""
    rows = tables.select(f"SELECT item FROM ({proposal.interactions}) LIMIT {_COMPARED}")
    return {row[0] for row in rows if row[0] is not None}


def pairs_of(tables: Tables, proposal: Proposal) -> set[tuple[object, ...]]:
    """Return the persons and things of a reading's first rows; of nobody's NULL for a person."""
    who = "NULL" if ANONYMOUS in proposal.interactions else "user"
    query = f"SELECT DISTINCT {who}, item FROM ({proposal.interactions}) LIMIT {_PAIRS}"
    return {*tables.select(query)}


def are_wholes(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading's rows are what the best one's rows are parts of: a song's tape."""
    mine, whole = (tables.schema.find(p.table) for p in (best, one))
    is_row = mine is not None and best.table == best.about and one.items is not None
    return is_row and mine is not None and any(k.table is whole for k in tables.links(mine))
