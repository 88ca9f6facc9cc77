"""Generated libraries of Elisa."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def elisa(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth = rng.random() < 0.4, Truth()
    create(db, "elisa-9 9" if is_old else "elisa 17")
    number = 0
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 36)}), 1):
        chance, at = rng.random(), 1000 * random_moment(rng)
        artist, album_artist = rng.choice((("Reef", None), (None, "Reef"), ("Reef", "Reef")))
        year = rng.choice((1960 + n, None))
        work = (f"Reef - {title}", year)
        truth.offered.add(work)
        rating = rng.choice((0, 0, 7))
        plays: tuple[int, int | None] = (0, None)
        if chance < 0.35:
            plays = (rng.choice((1, 9)), rng.choice((at, 0)))
            truth.watch("me", work)
        elif chance < 0.45:
            rating = rng.choice((1, 4))
            truth.dislike("me", work)
        elif chance < 0.6:
            # Begun, and never to its end.
            plays = (0, at)
        for album in ("Tides", "Best of")[: rng.choice((1, 1, 2))]:
            number += 1
            row: dict[str, object] = {"ID": number, "Title": title, "ArtistName": artist,
                                      "AlbumArtistName": album_artist, "AlbumTitle": album,
                                      "Year": year, "Rating": rating}  # fmt: skip
            played = {"PlayCounter": plays[0], "LastPlayDate": plays[1]}
            if is_old:
                put(db, "Tracks", **row, **played)
                put(db, "TracksMapping", TrackID=number, FileName=f"/{number}")
            else:
                put(db, "TracksData", FileName=f"/{number}", **played)
                put(db, "Tracks", FileName=f"/{number}", **row)
            # The same song on another album was not played itself.
            plays = (0, None)
    return truth
