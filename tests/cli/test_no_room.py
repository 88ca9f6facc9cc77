"""No room, no right to write, nothing in the file: each is one line that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from harness import Cli, one_line

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.log import read_log
from ilora_edge.system.own_file import OwnFile


@contextmanager
def files_end_at(n_bytes: int) -> Iterator[None]:
    """Let no file of this process grow further, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("command", ["pack", "strip", "unpack"])
def test_a_bundle_that_has_no_room_is_named_itself(
    cli: Cli, bundle: Path, tmp_path: Path, command: str
) -> None:
    """Not the file that was copied, and never nothing: 'input or output'."""
    source = bundle
    if command == "unpack":
        source = tmp_path / "films.ilora"
        assert cli("bundle", "pack", bundle, source).code == 0
    before, out = sorted(tmp_path.iterdir()), tmp_path / "new"
    with files_end_at(1000):
        done = cli("bundle", command, source, out)
    assert done.code == 1
    assert done.err.startswith(f"error: {out}: ")
    assert "name another place" in done.err
    assert one_line(done.err)
    assert sorted(tmp_path.iterdir()) == before, "nothing is left of it"


def test_a_bundle_is_described_in_one_step_or_not_at_all(
    cli: Cli, own_bundle: Path, db: Path
) -> None:
    (own_bundle / "notes").mkdir()
    (own_bundle / "link").symlink_to("nowhere")
    before = {path.name: path.read_bytes() for path in own_bundle.glob("*.*")}
    for n_bytes in (0, 50, 1000):
        with files_end_at(n_bytes):
            done = cli("bundle", "describe", own_bundle, "--db", db)
        assert (done.code, one_line(done.err)) == (1, True), done
        assert {path.name: path.read_bytes() for path in own_bundle.glob("*.*")} == before
    assert [p.name for p in own_bundle.parent.iterdir()] == [own_bundle.name]
    done = cli("bundle", "describe", own_bundle, "--db", db)
    assert done.code == 0, done
    assert cli("bundle", "verify", own_bundle).code == 0
    assert {"notes", "link", *before} == {path.name for path in own_bundle.iterdir()}
    assert [p.name for p in own_bundle.parent.iterdir()] == [own_bundle.name]


def test_a_log_that_has_no_room_says_what_to_name(cli: Cli, db: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.db"
    with files_end_at(1000):
        done = cli("like", "ada", "m9", "--db", db, "--log", log)
    assert done.code == 1
    assert done.err.startswith(f"error: cannot write {log}: ")
    assert "make room there, or name another with --log" in done.err
    assert one_line(done.err)
    assert cli("like", "ada", "m9", "--db", db, "--log", log).code == 0


def test_an_import_that_has_no_room_leaves_the_database_as_it_was(cli: Cli, tmp_path: Path) -> None:
    """Its bytes too, and no journal: what SQLite would leave for its next reader."""
    rows = tmp_path / "rows.csv"
    lists = tmp_path / "lists"
    lists.mkdir()
    path = lists / "me.db"
    for n in (2_000, 40_000):
        lines = [f"u{i},i{i},Film {i},{1_600_000_000 + i}" for i in range(n)]
        rows.write_text("user_id,item_id,title,timestamp\n" + "\n".join(lines))
        if not path.exists():
            assert cli("import", "csv", rows, path).code == 0
    before = path.read_bytes()
    with files_end_at(len(before) + 1000):
        done = cli("import", "csv", rows, path)
    assert done.code == 1
    assert done.err.startswith(f"error: cannot write {path}: ")
    assert one_line(done.err)
    assert path.read_bytes() == before
    assert [p.name for p in lists.iterdir()] == ["me.db"]


def test_a_file_of_our_own_that_has_no_room_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "lists.db"
    migrations = ("CREATE TABLE lists (text TEXT)",)
    with closing(OwnFile(path, 1, migrations, "--out")) as file, file.transaction():
        file.connection.execute("INSERT INTO lists VALUES ('ann')")
    before = path.read_bytes()
    rows = [(f"{n:01000}",) for n in range(20_000)]
    with files_end_at(8_000_000), closing(OwnFile(path, 1, migrations, "--out")) as file:
        said = r"cannot write .*another with --out"
        with pytest.raises(DatabaseError, match=said), file.transaction():
            file.connection.executemany("INSERT INTO lists VALUES (?)", rows)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["lists.db"]


def test_a_log_that_may_not_be_made_says_what_to_name(
    cli: Cli, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(db))
    for command in ("like", "log"):
        done = cli(command, "ada", "m9", "--db", db)
        assert done.code == 1
        assert "name another with --log" in done.err
        assert one_line(done.err)


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_a_full_stdout_is_named(db: Path, json: tuple[str, ...]) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    command = [sys.executable, "-m", "ilora_cli", "users", "--db", str(db), *json]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: stdout: No space left on device")
    assert one_line(done.stderr)


@pytest.mark.parametrize(("item", "code", "n_said"), [("m9", 0, 1), ("nothing", 1, 0)])
def test_what_stderr_does_not_take_changes_nothing(
    db: Path, tmp_path: Path, item: str, code: int, n_said: int
) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    log = tmp_path / "log.db"
    command = [sys.executable, "-m", "ilora_cli", "like", "ada", item]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*command, "--db", str(db), "--log", str(log)], stderr=full, check=False
        )
    assert done.returncode == code
    assert len(read_log(log, db)) == n_said


def test_remarks_that_stderr_cannot_take_cost_neither_the_result_nor_the_code(db: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    command = [sys.executable, "-m", "ilora_cli"]
    with open("/dev/full", "w") as full:
        for words, code in (
            (["users", "--db", str(db), "-n", "1"], 0),
            (["users", "--db", "none.db"], 1),
            (["nobody"], 2),
        ):
            done = subprocess.run(
                [*command, *words], stdout=subprocess.PIPE, stderr=full, text=True, check=False
            )
            assert (done.returncode, "ada" in done.stdout) == (code, code == 0), words


def test_a_log_left_empty_by_a_full_disk_is_an_empty_log(
    cli: Cli, db: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.db"
    log.touch()
    with files_end_at(0):
        done = cli("history", "ada", "--db", db, "--log", log)
    assert done.code == 0, done.err
    assert log.read_bytes() == b""


@pytest.mark.parametrize("command", [("users",), ("init",), ("recommend", "ada")])
def test_an_empty_file_is_said_to_be_one(
    cli: Cli, bundle: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()
    ranked = ("--bundle", bundle) if command[0] == "recommend" else ()
    done = cli(*command, "--db", empty, *ranked)
    assert done.code == 1
    assert done.err.startswith(f"error: {empty} has no table")
    assert "(the file is empty); " in done.err
    assert one_line(done.err)
