"""Programs that are used through their pages or keys: Supysonic and Newsboat."""

from __future__ import annotations

import json
import os
import pty
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
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


SERVERS = {
    "newsboat": Program(("newsboat",), _newsboat),
    "supysonic": Program(("supysonic-server", "supysonic-cli", "sox"), _supysonic),
}
