"""A small database of Navidrome, with scrobbles and without."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Track m6 is missing on disk; its row and its plays are kept.
_NAVIDROME = """
CREATE TABLE user (
  id varchar(255) NOT NULL PRIMARY KEY, user_name varchar(255) NOT NULL UNIQUE,
  is_admin bool NOT NULL DEFAULT false, created_at datetime, updated_at datetime
);
CREATE TABLE media_file (
  id varchar(255) NOT NULL PRIMARY KEY, path varchar(255) NOT NULL DEFAULT '',
  title varchar(255) NOT NULL DEFAULT '', album varchar(255) NOT NULL DEFAULT '',
  artist varchar(255) NOT NULL DEFAULT '', genre varchar(255) NOT NULL DEFAULT '',
  year integer NOT NULL DEFAULT 0, duration real NOT NULL DEFAULT 0,
  missing bool NOT NULL DEFAULT false, created_at datetime
);
CREATE TABLE annotation (
  user_id varchar(255) NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  item_id varchar(255) NOT NULL DEFAULT '', item_type varchar(255) NOT NULL DEFAULT '',
  play_count integer DEFAULT 0, play_date datetime, rating integer DEFAULT 0,
  starred bool NOT NULL DEFAULT false, starred_at datetime,
  UNIQUE (user_id, item_id, item_type)
);
INSERT INTO user (id, user_name) VALUES ('u1', 'ann'), ('u2', 'bob');
INSERT INTO media_file (id, title, album, artist, genre, year, missing) VALUES
  ('m1', 'Harbour', 'Tides', 'The Lanterns', 'Folk', 1999, 0),
  ('m2', 'Pier', 'Tides', 'The Lanterns', 'Folk', 1999, 0),
  ('m3', 'Static', 'Wires', 'Copper Field', 'Electronic', 2011, 0),
  ('m4', 'Relay', 'Wires', 'Copper Field', 'Electronic', 2011, 0),
  ('m5', 'Untitled', '', '', '', 0, 0),
  ('m6', 'Ferry', 'Tides', 'The Lanterns', 'Folk', 1999, 1);
"""

_NAVIDROME_SCROBBLES = """
CREATE TABLE scrobbles (
  id integer PRIMARY KEY AUTOINCREMENT,
  media_file_id varchar(255) NOT NULL REFERENCES media_file(id) ON DELETE CASCADE,
  user_id varchar(255) NOT NULL REFERENCES user(id) ON DELETE CASCADE,
  submission_time integer NOT NULL
);
INSERT INTO scrobbles (user_id, media_file_id, submission_time) VALUES
  ('u1', 'm1', 1735689600), ('u1', 'm2', 1735776000), ('u1', 'm1', 1735862400),
  ('u1', 'm6', 1735948800), ('u1', 'm5', 1736035200),
  ('u2', 'm3', 1735689600), ('u2', 'm4', 1735776000), ('u2', 'm3', 1735776000),
  ('u2', 'm3', 1736121600);
-- Counts also know of plays from before the events were kept.
INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date) VALUES
  ('u1', 'm1', 'media_file', 12, '2025-01-03 00:00:00+00:00'),
  ('u1', 'm4', 'media_file', 3, '2024-06-01 00:00:00+00:00'),
  ('u1', 'al1', 'album', 15, '2025-01-03 00:00:00+00:00');
"""

# m3 was starred but never played, and its count for u2 came without a time.
_NAVIDROME_COUNTS = """
INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date, starred) VALUES
  ('u1', 'm1', 'media_file', 2, '2025-01-01 00:00:00+00:00', 0),
  ('u1', 'm2', 'media_file', 1, '2025-01-02 02:00:00+02:00', 0),
  ('u1', 'm3', 'media_file', 0, '2025-01-09 00:00:00+00:00', 1),
  ('u1', 'm4', 'media_file', 5, '2025-01-02 19:30:00.5-04:30', 0),
  ('u1', 'm6', 'media_file', 1, '2025-01-04T00:00:00Z', 0),
  ('u1', 'm5', 'media_file', 1, '2025-01-05 00:00:00.000000001Z', 0),
  ('u1', 'al1', 'album', 3, '2025-01-02 00:00:00+00:00', 0),
  ('u1', 'ar1', 'artist', 3, '2025-01-02 00:00:00+00:00', 0),
  ('u2', 'm1', 'media_file', 9, '2025-01-05 00:00:00.123456789+00:00', 0),
  ('u2', 'm2', 'media_file', 1, '2025-01-05 00:00:00', 0),
  ('u2', 'm3', 'media_file', 4, NULL, 0),
  ('u2', 'm4', 'media_file', NULL, NULL, 1),
  ('u2', 'm5', 'media_file', 1, '2025-01-06 05:30:00+05:30', 0);
"""

SCHEMAS: dict[str, Build] = {
    "navidrome": script(_NAVIDROME + _NAVIDROME_SCROBBLES),
    "navidrome-counts": script(_NAVIDROME + _NAVIDROME_COUNTS),
}

EXPECTED: dict[str, Rows] = {
    "navidrome": [
        ("u1", "m4", 1717200000),
        ("u1", "m1", 1735689600),
        ("u1", "m2", 1735776000),
        ("u1", "m1", 1735862400),
        ("u1", "m6", 1735948800),
        ("u1", "m5", 1736035200),
        ("u2", "m3", 1735689600),
        ("u2", "m3", 1735776000),
        ("u2", "m4", 1735776000),
        ("u2", "m3", 1736121600),
    ],
    "navidrome-counts": [
        ("u1", "m1", 1735689600),
        ("u1", "m2", 1735776000),
        ("u1", "m4", 1735862400),
        ("u1", "m6", 1735948800),
        ("u1", "m5", 1736035200),
        ("u2", "m3", 0),
        ("u2", "m1", 1736035200),
        ("u2", "m2", 1736035200),
        ("u2", "m5", 1736121600),
    ],
}
