"""A small database of Supysonic, of one person, whose plays all are."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Track t2 is of no known artist, t3 of no known album either; t5 was never played.
_SUPYSONIC = """
CREATE TABLE artist (id CHAR(36) PRIMARY KEY, name VARCHAR(256) NOT NULL COLLATE NOCASE);
CREATE TABLE album (id CHAR(36) PRIMARY KEY, name VARCHAR(256) NOT NULL COLLATE NOCASE,
  artist_id CHAR(36) NOT NULL REFERENCES artist);
CREATE TABLE track (id CHAR(36) PRIMARY KEY, disc INTEGER, number INTEGER,
  title VARCHAR(256) NOT NULL COLLATE NOCASE, year INTEGER, genre VARCHAR(256),
  album_id CHAR(36) NOT NULL REFERENCES album, artist_id CHAR(36) NOT NULL REFERENCES artist,
  path VARCHAR(4096) NOT NULL, play_count INTEGER NOT NULL, last_play DATETIME);
CREATE TABLE user (id CHAR(36) PRIMARY KEY, name VARCHAR(64) NOT NULL, password CHAR(40),
  last_play_id CHAR(36) REFERENCES track, last_play_date DATETIME);
CREATE TABLE starred_track (user_id CHAR(36) NOT NULL, starred_id CHAR(36) NOT NULL,
  date DATETIME NOT NULL, PRIMARY KEY (user_id, starred_id));
CREATE TABLE rating_track (user_id CHAR(36) NOT NULL, rated_id CHAR(36) NOT NULL,
  rating INTEGER NOT NULL, PRIMARY KEY (user_id, rated_id));
INSERT INTO artist VALUES ('r', 'Reef'), ('n', '[unknown]');
INSERT INTO album VALUES ('a', 'Tides', 'r'), ('b', 'Mixed', 'n'), ('c', '[non-album tracks]', 'n');
INSERT INTO track (id, title, year, genre, album_id, artist_id, path, play_count, last_play) VALUES
  ('t1', 'Ebb', 1999, 'Folk', 'a', 'r', '/m/1.flac', 3, '2025-01-01 00:00:00'),
  ('t2', 'Flow', NULL, NULL, 'b', 'n', '/m/2.flac', 1, '2025-01-02 00:00:00'),
  ('t3', 'Pier', 0, NULL, 'c', 'n', '/m/3.flac', 1, '2025-01-03 00:00:00'),
  ('t4', 'Mist', 2003, NULL, 'a', 'r', '/m/4.flac', 1, NULL),
  ('t5', 'Clay', 2004, NULL, 'a', 'r', '/m/5.flac', 0, NULL),
  ('t6', 'Soot', 2005, NULL, 'a', 'r', '/m/6.flac', 0, NULL),
  ('t7', 'Coal', 2006, NULL, 'a', 'r', '/m/7.flac', 1, '2025-01-04 00:00:00'),
  ('t8', 'Ash', 2006, NULL, 'a', 'r', '/m/8.flac', 1, '2025-01-05 00:00:00'),
  ('t9', 'Loam', 2006, NULL, 'a', 'r', '/m/9.flac', 1, '2025-01-06 00:00:00'),
  ('t10', 'Silt', 2006, NULL, 'a', 'r', '/m/10.flac', 1, '2025-01-07 00:00:00');
INSERT INTO user VALUES ('ann', 'ann', '', 't10', '2025-01-07 00:00:00');
-- It writes the local time of its machine, and these are read on the same one.
UPDATE track SET last_play = datetime(last_play, 'localtime');
UPDATE user SET last_play_date = datetime(last_play_date, 'localtime');
INSERT INTO rating_track VALUES ('ann', 't1', 5), ('ann', 't6', 2), ('ann', 't2', 4);
INSERT INTO starred_track VALUES ('ann', 't2', '2025-01-01 00:00:00');
"""

SCHEMAS: dict[str, Build] = {"supysonic": script(_SUPYSONIC)}

EXPECTED: dict[str, Rows] = {
    "supysonic": [
        ("ann", "t4", 0),
        ("ann", "t1", 1735689600),
        ("ann", "t2", 1735776000),
        ("ann", "t3", 1735862400),
        ("ann", "t7", 1735948800),
        ("ann", "t8", 1736035200),
        ("ann", "t9", 1736121600),
        ("ann", "t10", 1736208000),
    ],
}
