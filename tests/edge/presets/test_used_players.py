"""Kodi's and Plex' libraries that were used: versions, editions, sets, extras, what was matched."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from app_libraries.schemas import create, put

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask


@dataclass
class Use:
    """Which work an item is, and what was done with the works."""

    work_of: dict[str, str] = field(default_factory=dict)
    watched: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)

    def know(self, work: str, is_whole: bool) -> None:
        self.touched.add(work)
        if is_whole:
            self.watched.add(work)


def kodi(db: sqlite3.Connection, rng: random.Random) -> Use:
    """Films in sets; versions and extras, moved files, a disc of two films, double episodes."""
    create(db, "kodi")
    use, files, movies = Use(), iter(range(1, 999)), iter(range(1, 999))

    def file(share: float) -> int:
        number = next(files)
        put(db, "files", idFile=number, idPath=1, strFilename=f"{number}.mkv",
            playCount=1 if share == 1 else None,
            lastPlayed="2025-01-02 03:04:05" if share else None)  # fmt: skip
        if 0 < share < 1:
            put(db, "bookmark", idFile=number, type=1, timeInSeconds=900)
        return number

    def movie(work: str, name: str, idFile: int, ids: dict[str, str]) -> int:
        number = next(movies)
        year = 1950 + sum(map(ord, work)) % 70
        put(db, "movie", idMovie=number, idFile=idFile, c00=name, premiered=f"{year}-01-01")
        put(db, "videoversion", idFile=idFile, idMedia=number, media_type="movie", itemType=1)
        for kind, value in ids.items():
            put(db, "uniqueid", media_id=number, media_type="movie", type=kind, value=value)
        use.work_of[f"m{number}"] = work
        use.here.add(work)
        return number

    for n in range(1, 41):
        work, shares = f"Film {n}", [rng.choice((0, 0, 0, 0.5, 1)) for _ in range(3)]
        ids = {"tmdb": str(100 + n), "imdb": f"tt{n:07}", "tmdbSet": str(n // 3)}
        way = rng.randrange(6)
        number = movie(work, work, first := file(shares[0]), ids)
        seen = shares[:1]
        if way == 0:
            for share in shares[1:]:
                put(db, "videoversion", idFile=file(share), idMedia=number, media_type="movie",
                    itemType=1)  # fmt: skip
            seen = shares
        elif way == 1:
            # Found elsewhere, under its name in another language; the old entry was not cleaned.
            movie(work, f"Filme {n}", file(shares[1]), ids)
            seen = shares[:2]
        elif way == 2:
            # Two films on a disc: both were watched when it was.
            movie(f"Film {n}, the Other", f"Film {n}, the Other", first, {"tmdb": str(500 + n)})
            if shares[0]:
                use.know(f"Film {n}, the Other", shares[0] == 1)
        put(db, "videoversion", idFile=file(rng.choice((0, 1))), idMedia=number,
            media_type="movie", itemType=2)  # fmt: skip
        if any(seen):
            use.know(work, 1 in seen)
    return use


def plex(db: sqlite3.Connection, rng: random.Random) -> Use:
    """Films in collections; editions, copies, split items, extras, what was matched later."""
    db.create_collation("icu_root", lambda a, b: (a > b) - (a < b))
    create(db, "plex 2026")
    use, numbers = Use(), iter(range(1, 9999))
    for section in (1, 2):
        put(db, "library_sections", id=section, name="Films", section_type=1)

    def item(kind: int, guid: str, title: str, **more: object) -> int:
        number = next(numbers)
        put(db, "metadata_items", id=number, metadata_type=kind, guid=guid, title=title,
            **({"library_section_id": rng.choice((1, 2)), "year": 1990} | more))  # fmt: skip
        return number

    def seen(guid: str, title: str, kind: int = 1) -> None:
        put(db, "metadata_item_views", account_id=1, guid=guid, metadata_type=kind, title=title,
            viewed_at=1735689600)  # fmt: skip
        put(db, "metadata_item_settings", account_id=1, guid=guid, view_count=1)

    for n in range(1, 41):
        work, guid, share = f"Film {n}", f"plex://movie/{n}", rng.choice((0, 0, 0.5, 1))
        number = item(1, guid, work)
        use.here.add(work)
        use.work_of[guid] = work
        for _ in range(rng.choice((1, 2))):
            put(db, "media_items", metadata_item_id=number)
        way, of = rng.randrange(6), guid
        if way == 0:
            of = f"{guid}/edition/Cut {n}"
            item(1, of, work)
        elif way == 1:
            # Split apart, or in both libraries.
            item(1, guid, work)
        elif way == 2:
            # No agent knew it when it was watched.
            of = f"local://{number}"
        elif way == 3:
            item(1, guid, work, library_section_id=7, deleted_at=1735689600)
        use.work_of[of] = work
        if share == 1:
            rng.choice((seen, lambda g, t: put(db, "metadata_item_settings", account_id=1, guid=g,
                                               view_count=1)))(of, work)  # fmt: skip
        elif share:
            put(db, "metadata_item_settings", account_id=1, guid=of, view_offset=900_000,
                view_count=0)  # fmt: skip
        if share:
            use.know(work, share == 1)
        extra = f"{work}: Trailer"
        item(12, f"iva://{n}", extra)
        seen(f"iva://{n}", extra, 12)
        seen(f"collection://{n}", f"Collection {n}", 18)
        item(18, f"collection://{n}", f"Collection {n}")
    return use


@pytest.mark.parametrize(("build", "user"), [(kodi, "me"), (plex, "1")])
def test_a_library_that_was_used(
    build: Callable[[sqlite3.Connection, random.Random], Use], user: str, tmp_path: Path
) -> None:
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with closing(sqlite3.connect(folder / "app.db")) as db:
            use = build(db, random.Random(seed))
            db.commit()
        write_catalogue(folder / "catalogue.db", [CatalogueItem(1, "c1", "Other", 0, (1,))])
        catalogue = Catalogue(folder / "catalogue.db")
        history = HistoryDB(folder / "app.db")
        with history, closing(catalogue), Spool(history, catalogue) as spool:
            (task,) = spool.tasks(None, 1000)
        assert isinstance(task, UserTask)
        assert task.user == user
        read = {use.work_of[i.item_id.removeprefix("\0")] for i in task.request.history}
        works = [use.work_of[i.item_id.removeprefix("\0")] for i in task.request.out_of_catalogue]
        assert read == use.watched, (seed, read ^ use.watched)
        assert len(set(works)) == len(works), (seed, works)
        assert set(works) == use.here - use.touched, (seed, set(works) ^ (use.here - use.touched))
