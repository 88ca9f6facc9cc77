"""What the rows that a reading gives say against it, however well its names suit."""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.schema import Table, quote
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.table_links import Tables

_LOOKED_AT = 500
# Of so few rows nothing can be said.
_FEW = 6
# Of a table's rows the conditions may leave out as many.
_LEFT_OUT = 0.6
# As many may name nothing: a pause, an advertisement.
_NAMELESS = 0.2


def result_doubts(tables: Tables, proposal: Proposal) -> Iterator[str]:
    """Yield what is odd of the first rows of a reading of a table that is not empty."""
    names = "user, item, time" if " AS time" in proposal.interactions else "user, item, NULL"
    rows = tables.select(f"SELECT {names} FROM ({proposal.interactions}) LIMIT {_LOOKED_AT}")
    table = tables.schema.find(proposal.table)
    if not rows:
        if table is not None and tables.size(table):
            yield f"no row of {proposal.table} would be left"
        return
    nameless = sum(item is None for _, item, _ in rows)
    if nameless > max(_FEW, _NAMELESS * len(rows)):
        yield f"{nameless:,} of {len(rows):,} rows of {proposal.table} name no item"
    users, items, times = (
        [v for v in column if v is not None] for column in zip(*rows, strict=True)
    )
    if len(users) > _FEW and len(set(users)) == len(users):
        yield "each row has another user"
    if len(items) > _FEW and len(set(items)) == 1:
        yield "all rows are about one thing"
    if len(times) > _FEW and len(set(times)) == 1 and times[0] not in (0, "0"):
        yield "all rows have one time"


def row_doubts(tables: Tables, table: Table, counted: str) -> Iterator[str]:
    """Yield whether a reading leaves out most of a table's rows, or all, but ``counted`` ones.

    Of rows that are no use for want of a time nothing is said.
    """
    most = 1000
    every, kept = (
        len(tables.select(f"SELECT 1 FROM ({query}) LIMIT {most}"))
        for query in (f"SELECT 1 FROM {quote(table.name)}", counted)
    )
    if kept < (1 - _LEFT_OUT) * every:
        yield f"{every - kept:,} of {every:,} rows of {table.name} would be left out"
