"""A person's titles are shown as they are compared: mended where a program spoilt their letters."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.title_repairs import repaired_bytes
from ilora_edge.titles import printable

STORED = {
    "1": "Salt &amp; Iron",
    "2": "Ferry&#39;s End",
    "3": "Am\u00c3\u00a9lie",
    "4": "R&B; nights",
    "5": "Tom & Jerry",
    "6": "Am\u00e9lie",
    "a&amp;b": "Low Tide &amp;amp; High",
    "7": "Red &#27;[31m &#8238;eulb",
}
SHOWN = {
    "1": "Salt & Iron",
    "2": "Ferry's End",
    "3": "Am\u00e9lie",
    "4": "R&B; nights",
    "5": "Tom & Jerry",
    "6": "Am\u00e9lie",
    "a&amp;b": "Low Tide & High",
    "7": "Red [31m eulb",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE items (item_id TEXT, title TEXT)")
        db.execute("CREATE TABLE interactions (user_id, item_id TEXT, timestamp)")
        db.executemany("INSERT INTO items VALUES (?, ?)", STORED.items())
        db.execute("INSERT INTO interactions VALUES ('ann', '1', 1)")
    return path


def test_wherever_titles_are_read_they_are_mended_and_ids_are_not(path: Path) -> None:
    with HistoryDB(path) as history:
        read = [
            history.read_titles(STORED),
            {i: title.decode() for i, title, _ in history.described_items()},
            {i: (title or b"").decode() for i, title, _ in history.all_items()},
            {item.item_id: item.title for item in history.items()},
        ]
    for titles in read:
        assert {i: printable(title) for i, title in titles.items()} == SHOWN


@pytest.mark.parametrize("title", [b"caf\xe9 &amp; bar", b"\xc3 &amp;", b"plain", b""])
def test_what_is_not_utf8_or_not_spoilt_stays(title: bytes) -> None:
    assert repaired_bytes(title) == title
