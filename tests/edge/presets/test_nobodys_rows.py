"""A row that has lost its user is nobody's: it must not keep the item from everybody else."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from app_schemas import SCHEMAS

from ilora_edge.histories.database import HistoryDB

_USERS = {"user_id", "userid", "account_id", "user"}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_row_without_a_user_counts_for_everybody(schema: str, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        SCHEMAS[schema](connection)
        connection.commit()
    with HistoryDB(path) as history:
        said_of_all = {item for user, item in history.seen() if user is None}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            names = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            for (name,) in names.fetchall():
                # Where the schema itself forbids it there is no such row.
                if name.lower() in _USERS:
                    with suppress(sqlite3.Error):
                        connection.execute(f'UPDATE "{table}" SET "{name}" = NULL')
        connection.commit()
    with HistoryDB(path) as history:
        assert {item for user, item in history.seen() if user is None} == said_of_all
        assert not any(user is None for user, *_ in history.interactions())


def test_plays_that_tautulli_knows_by_name_alone_are_their_users(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as connection:
        SCHEMAS["tautulli"](connection)
        connection.executescript(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, user_id INTEGER, username TEXT NOT NULL);"
            "INSERT INTO users (user_id, username) VALUES (0, 'Local'), (11, 'ann'), (12, 'bob');"
            "UPDATE session_history SET user_id = NULL WHERE id = 9;"
            "UPDATE session_history SET user_id = NULL, user = 'gone' WHERE id = 12;"
            "UPDATE session_history SET user_id = NULL, user = NULL WHERE id = 13;"
        )
        connection.commit()
    with HistoryDB(tmp_path / "app.db") as history:
        found = {(user, e.item_id) for user, every in history.histories() for e in every}
        seen = set(history.seen())
    assert ("12", "105") in found
    assert ("gone", "108") in found
    assert not any(item == "109" for _, item in found)
    assert {("12", "105"), ("gone", "108")} <= seen
    assert not any(user is None or item == "109" for user, item in seen)
