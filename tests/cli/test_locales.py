"""Locales other than UTF-8: what is typed, and what goes into a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Cli, one_line

from ilora_cli import app


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_arguments_are_bytes_in_utf8(tmp_path: Path, locale: dict[str, str]) -> None:
    (tmp_path / "ü.csv").write_text("user_id,item_id,title\nJosé,é,Amélie\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTHON"))}

    def run(*arguments: str) -> bytes:
        command: list[str | bytes] = [sys.executable, "-m", "ilora_cli"]
        command += [a.encode() for a in arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env={**environment, **locale}, capture_output=True, check=True
        )
        return done.stdout

    run("import", "csv", "ü.csv", "ü.db")
    assert (tmp_path / "ü.db").is_file()
    (row,) = json.loads(run("history", "José", "--db", "ü.db", "--json").decode("utf-8"))
    assert (row["item_id"], row["title"]) == ("é", "Amélie")


def test_bytes_that_the_locale_has_no_way_back_from_are_read_as_utf8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # EUC-JP makes one character of two bytes of UTF-8, and cannot write it as it found it.
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "euc_jp")
    monkeypatch.setattr(sys, "orig_argv", ["python", "-c", "\x8d\u5343"])
    given: list[object] = []
    monkeypatch.setattr(os, "execv", lambda *args: given.extend(args))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    app._read_bytes_as_utf8()
    whole = Path("/proc/self/cmdline").read_bytes().split(b"\0")[1:-1]
    assert given == [sys.executable, [sys.executable, *whole]]


def test_csv_is_utf8_whatever_the_locale(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("user_id,item_id\nJosé,m1\nJosé,m2\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}

    def run(*arguments: object) -> bytes:
        command = [sys.executable, "-m", "ilora_cli", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    run("import", "csv", tmp_path / "x.csv", tmp_path / "x.db")
    score = ("score", "--db", tmp_path / "x.db", "--bundle", bundle, "-k", 1, "--workers", 1)
    assert ",José,1," in run(*score, "--csv").decode("utf-8")
    assert json.loads(run(*score, "--nl").decode("utf-8"))["user_id"] == "José"


def test_a_user_that_begins_with_a_dash(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("user_id,item_id\n-5,a\n")
    cli("import", "csv", tmp_path / "x.csv", tmp_path / "x.db")
    refused = cli("history", "-5", "--db", tmp_path / "x.db")
    assert refused.code == 2
    assert one_line(refused.err)
    assert "put it last and -- before it" in refused.err
    assert cli("history", "--db", tmp_path / "x.db", "--", "-5").code == 0
