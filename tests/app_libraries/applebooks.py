"""Generated libraries of Apple Books."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works

_EPOCH = 978307200


def applebooks(db: sqlite3.Connection, rng: random.Random) -> Truth:
    is_new = rng.random() < 0.7
    create(db, "applebooks 8.5" if is_new else "applebooks 2023")
    truth = Truth()
    put(db, "ZBKLIBRARYASSET", Z_PK=900, ZTITLE="A Series", ZASSETID="S", ZISSAMPLE=0)
    parent = {"ZSERIESCONTAINER": 900, "ZSERIESID": "S"}
    for n, (title, year) in enumerate(random_works(rng, 24), 1):
        work, chance, at = (title, year), rng.random(), random_moment(rng) - _EPOCH + 0.25
        gone = rng.random()
        row: dict[str, object] = {"ZPATH": rng.choice((f"/b/{n}.epub", None)), "ZISHIDDEN": 0}
        if gone < 0.2:
            # Hidden; or neither here nor to be had again.
            row |= {"ZISHIDDEN": 1} if gone < 0.1 else {"ZPATH": None, "ZCANREDOWNLOAD": 0}
        (truth.gone if gone < 0.2 else truth.offered).add(work)
        if n == 3:
            row |= parent | ({"ZSEQUENCENUMBER": 1} if is_new else {"ZSEQUENCEDISPLAYNAME": "1"})
        if chance < 0.35:
            row |= rng.choice((
                {"ZISFINISHED": 1, "ZDATEFINISHED": at}, {"ZISFINISHED": 1},
                {"ZREADINGPROGRESS": 0.02, "ZLASTOPENDATE": at},
                {"ZREADINGPROGRESS": 0.9, "ZLASTENGAGEDDATE": at, "ZLASTOPENDATE": at + 9},
                {"ZREADINGPROGRESS": 0.3, "ZDATEFINISHED": at, "ZISFINISHED": None},
            ))  # fmt: skip
            truth.watch("me", work)
        elif chance < 0.45:
            # Set back to the beginning.
            row |= {"ZREADINGPROGRESS": 0.0, "ZBOOKHIGHWATERMARKPROGRESS": 0.4}
            truth.dislike("me", work)
        elif chance < 0.6:
            row |= rng.choice(({"ZLASTOPENDATE": at}, {"ZISNEW": 1}, {"ZNOTFINISHED": 1}))
        put(db, "ZBKLIBRARYASSET", Z_PK=n, ZASSETID=f"A{n}", ZTITLE=title, ZAUTHOR=f"Quill {n}",
            ZYEAR=str(year), **row)  # fmt: skip
        if rng.random() < 0.15:
            # The sample of a book says nothing of it.
            put(db, "ZBKLIBRARYASSET", Z_PK=100 + n, ZASSETID=f"P{n}", ZTITLE=title,
                ZAUTHOR=f"Quill {n}", ZYEAR=str(year), ZISSAMPLE=1, ZREADINGPROGRESS=1.0,
                ZISFINISHED=1)  # fmt: skip
    return truth
