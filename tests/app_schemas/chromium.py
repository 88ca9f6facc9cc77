"""A small database of Chromium."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Transitions: 0 a link, 1 typed, 3 a frame, 8 a reload; the last but one is a redirect on the way,
# the last the end of its chain.
_CHROMIUM = """
CREATE TABLE meta (key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
CREATE TABLE urls (
  id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR,
  visit_count INTEGER DEFAULT 0 NOT NULL, typed_count INTEGER DEFAULT 0 NOT NULL,
  last_visit_time INTEGER NOT NULL DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL
);
CREATE TABLE visits (
  id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT NULL,
  from_visit INTEGER, transition INTEGER DEFAULT 0 NOT NULL, segment_id INTEGER,
  visit_duration INTEGER DEFAULT 0 NOT NULL
);
CREATE TABLE visit_source (id INTEGER PRIMARY KEY, source INTEGER NOT NULL);
INSERT INTO urls (id, url, title, hidden) VALUES
  (1, 'https://tides.example/', 'Tides', 0), (2, 'https://tides.example/low', 'Low water', 0),
  (3, 'https://wires.example/', NULL, 0), (4, 'https://wires.example/relay', '', 0),
  (5, 'https://knots.example/', 'Knots', 0), (6, 'https://ads.example/', 'Ad', 1),
  (7, 'https://short.example/', 'Short', 0);
INSERT INTO visits (url, visit_time, transition) VALUES
  (1, 13380163200000000, 1), (2, 13380163200999999, 0), (1, 13380249600000000, 0x30000000),
  (3, 13380336000000000, 0), (4, 13380422400123456, 0), (5, 13380508800000000, 1),
  (1, 13380595200000000, 0), (6, 13380681600000000, 0), (1, 13380681600000000, 3),
  (1, 13380681600000000, 8), (7, 13380681600000000, 0x90000000),
  (2, 13380681600000000, 0xA0000000);
"""

SCHEMAS: dict[str, Build] = {
    "chromium": script(_CHROMIUM),
}

EXPECTED: dict[str, Rows] = {
    "chromium": [
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
