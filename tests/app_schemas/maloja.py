"""A small database of Maloja."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

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

SCHEMAS: dict[str, Build] = {
    "maloja": script(_MALOJA),
}

EXPECTED: dict[str, Rows] = {
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
}
