"""Generated libraries of Stash."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text


def stash(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth, files = rng.random() < 0.4, Truth(), iter(range(1, 1000))
    create(db, "stash 48" if is_old else "stash 75")
    for studio in (1, 2):
        put(db, "studios", id=studio, name=f"Studio {studio}")
    put(db, "folders", id=1, path="/v")
    for n, (title, year) in enumerate(random_works(rng, 40), 1):
        is_gone, has_title = rng.random() < 0.1, rng.random() < 0.8
        work = (title if has_title or is_gone else f"{title} {n}.mkv", year)
        found = utc_text(random_moment(rng) - 70_000_000)
        row: dict[str, object] = {
            "id": n, "title": title if has_title or is_gone else "", "date": f"{year}-03-04",
            "studio_id": rng.choice((1, 2, None)), "resume_time": 0, "created_at": found,
        }  # fmt: skip
        # A second file is of the same video; one that was deleted leaves the rest.
        for k in reversed(range(0 if is_gone else rng.choice((1, 1, 2)))):
            file = next(files)
            put(db, "files", id=file, basename=f"{title} {n}.mkv" if not k else "a copy.mkv",
                parent_folder_id=1)  # fmt: skip
            put(db, "scenes_files", scene_id=n, file_id=file, primary=int(not k))
        (truth.gone if is_gone else truth.offered).add(work)
        chance, at = rng.random(), utc_text(random_moment(rng))
        if chance < 0.4:
            if is_old:
                row |= {"play_count": rng.choice((1, 4)),
                        "last_played_at": rng.choice((at, None))}  # fmt: skip
            else:
                for date in rng.sample(
                    [at, found, utc_text(random_moment(rng))], rng.choice((1, 2))
                ):
                    put(db, "scenes_view_dates", scene_id=n, view_date=f"{date.replace(' ', 'T')}Z")
            truth.watch("me", work)
        elif chance < 0.6:
            row |= rng.choice(({"resume_time": 90.5}, {"rating": 20}, {"rating": 40}))
            truth.dislike("me", work)
        elif chance < 0.7:
            row |= rng.choice(({"rating": 100}, {"organized": 1}, {"play_duration": 3.0}))
        put(db, "scenes", **row)
    return truth
