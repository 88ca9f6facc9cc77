"""No command changes the person's database or its folder, whichever journal it keeps."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli
from tiny import TITLES

from ilora_cli.app import COMMANDS

FILM = TITLES[5]
# What each command is called with besides --db; {out} is a folder elsewhere.
CALLS: dict[str, Sequence[str]] = {
    "users": (),
    "history": ("ada", "--log", "{out}/log.db"),
    "recommend": ("ada", "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "score": ("--bundle", "{bundle}", "--out", "{out}/lists.db", "--log", "{out}/log.db"),
    "init": ("--bundle", "{bundle}", "--dry-run"),
    "log": ("ada", "m7", "--log", "{out}/log.db"),
    "like": ("ada", FILM, "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "dislike": ("ada", FILM, "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "seen": ("ada", FILM, "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "undo": ("ada", FILM, "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "explain": ("ada", FILM, "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "why-not": ("ada", FILM, "--bundle", "{bundle}", "--log", "{out}/log.db"),
    "similar": (FILM, "--bundle", "{bundle}"),
    "radio": (FILM, "--bundle", "{bundle}"),
    "report": ("ada", "--bundle", "{bundle}", "--out", "{out}/pages", "--log", "{out}/log.db"),
    "schedule": ("--bundle", "{bundle}", "--out", "{out}/lists.db"),
    "forget": ("ada", "--out", "{out}/lists.db", "--log", "{out}/log.db"),
    "evaluate": ("--bundle", "{bundle}", "--mode", "full"),
}
# Served on stdin, trained for minutes, or of no database.
OTHERS = {"mcp", "train", "export", "convert", "bench", "doctor", "import", "bundle", "backbone"}


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what each file holds and when it was written, and when the folder was."""
    files = {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in folder.iterdir()}
    return files | {"": (b"", folder.stat().st_mtime_ns)}


def test_every_command_is_among_them() -> None:
    assert CALLS.keys() | OTHERS == COMMANDS.keys()


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_no_command_touches_it(
    journal: str, cli: Cli, bundle: Path, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "theirs", tmp_path / "ours"
    folder.mkdir()
    out.mkdir()
    monkeypatch.chdir(out)
    shutil.copyfile(db, folder / "app.db")
    with closing(sqlite3.connect(folder / "app.db")) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
    before = state(folder)
    assert [*before] == ["app.db", ""]
    for name, arguments in CALLS.items():
        given = [a.format(out=out, bundle=bundle) for a in arguments]
        done = cli(name, *given, "--db", folder / "app.db")
        # What is explained must be in the list, which this film need not be.
        assert done.code == 0 or name == "explain", (name, done.err)
        assert state(folder) == before, name
