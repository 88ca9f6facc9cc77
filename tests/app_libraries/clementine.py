"""Generated libraries of Clementine."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def clementine(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth = rng.random() < 0.4, Truth()
    create(db, "clementine 20" if is_old else "clementine 51")
    for feed in (1, 2):
        if not is_old:
            put(
                db, "podcasts", rowid=feed, title=f"Dock {feed}", url=f"https://dock.example/{feed}"
            )
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 36)}), 1):
        if not is_old and rng.random() < 0.3:
            _episode(db, rng, truth, n, title)
        else:
            _song(db, rng, truth, n, title, is_old)
    return truth


def _song(
    db: sqlite3.Connection, rng: random.Random, truth: Truth, n: int, title: str, is_old: bool
) -> None:
    chance, at = rng.random(), random_moment(rng)
    artist, albumartist = rng.choice((("Reef", ""), ("", "Reef"), ("Various Artists", "Reef")))
    year = rng.choice((1960 + n, None))
    row: dict[str, object] = {"playcount": 0, "lastplayed": -1, "rating": -1}
    work = (f"Reef - {title}", year)
    is_gone = not is_old and rng.random() < 0.1
    if not is_old:
        row["unavailable"] = int(is_gone)
    (truth.gone if is_gone else truth.offered).add(work)
    if chance < 0.35:
        row |= rng.choice((
            {"playcount": 1, "lastplayed": at}, {"playcount": 7, "lastplayed": at, "rating": 0.8},
            {"playcount": 2},
        ))  # fmt: skip
        truth.watch("me", work)
    elif chance < 0.45:
        row["rating"] = rng.choice((0.2, 0.4000000059604645))
        truth.dislike("me", work)
    elif chance < 0.55:
        row["rating"] = rng.choice((0.5, 1.0))
    for album in ("Tides", "Best of")[: rng.choice((1, 1, 2))]:
        # The same song on another album was not played itself.
        put(db, "songs", title=title, artist=artist, albumartist=albumartist, album=album,
            year=-1 if year is None else year, filename=f"{album} {n}", **row)  # fmt: skip
        row |= {"playcount": 0, "lastplayed": -1}


def _episode(db: sqlite3.Connection, rng: random.Random, truth: Truth, n: int, title: str) -> None:
    feed, at = rng.choice((1, 2)), random_moment(rng)
    work = (f"Dock {feed} - {title}", None)
    truth.offered.add(work)
    is_heard = rng.random() < 0.35
    put(db, "podcast_episodes", podcast_id=feed, title=title, url=f"u{n}", listened=int(is_heard),
        listened_date=rng.choice((at, None)) if is_heard else None)  # fmt: skip
    if is_heard:
        truth.watch("me", work)
