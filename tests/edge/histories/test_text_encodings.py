"""A database in UTF-16 is read as its UTF-8 twin."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping

MAPPING = Mapping(
    interactions="SELECT who AS user, film AS item, at AS time FROM seen",
    items="SELECT id AS item, title, genre AS genres, 1999 AS year FROM films",
)
TITLES = ["Amélie — Ünïcode 😀 (2001)", "Dumbo", "千と千尋の神隠し", ""]
USERS: list[Any] = ["ann", "Zoë", 7, 2.5, b"blob-id", b"odd", "😀"]
ITEMS: list[Any] = ["x0", 1, b"\x31\x32\x33", "ü"]


def make(path: Path, encoding: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA encoding = '{encoding}'")
        connection.execute("CREATE TABLE films (id, title, genre)")
        connection.execute("CREATE TABLE seen (who, film, at)")
        connection.executemany(
            "INSERT INTO films VALUES (?, ?, 'Drama')", zip(ITEMS, TITLES, strict=True)
        )
        connection.execute("INSERT INTO films VALUES ('b', ?, 'x')", (b"As bytes",))
        rows = [(user, item, 1700000000 + n) for user in USERS for n, item in enumerate(ITEMS)]
        connection.executemany("INSERT INTO seen VALUES (?, ?, ?)", rows)
    return path


def read(path: Path) -> Any:
    with HistoryDB(path, MAPPING) as history:
        users = sorted(u.user for u in history.users())
        histories = {user: history.read_history(user) for user in users}
        every = [tuple(row[:2]) for row in history.interactions()]
        described = sorted(history.described_items())
        items = [(i.item_id, i.title, i.genres) for i in history.items()]
        where = sorted(history.item_ids_where("title LIKE 'A%'"))
        titles = history.read_titles([str(i) for i in ("x0", 1, "123", "ü", "b")])
    return users, histories, every, described, items, where, titles


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_twins(tmp_path: Path, encoding: str) -> None:
    plain = read(make(tmp_path / "utf8.db", "UTF-8"))
    assert read(make(tmp_path / "utf16.db", encoding)) == plain
    assert plain[6]["x0"] == TITLES[0]
    assert plain[6]["b"] == "As bytes"
    assert "blob-id" in plain[0]


@pytest.mark.parametrize("half", [b"\x00\xd8", b"A\x00\x00\xdc", b"A\x00\x00\xd8A\x00", b"A"])
def test_half_a_pair_of_surrogates_stops_nobody(tmp_path: Path, half: bytes) -> None:
    path = make(tmp_path / "utf16.db", "UTF-16le")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE films SET title = CAST(? AS TEXT) WHERE id = 'x0'", (half,))
    with HistoryDB(path, MAPPING) as history:
        assert len(list(history.described_items())) == len(TITLES) + 1
        assert history.read_titles(["x0"])["x0"].encode() is not None
