"""Generated libraries of Kotatsu."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def kotatsu(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_old, truth = rng.random() < 0.4, Truth()
    create(db, "kotatsu 10" if is_old else "kotatsu 27")
    put(db, "favourite_categories", category_id=1, title="Later")
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 40)}), 1):
        work = (title, None)
        called = title
        chance, at = rng.random(), 1000 * random_moment(rng)
        if not is_old and rng.random() < 0.1:
            # Another name, given by hand.
            called = f"Entry {n}"
            put(db, "preferences", manga_id=n, title_override=title)
        put(db, "manga", manga_id=n, title=called, alt_title=rng.choice((None, f"Altro {n}")),
            author=rng.choice((None, "Ann Quill")), source=rng.choice(("S", "T")))  # fmt: skip
        history = {"manga_id": n, "created_at": at - 9_000_000, "updated_at": at, "chapter_id": n}
        if chance < 0.35:
            put(db, "history", page=rng.choice((0, 9)), **history)
            if not is_old and rng.random() < 0.5:
                for before in (0, 86_400_000, 90_000_000):
                    put(db, "stats", manga_id=n, started_at=at - before, duration=9, pages=9)
            truth.watch("me", work)
        elif chance < 0.85:
            put(db, "favourites", manga_id=n, category_id=1, created_at=at)
            if chance < 0.45 and not is_old:
                # Read elsewhere, as a tracker knows, or thought little of.
                mark = rng.choice(({"chapter": 9}, {"rating": 0.4000000059604645}))
                put(db, "scrobblings", scrobbler=1, id=n, manga_id=n, **mark)
                truth.dislike("me", work)
            elif chance < 0.55 and not is_old:
                put(db, "scrobblings", scrobbler=1, id=n, manga_id=n, status="PLANNING")
            elif chance < 0.65 and not is_old:
                put(db, "history", **history, deleted_at=at + 9)
        elif not is_old and chance < 0.95:
            # Taken off the list, or out of the history: no part of the library any more.
            put(db, "favourites", manga_id=n, category_id=1, created_at=at, deleted_at=at + 9)
            continue
        else:
            continue
        truth.offered.add(work)
    return truth
