"""Twenty-two applications drawn by lot from a pool of sixty-seven, for what ``init`` does untuned.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them. Two of the
twenty-four that were drawn have no schema of tables in their sources: Readeck and Flashpoint.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import (
    ARTISTS,
    PEOPLE,
    WORDS,
    Cells,
    Filler,
    day,
    headline,
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
)

from sets.set_07_shops import SHOPS

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _netnewswire(f: Filler) -> None:
    f.add("articles", N, articleID=lambda i: f"{i * 7919:032x}", feedID=lambda i:
          f"https://f.example/{i % 3}", uniqueID=lambda i: f"g{i}", title=WORDS, url=lambda i:
          f"https://a.example/{i}", contentHTML="<p>text</p>", datePublished=lambda i: seconds(i) +
          0.5, authors="[]", searchRowID=one)
    f.add("statuses", N, articleID=lambda i: f"{i * 7919:032x}", read=lambda i: int(i % 3 == 0),
          starred=lambda i: int(i == 4), dateArrived=lambda i: seconds(i + 1) + 0.25)


def _ddg(f: Filler) -> None:
    f.add("history_entries", N, id=one, url=lambda i: f"https://a.example/{i}", title=WORDS,
          query=lambda i: f"about {i}" if i % 6 == 0 else None, isSerp=lambda i: int(i % 6 == 0))
    f.add("visits_list", 40, historyEntryId=lambda i: i * 5 % N + 1,
          timestamp=lambda i: iso(i).replace(" ", "T") + ".123", tabId=uid(1))


def _phpbb(f: Filler) -> None:
    f.add("phpbb_users", 4, user_id=lambda i: i + 2, username=PEOPLE, user_email="a@example.org",
          user_password="x", user_regdate=seconds, user_lastvisit=seconds)
    f.add("phpbb_forums", 2, forum_id=one, forum_name=["News", "Talk"])
    f.add("phpbb_topics", N, topic_id=one, forum_id=[1, 2], topic_title=WORDS, topic_time=seconds,
          topic_poster=lambda i: i % 4 + 2, topic_views=f.pick(1, 99),
          topic_first_poster_name=PEOPLE, topic_last_post_time=lambda i: seconds(i + 9),
          topic_last_view_time=lambda i: seconds(i + 40), topic_last_poster_id=lambda i: i % 4 + 2)
    f.add("phpbb_posts", 48, post_id=one, topic_id=lambda i: i // 2 + 1,
          forum_id=lambda i: i // 2 % 2 + 1, poster_id=lambda i: i * 3 % 4 + 2, post_time=seconds,
          post_subject=lambda i: "Re: " + WORDS[i // 2], post_text="I agree", post_approved=1)
    f.add("phpbb_topics_track", 40, user_id=lambda i: i % 4 + 2, topic_id=lambda i: i * 5 % 24 + 1
          if i < 24 else (i * 5 + 1) % 24 + 1, forum_id=lambda i: 1, mark_time=lambda i:
          seconds(i + 20))
    f.add("phpbb_forums_track", 4, user_id=lambda i: i + 2, forum_id=1, mark_time=seconds)
    f.add("phpbb_topics_watch", 5, topic_id=one, user_id=3, notify_status=0)
    f.add("phpbb_bookmarks", 3, topic_id=one, user_id=2)
    f.add("phpbb_topics_posted", 20, user_id=lambda i: i % 4 + 2, topic_id=one, topic_posted=1)
    f.add("phpbb_groups", 2, group_id=one, group_name=["GUESTS", "REGISTERED"])


def _openkj(f: Filler) -> None:
    def song(i: int) -> int:
        return i * 5 % N
    f.add("dbSongs", N, songid=one, Artist=ARTISTS, Title=WORDS, DiscId=lambda i: f"SC{i:04}",
          Duration=f.pick(100000, 300000), path=lambda i: f"/k/SC{i:04} - {WORDS[i]}.zip",
          filename=lambda i: f"SC{i:04} - {WORDS[i]}", searchstring=lambda i: WORDS[i].lower(),
          plays=f.pick(1, 3), lastplay=lambda i: iso(i + 20))
    f.add("historySingers", 4, id=one, name=PEOPLE)
    f.add("historySongs", 36, id=one, historySinger=lambda i: i % 4 + 1,
          filepath=lambda i: f"/k/SC{song(i):04} - {WORDS[song(i)]}.zip",
          artist=lambda i: ARTISTS[song(i) % 4], title=lambda i: WORDS[song(i)],
          songid=lambda i: f"SC{song(i):04}", keychange=0, plays=f.pick(1, 3), lastplay=iso)
    f.add("dbSongHistory", 40, id=one, filepath=lambda i: f"/k/SC{song(i):04} - "
          f"{WORDS[song(i)]}.zip", artist=lambda i: ARTISTS[song(i) % 4], title=lambda i:
          WORDS[song(i)], songid=lambda i: f"SC{song(i):04}", timestamp=iso)
    f.add("rotationSingers", 3, singerid=one, name=PEOPLE, position=one, regular=0, addts=iso)
    f.add("queueSongs", 5, qsongid=one, singer=lambda i: i % 3 + 1, song=one, played=[0, 1],
          position=one)
    f.add("bmsongs", 6, songid=one, Artist=ARTISTS, Title=lambda i: WORDS[-i],
          path=lambda i: f"/bm/{i}.mp3", Filename=lambda i: f"{i}.mp3")


def _suwayomi(f: Filler) -> None:
    f.add("extension", 1, id=1, apk_name="a.apk", name="Tachi", pkg_name="t", version_name="1",
          is_installed=1)
    f.add("source", 1, id=77, name="Manga Shelf", lang="en", extension=1)
    f.add("manga", 8, id=one, url=lambda i: f"/m/{i}", title=WORDS, author=PEOPLE, status=[1, 2],
          initialized=1, in_library=1, in_library_at=seconds, source=77, last_fetched_at=seconds,
          chapters_last_fetched_at=seconds, update_strategy="ALWAYS_UPDATE",
          last_modified_at=lambda i: seconds(i + 90))
    f.add("chapter", 48, id=one, url=lambda i: f"/c/{i}", name=lambda i: f"Chapter {i % 6 + 1}",
          date_upload=lambda i: millis(i) - 10**9, chapter_number=lambda i: i % 6 + 1.0,
          read=lambda i: int(i % 6 < 2), last_page_read=lambda i: 9 if i % 6 < 3 else 0,
          last_read_at=lambda i: seconds(60 + i) if i % 6 < 3 else 0, fetched_at=seconds,
          source_order=lambda i: i % 6, page_count=20, manga=lambda i: i // 6 + 1,
          last_modified_at=lambda i: seconds(i + 99))
    f.add("category", 1, id=1, name="Default", order=0, is_default=1)
    f.add("categorymanga", 8, id=one, category=1, manga=one)


def _wallabag(f: Filler) -> None:
    f.add("wallabag_user", 2, id=one, username=PEOPLE, email=lambda i: f"u{i}@example.org",
          enabled=1, password="x", last_login=iso, name=PEOPLE, created_at=iso, updated_at=iso)
    f.add("wallabag_entry", 40, id=one, user_id=lambda i: i % 2 + 1, title=headline, url=lambda
          i: f"https://a.example/{i}", content="<p>text</p>",
          is_archived=lambda i: int(i % 3 > 0), archived_at=lambda i: iso(60 + i) if i % 3 else
          None, is_starred=lambda i: int(i == 5), starred_at=lambda i: iso(70) if i == 5 else None,
          created_at=iso, updated_at=lambda i: iso(60 + i), reading_time=f.pick(1, 20),
          domain_name="a.example", http_status="200", is_not_parsed=0)
    f.add("wallabag_tag", 3, id=one, label=["news", "tech", "food"], slug=["news", "tech", "food"])
    f.add("wallabag_entry_tag", 20, entry_id=one, tag_id=[1, 2, 3])
    f.add("wallabag_annotation", 4, id=one, user_id=1, entry_id=lambda i: 2 * i + 1, text="yes",
          created_at=iso, updated_at=iso, quote="a line", ranges="[]")
    f.add("wallabag_config", 2, id=one, user_id=one, items_per_page=12, language="en")


def _gerbera(f: Filler) -> None:
    f.add("mt_cds_object", N + 3, id=lambda i: i + 1, parent_id=lambda i: 1 if i < 3 else i % 2 + 2,
          object_type=lambda i: 1 if i < 3 else 2, upnp_class=lambda i: "object.container" if i < 3
          else "object.item.videoItem", dc_title=lambda i: ["Root", "Video", "Audio"][i] if i < 3
          else WORDS[i - 3], location=lambda i: None if i < 3 else f"/v/{i}.mkv",
          mime_type=lambda i: None if i < 3 else "video/x-matroska", last_modified=seconds,
          last_updated=seconds)
    f.add("mt_metadata", N, id=one, item_id=lambda i: i + 4, property_name="dc:date",
          property_value=past)
    f.add("grb_playstatus", 14, group="default", item_id=lambda i: i * 5 % N + 4,
          playCount=f.pick(1, 4), lastPlayed=seconds, lastPlayedPosition=f.pick(0, 9000),
          bookMarkPos=0)
    f.add("grb_client", 2, addr=["10.0.0.2", "10.0.0.3"], port=1900, addrFamily=2, userAgent="TV",
          last=seconds, age=seconds)


def _gamehub(f: Filler) -> None:
    f.add("games", N, source=["steam", "gog"], id=lambda i: str(20000 + i * 17), name=WORDS,
          info="{}", tags="favorites", platforms="linux", last_launch=lambda i: seconds(i) if
          i < 12 else 0, playtime_source=0, playtime_tracked=lambda i: 30 * i if i < 12 else 0)
    f.add("tags", 3, id=["favorites", "installed", "hidden"], name=["Favorites", "Installed",
          "Hidden"], icon="i", selected=1)
    f.add("emulators", 1, id="r", name="RetroArch", executable="/usr/bin/retroarch")


def _kiwix(f: Filler) -> None:
    f.add("HistoryRoomEntity", 30, id=one, zimId="z1", zimName="wikipedia_en", zimFilePath="/z",
          historyUrl=lambda i: f"https://kiwix.app/A/{WORDS[i * 5 % N].replace(' ', '_')}",
          historyTitle=lambda i: WORDS[i * 5 % N], dateString=lambda i: "1 Nov 2025",
          timeStamp=millis)
    f.add("NotesRoomEntity", 2, id=one, zimId="z1", zimUrl="https://kiwix.app/A/x",
          noteTitle=WORDS, noteFilePath="/n")
    f.add("RecentSearchRoomEntity", 5, id=one, searchTerm=WORDS, zimId="z1")
    f.add("DownloadRoomEntity", 2, id=one, downloadId=one, status=4, bookId=uid(1),
          title=["Wikipedia", "Wiktionary"], language="en", creator="Kiwix", publisher="Kiwix",
          date=past, size="100")


def _codex(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": iso}
    f.add("auth_user", 3, id=one, username=PEOPLE, password="x", email="", date_joined=iso,
          last_login=iso)
    f.add("django_session", 2, session_key=lambda i: f"{i * 7919:032x}", session_data="x",
          expire_date=iso)
    f.add("codex_library", 1, id=1, path="/comics", last_poll=iso, **stamps)
    f.add("codex_publisher", 2, id=one, name=["House", "Indie"], **stamps)
    f.add("codex_series", 4, id=one, name=ARTISTS, publisher_id=[1, 2], **stamps)
    f.add("codex_volume", 4, id=one, name=2001, series_id=one, **stamps)
    f.add("codex_comic", N, id=one, path=lambda i: f"/comics/{i}.cbz", library_id=1, name=WORDS,
          sort_name=WORDS, issue_number=lambda i: i // 4 + 1, volume_id=lambda i: i % 4 + 1,
          series_id=lambda i: i % 4 + 1, publisher_id=[1, 2], date=past, page_count=22, size=9,
          file_type="CBZ", **stamps)
    f.add("codex_bookmark", 30, id=one, user_id=lambda i: i % 3 + 1 if i < 27 else None,
          session_id=lambda i: None if i < 27 else f"{0:032x}", comic_id=lambda i: i // 3 * 2 + 1,
          page=f.pick(1, 22), finished=lambda i: int(i % 4 > 0), created_at=iso,
          updated_at=lambda i: iso(i + 30))
    f.add("codex_favorite", 3, id=one, user_id=1, comic_id=one, **stamps)
    f.add("codex_genre", 2, id=one, name=["Crime", "Space"], **stamps)
    f.add("codex_comic_genres", N, id=one, comic_id=one, genre_id=[1, 2])


def _infinity(f: Filler) -> None:
    f.add("accounts", 2, username=PEOPLE, karma=5, is_current_user=[1, 0])
    f.add("subreddits", 4, id=lambda i: f"t5_{i}", name=["news", "books", "films", "cats"],
          subscribers_count=9, created_utc=seconds)
    f.add("subscribed_subreddits", 4, id=lambda i: f"t5_{i}", name=["news", "books", "films",
          "cats"], username="Ana", is_favorite=0)
    f.add("users", 3, name=lambda i: f"redditor{i}", link_karma=1, comment_karma=1,
          created_utc=seconds)
    f.add("read_posts", 40, username=lambda i: PEOPLE[i % 2], id=lambda i: f"1k{i * 7919:05x}",
          time=millis)
    f.add("recent_search_queries", 3, username="Ana", search_query=WORDS, time=millis)


def _openreads(f: Filler) -> None:
    f.add("booksTable", N, id=one, title=WORDS, author=PEOPLE, book_type="paperback",
          status=lambda i: 0 if i < 12 else 1 if i < 14 else 2 if i < 22 else 3,
          rating=lambda i: 10 * f.rng.randint(2, 5) if i < 12 else None,
          favourite=lambda i: int(i == 3), deleted=lambda i: int(i == 5),
          start_date=lambda i: day(i) + "T00:00:00.000" if i < 14 else None,
          finish_date=lambda i: day(i + 5) + "T00:00:00.000" if i < 12 else None,
          pages=200, publication_year=1999, has_cover=1, readings=lambda i: f"{day(i)}|{day(i + 5)}"
          if i < 12 else "", date_added=lambda i: iso(i).replace(" ", "T"),
          date_modified=lambda i: iso(i + 9).replace(" ", "T"))


def _newsboat(f: Filler) -> None:
    f.add("rss_feed", 3, rssurl=lambda i: f"https://f.example/{i}.xml", url=lambda i:
          f"https://f.example/{i}", title=ARTISTS, lastmodified=seconds)
    f.add("rss_item", 40, id=one, guid=lambda i: f"g{i}", title=headline, author=PEOPLE,
          url=lambda i: f"https://a.example/{i}", feedurl=lambda i:
          f"https://f.example/{i % 3}.xml", pubDate=seconds, content="text",
          unread=lambda i: int(i % 3 > 0), deleted=lambda i: int(i % 9 == 6), enqueued=0)
    f.add("metadata", 1, db_schema_version_major=2, db_schema_version_minor=33)


def _rssguard(f: Filler) -> None:
    f.add("Accounts", 1, id=1, ordr=0, type="std-rss")
    f.add("Categories", 1, id=1, ordr=0, parent_id=-1, title="News", account_id=1)
    f.add("Feeds", 3, id=one, ordr=one, title=ARTISTS, date_created=millis, category=1,
          source=lambda i: f"https://f.example/{i}.xml", update_type=1, account_id=1,
          custom_id=lambda i: str(i + 1))
    f.add("Messages", 40, id=one, is_read=lambda i: int(i % 3 > 0), is_important=lambda i:
          int(i == 4), is_deleted=lambda i: int(i % 10 == 7), is_pdeleted=0,
          feed=lambda i: i % 3 + 1, title=headline, url=lambda i:
          f"https://a.example/{i}", author=PEOPLE, date_created=millis, contents="text",
          account_id=1, custom_id=lambda i: f"g{i}", date_retrieved=lambda i: millis(i + 1))
    f.add("Labels", 2, id=one, name=["later", "work"], account_id=1)
    f.add("LabelsInMessages", 4, message=one, label=[1, 2])


def _qutebrowser(f: Filler) -> None:
    f.add("History", 40, url=lambda i: f"https://a.example/{i * 5 % N}", title=lambda i:
          WORDS[i * 5 % N], atime=seconds, redirect=lambda i: int(i % 9 == 0))
    f.add("CompletionHistory", N, url=lambda i: f"https://a.example/{i}", title=WORDS,
          last_atime=lambda i: seconds(i + 10))
    f.add("CompletionMetaInfo", 1, key="force_rebuild", value=0)


def _amarok(f: Filler) -> None:
    f.add("urls", N, id=lambda i: i + 51, deviceid=-1, rpath=lambda i: f"./m/{i}.mp3", directory=1,
          uniqueid=lambda i: f"amarok-sqltrackuid://{i:032x}")
    f.add("directories", 1, id=1, deviceid=-1, dir="./m/", changedate=seconds)
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 4, id=one, name=lambda i: f"Album {i}", artist=one)
    f.add("genres", 2, id=one, name=["Rock", "Jazz"])
    f.add("years", 2, id=one, name=["1999", "2004"])
    f.add("tracks", N, id=one, url=lambda i: i + 51, artist=lambda i: i % 4 + 1, album=lambda i:
          i % 4 + 1, genre=[1, 2], year=[1, 2], title=WORDS, tracknumber=lambda i: i // 4 + 1,
          length=f.pick(90000, 300000), createdate=seconds, modifydate=seconds)
    f.add("statistics", 14, id=one, url=lambda i: i * 5 % N + 51, createdate=seconds,
          accessdate=lambda i: seconds(i + 40), score=50.0, rating=lambda i: i % 3 * 4,
          playcount=f.pick(1, 9), deleted=0)
    f.add("playlists", 1, id=1, name="Party")
    f.add("playlist_tracks", 4, id=one, playlist_id=1, track_num=one, url=lambda i:
          f"file:///m/{i}.mp3", title=WORDS, artist=ARTISTS)


def _epiphany(f: Filler) -> None:
    f.add("hosts", 3, id=one, url=lambda i: f"https://h{i}.example/", title=lambda i:
          f"h{i}.example", visit_count=f.pick(1, 20), zoom_level=0.0)
    f.add("urls", N, id=one, host=lambda i: i % 3 + 1, url=lambda i:
          f"https://h{i % 3}.example/{i}", title=WORDS, visit_count=f.pick(1, 4), typed_count=0,
          last_visit_time=lambda i: seconds(i + 16) * 1_000_000)
    f.add("visits", 40, id=one, url=lambda i: i * 5 % N + 1, visit_time=lambda i: seconds(i) *
          1_000_000, visit_type=[1, 1, 2, 1, 3], referring_visit=-1)


def _songs(query: str, names: str) -> list[tuple[str, str]]:
    return [(query.format(item=item), f"SELECT DISTINCT {item} AS item, title FROM {names}")
            for item in ("filepath", "title", "songid", "artist || ' - ' || title")]


CASES: dict[str, tuple[Fill, Right]] = {
    "NetNewsWire": (_netnewswire, [("SELECT articleID AS item FROM statuses WHERE read = 1",
        "SELECT articleID AS item, title FROM articles")]),
    "DuckDuckGo": (_ddg, [("SELECT historyEntryId AS item, timestamp AS time FROM visits_list "
        f"JOIN history_entries h ON h.id = historyEntryId{where}",
        "SELECT id AS item, title FROM history_entries") for where in ("", " WHERE isSerp = 0")]),
    # When they last read a topic, or wrote in it.
    "phpBB": (_phpbb, [
        ("SELECT user_id AS user, topic_id AS item, mark_time AS time FROM phpbb_topics_track",
         "SELECT topic_id AS item, topic_title AS title FROM phpbb_topics"),
        ("SELECT poster_id AS user, topic_id AS item, post_time AS time FROM phpbb_posts",
         "SELECT topic_id AS item, topic_title AS title FROM phpbb_topics")]),
    # Who sang what, or what was sung in the house.
    "OpenKJ": (_openkj, [
        *_songs("SELECT historySinger AS user, {item} AS item, lastplay AS time FROM historySongs",
                "historySongs"),
        *_songs("SELECT {item} AS item, timestamp AS time FROM dbSongHistory", "dbSongHistory"),
        ("SELECT songid AS item, lastplay AS time FROM dbSongs",
         "SELECT songid AS item, Title AS title FROM dbSongs")]),
    # Chapters that were read, or begun.
    "Suwayomi": (_suwayomi, [(f"SELECT {item} AS item, {time} AS time FROM chapter WHERE {where}",
        items) for item, items in (
            ("manga", "SELECT id AS item, title FROM manga"),
            ("id", "SELECT c.id AS item, m.title AS title FROM chapter c JOIN manga m "
             "ON m.id = c.manga"))
        for time, where in (("last_read_at", "last_read_at > 0"), ("last_read_at", "read = 1"),
                            ("0", "read = 1"))]),
    "wallabag": (_wallabag, [("SELECT user_id AS user, id AS item, archived_at AS time FROM "
        "wallabag_entry WHERE is_archived = 1", "SELECT id AS item, title FROM wallabag_entry")]),
    "Gerbera": (_gerbera, [(f"SELECT {user} AS user, item_id AS item, lastPlayed AS time FROM "
        "grb_playstatus WHERE lastPlayed > 0",
        "SELECT id AS item, dc_title AS title FROM mt_cds_object") for user in ("'me'",
        '"group"')]),
    "GameHub": (_gamehub, [(f"SELECT {item} AS item, last_launch AS time FROM games "
        "WHERE last_launch > 0", f"SELECT {item} AS item, name AS title FROM games")
        for item in ("id", "name")]),
    "Kiwix": (_kiwix, [(f"SELECT {item} AS item, timeStamp AS time FROM HistoryRoomEntity",
        f"SELECT {item} AS item, historyTitle AS title FROM HistoryRoomEntity")
        for item in ("historyTitle", "historyUrl")]),
    # Some sit at a browser without an account.
    "Codex": (_codex, [(f"SELECT user_id AS user, comic_id AS item, {time} AS time FROM "
        "codex_bookmark", "SELECT id AS item, name AS title FROM codex_comic")
        for time in ("updated_at", "created_at")]),
    "Infinity": (_infinity, [("SELECT username AS user, id AS item, time FROM read_posts", None)]),
    # Finished, being read, for later, not finished.
    "Openreads": (_openreads, [(f"SELECT id AS item, {time} AS time FROM booksTable "
        f"WHERE {time} IS NOT NULL AND deleted = 0", "SELECT id AS item, title FROM booksTable")
        for time in ("finish_date", "start_date")]),
    "Newsboat": (_newsboat, [(f"SELECT id AS item FROM rss_item WHERE unread = 0{deleted}",
        "SELECT id AS item, title FROM rss_item") for deleted in ("", " AND deleted = 0")]),
    "RSS Guard": (_rssguard, [(f"SELECT {user} AS user, id AS item FROM Messages "
        f"WHERE is_read = 1{deleted}", "SELECT id AS item, title FROM Messages")
        for deleted in ("", " AND is_deleted = 0") for user in ("'me'", "account_id")]),
    "qutebrowser": (_qutebrowser, [
        *((f"SELECT {item} AS item, atime AS time FROM History{where}",
           f"SELECT DISTINCT {item} AS item, title FROM History") for item in ("url", "title")
          for where in ("", " WHERE redirect = 0")),
        ("SELECT url AS item, last_atime AS time FROM CompletionHistory",
         "SELECT url AS item, title FROM CompletionHistory")]),
    "Amarok": (_amarok, [
        ("SELECT url AS item, accessdate AS time FROM statistics",
         "SELECT url AS item, title FROM tracks"),
        ("SELECT t.id AS item, s.accessdate AS time FROM statistics s JOIN tracks t "
         "ON t.url = s.url", "SELECT id AS item, title FROM tracks")]),
    "Epiphany": (_epiphany, [("SELECT url AS item, visit_time AS time FROM visits",
        "SELECT id AS item, title FROM urls")]),
    **SHOPS,
}
