"""Watcharr and MediaTracker: what was given up, numbers that films and series share, places."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app_offers import Rows, offered, written

from ilora_edge.histories.database import HistoryDB


def history_of(path: Path) -> dict[str, list[str]]:
    with HistoryDB(path) as history:
        return {user: [e.item_id for e in events] for user, events in history.histories()}


def content(number: int, title: str, kind: str, tmdb: int) -> tuple[str, dict[str, object]]:
    return "contents", {"id": number, "tmdb_id": tmdb, "title": title, "type": kind, "imdb_id": "",
                        "release_date": "2005-01-02"}  # fmt: skip


def test_what_was_finished_once_and_then_dropped_is_seen_and_no_history(tmp_path: Path) -> None:
    rows: Rows = [("users", {"id": 1, "username": "ann"})]
    for number, status in ((1, "DROPPED"), (2, "FINISHED")):
        rows += [
            content(number, f"Film {number}", "movie", number),
            ("watcheds", {"id": number, "user_id": 1, "content_id": number, "status": status,
                          "rating": 0}),
            ("activities", {"user_id": 1, "watched_id": number, "type": "STATUS_CHANGED",
                            "data": "FINISHED", "created_at": "2025-01-02 00:00:00+00:00"}),
        ]  # fmt: skip
    rows.append(content(3, "Film 3", "movie", 3))
    assert offered("watcharr 2026", rows, tmp_path) == {"1": ["c3"]}
    assert history_of(tmp_path / "app.db") == {"1": ["c2"]}


def test_a_film_and_a_series_may_have_one_number(tmp_path: Path) -> None:
    rows: Rows = [
        ("users", {"id": 1, "username": "ann"}),
        content(1, "Kiln", "movie", 7), content(2, "Ash", "tv", 7), content(3, "Clay", "movie", 8),
        ("watcheds", {"id": 1, "user_id": 1, "content_id": 1, "status": "FINISHED", "rating": 0}),
    ]  # fmt: skip
    assert offered("watcharr 1.20.0", rows, tmp_path) == {"1": ["c2", "c3"]}


def test_mediatrackers_film_and_series_may_have_one_number(tmp_path: Path) -> None:
    rows: Rows = [
        ("user", {"id": 1, "name": "ann"}), ("seen", {"userId": 1, "mediaItemId": 1, "date": 9}),
        *(("mediaItem", {"id": n, "tmdbId": 7, "title": title, "mediaType": kind,
                         "releaseDate": "2005", "source": "tmdb"})
          for n, title, kind in ((1, "Kiln", "movie"), (2, "Ash", "tv"))),
    ]  # fmt: skip
    assert offered("mediatracker 2023", rows, tmp_path) == {"1": ["2"]}


def test_mediatracker_of_2022_kept_places_among_what_was_seen(tmp_path: Path) -> None:
    rows: Rows = [("user", {"id": 1, "name": "ann"})]
    rows += [("mediaItem", {"id": n, "title": f"Film {n}", "mediaType": "movie", "source": "tmdb"})
             for n in (1, 2, 3)]  # fmt: skip
    rows += [("seen", {"userId": 1, "mediaItemId": n, "date": 1_700_000_000_000}) for n in (1, 2)]
    path = written("mediatracker 2022-01", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE seen ADD COLUMN type TEXT")
        db.execute("ALTER TABLE seen ADD COLUMN progress REAL")
        db.execute("UPDATE seen SET type = 'seen'")
        db.execute("UPDATE seen SET type = 'progress', progress = 0.4 WHERE mediaItemId = 2")
        db.commit()
    assert history_of(path) == {"1": ["1"]}
    with HistoryDB(path) as history:
        assert set(history.seen()) == {("1", "1"), ("1", "2")}
