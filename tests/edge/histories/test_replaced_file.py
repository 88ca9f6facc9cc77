"""What a database reads when another file takes the place of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

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
