"""Generated libraries of Audiobookshelf."""

from __future__ import annotations

import json
import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text

_USERS = ("u-ann", "u-bob")


def audiobookshelf(db: sqlite3.Connection, rng: random.Random) -> Truth:
    create(db, "audiobookshelf")
    truth = Truth()
    for library, kind in (("l1", "book"), ("l2", "book"), ("l3", "podcast")):
        put(db, "libraries", id=library, mediaType=kind)
    for user in _USERS:
        put(db, "users", id=user, username=user, type="user")
    for n, (title, year) in enumerate(random_works(rng, 24)):
        state, ids = rng.random(), [f"b{n}"] if rng.random() < 0.8 else [f"b{n}", f"copy{n}"]
        # Missing, without a file that can be played, or no longer of any library.
        gone = ("isMissing", "isInvalid", "orphan")[int(state * 30)] if state < 0.1 else None
        put(db, "authors", id=f"a{n}", name=f"Quill {n}")
        for k, book in enumerate(ids):
            put(db, "books", id=book, title=title, publishedYear=str(year), genres='["Fiction"]')
            put(db, "bookAuthors", id=f"x{book}", bookId=book, authorId=f"a{n}")
            if gone != "orphan":
                flags = {} if gone is None else {gone: 1}
                put(db, "libraryItems", id=f"i{book}", mediaId=book, mediaType="book",
                    libraryId=("l1", "l2")[k], path=f"/{book}", **flags)  # fmt: skip
        (truth.gone if gone else truth.offered).add((title, year))
        for user in _USERS:
            _listen(db, rng, truth, user, (title, year), rng.choice(ids), f"Quill {n}")
    _episodes(db, rng, truth)
    _came_back(db, truth)
    # Of somebody who was deleted, where the database did not delete the rows with them.
    _progress(db, rng, None, "b1", isFinished=1)
    return truth


def _progress(
    db: sqlite3.Connection, rng: random.Random, user: str | None, item: str, **values: object
) -> None:
    at = f"{utc_text(random_moment(rng))}.123 +00:00"
    row = {"id": f"p{rng.getrandbits(60)}", "userId": user, "mediaItemId": item, "isFinished": 0,
           "mediaItemType": "book", "currentTime": 0, "duration": 36000, "createdAt": at,
           "updatedAt": at}  # fmt: skip
    put(db, "mediaProgresses", **(row | values))


def _listen(
    db: sqlite3.Connection, rng: random.Random, truth: Truth, user: str,
    work: tuple[str, int], book: str, author: str,
) -> None:  # fmt: skip
    chance = rng.random()
    if chance < 0.3:
        ways: tuple[dict[str, object], ...] = (
            {"isFinished": 1, "finishedAt": f"{utc_text(random_moment(rng))}.000 +00:00"},
            {"isFinished": 1}, {"currentTime": 1234.5}, {"ebookProgress": 0.25},
            {"extraData": '{"progress": 0.4}'}, {"isFinished": 1, "hideFromContinueListening": 1},
        )  # fmt: skip
        _progress(db, rng, user, book, **rng.choice(ways))
        if rng.random() < 0.3:
            # A second row of a title that was downloaded.
            _progress(db, rng, user, book)
        truth.watch(user, work)
    elif chance < 0.4:
        # Marked as not finished again, which sets it back to the beginning.
        _progress(db, rng, user, book, extraData='{"progress": 0}', finishedAt=None)
    if chance < 0.35:
        put(db, "playbackSessions", id=f"s{rng.getrandbits(60)}", userId=user, mediaItemId=book,
            mediaItemType="book", displayTitle=work[0], displayAuthor=author, startTime=12.5,
            timeListening=600)  # fmt: skip


def _episodes(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    """Add podcasts, one missing, one of no library; episodes of several may have one name."""
    shows = (("Salt Radio", 0), ("Night Radio", 0), ("Lost Radio", 1), ("Left Radio", None))
    for n, (show, gone) in enumerate(shows):
        put(db, "podcasts", id=f"pod{n}", title=show, genres="[]")
        if gone is not None:
            put(db, "libraryItems", id=f"ipod{n}", mediaId=f"pod{n}", mediaType="podcast",
                libraryId="l3", isMissing=gone)  # fmt: skip
        for k, name in enumerate(("Cast Off", "Moor", "Sink")):
            episode, work = f"e{n}{k}", (f"{show} - {name}", None)
            put(db, "podcastEpisodes", id=episode, title=name, podcastId=f"pod{n}")
            (truth.offered if gone == 0 else truth.gone).add(work)
            for user in _USERS:
                chance, row = rng.random(), {"mediaItemType": "podcastEpisode"}
                if chance < 0.3:
                    _progress(db, rng, user, episode, currentTime=18000, **row)
                    truth.watch(user, work)
                elif chance < 0.5:
                    _progress(db, rng, user, episode, currentTime=9, **row)
                    truth.dislike(user, work)


def _came_back(db: sqlite3.Connection, truth: Truth) -> None:
    """Add a book that was heard, deleted, and found again under another id."""
    work = ("Ebb and Flow", 2011)
    put(db, "playbackSessions", id="back", userId="u-ann", mediaItemId="old", mediaItemType="book",
        displayTitle=work[0], displayAuthor="Quill Back", mediaMetadata=json.dumps(
            {"title": work[0], "publishedYear": "2011"}))  # fmt: skip
    put(db, "mediaProgresses", id="pback", userId="u-ann", mediaItemId="old", mediaItemType="book",
        currentTime=50, isFinished=0)  # fmt: skip
    put(db, "authors", id="aback", name="Quill Back")
    put(db, "books", id="new", title=work[0], publishedYear="2011", genres="[]")
    put(db, "bookAuthors", id="xback", bookId="new", authorId="aback")
    put(db, "libraryItems", id="inew", mediaId="new", mediaType="book", libraryId="l1")
    truth.offered.add(work)
    truth.watch("u-ann", work)
