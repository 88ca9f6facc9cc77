"""A tiny bundle, a database that fits it, and the command line called in this process."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Cli, Outcome
from tiny import tiny_bundle, tiny_items, tiny_run

from ilora_cli.app import main
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    def call(*args: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["ilora-edge", *map(str, args)])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return Outcome(int(stop.value.code or 0), out, err)

    return call


class FewUsers:
    """Four users over the tiny catalogue and one item outside it."""

    name = "literal"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[Row]:
        rows: list[Row] = [("ada", f"m{n}", 1000 + n, 5.0) for n in range(6)]
        rows += [("ada", "m9", 1100, 1.0)]  # below the bundle's rating, but seen
        rows += [("bob", f"m{n}", 2000 - n, 3.0) for n in (3, 8, 11, 20)]
        rows += [("cy", "outside", 5, 4.0), ("cy", "m2", 6, None), ("cy", "m4", 7, None)]
        rows += [("dan", "outside", 5, 4.0)]
        return rows

    def items(self) -> list[Item]:
        outside = Item("outside", "\x1b[31mRed\x1b[0m [bold]Herring[/bold] (1990)", None)
        return [*(Item(i.item_id, i.title, None) for i in tiny_items()), outside]


@pytest.fixture(scope="session")
def _world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    tiny_bundle(tiny_run(folder / "run"), folder / "bundle")
    write_import(folder / "histories.db", FewUsers())
    return folder


@pytest.fixture(scope="session")
def bundle(_world: Path) -> Path:
    return _world / "bundle"


@pytest.fixture(scope="session")
def db(_world: Path) -> Path:
    return _world / "histories.db"


@pytest.fixture
def own_bundle(bundle: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(bundle, tmp_path / "bundle"))


@pytest.fixture(scope="session")
def no_sockets(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A program that runs a command and kills it at its first internet socket."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pytest.skip("seccomp as written for x86-64")
    if shutil.which("gcc") is None:
        pytest.skip("no gcc")
    source = Path(__file__).parent.parent / "no_sockets.c"
    program = tmp_path_factory.mktemp("seccomp") / "no_sockets"
    subprocess.run(["gcc", "-O1", "-o", str(program), str(source)], check=True)
    if subprocess.run([program, "true"], capture_output=True).returncode == 77:
        pytest.skip("this system does not allow seccomp")
    return str(program)
