"""A small database of Watcharr."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Of film 3, brought in from elsewhere, nobody knows the day; 4 is planned, 5 was dropped, 6 was
# finished and is to be watched again, 7 was taken off the list. Of series 8 two episodes were
# finished on one day and one on the next; 9 was set to finished before there were activities.
_WATCHARR = """
CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime, updated_at datetime,
  deleted_at datetime, username text NOT NULL, password text NOT NULL);
CREATE TABLE contents (
  id integer PRIMARY KEY AUTOINCREMENT, tmdb_id integer NOT NULL, title text, overview text,
  type text NOT NULL, release_date datetime, imdb_id text
);
CREATE TABLE watcheds (
  id integer PRIMARY KEY AUTOINCREMENT, created_at datetime, updated_at datetime,
  deleted_at datetime, status text, rating numeric(2,1), thoughts text, user_id integer,
  content_id integer
);
CREATE TABLE activities (
  id integer PRIMARY KEY AUTOINCREMENT, created_at datetime, updated_at datetime,
  deleted_at datetime, user_id integer NOT NULL, watched_id integer NOT NULL, type text NOT NULL,
  data text NOT NULL
);
INSERT INTO users (id, username, password) VALUES (1, 'ann', ''), (2, 'bo', '');
INSERT INTO contents (id, tmdb_id, title, type, release_date, imdb_id) VALUES
  (1, 11, 'Low Water', 'movie', '1999-05-06 00:00:00+00:00', 'tt0000001'),
  (2, 12, 'High Water', 'movie', '2001-05-06 00:00:00+00:00', ''),
  (3, 13, 'Slack Water', 'movie', NULL, ''), (4, 14, 'Neap Tide', 'movie', NULL, ''),
  (5, 15, 'Fog', 'movie', NULL, ''), (6, 16, 'Kiln', 'movie', NULL, ''),
  (7, 17, 'Knots', 'movie', NULL, ''), (8, 11, 'Night Ferry', 'tv', NULL, ''),
  (9, 19, 'Harbour', 'tv', NULL, '');
INSERT INTO watcheds (id, user_id, content_id, status, rating, created_at, deleted_at) VALUES
  (1, 1, 1, 'FINISHED', 8.5, '2024-12-01 00:00:00+00:00', NULL),
  (2, 1, 2, 'WATCHING', 0, '2025-01-02 00:00:00.123456789+00:00', NULL),
  (3, 1, 3, 'FINISHED', 3, '2025-01-09 00:00:00+00:00', NULL),
  (4, 1, 4, 'PLANNED', 0, '2025-01-09 00:00:00+00:00', NULL),
  (5, 1, 5, 'DROPPED', 0, '2025-01-09 00:00:00+00:00', NULL),
  (6, 1, 6, 'PLANNED', 0, '2025-01-01 00:00:00+00:00', NULL),
  (7, 1, 7, 'FINISHED', 0, '2025-01-09 00:00:00+00:00', '2025-01-10 00:00:00+00:00'),
  (8, 1, 8, 'WATCHING', 0, '2025-01-03 00:00:00+00:00', NULL),
  (9, 1, 9, 'FINISHED', 0, '2025-01-06 00:00:00+00:00', NULL),
  (10, 2, 1, 'FINISHED', 0, '2025-01-07 00:00:00+00:00', NULL),
  (11, 2, 2, 'FINISHED', 0, '2025-01-07 00:00:00+00:00', NULL);
INSERT INTO activities (user_id, watched_id, type, data, created_at) VALUES
  (1, 1, 'ADDED_WATCHED', '{"rating":0,"status":"PLANNED"}', '2024-12-01 00:00:00+00:00'),
  (1, 1, 'STATUS_CHANGED', 'FINISHED', '2025-01-01 00:00:00+00:00'),
  (1, 1, 'RATING_CHANGED', '8', '2025-01-02 00:00:00+00:00'),
  (1, 2, 'ADDED_WATCHED', '{"rating":0,"status":"WATCHING"}',
   '2025-01-02 00:00:00.123456789+00:00'),
  (1, 3, 'IMPORTED_WATCHED', '{"rating":3,"status":"FINISHED"}', '2025-01-09 00:00:00+00:00'),
  (1, 3, 'THOUGHTS_REMOVED', 'I never FINISHED it', '2025-01-10 00:00:00+00:00'),
  (1, 4, 'ADDED_WATCHED', '{"rating":0,"status":"PLANNED"}', '2025-01-09 00:00:00+00:00'),
  (1, 5, 'ADDED_WATCHED', '{"rating":0,"status":"DROPPED"}', '2025-01-09 00:00:00+00:00'),
  (1, 6, 'ADDED_WATCHED', '{"rating":0,"status":"FINISHED"}', '2025-01-05 00:00:00+00:00'),
  (1, 6, 'STATUS_CHANGED', 'PLANNED', '2025-01-09 00:00:00+00:00'),
  (1, 7, 'ADDED_WATCHED', '{"rating":0,"status":"FINISHED"}', '2025-01-09 00:00:00+00:00'),
  (1, 8, 'ADDED_WATCHED', '{"rating":0,"status":"WATCHING"}', '2025-01-03 00:00:00+00:00'),
  (1, 8, 'EPISODE_ADDED', '{"episode":1,"season":1,"status":"FINISHED"}',
   '2025-01-03 00:00:00+00:00'),
  (1, 8, 'EPISODE_ADDED', '{"episode":2,"season":1,"status":"FINISHED"}',
   '2025-01-03 00:00:00+00:00'),
  (1, 8, 'EPISODE_ADDED', '{"episode":3,"season":1,"status":"PLANNED"}',
   '2025-01-03 00:00:00+00:00'),
  (1, 8, 'EPISODE_STATUS_CHANGED', '{"episode":3,"season":1,"status":"FINISHED"}',
   '2025-01-04 00:00:00+00:00'),
  (2, 10, 'ADDED_WATCHED', '{"rating":0,"status":"FINISHED"}', '2025-01-07 00:00:00+00:00'),
  (2, 10, 'STATUS_CHANGED', 'WATCHING', '2025-01-08 00:00:00+00:00'),
  (2, 10, 'STATUS_CHANGED', 'FINISHED', '2025-01-09 00:00:00+00:00');
"""

SCHEMAS: dict[str, Build] = {"watcharr": script(_WATCHARR)}

EXPECTED: dict[str, Rows] = {
    "watcharr": [
        ("1", "c3", 0),
        ("1", "c1", 1735689600),
        ("1", "c2", 1735776000),
        ("1", "c8", 1735862400),
        ("1", "c8", 1735948800),
        ("1", "c6", 1736035200),
        ("1", "c9", 1736121600),
        ("2", "c1", 1736208000),
        ("2", "c2", 1736208000),
        ("2", "c1", 1736380800),
    ],
}
