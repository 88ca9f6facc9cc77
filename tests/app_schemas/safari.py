"""A small database of Safari."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Item 6 has two titles; a visit failed, and one was sent on.
_SAFARI = """
CREATE TABLE history_items (
  id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, domain_expansion TEXT NULL,
  visit_count INTEGER NOT NULL DEFAULT 0, daily_visit_counts BLOB,
  should_recompute_derived_visit_counts INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE history_visits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  history_item INTEGER NOT NULL REFERENCES history_items (id) ON DELETE CASCADE,
  visit_time REAL NOT NULL, title TEXT NULL, load_successful BOOLEAN NOT NULL DEFAULT 1,
  http_non_get BOOLEAN NOT NULL DEFAULT 0, synthesized BOOLEAN NOT NULL DEFAULT 0,
  redirect_source INTEGER NULL UNIQUE, redirect_destination INTEGER NULL UNIQUE
);
CREATE TABLE history_tombstones (
  id INTEGER PRIMARY KEY AUTOINCREMENT, start_time REAL NOT NULL, end_time REAL NOT NULL, url TEXT
);
INSERT INTO history_items (id, url) VALUES
  (1, 'https://tides.example/'), (2, 'https://tides.example/low'), (3, 'https://wires.example/'),
  (4, 'https://wires.example/relay'), (5, 'https://knots.example/'), (6, 'https://news.example/');
INSERT INTO history_visits (history_item, visit_time, title, load_successful, redirect_destination)
VALUES
  (1, 757382400, 'Tides', 1, NULL), (2, 757382400.9, 'Low water', 1, NULL),
  (1, 757468800.5, 'Tides', 1, NULL), (3, 757555200, NULL, 1, NULL), (4, 757641600, '', 1, NULL),
  (5, 757728000.25, 'Knots', 1, NULL), (6, 757814400, 'Today', 1, NULL),
  (6, 757810000, 'Yesterday', 0, NULL), (2, 757900800, 'Low water', 1, NULL),
  (1, 757900800, 'Tides', 1, 3);
"""

SCHEMAS: dict[str, Build] = {
    "safari": script(_SAFARI),
}

EXPECTED: dict[str, Rows] = {
    "safari": [
        ("me", "1", 1735689600),
        ("me", "2", 1735689600),
        ("me", "1", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "6", 1736121600),
        ("me", "2", 1736208000),
    ],
}
