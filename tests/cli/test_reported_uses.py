"""What commands met on people's machines, by reports of other programs."""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from harness import Cli, one_line

from ilora_edge.bundle.named_backbones import backbone_path


def copied(db: Path, folder: Path, *statements: str) -> Path:
    """Return a copy of a database in which statements were run."""
    path = folder / "own.db"
    path.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


def title_of(db: Path, item: str) -> str:
    with closing(sqlite3.connect(db)) as connection:
        (title,) = connection.execute("SELECT title FROM items WHERE item_id = ?", (item,))
    return str(title[0])


@pytest.mark.parametrize("library", [(), ("--library",)])
def test_what_the_library_has_lost_is_called_as_the_bundle_calls_it(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path, library: tuple[str, ...]
) -> None:
    own = copied(db, tmp_path, "DELETE FROM items WHERE item_id IN ('m3', 'm8', 'm11')")
    done = cli("recommend", "bob", "--db", own, "--bundle", bundle, "--explain", "--json", *library)
    assert done.code == 0, done.err
    found = json.loads(done.out)["recommendations"]
    told = {r["item_id"]: r["title"] for place in found for r in place["reasons"]}
    assert {"m3", "m8", "m11"} & told.keys()
    for item, title in told.items():
        assert title == title_of(db, item)
    table = cli("recommend", "bob", "--db", own, "--bundle", bundle, *library)
    first = table.out.splitlines()[0]
    assert "m3" not in first
    assert "m8" not in first


def test_one_song_over_and_over_is_said_once(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path
) -> None:
    rows = ", ".join(f"('eve', 'm{n}', {n}, 5.0)" for n in (1, 2, 3))
    again = ", ".join(f"('eve', 'm3', {10 + n}, 5.0)" for n in range(9))
    own = copied(
        db,
        tmp_path,
        f"INSERT INTO interactions VALUES {rows}",
        f"INSERT INTO interactions VALUES {again}",
    )
    done = cli("recommend", "eve", "--db", own, "--bundle", bundle)
    assert done.code == 0, done.err
    said = done.out.splitlines()[0].removeprefix("last in the history: ").split("; ")
    assert len(said) == len(set(said)) == 3


def test_memory_that_the_system_refuses(
    cli: Cli, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr("ilora_edge.histories.database.HistoryDB.__init__", fail)
    done = cli("users", "--db", db)
    assert done.code == 1
    assert one_line(done.err)
    assert "more memory than there is" in done.err


@pytest.mark.parametrize("command", ["like", "log"])
def test_a_clock_that_was_never_set(
    cli: Cli, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    own = copied(db, tmp_path, "UPDATE interactions SET timestamp = 1700000000 + timestamp")
    monkeypatch.setattr("time.time", lambda: 86400.0)
    done = cli(command, "bob", "m1", "--db", own, "--log", tmp_path / "log.db")
    assert done.code == 0, done.err
    assert "this machine's clock says 1970-01-02, and so this is kept as of long ago" in done.err
    late = cli("users", "--db", own)
    assert late.code == 0
    assert "#" not in late.err
    assert "after tomorrow by this machine's clock, which says 1970-01-02: set it" in late.err


def test_of_a_clock_that_is_right_nothing_is_said(cli: Cli, db: Path, tmp_path: Path) -> None:
    own = copied(db, tmp_path, "UPDATE interactions SET timestamp = 4000000000 + timestamp")
    done = cli("like", "bob", "m1", "--db", own, "--log", tmp_path / "log.db")
    assert done.code == 0
    assert "clock says" not in done.err
    assert "clock says" not in cli("users", "--db", own).err


def test_a_tilde_that_no_shell_has_replaced(
    cli: Cli, db: Path, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.db").write_bytes(db.read_bytes())
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(work)
    done = cli("history", "bob", "--db=~/own.db")
    assert done.code == 0, done.err
    (work / "ilora-edge.toml").write_text(f'db = "~/own.db"\nbundle = "{bundle}"\n')
    listed = cli("recommend", "bob", "--json")
    assert listed.code == 0, listed.err
    # Patterns stand in quotes; these are texts to the command line.
    (tmp_path / "them.txt").write_text("bob\n")
    ranked = cli("score", "~/own*.db", "--bundle", bundle, "--users", "@~/them.txt", "--csv")
    assert ranked.code == 0, ranked.err
    assert {line.split(",")[1] for line in ranked.out.splitlines()[1:]} == {"bob"}
    (tmp_path / "other.gguf").write_bytes(b"GGUF")
    assert backbone_path("~/other.gguf") == tmp_path / "other.gguf"
    # A folder may be called so.
    (work / "~").mkdir()
    assert "no database at ~/own.db" in cli("history", "bob", "--db=~/own.db").err
    assert "no database '~/own*.db'" in cli("score", "~/own*.db", "--bundle", bundle, "--csv").err
    # It is one of the folder that the settings lie in.
    (tmp_path / "own.toml").write_text('db = "~/own.db"\n')
    assert cli("history", "bob", "--config", tmp_path / "own.toml").code == 0


def test_a_name_with_the_blank_that_was_copied_with_it(cli: Cli, db: Path) -> None:
    assert cli("history", " bob ", "--db", db).out == cli("history", "bob", "--db", db).out
    assert cli("history", "  ", "--db", db).code == 1


def test_a_guid_as_programs_show_it(cli: Cli, db: Path, tmp_path: Path) -> None:
    guid = UUID("0ffaaedc-3cc9-c54c-9cfb-ce45175e1e04")
    row = "INSERT INTO interactions VALUES (x'{}', 'm1', 1700000000, 5.0)"
    plain = copied(db, tmp_path, row.format(guid.hex))
    for text in (str(guid), f"{{{str(guid).upper()}}}", guid.hex, guid.hex.upper()):
        done = cli("history", text, "--db", plain, "--json")
        assert done.code == 0, done.err
        assert [event["item_id"] for event in json.loads(done.out)] == ["m1"]
    turned = copied(db, tmp_path, row.format(guid.bytes_le.hex()))
    assert cli("history", str(guid), "--db", turned).code == 0
    other = str(guid).replace("0f", "1f")
    assert cli("history", other, "--db", turned).code == 1


@pytest.mark.parametrize("written", ['"C:\\Users\\ann\\films.db"', "films.db", "'films.db"])
def test_a_path_that_is_no_text_in_the_settings(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ilora-edge.toml").write_text(f"db = {written}\n")
    done = cli("users")
    assert done.code == 1
    assert one_line(done.err)
    assert "write a text in single quotes, as db = 'films.db'" in done.err
