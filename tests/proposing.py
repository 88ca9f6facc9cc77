"""What init proposes for a made-up schema, run and compared."""

from __future__ import annotations

import sqlite3

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import propose

PRAGMAS = {"table_xinfo", "table_list", "foreign_key_list", "index_list", "index_info"}


def only_reads(action: int, first: str | None, *_: str | None) -> int:
    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
    if action in allowed or (action == sqlite3.SQLITE_PRAGMA and first in PRAGMAS):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def database(script: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    connection.set_authorizer(only_reads)
    return connection


def rows(connection: sqlite3.Connection, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    cursor = connection.execute(query)
    return [column[0] for column in cursor.description], sorted(cursor.fetchall(), key=repr)


def best(script: str) -> tuple[Proposal, sqlite3.Connection]:
    connection = database(script)
    found = propose(connection)
    assert found, "no proposal"
    assert sum(not p.differs for p in found) <= 3
    assert [p.confidence for p in found] == sorted((p.confidence for p in found), reverse=True)
    assert all(0 < p.confidence <= 1 and p.reasons for p in found)
    return found[0], connection


def check(
    script: str,
    columns: str,
    interactions: list[tuple[object, ...]],
    item_columns: str = "item title",
    items: list[tuple[object, ...]] | None = None,
) -> Proposal:
    proposal, connection = best(script)
    assert rows(connection, proposal.interactions) == (
        columns.split(),
        sorted(interactions, key=repr),
    ), proposal.interactions
    if items is None:
        assert proposal.items is None
    else:
        assert proposal.items is not None
        assert rows(connection, proposal.items) == (
            item_columns.split(),
            sorted(items, key=repr),
        ), proposal.items
    return proposal
