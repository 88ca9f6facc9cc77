"""A small database of Plex."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# The same guid in two libraries is one film; the last view is of a film that was deleted; the
# settings know of plays that the views do not, and of a film whose file is missing.
_PLEX = """
CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE metadata_items (
  id INTEGER PRIMARY KEY, library_section_id INTEGER, parent_id INTEGER, metadata_type INTEGER,
  guid VARCHAR(255), title VARCHAR(255), title_sort VARCHAR(255) COLLATE NOCASE,
  original_title VARCHAR(255), tags_genre VARCHAR(255), year INTEGER, deleted_at DATETIME
);
CREATE INDEX by_title_icu ON metadata_items (title_sort COLLATE icu_root);
CREATE TABLE media_items (
  id INTEGER PRIMARY KEY, metadata_item_id INTEGER, deleted_at DATETIME
);
CREATE TABLE metadata_item_views (
  id INTEGER PRIMARY KEY, account_id INTEGER, guid VARCHAR(255), metadata_type INTEGER,
  grandparent_title VARCHAR(255), title VARCHAR(255), viewed_at DATETIME
);
CREATE TABLE metadata_item_settings (
  id INTEGER PRIMARY KEY, account_id INTEGER, guid VARCHAR(255), rating FLOAT, view_offset INTEGER,
  view_count INTEGER, last_viewed_at DATETIME
);
INSERT INTO metadata_items (id, parent_id, metadata_type, guid, title, original_title, year) VALUES
  (1, NULL, 1, 'plex://movie/a', 'Low Water', 'Ebbe', 2001),
  (2, NULL, 1, 'plex://movie/a', 'Low Water', 'Ebbe', 2001),
  (3, NULL, 2, 'plex://show/b', 'Night Ferry', NULL, 2015),
  (4, 3, 3, 'plex://season/b1', 'Season 1', NULL, NULL),
  (5, 4, 4, 'plex://episode/c', 'Cast Off', NULL, 2015),
  (6, NULL, 1, 'plex://movie/d', 'High Water', NULL, 2003),
  (7, NULL, 1, 'plex://movie/e', 'Slack Water', NULL, NULL),
  (8, NULL, 8, 'plex://artist/l', 'The Lanterns', NULL, NULL),
  (9, 8, 9, 'plex://album/t', 'Tides', NULL, 1999),
  (10, 9, 10, 'plex://track/f', 'Harbour', NULL, 1999),
  (11, NULL, 1, 'plex://movie/new', 'Neap Tide', NULL, 2020);
INSERT INTO media_items (metadata_item_id, deleted_at) VALUES
  (1, 1735689600), (2, NULL), (6, NULL), (11, 1735689600), (11, 1735689601);
INSERT INTO metadata_item_views (account_id, guid, metadata_type, grandparent_title, title,
  viewed_at)
VALUES
  (1, 'plex://movie/a', 1, '', 'Low Water', '2025-01-01 00:00:00'),
  (1, 'plex://episode/c', 4, 'Night Ferry', 'Cast Off', 1735776000),
  (1, 'plex://movie/a', 1, '', 'Low Water', 1735862400),
  (1, 'plex://movie/gone', 1, '', 'Ebb', 1735948800),
  (2, 'plex://movie/a', 1, '', 'Low Water', 1736121600),
  (2, 'plex://track/f', 10, 'The Lanterns', 'Harbour', 1736208000);
INSERT INTO metadata_item_settings (account_id, guid, rating, view_count, last_viewed_at) VALUES
  (1, 'plex://movie/a', 9.0, 2, 1735862400), (1, 'plex://movie/d', NULL, 1, 1736035200),
  (1, 'plex://movie/e', NULL, 1, NULL), (1, 'plex://movie/new', 2.0, 0, NULL),
  (2, 'plex://show/b', NULL, 1, 1736035200);
"""

SCHEMAS: dict[str, Build] = {
    "plex": script(_PLEX),
}

EXPECTED: dict[str, Rows] = {
    "plex": [
        ("1", "plex://movie/a", 1735689600),
        ("1", "plex://episode/c", 1735776000),
        ("1", "plex://movie/a", 1735862400),
        ("1", "plex://movie/gone", 1735948800),
        ("1", "plex://movie/d", 1736035200),
        ("1", "plex://movie/e", 0),
        ("2", "plex://movie/a", 1736121600),
        ("2", "plex://track/f", 1736208000),
    ],
}
