"""What a query may cost: each bound is met, and nothing in the file lifts it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories import guard
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.guard import Guard
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.matching.subtitles import main_titles
from ilora_edge.matching.title_keys import other_words, title_key

NUMBERS = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT {}) SELECT {} FROM n"
)


def make(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        for statement in ("CREATE TABLE items (item_id, title)", *statements):
            db.execute(statement)
    return path


def long_ids(path: Path, n: int = 500, size: int = 3_000_000) -> Path:
    """Write a small file whose view has users with very long ids."""
    wide = NUMBERS.format(n, f"printf('%0{size}d', x) AS user_id, x AS item_id, x AS timestamp")
    return make(path, f"CREATE VIEW interactions AS {wide}")


def size_seen(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return guard._size(connection, path)


def test_long_ids_are_refused_before_they_fill_memory_or_disk(tmp_path: Path) -> None:
    # Whichever bound is met first: that of a query, or of one row with the id in it twice.
    refused = "far more work, time or memory|a text or blob of more than 4 MiB"
    with HistoryDB(long_ids(tmp_path / "app.db")) as database:
        for read in (database.users, database.interactions, database.histories):
            with pytest.raises(DatabaseError, match=refused):
                list(read())


@pytest.mark.parametrize(("cpu", "is_refused"), [(0.0001, False), (60.0, True)])
def test_waiting_for_the_processor_is_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: float, is_refused: bool
) -> None:
    """A busy machine gives an honest query little of many seconds, and nothing is refused."""
    query = NUMBERS.format(200_000, "max(x)")
    with closing(UntouchedDB(make(tmp_path / "app.db"), "")) as db:
        clock = {"wall": 0.0, "cpu": 0.0}
        monkeypatch.setattr(time, "monotonic", lambda: _later(clock, "wall", 0.004))
        monkeypatch.setattr(time, "thread_time", lambda: _later(clock, "cpu", cpu))
        if is_refused:
            with pytest.raises(DatabaseError, match="far more work"):
                list(db.select(query))
        else:
            assert list(db.select(query)) == [(200_000,)]


def _later(clock: dict[str, float], which: str, by: float) -> float:
    clock[which] += by
    return clock[which]


def test_a_query_may_take_no_longer_than_its_file_explains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_SECONDS_BASE", 0.05)
    query = NUMBERS.format(40_000_000, "max(x)")
    with (
        closing(UntouchedDB(make(tmp_path / "app.db"), "")) as database,
        pytest.raises(DatabaseError, match="far more work"),
    ):
        list(database.select(query))


def test_only_time_within_sqlite_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_SECONDS_BASE", 0.05)
    with closing(UntouchedDB(make(tmp_path / "app.db"), "")) as database:
        for _ in database.select(NUMBERS.format(3, "x")):
            time.sleep(0.05)


@pytest.mark.parametrize("is_asking", [True, False])
def test_of_several_queries_only_their_own_time_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_asking: bool
) -> None:
    monkeypatch.setattr(guard, "_SECONDS_BASE", 0.2)
    query = NUMBERS.format(20_000, "max(x)")
    with closing(UntouchedDB(make(tmp_path / "app.db"), "")) as database, database.reading():
        found = []
        for _ in range(3):
            end = time.thread_time() + 0.2
            while time.thread_time() < end:
                pass
            counted = database.asking() if is_asking else nullcontext()
            with suppress(sqlite3.OperationalError), counted:
                found += database.connection.execute(query).fetchall()
    assert len(found) == (3 if is_asking else 0)


@pytest.mark.parametrize("tail", ["a hole", "zeros"])
def test_what_is_behind_the_database_lifts_no_limit(tmp_path: Path, tail: str) -> None:
    path = make(tmp_path / "app.db")
    before = size_seen(path)
    if tail == "a hole":
        os.truncate(path, 200 << 30)
    else:
        with path.open("ab") as file:
            file.write(bytes(2_000_000))
    assert size_seen(path) == before
    # Nor where the file's own header does not know its size, as old versions wrote it.
    with path.open("r+b") as file:
        file.seek(28)
        file.write(bytes(4))
    assert size_seen(path) <= max(os.stat(path).st_blocks * 512, guard._WAL_MOST)


def test_no_limit_grows_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_size", lambda connection, path: guard._SIZE_MOST)
    with closing(sqlite3.connect(make(tmp_path / "app.db"))) as connection:
        limits = Guard(connection, tmp_path / "app.db")
        assert limits._seconds <= guard._SECONDS_MOST
        bounds = guard._GROWTH_MOST, guard._TEMPORARY_MOST, guard._WRITTEN_MOST
        assert all(most <= bound for most, bound in zip(limits._most, bounds, strict=True))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_long_query(tmp_path: Path, number: signal.Signals) -> None:
    endless = NUMBERS.format(-1, "printf('%0300000d', x) AS user_id, x AS item_id, x AS timestamp")
    path = make(tmp_path / "app.db", f"CREATE VIEW interactions AS {endless}")
    command = [sys.executable, "-m", "ilora_cli", "users", "--db", str(path)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    child.send_signal(number)
    _, said = child.communicate()
    # It may have been refused before the signal came: what counts is that there is no traceback.
    assert child.returncode in (130, 143, -number, 1)
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "title", [" " * 60_000 + "x", "(" * 60_000, "(a) " * 20_000, "- " * 30_000]
)
def test_strange_titles_are_compared_at_once(title: str) -> None:
    assert title_key(title).year is None
    assert title not in main_titles(title)
    assert all(isinstance(words, str) for words in other_words(title))


@pytest.mark.parametrize("in_memory", [64 << 20, 0])
def test_a_join_without_an_index_is_an_honest_query(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    """SQLite fills an index of its own in the order of the rows, which is not that of the keys."""
    monkeypatch.setattr(guard, "_IN_MEMORY", in_memory)
    rows = NUMBERS.format(300_000, "x * 7919 % 1000003 AS k, 'S' || x AS name")
    path = make(
        tmp_path / "app.db",
        f"CREATE TABLE songs AS {rows}",
        f"CREATE TABLE plays AS {NUMBERS.format(300_000, 'x * 104729 % 300000 + 1 AS n')}",
        "CREATE TABLE keys AS SELECT rowid AS n, k FROM songs",
    )
    joined = (
        "SELECT count(*) FROM plays p JOIN keys USING (n) JOIN songs s USING (k) "
        "JOIN songs t ON t.name = s.name"
    )
    with closing(UntouchedDB(path, "")) as database:
        assert list(database.select(joined)) == [(300_000,)]


def test_what_is_temporary_on_the_disk_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_IN_MEMORY", "_LOOK_SECONDS"):
        monkeypatch.setattr(guard, name, 0)
    monkeypatch.setattr(guard, "_GROWTH_BASE", 8 << 20)
    monkeypatch.setattr(guard, "memory_bytes", lambda: 0)
    monkeypatch.setattr(guard, "written_bytes", lambda: 0)
    query = NUMBERS.format(2_000_000, "DISTINCT printf('%0200d', x * 7919 % 1000003)")
    with (
        closing(UntouchedDB(make(tmp_path / "app.db"), "")) as database,
        pytest.raises(DatabaseError, match="far more work"),
    ):
        for _ in database.select(f"SELECT count(*) FROM ({query})"):
            pass
