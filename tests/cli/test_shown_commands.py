"""The commands that the documentation shows do something, where a reader has what they name."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli
from shown_commands import PAGES, ROOT, shown_commands

DEMO = ROOT / "models" / "demo"
BUNDLE = DEMO / "bundle"

# These need torch, a cluster, somebody at the other end, minutes, or what the page makes with torch
# or has the reader download.
ELSEWHERE = re.compile(
    r"ilora-edge (train|export|convert|mcp|bench|doctor)\b|/shared/bundle|/media/stick|~/|\.\./"
    r"|ml-100k|hetrec|navidrome\.db|books\.csv|sequences\.txt|history\.db"
)
# The reader of these is alone in the database.
ALONE = re.compile(r"ilora-edge (seen alien|explain get out|report --out)")

SETTINGS = """\
db = "{db}"
bundle = "bundles/ml"
out = "recommendations.db"
interactions = "SELECT user_id AS user, item_id AS item, timestamp AS time FROM interactions"
items = "SELECT item_id AS item, title, genres, '/films/' || item_id || '.mkv' AS path FROM items"
"""
OF_A_SHOP = """
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id, ordered_at);
CREATE TABLE order_lines (order_id, sku, quantity);
CREATE TABLE products (sku, label, released, price);
INSERT INTO orders VALUES (1, 'ann', '2024-05-01');
INSERT INTO order_lines VALUES (1, 'a', 2);
INSERT INTO products VALUES ('a', 'Alien', 1979, 9.5);
"""
OF_MOVIELENS = """
CREATE TABLE ratings (userId, movieId, rating, timestamp);
CREATE TABLE movies (movieId, title);
INSERT INTO ratings VALUES (1, 1, 4.5, 1700000000);
INSERT INTO movies VALUES (1, 'Toy Story (1995)');
"""
# Two tables that may be the history, with states that nobody knows.
OF_STATES = """
CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE game (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE user_book (
  user_id INTEGER REFERENCES user, book_id INTEGER REFERENCES book, status TEXT, changed_at TEXT);
CREATE TABLE user_game (
  user_id INTEGER REFERENCES user, game_id INTEGER REFERENCES game, status TEXT, changed_at TEXT);
INSERT INTO user VALUES (1, 'ann'), (2, 'bob');
INSERT INTO book SELECT value, 'Book ' || value FROM json_each('[1, 2, 3, 4, 5, 6]');
INSERT INTO game SELECT value, 'Game ' || value FROM json_each('[1, 2, 3, 4, 5, 6]');
INSERT INTO user_book SELECT user.id, book.id,
  CASE (user.id + book.id) % 3 WHEN 0 THEN 'finished' WHEN 1 THEN 'zorbed' ELSE 'quuxed' END,
  '2024-0' || user.id || '-0' || book.id || ' 10:00:00' FROM user, book;
INSERT INTO user_game SELECT user_id, book_id, status, changed_at FROM user_book;
"""
DOWNLOADS = {
    "ratings.csv": "Const,Your Rating,Date Rated,Title,URL,Title Type,Year\n"
    "tt0078748,9,2024-05-01,Alien,https://www.imdb.com/title/tt0078748,Movie,1979\n",
    "films.csv": "title,watched\nAlien (1979),2024-05-01\n",
    "goodreads_library_export.csv": "Book Id,Title,Author,ISBN13,My Rating,Year Published,"
    "Date Read,Date Added,Exclusive Shelf\n1,Emma,Jane Austen,,5,1815,2024/05/01,2024/01/01,read\n"
    "2,Persuasion,Jane Austen,,0,1817,,2024/01/01,to-read\n",
    "plays.json": '{"title": "Alien", "playedAt": "2024-05-01T20:15:00Z"}\n',
}
RATINGS_BY_NUMBER = {
    "ratings.csv": "userId,movieId,rating,timestamp\n1,1,4.5,1700000000\n",
    "movies.csv": "id,title\n1,Toy Story (1995)\n",
}


def database(path: Path, *sql: str, people: tuple[str, ...] = ()) -> None:
    """Write the demo's films with the first histories under these names; or what SQL says alone."""
    if people:
        shutil.copy(DEMO / "history.db", path)
    with closing(sqlite3.connect(path)) as db, db:
        for n, name in enumerate(people, 1):
            row = (name, f"demo-{n:03d}")
            db.execute("UPDATE interactions SET user_id = ? WHERE user_id = ?", row)
        if people:
            db.execute("DELETE FROM interactions WHERE user_id LIKE 'demo-%'")
        for statement in sql:
            db.executescript(statement)


def jellyfin(path: Path) -> None:
    """Write the library of ``make demo-films``, whose viewer is called as in the pages."""
    tool = [sys.executable, str(ROOT / "tools" / "jellyfin_fixture.py"), str(path)]
    subprocess.run(tool, check=True, capture_output=True)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE Users SET Username = 'ann'")


@pytest.fixture
def folder(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has what the pages name: databases, bundles and downloads."""
    here = tmp_path / "here"
    (here / "bundles").mkdir(parents=True)
    # Its own, as some commands change it.
    shutil.copytree(BUNDLE, here / "bundles" / "ml")
    for name in ("bundles/films", "bundles/books", "models/films"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).symlink_to(BUNDLE)
    several = ("ann", "bob", "42", "17")
    database(here / "home.db", people=several)
    database(here / "app.db", people=several)
    database(here / "ml.db", "INSERT INTO items VALUES ('172', 'Alone', '')", people=("42",))
    for alone in ("alone.db", "metadata.db"):
        database(here / alone, people=("ann",))
    for fleet in ("phones", "libraries"):
        (here / fleet).mkdir()
        database(here / fleet / "a.db", people=several)
    database(here / "shop.db", OF_A_SHOP)
    jellyfin(here / "jellyfin.db")
    for name, content in DOWNLOADS.items():
        (here / name).write_text(content)
    for name in ("export.zip", "letterboxd-me-2026.zip"):
        with zipfile.ZipFile(here / name, "w") as archive:
            diary = "Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n"
            film = "2024-05-01,Alien,1979,https://boxd.it/1,4.5,,,2024-05-01\n"
            archive.writestr("diary.csv", diary + film)
            wish = "Date,Name,Year,Letterboxd URI\n2024-05-02,Heat,1995,https://boxd.it/2\n"
            archive.writestr("watchlist.csv", wish)
    (here / "ilora-edge.toml").write_text(SETTINGS.format(db="home.db"))
    monkeypatch.chdir(here)
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return here


def prepare(folder: Path, command: str) -> None:
    """Have a folder be as the page has said by then."""
    settings = folder / "ilora-edge.toml"
    if re.search(r"init --db|demo-001|--db jellyfin", command):
        settings.unlink(missing_ok=True)
    if "--wanted" in command and settings.exists():
        # What the rows mean is not said there of an imported database.
        head = SETTINGS.format(db="home.db").splitlines()[:3]
        settings.write_text("\n".join([*head, ""]))
    if ALONE.match(command):
        settings.write_text(SETTINGS.format(db="alone.db"))
    if "--interactions ratings" in command:
        (folder / "ml.db").unlink()
        database(folder / "ml.db", OF_MOVIELENS)
    if "--state" in command:
        (folder / "app.db").unlink()
        database(folder / "app.db", OF_STATES)
    if "--items movies.csv" in command:
        (folder / "me.db").unlink()
        for name, content in RATINGS_BY_NUMBER.items():
            (folder / name).write_text(content)


COMMANDS = {
    page: commands
    for page in PAGES
    if (commands := [c for c in shown_commands(page.read_text()) if not ELSEWHERE.search(c)])
}


def test_most_of_what_is_shown_is_run() -> None:
    assert sum(map(len, COMMANDS.values())) > 80


@pytest.mark.parametrize("page", COMMANDS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_shows_runs(cli: Cli, folder: Path, page: Path) -> None:
    for shown in COMMANDS[page]:
        prepare(folder, shown)
        command = re.sub(r" >.*|\bUSER\b", lambda found: "ann" * (found[0] == "USER"), shown)
        if "forget" in command and not (folder / "pages").exists():
            assert cli("report", "ann", "--out", "pages").code == 0
        done = cli(*shlex.split(command, comments=True)[1:])
        assert done.code == 0, f"{shown}\n{done.err}"


@pytest.mark.parametrize("page", [ROOT / "README.md"])
def test_what_a_page_has_of_python_runs(folder: Path, page: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    assert len(names["result"].recommendations) == 5
    assert len(names["of_a_user"].recommendations) == 10


def test_the_list_that_the_overview_shows_is_the_one_that_is_printed(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    block = (ROOT / "README.md").read_text().split("$ ilora-edge recommend demo-001\n")[1]
    shown = [line.strip() for line in block.split("\n\n")[0].splitlines()]
    assert len(shown) > 4
    printed = [line.strip() for line in cli("recommend", "demo-001").out.splitlines()]
    for line in shown:
        assert line == "…" or line in printed, line
