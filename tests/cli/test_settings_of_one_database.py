"""What the settings say of one database, where another is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_schemas import SCHEMAS
from harness import Cli


def test_the_application_is_that_of_the_settings_own_database(
    cli: Cli, tmp_path: Path, bundle: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another is recognised by itself: the pages have one after the other, in one folder."""
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("app.db")) as connection:
        SCHEMAS["jellyfin"](connection)
        connection.commit()
    assert cli("init", "--db", "app.db", "--bundle", bundle).code == 0
    assert 'app = "jellyfin"' in Path("ilora-edge.toml").read_text()
    other = ("--db", db)
    for command in (
        ("users", *other),
        ("recommend", "ada", *other, "--no-library"),
        ("score", db, "--out", "lists.db"),
        ("like", "ada", "m9", *other),
        ("forget", "ada", *other),
    ):
        done = cli(*command)
        assert done.code == 0, done.err
    assert cli("users", "--db", tmp_path / "app.db").code == 0
    named = cli("users", *other, "--app", "jellyfin")
    assert "is not a database of Jellyfin" in named.err, "what is said by hand is of any"


def test_a_library_of_the_settings_is_that_of_each_database(
    cli: Cli, tmp_path: Path, bundle: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ilora-edge.toml").write_text(f"db = '{db}'\nbundle = '{bundle}'\nlibrary = true\n")
    for name in ("a.db", "b.db"):
        shutil.copy(db, name)
    several = ("score", "a.db", "b.db", "--out", "lists.db")
    done = cli(*several)
    assert done.code == 0, done.err
    assert "8 users ranked" in done.err
    others = cli(*several, "--no-library")
    assert "8 users ranked" in others.err, "lists of other items"
