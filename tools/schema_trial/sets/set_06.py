"""Eighteen applications that the rules were made surer on: a tuning set, not a measurement.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Filler, day, iso, millis, one, past, seconds, uid

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _piwigo(f: Filler) -> None:
    f.add("piwigo_users", 3, id=one, username=PEOPLE, password="x",
          mail_address=lambda i: f"u{i}@example.org")
    f.add("piwigo_user_infos", 3, user_id=one, status="normal", registration_date=iso,
          last_visit=iso)
    f.add("piwigo_categories", 3, id=one, name=["Coast", "Town", "Family"], status="public")
    f.add("piwigo_images", N, id=one, file=lambda i: f"img_{i}.jpg", name=WORDS, author=PEOPLE,
          date_available=iso, date_creation=past, hit=f.pick(0, 9), added_by=1,
          path=lambda i: f"./galleries/{i}.jpg", lastmodified=iso)
    f.add("piwigo_image_category", N, image_id=one, category_id=[1, 2, 3])
    f.add("piwigo_history", 40, id=one, date=day, time=lambda i: iso(i)[11:],
          user_id=lambda i: i % 3 + 1, IP="10.0.0.1", section="categories", category_id=[1, 2, 3],
          image_id=lambda i: i * 5 % N + 1, image_type="picture")
    f.add("piwigo_favorites", 5, user_id=1, image_id=one)
    f.add("piwigo_rate", 6, user_id=2, element_id=one, anonymous_id="", rate=f.pick(1, 5),
          date=day)
    f.add("piwigo_tags", 3, id=one, name=["sea", "sun", "cat"], url_name=["sea", "sun", "cat"])
    f.add("piwigo_image_tag", 12, image_id=one, tag_id=[1, 2, 3])
    f.add("piwigo_activity", 6, activity_id=one, object="photo", object_id=one, action="add",
          performed_by=1, occured_on=iso)
    f.add("piwigo_comments", 3, id=one, image_id=one, date=iso, author=PEOPLE, author_id=one,
          content="nice")


def _nextplayer(f: Filler) -> None:
    f.add("media_state", 12, uri=lambda i: f"content://media/{i + 40}", playback_position=f.pick(1,
          9000), last_played_time=millis)
    f.add("playlist", 1, id=1, name="Evening", created_at=millis)
    f.add("playlist_item", 4, playlist_id=1, uri=lambda i: f"content://media/{i + 40}",
          position=one)


def _euterpe(f: Filler) -> None:
    f.add("artists", 4, id=one, name=ARTISTS)
    f.add("albums", 4, id=one, name=lambda i: f"Album {i}", fs_path=lambda i: f"/m/{i}")
    f.add("tracks", N, id=one, album_id=lambda i: i % 4 + 1, artist_id=lambda i: i % 4 + 1,
          name=WORDS, number=lambda i: i // 4 + 1, fs_path=lambda i: f"/m/{i % 4}/{i}.mp3")
    f.add("user_stats", 14, track_id=lambda i: i * 5 % N + 1, favourite=lambda i: seconds(i) if
          i == 3 else None, user_rating=lambda i: 4 if i % 5 == 0 else None,
          last_played=lambda i: seconds(i) if i < 12 else None,
          play_count=lambda i: 1 + i % 3 if i < 12 else 0)
    f.add("radio_stations", 2, id=one, name=["Sea FM", "Night FM"], stream_url="https://r.example")
    f.add("playlists", 1, id=1, name="Evening", created_at=seconds, updated_at=seconds)
    f.add("playlists_tracks", 5, playlist_id=1, track_id=one, index=one)


def _gym(f: Filler) -> None:
    f.add("exercise_table", 8, name=["Squat", "Bench Press", "Deadlift", "Row", "Pull-Up", "Dip",
          "Lunge", "Plank"], notes="", logReps=1, logWeight=1, exerciseId=one)
    f.add("routine_table", 3, name=["Push", "Pull", "Legs"], hidden=0, routineId=one)
    f.add("routine_set_group_table", 6, routineId=[1, 2, 3], exerciseId=one, position=0, id=one)
    f.add("workout_table", 12, routineId=[1, 2, 3], startTime=millis,
          endTime=lambda i: millis(i) + 3_600_000, workoutId=one)
    f.add("workout_set_group_table", 24, workoutId=lambda i: i // 2 + 1,
          exerciseId=lambda i: i * 3 % 8 + 1, position=lambda i: i % 2, id=one)
    f.add("workout_set_table", 48, groupId=lambda i: i // 2 + 1, reps=f.pick(5, 12), weight=50.0,
          complete=1, workoutSetId=one)


def _chinook(f: Filler) -> None:
    f.add("Artist", 4, ArtistId=one, Name=ARTISTS)
    f.add("Album", 4, AlbumId=one, Title=lambda i: f"Album {i}", ArtistId=one)
    f.add("Genre", 2, GenreId=one, Name=["Rock", "Jazz"])
    f.add("MediaType", 2, MediaTypeId=one, Name=["MPEG audio file", "AAC audio file"])
    f.add("Track", N, TrackId=one, Name=WORDS, AlbumId=lambda i: i % 4 + 1, MediaTypeId=[1, 2],
          GenreId=[1, 2], Composer=PEOPLE, Milliseconds=f.pick(90000, 300000), UnitPrice=0.99)
    f.add("Employee", 3, EmployeeId=one, LastName="Roe", FirstName=PEOPLE, Title=["Manager",
          "Agent", "Agent"], HireDate=past, BirthDate=past)
    f.add("Customer", 6, CustomerId=one, FirstName=PEOPLE, LastName="Doe",
          Email=lambda i: f"c{i}@example.org", SupportRepId=[1, 2, 3])
    f.add("Invoice", 20, InvoiceId=one, CustomerId=lambda i: i % 6 + 1, InvoiceDate=iso,
          Total=1.98)
    f.add("InvoiceLine", 40, InvoiceLineId=one, InvoiceId=lambda i: i // 2 + 1,
          TrackId=lambda i: i * 5 % N + 1, UnitPrice=0.99, Quantity=1)
    f.add("Playlist", 2, PlaylistId=one, Name=["Music", "90s"])
    f.add("PlaylistTrack", N, PlaylistId=1, TrackId=one)


def _ttrss(f: Filler) -> None:
    f.add("ttrss_users", 2, id=one, login=PEOPLE, pwd_hash="x", access_level=0, email="",
          created=iso, last_login=iso)
    f.add("ttrss_feed_categories", 2, id=one, owner_uid=[1, 2], title="News")
    f.add("ttrss_feeds", 4, id=one, owner_uid=[1, 2], title=ARTISTS, cat_id=[1, 2],
          feed_url=lambda i: f"https://f.example/{i}", last_updated=iso, last_viewed=iso)
    f.add("ttrss_entries", 40, id=one, title=lambda i: f"{WORDS[i % N]} {i // N}",
          guid=lambda i: f"g{i}", link=lambda i: f"https://a.example/{i}", updated=iso,
          date_entered=iso, date_updated=iso, content="text", content_hash="h", author=PEOPLE)
    f.add("ttrss_user_entries", 60, int_id=one, ref_id=lambda i: i % 40 + 1, uuid=uid(1),
          feed_id=lambda i: i % 40 % 4 + 1, owner_uid=lambda i: i % 40 % 2 + 1, tag_cache="",
          label_cache="", marked=lambda i: int(i == 3), published=0, score=0,
          last_read=lambda i: iso(70 + i) if i % 3 == 0 else None, unread=lambda i: int(i % 3 > 0))
    f.add("ttrss_tags", 10, id=one, tag_name="news", owner_uid=1, post_int_id=one)


def _koito(f: Filler) -> None:
    f.add("users", 1, id=1, username="ana", role="admin", password=b"x")
    f.add("artists", 4, id=one)
    f.add("artist_aliases", 4, artist_id=one, alias=ARTISTS, source="Canonical", is_primary=1)
    f.add("releases", 4, id=one, various_artists=0)
    f.add("release_aliases", 4, release_id=one, alias=lambda i: f"Album {i}", source="Canonical",
          is_primary=1)
    f.add("artist_releases", 4, artist_id=one, release_id=one)
    f.add("tracks", N, id=one, duration=f.pick(100, 300), release_id=lambda i: i % 4 + 1)
    f.add("track_aliases", N, track_id=one, alias=WORDS, source="Canonical", is_primary=1)
    f.add("artist_tracks", N, artist_id=lambda i: i % 4 + 1, track_id=one)
    f.add("listens", 40, track_id=lambda i: i * 5 % N + 1, listened_at=iso, client="web", user_id=1)
    f.add("sessions", 1, id=uid(1), user_id=1, created_at=iso, expires_at=iso)


def _biblioteq(f: Filler) -> None:
    f.add("book", N, title=WORDS, author=PEOPLE, id=lambda i: f"isbn{i}", myoid=lambda i: i + 100,
          pdate="01/01/1999", quantity=2, isbn13=lambda i: f"978{i:010}")
    f.add("book_copy_info", N, copyid=lambda i: f"c{i}", item_oid=lambda i: i + 100, myoid=one,
          copy_number=1)
    f.add("member", 6, memberid=lambda i: f"m{i}", first_name=PEOPLE, last_name="Doe",
          membersince="01/01/2020")
    f.add("item_borrower", 4, copyid=lambda i: f"c{i}", item_oid=lambda i: i + 100,
          memberid=lambda i: f"m{i}", myoid=one, reserved_date=iso, duedate=lambda i: iso(i + 9),
          reserved_by="Bo", type="Book")
    f.add("member_history", 30, copyid=lambda i: f"c{i * 5 % N}", item_oid=lambda i: i * 5 % N +
          100, memberid=lambda i: f"m{i % 6}", myoid=one, reserved_date=iso,
          duedate=lambda i: iso(i + 9), returned_date=lambda i: iso(i + 5), reserved_by="Bo",
          type="Book")
    f.add("locations", 2, location=["Shelf", "Desk"], type="Book")


def _karaoke(f: Filler) -> None:
    f.add("kara", N, pk_kid=uid(1), title=WORDS, year=2001, mediafile=lambda i: f"{i}.mp4",
          subfile=lambda i: f"{i}.ass", karafile=lambda i: f"{i}.kara", created_at=iso,
          modified_at=iso)
    f.add("serie", 3, pk_sid=uid(2), name=ARTISTS)
    f.add("kara_serie", N, fk_sid=lambda i: uid(2)(i % 3), fk_kid=uid(1))
    f.add("users", 3, pk_login=["ana", "bo", "cy"], nickname=PEOPLE, password="x", type=1,
          last_login_at=iso)
    f.add("played", 30, session_started_at=iso, fk_kid=lambda i: uid(1)(i * 5 % N), played_at=iso)
    f.add("requested", 24, fk_login=["ana", "bo", "cy"], fk_kid=lambda i: uid(1)(i * 7 % N),
          session_started_at=iso, requested_at=iso)
    f.add("favorites", 4, fk_login="bo", fk_kid=uid(1))
    f.add("playlist", 1, pk_id_playlist=1, name="Tonight", created_at=iso, modified_at=iso,
          fk_login="ana")
    f.add("playlist_content", 5, pk_id_plcontent=one, fk_id_playlist=1, fk_kid=uid(1),
          created_at=iso, pos=one, fk_login="ana", nickname="Ana")
    f.add("tag", 3, pk_id_tag=one, tagtype=2, name=PEOPLE, slug=PEOPLE)
    f.add("kara_tag", N, fk_id_tag=[1, 2, 3], fk_kid=uid(1))


def _booklore(f: Filler) -> None:
    f.add("users", 2, id=one, username=PEOPLE, password_hash="x", name=PEOPLE, created_at=iso)
    f.add("library", 1, id=1, name="Books", icon="book")
    f.add("library_path", 1, id=1, path="/books", library_id=1)
    f.add("book", N, id=one, file_name=lambda i: f"{i}.epub", file_sub_path="", book_type="EPUB",
          library_id=1, library_path_id=1, added_on=iso, deleted=0)
    f.add("book_metadata", N, book_id=one, title=WORDS, publisher="House", published_date=past,
          rating=4.1)
    f.add("author", 4, id=one, name=PEOPLE)
    f.add("book_metadata_author_mapping", N, book_id=one, author_id=lambda i: i % 4 + 1)
    f.add("category", 2, id=one, name=["Crime", "Poems"])
    f.add("shelf", 1, id=1, user_id=1, name="Favorites", icon="heart")
    f.add("book_shelf_mapping", 3, book_id=one, shelf_id=1)
    f.add("user_book_progress", 24, id=one, user_id=lambda i: i % 2 + 1, book_id=lambda i: i // 2
          + 1, last_read_time=iso, epub_progress_percent=f.pick(1, 100),
          read_status=["READING", "READ", "RE_READING", "PAUSED"])
    f.add("user_settings", 4, id=one, user_id=[1, 2], setting_key="theme", setting_value="1",
          created_at=iso, updated_at=iso)
    f.add("epub_viewer_preference", 6, id=one, user_id=1, book_id=one, theme="dark")
    f.add("public_book_review", 9, id=one, metadata_provider="AMAZON", book_id=one,
          reviewer_name=PEOPLE, title="Good", rating=f.pick(1, 5), date=past, body="text")


def _playback(f: Filler) -> None:
    f.add("PlaybackActivity", 40, DateCreated=lambda i: iso(i) + ".1234567", UserId=lambda i:
          f"{i % 3 + 10:032x}", ItemId=lambda i: str(1000 + i * 5 % N), ItemType="Movie",
          ItemName=lambda i: WORDS[i * 5 % N], PlaybackMethod="DirectPlay", ClientName="Web",
          DeviceName="Firefox", PlayDuration=f.pick(60, 6000))
    f.add("UserList", 1, UserId="none")


def _pegasus(f: Filler) -> None:
    f.add("paths", N, id=one, path=lambda i: f"/roms/{WORDS[i]}.rom")
    f.add("plays", 40, id=one, path_id=lambda i: i * 5 % N + 1, start_time=seconds,
          duration=f.pick(60, 9000))


def _jellystat(f: Filler) -> None:
    f.add("jf_libraries", 2, Id=uid(1), Name=["Films", "Shows"], IsFolder=1,
          Type="CollectionFolder", CollectionType="movies")
    f.add("jf_library_items", N, Id=uid(2), Name=WORDS, PremiereDate=past, CommunityRating=7.1,
          Type="Movie", ParentId=lambda i: uid(1)(0), ProductionYear=2001)
    f.add("jf_users", 3, Id=uid(3), Name=PEOPLE, LastLoginDate=iso, LastActivityDate=iso)
    f.add("jf_playback_activity", 40, Id=uid(4), IsPaused=0, UserId=lambda i: uid(3)(i % 3),
          UserName=lambda i: PEOPLE[i % 3], Client="Web", DeviceName="Firefox",
          NowPlayingItemId=lambda i: uid(2)(i * 5 % N), PlayMethod="DirectPlay",
          NowPlayingItemName=lambda i: WORDS[i * 5 % N], PlaybackDuration=f.pick(60, 9000),
          ActivityDateInserted=iso)
    f.add("jf_activity_watchdog", 1, Id=uid(5), UserId=uid(3), UserName=PEOPLE,
          NowPlayingItemId=uid(2), NowPlayingItemName=WORDS, ActivityDateInserted=iso)
    f.add("jf_logging", 5, Id=uid(6), Name="sync", Type="Task", Duration="3", TimeRun=iso)


def _azura(f: Filler) -> None:
    f.add("station", 1, id=1, name="Sea FM", short_name="sea", is_enabled=1)
    f.add("storage_location", 1, id=1, type="station_media", adapter="local", path="/m")
    f.add("station_media", N, id=one, storage_location_id=1, unique_id=lambda i: f"u{i:07x}",
          song_id=lambda i: f"s{i * 104729:09x}", title=WORDS, artist=ARTISTS, length=200.0,
          path=lambda i: f"{i}.mp3", mtime=seconds, uploaded_at=seconds)
    f.add("station_playlists", 1, id=1, station_id=1, name="All", type="default", is_enabled=1)
    f.add("station_playlist_media", N, id=one, playlist_id=1, media_id=one, weight=1,
          last_played=seconds)
    f.add("song_history", 40, id=one, station_id=1, playlist_id=1,
          media_id=lambda i: i * 5 % N + 1, song_id=lambda i: f"s{i * 5 % N * 104729:09x}",
          artist=lambda i: ARTISTS[i * 5 % N % 4], title=lambda i: WORDS[i * 5 % N],
          text=lambda i: ARTISTS[i * 5 % N % 4] + " - " + WORDS[i * 5 % N], timestamp_start=iso,
          duration=200.0, listeners_start=f.pick(0, 9), is_visible=1)
    f.add("listener", 30, id=one, station_id=1, listener_uid=one, listener_ip="10.0.0.2",
          timestamp_start=iso, timestamp_end=iso)
    f.add("users", 1, uid=1, email="a@example.org", name="Ana", created_at=seconds)


def _itch(f: Filler) -> None:
    f.add("users", 6, id=one, username=PEOPLE, display_name=PEOPLE, developer=[0, 1])
    f.add("profiles", 1, id=1, api_key="k", last_connected=iso, user_id=1)
    f.add("games", N, id=lambda i: i + 300, title=WORDS, url=lambda i: f"https://g.example/{i}",
          short_text="a game", type="default", classification="game", created_at=past,
          published_at=past, user_id=lambda i: i % 5 + 2)
    f.add("download_keys", 12, id=one, game_id=lambda i: i + 300, owner_id=1, created_at=iso,
          updated_at=iso)
    f.add("uploads", N, id=one, game_id=lambda i: i + 300, filename=lambda i: f"g{i}.zip",
          created_at=past)
    f.add("caves", 10, id=uid(1), game_id=lambda i: i + 300, upload_id=one, installed_at=iso,
          last_touched_at=lambda i: iso(20 + i), seconds_run=f.pick(60, 9000),
          install_location_id="a")
    f.add("collections", 1, id=1, title="Later", created_at=iso, updated_at=iso, user_id=1)
    f.add("collection_games", 5, collection_id=1, game_id=lambda i: 300 + N - 1 - i, position=one,
          created_at=iso, updated_at=iso, user_id=1)
    f.add("downloads", 3, id=uid(2), reason="install", cave_id=uid(1), game_id=lambda i: i + 300,
          started_at=iso, finished_at=iso)


def _kolibri(f: Filler) -> None:
    f.add("kolibriauth_collection", 1, id="c0", name="School", kind="facility")
    f.add("kolibriauth_facilityuser", 3, id=uid(1), username=PEOPLE, full_name=PEOPLE, password="x",
          date_joined=iso)
    f.add("content_channelmetadata", 1, id=uid(2), name="Maths", version=1, root_id=uid(3))
    f.add("content_contentnode", N, id=uid(3), title=WORDS, content_id=uid(4),
          channel_id=lambda i: uid(2)(0), kind=["video", "exercise"], available=1)
    f.add("content_file", N, id=uid(5), contentnode_id=uid(3), preset="high_res_video")
    f.add("logger_contentsessionlog", 40, id=uid(6), user_id=lambda i: uid(1)(i % 3),
          content_id=lambda i: uid(4)(i * 5 % N), channel_id=lambda i: uid(2)(0),
          start_timestamp=iso, end_timestamp=lambda i: iso(i)[:14] + "59:59", time_spent=60.0,
          progress=0.5, kind=["video", "exercise"], extra_fields="{}")
    f.add("logger_contentsummarylog", 24, id=uid(7), user_id=lambda i: uid(1)(i % 3),
          content_id=uid(4), channel_id=lambda i: uid(2)(0), start_timestamp=iso,
          end_timestamp=lambda i: iso(i + 3), time_spent=90.0, progress=0.5, kind=["video",
          "exercise"], extra_fields="{}")
    f.add("logger_usersessionlog", 9, id=uid(8), user_id=lambda i: uid(1)(i % 3),
          start_timestamp=iso, last_interaction_timestamp=iso)


def _ncnews(f: Filler) -> None:
    f.add("news_folders", 2, id=one, name=["Tech", "Life"], user_id=["ana", "bo"], opened=1)
    f.add("news_feeds", 4, id=one, user_id=["ana", "bo"], url_hash=lambda i: f"{i:032x}",
          url=lambda i: f"https://f.example/{i}", title=ARTISTS, added=seconds, folder_id=[1, 2],
          last_modified=lambda i: seconds(i) * 1_000_000)
    f.add("news_items", 40, id=one, guid_hash=lambda i: f"{i:032x}", guid=lambda i: f"g{i}",
          url=lambda i: f"https://a.example/{i}", title=lambda i: f"{WORDS[i % N]} {i // N}",
          author=PEOPLE, pub_date=seconds, body="text", feed_id=lambda i: i % 4 + 1,
          unread=lambda i: int(i % 3 > 0), starred=lambda i: int(i == 4),
          last_modified=lambda i: seconds(i) * 1_000_000)


def _atuin(f: Filler) -> None:
    f.add("history", 60, id=uid(1), timestamp=lambda i: seconds(i) * 10**9, duration=f.pick(10**6,
          10**9), exit=[0, 0, 1], command=["make test", "git status", "git log --oneline", "ls",
          "cd docs", "vim notes.md", "cargo build"], cwd="/home/ana", session=uid(2),
          hostname="box:ana")


def _listened(table: str, time: str) -> tuple[str, str]:
    return (f"SELECT UserId AS user, NowPlayingItemId AS item, {time} AS time FROM {table}",
            "SELECT Id AS item, Name AS title FROM jf_library_items")


CASES: dict[str, tuple[Fill, Right]] = {
    "Piwigo": (_piwigo, [("SELECT user_id AS user, image_id AS item, date || ' ' || time AS time "
        "FROM piwigo_history", "SELECT id AS item, name AS title FROM piwigo_images")]),
    "Next Player": (_nextplayer, [("SELECT uri AS item, last_played_time AS time FROM media_state",
        None)]),
    "Euterpe": (_euterpe, [("SELECT track_id AS item, last_played AS time FROM user_stats "
        "WHERE last_played IS NOT NULL", "SELECT id AS item, name AS title FROM tracks")]),
    "GymRoutines": (_gym, [
        ("SELECT g.exerciseId AS item, w.startTime AS time FROM workout_set_group_table g "
         "JOIN workout_table w USING "
         "(workoutId)",
         "SELECT exerciseId AS item, name AS title FROM exercise_table"),
        ("SELECT g.exerciseId AS item, w.startTime AS time FROM workout_set_table s "
         "JOIN workout_set_group_table g ON g.id = s.groupId JOIN workout_table w USING "
         "(workoutId)",
         "SELECT exerciseId AS item, name AS title FROM exercise_table"),
        ("SELECT routineId AS item, startTime AS time FROM workout_table",
         "SELECT routineId AS item, name AS title FROM routine_table")]),
    "Chinook": (_chinook, [("SELECT i.CustomerId AS user, l.TrackId AS item, i.InvoiceDate AS time "
        "FROM InvoiceLine l JOIN Invoice i USING (InvoiceId)",
        "SELECT TrackId AS item, Name AS title FROM Track")]),
    "Tiny Tiny RSS": (_ttrss, [("SELECT owner_uid AS user, ref_id AS item, last_read AS time "
        "FROM ttrss_user_entries WHERE last_read IS NOT NULL",
        "SELECT id AS item, title FROM ttrss_entries")]),
    "Koito": (_koito, [("SELECT user_id AS user, track_id AS item, listened_at AS time FROM "
        "listens", "SELECT track_id AS item, alias AS title FROM track_aliases")]),
    # Those who have an item now and those who had it: the past is enough.
    "BiblioteQ": (_biblioteq, [("SELECT memberid AS user, item_oid AS item, reserved_date AS time "
        "FROM member_history", "SELECT myoid AS item, title FROM book")]),
    # Who asked for a song, or what was played, by nobody in particular.
    "Karaoke Mugen": (_karaoke, [
        ("SELECT fk_login AS user, fk_kid AS item, requested_at AS time FROM requested",
         "SELECT pk_kid AS item, title FROM kara"),
        ("SELECT fk_kid AS item, played_at AS time FROM played",
         "SELECT pk_kid AS item, title FROM kara")]),
    "BookLore": (_booklore, [("SELECT user_id AS user, book_id AS item, last_read_time AS time "
        "FROM user_book_progress", "SELECT book_id AS item, title FROM book_metadata")]),
    "Playback Reporting": (_playback, [(f"SELECT UserId AS user, {item} AS item, DateCreated AS "
        "time FROM PlaybackActivity", f"SELECT DISTINCT {item} AS item, ItemName AS title "
        "FROM PlaybackActivity") for item in ("ItemId", "ItemName")]),
    "Pegasus": (_pegasus, [("SELECT path_id AS item, start_time AS time FROM plays",
        "SELECT id AS item, substr(path, 7) AS title FROM paths")]),
    "Jellystat": (_jellystat, [_listened("jf_playback_activity", "ActivityDateInserted")]),
    # One station's plays, of which nothing says who heard them.
    "AzuraCast": (_azura, [("SELECT media_id AS item, timestamp_start AS time FROM song_history",
        "SELECT id AS item, title FROM station_media"),
        ("SELECT song_id AS item, timestamp_start AS time FROM song_history",
        "SELECT song_id AS item, title FROM station_media"),
        ("SELECT station_id AS user, media_id AS item, timestamp_start AS time FROM song_history",
        "SELECT id AS item, title FROM station_media")]),
    "itch": (_itch, [("SELECT game_id AS item, last_touched_at AS time FROM caves",
        "SELECT id AS item, title FROM games")]),
    "Kolibri": (_kolibri, [
        *((f"SELECT user_id AS user, content_id AS item, {time} AS time FROM logger_{log}",
           "SELECT content_id AS item, title FROM content_contentnode")
          for time in ("start_timestamp", "end_timestamp")
          for log in ("contentsessionlog", "contentsummarylog"))]),
    "Nextcloud News": (_ncnews, [("SELECT f.user_id AS user, i.id AS item, i.last_modified AS time "
        "FROM news_items i JOIN news_feeds f ON f.id = i.feed_id WHERE i.unread = 0",
        "SELECT id AS item, title FROM news_items"),
        ("SELECT f.user_id AS user, i.id AS item FROM news_items i JOIN news_feeds f "
        "ON f.id = i.feed_id WHERE i.unread = 0", "SELECT id AS item, title FROM news_items")]),
    "Atuin": (_atuin, [("SELECT command AS item, timestamp AS time FROM history",
        "SELECT DISTINCT command AS item, command AS title FROM history")]),
}
