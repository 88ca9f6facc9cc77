"""Generated libraries of Movary."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text


def movary(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth = rng.random() < 0.5, Truth()
    create(db, "movary 2022" if is_old else "movary 2025")
    for user in (1, 2):
        put(db, "user", id=user, name=f"u{user}")
    put(db, "genre", id=1, name="Drama")
    for n, (title, year) in enumerate(random_works(rng, 28), 1):
        put(db, "movie", id=n, title=title, tmdb_id=n, release_date=f"{year}-03-04",
            imdb_id=rng.choice((None, f"tt{n:07}")), overview="Of the sea.")  # fmt: skip
        put(db, "movie_genre", movie_id=n, genre_id=1)
        truth.offered.add((title, year))
        for user in (1, 2):
            chance = rng.random()
            of = {"movie_id": n, "user_id": user}
            if chance < 0.35:
                for _ in range(rng.choice((1, 1, 2))):
                    day = utc_text(random_moment(rng))[:10]
                    put(
                        db, "movie_user_watch_dates", watched_at=day, plays=rng.choice((1, 2)), **of
                    )
                if rng.random() < 0.5:
                    put(db, "movie_user_rating", rating=rng.choice((6, 10)), **of)
                truth.watch(str(user), (title, year))
            elif chance < 0.45:
                put(db, "movie_user_rating", rating=7, **of)
                truth.watch(str(user), (title, year))
            elif chance < 0.5:
                put(db, "movie_user_rating", rating=3, **of)
                truth.dislike(str(user), (title, year))
            elif chance < 0.55:
                # Taken back.
                put(db, "movie_user_watch_dates", watched_at="2024-02-03", plays=0, **of)
            elif chance < 0.65 and not is_old:
                put(db, "watchlist", **of)
    return truth
