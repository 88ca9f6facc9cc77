"""A small database of PodFetch."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode 1 was heard on two days, on the second from two devices; 3 is known by its address alone;
# 4 was set back to the beginning, 5 only downloaded; 6 was deleted by the server.
_PODFETCH = """
CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, username VARCHAR(255) NOT NULL UNIQUE,
  role TEXT NOT NULL, password VARCHAR(255));
CREATE TABLE podcasts (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE,
  directory_id TEXT NOT NULL, rssfeed TEXT NOT NULL, image_url TEXT NOT NULL);
CREATE TABLE podcast_episodes (
  id INTEGER PRIMARY KEY NOT NULL, podcast_id INTEGER NOT NULL REFERENCES podcasts (id),
  episode_id TEXT NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL, date_of_recording TEXT NOT NULL,
  image_url TEXT NOT NULL, total_time INTEGER DEFAULT 0 NOT NULL,
  description TEXT DEFAULT '' NOT NULL, guid TEXT DEFAULT '' NOT NULL,
  deleted BOOLEAN DEFAULT 0 NOT NULL
);
CREATE TABLE episodes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, username VARCHAR(255) NOT NULL,
  device VARCHAR(255) NOT NULL, podcast VARCHAR(255) NOT NULL, episode VARCHAR(255) NOT NULL,
  timestamp DATETIME NOT NULL, guid VARCHAR(255), action VARCHAR(255) NOT NULL, started INTEGER,
  position INTEGER, total INTEGER, UNIQUE (username, device, podcast, episode, timestamp)
);
INSERT INTO users VALUES (1, 'ann', 'admin', NULL), (2, 'bo', 'user', NULL);
INSERT INTO podcasts VALUES (1, 'Dock', 'd1', 'https://dock.example/feed', '');
INSERT INTO podcast_episodes (id, podcast_id, episode_id, name, url, date_of_recording, image_url,
  guid, deleted)
SELECT value, 1, 'e' || value, 'Part ' || value, 'https://dock.example/' || value || '.mp3', '',
  '', 'g' || value, value = 6
FROM json_each('[1, 2, 3, 4, 5, 6, 7, 8]');
INSERT INTO episodes (username, device, podcast, episode, timestamp, guid, action, position) VALUES
  ('ann', 'web', 'f', 'https://dock.example/1.mp3', '2025-01-01 00:00:00', 'g1', 'play', 90),
  ('ann', 'web', 'f', 'https://dock.example/1.mp3?x=1', '2025-01-02 00:00:00', 'g1', 'play', 99),
  ('ann', 'phone', 'f', 'https://dock.example/1.mp3', '2025-01-02 00:00:00', 'g1', 'play', 99),
  ('ann', 'web', 'f', 'https://dock.example/2.mp3', '2025-01-03 00:00:00', 'g2', 'play', NULL),
  ('ann', 'web', 'f', 'https://dock.example/3.mp3', '2025-01-04 00:00:00', NULL, 'play', 5),
  ('ann', 'web', 'f', 'https://dock.example/4.mp3', '2025-01-05 00:00:00', 'g4', 'play', 0),
  ('ann', 'web', 'f', 'https://dock.example/5.mp3', '2025-01-05 00:00:00', 'g5', 'download', NULL),
  ('ann', 'web', 'f', 'https://dock.example/6.mp3', '2025-01-06 00:00:00', 'g6', 'play', 7),
  ('ann', 'web', 'f', 'https://gone.example/1.mp3', '2025-01-06 00:00:00', 'x', 'play', 7),
  ('ann', 'web', 'f', 'https://dock.example/7.mp3', '', 'g7', 'play', 7),
  ('bo', 'web', 'f', 'https://dock.example/1.mp3', '2025-01-07 00:00:00', 'g1', 'play', 7),
  ('bo', 'web', 'f', 'https://dock.example/8.mp3', '2025-01-08 00:00:00', 'g8', 'play', 7);
"""

SCHEMAS: dict[str, Build] = {"podfetch": script(_PODFETCH)}

EXPECTED: dict[str, Rows] = {
    "podfetch": [
        ("ann", "7", 0),
        ("ann", "1", 1735689600),
        ("ann", "1", 1735776000),
        ("ann", "2", 1735862400),
        ("ann", "3", 1735948800),
        ("ann", "6", 1736121600),
        ("bo", "1", 1736208000),
        ("bo", "8", 1736294400),
    ],
}
