"""Whatever an application writes of a thing: what was used is history, what not can be offered."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from app_libraries import START, Truth
from app_libraries.schemas import create
from app_more_ways import MORE
from app_situations import names
from app_ways import APPS
from library_check import check_library

N_LIBRARIES = 15
N_ITEMS = 24
EVERY = {**APPS, **MORE}


def library(name: str, db: sqlite3.Connection, rng: random.Random) -> Truth:
    app, truth = EVERY[name], Truth()
    create(db, app.schema)
    db.execute(app.begin or "SELECT 1")
    verdicts = [(way, verdict) for verdict in ("watched", "away", "nothing")
                for way in getattr(app, verdict)]  # fmt: skip
    title = names(rng)
    for n in range(1, N_ITEMS + 1):
        gone = app.can_be_gone and rng.random() < 0.15
        work = app.add(db, n, next(title), gone)
        (truth.gone if gone else truth.offered).add(work)
        # Each way once at least, and then some at random; others are never touched.
        way, verdict = verdicts[n - 1] if n <= len(verdicts) else rng.choice(verdicts)
        if n > len(verdicts) and rng.random() < 0.5:
            continue
        way(db, n, START + n * 86400 + rng.randrange(80_000))
        if verdict == "watched":
            truth.watch(app.user, work)
        elif verdict == "away":
            truth.dislike(app.user, work)
    return truth


@pytest.mark.parametrize("name", EVERY)
def test_every_way(name: str, tmp_path: Path) -> None:
    for seed in range(N_LIBRARIES):
        folder, rng = tmp_path / str(seed), random.Random(f"{name} {seed}")
        folder.mkdir()
        with closing(sqlite3.connect(folder / "app.db")) as db:
            truth = library(name, db, rng)
            db.commit()
        check_library(name, folder, truth, rng)
