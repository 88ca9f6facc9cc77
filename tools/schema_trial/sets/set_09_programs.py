"""The players, readers, browsers and other programs of the ninth set.

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
    past,
    seconds,
    uid,
    url,
)

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _lollypop(f: Filler) -> None:
    f.add("artists", 4, id=one, name=ARTISTS, sortname=ARTISTS)
    f.add("albums", 6, id=one, name=lambda i: WORDS[-i - 1], uri=lambda i: f"file:///m/{i}",
          popularity=f.pick(0, 9), mtime=seconds, timestamp=lambda i: 900_000_000 + i, year=2001)
    f.add("album_artists", 6, artist_id=lambda i: i % 4 + 1, album_id=one)
    f.add("tracks", N, id=one, name=WORDS, uri=lambda i: f"file:///m/{i % 6}/{i}.flac",
          duration=f.pick(100, 300), tracknumber=one, album_id=lambda i: i % 6 + 1, year=2001,
          timestamp=lambda i: 900_000_000 + i, popularity=lambda i: i % 4, loved=lambda i: int(i ==
          5), rate=-1, ltime=lambda i: seconds(i * 7 % N) if i % 4 else 0, mtime=lambda i:
          seconds(0) - 90_000 + i)
    f.add("track_artists", N, track_id=one, artist_id=lambda i: i % 4 + 1)
    f.add("albums_timed_popularity", 8, album_id=lambda i: i % 6 + 1, mtime=seconds, popularity=1)
    f.add("genres", 2, id=one, name=["Folk", "Jazz"])
    f.add("track_genres", N, track_id=one, genre_id=[1, 2])


def _ocmusic(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created": iso, "updated": lambda i: iso(i + 30)}
    f.add("oc_music_artists", 8, id=one, user_id=lambda i: PEOPLE[i // 4], name=ARTISTS,
          hash=uid(1), **stamps)
    f.add("oc_music_albums", 8, id=one, user_id=lambda i: PEOPLE[i // 4], name=lambda i: WORDS[-i -
          1], album_artist_id=one, hash=uid(2), **stamps)
    f.add("oc_music_genres", 2, id=one, user_id=PEOPLE[:2], name="Folk", lower_name="folk",
          **stamps)
    f.add("oc_music_tracks", 40, id=one, user_id=lambda i: PEOPLE[i // 20], title=lambda i: WORDS[i
          % 20], number=one, year=2001, artist_id=lambda i: i // 20 * 4 + i % 4 + 1,
          album_id=lambda i: i // 20 * 4 + i % 4 + 1, length=f.pick(100, 300), file_id=lambda i: 900
          + i, mimetype="audio/flac", genre_id=[1, 2], play_count=lambda i: i % 4,
          last_played=lambda i: iso(i * 7 % 40) if i % 4 else None, **stamps)
    f.add("oc_music_podcast_channels", 1, id=1, user_id="Ana", title="Owl Hour", rss_url="x",
          update_checked=iso, **stamps)
    f.add("oc_music_podcast_episodes", 5, id=one, user_id="Ana", channel_id=1, title=headline,
          guid=uid(3), guid_hash=uid(4), published=iso, **stamps)


def _radiodroid(f: Filler) -> None:
    f.add("track_history", 60, uid=one, station_uuid=lambda i: uid(1)(i // 6 % 4),
          station_icon_url="", track=lambda i: f"{ARTISTS[i % 4]} - {WORDS[i * 5 % N]}",
          artist=ARTISTS, title=lambda i: WORDS[i * 5 % N], start_time=millis, end_time=lambda i:
          millis(i) + 200_000)


def _kvaesitso(f: Filler) -> None:
    f.add("Searchable", 12, key=lambda i: f"app://org.app{i}:Main:0", type="app",
          searchable=lambda i: f'{{"package":"org.app{i}"}}', launchCount=lambda i: i * 3 % 7,
          weight=lambda i: i * 3 % 7 / 10, hidden=0)
    f.add("Icons", 12, id=one, type="app", packageName=lambda i: f"org.app{i}", iconPack="p")
    f.add("SearchAction", 3, position=one, type="url", label=["Search", "Call", "Mail"])
    f.add("Widget", 2, id=[b"1", b"2"], type="weather", position=one)
    f.add("CustomAttributes", 2, id=one, key=lambda i: f"app://org.app{i}:Main:0", type="label",
          value=WORDS)


# What is hidden are the exercises one can choose from.
def _flexify(f: Filler) -> None:
    f.add("plans", 2, id=one, days=["Monday", "Friday"], title=["Push", "Pull"], sequence=one)
    f.add("gym_sets", 10, id=one, name=WORDS, created=seconds(0) - 9000, hidden=1, unit="kg")
    f.add("gym_sets", 60, id=lambda i: i + 11, name=lambda i: WORDS[i // 3 % 10], created=seconds,
          hidden=0, reps=8.0, weight=lambda i: 20.0 + i, unit="kg", plan_id=[1, 2], body_weight=80,
          rest_ms=90_000)
    f.add("plan_exercises", 10, id=one, plan_id=[1, 2], exercise=WORDS, enabled=1, timers=1)
    f.add("settings", 1, id=1)


def _gamevault(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 60),
                                "entity_version": 1}
    f.add("gamevault_user", 4, id=one, username=PEOPLE, email=lambda i: f"u{i}@x.example",
          activated=1, role="1", **stamps)
    f.add("game_metadata", N, id=one, provider_slug="igdb", title=WORDS, release_date=past,
          **stamps)
    f.add("gamevault_game", N, id=one, file_path=lambda i: f"/files/{WORDS[i]} (2001).zip", size=9,
          title=WORDS, sort_title=WORDS, release_date=past, metadata_id=one, type="WINDOWS_SETUP",
          download_count=f.pick(0, 5), **stamps)
    f.add("progress", 40, id=one, user_id=lambda i: i % 4 + 1, game_id=lambda i: i // 4 + 1,
          minutes_played=lambda i: 0 if i % 5 == 0 else 30 + i,
          state=lambda i: "UNPLAYED" if i % 5 == 0 else ("PLAYING", "COMPLETED",
          "ABORTED_TEMPORARY", "INFINITE")[i % 4],
          last_played_at=lambda i: None if i % 5 == 0 else iso(i), **stamps)
    f.add("genre_metadata", 2, id=one, name=["Puzzle", "Racing"], **stamps)
    f.add("bookmark", 5, gamevault_user_id=lambda i: i % 4 + 1, gamevault_game_id=one)


def _tsacdop(f: Filler) -> None:
    f.add("PodcastLocal", 3, id=uid(1), title=ARTISTS, rssUrl=url, author=PEOPLE, add_date=millis)
    f.add("Episodes", N, id=one, title=WORDS, enclosure_url=lambda i: f"https://cdn.example/{i}.mp3",
          feed_id=lambda i: uid(1)(i % 3), milliseconds=millis, pubDate=iso, duration=f.pick(900,
          3000), downloaded="ND", media_id=lambda i: f"https://cdn.example/{i}.mp3")
    f.add("PlayHistory", 30, id=one, title=lambda i: WORDS[i * 5 % N], enclosure_url=lambda i:
          f"https://cdn.example/{i * 5 % N}.mp3", seconds=lambda i: 300.0 + i, seek_value=lambda i:
          0.5 if i % 3 else 1.0, add_date=lambda i: millis(i + 40), listen_time=lambda i: i % 2)
    f.add("SubscribeHistory", 3, id=uid(1), title=ARTISTS, rss_url=url, add_date=millis)


def _ladybird(f: Filler) -> None:
    f.add("History", 30, url=url, title=headline, visit_count=f.pick(1, 9),
          last_visited_time=seconds, last_qualifying_visit_time=lambda i: seconds(i - i % 2),
          direct_visit_count=lambda i: i % 3, last_direct_visit_time=lambda i: seconds(i - 3) if i %
          3 else 0, decayed_visit_score=lambda i: i % 5 / 2, score_updated_at=seconds)
    f.add("OmniboxEngagements", 6, normalized_input=lambda i: f"si{i}", destination_kind=0,
          destination_key=url, destination=url, explicit_use_count=one, last_used_time=seconds)


def _falkon(f: Filler) -> None:
    f.add("history", 40, id=one, url=url, title=headline, date=millis, count=f.pick(1, 9))
    f.add("search_engines", 2, id=one, name=["Duck", "Owl"], url=url)
    f.add("icons", 5, id=one, url=url)
    f.add("autofill", 2, id=one, server=["a.example", "b.example"], username=PEOPLE, data="x",
          last_used=seconds)


def _liferea(f: Filler) -> None:
    f.add("node", 4, node_id=lambda i: f"ab{i}xyz", parent_id="root", title=ARTISTS, type=1)
    f.add("subscription", 4, node_id=lambda i: f"ab{i}xyz", source=url, available=1)
    f.add("items", 60, item_id=one, node_id=lambda i: f"ab{i % 4}xyz", parent_node_id=lambda i:
          f"ab{i % 4}xyz", title=headline, read=lambda i: int(i % 3 > 0), updated=0, popup=0,
          marked=lambda i: int(i == 8), source=url, source_id=uid(1), valid_guid=1,
          description="<p>", date=seconds, comment=0)
    f.add("metadata", 20, item_id=one, nr=0, key="author", value=PEOPLE)
    f.add("update_state", 4, node_id=lambda i: f"ab{i}xyz", last_poll=seconds)
    f.add("info", 1, name="schemaVersion", value="12")


def _opodsync(f: Filler) -> None:
    f.add("users", 2, id=one, name=PEOPLE, password="x")
    f.add("devices", 3, id=one, user=[1, 1, 2], deviceid=["phone", "desk", "pod"], name="d")
    f.add("feeds", 3, id=one, feed_url=url, title=ARTISTS, last_fetch=seconds)
    f.add("subscriptions", 5, id=one, user=[1, 2], feed=lambda i: i % 3 + 1, url=url, deleted=0,
          changed=seconds)
    f.add("episodes", N, id=one, feed=lambda i: i % 3 + 1, media_url=lambda i:
          f"https://cdn.example/{i}.mp3", url=url, title=WORDS, pubdate=iso, duration=1800)
    f.add("episodes_actions", 60, id=one, user=[1, 2], subscription=lambda i: i % 5 + 1,
          episode=lambda i: i * 5 % N + 1, device=[1, 3], url=lambda i:
          f"https://cdn.example/{i * 5 % N}.mp3", changed=seconds, action=lambda i: ("play", "play",
          "download", "delete", "play", "new")[i % 6], data="{}")


def _trilium(f: Filler) -> None:
    stamps: dict[str, Cells] = {"utcDateModified": lambda i: iso(i) + ".000Z"}
    made: dict[str, Cells] = {"dateCreated": iso, "dateModified": iso, "utcDateCreated": lambda i:
                              iso(i) + ".000Z"}
    f.add("notes", N, noteId=lambda i: f"n{i:011d}", title=WORDS, type="text", mime="text/html",
          blobId=lambda i: f"b{i:019d}", isDeleted=0, **made, **stamps)
    f.add("branches", N, branchId=lambda i: f"root_n{i:011d}", noteId=lambda i: f"n{i:011d}",
          parentNoteId="root", notePosition=one, **stamps)
    f.add("blobs", N, blobId=lambda i: f"b{i:019d}", content="<p>", dateModified=iso, **stamps)
    f.add("recent_notes", 15, noteId=lambda i: f"n{i * 5 % N:011d}", notePath=lambda i:
          f"root/n{i * 5 % N:011d}", utcDateCreated=lambda i: iso(i + 70) + ".000Z")
    f.add("revisions", 9, revisionId=uid(2), noteId=lambda i: f"n{i:011d}", title=WORDS,
          type="text", mime="text/html", dateLastEdited=iso, dateCreated=iso, utcDateLastEdited=iso,
          utcDateCreated=iso, **stamps)
    f.add("attributes", 9, attributeId=uid(3), noteId=lambda i: f"n{i:011d}", type="label",
          name="color", value="red", **stamps)
    f.add("options", 3, name=["theme", "locale", "zoom"], value="1", **stamps)


def _histdb(f: Filler) -> None:
    f.add("commands", 20, id=one, argv=lambda i: f"{('git', 'make', 'vim')[i % 3]} target{i}")
    f.add("places", 4, id=one, host="desk", dir=lambda i: f"/home/ana/p{i}")
    f.add("history", 80, id=one, session=lambda i: i // 9, command_id=lambda i: i * 7 % 20 + 1,
          place_id=lambda i: i // 5 % 4 + 1, exit_status=lambda i: int(i % 9 == 0),
          start_time=seconds, duration=f.pick(0, 9))


def _kactivities(f: Filler) -> None:
    f.add("ResourceInfo", N, targettedResource=lambda i: f"/home/ana/{WORDS[i]}.odt",
          title=lambda i: f"{WORDS[i]}.odt", mimetype="application/odt", autoTitle=1)
    f.add("ResourceEvent", 60, usedActivity=lambda i: uid(1)(i // 30), initiatingAgent=["writer",
          "viewer"], targettedResource=lambda i: f"/home/ana/{WORDS[i * 5 % N]}.odt", start=seconds,
          end=lambda i: seconds(i) + 900)
    f.add("ResourceScoreCache", N, usedActivity=lambda i: uid(1)(i % 2), initiatingAgent="writer",
          targettedResource=lambda i: f"/home/ana/{WORDS[i]}.odt", scoreType=0, cachedScore=lambda
          i: 1.5 + i, firstUpdate=seconds, lastUpdate=lambda i: seconds(i + 30))
    f.add("ResourceLink", 3, usedActivity=uid(1), initiatingAgent=":global", targettedResource=
          lambda i: f"/home/ana/{WORDS[i]}.odt")
    f.add("SchemaInfo", 1, key="version", value="2015.02.09")


def _zathura(f: Filler) -> None:
    f.add("fileinfo", N, file=lambda i: f"/home/ana/papers/{WORDS[i]}.pdf", page=f.pick(0, 30),
          zoom=1.0, time=lambda i: seconds(i * 5 % N), sha256=lambda i: bytes([i] * 32))
    f.add("history", 8, line=lambda i: f":open p{i}.pdf", time=seconds)
    f.add("jumplist", 30, id=one, file=lambda i: f"/home/ana/papers/{WORDS[i // 2]}.pdf",
          page=f.pick(0, 30))
    f.add("bookmarks", 3, file=lambda i: f"/home/ana/papers/{WORDS[i]}.pdf", id="b", page=3)


def _streamystats(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 60)}
    f.add("servers", 1, id=1, name="home", url="http://s", api_key="x", **stamps)
    f.add("libraries", 1, id="l1", name="Films", type="movies", server_id=1, **stamps)
    f.add("users", 4, id=uid(1), name=PEOPLE, server_id=1, last_activity_date=iso, **stamps)
    f.add("items", N, id=uid(2), server_id=1, library_id="l1", name=WORDS, type="Movie",
          production_year=2001, date_created=iso, premiere_date=past, raw_data="{}", **stamps)
    f.add("sessions", 50, id=uid(3), server_id=1, user_id=lambda i: uid(1)(i % 4), item_id=lambda i:
          uid(2)(i * 5 % N), user_name=PEOPLE[:4], item_name=lambda i: WORDS[i * 5 % N],
          device_name="TV", play_duration=f.pick(300, 7000), start_time=iso, end_time=lambda i:
          iso(i + 1), last_activity_date=lambda i: iso(i + 1), percent_complete=lambda i: 40.0 + i,
          completed=lambda i: int(i % 3 == 0), play_method="DirectPlay", raw_data="{}", **stamps)
    f.add("activities", 30, id=lambda i: str(i), name=lambda i: f"{PEOPLE[i % 4]} is playing",
          type="VideoPlayback", date=iso, severity="Information", server_id=1,
          user_id=lambda i: uid(1)(i % 4), created_at=iso)
    f.add("hidden_recommendations", 3, id=one, server_id=1, user_id=uid(1), item_id=uid(2),
          created_at=iso)


CASES: dict[str, tuple[Fill, Right]] = {
    "Lollypop": (_lollypop, [("SELECT id AS item, ltime AS time FROM tracks WHERE ltime > 0",
        "SELECT id AS item, name AS title FROM tracks")]),
    "ownCloud Music": (_ocmusic, [("SELECT user_id AS user, id AS item, last_played AS time FROM "
        "oc_music_tracks WHERE last_played IS NOT NULL", "SELECT id AS item, title FROM "
        "oc_music_tracks")]),
    "RadioDroid": (_radiodroid, [(f"SELECT {item} AS item, {time} AS time FROM track_history",
        f"SELECT DISTINCT {item} AS item, title FROM track_history")
        for item in ("artist || ' - ' || title", "track", "title")
        for time in ("start_time", "end_time")]),
    # What is launched has no title but its package.
    "Kvaesitso": (_kvaesitso, [("SELECT key AS item FROM Searchable WHERE launchCount > 0", None)]),
    "Flexify": (_flexify, [("SELECT name AS item, created AS time FROM gym_sets WHERE hidden = 0",
        "SELECT DISTINCT name AS item, name AS title FROM gym_sets")]),
    "GameVault": (_gamevault, [("SELECT user_id AS user, game_id AS item, last_played_at AS time "
        "FROM progress WHERE last_played_at IS NOT NULL", "SELECT id AS item, title FROM "
        "gamevault_game")]),
    "Tsacdop": (_tsacdop, [
        ("SELECT e.id AS item, h.add_date AS time FROM PlayHistory h JOIN Episodes e ON "
         "e.enclosure_url = h.enclosure_url", "SELECT id AS item, title FROM Episodes"),
        *((f"SELECT {item} AS item, add_date AS time FROM PlayHistory",
           f"SELECT DISTINCT {item} AS item, title FROM PlayHistory")
          for item in ("enclosure_url", "title"))]),
    "Ladybird": (_ladybird, [(f"SELECT {item} AS item, last_visited_time AS time FROM History",
        f"SELECT {item} AS item, title FROM History") for item in ("url", "rowid")]),
    "Falkon": (_falkon, [(f"SELECT {item} AS item, date AS time FROM history",
        f"SELECT {item} AS item, title FROM history") for item in ("id", "url", "title")]),
    # When they were read is not kept.
    "Liferea": (_liferea, [("SELECT item_id AS item FROM items WHERE read = 1",
        "SELECT item_id AS item, title FROM items")]),
    "oPodSync": (_opodsync, [(f"SELECT user, {item} AS item, changed AS time FROM episodes_actions "
        "WHERE action = 'play'", f"SELECT {key} AS item, title FROM episodes")
        for item, key in (("episode", "id"), ("url", "media_url"))]),
    "Trilium": (_trilium, [("SELECT noteId AS item, utcDateCreated AS time FROM recent_notes",
        "SELECT noteId AS item, title FROM notes")]),
    "zsh-histdb": (_histdb, [("SELECT command_id AS item, start_time AS time FROM history",
        "SELECT id AS item, argv AS title FROM commands")]),
    "KActivities": (_kactivities, [("SELECT targettedResource AS item, start AS time FROM "
        "ResourceEvent", "SELECT targettedResource AS item, title FROM ResourceInfo")]),
    "zathura": (_zathura, [("SELECT file AS item, time FROM fileinfo",
        "SELECT file AS item, replace(file, '/home/ana/papers/', '') AS title FROM fileinfo")]),
    "Streamystats": (_streamystats, [(f"SELECT user_id AS user, item_id AS item, {time} AS time "
        "FROM sessions", "SELECT id AS item, name AS title FROM items")
        for time in ("start_time", "end_time")]),
}
