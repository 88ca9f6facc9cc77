"""A column that refers to films or to series, as another one says: both are described."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from ilora_edge.schema_guess.propose import propose

SCRIPT = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'Ana'), (2, 'Bo');
CREATE TABLE movies (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO movies VALUES (1, 'Low Water'), (2, 'Ice');
CREATE TABLE tv_shows (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO tv_shows VALUES (1, 'Harbour'), (2, 'Pier');
CREATE TABLE watch_history (id INTEGER PRIMARY KEY, user_id INT, {id} INT, {kind} TEXT,
  watched_at TEXT);
INSERT INTO watch_history VALUES
  (1, 1, 1, '{film}', '2026-02-01 10:00:00'), (2, 1, 1, '{show}', '2026-02-02 10:00:00'),
  (3, 2, 2, '{film}', '2026-02-03 10:00:00'), (4, 2, 2, '{show}', '2026-02-04 10:00:00');
"""


@pytest.mark.parametrize(
    ("id_column", "kind", "film", "show"),
    [
        ("content_id", "content_type", "movie", "show"),
        ("media_id", "media_type", "Movie", "TvShow"),
        ("item_id", "type", "movies", "shows"),
        ("watchable_id", "watchable_type", "App\\Models\\Movie", "App\\Models\\TvShow"),
    ],
)
def test_both_are_described(id_column: str, kind: str, film: str, show: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCRIPT.format(id=id_column, kind=kind, film=film, show=show))
        best = propose(db)[0]
        rows = db.execute(best.interactions).fetchall()
        assert best.items is not None
        titles = dict(db.execute(f"SELECT item, title FROM ({best.items})"))
    assert [(row[0], titles[row[1]]) for row in rows] == [
        (1, "Low Water"),
        (1, "Harbour"),
        (2, "Ice"),
        (2, "Pier"),
    ]
    assert any("says what" in reason for reason in best.reasons)


def test_of_tracks_and_their_albums_the_tracks_are_the_items() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(
            "CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT);"
            "CREATE TABLE tracks (id INTEGER PRIMARY KEY, title TEXT,"
            " album_id INT REFERENCES albums);"
            "CREATE TABLE plays (id INTEGER PRIMARY KEY, item_id INT, item_type TEXT,"
            " played_at TEXT);"
            "INSERT INTO albums VALUES (7, 'Tides'); INSERT INTO tracks VALUES (1, 'Pier', 7);"
            "INSERT INTO plays VALUES (1, 1, 'track', '2026-02-01'), (2, 7, 'album', '2026-02-02');"
        )
        best = propose(db)[0]
    assert "||" not in best.interactions
