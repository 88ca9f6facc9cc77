"""Eleven more applications, some of them small: what a search for histories of media gave.

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


def _dopamine(f: Filler) -> None:
    f.add("Folder", 1, FolderID=1, Path="/m", SafePath="/m", ShowInCollection=1)
    f.add("Track", N, TrackID=one, Artists=ARTISTS, Genres=["Folk", "Jazz"], AlbumTitle=lambda i:
          WORDS[-(i % 6) - 1], AlbumArtists=ARTISTS, AlbumKey=lambda i: f"k{i % 6}", Path=lambda i:
          f"/m/{i}.mp3", SafePath=lambda i: f"/m/{i}.mp3", FileName=lambda i: f"{i}.mp3",
          MimeType="audio/mpeg", FileSize=9, TrackTitle=WORDS, TrackNumber=one, Duration=200_000,
          Year=2001, HasLyrics=0, DateAdded=lambda i: _ticks(i), DateFileCreated=lambda i:
          _ticks(i), DateLastSynced=lambda i: _ticks(i), DateFileModified=lambda i: _ticks(i),
          NeedsIndexing=0, IndexingSuccess=1, Rating=lambda i: i % 6, Love=0, PlayCount=lambda i: i
          % 4, SkipCount=lambda i: i % 3, DateLastPlayed=lambda i: _ticks(i * 7 % N + 90) if i % 4
          else 0)
    f.add("AlbumArtwork", 6, AlbumArtworkID=one, AlbumKey=lambda i: f"k{i}", ArtworkID=uid(1))
    f.add("FolderTrack", N, FolderTrackID=one, FolderID=1, TrackID=one)
    f.add("QueuedTrack", 5, QueuedTrackID=one, Path=lambda i: f"/m/{i}.mp3", IsPlaying=0,
          ProgressSeconds=0, OrderID=one)


def _ticks(i: int) -> int:
    """Return the moment of the i-th event as .NET counts it."""
    return seconds(i) * 10_000_000 + 621_355_968_000_000_000


def _kodi(f: Filler) -> None:
    f.add("artist", 4, idArtist=one, strArtist=ARTISTS)
    f.add("album", 6, idAlbum=one, strAlbum=lambda i: WORDS[-i - 1], strArtists=ARTISTS,
          strGenres="Folk", iYear=2001, idThumb=0)
    f.add("album_artist", 6, idArtist=lambda i: i % 4 + 1, idAlbum=one, boolFeatured=0, iOrder=0)
    f.add("genre", 2, idGenre=one, strGenre=["Folk", "Jazz"])
    f.add("path", 6, idPath=one, strPath=lambda i: f"/m/{i}/", strHash="x")
    f.add("song", N, idSong=one, idAlbum=lambda i: i % 6 + 1, idPath=lambda i: i % 6 + 1,
          strArtists=ARTISTS, strGenres=["Folk", "Jazz"], strTitle=WORDS, iTrack=one,
          iDuration=200, iYear=2001, dwFileNameCRC=lambda i: f"{i:08X}", strFileName=lambda i:
          f"{i}.mp3", iTimesPlayed=lambda i: i % 4, iStartOffset=0, iEndOffset=0, idThumb=0,
          lastplayed=lambda i: iso(i * 7 % N + 90) if i % 4 else None, rating="0")
    f.add("song_artist", N, idArtist=lambda i: i % 4 + 1, idSong=one, boolFeatured=0, iOrder=0)
    f.add("song_genre", N, idGenre=[1, 2], idSong=one, iOrder=0)
    f.add("albuminfo", 2, idAlbumInfo=one, idAlbum=one, iYear=2001, strReview="Good", iRating=4)


def _mediaportal(f: Filler) -> None:
    f.add("tracks", N, idTrack=one, strPath=lambda i: f"M:\\{i}.mp3", strArtist=lambda i:
          f"| {ARTISTS[i % 4]} |", strAlbumArtist=lambda i: f"| {ARTISTS[i % 4]} |",
          strAlbum=lambda i: WORDS[-(i % 6) - 1], strGenre=["| Folk |", "| Jazz |"],
          strTitle=WORDS, iTrack=one, iDuration=200, iYear=2001, iTimesPlayed=lambda i: i % 4,
          iRating=0, iFavorite=0, iResumeAt=0, iDisc=1, dateLastPlayed=lambda i: iso(i * 7 % N +
          90) if i % 4 else "0001-01-01 00:00:00", dateAdded=iso)
    f.add("artist", 4, idArtist=one, strArtist=ARTISTS)
    f.add("albumartist", 4, idAlbumArtist=one, strAlbumArtist=ARTISTS)
    f.add("genre", 2, idGenre=one, strGenre=["Folk", "Jazz"])


def _watchlist(f: Filler) -> None:
    f.add("users", 4, id=one, name=PEOPLE)
    f.add("movies", N, id=one, name=WORDS, release_date=past)
    f.add("user_watch_movie", 40, id=one, user_id=lambda i: i % 4 + 1, movie_id=lambda i: (i + i //
          4) % N + 1, is_watched=lambda i: int(i % 3 > 0))


def _reading(f: Filler) -> None:
    f.add("books", N, id=one, title=WORDS, author=PEOPLE, pages=300, genre="Novel",
          status=["read", "reading", "to be read"], started_date=lambda i: day(i * 2) if i % 3 < 2
          else None, finished_date=lambda i: day(i * 2 + 9) if i % 3 == 0 else None, rating=lambda
          i: i % 5 + 1 if i % 3 == 0 else None)
    f.add("reading_sessions", 48, id=one, book_id=lambda i: i // 3 * 3 // 2 + 1, session_date=day,
          pages_read=f.pick(5, 40), minutes_read=f.pick(5, 90))


# What was loaded and not played has 0.
def _scrobbler(f: Filler) -> None:
    f.add("history", 60, row=one, filename=lambda i: f"{i * 5 % N}.mp3", title=lambda i: WORDS[i *
          5 % N], artist=lambda i: ARTISTS[i * 5 % N % 4], deck=[1, 2], starttime=seconds,
          endtime=lambda i: seconds(i) + 200, played=lambda i: int(i % 5 > 0), updatedAt=lambda i:
          seconds(i) + 200, playtime=f.pick(90, 200), length="03:20", album="x",
          fullpath=lambda i: f"/m/{i * 5 % N}.mp3")


def _streama(f: Filler) -> None:
    stamps: dict[str, Cells] = {"date_created": iso, "version": 1}
    f.add("user", 3, id=one, username=PEOPLE, password="x", enabled=1, last_updated=iso,
          full_name=PEOPLE, **stamps)
    f.add("profile", 3, id=one, profile_name=PEOPLE, is_child=0, is_deleted=0, user_id=one)
    f.add("tv_show", 2, id=one, name=["Harbour Street", "Night Shift"], deleted=0, last_updated=iso,
          **stamps)
    f.add("video", 2 * N, id=one, **{"class": lambda i: "streama." + ("Movie" if i < N else
          "Episode")}, title=lambda i: WORDS[i] if i < N else None, name=lambda i: None if i < N
          else f"{WORDS[i - N]} Part", deleted=0, show_id=lambda i: None if i < N else i % 2 + 1,
          season_number=lambda i: None if i < N else 1, episode_number=lambda i: None if i < N else
          i - N, last_updated=iso, **stamps)
    f.add("viewing_status", 40, id=one, date_created=iso, last_updated=lambda i: iso(i * 7 % 40 +
          50), video_id=lambda i: i + 1, tv_show_id=lambda i: None if i < N else i % 2 + 1,
          user_id=lambda i: i % 3 + 1, profile_id=lambda i: i % 3 + 1, current_play_time=f.pick(9,
          900), runtime=900, completed=[0, 1], is_active=1)
    f.add("watchlist_entry", 5, id=one, user_id=lambda i: i % 3 + 1, profile_id=lambda i: i % 3 +
          1, video_id=one, is_active=1, **stamps)
    f.add("user_activity", 3, id=one, user_id=one, last_login=iso, last_request=iso)
    f.add("genre", 2, id=one, name=["Drama", "Comedy"])


def _stringer(f: Filler) -> None:
    stamps: dict[str, Cells] = {"created_at": iso, "updated_at": lambda i: iso(i + 9)}
    f.add("users", 1, id=1, username="ana", api_key="k", admin=1, **stamps)
    f.add("groups", 1, id=1, name="News", user_id=1, **stamps)
    f.add("feeds", 3, id=one, name=ARTISTS, url=url, group_id=1, status=0, last_fetched=iso,
          user_id=1, **stamps)
    f.add("stories", 60, id=one, title=headline, permalink=url, body="<p>", feed_id=lambda i: i % 3
          + 1, entry_id=uid(1), is_read=lambda i: int(i % 3 > 0), is_starred=lambda i: int(i == 7),
          keep_unread=0, published=iso, **stamps)


def _tanoshi(f: Filler) -> None:
    f.add("user", 3, id=one, username=PEOPLE, password="x", is_admin=0, created_at=past,
          updated_at=past)
    f.add("manga", 6, id=one, source_id=1, title=lambda i: WORDS[-i - 1], author=PEOPLE,
          genre="[]", status="Ongoing", path=lambda i: f"/m/{i}", cover_url=url, date_added=iso)
    f.add("chapter", 60, id=one, source_id=1, manga_id=lambda i: i % 6 + 1, title=lambda i:
          f"Chapter {i // 6 + 1}", path=lambda i: f"/c/{i}", number=lambda i: i // 6 + 1.0,
          uploaded=iso, date_added=iso)
    f.add("user_library", 8, id=one, user_id=lambda i: i % 3 + 1, manga_id=lambda i: i % 6 + 1)
    f.add("user_history", 40, user_id=lambda i: i % 3 + 1, chapter_id=lambda i: i + 1,
          last_page=f.pick(1, 30), read_at=iso, is_complete=lambda i: int(i % 4 > 0))
    f.add("user_category", 1, id=1, user_id=1, name="Best")
    f.add("tracker_manga", 2, id=one, user_id=1, manga_id=one, tracker="anilist",
          tracker_manga_id="9")


def _list(f: Filler) -> None:
    f.add("movies", N, id=lambda i: 900 + i, title=WORDS, has_watched=lambda i: int(i % 3 > 0),
          liked_on=lambda i: seconds(i) if i % 5 == 1 else None, created_at=seconds,
          updated_at=lambda i: seconds(i * 7 % N + 40))


def _winmusic(f: Filler) -> None:
    f.add("MusicFile", N, id=one, Timestamp=seconds, URI=lambda i: f"/m/{i}.mp3", Title=WORDS,
          Description="", DurationInSec=200, FileOrFolder=0, ParentFolder="/m", MetaAlbum="x",
          MetaArtist=ARTISTS)
    f.add("Playlist", 1, id=1, Name="Mix")
    f.add("PlaylistItem", 5, id=one, playlist_id=1, URI=lambda i: f"/m/{i}.mp3", MetaTitle=WORDS,
          MetaArtist=ARTISTS)
    f.add("History", 50, id=one, Timestamp=seconds, URI=lambda i: f"/m/{i * 5 % N}.mp3",
          Title=lambda i: WORDS[i * 5 % N], Description="", Duration="03:20",
          PlayPosition=f.pick(0, 200), DurationInSec=200, Type="file")
    f.add("Radio", 2, id=one, URI=url, Name=["Owl FM", "Kite FM"], Genre=1)
    f.add("Video", 6, id=one, Timestamp=millis, URI=lambda i: f"/v/{i}.mp4", Title=headline,
          Duration="1:00", PlayPosition=0, DurationInSec=90, Type="file")


def _last(table: str, key: str, title: str, time: str, least: str) -> list[tuple[str, str]]:
    return [(f"SELECT {key} AS item, {time} AS time FROM {table} WHERE {time} > {least}",
             f"SELECT {key} AS item, {title} AS title FROM {table}")]


_VIDEOS = "SELECT id AS item, COALESCE(title, name) AS title FROM video"
_CHAPTERS = "SELECT id AS item, title FROM chapter"

CASES: dict[str, tuple[Fill, Right]] = {
    "Dopamine": (_dopamine, _last("Track", "TrackID", "TrackTitle", "DateLastPlayed", "0")),
    "Kodi music": (_kodi, _last("song", "idSong", "strTitle", "lastplayed", "'1000-01-01'")),
    "MediaPortal": (_mediaportal, _last("tracks", "idTrack", "strTitle", "dateLastPlayed",
        "'1000-01-01'")),
    # When they were watched is not kept.
    "Movie watchlist": (_watchlist, [("SELECT user_id AS user, movie_id AS item FROM "
        "user_watch_movie WHERE is_watched = 1", "SELECT id AS item, name AS title FROM movies")]),
    # Each sitting, or each book.
    "reading-data": (_reading, [(query, "SELECT id AS item, title FROM books") for query in (
        "SELECT book_id AS item, session_date AS time FROM reading_sessions",
        "SELECT id AS item, started_date AS time FROM books WHERE started_date IS NOT NULL",
        "SELECT id AS item, finished_date AS time FROM books WHERE finished_date IS NOT NULL")]),
    "ScratchLive scrobbler": (_scrobbler, [(f"SELECT {item} AS item, starttime AS time FROM "
        f"history{where}", f"SELECT DISTINCT {item} AS item, title FROM history")
        for item in ("coalesce(artist || ' - ', '') || title", "title", "fullpath", "filename")
        for where in ("", " WHERE played = 1")]),
    "Streama": (_streama, [(f"SELECT {who} AS user, video_id AS item, {time} AS time FROM "
        "viewing_status", _VIDEOS) for who in ("user_id", "profile_id")
        for time in ("last_updated", "date_created")]),
    # When they were read is not kept.
    "Stringer": (_stringer, [(f"SELECT {who} AS user, s.id AS item FROM stories s JOIN feeds f ON "
        "f.id = s.feed_id WHERE s.is_read = 1", "SELECT id AS item, title FROM stories")
        for who in ("'me'", "f.user_id")]),
    # Chapters, with what they are of, or the manga.
    "Tanoshi": (_tanoshi, [(f"SELECT h.user_id AS user, {item} AS item, h.read_at AS time FROM "
        f"user_history h JOIN chapter c ON c.id = h.chapter_id{where}", items)
        for item, items in (("h.chapter_id", _CHAPTERS), ("c.manga_id",
        "SELECT id AS item, title FROM manga")) for where in ("", " WHERE h.is_complete = 1")]),
    # updated_at may be when it was watched.
    "The list": (_list, [(f"SELECT id AS item, {time} AS time FROM movies WHERE has_watched = 1",
        "SELECT id AS item, title FROM movies") for time in ("0", "updated_at")]),
    "winmusic": (_winmusic, [(f"SELECT {item} AS item, Timestamp AS time FROM History",
        f"SELECT {item} AS item, Title AS title FROM History") for item in ("URI", "Title",
        "id")]),
}
