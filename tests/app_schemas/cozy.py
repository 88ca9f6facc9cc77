"""A small database of Cozy."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Book 1 was heard to its end, 2 is under way, 3 was set back to unread, 4 marked as read by hand; 5
# is out of the list of what was heard last, 6 out of the library.
_COZY = """
CREATE TABLE book (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL, author VARCHAR(255) NOT NULL,
  reader VARCHAR(255) NOT NULL, position INTEGER NOT NULL, rating INTEGER NOT NULL, cover BLOB,
  playback_speed REAL NOT NULL, last_played INTEGER NOT NULL, offline INTEGER, downloaded INTEGER,
  hidden INTEGER NOT NULL DEFAULT 0);
CREATE TABLE track (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL, number INTEGER NOT NULL,
  disk INTEGER NOT NULL, position INTEGER NOT NULL, book_id INTEGER NOT NULL, length REAL NOT NULL);
INSERT INTO book (id, name, author, reader, position, rating, playback_speed, last_played, hidden)
VALUES (1, 'Tides', 'Ann Lee', 'Bo', -1, -1, 1.0, 1735689600, 0),
  (2, 'Harbours', 'Ann Lee', 'Bo', 20, -1, 1.0, 1735776000, 0),
  (3, 'Kilns', '', '', 0, -1, 1.0, 1735862400, 0), (4, 'Lamps', 'Cy', '', -1, -1, 1.0, 0, 0),
  (5, 'Knots', 'Cy', '', 50, -1, 1.0, 0, 0), (6, 'Ropes', 'Cy', '', 0, -1, 1.0, 0, 1),
  (7, 'Sails', 'Cy', '', 0, -1, 1.0, 0, 0);
INSERT INTO book (name, author, reader, position, rating, playback_speed, last_played)
  SELECT 'Night ' || id, 'Dee', '', 60, -1, 1.0, 1735862400 + 86400 * id FROM book WHERE id < 5;
"""

SCHEMAS: dict[str, Build] = {"cozy": script(_COZY)}

EXPECTED: dict[str, Rows] = {
    "cozy": [
        ("me", "4", 0),
        ("me", "5", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "8", 1735948800),
        ("me", "9", 1736035200),
        ("me", "10", 1736121600),
        ("me", "11", 1736208000),
    ],
}
