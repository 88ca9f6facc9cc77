"""Media servers that were used: versions, merged and split, moved, parts, extras, collections."""

from __future__ import annotations

import random
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import pytest
from app_libraries.schemas import put
from app_schemas import SCHEMAS
from jellyfin_server import MOVIE, VIDEO, Item, Server, Work

from ilora_edge.catalogue.items import Catalogue, CatalogueItem, write_catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.spool import Spool
from ilora_edge.histories.user_task import UserTask

_KIND = "MediaBrowser.Controller.Entities."


def use(server: Server, rng: random.Random) -> set[Work]:
    """Do what people do, film by film, and return the works that can be watched in the end."""
    films = server.folder(_KIND + "CollectionFolder", "Films")
    others = server.folder(_KIND + "CollectionFolder", "Old Films")
    gone = server.folder(_KIND + "CollectionFolder", "Lent")
    here = set()
    for n in range(1, 41):
        work = (f"Film {n * 7919 % 997} of {'ABCDEFGH'[n % 8]}", 1950 + n)
        is_home, is_wrong = rng.random() < 0.2, False
        item = server.add(work, films, Type=VIDEO if is_home else MOVIE)
        if not is_home:
            if is_wrong := rng.random() < 0.2:
                # Taken for another film first, whose key has a row from then on.
                server.identify(item, 5000 + n)
                _watch(server, rng, "ANN", [item])
            server.identify(item, 1000 + n)
        copies = [item, *_copies(server, rng, item, n, films, others, is_home)]
        for extra in range(rng.randrange(3)):
            server.play("BOB", server.owned(item, ExtraType=rng.choice((0, 2, 4))), 1.0 - extra)
        for user in ("ANN", "BOB"):
            _watch(server, rng, user, copies)
        here.add(work)
        if not is_home and not is_wrong and rng.random() < 0.2 and len(copies) == 1:
            server.move(item, others)
        elif rng.random() < 0.1:
            # The library was removed, and its items stayed.
            for copy in copies:
                copy.row["TopParentId"] = gone.id
            here.discard(work)
    box = server.folder(_KIND + "Movies.BoxSet", "A Trilogy")
    server.play("ANN", box, 1.0)
    del server.items[gone.id]
    return here


def _copies(
    server: Server, rng: random.Random, item: Item, n: int, films: Item, others: Item, is_home: bool
) -> list[Item]:
    """Add what else there is of a film."""
    way, work = rng.randrange(8), item.work or ("", 0)
    if way == 0:
        return [server.version(item) for _ in range(rng.choice((1, 2)))]
    if way == 1:
        # Of other names, made versions by hand; the first of them later one of another's.
        found = [server.add(work, films, f"{work[0]} {mark}") for mark in ("Long", "Short", "3D")]
        server.merge(found[0], found[1])
        server.merge(item, found[0], found[2])
        return found
    if way == 2:
        copy = server.add(work, others, work[0])
        if not is_home:
            server.identify(copy, 1000 + n)
        if rng.random() < 0.5:
            server.merge(item, copy)
            if rng.random() < 0.5:
                server.split(item, copy)
        return [copy]
    if way == 3:
        # The folder was one of home videos, and the file has its other name still.
        return [server.add(work, films, f"film.{n}.1080p", Type=VIDEO if not is_home else MOVIE,
                           Path=item.row["Path"], DateCreated="2020-01-01")]  # fmt: skip
    if way == 4:
        version = server.version(item)
        return [version, server.owned(version, VIDEO)]
    if way == 5:
        return [server.owned(item, VIDEO)]
    return []


def _watch(server: Server, rng: random.Random, user: str, copies: list[Item]) -> None:
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        item, chance = rng.choice(copies), rng.random()
        if chance < 0.4:
            server.play(user, item, 0.97)
        elif chance < 0.5:
            server.play(user, item, rng.choice((0.02, 0.5)))
        elif chance < 0.7:
            server.mark(user, item, True)
        elif len(copies) == 1:
            server.mark(user, item, False)


def answers(path: Path, folder: Path) -> dict[str, tuple[set[str], list[str]]]:
    """Return each user's history and what they are offered, as ids of the database."""
    write_catalogue(folder / "catalogue.db", [CatalogueItem(1, "c1", "Other", 0, (1,))])
    catalogue, found = Catalogue(folder / "catalogue.db"), {}
    with HistoryDB(path) as history, closing(catalogue), Spool(history, catalogue) as spool:
        for task in spool.tasks(None, 1000):
            assert isinstance(task, UserTask)
            mine, others = task.request.history, task.request.out_of_catalogue
            found[task.user] = (
                {i.item_id.removeprefix("\0") for i in mine},
                [i.item_id.removeprefix("\0") for i in others],
            )
    return found


@pytest.mark.parametrize("is_12", [False, True])
def test_a_jellyfin_that_was_used(is_12: bool, tmp_path: Path) -> None:
    for seed in range(30):
        rng = random.Random(f"{is_12} {seed}")
        server = Server(rng, is_12)
        here = use(server, rng)
        path = tmp_path / f"{seed}.db"
        (tmp_path / "catalogue.db").unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as db:
            server.write(db)
            db.commit()
        for user, (history, offered) in answers(path, tmp_path).items():
            read = {server.items[i].work for i in history}
            works = [server.items[i].work for i in offered]
            extras = [i for i in offered if server.items[i].row.get("ExtraType") is not None]
            assert not extras
            assert not set(works) & server.touched[user], (seed, user)
            assert len(set(works)) == len(works), (seed, user)
            assert not here - server.touched[user] - set(works), (seed, user)
            assert set(works) <= here, (seed, user)
            assert server.watched[user] <= read <= server.touched[user], (seed, user)


def test_keys_and_versions_before_10_11(tmp_path: Path) -> None:
    """A state of before a film had its number is under its own id or IMDb's; versions are one."""
    with closing(sqlite3.connect(tmp_path / "app.db")) as db:
        SCHEMAS["jellyfin-10.10"](db)
        db.execute("DELETE FROM TypedBaseItems")
        db.execute("DELETE FROM UserDatas")
        for column in ("PresentationUniqueKey", "PrimaryVersionId", "ProviderIds"):
            db.execute(f"ALTER TABLE TypedBaseItems ADD {column} TEXT")

        def film(name: str, key: str = "", first: uuid.UUID | None = None) -> uuid.UUID:
            number = uuid.uuid5(uuid.NAMESPACE_URL, name)
            put(db, "TypedBaseItems", guid=number.bytes_le, type=MOVIE, Name=name, IsFolder=0,
                UserDataKey=key or str(number), PresentationUniqueKey=(first or number).hex,
                PrimaryVersionId=None if first is None else first.hex,
                ProviderIds=f"Tmdb={key}|Imdb=tt{key}" if key else None)  # fmt: skip
            return number

        def state(key: object, played: int = 1, **more: int) -> None:
            put(db, "UserDatas", key=str(key), userId=1, played=played, **more)

        state(film("Nameless Then", "11"))
        state("tt12")
        film("Known to IMDb Then", "12")
        state(film("Taken Back", "13"))
        state("13", 0)
        for n, (name, played) in enumerate((("Kiln", None), ("Ash", 1), ("Loam", 0))):
            cut = film(f"{name}, Uncut", "", film(name, str(20 + n)))
            if played is not None:
                state(cut, played, playbackPositionTicks=9)
        film("Its First Is Gone", "30", uuid.UUID(int=5))
        db.commit()
    history, offered = answers(tmp_path / "app.db", tmp_path)["1"]
    assert history == {"11", "12", str(uuid.uuid5(uuid.NAMESPACE_URL, "Ash, Uncut"))}
    assert sorted(offered) == ["13", "20", "30"]
