"""Podcast players that were used: played, left, replayed, marked, taken back, synchronised."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from antennapod_phone import Episode, Phone

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
