"""Generated libraries of Mixxx."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text


def mixxx(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_new = rng.random() < 0.7
    create(db, "mixxx 39" if is_new else "mixxx 33")
    truth = Truth()
    for playlist, hidden in ((1, 2), (2, 2), (3, 0), (4, 1)):
        put(db, "Playlists", id=playlist, name=f"p{playlist}", hidden=hidden)
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 30)}), 1):
        year, at = 1980 + n, utc_text(random_moment(rng))
        artist = rng.choice(("The Lanterns", "Reef", "Various Artists"))
        called = "Tides" if artist == "Various Artists" else artist
        work, gone = (f"{called} - {title}", year), rng.random()
        (truth.gone if gone < 0.2 else truth.offered).add(work)
        put(db, "track_locations", id=n, location=f"/m/{n}.flac", filename=f"{n}.flac",
            fs_deleted=int(gone < 0.1))  # fmt: skip
        row: dict[str, object] = {"timesplayed": 0, "rating": 0}
        chance, logs = rng.random(), []
        if chance < 0.35:
            row |= rng.choice((
                {"timesplayed": 2}, {"timesplayed": 1, "rating": 4}, {"timesplayed": 0},
            ))  # fmt: skip
            # In the history of an evening or two; of a history that was deleted a count is left.
            logs = (
                [1, 2][: rng.choice((1, 2))] if not row["timesplayed"] or rng.random() < 0.6 else []
            )
            if is_new and row["timesplayed"]:
                row["last_played_at"] = at
            truth.watch("me", work)
        elif chance < 0.45:
            row["rating"] = rng.choice((1, 2))
            truth.dislike("me", work)
        elif chance < 0.6:
            # In a playlist or waiting to be played.
            logs = [rng.choice((3, 4))]
        put(db, "library", id=n, artist=artist, title=title, album="Tides", year=f"{year}-01-02",
            location=n, mixxx_deleted=int(0.1 <= gone < 0.2), **row)  # fmt: skip
        for playlist in logs:
            put(db, "PlaylistTracks", playlist_id=playlist, track_id=n, position=n,
                pl_datetime_added=utc_text(random_moment(rng)))  # fmt: skip
    return truth
