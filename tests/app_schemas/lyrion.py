"""A small library of Lyrion Music Server, with the tables that persist.db has."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Songs a and d were played, b begun and left, which only the server counts, c rated low; e is
# nobody's, f was deleted since; a playlist is no song.
_LYRION = """
CREATE TABLE tracks (id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, title BLOB,
  album INT, year SMALLINT, audio BOOL, remote BOOL, musicbrainz_id VARCHAR(40),
  urlmd5 CHAR(32) NOT NULL DEFAULT '0');
CREATE TABLE albums (id INTEGER PRIMARY KEY AUTOINCREMENT, title BLOB);
CREATE TABLE contributors (id INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB);
CREATE TABLE contributor_track (role INT, contributor INT, track INT,
  PRIMARY KEY (role, contributor, track));
CREATE TABLE genres (id INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB);
CREATE TABLE genre_track (genre INT, track INT, PRIMARY KEY (genre, track));
CREATE TABLE tracks_persistent (id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL,
  musicbrainz_id VARCHAR(40), added INT, rating TINYINT, playCount INT, lastPlayed INT,
  urlmd5 CHAR(32) NOT NULL DEFAULT '0');
CREATE TABLE alternativeplaycount (url TEXT NOT NULL COLLATE NOCASE, playCount INT,
  lastPlayed INT, skipCount INT, lastSkipped INT, dynPSval INT, remote BOOL,
  urlmd5 CHAR(32) NOT NULL DEFAULT '0', musicbrainz_id VARCHAR(40));
INSERT INTO albums VALUES (1, 'Tides'), (2, CAST('Kilns' AS BLOB));
INSERT INTO contributors VALUES (1, 'Lanterns'), (2, 'Various Artists'), (3, CAST('Ann' AS BLOB));
INSERT INTO genres VALUES (1, 'Folk');
INSERT INTO tracks (id, url, title, album, year, audio, urlmd5) VALUES
  (1, 'file:///m/a.mp3', 'Pier', 1, 1999, 1, 'a'), (2, 'file:///m/b.mp3', 'Quay', 1, 1999, 1, 'b'),
  (3, 'file:///m/c.mp3', CAST('Ash' AS BLOB), 2, 0, 1, 'c'),
  (4, 'file:///m/d.mp3', 'Clay', 2, 2001, 1, 'd'), (5, 'file:///m/e.mp3', 'Track 01', 2, 0, 1, 'e'),
  (6, 'file:///m/p.m3u', 'A List', NULL, 0, NULL, 'p');
INSERT INTO contributor_track VALUES (1, 1, 1), (1, 1, 2), (6, 3, 2), (5, 2, 2), (1, 3, 3),
  (1, 1, 4), (2, 3, 4), (1, 2, 5);
INSERT INTO genre_track VALUES (1, 1);
INSERT INTO tracks_persistent (url, rating, playCount, lastPlayed, urlmd5) VALUES
  ('file:///m/a.mp3', 80, 3, 1735776000, 'a'), ('file:///m/b.mp3', NULL, 1, 1735862400, 'b'),
  ('file:///m/c.mp3', 20, NULL, NULL, 'c'), ('file:///m/d.mp3', 0, 0, 0, 'd'),
  ('file:///m/f.mp3', NULL, 1, 1735948800, 'f');
INSERT INTO alternativeplaycount (url, playCount, lastPlayed, skipCount, urlmd5) VALUES
  ('file:///m/a.mp3', 2, 1735689600, 0, 'a'), ('file:///m/b.mp3', 0, NULL, 1, 'b'),
  ('file:///m/f.mp3', 1, 1735948800, 0, 'f'), ('file:///m/d.mp3', NULL, NULL, NULL, 'd');
INSERT INTO tracks (url, title, album, audio, urlmd5)
  SELECT 'file:///m/n' || id, 'Night ' || id, 1, 1, 'n' || id FROM tracks WHERE id < 7;
INSERT INTO alternativeplaycount (url, playCount, lastPlayed, urlmd5)
  SELECT url, 1, 1736035200 + 86400 * id, urlmd5 FROM tracks WHERE id > 6;
UPDATE alternativeplaycount SET playCount = 1, lastPlayed = 1735776000 WHERE urlmd5 = 'd';
"""

SCHEMAS: dict[str, Build] = {"lyrion": script(_LYRION)}

EXPECTED: dict[str, Rows] = {
    "lyrion": [
        ("me", "a", 1735689600),
        ("me", "d", 1735776000),
        ("me", "n1", 1736640000),
        ("me", "n2", 1736726400),
        ("me", "n3", 1736812800),
        ("me", "n4", 1736899200),
        ("me", "n5", 1736985600),
        ("me", "n6", 1737072000),
    ],
}
