"""What a feed reader deletes or hides, and what several people did in one file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
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


def test_a_feed_that_freshrss_does_not_show_is_not_offered(tmp_path: Path) -> None:
    """An article without its feed, and one of a feed that only its category shows, are."""
    rows: Rows = [
        *(("feed", {"id": n, "url": f"u{n}", "name": f"Feed {n}", "priority": priority})
          for n, priority in ((1, 10), (2, 0), (3, -10))),
        *(("entry", {"id": n, "guid": f"g{n}", "title": f"E{n}", "is_read": n == 5, "id_feed": feed,
           "is_favorite": 0}) for n, feed in ((1, 1), (2, 2), (3, 3), (4, None), (5, 3))),
    ]  # fmt: skip
    found = offered("freshrss 1.24", rows, tmp_path)
    with HistoryDB(tmp_path / "app.db") as history:
        assert [event.item_id for event in history.read_history("me")] == ["5"]
    assert found == {"me": ["1", "2", "4"]}


@pytest.mark.parametrize("release", ["zotero 7", "zotero 9"])
@pytest.mark.parametrize("account", [7, "7", None])
def test_a_mark_in_a_groups_paper_is_its_makers(
    release: str, account: int | str | None, tmp_path: Path
) -> None:
    """By whom a mark is that was made before anybody signed in is not said: it is one's own."""
    rows: Rows = [
        ("libraries", {"libraryID": 1, "type": "group"}),
        ("fields", {"fieldID": 1, "fieldName": "title"}),
        *(("users", {"userID": who, "name": str(who)}) for who in (7, 8)),
    ]
    if account is not None:
        rows.append(("settings", {"setting": "account", "key": "userID", "value": account}))
    for n, maker in ((1, 7), (2, 8), (3, None), (4, "none")):
        rows += [
            ("itemDataValues", {"valueID": n, "value": f"Paper {n}"}),
            *(("items", {"itemID": item, "itemTypeID": 1, "libraryID": 1, "key": str(item),
                         "dateAdded": "2025-01-01 00:00:00"}) for item in (n, n + 10, n + 20)),
            ("itemData", {"itemID": n, "fieldID": 1, "valueID": n}),
            ("itemAttachments", {"itemID": n + 10, "parentItemID": n}),
            ("itemAnnotations", {"itemID": n + 20, "parentItemID": n + 10, "type": 1,
                                 "isExternal": 0}),
        ]  # fmt: skip
        if maker != "none":
            rows.append(("groupItems", {"itemID": n + 20, "createdByUserID": maker}))
    found = offered(release, rows, tmp_path)
    with HistoryDB(tmp_path / "app.db") as history:
        read = [event.item_id for event in history.read_history("me")]
    theirs = [] if account is None else ["2"]
    assert (read, found) == ([n for n in "1234" if n not in theirs], {"me": theirs})
