"""Whether a library is read as what its truth says: what was watched, and what may be offered."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

from app_libraries import Truth

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask
from ilora_edge.matching.item_facts import year_of
from ilora_edge.request import Request

Work = tuple[str, int | None]


def check_library(app: str, folder: Path, truth: Truth, rng: random.Random) -> None:
    """Read ``app.db`` in a folder with a bundle that knows half of the works; asserts."""
    known = sorted(truth.offered | truth.gone, key=str)
    # A bundle that knows half of the works, under ids of its own.
    chosen = {f"c{n}": work for n, work in enumerate(rng.sample(known, len(known) // 2), 1)}
    items = [
        CatalogueItem(n, i, title if year is None else f"{title} ({year})", 0, (1,))
        for n, (i, (title, year)) in enumerate(chosen.items(), 1)
    ]
    write_catalogue(folder / "catalogue.db", items)
    with HistoryDB(folder / "app.db") as history:
        assert history.queries.source.startswith(app)
        works = {i: (t.decode(), year_of(y)) for i, t, y in history.described_items()}
        catalogue = Catalogue(folder / "catalogue.db")
        with closing(catalogue), Spool(history, catalogue) as spool:
            tasks = list(spool.tasks(3.0, 1000))
        if rng.random() < 0.2:
            # Who is asked for alone is told the same; events without a time have no order.
            alone = rng.choice(tasks)
            again = Catalogue(folder / "catalogue.db")
            with closing(again), Spool(history, again, users=(alone.user,)) as of_one:
                (other,) = of_one.tasks(3.0, 1000, (alone.user,))
            assert isinstance(alone, UserTask)
            assert isinstance(other, UserTask)
            mine, theirs = alone.request, other.request
            assert sorted(i.item_id for i in mine.history) == sorted(
                i.item_id for i in theirs.history
            )
            assert set(mine.seen) == set(theirs.seen)
            assert mine.out_of_catalogue == theirs.out_of_catalogue
            assert mine.unavailable == theirs.unavailable
    matched = set(chosen.values()) & set[Work]().union(*truth.watched.values())
    assert spool.report.by_title > 0 or not matched
    found = {task.user: task.request for task in tasks if isinstance(task, UserTask)}
    assert len(found) == len(tasks)
    assert truth.watched.keys() <= found.keys()
    for user, request in found.items():
        watched = truth.watched.get(user, set())
        disliked = truth.disliked.get(user, set())
        interacted = _named([i.item_id for i in request.history], chosen, works)
        # Of a series the latest part stands for those before it, which stay seen.
        shows = {title.partition(" - ")[0] for title, _ in interacted if " - " in title}
        earlier = {w for w in watched - interacted if w[0].partition(" - ")[0] in shows}
        seen = [i for i in request.seen if i in chosen or i.removeprefix("\0") in works]
        assert earlier <= _named(seen, chosen, works)
        assert watched - earlier <= interacted, (app, user, watched - interacted)
        offered = _offered(request, chosen, works)
        wrong = offered & (watched | disliked | truth.gone)
        assert not wrong, (app, user, wrong)
        assert offered <= truth.offered, (app, user, offered - truth.offered)
        listed = [works[i.item_id.removeprefix("\0")] for i in request.out_of_catalogue]
        assert len(set(listed)) == len(listed), (app, user, "offered twice")
        others = {w for who in ("me", user) for w in truth.watched.get(who, set())}
        dislikes = set().union(*truth.disliked.values()) if app == "calibre" else disliked
        lost = truth.offered - others - dislikes - offered
        assert not lost, (app, user, lost)


def _named(ids: list[str], chosen: dict[str, Work], works: dict[str, Work]) -> set[Work]:
    return {chosen[i] if i in chosen else works[i.removeprefix("\0")] for i in ids}


def _offered(request: Request, chosen: dict[str, Work], works: dict[str, Work]) -> set[Work]:
    away = {i.item_id for i in request.history}.union(request.seen, request.unavailable)
    others = [i.item_id for i in request.out_of_catalogue]
    return {w for i, w in chosen.items() if i not in away} | _named(others, chosen, works)
