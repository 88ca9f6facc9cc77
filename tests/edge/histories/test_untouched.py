"""A person's database is read in whatever state it is, and nothing of it changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories import guard, item_database
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.untouched import ChangedError, UntouchedDB

ROWS = [(f"u{n % 7}", f"i{n % 50}", n) for n in range(2000)]


def make(path: Path, journal_mode: str = "DELETE", page_size: int = 4096) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA page_size = {page_size}")
        db.execute(f"PRAGMA journal_mode = {journal_mode}")
        db.execute("CREATE TABLE items (item_id TEXT, title TEXT)")
        db.execute("CREATE TABLE interactions (user_id TEXT, item_id TEXT, timestamp INTEGER)")
        db.execute("BEGIN")
        db.executemany("INSERT INTO interactions VALUES (?, ?, ?)", ROWS)
        db.executemany("INSERT INTO items VALUES (?, ?)", [(f"i{n}", f"T{n}") for n in range(50)])
        db.execute("COMMIT")
    return path


def state(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file but the shared memory, whose use is to change."""
    return {
        f.name: "" if f.name.endswith("-shm") else hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(folder.iterdir())
    }


def count(path: Path) -> int:
    with HistoryDB(path) as database:
        return sum(len(history) for _, history in database.histories())


@contextmanager
def in_other_process(path: Path, *statements: str) -> Iterator[subprocess.Popen[str]]:
    """Hold a connection in another process, in which these were executed."""
    code = (
        "import sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for s in sys.argv[2:]: db.execute(s).fetchall()\n"
        "print('ready', flush=True)\nsys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path), *statements],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@pytest.mark.parametrize("journal_mode", ["DELETE", "TRUNCATE", "PERSIST", "WAL"])
def test_reading_leaves_nothing(tmp_path: Path, journal_mode: str) -> None:
    path = make(tmp_path / "app.db", journal_mode)
    before = state(tmp_path)
    assert count(path) == len(ROWS)
    assert state(tmp_path) == before


def test_beside_a_program_that_has_it_open_in_wal_mode(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db", "WAL")
    insert = "INSERT INTO interactions VALUES ('new', 'i1', 1)"
    with in_other_process(path, insert):
        before = state(tmp_path)
        assert set(before) == {"app.db", "app.db-shm", "app.db-wal"}
        assert count(path) == len(ROWS) + 1
        assert state(tmp_path) == before


@pytest.mark.parametrize("with_shm", [True, False])
def test_a_wal_that_a_crash_left_behind(tmp_path: Path, with_shm: bool) -> None:
    path = make(tmp_path / "app.db", "WAL")
    with in_other_process(path, "INSERT INTO interactions VALUES ('new', 'i1', 1)") as process:
        process.kill()
        process.wait()
    if not with_shm:
        (tmp_path / "app.db-shm").unlink()
    # Nobody has it open any more, and so nobody may change the shared memory either.
    before = {f.name: f.read_bytes() for f in tmp_path.iterdir()}
    assert count(path) == len(ROWS) + 1
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == before


def test_a_file_that_this_very_process_holds_keeps_its_locks(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db", "WAL")
    with closing(sqlite3.connect(path, isolation_level=None)) as ours:
        ours.execute("INSERT INTO interactions VALUES ('new', 'i1', 1)")
        ours.execute("BEGIN")
        assert ours.execute("SELECT count(*) FROM interactions").fetchone() == (len(ROWS) + 1,)
        assert count(path) == len(ROWS) + 1
        # A lock that is lost would let another program write over what is being read.
        with in_other_process(path, "PRAGMA wal_checkpoint(TRUNCATE)"):
            assert (tmp_path / "app.db-wal").stat().st_size > 0


def test_an_empty_wal_that_another_reader_left_behind(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db", "WAL")
    (tmp_path / "app.db-wal").touch()
    before = state(tmp_path)
    assert count(path) == len(ROWS)
    assert state(tmp_path) == before


def count_as_anybody(path: Path) -> int:
    """Count in a process that is not root's, which may write anywhere."""
    if os.geteuid() != 0:
        return count(path)
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.setuid(65534)
            os.write(writing, str(count(path)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as result:
        return int(result.read() or -1)


@pytest.mark.parametrize("left_over", [False, True])
def test_in_a_folder_that_is_read_only(left_over: bool) -> None:
    # pytest's own folder may be entered by its owner alone.
    folder = Path(tempfile.mkdtemp())
    try:
        path = make(folder / "app.db", "WAL")
        if left_over:
            insert = "INSERT INTO interactions VALUES ('new', 'i1', 1)"
            with in_other_process(path, insert) as process:
                process.kill()
                process.wait()
            (folder / "app.db-shm").unlink()
            (folder / "app.db-wal").chmod(0o444)
        path.chmod(0o444)
        before = state(folder)
        folder.chmod(0o555)
        assert count_as_anybody(path) == len(ROWS) + left_over
        assert state(folder) == before
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_folder_with_the_files_of_another_users_program() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = make(folder / "app.db", "WAL")
        with in_other_process(path, "INSERT INTO interactions VALUES ('new', 'i1', 1)"):
            for file in folder.iterdir():
                file.chmod(0o444)
            folder.chmod(0o555)
            assert count_as_anybody(path) == len(ROWS) + 1
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("journal_mode", ["DELETE", "WAL"])
def test_a_program_that_lets_no_one_in(tmp_path: Path, journal_mode: str) -> None:
    path = make(tmp_path / "app.db", journal_mode)
    with in_other_process(
        path,
        "PRAGMA locking_mode = EXCLUSIVE",
        "INSERT INTO interactions VALUES ('new', 'i1', 1)",
    ):
        before = state(tmp_path)
        assert count(path) == len(ROWS) + 1
        assert state(tmp_path) == before


def test_half_a_change_that_a_crash_left_behind_is_not_read_and_not_undone(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db")
    with in_other_process(
        path, "PRAGMA cache_size = 1", "BEGIN", "UPDATE interactions SET user_id = 'x' || user_id"
    ) as process:
        process.kill()
        process.wait()
    before = state(tmp_path)
    assert "app.db-journal" in before
    with HistoryDB(path) as database:
        assert sorted(u.user for u in database.users()) == [f"u{n}" for n in range(7)]
    assert state(tmp_path) == before


def test_a_writer_in_wal_mode_and_a_reader_do_not_lock_each_other_out(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db", "WAL")
    stop = threading.Event()
    problems: list[str] = []
    written = 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            try:
                # A connection each, closed again: the -wal comes and goes.
                with closing(sqlite3.connect(path, timeout=0.5)) as db:
                    with db:
                        db.execute("INSERT INTO interactions VALUES ('w', 'i1', 1)")
                    written += 1
                    # About what a disk takes to keep it. In memory thousands of connections a
                    # second would be closed, as no application does: five in a row spoil a read.
                    stop.wait(0.01)
            except sqlite3.Error as error:
                problems.append(str(error))

    writer = threading.Thread(target=write)
    writer.start()
    counts = []

    def count(database: HistoryDB) -> int:
        return len(list(database.interactions()))

    try:
        end = time.monotonic() + 3.0
        while time.monotonic() < end:
            with HistoryDB(path) as database:
                together = database.read_together(partial(count, database))
                counts.append(together)
    finally:
        stop.set()
        writer.join()
    assert problems == []
    assert len(counts) > 5
    assert counts == sorted(counts)
    assert counts[-1] <= len(ROWS) + written


def test_what_changed_under_the_reader_is_noticed(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db", "WAL")
    with closing(UntouchedDB(path, "")) as database:
        rows = database.select("SELECT * FROM interactions")
        next(rows)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("INSERT INTO interactions VALUES ('w', 'i1', 1)")
        with pytest.raises(ChangedError, match="changed while it was read"):
            list(rows)
        database.reopen()
        assert len(list(database.select("SELECT * FROM interactions"))) == len(ROWS) + 1


def test_a_fast_writer_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_database, "_LONGEST_PAUSE", 0.0)
    changes = iter(range(12))

    def read() -> str:
        if next(changes, None) is not None:
            raise ChangedError("changed")
        return "read"

    with HistoryDB(make(tmp_path / "app.db", "WAL")) as database:
        monkeypatch.setattr(item_database, "_PATIENCE", 1e6)
        assert database.read_together(read) == "read"
        # Not for ever: what is said then is how long.
        monkeypatch.setattr(item_database, "_PATIENCE", 0.0)
        changes = iter(range(12))
        with pytest.raises(DatabaseError, match=r"app.db was .*, 5 times in [0-9]+ s; close the"):
            database.read_together(read)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM items",
        "CREATE TABLE t (x)",
        "CREATE TEMP TABLE t (x)",
        "ATTACH 'other.db' AS o",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "SELECT load_extension('x')",
        "VACUUM",
        "VACUUM INTO 'copy.db'",
    ],
)
def test_all_but_reading_is_refused(tmp_path: Path, query: str) -> None:
    path = make(tmp_path / "app.db")
    before = state(tmp_path)
    with closing(UntouchedDB(path, "")) as database, pytest.raises(DatabaseError):
        list(database.select(query))
    assert state(tmp_path) == before


def test_what_applications_use_is_not_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "app.db")
    with closing(UntouchedDB(path, "")) as database:
        query = "SELECT value FROM json_each('[1, 2]') UNION ALL SELECT strftime('%s', 'now') > 0"
        assert list(database.select(query)) == [(1,), (2,), (1,)]


def test_a_query_without_an_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_STEPS_BASE", 1_000_000)
    monkeypatch.setattr(guard, "_STEPS_PER_BYTE", 1)
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE VIEW interactions AS WITH RECURSIVE n(x) AS "
            "(SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT 'u' AS user_id, x AS item_id, x AS timestamp FROM n"
        )
        db.execute("CREATE TABLE items (item_id, title)")
    with HistoryDB(path) as database, pytest.raises(DatabaseError, match="a view without an end"):
        list(database.interactions())


def test_a_text_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_CELL_BYTES", 100_000)
    path = make(tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE items SET title = ?", ("x" * 200_000,))
    with HistoryDB(path) as database, pytest.raises(DatabaseError, match="a text or blob of more"):
        list(database.described_items())


def test_links_and_strange_names(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    path = make(real / "100% of?#'s é.db", "WAL")
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with in_other_process(path, "INSERT INTO interactions VALUES ('new', 'i1', 1)"):
        assert count(link) == len(ROWS) + 1
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith("link")] == ["link.db"]


def test_an_empty_file_is_a_database_without_tables(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(DatabaseError, match="has no table 'interactions'"):
        HistoryDB(path)
    assert path.stat().st_size == 0


def test_copies_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = tmp_path / "tmp"
    copies.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(copies))
    path = make(tmp_path / "app.db", "WAL")
    with in_other_process(path, "INSERT INTO interactions VALUES ('new', 'i1', 1)") as process:
        process.kill()
        process.wait()
    (tmp_path / "app.db-shm").unlink()
    with HistoryDB(path):
        # It has no name any more, once it is open.
        assert list(copies.iterdir()) == []
    assert list(copies.iterdir()) == []
    shutil.rmtree(copies)
    with pytest.raises(DatabaseError, match="cannot copy"):
        HistoryDB(path)


@pytest.mark.parametrize("left", [None, 5000])
def test_a_write_ahead_log_that_was_left_behind_is_named(tmp_path: Path, left: int | None) -> None:
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE plays (user_id, item_id)")
        db.commit()
        log = (tmp_path / "app.db-wal").read_bytes()
        (tmp_path / "copy.db").write_bytes((tmp_path / "app.db").read_bytes())
    if left is not None:
        (tmp_path / "copy.db-wal").write_bytes(log[:left])
    with pytest.raises(DatabaseError, match=r"may still lie in copy\.db-wal"):
        HistoryDB(tmp_path / "copy.db")


NO_LOCKS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static int refused(int fd, int command) {
    char name[64], path[512];
    if (command != F_SETLK && command != F_GETLK && command != F_SETLKW) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(name, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return strstr(path, "/without-locks/") != NULL;
}
#define REPLACED(called) int called(int fd, int command, ...) { \\
    va_list list; va_start(list, command); void *given = va_arg(list, void *); va_end(list); \\
    if (refused(fd, command)) { errno = ERROR; return -1; } \\
    int (*own)(int, int, ...) = (int (*)(int, int, ...))dlsym(RTLD_NEXT, #called); \\
    return own(fd, command, given); }
REPLACED(fcntl)
REPLACED(fcntl64)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="replaces a function of glibc")
@pytest.mark.parametrize("error", ["ENOLCK", "EOPNOTSUPP"])
def test_a_filesystem_without_locks(tmp_path: Path, error: str) -> None:
    (tmp_path / "locks.c").write_text(NO_LOCKS)
    library = tmp_path / "locks.so"
    compiler = ["gcc", "-shared", "-fPIC", f"-DERROR={error}", "-o", str(library), "locks.c"]
    subprocess.run(compiler, cwd=tmp_path, check=True)
    folder = tmp_path / "without-locks"
    folder.mkdir()
    path = make(folder / "app.db")
    before = state(folder)
    code = (
        "import pathlib, sys; from test_untouched import count; "
        "print(count(pathlib.Path(sys.argv[1])))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, path],
        env={**os.environ, "LD_PRELOAD": str(library)},
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.strip(), ran.stderr) == (str(len(ROWS)), "")
    assert state(folder) == before
