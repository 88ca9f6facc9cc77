"""Generated libraries of GOG Galaxy."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import UTC, datetime

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text

_TYPES = {1: "title", 2: "originalTitle", 3: "meta", 4: "originalMeta", 5: "dlcs"}


def goggalaxy(db: sqlite3.Connection, rng: random.Random) -> Truth:
    create(db, "goggalaxy 40")
    truth = Truth()
    for number, kind in _TYPES.items():
        put(db, "GamePieceTypes", id=number, type=kind)
    for n, (title, year) in enumerate(random_works(rng, 34), 1):
        # Some shops have no year, and call a game otherwise.
        releases = [(f"{shop}_{n}", k) for k, shop in enumerate(rng.choice((
            ("gog",), ("steam",), ("epic",), ("gog", "steam"),
        )))]  # fmt: skip
        for release, k in releases:
            _pieces(db, release, f"{title} GOTY" if k else title, year)
            put(db, "ReleaseProperties", releaseKey=release, gameId=f"g{n}",
                isDlc=rng.choice((0, None)), isVisibleInLibrary=1)  # fmt: skip
            for account in (71, 72):
                put(db, "LibraryReleases", userId=account, releaseKey=release)
                put(db, "GameTimes", userId=account, releaseKey=release, minutesInGame=0)
        truth.offered.update((f"{title} GOTY" if k else title, year) for _, k in releases)
        for account in (71, 72):
            if rng.random() < 0.4:
                release, k = rng.choice(releases)
                _played(db, rng, account, release)
                truth.watch(str(account), (f"{title} GOTY" if k else title, year))
                for _, other in releases:
                    if other != k:
                        truth.dislike(str(account), (f"{title} GOTY" if other else title, year))
    # An addition, and what was given back.
    _pieces(db, "gog_900", "A Hat", 2001)
    put(db, "ReleaseProperties", releaseKey="gog_900", gameId="g900", isDlc=1, isVisibleInLibrary=1)
    put(db, "LibraryReleases", userId=71, releaseKey="gog_900")
    _pieces(db, "gog_901", "Given Back", 2002)
    _played(db, rng, 71, "gog_901")
    truth.gone.add(("Given Back", 2002))
    truth.watch("71", ("Given Back", 2002))
    return truth


def _pieces(db: sqlite3.Connection, release: str, title: str, year: int) -> None:
    released = int(datetime(year, 5, 6, tzinfo=UTC).timestamp())
    for kind, value in (
        (1, {"title": title}),
        (2, {"title": title}),
        (3, {"releaseDate": released, "genres": ["Puzzle"]}),
        (5, {"dlcs": []}),
    ):
        put(db, "GamePieces", releaseKey=release, gamePieceTypeId=kind,
            userId=None if kind == 5 else 71, value=json.dumps(value))  # fmt: skip


def _played(db: sqlite3.Connection, rng: random.Random, account: int, release: str) -> None:
    who = (account, release)
    db.execute("DELETE FROM GameTimes WHERE (userId, releaseKey) = (?, ?)", who)
    minutes = rng.choice((0, 1, 900))
    put(db, "GameTimes", userId=account, releaseKey=release, minutesInGame=minutes)
    if not minutes or rng.random() < 0.7:
        put(db, "LastPlayedDates", userId=account, gameReleaseKey=release,
            lastPlayedDate=utc_text(random_moment(rng)))  # fmt: skip
