"""The order of the rows of a table, for a SELECT that names no column of it.

An index of users and items gives one person's rows in the order of the items, and all rows in that
order too where nothing else is asked for: what was used last would be what comes last by its id.
"""

from __future__ import annotations

from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.system.patterns import pattern

# Of one table, each row of it once, as it comes.
_OF_ONE_TABLE = pattern(
    r"(?is)\s*(SELECT\s.+?)(\sFROM\s+(?:\w+|\"[^\"]+\"|\[[^]]+\]|`[^`]+`)(?:\s+WHERE\s.+)?)\s*"
)
# What gives other rows, or an order of its own, wherever it stands; in a text too, to be sure.
_NOT_PLAIN = pattern(
    r"(?i)\b(?:DISTINCT|JOIN|GROUP|UNION|EXCEPT|INTERSECT|ORDER|LIMIT|OVER|HAVING|WINDOW|VALUES)\b"
    r"|--|/\*|\b(?:count|sum|total|avg|min|max|group_concat|string_agg|json_group_\w+)\s*\("
    r"|\bSELECT\b.*\bSELECT\b"
)


def with_row_order(database: UntouchedDB, query: str) -> str | None:
    """Return a SELECT of interactions with the rows' own order as ``"order"``.

    None where its rows are not those of one table, or the table has no order of its own.
    """
    found = _OF_ONE_TABLE.fullmatch(query)
    if found is None or _NOT_PLAIN.search(" ".join(query.split())):
        return None
    ordered = f'{found[1]}, _rowid_ AS "order"{found[2]}'
    return ordered if database.has_column(f"(\n{ordered}\n)", "1") else None
