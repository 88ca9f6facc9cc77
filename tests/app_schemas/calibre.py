"""A small database of calibre."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Without the triggers, which call functions of the program. Book 1 is read on two devices.
_CALIBRE = """
PRAGMA user_version = 27;
CREATE TABLE books (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL DEFAULT 'Unknown' COLLATE NOCASE,
  sort TEXT COLLATE NOCASE, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  series_index REAL NOT NULL DEFAULT 1.0, author_sort TEXT COLLATE NOCASE,
  path TEXT NOT NULL DEFAULT '', uuid TEXT, has_cover BOOL DEFAULT 0
);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, UNIQUE (name));
CREATE TABLE books_tags_link (
  id INTEGER PRIMARY KEY, book INTEGER NOT NULL, tag INTEGER NOT NULL, UNIQUE (book, tag)
);
CREATE TABLE ratings (id INTEGER PRIMARY KEY, rating INTEGER, UNIQUE (rating));
CREATE TABLE books_ratings_link (
  id INTEGER PRIMARY KEY, book INTEGER NOT NULL, rating INTEGER NOT NULL, UNIQUE (book, rating)
);
CREATE TABLE last_read_positions (
  id INTEGER PRIMARY KEY, book INTEGER NOT NULL, format TEXT NOT NULL COLLATE NOCASE,
  user TEXT NOT NULL, device TEXT NOT NULL, cfi TEXT NOT NULL, epoch REAL NOT NULL,
  pos_frac REAL NOT NULL DEFAULT 0, UNIQUE (user, device, book, format)
);
INSERT INTO books (id, title, author_sort) VALUES
  (1, 'Low Water', 'Quill, A.'), (2, 'High Water', 'Quill, A.'), (3, 'Knots', 'Reed, B.'),
  (4, 'Charts', 'Reed, B.'), (5, 'Lights', 'Moor, C.'), (6, 'Unread', NULL);
INSERT INTO tags VALUES (1, 'Fiction'), (2, 'Sea');
INSERT INTO books_tags_link (book, tag) VALUES (1, 1), (1, 2), (2, 1), (3, 2);
INSERT INTO last_read_positions (book, format, user, device, cfi, epoch, pos_frac) VALUES
  (1, 'EPUB', 'ann', 'phone', '', 1735689600.75, 0.2),
  (1, 'EPUB', 'ann', 'desk', '', 1735862400.25, 0.5),
  (1, 'PDF', 'ann', 'desk', '', 1735776000.0, 0.9),
  (2, 'EPUB', 'ann', 'phone', '', 1735776000.5, 1.0),
  (3, 'EPUB', 'ann', 'phone', '', 1735948800.0, 0.1),
  (4, 'EPUB', 'ann', 'phone', '', 1736035200.0, 0.3),
  (1, 'EPUB', 'bob', 'tablet', '', 1735689600.0, 1.0),
  (3, 'EPUB', 'bob', 'tablet', '', 1735776000.0, 1.0),
  (4, 'EPUB', 'bob', 'tablet', '', 1735862400.0, 0.7),
  (5, 'EPUB', 'bob', 'tablet', '', 1735948800.999, 0.6);
"""

SCHEMAS: dict[str, Build] = {
    "calibre": script(_CALIBRE),
}

EXPECTED: dict[str, Rows] = {
    "calibre": [
        ("ann", "2", 1735776000),
        ("ann", "1", 1735862400),
        ("ann", "3", 1735948800),
        ("ann", "4", 1736035200),
        ("bob", "1", 1735689600),
        ("bob", "3", 1735776000),
        ("bob", "4", 1735862400),
        ("bob", "5", 1735948800),
    ],
}
