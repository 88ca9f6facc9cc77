"""Programs that are used through their pages or keys: calibre-web, Newsboat and Supysonic."""

from __future__ import annotations

import http.cookiejar
import json
import os
import pty
import re
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from real_runs import SECONDS, Program, Run, Used, end, start, surroundings, website

_SONGS = (("Radiohead", "Airbag"), ("Portishead", "Roads"), ("Nick Drake", "Road"))


def _ask(address: str, **parameters: str) -> bytes:
    """Return what a server on this machine answers, once it listens."""
    address += f"?{urllib.parse.urlencode(parameters)}" if parameters else ""
    for _ in range(SECONDS):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                found: bytes = answer.read()
                return found
        except (ConnectionError, urllib.error.URLError):
            time.sleep(1)
    raise SystemExit(f"{address} does not answer")


def _supysonic(folder: Path, run: Run) -> Used:
    for artist, title in _SONGS:
        path = folder / "music" / artist / f"{title}.flac"
        path.parent.mkdir(parents=True)
        tags = ("--add-comment", f"ARTIST={artist}", "--add-comment", f"TITLE={title}",
                "--add-comment", f"ALBUM={title} and others")  # fmt: skip
        run("sox", "-n", "-r", "44100", "-c", "1", *tags, path, "synth", "2", "sine", "440")
    database = folder / "supysonic.db"
    (folder / ".supysonic").write_text(f"[base]\ndatabase_uri = sqlite:///{database}\n")
    run("supysonic-cli", "user", "add", "ann", "-p", "secret")
    run("supysonic-cli", "folder", "add", "music", folder / "music")
    run("supysonic-cli", "folder", "scan", "-f", "--foreground", "music")
    server = start(("supysonic-server", "-S", "waitress", "-h", "127.0.0.1", "-p", "42011"),
                   surroundings(folder))  # fmt: skip
    said = {"u": "ann", "p": "secret", "c": "test", "v": "1.8.0", "f": "json"}
    try:

        def api(page: str, **parameters: str) -> Any:
            return _ask(f"http://127.0.0.1:42011/rest/{page}.view", **said, **parameters)

        found = json.loads(api("getRandomSongs"))["subsonic-response"]["randomSongs"]["song"]
        ids = {song["title"]: song["id"] for song in found}
        api("stream", id=ids["Roads"])
        time.sleep(2)
        api("stream", id=ids["Airbag"])
        api("setRating", id=ids["Road"], rating="5")
    finally:
        end(server)
    return Used(database, ["Portishead - Roads", "Radiohead - Airbag"], {"Nick Drake - Road"})


def _newsboat(folder: Path, run: Run) -> Used:
    """Of four articles, the newest first, one is opened and the next is deleted."""
    site, home = folder / "site", folder / ".newsboat"
    site.mkdir()
    home.mkdir()
    with website(site) as address:
        items = "".join(
            f"<item><title>{title}</title><guid>{title}</guid><link>{address}/{title}</link>"
            f"<pubDate>Mon, 0{9 - n} Jan 2024 10:00:00 GMT</pubDate></item>"
            for n, title in enumerate(("Ferry late", "Advert", "New pier", "Old pier"), 1)
        )
        (site / "feed.xml").write_text(
            f'<rss version="2.0"><channel><title>Harbour</title>{items}</channel></rss>'
        )
        (home / "urls").write_text(f"{address}/feed.xml\n")
        run("newsboat", "-x", "reload")
    child, terminal = pty.fork()
    if child == 0:
        env = {**surroundings(folder), "TERM": "xterm", "LINES": "30", "COLUMNS": "100"}
        os.execvpe("newsboat", ["newsboat"], env)
    # Open the feed and its first article, go back and on to the second, delete it, and leave.
    for keys in ("\r", "\r", "q", "\x1bOB", "D", "q", "q"):
        time.sleep(2)
        os.write(terminal, keys.encode())
        with suppress(OSError):
            os.read(terminal, 1 << 16)
    time.sleep(2)
    os.close(terminal)
    os.waitpid(child, 0)
    offered = {"Harbour - New pier", "Harbour - Old pier"}
    return Used(home / "cache.db", ["Harbour - Ferry late"], offered)


def _calibre_library(folder: Path) -> None:
    """Make calibre's library of four books, in its whole schema."""
    sys.path.insert(0, str(Path(__file__).parent / "schema_trial"))
    from schema_facts import read_facts

    schemas = Path(__file__).parents[1] / "tests" / "edge" / "presets" / "whole_schemas.txt"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "metadata.db")) as db:
        for statement in read_facts(schemas)["calibre 21"].ddl():
            db.execute(statement)
        db.execute("INSERT INTO authors (id, name, sort, link) VALUES (1, 'Ann', 'Ann', '')")
        for n, title in enumerate(("Dune", "Emma", "Kim", "Ulysses"), 1):
            db.execute(
                "INSERT INTO books (id, title, sort, author_sort, path, uuid, timestamp, pubdate, "
                "last_modified, series_index, has_cover) "
                "VALUES (?, ?, ?, 'Ann', 'a', ?, ?, ?, ?, 1.0, 0)",
                (n, title, title, str(n), *["0101-01-01 00:00:00+00:00"] * 3),
            )
            db.execute("INSERT INTO books_authors_link (book, author) VALUES (?, 1)", (n,))
        db.commit()


def _calibre_web(folder: Path, run: Run) -> Used:
    """One book is marked as read, one as read and then as not, and one is put away."""
    _calibre_library(folder / "library")
    site, database = "http://127.0.0.1:8083", folder / "app.db"
    server = start(("cps", "-p", database, "-i", "127.0.0.1"),
                   {**surroundings(folder), "CALIBRE_DBPATH": str(folder)})  # fmt: skip
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    try:
        _ask(f"{site}/login")

        def send(form: str, page: str, **values: str) -> None:
            text = browser.open(f"{site}{form}", timeout=60).read().decode()
            (token, *_) = re.findall(r'name="csrf_token" value="([^"]+)"', text)
            data = urllib.parse.urlencode({**values, "csrf_token": token}).encode()
            headers = {"Referer": f"{site}{form}", "X-CSRFToken": token}
            browser.open(urllib.request.Request(f"{site}{page}", data, headers), timeout=60)

        send("/login", "/login", username="admin", password="admin123")
        send("/admin/dbconfig", "/admin/dbconfig", config_calibre_dir=str(folder / "library"))
        for page in ("toggleread/1", "toggleread/2", "toggleread/2", "togglearchived/3"):
            send("/book/1", f"/ajax/{page}")
    finally:
        end(server)
    both = folder / "library" / "metadata.db"
    docs = (Path(__file__).parents[1] / "docs" / "presets.md").read_text(encoding="utf-8")
    (said,) = re.findall(r'sqlite3 both\.db "(.*?)"', docs, re.DOTALL)
    with closing(sqlite3.connect(both)) as db:
        db.executescript(said.replace("app.db", str(database)))
    return Used(both, ["Dune"], {"Emma", "Ulysses"})


SERVERS = {
    "calibre-web": Program(("cps",), _calibre_web),
    "newsboat": Program(("newsboat",), _newsboat),
    "supysonic": Program(("supysonic-server", "supysonic-cli", "sox"), _supysonic),
}
