"""A step of a query that never comes back ends the program that wants that, and no other."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

# Compares half a megabyte at each of a million places, within one call.
NEVER = "instr(hex(zeroblob(1000000)), hex(zeroblob(500000)) || '1')"
# As long as a second, in many steps.
LONG = (
    "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 400000) "
    "SELECT sum(x) FROM n)"
)
COMMAND = """
import sys
from ilora_edge.system import stuck
stuck.SECONDS = float(sys.argv.pop(1))
from ilora_cli.start import run
run()
"""


def ask(tmp_path: Path, item: str, seconds: float, *arguments: object) -> tuple[int, str, str]:
    """Return what a command ends with, that reads a view of one row with such an item."""
    db = tmp_path / "app.db"
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(
            "CREATE TABLE t (user, at); INSERT INTO t VALUES ('ann', 1700000000);"
            f"CREATE VIEW v AS SELECT user, {item} AS item, at FROM t"
        )
    select = ("--db", db, "--interactions", "SELECT user, item, at AS time FROM v")
    words = [sys.executable, "-c", COMMAND, seconds, *arguments, *select]
    done = subprocess.run(
        [*map(str, words)], capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["history", "recommend"])
def test_a_step_that_does_not_come_back_ends_the_command(
    tiny: Path, tmp_path: Path, command: str
) -> None:
    bundle = ["--bundle", tiny] if command == "recommend" else []
    code, out, err = ask(tmp_path, NEVER, 1, command, "ann", *bundle)
    assert (code, out) == (1, "")
    assert err == (
        "error: app.db: one step of a query takes more than 1 seconds of the processor; a view of "
        "it may be hostile\n"
    )


def test_a_query_of_many_steps_is_left_alone(tmp_path: Path) -> None:
    code, out, _ = ask(tmp_path, LONG, 0.1, "history", "ann")
    assert code == 0
    assert "80000200000" in out


def test_a_library_ends_nobody_s_process() -> None:
    script = """
import threading
from ilora_edge import HistoryDB
from ilora_edge.demo import demo_history
HistoryDB(demo_history()).close()
print([thread.name for thread in threading.enumerate()])
"""
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout == "['MainThread']\n"
