"""Generated libraries of ViMusic and RiMusic."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def vimusic(db: sqlite3.Connection, rng: random.Random) -> Truth:
    release, truth = rng.choice(("vimusic 11", "vimusic 23", "vimusic rimusic-27")), Truth()
    create(db, release)
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 36)})):
        song, year = f"s{n}", rng.choice((1960 + n, None))
        artists = rng.choice(("The Lanterns", "Reef, The Lanterns", "<unknown>", "", None))
        mark = rng.choice(("", "e:", "modified:", "modified:e:")) if "ri" in release else ""
        name = f"{artists} - {title}" if artists not in ("<unknown>", "", None) else title
        work, chance, at = (name, year), rng.random(), random_moment(rng)
        truth.offered.add(work)
        liked: int | None = rng.choice((None, 1000 * at))
        total = 0
        if chance < 0.35:
            total = rng.choice((31_000, 9_000_000))
            truth.watch("me", work)
        elif chance < 0.45:
            total = 12_000
            truth.dislike("me", work)
        elif chance < 0.55 and "ri" in release:
            liked, total = -1, rng.choice((0, 60_000))
            truth.dislike("me", work)
        put(db, "Song", id=song, title=mark + title, artistsText=artists, durationText="3:20",
            likedAt=liked, totalPlayTimeMs=total)  # fmt: skip
        if year is not None:
            put(db, "Album", id=f"b{n}", title=f"Album {n}", year=str(year))
            put(db, "SongAlbumMap", songId=song, albumId=f"b{n}", position=1)
        if total > 30_000 and release != "vimusic 11" and rng.random() < 0.7:
            for day in range(rng.choice((1, 3))):
                put(db, "Event", songId=song, timestamp=1000 * (at + day * 86_400), playTime=31_000)
    return truth
