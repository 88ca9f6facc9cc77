"""A small database of LMS, the Lightweight Music Server."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Track 2 has no artist of its own, 3 is of various artists, 8 without a title. The play of track 1
# came back from ListenBrainz; bo has rated 5 low, and left 6 in the middle.
_LMS = """
CREATE TABLE user (id INTEGER PRIMARY KEY, type INTEGER, login_name TEXT NOT NULL,
  listenbrainz_token TEXT);
CREATE TABLE release (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mbid TEXT NOT NULL);
CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE track (id INTEGER PRIMARY KEY, name TEXT NOT NULL, date TEXT, mbid TEXT,
  recording_mbid TEXT, absolute_file_path TEXT NOT NULL, release_id BIGINT);
CREATE TABLE track_artist_link (id INTEGER PRIMARY KEY, type INTEGER, track_id BIGINT,
  artist_id BIGINT);
CREATE TABLE cluster_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE cluster (id INTEGER PRIMARY KEY, name TEXT NOT NULL, cluster_type_id BIGINT);
CREATE TABLE track_cluster (track_id BIGINT, cluster_id BIGINT);
CREATE TABLE listen (id INTEGER PRIMARY KEY, date_time TEXT, backend INTEGER,
  sync_state INTEGER, track_id BIGINT, user_id BIGINT);
CREATE TABLE rated_track (id INTEGER PRIMARY KEY, rating BIGINT NOT NULL, last_updated TEXT,
  track_id BIGINT, user_id BIGINT);
CREATE TABLE track_bookmark (id INTEGER PRIMARY KEY, offset INTEGER, comment TEXT,
  track_id BIGINT, user_id BIGINT);
INSERT INTO user (id, login_name) VALUES (1, 'ann'), (2, 'bo');
INSERT INTO release VALUES (1, 'Tides', ''), (2, 'Mixed', ''), (3, '', '');
INSERT INTO artist VALUES (1, 'Reef'), (2, 'Various Artists'), (3, 'Ann');
INSERT INTO track (id, name, date, absolute_file_path, release_id) VALUES
  (1, 'Ebb', '1999', '/m/1.flac', 1), (2, 'Flow', '1999-05-01', '/m/2.flac', 1),
  (3, 'Pier', NULL, '/m/3.flac', 2), (4, 'Mist', '2003', '/m/4.flac', NULL),
  (5, 'Clay', '2004', '/m/5.flac', 1), (6, 'Soot', '2005', '/m/6.flac', 1),
  (7, 'Coal', '2005', '/m/7.flac', 1), (8, '', NULL, '/m/8.flac', 3);
INSERT INTO track_artist_link (type, track_id, artist_id) VALUES
  (0, 1, 1), (0, 1, 3), (2, 1, 3), (8, 2, 1), (8, 3, 2), (0, 4, 1), (0, 5, 1), (0, 6, 1), (0, 7, 1);
INSERT INTO cluster_type VALUES (1, 'GENRE'), (2, 'MOOD');
INSERT INTO cluster VALUES (1, 'Folk', 1), (2, 'Calm', 2);
INSERT INTO track_cluster VALUES (1, 1), (1, 2);
INSERT INTO listen (date_time, backend, sync_state, track_id, user_id) VALUES
  ('2025-01-01T00:00:00.000', 0, 1, 1, 1), ('2025-01-01T00:00:00.000', 1, 1, 1, 1),
  ('2025-01-02T00:00:00.000', 0, 1, 2, 1), ('2025-01-03T00:00:00.000', 0, 1, 1, 1),
  ('2025-01-04T00:00:00.000', 0, 1, 3, 1), ('2025-01-05T00:00:00.000', 0, 1, 8, 1),
  ('2025-01-06T00:00:00.000', 1, 1, 4, 2),
  ('2025-01-07T00:00:00.000', 0, 1, 1, 2), ('2025-01-08T00:00:00.000', 0, 1, 4, 2);
INSERT INTO rated_track (rating, track_id, user_id) VALUES (5, 1, 1), (1, 5, 2);
INSERT INTO track_bookmark (offset, comment, track_id, user_id) VALUES (9000, '', 6, 2);
"""

SCHEMAS: dict[str, Build] = {"lms": script(_LMS)}

EXPECTED: dict[str, Rows] = {
    "lms": [
        ("1", "1", 1735689600),
        ("1", "2", 1735776000),
        ("1", "1", 1735862400),
        ("1", "3", 1735948800),
        ("1", "8", 1736035200),
        ("2", "4", 1736121600),
        ("2", "1", 1736208000),
        ("2", "4", 1736294400),
    ],
}
