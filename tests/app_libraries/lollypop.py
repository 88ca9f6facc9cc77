"""Generated libraries of Lollypop."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def lollypop(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth = rng.random() < 0.5, Truth()
    create(db, "lollypop 2018" if is_old else "lollypop 1.4")
    for album, loved in ((1, 0), (2, 1), (3, 4)):
        put(db, "albums", id=album, name=f"Album {album}", loved=loved)
    put(db, "artists", id=1, name="Reef", sortname="Reef")
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 36)}), 1):
        chance, work = rng.random(), (f"Reef - {title}", 1960 + n)
        is_skipped = rng.random() < 0.1
        row: dict[str, object] = {"popularity": 0, "rate": 0, "ltime": 0}
        where = {} if is_old else {"storage_type": rng.choice((2, 2, 2, 8, 256, 128))}
        is_there = where.get("storage_type", 2) in (2, 8)
        (truth.offered if is_there else truth.gone).add(work)
        if chance < 0.35:
            row |= {"popularity": 2, "ltime": random_moment(rng), "rate": rng.choice((0, 4))}
            truth.watch("me", work)
        elif chance < 0.45:
            row["rate"] = rng.choice((1, 2))
            truth.dislike("me", work)
        elif chance < 0.55 and not is_old:
            row["loved"] = rng.choice((4, 6))
            truth.dislike("me", work)
        elif chance < 0.65:
            # Stars that show popularity, and no play; a good rating, which is a wish.
            row |= rng.choice(({"popularity": 5}, {"rate": 5}))
        if is_skipped and "me" in truth.watched and work in truth.watched["me"]:
            is_skipped = False
        if is_skipped:
            truth.dislike("me", work)
        put(db, "tracks", id=n, name=title, album_id=3 if is_skipped else rng.choice((1, 2)),
            year=work[1], uri=f"file:///{n}", **row, **where)  # fmt: skip
        put(db, "track_artists", track_id=n, artist_id=1)
    return truth
