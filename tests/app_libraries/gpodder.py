"""Generated libraries of gPodder."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def gpodder(db: sqlite3.Connection, rng: random.Random) -> Truth:
    create(db, "gpodder 8" if rng.random() < 0.7 else "gpodder 2")
    truth = Truth()
    for feed in (1, 2, 3):
        put(db, "podcast", id=feed, title=f"Dock {feed}", url=f"https://dock.example/{feed}",
            download_folder=f"dock{feed}")  # fmt: skip
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 30)}), 1):
        feed = rng.choice((1, 2, 3))
        work, chance, at = (f"Dock {feed} - {title}", None), rng.random(), random_moment(rng)
        is_gone = rng.random() < 0.1
        row: dict[str, object] = {
            "url": "" if is_gone else f"https://dock.example/{feed}/{n}.mp3",
            "is_new": rng.choice((0, 1)), "state": rng.choice((0, 1)),
        }  # fmt: skip
        (truth.gone if is_gone else truth.offered).add(work)
        if chance < 0.35:
            row |= rng.choice((
                {"last_playback": at},
                {"current_position": 90, "current_position_updated": at},
                {"current_position": 90},
                {"last_playback": at, "current_position": 90, "current_position_updated": at,
                 "total_time": 180},
                {"last_playback": at, "state": 2},
            ))  # fmt: skip
            truth.watch("me", work)
        elif chance < 0.45:
            row |= rng.choice(({"state": 2}, {"last_playback": at, "current_position": 90,
                                              "total_time": 3600}))  # fmt: skip
            truth.dislike("me", work)
        put(db, "episode", id=n, podcast_id=feed, title=title, guid=f"g{n}",
            published=at - 86400, **row)  # fmt: skip
    # Left of a feed that was deleted.
    put(db, "episode", id=900, podcast_id=9, title="Lost", url="https://x.example", guid="g",
        last_playback=random_moment(rng))  # fmt: skip
    return truth
