"""A small database of YACReader."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Comic 2 was begun, 5 is marked by hand, 6 was opened for its reader when 1 ended, 7 was set back,
# 8 has two files, of 9 the file is gone; 11 was taken out of what is being read, 12 lies in a
# folder that is set as read, 13 is rated low.
_YACREADER = """
CREATE TABLE folder (id INTEGER PRIMARY KEY, parentId INTEGER NOT NULL, name TEXT NOT NULL,
  path TEXT NOT NULL, finished BOOLEAN DEFAULT 0, completed BOOLEAN DEFAULT 1,
  FOREIGN KEY (parentId) REFERENCES folder (id) ON DELETE CASCADE);
CREATE TABLE comic_info (id INTEGER PRIMARY KEY, title TEXT, numPages INTEGER, number TEXT,
  isBis BOOLEAN, volume TEXT, genere TEXT, writer TEXT, date TEXT, synopsis TEXT,
  hash TEXT UNIQUE NOT NULL, read BOOLEAN DEFAULT 0, hasBeenOpened BOOLEAN DEFAULT 0,
  rating REAL DEFAULT 0, currentPage INTEGER DEFAULT 1, lastTimeOpened INTEGER, series TEXT);
CREATE TABLE comic (id INTEGER PRIMARY KEY, parentId INTEGER NOT NULL,
  comicInfoId INTEGER NOT NULL, fileName TEXT NOT NULL, path TEXT,
  FOREIGN KEY (parentId) REFERENCES folder (id) ON DELETE CASCADE,
  FOREIGN KEY (comicInfoId) REFERENCES comic_info (id));
INSERT INTO folder (id, parentId, name, path, finished) VALUES
  (1, 1, 'root', '/', 0), (2, 1, 'Tides', '/Tides', 0), (3, 1, 'Old', '/Old', 1),
  (4, 3, 'Older', '/Old/Older', 0);
INSERT INTO comic_info (id, title, number, isBis, volume, writer, date, hash, read, hasBeenOpened,
  rating, currentPage, lastTimeOpened, numPages, series)
VALUES
  (1, 'Low Water', '1', 0, '2015', 'Ann' || char(10) || 'Bob', '1/5/2015', 'h1', 1, 1, 4.5, 22,
    1735689600, 22, 'Tides'),
  (2, 'High Water', '2', 0, '2015', NULL, '//2015', 'h2', 0, 1, 0, 9, 1735776000, 22, 'Tides'),
  (3, '', '3', 0, '2015', NULL, NULL, 'h3', 1, 1, 0, 22, 1735862400, 22, 'Tides'),
  (4, NULL, NULL, NULL, NULL, NULL, NULL, 'h4', 1, 1, 0, 10, 1735948800, 30, NULL),
  (5, NULL, NULL, NULL, NULL, NULL, NULL, 'h5', 1, 0, 0, 1, NULL, 30, NULL),
  (6, 'Slack Water', '4', 0, '2015', NULL, NULL, 'h6', 0, 1, 0, 1, 1735689601, 22, 'Tides'),
  (7, 'Ebb', '5', 0, '2015', NULL, NULL, 'h7', 0, 0, 0, 1, NULL, 22, 'Tides'),
  (8, 'Spark', '1', 0, 'Wires', NULL, NULL, 'h8', 1, 1, 0, 20, 1736035200, 20, ''),
  (9, 'Relay', '2', 0, 'Wires', NULL, NULL, 'h9', 1, 1, 0, 20, 1736121600, 20, ''),
  (10, 'Fuse', '2', 1, 'Wires', NULL, NULL, 'h10', 1, 1, 0, 20, 1736208000, 20, ''),
  (11, NULL, NULL, NULL, NULL, NULL, NULL, 'h11', 0, 0, 0, 0, 1735000000, 9, NULL),
  (12, NULL, NULL, NULL, NULL, NULL, NULL, 'h12', 0, 0, 0, 1, NULL, 9, NULL),
  (13, NULL, NULL, NULL, NULL, NULL, NULL, 'h13', 0, 0, 2, 1, NULL, 9, NULL);
INSERT INTO comic (parentId, comicInfoId, fileName, path) VALUES
  (2, 1, '01.cbz', '/Tides/01.cbz'), (2, 2, '02.cbz', '/Tides/02.cbz'),
  (2, 3, '03.cbz', '/Tides/03.cbz'), (1, 4, 'A. Quill - Knots.cbr', '/A. Quill - Knots.cbr'),
  (1, 5, 'Bells.cbz', '/Bells.cbz'), (2, 6, '04.cbz', '/Tides/04.cbz'),
  (2, 7, '05.cbz', '/Tides/05.cbz'), (1, 8, 'w1.cbz', '/w1.cbz'), (1, 8, 'copy.cbz', '/copy.cbz'),
  (1, 10, 'w2b.cbz', '/w2b.cbz'), (1, 11, 'Lamps.cbz', '/Lamps.cbz'),
  (4, 12, 'Rope.cbz', '/Old/Older/Rope.cbz'), (1, 13, 'Salt.cbz', '/Salt.cbz');
"""

SCHEMAS: dict[str, Build] = {"yacreader": script(_YACREADER)}

EXPECTED: dict[str, Rows] = {
    "yacreader": [
        ("me", "5", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "8", 1736035200),
        ("me", "9", 1736121600),
        ("me", "10", 1736208000),
    ],
}
