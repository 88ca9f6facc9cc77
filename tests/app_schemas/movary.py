"""A small database of Movary."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Of 2025-01-02 the second film came first; film 4 was only rated, 5 is on a list, 6 was taken back.
_MOVARY = """
CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL,
  password TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL, tmdb_id INTEGER,
  created_at TEXT NOT NULL);
CREATE TABLE movie (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, imdb_id TEXT, tmdb_id INTEGER NOT NULL,
  overview TEXT, release_date TEXT, tmdb_vote_average REAL, imdb_rating_average REAL,
  created_at TEXT NOT NULL
);
CREATE TABLE movie_genre (genre_id INTEGER NOT NULL, movie_id INTEGER NOT NULL, position INTEGER);
CREATE TABLE movie_user_rating (movie_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
  rating INTEGER NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE movie_user_watch_dates (
  movie_id INTEGER NOT NULL REFERENCES movie (id), user_id INTEGER NOT NULL REFERENCES user (id),
  watched_at TEXT, plays INTEGER DEFAULT 1, position INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE watchlist (movie_id INTEGER, user_id INTEGER, added_at TEXT NOT NULL);
INSERT INTO user VALUES (1, 'a@b.example', 'ann', 'x', '2024'),
  (2, 'b@b.example', 'bob', 'x', '2024');
INSERT INTO genre VALUES (1, 'Drama', 18, '2024'), (2, 'War', 10752, '2024');
INSERT INTO movie (id, title, imdb_id, tmdb_id, overview, release_date, tmdb_vote_average,
  imdb_rating_average, created_at) VALUES
  (1, 'Low Water', 'tt0000001', 11, 'The sea goes.', '2001-03-04', 7.1, 6.9, '2024'),
  (2, 'High Water', NULL, 12, NULL, '2003-01-01', 6.5, NULL, '2024'),
  (3, 'Slack Water', NULL, 13, NULL, NULL, NULL, NULL, '2024'),
  (4, 'Neap Tide', NULL, 14, NULL, '2010-01-01', NULL, NULL, '2024'),
  (5, 'Spring Tide', NULL, 15, NULL, '2011-01-01', NULL, NULL, '2024'),
  (6, 'Fog', NULL, 16, NULL, '2012-01-01', NULL, NULL, '2024');
INSERT INTO movie_genre VALUES (1, 1, 0), (2, 1, 1);
INSERT INTO movie_user_watch_dates (movie_id, user_id, watched_at, plays, position) VALUES
  (1, 1, '2025-01-02', 1, 2), (2, 1, '2025-01-02', 2, 1), (3, 1, NULL, 1, 1),
  (1, 1, '2025-01-05', 1, 1), (6, 1, '2025-01-06', 0, 1), (1, 2, '2025-01-03', 1, 1),
  (3, 2, '2025-01-04', NULL, 1), (6, 2, '2025-01-07', 1, 1);
INSERT INTO movie_user_rating (movie_id, user_id, rating, created_at) VALUES
  (1, 1, 9, '2025'), (4, 1, 8, '2025'), (6, 2, 7, '2025');
INSERT INTO watchlist VALUES (5, 1, '2025-01-01');
"""

SCHEMAS: dict[str, Build] = {"movary": script(_MOVARY)}

EXPECTED: dict[str, Rows] = {
    "movary": [
        ("1", "3", 0),
        ("1", "4", 0),
        ("1", "2", 1735776000),
        ("1", "1", 1735776000),
        ("1", "1", 1736035200),
        ("2", "1", 1735862400),
        ("2", "3", 1735948800),
        ("2", "6", 1736208000),
    ],
}
