"""Generated libraries of PodFetch."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works, utc_text

Work = tuple[str, int | None]


class _Server:
    """The rows of a database of either release."""

    def __init__(self, db: sqlite3.Connection, rng: random.Random) -> None:
        self.db, self.rng, self.is_old = db, rng, rng.random() < 0.4
        create(db, "podfetch 2023" if self.is_old else "podfetch 2026")
        self.number = 0
        for user in ("u1", "u2"):
            put(db, "users", id=int(user[1:]) if self.is_old else user, username=user, role="user")

    def key(self, number: int) -> int | str:
        return number if self.is_old else f"018f0000-0000-7000-8000-{number:012}"

    def report(self, user: str, episode: int, at: int, **values: object) -> None:
        """What a client tells of an episode."""
        self.number += 1
        who = {"username": user} if self.is_old else {"user_id": user}
        row: dict[str, object] = {
            "episode": f"https://dock.example/{episode}.mp3", "guid": f"g{episode}",
            "timestamp": utc_text(at), "action": "play", "position": 90, "started": 0,
        }  # fmt: skip
        put(self.db, "episodes", id=self.key(self.number), device=f"d{self.number}",
            podcast="https://dock.example/feed", **who, **(row | values))  # fmt: skip


def podfetch(db: sqlite3.Connection, rng: random.Random) -> Truth:
    server, truth = _Server(db, rng), Truth()
    for feed in (1, 2, 3):
        put(db, "podcasts", id=server.key(feed), name=f"Dock {feed}", directory_id=f"d{feed}",
            rssfeed=f"https://dock.example/{feed}")  # fmt: skip
    for n, title in enumerate(sorted({title for title, _ in random_works(rng, 30)}), 1):
        feed, is_gone = rng.choice((1, 2, 3)), rng.random() < 0.1
        work = (f"Dock {feed} - {title}", None)
        # Two feeds may call two episodes alike.
        put(db, "podcast_episodes", id=server.key(n), podcast_id=server.key(feed), name=title,
            episode_id=f"e{n}", url=f"https://dock.example/{n}.mp3", deleted=int(is_gone),
            guid=f"g{n}" if n % 5 else "same", date_of_recording="")  # fmt: skip
        (truth.gone if is_gone else truth.offered).add(work)
        for user in ("u1", "u2"):
            if rng.random() < 0.6:
                verdict = _happen(server, user, n, feed)
                if verdict == "watched":
                    truth.watch(user, work)
                elif verdict == "away":
                    truth.dislike(user, work)
    # Of a feed that was deleted.
    server.report("u1", 900, random_moment(rng))
    return truth


def _happen(server: _Server, user: str, n: int, feed: int) -> str:
    rng, at = server.rng, random_moment(server.rng)
    guid = f"g{n}" if n % 5 else "same"
    ways = ["played", "twice", "by address", "set back", "downloaded", "new"]
    way = rng.choice(ways if server.is_old else [*ways, "counted", "elsewhere", "put away"])
    if way == "played":
        server.report(user, n, at, guid=guid, position=rng.choice((5, None)))
    elif way == "twice":
        server.report(user, n, at, guid=guid)
        server.report(user, n, at + 60, guid=guid, position=0)
    elif way == "by address":
        server.report(user, n, at, guid=rng.choice((None, "")))
    elif way == "set back":
        server.report(user, n, at, guid=guid, position=0)
    elif way in ("downloaded", "new"):
        server.report(user, n, at, guid=guid, action=way.removesuffix("ed"), position=None)
    elif way == "counted":
        for minute in range(3):
            put(server.db, "listening_events", id=f"{user}{n}{minute}", user_id=user,
                podcast_id=server.key(feed), podcast_episode_db_id=server.key(n), delta_seconds=60,
                podcast_episode_id=f"e{n}", listened_at=utc_text(at + 60 * minute))  # fmt: skip
    elif way == "elsewhere":
        put(server.db, "audiobookshelf_media_progress", id=f"{user}{n}", user_id=user,
            library_item_id=f"li_pod_{server.key(feed)}", episode_id=f"ep_{server.key(n)}",
            position_seconds=9.5, is_finished=0, last_update=utc_text(at))  # fmt: skip
    else:
        status = rng.choice(("archived", "dismissed", "queued"))
        put(server.db, "episode_triages", user_id=user, episode_id=server.key(n), status=status)
        return "nothing" if status == "queued" else "away"
    return "nothing" if way in ("set back", "downloaded", "new") else "watched"
