"""A small database of Strawberry."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# A time of -1 is "never", although song 4 has a count; song 5 is gone from disk;
# of 13 an import brought the last play and no count, which a reset never leaves.
_STRAWBERRY = """
CREATE TABLE songs (
  title TEXT, album TEXT, artist TEXT, albumartist TEXT, genre TEXT,
  year INTEGER NOT NULL DEFAULT -1, url TEXT NOT NULL, playcount INTEGER NOT NULL DEFAULT 0,
  skipcount INTEGER NOT NULL DEFAULT 0, lastplayed INTEGER NOT NULL DEFAULT -1,
  unavailable INTEGER DEFAULT 0, rating INTEGER DEFAULT -1
);
INSERT INTO songs (rowid, title, album, artist, genre, url, playcount, lastplayed, unavailable)
VALUES
  (1, 'Harbour', 'Tides', 'The Lanterns', 'Folk', 'file:///1.flac', 4, 1735689600, 0),
  (2, 'Pier', 'Tides', 'The Lanterns', 'Folk', 'file:///2.flac', 1, 1735776000, 0),
  (3, 'Ferry', 'Tides', 'The Lanterns', 'Folk', 'file:///3.flac', 0, -1, 0),
  (4, 'Static', 'Wires', 'Copper Field', '', 'file:///4.flac', 2, -1, 0),
  (5, 'Relay', 'Wires', 'Copper Field', '', 'file:///5.flac', 2, 1735862400, 1),
  (6, '', '', '', '', 'file:///6.flac', 1, 1735862400, 0),
  (7, 'Untitled', '', '', '', 'file:///7.flac', 9, 1735948800, 0),
  (9, 'Coil', 'Wires', 'Copper Field', '', 'file:///9.flac', 1, 1736035200, 0),
  (10, 'Lamp', 'Wires', 'Copper Field', '', 'file:///10.flac', 1, 1736121600, 0),
  (11, 'Bell', 'Wires', 'Copper Field', '', 'file:///11.flac', 1, 1736208000, 0),
  (12, 'Fuse', 'Wires', 'Copper Field', '', 'file:///12.flac', 1, 1736208000, 0),
  (13, NULL, NULL, NULL, NULL, 'file:///13.flac', 0, 1736208000, 0);
"""

SCHEMAS: dict[str, Build] = {
    "strawberry": script(_STRAWBERRY),
}

EXPECTED: dict[str, Rows] = {
    "strawberry": [
        ("me", "4", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "5", 1735862400),
        ("me", "6", 1735862400),
        ("me", "7", 1735948800),
        ("me", "9", 1736035200),
        ("me", "10", 1736121600),
        ("me", "11", 1736208000),
        ("me", "12", 1736208000),
        ("me", "13", 1736208000),
    ],
}
