"""Pieces of SELECTs that a person is going to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ilora_edge.histories.schema import quote


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table."""

    table: str
    column: str

    def sql(self, qualified: bool) -> str:
        """Return it as SQL, with its table where there are several."""
        name = quote(self.column)
        return f"{quote(self.table)}.{name}" if qualified else name


@dataclass(frozen=True, slots=True)
class Join:
    """A table joined where its key is a column of another one."""

    table: str
    key: str
    owner: str
    column: str
    kind: str = "JOIN"

    def sql(self) -> str:
        """Return it as SQL."""
        name = quote(self.table)
        refers = Field(self.owner, self.column).sql(qualified=True)
        return f"{self.kind} {name} ON {name}.{quote(self.key)} = {refers}"


def select(
    fields: Sequence[tuple[Field | str, str]],
    table: str,
    joins: Iterable[Join] = (),
    where: str | None = None,
    distinct: bool = False,
) -> str:
    """Return a SELECT of fields and their names, a line for each clause."""
    joined = list(joins)
    columns = []
    for expression, name in fields:
        sql = expression if isinstance(expression, str) else expression.sql(bool(joined))
        columns.append(sql if sql == name else f"{sql} AS {name}")
    lines = [
        f"SELECT {'DISTINCT ' if distinct else ''}{', '.join(columns)}",
        f"FROM {quote(table)}",
        *(join.sql() for join in joined),
    ]
    if where is not None:
        lines.append(f"WHERE {where}")
    return "\n".join(lines)


def with_tables(query: str, rows: Mapping[str, str]) -> str:
    """Return a query with the tables that it names of some, given by SELECTs of their rows."""
    names = {name: re.escape(quote(name)) for name in rows}
    named = [n for n, sql in names.items() if re.search(rf'(?<![\w"]){sql}(?![\w"])', query)]
    every = ",\n".join(f"{quote(name)} AS ({rows[name]})" for name in named)
    return f"WITH {every}\n{query}" if named else query
