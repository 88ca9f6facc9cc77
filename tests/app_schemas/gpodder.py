"""A small database of gPodder."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode 6 has a place and no time; 7 was put away unheard, 8 was there when the feed was new, 9
# has no address.
_GPODDER = """
CREATE TABLE podcast (
  id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL DEFAULT '', url TEXT NOT NULL DEFAULT '',
  auto_archive_episodes INTEGER NOT NULL DEFAULT 0, download_folder TEXT NOT NULL DEFAULT ''
);
CREATE TABLE episode (
  id INTEGER PRIMARY KEY NOT NULL, podcast_id INTEGER NOT NULL, title TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '', url TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0,
  guid TEXT NOT NULL, state INTEGER NOT NULL DEFAULT 0, is_new INTEGER NOT NULL DEFAULT 0,
  current_position INTEGER NOT NULL DEFAULT 0,
  current_position_updated INTEGER NOT NULL DEFAULT 0, last_playback INTEGER NOT NULL DEFAULT 0
);
INSERT INTO podcast (id, title, url, download_folder) VALUES
  (1, 'Dockside', 'https://dock.example/feed', 'dock'), (2, 'Wires', 'https://w.example', 'w');
INSERT INTO episode (id, podcast_id, title, url, guid, state, is_new, current_position,
  current_position_updated, last_playback)
VALUES
  (1, 1, 'Opening', 'https://dock.example/1', 'g1', 1, 0, 0, 0, 1735689600),
  (2, 1, 'Closing', 'https://dock.example/2', 'g2', 2, 0, 90, 1735700000, 1735776000),
  (3, 1, 'Ropes', 'https://dock.example/3', 'g3', 0, 0, 60, 1735862400, 0),
  (4, 1, 'Paint', 'https://dock.example/4', 'g4', 0, 0, 0, 0, 1735948800),
  (5, 2, 'Static', 'https://w.example/5', 'g5', 1, 0, 0, 0, 1736035200),
  (6, 2, 'Relay', 'https://w.example/6', 'g6', 1, 0, 60, 0, 0),
  (7, 2, 'Fuse', 'https://w.example/7', 'g7', 2, 0, 0, 0, 0),
  (8, 2, 'Switch', 'https://w.example/8', 'g8', 0, 0, 0, 0, 0),
  (9, 2, 'Notes', '', 'g9', 0, 0, 0, 0, 1736121600),
  (10, 2, 'Bulb', 'https://w.example/10', 'g10', 0, 1, 5, 1736208000, 1736208000);
"""

SCHEMAS: dict[str, Build] = {"gpodder": script(_GPODDER)}

EXPECTED: dict[str, Rows] = {
    "gpodder": [
        ("me", "6", 0),
        ("me", "1", 1735689600),
        ("me", "2", 1735776000),
        ("me", "3", 1735862400),
        ("me", "4", 1735948800),
        ("me", "5", 1736035200),
        ("me", "9", 1736121600),
        ("me", "10", 1736208000),
    ],
}
