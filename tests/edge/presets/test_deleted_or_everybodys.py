"""What a feed reader deletes, and a server that counts everybody's plays together."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app_offers import Rows, offered, written

from ilora_edge.histories.database import HistoryDB


def test_newsboat_that_deletes_what_was_read(tmp_path: Path) -> None:
    """It can be told to, at its end: then what is deleted was read."""
    rows: Rows = [
        ("rss_item", {"id": n, "guid": f"g{n}", "title": title, "unread": unread, "pubDate": n,
         "deleted": deleted}) for n, title, unread, deleted in (
             (1, "Ferry late", 0, 1), (2, "New pier", 0, 1), (3, "Old pier", 1, 0))
    ]  # fmt: skip
    path = written("newsboat 2.33", rows, tmp_path / "app.db")
    with HistoryDB(path) as history:
        assert [event.item_id for event in history.read_history("me")] == ["1", "2"]
        assert list(history.unavailable_items()) == ["1", "2"]


def test_supysonic_of_two_people_counts_nobodys_plays(tmp_path: Path) -> None:
    """Each has a last play, what they rated 3 or more, and what they starred, each once."""
    rows: Rows = [
        *(("user", {"id": who, "name": who, "last_play_id": track, "last_play_date": day})
          for who, track, day in (("ann", "t3", "2025-01-03"), ("bo", "t1", "2025-01-04"))),
        ("artist", {"id": "r", "name": "Reef"}),
        ("album", {"id": "a", "name": "Tides", "artist_id": "r"}),
        *(("track", {"id": f"t{n}", "title": f"Song {n}", "album_id": "a", "artist_id": "r",
           "path_hash": str(n), "play_count": 3, "last_play": "2025-01-05"}) for n in range(1, 7)),
        *(("rating_track", {"user_id": who, "rated_id": track, "rating": stars})
          for who, track, stars in (("ann", "t1", 5), ("ann", "t6", 2), ("bo", "t1", 4))),
        *(("starred_track", {"user_id": "bo", "starred_id": track, "date": "2025-01-05"})
          for track in ("t1", "t4")),
    ]  # fmt: skip
    found = offered("supysonic 2026", rows, tmp_path)
    with HistoryDB(tmp_path / "app.db") as history:
        heard = {user: [e.item_id for e in events] for user, events in history.histories()}
    assert heard == {"ann": ["t1", "t3"], "bo": ["t1", "t4"]}
    assert found == {"ann": ["t2", "t4", "t5"], "bo": ["t2", "t3", "t5", "t6"]}


def test_freshrss_notes_when_since_2025(tmp_path: Path) -> None:
    """What was read before has no time, and stands before what has."""
    rows: Rows = [
        ("entry", {"id": n, "guid": f"g{n}", "title": f"E{n}", "is_read": 1, "id_feed": 1,
         "is_favorite": 0}) for n in (1, 2, 3)
    ]  # fmt: skip
    path = written("freshrss 1.24", rows, tmp_path / "app.db")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE entry ADD COLUMN lastUserModified BIGINT DEFAULT 0")
        db.execute("UPDATE entry SET lastUserModified = 1735689600 WHERE id = 1")
    with HistoryDB(path) as history:
        events = [(event.item_id, event.timestamp) for event in history.read_history("me")]
    assert events == [("2", 0), ("3", 0), ("1", 1735689600)]
