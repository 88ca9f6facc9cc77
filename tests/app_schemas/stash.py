"""A small database of Stash."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Video 6 was played before there were dates; of 5 the file is gone, 7 is left in the middle, 8 has
# no title and two files.
_STASH = """
CREATE TABLE studios (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, name varchar(255));
CREATE TABLE scenes_tags (scene_id INTEGER NOT NULL, tag_id INTEGER NOT NULL);
CREATE TABLE files (id INTEGER PRIMARY KEY AUTOINCREMENT, basename varchar(255) NOT NULL,
  parent_folder_id INTEGER NOT NULL);
CREATE TABLE scenes_files (scene_id INTEGER NOT NULL, file_id INTEGER NOT NULL,
  "primary" boolean NOT NULL, PRIMARY KEY (scene_id, file_id));
CREATE TABLE scenes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title varchar(255), details TEXT, date date,
  rating tinyint, studio_id INTEGER,
  created_at datetime NOT NULL DEFAULT '2024-01-01T01:00:00+01:00',
  resume_time float NOT NULL DEFAULT 0
);
CREATE TABLE scenes_view_dates (scene_id INTEGER NOT NULL, view_date datetime NOT NULL);
CREATE TABLE scenes_o_dates (scene_id INTEGER NOT NULL, o_date datetime NOT NULL);
INSERT INTO studios VALUES (1, 'Reef');
INSERT INTO tags VALUES (1, 'Folk');
INSERT INTO scenes (id, title, date, rating, studio_id) VALUES
  (1, 'Low Water', '1999-05-06', 80, 1), (2, 'High Water', NULL, NULL, 1), (3, 'Kiln', NULL, 20, 1),
  (4, 'Ash', NULL, NULL, NULL), (5, 'Gone', NULL, NULL, NULL), (6, 'Old', NULL, NULL, NULL),
  (7, 'Half', NULL, NULL, NULL), (8, '', NULL, NULL, NULL), (9, 'Rated', NULL, 40, NULL);
UPDATE scenes SET resume_time = 90 WHERE id = 7;
INSERT INTO scenes_tags VALUES (1, 1);
INSERT INTO files VALUES (1, '1.mkv', 1), (2, '2.mkv', 1), (3, '3.mkv', 1), (4, '4.mkv', 1),
  (6, '6.mkv', 1), (7, '7.mkv', 1), (8, '8.mkv', 1), (9, '9.mkv', 1), (10, '8 bis.mkv', 1);
INSERT INTO scenes_files VALUES (1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 4, 1), (6, 6, 1), (7, 7, 1),
  (8, 8, 1), (8, 10, 0), (9, 9, 1);
INSERT INTO scenes_view_dates VALUES (1, '2025-01-01T00:00:00Z'), (2, '2025-01-02T00:00:00Z'),
  (1, '2025-01-03T00:00:00Z'), (3, '2025-01-04T00:00:00Z'), (4, '2025-01-05T00:00:00Z'),
  (5, '2025-01-06T00:00:00Z'), (6, '2024-01-01T00:00:00Z'), (6, '2024-01-01T00:00:00Z'),
  (8, '2025-01-07T00:00:00Z');
"""

SCHEMAS: dict[str, Build] = {"stash": script(_STASH)}

EXPECTED: dict[str, Rows] = {
    "stash": [
        ("me", "6", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "1", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121600),
        ("me", "8", 1736208000),
    ],
}
