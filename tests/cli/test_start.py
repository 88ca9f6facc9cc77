"""What a command imports before it can begin, which is most of the time that a short one takes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from harness import Cli

from ilora_cli.app import COMMANDS, make_app

WORKSHOP = {"torch", "transformers", "ilora_train", "ilora_export"}
# The package of llama.cpp's bindings brings these; the bindings alone do without.
ONLY_BESIDE_THE_BINDINGS = {"llama_cpp", "jinja2", "diskcache"}
HEAVY = {"numpy", "onnxruntime", "safetensors", "gguf", "sqlite3", "sqlite_utils"}
# Typer reads options by it since 0.29, which takes a third of a short command's time.
HEAVY |= {"pydantic", "pydantic_core"}
HEAVY |= {"rich.console", "rich.table", "rich.text"} | WORKSHOP | ONLY_BESIDE_THE_BINDINGS


def imported(unwanted: set[str], *args: object) -> list[str]:
    """Run a command in a process of its own; return which of the modules it has imported."""
    code = (
        "import sys\nfrom ilora_cli.app import main\n"
        "sys.argv = ['ilora-edge', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        f"print('MODULES', *sorted({unwanted!r} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    *result, last = done.stdout.splitlines()
    assert result
    return last.split()[1:]


@pytest.mark.parametrize("args", [["--help"], ["recommend", "--help"], ["--version"]])
def test_help_and_version_import_nothing_heavy(args: list[str]) -> None:
    assert imported(HEAVY, *args) == []


def test_recommend_imports_no_more_than_it_uses(bundle: Path, db: Path) -> None:
    unused = {"gguf", "yaml", "sqlite_utils", "rich.table", "pydantic"}
    # Of compressed files.
    unused |= {"gzip", "zipfile"}
    # Of a large library, or of one with unknown titles.
    unused |= {"ilora_edge.system.cache_database"}
    unused |= WORKSHOP | ONLY_BESIDE_THE_BINDINGS
    args = ("recommend", "ada", "--db", db, "--bundle", bundle)
    # The first run on a machine checks what it can rely on.
    imported(unused, *args)
    assert imported(unused, *args, "--json") == []
    assert imported(unused, *args) == []
    users = imported({"rich", "sqlite3", "numpy"}, "users", "--db", db)
    assert users == ["sqlite3"], "no table needs more, and the test can tell what is imported"


def test_the_list_of_commands_is_the_same_with_and_without_their_parameters(
    cli: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    short = cli("--help").out.partition("To begin:")[2]
    make_app(COMMANDS)(["--help"], standalone_mode=False)
    assert capsys.readouterr().out.partition("To begin:")[2] == short
    assert all(f"\n  {name} " in short for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_run_has_its_parameters(name: str) -> None:
    group = typer.main.get_command(make_app([name]))
    commands = group.commands  # type: ignore[attr-defined]
    assert list(commands) == [name]
    assert commands[name].params or commands[name].commands


def test_no_command_is_run_without_its_parameters(cli: Cli) -> None:
    for args in (["--", "users", "-n", "x"], ["users", "--help"], ["--", "users", "--help"]):
        done = cli(*args)
        assert "limit" in done.out + done.err, args


@pytest.mark.parametrize("closed", [{1}, {2}, {0, 1, 2}])
def test_streams_that_are_closed_go_nowhere(db: Path, tmp_path: Path, closed: set[int]) -> None:
    code = (
        "import os, sys\n"
        f"for number in {closed}:\n    os.close(number)\n"
        # As Python has them where they are closed before it begins.
        f"for number in {closed}:\n    setattr(sys, ('stdin', 'stdout', 'stderr')[number], None)\n"
        "from ilora_cli.start import run\nrun()\n"
    )
    before = db.read_bytes()
    for args, code_of_end in (
        (["users", "--db", db], 0),
        (["users", "--db", tmp_path / "missing.db"], 1),
        (["log", "ada", "m1", "--db", db, "--log", tmp_path / "log.db"], 0),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, args)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code_of_end, done.stderr
        assert "Traceback" not in done.stderr
        assert not (done.stdout and 1 in closed)
    assert db.read_bytes() == before
    # Not by what is printed, whose number it would have had.
    with sqlite3.connect(tmp_path / "log.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "error", [RuntimeError("can't start new thread"), ImportError("caught: std::bad_alloc")]
)
def test_memory_that_threads_and_libraries_lack(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("ilora_edge.histories.database.HistoryDB.__init__", fail)
    done = cli("users", "--db", db)
    assert (done.code, "more memory than there is" in done.err) == (1, True)
