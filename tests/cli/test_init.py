"""``ilora-edge init``: from an unknown file to a settings file."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing, suppress
from pathlib import Path

import pytest
from app_schemas import EXPECTED, SCHEMAS
from harness import Cli, one_line

SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price REAL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers,
    ordered_at TEXT);
CREATE TABLE order_lines (order_id INTEGER REFERENCES orders,
    product_id INTEGER REFERENCES products, quantity INTEGER);
INSERT INTO customers VALUES (1, 'a@example.org'), (2, 'b@example.org');
INSERT INTO products VALUES (5, 'Lamp', 9.5), (6, 'Chair', 40), (7, 'Rug', 5);
INSERT INTO orders VALUES (10, 1, '2024-01-01 10:00:00'), (11, 2, '2024-01-02 10:00:00');
INSERT INTO order_lines VALUES (10, 5, 1), (10, 6, 2), (11, 7, 1);
"""

LIBRARIES = {
    *("aniyomi", "antennapod", "applebooks", "applepodcasts", "audiobookshelf", "calibre"),
    *("clementine", "cozy", "elisa", "emby", "freshrss", "goggalaxy", "gonic", "gpodder"),
    *("jellyfin", "kasts", "kavita", "kobo", "kodi", "koel", "komga", "kotatsu", "lms"),
    *("lollypop", "lute", "lutris", "lyrion", "mediamonkey", "mihon", "mixxx", "navidrome"),
    *("newsboat", "plex"),
    *("pocketcasts", "podcastaddict", "podfetch", "stash", "strawberry", "supysonic", "vlc"),
    *("yacreader", "zotero"),
}
"""What they have can be played or read at home; the others only remember."""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def make(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return path


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_applications(cli: Cli, tmp_path: Path, name: str) -> None:
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db:
        SCHEMAS[name](db)
        db.commit()
    before = path.read_bytes()
    app = name.split("-")[0]
    for options in ((), ("--app", app)):
        made = cli("init", "--db", path, "--force", *options)
        assert made.code == 0, made.err
        assert made.out == ""
        settings = tomllib.loads(Path("ilora-edge.toml").read_text())
        assert settings["app"] == app
        assert settings.get("library", False) == (app in LIBRARIES)
    users = cli("users", "--json")
    assert users.code == 0, users.err
    for user in {user for user, _, _ in EXPECTED[name]}:
        assert f'"user": "{user}"' in users.out
        assert cli("history", user).code == 0
    assert path.read_bytes() == before
    assert sorted(f.name for f in tmp_path.iterdir()) == ["app.db", "ilora-edge.toml"]


def test_a_shop_is_worked_out(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / "shop.db", SHOP)
    made = cli("init", "--db", "shop.db")
    assert made.code == 0, made.err
    assert "a guess" in made.err
    assert "Lamp" in made.err
    assert "2024-01-01 10:00" in made.err
    settings = tomllib.loads(Path("ilora-edge.toml").read_text())
    assert settings["db"] == "shop.db"
    assert "order_lines" in settings["interactions"]
    shown = cli("history", "1").out
    assert "Lamp" in shown
    assert "Chair" in shown
    assert "Rug" not in shown


def test_from_another_folder(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "shop.db", SHOP)
    cli("init", "--db", "shop.db")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert cli("users", "--config", "../ilora-edge.toml").out.count("\n") == 3


def test_nothing_is_written_unasked(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / "shop.db", SHOP)
    shown = cli("init", "--db", "shop.db", "--dry-run")
    assert shown.code == 0
    assert "interactions" in tomllib.loads(shown.out)
    assert [f.name for f in tmp_path.iterdir()] == ["shop.db"]
    cli("init", "--db", "shop.db")
    before = Path("ilora-edge.toml").read_text()
    again = cli("init", "--db", "shop.db", "--interactions", "SELECT 1 AS item")
    assert (again.code, one_line(again.err)) == (1, True)
    assert "--force" in again.err
    assert Path("ilora-edge.toml").read_text() == before


def test_a_database_is_no_settings_to_replace(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / "shop.db", SHOP)
    before = (tmp_path / "shop.db").read_bytes()
    refused = cli("init", "--db", "shop.db", "--config", "shop.db", "--force")
    assert (refused.code, one_line(refused.err)) == (1, True)
    assert "is not a file of settings" in refused.err
    assert (tmp_path / "shop.db").read_bytes() == before


# Its plays are in a table of a module that is not loaded here.
FOREIGN = """
CREATE TABLE songs (id INTEGER PRIMARY KEY, title TEXT);
PRAGMA writable_schema = ON;
INSERT INTO sqlite_master VALUES ('table', 'plays', 'plays', 0,
  'CREATE VIRTUAL TABLE "plays" USING crdb(user_id, song_id, played_at)');
"""


@pytest.mark.parametrize(
    ("script", "options", "message"),
    [
        ("CREATE TABLE notes (id, body)", (), "no table of .* looks like a history; it has notes"),
        (FOREIGN, (), r"it has songs \(and plays, of modules that only the application has\): say"),
        ("", (), r"no table \(the file is empty\)"),
        (SHOP, ("--app", "kodi"), "is not a database of Kodi"),
        (SHOP, ("--app", "winamp"), "navidrome"),
        (SHOP, ("--bundle", "nowhere"), "no such bundle folder; make one with: ilora-edge export"),
        (SHOP, ("--interactions", "visits"), "has no table 'visits'"),
    ],
)
def test_what_cannot_be_proposed(
    cli: Cli, tmp_path: Path, script: str, options: tuple[str, ...], message: str
) -> None:
    import re

    make(tmp_path / "app.db", script)
    done = cli("init", "--db", "app.db", *options)
    assert (done.code, one_line(done.err)) == (2 if "winamp" in options else 1, True)
    assert re.search(message, done.err)
    assert not Path("ilora-edge.toml").exists()


TWO_LOGS = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE films (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE recipes (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE film_log (id INTEGER PRIMARY KEY, film_id INT, user_id INT, done_at TEXT);
CREATE TABLE recipe_log (id INTEGER PRIMARY KEY, recipe_id INT, user_id INT, done_at TEXT);
INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo');
INSERT INTO films VALUES (1, 'Ice'), (2, 'Embers');
INSERT INTO recipes VALUES (1, 'Soup'), (2, 'Cake');
INSERT INTO film_log VALUES (1, 1, 1, '2026-02-01'), (2, 2, 2, '2026-02-02');
INSERT INTO recipe_log VALUES (1, 1, 1, '2026-02-01'), (2, 2, 2, '2026-02-02');
"""


@pytest.mark.parametrize(
    ("answer", "code", "said", "rows"),
    [
        ("y\n", 0, "wrote ilora-edge.toml", SHOP),
        # Who says no is shown what else the rows may be.
        ("n\nn\n", 1, "nothing is written", SHOP),
        ("n\n3\ny\n", 0, "a reading of your choice", SHOP),
        ("\x04", 130, "interrupted", SHOP),
        # Of rows that are not there nobody can say what they are.
        ("y\n", 0, "will what is seen, heard or read stand there?", TWO_LOGS.split("INSERT")[0]
         .replace("CREATE TABLE recipe_log", "CREATE TABLE settings")),
    ],
)  # fmt: skip
def test_at_a_terminal_a_guess_is_asked_about(
    tmp_path: Path, answer: str, code: int, said: str, rows: str
) -> None:
    make(tmp_path / "shop.db", rows)
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "ilora_cli", "init", "--db", "shop.db"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while b"[Y/n]" not in shown:
            shown += os.read(ours, 4096)
        os.write(ours, answer.encode())
        with suppress(OSError):  # its end of the terminal is closed
            while more := os.read(ours, 4096):
                shown += more
        assert process.wait() == code, shown
    os.close(ours)
    assert said in " ".join(shown.decode().split())
    assert "Traceback" not in shown.decode()
    assert (tmp_path / "ilora-edge.toml").exists() == (code == 0)


def test_where_two_tables_may_be_the_history_it_is_asked(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / "app.db", TWO_LOGS)
    asked = cli("init", "--db", "app.db")
    assert asked.code == 1
    *lines, error = asked.err.splitlines()
    choices = [line for line in lines if "% sure" in line]
    assert "which of these is the history? take one with: ilora-edge init --db app.db --take 1" in (
        error
    )
    assert not Path("ilora-edge.toml").exists()
    # Nothing is open of the first by itself: it is said why it is asked.
    assert any("_log may be the history as well" in line for line in lines)
    # Who does not read SQL sees what each would take.
    shown = [line.strip() for line in lines if line.startswith("  rows: ")]
    assert sorted(shown[:2]) == [
        "rows: 1, Ice, 2026-02-01 00:00; 2, Embers, 2026-02-02 00:00",
        "rows: 1, Soup, 2026-02-01 00:00; 2, Cake, 2026-02-02 00:00",
    ]
    # Beside the two guesses what else it may be has rows and a word on what differs.
    assert "3: film_log" in asked.err
    assert ", or else: " in asked.err
    assert len(shown) > len(choices)
    for number, wanted in enumerate(choices, start=1):
        done = cli("init", "--db", "app.db", "--take", str(number), "--force")
        assert done.code == 0
        table = "film_log" if "film_log" in wanted else "recipe_log"
        assert f"FROM {table}" in Path("ilora-edge.toml").read_text()
    beyond = cli("init", "--db", "app.db", "--take", "9", "--force")
    assert (beyond.code, one_line(beyond.err)) == (1, True)
    with_select = cli("init", "--db", "app.db", "--take", "1", "--app", "kodi", "--force")
    assert (with_select.code, one_line(with_select.err)) == (1, True)


PAIR = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE user_books (user_id INT, book_id INT);
INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo'), (3, 'Cy');
INSERT INTO books VALUES (5, 'Low Water'), (6, 'Ice'), (7, 'Harbour');
INSERT INTO user_books VALUES (1, 5), (1, 7), (2, 6), (2, 7), (3, 5), (3, 6), (3, 7);
"""


def test_what_is_taken_with_a_remark_says_so_and_how_to_take_another(
    cli: Cli, tmp_path: Path
) -> None:
    make(tmp_path / "app.db", PAIR)
    done = cli("init", "--db", "app.db")
    assert done.code == 0, done.err
    remark = (
        "user_books is taken for what was used, without times: it only pairs persons with books, "
        "and nothing else here looks like a history; for another reading: --interactions"
    )
    assert remark in " ".join(done.err.split())
    written = Path("ilora-edge.toml").read_text()
    assert f"# {remark}\n" in written
    assert "FROM user_books" in tomllib.loads(written)["interactions"]
    # Who takes it knows.
    assert cli("init", "--db", "app.db", "--take", "1", "--force").code == 0
    assert "is taken for" not in Path("ilora-edge.toml").read_text()


def test_a_remark_is_shown_where_something_else_is_asked(cli: Cli, tmp_path: Path) -> None:
    episodes = ", ".join(f"({n}, 'Talk {n}')" for n in range(1, 10))
    script = TWO_LOGS.replace("films", "episodes").replace("film", "episode")
    script = script.replace("(1, 'Ice'), (2, 'Embers')", episodes)
    script += "CREATE TABLE podcasts (id INTEGER PRIMARY KEY, title TEXT);"
    make(tmp_path / "app.db", script)
    asked = cli("init", "--db", "app.db")
    assert asked.code == 1
    assert "open: titles of episodes stand alone" in asked.err


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        (["0", "1", "4", "y"], 0, "wrote ilora-edge.toml"),
        (["n"], 1, "nothing is written"),
        (["1", "9"], 1, "--state 9: no row has it"),
    ],
)
def test_at_a_terminal_what_is_open_is_asked_and_answered(
    tmp_path: Path, answers: list[str], code: int, said: str
) -> None:
    make(tmp_path / "shop.db", SHOP + STATES)
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "ilora_cli", "init", "--db", "shop.db"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        with suppress(OSError):  # its end of the terminal is closed
            while more := os.read(ours, 4096):
                shown += more
        assert process.wait() == code, shown
    os.close(ours)
    text = " ".join(shown.decode().split())
    assert said in text
    assert "which of these is the history? 1/2/" in text
    assert "Traceback" not in text
    if code == 0:
        query = tomllib.loads((tmp_path / "ilora-edge.toml").read_text())["interactions"]
        assert query.endswith("WHERE orders.status IN (4)")


def test_the_applications_are_listed(cli: Cli) -> None:
    listed = cli("init", "--apps").out
    assert all(name.split("-")[0] in listed for name in SCHEMAS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("db = ", "is not TOML"),
        ("database = 'x'", "has a key 'database'; known: db, bundle"),
        ("db = 3", "db must be a text"),
        ("items = 'songs'", "--items without --interactions"),
    ],
)
def test_settings_that_make_no_sense(cli: Cli, text: str, message: str) -> None:
    Path("ilora-edge.toml").write_text(text)
    done = cli("users")
    assert (done.code, one_line(done.err)) == (1, True)
    assert message in done.err


def test_strange_texts_survive_the_file(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / 'odd "name".db', "CREATE TABLE p (u, i, t); INSERT INTO p VALUES (1, 2, 3)")
    query = "SELECT u AS user,\n i AS item, t AS time -- \"all\" \\ of 'it'\nFROM p"
    for text in (query, query + "'''\x07".replace("'''", ""), query.replace("\n", "\t")):
        if "--" in text and "\n" not in text:
            text = text.split("--")[0] + "FROM p"
        done = cli("init", "--db", 'odd "name".db', "--interactions", text, "--force")
        assert done.code in (0, 1)
        if done.code == 0:
            settings = tomllib.loads(Path("ilora-edge.toml").read_text())
            assert settings["interactions"].split() == text.split()
            assert cli("users").out.count("\n") == 2


STATES = """
ALTER TABLE orders ADD COLUMN status INTEGER;
INSERT INTO orders VALUES (12, 2, '2024-01-03 10:00:00', 3), (13, 1, '2024-01-04 10:00:00', 4);
INSERT INTO order_lines VALUES (12, 5, 1), (13, 7, 1), (13, 5, 1);
UPDATE orders SET status = 4 WHERE id = 10;
"""


def test_states_are_asked_about_with_their_counts_and_answered(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / "shop.db", SHOP + STATES)
    asked = cli("init", "--db", "shop.db")
    assert asked.code == 1
    shown = "orders.status says which rows count? NULL (1 rows), 3 (1 rows), 4 (2 rows)"
    assert shown in asked.err
    command = "ilora-edge init --db shop.db --take 1 --state 4"
    assert f"{command} (with --state for each state that counts)" in asked.err
    done = cli("init", "--db", "shop.db", "--take", "1", "--state", "4", "--state", "NULL")
    assert done.code == 0, done.err
    query = tomllib.loads(Path("ilora-edge.toml").read_text())["interactions"]
    assert query.endswith("WHERE (orders.status IN (4) OR orders.status IS NULL)")
    assert cli("users", "--json").code == 0
    with closing(sqlite3.connect("shop.db")) as db:
        assert db.execute(f"SELECT count(*) FROM ({query})").fetchone() == (5,)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--state", "4"), "--take 1 --state"),
        (("--take", "1", "--state", "9"), "orders.status has NULL, 3, 4"),
        (("--take", "1", "--state", "status=9"), "--state 9: no row has it"),
    ],
)
def test_states_that_cannot_be(
    cli: Cli, tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    make(tmp_path / "shop.db", SHOP + STATES)
    refused = cli("init", "--db", "shop.db", *options)
    assert refused.code in (1, 2)
    assert one_line(refused.err)
    assert says in refused.err
    assert not Path("ilora-edge.toml").exists()


def test_a_state_where_none_is_asked_about(cli: Cli, tmp_path: Path) -> None:
    make(tmp_path / "shop.db", SHOP)
    refused = cli("init", "--db", "shop.db", "--take", "1", "--state", "4")
    assert one_line(refused.err)
    assert "asks about no states" in refused.err


def test_the_rows_shown_are_of_people_by_name_and_of_titles(cli: Cli, tmp_path: Path) -> None:
    """A GUID tells a person nothing of whose row it is; where a title is missing it is all there
    is."""
    ann, first, second = (f"{n:08d}-1111-2222-3333-444444444444" for n in range(3))
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE users (id TEXT, name TEXT)")
        db.execute("INSERT INTO users VALUES (?, 'Ann')", (ann,))
        db.execute("CREATE TABLE works (id TEXT, title TEXT)")
        db.executemany("INSERT INTO works VALUES (?, ?)", [(first, "Ring"), (second, "Cube")])
        db.execute("CREATE TABLE plays (user_id, work_id, at INTEGER)")
        rows = [(ann, item, 1_700_000_000 + n) for n, item in enumerate((first, second))]
        db.executemany("INSERT INTO plays VALUES (?, ?, ?)", rows)
    base = ("init", "--db", path, "--dry-run",
            "--interactions", "SELECT user_id AS user, work_id AS item, at AS time FROM plays",
            "--items", "SELECT id AS item, title FROM works")  # fmt: skip
    done = cli(*base)
    assert done.code == 0, done.err
    (head,) = [line.split() for line in done.err.splitlines() if line.startswith("user ")]
    assert "item" not in head
    assert "Ann   Ring" in done.err
    assert "-1111-" not in done.err
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM works WHERE title = 'Cube'")
    assert second in cli(*base).err
