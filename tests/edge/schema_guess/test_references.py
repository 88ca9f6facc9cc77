"""Of several references the one that rows make; what it refers to, before what that refers to."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import propose

DAY = "2024-03-{:02d} 10:00:00"


def proposed(script: str, table: str, rows: list[tuple[object, ...]]) -> Proposal:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(script)
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        return propose(connection)[0]


def test_a_reference_that_no_row_makes_is_not_the_item() -> None:
    best = proposed(
        "CREATE TABLE films (id TEXT PRIMARY KEY, title TEXT, year INTEGER);"
        "CREATE TABLE episodes (id TEXT PRIMARY KEY, film_id TEXT REFERENCES films, title TEXT);"
        "CREATE TABLE play_history (id INTEGER PRIMARY KEY, user_id TEXT,"
        " film_id TEXT REFERENCES films, episode_id TEXT REFERENCES episodes, watched_at TEXT);"
        "INSERT INTO films VALUES ('f1', 'Low Water', 2001), ('f2', 'High Water', 2003)",
        "play_history",
        [(n, f"u{n % 2}", f"f{1 + n % 2}", None, DAY.format(1 + n)) for n in range(20)],
    )
    assert "film_id AS item" in best.interactions
    assert best.items is not None
    assert "FROM films" in best.items


def test_the_name_of_a_file_is_a_title_before_the_site_it_is_from() -> None:
    best = proposed(
        "CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT, url TEXT);"
        "CREATE TABLE videos (id INTEGER PRIMARY KEY, file_path TEXT UNIQUE, file_name TEXT,"
        " source_site TEXT, duration REAL);"
        "CREATE TABLE play_history (id INTEGER PRIMARY KEY, video_id INTEGER REFERENCES videos,"
        " play_count INTEGER, last_played TEXT);"
        "INSERT INTO videos VALUES (1, '/v/a.mp4', 'a.mp4', 'x', 60), (2, '/v/b.mp4', 'b.mp4',"
        " 'x', 60)",
        "play_history",
        [(n, 1 + n % 2, 1, DAY.format(1 + n)) for n in range(20)],
    )
    assert "video_id AS item" in best.interactions
    assert best.items is not None
    assert "FROM videos" in best.items
