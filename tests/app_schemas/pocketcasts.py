"""A small database of Pocket Casts."""

from __future__ import annotations

from app_schemas.building import Build, Rows, script

# Episode e3 was heard beyond its half, e4 was left before; e5 is marked as played and not yet
# synced, e6 was cleared from the history, e7 set back to unplayed, e8 put into the archive. Nobody
# subscribes to p2; p3 is rated low. u1 is a file of the person's own.
_POCKETCASTS = """
CREATE TABLE podcasts (uuid TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, podcast_url TEXT,
  subscribed INTEGER NOT NULL);
CREATE TABLE podcast_episodes (uuid TEXT NOT NULL PRIMARY KEY, episode_description TEXT NOT NULL,
  published_date INTEGER NOT NULL, title TEXT NOT NULL, duration REAL NOT NULL, download_url TEXT,
  played_up_to REAL NOT NULL, playing_status INTEGER NOT NULL, podcast_id TEXT NOT NULL,
  playing_status_modified INTEGER, archived INTEGER NOT NULL, season INTEGER, number INTEGER,
  last_playback_interaction_date INTEGER);
CREATE TABLE user_episodes (uuid TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL,
  duration REAL NOT NULL, download_url TEXT, played_up_to REAL NOT NULL,
  playing_status INTEGER NOT NULL, archived INTEGER NOT NULL, playing_status_modified INTEGER);
CREATE TABLE user_podcast_ratings (podcast_uuid TEXT NOT NULL PRIMARY KEY,
  rating INTEGER NOT NULL, modified_at INTEGER NOT NULL);
INSERT INTO podcasts VALUES
  ('p1', 'Dockside', 'https://dock.example', 1), ('p2', 'Wires', 'https://w.example', 0),
  ('p3', 'Knots', NULL, 1);
INSERT INTO user_podcast_ratings VALUES ('p1', 4, 0), ('p3', 2, 0);
INSERT INTO podcast_episodes (uuid, podcast_id, title, duration, played_up_to, playing_status,
  playing_status_modified, archived, season, number, last_playback_interaction_date,
  episode_description, published_date)
VALUES
  ('e1', 'p1', 'Opening', 1800, 1800, 2, NULL, 1, 1, 1, 1735689600500, 'A start.', 0),
  ('e2', 'p1', 'Closing', 1800, 0, 2, NULL, 0, 1, 2, 1735776000000, '', 0),
  ('e3', 'p1', 'Ropes', 1800, 900, 1, NULL, 0, 0, 0, 1735862400000, '', 0),
  ('e4', 'p1', 'Paint', 1800, 899, 1, NULL, 0, NULL, NULL, 1735900000000, '', 0),
  ('e5', 'p1', 'Sails', 1800, 0, 2, 1735948800000, 1, NULL, NULL, NULL, '', 0),
  ('e6', 'p1', 'Tar', 1800, 1800, 2, NULL, 0, NULL, NULL, 0, '', 0),
  ('e7', 'p1', 'Salt', 1800, 0, 0, NULL, 0, NULL, NULL, 1735960000000, '', 0),
  ('e8', 'p1', 'Rust', 1800, 0, 0, NULL, 1, NULL, NULL, NULL, '', 0),
  ('e9', 'p1', 'Fog', 0, 0, 0, NULL, 0, NULL, NULL, NULL, '', 0),
  ('w1', 'p2', 'Static', 1800, 1800, 2, NULL, 0, NULL, NULL, 1736035200000, '', 0),
  ('w2', 'p2', 'Relay', 1800, 0, 0, NULL, 0, NULL, NULL, NULL, '', 0),
  ('k1', 'p3', 'Bowline', 1800, 1800, 2, NULL, 0, NULL, NULL, 1736121600000, '', 0),
  ('k2', 'p3', 'Hitch', 1800, 0, 0, NULL, 0, NULL, NULL, NULL, '', 0);
INSERT INTO user_episodes VALUES
  ('u1', 'A talk', 600, NULL, 600, 2, 0, 1736208000000), ('u2', 'A song', 60, '', 0, 0, 0, NULL),
  ('u3', 'A tape', 60, '', 20, 1, 0, NULL);
"""

SCHEMAS: dict[str, Build] = {"pocketcasts": script(_POCKETCASTS)}

EXPECTED: dict[str, Rows] = {
    "pocketcasts": [
        ("me", "e6", 0),
        ("me", "e1", 1735689600),
        ("me", "e2", 1735776000),
        ("me", "e3", 1735862400),
        ("me", "e5", 1735948800),
        ("me", "w1", 1736035200),
        ("me", "k1", 1736121600),
        ("me", "u1", 1736208000),
    ],
}
