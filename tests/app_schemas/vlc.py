"""A small database of VLC for Android."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Medium 6 was marked as played by a version that had no time; 7 was left in the middle, 8 only
# begun; 9 was opened from another app, and 5 is on a card that was taken out.
_VLC = """
CREATE TABLE Media (
  id_media INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER, subtype INTEGER NOT NULL DEFAULT 0,
  last_position REAL DEFAULT -1, play_count UNSIGNED INTEGER NOT NULL DEFAULT 0,
  last_played_date UNSIGNED INTEGER, release_date UNSIGNED INTEGER, title TEXT COLLATE NOCASE,
  filename TEXT COLLATE NOCASE, is_present BOOLEAN NOT NULL DEFAULT 1,
  import_type UNSIGNED INTEGER NOT NULL DEFAULT 0, artist_id UNSIGNED INTEGER,
  genre_id UNSIGNED INTEGER, album_id UNSIGNED INTEGER
);
CREATE TABLE Artist (id_artist INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE);
CREATE TABLE Album (id_album INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT COLLATE NOCASE);
CREATE TABLE Genre (id_genre INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE);
CREATE TABLE Show (id_show INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
CREATE TABLE ShowEpisode (
  id_episode INTEGER PRIMARY KEY AUTOINCREMENT, media_id UNSIGNED INTEGER NOT NULL,
  episode_number UNSIGNED INT, season_number UNSIGNED INT, episode_title TEXT, show_id UNSIGNED INT
);
CREATE TABLE Movie (
  id_movie INTEGER PRIMARY KEY AUTOINCREMENT, media_id UNSIGNED INTEGER NOT NULL, imdb_id TEXT
);
INSERT INTO Artist VALUES (1, NULL), (2, NULL), (3, 'The Lanterns');
INSERT INTO Album VALUES (1, NULL), (2, 'Tides');
INSERT INTO Genre VALUES (1, 'Folk');
INSERT INTO Show VALUES (1, 'Dockside');
INSERT INTO Media (id_media, type, subtype, play_count, last_played_date, title, release_date,
  artist_id, album_id, genre_id)
VALUES
  (1, 2, 3, 2, 1735689600, 'Harbour', 1999, 3, 2, 1),
  (2, 2, 3, 1, 1735776000, 'Pier', 1999, 2, 2, 1),
  (3, 1, 2, 1, 1735862400, 'Low Water', 915148800, NULL, NULL, NULL),
  (4, 1, 1, 1, 1735948800, 'dockside.s01e02.mkv', NULL, NULL, NULL, NULL),
  (5, 1, 0, 3, 1736035200, 'clip', NULL, NULL, NULL, NULL),
  (6, 1, 0, 1, NULL, 'marked', NULL, NULL, NULL, NULL),
  (7, 1, 0, 0, 1736121600, 'half', NULL, NULL, NULL, NULL),
  (8, 1, 0, 0, 1736121600, 'begun', NULL, NULL, NULL, NULL),
  (9, 1, 0, 1, 1736121600, 'from elsewhere', NULL, NULL, NULL, NULL),
  (10, 2, 3, 1, 1736208000, 'Quay', 1999, 3, 2, 1);
UPDATE Media SET last_position = 0.4 WHERE id_media = 7;
UPDATE Media SET is_present = 0 WHERE id_media = 5;
UPDATE Media SET import_type = 1 WHERE id_media = 9;
INSERT INTO ShowEpisode VALUES (1, 4, 2, 1, 'Closing', 1);
INSERT INTO Movie VALUES (1, 3, 'tt0000001');
"""

SCHEMAS: dict[str, Build] = {"vlc": script(_VLC)}

EXPECTED: dict[str, Rows] = {
    "vlc": [
        ("me", "6", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "9", 1736121600),
        ("me", "10", 1736208000),
    ],
}
