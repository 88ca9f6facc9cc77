"""A small database of InnerTune and the apps that came of it."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Songs 5 and 6 were played before the history was cleared, 6 in a month of which the count is kept;
# the file of 7 is gone; 8 was never played. The clock of the phone is written as if it were UTC.
_INNERTUNE = """
CREATE TABLE song (id TEXT NOT NULL, title TEXT NOT NULL, duration INTEGER NOT NULL,
  albumId TEXT, albumName TEXT, liked INTEGER NOT NULL DEFAULT 0, totalPlayTime INTEGER NOT NULL,
  year INTEGER, isLocal INTEGER NOT NULL DEFAULT 0, localPath TEXT, PRIMARY KEY (id));
CREATE TABLE artist (id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE album (id TEXT NOT NULL, title TEXT NOT NULL, year INTEGER, PRIMARY KEY (id));
CREATE TABLE song_artist_map (songId TEXT NOT NULL REFERENCES song (id),
  artistId TEXT NOT NULL REFERENCES artist (id), position INTEGER NOT NULL,
  PRIMARY KEY (songId, artistId));
CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  songId TEXT NOT NULL REFERENCES song (id), timestamp INTEGER NOT NULL, playTime INTEGER NOT NULL);
CREATE TABLE playCount (song TEXT NOT NULL, year INTEGER NOT NULL, month INTEGER NOT NULL,
  count INTEGER NOT NULL, PRIMARY KEY (song, year, month));
INSERT INTO artist VALUES ('a1', 'The Lanterns'), ('a2', 'Reef'), ('a3', '<unknown>');
INSERT INTO album VALUES ('b1', 'Tides', 1999);
INSERT INTO song (id, title, duration, albumId, albumName, totalPlayTime, year, isLocal, localPath)
VALUES
  ('s1', 'Harbour', 200, 'b1', 'Tides', 60000, NULL, 0, NULL),
  ('s2', 'Pier', 200, NULL, NULL, 60000, 2001, 0, NULL),
  ('s3', 'Quay', 200, NULL, 'Fog', 60000, NULL, 0, NULL),
  ('s4', 'Low Water', 200, NULL, NULL, 60000, NULL, 1, '/m/4.mp3'),
  ('s5', 'Night Tide', 200, NULL, NULL, 60000, NULL, 0, NULL),
  ('s6', 'Salt', 200, NULL, NULL, 60000, NULL, 0, NULL),
  ('s7', 'Wreck', 200, NULL, NULL, 60000, NULL, 1, NULL),
  ('s8', 'Sand', 200, NULL, NULL, 0, NULL, 0, NULL);
INSERT INTO song_artist_map VALUES ('s1', 'a2', 1), ('s1', 'a1', 0), ('s4', 'a3', 0);
INSERT INTO event (songId, timestamp, playTime) VALUES
  ('s1', 1735689600000, 40000), ('s2', 1735776000000, 40000), ('s3', 1735862400000, 40000),
  ('s4', 1735948800000, 40000), ('s1', 1736035200000, 40000), ('s7', 1736121600000, 40000);
INSERT INTO playCount VALUES ('s1', 2025, 1, 2), ('s1', 2024, 12, 1), ('s6', 2024, 11, 3),
  ('s8', 2025, 1, 0);
"""

SCHEMAS: dict[str, Build] = {"innertune": script(_INNERTUNE)}

EXPECTED: dict[str, Rows] = {
    "innertune": [
        ("me", "s5", 0),
        ("me", "s6", 1730419200),
        ("me", "s1", 1733011200),
        ("me", "s1", 1735689600),
        ("me", "s2", 1735776000),
        ("me", "s3", 1735862400),
        ("me", "s4", 1735948800),
        ("me", "s1", 1736035200),
        ("me", "s7", 1736121600),
    ]
}
