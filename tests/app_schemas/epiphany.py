"""A small database of GNOME Web."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Visit 4 is the page that a window begins with, 6 a page that was loaded again, 11 one that was
# gone back to; 9 is by a link to the page that one is on.
_EPIPHANY = """
CREATE TABLE hosts (id INTEGER PRIMARY KEY, url LONGVARCAR, title LONGVARCAR,
  visit_count INTEGER DEFAULT 0 NOT NULL, zoom_level REAL DEFAULT 0.0);
CREATE TABLE urls (id INTEGER PRIMARY KEY,
  host INTEGER NOT NULL REFERENCES hosts (id) ON DELETE CASCADE, url LONGVARCAR, title LONGVARCAR,
  sync_id LONGVARCAR, visit_count INTEGER DEFAULT 0 NOT NULL,
  typed_count INTEGER DEFAULT 0 NOT NULL, last_visit_time INTEGER,
  thumbnail_update_time INTEGER DEFAULT 0, hidden_from_overview INTEGER DEFAULT 0,
  pinned INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE visits (id INTEGER PRIMARY KEY,
  url INTEGER NOT NULL REFERENCES urls (id) ON DELETE CASCADE, visit_time INTEGER NOT NULL,
  visit_type INTEGER NOT NULL, referring_visit INTEGER);
INSERT INTO hosts (id, url, title) VALUES (1, 'https://tides.example/', 'tides.example');
INSERT INTO urls (id, host, url, title, visit_count, hidden_from_overview) VALUES
  (1, 1, 'https://tides.example/', 'Tides', 4, 0), (2, 1, 'https://tides.example/low', NULL, 2, 1),
  (3, 1, 'https://tides.example/high', 'High water', 1, 0),
  (4, 1, 'https://tides.example/start', 'Start', 1, 0),
  (5, 1, 'https://tides.example/moon', 'Moon', 1, 0),
  (6, 1, 'https://tides.example/kept', 'Kept', 0, 0), (7, 1, 'about:overview', 'Overview', 0, 0);
INSERT INTO visits (id, url, visit_time, visit_type) VALUES
  (1, 1, 1735689600000001, 2), (2, 2, 1735776000000000, 1), (3, 3, 1735862400000000, 0),
  (4, 4, 1735870000000000, 9), (5, 1, 1735948800000000, 8), (6, 1, 1735948900000000, 0),
  (7, 5, 1736035200000000, 1), (8, 2, 1736121600000000, 1), (9, 2, 1736121700000000, 1),
  (10, 1, 1736208000000000, 2), (11, 3, 1736208100000000, 0);
"""

SCHEMAS: dict[str, Build] = {"epiphany": script(_EPIPHANY)}

EXPECTED: dict[str, Rows] = {
    "epiphany": [
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "1", 1735948800),
        ("me", "5", 1736035200),
        ("me", "2", 1736121600),
        ("me", "2", 1736121700),
        ("me", "1", 1736208000),
    ],
}
