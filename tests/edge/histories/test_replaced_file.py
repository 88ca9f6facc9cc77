"""What a database reads when another file takes the place of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories import untouched
from ilora_edge.histories.database import HistoryDB


def _make(path: Path, journal_mode: str = "DELETE") -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA journal_mode = {journal_mode}")
        db.execute("CREATE TABLE items (item_id TEXT, title TEXT)")
        db.execute("CREATE TABLE interactions (user_id TEXT, item_id TEXT, timestamp INTEGER)")
        rows = [(f"u{n % 7}", f"i{n % 50}", n) for n in range(2000)]
        db.executemany("INSERT INTO interactions VALUES (?, ?, ?)", rows)
        db.executemany("INSERT INTO items VALUES (?, ?)", [(f"i{n}", f"T{n}") for n in range(50)])
    return path


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("is_held", [False, True])
def test_a_file_that_took_the_place_of_another_is_read(
    tmp_path: Path, mode: str, is_held: bool
) -> None:
    """A newer export, a backup: what is open outlives what the path led to."""
    path, newer = _make(tmp_path / "app.db", mode), _make(tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as other, other:
        other.execute("DELETE FROM interactions WHERE user_id <> 'u0'")
    with closing(sqlite3.connect(path)) as app, HistoryDB(path) as database:
        if is_held:
            app.execute("SELECT count(*) FROM items").fetchone()
            database.read_titles(["i0"])
        assert len(list(database.users())) == 7
        # The application ends, and takes its journal with it where it is the last.
        app.close()
        newer.replace(path)
        assert len(list(database.users())) == 1


def test_a_program_that_ends_takes_its_journal_with_it(tmp_path: Path) -> None:
    """SQLite would put what a left journal holds into a backup that takes the file's place."""
    path, backup = _make(tmp_path / "app.db", "WAL"), _make(tmp_path / "backup.db", "WAL")
    with closing(sqlite3.connect(path)) as app, HistoryDB(path) as database:
        with app:
            app.execute("UPDATE items SET title = title || ' as it is called here'")
        assert len(list(database.users())) == 7
        # A stream that was left in the middle holds it no longer, either.
        next(database.histories())
        app.close()
        assert sorted(file.name for file in tmp_path.iterdir()) == ["app.db", "backup.db"]
        backup.replace(path)
        assert database.read_titles(["i0"]) == {"i0": "T0"}
    with closing(sqlite3.connect(path)) as app:
        assert app.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_is_read_while_a_stream_is_open_leaves_it_be(tmp_path: Path) -> None:
    path = _make(tmp_path / "app.db", "WAL")
    with closing(sqlite3.connect(path)) as app, HistoryDB(path) as database:
        app.execute("SELECT count(*) FROM items").fetchone()
        titles = [database.read_titles([h[0].item_id]) for _, h in database.histories()]
        assert len(titles) == 7


def test_a_copy_of_what_others_keep_to_themselves_is_made_again_when_they_wrote(
    tmp_path: Path,
) -> None:
    path = _make(tmp_path / "app.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as app:
        app.execute("PRAGMA locking_mode = EXCLUSIVE")
        app.execute("BEGIN EXCLUSIVE")
        app.execute("COMMIT")
        with HistoryDB(path) as database:
            assert database.count_users() == 7
            app.execute("INSERT INTO interactions VALUES ('new', 'i0', 5)")
            assert database.count_users() == 8


def test_what_is_closed_stays_closed(tmp_path: Path) -> None:
    path = _make(tmp_path / "app.db", "WAL")
    with closing(sqlite3.connect(path)) as app:
        app.execute("SELECT count(*) FROM items").fetchone()
        database = HistoryDB(path)
        database.close()
        with pytest.raises(DatabaseError, match="it is closed"):
            database.count_users()


def test_a_copy_that_cannot_be_made_again_goes_on_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _make(tmp_path / "app.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as app:
        app.execute("PRAGMA locking_mode = EXCLUSIVE")
        app.execute("BEGIN EXCLUSIVE")
        app.execute("COMMIT")
        with HistoryDB(path) as database:
            app.execute("INSERT INTO interactions VALUES ('new', 'i0', 5)")
            monkeypatch.setattr(untouched, "_COPY_TRIES", 0)
            assert database.count_users() == 7
            monkeypatch.undo()
            assert database.count_users() == 8
