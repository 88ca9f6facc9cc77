"""A small database of Lollypop."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Song 9 got its popularity by a click on the stars, 10 is rated two of five, 11 is a chart's.
_LOLLYPOP = """
CREATE TABLE albums (id INTEGER PRIMARY KEY, name TEXT NOT NULL, popularity INT NOT NULL,
  rate INT NOT NULL, loved INT NOT NULL, synced INT NOT NULL);
CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sortname TEXT NOT NULL);
CREATE TABLE tracks (id INTEGER PRIMARY KEY, name TEXT NOT NULL, uri TEXT NOT NULL,
  album_id INT NOT NULL, year INT, popularity INT NOT NULL, loved INT NOT NULL DEFAULT 0,
  rate INT NOT NULL, ltime INT NOT NULL, storage_type INT NOT NULL, mb_track_id TEXT);
CREATE TABLE track_artists (track_id INT NOT NULL, artist_id INT NOT NULL);
INSERT INTO albums VALUES (1, 'Tides', 9, 0, 1, 0), (2, 'Skipped', 0, 0, 4, 0);
INSERT INTO artists VALUES (1, 'Reef', 'Reef'), (2, 'Ann', 'Ann');
INSERT INTO tracks VALUES
  (1, 'Harbour', 'file:///1', 1, 1999, 3, 2, 5, 1735689600, 2, 'a'),
  (2, 'Pier', 'file:///2', 1, 1999, 1, 1, 0, 1735776000, 2, NULL),
  (3, 'Ferry', 'file:///3', 1, 1999, 1, 1, -1, 1735862400, 2, ''),
  (4, 'Static', 'file:///4', 1, NULL, 1, 1, 0, 1735948800, 8, NULL),
  (5, 'Relay', 'file:///5', 1, 1999, 1, 1, 0, 1736035200, 2, NULL),
  (6, 'Coil', 'file:///6', 1, 1999, 1, 1, 0, 1736121600, 2, NULL),
  (7, 'Lamp', 'file:///7', 1, 1999, 1, 1, 0, 1736208000, 2, NULL),
  (8, 'Buoy', 'file:///8', 2, 1999, 1, 1, 0, 1736294400, 2, NULL),
  (9, 'Rope', 'file:///9', 1, 1999, 5, 1, 0, 0, 2, NULL),
  (10, 'Mast', 'file:///10', 1, 1999, 0, 1, 2, 0, 2, NULL),
  (11, 'Chart', 'https://c.example', 1, 2020, 0, 1, 0, 0, 256, NULL);
INSERT INTO track_artists VALUES (1, 1), (1, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1),
  (9, 1), (10, 1), (11, 2);
"""

SCHEMAS: dict[str, Build] = {"lollypop": script(_LOLLYPOP)}

EXPECTED: dict[str, Rows] = {
    "lollypop": [("me", str(n), 1735689600 + 86400 * (n - 1)) for n in range(1, 9)],
}
