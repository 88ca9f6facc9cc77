"""Generated libraries of gonic."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text


def gonic(db: sqlite3.Connection, rng: random.Random) -> Truth:
    counts_albums, truth = rng.random() < 0.5, Truth()
    create(db, "gonic-albums 0.16.4" if counts_albums else "gonic 2026")
    for user in (1, 2):
        put(db, "users", id=user, name=f"u{user}")
    # Folders above the albums are albums without a track.
    for folder in (1, 2):
        put(db, "albums", id=folder, right_path=f"folder {folder}", tag_title="Reef")
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 40)}), 11):
        year = 1960 + n
        artist = rng.choice(("The Lanterns", "Reef", ""))
        put(db, "albums", id=n, parent_id=rng.choice((1, 2)), right_path=f"a{n}",
            tag_title=title if counts_albums else f"Album {n}", tag_year=year,
            tag_album_artist=artist)  # fmt: skip
        put(db, "tracks", id=n, album_id=n, filename=f"{n}.flac", tag_title=title,
            tag_track_artist=rng.choice((artist, "")))  # fmt: skip
        name = f"{artist} - {title}" if artist else title
        if not artist and not counts_albums:
            name = f"Album {n} - {title}"
        truth.offered.add((name, year))
        for user in (1, 2):
            chance, at = rng.random(), utc_text(random_moment(rng))
            time = rng.choice((f"{at}+00:00", f"{at}.123456789+02:00", None))
            kind = "album" if counts_albums else "track"
            table = "plays" if counts_albums else "track_plays"
            if chance < 0.35:
                count = rng.choice((1, 7)) if counts_albums else rng.choice((1, 0.125, 7))
                put(db, table, **{f"{kind}_id": n}, user_id=user, time=time, count=count)
                truth.watch(str(user), (name, year))
            elif chance < 0.45:
                put(db, f"{kind}_ratings", **{f"{kind}_id": n}, user_id=user, rating=2)
                truth.dislike(str(user), (name, year))
            elif chance < 0.5 and not counts_albums:
                put(db, "bookmarks", user_id=user, entry_id_type="tr", entry_id=n, position=900)
                truth.dislike(str(user), (name, year))
            elif chance < 0.6:
                put(db, "bookmarks", user_id=user, entry_id_type="pe", entry_id=n, position=900)
                put(db, f"{kind}_stars", **{f"{kind}_id": n}, user_id=user, star_date=at)
    return truth
