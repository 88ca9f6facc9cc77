"""Generated libraries of InnerTune, OuterTune and Metrolist."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works

_RELEASES = ("innertune 7", "innertune 12", "innertune outertune-23", "innertune metrolist-30")


class _Player:
    """The rows of a database of one of the apps."""

    def __init__(self, db: sqlite3.Connection, rng: random.Random) -> None:
        self.db, self.rng, self.release = db, rng, rng.choice(_RELEASES)
        create(db, self.release)
        self.has_total = "outertune" not in self.release
        self.has_months = self.release in _RELEASES[2:]

    def play(self, song: str, at: int) -> None:
        put(self.db, "event", songId=song, timestamp=1000 * at, playTime=60_000)
        self.add_to_total(song)
        if self.has_months:
            self.count(song, at)

    def add_to_total(self, song: str) -> None:
        if self.has_total:
            self.db.execute("UPDATE song SET totalPlayTime = 60000 WHERE id = ?", (song,))

    def count(self, song: str, at: int, count: int = 1) -> None:
        month = datetime.fromtimestamp(at, UTC)
        row = (song, month.year, month.month, count)
        self.db.execute("INSERT OR REPLACE INTO playCount VALUES (?, ?, ?, ?)", row)


def innertune(db: sqlite3.Connection, rng: random.Random) -> Truth:
    player, truth = _Player(db, rng), Truth()
    for artist, name in (("a1", "The Lanterns"), ("a2", "Reef"), ("a3", "<unknown>")):
        put(db, "artist", id=artist, name=name)
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 30)})):
        _song(player, truth, n, title)
    return truth


def _song(player: _Player, truth: Truth, n: int, title: str) -> None:
    db, rng, song, at = player.db, player.rng, f"s{n}", random_moment(player.rng)
    artists, name = rng.choice(
        ((("a1",), "The Lanterns"), (("a2", "a1"), "Reef, The Lanterns"), (("a3",), ""), ((), ""))
    )
    year: int | None = rng.choice((1960 + n, None))
    more: dict[str, object] = {}
    if year is not None and player.has_months and rng.random() < 0.5:
        more["year"] = year
    elif year is not None:
        put(db, "album", id=f"b{n}", title=f"Album {n}", year=year)
        more["albumId"] = f"b{n}"
    is_gone = player.release == "innertune outertune-23" and rng.random() < 0.15
    if player.has_months:
        more["isLocal"] = int(is_gone)
    put(db, "song", id=song, title=title, duration=200, liked=rng.choice((0, 1)), **more)
    for position, artist in enumerate(artists):
        put(db, "song_artist_map", songId=song, artistId=artist, position=position)
    work = (f"{name} - {title}" if name else title, year)
    (truth.gone if is_gone else truth.offered).add(work)
    if rng.random() < 0.4:
        if (not player.has_months and rng.random() < 0.3) or player.release == "innertune 7":
            # From before there were events, or cleared.
            player.add_to_total(song)
        elif player.has_months and rng.random() < 0.3:
            player.count(song, at)
        else:
            for day in range(rng.choice((1, 3))):
                player.play(song, at + 86_400 * day)
        truth.watch("me", work)
    elif player.has_months and rng.random() < 0.3:
        player.count(song, at, 0)
