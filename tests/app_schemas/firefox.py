"""A small database of Firefox."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Place 6 is hidden, as the targets of frames are; 3 has no title and 4 an empty one.
_FIREFOX = """
CREATE TABLE moz_places (
  id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR,
  visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, last_visit_date INTEGER,
  guid TEXT, description TEXT
);
CREATE TABLE moz_historyvisits (
  id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER,
  visit_type INTEGER, session INTEGER
);
INSERT INTO moz_places (id, url, title, hidden, description) VALUES
  (1, 'https://tides.example/', 'Tides', 0, 'Tables of tides'),
  (2, 'https://tides.example/low', 'Low water', 0, NULL),
  (3, 'https://wires.example/', NULL, 0, NULL), (4, 'https://wires.example/relay', '', 0, NULL),
  (5, 'https://knots.example/', 'Knots', 0, NULL), (6, 'https://ads.example/', 'Ad', 1, NULL),
  (7, 'https://knots.example/sheet.pdf', 'sheet.pdf', 0, NULL);
INSERT INTO moz_historyvisits (place_id, visit_date, visit_type) VALUES
  (1, 1735689600000000, 2), (2, 1735689600999999, 1), (1, 1735776000000000, 3),
  (3, 1735862400000000, 1), (4, 1735948800123456, 1), (5, 1736035200000000, 2),
  (5, 1736035200000001, 9), (1, 1736121600000000, 1), (2, 1736208000000000, 1),
  (6, 1736208000000000, 1), (1, 1736208000000000, 9), (1, 1736208000000000, 4),
  (7, 1736208000000000, 7), (6, 1736208000000000, 8), (3, 1736208000000000, 4);
"""

SCHEMAS: dict[str, Build] = {
    "firefox": script(_FIREFOX),
}

EXPECTED: dict[str, Rows] = {
    "firefox": [
        ("me", "1", 1735689600),
        ("me", "2", 1735689600),
        ("me", "1", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "1", 1736121600),
        ("me", "2", 1736208000),
    ],
}
