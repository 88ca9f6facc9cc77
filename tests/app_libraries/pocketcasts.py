"""Generated libraries of Pocket Casts."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def pocketcasts(db: sqlite3.Connection, rng: random.Random) -> Truth:
    has_ratings = rng.random() < 0.6
    create(db, "pocketcasts 136" if has_ratings else "pocketcasts 78")
    truth = Truth()
    # The third was only looked at, the fourth is rated low.
    for p in (1, 2, 3, 4):
        put(db, "podcasts", uuid=f"p{p}", title=f"Dock {p}", subscribed=int(p != 3))
        if has_ratings and p in (1, 4):
            put(db, "user_podcast_ratings", podcast_uuid=f"p{p}", rating=5 if p == 1 else 2)
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 40)}), 1):
        p, chance, at = rng.choice((1, 2, 3, 4, 0)), rng.random(), 1000 * random_moment(rng)
        shown = (f"Dock {p} - {title}" if p else title, None)
        (truth.gone if p == 3 else truth.offered).add(shown)
        row: dict[str, object] = {"playing_status": 0, "played_up_to": 0, "archived": 0}
        date = "last_playback_interaction_date" if p else "playing_status_modified"
        if chance < 0.35:
            row |= rng.choice((
                {"playing_status": 2, "played_up_to": 0, "archived": 1, date: at},
                {"playing_status": 2, "played_up_to": 1800},
                {"playing_status": 2, "playing_status_modified": at, "archived": 1},
                {"playing_status": 1, "played_up_to": 900.5, date: at},
            ))  # fmt: skip
            # What is rated low is no part of the history.
            (truth.dislike if p == 4 and has_ratings else truth.watch)("me", shown)
        elif chance < 0.55:
            row |= rng.choice((
                {"playing_status": 1, "played_up_to": 30, date: at},
                {"archived": 1},
                {"playing_status": 1, "played_up_to": 880},
            ))  # fmt: skip
            truth.dislike("me", shown)
        elif p == 4 and has_ratings:
            truth.dislike("me", shown)
        if p:
            put(db, "podcast_episodes", uuid=f"e{n}", podcast_id=f"p{p}", title=title,
                duration=1800, download_url=f"https://dock.example/{n}.mp3", **row)  # fmt: skip
        else:
            put(db, "user_episodes", uuid=f"e{n}", title=title, duration=1800, **row)
    return truth
