"""The half of the forty-first set that searches for iPhones, Macs and desktops named.

Most have a store of Core Data: tables and columns that begin with Z, seconds since 2001, three
tables of its own.
"""

from __future__ import annotations

from answers import Cases, Right, plays, thing
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, iso, millis, one, past, seconds, uid

# One line a few columns: the rows are tables.
# fmt: off

_SINCE_2001 = 978_307_200


def _core(f: Filler, rows: dict[str, int], has_cache: bool = True) -> None:
    """Fill the tables that Core Data adds."""
    f.add("Z_PRIMARYKEY", len(rows), Z_ENT=one, Z_NAME=list(rows), Z_SUPER=0, Z_MAX=list(
        rows.values()))
    f.add("Z_METADATA", 1, Z_VERSION=1, Z_UUID="6F1B0C1E-7A55-4C0B-9D8E-2B4C7F1D9A3E", Z_PLIST=
        b"bplist00\xd4\x01\x02")
    if has_cache:
        f.add("Z_MODELCACHE", 1, Z_CONTENT=b"\x01\x0b\x12model")


def _apple(i: int) -> float:
    """Return a moment as Core Data stores it."""
    return seconds(i) - _SINCE_2001 + i % 7 * 0.131_072 + 0.057_31


def _midnight(i: int, days: int = 0) -> float:
    """Return the beginning of its day, or of so many days later."""
    return float(seconds(i) // 86_400 * 86_400 + days * 86_400 - _SINCE_2001)


def _bytes(kind: int, i: int) -> bytes:
    return bytes([kind, 17, 201, 64 + i, 0x4E, 7, 0x40, 9, 0x9A, i * 11 % 256, 3, 5, 250, 1, 2, i])


def _viewed(f: Filler) -> None:
    # The first tap makes the row, without a time; only later ones write it.
    _core(f, {"ManagedFilm": 24})
    f.add("ZMANAGEDFILM", 24, Z_PK=one, Z_ENT=1, Z_OPT=lambda i: 1 + (i % 3 == 0), ZBOOKMARK=lambda
        i: int(i % 4 in (0, 3)), ZID=lambda i: 501 + i * 7 % 24 * 13, ZVIEWED=lambda i: int(i % 4 !=
        3), ZLASTMODIFIED=lambda i: None if i % 3 else _apple(i), ZNOTES=lambda i: "Slow, but good"
        if i % 8 == 0 else "")


def _swirl(f: Filler) -> None:
    _core(f, {"Actor": 6, "Movie": 30, "Series": 5})
    f.add("ZACTOR", 6, Z_PK=one, Z_ENT=1, Z_OPT=2, ZISFAVORITE=lambda i: int(i == 2), ZID=lambda i:
        float(3_001 + i), ZNAME=[f"{name} Voss" for name in PEOPLE[:6]], ZIMAGEPATH=lambda i:
        f"/a{i}.jpg", ZBIOGRAPHY="An actor", ZBIRTHDATE=past, ZBIRTHPLACE="Harbour Town")
    # Films that are shown are kept, whether they were watched or not.
    f.add("ZMOVIE", 30, Z_PK=one, Z_ENT=2, Z_OPT=3, ZISFAVORITE=lambda i: int(i % 5 == 1),
        ZISWATCHED=lambda i: int(i % 3 == 1), ZRATING=lambda i: 3.5 if i % 6 == 1 else 0.0, ZUUID=
        lambda i: float(501 + i * 13), ZVOTEAVERAGE=lambda i: 6.5 + i % 3, ZCAST="[]", ZCATEGORY=
        ["Popular", "---", "Upcoming"], ZCOMMENT="", ZDIRECTOR=PEOPLE, ZGENRES="[18,35]",
        ZIMAGEPATH=lambda i: f"/p{i}.jpg", ZOVERVIEW="A film", ZRELEASEDATE=past, ZTITLE=lambda i:
        f"{WORDS[i % 24]} {i}")
    f.add("ZSERIES", 5, Z_PK=one, Z_ENT=3, Z_OPT=2, ZEPISODECOUNT=20, ZISFAVORITE=lambda i: int(i ==
        1), ZSEASONCOUNT=2, ZRATING=7.5, ZUUID=lambda i: float(70_001 + i), ZIMAGEPATH=lambda i:
        f"/s{i}.jpg", ZOVERVIEW="A series", ZRELEASEDATE=past, ZTITLE=WORDS[19:24])


def _dabster(f: Filler) -> None:
    def at(i: int) -> str:
        return f"{iso(i)}.{100_000 + i * 37}"

    f.add("artists", 8, id=one, whatcd_id=lambda i: 4_001 + i, whatcd_name=[f"{a} {k}" for k in (1,
        2) for a in ARTISTS], whatcd_updated_at=at, created_at=at, updated_at=at)
    f.add("groups", 10, id=one, library_album_id=one, whatcd_id=lambda i: 7_001 + i, whatcd_name=
        WORDS[:10], whatcd_tags='["rock","indie"]', whatcd_year=lambda i: 1990 + i, whatcd_artists=
        '{"artists":[{"id":4001,"name":"Kites"}]}', whatcd_record_label="Harbour",
        whatcd_catalog_number=lambda i: f"HB{i:03}", whatcd_release_type_id=1, whatcd_confidence=
        0.9, whatcd_updated_at=at, created_at=at, updated_at=at)
    f.add("artist_group_relationships", 10, id=one, artist_id=lambda i: 1 + i % 8, group_id=one,
        type="artist")
    f.add("artist_library_item_relationships", 40, id=one, artist_id=lambda i: 1 + i % 8,
        library_item_id=one, type="artist", group_artist=1, confidence=1.0)
    f.add("playlists", 3, id=one, created_at=lambda i: at(i * 15), current_position=lambda i: 4 + i)
    f.add("playlist_initial_artist_relationships", 3, initial_artist_id=lambda i: 1 + i * 2,
        playlist_id=one)
    f.add("playlist_items", 36, id=one, playlist_id=lambda i: 1 + i // 12, library_item_id=lambda i:
        1 + i * 11 % 40, position=lambda i: i % 12, created_at=lambda i: at(i // 12 * 15))
    f.add("library_item_playbacks", 60, id=one, library_item_id=lambda i: 1 + thing(i) * 3,
        playback_started_at=at)
    f.add("schema_info", 1, version=0)
    f.add("schema_migrations", 3, filename=["20140308023547_create_groups.rb",
        "20140311194900_create_artists.rb", "20140430210719_create_library_item_playbacks.rb"])
    f.add("similar_artists_relationships", 12, artist_id=lambda i: 1 + i % 8, similar_artist_id=
        lambda i: 1 + (i + 1 + i // 8) % 8, whatcd_score=f.pick(20, 300))
    f.add("whatcd_api_info", 1, last_request=at(0), cookie="session=1")
    f.add("whatcd_artist_responses", 8, id=lambda i: 4_001 + i, response='{"name":"Kites"}',
        updated_at=at)
    f.add("whatcd_release_types", 4, id=[1, 5, 7, 9], name=["Album", "EP", "Compilation", "Single"])
    f.add("whatcd_similar_artists_responses", 8, id=lambda i: 4_001 + i, response="[]", updated_at=
        at)
    f.add("whatcd_torrent_group_responses", 10, id=lambda i: 7_001 + i, response='{"group":{}}',
        updated_at=at)


def _holiday(f: Filler) -> None:
    # Its last day of reading is that of adding the book, and never written again.
    _core(f, {"Book": 14, "Statistics": 1})
    f.add("ZBOOK", 14, Z_PK=one, Z_ENT=1, Z_OPT=lambda i: 1 + i % 5, ZAMOUNTOFREADINGTIMEHOUR=1,
        ZAMOUNTOFREADINGTIMEMINUTE=30, ZAMOUNTOFREADINGTIMESECOUND=0, ZTIMESREAD=lambda i: i % 5,
        ZAMOUNTOFINPUTOPTION=lambda i: 180.0 + i * 20, ZAMOUNTOFTIMELEFT=lambda i: 1_200_000.25 + i,
        ZLASTDAYTHATREAD=lambda i: _apple(i * 3), ZLIMITDATAOFREADING=lambda i: _midnight(i * 3,
        30), ZPAGESREAD=lambda i: float(i % 5 * 35), ZTIMEOFREADING=lambda i: _apple(i * 3) +
        4_000, ZBOOKID=lambda i: str(uid(5)(i)).upper(), ZBOOKNAME=WORDS[:14], ZIMAGE=
        b"\xff\xd8\xff\xe0")
    f.add("ZSTATISTICS", 1, Z_PK=1, Z_ENT=2, Z_OPT=30, ZBOOKSREAD=2, ZDAYSREAD=26, ZMINUTESREAD=
        2_340, ZPAGESREAD=980, ZPOINTSMADE=150, ZLASTDAYREAD=_apple(39))


def _scheduler(f: Filler) -> None:
    def shows(table: str, n: int, first: int, ends: int, **more: object) -> None:
        f.add(table, n, Z_PK=one, Z_OPT=lambda i: 3 + i, ZEPISODELENGTH=24, ZEPISODES=lambda i: 12 +
            i % 2 * 12, ZEPISODESPERDAY=lambda i: 1 + i % 2, ZMAL_ID=lambda i: 20_001 + (first + i)
            * 31, ZNUMBEROFLASTDAYS=0, ZOLDEPISODESPERDAY=lambda i: 1 + i % 2, ZOLDNUMBEROFLASTDAYS=
            0, ZENDDATE=lambda i: _midnight(i * 5, ends), ZOLDENDDATE=lambda i: _midnight(i * 5,
            ends), ZIMG_URL=lambda i: f"https://img.example/{first + i}.jpg", ZTITLE=WORDS[first:
            first + n], **more)  # type: ignore[arg-type]

    _core(f, {"CompletedAnime": 14, "ExceptionDay": 6, "StoredAnime": 5})
    shows("ZCOMPLETEDANIME", 14, 0, 0, Z_ENT=1, ZUPDATEDFLAG=0, ZSTARTDATE=lambda i: _midnight(i *
        5, -12), ZDATEEPISODESFINISHEDUPDATEDON=lambda i: _midnight(i * 5, -(i % 4 == 3)))
    # A show that is over is copied; the days on which more or less was watched stay behind.
    f.add("ZEXCEPTIONDAY", 6, Z_PK=one, Z_ENT=2, Z_OPT=2, ZEPISODESWATCHED=lambda i: i % 4,
        ZSTOREDANIME=lambda i: 1 + i % 2 if i > 3 else None, ZDATE=lambda i: _midnight(i * 13))
    shows("ZSTOREDANIME", 5, 14, 75, Z_ENT=3, ZUPDATEDFLAG=lambda i: int(i < 4), ZEPISODESFINISHED=
        lambda i: 3 + i if i < 4 else 0, ZSTARTDATE=lambda i: _midnight(64 + i * 2) if i < 4 else
        _midnight(70, 20), ZDATEEPISODESFINISHEDUPDATEDON=lambda i: _midnight(72) if i < 4 else
        _midnight(70, 20))


def _haven(f: Filler) -> None:
    def at(i: int) -> str:
        return f"{iso(i)}.{100 + i * 7}"

    f.add("grdb_migrations", 3, identifier=["v1", "v19", "v26"])
    f.add("podcast", 6, id=one, feedURL=lambda i: f"https://feed.example/{i}.xml", title=
        WORDS[18:24], image=lambda i: f"https://img.example/{i}.jpg", description="A show", link=
        lambda i: f"https://show{i}.example", lastUpdate=at(48), subscriptionDate=lambda i: at(i) if
        i < 5 else None, creationDate=lambda i: iso(i), queueAllEpisodes="never", cacheAllEpisodes=
        "never", notifyNewEpisodes=0)
    finished = {i * 7 % 60: i for i in range(20)}
    f.add("episode", 60, id=one, podcastId=lambda i: 1 + i % 6, guid=lambda i: str(uid(6)(i)),
        mediaURL=lambda i: f"https://audio.example/{i}.mp3", title=lambda i: f"{WORDS[i % 18]} {i}",
        pubDate=lambda i: f"{iso(i // 6)}.000", duration=lambda i: 1_500 + i * 31, description=
        "An episode", link=lambda i: f"https://show{i % 6}.example/{i}", image=None, finishDate=
        lambda i: at(finished[i] + 20) if i in finished else None, currentTime=lambda i: 240 + i if
        i % 15 == 2 and i not in finished else 0, queueOrder=lambda i: i // 20 if i % 20 == 9 and i
        not in finished else None, queueDate=lambda i: at(finished[i] + 19) if i in finished else
        at(41) if i % 20 == 9 else None, cachedFilename=lambda i: f"{i}.mp3" if i % 15 == 2 else
        None, creationDate=lambda i: iso(i // 6), saveInCache=0)


def _libras(f: Filler) -> None:
    # A video is noted when it is opened first.
    f.add("android_metadata", 1, locale="pt_BR")
    f.add("historic", 18, id=one, videoId=lambda i: f"v{i * 7 % 18:02}Qk3bT_x", title=WORDS[:18],
        author=ARTISTS, watchDate=millis)


def _rss(f: Filler) -> None:
    _core(f, {"Article": 48, "Feed": 4}, has_cache=False)
    f.add("ZFEED", 4, Z_PK=one, Z_ENT=2, Z_OPT=1, ZORDERVALUE=lambda i: float(i), ZLINK=lambda i:
        f"https://feed.example/{i}.xml", ZNAME=ARTISTS, ZSUMMARY="", ZTITLE=ARTISTS)
    # The dates are those of the articles.
    f.add("ZARTICLE", 48, Z_PK=one, Z_ENT=1, Z_OPT=lambda i: 1 + (i % 3 == 1), ZREAD=lambda i: int(i
        % 3 == 1), ZSTARRED=lambda i: int(i % 11 == 4), ZDATE=lambda i: float(seconds(i * 7 % 48) -
        _SINCE_2001), ZUPDATEDDATE=lambda i: float(seconds(i * 7 % 48) - _SINCE_2001) if i % 2 else
        None, ZAUTHOR=lambda i: "(no author)" if i % 3 else PEOPLE[i % 8], ZCONTENT="<p>Text</p>",
        ZLINK=lambda i: f"https://blog.example/{i}", ZSOURCE=lambda i:
        f"https://feed.example/{i % 4}.xml", ZSOURCETITLE=ARTISTS, ZSUMMARY="<p>Text</p>", ZTITLE=
        lambda i: f"{WORDS[i % 24]} {i}")


def _cooking(f: Filler) -> None:
    _core(f, {"Recipe": 16})
    f.add("ZRECIPE", 16, Z_PK=one, Z_ENT=1, Z_OPT=lambda i: 1 + i % 4, ZHIDDEN=0, ZLASTCOOKED=lambda
        i: _apple(i * 5 % 16), ZNAME=WORDS[:16], ZID=lambda i: _bytes(1, i))


def _khan(f: Filler) -> None:
    _core(f, {"Comic": 20, "ComicGroup": 4})
    f.add("ZCOMICGROUP", 4, Z_PK=one, Z_ENT=2, Z_OPT=2, ZISFORNEWCOMICS=lambda i: int(i == 0),
        ZNAME=["New Comics", "Coast", "Night", "Run"], ZID=lambda i: _bytes(3, i))
    f.add("ZCOMIC", 20, Z_PK=one, Z_ENT=1, Z_OPT=lambda i: 1 + i % 4, ZLASTVISITEDPAGE=lambda i: 1 +
        i * 7 % 30 if i % 2 else 0, ZOFCOMICGROUP=lambda i: 1 + i % 4, Z_FOK_OFCOMICGROUP=lambda i:
        1_024 * (1 + i // 4), ZGROUPNAME=["New Comics", "Coast", "Night", "Run"], ZNAME=WORDS[:20],
        ZID=lambda i: _bytes(2, i), ZIMAGENAMES=b"bplist00\xa1\x01", ZTHUMBNAILNAMES=
        b"bplist00\xa1\x02")


def _since(column: str) -> str:
    return f"{column} + {_SINCE_2001}"


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


_SHOWS = ("(SELECT ZMAL_ID, ZTITLE, ZDATEEPISODESFINISHEDUPDATEDON FROM ZCOMPLETEDANIME UNION ALL "
    "SELECT ZMAL_ID, ZTITLE, ZDATEEPISODESFINISHEDUPDATEDON FROM ZSTOREDANIME "
    "WHERE ZEPISODESFINISHED > 0)")

CASES: Cases = {
    # Only what was viewed; it has no names, and a time of some.
    "P9 Popcorn Swirl": (_viewed, [(plays("ZMANAGEDFILM", item, time, where="ZVIEWED = 1"), None)
        for item in ("ZID", "Z_PK") for time in (_since("ZLASTMODIFIED"), "0")]),
    "PopcornSwirl": (_swirl, _own("ZMOVIE", ("ZUUID", "CAST(ZUUID AS INTEGER)", "Z_PK", "ZTITLE"),
        "ZTITLE", "0", "ZISWATCHED = 1")),
    # The items are those of another program's file.
    "dabster": (_dabster, [(plays("library_item_playbacks", "library_item_id",
        "playback_started_at"), None)]),
    # All have a last day of reading; of some pages were read.
    "HolidayReading": (_holiday, [right for where, time in (("1", _since("ZLASTDAYTHATREAD")), *(
        (where, time) for where in ("ZPAGESREAD > 0", "ZTIMESREAD > 0") for time in (_since(
        "ZLASTDAYTHATREAD"), "0"))) for right in _own("ZBOOK", ("Z_PK", "ZBOOKID", "ZBOOKNAME"),
        "ZBOOKNAME", time, where)]),
    # What is over, by its last day, that of the last change or its first, or in the order of the
    # rows; or these and what is being watched.
    "Anime Scheduler": (_scheduler, [*(right for time in (_since("ZENDDATE"), _since(
        "ZDATEEPISODESFINISHEDUPDATEDON"), _since("ZSTARTDATE"), "0") for right in _own(
        "ZCOMPLETEDANIME", ("Z_PK", "ZMAL_ID", "ZTITLE"), "ZTITLE", time)), *((plays(_SHOWS, item,
        _since("ZDATEEPISODESFINISHEDUPDATEDON")), f"SELECT {item} AS item, ZTITLE AS title FROM "
        f"{_SHOWS}") for item in ("ZMAL_ID", "ZTITLE"))]),
    # What was finished, or that and what was begun.
    "PodHaven": (_haven, [right for where in ("finishDate NOT NULL",
        "finishDate NOT NULL OR currentTime > 0") for right in _own("episode", ("id", "guid",
        "mediaURL", "title"), "title", "finishDate", where)]),
    "LibrasCode": (_libras, _own("historic", ("videoId", "title", "id"), "title", "watchDate")),
    "RSSReader": (_rss, _own("ZARTICLE", ("Z_PK", "ZLINK", "ZTITLE"), "ZTITLE", "0", "ZREAD = 1")),
    "whats-cooking": (_cooking, _own("ZRECIPE", ("Z_PK", "ZNAME", "ZID", "hex(ZID)",
        "lower(hex(ZID))"), "ZNAME", _since("ZLASTCOOKED"))),
    # Comics of which a page was seen; when, nothing says.
    "ComicKhan": (_khan, _own("ZCOMIC", ("Z_PK", "ZNAME", "ZID", "hex(ZID)"), "ZNAME", "0",
        "ZLASTVISITEDPAGE > 0")),
}
