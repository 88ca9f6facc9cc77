"""Twenty files as people have them on a disk or a server, large and small, not tried before.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right, plays
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Filler,
    day,
    headline,
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
    url,
)

from sets.set_16_servers import COURSE, SERVERS

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _else_wer(f: Filler) -> None:
    f.add("audiobooks", N, id=one, author=ARTISTS, title=WORDS, files_location=lambda i: f"/a/{i}",
          created_at=iso, updated_at=iso)
    f.add("files", 48, id=one, book_id=lambda i: i // 2 + 1, file_path=lambda i: f"/a/{i}.mp3",
          codec="mp3", duration=1800, channels=2, sample_rate=44100)
    f.add("users", 3, id=one, username=PEOPLE, password_hash="x", salt="y", created_at=past)
    f.add("progress", 30, id=one, user_id=lambda i: i // 10 + 1, book_id=lambda i: i * 5 % N + 1,
          progress_fname=lambda i: f"{i * 5 % N * 2}.mp3", progress_time_marker=f.pick(0, 1800))


def _aggregator(f: Filler) -> None:
    f.add("feed", 5, id=one, url=url, title=lambda i: f"Blog {i}", link=url, update_mode="AUTO",
          last_update_time=millis, next_update_time=millis)
    f.add("entry", 40, id=one, feed_id=lambda i: i % 5 + 1, uid=uid(1), title=headline, link=url,
          content="<p>x</p>", author=PEOPLE, publish_time=millis, insert_time=millis,
          update_time=millis, read_time=lambda i: millis(i * 7 % 40 + 60) if i % 3 else 0,
          pinned_time=lambda i: millis(90) if i % 11 == 4 else 0)


def _track(i: int) -> str:
    return f"{('Ana', 'Bo')[i % 2]}/{ARTISTS[i % 4]} - {WORDS[i]}.mp3"


def _raphson(f: Filler) -> None:
    f.add("history", 60, timestamp=seconds, track=lambda i: _track(i * 5 % N), playlist=lambda i:
          ("Ana", "Bo")[i * 5 % N % 2])
    f.add("content", N, path=_track, music_data=b"\x00\x01", cover_data=b"\x02",
          lyrics_json="null")
    f.add("settings", 2, key=["theme", "lang"], value=["dark", "en"])


def _comic(f: Filler) -> None:
    f.add("User", 2, id=uid(9), name=PEOPLE, default=[1, 0], settings="{}")
    f.add("Comic", 6, id=uid(1), userId=lambda i: uid(9)(i % 2), siteId=lambda i: f"s{i}",
          name=lambda i: WORDS[-i - 1], cover="x.jpg", repo="mangadex", author=ARTISTS,
          status="ongoing", synopsis="About", type="manga")
    f.add("Chapter", 48, id=uid(2), comicId=lambda i: uid(1)(i // 8), siteId=lambda i: f"c{i}",
          repo="mangadex", name=headline, number=lambda i: str(i % 8 + 1), pages="[]", date=past,
          language="en")
    f.add("ReadProgress", 30, id=uid(3), chapterId=lambda i: uid(2)(i * 7 % 48),
          comicId=lambda i: uid(1)(i * 7 % 48 // 8), userId=lambda i: uid(9)(i * 7 % 48 // 8 % 2),
          totalPages=20, page=lambda i: 20 if i % 4 else 7)
    f.add("Plugin", 1, id=1, enabled=1, name="MangaDex", repository="x", version="1", path="/p")


def _novel(f: Filler) -> None:
    f.add("books", N, id=one, book_id=lambda i: f"n{i * 7919}", book_name=WORDS, author=ARTISTS,
          description="About", cover="x.jpg", source=1, is_bookshelf=[1, 1, 0], total_chapter=90,
          last_read_time=lambda i: millis(i * 7 % N), last_read_chapter_index=f.pick(0, 89),
          last_read_chapter_id=f.pick(100, 900))
    f.add("chapters", 60, id=one, chapter_name=lambda i: f"Chapter {i % 5 + 1}", content="text",
          chapterIndex=lambda i: i % 5, book_id=lambda i: i // 5 + 1)


def _learning(f: Filler) -> None:
    f.add("users", 6, id=one, openId=uid(9), name=PEOPLE, email=lambda i: f"u{i}@x.example",
          loginMethod="google", role=["user", "user", "admin"], createdAt=past, updatedAt=iso,
          lastSignedIn=iso)
    f.add("courses", N, id=one, code=lambda i: f"C{i + 100}", title=WORDS, description="About",
          trimester="1", year="2025", createdAt=past)
    f.add("courseModules", 72, id=one, courseId=lambda i: i // 3 + 1, title=lambda i:
          f"Week {i % 3 + 1}", description="About", orderIndex=lambda i: i % 3, createdAt=past)
    f.add("courseEnrollments", 40, id=one, userId=lambda i: i % 6 + 1, courseId=lambda i: i * 5 % N
          + 1, progress=f.pick(0, 100), enrolledAt=iso, lastAccessedAt=lambda i: iso(i * 7 % 40 +
          60))
    f.add("moduleCompletions", 50, id=one, userId=lambda i: i % 6 + 1, moduleId=lambda i: i * 5 %
          72 + 1, completed=lambda i: int(i % 5 > 0), completedAt=lambda i: iso(i) if i % 5 else
          None, createdAt=iso)


def _nora(f: Filler) -> None:
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 6, id=one, title=lambda i: WORDS[-i - 1], year=2001, created_at=iso)
    f.add("genres", 2, id=one, name=["Folk", "Jazz"], created_at=iso)
    f.add("songs", N, id=one, title=WORDS, duration=200.5, path=lambda i: f"/m/{i}.mp3",
          sample_rate=44100, bit_rate=320, year=2001, track_number=one, file_created_at=past,
          file_modified_at=past, created_at=iso, updated_at=iso)
    f.add("artworks", 6, id=one, path=lambda i: f"/a/{i}.webp", source="LOCAL", width=300,
          height=300, created_at=iso)
    f.add("playlists", 2, id=one, name=["Mix", "Run"], created_at=iso)
    f.add("play_events", 60, id=one, playback_percentage=f.pick(30, 100), song_id=lambda i: i * 5 %
          N + 1, created_at=iso)
    f.add("seek_events", 12, id=one, position=f.pick(1, 90), song_id=lambda i: i * 5 % N + 1,
          created_at=iso)
    f.add("skip_events", 20, id=one, position=f.pick(1, 20), song_id=lambda i: i * 7 % N + 1,
          created_at=iso)
    f.add("artists_songs", N, song_id=one, artist_id=lambda i: i % 4 + 1)
    f.add("album_songs", N, album_id=lambda i: i % 6 + 1, song_id=one)
    f.add("genres_songs", N, genre_id=lambda i: i % 2 + 1, song_id=one)
    f.add("artworks_songs", N, song_id=one, artwork_id=lambda i: i % 6 + 1)
    f.add("playlists_songs", 8, playlist_id=lambda i: i % 2 + 1, song_id=one)
    f.add("albums_artists", 6, album_id=one, artist_id=lambda i: i % 4 + 1)


def _spotify(f: Filler) -> None:
    f.add("artist", 4, artist_id=lambda i: f"ar{i * 7919:08}", name=ARTISTS, popularity=50)
    f.add("album", 6, album_id=lambda i: f"al{i * 7919:08}", name=lambda i: WORDS[-i - 1],
          release_date=past, album_type="album")
    f.add("track", N, track_id=lambda i: f"tr{i * 7919:08}", name=WORDS, duration_ms=200_000,
          popularity=f.pick(0, 90), album_id=lambda i: f"al{i % 6 * 7919:08}", track_number=one,
          tempo=120.0, energy=0.5)
    f.add("play", 60, id=one, played_at=lambda i: iso(i).replace(" ", "T") + ".123Z",
          track_id=lambda i: f"tr{i * 5 % N * 7919:08}", track_name=lambda i: WORDS[i * 5 % N],
          album_id=lambda i: f"al{i * 5 % N % 6 * 7919:08}", album_name=lambda i: WORDS[-(i * 5 % N
          % 6) - 1], main_artist_id=lambda i: f"ar{i * 5 % N % 4 * 7919:08}",
          main_artist_name=lambda i: ARTISTS[i * 5 % N % 4])
    f.add("track_artist", N, track_id=lambda i: f"tr{i * 7919:08}", artist_id=lambda i:
          f"ar{i % 4 * 7919:08}")


def _gnuplex(f: Filler) -> None:
    f.add("media_items", N, id=one, created_at=iso, updated_at=iso, path=lambda i:
          f"/films/{WORDS[i]}.mkv", last_played=lambda i: iso(i * 7 % N + 90).replace(" ", "T") +
          "Z" if i % 3 else "", temp=0, type=1, last_scan_uuid="u")
    f.add("media_dirs", 1, id=1, created_at=iso, updated_at=iso, path="/films", last_scanned=iso)
    f.add("file_extensions", 2, id=one, created_at=iso, extension=["mkv", "mp4"])


def _legado(f: Filler) -> None:
    f.add("books", N, bookUrl=lambda i: f"https://n.example/b/{i}", tocUrl=url, origin="n.example",
          originName="Novels", name=WORDS, author=ARTISTS, kind="x", latestChapterTitle="Chapter 9",
          latestChapterTime=millis, lastCheckTime=millis, totalChapterNum=90, durChapterTitle=
          lambda i: f"Chapter {i % 5}", durChapterIndex=f.pick(0, 80), durChapterTime=millis,
          order=one, canUpdate=1)
    f.add("chapters", 60, url=lambda i: f"https://n.example/c/{i}", title=lambda i:
          f"Chapter {i % 5 + 1}", baseUrl="x", bookUrl=lambda i: f"https://n.example/b/{i // 5}",
          index=lambda i: i % 5)
    f.add("bookmarks", 4, time=millis, bookName=WORDS, bookAuthor=ARTISTS, chapterName="Chapter 1",
          bookText="x", content="y")
    f.add("readRecord", 18, deviceId="d1", bookName=WORDS, bookAuthor=ARTISTS, readTime=f.pick(
          60_000, 9_000_000), lastRead=lambda i: millis(i * 7 % 18 + 60))
    f.add("readRecordDetail", 54, deviceId="d1", bookName=lambda i: WORDS[i % 18], bookAuthor=
          lambda i: ARTISTS[i % 18 % 4], date=lambda i: day(i * 3), readTime=f.pick(60_000,
          900_000), readWords=f.pick(100, 9000), firstReadTime=lambda i: millis(i * 3),
          lastReadTime=lambda i: millis(i * 3) + 900_000)
    f.add("book_groups", 2, groupId=[1, 2], groupName=["All", "Local"], show=1)
    f.add("book_sources", 2, bookSourceUrl=url, bookSourceName=["Novels", "More"], enabled=1,
          lastUpdateTime=millis)
    f.add("searchBooks", 12, bookUrl=lambda i: f"https://n.example/s/{i}", origin="n.example",
          originName="Novels", name=headline, author=ARTISTS, time=millis)
    f.add("search_keywords", 4, word=WORDS, usage=f.pick(1, 5), lastUseTime=millis)
    f.add("rssSources", 1, sourceUrl="https://r.example", sourceName="News", sourceIcon="x",
          lastUpdateTime=millis)
    f.add("rssReadRecords", 3, record=url, title=headline, readTime=millis, read=1)


def _podcasts(f: Filler) -> None:
    f.add("source", 3, id=one, uri=url)
    f.add("shows", 3, id=one, title=ARTISTS, link=url, description="About", image_cached=iso,
          source_id=one)
    f.add("episodes", 36, title=headline, uri=lambda i: f"https://cdn.example/{i}.mp3",
          description="About", epoch=seconds, length=9_000_000, duration=1800, guid=uid(1),
          played=lambda i: seconds(i * 7 % 36 + 50) if i % 3 else None, play_position=0,
          show_id=lambda i: i % 3 + 1)


def _playtime(f: Filler) -> None:
    f.add("game_dict", N, game_id=lambda i: str(220 + i * 7919), name=WORDS)
    f.add("play_time", 60, date_time=lambda i: iso(i).replace(" ", "T"), duration=f.pick(60, 9000),
          game_id=lambda i: str(220 + i * 5 % N * 7919))
    f.add("overall_time", N, game_id=lambda i: str(220 + i * 7919), duration=f.pick(900, 90_000))
    f.add("migration", 3, id=one)


def _flashpoint(f: Filler) -> None:
    f.add("game", N, id=uid(1), title=WORDS, developer=ARTISTS, publisher=ARTISTS, dateAdded=past,
          dateModified=past, playMode="Single Player", status="Playable", source="x",
          applicationPath="FPSoftware/x.exe", launchCommand=url, releaseDate=past, language="en",
          library="arcade", orderTitle=lambda i: WORDS[i].lower(), platformName="Flash",
          platformsStr="Flash", tagsStr="Puzzle", archiveState=2, activeDataId=one,
          lastPlayed=lambda i: iso(i * 7 % N) if i % 3 else None, playtime=lambda i: i % 3 * 900,
          playCounter=lambda i: i % 3)
    f.add("game_data", N, id=one, gameId=uid(1), title="Data Pack", dateAdded=past, sha256="x",
          presentOnDisk=1, path=lambda i: f"{i}.zip", size=9)
    f.add("tag_category", 1, id=1, name="genre", color="#fff")
    f.add("tag", 2, id=one, dateModified=past, primaryAliasId=one, categoryId=1)
    f.add("tag_alias", 2, id=one, tagId=one, name=["Puzzle", "Arcade"])
    f.add("game_tags_tag", N, gameId=uid(1), tagId=[1, 2])
    f.add("platform", 1, id=1, dateModified=past, primaryAliasId=1)
    f.add("platform_alias", 1, id=1, platformId=1, name="Flash")
    f.add("game_platforms_platform", N, gameId=uid(1), platformId=1)
    f.add("additional_app", 2, id=uid(3), applicationPath="x", launchCommand="y", name="Extras",
          parentGameId=uid(1))


def _iptv(f: Filler) -> None:
    f.add("playlists", 2, id=uid(9), name=["Home", "Club"], serverUrl=url, username="ana",
          password="x", date_created=iso, last_updated=iso, type="xtream")
    f.add("categories", 4, id=one, playlist_id=lambda i: uid(9)(i % 2), name=["News", "Films",
          "Series", "Sport"], type=["live", "movies", "series", "live"], xtream_id=one)
    f.add("content", 40, id=one, category_id=lambda i: i % 4 + 1, title=headline, rating="7.1",
          added=lambda i: str(seconds(i)), poster_url=url, xtream_id=lambda i: 9000 + i,
          type=["live", "movie", "series", "live"])
    f.add("recently_viewed", 30, id=one, content_id=lambda i: i * 7 % 40 + 1, playlist_id=lambda i:
          uid(9)(i * 7 % 2), viewed_at=iso)
    f.add("favorites", 5, id=one, content_id=one, playlist_id=lambda i: uid(9)(i % 2), added_at=iso)


def _stickers(f: Filler) -> None:
    f.add("recent_stickers", 20, plaintext_hash=lambda i: f"{i * 7919:08x}QmFzZTY0", entry_weight=
          f.pick(1, 9), url=url, mimetype="image/webp", file_size=9000, width=512, height=512,
          emojis=["😀", "🎉", "❤️"], last_sticker_sent_ts=lambda i: millis(i * 7 % 20))
    f.add("starred_stickers", 5, plaintext_hash=lambda i: f"{i * 7919:08x}QmFzZTY0",
          timestamp=millis, url=url, mimetype="image/webp", emojis="😀")
    f.add("sticker_pack_order", 3, sticker_pack_id=uid(3), pack_order=one)


def _luakit(f: Filler) -> None:
    f.add("history", 30, id=one, uri=url, title=headline, visits=f.pick(1, 20), last_visit=lambda i:
          seconds(i * 7 % 30))


CASES: dict[str, tuple[Fill, Right]] = {
    "else-wer": (_else_wer, [("SELECT user_id AS user, book_id AS item FROM progress",
        "SELECT id AS item, title FROM audiobooks")]),
    "Aggregator": (_aggregator, [(plays("entry", "id", "read_time", where="read_time > 0"),
        "SELECT id AS item, title FROM entry")]),
    # Tracks are known by their paths alone.
    "Raphson music": (_raphson, [(plays("history", "track", "timestamp"), None)]),
    "Comic Universe": (_comic, [(f"SELECT userId AS user, {item} AS item FROM ReadProgress",
        f"SELECT id AS item, name AS title FROM {table}") for item, table in
        (("chapterId", "Chapter"), ("comicId", "Comic"))]),
    "react-novel": (_novel, [(plays("books", "id", "last_read_time"),
        "SELECT id AS item, book_name AS title FROM books")]),
    "digital-learning-platform": (_learning, [(plays("courseEnrollments", "courseId", time,
        "userId"), COURSE.format("title", "courses")) for time in ("lastAccessedAt",
        "enrolledAt")] + [(plays("moduleCompletions", "moduleId", "completedAt", "userId",
        "completed = 1"), COURSE.format("title", "courseModules"))]),
    "Nora": (_nora, [(plays("play_events", "song_id", "created_at"),
        "SELECT id AS item, title FROM songs")]),
    "Spotify history downloader": (_spotify, [(plays("play", "track_id", "played_at"),
        "SELECT track_id AS item, name AS title FROM track")]),
    "gnuplex": (_gnuplex, [(plays("media_items", "id", "last_played", where="last_played <> ''"),
        "SELECT id AS item, path AS title FROM media_items"), (plays("media_items", "id",
        "last_played", where="last_played <> ''"),
        "SELECT id AS item, replace(path, '/films/', '') AS title FROM media_items")]),
    "Legado": (_legado, [(plays(*parts), titles) for parts, titles in (
        (("readRecord", "bookName", "lastRead"), "SELECT name AS item, name AS title FROM books "
        "LIMIT 18"),
        (("readRecord JOIN books ON name = bookName", "bookUrl", "lastRead"),
        "SELECT bookUrl AS item, name AS title FROM books"),
        (("readRecordDetail", "bookName", "lastReadTime"), "SELECT name AS item, name AS title "
        "FROM books LIMIT 18"),
        (("readRecordDetail", "bookName", "firstReadTime"), "SELECT name AS item, name AS title "
        "FROM books LIMIT 18"))]),
    "GNOME Podcasts": (_podcasts, [(plays("episodes", item, "played", where="played IS NOT NULL"),
        f"SELECT {item} AS item, title FROM episodes") for item in ("rowid", "guid", "uri",
        "title")]),
    "PlayTime": (_playtime, [(plays("play_time", "game_id", "date_time"),
        "SELECT game_id AS item, name AS title FROM game_dict")]),
    "Flashpoint": (_flashpoint, [(plays("game", "id", "lastPlayed", where="lastPlayed IS NOT "
        "NULL"), "SELECT id AS item, title FROM game")]),
    "IPTVnator": (_iptv, [(plays("recently_viewed", "content_id", "viewed_at"),
        "SELECT id AS item, title FROM content")]),
    # A sticker has no title.
    "WhatsApp stickers": (_stickers, [(plays("recent_stickers", "plaintext_hash",
        "last_sticker_sent_ts"), None)]),
    "luakit": (_luakit, [(plays("history", item, "last_visit"),
        f"SELECT {item} AS item, title FROM history") for item in ("id", "uri")]),
    **SERVERS,
}
