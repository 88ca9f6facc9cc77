"""Generated libraries of YACReader."""

from __future__ import annotations

import random
import sqlite3

from app_libraries.schemas import create, put
from app_libraries.truth import Truth, random_moment, random_works


def yacreader(db: sqlite3.Connection, rng: random.Random) -> Truth:
    has_series = rng.random() < 0.6
    create(db, "yacreader 9.16" if has_series else "yacreader 9.12")
    truth = Truth()
    # The last lies in one that is set as read, which says nothing of its comics' own rows.
    for folder, above in ((1, 1), (2, 1), (3, 1), (4, 3)):
        put(db, "folder", id=folder, parentId=above, name=f"f{folder}", path=f"/f{folder}",
            finished=int(folder == 3))  # fmt: skip
    for n, (title, year) in enumerate(random_works(rng, 30), 1):
        kind, chance, at = rng.randrange(3), rng.random(), random_moment(rng)
        # With a series, with a title alone, or with nothing but its file, and so no year.
        series = f"{title} Saga {year}" if kind == 0 else ""
        shown = f"{series} - {title}" if series else title if kind == 1 else f"{title}. {year}"
        work = (shown, None if kind == 2 else year)
        row: dict[str, object] = {
            "title": None if kind == 2 else title, "number": "1" if series else None,
            "date": None if kind == 2 else rng.choice((f"1/5/{year}", f"//{year}")),
        }  # fmt: skip
        row |= {"series": series} if has_series else {"volume": series}
        is_gone, folder = rng.random() < 0.1, rng.choice((1, 2))
        if is_gone and kind == 2:
            # Nothing is left that tells what it was.
            work = (f"h{n}", None)
        (truth.gone if is_gone else truth.offered).add(work)
        if chance < 0.35:
            row |= rng.choice((
                {"read": 1},
                {"read": 1, "hasBeenOpened": 1, "currentPage": 20, "lastTimeOpened": at},
                {"read": 1, "hasBeenOpened": 1, "currentPage": 3, "lastTimeOpened": at},
                {"hasBeenOpened": 1, "currentPage": 3, "lastTimeOpened": at, "rating": 4},
            ))  # fmt: skip
            truth.watch("me", work)
        elif chance < 0.5:
            folder = rng.choice((3, 4)) if rng.random() < 0.5 else folder
            row |= {} if folder > 2 else {"rating": rng.choice((1, 2))}
            if not is_gone:
                truth.dislike("me", work)
        else:
            # The next one after a comic that was read, one that was set as unread, one that was
            # taken out of what is being read.
            row |= rng.choice((
                {}, {"hasBeenOpened": 1, "currentPage": 1, "lastTimeOpened": at},
                {"hasBeenOpened": 0, "currentPage": 1, "lastTimeOpened": None},
                {"hasBeenOpened": 0, "currentPage": 0, "lastTimeOpened": at}, {"rating": 5},
            ))  # fmt: skip
        put(db, "comic_info", id=n, hash=f"h{n}", numPages=20, **row)
        for copy in range(0 if is_gone else rng.choice((1, 1, 2))):
            name = f"{title}. {year}.cb{'zr7'[copy]}"
            put(db, "comic", parentId=folder, comicInfoId=n, fileName=name, path=f"/{copy}/{name}")
    return truth
