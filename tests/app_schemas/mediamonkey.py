"""A small database of MediaMonkey: UTF-16, and texts in a collation of its own."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# 45658 is 2025-01-01. Song 4 was only counted, 5 is known by its last play alone, 6 was never
# played, 7 is rated low; 8 has neither title nor artist.
_MEDIAMONKEY = """
PRAGMA encoding = 'UTF-16le';
CREATE TABLE Songs (
  ID INTEGER PRIMARY KEY AUTOINCREMENT, Artist TEXT COLLATE IUNICODE,
  AlbumArtist TEXT COLLATE IUNICODE, IDAlbum INTEGER, Album TEXT COLLATE IUNICODE,
  SongTitle TEXT COLLATE IUNICODE, SongPath TEXT COLLATE IUNICODE, Year INTEGER DEFAULT -1,
  Genre TEXT COLLATE IUNICODE, Rating INTEGER DEFAULT -1, PlayCounter INTEGER DEFAULT 0,
  LastTimePlayed REAL DEFAULT 0, TrackType INTEGER DEFAULT 0, SongLength INTEGER
);
CREATE INDEX IDXSongsArtist ON Songs (Artist);
CREATE INDEX IDXSongsTitle ON Songs (SongTitle);
CREATE TABLE Played (
  IDPlayed INTEGER PRIMARY KEY, IDSong INTEGER, PlayDate REAL, UTCOffset REAL
);
INSERT INTO Songs (ID, Artist, AlbumArtist, Album, SongTitle, SongPath, Year, Genre, Rating,
  PlayCounter, LastTimePlayed, TrackType)
VALUES
  (1, 'The Lanterns', '', 'Coast', 'Harbour', ':\\Music\\h.mp3', 19990000, 'Folk; Rock', 80, 2,
   45660.0, 0),
  (2, 'The Lanterns; Reef', '', 'Coast', 'Pier', ':\\Music\\p.mp3', 1999, '', -1, 1, 45659.0, 0),
  (3, 'Various Artists', 'Reef', 'Fog', 'Quay', ':\\Music\\q.mp3', -1, NULL, 0, 1, 45661.0, 3),
  (4, 'Reef', '', 'Fog', 'Salt', ':\\Music\\s.mp3', -1, NULL, -1, 3, 0, 0),
  (5, 'Reef', '', 'Fog', 'Sand', ':\\Music\\d.mp3', -1, NULL, -1, 1, 45662.5, 0),
  (6, 'Reef', '', 'Fog', 'Unheard', ':\\Music\\u.mp3', -1, NULL, -1, 0, 0, 0),
  (7, 'Reef', '', 'Fog', 'Low', ':\\Music\\l.mp3', -1, NULL, 20, 0, 0, 0),
  (8, '', NULL, '', '', ':\\Music\\Wreck.mp3', -1, NULL, -1, 1, 45663.0, 0),
  (9, 'Ann', '', 'The Talk', 'About', ':\\Talk\\1.mp3', -1, NULL, -1, 1, 45664.0, 1);
INSERT INTO Played (IDSong, PlayDate, UTCOffset) VALUES
  (1, 45658.0, 0.0416666666666667), (2, 45659.0, 0.0416666666666667), (1, 45660.0, 0),
  (3, 45661.0, 0), (8, 45663.0, 0), (9, 45664.0, 0), (99, 45664.0, 0);
"""

SCHEMAS: dict[str, Build] = {"mediamonkey": script(_MEDIAMONKEY)}

EXPECTED: dict[str, Rows] = {
    "mediamonkey": [
        ("me", "4", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "1", 1735862400),
        ("me", "3", 1735948800),
        ("me", "5", 1736078400),
        ("me", "8", 1736121600),
        ("me", "9", 1736208000),
    ]
}
