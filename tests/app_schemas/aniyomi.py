"""A small database of Aniyomi's anime."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Show 3 has two seasons, 31 and 32; episodes of 4 were marked as seen; 5 was left in the middle,
# 6 was only looked at, 7 is on the list. The marks of 2 were moved to 8 from another source.
_ANIYOMI = """
CREATE TABLE animes (_id INTEGER NOT NULL PRIMARY KEY, source INTEGER NOT NULL, url TEXT NOT NULL,
  title TEXT NOT NULL, author TEXT, genre TEXT, description TEXT, favorite INTEGER NOT NULL,
  parent_id INTEGER);
CREATE TABLE episodes (_id INTEGER NOT NULL PRIMARY KEY, anime_id INTEGER NOT NULL
  REFERENCES animes (_id), url TEXT NOT NULL, name TEXT NOT NULL, seen INTEGER NOT NULL,
  last_second_seen INTEGER NOT NULL);
CREATE TABLE animehistory (_id INTEGER NOT NULL PRIMARY KEY,
  episode_id INTEGER NOT NULL UNIQUE REFERENCES episodes (_id), last_seen INTEGER);
CREATE TABLE anime_sync (_id INTEGER NOT NULL PRIMARY KEY, anime_id INTEGER NOT NULL
  REFERENCES animes (_id), last_episode_seen REAL NOT NULL, score REAL NOT NULL);
INSERT INTO animes VALUES (1, 1, 'u1', 'Kiln', 'Ann Quill', 'Drama', 'A kiln.', 1, NULL),
  (2, 1, 'u2', 'Ash', NULL, NULL, NULL, 0, NULL), (3, 1, 'u3', 'Clay', NULL, NULL, NULL, 1, NULL),
  (31, 1, 'u31', 'Clay 1', NULL, NULL, NULL, 0, 3),
  (32, 1, 'u32', 'Clay 2', NULL, NULL, NULL, 0, 3),
  (4, 1, 'u4', 'Loam', NULL, NULL, NULL, 1, NULL), (5, 1, 'u5', 'Slate', NULL, NULL, NULL, 1, NULL),
  (6, 1, 'u6', 'Marl', NULL, NULL, NULL, 0, NULL), (7, 1, 'u7', 'Flint', NULL, NULL, NULL, 1, NULL),
  (8, 2, 'u8', 'Ash', NULL, NULL, NULL, 1, NULL);
INSERT INTO episodes VALUES (11, 1, 'e', '1', 1, 0), (12, 1, 'e', '2', 1, 0),
  (21, 2, 'e', '1', 1, 0), (311, 31, 'e', '1', 1, 0), (321, 32, 'e', '1', 1, 0),
  (41, 4, 'e', '1', 1, 0),
  (42, 4, 'e', '2', 1, 0), (51, 5, 'e', '1', 0, 90), (61, 6, 'e', '1', 0, 0),
  (71, 7, 'e', '1', 0, 0), (14, 1, 'e', '4', 1, 0), (312, 31, 'e', '2', 1, 0),
  (81, 8, 'e', '1', 1, 0), (13, 1, 'e', '3', 0, 0);
INSERT INTO animehistory VALUES (1, 11, 1735689600000), (2, 12, 1735776000000),
  (3, 21, 1735862400000), (4, 311, 1735948800000), (5, 321, 1736035200000), (6, 13, 0),
  (7, 51, NULL), (8, 14, 1736121600000), (9, 312, 1736208000000);
"""

SCHEMAS: dict[str, Build] = {"aniyomi": script(_ANIYOMI)}

EXPECTED: dict[str, Rows] = {
    "aniyomi": [
        ("me", "4", 0),
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "3", 1736035200),
        ("me", "1", 1736121600),
        ("me", "3", 1736208000),
    ]
}
