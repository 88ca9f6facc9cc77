"""Copies of a person's file leave nothing behind, whatever ends the process."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.system.private_copy import copy_into
from ilora_edge.system.scratch import PREFIX, ScratchFolder, remove_leftovers

HOLD = """
import sys, time
from pathlib import Path
from ilora_edge.histories.untouched import UntouchedDB
database = UntouchedDB(Path(sys.argv[1]), "")
print(list(database.select("SELECT count(*) FROM t")), flush=True)
time.sleep(60)
"""
KILLED_IN_BETWEEN = """
import os, signal
from ilora_edge.system.scratch import ScratchFolder
folder = ScratchFolder()
(folder.path / "copy.db").write_text("a person's")
os.kill(os.getpid(), signal.SIGKILL)
"""

KILLED_WHILE_IT_UNPACKS = """
import os, signal, sys
from pathlib import Path
from ilora_edge.importers.records.downloads import Downloads
with Downloads([Path(sys.argv[1])], ["*.csv"], "Netflix") as found:
    assert found[0].read_text() == "a person's"
    os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED_WHERE_PYTHON_WOULD_TRY_THE_FOLDER = """
import os, signal, tempfile
write = os.open
def killed(path, flags, *rest, **options):
    if flags & os.O_CREAT and not flags & getattr(os, "O_TMPFILE", 0):
        descriptor = write(path, flags, *rest, **options)
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, flags, *rest, **options)
os.open = killed
from ilora_edge.system.scratch import ScratchFolder
with ScratchFolder() as folder:
    print(folder.parent)
"""


@pytest.fixture(autouse=True)
def own_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def not_closed(folder: Path) -> Path:
    """Write a database in WAL mode whose last rows lie in the log alone, and nobody has it open."""
    path, live = folder / "app.db", folder / "live.db"
    with closing(sqlite3.connect(live)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE t (x)")
        db.execute("INSERT INTO t VALUES (1), (2)")
        db.commit()
        for end in ("", "-wal"):
            path.with_name(path.name + end).write_bytes((folder / f"live.db{end}").read_bytes())
    return path


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_nothing_is_left_of_a_process_that_reads_a_copy(
    tmp_path: Path, own_temp: Path, number: signal.Signals
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(not_closed(tmp_path))],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "[(2,)]\n"
    assert list(own_temp.iterdir()) == []
    child.send_signal(number)
    child.communicate()
    assert list(own_temp.iterdir()) == []


def test_what_died_while_it_opened_is_removed_by_the_next(tmp_path: Path, own_temp: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED_IN_BETWEEN], check=False)
    assert [p.name.startswith(PREFIX) for p in own_temp.iterdir()] == [True]
    with ScratchFolder() as in_use:
        remove_leftovers()
        assert list(own_temp.iterdir()) == [in_use]


def test_what_died_while_it_imported_is_removed_by_the_next(tmp_path: Path, own_temp: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("history.csv", "a person's")
    command = [sys.executable, "-c", KILLED_WHILE_IT_UNPACKS, str(tmp_path / "export.zip")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert len(list(own_temp.rglob("history.csv"))) == 1
    remove_leftovers()
    assert list(own_temp.iterdir()) == []


def test_the_temporary_folder_is_not_tried_by_writing_to_it(own_temp: Path) -> None:
    command = [sys.executable, "-c", KILLED_WHERE_PYTHON_WOULD_TRY_THE_FOLDER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{own_temp}\n")
    assert list(own_temp.iterdir()) == []


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_stale_log_beside_a_file_leaves_nothing(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {mode}")
        db.execute("CREATE TABLE t (x)")
    for data in (b"", os.urandom(5000)):
        wal = path.with_name("app.db-wal")
        wal.write_bytes(data)
        before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
        with closing(UntouchedDB(path, "")) as database:
            assert list(database.select("SELECT count(*) FROM t")) == [(0,)]
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_what_lies_beside_a_file_and_is_no_file(tmp_path: Path, kind: str, end: str) -> None:
    path = not_closed(tmp_path)
    beside = path.with_name(path.name + end)
    beside.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(beside)
    elif kind == "device":
        beside.symlink_to("/dev/zero")
    else:
        beside.mkdir()
    # Read without it, or refused, and neither waited for nor copied for ever.
    with suppress(DatabaseError), closing(UntouchedDB(path, "")) as database:
        list(database.select("SELECT count(*) FROM t"))


def test_holes_are_copied_as_holes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.write(b"begin")
        file.seek(1 << 33)
        file.write(b"end")
    folder = tmp_path / "folder"
    folder.mkdir()
    copy_into(folder, source, "copy")
    with (folder / "copy").open("rb") as file:
        assert file.read(6) == b"begin\0"
        file.seek(1 << 33)
        assert file.read() == b"end"
    assert (folder / "copy").stat().st_blocks * 512 < 1 << 24
