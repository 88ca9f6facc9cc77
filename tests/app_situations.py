"""What else happens in the libraries of :mod:`app_libraries`, each with what it means.

Versions and parts in files of their own, extras, what was left in the middle, what was deleted and
came back, shares instead of seconds, specials, channels, dates that are missing or in the future.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from itertools import product

from app_libraries import START, Truth

FUTURE = "2039-02-03 04:05:06"
_FIRST = ("Amber", "Brittle", "Crooked", "Dusty", "Eager", "Feral", "Gilded", "Hollow", "Idle")
_SECOND = ("Orchard", "Palace", "Quarry", "Ribbon", "Saddle", "Thimble", "Umbrella", "Violin")
Work = tuple[str, int | None]
Happen = Callable[[sqlite3.Connection, random.Random, Truth], None]


def names(rng: random.Random) -> Iterator[str]:
    """Yield titles that no library has yet."""
    every = [f"{first} {second}" for first, second in product(_FIRST, _SECOND)]
    rng.shuffle(every)
    yield from every


def insert(db: sqlite3.Connection, table: str, **values: object) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    db.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))


_KIND = "MediaBrowser.Controller.Entities."
_NOBODY = "00000000-0000-0000-0000-000000000000"
_PLACEHOLDER = "00000000-0000-0000-0000-000000000001"


def jellyfin(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    db.execute(
        "CREATE TABLE BaseItemProviders (ItemId TEXT NOT NULL, ProviderId TEXT NOT NULL, "
        "ProviderValue TEXT NOT NULL, PRIMARY KEY (ItemId, ProviderId))"
    )
    title, numbers = names(rng), iter(range(1, 1000))
    # 10.11 writes owners in small letters, and none as zeros; 12 in capitals, and none as NULL.
    of_11 = rng.random() < 0.5
    nobody = _NOBODY if of_11 else None

    def item(
        name: str, kind: str = "Movies.Movie", owner: str | None = None, **more: object
    ) -> str:
        item_id = f"{next(numbers):08X}-ABCD-4EF0-8000-{rng.randrange(1 << 48):012X}"
        owned = nobody if owner is None else owner.lower() if of_11 else owner
        key = more.get("PrimaryVersionId") or item_id.replace("-", "").lower()
        values = {"Id": item_id, "Type": _KIND + kind, "Name": name, "ProductionYear": 1999,
                  "PresentationUniqueKey": key, "OwnerId": owned}  # fmt: skip
        insert(db, "BaseItems", **(values | more))
        return item_id

    def played(item_id: str, **more: object) -> None:
        values = {"CustomDataKey": item_id, "ItemId": item_id, "UserId": "ANN", "PlayCount": 1,
                  "Played": 1, "LastPlayedDate": "2025-03-04 05:06:07"}  # fmt: skip
        insert(db, "UserData", **(values | more))

    def film(**more: object) -> tuple[str, Work]:
        work = (next(title), 1999)
        truth.offered.add(work)
        return item(work[0], **more), work  # type: ignore[arg-type]

    # The other version of a film, and the second part of one.
    first, work = film()
    alternate = item(
        f"{work[0]} - 4K", owner=first, PrimaryVersionId=first.replace("-", "").lower()
    )
    played(alternate)
    truth.watch("ANN", work)
    first, work = film()
    played(item(f"{work[0]} part2", "Video", owner=first))
    truth.watch("ANN", work)
    # Versions that nobody has played: the film is offered once.
    first, work = film()
    item(work[0], owner=first, PrimaryVersionId=first.replace("-", "").lower())
    item(work[0])
    # A trailer and a scene that were played.
    first, _ = film()
    played(item("The Making", "Video", owner=first, ExtraType=3))
    played(item("Trailer", "Trailer"))
    item("A theme", "Audio.Audio", owner=first, ExtraType=8)
    # Left in the middle: to begin counts.
    first, work = film()
    played(first, Played=0, PlaybackPositionTicks=9_000_000_000)
    truth.dislike("ANN", work)
    # Watched, deleted, found again; another one has not come back.
    first, work = film()
    insert(db, "BaseItemProviders", ItemId=first, ProviderId="Imdb", ProviderValue="tt7000001")
    for key in ("tt7000001", "tt7000002"):
        played(_PLACEHOLDER, CustomDataKey=key)
    truth.watch("ANN", work)
    # In two libraries, under two titles; the number of another kind of thing is another's.
    first, work = film()
    second, other = film()
    third = item(next(title), "TV.Series", IsFolder=1)
    for item_id in (first, second, third):
        insert(db, "BaseItemProviders", ItemId=item_id, ProviderId="Tmdb", ProviderValue="77")
    for user in ("ANN", "BOB"):
        played(first, LastPlayedDate=FUTURE, UserId=user)
        truth.watch(user, work)
        truth.dislike(user, other)
    # A special, an episode that is not there, and one of the same number elsewhere.
    show = next(title)
    special = item("Behind the Bar", "TV.Episode", SeriesName=show, ParentIndexNumber=0)
    played(special, LastPlayedDate=None)
    truth.offered.add((f"{show} - Behind the Bar", 1999))
    truth.watch("ANN", (f"{show} - Behind the Bar", 1999))
    item("Not Aired", "TV.Episode", SeriesName=show, IsVirtualItem=1)
    truth.gone.add((f"{show} - Not Aired", 1999))
    # An audio book is left in the middle as well.
    work = (next(title), 1999)
    truth.offered.add(work)
    played(item(work[0], "AudioBook"), Played=0, PlaybackPositionTicks=5_000_000_000)
    truth.dislike("ANN", work)
    # What is no item.
    for kind in ("Movies.BoxSet", "Audio.MusicAlbum", "Audio.MusicArtist", "CollectionFolder"):
        played(item(next(title), kind, IsFolder=1), PlayCount=0)
    for kind in ("Studio", "Genre", "Audio.MusicGenre", "Year", "Photo"):
        item(next(title), kind)
    insert(db, "BaseItems", Id="EPG1", Type="MediaBrowser.Controller.LiveTv.LiveTvProgram",
           Name=next(title))  # fmt: skip


def kodi(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    title, files, movies = names(rng), iter(range(5000, 6000)), iter(range(5000, 6000))
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    columns = ", ".join(f"c{n:02d} text" for n in range(24))
    db.execute(
        f"CREATE TABLE musicvideo (idMVideo integer primary key, idFile integer, {columns}, "
        "userrating integer, premiered text)"
    )

    def file(count: int | None = None, last: str | None = None) -> int:
        number = next(files)
        insert(db, "files", idFile=number, idPath=2, strFilename=f"stack://{number}.1.mkv , 2.mkv",
               playCount=count, lastPlayed=last)  # fmt: skip
        return number

    def film(file_id: int, name: str | None = None) -> tuple[int, Work]:
        movie, work = next(movies), (name or next(title), 1999)
        insert(db, "movie", idMovie=movie, idFile=file_id, c00=work[0], premiered="1999-05-06")
        if "videoversion" in tables:
            insert(db, "videoversion", idFile=file_id, idMedia=movie, media_type="movie",
                   itemType=0, idType=40400)  # fmt: skip
        truth.offered.add(work)
        return movie, work

    # Left in the middle; a bookmark of one's own says nothing.
    for kind in (1, 0):
        number = file()
        _, work = film(number)
        insert(db, "bookmark", idFile=number, timeInSeconds=900, type=kind)
        if kind == 1:
            truth.dislike("me", work)
    # Dates that are empty or in the future, and a file whose film was removed.
    for last in ("", FUTURE):
        truth.watch("me", film(file(1, last))[1])
    file(3, "2024-01-02 03:04:05")
    # Two entries of one film, under two titles, neither of them watched: both may be offered; and
    # two under one title, of which one is enough.
    name = next(title)
    film(file(), name), film(file(), name)
    # The same film by its id.
    (first, work), (second, other) = film(file(2)), film(file())
    for movie in (first, second):
        insert(db, "uniqueid", media_id=movie, media_type="movie", value="tt9100001", type="imdb")
    truth.watch("me", work)
    truth.dislike("me", other)
    # An episode has numbers of its own; two in one file are watched together; a special.
    show = next(title)
    insert(db, "tvshow", idShow=70, c00=show)
    double = file(1)
    for number, (name, file_id, season) in enumerate(
        [("Cast Off", double, 1), ("Moor", double, 1), ("Outtakes", file(1), 0),
         ("Sink", file(), 1)],
        first,
    ):  # fmt: skip
        insert(db, "episode", idEpisode=number, idFile=file_id, c00=name, c12=season, idShow=70)
        truth.offered.add((f"{show} - {name}", None))
        if name != "Sink":
            truth.watch("me", (f"{show} - {name}", None))
    # Music videos.
    for number, count in enumerate((1, None), 1):
        work = (f"The Lanterns - {next(title)}", None)
        insert(db, "musicvideo", idMVideo=number, idFile=file(count), c00=work[0][15:],
               c10="The Lanterns")  # fmt: skip
        truth.offered.add(work)
        if count:
            truth.watch("me", work)


def plex(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    title, numbers = names(rng), iter(range(5000, 6000))

    def item(guid: str, name: str, kind: int = 1, **more: object) -> int:
        number = next(numbers)
        values = {"id": number, "metadata_type": kind, "guid": guid, "title": name, "year": 1999}
        insert(db, "metadata_items", **(values | more))
        insert(db, "media_items", metadata_item_id=number)
        return number

    def film(**more: object) -> tuple[str, Work]:
        name = next(title)
        guid = f"plex://movie/{name}"
        item(guid, name, **more)  # type: ignore[arg-type]
        truth.offered.add((name, 1999))
        return guid, (name, 1999)

    # Left in the middle.
    guid, work = film()
    insert(db, "metadata_item_settings", account_id=1, guid=guid, view_offset=60_000)
    truth.dislike("1", work)
    # Deleted, and added again; its views are from before.
    guid, work = film(deleted_at=START)
    item(guid, work[0])
    insert(db, "metadata_item_views", account_id=1, guid=guid, metadata_type=1, title=work[0])
    truth.watch("1", work)
    # In two libraries, and counted in the future.
    guid, work = film(library_section_id=1)
    item(guid, work[0], library_section_id=2)
    insert(db, "metadata_item_settings", account_id=1, guid=guid, view_count=1,
           last_viewed_at=2_180_000_000)  # fmt: skip
    truth.watch("1", work)
    # An extra that was viewed, a playlist, a collection and a channel's programme.
    item("iva://api/1", "A trailer", 12)
    insert(db, "metadata_item_views", account_id=1, guid="iva://api/1", metadata_type=12)
    item("playlist://1", next(title), 15), item("collection://1", next(title), 18)
    insert(db, "metadata_item_views", account_id=1, guid="tv.plex.xmltv://show/1", metadata_type=1,
           title=next(title), viewed_at=START)  # fmt: skip
    # Episodes of an old agent have the number of their show.
    show = next(title)
    of_show = item("com.plexapp.agents.imdb://tt0903747?lang=en", show, 2)
    season = item("com.plexapp.agents.imdb://tt0903747/1?lang=en", "Season 1", 3, parent_id=of_show)
    for number, name in enumerate(("Cast Off", "Moor", "Sink"), 1):
        guid = f"com.plexapp.agents.imdb://tt0903747/1/{number}?lang=en"
        item(guid, name, 4, parent_id=season)
        truth.offered.add((f"{show} - {name}", 1999))
        if number == 1:
            insert(db, "metadata_item_settings", account_id=1, guid=guid, view_count=1)
            truth.watch("1", (f"{show} - {name}", 1999))


def navidrome(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    title, numbers = names(rng), iter(range(5000, 6000))

    def track(name: str, **more: object) -> str:
        number = f"n{next(numbers)}"
        values = {"id": number, "title": name, "artist": "The Lanterns", "year": 1999}
        insert(db, "media_file", **(values | more))
        return number

    def played(item: str, **more: object) -> None:
        values = {"user_id": "u1", "item_id": item, "item_type": "media_file", "play_count": 1}
        insert(db, "annotation", **(values | more))

    def work() -> Work:
        found = (f"The Lanterns - {next(title)}", 1999)
        truth.offered.add(found)
        return found

    # Moved: what was played is missing, and there again under another id.
    moved = work()
    played(track(moved[0][15:], missing=True), play_date="2025-01-02 03:04:05")
    track(moved[0][15:])
    truth.watch("u1", moved)
    # On two albums, never played: offered once.
    both = work()
    track(both[0][15:], album="Tides"), track(both[0][15:], album="The Best")
    # Played in the future, or at no time; a played album is no played track.
    for date in (FUTURE, None):
        one = work()
        played(track(one[0][15:]), play_date=date)
        truth.watch("u1", one)
    one = work()
    played(track(one[0][15:], album_id="al1"), play_count=0)
    played("al1", item_type="album", play_count=9)
    # Rated well is a wish, and nothing heard.
    played(track(work()[0][15:]), play_count=0, rating=5)


def calibre(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    title, numbers = names(rng), iter(range(5000, 6000))
    for number, (label, name, kind) in enumerate(
        [("ko_progfloat", "KOReader", "float"), ("pages", "Pages", "int"),
         ("state", "State", "enumeration")], 21,
    ):  # fmt: skip
        insert(db, "custom_columns", id=number, label=label, name=name, datatype=kind, normalized=1)
    db.executescript(
        "CREATE TABLE custom_column_21 (id INTEGER PRIMARY KEY, book INTEGER, value REAL NOT NULL);"
        "CREATE TABLE custom_column_22 (id INTEGER PRIMARY KEY, book INTEGER, value INT NOT NULL);"
        "CREATE TABLE custom_column_23 (id INTEGER PRIMARY KEY, value TEXT NOT NULL);"
        "CREATE TABLE books_custom_column_23_link (id INTEGER PRIMARY KEY, book INTEGER NOT NULL,"
        " value INTEGER NOT NULL);"
        "INSERT INTO custom_column_23 VALUES (1, 'To Read'), (2, 'Reading'), (3, 'Abandoned');"
    )

    def book() -> tuple[int, Work]:
        number, work = next(numbers), (next(title), 1999)
        insert(db, "books", id=number, title=work[0], author_sort="Quill, A.",
               pubdate="1999-01-02 00:00:00+00:00")  # fmt: skip
        for kind in ("EPUB", "PDF"):
            insert(db, "data", book=number, format=kind, uncompressed_size=1, name="x")
        truth.offered.add(work)
        return number, work

    number, work = book()
    insert(db, "custom_column_21", book=number, value=0.4)
    truth.watch("me", work)
    number, _ = book()
    insert(db, "custom_column_21", book=number, value=0.0)
    insert(db, "custom_column_22", book=number, value=320)
    for state in (1, 2, 3):
        number, work = book()
        insert(db, "books_custom_column_23_link", book=number, value=state)
        if state == 2:
            truth.watch("me", work)
        elif state == 3:
            truth.dislike("me", work)


def tautulli(db: sqlite3.Connection, rng: random.Random, truth: Truth) -> None:
    title, sessions = names(rng), iter(range(50_000, 60_000))

    def play(
        kind: str, name: str, guid: str | None, started: int | None = START, **more: object
    ) -> None:
        number = next(sessions)
        insert(db, "session_history", id=number, reference_id=number, started=started,
               rating_key=number, user_id=11, media_type=kind)  # fmt: skip
        values = {"id": number, "rating_key": number, "title": name, "full_title": name,
                  "media_type": kind, "year": 1999, "guid": guid}  # fmt: skip
        insert(db, "session_history_metadata", **(values | more))

    # Before guids were kept, and after; in the future, and at no time.
    for guid, started in ((None, START), ("", START), ("plex://movie/a", 2_180_000_000),
                          ("plex://movie/b", None)):  # fmt: skip
        work = (next(title), 1999)
        play("movie", work[0], guid, started)
        truth.watch("11", work)
        truth.offered.add(work)
    # Of a channel: history, and in no library.
    work = (next(title), 1999)
    play("movie", work[0], "tv.plex.xmltv://1", live=1)
    truth.watch("11", work)
    truth.gone.add(work)
    # A trailer and a photo.
    play("clip", next(title), "iva://1")
    play("photo", next(title), "local://1")


SITUATIONS: dict[str, Happen] = {
    "calibre": calibre,
    "jellyfin": jellyfin,
    "kodi": kodi,
    "navidrome": navidrome,
    "plex": plex,
    "tautulli": tautulli,
}
