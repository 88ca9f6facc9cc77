"""Twenty-four further applications and sample databases, chosen after the rules of the others.

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
    iso,
    millis,
    one,
    past,
    seconds,
    uid,
)

from sets import set_04_samples

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _movary(f: Filler) -> None:
    f.add("user", 2, id=[1, 2], name=PEOPLE, email=lambda i: f"u{i}@example.org", password="x")
    f.add("movie", N, id=one, title=WORDS, tmdb_id=lambda i: 500 + i, release_date=past,
          imdb_id=lambda i: f"tt{i + 90000:07}", created_at=iso, updated_at=iso, runtime=f.pick(80,
          140))
    f.add("movie_user_watch_dates", 30, movie_id=lambda i: i * 7 % N + 1,
          user_id=lambda i: i % 2 + 1,
          watched_at=day, plays=1, position=1)
    f.add("movie_user_rating", 12, movie_id=one, user_id=1, rating=f.pick(1, 10), created_at=iso)
    f.add("watchlist", 5, movie_id=lambda i: N - i, user_id=1, added_at=iso)
    f.add("person", 8, id=one, name=PEOPLE, gender="0", tmdb_id=one, created_at=iso)
    f.add("movie_cast", 16, movie_id=lambda i: i % N + 1, person_id=lambda i: i % 8 + 1,
          position=one)
    f.add("genre", 3, id=one, name=["Drama", "Comedy", "Crime"], tmdb_id=one, created_at=iso)
    f.add("movie_genre", N, movie_id=one, genre_id=lambda i: i % 3 + 1, position=1)


def _lute(f: Filler) -> None:
    f.add("languages", 1, LgID=1, LgName="Spanish")
    f.add("books", 4, BkID=one, BkLgID=1, BkTitle=WORDS, BkArchived=0, BkCurrentTxID=[3, 9, 13,
          19])
    f.add("texts", 24, TxID=one, TxBkID=lambda i: i // 6 + 1, TxOrder=lambda i: i % 6 + 1,
          TxText=lambda i: f"page {i} of it", TxWordCount=f.pick(80, 200),
          TxReadDate=lambda i: iso(i) if i % 6 < 2 else None,
          TxStartDate=lambda i: iso(i) if i % 6 < 3 else None)
    f.add("words", 20, WoID=one, WoLgID=1, WoText=lambda i: f"palabra{i}",
          WoTextLC=lambda i: f"palabra{i}",
          WoStatus=f.pick(1, 5), WoCreated=iso, WoStatusChanged=iso)
    f.add("wordsread", 8, WrID=one, WrLgID=1, WrTxID=lambda i: i // 2 * 6 + i % 2 + 1,
          WrReadDate=lambda i: iso(i // 2 * 6 + i % 2), WrWordCount=f.pick(80, 200))
    f.add("statuses", 3, StID=one, StText=["New", "Learning", "Learned"], StAbbreviation=["1",
          "2", "3"])


def _blob(kind: int, i: int) -> bytes:
    return bytes([kind] * 14 + [0, i + 1])


def _jelu(f: Filler) -> None:
    stamps: dict[str, Cells] = {"creation_date": millis, "modification_date": millis}
    f.add("user", 2, id=lambda i: _blob(1, i), login=PEOPLE, password="x", **stamps)
    f.add("book", N, id=lambda i: _blob(2, i), title=WORDS, isbn13="9780140449136", page_count=200,
          **stamps)
    f.add("author", 4, id=lambda i: _blob(3, i), name=ARTISTS, **stamps)
    f.add("book_authors", N, author=lambda i: _blob(3, i % 4), book=lambda i: _blob(2, i))
    f.add("user_book", 30, id=lambda i: _blob(4, i), user=lambda i: _blob(1, i % 2),
          to_read=lambda i: int(i >= 20),
          book=lambda i: _blob(2, i * 5 % N),
          last_reading_event=lambda i: ["FINISHED", "CURRENTLY_READING",
          "DROPPED"][i % 3] if i < 20 else None,
          last_reading_event_date=lambda i: millis(i) if i < 20 else None, **stamps)
    f.add("reading_event", 20, id=lambda i: _blob(5, i), user_book=lambda i: _blob(4, i),
          event_type=["FINISHED", "CURRENTLY_READING", "DROPPED"], **stamps)
    f.add("review", 5, id=lambda i: _blob(6, i), user=lambda i: _blob(1, 0),
          book=lambda i: _blob(2, i),
          rating=f.pick(1, 10), review_date=millis, text="good", **stamps)
    f.add("shelf", 2, id=lambda i: _blob(7, i), user=lambda i: _blob(1, 0), name=["Crime", "Poems"],
          target_id=lambda i: _blob(8, i), **stamps)


def _gpodder(f: Filler) -> None:
    f.add("podcast", 3, id=one, title=ARTISTS, url=lambda i: f"https://p.example/{i}")
    f.add("episode", N, id=one, podcast_id=lambda i: i % 3 + 1, title=WORDS, published=seconds,
          url=lambda i: f"https://e.example/{i}", guid=lambda i: f"g{i}", state=[1, 0, 2],
          is_new=lambda i: int(i >= 9), total_time=f.pick(900, 3600),
          current_position=lambda i: 800 if i < 12 else 0,
          current_position_updated=lambda i: seconds(40 + i) if i < 12 else 0,
          last_playback=lambda i: seconds(40 + i) if i < 10 else 0)


def _kasts(f: Filler) -> None:
    f.add("Feeds", 3, feeduid=one, name=ARTISTS, url=lambda i: f"https://p.example/{i}",
          subscribed=seconds, lastUpdated=seconds, new=0)
    f.add("Entries", N, entryuid=one, feeduid=lambda i: i % 3 + 1, id=lambda i: f"g{i}",
          title=WORDS,
          created=seconds, updated=seconds, read=lambda i: int(i % 4 == 0), new=0,
          favorite=lambda i: int(i == 3),
          hasEnclosure=1, removed=0)
    f.add("Enclosures", N, enclosureuid=one, entryuid=one, feeduid=lambda i: i % 3 + 1,
          url=lambda i: f"https://p.example/{i}.mp3", duration=f.pick(600, 3000),
          playposition=lambda i: 90000 if i % 5 == 0 else 0, downloaded=0, type="audio/mpeg")
    f.add("EpisodeActions", 3, entryuid=one, feeduid=1, podcast="https://p.example/0",
          id=lambda i: f"g{i}",
          url=lambda i: f"https://p.example/{i}.mp3", action=["play", "download", "play"],
          started=0,
          position=f.pick(1, 900), total=900, timestamp=seconds)
    f.add("Queue", 4, listnr=one, entryuid=lambda i: i + 9, playing=0)


def _yacreader(f: Filler) -> None:
    f.add("folder", 2, id=one, parentId=1, name=["root", "Comics"], path="/", finished=0,
          completed=1)
    f.add("comic_info", N, id=one, title=WORDS, hash=lambda i: f"{i * 7919:040x}",
          numPages=f.pick(20, 200),
          writer=PEOPLE, read=lambda i: int(i % 5 == 0 and i < 12),
          hasBeenOpened=lambda i: int(i < 12),
          lastTimeOpened=lambda i: seconds(i) if i < 12 else None, rating=lambda i: i % 6,
          added=seconds,
          currentPage=f.pick(1, 20), type=0)
    f.add("comic", N, id=lambda i: i + 101, parentId=2, comicInfoId=one,
          fileName=lambda i: f"{WORDS[i]}.cbz",
          path=lambda i: f"/Comics/{i}.cbz")
    f.add("label", 2, id=one, name=["red", "later"], color="red", ordering=one)


def _watchstate(f: Filler) -> None:
    f.add("state", N, id=one, type="movie", updated=seconds, watched=lambda i: int(i % 3 > 0),
          via="plex",
          title=WORDS, year=lambda i: 1990 + i, created_at=seconds,
          updated_at=lambda i: seconds(90 + i))
    f.add("events", 3, id=uid(1), status=[0, 1, 2], event=["import", "export", "push"],
          created_at=seconds)
    f.add("playlists", 1, id=1, backend="plex", backend_id="7", title="Friday", type="video",
          created_at=seconds,
          updated_at=seconds)


def _shuttle(f: Filler) -> None:
    f.add("songs", N, id=one, name=WORDS, artists=ARTISTS, albumArtist=ARTISTS, album="Album",
          path=lambda i: f"/m/{i}.flac", lastModified=millis, mimeType="audio/flac",
          mediaProvider="Shuttle",
          playCount=lambda i: i % 4 if i < 12 else 0, duration=f.pick(100000, 300000),
          lastPlayed=lambda i: millis(50 + i) if i < 12 else None,
          lastCompleted=lambda i: millis(49 + i) if i < 8 else None)
    f.add("playlists", 1, id=1, name="Favourites", sortOrder="Position", mediaProvider="Shuttle")
    f.add("playlist_song_join", 4, id=one, playlistId=1, songId=one, sortOrder=one)


def _vimusic(f: Filler) -> None:
    f.add("Song", N, id=lambda i: f"s{i * 104729:09x}", title=WORDS, artistsText=ARTISTS,
          durationText="3:20",
          totalPlayTimeMs=f.pick(0, 900000), likedAt=lambda i: millis(i) if i % 6 == 0 else None)
    f.add("Artist", 4, id=lambda i: f"ar{i}", name=ARTISTS, timestamp=millis)
    f.add("SongArtistMap", N, songId=lambda i: f"s{i * 104729:09x}",
          artistId=lambda i: f"ar{i % 4}")
    f.add("Event", 40, id=one, songId=lambda i: f"s{i * 5 % N * 104729:09x}", timestamp=millis,
          playTime=f.pick(30000, 300000))
    f.add("SearchQuery", 4, id=one, query=WORDS)


def _findroid(f: Filler) -> None:
    f.add("servers", 1, id="srv", name="Home")
    f.add("users", 2, id=uid(1), name=PEOPLE, serverId="srv")
    f.add("movies", N, id=uid(2), name=WORDS, overview="", status="Ended",
          productionYear=lambda i: 1990 + i)
    f.add("shows", 2, id=uid(3), name=ARTISTS, overview="", status="Ended")
    f.add("seasons", 2, id=uid(4), seriesId=uid(3), name="Season 1", seriesName=ARTISTS,
          overview="")
    f.add("episodes", 8, id=uid(5), seasonId=lambda i: uid(4)(i % 2),
          seriesId=lambda i: uid(3)(i % 2),
          name=lambda i: f"Part {i}", seriesName=ARTISTS[:2], overview="")
    f.add("userdata", 20, userId=lambda i: uid(1)(i % 2),
          itemId=lambda i: uid(2)(i // 2) if i < 14 else uid(5)(i - 14),
          played=lambda i: int(i % 3 > 0), favorite=lambda i: int(i == 4), playbackPositionTicks=0)


def _stash(f: Filler) -> None:
    f.add("studios", 2, id=one, name=ARTISTS, created_at=iso, updated_at=iso)
    f.add("scenes", N, id=one, title=WORDS, date=past, studio_id=[1, 2], created_at=iso,
          updated_at=iso,
          rating=lambda i: 20 * (i % 6) or None, play_duration=f.pick(0, 900))
    f.add("scenes_view_dates", 30, scene_id=lambda i: i * 5 % N + 1, view_date=iso)
    f.add("galleries", 3, id=one, title=lambda i: WORDS[-i], created_at=iso, updated_at=iso)
    f.add("tags", 3, id=one, name=["indoor", "short", "new"], created_at=iso, updated_at=iso)
    f.add("scenes_tags", N, scene_id=one, tag_id=[1, 2, 3])


def _ampache(f: Filler) -> None:
    f.add("user", 2, id=[1, 2], username=PEOPLE, fullname=PEOPLE, last_seen=seconds)
    f.add("artist", 4, id=one, name=ARTISTS)
    f.add("album", 4, id=one, name=lambda i: f"Album {i}", album_artist=one)
    f.add("song", N, id=one, title=WORDS, artist=lambda i: i % 4 + 1, album=lambda i: i % 4 + 1,
          file=lambda i: f"/m/{i}.mp3", time=f.pick(100, 300), addition_time=seconds,
          update_time=seconds,
          played=lambda i: int(i < 12), total_count=f.pick(0, 9),
          last_played=lambda i: seconds(i) if i < 12 else None)
    f.add("object_count", 48, id=one, object_type=["song", "album", "artist"],
          object_id=lambda i: i // 3 * 5 % N + 1 if i % 3 == 0 else i // 3 % 4 + 1,
          date=lambda i: seconds(i // 3),
          user=lambda i: i // 3 % 2 + 1, agent="web",
          count_type=lambda i: "skip" if i // 3 % 5 == 4 else "stream")
    f.add("rating", 6, id=one, user=1, object_type="song", object_id=one, rating=f.pick(1, 5),
          date=seconds)
    f.add("user_flag", 4, id=one, user=1, object_type="song", object_id=one, date=seconds)
    f.add("playlist", 1, id=1, name="Party", user=1)


def _lobsters(f: Filler) -> None:
    f.add("users", 4, id=one, username=PEOPLE, email=lambda i: f"u{i}@example.org",
          created_at=iso, karma=5)
    f.add("stories", N, id=one, user_id=lambda i: i % 4 + 1, title=WORDS,
          url=lambda i: f"https://s.example/{i}",
          short_id=lambda i: f"s{i:05}", created_at=iso, score=f.pick(1, 30), updated_at=iso,
          comments_count=2)
    f.add("comments", 20, id=one, story_id=lambda i: i % N + 1, user_id=lambda i: i % 4 + 1,
          comment="I agree",
          short_id=lambda i: f"c{i:05}", created_at=iso, updated_at=iso, score=1)
    f.add("votes", 40, id=one, user_id=lambda i: i % 4 + 1, story_id=lambda i: i * 5 % N + 1,
          updated_at=iso,
          comment_id=lambda i: i % 20 + 1 if i % 2 else None,
          vote=lambda i: -1 if i % 9 == 0 else 1, reason="")
    f.add("read_ribbons", 36, id=one, user_id=lambda i: i % 4 + 1,
          story_id=lambda i: i * 7 % N + 1, created_at=iso,
          updated_at=lambda i: iso(i + 2), is_following=1)
    f.add("saved_stories", 5, id=one, user_id=1, story_id=one, created_at=iso, updated_at=iso)
    f.add("hidden_stories", 5, id=one, user_id=2, story_id=one, created_at=iso)


def _shoko(f: Filler) -> None:
    f.add("JMMUser", 2, JMMUserID=[1, 2], Username=PEOPLE, Password="x")
    f.add("AniDB_Anime", 4, AniDB_AnimeID=one, AnimeID=lambda i: i + 7000, MainTitle=WORDS,
          BeginYear=2001,
          AllTitles="", DateTimeUpdated=iso, AirDate=past)
    f.add("AnimeGroup", 4, AnimeGroupID=one, GroupName=WORDS, DateTimeUpdated=iso,
          DateTimeCreated=iso)
    f.add("AnimeSeries", 4, AnimeSeriesID=one, AnimeGroupID=one, AniDB_ID=lambda i: i + 7000,
          DateTimeUpdated=iso, DateTimeCreated=iso, UpdatedAt=iso)
    f.add("AniDB_Episode", N, AniDB_EpisodeID=one, EpisodeID=lambda i: i + 9000,
          AnimeID=lambda i: i % 4 + 7000,
          EpisodeNumber=lambda i: i // 4 + 1, EpisodeType=1, DateTimeUpdated=iso,
          AirDate=lambda i: seconds(i) - 90_000_000,
          RomajiName="", EnglishName=lambda i: f"{WORDS[-i]} again")
    f.add("AniDB_Episode_Title", N, AniDB_Episode_TitleID=one, AniDB_EpisodeID=lambda i: i + 9000,
          Language="EN",
          Title=lambda i: f"{WORDS[-i]} again")
    f.add("AnimeEpisode", N, AnimeEpisodeID=one, AnimeSeriesID=lambda i: i % 4 + 1,
          AniDB_EpisodeID=lambda i: i + 9000, DateTimeUpdated=iso, DateTimeCreated=iso)
    f.add("AnimeEpisode_User", 20, AnimeEpisode_UserID=one, JMMUserID=lambda i: i % 2 + 1,
          AnimeEpisodeID=lambda i: i // 2 + 1, AnimeSeriesID=lambda i: i // 2 % 4 + 1,
          WatchedDate=lambda i: iso(i) if i % 5 else None, WatchedCount=lambda i: int(i % 5 > 0),
          PlayedCount=lambda i: 1, LastUpdated=iso)
    f.add("VideoLocal", N, VideoLocalID=one, FilePath=lambda i: f"/a/{i}.mkv",
          Hash=lambda i: f"{i * 7919:032x}",
          DateTimeUpdated=iso, DateTimeCreated=iso)
    f.add("VideoLocal_User", 16, VideoLocal_UserID=one, JMMUserID=lambda i: i % 2 + 1,
          VideoLocalID=lambda i: i // 2 + 1, WatchedDate=iso, WatchedCount=1, LastUpdated=iso)
    f.add("AnimeSeries_User", 8, AnimeSeries_UserID=one, JMMUserID=lambda i: i % 2 + 1,
          AnimeSeriesID=lambda i: i // 2 + 1,
          WatchedDate=iso, WatchedEpisodeCount=2, LastUpdated=iso)


def _miniflux(f: Filler) -> None:
    f.add("users", 2, id=[1, 2], username=PEOPLE, password="x", last_login_at=iso)
    f.add("categories", 2, id=one, user_id=[1, 2], title="All")
    f.add("feeds", 4, id=one, user_id=[1, 2], category_id=[1, 2], title=ARTISTS,
          feed_url=lambda i: f"https://f.example/{i}",
          checked_at=iso, next_check_at=iso)
    f.add("entries", 40, id=one, user_id=lambda i: i % 2 + 1, feed_id=lambda i: i % 4 + 1,
          hash=lambda i: f"{i:064x}",
          published_at=iso, created_at=iso, changed_at=lambda i: iso(i + 3),
          title=lambda i: f"{WORDS[i % N]} {i}",
          url=lambda i: f"https://a.example/{i}", author=PEOPLE, status=["read", "unread", "read",
          "unread", "removed"],
          starred=lambda i: int(i == 2), reading_time=f.pick(1, 9))


def _podgrab(f: Filler) -> None:
    f.add("podcasts", 3, id=uid(1), title=ARTISTS, author=PEOPLE, created_at=iso, updated_at=iso,
          last_episode=iso)
    f.add("podcast_items", N, id=uid(2), podcast_id=lambda i: uid(1)(i % 3), title=WORDS,
          pub_date=iso, created_at=iso,
          updated_at=lambda i: iso(i + 30), duration=f.pick(600, 3000), download_date=iso,
          download_status=[2, 2, 0, 3],
          is_played=lambda i: int(i % 4 == 1), bookmark_date="0001-01-01 00:00:00",
          episode_type="full")
    f.add("job_locks", 1, id=uid(3), date=iso, name="refresh", duration=0, created_at=iso)
    f.add("migrations", 2, id=uid(4), date=iso, name=["a", "b"], created_at=iso)


def _cozy(f: Filler) -> None:
    f.add("book", N, id=one, name=WORDS, author=PEOPLE, reader=PEOPLE, position=0, rating=-1,
          playback_speed=1.0,
          last_played=lambda i: seconds(i) if i < 9 else 0, hidden=0)
    f.add("track", 48, id=one, name=lambda i: f"Chapter {i % 2 + 1}", number=lambda i: i % 2 + 1,
          disk=1, position=0,
          book_id=lambda i: i // 2 + 1, length=f.pick(100, 900))
    f.add("file", 48, id=one, path=lambda i: f"/b/{i}.mp3", modified=seconds)
    f.add("tracktofile", 48, id=one, track_id=one, file_id=one, start_at=0)
    f.add("settings", 1, id=1, path="/b", first_start=0, last_played_book_id=3, version=10)


CASES: dict[str, tuple[Fill, Right]] = {
    "Movary": (_movary, [("SELECT user_id AS user, movie_id AS item, watched_at AS time FROM "
        "movie_user_watch_dates",
        "SELECT id AS item, title FROM movie")]),
    # Pages of a book that were read.
    "Lute": (_lute, [("SELECT TxBkID AS item, TxReadDate AS time FROM texts WHERE TxReadDate IS "
        "NOT NULL",
        "SELECT BkID AS item, BkTitle AS title FROM books")]),
    "Jelu": (_jelu, [
        *((f"SELECT b.user AS user, b.book AS item, e.{time} AS time FROM reading_event e "
           "JOIN user_book b ON b.id = e.user_book", "SELECT id AS item, title FROM book")
          for time in ("creation_date", "modification_date")),
        ("SELECT user AS user, book AS item, last_reading_event_date AS time FROM user_book "
         "WHERE last_reading_event_date IS NOT NULL", "SELECT id AS item, title FROM book")]),
    "gPodder": (_gpodder, [("SELECT id AS item, last_playback AS time FROM episode WHERE "
        "last_playback > 0",
        "SELECT id AS item, title FROM episode")]),
    # The actions are those that wait to be sent to a server.
    "Kasts": (_kasts, [("SELECT entryuid AS item FROM Entries WHERE read = 1",
        "SELECT entryuid AS item, title FROM Entries")]),
    "YACReader": (_yacreader, [("SELECT id AS item, lastTimeOpened AS time FROM comic_info WHERE "
        "lastTimeOpened > 0",
        "SELECT id AS item, title FROM comic_info")]),
    "WatchState": (_watchstate, [(f"SELECT id AS item, {time} AS time FROM state WHERE watched = 1",
        "SELECT id AS item, title FROM state") for time in ("updated", "0")]),
    "Shuttle": (_shuttle, [("SELECT id AS item, lastPlayed AS time FROM songs WHERE lastPlayed > 0",
        "SELECT id AS item, name AS title FROM songs")]),
    "ViMusic": (_vimusic, [("SELECT songId AS item, timestamp AS time FROM Event",
        "SELECT id AS item, title FROM Song")]),
    "Findroid": (_findroid, [("SELECT userId AS user, itemId AS item FROM userdata WHERE played = "
        "1",
        "SELECT id AS item, name AS title FROM movies UNION ALL SELECT id, name FROM episodes")]),
    "Stash": (_stash, [("SELECT scene_id AS item, view_date AS time FROM scenes_view_dates",
        "SELECT id AS item, title FROM scenes")]),
    # Each play is counted for its song, album and artist; what was skipped was not played.
    "Ampache": (_ampache, [("SELECT user AS user, object_id AS item, date AS time FROM "
        "object_count "
        "WHERE object_type = 'song' AND count_type = 'stream'",
        "SELECT id AS item, title FROM song")]),
    "Lobsters": (_lobsters, [
        *((f"SELECT user_id AS user, story_id AS item, {time} AS time FROM read_ribbons",
           "SELECT id AS item, title FROM stories") for time in ("created_at", "updated_at")),
        ("SELECT user_id AS user, story_id AS item, updated_at AS time FROM votes "
         "WHERE comment_id IS NULL AND vote > 0", "SELECT id AS item, title FROM stories")]),
    "Shoko": (_shoko, [(f"SELECT JMMUserID AS user, {item} AS item, WatchedDate AS time "
        "FROM AnimeEpisode_User WHERE WatchedDate IS NOT NULL", items) for item, items in (
            ("AnimeEpisodeID", "SELECT AnimeEpisodeID AS item, Title AS title FROM AnimeEpisode e "
             "JOIN AniDB_Episode_Title t ON t.AniDB_EpisodeID = e.AniDB_EpisodeID"),
            ("AnimeSeriesID", "SELECT AnimeSeriesID AS item, MainTitle AS title FROM AnimeSeries s "
             "JOIN AniDB_Anime a ON a.AnimeID = s.AniDB_ID"))]),
    "Miniflux": (_miniflux, [("SELECT user_id AS user, id AS item, changed_at AS time FROM entries "
        "WHERE status = 'read'", "SELECT id AS item, title FROM entries")]),
    "Podgrab": (_podgrab, [("SELECT id AS item FROM podcast_items WHERE is_played = 1",
        "SELECT id AS item, title FROM podcast_items")]),
    "Cozy": (_cozy, [("SELECT id AS item, last_played AS time FROM book WHERE last_played > 0",
        "SELECT id AS item, name AS title FROM book")]),
    **set_04_samples.CASES,
}
