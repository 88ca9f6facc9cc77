"""Small databases in the schemas of other applications, with the traps that real ones hold.

Times are midnights: 1735689600 is 2025-01-01 00:00 UTC, and a day has 86400 seconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

Build = Callable[[sqlite3.Connection], None]


def _script(sql: str) -> Build:
    def build(connection: sqlite3.Connection) -> None:
        # The applications' own, which whoever reads their files does not have.
        for collation in ("icu_root", "unicase"):
            connection.create_collation(collation, lambda a, b: (a > b) - (a < b))
        connection.executescript(sql)

    return build


# Track m6 is missing on disk; its row and its plays are kept.
_NAVIDROME = """
CREATE TABLE user (
  id varchar(255) NOT NULL PRIMARY KEY, user_name varchar(255) NOT NULL UNIQUE,
  is_admin bool NOT NULL DEFAULT false, created_at datetime, updated_at datetime
);
CREATE TABLE media_file (
  id varchar(255) NOT NULL PRIMARY KEY, path varchar(255) NOT NULL DEFAULT '',
  title varchar(255) NOT NULL DEFAULT '', album varchar(255) NOT NULL DEFAULT '',
  artist varchar(255) NOT NULL DEFAULT '', genre varchar(255) NOT NULL DEFAULT '',
  year integer NOT NULL DEFAULT 0, duration real NOT NULL DEFAULT 0,
  missing bool NOT NULL DEFAULT false, created_at datetime
);
CREATE TABLE annotation (
  user_id varchar(255) NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  item_id varchar(255) NOT NULL DEFAULT '', item_type varchar(255) NOT NULL DEFAULT '',
  play_count integer DEFAULT 0, play_date datetime, rating integer DEFAULT 0,
  starred bool NOT NULL DEFAULT false, starred_at datetime,
  UNIQUE (user_id, item_id, item_type)
);
INSERT INTO user (id, user_name) VALUES ('u1', 'ann'), ('u2', 'bob');
INSERT INTO media_file (id, title, album, artist, genre, year, missing) VALUES
  ('m1', 'Harbour', 'Tides', 'The Lanterns', 'Folk', 1999, 0),
  ('m2', 'Pier', 'Tides', 'The Lanterns', 'Folk', 1999, 0),
  ('m3', 'Static', 'Wires', 'Copper Field', 'Electronic', 2011, 0),
  ('m4', 'Relay', 'Wires', 'Copper Field', 'Electronic', 2011, 0),
  ('m5', 'Untitled', '', '', '', 0, 0),
  ('m6', 'Ferry', 'Tides', 'The Lanterns', 'Folk', 1999, 1);
"""

_NAVIDROME_SCROBBLES = """
CREATE TABLE scrobbles (
  id integer PRIMARY KEY AUTOINCREMENT,
  media_file_id varchar(255) NOT NULL REFERENCES media_file(id) ON DELETE CASCADE,
  user_id varchar(255) NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  submission_time integer NOT NULL
);
INSERT INTO scrobbles (user_id, media_file_id, submission_time) VALUES
  ('u1', 'm1', 1735689600), ('u1', 'm2', 1735776000), ('u1', 'm1', 1735862400),
  ('u1', 'm6', 1735948800), ('u1', 'm5', 1736035200),
  ('u2', 'm3', 1735689600), ('u2', 'm4', 1735776000), ('u2', 'm3', 1735776000),
  ('u2', 'm3', 1736121600);
-- Counts also know of plays from before the events were kept.
INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date) VALUES
  ('u1', 'm1', 'media_file', 12, '2025-01-03 00:00:00+00:00'),
  ('u1', 'm4', 'media_file', 3, '2024-06-01 00:00:00+00:00'),
  ('u1', 'al1', 'album', 15, '2025-01-03 00:00:00+00:00');
"""

# m3 was starred but never played, and its count for u2 came without a time.
_NAVIDROME_COUNTS = """
INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date, starred) VALUES
  ('u1', 'm1', 'media_file', 2, '2025-01-01 00:00:00+00:00', 0),
  ('u1', 'm2', 'media_file', 1, '2025-01-02 02:00:00+02:00', 0),
  ('u1', 'm3', 'media_file', 0, '2025-01-09 00:00:00+00:00', 1),
  ('u1', 'm4', 'media_file', 5, '2025-01-02 19:30:00.5-04:30', 0),
  ('u1', 'm6', 'media_file', 1, '2025-01-04T00:00:00Z', 0),
  ('u1', 'm5', 'media_file', 1, '2025-01-05 00:00:00.000000001Z', 0),
  ('u1', 'al1', 'album', 3, '2025-01-02 00:00:00+00:00', 0),
  ('u1', 'ar1', 'artist', 3, '2025-01-02 00:00:00+00:00', 0),
  ('u2', 'm1', 'media_file', 9, '2025-01-05 00:00:00.123456789+00:00', 0),
  ('u2', 'm2', 'media_file', 1, '2025-01-05 00:00:00', 0),
  ('u2', 'm3', 'media_file', 4, NULL, 0),
  ('u2', 'm4', 'media_file', NULL, NULL, 1),
  ('u2', 'm5', 'media_file', 1, '2025-01-06 05:30:00+05:30', 0);
"""

# AAAAAAAA-0001 has two rows for one user; DDDDDDDD-0001 is a series; the placeholder stands in for
# whatever was deleted.
_JELLYFIN = """
CREATE TABLE Users (
  Id TEXT NOT NULL PRIMARY KEY, Username TEXT NOT NULL, InternalId INTEGER NOT NULL
);
CREATE TABLE BaseItems (
  Id TEXT NOT NULL PRIMARY KEY, Type TEXT NOT NULL, Name TEXT, SeriesName TEXT, ParentId TEXT,
  IsFolder INTEGER NOT NULL, Genres TEXT, ProductionYear INTEGER, RunTimeTicks INTEGER,
  FOREIGN KEY (ParentId) REFERENCES BaseItems (Id) ON DELETE CASCADE
);
CREATE TABLE UserData (
  ItemId TEXT NOT NULL, UserId TEXT NOT NULL, CustomDataKey TEXT NOT NULL,
  LastPlayedDate TEXT, PlayCount INTEGER NOT NULL, Played INTEGER NOT NULL,
  IsFavorite INTEGER NOT NULL DEFAULT 0, PlaybackPositionTicks INTEGER NOT NULL DEFAULT 0,
  Rating REAL, RetentionDate TEXT,
  PRIMARY KEY (ItemId, UserId, CustomDataKey),
  FOREIGN KEY (ItemId) REFERENCES BaseItems (Id) ON DELETE CASCADE,
  FOREIGN KEY (UserId) REFERENCES Users (Id) ON DELETE CASCADE
);
INSERT INTO Users VALUES
  ('EEEEEEEE-0001-0000-0000-000000000000', 'ann', 1),
  ('EEEEEEEE-0002-0000-0000-000000000000', 'bob', 2);
INSERT INTO BaseItems (Id, Type, Name, SeriesName, ParentId, IsFolder, Genres, ProductionYear)
VALUES
  ('00000000-0000-0000-0000-000000000001', 'PLACEHOLDER', 'A placeholder', NULL, NULL, 0, NULL,
   NULL),
  ('AAAAAAAA-0001-0000-0000-000000000000', 'Movie', 'Low Water', NULL, NULL, 0, 'Drama', 2001),
  ('AAAAAAAA-0002-0000-0000-000000000000', 'Movie', 'High Water', NULL, NULL, 0, 'Drama|War',
   2003),
  ('AAAAAAAA-0003-0000-0000-000000000000', 'Movie', 'Slack Water', NULL, NULL, 0, NULL,
   NULL),
  ('DDDDDDDD-0001-0000-0000-000000000000', 'Series', 'Night Ferry', NULL, NULL, 1, 'Crime', 2015),
  ('BBBBBBBB-0001-0000-0000-000000000000', 'Episode', 'Cast Off', 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, 'Crime', 2015),
  ('BBBBBBBB-0002-0000-0000-000000000000', 'Episode', 'Landfall', 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, 'Crime', 2015),
  ('BBBBBBBB-0003-0000-0000-000000000000', 'Episode', NULL, 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, NULL, NULL),
  ('BBBBBBBB-0004-0000-0000-000000000000', 'Episode', 'Fog', 'Night Ferry',
   'DDDDDDDD-0001-0000-0000-000000000000', 0, 'Crime', 2016);
INSERT INTO UserData (ItemId, UserId, CustomDataKey, LastPlayedDate, PlayCount, Played) VALUES
  ('AAAAAAAA-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt01',
   '2025-01-01 00:00:00', 1, 1),
  ('AAAAAAAA-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', '501',
   '2025-01-03 00:00:00.1234567', 2, 1),
  ('AAAAAAAA-0002-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt02',
   '2025-01-02 00:00:00', 1, 1),
  ('AAAAAAAA-0003-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt03',
   NULL, 1, 1),
  ('BBBBBBBB-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 's001001',
   '2025-01-04 00:00:00', 1, 1),
  ('BBBBBBBB-0002-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 's001002',
   '2025-01-05 00:00:00', 1, 0),
  ('DDDDDDDD-0001-0000-0000-000000000000', 'EEEEEEEE-0001-0000-0000-000000000000', 's',
   '2025-01-05 00:00:00', 2, 0),
  ('AAAAAAAA-0001-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 'tt01',
   '2025-01-02 00:00:00', 1, 1),
  ('AAAAAAAA-0002-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 'tt02',
   '2025-01-09 00:00:00', 0, 0),
  ('AAAAAAAA-0003-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 'tt03',
   '2025-01-06 00:00:00.9', 4, 1),
  ('BBBBBBBB-0001-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 's001001',
   '2025-01-07 00:00:00', 1, 1),
  ('BBBBBBBB-0002-0000-0000-000000000000', 'EEEEEEEE-0002-0000-0000-000000000000', 's001002',
   '2025-01-08 00:00:00', 1, 1);
INSERT INTO UserData (ItemId, UserId, CustomDataKey, LastPlayedDate, PlayCount, Played,
  RetentionDate)
VALUES
  ('00000000-0000-0000-0000-000000000001', 'EEEEEEEE-0001-0000-0000-000000000000', 'tt99',
   '2025-01-01 00:00:00', 1, 1, '2025-02-01 00:00:00');
"""

# Two files of one film share the key tt01; tt99 was deleted; s is a series, a folder.
_JELLYFIN_10_10 = """
CREATE TABLE TypedBaseItems (
  guid GUID PRIMARY KEY NOT NULL, type TEXT NOT NULL, data BLOB NULL, Path TEXT NULL,
  Name TEXT NULL, SeriesName TEXT NULL, IsFolder BIT NULL, Genres TEXT NULL,
  ProductionYear INT NULL, UserDataKey TEXT NULL
);
CREATE TABLE UserDatas (
  key nvarchar NOT NULL, userId INT NOT NULL, rating float NULL, played bit NOT NULL,
  playCount int NOT NULL, isFavorite bit NOT NULL, playbackPositionTicks bigint NOT NULL,
  lastPlayedDate datetime NULL, AudioStreamIndex INT, SubtitleStreamIndex INT
);
CREATE UNIQUE INDEX UserDatasIndex1 ON UserDatas (key, userId);
INSERT INTO TypedBaseItems (guid, type, Name, SeriesName, IsFolder, Genres, UserDataKey) VALUES
  (x'00112233445566778899aabbccddee01', 'Movie', 'Low Water', NULL, 0, 'Drama', 'tt01'),
  (x'00112233445566778899aabbccddee02', 'Movie', 'Low Water', NULL, 0, 'Drama', 'tt01'),
  (x'00112233445566778899aabbccddee03', 'Movie', 'High Water', NULL, 0, 'Drama|War', 'tt02'),
  (x'00112233445566778899aabbccddee04', 'Movie', 'Home Film', NULL, 0, NULL,
   '33221100-5544-7766-8899-aabbccddee04'),
  (x'00112233445566778899aabbccddee05', 'Series', 'Night Ferry', NULL, 1, 'Crime', 's'),
  (x'00112233445566778899aabbccddee06', 'Episode', 'Cast Off', 'Night Ferry', 0, NULL, 's001001'),
  (x'00112233445566778899aabbccddee07', 'Episode', 'Landfall', 'Night Ferry', 0, NULL, 's001002'),
  (x'00112233445566778899aabbccddee08', 'Episode', 'Homecoming', 'Night Ferry', 0, NULL,
   's001003'),
  (x'00112233445566778899aabbccddee09', 'Person', 'An Actor', NULL, 0, NULL, NULL),
  (x'00112233445566778899aabbccddee0a', 'Movie', NULL, NULL, 0, NULL, 'tt03');
INSERT INTO UserDatas (key, userId, played, playCount, isFavorite, playbackPositionTicks,
  lastPlayedDate)
VALUES
  ('tt01', 1, 1, 2, 0, 0, '2025-01-01 00:00:00Z'),
  ('tt02', 1, 1, 1, 1, 0, '2025-01-02 00:00:00.1234567Z'),
  ('33221100-5544-7766-8899-aabbccddee04', 1, 1, 1, 0, 0, '2025-01-03 00:00:00Z'),
  ('s001001', 1, 0, 1, 0, 60000000, '2025-01-04 00:00:00Z'),
  ('s001002', 1, 1, 1, 0, 0, NULL),
  ('s', 1, 0, 2, 1, 0, '2025-01-04 00:00:00Z'),
  ('tt99', 1, 1, 1, 0, 0, '2025-01-04 00:00:00Z'),
  ('tt01', 2, 1, 1, 0, 0, '2025-01-05 00:00:00Z'),
  ('tt02', 2, 0, 0, 1, 0, '2025-01-09 00:00:00Z'),
  ('s001001', 2, 1, 1, 0, 0, '2025-01-06 00:00:00Z'),
  ('s001002', 2, 1, 1, 0, 0, '2025-01-07 00:00:00Z'),
  ('s001003', 2, 1, 3, 0, 0, '2025-01-08 00:00:00Z');
"""

# Movie 1 and episode 1 share a number; file 9 is marked as watched without a time.
_KODI = """
CREATE TABLE path (idPath integer PRIMARY KEY, strPath text);
CREATE TABLE files (
  idFile integer PRIMARY KEY, idPath integer, strFilename text, playCount integer,
  lastPlayed text, dateAdded text
);
CREATE TABLE movie (
  idMovie integer PRIMARY KEY, idFile integer, c00 text, c01 text, c14 text, idSet integer,
  premiered text
);
CREATE TABLE tvshow (idShow integer PRIMARY KEY, c00 text, c01 text, c08 text);
CREATE TABLE episode (
  idEpisode integer PRIMARY KEY, idFile integer, c00 text, c01 text, c12 text, c13 text,
  idShow integer, idSeason integer
);
INSERT INTO path VALUES (1, 'nfs://server/films/');
INSERT INTO movie (idMovie, idFile, c00, c14) VALUES
  (1, 1, 'Low Water', 'Drama'), (2, 2, 'High Water', 'Drama / War'), (3, 3, 'Ebb', ''),
  (4, 9, 'Spring Tide', 'Drama'), (5, 10, 'Neap Tide', 'Drama');
INSERT INTO tvshow VALUES (1, 'Night Ferry', '', 'Crime');
INSERT INTO episode (idEpisode, idFile, c00, idShow) VALUES
  (1, 4, 'Cast Off', 1), (2, 5, 'Landfall', 1), (3, 6, 'Homecoming', 1), (4, 7, 'Fog', 1),
  (5, 8, 'Anchor', 1);
"""


def _kodi(connection: sqlite3.Connection) -> None:
    connection.executescript(_KODI)
    plays = [
        (1, 2, 1735689600),
        (2, 1, 1735776000),
        (3, 1, 1735862400),
        (4, 1, 1735948800),
        (5, 3, 1736035200),
        (6, 1, 1736121600),
        (7, None, 1736208000),
        (8, 1, 1736294400),
        (9, 1, None),
        (10, 2, 1736380800),
    ]
    # A player writes the local time of its machine, and these are read on the same one.
    connection.executemany(
        "INSERT INTO files (idFile, idPath, playCount, lastPlayed) VALUES (?, 1, ?, ?)",
        [
            (file, count, None if at is None else str(datetime.fromtimestamp(at)))
            for file, count, at in plays
        ],
    )


# The songs' own database of the same player.
_KODI_MUSIC = """
CREATE TABLE album (idAlbum integer primary key, strAlbum varchar(256));
CREATE TABLE path (idPath integer primary key, strPath varchar(512), strHash text);
CREATE TABLE song (
  idSong integer primary key, idAlbum integer, idPath integer, strArtistDisp text, strGenres text,
  strTitle varchar(512), iTrack integer, iDuration integer, strReleaseDate TEXT,
  strOrigReleaseDate TEXT, strFileName text, strMusicBrainzTrackID text, iTimesPlayed integer,
  lastplayed varchar(20) default NULL, userrating INTEGER NOT NULL DEFAULT 0
);
INSERT INTO album VALUES (1, 'Quays');
INSERT INTO path VALUES (1, '/music/quays/', NULL);
"""


def _kodi_music(connection: sqlite3.Connection) -> None:
    connection.executescript(_KODI_MUSIC)
    names = ("Harbour", "Pier", "Ferry", "Static", "Relay", "Coil", "Lamp", "Buoy", "Rope", "Mast")
    for song, title in enumerate(names, 1):
        # The fourth was played without a time, the ninth never, and the tenth is disliked.
        played = datetime.fromtimestamp(1735689600 + 86400 * song)
        connection.execute(
            "INSERT INTO song (idSong, idAlbum, idPath, strArtistDisp, strTitle, "
            "strOrigReleaseDate, strFileName, iTimesPlayed, lastplayed, userrating) "
            "VALUES (?, 1, 1, 'The Lanterns', ?, '1999', ?, ?, ?, ?)",
            (song, title, f"{song}.flac", int(song < 9), str(played) if song not in (4, 9, 10)
             else None, 3 if song == 10 else 0),
        )  # fmt: skip


# Session 3 resumes session 1; clips and photos are in the log too; item 106 was never played.
_TAUTULLI = """
CREATE TABLE session_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, reference_id INTEGER, started INTEGER, stopped INTEGER,
  rating_key INTEGER, user_id INTEGER, user TEXT, paused_counter INTEGER DEFAULT 0, player TEXT,
  media_type TEXT, view_offset INTEGER DEFAULT 0
);
CREATE TABLE session_history_metadata (
  id INTEGER PRIMARY KEY, rating_key INTEGER, parent_rating_key INTEGER, title TEXT,
  full_title TEXT, media_type TEXT, year INTEGER, genres TEXT, duration INTEGER DEFAULT 0
);
INSERT INTO session_history (id, reference_id, started, stopped, rating_key, user_id, user,
  paused_counter, media_type)
VALUES
  (1, 1, 1735689600, 1735693200, 101, 11, 'ann', 0, 'movie'),
  (2, 2, 1735776000, 1735779600, 102, 11, 'ann', 60, 'episode'),
  (3, 1, 1735862400, 1735866000, 101, 11, 'ann', NULL, 'movie'),
  (4, 4, 1735948800, 1735952400, 101, 11, 'ann', NULL, 'movie'),
  (5, 5, 1736035200, 1736035260, 104, 11, 'ann', 0, 'clip'),
  (6, 6, 1735689600, 1735693200, 102, 12, 'bob', 0, 'episode'),
  (7, 7, 1735776000, 1735779600, 103, 12, 'bob', 0, 'track'),
  (8, 8, 1735862400, 1735866000, 103, 12, 'bob', 0, 'track'),
  (9, 9, 1735948800, 1735952400, 105, 12, 'bob', 0, 'movie'),
  (10, 10, 1736035200, 1736035210, 107, 12, 'bob', 0, 'photo'),
  (11, 11, 1736121600, 1736125200, 101, 12, 'bob', 0, 'movie'),
  (12, 12, 1736208000, 1736211600, 108, 12, 'bob', 0, 'episode'),
  (13, 13, 1736294400, 1736298000, 109, 12, 'bob', 0, 'track');
INSERT INTO session_history_metadata (id, rating_key, title, full_title, media_type, year, genres)
VALUES
  (1, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (2, 102, 'Cast Off', 'Night Ferry - Cast Off', 'episode', 2015, 'Crime;Drama'),
  (3, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (4, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (5, 104, 'A trailer', 'A trailer', 'clip', 2024, ''),
  (6, 102, 'Cast Off', 'Night Ferry - Cast Off', 'episode', 2015, 'Crime;Drama'),
  (7, 103, 'Harbour', 'The Lanterns - Harbour', 'track', 1999, 'Folk'),
  (8, 103, 'Harbour', 'The Lanterns - Harbour', 'track', 1999, 'Folk'),
  (9, 105, 'High Water', 'High Water', 'movie', 2003, 'Drama;War'),
  (10, 107, 'A photo', 'A photo', 'photo', NULL, ''),
  (11, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (12, 108, 'Moor', 'Night Ferry - Moor', 'episode', 2015, 'Crime;Drama'),
  (13, 109, 'Pier', 'The Lanterns - Pier', 'track', 1999, 'Folk');
"""

# The last progress belongs to a book that was deleted; a session's startTime is not a clock.
_AUDIOBOOKSHELF = """
CREATE TABLE users (id UUID PRIMARY KEY, username VARCHAR(255), createdAt DATETIME NOT NULL);
CREATE TABLE books (
  id UUID PRIMARY KEY, title VARCHAR(255), subtitle VARCHAR(255), duration FLOAT, genres JSON,
  createdAt DATETIME NOT NULL
);
CREATE TABLE podcasts (
  id UUID PRIMARY KEY, title VARCHAR(255), author VARCHAR(255), genres JSON,
  createdAt DATETIME NOT NULL
);
CREATE TABLE podcastEpisodes (
  id UUID PRIMARY KEY, title VARCHAR(255), publishedAt DATETIME, createdAt DATETIME NOT NULL,
  podcastId UUID REFERENCES podcasts (id) ON DELETE CASCADE
);
CREATE TABLE mediaProgresses (
  id UUID PRIMARY KEY, mediaItemId UUID, mediaItemType VARCHAR(255), duration FLOAT,
  currentTime FLOAT, isFinished TINYINT(1), finishedAt DATETIME, createdAt DATETIME NOT NULL,
  updatedAt DATETIME NOT NULL, userId UUID REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE playbackSessions (
  id UUID PRIMARY KEY, mediaItemId UUID, startTime FLOAT, timeListening INTEGER,
  createdAt DATETIME NOT NULL, userId UUID REFERENCES users (id) ON DELETE SET NULL
);
INSERT INTO users VALUES
  ('user-1', 'ann', '2024-01-01 00:00:00.000 +00:00'),
  ('user-2', 'bob', '2024-01-01 00:00:00.000 +00:00');
INSERT INTO books (id, title, genres, createdAt) VALUES
  ('book-1', 'Low Water', '["Fiction","Sea"]', '2024-01-01 00:00:00.000 +00:00'),
  ('book-2', 'High Water', '["Fiction"]', '2024-01-01 00:00:00.000 +00:00'),
  ('book-3', 'Knots', '[]', '2024-01-01 00:00:00.000 +00:00'),
  ('book-4', 'Charts', NULL, '2024-01-01 00:00:00.000 +00:00');
INSERT INTO podcasts VALUES
  ('pod-1', 'Dockside', 'A host', '["News"]', '2024-01-01 00:00:00.000 +00:00');
INSERT INTO podcastEpisodes VALUES
  ('ep-1', 'Opening', NULL, '2024-01-01 00:00:00.000 +00:00', 'pod-1'),
  ('ep-2', 'Closing', NULL, '2024-01-01 00:00:00.000 +00:00', 'pod-1');
INSERT INTO mediaProgresses (id, userId, mediaItemId, mediaItemType, isFinished, finishedAt,
  createdAt, updatedAt)
VALUES
  ('p1', 'user-1', 'book-1', 'book', 1, '2025-01-01 00:00:00.000 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-09 00:00:00.000 +00:00'),
  ('p2', 'user-1', 'book-2', 'book', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-02 00:00:00.987 +00:00'),
  ('p3', 'user-1', 'ep-1', 'podcastEpisode', 1, '2025-01-03 00:00:00.000 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-03 00:00:00.000 +00:00'),
  ('p4', 'user-1', 'ep-2', 'podcastEpisode', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-04 00:00:00.000 +00:00'),
  ('p5', 'user-2', 'book-1', 'book', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-05 00:00:00.000 +00:00'),
  ('p6', 'user-2', 'book-3', 'book', 1, '2025-01-06 00:00:00.500 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-06 00:00:00.500 +00:00'),
  ('p7', 'user-2', 'book-4', 'book', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-07 00:00:00.000 +00:00'),
  ('p8', 'user-2', 'ep-1', 'podcastEpisode', 0, NULL,
   '2024-12-01 00:00:00.000 +00:00', '2025-01-08 00:00:00.000 +00:00'),
  ('p9', 'user-2', 'book-9', 'book', 1, '2025-01-09 00:00:00.000 +00:00',
   '2024-12-01 00:00:00.000 +00:00', '2025-01-09 00:00:00.000 +00:00');
INSERT INTO playbackSessions VALUES
  ('s1', 'book-1', 1834.5, 600, '2024-12-31 00:00:00.000 +00:00', 'user-1');
"""

# Without the triggers, which call functions of the program. Book 1 is read on two devices.
_CALIBRE = """
PRAGMA user_version = 27;
CREATE TABLE books (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE,
  sort TEXT COLLATE NOCASE, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  series_index REAL NOT NULL DEFAULT 1.0, author_sort TEXT COLLATE NOCASE,
  path TEXT NOT NULL DEFAULT '', uuid TEXT, has_cover BOOL DEFAULT 0
);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, UNIQUE (name));
CREATE TABLE books_tags_link (
  id INTEGER PRIMARY KEY, book INTEGER NOT NULL, tag INTEGER NOT NULL, UNIQUE (book, tag)
);
CREATE TABLE ratings (id INTEGER PRIMARY KEY, rating INTEGER, UNIQUE (rating));
CREATE TABLE books_ratings_link (
  id INTEGER PRIMARY KEY, book INTEGER NOT NULL, rating INTEGER NOT NULL, UNIQUE (book, rating)
);
CREATE TABLE last_read_positions (
  id INTEGER PRIMARY KEY, book INTEGER NOT NULL, format TEXT NOT NULL COLLATE NOCASE,
  user TEXT NOT NULL, device TEXT NOT NULL, cfi TEXT NOT NULL, epoch REAL NOT NULL,
  pos_frac REAL NOT NULL DEFAULT 0, UNIQUE (user, device, book, format)
);
INSERT INTO books (id, title, author_sort) VALUES
  (1, 'Low Water', 'Quill, A.'), (2, 'High Water', 'Quill, A.'), (3, 'Knots', 'Reed, B.'),
  (4, 'Charts', 'Reed, B.'), (5, 'Lights', 'Moor, C.'), (6, 'Unread', NULL);
INSERT INTO tags VALUES (1, 'Fiction'), (2, 'Sea');
INSERT INTO books_tags_link (book, tag) VALUES (1, 1), (1, 2), (2, 1), (3, 2);
INSERT INTO last_read_positions (book, format, user, device, cfi, epoch, pos_frac) VALUES
  (1, 'EPUB', 'ann', 'phone', '', 1735689600.75, 0.2),
  (1, 'EPUB', 'ann', 'desk', '', 1735862400.25, 0.5),
  (1, 'PDF', 'ann', 'desk', '', 1735776000.0, 0.9),
  (2, 'EPUB', 'ann', 'phone', '', 1735776000.5, 1.0),
  (3, 'EPUB', 'ann', 'phone', '', 1735948800.0, 0.1),
  (4, 'EPUB', 'ann', 'phone', '', 1736035200.0, 0.3),
  (1, 'EPUB', 'bob', 'tablet', '', 1735689600.0, 1.0),
  (3, 'EPUB', 'bob', 'tablet', '', 1735776000.0, 1.0),
  (4, 'EPUB', 'bob', 'tablet', '', 1735862400.0, 0.7),
  (5, 'EPUB', 'bob', 'tablet', '', 1735948800.999, 0.6);
"""

# Pages of one book and day are one reading; the second of book 5 begins at the next midnight.
_KOREADER = """
PRAGMA user_version = 20221111;
CREATE TABLE book (
  id integer PRIMARY KEY AUTOINCREMENT, title text, authors text, last_open integer,
  highlights integer, pages integer, series text, language text, md5 text,
  total_read_time integer
);
CREATE TABLE page_stat_data (
  id_book integer, page integer NOT NULL DEFAULT 0, start_time integer NOT NULL DEFAULT 0,
  duration integer NOT NULL DEFAULT 0, total_pages integer NOT NULL DEFAULT 0,
  UNIQUE (id_book, page, start_time), FOREIGN KEY (id_book) REFERENCES book(id)
);
INSERT INTO book (id, title, authors, series, language) VALUES
  (1, 'Low Water', 'A. Quill', 'Tides #1', 'en'),
  (2, 'High Water', 'A. Quill', 'Tides #2', 'en'),
  (3, 'Knots', 'B. Reed' || char(10) || 'C. Moor', NULL, 'en'),
  (4, 'Charts', 'B. Reed', NULL, NULL), (5, 'Lights', 'N/A', 'N/A', 'de'),
  (6, 'Unread', 'N/A', 'N/A', 'N/A');
INSERT INTO page_stat_data (id_book, page, start_time, duration, total_pages) VALUES
  (1, 1, 1735689600, 30, 200), (1, 2, 1735689630, 45, 200), (1, 3, 1735689675, 20, 200),
  (1, 4, 1735776000, 60, 200), (1, 4, 1735776060, 10, 200),
  (2, 1, 1735776000, 30, 300), (2, 1, 1735862400, 30, 300), (2, 2, 1735862430, 30, 300),
  (3, 1, 1735948800, 30, 90), (4, 1, 1736035200, 5, 40),
  (5, 1, 1736121599, 1, 500), (5, 2, 1736121600, 30, 500);
"""

# Book b6 is in the trash; b5 is marked as read by hand, without a date.
_KOMGA = """
CREATE TABLE USER (
  ID varchar NOT NULL PRIMARY KEY, EMAIL varchar NOT NULL UNIQUE, PASSWORD varchar NOT NULL
);
CREATE TABLE SERIES (
  ID varchar NOT NULL PRIMARY KEY, NAME varchar NOT NULL, URL varchar NOT NULL,
  DELETED_DATE datetime NULL
);
CREATE TABLE SERIES_METADATA (
  SERIES_ID varchar NOT NULL PRIMARY KEY, TITLE varchar NOT NULL, STATUS varchar NOT NULL,
  FOREIGN KEY (SERIES_ID) REFERENCES SERIES (ID)
);
CREATE TABLE BOOK (
  ID varchar NOT NULL PRIMARY KEY, NAME varchar NOT NULL, URL varchar NOT NULL,
  SERIES_ID varchar NOT NULL, NUMBER int NOT NULL DEFAULT 0, DELETED_DATE datetime NULL,
  FOREIGN KEY (SERIES_ID) REFERENCES SERIES (ID)
);
CREATE TABLE BOOK_METADATA (
  BOOK_ID varchar NOT NULL PRIMARY KEY, TITLE varchar NOT NULL, SUMMARY varchar NOT NULL DEFAULT '',
  RELEASE_DATE date NULL, FOREIGN KEY (BOOK_ID) REFERENCES BOOK (ID)
);
CREATE TABLE READ_PROGRESS (
  BOOK_ID varchar NOT NULL, USER_ID varchar NOT NULL, PAGE int NOT NULL, COMPLETED boolean NOT NULL,
  READ_DATE datetime NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (BOOK_ID, USER_ID),
  FOREIGN KEY (BOOK_ID) REFERENCES BOOK (ID), FOREIGN KEY (USER_ID) REFERENCES USER (ID)
);
INSERT INTO USER VALUES ('0AAA', 'ann@example.com', ''), ('0BBB', 'bob@example.com', '');
INSERT INTO SERIES (ID, NAME, URL) VALUES ('s1', 'tides', ''), ('s2', 'wires', '');
INSERT INTO SERIES_METADATA VALUES ('s1', 'Tides', 'ENDED'), ('s2', 'Wires', 'ONGOING');
INSERT INTO BOOK (ID, NAME, URL, SERIES_ID, NUMBER, DELETED_DATE) VALUES
  ('b1', 'tides 1', '', 's1', 1, NULL), ('b2', 'tides 2', '', 's1', 2, NULL),
  ('b3', 'tides 3', '', 's1', 3, NULL), ('b4', 'wires 1', '', 's2', 1, NULL),
  ('b5', 'wires 2', '', 's2', 2, NULL), ('b6', 'wires 3', '', 's2', 3, '2025-01-08 10:00:00'),
  ('b7', 'wires 4', '', 's2', 4, NULL);
INSERT INTO BOOK_METADATA (BOOK_ID, TITLE, SUMMARY) VALUES
  ('b1', 'Low Water', 'It ebbs.'), ('b2', 'High Water', 'It flows.'), ('b3', 'Slack Water', ''),
  ('b4', 'Static', ''), ('b5', 'Relay', ''), ('b6', 'Fuse', ''),
  ('b7', 'Switch', '');
INSERT INTO READ_PROGRESS (BOOK_ID, USER_ID, PAGE, COMPLETED, READ_DATE) VALUES
  ('b1', '0AAA', 40, 1, '2025-01-01 00:00:00'), ('b2', '0AAA', 12, 0, '2025-01-02 00:00:00.456'),
  ('b3', '0AAA', 40, 1, '2025-01-03 00:00:00'), ('b6', '0AAA', 9, 0, '2025-01-04 00:00:00'),
  ('b5', '0AAA', 38, 1, NULL),
  ('b1', '0BBB', 40, 1, '2025-01-05 00:00:00'), ('b2', '0BBB', 40, 1, '2025-01-05 00:00:00'),
  ('b3', '0BBB', 3, 0, '2025-01-06 00:00:00'), ('b4', '0BBB', 38, 1, '2025-01-07 00:00:00'),
  ('b5', '0BBB', 38, 1, '2025-01-08 00:00:00');
"""

# Chapter 32 was removed from the history.
_MIHON = """
CREATE TABLE mangas (
  _id INTEGER NOT NULL PRIMARY KEY, source INTEGER NOT NULL, url TEXT NOT NULL, artist TEXT,
  author TEXT, description TEXT, genre TEXT, title TEXT NOT NULL, status INTEGER NOT NULL,
  favorite INTEGER NOT NULL
);
CREATE TABLE chapters (
  _id INTEGER NOT NULL PRIMARY KEY, manga_id INTEGER NOT NULL, url TEXT NOT NULL,
  name TEXT NOT NULL, read INTEGER NOT NULL, last_page_read INTEGER NOT NULL,
  FOREIGN KEY (manga_id) REFERENCES mangas (_id) ON DELETE CASCADE
);
CREATE TABLE history (
  _id INTEGER NOT NULL PRIMARY KEY, chapter_id INTEGER NOT NULL UNIQUE, last_read INTEGER,
  time_read INTEGER NOT NULL,
  FOREIGN KEY (chapter_id) REFERENCES chapters (_id) ON DELETE CASCADE
);
INSERT INTO mangas (_id, source, url, author, genre, title, status, favorite) VALUES
  (1, 7, '/1', 'Q. Quill', 'Drama, Sea', 'Low Water', 1, 1),
  (2, 7, '/2', 'Q. Quill', 'Drama', 'High Water', 1, 0),
  (3, 7, '/3', NULL, NULL, 'Knots', 1, 1), (4, 8, '/4', 'R. Reed', '', 'Charts', 2, 1),
  (5, 8, '/5', 'R. Reed', 'Comedy', 'Lights', 2, 1), (6, 8, '/6', NULL, NULL, 'Unread', 0, 1);
INSERT INTO chapters (_id, manga_id, url, name, read, last_page_read) VALUES
  (11, 1, '/1/1', 'One', 1, 0), (12, 1, '/1/2', 'Two', 1, 0), (13, 1, '/1/3', 'Three', 1, 0),
  (21, 2, '/2/1', 'One', 1, 0), (31, 3, '/3/1', 'One', 1, 0), (32, 3, '/3/2', 'Two', 1, 0),
  (41, 4, '/4/1', 'One', 0, 5), (51, 5, '/5/1', 'One', 0, 2), (52, 5, '/5/2', 'Two', 0, 0);
INSERT INTO history (chapter_id, last_read, time_read) VALUES
  (11, 1735689600000, 300000), (12, 1735689600999, 200500), (13, 1735776000000, 1),
  (21, 1735862400000, 0), (31, 1735948800000, 90000), (32, 0, 90000),
  (41, 1736035200000, 60000), (51, 1736121600500, 60000), (52, 1736208000000, 60000);
"""

# Place 6 is hidden, as the targets of frames are; 3 has no title and 4 an empty one.
_FIREFOX = """
CREATE TABLE moz_places (
  id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR,
  visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, last_visit_date INTEGER,
  guid TEXT, description TEXT
);
CREATE TABLE moz_historyvisits (
  id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER,
  visit_type INTEGER, session INTEGER
);
INSERT INTO moz_places (id, url, title, hidden, description) VALUES
  (1, 'https://tides.example/', 'Tides', 0, 'Tables of tides'),
  (2, 'https://tides.example/low', 'Low water', 0, NULL),
  (3, 'https://wires.example/', NULL, 0, NULL), (4, 'https://wires.example/relay', '', 0, NULL),
  (5, 'https://knots.example/', 'Knots', 0, NULL), (6, 'https://ads.example/', 'Ad', 1, NULL),
  (7, 'https://knots.example/sheet.pdf', 'sheet.pdf', 0, NULL);
INSERT INTO moz_historyvisits (place_id, visit_date, visit_type) VALUES
  (1, 1735689600000000, 2), (2, 1735689600999999, 1), (1, 1735776000000000, 3),
  (3, 1735862400000000, 1), (4, 1735948800123456, 1), (5, 1736035200000000, 2),
  (5, 1736035200000001, 9), (1, 1736121600000000, 1), (2, 1736208000000000, 1),
  (6, 1736208000000000, 1), (1, 1736208000000000, 9), (1, 1736208000000000, 4),
  (7, 1736208000000000, 7), (6, 1736208000000000, 8), (3, 1736208000000000, 4);
"""

# Episode 16 was never played; 13 was cleared from the history; 17 is marked as played by hand.
_ANTENNAPOD = """
CREATE TABLE Feeds (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, custom_title TEXT, download_url TEXT,
  author TEXT, description TEXT
);
CREATE TABLE FeedItems (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, pubDate INTEGER, read INTEGER, link TEXT,
  description TEXT, media INTEGER, feed INTEGER, item_identifier TEXT
);
CREATE TABLE FeedMedia (
  id INTEGER PRIMARY KEY AUTOINCREMENT, duration INTEGER, download_url TEXT, position INTEGER,
  playback_completion_date INTEGER, feeditem INTEGER, played_duration INTEGER,
  last_played_time INTEGER
);
INSERT INTO Feeds (id, title, custom_title) VALUES (1, 'Dockside', NULL), (2, 'WRS', 'Wires');
INSERT INTO FeedItems (id, title, read, description, feed) VALUES
  (10, 'Opening', 1, 'The first.', 1), (11, 'Fog', 1, NULL, 1), (12, 'Closing', 0, NULL, 1),
  (13, 'Static', 1, '', 2), (14, 'Relay', 0, '', 2), (15, 'Fuse', 1, '', 2),
  (16, 'Switch', -1, '', 2), (17, 'Coil', 1, '', 2), (18, 'Lamp', 1, '', 2), (19, 'Bell', 1, '', 2);
INSERT INTO FeedMedia (id, feeditem, playback_completion_date, played_duration, last_played_time)
VALUES
  (1, 10, 1735693200000, 3600000, 1735689600000), (2, 11, 1735776900000, 900500, 1735776000000),
  (3, 12, 0, 60000, 1735862400999), (4, 13, 0, 1800000, 1735948800000),
  (5, 14, 0, 1000, 1736035200000), (6, 15, 1736121600000, 1800000, 1736121600000),
  (7, 16, 0, 0, 0), (8, 17, 1736208000000, 0, NULL),
  (9, 18, 1736208000000, 1800000, 1736208000000), (10, 19, 1736294400000, 1800000, 1736294400000);
"""

# Stream 8 is only marked as watched.
_NEWPIPE = """
PRAGMA user_version = 9;
CREATE TABLE streams (
  uid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, service_id INTEGER NOT NULL, url TEXT NOT NULL,
  title TEXT NOT NULL, stream_type TEXT NOT NULL, duration INTEGER NOT NULL,
  uploader TEXT NOT NULL, view_count INTEGER
);
CREATE TABLE stream_history (
  stream_id INTEGER NOT NULL, access_date INTEGER NOT NULL, repeat_count INTEGER NOT NULL,
  PRIMARY KEY (stream_id, access_date),
  FOREIGN KEY (stream_id) REFERENCES streams (uid) ON UPDATE CASCADE ON DELETE CASCADE
);
INSERT INTO streams (uid, service_id, url, title, stream_type, duration, uploader) VALUES
  (1, 0, '/1', 'Low water', 'VIDEO_STREAM', 60, 'Tides'),
  (2, 0, '/2', 'High water', 'VIDEO_STREAM', 60, 'Tides'),
  (3, 0, '/3', 'Knots, tied', 'VIDEO_STREAM', 60, 'Ropes'),
  (4, 0, '/4', 'Knots, untied', 'VIDEO_STREAM', 60, 'Ropes'),
  (5, 1, '/5', 'Static', 'AUDIO_STREAM', 60, 'Wires'),
  (6, 1, '/6', 'Relay', 'AUDIO_STREAM', 60, 'Wires'),
  (7, 1, '/7', 'Harbour live', 'LIVE_STREAM', -1, 'Docks'),
  (8, 0, '/8', 'Marked', 'VIDEO_STREAM', 60, 'Docks'),
  (9, 0, '/9', 'Charts', 'VIDEO_STREAM', 60, 'Docks'),
  (10, 0, '/10', 'Only in a playlist', 'VIDEO_STREAM', 60, 'Docks');
INSERT INTO stream_history VALUES
  (1, 1735689600000, 3), (2, 1735776000999, 1), (3, 1735862400000, 1), (4, 1735948800000, 2),
  (5, 1736035200000, 1), (6, 1736121600000, 12), (7, 1736208000000, 1), (8, 1736208000000, 0),
  (9, 1736294400000, 1);
"""

# A time of -1 is "never", although song 4 has a count; song 5 is gone from disk;
# the count of 13 was reset.
_STRAWBERRY = """
CREATE TABLE songs (
  title TEXT, album TEXT, artist TEXT, albumartist TEXT, genre TEXT,
  year INTEGER NOT NULL DEFAULT -1, url TEXT NOT NULL, playcount INTEGER NOT NULL DEFAULT 0,
  skipcount INTEGER NOT NULL DEFAULT 0, lastplayed INTEGER NOT NULL DEFAULT -1,
  unavailable INTEGER DEFAULT 0, rating INTEGER DEFAULT -1
);
INSERT INTO songs (rowid, title, album, artist, genre, url, playcount, lastplayed, unavailable)
VALUES
  (1, 'Harbour', 'Tides', 'The Lanterns', 'Folk', 'file:///1.flac', 4, 1735689600, 0),
  (2, 'Pier', 'Tides', 'The Lanterns', 'Folk', 'file:///2.flac', 1, 1735776000, 0),
  (3, 'Ferry', 'Tides', 'The Lanterns', 'Folk', 'file:///3.flac', 0, -1, 0),
  (4, 'Static', 'Wires', 'Copper Field', '', 'file:///4.flac', 2, -1, 0),
  (5, 'Relay', 'Wires', 'Copper Field', '', 'file:///5.flac', 2, 1735862400, 1),
  (6, '', '', '', '', 'file:///6.flac', 1, 1735862400, 0),
  (7, 'Untitled', '', '', '', 'file:///7.flac', 9, 1735948800, 0),
  (9, 'Coil', 'Wires', 'Copper Field', '', 'file:///9.flac', 1, 1736035200, 0),
  (10, 'Lamp', 'Wires', 'Copper Field', '', 'file:///10.flac', 1, 1736121600, 0),
  (11, 'Bell', 'Wires', 'Copper Field', '', 'file:///11.flac', 1, 1736208000, 0),
  (12, 'Fuse', 'Wires', 'Copper Field', '', 'file:///12.flac', 1, 1736208000, 0),
  (13, NULL, NULL, NULL, NULL, 'file:///13.flac', 0, 1736208000, 0);
"""

# Games 7 and 8 were never started; 8 is an entry without a name.
_LUTRIS = """
CREATE TABLE games (
  id INTEGER PRIMARY KEY, name TEXT, sortname TEXT, slug TEXT, platform TEXT, runner TEXT,
  directory TEXT, lastplayed INTEGER, installed INTEGER, installed_at INTEGER, year INTEGER,
  playtime REAL
);
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE games_categories (
  game_id INTEGER, category_id INTEGER,
  FOREIGN KEY (game_id) REFERENCES games (id), FOREIGN KEY (category_id) REFERENCES categories (id)
);
INSERT INTO games (id, name, slug, platform, runner, year, lastplayed, installed, playtime) VALUES
  (1, 'Low Water', 'low-water', 'Linux', 'linux', 2010, 1735689600, 1, 12.5),
  (2, 'High Water', 'high-water', 'Windows', 'wine', 2012, 1735776000, 1, 0.25),
  (3, 'Knots', 'knots', 'Windows', 'wine', NULL, 1735862400, 0, NULL),
  (4, 'Charts', 'charts', 'Linux', 'steam', 2020, 1735948800, 1, 100.0),
  (5, 'Lights', 'lights', NULL, NULL, NULL, 1736035200, 0, 3.0),
  (6, 'Fog', 'fog', 'Linux', 'linux', 2021, 1736121600, 1, 0.0),
  (7, 'Anchor', 'anchor', 'Linux', 'linux', 2021, 0, 1, 0.0),
  (8, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL),
  (9, 'Relay', 'relay', 'Linux', 'linux', 2022, 1736208000, 1, 1.0),
  (10, 'Coil', 'coil', 'Linux', 'linux', 2022, 1736208000, 1, 1.0);
"""

# Track 2 has two artists, and track 5 none.
_MALOJA = """
CREATE TABLE artists (id INTEGER PRIMARY KEY, name VARCHAR, name_normalized VARCHAR);
CREATE TABLE albums (id INTEGER PRIMARY KEY, albtitle VARCHAR, albtitle_normalized VARCHAR);
CREATE TABLE tracks (
  id INTEGER PRIMARY KEY, title VARCHAR, title_normalized VARCHAR, length INTEGER,
  album_id INTEGER REFERENCES albums (id)
);
CREATE TABLE trackartists (
  id INTEGER PRIMARY KEY, artist_id INTEGER REFERENCES artists (id),
  track_id INTEGER REFERENCES tracks (id), UNIQUE (artist_id, track_id)
);
CREATE TABLE scrobbles (
  timestamp INTEGER PRIMARY KEY, rawscrobble VARCHAR, origin VARCHAR, duration INTEGER,
  track_id INTEGER REFERENCES tracks (id)
);
INSERT INTO artists (id, name) VALUES (1, 'The Lanterns'), (2, 'Copper Field');
INSERT INTO tracks (id, title) VALUES
  (1, 'Harbour'), (2, 'Pier'), (3, 'Static'), (4, 'Relay'), (5, 'Untitled'), (6, 'Unheard');
INSERT INTO trackartists (artist_id, track_id) VALUES
  (1, 1), (1, 2), (2, 2), (2, 3), (2, 4), (1, 6);
INSERT INTO scrobbles (timestamp, track_id) VALUES
  (1735689600, 1), (1735689601, 2), (1735776000, 1), (1735862400, 3), (1735948800, 4),
  (1736035200, 1), (1736121600, 5), (1736208000, 3);
"""

# The same guid in two libraries is one film; the last view is of a film that was deleted; the
# settings know of plays that the views do not, and of a film whose file is missing.
_PLEX = """
CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE metadata_items (
  id INTEGER PRIMARY KEY, library_section_id INTEGER, parent_id INTEGER, metadata_type INTEGER,
  guid VARCHAR(255), title VARCHAR(255), title_sort VARCHAR(255) COLLATE NOCASE,
  original_title VARCHAR(255), tags_genre VARCHAR(255), year INTEGER, deleted_at DATETIME
);
CREATE INDEX by_title_icu ON metadata_items (title_sort COLLATE icu_root);
CREATE TABLE media_items (
  id INTEGER PRIMARY KEY, metadata_item_id INTEGER, deleted_at DATETIME
);
CREATE TABLE metadata_item_views (
  id INTEGER PRIMARY KEY, account_id INTEGER, guid VARCHAR(255), metadata_type INTEGER,
  grandparent_title VARCHAR(255), title VARCHAR(255), viewed_at DATETIME
);
CREATE TABLE metadata_item_settings (
  id INTEGER PRIMARY KEY, account_id INTEGER, guid VARCHAR(255), rating FLOAT, view_offset INTEGER,
  view_count INTEGER, last_viewed_at DATETIME
);
INSERT INTO metadata_items (id, parent_id, metadata_type, guid, title, original_title, year) VALUES
  (1, NULL, 1, 'plex://movie/a', 'Low Water', 'Ebbe', 2001),
  (2, NULL, 1, 'plex://movie/a', 'Low Water', 'Ebbe', 2001),
  (3, NULL, 2, 'plex://show/b', 'Night Ferry', NULL, 2015),
  (4, 3, 3, 'plex://season/b1', 'Season 1', NULL, NULL),
  (5, 4, 4, 'plex://episode/c', 'Cast Off', NULL, 2015),
  (6, NULL, 1, 'plex://movie/d', 'High Water', NULL, 2003),
  (7, NULL, 1, 'plex://movie/e', 'Slack Water', NULL, NULL),
  (8, NULL, 8, 'plex://artist/l', 'The Lanterns', NULL, NULL),
  (9, 8, 9, 'plex://album/t', 'Tides', NULL, 1999),
  (10, 9, 10, 'plex://track/f', 'Harbour', NULL, 1999),
  (11, NULL, 1, 'plex://movie/new', 'Neap Tide', NULL, 2020);
INSERT INTO media_items (metadata_item_id, deleted_at) VALUES
  (1, 1735689600), (2, NULL), (6, NULL), (11, 1735689600), (11, 1735689601);
INSERT INTO metadata_item_views (account_id, guid, metadata_type, grandparent_title, title,
  viewed_at)
VALUES
  (1, 'plex://movie/a', 1, '', 'Low Water', '2025-01-01 00:00:00'),
  (1, 'plex://episode/c', 4, 'Night Ferry', 'Cast Off', 1735776000),
  (1, 'plex://movie/a', 1, '', 'Low Water', 1735862400),
  (1, 'plex://movie/gone', 1, '', 'Ebb', 1735948800),
  (2, 'plex://movie/a', 1, '', 'Low Water', 1736121600),
  (2, 'plex://track/f', 10, 'The Lanterns', 'Harbour', 1736208000);
INSERT INTO metadata_item_settings (account_id, guid, rating, view_count, last_viewed_at) VALUES
  (1, 'plex://movie/a', 9.0, 2, 1735862400), (1, 'plex://movie/d', NULL, 1, 1736035200),
  (1, 'plex://movie/e', NULL, 1, NULL), (1, 'plex://movie/new', 2.0, 0, NULL),
  (2, 'plex://show/b', NULL, 1, 1736035200);
"""

# Items 1 and 3 are versions of a film and share a key; 7 is a series, 8 a trailer.
_EMBY = """
CREATE TABLE UserDataKeys2 (Id INTEGER PRIMARY KEY, UserDataKey TEXT NOT NULL);
CREATE TABLE MediaItems (
  Id INTEGER PRIMARY KEY, guid TEXT, type INT NOT NULL, Path TEXT, Name TEXT, SeriesName TEXT,
  ProviderIds TEXT, SeriesId INT, RunTimeTicks INTEGER, ProductionYear INT, OriginalTitle TEXT,
  ExtraType INT, PresentationUniqueKey TEXT, UserDataKeyId INT
);
CREATE TABLE UserDatas (
  UserDataKeyId INT NOT NULL, userId INT NOT NULL, rating REAL, played INT NOT NULL,
  playCount INT NOT NULL, isFavorite INT NOT NULL DEFAULT 0,
  playbackPositionTicks INTEGER NOT NULL DEFAULT 0, LastPlayedDateInt INT,
  PRIMARY KEY (UserDataKeyId, userId)
) WITHOUT ROWID;
INSERT INTO MediaItems (Id, type, Name, SeriesName, ProductionYear, ExtraType, UserDataKeyId) VALUES
  (1, 5, 'Low Water', NULL, 2001, NULL, 1), (2, 5, 'High Water', NULL, 2003, NULL, 2),
  (3, 5, 'Low Water', NULL, 2001, NULL, 1), (4, 8, 'Cast Off', 'Night Ferry', 2015, NULL, 4),
  (5, 8, 'Landfall', 'Night Ferry', 2015, NULL, 5), (6, 5, 'Ebb', NULL, 1999, NULL, 6),
  (7, 7, 'Night Ferry', NULL, 2015, NULL, 7), (8, 5, 'A trailer', NULL, NULL, 1, 8),
  (9, 5, 'Neap Tide', NULL, 2020, NULL, NULL), (10, 5, 'Spring Tide', NULL, 2020, NULL, NULL);
INSERT INTO UserDatas (UserDataKeyId, userId, rating, played, playCount, LastPlayedDateInt) VALUES
  (1, 1, 9, 1, 2, 1735689600), (2, 1, NULL, 1, 0, NULL), (4, 1, NULL, 1, 1, 1735776000),
  (5, 1, NULL, 1, 1, 1735862400), (6, 1, NULL, 0, 1, 1735948800), (7, 1, NULL, 1, 1, 1735948800),
  (1, 2, NULL, 1, 1, 1736035200), (5, 2, NULL, 1, 1, 1736121600), (6, 2, NULL, 1, 1, 1736208000),
  (2, 2, 2, 0, 0, NULL);
"""

# Transitions: 0 a link, 1 typed, 3 a frame, 8 a reload; the last but one is a redirect on the way,
# the last the end of its chain.
_CHROMIUM = """
CREATE TABLE meta (key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
CREATE TABLE urls (
  id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR,
  visit_count INTEGER DEFAULT 0 NOT NULL, typed_count INTEGER DEFAULT 0 NOT NULL,
  last_visit_time INTEGER NOT NULL DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL
);
CREATE TABLE visits (
  id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT NULL,
  from_visit INTEGER, transition INTEGER DEFAULT 0 NOT NULL, segment_id INTEGER,
  visit_duration INTEGER DEFAULT 0 NOT NULL
);
CREATE TABLE visit_source (id INTEGER PRIMARY KEY, source INTEGER NOT NULL);
INSERT INTO urls (id, url, title, hidden) VALUES
  (1, 'https://tides.example/', 'Tides', 0), (2, 'https://tides.example/low', 'Low water', 0),
  (3, 'https://wires.example/', NULL, 0), (4, 'https://wires.example/relay', '', 0),
  (5, 'https://knots.example/', 'Knots', 0), (6, 'https://ads.example/', 'Ad', 1),
  (7, 'https://short.example/', 'Short', 0);
INSERT INTO visits (url, visit_time, transition) VALUES
  (1, 13380163200000000, 1), (2, 13380163200999999, 0), (1, 13380249600000000, 0x30000000),
  (3, 13380336000000000, 0), (4, 13380422400123456, 0), (5, 13380508800000000, 1),
  (1, 13380595200000000, 0), (6, 13380681600000000, 0), (1, 13380681600000000, 3),
  (1, 13380681600000000, 8), (7, 13380681600000000, 0x90000000),
  (2, 13380681600000000, 0xA0000000);
"""

# Item 6 has two titles; a visit failed, and one was sent on.
_SAFARI = """
CREATE TABLE history_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, domain_expansion TEXT NULL,
  visit_count INTEGER NOT NULL DEFAULT 0, daily_visit_counts BLOB,
  should_recompute_derived_visit_counts INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE history_visits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  history_item INTEGER NOT NULL REFERENCES history_items (id) ON DELETE CASCADE,
  visit_time REAL NOT NULL, title TEXT NULL, load_successful BOOLEAN NOT NULL DEFAULT 1,
  http_non_get BOOLEAN NOT NULL DEFAULT 0, synthesized BOOLEAN NOT NULL DEFAULT 0,
  redirect_source INTEGER NULL UNIQUE, redirect_destination INTEGER NULL UNIQUE
);
CREATE TABLE history_tombstones (
  id INTEGER PRIMARY KEY AUTOINCREMENT, start_time REAL NOT NULL, end_time REAL NOT NULL, url TEXT
);
INSERT INTO history_items (id, url) VALUES
  (1, 'https://tides.example/'), (2, 'https://tides.example/low'), (3, 'https://wires.example/'),
  (4, 'https://wires.example/relay'), (5, 'https://knots.example/'), (6, 'https://news.example/');
INSERT INTO history_visits (history_item, visit_time, title, load_successful, redirect_destination)
VALUES
  (1, 757382400, 'Tides', 1, NULL), (2, 757382400.9, 'Low water', 1, NULL),
  (1, 757468800.5, 'Tides', 1, NULL), (3, 757555200, NULL, 1, NULL), (4, 757641600, '', 1, NULL),
  (5, 757728000.25, 'Knots', 1, NULL), (6, 757814400, 'Today', 1, NULL),
  (6, 757810000, 'Yesterday', 0, NULL), (2, 757900800, 'Low water', 1, NULL),
  (1, 757900800, 'Tides', 1, 3);
"""

# Note 17 is suspended, 18 was never reviewed; the last review is a reschedule.
_ANKI = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL);
CREATE TABLE notetypes (id integer PRIMARY KEY, name text NOT NULL COLLATE unicase);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE TABLE notes (
  id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
  csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE cards (
  id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
  due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE revlog (
  id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL
);
CREATE TABLE graves (oid integer NOT NULL, type integer NOT NULL, usn integer NOT NULL);
INSERT INTO notes
SELECT id, 'g' || id, 1, 0, -1, tags, sfld || char(31) || 'back', sfld, 0, 0, '' FROM (
  SELECT 11 AS id, 'low water' AS sfld, ' sea ' AS tags UNION VALUES (12, 'high water', ''),
    (13, 'knot', ''), (14, 'chart', ''), (15, 'light', ''), (16, '1815', ''), (17, 'bell', ''),
    (18, 'fog', '')
);
INSERT INTO cards
SELECT 100 + id, id, 1, 0, 0, -1, 2, iif(id = 17, -1, 2), 0, 1, 2500, id < 17, 0, 0, 0, 0, 0, ''
FROM notes;
INSERT INTO revlog SELECT id, cid, -1, ease, 1, 1, 2500, 5000, 1 FROM (
  SELECT 1735689600000 AS id, 111 AS cid, 3 AS ease UNION VALUES (1735689660000, 111, 1),
    (1735776000000, 111, 3), (1735776000999, 112, 4), (1735862400000, 113, 2),
    (1735948800000, 114, 3), (1736035200000, 115, 3), (1736121600000, 116, 3),
    (1736208000500, 116, 3), (1736294400000, 118, 0)
);
"""

# Song s7 was added and never played.
_KOEL = """
CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name varchar NOT NULL);
CREATE TABLE artists (id varchar NOT NULL PRIMARY KEY, name varchar NOT NULL, user_id integer);
CREATE TABLE songs (
  id varchar NOT NULL PRIMARY KEY, artist_id varchar, album_id varchar, title varchar NOT NULL,
  length double NOT NULL DEFAULT 0, track integer, disc integer, path text, year integer
);
CREATE TABLE interactions (
  id integer PRIMARY KEY AUTOINCREMENT NOT NULL, user_id integer NOT NULL, song_id varchar NOT NULL,
  play_count integer NOT NULL DEFAULT 0, last_played_at datetime, created_at datetime,
  updated_at datetime
);
INSERT INTO users VALUES (1, 'ann'), (2, 'bob');
INSERT INTO artists (id, name) VALUES ('a1', 'The Lanterns'), ('a2', '');
INSERT INTO songs (id, artist_id, title, year) VALUES
  ('s1', 'a1', 'Harbour', 1999), ('s2', 'a1', 'Pier', 1999), ('s3', 'a1', 'Ferry', 1999),
  ('s4', 'a2', 'Static', NULL), ('s5', NULL, 'Relay', NULL), ('s6', 'a1', 'Coil', 2011),
  ('s7', 'a1', 'Lamp', 2011);
INSERT INTO interactions (user_id, song_id, play_count, last_played_at) VALUES
  (1, 's1', 3, '2025-01-01 00:00:00'), (1, 's2', 1, '2025-01-02 00:00:00'), (1, 's3', 2, NULL),
  (1, 's4', 0, NULL), (1, 's5', 1, '2025-01-04 00:00:00'), (2, 's1', 1, '2025-01-05 00:00:00'),
  (2, 's4', 1, '2025-01-06 00:00:00'), (2, 's5', 1, '2025-01-07 00:00:00'),
  (2, 's6', 9, '2025-01-08 00:00:00');
"""

# Film 4 is planned, 6 was given up; of series 5 three episodes were seen, on two days.
_YAMTRACK = """
CREATE TABLE users_user (id integer PRIMARY KEY AUTOINCREMENT, username varchar(150) NOT NULL);
CREATE TABLE app_item (
  id integer PRIMARY KEY AUTOINCREMENT, media_id varchar(20) NOT NULL, source varchar(20) NOT NULL,
  media_type varchar(10) NOT NULL, title text NOT NULL, image varchar(200) NOT NULL DEFAULT '',
  season_number integer, episode_number integer
);
CREATE TABLE app_movie (
  id integer PRIMARY KEY AUTOINCREMENT, score decimal, progress integer NOT NULL DEFAULT 0,
  status varchar(20) NOT NULL, start_date datetime, end_date datetime, notes text,
  created_at datetime, progressed_at datetime, item_id bigint NOT NULL, user_id bigint NOT NULL
);
CREATE TABLE app_book (
  id integer PRIMARY KEY AUTOINCREMENT, score decimal, status varchar(20) NOT NULL,
  start_date datetime, end_date datetime, item_id bigint NOT NULL, user_id bigint NOT NULL
);
CREATE TABLE app_tv (
  id integer PRIMARY KEY AUTOINCREMENT, score decimal, status varchar(20) NOT NULL, notes text,
  item_id bigint NOT NULL, user_id bigint NOT NULL
);
CREATE TABLE app_season (
  id integer PRIMARY KEY AUTOINCREMENT, status varchar(20) NOT NULL DEFAULT 'Completed',
  item_id bigint, related_tv_id bigint NOT NULL, user_id bigint
);
CREATE TABLE app_episode (
  id integer PRIMARY KEY AUTOINCREMENT, end_date datetime, item_id bigint,
  related_season_id bigint NOT NULL
);
INSERT INTO app_item (id, media_id, source, media_type, title) VALUES
  (1, '11', 'tmdb', 'movie', 'Low Water'), (2, '12', 'tmdb', 'movie', 'High Water'),
  (3, '13', 'tmdb', 'movie', 'Slack Water'), (4, '14', 'tmdb', 'movie', 'Neap Tide'),
  (5, '15', 'tmdb', 'tv', 'Night Ferry'), (6, '16', 'tmdb', 'movie', 'Fog'),
  (7, '15', 'tmdb', 'season', 'Night Ferry'), (8, '18', 'openlibrary', 'book', 'Knots'),
  (9, '19', 'openlibrary', 'book', 'Charts');
INSERT INTO app_movie (score, status, start_date, end_date, item_id, user_id) VALUES
  (8.5, 'Completed', '2024-12-31 00:00:00', '2025-01-01 00:00:00', 1, 1),
  (NULL, 'In progress', '2025-01-02 00:00:00', NULL, 2, 1), (3, 'Completed', NULL, NULL, 3, 1),
  (NULL, 'Planning', NULL, NULL, 4, 1), (2, 'Dropped', '2025-01-01 00:00:00', NULL, 6, 1),
  (NULL, 'Completed', NULL, '2025-01-06 00:00:00', 1, 2);
INSERT INTO app_book (status, end_date, item_id, user_id) VALUES
  ('Completed', '2025-01-05 00:00:00', 8, 1), ('Completed', '2025-01-07 00:00:00', 9, 2);
INSERT INTO app_tv (id, status, item_id, user_id) VALUES (1, 'In progress', 5, 1);
INSERT INTO app_season (id, item_id, related_tv_id) VALUES (1, 7, 1);
INSERT INTO app_episode (end_date, related_season_id) VALUES
  ('2025-01-03 00:00:00', 1), ('2025-01-03 00:00:00', 1), ('2025-01-04 00:00:00', 1);
"""

SCHEMAS: dict[str, Build] = {
    "navidrome": _script(_NAVIDROME + _NAVIDROME_SCROBBLES),
    "navidrome-counts": _script(_NAVIDROME + _NAVIDROME_COUNTS),
    "jellyfin": _script(_JELLYFIN),
    "jellyfin-10.10": _script(_JELLYFIN_10_10),
    "kodi": _kodi,
    "kodi-music": _kodi_music,
    "tautulli": _script(_TAUTULLI),
    "audiobookshelf": _script(_AUDIOBOOKSHELF),
    "calibre": _script(_CALIBRE),
    "koreader": _script(_KOREADER),
    "komga": _script(_KOMGA),
    "mihon": _script(_MIHON),
    "firefox": _script(_FIREFOX),
    "antennapod": _script(_ANTENNAPOD),
    "newpipe": _script(_NEWPIPE),
    "strawberry": _script(_STRAWBERRY),
    "lutris": _script(_LUTRIS),
    "maloja": _script(_MALOJA),
    "plex": _script(_PLEX),
    "emby": _script(_EMBY),
    "chromium": _script(_CHROMIUM),
    "safari": _script(_SAFARI),
    "anki": _script(_ANKI),
    "koel": _script(_KOEL),
    "yamtrack": _script(_YAMTRACK),
    "koreader-before 2020": _script(
        _KOREADER.replace("page_stat_data", "page_stat").replace("duration", "period")
    ),
}

_ANN = "EEEEEEEE-0001-0000-0000-000000000000"
_BOB = "EEEEEEEE-0002-0000-0000-000000000000"

# (user, item, unix seconds), in order of user, time and item.
EXPECTED: dict[str, list[tuple[str, str, int]]] = {
    "navidrome": [
        ("u1", "m4", 1717200000),
        ("u1", "m1", 1735689600),
        ("u1", "m2", 1735776000),
        ("u1", "m1", 1735862400),
        ("u1", "m6", 1735948800),
        ("u1", "m5", 1736035200),
        ("u2", "m3", 1735689600),
        ("u2", "m3", 1735776000),
        ("u2", "m4", 1735776000),
        ("u2", "m3", 1736121600),
    ],
    "navidrome-counts": [
        ("u1", "m1", 1735689600),
        ("u1", "m2", 1735776000),
        ("u1", "m4", 1735862400),
        ("u1", "m6", 1735948800),
        ("u1", "m5", 1736035200),
        ("u2", "m3", 0),
        ("u2", "m1", 1736035200),
        ("u2", "m2", 1736035200),
        ("u2", "m5", 1736121600),
    ],
    "jellyfin": [
        (_ANN, "AAAAAAAA-0003-0000-0000-000000000000", 0),
        (_ANN, "AAAAAAAA-0002-0000-0000-000000000000", 1735776000),
        (_ANN, "AAAAAAAA-0001-0000-0000-000000000000", 1735862400),
        (_ANN, "BBBBBBBB-0001-0000-0000-000000000000", 1735948800),
        (_ANN, "BBBBBBBB-0002-0000-0000-000000000000", 1736035200),
        (_BOB, "AAAAAAAA-0001-0000-0000-000000000000", 1735776000),
        (_BOB, "AAAAAAAA-0003-0000-0000-000000000000", 1736121600),
        (_BOB, "BBBBBBBB-0001-0000-0000-000000000000", 1736208000),
        (_BOB, "BBBBBBBB-0002-0000-0000-000000000000", 1736294400),
    ],
    "jellyfin-10.10": [
        ("1", "s001002", 0),
        ("1", "tt01", 1735689600),
        ("1", "tt02", 1735776000),
        ("1", "33221100-5544-7766-8899-aabbccddee04", 1735862400),
        ("1", "s001001", 1735948800),
        ("2", "tt01", 1736035200),
        ("2", "s001001", 1736121600),
        ("2", "s001002", 1736208000),
        ("2", "s001003", 1736294400),
    ],
    "kodi-music": [
        ("me", "4", 0),
        *(("me", str(song), 1735689600 + 86400 * song) for song in (1, 2, 3, 5, 6, 7, 8)),
    ],
    "kodi": [
        ("me", "m4", 0),
        ("me", "m1", 1735689600),
        ("me", "m2", 1735776000),
        ("me", "m3", 1735862400),
        ("me", "e1", 1735948800),
        ("me", "e2", 1736035200),
        ("me", "e3", 1736121600),
        ("me", "e5", 1736294400),
        ("me", "m5", 1736380800),
    ],
    "tautulli": [
        ("11", "101", 1735689600),
        ("11", "102", 1735776000),
        ("11", "101", 1735948800),
        ("12", "102", 1735689600),
        ("12", "103", 1735776000),
        ("12", "103", 1735862400),
        ("12", "105", 1735948800),
        ("12", "101", 1736121600),
        ("12", "108", 1736208000),
        ("12", "109", 1736294400),
    ],
    "audiobookshelf": [
        ("user-1", "book-1", 1735689600),
        ("user-1", "book-2", 1735776000),
        ("user-1", "ep-1", 1735862400),
        ("user-1", "ep-2", 1735948800),
        ("user-2", "book-1", 1736035200),
        ("user-2", "book-3", 1736121600),
        ("user-2", "book-4", 1736208000),
        ("user-2", "ep-1", 1736294400),
    ],
    "calibre": [
        ("ann", "2", 1735776000),
        ("ann", "1", 1735862400),
        ("ann", "3", 1735948800),
        ("ann", "4", 1736035200),
        ("bob", "1", 1735689600),
        ("bob", "3", 1735776000),
        ("bob", "4", 1735862400),
        ("bob", "5", 1735948800),
    ],
    "koreader": [
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121599),
        ("me", "5", 1736121600),
    ],
    "komga": [
        ("0AAA", "b5", 0),
        ("0AAA", "b1", 1735689600),
        ("0AAA", "b2", 1735776000),
        ("0AAA", "b3", 1735862400),
        ("0AAA", "b6", 1735948800),
        ("0BBB", "b1", 1736035200),
        ("0BBB", "b2", 1736035200),
        ("0BBB", "b3", 1736121600),
        ("0BBB", "b4", 1736208000),
        ("0BBB", "b5", 1736294400),
    ],
    "mihon": [
        ("me", "1", 1735689600),
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121600),
        ("me", "5", 1736208000),
    ],
    "firefox": [
        ("me", "1", 1735689600),
        ("me", "2", 1735689600),
        ("me", "1", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "1", 1736121600),
        ("me", "2", 1736208000),
    ],
    "antennapod": [
        ("me", "10", 1735689600),
        ("me", "11", 1735776000),
        ("me", "12", 1735862400),
        ("me", "13", 1735948800),
        ("me", "14", 1736035200),
        ("me", "15", 1736121600),
        ("me", "17", 1736208000),
        ("me", "18", 1736208000),
        ("me", "19", 1736294400),
    ],
    "newpipe": [
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "6", 1736121600),
        ("me", "7", 1736208000),
        ("me", "8", 1736208000),
        ("me", "9", 1736294400),
    ],
    "strawberry": [
        ("me", "4", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "5", 1735862400),
        ("me", "6", 1735862400),
        ("me", "7", 1735948800),
        ("me", "9", 1736035200),
        ("me", "10", 1736121600),
        ("me", "11", 1736208000),
        ("me", "12", 1736208000),
    ],
    "lutris": [
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "6", 1736121600),
        ("me", "10", 1736208000),
        ("me", "9", 1736208000),
    ],
    "maloja": [
        ("me", "1", 1735689600),
        ("me", "2", 1735689601),
        ("me", "1", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "1", 1736035200),
        ("me", "5", 1736121600),
        ("me", "3", 1736208000),
    ],
    "plex": [
        ("1", "plex://movie/a", 1735689600),
        ("1", "plex://episode/c", 1735776000),
        ("1", "plex://movie/a", 1735862400),
        ("1", "plex://movie/gone", 1735948800),
        ("1", "plex://movie/d", 1736035200),
        ("1", "plex://movie/e", 0),
        ("2", "plex://movie/a", 1736121600),
        ("2", "plex://track/f", 1736208000),
    ],
    "emby": [
        ("1", "1", 1735689600),
        ("1", "2", 0),
        ("1", "4", 1735776000),
        ("1", "5", 1735862400),
        ("1", "6", 1735948800),
        ("2", "1", 1736035200),
        ("2", "5", 1736121600),
        ("2", "6", 1736208000),
    ],
    "chromium": [
        ("me", "1", 1735689600),
        ("me", "2", 1735689600),
        ("me", "1", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "1", 1736121600),
        ("me", "2", 1736208000),
    ],
    "safari": [
        ("me", "1", 1735689600),
        ("me", "2", 1735689600),
        ("me", "1", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "6", 1736121600),
        ("me", "2", 1736208000),
    ],
    "anki": [
        ("me", "11", 1735689600),
        ("me", "11", 1735776000),
        ("me", "12", 1735776000),
        ("me", "13", 1735862400),
        ("me", "14", 1735948800),
        ("me", "15", 1736035200),
        ("me", "16", 1736121600),
        ("me", "16", 1736208000),
    ],
    "koel": [
        ("1", "s1", 1735689600),
        ("1", "s2", 1735776000),
        ("1", "s3", 0),
        ("1", "s5", 1735948800),
        ("2", "s1", 1736035200),
        ("2", "s4", 1736121600),
        ("2", "s5", 1736208000),
        ("2", "s6", 1736294400),
    ],
    "yamtrack": [
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "3", 0),
        ("1", "5", 1735862400),
        ("1", "5", 1735948800),
        ("1", "8", 1736035200),
        ("2", "1", 1736121600),
        ("2", "9", 1736208000),
    ],
    "koreader-before 2020": [
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121599),
        ("me", "5", 1736121600),
    ],
}
