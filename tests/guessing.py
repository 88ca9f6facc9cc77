"""People, things and days for tables that strangers' schemas might have, and what init guesses."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import propose

TITLES = ("Low Water", "Ice", "The Long Road", "Harbour", "Two Keys", "Embers")
NAMES = ("Ana", "Bo", "Cy", "Dag")
Row = tuple[object, ...]


def things(table: str, key: str = "id", name: str = "title") -> str:
    rows = ", ".join(f"({n}, '{title}')" for n, title in enumerate(TITLES, start=1))
    return f"CREATE TABLE {table} ({key} INTEGER PRIMARY KEY, {name} TEXT);" + (
        f"INSERT INTO {table} VALUES {rows};"
    )


def people(table: str, more: str = "") -> str:
    rows = ", ".join(f"({n}, '{name}'{more and ', 30'})" for n, name in enumerate(NAMES, start=1))
    return f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, name TEXT{more});" + (
        f"INSERT INTO {table} VALUES {rows};"
    )


def day(n: int) -> str:
    return f"2026-0{1 + n // 28}-{1 + n % 28:02}"


def guess(script: str, table: str, rows: list[Row]) -> list[Proposal]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        return propose(connection)


def doubts_of(found: list[Proposal]) -> str:
    return "; ".join(found[0].doubts)


PAIRS: list[Row] = [(1 + n % 4, 1 + (n + n // 4) % 6) for n in range(20)]


def use_table(name: str, more: str, thing: str = "movies") -> str:
    """A table of who used what, with more columns."""
    return (
        f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), thing_id "
        f"INT REFERENCES {thing} (id), {more});"
    )


def use_rows(*values: object, dated: bool = True) -> list[Row]:
    """Its rows: a person, a thing, a day and one of some values."""
    return [
        (n, *pair, *((day(n),) if dated else ()), values[n % len(values)])
        for n, pair in enumerate(PAIRS * 2)
    ]
