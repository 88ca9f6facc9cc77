"""Generated libraries of MediaTracker."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works

Work = tuple[str, int | None]


def mediatracker(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth = rng.random() < 0.4, Truth()
    create(db, "mediatracker 2022-01" if is_old else "mediatracker 2023")
    for user in (1, 2):
        put(db, "user", id=user, name=f"u{user}")
    episodes = iter(range(1, 1000))
    for n, (title, year) in enumerate(random_works(rng, 28), 1):
        kind = rng.choice(("movie", "movie", "tv", "book", "audiobook", "video_game"))
        # A film and a series may have the same number at TMDB.
        put(db, "mediaItem", id=n, title=title, mediaType=kind, tmdbId=n - (kind == "tv"),
            releaseDate=rng.choice((f"{year}-03-04", f"{year}")), source="tmdb")  # fmt: skip
        truth.offered.add((title, year))
        of: list[int] = []
        if kind == "tv":
            put(db, "season", id=n, tvShowId=n, seasonNumber=1, title="Season 1")
            of = [next(episodes) for _ in range(3)]
            for number, episode in enumerate(of, 1):
                put(db, "episode", id=episode, tvShowId=n, seasonId=n, seasonNumber=1,
                    episodeNumber=number, title=f"Part {number}")  # fmt: skip
        for user in (1, 2):
            if rng.random() < 0.6:
                verdict = _happen(db, rng, user, n, of, kind, is_old)
                if verdict == "watched":
                    truth.watch(str(user), (title, year))
                elif verdict == "away":
                    truth.dislike(str(user), (title, year))
    return truth


def _happen(
    db: sqlite3.Connection, rng: random.Random, user: int, item: int, episodes: list[int],
    kind: str, is_old: bool,
) -> str:  # fmt: skip
    at = 1000 * random_moment(rng)
    chance = rng.random()
    who: dict[str, object] = {"userId": user, "mediaItemId": item}
    if chance < 0.4:
        for episode in rng.sample(episodes, 2) if episodes else [None]:
            # A date that nobody knows is none, or 0 in older releases.
            date = rng.choice((at, float(at), at, 0 if is_old else None))
            put(db, "seen", episodeId=episode, date=date, **who)
        if rng.random() < 0.4:
            put(db, "userRating", date=at, rating=rng.choice((3, 4.5, 5)), **who)
        return "watched"
    if chance < 0.55:
        put(db, "userRating", date=at, rating=4, **who)
        return "watched"
    if chance < 0.65:
        # A review without a rating, and one that was taken back.
        put(db, "userRating", date=at, rating=rng.choice((None, 0)), review="later", **who)
        return "nothing"
    if chance < 0.75 and episodes:
        put(db, "userRating", date=at, rating=2, episodeId=episodes[0], **who)
        return "away"
    if chance < 0.9 and not is_old and kind != "tv":
        part = rng.choice((0.4, 0.4, 0))
        put(db, "progress", date=at, progress=part, action="paused", **who)
        if not part:
            return "nothing"
        return "away" if kind == "movie" else "watched"
    if is_old:
        put(db, "watchlist", **who)
    else:
        number = db.execute("SELECT count(*) FROM list").fetchone()[0] + 1
        put(db, "list", id=number, name="Watchlist", userId=user, privacy="private", isWatchlist=1,
            createdAt=at, updatedAt=at)  # fmt: skip
        put(db, "listItem", listId=number, mediaItemId=item, addedAt=at)
    return "nothing"
