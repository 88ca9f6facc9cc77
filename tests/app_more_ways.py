"""The same as ``app_ways`` of players of podcasts, books and songs, and of readers."""

from __future__ import annotations

import sqlite3

from app_libraries.schemas import put
from app_situations import Work
from app_ways import App, Way, then, update

_DAY = "757382400"
"""2025-01-01, as Apple counts."""
_LATER, _BEFORE = 1735776000, 1600000000
"""After and before the feed was subscribed to."""


def _apple(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "ZMTEPISODE", Z_PK=n, ZPODCAST=2 if gone else 1, ZTITLE=title, ZDURATION=1800,
        ZPLAYSTATE=0, ZPLAYSTATESOURCE=6, ZPLAYCOUNT=0, ZPLAYHEAD=0,
        ZMETADATAIDENTIFIER=f"m{n}")  # fmt: skip
    return f"{'Wires' if gone else 'Dockside'} - {title}", None


def _apple_state(**values: int | str) -> Way:
    """Days are seconds since 2001."""
    return update("ZMTEPISODE", "Z_PK", ", ".join(f"{k} = {v}" for k, v in values.items()))


def _shared(played: int, place: int, **values: int | str) -> Way:
    """What devices share, which the episode's own row need not agree with."""

    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        put(db, "ZMTUPPMETADATA", ZHASBEENPLAYED=played, ZBOOKMARKTIME=place,
            ZMETADATAIDENTIFIER=f"m{n}")  # fmt: skip
        if values:
            _apple_state(**values)(db, n, moment)

    return way


def _kasts(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "Entries", entryuid=n, feeduid=1, title=title, created=_LATER, read=0, new=1,
        hasEnclosure=1, removed=int(gone))  # fmt: skip
    for address in ("a", "b"):
        put(db, "Enclosures", entryuid=n, url=f"https://w.example/{n}{address}", duration=1800,
            playposition=0)  # fmt: skip
    return f"Dockside - {title}", None


def _addict(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    if n == 1:
        put(db, "podcasts", _id=1, name="Dock", custom_name="Dockside", subscribed_status=1)
        put(db, "podcasts", _id=2, name="Wires", feed_url="w", subscribed_status=0)
    put(db, "episodes", _id=n, name=title, podcast_id=2 if gone else 1, guid=f"g{n}",
        download_url=f"https://d.example/{n}", duration_ms=1_800_000, playbackDate=-1)  # fmt: skip
    return f"{'Wires' if gone else 'Dockside'} - {title}", None


def _article(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "rss_item", id=n, guid=f"g{n}", title=title, feedurl="f", pubDate=_LATER + n, unread=1,
        deleted=int(gone))  # fmt: skip
    return f"Dockside - {title}", None


def _entry(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "entry", id=n, guid=f"g{n}", title=title, id_feed=1, is_read=0, is_favorite=0)
    return f"Dockside - {title}", None


def _paper(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    if n == 1:
        put(db, "libraries", libraryID=1, type="user")
        for number, name in enumerate(("title", "date", "abstractNote"), 1):
            put(db, "fields", fieldID=number, fieldName=name)
        put(db, "itemDataValues", valueID=9999, value="1999-05-00 May 1999")
    # A paper, its file, a note, a mark of somebody else in the file, and the paper's tag.
    for number in (n, n + 100, n + 200, n + 300):
        put(db, "items", itemID=number, libraryID=1, key=f"k{number}",
            dateAdded="2024-01-01 00:00:00")  # fmt: skip
    put(db, "itemDataValues", valueID=n, value=title)
    put(db, "itemData", itemID=n, fieldID=1, valueID=n)
    put(db, "itemData", itemID=n, fieldID=2, valueID=9999)
    put(db, "itemAttachments", itemID=n + 100, parentItemID=n)
    put(db, "itemNotes", itemID=n + 200, parentItemID=n)
    put(db, "itemAnnotations", itemID=n + 300, parentItemID=n + 100, isExternal=1)
    if gone:
        put(db, "deletedItems", itemID=n)
    return title, 1999


def _opened(db: sqlite3.Connection, n: int, moment: int) -> None:
    update("itemAttachments", "itemID", "lastRead = {at}")(db, n + 100, moment)


def _marked(db: sqlite3.Connection, n: int, moment: int) -> None:
    put(db, "items", itemID=n + 400, libraryID=1, key=f"k{n + 400}",
        dateAdded="2025-02-03 04:05:06")  # fmt: skip
    put(db, "itemAnnotations", itemID=n + 400, parentItemID=n + 100, isExternal=0)


def _reader(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "books", BkID=n, BkLgID=1, BkTitle=title)
    for page in (1, 2):
        put(db, "texts", TxID=10 * n + page, TxBkID=n, TxOrder=page)
    return title, None


def _audiobook(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    put(db, "book", id=n, name=title, author="Quill", hidden=int(gone))
    put(db, "track", id=10 * n, book_id=n, number=1)
    return title, None


def _lms_song(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    if n == 1:
        put(db, "artist", id=1, name="The Lanterns")
        put(db, "release", id=1, name="Tides")
        for user in (1, 2):
            put(db, "user", id=user, login_name=f"u{user}")
    put(db, "track", id=n, name=title, date="1999-01-02", release_id=1)
    put(db, "track_artist_link", track_id=n, artist_id=1, type=0)
    return f"The Lanterns - {title}", 1999


def _lyrion_song(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    if n == 1:
        put(db, "contributors", id=1, name="The Lanterns")
        put(db, "albums", id=1, title="Tides")
    put(db, "tracks", id=n, url=f"file:///m/{n}.flac", urlmd5=f"m{n}", title=title, album=1,
        year=1999, audio=1)  # fmt: skip
    put(db, "contributor_track", role=1, contributor=1, track=n)
    put(db, "tracks_persistent", id=n, url=f"file:///m/{n}.flac", urlmd5=f"m{n}", added=1)
    put(db, "alternativeplaycount", url=f"file:///m/{n}.flac", urlmd5=f"m{n}")
    return f"The Lanterns - {title}", 1999


def _counted(table: str, **values: int) -> Way:
    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        sets = ", ".join(f"{name} = {value}" for name, value in values.items())
        db.execute(f"UPDATE {table} SET lastPlayed = ?, {sets} WHERE urlmd5 = ?",
                   (moment, f"m{n}"))  # fmt: skip

    return way


def _supysonic_song(db: sqlite3.Connection, n: int, title: str, gone: bool) -> Work:
    if n == 1:
        put(db, "user", id="u1", name="ann")
        put(db, "artist", id="a", name="The Lanterns")
        put(db, "album", id="b", name="Tides", artist_id="a")
    put(db, "track", id=f"t{n}", title=title, year=1999, album_id="b", artist_id="a",
        path_hash=str(n))  # fmt: skip
    return f"The Lanterns - {title}", 1999


def _starred(stars: int | None) -> Way:
    def way(db: sqlite3.Connection, n: int, moment: int) -> None:
        if stars is None:
            put(db, "starred_track", user_id="u1", starred_id=f"t{n}", date="2025-01-01")
        else:
            put(db, "rating_track", user_id="u1", rated_id=f"t{n}", rating=stars)

    return way


def _supysonic_play(db: sqlite3.Connection, n: int, moment: int) -> None:
    db.execute("UPDATE track SET play_count = 2, last_play = '2025-01-01' WHERE id = ?", (f"t{n}",))
    db.execute("UPDATE user SET last_play_id = ?, last_play_date = '2025-01-01'", (f"t{n}",))


MORE: dict[str, App] = {
    "applepodcasts": App(
        "applepodcasts 26", "me", _apple,
        watched=(
            _apple_state(ZPLAYSTATE=2, ZPLAYSTATESOURCE=3, ZPLAYCOUNT=1, ZLASTDATEPLAYED=_DAY),
            _apple_state(ZPLAYSTATE=2, ZPLAYSTATESOURCE=1),
            _apple_state(ZPLAYSTATE=2, ZPLAYSTATESOURCE=4),
            _apple_state(ZPLAYCOUNT=1, ZPLAYSTATESOURCE=0),
            _apple_state(ZPLAYCOUNT=1, ZPLAYSTATESOURCE=3, ZLASTDATEPLAYED=_DAY),
            _apple_state(ZPLAYSTATESOURCE=4, ZLASTDATEPLAYED=_DAY),
            _apple_state(ZPLAYSTATE=1, ZPLAYHEAD="900.5"), _shared(1, 0),
            _shared(1, 0, ZPLAYSTATE=1),
        ),
        away=(_apple_state(ZPLAYSTATE=1, ZPLAYHEAD="899"), _shared(0, 30),
              _apple_state(ZPLAYCOUNT=1, ZPLAYSTATESOURCE=3)),
        nothing=(
            _apple_state(ZPLAYSTATE=2, ZPLAYSTATESOURCE=2, ZLASTDATEPLAYED=_DAY),
            _apple_state(ZPLAYSTATE=2), _apple_state(ZPLAYSTATE=2, ZPLAYSTATESOURCE=3),
            _apple_state(ZLASTDATEPLAYED=_DAY), _shared(0, 0),
            _shared(0, 0, ZPLAYSTATE=2, ZPLAYSTATESOURCE=2),
        ),
        can_be_gone=True,
        begin="INSERT INTO ZMTPODCAST (Z_PK, ZTITLE, ZSUBSCRIBED) "
              "VALUES (1, 'Dockside', 1), (2, 'Wires', 0)",
    ),
    "kasts": App(
        "kasts 15", "me", _kasts,
        watched=(update("Entries", "entryuid", "read = 1, new = 0"),
                 update("Enclosures", "entryuid", "playposition = 900000")),
        away=(update("Enclosures", "entryuid", "playposition = 30000"),),
        nothing=(update("Entries", "entryuid", f"read = 1, new = 0, created = {_BEFORE}"),
                 update("Entries", "entryuid", "favorite = 1"),
                 then("Queue", entryuid="{n}", listnr=1, playing=0)),
        can_be_gone=True,
        begin=f"INSERT INTO Feeds (feeduid, name, subscribed) VALUES (1, 'Dockside', {_LATER - 1})",
    ),
    "podcastaddict": App(
        "podcastaddict 2025", "me", _addict,
        watched=(update("episodes", "_id", "seen_status = 1, playbackDate = {at} * 1000"),
                 update("episodes", "_id", "seen_status = 1"),
                 update("episodes", "_id", "position_to_resume = 900000")),
        away=(update("episodes", "_id", "position_to_resume = 30000, playbackDate = {at} * 1000"),
              update("episodes", "_id", "playbackDate = {at} * 1000"),
              update("episodes", "_id", "thumbsRating = 1"),
              update("episodes", "_id", "thumbsRating = -1")),
        nothing=(update("episodes", "_id", "favorite = 1"),
                 then("ordered_list", rank=1, id="{n}", type=1)),
        can_be_gone=True,
    ),
    "freshrss": App(
        "freshrss 1.24", "me", _entry,
        watched=(update("entry", "id", "is_read = 1"),
                 update("entry", "id", "is_read = 1, is_favorite = 1")),
        nothing=(update("entry", "id", "is_favorite = 1"),
                 then("entrytag", id_tag=1, id_entry="{n}")),
        begin="INSERT INTO feed (id, url, name, priority, ttl) VALUES (1, 'f', 'Dockside', 10, 0)",
    ),
    "newsboat": App(
        "newsboat 2.33", "me", _article,
        watched=(update("rss_item", "id", "unread = 0"),
                 update("rss_item", "id", "unread = 0, flags = 'x', enqueued = 1")),
        away=(update("rss_item", "id", "unread = 0, deleted = 1"),),
        nothing=(update("rss_item", "id", "flags = 'a'"),),
        can_be_gone=True,
        begin="INSERT INTO rss_feed VALUES ('f', '', 'Dockside', 0, 0, '')",
    ),
    "zotero": App(
        "zotero 9", "me", _paper,
        watched=(_opened, _marked),
        nothing=(then("itemTags", itemID="{n}", tagID=1, type=0),
                 update("items", "itemID", "dateModified = '2025-01-01 00:00:00'")),
        can_be_gone=True,
        begin="INSERT INTO tags (tagID, name) VALUES (1, 'to read')",
    ),
    "lute": App(
        "lute 2025", "me", _reader,
        watched=(update("texts", "TxBkID", "TxReadDate = '2025-01-01 10:00:00.123'"),),
        away=(update("books", "BkID", "BkCurrentTxID = 11"),
              update("books", "BkID", "BkArchived = 1")),
        nothing=(update("books", "BkID", "BkAudioFilename = 'a.mp3'"),),
        begin="INSERT INTO languages SELECT 1, 'Spanish', '', '', '', '', 0, 0, ''",
    ),
    "cozy": App(
        "cozy 11", "me", _audiobook,
        watched=(update("book", "id", "position = -1, last_played = {at}"),
                 update("book", "id", "position = 10, last_played = {at}"),
                 update("book", "id", "position = -1"), update("book", "id", "position = 10")),
        away=(update("book", "id", "last_played = {at}"),),
        nothing=(update("book", "id", "offline = 1"),),
        can_be_gone=True,
    ),
    "lms": App(
        "lms 100", "1", _lms_song,
        watched=(then("listen", date_time="{iso}", backend=0, track_id="{n}", user_id=1),
                 then("listen", date_time="{iso}.000", backend=1, track_id="{n}", user_id=1)),
        away=(then("rated_track", rating=2, track_id="{n}", user_id=1),
              then("track_bookmark", offset=900, track_id="{n}", user_id=1)),
        nothing=(then("rated_track", rating=5, track_id="{n}", user_id=1),
                 then("starred_track", backend=0, track_id="{n}", user_id=1)),
    ),
    "lyrion": App(
        "lyrion 27", "me", _lyrion_song,
        watched=(_counted("alternativeplaycount", playCount=1),),
        away=(_counted("tracks_persistent", playCount=1),
              update("tracks_persistent", "id", "rating = 40")),
        nothing=(update("tracks_persistent", "id", "rating = 100"),
                 _counted("alternativeplaycount", skipCount=1)),
    ),
    "supysonic": App(
        "supysonic 2026", "u1", _supysonic_song,
        watched=(_supysonic_play,),
        away=(_starred(1), _starred(2)),
        nothing=(_starred(5), _starred(None)),
    ),
}  # fmt: skip
