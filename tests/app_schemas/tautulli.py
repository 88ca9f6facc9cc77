"""A small database of Tautulli."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Session 3 resumes session 1; clips and photos are in the log too; item 106 was never played.
_TAUTULLI = """
CREATE TABLE session_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, reference_id INTEGER, started INTEGER, stopped INTEGER,
  rating_key INTEGER, user_id INTEGER, user TEXT, paused_counter INTEGER DEFAULT 0, player TEXT,
  media_type TEXT, view_offset INTEGER DEFAULT 0
);
CREATE TABLE session_history_metadata (
  id INTEGER PRIMARY KEY, rating_key INTEGER, parent_rating_key INTEGER, title TEXT,
  full_title TEXT, media_type TEXT, year INTEGER, genres TEXT, duration INTEGER DEFAULT 0
);
INSERT INTO session_history (id, reference_id, started, stopped, rating_key, user_id, user,
  paused_counter, media_type)
VALUES
  (1, 1, 1735689600, 1735693200, 101, 11, 'ann', 0, 'movie'),
  (2, 2, 1735776000, 1735779600, 102, 11, 'ann', 60, 'episode'),
  (3, 1, 1735862400, 1735866000, 101, 11, 'ann', NULL, 'movie'),
  (4, 4, 1735948800, 1735952400, 101, 11, 'ann', NULL, 'movie'),
  (5, 5, 1736035200, 1736035260, 104, 11, 'ann', 0, 'clip'),
  (6, 6, 1735689600, 1735693200, 102, 12, 'bob', 0, 'episode'),
  (7, 7, 1735776000, 1735779600, 103, 12, 'bob', 0, 'track'),
  (8, 8, 1735862400, 1735866000, 103, 12, 'bob', 0, 'track'),
  (9, 9, 1735948800, 1735952400, 105, 12, 'bob', 0, 'movie'),
  (10, 10, 1736035200, 1736035210, 107, 12, 'bob', 0, 'photo'),
  (11, 11, 1736121600, 1736125200, 101, 12, 'bob', 0, 'movie'),
  (12, 12, 1736208000, 1736211600, 108, 12, 'bob', 0, 'episode'),
  (13, 13, 1736294400, 1736298000, 109, 12, 'bob', 0, 'track');
INSERT INTO session_history_metadata (id, rating_key, title, full_title, media_type, year, genres)
VALUES
  (1, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (2, 102, 'Cast Off', 'Night Ferry - Cast Off', 'episode', 2015, 'Crime;Drama'),
  (3, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (4, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (5, 104, 'A trailer', 'A trailer', 'clip', 2024, ''),
  (6, 102, 'Cast Off', 'Night Ferry - Cast Off', 'episode', 2015, 'Crime;Drama'),
  (7, 103, 'Harbour', 'The Lanterns - Harbour', 'track', 1999, 'Folk'),
  (8, 103, 'Harbour', 'The Lanterns - Harbour', 'track', 1999, 'Folk'),
  (9, 105, 'High Water', 'High Water', 'movie', 2003, 'Drama;War'),
  (10, 107, 'A photo', 'A photo', 'photo', NULL, ''),
  (11, 101, 'Low Water', 'Low Water', 'movie', 2001, 'Drama'),
  (12, 108, 'Moor', 'Night Ferry - Moor', 'episode', 2015, 'Crime;Drama'),
  (13, 109, 'Pier', 'The Lanterns - Pier', 'track', 1999, 'Folk');
"""

SCHEMAS: dict[str, Build] = {
    "tautulli": script(_TAUTULLI),
}

EXPECTED: dict[str, Rows] = {
    "tautulli": [
        ("11", "101", 1735689600),
        ("11", "102", 1735776000),
        ("11", "101", 1735948800),
        ("12", "102", 1735689600),
        ("12", "103", 1735776000),
        ("12", "103", 1735862400),
        ("12", "105", 1735948800),
        ("12", "101", 1736121600),
        ("12", "108", 1736208000),
        ("12", "109", 1736294400),
    ],
}
