"""How long it takes to read a large media server for one person's list: CPU seconds, once each.

python bench/large_library.py [--films 6000] [--episodes 60000] [--songs 100000] [--keep big.db]

A Jellyfin database is made: every second film is one of models/films, the rest, the episodes and
the songs are of made-up words. Each of five people has watched 400 films and a twelfth of the
episodes, and played a fifth of the songs.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.bundle.files import read_manifest
from ilora_edge.bundle.manifest import CATALOGUE
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.people import find_user
from ilora_edge.histories.requests import ItemChoice, UserReader
from ilora_edge.histories.title_keys import title_key
from ilora_edge.request import Request

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from jellyfin_fixture import SCHEMA

BUNDLE = Path(__file__).parents[1] / "models" / "films"
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
                        (item, user, item, date),
                    )


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, n in (("films", 6000), ("episodes", 60_000), ("songs", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=n)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    ids = read_manifest(BUNDLE).external_ids
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Catalogue(BUNDLE / CATALOGUE, ids)) as catalogue,
    ):
        path = given.keep or Path(folder) / "jellyfin.db"
        keys = (title_key(item.title) for item in catalogue.items())
        known = [(key.words, key.year) for key in keys if key.year is not None]
        counts = {"film": given.films, "episode": given.episodes, "song": given.songs}
        make_library(path, counts, known)
        before = time.process_time()
        with HistoryDB(path) as database:
            user = find_user(database, "person 1")
            with UserReader(database, user) as reader:
                choice = ItemChoice(library=True)
                request = reader.request(catalogue, read_manifest(BUNDLE), Request(), choice)
    found = {
        "cpu_s": round(time.process_time() - before, 2),
        "history": len(request.history),
        "candidates from outside": len(request.out_of_catalogue),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
