"""Podcast players that were used: played, left, replayed, marked, taken back, synchronised."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from antennapod_phone import Episode, Phone
from app_offers import Rows, written

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask


def use(phone: Phone, rng: random.Random) -> None:
    """Do what people do with some podcasts."""
    for n, feed in enumerate(("Dock", "Wires", "Moor", "Kiln")):
        phone.subscribe(feed, state=(0, 0, 1, 2)[n])
        entries = [Episode(f"{feed} part {k}", f"{feed}-{k}", rng.choice((600_000, 3_600_000)),
                           read=rng.choice((0, -1)), has_medium=k != 9)
                   for k in range(10)]  # fmt: skip
        phone.refresh(feed, entries)
    for _ in range(60):
        episode, chance = rng.choice(phone.episodes()), rng.random()
        if not episode.has_medium:
            continue
        if chance < 0.5:
            phone.play(episode, rng.choice((0.01, 0.2, 0.6, 0.99, 1.0)))
        elif chance < 0.6:
            phone.mark(episode, True)
        elif chance < 0.75:
            phone.mark(episode, False)
        elif chance < 0.9:
            phone.sync(episode, rng.choice((0.1, 0.7, 1.0)))
        elif chance < 0.93:
            phone.clear_history()
        elif chance < 0.97:
            # The host gives all entries ids of another form.
            phone.refresh("Dock", [Episode(e.name, f"new-{rng.random()}", e.duration)
                                   for e in list(phone.feeds["Dock"].values())])  # fmt: skip
        else:
            phone.drop("Wires")
            phone.subscribe("Wires")
            phone.refresh("Wires", [Episode(f"Wires part {k}", f"again-{k}", 600_000)
                                    for k in range(9)])  # fmt: skip


def test_an_antennapod_that_was_used(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue.db", [CatalogueItem(1, "c1", "Other", 0, (1,))])
    for seed in range(30):
        rng = random.Random(seed)
        phone = Phone(rng)
        use(phone, rng)
        path = tmp_path / f"{seed}.db"
        with closing(sqlite3.connect(path)) as db:
            names = phone.write(db)
            db.commit()
        catalogue = Catalogue(tmp_path / "catalogue.db")
        with HistoryDB(path) as history, closing(catalogue), Spool(history, catalogue) as spool:
            heard = {names[e.item_id] for e in history.read_history("me")}
            seen = {names[item] for item in history.read_seen("me")}
            (task,) = spool.tasks(None, 1000)
        assert isinstance(task, UserTask)
        offered = {names[i.item_id.removeprefix("\0")] for i in task.request.out_of_catalogue}
        assert heard == phone.heard, seed
        assert heard | seen == phone.begun, seed
        assert not offered & phone.begun, seed
        # Of a podcast the first part that is there stands for those after it, unless one was heard.
        assert offered <= phone.offerable(), seed


def _history(schema: str, rows: Rows, path: Path, user: str) -> list[str]:
    with HistoryDB(written(schema, rows, path)) as history:
        # All the same none is new.
        known = [
            row["id"] for table, row in rows if table.lower().endswith(("episode", "episodes"))
        ]
        assert set(history.read_seen(user)) == set(map(str, known))
        return sorted(event.item_id for event in history.read_history(user))


def test_an_episode_that_was_left_before_its_half_is_no_history(tmp_path: Path) -> None:
    rows: Rows = [("podcasts", {"id": "p", "title": "Dock"})]
    # Left; from the half on; of unknown length; begun anew after most of it was heard.
    for n, (length, place, heard) in enumerate(
        ((3600, 90, 90), (3600, 1800, 90), (0, 90, 90), (3600, 90, 3000)), 1
    ):
        of = {"userId": "u", "mediaItemId": f"e{n}", "mediaItemType": "podcastEpisode"}
        rows += [
            ("podcastEpisodes", {"id": f"e{n}", "title": f"Part {n}", "podcastId": "p"}),
            ("mediaProgresses", {**of, "id": n, "duration": length, "currentTime": place,
                                 "isFinished": 0, "updatedAt": "2025-01-01 00:00:00.000 +00:00"}),
            ("playbackSessions", {**of, "id": n, "timeListening": heard, "displayTitle": "x"}),
        ]  # fmt: skip
    assert _history("audiobookshelf", rows, tmp_path / "a.db", "u") == ["e2", "e3", "e4"]
    rows = [("podcast", {"id": 1, "title": "Dock"})]
    for n, (length, place, last) in enumerate(((3600, 90, 9), (3600, 1800, 9), (0, 90, 0)), 1):
        rows.append(("episode", {"id": n, "podcast_id": 1, "title": f"Part {n}", "url": f"u{n}",
                                 "total_time": length, "current_position": place,
                                 "last_playback": last}))  # fmt: skip
    assert _history("gpodder 8", rows, tmp_path / "g.db", "me") == ["2", "3"]
