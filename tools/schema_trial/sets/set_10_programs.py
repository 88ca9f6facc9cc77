"""The players, readers, browsers and other programs of the tenth set.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from datetime import UTC, datetime

from answers import Fill, Right
from made_up_rows import ARTISTS, WORDS, Filler, headline, iso, millis, one, seconds, uid, url

N = len(WORDS)
_UNIX_EPOCH = 2_440_587.5
# One line a few columns: the rows are tables.
# fmt: off


def _julian(i: int) -> float:
    return _UNIX_EPOCH + seconds(i) / 86_400


def _local_day(i: int) -> int:
    return datetime.fromtimestamp(seconds(i), UTC).toordinal()


def _clementine(f: Filler) -> None:
    f.add("directories", 1, path="/m", subdirs=1)
    f.add("songs", N, title=WORDS, artist=ARTISTS, albumartist="", album=lambda i: WORDS[-(i % 6) -
          1], track=one, year=2001, genre="Folk", length=200_000_000_000, directory=1,
          filename=lambda i: f"file:///m/{i}.mp3", mtime=lambda i: seconds(i) - 9_000_000,
          ctime=lambda i: seconds(i) - 9_000_000, filesize=9, playcount=lambda i: i % 4,
          lastplayed=lambda i: seconds(i * 7 % N) if i % 4 else -1, rating=-1, score=lambda i: i % 4
          * 20, skipcount=lambda i: i % 2)
    f.add("playlists", 2, name=["Mix", "Party"], last_played=[3, -1], ui_order=one)
    f.add("playlist_items", 8, playlist=1, type="Library", library_id=one)
    f.add("podcasts", 1, url=url, title="Owl Hour", last_updated=seconds)
    f.add("podcast_episodes", 5, podcast_id=1, title=headline, publication_date=seconds, url=url,
          listened=0, listened_date=0)
    f.add("devices", 1, unique_id="u", friendly_name="Phone", size=9)
    f.add("icecast_stations", 4, name=ARTISTS, url=url, bitrate=128)
    f.add("schema_version", 1, version=51)


def _musikcube(f: Filler) -> None:
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 6, id=one, name=lambda i: WORDS[-i - 1])
    f.add("genres", 2, id=one, name=["Folk", "Jazz"])
    f.add("paths", 1, id=1, path="/m")
    f.add("tracks", N, id=one, track=one, duration=200, visual_genre_id=[1, 2],
          visual_artist_id=lambda i: i % 4 + 1, album_artist_id=lambda i: i % 4 + 1, path_id=1,
          album_id=lambda i: i % 6 + 1, title=WORDS, filename=lambda i: f"{i}.flac",
          filetime=seconds, visible=1, external_id=uid(1), rating=0, last_played=lambda i: _julian(i
          * 7 % N) if i % 4 else None, play_count=lambda i: i % 4, date_added=_julian,
          date_updated=_julian)
    f.add("track_artists", N, id=one, track_id=one, artist_id=lambda i: i % 4 + 1)
    f.add("track_genres", N, id=one, track_id=one, genre_id=[1, 2])
    f.add("playlists", 1, id=1, name="Mix", user_id=0)
    f.add("playlist_tracks", 5, playlist_id=1, track_external_id=uid(1), sort_order=one)
    f.add("last_session_play_queue", 5, id=one, track_id=one)


def _phonograph(f: Filler) -> None:
    f.add("recent_history", 30, song_id=lambda i: 1000 + i * 7, time_played=millis)
    f.add("android_metadata", 1, locale="en")


def _tempo(f: Filler) -> None:
    f.add("server", 1, id="s1", server_name="home", username="ana", password="x", address=url,
          timestamp=millis)
    f.add("chronology", 40, id=lambda i: f"tr-{i}", timestamp=millis, server="s1", title=headline,
          album=lambda i: WORDS[-(i % 6) - 1], artist=ARTISTS, track=one, year=2001,
          duration=200, album_id=lambda i: f"al-{i % 6}", artist_id=lambda i: f"ar-{i % 4}",
          play_count=lambda i: 1 + i % 5, created=lambda i: millis(i) - 9_000_000_000, type="music")
    f.add("queue", 10, id=lambda i: f"tr-{i}", track_order=one, last_play=lambda i: millis(i) if i
          == 4 else 0, title=headline, artist=ARTISTS, album_id="al-1", type="music")
    f.add("favorite", 3, timestamp=millis, songId=lambda i: f"tr-{i}", toStar=1)
    f.add("recent_search", 3, search=ARTISTS)
    f.add("playlist", 2, id=["p1", "p2"], name=["Mix", "Party"], duration=100)
    f.add("download", 4, id=lambda i: f"tr-{i}", title=headline, artist=ARTISTS)


def _escapepod(f: Filler) -> None:
    f.add("podcasts", 3, remote_podcast_feed_location=url, name=ARTISTS, website=url,
          latest_episode_date=millis)
    f.add("podcast_descriptions", 3, remote_podcast_feed_location=url, description="About")
    f.add("episodes", 30, media_id=uid(1), guid=uid(1), title=headline, audio=url,
          publication_date=millis, is_playing=0, playback_position=lambda i: 0 if i % 3 else
          90_000 + i, duration=1_800_000, manually_deleted=0, manually_downloaded=0,
          podcast_name=lambda i: ARTISTS[i % 3],
          episode_remote_podcast_feed_location=lambda i: url(i % 3))
    f.add("episode_descriptions", 30, media_id=uid(1), description="Talk",
          episode_remote_podcast_feed_location=lambda i: url(i % 3))


def _vocal(f: Filler) -> None:
    f.add("Podcast", 3, name=ARTISTS, feed_uri=url, description="About", content_type="audio")
    f.add("Episode", 30, title=headline, podcast_uri=lambda i: url(i % 3), uri=lambda i:
          f"https://cdn.example/{i}.mp3", released=seconds, description="Talk",
          latest_position=lambda i: str(float(i % 4)), download_status="not_downloaded",
          play_status=lambda i: "played" if i % 3 else "unplayed", guid=uid(1), link=url)


def _flym(f: Filler) -> None:
    f.add("feeds", 3, feedId=one, feedLink=url, feedTitle=ARTISTS, displayPriority=one)
    f.add("entries", 60, id=uid(1), feedId=lambda i: i % 3 + 1, link=url, fetchDate=millis,
          publicationDate=lambda i: millis(i) - 9_000_000, title=headline, description="text",
          author="Ana", read=lambda i: int(i % 3 > 0), favorite=lambda i: int(i == 7))


def _fluent(f: Filler) -> None:
    f.add("sources", 3, sid=url, url=url, name=ARTISTS, latest=millis, lastTitle="x")
    f.add("items", 60, iid=uid(1), source=lambda i: url(i % 3), title=headline, link=url,
          date=millis, content="<p>", snippet="text", hasRead=lambda i: int(i % 3 > 0),
          starred=lambda i: int(i == 7), creator="Ana")


def _midori(f: Filler) -> None:
    f.add("history", 60, uri=lambda i: url(i * 7 % 30), title=lambda i: headline(i * 7 % 30),
          date=seconds, day=_local_day)
    f.add("search", 3, keywords=["tea", "maps", "kites"], uri=url, day=_local_day)
    f.add("bookmarks", 4, id=one, title=WORDS, uri=url, visit_count=0, created=iso)
    f.add("sessions", 1, id=1, crdate=seconds, tstamp=seconds, title="Session")
    f.add("tabs", 3, id=one, session_id=1, uri=url, title=headline, crdate=seconds,
          tstamp=seconds)
    f.add("tab_history", 6, id=one, tab_id=[1, 2], url=url, title=headline)


def _lightning(f: Filler) -> None:
    f.add("history", 40, id=one, url=url, title=headline, time=millis)
    f.add("android_metadata", 1, locale="en")


def _coolreader(f: Filler) -> None:
    f.add("author", 4, id=one, name=ARTISTS)
    f.add("series", 2, id=one, name=["Harbours", "Meadows"])
    f.add("folder", 1, id=1, name="/sdcard/Books")
    f.add("book", N, id=one, pathname=lambda i: f"/sdcard/Books/{i}.epub", folder_fk=1,
          filename=lambda i: f"{i}.epub", title=WORDS, series_fk=[1, 2, None], format=3,
          create_time=millis, last_access_time=lambda i: millis(i + 60) if i % 3 else 0,
          language="en")
    f.add("book_author", N, book_fk=one, author_fk=lambda i: i % 4 + 1)
    f.add("bookmark", 16, id=one, book_fk=lambda i: i // 2 * 3 + 2 + i % 2, type=0, percent=lambda
          i: i * 500, time_stamp=lambda i: millis(i // 2 * 3 + 1 + i % 2 + 60), start_pos="/body/p",
          title_text="Chapter")
    f.add("bookmark", 4, id=lambda i: 20 + i, book_fk=2, type=1, percent=100, time_stamp=millis,
          start_pos="/body/p", comment_text="note")
    f.add("opds_catalog", 2, id=one, name=["Library", "Free"], url=url, last_usage=millis)
    f.add("search_history", 2, id=one, book_fk=2, search_text=["tea", "pier"])
    f.add("metadata", 1, param="genre_version", value="1")


def _kiss(f: Filler) -> None:
    f.add("history", 60, _id=one, query=["ma", "ca", ""], record=lambda i:
          f"app://org.app{i * 5 % 12}/Main", timeStamp=millis)
    f.add("tags", 3, _id=one, tag=["work", "play"], record=lambda i: f"app://org.app{i}/Main")
    f.add("custom_apps", 2, _id=one, component_name=lambda i: f"org.app{i}/Main", name=WORDS)
    f.add("shortcuts", 2, _id=one, name=WORDS, package="org.app1", intent_uri="x")


def _sioyek(f: Filler) -> None:
    f.add("opened_books", N, id=one, path=lambda i: f"{i:032x}", zoom_level=1.0, offset_x=0.0,
          offset_y=lambda i: 40.0 * i, last_access_time=lambda i: iso(i * 7 % N))
    f.add("document_hash", N, id=one, path=lambda i: f"/home/ana/papers/{WORDS[i]}.pdf",
          hash=lambda i: f"{i:032x}")
    f.add("bookmarks", 3, id=one, document_path=lambda i: f"{i:032x}", desc=["proof", "lemma"],
          offset_y=9.0)
    f.add("highlights", 8, id=one, document_path=lambda i: f"{i % 3:032x}", desc="text", type="a",
          begin_x=1.0, begin_y=1.0, end_x=2.0, end_y=2.0)


def _mcfly(f: Filler) -> None:
    f.add("commands", 80, id=one, cmd=lambda i: f"{('git', 'make', 'vim')[i * 7 % 20 % 3]} target"
          f"{i * 7 % 20}", cmd_tpl="x", session_id=lambda i: f"s{i // 9}", when_run=seconds,
          exit_code=lambda i: int(i % 9 == 0), selected=lambda i: int(i % 5 == 0), dir="/home/ana")
    f.add("selected_commands", 5, id=one, cmd=lambda i: f"git target{i}", session_id="s1",
          dir="/home/ana")
    f.add("schema_versions", 3, id=one, version=one, when_run=seconds)


CASES: dict[str, tuple[Fill, Right]] = {
    # Never is -1.
    "Clementine": (_clementine, [("SELECT rowid AS item, lastplayed AS time FROM songs WHERE "
        "lastplayed > 0", "SELECT rowid AS item, title FROM songs")]),
    # Julian days.
    "musikcube": (_musikcube, [("SELECT id AS item, last_played AS time FROM tracks WHERE "
        "last_played IS NOT NULL", "SELECT id AS item, title FROM tracks")]),
    # What songs are called the system knows.
    "Phonograph": (_phonograph, [("SELECT song_id AS item, time_played AS time FROM recent_history",
        None)]),
    "Tempo": (_tempo, [("SELECT id AS item, timestamp AS time FROM chronology",
        "SELECT id AS item, title FROM chronology")]),
    # When they were played is not kept.
    "Escapepod": (_escapepod, [("SELECT media_id AS item FROM episodes WHERE playback_position > 0",
        "SELECT media_id AS item, title FROM episodes")]),
    "Vocal": (_vocal, [(f"SELECT {item} AS item FROM Episode WHERE play_status = 'played'",
        f"SELECT {item} AS item, title FROM Episode") for item in ("rowid", "uri", "guid",
        "title")]),
    "Flym": (_flym, [("SELECT id AS item FROM entries WHERE read = 1",
        "SELECT id AS item, title FROM entries")]),
    "Fluent Reader Lite": (_fluent, [("SELECT iid AS item FROM items WHERE hasRead = 1",
        "SELECT iid AS item, title FROM items")]),
    "Midori": (_midori, [(f"SELECT {item} AS item, date AS time FROM history",
        f"SELECT DISTINCT {item} AS item, title FROM history") for item in ("uri", "title")]),
    "Lightning": (_lightning, [(f"SELECT {item} AS item, time FROM history",
        f"SELECT {item} AS item, title FROM history") for item in ("id", "url", "title")]),
    # The last position of each book is a bookmark too.
    "Cool Reader": (_coolreader, [("SELECT id AS item, last_access_time AS time FROM book WHERE "
        "last_access_time > 0", "SELECT id AS item, title FROM book"),
        ("SELECT book_fk AS item, time_stamp AS time FROM bookmark WHERE type = 0",
        "SELECT id AS item, title FROM book")]),
    # What is launched is on the phone.
    "KISS": (_kiss, [("SELECT record AS item, timeStamp AS time FROM history", None)]),
    # A book is known by the hash of its file.
    "Sioyek": (_sioyek, [(f"SELECT {item} AS item, last_access_time AS time FROM opened_books",
        f"SELECT b.{item} AS item, replace(h.path, '/home/ana/papers/', '') AS title FROM "
        "opened_books b JOIN document_hash h ON h.hash = b.path") for item in ("path", "id")]),
    "McFly": (_mcfly, [("SELECT cmd AS item, when_run AS time FROM commands",
        "SELECT DISTINCT cmd AS item, cmd AS title FROM commands")]),
}
