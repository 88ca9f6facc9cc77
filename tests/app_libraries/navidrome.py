"""Generated libraries of Navidrome."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.truth import START, Truth, random_moment, random_works, utc_text

NAVIDROME = """
CREATE TABLE user (id varchar(255) NOT NULL PRIMARY KEY, user_name varchar(255) NOT NULL UNIQUE,
  name varchar(255), is_admin bool DEFAULT FALSE NOT NULL, created_at datetime);
CREATE TABLE media_file (id varchar(255) NOT NULL PRIMARY KEY, path varchar(255) DEFAULT '',
  title varchar(255) NOT NULL DEFAULT '', album varchar(255) NOT NULL DEFAULT '',
  artist varchar(255) NOT NULL DEFAULT '', album_id varchar(255) NOT NULL DEFAULT '',
  year integer NOT NULL DEFAULT 0, duration real NOT NULL DEFAULT 0, genre varchar(255) DEFAULT '',
  sort_title varchar(255) COLLATE NATURALSORT, mbz_recording_id varchar(255) DEFAULT '',
  missing boolean NOT NULL DEFAULT FALSE, tags jsonb DEFAULT '{}', created_at datetime);
CREATE INDEX media_file_sort_title ON media_file (sort_title COLLATE NATURALSORT);
CREATE TABLE annotation (user_id varchar(255) NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  item_id varchar(255) NOT NULL DEFAULT '', item_type varchar(255) NOT NULL DEFAULT '',
  play_count integer DEFAULT 0, play_date datetime, rating integer DEFAULT 0, rated_at datetime,
  starred bool NOT NULL DEFAULT FALSE, starred_at datetime, UNIQUE (user_id, item_id, item_type));
CREATE INDEX annotation_play_count ON annotation (play_count);
"""

SCROBBLES = """
CREATE TABLE scrobbles (id integer PRIMARY KEY AUTOINCREMENT,
  media_file_id VARCHAR(255) NOT NULL REFERENCES media_file (id) ON DELETE CASCADE,
  user_id VARCHAR(255) NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  submission_time INTEGER NOT NULL);
CREATE INDEX scrobbles_date ON scrobbles (submission_time);
"""


def navidrome(db: sqlite3.Connection, rng: random.Random) -> Truth:
    db.create_collation("NATURALSORT", lambda a, b: (a > b) - (a < b))
    has_scrobbles = rng.random() < 0.7
    db.executescript(NAVIDROME + (SCROBBLES if has_scrobbles else ""))
    since = START + rng.randrange(600) * 86400
    truth, tracks = Truth(), []
    for n, (title, year) in enumerate(random_works(rng, 30)):
        gone = rng.random() < 0.15
        # A band has one song of a title, whenever that was published.
        artist = f"Lanterns of {year}"
        tracks.append((f"m{n}", (f"{artist} - {title}", year)))
        db.execute(
            "INSERT INTO media_file (id, title, artist, album, year, missing) "
            "VALUES (?, ?, ?, 'Tides', ?, ?)", (f"m{n}", title, artist, year, gone),
        )  # fmt: skip
        (truth.gone if gone else truth.offered).add(tracks[-1][1])
    for user in ("u1", "u2"):
        db.execute("INSERT INTO user (id, user_name) VALUES (?, ?)", (user, user))
        for item, work in tracks:
            chance, plays = (
                rng.random(),
                sorted(random_moment(rng) for _ in range(rng.choice((1, 2, 5)))),
            )
            if chance < 0.4:
                last = utc_text(plays[-1]) + ".123456789+00:00"
                db.execute(
                    "INSERT INTO annotation (user_id, item_id, item_type, play_count, play_date) "
                    "VALUES (?, ?, 'media_file', ?, ?)",
                    (user, item, len(plays), last if chance < 0.36 else None),
                )
                for moment in plays if has_scrobbles else ():
                    if moment >= since:
                        db.execute(
                            "INSERT INTO scrobbles (media_file_id, user_id, submission_time) "
                            "VALUES (?, ?, ?)", (item, user, moment),
                        )  # fmt: skip
                truth.watch(user, work)
            elif chance < 0.46:
                db.execute(
                    "INSERT INTO annotation (user_id, item_id, item_type, rating) "
                    "VALUES (?, ?, 'media_file', 1)", (user, item),
                )  # fmt: skip
                truth.dislike(user, work)
            elif chance < 0.5:
                db.execute(
                    "INSERT INTO annotation (user_id, item_id, item_type, starred) "
                    "VALUES (?, ?, 'media_file', 1)", (user, item),
                )  # fmt: skip
    return truth
