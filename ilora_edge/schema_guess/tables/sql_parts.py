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


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT of one table's rows, in its parts, of which one may be put for another."""

    fields: tuple[tuple[Field | str, str], ...]
    table: str
    joins: tuple[Join, ...] = ()
    conditions: tuple[str, ...] = ()

    def sql(self) -> str:
        """Return it as SQL."""
        return select(self.fields, self.table, self.joins, " AND ".join(self.conditions) or None)

    def sql_of(self, name: str) -> Field | str:
        """Return the field of a name."""
        return next(field for field, other in self.fields if other == name)

    def with_field(self, name: str, sql: Field | str, joins: tuple[Join, ...]) -> Query:
        """Return it with another field of a name, and without the joins that only that one had."""
        fields = tuple((sql if n == name else f, n) for f, n in self.fields)
        said = (f if isinstance(f, str) else f.sql(qualified=True) for f, _ in fields)
        text = " ".join([*self.conditions, *said])
        every = tuple(dict.fromkeys((*self.joins, *joins)))
        needed: list[Join] = []
        for join in reversed(every):
            if f"{quote(join.table)}." in text or any(j.owner == join.table for j in needed):
                needed.insert(0, join)
        return Query(fields, self.table, tuple(needed), self.conditions)


def with_tables(query: str, rows: Mapping[str, str]) -> str:
    """Return a query with the tables that it names of some, given by SELECTs of their rows."""
    names = {name: re.escape(quote(name)) for name in rows}
    named = [n for n, sql in names.items() if re.search(rf'(?<![\w"]){sql}(?![\w"])', query)]
    every = ",\n".join(f"{quote(name)} AS ({rows[name]})" for name in named)
    return f"WITH {every}\n{query}" if named else query
