"""Programs that stand beside a media server, and of which no table says what was watched or heard.

Their tables look like a history all the same: what was fetched, and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_VIDEO = "the database of Jellyfin, Plex, Emby or Kodi"
_MUSIC = "the database of Navidrome, Jellyfin, Plex or whatever plays"
_BOOKS = "the database of calibre, Kavita, Komga or Audiobookshelf"


@dataclass(frozen=True, slots=True)
class Program:
    """A program, what its database has and what to give instead of it."""

    title: str
    holds: str
    instead: str
    source: str
    """Where its schema was read."""
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that it is known by, of each table."""


PROGRAMS = (
    Program(
        "Sonarr",
        "episodes that were fetched",
        _VIDEO,
        "Sonarr/Sonarr, Datastore/Migration/001 and 004; a dump of a database of 2020",
        {
            "History": ("EpisodeId", "SourceTitle", "Quality", "Date"),
            "Series": ("TvdbId", "CleanTitle"),
        },
    ),
    Program(
        "Radarr",
        "films that were fetched",
        _VIDEO,
        "Radarr/Radarr, Datastore/Migration/104 and 105",
        {"History": ("MovieId", "SourceTitle", "Quality", "Date"), "MovieFiles": ("Quality",)},
    ),
    Program(
        "Lidarr",
        "albums that were fetched",
        _MUSIC,
        "Lidarr/Lidarr 72ca3c6f180b, Datastore/Migration/001",
        {
            "History": ("AlbumId", "SourceTitle", "Quality", "Date"),
            "Albums": ("ForeignAlbumId",),
        },
    ),
    Program(
        "Readarr",
        "books that were fetched",
        _BOOKS,
        "Readarr/Readarr 0a6228c4a9b6, Datastore/Migration/001",
        {"History": ("SourceTitle", "Quality", "Date"), "Books": ("ForeignBookId",)},
    ),
    Program(
        "Prowlarr",
        "searches of indexers",
        _VIDEO,
        "Prowlarr/Prowlarr 47fbab02c52f, Datastore/Migration/001",
        {"History": ("IndexerId", "EventType", "Date"), "Applications": ("SyncLevel",)},
    ),
    Program(
        "Bazarr",
        "subtitles that were fetched",
        _VIDEO,
        "morpheus65535/bazarr, app/database.py",
        {
            "table_history": ("sonarrEpisodeId", "subtitles_path", "timestamp"),
            "table_history_movie": ("radarrId", "subtitles_path", "timestamp"),
        },
    ),
    Program(
        "Overseerr, Jellyseerr or Seerr",
        "what people asked for",
        _VIDEO,
        "sct/overseerr, server/entity/MediaRequest.ts 7c03bd5020df and Media.ts cd1d8652c95e",
        {
            "media_request": ("mediaId", "requestedById", "is4k"),
            "media": ("tmdbId", "mediaType", "status4k"),
        },
    ),
    Program(
        "Mylar",
        "comics that were fetched",
        "the database of Komga, Kavita or whatever they are read with",
        "mylar, __init__.py: CREATE TABLE snatched",
        {"snatched": ("IssueID", "ComicName"), "comics": ("ComicID",)},
    ),
    Program(
        "SickChill, SickRage or Medusa",
        "episodes that were fetched",
        _VIDEO,
        "SickRage, databases/mainDB.py: CREATE TABLE tv_episodes",
        {"tv_shows": ("indexer_id", "show_name"), "tv_episodes": ("showid", "airdate", "status")},
    ),
)
