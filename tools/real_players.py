"""Music players, each of which plays a song to its end and leaves another."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from real_runs import Desktop, Program, Run, Used, desktop

_LENGTH = 36
"""Seconds: Clementine counts nothing before the 31st."""
_SONGS = (
    ("Radiohead", "OK Computer", "Airbag", 1997),
    ("Radiohead", "OK Computer", "Lucky", 1997),
    ("Radiohead", "The Best Of", "Airbag", 2008),
    ("Portishead", "Dummy", "Roads", 1994),
    ("Nick Drake", "Pink Moon", "Road", 1972),
)


def _songs(session: Desktop, folder: Path) -> dict[str, Path]:
    """Make songs with their tags; of one there are two, on two albums."""
    songs: dict[str, Path] = {}
    for artist, album, title, year in _SONGS:
        path = folder / artist / album / f"{title}.flac"
        path.parent.mkdir(parents=True, exist_ok=True)
        tags = {"ARTIST": artist, "ALBUM": album, "TITLE": title, "DATE": year}
        comments = [
            part for name, tag in tags.items() for part in ("--add-comment", f"{name}={tag}")
        ]
        session.ask("sox", "-n", "-r", "44100", "-c", "2", *comments, path, "synth",
                    str(_LENGTH), "sine", "440", "vol", "0.05")  # fmt: skip
        songs.setdefault(title, path)
    return songs


def _heard(database: Path, heard: Sequence[str] = ("Radiohead - Airbag",)) -> Used:
    """Of the two that are called Airbag none is offered once one was heard."""
    names = {f"{artist} - {title}": year for artist, _, title, year in _SONGS}
    offered = {f"{name} ({year})" for name, year in names.items() if name not in heard}
    return Used(database, list(heard), offered)


def _write(database: Path, query: str, *values: str) -> None:
    with closing(sqlite3.connect(database)) as its, its:
        its.execute(query, values)


def _clementine(folder: Path, run: Run) -> Used:
    run("dbus-run-session", "clementine", "--quiet", seconds=15)
    database = folder / ".config/Clementine/clementine.db"
    with desktop(folder) as session:
        songs = _songs(session, folder / "music")
        query = "INSERT INTO directories (path, subdirs) VALUES (?, 1)"
        _write(database, query, str(folder / "music"))
        session.start("clementine")
        time.sleep(20)
        session.ask("clementine", "--load", songs["Airbag"], songs["Roads"])
        session.player("clementine", "Play")
        time.sleep(_LENGTH + 4)
        session.player("clementine", "Next")
        session.player("clementine", "Stop")
        time.sleep(2)
    return _heard(database)


def _elisa(folder: Path, run: Run) -> Used:
    del run
    database = folder / ".local/share/elisa/elisaDatabase.db"
    with desktop(folder, QT_QUICK_BACKEND="software") as session:
        songs = _songs(session, folder / "music")
        (folder / ".config").mkdir(exist_ok=True)
        settings = f"[ElisaFileIndexer]\nRootPath={folder / 'music'}\n"
        (folder / ".config/elisarc").write_text(settings)
        session.start("elisa", songs["Airbag"])
        time.sleep(_LENGTH + 25)
    return _heard(database)


def _lollypop(folder: Path, run: Run) -> Used:
    del run
    database = folder / ".local/share/lollypop/lollypop.db"
    with desktop(folder, screen=True) as session:
        songs = _songs(session, folder / "Music")
        music = f"['{(folder / 'Music').as_uri()}']"
        session.ask("gsettings", "set", "org.gnome.Lollypop", "music-uris", music)
        session.start("lollypop")
        time.sleep(35)
        session.player("Lollypop", "OpenUri", f"string:{songs['Airbag'].as_uri()}")
        time.sleep(_LENGTH + 5)
        session.player("Lollypop", "OpenUri", f"string:{songs['Roads'].as_uri()}")
        time.sleep(4)
        session.player("Lollypop", "Stop")
    return _heard(database)


def _mixxx(folder: Path, run: Run) -> Used:
    run("xvfb-run", "-a", "env", "QT_QPA_PLATFORM=xcb", "mixxx", seconds=20)
    database = folder / ".mixxx/mixxxdb.sqlite"
    with desktop(folder, screen=True) as session:
        songs = _songs(session, folder / "music")
        _write(database, "INSERT INTO directories VALUES (?)", str(folder / "music"))
        (folder / ".asoundrc").write_text("pcm.!default { type pulse }\n")
        (folder / ".mixxx/mixxx.cfg").write_text("[Library]\nRescanOnStartup 1\n")
        session.start("matchbox-window-manager")
        session.start("mixxx", songs["Airbag"], songs["Roads"])
        time.sleep(40)
        # The first deck for a while; the second has a song that is not begun.
        session.ask("xdotool", "mousemove", "640", "120", "key", "d")
        time.sleep(25)
        session.ask("xdotool", "key", "d")
        time.sleep(2)
    return _heard(database)


def _strawberry(folder: Path, run: Run) -> Used:
    run("dbus-run-session", "strawberry", seconds=25)
    database = folder / ".local/share/strawberry/strawberry/strawberry.db"
    songs = [("Airbag", 5, 1700000000), ("Karma Police", 0, -1), ("Lucky", 2, 1690000000)]
    with closing(sqlite3.connect(database)) as its, its:
        # Its tables, and what they have by themselves, are its own; the songs are put in.
        its.executemany(
            "INSERT INTO songs (title, artist, url, source, unavailable, playcount, lastplayed)"
            " VALUES (?1, 'Radiohead', 'file:///' || ?1, 2, 0, ?2, ?3)",
            songs,
        )
    return Used(database, ["Radiohead - Lucky", "Radiohead - Airbag"], {"Radiohead - Karma Police"})


_SOUND = ("dbus-daemon", "pulseaudio", "sox")
_SCREEN = (*_SOUND, "Xvfb")
PLAYERS = {
    "clementine": Program(("clementine", "dbus-run-session", *_SOUND), _clementine),
    "elisa": Program(("elisa", *_SOUND), _elisa),
    "lollypop": Program(("lollypop", *_SCREEN), _lollypop),
    "mixxx": Program(("mixxx", "xdotool", "matchbox-window-manager", *_SCREEN), _mixxx),
    "strawberry": Program(("strawberry", "dbus-run-session"), _strawberry),
}
