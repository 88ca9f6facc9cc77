"""A schema in which everything refers to everything is looked at in bounded work."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest

from ilora_edge.histories.schema import Table
from ilora_edge.schema_guess import item_events
from ilora_edge.schema_guess.propose import is_open, propose
from ilora_edge.schema_guess.tables.table_links import Tables

N_TABLES = 24


@pytest.fixture
def tangled() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for n in range(N_TABLES):
        others = [m for m in range(N_TABLES) if m != n]
        keys = ", ".join(f"r{m} INTEGER REFERENCES t{m}(id)" for m in others)
        connection.execute(
            f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, title TEXT, user TEXT, at TEXT, {keys})"
        )
        for row in range(1, 9):
            values = (row, f"Film {row} of {n}", f"u{row % 3}", f"2025-01-{row:02}")
            marks = ", ".join("?" * (len(values) + len(others)))
            further = [(row * 7 + m) % 8 + 1 for m in range(len(others))]
            connection.execute(f"INSERT INTO t{n} VALUES ({marks})", (*values, *further))
    return connection


def test_a_table_is_read_by_its_likeliest_references_alone(
    tangled: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings: Counter[str] = Counter()
    doubted: Counter[str] = Counter()
    read, doubt = item_events._reading, item_events._doubts

    def reading(tables: Tables, table: Table, *rest: object) -> object:
        readings[table.name] += 1
        return read(tables, table, *rest)  # type: ignore[arg-type]

    def doubts(tables: Tables, table: Table, *rest: object) -> object:
        doubted[table.name] += 1
        return doubt(tables, table, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(item_events, "_reading", reading)
    monkeypatch.setattr(item_events, "_doubts", doubts)
    assert is_open(propose(tangled)), "nobody can know which it is"
    assert len(readings) == N_TABLES
    assert max(readings.values()) <= 12
    assert max(doubted.values()) == 1
