"""A small database of Yamtrack."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Film 4 is planned, 6 was given up; of series 5 three episodes were seen, on two days.
_YAMTRACK = """
CREATE TABLE users_user (id integer PRIMARY KEY AUTOINCREMENT, username varchar(150) NOT NULL);
CREATE TABLE app_item (
  id integer PRIMARY KEY AUTOINCREMENT, media_id varchar(20) NOT NULL, source varchar(20) NOT NULL,
  media_type varchar(10) NOT NULL, title text NOT NULL, image varchar(200) NOT NULL DEFAULT '',
  season_number integer, episode_number integer
);
CREATE TABLE app_movie (
  id integer PRIMARY KEY AUTOINCREMENT, score decimal, progress integer NOT NULL DEFAULT 0,
  status varchar(20) NOT NULL, start_date datetime, end_date datetime, notes text,
  created_at datetime, progressed_at datetime, item_id bigint NOT NULL, user_id bigint NOT NULL
);
CREATE TABLE app_book (
  id integer PRIMARY KEY AUTOINCREMENT, score decimal, status varchar(20) NOT NULL,
  start_date datetime, end_date datetime, item_id bigint NOT NULL, user_id bigint NOT NULL
);
CREATE TABLE app_tv (
  id integer PRIMARY KEY AUTOINCREMENT, score decimal, status varchar(20) NOT NULL, notes text,
  item_id bigint NOT NULL, user_id bigint NOT NULL
);
CREATE TABLE app_season (
  id integer PRIMARY KEY AUTOINCREMENT, status varchar(20) NOT NULL DEFAULT 'Completed',
  item_id bigint, related_tv_id bigint NOT NULL, user_id bigint
);
CREATE TABLE app_episode (
  id integer PRIMARY KEY AUTOINCREMENT, end_date datetime, item_id bigint,
  related_season_id bigint NOT NULL
);
INSERT INTO app_item (id, media_id, source, media_type, title) VALUES
  (1, '11', 'tmdb', 'movie', 'Low Water'), (2, '12', 'tmdb', 'movie', 'High Water'),
  (3, '13', 'tmdb', 'movie', 'Slack Water'), (4, '14', 'tmdb', 'movie', 'Neap Tide'),
  (5, '15', 'tmdb', 'tv', 'Night Ferry'), (6, '16', 'tmdb', 'movie', 'Fog'),
  (7, '15', 'tmdb', 'season', 'Night Ferry'), (8, '18', 'openlibrary', 'book', 'Knots'),
  (9, '19', 'openlibrary', 'book', 'Charts');
INSERT INTO app_movie (score, status, start_date, end_date, item_id, user_id) VALUES
  (8.5, 'Completed', '2024-12-31 00:00:00', '2025-01-01 00:00:00', 1, 1),
  (NULL, 'In progress', '2025-01-02 00:00:00', NULL, 2, 1), (3, 'Completed', NULL, NULL, 3, 1),
  (NULL, 'Planning', NULL, NULL, 4, 1), (2, 'Dropped', '2025-01-01 00:00:00', NULL, 6, 1),
  (NULL, 'Completed', NULL, '2025-01-06 00:00:00', 1, 2);
INSERT INTO app_book (status, end_date, item_id, user_id) VALUES
  ('Completed', '2025-01-05 00:00:00', 8, 1), ('Completed', '2025-01-07 00:00:00', 9, 2);
INSERT INTO app_tv (id, status, item_id, user_id) VALUES (1, 'In progress', 5, 1);
INSERT INTO app_season (id, item_id, related_tv_id) VALUES (1, 7, 1);
INSERT INTO app_episode (end_date, related_season_id) VALUES
  ('2025-01-03 00:00:00', 1), ('2025-01-03 00:00:00', 1), ('2025-01-04 00:00:00', 1);
"""

SCHEMAS: dict[str, Build] = {
    "yamtrack": script(_YAMTRACK),
}

EXPECTED: dict[str, Rows] = {
    "yamtrack": [
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "3", 0),
        ("1", "5", 1735862400),
        ("1", "5", 1735948800),
        ("1", "8", 1736035200),
        ("2", "1", 1736121600),
        ("2", "9", 1736208000),
    ],
}
