"""Two small databases of gonic: before and after it counted tracks."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Folder 9 holds albums and no track. Track 6 has no time, 7 was never played to its end; 8 has
# neither title nor artist.
_COMMON = """
CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, name varchar(255) NOT NULL UNIQUE,
  password varchar(255) NOT NULL, is_admin bool);
CREATE TABLE albums (
  id integer PRIMARY KEY AUTOINCREMENT, left_path varchar(255), right_path varchar(255) NOT NULL,
  parent_id int, root_dir varchar(255), tag_title varchar(255), tag_album_artist varchar(255),
  tag_year integer
);
CREATE TABLE tracks (
  id integer PRIMARY KEY AUTOINCREMENT, filename varchar(255) NOT NULL, album_id int NOT NULL,
  tag_title varchar(255), tag_track_artist varchar(255), tag_brainz_id varchar(255)
);
CREATE TABLE genres (id integer PRIMARY KEY AUTOINCREMENT, name varchar(255) NOT NULL UNIQUE);
CREATE TABLE track_genres (track_id int NOT NULL, genre_id int NOT NULL);
CREATE TABLE album_genres (album_id int NOT NULL, genre_id int NOT NULL);
CREATE TABLE album_ratings (user_id int NOT NULL, album_id int NOT NULL, rating integer NOT NULL,
  PRIMARY KEY (user_id, album_id));
CREATE TABLE track_ratings (user_id int NOT NULL, track_id int NOT NULL, rating integer NOT NULL,
  PRIMARY KEY (user_id, track_id));
CREATE TABLE bookmarks (id integer PRIMARY KEY AUTOINCREMENT, user_id int, position integer,
  comment varchar(255), entry_id_type varchar(255), entry_id integer);
INSERT INTO users VALUES (1, 'ann', '', 1), (2, 'bo', '', 0);
INSERT INTO albums VALUES
  (1, '', 'Tides', 9, '/m', 'Tides', 'Reef', 1999), (2, '', 'Mixed', 9, '/m', 'Mixed',
   'Various Artists', 2001), (3, '', 'Loose', 9, '/m', '', '', 0),
  (4, '', 'Fog', 9, '/m', 'Fog', 'Reef', 2003), (5, '', 'Kiln', 9, '/m', 'Kiln', 'Reef', 2004),
  (6, '', 'Ash', 9, '/m', 'Ash', 'Reef', 2005), (9, '', 'top', NULL, '/m', NULL, NULL, NULL);
INSERT INTO genres VALUES (1, 'Folk');
INSERT INTO tracks (id, filename, album_id, tag_title, tag_track_artist) VALUES
  (1, '1.flac', 1, 'Ebb', 'Reef'), (2, '2.flac', 1, 'Flow', ''), (3, '3.flac', 2, 'Pier', 'Ann'),
  (4, '4.flac', 4, 'Mist', 'Reef'), (5, '5.flac', 5, 'Clay', 'Reef'),
  (6, '6.flac', 6, 'Soot', 'Reef'), (7, '7.flac', 6, 'Coal', 'Reef'), (8, '8.flac', 3, '', '');
INSERT INTO track_genres VALUES (1, 1);
INSERT INTO album_genres VALUES (1, 1);
"""
_TRACKS = f"""{_COMMON}
CREATE TABLE track_plays (id integer PRIMARY KEY AUTOINCREMENT, user_id int NOT NULL,
  track_id int NOT NULL, time datetime, count real, length integer);
INSERT INTO track_plays (user_id, track_id, time, count) VALUES
  (1, 1, '2025-01-01 00:00:00.123456789+00:00', 3), (1, 2, '2025-01-02 00:00:00+00:00', 0.5),
  (1, 3, '2025-01-03 00:00:00+00:00', 1), (1, 4, '2025-01-04 00:00:00+00:00', 1),
  (1, 6, NULL, 1), (1, 7, '2025-01-04 00:00:00+00:00', 0), (1, 8, '2025-01-05 00:00:00+00:00', 1),
  (2, 1, '2025-01-06 01:00:00+01:00', 1), (2, 5, '2025-01-07 00:00:00+00:00', 2);
INSERT INTO track_ratings VALUES (1, 1, 5), (1, 5, 1);
INSERT INTO bookmarks (user_id, position, entry_id_type, entry_id) VALUES (1, 90, 'tr', 7);
"""
_ALBUMS = f"""{_COMMON}
CREATE TABLE plays (id integer PRIMARY KEY AUTOINCREMENT, user_id int NOT NULL,
  album_id int NOT NULL, time datetime, count integer, length integer);
INSERT INTO plays (user_id, album_id, time, count) VALUES
  (1, 1, '2025-01-01 00:00:00.123456789+00:00', 3), (1, 2, '2025-01-02 00:00:00+00:00', 1),
  (1, 3, '2025-01-03 00:00:00+00:00', 1), (1, 4, '2025-01-04 00:00:00+00:00', 1), (1, 6, NULL, 1),
  (1, 5, '2025-01-04 00:00:00+00:00', 0), (2, 1, '2025-01-06 00:00:00+00:00', 1),
  (2, 5, '2025-01-07 00:00:00+00:00', 2), (2, 4, '2025-01-08 00:00:00+00:00', 2);
INSERT INTO album_ratings VALUES (1, 5, 2);
"""

SCHEMAS: dict[str, Build] = {"gonic": script(_TRACKS), "gonic-albums": script(_ALBUMS)}

EXPECTED: dict[str, Rows] = {
    "gonic": [
        ("1", "6", 0),
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "3", 1735862400),
        ("1", "4", 1735948800),
        ("1", "8", 1736035200),
        ("2", "1", 1736121600),
        ("2", "5", 1736208000),
    ],
    "gonic-albums": [
        ("1", "6", 0),
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "3", 1735862400),
        ("1", "4", 1735948800),
        ("2", "1", 1736121600),
        ("2", "5", 1736208000),
        ("2", "4", 1736294400),
    ],
}
