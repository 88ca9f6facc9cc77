"""A small database of MediaTracker."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Film 3 was seen at no time, 4 is on the watchlist alone, 5 was only rated, 6 left in the middle;
# of series 7 two episodes were seen on one day; book 8 is being read.
_MEDIATRACKER = """
CREATE TABLE user (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL,
  password text NOT NULL);
CREATE TABLE mediaItem (
  id integer PRIMARY KEY AUTOINCREMENT, tmdbId integer, imdbId varchar(255),
  mediaType varchar(255), title text NOT NULL, originalTitle text, releaseDate varchar(255),
  overview text, lastTimeUpdated float, source varchar(255) NOT NULL DEFAULT 'tmdb', genres text,
  authors text
);
CREATE TABLE season (id integer PRIMARY KEY AUTOINCREMENT, title text NOT NULL,
  seasonNumber integer NOT NULL, tvShowId integer NOT NULL);
CREATE TABLE episode (id integer PRIMARY KEY AUTOINCREMENT, title text NOT NULL,
  episodeNumber integer NOT NULL, seasonNumber integer NOT NULL, tvShowId integer NOT NULL,
  seasonId integer NOT NULL);
CREATE TABLE seen (id integer PRIMARY KEY AUTOINCREMENT, date bigint, mediaItemId integer NOT NULL,
  episodeId integer, userId integer NOT NULL, duration float);
CREATE TABLE userRating (id integer PRIMARY KEY AUTOINCREMENT, date bigint,
  userId integer NOT NULL, rating float, review text, mediaItemId integer NOT NULL,
  seasonId integer, episodeId integer);
INSERT INTO user (id, name, password) VALUES (1, 'ann', ''), (2, 'bo', '');
INSERT INTO mediaItem (id, tmdbId, imdbId, mediaType, title, releaseDate, authors) VALUES
  (1, 11, 'tt0000001', 'movie', 'Low Water', '1999-05-06', NULL),
  (2, 12, NULL, 'movie', 'High Water', '2001', NULL),
  (3, 13, NULL, 'movie', 'Slack Water', NULL, NULL),
  (4, 14, NULL, 'movie', 'Neap Tide', NULL, NULL), (5, 15, NULL, 'movie', 'Fog', NULL, NULL),
  (7, 11, NULL, 'tv', 'Night Ferry', NULL, NULL),
  (8, NULL, NULL, 'book', 'Knots', '1950', 'Ann Quill');
INSERT INTO season VALUES (1, 'Season 1', 1, 7);
INSERT INTO episode VALUES (1, 'Cast Off', 1, 1, 7, 1), (2, 'Moor', 2, 1, 7, 1);
INSERT INTO seen (date, mediaItemId, episodeId, userId) VALUES
  (1735689600000.0, 1, NULL, 1), (1735776000000, 2, NULL, 1), (1735862400000, 1, NULL, 1),
  (NULL, 3, NULL, 1), (1735948800000, 7, 1, 1), (1735952400000, 7, 2, 1),
  (1736035200000, 7, 2, 1), (1736121600000, 1, NULL, 2), (1736208000000, 8, NULL, 2);
INSERT INTO userRating (date, userId, rating, mediaItemId, seasonId, episodeId) VALUES
  (1735776000000, 1, 4.5, 1, NULL, NULL), (1736294400000, 1, 4, 5, NULL, NULL),
  (1736294400000, 1, 1, 7, NULL, 1), (1736294400000, 1, NULL, 4, NULL, NULL);
"""

SCHEMAS: dict[str, Build] = {"mediatracker": script(_MEDIATRACKER)}

EXPECTED: dict[str, Rows] = {
    "mediatracker": [
        ("1", "3", 0),
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "1", 1735862400),
        ("1", "7", 1735952400),
        ("1", "7", 1736035200),
        ("1", "5", 1736294400),
        ("2", "1", 1736121600),
        ("2", "8", 1736208000),
    ],
}
