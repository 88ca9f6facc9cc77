"""Generated libraries of Tautulli."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.truth import START, Truth, random_moment, random_works

TAUTULLI = """
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER DEFAULT NULL UNIQUE,
  username TEXT NOT NULL, friendly_name TEXT, email TEXT, is_active INTEGER DEFAULT 1);
CREATE TABLE session_history (id INTEGER PRIMARY KEY AUTOINCREMENT, reference_id INTEGER,
  started INTEGER, stopped INTEGER, rating_key INTEGER, user_id INTEGER, user TEXT,
  ip_address TEXT, paused_counter INTEGER DEFAULT 0, player TEXT, product TEXT, platform TEXT,
  machine_id TEXT, parent_rating_key INTEGER, grandparent_rating_key INTEGER, media_type TEXT,
  section_id INTEGER, view_offset INTEGER DEFAULT 0);
CREATE TABLE session_history_media_info (id INTEGER PRIMARY KEY, rating_key INTEGER,
  video_decision TEXT, duration INTEGER DEFAULT 0, container TEXT);
CREATE TABLE session_history_metadata (id INTEGER PRIMARY KEY, rating_key INTEGER,
  parent_rating_key INTEGER, grandparent_rating_key INTEGER, title TEXT, parent_title TEXT,
  grandparent_title TEXT, original_title TEXT, full_title TEXT, media_index INTEGER,
  section_id INTEGER, media_type TEXT, year INTEGER, originally_available_at TEXT,
  added_at INTEGER, duration INTEGER DEFAULT 0, guid TEXT, directors TEXT, genres TEXT,
  labels TEXT, live INTEGER DEFAULT 0);
CREATE INDEX idx_session_history_user_id ON session_history (user_id);
CREATE INDEX idx_session_history_metadata_guid ON session_history_metadata (guid);
CREATE INDEX idx_session_history_metadata_rating_key ON session_history_metadata (rating_key);
"""


def tautulli(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.executescript(TAUTULLI)
    truth, session = Truth(), 0
    works = random_works(rng, 30)
    keys = {work: n for n, work in enumerate(works, 100)}
    moved = rng.random() < 0.6
    # After a move the keys are dealt again.
    shuffled = list(keys.values())
    rng.shuffle(shuffled)
    later = dict(zip(works, shuffled, strict=True)) if moved else keys
    for user in (11, 12):
        for work in works:
            if rng.random() > 0.4:
                continue
            for moment in sorted(random_moment(rng) for _ in range(rng.choice((1, 1, 2)))):
                of_work = keys if moment < START + 300 * 86400 else later
                first = session + 1
                for part in range(rng.choice((1, 1, 2))):
                    session += 1
                    started = moment + part * 7200
                    db.execute(
                        "INSERT INTO session_history (id, reference_id, started, stopped, "
                        "rating_key, user_id, media_type) VALUES (?, ?, ?, ?, ?, ?, 'movie')",
                        (session, first, started, started + 3600, of_work[work], user),
                    )
                    guid = f"plex://movie/{work[0]}-{work[1]}"
                    db.execute(
                        "INSERT INTO session_history_metadata (id, rating_key, title, full_title, "
                        "media_type, year, guid, genres) VALUES (?, ?, ?, ?, 'movie', ?, ?, '')",
                        (session, of_work[work], work[0], work[0], work[1], guid),
                    )
            truth.watch(str(user), work)
            truth.offered.add(work)
    return truth
