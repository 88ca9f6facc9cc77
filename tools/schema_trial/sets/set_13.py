"""Sixteen personal applications that people know.

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

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


# Plays are counted for all who listen together.
def _airsonic(f: Filler) -> None:
    f.add("user", 3, username=PEOPLE, email=lambda i: f"u{i}@x.example", bytes_streamed=9)
    f.add("role", 2, id=one, name=["admin", "stream"])
    f.add("user_role", 3, username=PEOPLE, role_id=2)
    f.add("user_settings", 3, username=PEOPLE, locale="en", changed=iso)
    f.add("music_folder", 1, id=1, path="/m", name="Music", enabled=1, changed=iso)
    f.add("media_file", N, id=one, path=lambda i: f"{i}.mp3", folder="/m", type="MUSIC",
          format="mp3", title=WORDS, album=lambda i: WORDS[-(i % 6) - 1], artist=ARTISTS,
          album_artist=ARTISTS, disc_number=1, track_number=one, year=2001, genre=["Folk", "Jazz"],
          bit_rate=320, variable_bit_rate=0, duration=200.0, file_size=9, play_count=lambda i: i %
          4, last_played=lambda i: iso(i * 7 % N + 90) if i % 4 else None, created=iso, changed=iso,
          last_scanned=lambda i: iso(200), children_last_updated=iso, present=1, version=4)
    f.add("artist", 4, id=one, name=ARTISTS, album_count=2, last_scanned=iso, present=1)
    f.add("album", 6, id=one, path=lambda i: f"al{i}", name=lambda i: WORDS[-i - 1],
          artist=ARTISTS, song_count=4, play_count=lambda i: i % 4, last_played=lambda i: iso(i +
          100) if i % 4 else None, created=iso, last_scanned=iso, present=1)
    f.add("starred_media_file", 4, id=one, media_file_id=one, username=PEOPLE[:3], created=iso)
    f.add("starred_album", 2, id=one, album_id=one, username=PEOPLE[:3], created=iso)
    f.add("playlist", 1, id=1, username="Ana", is_public=1, name="Mix", created=iso, changed=iso)
    f.add("playlist_file", 5, id=one, playlist_id=1, media_file_id=one)
    f.add("play_queue", 2, id=one, username=PEOPLE, current=3, position_millis=900, changed=iso,
          changed_by="x")
    f.add("play_queue_file", 6, id=one, play_queue_id=[1, 2], media_file_id=one)
    f.add("bookmark", 2, id=one, media_file_id=one, position_millis=900, username=PEOPLE,
          created=iso, changed=iso)
    f.add("user_rating", 3, username=PEOPLE, path=lambda i: f"{i}.mp3", rating=[4, 5])
    f.add("player", 2, id=one, name=["phone", "web"], type="x", username=PEOPLE, ip_address="::1",
          last_seen=iso)


def _banshee(f: Filler) -> None:
    f.add("CoreConfiguration", 2, EntryID=one, Key=["DatabaseVersion", "MetadataVersion"],
          Value="45")
    f.add("CorePrimarySources", 1, PrimarySourceID=1, StringID="MusicLibrarySource-Library")
    f.add("CoreArtists", 4, ArtistID=one, Name=ARTISTS, NameLowered=ARTISTS)
    f.add("CoreAlbums", 6, AlbumID=one, ArtistID=lambda i: i % 4 + 1, Title=lambda i: WORDS[-i - 1],
          TitleLowered="x", Year=2001, ArtistName=ARTISTS)
    f.add("CoreTracks", N, PrimarySourceID=1, TrackID=one, ArtistID=lambda i: i % 4 + 1,
          AlbumID=lambda i: i % 6 + 1, Uri=lambda i: f"file:///m/{i}.mp3", MimeType="taglib/mp3",
          FileSize=9, BitRate=320, Attributes=5, LastStreamError=0, Title=WORDS,
          TitleLowered=lambda i: WORDS[i].lower(), TrackNumber=one, Duration=200_000, Year=2001,
          Genre=["Folk", "Jazz"], Rating=lambda i: i % 6, Score=0, PlayCount=lambda i: i % 4,
          SkipCount=lambda i: i % 3, LastPlayedStamp=lambda i: seconds(i * 7 % N + 90) if i % 4
          else None, LastSkippedStamp=lambda i: seconds(i) if i % 3 else None,
          DateAddedStamp=seconds, DateUpdatedStamp=seconds, FileModifiedStamp=seconds)
    f.add("CorePlaylists", 1, PrimarySourceID=1, PlaylistID=1, Name="Mix", SortColumn=-1,
          SortType=0, Special=0)
    f.add("CorePlaylistEntries", 5, EntryID=one, PlaylistID=1, TrackID=one, ViewOrder=one,
          Generated=0)
    f.add("CoreSmartPlaylists", 2, PrimarySourceID=1, SmartPlaylistID=one, Name=["Favorites",
          "Unheard"])
    f.add("CoreSmartPlaylistEntries", 9, EntryID=one, SmartPlaylistID=[1, 2], TrackID=one)
    f.add("CoreShufflers", 2, ShufflerId=one, Id=["random", "score"])
    f.add("CoreShuffles", 9, ShufflerId=1, TrackID=one, LastShuffledAt=seconds)
    f.add("CoverArtDownloads", 6, AlbumID=one, Downloaded=0, LastAttempt=seconds)


def _bomi(f: Filler) -> None:
    f.add("state", 30, mrl=lambda i: f"file:///home/ana/Videos/{i}.mkv", name=headline,
          last_played_date_time=millis, resume_position=lambda i: i % 3 * 90_000, star=lambda i:
          int(i == 7), edition=-1, video_interpolator="Bilinear", video_rotation=0,
          audio_sync=0, audio_muted=0, sub_sync=0, sub_hidden=0)
    f.add("version", 1, version=4)


# Of programs there are templates, which nobody has done.
def _fastn(f: Filler) -> None:
    f.add("EFprofil", 2, _id=one, creationdate=past, name=PEOPLE, size=170, birthday=past,
          gender=[1, 2])
    f.add("EFmachines", N, _id=one, name=WORDS, description="About", type=[0, 0, 1],
          bodyparts="1", favorites=0)
    f.add("EFfontes", 60, _id=one, profil_id=[1, 2], machine_id=lambda i: i * 5 % N + 1, date=day,
          time=lambda i: iso(i)[11:], machine=lambda i: WORDS[i * 5 % N], serie=1,
          repetition=f.pick(5, 12), poids=40.0, unit=0, notes="", type=lambda i: (0, 0, 1)[i * 5 %
          3], RECORD_TYPE=[0, 0, 1, 2], TEMPLATE_KEY=lambda i: 1 if i % 4 > 1 else None,
          TEMPLATE_RECORD_STATUS=lambda i: 0 if i % 4 == 2 else 3)
    f.add("EFworkout", 2, _id=one, name=["Push", "Pull"], description="")
    f.add("EFworkoutHistory", 6, _id=one, program_key=[1, 2], profile_key=[1, 2], description=1,
          start_date=day, start_time="18:00:00", end_date=day, end_time="19:00:00")
    f.add("EFweight", 20, _id=one, date=day, poids=70.0, profil_id=[1, 2])


def _firefox(f: Filler) -> None:
    f.add("domains", 5, id=one, domain=lambda i: f"site{i}.example", showOnTopSites=1)
    f.add("history", 30, id=one, guid=uid(1), url=url, title=headline, server_modified=millis,
          local_modified=millis, is_deleted=0, should_upload=0, domain_id=lambda i: i % 5 + 1)
    f.add("visits", 90, id=one, siteID=lambda i: i * 7 % 30 + 1, date=lambda i: seconds(i) * 1e6,
          type=lambda i: (1, 1, 2, 1, 6)[i % 5], is_local=[1, 1, 0])
    f.add("favicons", 5, id=one, url=lambda i: f"https://site{i}.example/f.ico", width=32,
          height=32, type=1, date=lambda i: seconds(i) * 1e3)
    f.add("favicon_sites", 30, id=one, siteID=one, faviconID=lambda i: i % 5 + 1)
    f.add("cached_top_sites", 5, historyID=one, url=url, title=headline, guid=uid(1),
          domain_id=one, domain=lambda i: f"site{i}.example", localVisitDate=lambda i: seconds(i) *
          1e6, remoteVisitDate=0, localVisitCount=3, remoteVisitCount=0, frecencies=9.0)
    f.add("clients", 1, guid="c", name="laptop", modified=millis, type="desktop")
    f.add("tabs", 3, id=one, url=url, title=headline, history="[]", last_used=millis)
    f.add("page_metadata", 8, id=one, cache_key=uid(2), site_url=url, title=headline,
          created_at=iso, expired_at=millis)
    f.add("bookmarksLocal", 4, id=one, guid=uid(3), type=1, date_added=millis, is_deleted=0,
          title=headline, bmkUri=url, local_modified=millis, sync_status=1)


def _funkwhale(f: Filler) -> None:
    f.add("users_user", 4, id=one, password="x", is_superuser=0, username=PEOPLE, email=lambda i:
          f"u{i}@x.example", is_staff=0, is_active=1, date_joined=past, name=PEOPLE,
          privacy_level="me", last_activity=iso)
    f.add("music_artist", 4, id=one, uuid=uid(1), creation_date=iso, name=ARTISTS)
    f.add("music_album", 6, id=one, uuid=uid(2), creation_date=iso, title=lambda i: WORDS[-i - 1],
          artist_id=lambda i: i % 4 + 1, release_date=past)
    f.add("music_track", N, id=one, uuid=uid(3), creation_date=iso, title=WORDS, artist_id=lambda
          i: i % 4 + 1, album_id=lambda i: i % 6 + 1, position=one)
    f.add("music_library", 1, id=1, uuid=uid(4), creation_date=iso, name="Music",
          privacy_level="me", uploads_count=9)
    f.add("music_upload", N, id=one, uuid=uid(5), track_id=one, library_id=1, audio_file="x",
          creation_date=iso, modification_date=iso, accessed_date=lambda i: iso(i + 50),
          duration=200, size=9, bitrate=320, mimetype="audio/mpeg", import_status="finished")
    f.add("history_listening", 60, id=one, creation_date=iso, track_id=lambda i: i * 5 % N + 1,
          user_id=lambda i: i % 4 + 1)
    f.add("favorites_trackfavorite", 6, id=one, creation_date=iso, user_id=lambda i: i % 4 + 1,
          track_id=one)
    f.add("playlists_playlist", 2, id=one, name=["Mix", "Party"], user_id=one, creation_date=iso,
          modification_date=iso, privacy_level="me")
    f.add("playlists_playlisttrack", 8, id=one, track_id=one, index=one, playlist_id=[1, 2],
          creation_date=iso)
    f.add("radios_radiosession", 2, id=one, user_id=one, radio_type="random", creation_date=iso)
    f.add("radios_radiosessiontrack", 8, id=one, session_id=[1, 2], position=one, track_id=one)
    f.add("tags_tag", 2, id=one, name=["Folk", "Jazz"], creation_date=iso)
    f.add("tags_taggeditem", 8, id=one, creation_date=iso, tag_id=[1, 2], content_type_id=9,
          object_id=one)


def _kindle(f: Filler) -> None:
    f.add("WORDS", N, id=lambda i: f"en:{WORDS[i].lower()}", word=lambda i: WORDS[i].lower(),
          stem=lambda i: WORDS[i].lower(), lang="en", category=[0, 100], timestamp=lambda i:
          millis(i + 40), profileid="")
    f.add("BOOK_INFO", 4, id=lambda i: f"Book{i}:A1B2C3", asin=lambda i: f"B00{i:07}",
          guid=lambda i: f"G{i}", lang="en", title=lambda i: WORDS[-i - 1], authors=PEOPLE)
    f.add("LOOKUPS", 50, id=lambda i: f"L{i}:{i}", word_key=lambda i: "en:" + WORDS[i * 5 %
          N].lower(), book_key=lambda i: f"Book{i // 13}:A1B2C3", dict_key="D", pos=lambda i:
          str(i * 90), usage="He said so, and meant it.", timestamp=millis)
    f.add("DICT_INFO", 1, id="D", asin="B003", langin="en", langout="en")
    f.add("METADATA", 3, id=["WORDS", "LOOKUPS", "BOOK_INFO"], dsname=["WORDS", "LOOKUPS",
          "BOOK_INFO"], sscnt=0)
    f.add("VERSION", 3, id=["WORDS", "LOOKUPS", "BOOK_INFO"], dsname=["WORDS", "LOOKUPS",
          "BOOK_INFO"], value=1)


def _kobo(f: Filler) -> None:
    def book(i: int) -> str:
        return f"file:///mnt/onboard/{i // 4}.epub"

    f.add("user", 1, UserID="u1", UserKey="k", UserDisplayName="Ana", UserEmail="a@x.example")
    # Each book, and its three chapters.
    f.add("content", 4 * N, ContentID=lambda i: book(i) + (f"#({i % 4})ch{i % 4}" if i % 4 else
          ""), ContentType=lambda i: "9" if i % 4 else "6", MimeType="application/epub+zip",
          BookID=lambda i: book(i) if i % 4 else None, BookTitle=lambda i: WORDS[i // 4] if i % 4
          else None, Title=lambda i: f"Chapter {i % 4}" if i % 4 else WORDS[i // 4],
          Attribution=lambda i: None if i % 4 else PEOPLE[i // 4 % 8], DateCreated=lambda i: iso(i
          // 4), IsEncrypted=0, DateLastRead=lambda i: None if i % 4 or i // 4 % 3 == 0 else iso(i
          // 4 * 7 % N + 50).replace(" ", "T"), FirstTimeReading=lambda i: int(i // 4 % 3 == 0),
          ParagraphBookmarked=0, VolumeIndex=lambda i: i % 4, ReadStatus=lambda i: 0 if i % 4 else
          i // 4 % 3, ___UserID="u1", ___PercentRead=lambda i: 0 if i % 4 else i // 4 % 3 * 50)
    f.add("volume_shortcovers", 72, volumeId=lambda i: book(i // 3 * 4), shortcoverId=lambda i:
          f"{book(i // 3 * 4)}#({i % 3 + 1})ch{i % 3 + 1}", VolumeIndex=lambda i: i % 3 + 1)
    f.add("Bookmark", 5, BookmarkID=uid(1), VolumeID=lambda i: book(i * 4), ContentID=lambda i:
          f"{book(i * 4)}#(1)ch1", Text="text", DateCreated=iso, DateModified=iso, Hidden=0,
          ChapterProgress=0.5)
    f.add("Shelf", 1, Id="s", CreationDate=iso, InternalName="Best", LastModified=iso, Name="Best",
          Type="UserTag", _IsDeleted=0, _IsVisible=1)
    f.add("ShelfContent", 3, ShelfName="Best", ContentId=lambda i: book(i * 4), DateModified=iso,
          _IsDeleted=0)
    f.add("WordList", 6, Text=WORDS, VolumeId=lambda i: book(i * 4), DictSuffix="-en",
          DateCreated=iso)


def _vocabulary(f: Filler) -> None:
    f.add("title", 4, id=one, name=lambda i: WORDS[-i - 1], filter=1)
    f.add("vocabulary", 40, word=lambda i: f"{WORDS[i % N].split()[0].lower()}{i // N or ''}",
          title_id=lambda i: i // 10 + 1, create_time=seconds, review_time=lambda i: seconds(i * 7
          % 40 + 60) if i % 3 else None, due_time=lambda i: seconds(i + 99), review_count=lambda i:
          i % 3, prev_context="and so", next_context="it went", streak_count=lambda i: i % 2)


def _minidlna(f: Filler) -> None:
    f.add("DETAILS", N, ID=one, PATH=lambda i: f"/media/{i}.mkv", SIZE=9, TIMESTAMP=seconds,
          TITLE=WORDS, DURATION="1:40:00", CHANNELS=2, RESOLUTION="1920x1080", THUMBNAIL=0,
          ALBUM_ART=0, DLNA_PN="AVC", MIME="video/x-matroska", DATE=past)
    f.add("OBJECTS", 2 * N, ID=one, OBJECT_ID=lambda i: f"2$8${i:x}" if i < N else f"64${i:x}",
          PARENT_ID=lambda i: "2$8" if i < N else "64", REF_ID=lambda i: None if i < N else
          f"2$8${i - N:x}", CLASS="item.videoItem", DETAIL_ID=lambda i: i % N + 1, NAME=lambda i:
          WORDS[i % N])
    f.add("BOOKMARKS", 14, ID=lambda i: i * 5 % N + 1, SEC=lambda i: i % 3 * 900,
          WATCH_COUNT=lambda i: i % 3)
    f.add("SETTINGS", 2, KEY=["UPDATE_ID", "media_dir"], VALUE="0")


def _ryot(f: Filler) -> None:
    f.add("user", 3, id=lambda i: f"usr_{i}", name=PEOPLE, password="x", lot="normal",
          created_on=past, preferences="{}")
    f.add("metadata", N, id=lambda i: f"met_{i:06}", lot=["movie", "book", "movie"], source="tmdb",
          identifier=lambda i: str(900 + i), title=WORDS, description="About", publish_year=2001,
          last_updated_on=iso, created_on=iso)
    # Completed, in progress, dropped.
    f.add("seen", 50, id=lambda i: f"see_{i:06}", progress=lambda i: 100 if i % 4 < 2 else 40,
          started_on=day, finished_on=lambda i: day(i + 2) if i % 4 < 2 else None,
          state=["CO", "CO", "IP", "DR"], user_id=lambda i: f"usr_{i % 3}", metadata_id=lambda i:
          f"met_{i * 5 % N:06}", last_updated_on=lambda i: iso(i + 2))
    f.add("review", 8, id=lambda i: f"rev_{i:06}", posted_on=iso, rating=[80, 60], text="Good",
          visibility="PR", is_spoiler=0, user_id=lambda i: f"usr_{i % 3}", metadata_id=lambda i:
          f"met_{i:06}")
    f.add("collection", 6, id=lambda i: f"col_{i:06}", name=["Completed", "Watchlist"],
          created_on=iso, last_updated_on=iso, user_id=lambda i: f"usr_{i // 2}")
    f.add("collection_to_entity", 12, id=uid(1), created_on=iso, last_updated_on=iso,
          collection_id=lambda i: f"col_{i % 6:06}", metadata_id=lambda i: f"met_{i:06}")
    f.add("user_to_entity", 40, id=uid(2), last_updated_on=iso, user_id=lambda i: f"usr_{i % 3}",
          metadata_id=lambda i: f"met_{i * 5 % N:06}", media_reason="{seen}")
    f.add("genre", 2, id=["gen_1", "gen_2"], name=["Drama", "Comedy"])
    f.add("metadata_to_genre", N, metadata_id=lambda i: f"met_{i:06}", genre_id="gen_1")
    f.add("person", 4, id=lambda i: f"per_{i:06}", identifier=one, source="tmdb", name=ARTISTS,
          created_on=iso)
    f.add("metadata_to_person", N, metadata_id=lambda i: f"met_{i:06}", person_id=lambda i:
          f"per_{i % 4:06}", role="Director")


def _vanilla(f: Filler) -> None:
    f.add("songs", N, _id=lambda i: 7_000_000_000 + i * 977, title=WORDS, title_sort=lambda i:
          WORDS[i].lower(), song_num=one, disc_num=1, year=2001, album_id=lambda i: 900 + i % 6,
          playcount=lambda i: i % 4, skipcount=lambda i: i % 3, mtime=seconds, duration=200_000,
          path=lambda i: f"/sdcard/m/{i}.mp3", song_flags=0)
    f.add("albums", 6, _id=lambda i: 900 + i, album=lambda i: WORDS[-i - 1], album_sort="x",
          primary_album_year=2001, primary_artist_id=lambda i: 50 + i % 4, mtime=iso)
    f.add("contributors", 4, _id=lambda i: 50 + i, _contributor=ARTISTS, _contributor_sort="x",
          mtime=iso)
    f.add("contributors_songs", N, role=0, _contributor_id=lambda i: 50 + i % 4, song_id=lambda i:
          7_000_000_000 + i * 977)
    f.add("genres", 2, _id=one, _genre=["Folk", "Jazz"], _genre_sort="x")
    f.add("genres_songs", N, _genre_id=[1, 2], song_id=lambda i: 7_000_000_000 + i * 977)
    f.add("playlists", 1, _id=1, name="Mix", name_sort="mix")
    f.add("playlists_songs", 4, _id=one, playlist_id=1, song_id=lambda i: 7_000_000_000 + i * 977,
          position=one)


def _vienna(f: Filler) -> None:
    f.add("info", 1, version=24, last_opened=iso, first_folder=0, folder_sort=0)
    f.add("folders", 3, folder_id=one, parent_id=-1, foldername=ARTISTS, unread_count=4,
          last_update=seconds, type=4, flags=0)
    f.add("messages", 60, message_id=uid(1), folder_id=lambda i: i % 3 + 1, parent_id=0,
          read_flag=lambda i: int(i % 3 > 0), marked_flag=lambda i: int(i == 7), deleted_flag=0,
          title=headline, sender="Ana", link=url, createddate=lambda i: float(seconds(i)),
          date=lambda i: float(seconds(i) - 900), text="<p>", revised_flag=0,
          enclosuredownloaded_flag=0, hasenclosure_flag=0, enclosure="")
    f.add("rss_folders", 3, folder_id=one, feed_url=url, username="", description="About",
          home_page=url, bloglines_id=0)
    f.add("rss_guids", 60, message_id=uid(1), folder_id=lambda i: i % 3 + 1)


def _vlc(f: Filler) -> None:
    f.add("Settings", 1, db_model_version=17)
    f.add("Folder", 1, id_folder=1, path="/m", name="m", is_banned=0, nb_audio=9, nb_video=9,
          is_present=1, is_removable=0)
    f.add("Artist", 4, id_artist=one, name=ARTISTS, nb_albums=1, nb_tracks=6, is_present=6)
    f.add("Album", 6, id_album=one, title=lambda i: WORDS[-i - 1], artist_id=lambda i: i % 4 + 1,
          release_year=2001, nb_tracks=4, duration=900, is_present=4)
    last: Cells = lambda i: seconds(i * 7 % N + 90) if i % 4 else None  # noqa: E731
    f.add("Media", N, id_media=one, type=[1, 2], subtype=[0, 3], duration=200_000,
          play_count=lambda i: i % 4, last_played_date=last, real_last_played_date=last,
          insertion_date=seconds, release_date=0, title=WORDS, filename=lambda i: f"{i}.mkv",
          is_favorite=0, is_present=1, device_id=1, nb_playlists=0, folder_id=1, import_type=0,
          forced_title=0, artist_id=lambda i: i % 4 + 1 if i % 2 else None, album_id=lambda i: i %
          6 + 1 if i % 2 else None, track_number=one)
    f.add("File", N, id_file=one, media_id=one, mrl=lambda i: f"file:///m/{i}.mkv", type=1,
          last_modification_date=seconds, size=9, folder_id=1, is_removable=0, is_external=0,
          is_network=0)
    f.add("Playlist", 1, id_playlist=1, name="Mix", creation_date=seconds)
    f.add("PlaylistMediaRelation", 4, media_id=one, playlist_id=1, position=one)


def _wger(f: Filler) -> None:
    f.add("auth_user", 4, id=one, password="x", is_superuser=0, username=PEOPLE, email=lambda i:
          f"u{i}@x.example", is_staff=0, is_active=1, date_joined=past)
    f.add("core_language", 1, id=2, short_name="en", full_name="English")
    f.add("core_repetitionunit", 1, id=1, name="Repetitions")
    f.add("core_weightunit", 1, id=1, name="kg")
    f.add("exercises_exercisecategory", 2, id=one, name=["Arms", "Legs"])
    f.add("exercises_exercise", N, id=lambda i: 70 + i, uuid=uid(1), category_id=[1, 2],
          created=iso, last_update=iso)
    f.add("exercises_translation", N, id=lambda i: 900 + i, uuid=uid(2), description="About",
          name=WORDS, created=iso, last_update=iso, language_id=2, exercise_id=lambda i: 70 + i)
    f.add("manager_routine", 4, id=one, name=["Push", "Pull", "Legs", "Full"], description="",
          created=iso, start=day, end=lambda i: day(i + 90), user_id=one)
    f.add("manager_workoutsession", 20, id=uid(3), date=lambda i: day(i * 3), impression="3",
          routine_id=lambda i: i % 4 + 1, user_id=lambda i: i % 4 + 1)
    f.add("manager_workoutlog", 60, id=uid(4), date=iso, repetitions=f.pick(5, 12), weight=40,
          rest=90, exercise_id=lambda i: 70 + i * 5 % N, repetitions_unit_id=1, weight_unit_id=1,
          routine_id=lambda i: i // 3 % 4 + 1, session_id=lambda i: uid(3)(i // 3),
          user_id=lambda i: i // 3 % 4 + 1)
    f.add("weight_weightentry", 8, id=one, date=iso, weight=70, user_id=lambda i: i % 4 + 1)
    f.add("nutrition_ingredient", N, id=lambda i: 5000 + i, uuid=uid(5), name=lambda i:
          f"{WORDS[-i - 1]} Bread", energy=200, created=iso, last_update=iso, language_id=2)
    f.add("nutrition_nutritionplan", 4, id=one, description="Bulk", creation_date=day, user_id=one)
    f.add("nutrition_meal", 8, id=one, name=["Breakfast", "Lunch"], order=1, plan_id=lambda i: i //
          2 + 1)
    f.add("nutrition_logitem", 40, id=uid(6), datetime=iso, amount=100, ingredient_id=lambda i:
          5000 + i * 7 % N, plan_id=lambda i: i % 4 + 1)


def _ytdlnis(f: Filler) -> None:
    video: dict[str, Cells] = {"url": url, "title": headline, "author": ARTISTS, "duration": "4:01",
                               "thumb": "x", "website": "youtube"}
    f.add("results", 6, id=one, formats="[]", urls="", creationTime=seconds, playlistTitle="",
          **video)
    f.add("history", 40, id=one, type=["audio", "video"], time=seconds, downloadPath="/d",
          format="{}", downloadId=one, **video)
    f.add("downloads", 3, id=one, type="video", format="{}", container="mp4", downloadPath="/d",
          status=["Queued", "Error"], downloadStartTime=0, **video)
    f.add("searchHistory", 4, id=one, query=ARTISTS)
    f.add("logs", 5, id=one, title=headline, content="log", format="{}", downloadType="video",
          downloadTime=seconds)


_TRACKS = "SELECT TrackID AS item, Title AS title FROM CoreTracks"
_DONE = "FROM EFfontes WHERE RECORD_TYPE < 2"
_MESSAGES = "SELECT {0} AS item FROM messages WHERE read_flag = 1"

CASES: dict[str, tuple[Fill, Right]] = {
    "Airsonic-Advanced": (_airsonic, [("SELECT id AS item, last_played AS time FROM media_file "
        "WHERE last_played IS NOT NULL", "SELECT id AS item, title FROM media_file")]),
    "Banshee": (_banshee, [("SELECT TrackID AS item, LastPlayedStamp AS time FROM CoreTracks WHERE "
        "LastPlayedStamp > 0", _TRACKS)]),
    "bomi": (_bomi, [(f"SELECT {item} AS item, last_played_date_time AS time FROM state",
        f"SELECT {item} AS item, name AS title FROM state") for item in ("mrl", "rowid", "name")]),
    "Fast N Fitness": (_fastn, [(f"SELECT profil_id AS user, {item} AS item, {time} AS time "
        f"{_DONE}", items) for time in ("date", "date || ' ' || time") for item, items in (
        ("machine_id", "SELECT _id AS item, name AS title FROM EFmachines"),
        ("machine", "SELECT name AS item, name AS title FROM EFmachines"))]),
    "Firefox for iOS": (_firefox, [("SELECT siteID AS item, date AS time FROM visits",
        "SELECT id AS item, title FROM history")]),
    "Funkwhale": (_funkwhale, [("SELECT user_id AS user, track_id AS item, creation_date AS time "
        "FROM history_listening", "SELECT id AS item, title FROM music_track")]),
    # The words, or the books they were looked up in.
    "Kindle": (_kindle, [
        ("SELECT word_key AS item, timestamp AS time FROM LOOKUPS", "SELECT id AS item, word AS "
         "title FROM WORDS"),
        ("SELECT book_key AS item, timestamp AS time FROM LOOKUPS", "SELECT id AS item, title FROM "
         "BOOK_INFO")]),
    # Chapters have no date.
    "Kobo": (_kobo, [(f"SELECT {user} AS user, ContentID AS item, DateLastRead AS time FROM "
        "content WHERE DateLastRead IS NOT NULL", "SELECT ContentID AS item, Title AS title FROM "
        "content WHERE ContentType = '6'") for user in ("'me'", "___UserID")]),
    # Words that were looked up, or learnt; or the books they are of.
    "KOReader vocabulary": (_vocabulary, [
        ("SELECT word AS item, review_time AS time FROM vocabulary WHERE review_time > 0",
         "SELECT word AS item, word AS title FROM vocabulary"),
        ("SELECT word AS item, create_time AS time FROM vocabulary",
         "SELECT word AS item, word AS title FROM vocabulary"),
        ("SELECT title_id AS item, create_time AS time FROM vocabulary",
         "SELECT id AS item, name AS title FROM title")]),
    "MiniDLNA": (_minidlna, [("SELECT ID AS item FROM BOOKMARKS WHERE WATCH_COUNT > 0",
        "SELECT ID AS item, TITLE AS title FROM DETAILS")]),
    "Ryot": (_ryot, [(f"SELECT user_id AS user, metadata_id AS item, {time} AS time FROM seen "
        f"{where}", "SELECT id AS item, title FROM metadata") for time, where in (
        ("finished_on", "WHERE finished_on IS NOT NULL"), ("started_on", ""),
        ("last_updated_on", ""), ("COALESCE(finished_on, started_on)", ""))]),
    # When they were played is not kept.
    "Vanilla Music": (_vanilla, [("SELECT _id AS item FROM songs WHERE playcount > 0",
        "SELECT _id AS item, title FROM songs")]),
    # When they were read is not kept.
    "Vienna": (_vienna, [(_MESSAGES.format(item), f"SELECT {item} AS item, title FROM messages")
        for item in ("message_id", "rowid", "title")]),
    "VLC": (_vlc, [("SELECT id_media AS item, last_played_date AS time FROM Media WHERE "
        "last_played_date > 0", "SELECT id_media AS item, title FROM Media")]),
    # What was trained, or eaten.
    "wger": (_wger, [
        ("SELECT user_id AS user, exercise_id AS item, date AS time FROM manager_workoutlog",
         "SELECT exercise_id AS item, name AS title FROM exercises_translation"),
        ("SELECT p.user_id AS user, l.ingredient_id AS item, l.datetime AS time FROM "
         "nutrition_logitem l JOIN nutrition_nutritionplan p ON p.id = l.plan_id",
         "SELECT id AS item, name AS title FROM nutrition_ingredient")]),
    "YTDLnis": (_ytdlnis, [(f"SELECT {item} AS item, time FROM history",
        f"SELECT {item} AS item, title FROM history") for item in ("id", "url", "title",
        "coalesce(author || ' - ', '') || title")]),
}
