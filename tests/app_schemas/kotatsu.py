"""A small database of Kotatsu."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Manga 6 was taken out of the history, 7 is a favourite, 8 was one, 9 was only looked at; of 1 the
# statistics know two days before the last.
_KOTATSU = """
CREATE TABLE manga (manga_id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, alt_title TEXT,
  url TEXT NOT NULL, author TEXT, source TEXT NOT NULL);
CREATE TABLE history (manga_id INTEGER PRIMARY KEY NOT NULL REFERENCES manga (manga_id),
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, chapter_id INTEGER NOT NULL,
  page INTEGER NOT NULL, percent REAL NOT NULL, deleted_at INTEGER NOT NULL);
CREATE TABLE favourite_categories (category_id INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE favourites (manga_id INTEGER NOT NULL REFERENCES manga (manga_id),
  category_id INTEGER NOT NULL REFERENCES favourite_categories (category_id),
  created_at INTEGER NOT NULL, deleted_at INTEGER NOT NULL, PRIMARY KEY (manga_id, category_id));
CREATE TABLE tags (tag_id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, "key" TEXT NOT NULL,
  source TEXT NOT NULL);
CREATE TABLE manga_tags (manga_id INTEGER NOT NULL REFERENCES manga (manga_id),
  tag_id INTEGER NOT NULL REFERENCES tags (tag_id), PRIMARY KEY (manga_id, tag_id));
CREATE TABLE stats (manga_id INTEGER NOT NULL REFERENCES history (manga_id),
  started_at INTEGER NOT NULL, duration INTEGER NOT NULL, pages INTEGER NOT NULL,
  PRIMARY KEY (manga_id, started_at));
INSERT INTO manga VALUES (1, 'Kiln', 'Forno' || char(10) || 'Four', 'u1', 'Ann Quill', 'S'),
  (2, 'Ash', NULL, 'u2', NULL, 'S'), (3, 'Clay', NULL, 'u3', NULL, 'S'),
  (4, 'Loam', NULL, 'u4', NULL, 'S'), (5, 'Slate', NULL, 'u5', NULL, 'S'),
  (6, 'Marl', NULL, 'u6', NULL, 'S'), (7, 'Flint', NULL, 'u7', NULL, 'S'),
  (8, 'Shale', NULL, 'u8', NULL, 'S'), (10, 'Ash', NULL, 'u10', NULL, 'T'),
  (9, 'Chalk', NULL, 'u9', NULL, 'S');
INSERT INTO history VALUES (1, 1735689600000, 1735948800000, 11, 3, 0.5, 0),
  (2, 1735776000000, 1735776000000, 21, 0, 0.1, 0), (3, 1735862400000, 1735862400000, 31, 0, 1, 0),
  (4, 1736035200000, 1736035200000, 41, 0, -1, 0), (5, 1736121600000, 1736121600000, 51, 0, 1, 0),
  (6, 1736208000000, 1736208000000, 61, 0, 1, 1736294400000),
  (10, 1736380800000, 1736380800000, 101, 0, 1, 0);
INSERT INTO favourite_categories VALUES (1, 'Later');
INSERT INTO favourites VALUES (7, 1, 1735689600000, 0), (8, 1, 1735689600000, 1736294400000);
INSERT INTO tags VALUES (1, 'Drama', 'drama', 'S'), (2, 'Crafts', 'crafts', 'S');
INSERT INTO manga_tags VALUES (1, 1), (1, 2);
INSERT INTO stats VALUES (1, 1735689600000, 9, 9), (1, 1735776000000, 9, 9),
  (1, 1735779600000, 9, 9), (1, 1735948800000, 9, 9), (2, 1735776000000, 9, 9),
  (6, 1735776000000, 9, 9);
"""

SCHEMAS: dict[str, Build] = {"kotatsu": script(_KOTATSU)}

EXPECTED: dict[str, Rows] = {
    "kotatsu": [
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "1", 1735779600),
        ("me", "3", 1735862400),
        ("me", "1", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121600),
        ("me", "10", 1736380800),
    ]
}
