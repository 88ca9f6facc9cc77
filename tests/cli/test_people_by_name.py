"""A person's name means what their id means, whatever the command."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli

Place = tuple[object, ...]


@pytest.fixture
def place(db: Path, bundle: Path, tmp_path: Path) -> Place:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("CREATE TABLE users (user_id TEXT, display_name TEXT)")
        rows = [("ada", "Ada Low"), ("bob", "Bob High"), ("cy", "Cy"), ("dan", "Dan")]
        own.executemany("INSERT INTO users VALUES (?, ?)", rows)
    return ("--db", path, "--bundle", bundle, "--log", tmp_path / "log.db")


def recommended(cli: Cli, place: Place) -> list[str]:
    done = cli("recommend", "bob", *place, "--json")
    return [r["item_id"] for r in json.loads(done.out)["recommendations"]]


def test_what_is_said_by_name_counts_and_is_taken_back(cli: Cli, place: Place) -> None:
    first = recommended(cli, place)
    for command in ("dislike", "seen", "like"):
        assert cli(command, "bob high", first[0], *place).code == 0
        assert first[0] not in recommended(cli, place)
        assert cli("undo", "Bob High", first[0], *place).code == 0
        assert recommended(cli, place) == first


def test_pages_and_reasons(cli: Cli, place: Place, tmp_path: Path) -> None:
    item = recommended(cli, place)[0]
    for command in (("explain",), ("why-not",)):
        by_id, by_name = (cli(*command, user, item, *place) for user in ("bob", "Bob High"))
        assert (by_id.code, by_id.out) == (by_name.code, by_name.out)
    assert cli("report", "Bob High", *place, "--out", tmp_path / "pages").code == 0
    assert [p.name for p in (tmp_path / "pages").iterdir()] == ["bob.html"]


def test_forgotten_by_name(cli: Cli, place: Place, tmp_path: Path) -> None:
    db, log, lists = place[1], place[5], tmp_path / "lists.db"
    assert cli("like", "bob", "m1", *place).code == 0
    assert cli("score", *place, "--out", lists).code == 0
    options = ("--log", log, "--out", lists)
    # Without the database a name is only a name.
    assert "nothing of 'Bob High' was there" in cli("forget", "Bob High", *options).err
    assert cli("forget", "Bob High", *options, "--db", tmp_path / "gone.db").code == 0
    assert b"bob" in lists.read_bytes()
    done = cli("forget", "Bob High", *options, "--db", db)
    assert done.code == 0
    assert "1 logged event erased" in done.err
    assert b"bob" not in lists.read_bytes() + Path(str(log)).read_bytes()
    assert b"Bob High" in Path(str(db)).read_bytes()
