"""Equal times, and none, are in the order of the rows, whatever indices a table has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping

AS_STORED = ["z", "m", "a", "q"]


def _database(tmp_path: Path, schema: str) -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
        connection.executemany(
            "INSERT INTO plays (user_id, item_id, day) VALUES (?, ?, '2024-01-02')",
            [(user, item) for item in AS_STORED for user in ("bob", "ann")],
        )
        connection.commit()
    return path


def _orders(path: Path, select: str) -> list[list[str]]:
    """Return ann's items as they are read for her alone, for everybody, and one by one."""
    with HistoryDB(path, Mapping(interactions=select)) as history:
        of_one = [i.item_id for i in history.read_history("ann")]
        rows = [row for row in history.interactions() if row[0] == "ann"]
        of_all = [i.item_id for i in history.in_order(rows)]
        in_turn = [i.item_id for i in dict(history.histories())["ann"]]
    return [of_one, of_all, in_turn]


@pytest.mark.parametrize(
    "select",
    [
        "SELECT user_id AS user, item_id AS item, day AS time FROM plays",
        "SELECT user_id AS user, item_id AS item FROM plays;",
        "select user_id as user,\n item_id as item\nfrom [plays]\nwhere item_id <> 'from x'",
        'SELECT user_id AS user, item_id AS item, 0 AS time FROM "plays" WHERE day NOT NULL',
    ],
)
def test_an_index_does_not_say_what_came_last(tmp_path: Path, select: str) -> None:
    schema = "CREATE TABLE plays (user_id, item_id, day, UNIQUE (user_id, item_id));"
    assert _orders(_database(tmp_path, schema), select) == [AS_STORED] * 3


@pytest.mark.parametrize(
    "select",
    [
        "SELECT user_id AS user, item_id AS item, max(day) AS time FROM plays GROUP BY 1, 2",
        "SELECT DISTINCT user_id AS user, item_id AS item FROM plays",
        "SELECT user_id AS user, item_id AS item FROM plays JOIN (SELECT 1)",
        "SELECT user_id AS user, item_id AS item, -rowid AS 'order' FROM plays",
        "SELECT user_id AS user, item_id AS item FROM (SELECT * FROM plays)",
        "SELECT user_id AS user, item_id AS item FROM seen",
        "SELECT user_id AS user, item_id AS item FROM plays -- FROM x",
    ],
)
def test_other_selects_are_left_as_they_are(tmp_path: Path, select: str) -> None:
    schema = (
        "CREATE TABLE plays (user_id, item_id, day, PRIMARY KEY (user_id, item_id)) WITHOUT ROWID;"
        "CREATE VIEW seen AS SELECT user_id, item_id FROM plays;"
    )
    if "rowid" in select:
        schema = schema.replace(" WITHOUT ROWID", "")
    of_one, of_all, in_turn = _orders(_database(tmp_path, schema), select)
    expected = AS_STORED[::-1] if "rowid" in select else sorted(AS_STORED)
    assert of_one == of_all == in_turn == expected
