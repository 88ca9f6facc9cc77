"""How long it takes to read a large media server for one person's list: CPU seconds.

python bench/large_library.py [--films 6000] [--episodes 60000] [--songs 100000] [--keep big.db]
python bench/large_library.py --against ../other-checkout --rounds 3

It is read in processes of their own, twice in a row: nothing is kept of it at first, and then what
the first time left. With --against another checkout reads it too, in turns.

A Jellyfin database is made: every second film is one of models/films, the rest, the episodes and
the songs are of made-up words. Each of five people has watched 400 films and a twelfth of the
episodes, and played a fifth of the songs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ilora_edge.bundle.files import read_manifest
from ilora_edge.bundle.manifest import CATALOGUE
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.people import find_user
from ilora_edge.histories.requests import ItemChoice, UserReader
from ilora_edge.matching.title_keys import title_key
from ilora_edge.request import Request

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from jellyfin_fixture import SCHEMA

HERE = Path(__file__).resolve().parents[1]
BUNDLE = HERE / "models" / "films"
PEOPLE, FILMS_WATCHED, SHARE_OF_EPISODES, SHARE_OF_SONGS = 5, 400, 12, 5
PARTS = 100
LETTERS = ("bcdfghklmnprstvz", "aeiou")
KINDS = {"film": "Movies.Movie", "episode": "TV.Episode", "song": "Audio.Audio"}


def _words(chance: random.Random) -> str:
    """Return two or three made-up words."""
    lengths = [chance.randint(3, 8) for _ in range(chance.randint(2, 3))]
    words = ("".join(chance.choice(LETTERS[n % 2]) for n in range(length)) for length in lengths)
    return " ".join(word.capitalize() for word in words)


def _items(
    chance: random.Random, counts: dict[str, int], known: Sequence[tuple[str, int]]
) -> Iterator[tuple[str, str, str, str | None, int]]:
    """Yield kind, id, name, series and year."""
    for n in range(counts["film"]):
        name, year = known[n // 2] if n % 2 == 0 else (_words(chance), chance.randint(1950, 2024))
        yield "film", _id(chance), name, None, year
    series = ""
    for n in range(counts["episode"]):
        series = _words(chance) if n % PARTS == 0 else series
        yield "episode", _id(chance), _words(chance), series, 2000 + n % 20
    for _ in range(counts["song"]):
        yield "song", _id(chance), _words(chance), None, chance.randint(1960, 2024)


def _id(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128))).upper()


def make_library(path: Path, counts: dict[str, int], known: Sequence[tuple[str, int]]) -> None:
    """Write the database."""
    chance = random.Random(0)
    items = list(_items(chance, counts, known))
    used = {"film": FILMS_WATCHED, "episode": counts["episode"] // SHARE_OF_EPISODES,
            "song": counts["song"] // SHARE_OF_SONGS}  # fmt: skip
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO BaseItems (Id, Type, Name, SeriesName, IsFolder, Genres, ProductionYear) "
            "VALUES (?, ?, ?, ?, 0, 'Drama', ?)",
            [
                (i, f"MediaBrowser.Controller.Entities.{KINDS[kind]}", name, series, year)
                for kind, i, name, series, year in items
            ],
        )
        for n in range(PEOPLE):
            user = _id(chance)
            connection.execute("INSERT INTO Users VALUES (?, ?, ?)", (user, f"person {n}", n))
            for kind, most in used.items():
                own = [i for of, i, *_ in items if of == kind]
                for item in chance.sample(own, min(most, len(own))):
                    date = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 20:15:00"
                    connection.execute(
                        "INSERT INTO UserData (ItemId, UserId, CustomDataKey, LastPlayedDate, "
                        "PlayCount, Played) VALUES (?, ?, ?, ?, 1, 1)",
                        # The item's own key, of those under which Jellyfin writes a state.
                        (item, user, item.lower(), date),
                    )


def read(path: Path) -> dict[str, Any]:
    """Return what reading the database for one person takes, and what of the request is made."""
    manifest = read_manifest(BUNDLE)
    before = time.process_time()
    with (
        closing(Catalogue(BUNDLE / CATALOGUE, manifest.external_ids)) as catalogue,
        HistoryDB(path) as database,
        UserReader(database, find_user(database, "person 1")) as reader,
    ):
        request = reader.request(catalogue, manifest, Request(), ItemChoice(library=True))
    # What every release has: others may know more of a request.
    parts = request.history, request.seen, request.disliked, request.unavailable
    decides = (*parts, request.out_of_catalogue, request.filters, request.used_by)
    return {
        "cpu_s": round(time.process_time() - before, 2),
        "history": len(request.history),
        "candidates from outside": len(request.out_of_catalogue),
        "request": hashlib.sha256(repr(decides).encode()).hexdigest(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def read_twice(path: Path, checkout: Path) -> list[dict[str, Any]]:
    """Read it by the code of a checkout, in two processes that have a cache folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_CACHE_HOME": folder, "PYTHONPATH": str(checkout)}
        command = [sys.executable, __file__, "--read", str(path)]
        return [
            json.loads(subprocess.run(command, env=environment, stdout=-1, check=True).stdout)
            for _ in range(2)
        ]


def compare(path: Path, against: Path | None, rounds: int) -> dict[str, Any]:
    """Return medians of the first and the second reading, and those over another checkout's."""
    checkouts = [HERE, *([] if against is None else [against.resolve()])]
    found: list[list[list[dict[str, Any]]]] = [[] for _ in checkouts]
    for n in range(rounds):
        order = range(len(checkouts))
        for which in order if n % 2 else reversed(order):
            found[which].append(read_twice(path, checkouts[which]))
    requests = {one["request"] for of in found for both in of for one in both}
    report: dict[str, Any] = {"same requests": len(requests) == 1, **found[0][-1][0]}
    del report["request"], report["cpu_s"]
    for n, name in enumerate(("first", "second")):
        report[f"{name} cpu_s"] = statistics.median(both[n]["cpu_s"] for both in found[0])
        if against is not None:
            pairs = zip(found[0], found[1], strict=True)
            ratios = [ours[n]["cpu_s"] / theirs[n]["cpu_s"] for ours, theirs in pairs]
            report[f"{name} over the other's"] = round(statistics.median(ratios), 3)
    return report


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, n in (("films", 6000), ("episodes", 60_000), ("songs", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=n)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read is not None:
        print(json.dumps(read(given.read)))
        return
    ids = read_manifest(BUNDLE).external_ids
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "jellyfin.db"
        with closing(Catalogue(BUNDLE / CATALOGUE, ids)) as catalogue:
            keys = [title_key(item.title) for item in catalogue.items()]
        known = [(key.words, key.year) for key in keys if key.year is not None]
        counts = {"film": given.films, "episode": given.episodes, "song": given.songs}
        make_library(path, counts, known)
        print(json.dumps(compare(path, given.against, given.rounds), indent=2))


if __name__ == "__main__":
    main()
