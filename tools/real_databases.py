"""Has real programs write their databases, and looks whether these are read as they should be.

    python tools/real_databases.py BUNDLE [NAME ...]

Of the programs that are installed (Debian's ``calibre``, ``kodi``, ``gpodder``; the browsers
``chromium``, ``firefox-esr``, ``epiphany-browser``, ``qutebrowser``; the players ``clementine``,
``elisa`` with ``libkf5filemetadata-bin``, ``lollypop``, ``mixxx``, ``strawberry``, with ``sox`` and
``pulseaudio``; ``newsboat``; ``xvfb`` for most; ``pip install anki``, ``malojaserver``,
``supysonic waitress``, ``calibreweb``) each is started with a home folder of its own, given a few
things to use, and asked to use some of them.
What ``ilora-edge`` then calls a history, and what it offers, is compared with what was done. The
tests of presets have whole schemas and no program; this has the programs, and so takes minutes.

It prints a line for each program and ends with 1 where one of them is read otherwise.
"""

from __future__ import annotations

import json
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

from real_browsers import BROWSERS
from real_players import PLAYERS
from real_runs import SECONDS, Program, Run, Used, end, runner, start, surroundings, website
from real_servers import SERVERS


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
    with website(folder / "site") as address:
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


def _kodi(folder: Path, run: Run) -> Used:
    # Where PulseAudio is installed and does not run, Kodi waits for it and answers nobody.
    start_kodi = ("xvfb-run", "-a", "kodi", "--audio-backend=alsa")
    run(*start_kodi, seconds=25)
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
    player = threading.Thread(target=run, args=start_kodi)
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
    for _ in range(SECONDS):
        found: list[dict[str, Any]] = _ask_kodi("VideoLibrary.GetMovies").get("movies", [])
        if len(found) >= n:
            return found
        time.sleep(1)
    raise SystemExit(f"Kodi has found {len(found)} of {n} films")


def _ask_kodi(method: str, **parameters: object) -> Any:
    """Return what Kodi answers on its port for programs of this machine, once it listens."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
    for _ in range(SECONDS):
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


def _maloja(folder: Path, run: Run) -> Used:
    del run
    data, n = folder / "data", 1700000000
    data.mkdir()
    env = {"MALOJA_DATA_DIRECTORY": str(data), "MALOJA_SKIP_SETUP": "true", "MALOJA_PORT": "42010",
           "MALOJA_FORCE_PASSWORD": "none", "MALOJA_HOST": "127.0.0.1"}  # fmt: skip
    server = start(("maloja", "run"), {**surroundings(folder), **env})
    try:
        time.sleep(25)
        key = (data / "apikeys.yml").read_text().split()[-1]
        for artist, title in (
            ("Radiohead", "Airbag"),
            ("Massive Attack", "Angel"),
            # Two artists and two spellings are what they were before.
            ("Massive Attack feat. Horace Andy", "Angel"),
            ("radiohead", "AIRBAG"),
        ):
            n += 600
            said = json.dumps({"key": key, "artist": artist, "title": title, "time": n}).encode()
            address = "http://127.0.0.1:42010/apis/mlj_1/newscrobble"
            asked = urllib.request.Request(address, said, {"Content-Type": "application/json"})
            urllib.request.urlopen(asked, timeout=30).close()
    finally:
        end(server)
    history = ["Radiohead - Airbag", "Massive Attack - Angel",
               "Massive Attack, Horace Andy - Angel", "Radiohead - Airbag"]  # fmt: skip
    return Used(data / "malojadb.sqlite", history, set())


PROGRAMS = {
    "anki": Program(("python:anki",), _anki),
    "calibre": Program(("calibredb",), _calibre),
    "gpodder": Program(("gpo",), _gpodder),
    "kodi": Program(("kodi", "xvfb-run"), _kodi),
    "maloja": Program(("maloja",), _maloja),
    **BROWSERS,
    **PLAYERS,
    **SERVERS,
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
            used = program.use(Path(folder), runner(Path(folder)))
            history = _titles("history", used.database)
            options = ("--bundle", bundle, "--library", "-k", "50")
            offered = set(_titles("recommend", used.database, *options))
        right = (history, offered) == (used.history, used.offered)
        wrong |= not right
        print(f"{name}: {'right' if right else f'{history} and {offered}, for {used}'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
