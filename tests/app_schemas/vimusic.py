"""A small database of ViMusic and RiMusic."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Song 5 was played before there were plays, 6 for some seconds; 7 is disliked, though it was
# played; 8 was never played.
_VIMUSIC = """
CREATE TABLE Song (id TEXT NOT NULL, title TEXT NOT NULL, artistsText TEXT, durationText TEXT,
  thumbnailUrl TEXT, likedAt INTEGER, totalPlayTimeMs INTEGER NOT NULL, PRIMARY KEY (id));
CREATE TABLE Album (id TEXT NOT NULL, title TEXT, year TEXT, PRIMARY KEY (id));
CREATE TABLE SongAlbumMap (songId TEXT NOT NULL REFERENCES Song (id),
  albumId TEXT NOT NULL REFERENCES Album (id), position INTEGER, PRIMARY KEY (songId, albumId));
CREATE TABLE Event (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  songId TEXT NOT NULL REFERENCES Song (id), timestamp INTEGER NOT NULL, playTime INTEGER NOT NULL);
INSERT INTO Song (id, title, artistsText, likedAt, totalPlayTimeMs) VALUES
  ('s1', 'Harbour', 'The Lanterns, Reef', 1735689600000, 90000),
  ('s2', 'e:Pier', 'Reef', NULL, 90000),
  ('s3', 'modified:e:Quay', 'modified:Reef', NULL, 90000), ('s4', 'Low Water', '', NULL, 90000),
  ('s5', 'Night Tide', NULL, NULL, 90000), ('s6', 'Salt', 'Reef', NULL, 9000),
  ('s7', 'Wreck', 'Reef', -1, 90000), ('s8', 'Sand', 'Reef', NULL, 0),
  ('local:9', 'Shell', '<unknown>', NULL, 90000);
INSERT INTO Album VALUES ('b1', 'Tides', '1999'), ('b2', 'Best of', '2010');
INSERT INTO SongAlbumMap VALUES ('s1', 'b2', 1), ('s1', 'b1', 1);
INSERT INTO Event (songId, timestamp, playTime) VALUES
  ('s1', 1735689600000, 40000), ('s2', 1735776000000, 40000), ('s3', 1735862400000, 40000),
  ('s4', 1735948800000, 40000), ('s1', 1736035200000, 40000), ('s7', 1736121600000, 40000),
  ('local:9', 1736208000000, 40000), ('s2', 1736294400000, 40000);
"""

SCHEMAS: dict[str, Build] = {"vimusic": script(_VIMUSIC)}

EXPECTED: dict[str, Rows] = {
    "vimusic": [
        ("me", "s5", 0),
        ("me", "s1", 1735689600),
        ("me", "s2", 1735776000),
        ("me", "s3", 1735862400),
        ("me", "s4", 1735948800),
        ("me", "s1", 1736035200),
        ("me", "local:9", 1736208000),
        ("me", "s2", 1736294400),
    ]
}
