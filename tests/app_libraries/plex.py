"""Generated libraries of Plex."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime

from app_libraries.truth import START, Truth, random_moment, random_works, utc_text


def plex(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.create_collation("icu_root", lambda a, b: (a > b) - (a < b))
    db.executescript(PLEX)
    truth, number = Truth(), 0
    # Texts, numbers, or texts until an update and numbers since.
    text_until = rng.choice((START, START + 300 * 86400, START + 10**9))
    works = random_works(rng, 24)

    def at(moment: int) -> str | int:
        return utc_text(moment) if moment < text_until else moment

    there: list[tuple[str, int]] = []
    for title, year in works:
        guid = f"plex://movie/{title}-{year}"
        state = rng.random()
        if state < 0.1:
            # Deleted from the library; its views stay.
            continue
        is_missing = state < 0.2
        for _ in range(2 if rng.random() < 0.2 else 1):
            number += 1
            db.execute(
                "INSERT INTO metadata_items (id, metadata_type, guid, title, year) "
                "VALUES (?, 1, ?, ?, ?)", (number, guid, title, year),
            )  # fmt: skip
            for _ in range(rng.choice((1, 2))):
                db.execute("INSERT INTO media_items (metadata_item_id, deleted_at) VALUES (?, ?)",
                           (number, START if is_missing else None))  # fmt: skip
        (truth.gone if is_missing else truth.offered).add((title, year))
        there.append((title, year))
    # The owner, a friend, and somebody of the home who has no account of their own.
    for user in (1, 31415926, 2):
        for title, year in works:
            guid = f"plex://movie/{title}-{year}"
            chance, moment = rng.random(), random_moment(rng)
            if chance < 0.3:
                for n in range(rng.choice((1, 1, 2))):
                    when = at(moment + n * 86400)
                    spring = int(datetime(year, 3, 1, tzinfo=UTC).timestamp())
                    released = utc_text(spring) if isinstance(when, str) else spring
                    db.execute(
                        "INSERT INTO metadata_item_views (account_id, guid, metadata_type, title, "
                        "viewed_at, originally_available_at) VALUES (?, ?, 1, ?, ?, ?)",
                        (user, guid, title, when, released),
                    )
                if (title, year) in there:
                    db.execute(_SETTINGS, (user, guid, None, 1, at(moment)))
                    truth.watch(str(user), (title, year))
            elif chance < 0.4 and (title, year) in there:
                # Marked, with or without a time.
                db.execute(_SETTINGS, (user, guid, None, 1, at(moment) if chance < 0.35 else None))
                truth.watch(str(user), (title, year))
            elif chance < 0.45 and (title, year) in there:
                db.execute(_SETTINGS, (user, guid, 2.0, 0, None))
                truth.dislike(str(user), (title, year))
    return truth


_SETTINGS = (
    "INSERT INTO metadata_item_settings (account_id, guid, rating, view_count, last_viewed_at) "
    "VALUES (?, ?, ?, ?, ?)"
)

PLEX = """
CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(255));
CREATE TABLE metadata_items (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  library_section_id INTEGER, parent_id INTEGER, metadata_type INTEGER, guid VARCHAR(255),
  media_item_count INTEGER, title VARCHAR(255), title_sort VARCHAR(255) COLLATE NOCASE,
  original_title VARCHAR(255), studio VARCHAR(255), rating FLOAT, summary TEXT, "index" INTEGER,
  duration INTEGER, tags_genre VARCHAR(255), originally_available_at DATETIME, year INTEGER,
  added_at DATETIME, deleted_at DATETIME, hash VARCHAR(255));
CREATE INDEX index_metadata_items_on_guid ON metadata_items (guid);
CREATE INDEX index_title_sort_icu ON metadata_items (title_sort COLLATE icu_root);
CREATE TABLE media_items (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  library_section_id INTEGER, metadata_item_id INTEGER, width INTEGER, size INTEGER,
  deleted_at DATETIME);
CREATE TABLE metadata_item_settings (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  account_id INTEGER, guid VARCHAR(255), rating FLOAT, view_offset INTEGER, view_count INTEGER,
  last_viewed_at DATETIME, created_at DATETIME, updated_at DATETIME, skip_count INTEGER DEFAULT 0,
  extra_data VARCHAR(255));
CREATE TABLE metadata_item_views (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  account_id INTEGER, guid VARCHAR(255), metadata_type INTEGER, library_section_id INTEGER,
  grandparent_title VARCHAR(255), parent_index INTEGER, parent_title VARCHAR(255),
  "index" INTEGER, title VARCHAR(255), thumb_url VARCHAR(255), viewed_at DATETIME,
  grandparent_guid VARCHAR(255), originally_available_at DATETIME, device_id INTEGER);
CREATE TABLE spellfix_tag_titles_vocab (id INTEGER PRIMARY KEY, rank INT, word TEXT);
CREATE VIRTUAL TABLE fts4_metadata_titles USING fts4(title, content='');
"""
