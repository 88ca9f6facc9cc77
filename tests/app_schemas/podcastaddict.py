"""A small database of Podcast Addict."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode 1 was played to its end, 2 marked as read, 3 left behind its half, 4 before it, 5 set back
# to unread, 6 never touched; 7 is of a podcast that was only looked at, 8 a text, 9 a file that was
# opened with the app.
_PODCAST_ADDICT = """
CREATE TABLE podcasts (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,
  subscribed_status INTEGER NOT NULL, feed_url TEXT UNIQUE NOT NULL COLLATE nocase,
  custom_name TEXT);
CREATE TABLE episodes (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE nocase,
  podcast_id INTEGER NOT NULL, guid TEXT NOT NULL, publication_date INTEGER NOT NULL,
  download_url TEXT, favorite INTEGER NOT NULL DEFAULT 0, seen_status INTEGER NOT NULL,
  position_to_resume INTEGER, local_file_name TEXT, duration_ms INTEGER NOT NULL DEFAULT -1,
  playbackDate INTEGER NOT NULL DEFAULT -1, seasonNb INTEGER DEFAULT -1,
  episodeNb INTEGER DEFAULT -1);
INSERT INTO podcasts VALUES (1, 'Dockside', 1, 'https://d.example/feed', 'Quay'),
  (2, 'Wires', 0, 'https://w.example/feed', ''), (-1, 'Files', 1, 'file', NULL);
INSERT INTO episodes (_id, name, podcast_id, guid, publication_date, download_url, seen_status,
  position_to_resume, duration_ms, playbackDate)
VALUES (1, 'Moor', 1, 'g1', 1, 'https://d.example/1', 1, 0, 1800000, 1735689600000),
  (2, 'Salvage', 1, 'g2', 2, 'https://d.example/2', 1, 0, 1800000, -1),
  (3, 'Aground', 1, 'g3', 3, 'https://d.example/3', 0, 900000, 1800000, 1735776000000),
  (4, 'Cast Off', 1, 'g4', 4, 'https://d.example/4', 0, 60000, 1800000, 1735862400000),
  (5, 'Fog', 1, 'g5', 5, 'https://d.example/5', 0, 0, 1800000, 1735862400000),
  (6, 'Landfall', 1, 'g6', 6, 'https://d.example/6', 0, NULL, -1, -1),
  (7, 'Copper', 2, 'g7', 7, 'https://w.example/7', 1, 0, 1800000, 1735948800000),
  (8, 'A Notice', 1, 'g8', 8, '', 0, 0, -1, -1),
  (9, 'a.mp3', -1, 'g9', 9, 'file:///a.mp3', 1, 0, 1800000, 1736035200000);
INSERT INTO episodes (name, podcast_id, guid, publication_date, download_url, seen_status,
  duration_ms, playbackDate)
  SELECT 'Night ' || _id, 1, 'n' || _id, 9, 'https://d.example/n' || _id, 1, 1800000,
    1736035200000 + 86400000 * _id FROM episodes WHERE _id < 5;
"""

SCHEMAS: dict[str, Build] = {"podcastaddict": script(_PODCAST_ADDICT)}

EXPECTED: dict[str, Rows] = {
    "podcastaddict": [
        ("me", "2", 0),
        ("me", "1", 1735689600),
        ("me", "3", 1735776000),
        ("me", "7", 1735948800),
        ("me", "10", 1736121600),
        ("me", "11", 1736208000),
        ("me", "12", 1736294400),
        ("me", "13", 1736380800),
    ],
}
