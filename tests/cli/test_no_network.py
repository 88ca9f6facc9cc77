"""No command opens a network socket, and all give the same without any network.

``no_sockets.c`` kills a process at its first internet socket; a network namespace of its own has
no way out, not even to this machine. What a library does some seconds after its import, the
commands here are too short to show: test_long_life.py waits for that.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from harness import at_home, strange_files

from ilora_cli.app import COMMANDS

CLI = (sys.executable, "-m", "ilora_cli")
# Of the workshop, and what only compares with other programs.
NOT_OF_THE_DEVICE = {"train", "export", "convert", "bench"}
# Milliseconds, and the time of day.
_VARIES = re.compile(
    r'("timing_ms": \{[^}]*\}|"llm_ms": [0-9.]+|milliseconds .*|wrote \S+|"pid": \d+'
    r"|[0-9.]+ ?m?s\b)"
)


def commands(bundle: Path, db: Path, folder: Path) -> dict[str, list[str]]:
    """Return an example of every command of the device, in an order that makes sense."""
    place = ["--db", str(db)]
    ours = ["--bundle", str(bundle)]
    log = ["--log", str(folder / "log.db")]
    return {
        "import": ["import", "csv", str(folder / "plays.csv"), str(folder / "plays.db")],
        "init": ["init", *place, *ours, "--config", str(folder / "settings.toml")],
        "users": ["users", *place],
        "history": ["history", "ada", *place],
        "log": ["log", "ada", "m20", *place, *log, "--time", "5"],
        "doctor": ["doctor", "--json"],
        "recommend": ["recommend", "ada", *place, *ours, *log, "--json"],
        "score": [
            *("score", *place, *ours, *log, "--out", str(folder / "out.db"), "--nl"),
            *("--workers", "2"),
        ],
        "like": ["like", "ada", "m12", *place, *ours, *log],
        "dislike": ["dislike", "ada", "m13", *place, *ours, *log],
        "seen": ["seen", "ada", "m14", *place, *ours, *log],
        "undo": ["undo", "ada", "m14", *place, *ours, *log],
        "explain": ["explain", "ada", "m25", *place, *ours, *log],
        "why-not": ["why-not", "ada", "m0", *place, *ours, *log],
        "similar": ["similar", "m1", *place, *ours, *log],
        "radio": ["radio", "m1", *place, *ours, *log, "-n", "5"],
        "report": ["report", "ada", *place, *ours, *log, "--out", str(folder / "pages")],
        "schedule": ["schedule", *place, *ours, *log, "--out", str(folder / "out.db"), "--cron"],
        "mcp": ["mcp", *place, *ours, *log],
        "backbone": ["backbone", "list"],
        "forget": ["forget", "ada", *log, "--out", str(folder / "out.db")],
        "evaluate": ["evaluate", *place, *ours, "--mode", "product", "--json"],
        "bundle": ["bundle", "show", str(bundle)],
    }


def run_all(bundle: Path, db: Path, folder: Path, *around: str) -> dict[str, tuple[int, str]]:
    folder.mkdir()
    db = in_wal_mode(db, folder / "app")
    before = hashlib.sha256(db.read_bytes()).hexdigest()
    (folder / "plays.csv").write_text("user_id,item_id,timestamp\nann,a,1\nann,b,2\n")
    home = folder / "home"
    environment = at_home(home)
    found = {}
    for name, command in commands(bundle, db, folder).items():
        done = subprocess.run(
            [*around, *CLI, *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=environment,
            cwd=folder,
        )
        shown = _VARIES.sub("", done.stdout).replace(str(folder), "FOLDER")
        found[name] = (done.returncode, shown)
        assert done.returncode in (0, 1), (name, done.returncode, done.stderr)
        # Nor does any of them leave a trace of itself with the person's file.
        assert [file.name for file in db.parent.iterdir()] == [db.name], name
        assert hashlib.sha256(db.read_bytes()).hexdigest() == before, name
        assert not strange_files(home), name
    # That it looked in the right place: doctor leaves what it found there.
    assert (home / ".cache/ilora-edge/doctor.json").exists()
    return found


def in_wal_mode(db: Path, folder: Path) -> Path:
    """Copy a database into a folder of its own, in the mode in which even reading leaves files."""
    folder.mkdir()
    copy = Path(shutil.copy(db, folder / "app.db"))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return copy


@pytest.fixture(scope="session")
def as_usual(
    bundle: Path, db: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int, str]]:
    found = run_all(bundle, db, tmp_path_factory.mktemp("usual") / "here")
    assert {name: code for name, (code, _) in found.items() if code} == {}
    return found


def test_every_command_of_the_device_is_tried(bundle: Path, db: Path, tmp_path: Path) -> None:
    assert commands(bundle, db, tmp_path).keys() == COMMANDS.keys() - NOT_OF_THE_DEVICE


def test_the_guard_sees_sockets(no_sockets: str) -> None:
    for family, allowed in (("AF_UNIX", True), ("AF_INET", False), ("AF_INET6", False)):
        code = f"import socket; socket.socket(socket.{family})"
        done = subprocess.run([no_sockets, sys.executable, "-c", code], capture_output=True)
        assert (done.returncode == 0) == allowed


@pytest.mark.slow
def test_no_socket_is_opened(
    bundle: Path, db: Path, tmp_path: Path, no_sockets: str, as_usual: dict[str, tuple[int, str]]
) -> None:
    found = run_all(bundle, db, tmp_path / "here", no_sockets)
    # A killed child would show as well: its work would be missing.
    assert found == as_usual


def test_without_a_network_all_is_the_same(
    bundle: Path, db: Path, tmp_path: Path, as_usual: dict[str, tuple[int, str]]
) -> None:
    around = ("unshare", "--map-root-user", "--net")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*around, "true"], capture_output=True).returncode
    ):
        pytest.skip("this system does not allow network namespaces")
    assert run_all(bundle, db, tmp_path / "here", *around) == as_usual
