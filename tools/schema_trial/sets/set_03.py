"""Four further applications, for what the rules of the first and second set do on others.

Written down as in :mod:`sets.set_01`, before ``init`` was run on them.
"""

from __future__ import annotations

from answers import Fill, Right
from made_up_rows import ARTISTS, PEOPLE, WORDS, Cells, Filler, iso, millis, past, uid

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _readrops(f: Filler) -> None:
    f.add("Account", 1, id=1)
    f.add("Feed", 3, id=[1, 2, 3], name=ARTISTS, account_id=1, last_updated=iso)
    f.add("Item", 24, id=lambda i: i + 1, title=WORDS, link=lambda i: f"https://a.example/{i}",
          author=PEOPLE, pub_date=millis, feed_id=[1, 2, 3], read_time=lambda i: 1.5 + i % 4,
          read=lambda i: int(i < 9))


def _twine(f: Filler) -> None:
    f.add("feed", 3, id=uid(1), name=ARTISTS, createdAt=millis)
    f.add("post", 24, id=uid(2), sourceId=lambda i: uid(1)(i % 3), title=WORDS, postDate=millis,
          createdAt=millis, updatedAt=millis, syncedAt=millis, flags=[0, 1, 3, 1])
    f.add("readingHistory", 9, postId=uid(2), readAt=millis)


def _tivi(f: Filler) -> None:
    f.add("shows", 3, id=[1, 2, 3], title=ARTISTS, first_aired=past)
    f.add("seasons", 3, id=[1, 2, 3], show_id=[1, 2, 3], title="Season 1", number=1)
    f.add("episodes", 30, id=lambda i: i + 1, season_id=[1, 2, 3], number=lambda i: i // 3 + 1,
          title=lambda i: f"The {WORDS[i % N]} {i}", first_aired=past)
    f.add("episode_watch_entries", 15, id=lambda i: i + 1, episode_id=lambda i: i + 1,
          watched_at=iso, pending_action="nothing")
    f.add("myshows_entries", 2, show_id=[1, 2], followed_at=iso, pending_action="nothing")
    f.add("users", 1, id=1, username="ana", is_me=1, joined_date=iso)


def _retro(f: Filler) -> None:
    song: dict[str, Cells] = {
            "title": WORDS, "year": 2001, "data": "/m/x.mp3", "album_name": "Album",
            "artist_name": ARTISTS, "date_modified": millis}
    f.add("PlaylistEntity", 1, playlist_id=1, playlist_name="Party")
    f.add("SongEntity", 6, id=lambda i: i + 300, playlist_creator_id=1, **song)
    f.add("HistoryEntity", 10, id=lambda i: i + 300, time_played=millis, **song)
    f.add("PlayCountEntity", 14, id=lambda i: i + 300, time_played=millis, play_count=f.pick(1, 9),
          **song)


CASES: dict[str, tuple[Fill, Right]] = {
    "Readrops": (_readrops, [("SELECT id AS item FROM Item WHERE read = 1",
        "SELECT id AS item, title FROM Item")]),
    # Its own history was overlooked when the answers were written down: none was expected.
    "Twine": (_twine, [("SELECT postId AS item, readAt AS time FROM readingHistory",
        "SELECT id AS item, title FROM post")]),
    "Tivi": (_tivi, [("SELECT episode_id AS item, watched_at AS time FROM episode_watch_entries",
        "SELECT id AS item, title FROM episodes")]),
    "Retro Music": (_retro, [
        (f"SELECT id AS item, time_played AS time FROM {table}",
         f"SELECT id AS item, title FROM {table}")
        for table in ("HistoryEntity", "PlayCountEntity")]),
}
