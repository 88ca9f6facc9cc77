"""Generated libraries of a Kobo reader."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text

# What a row says that is there no more: a loan that ended, a file that was deleted, a wish.
_GONE: tuple[dict[str, object], ...] = (
    {"___ExpirationStatus": 3, "Accessibility": 2},
    {"Accessibility": -1, "IsDownloaded": "false"},
    {"Accessibility": 1, "IsDownloaded": "false", "InWishlist": "true"},
)
_THERE: tuple[dict[str, object], ...] = (
    {"Accessibility": -1, "IsDownloaded": "true"},
    {"Accessibility": 1, "IsDownloaded": "true"},
    {"Accessibility": 1, "IsDownloaded": "false"},
    {"Accessibility": 2, "IsDownloaded": 1, "___ExpirationStatus": 0},
)


def kobo(db: sqlite3.Connection, rng: random.Random) -> Truth:
    create(db, "kobo 2023")
    truth = Truth()
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 30)})):
        work = (title, None)
        is_gone = rng.random() < 0.2
        (truth.gone if is_gone else truth.offered).add(work)
        kinds = _GONE[:2] if rng.random() < 0.5 else _GONE
        books = [f"b{n}"] if rng.random() < 0.8 else [f"b{n}", f"file:///{n}.epub"]
        for book in books:
            _book(db, book, title, f"Quill {n}", **rng.choice(kinds if is_gone else _THERE))
        if rng.random() < 0.2:
            # A preview that was read to its end says nothing of the book.
            _book(db, f"p{n}", title, f"Quill {n}", Accessibility=6, ReadStatus=2,
                  ___PercentRead=100)  # fmt: skip
        _chapter(db, books[0], title)
        _happened(db, rng, truth, work, rng.choice(books))
    # The device's manual, recommendations and previews of what nobody has.
    _book(db, "file:///usr/local/Kobo/help/en/guide.kepub", "User Guide", "Kobo", ReadStatus=1)
    for n, accessibility in enumerate((4, 6)):
        _book(db, f"shop{n}", f"Shop Window {n}", "Nobody", Accessibility=accessibility)
    return truth


def _book(db: sqlite3.Connection, book: str, title: str, author: str, **values: object) -> None:
    row = {"ContentID": book, "ContentType": "6", "MimeType": "application/epub+zip",
           "Title": title, "Attribution": author, "ReadStatus": 0, "___UserID": "u",
           "___PercentRead": 0, "FavouritesIndex": -1, "IsDownloaded": "true",
           "InWishlist": "false"}  # fmt: skip
    put(db, "content", **(row | values))


def _chapter(db: sqlite3.Connection, book: str, title: str) -> None:
    """Add a chapter, which is a row of the same table that has been read."""
    _book(db, f"{book}!1", f"{title} I", "", ContentType="9", BookID=book, ReadStatus=2)


def _happened(
    db: sqlite3.Connection, rng: random.Random, truth: Truth, work: tuple[str, None], book: str
) -> None:
    chance = rng.random()
    at = utc_text(random_moment(rng)).replace(" ", "T") + rng.choice(("Z", ".000", ""))
    if chance < 0.3:
        status = rng.choice((1, 2, 3))
        times = rng.choice(({"DateLastRead": at}, {"LastTimeFinishedReading": at}, {}))
        _update(db, book, ReadStatus=status, ___PercentRead=rng.choice((0, 3, 100)), **times)
        truth.watch("me", work)
    elif chance < 0.4:
        # Marked as unread: not while there is a place, or with a bad rating.
        _update(db, book, DateLastRead=at, ___PercentRead=rng.choice((1, 60)))
        truth.dislike("me", work)
    elif chance < 0.5:
        rating = rng.choice((1, 2, 4, 5, 0))
        put(db, "ratings", ContentID=book, Rating=rating, DateModified=at)
        if rating in (1, 2):
            truth.dislike("me", work)
    elif chance < 0.6:
        _update(db, book, DateLastRead=at, ReadStatus=0, ___PercentRead=0)


def _update(db: sqlite3.Connection, book: str, **values: object) -> None:
    sets = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE content SET {sets} WHERE ContentID = ?", [*values.values(), book])
