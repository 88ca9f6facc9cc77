"""Generated libraries of Komga."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text


def komga(db: sqlite3.Connection, rng: random.Random) -> Truth:
    of_2022 = rng.random() < 0.3
    create(db, "komga 20220101120232" if of_2022 else "komga 20260225161438")
    truth, number = Truth(), 0
    for library, gone in (("l1", None), ("l2", None), ("l3", "2025-05-06 07:08:09")):
        there = {} if of_2022 else {"UNAVAILABLE_DATE": gone}
        put(db, "LIBRARY", ID=library, NAME=library, ROOT=f"/{library}", **there)
    for user in ("ann", "bob"):
        put(db, "USER", ID=user, EMAIL=f"{user}@x.example", SHARED_ALL_LIBRARIES=1)
    # What has come to nothing in Komga leaves no row: marked as unread.
    for title, year in random_works(rng, 24):
        state, copies = rng.random(), rng.choice((1, 1, 1, 2))
        # In the trash; of a library whose disk is away; a file that cannot be opened.
        is_trash, is_away, is_torn = state < 0.1, 0.1 <= state < 0.15, 0.15 <= state < 0.22
        is_away = is_away and not of_2022
        is_alone = rng.random() < 0.3
        series = title if is_alone else f"{title} Saga"
        shown = title if is_alone else f"{series} - {title}"
        books = []
        for copy in range(copies):
            number += 1
            book, of_series = f"b{number}", f"s{number}"
            library = "l3" if is_away else ("l1", "l2")[copy]
            put(db, "SERIES", ID=of_series, NAME=series, LIBRARY_ID=library)
            put(db, "SERIES_METADATA", SERIES_ID=of_series, TITLE=series, STATUS="ENDED")
            put(db, "BOOK", ID=book, SERIES_ID=of_series, NAME=f"{title} v{copy}", NUMBER=1,
                LIBRARY_ID=library, FILE_HASH=f"h{title}{year}" if rng.random() < 0.5 else "",
                DELETED_DATE=utc_text(random_moment(rng)) if is_trash else None)  # fmt: skip
            put(db, "BOOK_METADATA", BOOK_ID=book, TITLE=title, NUMBER="1",
                RELEASE_DATE=f"{year}-04-05", ISBN="")  # fmt: skip
            put(db, "MEDIA", BOOK_ID=book, STATUS=rng.choice(("ERROR", "UNSUPPORTED"))
                if is_torn else rng.choice(("READY", "OUTDATED", "UNKNOWN")))  # fmt: skip
            books.append(book)
        is_gone = is_trash or is_away or is_torn
        (truth.gone if is_gone else truth.offered).add((shown, year))
        for user in ("ann", "bob"):
            chance = rng.random()
            if chance > 0.4:
                continue
            # Finished, or left on a page; with the time of reading, or that of the row alone.
            put(db, "READ_PROGRESS", BOOK_ID=rng.choice(books), USER_ID=user,
                COMPLETED=int(chance < 0.3), PAGE=rng.randrange(1, 90),
                LAST_MODIFIED_DATE=utc_text(random_moment(rng)),
                READ_DATE=None if chance < 0.05 else utc_text(random_moment(rng)))  # fmt: skip
            truth.watch(user, (shown, year))
    _numbered(db, rng, truth)
    return truth


def _numbered(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    """Add a series whose books are all called alike: their numbers tell them."""
    put(db, "SERIES", ID="many", NAME="Tidal", LIBRARY_ID="l1")
    put(db, "SERIES_METADATA", SERIES_ID="many", TITLE="Tidal", STATUS="ONGOING")
    for n in range(1, 5):
        put(db, "BOOK", ID=f"many{n}", SERIES_ID="many", NAME=f"Tidal {n}", NUMBER=n,
            LIBRARY_ID="l1", FILE_HASH="")  # fmt: skip
        put(db, "BOOK_METADATA", BOOK_ID=f"many{n}", TITLE=f"Volume {n}", NUMBER=str(n), ISBN="")
        put(db, "MEDIA", BOOK_ID=f"many{n}", STATUS="READY")
        work = (f"Tidal - Volume {n}", None)
        truth.offered.add(work)
        if n == 1:
            put(db, "READ_PROGRESS", BOOK_ID="many1", USER_ID="ann", COMPLETED=1, PAGE=9,
                READ_DATE=utc_text(random_moment(rng)))  # fmt: skip
            truth.watch("ann", work)
