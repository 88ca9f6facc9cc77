"""What a person tells us, and how they take it back."""

from __future__ import annotations

import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli, one_line


@pytest.fixture
def own_db(db: Path, tmp_path: Path) -> Path:
    path = tmp_path / "own.db"
    path.write_bytes(db.read_bytes())
    return path


def items(cli: Cli, *command: object) -> list[str]:
    done = cli("recommend", *command, "--json")
    assert done.code == 0, done.err
    return [r["item_id"] for r in json.loads(done.out)["recommendations"]]


def test_what_was_logged_counts_and_the_database_is_not_touched(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.db"
    places = ("--db", own_db, "--log", log)
    before = own_db.read_bytes()
    plain = items(cli, "bob", *places, "--bundle", bundle)
    done = cli("log", "bob", plain[0], *places)
    assert done.code == 0, done.err
    assert done.out == ""
    assert "logged for bob: " in done.err
    after = items(cli, "bob", *places, "--bundle", bundle)
    assert plain[0] not in after
    listed = cli(
        *("score", *places, "--bundle", bundle, "--users", "bob", "--nl"),
    )
    assert [json.loads(line)["item_id"] for line in listed.out.splitlines()] == after
    assert own_db.read_bytes() == before
    # Of another database there is no such event.
    other = tmp_path / "other.db"
    other.write_bytes(before)
    assert items(cli, "bob", "--db", other, "--log", log, "--bundle", bundle) == plain


def test_a_user_whom_the_database_does_not_know(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path
) -> None:
    places = ("--db", own_db, "--log", tmp_path / "log.db")
    assert cli("recommend", "new", *places, "--bundle", bundle).code == 1
    for n, item in enumerate(("m1", "m2")):
        assert cli("log", "new", item, *places, "--time", f"2024-01-0{n + 1}").code == 0
    found = items(cli, "new", *places, "--bundle", bundle)
    assert not {"m1", "m2"} & set(found)
    rows = cli("score", *places, "--bundle", bundle, "--users", "new", "--nl").out.splitlines()
    assert [json.loads(row)["item_id"] for row in rows] == found


def test_an_event_is_logged_listed_and_taken_back_by_its_title(
    cli: Cli, own_db: Path, tmp_path: Path
) -> None:
    places = ("--db", own_db, "--log", tmp_path / "log.db")
    with closing(sqlite3.connect(own_db)) as connection:
        (title,) = connection.execute("SELECT title FROM items WHERE item_id = 'm20'").fetchone()
    assert cli("log", "bob", title, *places, "--time", "2024-05-01").code == 0
    shown = cli("undo", "bob", *places)
    assert (shown.code, shown.err) == (0, "nothing was taken back; name what is to be\n")
    assert title in shown.out
    assert "2024-05-01" in shown.out
    assert cli("undo", "bob", title, *places).code == 0
    assert cli("undo", "bob", *places).code == 1, "nothing is left"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bob", "nothing"), "no item has the id 'nothing'"),
        (("bob", "m1", "--time", "soon"), "--time 'soon' is not a unix time"),
        (("", "m1"), "USER is empty"),
    ],
)
def test_what_cannot_be_logged(
    cli: Cli, own_db: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    log = tmp_path / "log.db"
    done = cli("log", *arguments, "--db", own_db, "--log", log)
    assert (done.code, one_line(done.err)) == (1, True)
    assert message in done.err
    assert not log.exists()


def test_forgetting_leaves_no_byte(cli: Cli, bundle: Path, own_db: Path, tmp_path: Path) -> None:
    name = "Zebulon-Quill"
    with closing(sqlite3.connect(own_db)) as connection, connection:
        connection.execute("UPDATE interactions SET user_id = ? WHERE user_id = 'ada'", (name,))
    log, out = tmp_path / "log.db", tmp_path / "out.db"
    assert cli("log", name, "m20", "--db", own_db, "--log", log).code == 0
    for k in (10, 5):
        done = cli(
            *("score", "--db", own_db, "--log", log, "--bundle", bundle, "--out", out, "-k", k),
            *("--users", f"{name},bob,nobody"),
        )
        assert done.code == 1  # nobody
    assert name.encode() in log.read_bytes()
    assert name.encode() in out.read_bytes()
    done = cli("forget", name, "--out", out, "--log", log)
    assert done.code == 0, done.err
    assert "1 logged event erased" in done.err
    assert "out of reach: the app's own database" in done.err
    for file in tmp_path.iterdir():
        if file not in (own_db,) and file.is_file():
            assert name.encode() not in file.read_bytes(), file
    assert not list(tmp_path.glob("*-journal"))
    with closing(sqlite3.connect(out)) as connection:
        left = connection.execute("SELECT DISTINCT user_id FROM recommendations").fetchall()
        assert left == [("bob",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again = cli("forget", name, "--out", out, "--log", log)
    assert again.code == 0
    assert "nothing of 'Zebulon-Quill' was there" in again.err


def test_forgetting_refuses_what_is_not_ours(cli: Cli, own_db: Path, tmp_path: Path) -> None:
    before = own_db.read_bytes()
    done = cli("forget", "ada", "--out", own_db, "--log", tmp_path / "log.db")
    assert (done.code, one_line(done.err)) == (1, True)
    assert "is a database of something else" in done.err
    assert own_db.read_bytes() == before
    done = cli("forget", "ada", "--out", tmp_path / "none.db", "--log", tmp_path / "log.db")
    assert "there is no such file" in done.err


def test_lists_of_the_settings_that_are_not_written_yet_keep_nothing_from_being_forgotten(
    cli: Cli, own_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "log.db"
    Path("ilora-edge.toml").write_text(f"db = '{own_db}'\nlog = 'log.db'\nout = 'lists.db'\n")
    assert cli("like", "ada", "m9").code == 0
    done = cli("forget", "ada")
    assert done.code == 0, done.err
    assert f"{log.name}: 1 logged event erased" in done.err
    assert b"m9" not in log.read_bytes()


def test_lists_of_the_settings_are_forgotten_beside_those_that_are_named(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ilora-edge.toml").write_text(
        f"db = '{own_db}'\nbundle = '{bundle}'\nlog = 'log.db'\nout = 'usual.db'\n"
    )
    assert cli("score", "--users", "ada").code == 0
    assert cli("score", "--users", "ada", "--out", "other.db").code == 0
    done = cli("forget", "ada", "--out", "other.db")
    assert done.code == 0, done.err
    for name in ("usual.db", "other.db"):
        assert b"ada" not in Path(name).read_bytes(), name


def test_the_usual_place_of_the_log(
    cli: Cli, own_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert cli("log", "bob", "m1", "--db", own_db).code == 0
    path = tmp_path / "data" / "ilora-edge" / "log.db"
    assert path.stat().st_mode & 0o077 == 0
    assert cli("forget", "bob").code == 0


def test_what_is_kept_of_libraries_is_forgotten(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with closing(sqlite3.connect(own_db)) as own, own:
        own.execute("UPDATE items SET item_id = 'own-' || item_id")
        own.execute("UPDATE interactions SET item_id = 'own-' || item_id")
    items(cli, "bob", "--db", own_db, "--bundle", bundle)
    kept = tmp_path / "cache" / "ilora-edge" / "matches.db"
    journal = kept.with_name("matches.db-journal")
    journal.write_bytes(b"m1")
    # Their bytes too, which another name shows.
    others = [tmp_path / "kept", tmp_path / "journal"]
    for path, other in zip((kept, journal), others, strict=True):
        other.hardlink_to(path)
    assert b"m1" in others[0].read_bytes()
    done = cli("forget", "bob", "--log", tmp_path / "log.db")
    assert f"{kept}: erased" in done.err
    assert not kept.exists()
    assert not journal.exists()
    assert not any(b"m1" in other.read_bytes() for other in others)


@pytest.mark.parametrize("user", ["bob", "o'brien x", "-b"])
def test_the_command_that_takes_it_back_can_be_typed_as_it_is_named(
    cli: Cli, bundle: Path, own_db: Path, tmp_path: Path, user: str
) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    db = own_db.rename(folder / "own.db")
    places = ("--db", db, "--log", tmp_path / "log.db")
    chosen = items(cli, "bob", *places, "--bundle", bundle)[0]
    said = cli("like", *places, "--", user, chosen)
    assert said.code == 0, said.err
    command = shlex.split(said.err.rpartition("take it back: ")[2])
    assert command[:2] == ["ilora-edge", "undo"]
    done = cli(*command[1:])
    assert done.code == 0, done.err
    assert f"taken back for {user}: " in done.err


@pytest.mark.parametrize(
    "command", [("history", "bob"), ("users",), ("undo", "bob"), ("forget", "bob")]
)
def test_a_log_in_a_folder_that_is_not_there_is_no_empty_log(
    cli: Cli, own_db: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    log = tmp_path / "lgos" / "log.db"
    refused = cli(*command, "--db", own_db, "--log", log)
    assert (refused.code, refused.out) == (1, "")
    assert f"--log {log}: there is no such folder" in refused.err
    assert not log.parent.exists()
    # In a folder that is there nothing was said yet; and who says something makes the folder.
    assert "no such folder" not in cli(*command, "--db", own_db, "--log", tmp_path / "log.db").err
    assert cli("like", "bob", "m1", "--db", own_db, "--log", log).code == 0
    assert cli(*command, "--db", own_db, "--log", log).code == 0
