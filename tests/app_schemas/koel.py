"""A small database of Koel."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

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

SCHEMAS: dict[str, Build] = {
    "koel": script(_KOEL),
}

EXPECTED: dict[str, Rows] = {
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
}
