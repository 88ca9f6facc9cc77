"""A small database of Mihon."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Chapter 32 was removed from the history.
_MIHON = """
CREATE TABLE mangas (
  _id INTEGER NOT NULL PRIMARY KEY, source INTEGER NOT NULL, url TEXT NOT NULL, artist TEXT,
  author TEXT, description TEXT, genre TEXT, title TEXT NOT NULL, status INTEGER NOT NULL,
  favorite INTEGER NOT NULL
);
CREATE TABLE chapters (
  _id INTEGER NOT NULL PRIMARY KEY, manga_id INTEGER NOT NULL, url TEXT NOT NULL,
  name TEXT NOT NULL, read INTEGER NOT NULL, last_page_read INTEGER NOT NULL,
  FOREIGN KEY (manga_id) REFERENCES mangas (_id) ON DELETE CASCADE
);
CREATE TABLE history (
  _id INTEGER NOT NULL PRIMARY KEY, chapter_id INTEGER NOT NULL UNIQUE, last_read INTEGER,
  time_read INTEGER NOT NULL,
  FOREIGN KEY (chapter_id) REFERENCES chapters (_id) ON DELETE CASCADE
);
INSERT INTO mangas (_id, source, url, author, genre, title, status, favorite) VALUES
  (1, 7, '/1', 'Q. Quill', 'Drama, Sea', 'Low Water', 1, 1),
  (2, 7, '/2', 'Q. Quill', 'Drama', 'High Water', 1, 0),
  (3, 7, '/3', NULL, NULL, 'Knots', 1, 1), (4, 8, '/4', 'R. Reed', '', 'Charts', 2, 1),
  (5, 8, '/5', 'R. Reed', 'Comedy', 'Lights', 2, 1), (6, 8, '/6', NULL, NULL, 'Unread', 0, 1);
INSERT INTO chapters (_id, manga_id, url, name, read, last_page_read) VALUES
  (11, 1, '/1/1', 'One', 1, 0), (12, 1, '/1/2', 'Two', 1, 0), (13, 1, '/1/3', 'Three', 1, 0),
  (21, 2, '/2/1', 'One', 1, 0), (31, 3, '/3/1', 'One', 1, 0), (32, 3, '/3/2', 'Two', 1, 0),
  (41, 4, '/4/1', 'One', 0, 5), (51, 5, '/5/1', 'One', 0, 2), (52, 5, '/5/2', 'Two', 0, 0);
INSERT INTO history (chapter_id, last_read, time_read) VALUES
  (11, 1735689600000, 300000), (12, 1735689600999, 200500), (13, 1735776000000, 1),
  (21, 1735862400000, 0), (31, 1735948800000, 90000), (32, 0, 90000),
  (41, 1736035200000, 60000), (51, 1736121600500, 60000), (52, 1736208000000, 60000);
"""

SCHEMAS: dict[str, Build] = {
    "mihon": script(_MIHON),
}

EXPECTED: dict[str, Rows] = {
    "mihon": [
        ("me", "1", 1735689600),
        ("me", "1", 1735689600),
        ("me", "1", 1735776000),
        ("me", "2", 1735862400),
        ("me", "3", 1735948800),
        ("me", "4", 1736035200),
        ("me", "5", 1736121600),
        ("me", "5", 1736208000),
    ],
}
