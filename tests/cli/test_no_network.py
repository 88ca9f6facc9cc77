"""No command opens a network socket, and all give the same without any network.

``no_sockets.c`` kills a process at its first internet socket; a network namespace of its own has
no way out, not even to this machine. What a library does some seconds after its import, commands
are too short to show (onnxruntime's telemetry posts its first events about nine seconds after
that): two processes live under the guard meanwhile.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from forked_commands import forked_commands
from harness import at_home, strange_files

from ilora_cli.app import COMMANDS

CLI = (sys.executable, "-m", "ilora_cli")
SECONDS = 42
USERS = 120
HANGS = 600.0
"""Seconds."""

OPEN_AND_WAIT = """
import sys, time
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

with Recommender(sys.argv[1]) as recommender:
    recommender.recommend(Request([HistoryItem("m1")]))
    time.sleep(float(sys.argv[2]))
    print(recommender.recommend(Request([HistoryItem("m2")])).recommendations[0].rank)
"""
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


Run = Callable[..., tuple[int, str, str]]
"""Runs a command, whose words it is given: its exit code, and what it printed on both streams."""


@contextmanager
def forked(around: Sequence[str], home: dict[str, str], folder: Path) -> Iterator[Run]:
    """Run each in a child of one process, which has imported for all of them."""
    with forked_commands(HANGS, around, home, folder) as commands_of_it:
        yield lambda *words: commands_of_it.run(folder, *words)[:3]


def run_all(
    bundle: Path,
    db: Path,
    folder: Path,
    around: Sequence[str],
) -> dict[str, tuple[int, str]]:
    folder.mkdir()
    db = in_wal_mode(db, folder / "app")
    before = hashlib.sha256(db.read_bytes()).hexdigest()
    (folder / "plays.csv").write_text("user_id,item_id,timestamp\nann,a,1\nann,b,2\n")
    home = folder / "home"
    environment = at_home(home)
    found = {}
    with forked(around, environment, folder) as run:
        for name, command in commands(bundle, db, folder).items():
            code, out, err = run(*command)
            found[name] = (code, _VARIES.sub("", out).replace(str(folder), "FOLDER"))
            assert code in (0, 1), (name, code, err)
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


def many_users(folder: Path) -> Path:
    """Write a file of users, and return it."""
    rows = [f"u{n:03},m{n % 20 + i},{i}" for n in range(USERS) for i in range(3)]
    path = folder / "plays.csv"
    path.write_text("\n".join(["user_id,item_id,timestamp", *rows]))
    return path


class Living(NamedTuple):
    """Processes that live under the guard while the commands are tried."""

    idle: subprocess.Popen[str]
    """Recommends once, waits, and recommends again."""
    scoring: subprocess.Popen[str]
    """Nobody reads its lists, so it lives, and its worker with it, until somebody does."""
    since: float
    home: Path


@pytest.fixture(scope="module")
def living(
    bundle: Path, no_sockets: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Living]:
    folder = tmp_path_factory.mktemp("living")
    environment = at_home(folder / "home")
    ilora = [no_sockets, *CLI]
    place = ["--db", str(folder / "plays.db"), "--bundle", str(bundle)]
    # As a person starts them; all others below are forked.
    for words in (
        ["import", "csv", str(many_users(folder)), str(folder / "plays.db")],
        ["recommend", "u000", *place],
    ):
        subprocess.run([*ilora, *words], env=environment, check=True, capture_output=True)

    def start(*command: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)

    idle = start(no_sockets, sys.executable, "-c", OPEN_AND_WAIT, str(bundle), str(SECONDS))
    scoring = start(*ilora, "score", *place, "--nl", "--workers", "1")
    yield Living(idle, scoring, time.monotonic(), folder / "home")
    for process in (idle, scoring):
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def guarded(
    living: Living,
    bundle: Path,
    db: Path,
    no_sockets: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[int, str]]:
    """What every command says where its first socket would be its end."""
    return run_all(bundle, db, tmp_path_factory.mktemp("guarded") / "here", [no_sockets])


def test_every_command_of_the_device_is_tried(bundle: Path, db: Path, tmp_path: Path) -> None:
    assert commands(bundle, db, tmp_path).keys() == COMMANDS.keys() - NOT_OF_THE_DEVICE


def test_the_guard_sees_sockets(no_sockets: str) -> None:
    for family, allowed in (("AF_UNIX", True), ("AF_INET", False), ("AF_INET6", False)):
        code = f"import socket; socket.socket(socket.{family})"
        done = subprocess.run([no_sockets, sys.executable, "-c", code], capture_output=True)
        assert (done.returncode == 0) == allowed


@pytest.mark.slow
def test_no_socket_is_opened(guarded: dict[str, tuple[int, str]]) -> None:
    assert {name: code for name, (code, _) in guarded.items() if code} == {}


@pytest.mark.slow
def test_without_a_network_all_is_the_same(
    bundle: Path, db: Path, tmp_path: Path, guarded: dict[str, tuple[int, str]]
) -> None:
    around = ("unshare", "--map-root-user", "--net")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*around, "true"], capture_output=True).returncode
    ):
        pytest.skip("this system does not allow network namespaces")
    # A child that the guard had killed would show: here its work would be done.
    assert run_all(bundle, db, tmp_path / "here", around) == guarded


@pytest.mark.slow
def test_nothing_is_sent_by_processes_that_live(living: Living) -> None:
    time.sleep(max(0.0, living.since + SECONDS - time.monotonic()))
    assert living.scoring.poll() is None, living.scoring.communicate()
    lists, said = living.scoring.communicate()
    answer, _ = living.idle.communicate()
    assert (living.idle.returncode, answer) == (0, "1\n")
    # A worker that was killed would be replaced, and its death be heard of.
    assert (living.scoring.returncode, len(lists.splitlines())) == (0, 10 * USERS), said
    assert strange_files(living.home) == []
