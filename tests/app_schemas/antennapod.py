"""A small database of AntennaPod."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode 16 was never played; 13 was cleared from the history; 17 is marked as played by hand.
_ANTENNAPOD = """
CREATE TABLE Feeds (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, custom_title TEXT, download_url TEXT,
  author TEXT, description TEXT
);
CREATE TABLE FeedItems (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, pubDate INTEGER, read INTEGER, link TEXT,
  description TEXT, media INTEGER, feed INTEGER, item_identifier TEXT
);
CREATE TABLE FeedMedia (
  id INTEGER PRIMARY KEY AUTOINCREMENT, duration INTEGER, download_url TEXT, position INTEGER,
  playback_completion_date INTEGER, feeditem INTEGER, played_duration INTEGER,
  last_played_time INTEGER
);
INSERT INTO Feeds (id, title, custom_title) VALUES (1, 'Dockside', NULL), (2, 'WRS', 'Wires');
INSERT INTO FeedItems (id, title, read, description, feed) VALUES
  (10, 'Opening', 1, 'The first.', 1), (11, 'Fog', 1, NULL, 1), (12, 'Closing', 0, NULL, 1),
  (13, 'Static', 1, '', 2), (14, 'Relay', 0, '', 2), (15, 'Fuse', 1, '', 2),
  (16, 'Switch', -1, '', 2), (17, 'Coil', 1, '', 2), (18, 'Lamp', 1, '', 2), (19, 'Bell', 1, '', 2);
INSERT INTO FeedMedia (id, feeditem, playback_completion_date, played_duration, last_played_time)
VALUES
  (1, 10, 1735693200000, 3600000, 1735689600000), (2, 11, 1735776900000, 900500, 1735776000000),
  (3, 12, 0, 60000, 1735862400999), (4, 13, 0, 1800000, 1735948800000),
  (5, 14, 0, 1000, 1736035200000), (6, 15, 1736121600000, 1800000, 1736121600000),
  (7, 16, 0, 0, 0), (8, 17, 1736208000000, 0, NULL),
  (9, 18, 1736208000000, 1800000, 1736208000000), (10, 19, 1736294400000, 1800000, 1736294400000);
"""

SCHEMAS: dict[str, Build] = {
    "antennapod": script(_ANTENNAPOD),
}

EXPECTED: dict[str, Rows] = {
    "antennapod": [
        ("me", "10", 1735689600),
        ("me", "11", 1735776000),
        ("me", "12", 1735862400),
        ("me", "13", 1735948800),
        ("me", "14", 1736035200),
        ("me", "15", 1736121600),
        ("me", "17", 1736208000),
        ("me", "18", 1736208000),
        ("me", "19", 1736294400),
    ],
}
