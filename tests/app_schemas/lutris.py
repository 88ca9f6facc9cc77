"""A small database of Lutris."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Games 7 and 8 were never started; 8 is an entry without a name.
_LUTRIS = """
CREATE TABLE games (
  id INTEGER PRIMARY KEY, name TEXT, sortname TEXT, slug TEXT, platform TEXT, runner TEXT,
  directory TEXT, lastplayed INTEGER, installed INTEGER, installed_at INTEGER, year INTEGER,
  playtime REAL
);
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE games_categories (
  game_id INTEGER, category_id INTEGER,
  FOREIGN KEY (game_id) REFERENCES games (id), FOREIGN KEY (category_id) REFERENCES categories (id)
);
INSERT INTO games (id, name, slug, platform, runner, year, lastplayed, installed, playtime) VALUES
  (1, 'Low Water', 'low-water', 'Linux', 'linux', 2010, 1735689600, 1, 12.5),
  (2, 'High Water', 'high-water', 'Windows', 'wine', 2012, 1735776000, 1, 0.25),
  (3, 'Knots', 'knots', 'Windows', 'wine', NULL, 1735862400, 0, NULL),
  (4, 'Charts', 'charts', 'Linux', 'steam', 2020, 1735948800, 1, 100.0),
  (5, 'Lights', 'lights', NULL, NULL, NULL, 1736035200, 0, 3.0),
  (6, 'Fog', 'fog', 'Linux', 'linux', 2021, 1736121600, 1, 0.0),
  (7, 'Anchor', 'anchor', 'Linux', 'linux', 2021, 0, 1, 0.0),
  (8, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL),
  (9, 'Relay', 'relay', 'Linux', 'linux', 2022, 1736208000, 1, 1.0),
  (10, 'Coil', 'coil', 'Linux', 'linux', 2022, 1736208000, 1, 1.0);
"""

SCHEMAS: dict[str, Build] = {
    "lutris": script(_LUTRIS),
}

EXPECTED: dict[str, Rows] = {
    "lutris": [
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "6", 1736121600),
        ("me", "10", 1736208000),
        ("me", "9", 1736208000),
    ],
}
