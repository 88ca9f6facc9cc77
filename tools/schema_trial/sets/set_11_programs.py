"""The players, readers, browsers and servers of the eleventh set.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    headline,
    iso,
    millis,
    one,
    seconds,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


# Sources are friends; what has none was played here.
def _tomahawk(f: Filler) -> None:
    f.add("source", 2, id=one, name=lambda i: f"{PEOPLE[i]}@x.example", friendlyname=PEOPLE,
          lastop="")
    f.add("artist", 4, id=one, name=ARTISTS, sortname=ARTISTS)
    f.add("track", N, id=one, artist=lambda i: i % 4 + 1, name=WORDS, sortname=WORDS)
    f.add("album", 6, id=one, artist=lambda i: i % 4 + 1, name=lambda i: WORDS[-i - 1],
          sortname="x")
    f.add("file", N, id=one, url=lambda i: f"file:///m/{i}.mp3", size=9, mtime=seconds,
          duration=200, bitrate=128)
    f.add("file_join", N, file=one, artist=lambda i: i % 4 + 1, track=one, album=lambda i: i % 6 +
          1)
    f.add("playback_log", 60, id=one, source=lambda i: (None, None, 1, 2)[i % 4], track=lambda i: i
          * 5 % N + 1, playtime=seconds, secs_played=f.pick(30, 200))
    f.add("playlist", 1, guid="p1", title="Mix", lastmodified=seconds, createdOn=seconds)
    f.add("social_attributes", 3, id=one, k="Love", v="true", timestamp=seconds)


def _angelfish(f: Filler) -> None:
    f.add("history", 40, url=url, title=headline, icon="", lastVisited=seconds)
    f.add("bookmarks", 4, url=url, title=headline, icon="", lastVisited=seconds)
    f.add("icons", 5, url=url, icon=b"x")


def _alligator(f: Filler) -> None:
    f.add("FeedGroups", 1, name="Default", defaultGroup=1)
    f.add("Feeds", 3, name=ARTISTS, url=url, link=url, subscribed=seconds, lastUpdated=seconds,
          groupName="Default")
    f.add("Entries", 60, feed=lambda i: url(i % 3), id=uid(1), title=headline, content="text",
          created=seconds, updated=lambda i: seconds(i + 1), link=url, read=lambda i: int(i % 3 >
          0), favorite=lambda i: int(i == 7))
    f.add("Authors", 60, feed=lambda i: url(i % 3), id=uid(1), name=PEOPLE)


def _lector(f: Filler) -> None:
    f.add("books", N, id=one, Title=WORDS, Author=PEOPLE, Year=2001, DateAdded=b"\x80\x03",
          Path=lambda i: f"/books/{i}.epub", Hash=lambda i: f"{i:032x}", Position=lambda i:
          b"\x80\x03" if i % 3 else None, LastAccessed=lambda i: b"\x80\x03cdatetime" if i % 3 else
          None, Addition="manual")
    f.add("directories", 1, id=1, Path="/books", Name="Books", CheckState=2)


def _feedreader(f: Filler) -> None:
    f.add("categories", 1, categorieID="1", title="News", orderID=1, exists=1)
    f.add("feeds", 3, feed_id=lambda i: f"f{i}", name=ARTISTS, url=url, category_id="1")
    f.add("articles", 60, articleID=uid(1), feedID=lambda i: f"f{i % 3}", title=headline,
          author=PEOPLE, url=url, html="<p>", preview="text", unread=lambda i: 8 + int(i % 3 > 0),
          marked=lambda i: 11 - int(i == 7), date=seconds, lastModified=seconds, contentFetched=1)
    f.add("tags", 1, tagID="t", title="Later", exists=1, color=1)


def _morph(f: Filler) -> None:
    f.add("history", 40, url=url, domain=lambda i: f"site{i % 5}.example", title=headline,
          visits=f.pick(1, 9), lastVisit=lambda i: str(seconds(i)))
    f.add("history_hidden", 2, url=url)


def _guayadeque(f: Filler) -> None:
    f.add("songs", N, song_id=one, song_name=WORDS, song_genreid=[1, 2], song_genre=["Folk",
          "Jazz"], song_artistid=lambda i: i % 4 + 1, song_artist=ARTISTS, song_albumid=lambda i: i
          % 6 + 1, song_album=lambda i: WORDS[-(i % 6) - 1], song_path="/m/",
          song_filename=lambda i: f"{i}.mp3", song_number=one, song_year=2001,
          song_length=200_000, song_rating=-1, song_playcount=lambda i: i % 4,
          song_addedtime=seconds,
          song_lastplay=lambda i: seconds(i * 7 % N) if i % 4 else None, song_filesize=9)
    f.add("playlists", 2, playlist_id=one, playlist_name=["Mix", "Recently added tracks"],
          playlist_type=[0, 1])
    f.add("plsets", 5, plset_id=one, plset_plid=1, plset_songid=one)
    f.add("audioscs", 2, audiosc_id=one, audiosc_artist=ARTISTS, audiosc_track=WORDS,
          audiosc_playedtime=seconds)


# An event is 0 where a book was added, and 1 where it was opened.
def _fbreader(f: Filler) -> None:
    f.add("Files", N, file_id=one, name=lambda i: f"{i}.epub", size=9)
    f.add("Books", N, book_id=one, encoding="utf-8", language="en", title=WORDS, file_id=one,
          exists=1)
    f.add("Authors", 4, author_id=one, name=PEOPLE, sort_key=PEOPLE)
    f.add("BookAuthor", N, author_id=lambda i: i % 4 + 1, book_id=one, author_index=0)
    f.add("Series", 2, series_id=one, name=["Harbours", "Meadows"])
    f.add("BookSeries", 8, series_id=[1, 2], book_id=one, book_index="1")
    f.add("BookHistory", 40, book_id=lambda i: i + 1 if i < N else (i - N) * 3 % N + 1,
          timestamp=millis, event=lambda i: int(i >= N))
    f.add("BookState", 9, book_id=one, paragraph=f.pick(0, 90), word=0, char=0, timestamp=millis)
    f.add("BookReadingProgress", 9, book_id=one, numerator=f.pick(1, 90), denominator=100)
    f.add("BookHash", N, book_id=one, timestamp=millis, hash=lambda i: f"{i:040x}")
    f.add("Bookmarks", 3, bookmark_id=one, uid=uid(1), book_id=one, style_id=1,
          bookmark_text="text", creation_time=millis, visible=1)
    f.add("Labels", 1, label_id=1, name="favorite")
    f.add("BookLabel", 2, label_id=1, book_id=one, timestamp=millis, uid=uid(2))
    f.add("HighlightingStyle", 1, style_id=1, name="", bg_color=1)


def _librera(f: Filler) -> None:
    f.add("FILE_META", N, PATH=lambda i: f"/sdcard/Books/{i}.epub", TITLE=WORDS, AUTHOR=PEOPLE,
          EXT="epub", SIZE=9, DATE=millis, IS_STAR=lambda i: int(i == 7), IS_STAR_TIME=lambda i:
          millis(i) if i == 7 else None, IS_RECENT=lambda i: int(i % 3 > 0), IS_RECENT_TIME=lambda
          i: millis(i * 7 % N + 90) if i % 3 else None, IS_RECENT_PROGRESS=lambda i: 0.1 + i / 100
          if i % 3 else None, IS_SEARCH_BOOK=1, LANG="en", YEAR=2001, STATE=2)
    f.add("android_metadata", 1, locale="en")


def _ganymede(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 3)}
    f.add("users", 4, id=uid(1), username=PEOPLE, oauth=0, role="user", **stamps)
    f.add("channels", 2, id=uid(2), name=["owl", "kite"], display_name=["Owl", "Kite"],
          image_path="x", **stamps)
    f.add("vods", N, id=uid(3), ext_id=lambda i: str(900 + i), platform="twitch", type="archive",
          title=WORDS, duration=f.pick(900, 9000), views=f.pick(1, 90), channel_vods=lambda i:
          uid(2)(i % 2), streamed_at=iso, **stamps)
    f.add("playbacks", 40, id=uid(4), vod_id=lambda i: uid(3)(i // 4), user_id=lambda i: uid(1)(i %
          4), time=f.pick(1, 900), status=["in_progress", "finished"], **stamps)
    f.add("chapters", 30, id=uid(5), title=headline, start=0, end=9, vod_chapters=lambda i:
          uid(3)(i % N))
    f.add("playlists", 1, id=uid(6), name="Best", **stamps)


def _mediacms(f: Filler) -> None:
    f.add("users_user", 4, id=one, username=PEOPLE, email=lambda i: f"u{i}@x.example", name=PEOPLE,
          password="x", date_added=iso, last_login=iso)
    f.add("users_channel", 4, id=one, title="default", add_date=iso, user_id=one)
    f.add("files_category", 2, id=one, uid=uid(1), title=["Music", "Talks"], add_date=iso)
    f.add("files_media", N, id=one, add_date=iso, edit_date=iso, title=WORDS, friendly_token=lambda
          i: f"t{i}", media_type="video", uid=uid(2), state="public", encoding_status="success",
          views=f.pick(1, 90), likes=1, user_id=lambda i: i % 4 + 1, duration=300)
    f.add("files_comment", 6, id=one, add_date=iso, text="Nice", uid=uid(3), media_id=one,
          user_id=lambda i: i % 4 + 1)
    f.add("actions_mediaaction", 60, id=one, action=lambda i: ("watch", "watch", "like", "watch",
          "report")[i % 5], action_date=iso, media_id=lambda i: i * 5 % N + 1, user_id=lambda i: i %
          4 + 1 if i % 7 else None, session_key=lambda i: None if i % 7 else "s")
    f.add("files_playlist", 1, id=1, add_date=iso, title="Mix", uid="u", user_id=1)
    f.add("files_playlistmedia", 4, id=one, action_date=iso, media_id=one, playlist_id=1)


def _bookworm(f: Filler) -> None:
    f.add("BOOK_LIBRARY_TABLE", N, id=one, BOOK_LOCATION=lambda i: f"/books/{i}.epub",
          BOOK_TITLE=WORDS, BOOK_AUTHOR=PEOPLE, BOOK_LAST_READ_PAGE_NUMBER=lambda i: str(i % 3 * 7),
          BOOK_TOTAL_PAGES="90", RATINGS="0", creation_date=seconds, modification_date=lambda i:
          seconds(i + 90))
    f.add("BOOK_METADATA_TABLE", N, id=one, BOOK_TOC_DATA="", creation_date=seconds,
          modification_date=lambda i: seconds(i + 90))


_OWN = "FROM playback_log WHERE source IS NULL"

CASES: dict[str, tuple[Fill, Right]] = {
    "Tomahawk": (_tomahawk, [
        (f"SELECT track AS item, playtime AS time {_OWN}", "SELECT id AS item, name AS title FROM "
         "track"),
        ("SELECT COALESCE(source, 'me') AS user, track AS item, playtime AS time FROM playback_log",
         "SELECT id AS item, name AS title FROM track")]),
    "Angelfish": (_angelfish, [(f"SELECT {item} AS item, lastVisited AS time FROM history",
        f"SELECT {item} AS item, title FROM history") for item in ("url", "rowid", "title")]),
    # When they were read is not kept.
    "Alligator": (_alligator, [("SELECT id AS item FROM Entries WHERE read = 1",
        "SELECT id AS item, title FROM Entries")]),
    # Times are pickled: what was opened has one.
    "Lector": (_lector, [("SELECT id AS item FROM books WHERE LastAccessed IS NOT NULL",
        "SELECT id AS item, Title AS title FROM books")]),
    # 8 is read and 9 unread.
    "FeedReader": (_feedreader, [("SELECT articleID AS item FROM articles WHERE unread = 8",
        "SELECT articleID AS item, title FROM articles")]),
    "Morph": (_morph, [(f"SELECT {item} AS item, lastVisit AS time FROM history",
        f"SELECT {item} AS item, title FROM history") for item in ("url", "rowid", "title")]),
    "Guayadeque": (_guayadeque, [("SELECT song_id AS item, song_lastplay AS time FROM songs WHERE "
        "song_lastplay > 0", "SELECT song_id AS item, song_name AS title FROM songs")]),
    "FBReader": (_fbreader, [("SELECT book_id AS item, timestamp AS time FROM BookHistory WHERE "
        "event = 1", "SELECT book_id AS item, title FROM Books")]),
    "Librera": (_librera, [("SELECT PATH AS item, IS_RECENT_TIME AS time FROM FILE_META WHERE "
        "IS_RECENT = 1", "SELECT PATH AS item, TITLE AS title FROM FILE_META")]),
    "Ganymede": (_ganymede, [(f"SELECT user_id AS user, vod_id AS item, {time} AS time FROM "
        "playbacks", "SELECT id AS item, title FROM vods")
        for time in ("updated_at", "created_at")]),
    "MediaCMS": (_mediacms, [("SELECT user_id AS user, media_id AS item, action_date AS time FROM "
        f"actions_mediaaction WHERE action IN ({kinds})", "SELECT id AS item, title FROM "
        "files_media") for kinds in ("'watch'", "'watch', 'like'")]),
    # When they were read is not kept.
    "Bookworm": (_bookworm, [("SELECT id AS item FROM BOOK_LIBRARY_TABLE WHERE "
        "CAST(BOOK_LAST_READ_PAGE_NUMBER AS INTEGER) > 0", "SELECT id AS item, BOOK_TITLE AS title "
        "FROM BOOK_LIBRARY_TABLE")]),
}
