"""A small database of Kodi's videos and its music."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from app_schemas.building import Build, Rows

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
  lastplayed varchar(20) default NULL, userrating INTEGER NOT NULL DEFAULT 0, dateNew text
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


SCHEMAS: dict[str, Build] = {
    "kodi": _kodi,
    "kodi-music": _kodi_music,
}

EXPECTED: dict[str, Rows] = {
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
    "kodi-music": [
        ("me", "4", 0),
        *(("me", str(song), 1735689600 + 86400 * song) for song in (1, 2, 3, 5, 6, 7, 8)),
    ],
}
