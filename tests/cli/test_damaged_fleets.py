"""One damaged database of a fleet is a row in ``failures``, and the others are scored."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli

SCHEMA = """
CREATE TABLE items (item_id TEXT, title TEXT);
CREATE TABLE interactions (user_id TEXT, item_id TEXT, timestamp INTEGER);
INSERT INTO items VALUES ('m1', 'Winter Circus (1987)'), ('m2', 'Copper Moon (1972)');
INSERT INTO interactions VALUES ('bob', 'm1', 1), ('bob', 'm2', 2);
"""
NAME = b"named_so"


def make(path: Path, more: str = "") -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA + more)
    return path


def misnamed(path: Path) -> Path:
    """A column that the queries read has a name that is not UTF-8."""
    view = f"SELECT item_id AS user_id, item_id, {NAME.decode()} AS timestamp FROM items"
    more = f"DROP TABLE interactions; ALTER TABLE items ADD COLUMN {NAME.decode()};"
    make(path, f"{more} CREATE VIEW interactions AS {view};")
    path.write_bytes(path.read_bytes().replace(NAME, b"\xff\xfe\x80\xc0d_so"))
    return path


def half_written(path: Path, start: int, end: int) -> Path:
    """Its journal, left by a crash, is damaged from ``start`` to ``end``, and so is the file."""
    live = path.with_name("live.db")
    make(live, "CREATE TABLE padding (x); INSERT INTO padding VALUES (zeroblob(200000));")
    with closing(sqlite3.connect(live, isolation_level=None)) as connection:
        # A small cache writes to the file before the transaction is over.
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE interactions SET timestamp = timestamp + 1")
        connection.execute("UPDATE padding SET x = x || 'y'")
        shutil.copy(live, path)
        journal = bytearray(live.with_name("live.db-journal").read_bytes())
        connection.execute("ROLLBACK")
    live.unlink()
    journal[start:end] = bytes([0xA5]) * len(journal[start:end])
    path.with_name(f"{path.name}-journal").write_bytes(journal)
    data = bytearray(path.read_bytes())
    # The schema's page and those behind it, which the journal can no longer put right.
    data[100:9000] = bytes([0xA5]) * 8900
    path.write_bytes(data)
    return path


def test_damaged_journals_and_names_that_are_not_utf8(
    cli: Cli, bundle: Path, tmp_path: Path
) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    whole = [make(fleet / f"whole{n}.db") for n in range(2)]
    damaged = [
        misnamed(fleet / "a.db"),
        half_written(fleet / "b.db", 8, 28),
        half_written(fleet / "c.db", 512, 1 << 30),
    ]
    out = tmp_path / "out.db"
    done = cli(
        *("score", *sorted([*whole, *damaged]), "--bundle", bundle, "--out", out),
        *("--workers", 1, "--quiet"),
    )
    assert done.code == 1, done.err
    with closing(sqlite3.connect(out)) as connection:
        failures = dict(connection.execute("SELECT database, reason FROM failures"))
        scored = {row[0] for row in connection.execute("SELECT database FROM users")}
    assert scored == {str(path) for path in whole}
    assert failures.keys() == {str(path) for path in damaged}
    assert all("cannot read" in reason and "\n" not in reason for reason in failures.values())
    assert "not UTF-8" in failures[str(damaged[0])]


@pytest.mark.parametrize("command", ["users", "init"])
def test_alone_each_is_one_line(
    cli: Cli, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (misnamed(tmp_path / "a.db"), half_written(tmp_path / "b.db", 8, 28)):
        done = cli(command, "--db", path)
        assert done.code == 1
        assert done.err.startswith("error: ")
        assert done.err.count("\n") == 1
