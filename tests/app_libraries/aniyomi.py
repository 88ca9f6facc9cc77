"""Generated libraries of Aniyomi's anime."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def aniyomi(db: sqlite3.Connection, rng: random.Random) -> Truth:
    has_seasons, truth = rng.random() < 0.6, Truth()
    create(db, "aniyomi 135" if has_seasons else "aniyomi 2023")
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 40)}), 1):
        work, chance = (title, None), rng.random()
        below = has_seasons and rng.random() < 0.4
        is_listed = chance < 0.9
        put(db, "animes", _id=n, title=title, favorite=int(is_listed), author="Ann Quill")
        entry = n
        if below:
            # The season is an entry of its own, and on no list.
            entry = 1000 + n
            put(db, "animes", _id=entry, title=f"{title} 2", favorite=0, parent_id=n)
        for episode in (10 * n, 10 * n + 1, 10 * n + 2):
            put(db, "episodes", _id=episode, anime_id=entry)
        at = 1000 * random_moment(rng)
        if chance < 0.35:
            _watch(db, rng, n, at)
            truth.watch("me", work)
        elif chance < 0.5:
            rng.choice((_left, _tracked, _opened))(db, n, entry)
            truth.dislike("me", work)
        if is_listed:
            truth.offered.add(work)
    return truth


def _watch(db: sqlite3.Connection, rng: random.Random, n: int, at: int) -> None:
    """In the app, where it has a time, or marked as seen."""
    watched = [10 * n + k for k in range(rng.choice((1, 3)))]
    has_time = rng.random() < 0.7
    for k, episode in enumerate(watched):
        db.execute("UPDATE episodes SET seen = ? WHERE _id = ?", (not has_time or k, episode))
        if has_time:
            put(db, "animehistory", episode_id=episode, last_seen=at + k)


def _left(db: sqlite3.Connection, n: int, entry: int) -> None:
    db.execute("UPDATE episodes SET last_second_seen = 90000 WHERE _id = ?", (10 * n,))


def _tracked(db: sqlite3.Connection, n: int, entry: int) -> None:
    put(db, "anime_sync", anime_id=entry, last_episode_seen=3.0, title="x")


def _opened(db: sqlite3.Connection, n: int, entry: int) -> None:
    """Taken out of the history."""
    put(db, "animehistory", episode_id=10 * n, last_seen=0)
