"""Ids that a table holds as bytes: texts as they are, GUIDs by their digits, and none merged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.people import find_user
from ilora_edge.histories.stored_ids import blob_id, stored_forms

ANN, BOB = (bytes.fromhex(f"00112233445566778899AABBCCDDEE{n}") for n in ("F1", "F2"))
FILMS = [bytes.fromhex(f"FF112233445566778899AABBCCDDEE{n:02X}") for n in range(0x80, 0x90)]
MAPPING = Mapping(
    interactions="SELECT user, film AS item, at AS time FROM plays",
    items="SELECT id AS item, title FROM films",
    seen="SELECT user, film AS item FROM done",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.executescript(
            "CREATE TABLE films (id BLOB PRIMARY KEY, title TEXT);"
            "CREATE TABLE plays (user, film BLOB, at INTEGER);"
            "CREATE TABLE done (user, film BLOB);"
        )
        db.executemany("INSERT INTO films VALUES (?, ?)", [(f, f"T{n}") for n, f in
                                                           enumerate(FILMS)])  # fmt: skip
        rows = [(ANN, FILMS[0], 1), (ANN, FILMS[1], 2), (BOB, FILMS[2], 3), (b"cy", FILMS[3], 4)]
        db.executemany("INSERT INTO plays VALUES (?, ?, 1700000000 + ?)", rows)
        db.execute("INSERT INTO done VALUES (?, ?)", (BOB, FILMS[4]))
        db.commit()
    return tmp_path / "app.db"


def test_they_are_told_apart_and_found(path: Path) -> None:
    with HistoryDB(path, MAPPING) as history:
        users = {user.user: user.n_interactions for user in history.users()}
        assert users == {ANN.hex().upper(): 2, BOB.hex().upper(): 1, "cy": 1}
        events = [e.item_id for e in history.read_history(ANN.hex().upper())]
        assert events == [f.hex().upper() for f in FILMS[:2]]
        assert history.read_titles(events) == dict(zip(events, ("T0", "T1"), strict=True))
        assert history.read_seen(BOB.hex().upper()) == [FILMS[4].hex().upper()]
        assert [e.item_id for e in history.read_history("cy")] == [FILMS[3].hex().upper()]
        assert dict(history.histories()).keys() == users.keys()


def test_what_bytes_are_called() -> None:
    assert blob_id(b"ann") == "ann"
    assert blob_id("ännchen".encode()) == "ännchen"
    assert blob_id(b"a\0b") == "610062"
    assert stored_forms("610062") == ["610062", 610062, b"a\0b"]
    # These bytes are a text, and have its name.
    assert stored_forms("616E") == ["616E"]


@pytest.mark.parametrize(
    ("asked", "found"), [("7.0", "7"), ("7.00", "7"), ("7", "7"), ("9", "9.0"), ("7.5", "7.5"),
                         ("07", "07"), ("8.0", "8.0"), ("-3.0", "-3")],
)  # fmt: skip
def test_a_number_is_somebodys_however_it_is_written(
    asked: str, found: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.execute("CREATE TABLE plays (user, film, at)")
        # 8 and 8.0 are two people, of whom each is asked for by what is written.
        db.executemany("INSERT INTO plays VALUES (?, 1, 1)", [(7.0,), ("8",), ("8.0",), ("9.0",),
                                                              (-3,)])  # fmt: skip
        db.commit()
    mapping = Mapping(interactions="SELECT user, film AS item, at AS time FROM plays")
    with HistoryDB(tmp_path / "app.db", mapping) as history:
        assert find_user(history, asked) == found
