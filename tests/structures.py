"""Small tables of persons, things and what was used, and how they are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from ilora_edge.schema_guess.propose import is_open, propose

PEOPLE = ("Ana", "Bo", "Cy", "Dag", "Eli")
WORDS = ("Amber", "Broken", "Cedar", "Distant", "Empty", "Falling", "Glass", "Hidden", "Iron")
N, EVENTS = 12, 60
Row = Sequence[object]


def thing(i: int) -> int:
    """Return which of twelve things the i-th row is about, each once for each of five persons."""
    return 1 + (i // 5 + i % 5 * 3) % N


def user(i: int) -> int:
    return 1 + i % 5


def time(i: int) -> str:
    return f"2025-{1 + i // 28:02}-{1 + i % 28:02} 10:00:{i % 60:02}"


def name(i: int) -> str:
    return f"{WORDS[i % 9]} {WORDS[i * 5 % 9 - 1]} {'once' if i < 9 else 'again'}"


def fill(db: sqlite3.Connection, table: str, n: int, row: Callable[[int], Row]) -> None:
    """Make a table of ``name (columns)`` and put n rows into it."""
    db.execute(f"CREATE TABLE {table}")
    rows = [row(i) for i in range(n)]
    marks = ", ".join("?" * len(rows[0]))
    db.executemany(f"INSERT INTO {table.split(' ')[0]} VALUES ({marks})", rows)


def things(db: sqlite3.Connection, *tables: str) -> None:
    for k, table in enumerate(tables):
        titles = [f"{name(i)} {'I' * k}".strip() for i in range(N)]
        fill(
            db,
            f"{table} (id INTEGER PRIMARY KEY, title TEXT)",
            N,
            [*enumerate(titles, 1)].__getitem__,
        )


def read(db: sqlite3.Connection) -> tuple[list[Row], dict[object, str]]:
    """Return what is taken without a question: events, and titles by items."""
    found = propose(db)
    assert not is_open(found), found[0].doubts if found else "nothing was found"
    events = db.execute(found[0].interactions).fetchall()
    items = [] if found[0].items is None else db.execute(found[0].items).fetchall()
    return sorted(row[:3] for row in events), {row[0]: row[1] for row in items}
