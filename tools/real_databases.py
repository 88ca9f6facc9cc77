"""Has real programs write their databases, and looks whether these are read as they should be.

    python tools/real_databases.py BUNDLE [NAME ...]

Of the programs that are installed (Debian's ``calibre``, ``kodi``, ``gpodder``, ``strawberry``,
``chromium``, ``firefox-esr``, the latter two and Kodi with ``xvfb``; ``pip install anki``) each is
started with a home folder of its own, given a few things to use, and asked to use some of them.
What ``ilora-edge`` then calls a history, and what it offers, is compared with what was done. The
tests of presets have whole schemas and no program; this has the programs, and so takes minutes.

It prints a line for each program and ends with 1 where one of them is read otherwise.
"""

from __future__ import annotations

import functools
import http.server
import importlib.util
import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SECONDS = 120
Run = Callable[..., None]
"""Runs a command, for so many ``seconds`` at most."""


@dataclass(frozen=True, slots=True)
class Used:
    """A program's database, and what was done in it."""

    database: Path
    history: list[str]
    """Titles, oldest first."""
    offered: set[str]
    """Titles that may be recommended: all others that are there."""


@dataclass(frozen=True, slots=True)
class Program:
    """How to have a program write its database."""

    needs: tuple[str, ...]
    """Commands, or ``python:MODULE``."""
    use: Callable[[Path, Run], Used]
    """Given an empty folder, and what runs a command there."""

    @property
    def is_there(self) -> bool:
        return all(
            importlib.util.find_spec(need[7:]) if need.startswith("python:") else shutil.which(need)
            for need in self.needs
        )


def _runner(folder: Path) -> Run:
    """Return what runs a command with ``folder`` as its home, without a screen."""
    (folder / "run").mkdir(mode=0o700)
    here = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run")}
    # PATH without this environment: the programs are Debian's, and so is their Python.
    path = ":".join(p for p in os.environ["PATH"].split(":") if not p.startswith(sys.prefix))
    surroundings = {**os.environ, **here, "PATH": path, "QT_QPA_PLATFORM": "offscreen"}

    def run(*command: str | Path, seconds: float = _SECONDS) -> None:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=surroundings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            # No failure: nobody closes its window. What it has started ends with it.
            _end(process)

    return run


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started, and wait for the last of them."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    for second in range(20):
        try:
            os.killpg(process.pid, signal.SIGKILL if second == 15 else 0)
        except ProcessLookupError:
            return
        time.sleep(1)


def _calibre(folder: Path, run: Run) -> Used:
    library = folder / "library"
    library.mkdir()
    of_library = ("calibredb", "--with-library", library)
    books = {"Dune": "Frank Herbert", "Dune Messiah": "Frank Herbert", "Emma": "Jane Austen"}
    for title, author in {**books, "Neuromancer": "William Gibson"}.items():
        run(*of_library, "add", "--empty", "--title", title, "--authors", author)
    run(*of_library, "add_custom_column", "date_read", "Date read", "datetime")
    run(*of_library, "set_custom", "date_read", "3", "2023-11-05")
    run(*of_library, "set_custom", "date_read", "1", "2024-03-02")
    return Used(library / "metadata.db", ["Emma", "Dune"], {"Dune Messiah", "Neuromancer"})


def _gpodder(folder: Path, run: Run) -> Used:
    names = ("One", "Two", "Three")
    (folder / "site").mkdir()
    with _website(folder / "site") as address:
        items = "".join(
            f"<item><title>{name}</title><guid>{name}</guid>"
            f'<enclosure url="{address}/{name}.mp3" length="9" type="audio/mpeg"/>'
            f"<pubDate>Mon, 0{n} Jan 2024 10:00:00 GMT</pubDate></item>"
            for n, name in enumerate(names, 1)
        )
        feed = f'<rss version="2.0"><channel><title>Talks</title>{items}</channel></rss>'
        (folder / "site" / "feed.xml").write_text(feed)
        run("gpo", "subscribe", f"{address}/feed.xml")
        run("gpo", "update")
    database = folder / "gPodder" / "Database"
    with closing(sqlite3.connect(database)) as its, its:
        # Its player is another program, which tells it so.
        its.execute(
            "UPDATE episode SET is_new = 0, last_playback = 1700000000, current_position = 900,"
            " total_time = 1000 WHERE title = 'Two'"
        )
    return Used(database, ["Talks - Two"], {"Talks - One", "Talks - Three"})


def _strawberry(folder: Path, run: Run) -> Used:
    run("dbus-run-session", "strawberry", seconds=25)
    database = folder / ".local/share/strawberry/strawberry/strawberry.db"
    songs = [("Airbag", 5, 1700000000), ("Karma Police", 0, -1), ("Lucky", 2, 1690000000)]
    with closing(sqlite3.connect(database)) as its, its:
        # Without sound it plays nothing; the tables, and what they have by themselves, are its own.
        its.executemany(
            "INSERT INTO songs (title, artist, url, source, unavailable, playcount, lastplayed)"
            " VALUES (?1, 'Radiohead', 'file:///' || ?1, 2, 0, ?2, ?3)",
            songs,
        )
    return Used(database, ["Radiohead - Lucky", "Radiohead - Airbag"], {"Radiohead - Karma Police"})


def _chromium(folder: Path, run: Run) -> Used:
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    start = ("chromium", "--headless=new", "--no-sandbox", "--no-first-run", *quiet)
    with _pages(folder) as address:
        for page in "aba":
            shot = f"--screenshot={folder / 'shot.png'}"
            profile = f"--user-data-dir={folder / 'profile'}"
            run(*start, profile, shot, f"{address}/{page}.html", seconds=40)
    history = ["Page a", "Page b", "Page a"]
    return Used(folder / "profile" / "Default" / "History", history, set())


def _firefox(folder: Path, run: Run) -> Used:
    profile = folder / "profile"
    profile.mkdir()
    start = ("firefox-esr", "--headless", "--no-remote", "--profile", profile)
    with _pages(folder) as address:
        for page in "ab":
            run(*start, f"{address}/{page}.html", seconds=30)
    # It comes with bookmarks, which nobody has opened yet.
    bookmarks = {"Get Involved", "Customize Firefox", "Get Help", "About Us"}
    return Used(profile / "places.sqlite", ["Page a", "Page b"], bookmarks)


def _kodi(folder: Path, run: Run) -> Used:
    run("xvfb-run", "-a", "kodi", seconds=25)
    (database,) = (folder / ".kodi/userdata/Database").glob("MyVideos*.db")
    films = folder / "films"
    years = {"Alien": 1979, "Blade Runner": 1982, "Heat": 1995, "Inception": 2010}
    for title, year in years.items():
        place = films / f"{title} ({year})"
        place.mkdir(parents=True)
        (place / f"{title}.mkv").write_bytes(bytes(2000))
        facts = f"<movie><title>{title}</title><year>{year}</year><genre>Drama</genre></movie>"
        (place / f"{title}.nfo").write_text(facts)
    # Another version of one of them, which is nothing new once the first was watched.
    (films / "Alien (1979)" / "Alien - Directors Cut.mkv").write_bytes(bytes(2000))
    (films / "Alien (1979)" / "Alien - Directors Cut.nfo").write_text(
        "<movie><title>Alien</title><year>1979</year></movie>"
    )
    with closing(sqlite3.connect(database)) as its, its:
        its.execute(
            "INSERT INTO path (strPath, strContent, strScraper, scanRecursive, useFolderNames)"
            " VALUES (?, 'movies', 'metadata.local', 9, 0)",
            (f"{films}/",),
        )
    player = threading.Thread(target=run, args=("xvfb-run", "-a", "kodi"))
    player.start()
    _ask_kodi("VideoLibrary.Scan")
    found = _all_films(5)
    for n, title in enumerate(("Heat", "Alien"), 1):
        of_title = next(film["movieid"] for film in found if film["label"] == title)
        when = f"2024-02-0{n} 20:00:00"
        _ask_kodi("VideoLibrary.SetMovieDetails", movieid=of_title, playcount=1, lastplayed=when)
    _ask_kodi("Application.Quit")
    player.join()
    return Used(database, ["Heat", "Alien"], {"Blade Runner (1982)", "Inception (2010)"})


def _all_films(n: int) -> list[dict[str, Any]]:
    for _ in range(_SECONDS):
        found: list[dict[str, Any]] = _ask_kodi("VideoLibrary.GetMovies").get("movies", [])
        if len(found) >= n:
            return found
        time.sleep(1)
    raise SystemExit(f"Kodi has found {len(found)} of {n} films")


def _ask_kodi(method: str, **parameters: object) -> Any:
    """Return what Kodi answers on its port for programs of this machine, once it listens."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    for _ in range(_SECONDS):
        try:
            with socket.create_connection(("127.0.0.1", 9090), timeout=30) as its:
                its.sendall(json.dumps(asked).encode())
                return _answer(its)
        except (ConnectionRefusedError, ConnectionResetError):
            time.sleep(1)
    raise SystemExit("Kodi does not answer")


def _answer(its: socket.socket) -> Any:
    """Return the answer, of which notifications may stand in front, one JSON after the other."""
    said, decoder = "", json.JSONDecoder()
    while True:
        more = its.recv(1 << 16).decode()
        if not more:
            # It was asked to end, and has.
            return {}
        said += more
        try:
            found, end = decoder.raw_decode(said)
        except json.JSONDecodeError:
            continue
        said = said[end:]
        if "id" in found:
            # An error, while it opens its databases.
            return found.get("result", {})


def _anki(folder: Path, run: Run) -> Used:
    del run
    from anki.collection import Collection  # type: ignore[import-not-found]

    words = ("der Hund", "die Katze", "das Haus", "der Baum")
    collection = Collection(str(folder / "collection.anki2"))
    notes, deck = collection.models.by_name("Basic"), collection.decks.id("German")
    for word in words:
        note = collection.new_note(notes)
        note["Front"], note["Back"] = word, "?"
        collection.add_note(note, deck)
    collection.decks.select(deck)
    reviewed = []
    for _ in range(2):
        card = collection.sched.getCard()
        card.start_timer()
        collection.sched.answerCard(card, 3)
        reviewed.append(card.note()["Front"])
    collection.close()
    return Used(folder / "collection.anki2", reviewed, set(words) - set(reviewed))


@contextmanager
def _website(folder: Path) -> Iterator[str]:
    """Serve a folder's files on this machine, and yield the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def _pages(folder: Path) -> Iterator[str]:
    site = folder / "site"
    site.mkdir()
    for page in "ab":
        (site / f"{page}.html").write_text(f"<title>Page {page}</title>")
    with _website(site) as address:
        yield address


PROGRAMS = {
    "anki": Program(("python:anki",), _anki),
    "calibre": Program(("calibredb",), _calibre),
    "chromium": Program(("chromium",), _chromium),
    "firefox": Program(("firefox-esr",), _firefox),
    "gpodder": Program(("gpo",), _gpodder),
    "kodi": Program(("kodi", "xvfb-run"), _kodi),
    "strawberry": Program(("strawberry", "dbus-run-session"), _strawberry),
}


def _titles(command: str, database: Path, *options: str) -> list[str]:
    """Return what ``ilora-edge COMMAND --json`` names of a database; none where it ends with 1."""
    tool = Path(sys.executable).with_name("ilora-edge")
    asked = [str(tool), command, "--db", str(database), "--json", *options]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    found = json.loads(said or "[]")
    return [row["title"] for row in (found["recommendations"] if "user" in found else found)]


def main() -> None:
    bundle, *names = sys.argv[1:]
    # A player that crashes when it ends would leave hundreds of megabytes where this was started.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wrong = False
    for name, program in PROGRAMS.items():
        if names and name not in names:
            continue
        if not program.is_there:
            print(f"{name}: not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            used = program.use(Path(folder), _runner(Path(folder)))
            history = _titles("history", used.database)
            options = ("--bundle", bundle, "--library", "-k", "50")
            offered = set(_titles("recommend", used.database, *options))
        right = (history, offered) == (used.history, used.offered)
        wrong |= not right
        print(f"{name}: {'right' if right else f'{history} and {offered}, for {used}'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
