"""A small database of Clementine."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Song 5 has no time, 6 was never played, 7 is gone; of the episodes 1 and 2 were heard, 2 before
# there were times.
_CLEMENTINE = """
CREATE TABLE songs (
  title TEXT, album TEXT, artist TEXT, albumartist TEXT, year INTEGER, genre TEXT,
  filename TEXT NOT NULL, playcount INTEGER NOT NULL DEFAULT 0,
  lastplayed INTEGER NOT NULL DEFAULT -1, rating INTEGER NOT NULL DEFAULT -1,
  unavailable INTEGER DEFAULT 0
);
CREATE TABLE podcasts (url TEXT, title TEXT);
CREATE TABLE podcast_episodes (podcast_id INTEGER, title TEXT, url TEXT, listened BOOLEAN,
  listened_date INTEGER);
INSERT INTO songs (rowid, title, album, artist, albumartist, year, genre, filename, playcount,
  lastplayed, rating, unavailable)
VALUES
  (1, 'Harbour', 'Tides', 'The Lanterns', '', 1999, 'Folk', '/1.flac', 3, 1735689600, 0.9, 0),
  (2, 'Pier', 'Tides', '', 'Reef', 1999, 'Folk', 'file:///2.flac', 1, 1735776000, -1, 0),
  (3, 'Quay', 'Fog', 'Various Artists', '', -1, '', 'file:///3.flac', 1, 1735862400, -1, 0),
  (4, '', '', '', '', -1, '', 'file:///4.flac', 1, 1735948800, -1, 0),
  (5, 'Salt', 'Fog', 'Reef', '', 2001, '', 'file:///5.flac', 2, -1, -1, 0),
  (6, 'Sand', 'Fog', 'Reef', '', 2001, '', 'file:///6.flac', 0, -1, 0.2, 0),
  (7, 'Wreck', 'Fog', 'Reef', '', 2001, '', 'file:///7.flac', 1, 1736035200, -1, 1),
  (8, 'Harbour', 'Best of', 'The Lanterns', '', 2010, '', 'file:///8.flac', 1, 1736121600, -1, 0);
INSERT INTO podcasts (rowid, url, title) VALUES (1, 'https://dock.example/feed', 'Dockside');
INSERT INTO podcast_episodes (rowid, podcast_id, title, url, listened, listened_date) VALUES
  (1, 1, 'One', 'u1', 1, 1736208000), (2, 1, 'Two', 'u2', 1, NULL), (3, 1, 'Three', 'u3', 0, NULL);
"""

SCHEMAS: dict[str, Build] = {"clementine": script(_CLEMENTINE)}

EXPECTED: dict[str, Rows] = {
    "clementine": [
        ("me", "p2", 0),
        ("me", "s5", 0),
        ("me", "s1", 1735689600),
        ("me", "s2", 1735776000),
        ("me", "s3", 1735862400),
        ("me", "s4", 1735948800),
        ("me", "s7", 1736035200),
        ("me", "s8", 1736121600),
        ("me", "p1", 1736208000),
    ]
}
