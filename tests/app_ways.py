"""How applications write that somebody has used a thing, left it, refused it, or has not.

Each application has a way to add an item, and ways in which something happens to it, each with
what follows: ``watched`` is history and not offered again, ``away`` is only not offered again, and
``nothing`` says nothing. Libraries are made of them at random, in the application's whole schema.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from app_libraries.schemas import put
from app_situations import Work

Add = Callable[[sqlite3.Connection, int, str, bool], Work]
"""Adds an item of a number and a title, or one that is gone; returns what it is then called."""
Way = Callable[[sqlite3.Connection, int, int], None]
"""What happens to the item of a number, at a moment in unix seconds."""


@dataclass(frozen=True, slots=True)
class App:
    """An application: its whole schema, the person who uses it, its items and what happens.

    Of what is closed the fixture has the tables.
    """

    schema: str
    user: str
    add: Add
    watched: tuple[Way, ...]
    away: tuple[Way, ...] = ()
    nothing: tuple[Way, ...] = ()
    can_be_gone: bool = False
    begin: str = ""
    """SQL before everything else."""


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S.000 +00:00")


def _book(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "books", id=f"b{n}", title=title, publishedYear="1999", createdAt="", updatedAt="")
    put(db, "libraryItems", id=f"l{n}", mediaId=f"b{n}", mediaType="book", isMissing=int(gone),
        createdAt="", updatedAt="")  # fmt: skip
    return title, 1999


def _progress(**values: object) -> Way:
    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        row = {"id": f"p{n}", "mediaItemId": f"b{n}", "mediaItemType": "book", "userId": "u1",
               "isFinished": 0, "currentTime": 0, "createdAt": _iso(moment),
               "updatedAt": _iso(moment)}  # fmt: skip
        put(db, "mediaProgresses", **(row | values))

    return way


def _progress_twice(db: sqlite3.Connection, n: int, moment: int) -> None:
    """A title that was finished, and a download's second row that never is."""
    _progress(isFinished=1, finishedAt=_iso(moment))(db, n, moment)
    _progress(id=f"q{n}", currentTime=50.0)(db, n, moment + 86400)


def _emby_film(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    # A film has a version, under the same key; extras are of other kinds.
    for number, kind in ((n, 5), (n + 1000, 5), (n + 2000, 12)):
        put(db, "MediaItems", Id=number, type=kind, Name=title, ProductionYear=1999,
            UserDataKeyId=n if kind == 5 else number)  # fmt: skip
    return title, 1999


def _emby_data(**values: object) -> Way:
    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        row: dict[str, object] = {"UserDataKeyId": n, "userId": 1, "played": 0, "playCount": 0}
        if values.get("LastPlayedDateInt"):
            row["LastPlayedDateInt"] = moment
        put(
            db, "UserDatas", **({**values, **row} | {k: v for k, v in values.items() if v != "now"})
        )

    return way


def _episode(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "FeedItems", id=n, title=title, feed=1, read=0, description="")
    put(db, "FeedMedia", id=n, feeditem=n, position=0, played_duration=0, last_played_time=0,
        playback_completion_date=0)  # fmt: skip
    return f"The Waves - {title}", None


def update(table: str, key: str, sets: str) -> Way:
    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        db.execute(f"UPDATE {table} SET {sets.format(at=moment)} WHERE {key} = ?", (n,))

    return way


def _stream(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "streams", uid=n, url=f"https://v.example/{n}", title=title, uploader="Ann")
    return title, None


def _manga(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "mangas", _id=n, title=title, favorite=1)
    for chapter in (10 * n, 10 * n + 1):
        put(db, "chapters", _id=chapter, manga_id=n, memo=b"")
    return title, None


def _song(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "songs", rowid=n, title=title, artist="The Lanterns", album="Tides", year=1999,
        url=f"file:///{n}.flac", playcount=0, lastplayed=-1, rating=-1,
        unavailable=int(gone))  # fmt: skip
    return f"The Lanterns - {title}", 1999


def _koel_song(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "songs", id=f"s{n}", title=title, artist_id="a1")
    return f"The Lanterns - {title}", None


def _komga_book(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    if n == 1:
        put(db, "SERIES_METADATA", SERIES_ID="s1", TITLE="Waves")
    put(
        db,
        "BOOK",
        ID=f"b{n}",
        SERIES_ID="s1",
        NAME=title,
        DELETED_DATE="2025-01-01" if gone else None,
    )
    put(db, "BOOK_METADATA", BOOK_ID=f"b{n}", TITLE=title, RELEASE_DATE="1999-01-01")
    return f"Waves - {title}", 1999


def _film(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "app_item", id=n, media_id=n, source="manual", media_type="movie", title=title)
    return title, None


def _status(status: str, **values: object) -> Way:
    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        put(db, "app_movie", item_id=n, user_id=1, status=status, **values)

    return way


def _game(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "games", id=n, name=title, year=1999, lastplayed=0, playtime=0)
    if n == 1:
        put(db, "categories", id=1, name=".hidden")
    if gone:
        put(db, "games_categories", game_id=n, category_id=1)
    return title, 1999


def _reader_book(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "book", id=n, title=title, authors="Quill", series="N/A", language="N/A",
        total_read_time=0)  # fmt: skip
    return title, None


def _note(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "notes", id=n, sfld=title, tags="")
    for card in (10 * n, 10 * n + 1):
        put(db, "cards", id=card, nid=n, queue=-1 if gone else 0)
    return title, None


def _scrobbled(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "tracks", id=n, title=title)
    put(db, "trackartists", artist_id=1, track_id=n)
    return f"The Lanterns - {title}", None


def then(table: str, **values: object) -> Way:
    """Insert a row; of a text, {n} is the item's number and {at} the moment."""

    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        row = {
            name: value.format(n=n, at=moment, iso=_iso(moment)[:19])
            if isinstance(value, str) else value
            for name, value in values.items()
        }  # fmt: skip
        put(db, table, **row)

    return way


APPS: dict[str, App] = {
    "audiobookshelf": App(
        "audiobookshelf", "u1", _book,
        watched=(
            _progress(isFinished=1, finishedAt="2025-01-02 03:04:05.000 +00:00"),
            _progress_twice,
            _progress(isFinished=1), _progress(currentTime=60.5), _progress(ebookProgress=0.2),
            _progress(currentTime=9, hideFromContinueListening=1),
            _progress(extraData='{"progress": 0.5, "libraryItemId": "x"}'),
        ),
        nothing=(_progress(), _progress(extraData='{"progress": 0}'), _progress(extraData="")),
        can_be_gone=True,
    ),
    "emby": App(
        "emby 4.10.1.0", "1", _emby_film,
        watched=(
            _emby_data(played=1), _emby_data(played=1, LastPlayedDateInt="now"),
            _emby_data(playCount=2, LastPlayedDateInt="now", playbackPositionTicks=9_000_000_000),
        ),
        away=(_emby_data(playCount=1, playbackPositionTicks=9_000_000_000),
              _emby_data(playCount=1, LastPlayedDateInt="now"), _emby_data(rating=2.0)),
        nothing=(_emby_data(isFavorite=1), _emby_data(rating=8.0), _emby_data(playCount=2)),
    ),
    "antennapod": App(
        "antennapod", "me", _episode,
        watched=(
            update("FeedItems", "id", "read = 1"),
            update("FeedMedia", "feeditem", "last_played_time = {at}000, played_duration = 9000"),
            update("FeedMedia", "feeditem", "playback_completion_date = {at}000"),
            update("FeedMedia", "feeditem", "duration = 1800000, position = 900000"),
        ),
        away=(update("FeedMedia", "feeditem", "position = 90000"),
              update("FeedMedia", "feeditem", "duration = 1800000, last_played_time = {at}000,"
                     " playback_completion_date = {at}000, played_duration = 9000")),
        nothing=(update("FeedItems", "id", "read = -1"),
                 update("FeedMedia", "feeditem", "downloaded = 1")),
        begin="INSERT INTO Feeds (id, title) VALUES (1, 'The Waves')",
    ),
    "newpipe": App(
        "newpipe 9", "me", _stream,
        watched=(then("stream_history", stream_id="{n}", access_date="{at}000", repeat_count=1),),
        away=(then("stream_state", stream_id="{n}", progress_time=9000),),
        nothing=(then("stream_state", stream_id="{n}", progress_time=0),
                 then("feed", stream_id="{n}", subscription_id=1)),
    ),
    "mihon": App(
        "mihon", "me", _manga,
        watched=(
            then("history", chapter_id="{n}0", last_read="{at}000", time_read=60_000),
            update("chapters", "manga_id", "read = 1"),
        ),
        away=(update("chapters", "manga_id", "last_page_read = 4"),
              then("manga_sync", manga_id="{n}", last_chapter_read=12.0),
              # Taken out of the history, which sets the time to 0.
              then("history", chapter_id="{n}1", last_read=0)),
        nothing=(update("chapters", "manga_id", "bookmark = 1"),
                 then("manga_sync", manga_id="{n}", last_chapter_read=0.0, status=6)),
    ),
    "strawberry": App(
        "strawberry", "me", _song,
        watched=(update("songs", "rowid", "playcount = 3, lastplayed = {at}"),
                 update("songs", "rowid", "playcount = 1"),
                 update("songs", "rowid", "lastplayed = {at}")),
        away=(update("songs", "rowid", "rating = 0.4000000059604645"),),
        nothing=(update("songs", "rowid", "skipcount = 4"),
                 update("songs", "rowid", "rating = 1.0")),
        can_be_gone=True,
    ),
    "koel": App(
        "koel 2026", "1", _koel_song,
        watched=(
            then("interactions", song_id="s{n}", user_id=1, play_count=2, last_played_at="{iso}"),
            then("interactions", song_id="s{n}", user_id=1, play_count=1),
        ),
        nothing=(then("interactions", song_id="s{n}", user_id=1, play_count=0),),
        begin="INSERT INTO artists (id, name) VALUES ('a1', 'The Lanterns')",
    ),
    "komga": App(
        "komga 20260225161438", "u1", _komga_book,
        watched=(
            then("READ_PROGRESS", BOOK_ID="b{n}", USER_ID="u1", COMPLETED=1, READ_DATE="{iso}"),
            then("READ_PROGRESS", BOOK_ID="b{n}", USER_ID="u1", PAGE=4, READ_DATE=None),
        ),
        can_be_gone=True,
    ),
    "yamtrack": App(
        "yamtrack", "1", _film,
        watched=(_status("Completed", end_date="2025-01-02"), _status("In progress"),
                 _status("Paused", start_date="2025-01-02")),
        away=(_status("Dropped"),),
        nothing=(_status("Planning"),),
    ),
    "lutris": App(
        "lutris", "me", _game,
        watched=(update("games", "id", "lastplayed = {at}, playtime = 1.5"),
                 update("games", "id", "playtime = 0.1")),
        nothing=(update("games", "id", "installed = 1"),),
        can_be_gone=True,
    ),
    "koreader": App(
        "koreader", "me", _reader_book,
        watched=(then("page_stat_data", id_book="{n}", page=1, start_time="{at}", duration=60),),
        away=(update("book", "id", "total_read_time = 600"),),
        nothing=(update("book", "id", "last_open = {at}"),),
    ),
    "anki": App(
        "anki 11", "me", _note,
        watched=(then("revlog", id="{at}000", cid="{n}0", ease=3, type=1),),
        away=(update("cards", "nid", "reps = 2"),),
        nothing=(update("cards", "nid", "due = 5"),
                 then("revlog", id="{at}000", cid="{n}0", ease=0, type=4)),
        can_be_gone=True,
    ),
    "maloja": App(
        "maloja", "me", _scrobbled,
        watched=(then("scrobbles", timestamp="{at}", track_id="{n}"),),
        begin="INSERT INTO artists (id, name) VALUES (1, 'The Lanterns')",
    ),
}  # fmt: skip
