"""Malformed and hostile databases: one clear line, exit 1, no harm to file, folder or terminal."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness import Cli, one_line

GOOD = """
CREATE TABLE items (item_id TEXT, title TEXT);
CREATE TABLE interactions (user_id TEXT, item_id TEXT, timestamp INTEGER);
INSERT INTO items VALUES ('m1', 'One'), ('m2', 'Two');
INSERT INTO interactions VALUES ('bob', 'm1', 1), ('bob', 'm2', 2);
"""
ENDLESS = """
CREATE TABLE items (item_id TEXT, title TEXT);
CREATE VIEW interactions AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
    SELECT 'bob' AS user_id, 'm1' AS item_id, x AS timestamp FROM n;
"""
Maker = Callable[[Path], object]


def script(text: str) -> Maker:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(text)

    return make


def written(data: bytes) -> Maker:
    return lambda path: path.write_bytes(data)


def big(path: Path) -> None:
    rows = "".join(f"INSERT INTO interactions VALUES ('u{n}', 'm1', {n});" for n in range(3000))
    script(GOOD + "BEGIN;" + rows + "COMMIT;")(path)


def damaged(change: Callable[[bytearray], object]) -> Maker:
    def make(path: Path) -> None:
        big(path)
        data = bytearray(path.read_bytes())
        change(data)
        path.write_bytes(data)

    return make


def cut(data: bytearray) -> None:
    del data[len(data) // 3 :]


def overwritten(data: bytearray) -> None:
    # All pages but the first, which holds the schema.
    data[4096:] = b"\xaa" * (len(data) - 4096)


def looping(data: bytearray) -> None:
    """Make the interactions' tree its own child."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(bytes(data))
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'interactions'"
        (root,) = connection.execute(query).fetchone()
    page = (root - 1) * 4096
    data[page + 8 : page + 12] = root.to_bytes(4, "big")
    (cell,) = (int.from_bytes(data[page + 12 : page + 14], "big"),)
    data[page + cell : page + cell + 4] = root.to_bytes(4, "big")


def hostile_schema(path: Path) -> None:
    """Write a schema that is not SQL."""
    script(GOOD)(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = 'CREATE TABLE ((((' WHERE name = 'items'"
        )
        connection.commit()


def huge(path: Path) -> None:
    script(GOOD)(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE interactions SET item_id = zeroblob(5000000)")


MALFORMED: dict[str, tuple[Maker, str]] = {
    "not SQLite": (written(b"Dear diary, " * 1000), "file is not a database"),
    "an image": (written(b"\x89PNG\r\n\x1a\n" + bytes(5000)), "file is not a database"),
    "empty": (written(b""), r"has no table 'interactions' \(the file is empty\)"),
    "a header alone": (written(b"SQLite format 3\x00" + bytes(84)), "cannot read|no table"),
    "encrypted": (written(os.urandom(8192)), "file is not a database"),
    "cut short": (damaged(cut), "malformed|disk I/O error"),
    "overwritten": (damaged(overwritten), "malformed"),
    "a tree without an end": (damaged(looping), "malformed|far more work"),
    "a schema that is not SQL": (hostile_schema, "malformed database schema"),
    "tables missing": (script("CREATE TABLE notes (body)"), "has no table 'interactions'"),
    "columns missing": (
        script("CREATE TABLE items (item_id, title); CREATE TABLE interactions (user_id, what)"),
        "has no column item_id, timestamp",
    ),
    "a view without an end": (script(ENDLESS), "a view without an end"),
    "a view of nothing": (
        script(
            "CREATE VIEW interactions AS SELECT * FROM gone; CREATE TABLE items (item_id, title)"
        ),
        "no such table: main.gone",
    ),
    "a view of itself": (
        script(
            "CREATE VIEW interactions AS SELECT user_id, item_id, timestamp FROM interactions;"
            "CREATE TABLE items (item_id, title)"
        ),
        "circularly defined",
    ),
    "a huge blob": (huge, "a text or blob of more than 4 MiB"),
    "a virtual table of no module": (
        script(
            GOOD + "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 0, "
            "sql = 'CREATE VIRTUAL TABLE interactions USING nonsense(x)' "
            "WHERE name = 'interactions';"
        ),
        "no such module: nonsense",
    ),
    "values that are not times": (
        script(GOOD + "UPDATE interactions SET timestamp = x'00ff'"),
        "a value that is not a time",
    ),
    "a function in a view": (
        script(
            "CREATE TABLE items (item_id, title);"
            "CREATE VIEW interactions AS SELECT 'bob' AS user_id, load_extension('x') AS item_id, "
            "1 AS timestamp"
        ),
        "not authorized|unsafe use|prohibited|does more than read",
    ),
}


# Five rows of an endless view are soon read, and 'users' asks for no item.
NOT_NOTICED = {
    # One bad time hides nobody.
    ("values that are not times", "users"),
    ("a view without an end", "init"),
    ("a huge blob", "users"),
}
# The table of items is left out; whether the other one is a history is asked.
ASKED = {
    ("a schema that is not SQL", "init"): "",
    # Of what is left, the items, it is asked whether they are the history.
    ("a virtual table of no module", "init"): "not read: interactions, of modules that only",
}


@pytest.mark.parametrize("command", ["users", "history", "recommend", "score", "init"])
@pytest.mark.parametrize("name", MALFORMED)
def test_one_line_and_nothing_changes(
    cli: Cli, bundle: Path, tmp_path: Path, name: str, command: str
) -> None:
    import re

    maker, message = MALFORMED[name]
    path = tmp_path / "app.db"
    maker(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    options: dict[str, tuple[object, ...]] = {
        "users": (),
        "history": ("bob",),
        "recommend": ("bob", "--bundle", bundle),
        "score": ("--bundle", bundle, "--nl"),
        "init": ("--config", tmp_path / "settings.toml"),
    }
    done = cli(command, *options[command], "--db", path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    if (name, command) in NOT_NOTICED:
        assert done.code == 0, done.err
        return
    assert [f.name for f in tmp_path.iterdir()] == ["app.db"]
    assert done.out == ""
    assert done.code == 1, done.err
    if (name, command) in ASKED:
        assert "which of these is the history?" in done.err
        assert ASKED[name, command] in done.err
        return
    if command == "score" and name == "values that are not times":
        # That is one user's misfortune, not the file's.
        assert "user 'bob' failed" in done.err
        return
    assert one_line(done.err), done.err
    if command == "init":
        return  # which has another view of what a table is
    assert re.search(message, done.err), done.err


def test_a_hostile_table_name(cli: Cli, tmp_path: Path) -> None:
    name = 'pl"a[y]s`; DROP TABLE x; --\x1b[31m'
    quoted = '"' + name.replace('"', '""') + '"'
    path = tmp_path / "app.db"
    script(
        f"CREATE TABLE {quoted} (user_id, item_id, timestamp); CREATE TABLE x (y);"
        f"INSERT INTO {quoted} VALUES ('bob', 'm1', 1)"
    )(path)
    found = cli("users", "--db", path, "--interactions", name)
    assert found.code == 0, found.err
    assert found.out.splitlines()[1].startswith("bob")
    missing = cli("users", "--db", path, "--interactions", name + "?")
    assert (missing.code, one_line(missing.err)) == (1, True)
    assert "\x1b" not in missing.err


def test_hostile_texts_do_not_reach_the_terminal(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J[red]x[/red]\u202eabc\x00def\nnext"
    path = tmp_path / "app.db"
    script(GOOD)(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO items VALUES (?, ?)", (evil, evil))
        connection.execute("INSERT INTO interactions VALUES (?, ?, 5)", (evil, evil))
    for command in (
        ("users",),
        ("history", evil),
        ("recommend", evil, "--bundle", bundle),
        ("score", "--bundle", bundle, "--nl"),
        ("score", "--bundle", bundle, "--csv"),
        ("score", "--bundle", bundle, "--nl", "--users", "\x1b[2J"),
        ("init", "--dry-run"),
    ):
        done = cli(*command, "--db", path)
        for stream in (done.err, done.out if "--csv" not in command else ""):
            assert not set(stream) & set("\x1b\x07\x00\u202e"), command
        assert "Traceback" not in done.err


def test_users_with_strange_ids(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    script(
        "CREATE TABLE items (item_id, title); INSERT INTO items VALUES (1, 'One'), ('1', 'Uno');"
        "CREATE TABLE interactions (user_id, item_id, timestamp);"
        "INSERT INTO interactions VALUES (1, 1, 1), ('1', 'm1', 2), (1.5, 'm1', 2), "
        "(x'00ff', 'm1', 2), ('', 'm1', 3), (NULL, 'm1', 3), ('a', NULL, 3), ('a', x'ff', 4), "
        "('-- ''', 'm2', 4), (-9223372036854775808, 'm1', 2)"
    )(path)
    done = cli("score", "--db", path, "--bundle", bundle, "--nl", "-k", 1)
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    listed = cli("users", "--db", path)
    assert listed.code == 0, listed.err
