"""Generated libraries of Watcharr."""

from __future__ import annotations

import json
import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text

Work = tuple[str, int | None]


class _List:
    """The rows of a database of either release."""

    def __init__(self, db: sqlite3.Connection, rng: random.Random) -> None:
        self.db, self.rng, self.number = db, rng, 0
        self.release = rng.choice(("1.20.0", "2026"))
        create(db, f"watcharr {self.release}")
        for user in (1, 2):
            put(db, "users", id=user, username=f"u{user}")

    def entry(self, user: int, status: str, at: int, **values: object) -> int:
        self.number += 1
        row: dict[str, object] = {"created_at": _moment(self.rng, at), "rating": 0}
        put(self.db, "watcheds", id=self.number, user_id=user, status=status, **(row | values))
        return self.number

    def activity(self, entry: int, user: int, kind: str, data: object, at: int,
                 **values: object) -> None:  # fmt: skip
        text = data if isinstance(data, str) else json.dumps(data)
        put(self.db, "activities", watched_id=entry, user_id=user, type=kind, data=text,
            created_at=_moment(self.rng, at), **values)  # fmt: skip


def _moment(rng: random.Random, at: int) -> str:
    return utc_text(at) + rng.choice(("+00:00", ".123456789+00:00"))


def watcharr(db: sqlite3.Connection, rng: random.Random) -> Truth:
    entries, truth = _List(db, rng), Truth()
    for n, (title, year) in enumerate(random_works(rng, 26), 1):
        # A film and a series may have the same number at TMDB.
        kind = "tv" if n % 4 == 0 else "movie"
        put(db, "contents", id=n, tmdb_id=n - (kind == "tv"), title=title, type=kind, imdb_id="",
            release_date=f"{year}-03-04 00:00:00+00:00")  # fmt: skip
        truth.offered.add((title, year))
        for user in (1, 2):
            _happen(entries, truth, user, (title, year), {"content_id": n}, kind == "tv")
    if entries.release != "1.20.0":
        for n in range(1, 6):
            put(db, "games", id=n, igdb_id=n, name=f"Game {n}", release_date=None)
            truth.offered.add((f"Game {n}", None))
            _happen(entries, truth, 1, (f"Game {n}", None), {"game_id": n}, False)
        for n in range(1, 6):
            put(db, "books", id=n, ol_id=f"OL{n}W", title=f"Book {n}", author_names="Quill|Reef")
            truth.offered.add((f"Book {n}", None))
            _happen(entries, truth, 1, (f"Book {n}", None), {"book_id": n}, False)
    return truth


def _happen(
    entries: _List, truth: Truth, user: int, work: Work, of: dict[str, int], is_series: bool
) -> None:
    rng, at = entries.rng, random_moment(entries.rng)
    ways = [_finished, _imported, _under_way, _dropped, _planned, _removed, _again, _corrected]
    if rng.random() < 0.4:
        return
    way = rng.choice([*ways, _by_episodes] if is_series else ways)
    verdict = way(entries, user, of, at)
    if verdict == "watched":
        truth.watch(str(user), work)
    elif verdict == "away":
        truth.dislike(str(user), work)


def _finished(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    status = {"status": "FINISHED", "rating": 7}
    entry = entries.entry(user, "FINISHED", at, rating=7, **of)
    if entries.rng.random() < 0.7:
        more = {"count_as_play": 1} if entries.release == "2026" else {}
        entries.activity(entry, user, "ADDED_WATCHED", status, at, **more)
    return "watched"


def _imported(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    entry = entries.entry(user, "FINISHED", at, **of)
    entries.activity(entry, user, "IMPORTED_WATCHED", {"status": "FINISHED", "rating": 0}, at)
    if entries.release != "1.20.0" and entries.rng.random() < 0.5:
        entries.activity(entry, user, "IMPORTED_ADDED_WATCHED", "", at,
                         custom_date=utc_text(at - 90_000_000) + "+00:00")  # fmt: skip
    return "watched"


def _under_way(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    status = entries.rng.choice(("WATCHING", "HOLD"))
    entry = entries.entry(user, status, at, **of)
    entries.activity(entry, user, "ADDED_WATCHED", {"status": status, "rating": 0}, at)
    return "watched"


def _dropped(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    entry = entries.entry(user, "DROPPED", at, **of)
    entries.activity(entry, user, "ADDED_WATCHED", {"status": "WATCHING", "rating": 0}, at)
    entries.activity(entry, user, "STATUS_CHANGED", "DROPPED", at + 90)
    return "away"


def _planned(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    entry = entries.entry(user, "PLANNED", at, **of)
    entries.activity(entry, user, "ADDED_WATCHED", {"status": "PLANNED", "rating": 0}, at)
    entries.activity(entry, user, "THOUGHTS_REMOVED", "when I have FINISHED the book", at + 9)
    return "nothing"


def _removed(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    """Taken off the list; the row and what was done stay."""
    entry = entries.entry(user, "FINISHED", at, deleted_at=utc_text(at + 60) + "+00:00", **of)
    entries.activity(entry, user, "ADDED_WATCHED", {"status": "FINISHED", "rating": 0}, at)
    entries.activity(entry, user, "REMOVED_WATCHED", "", at + 60)
    return "nothing"


def _again(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    """Finished, and on the list for a second time."""
    entry = entries.entry(user, "PLANNED", at, **of)
    entries.activity(entry, user, "ADDED_WATCHED", {"status": "FINISHED", "rating": 0}, at)
    entries.activity(entry, user, "STATUS_CHANGED", "PLANNED", at + 900_000)
    return "watched"


def _corrected(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    """Set to finished by mistake; whoever takes that back deletes the activity."""
    entry = entries.entry(user, "PLANNED", at, **of)
    entries.activity(entry, user, "STATUS_CHANGED", "FINISHED", at, deleted_at=utc_text(at + 9))
    return "nothing"


def _by_episodes(entries: _List, user: int, of: dict[str, int], at: int) -> str:
    entry = entries.entry(user, "PLANNED", at, **of)
    entries.activity(entry, user, "ADDED_WATCHED", {"status": "PLANNED", "rating": 0}, at)
    for episode in (1, 2):
        data = {"season": 1, "episode": episode, "status": "FINISHED", "rating": 0}
        entries.activity(entry, user, "EPISODE_ADDED", data, at + 90_000 * episode)
        if entries.release != "1.20.0":
            put(entries.db, "watched_episodes", user_id=user, watched_id=entry, season_number=1,
                episode_number=episode, status="FINISHED")  # fmt: skip
    return "watched"
