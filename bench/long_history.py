"""What one person's long history costs: half a million plays for a list, and rows of an evaluation.

python bench/long_history.py [--plays 500000] [--items 20000] [--targets 2000] [--keep long.db]
python bench/long_history.py --against ../other-checkout --rounds 3

Nothing is ranked: what is measured is the reading, CPU seconds and the peak of memory, each in a
process of its own with an empty cache folder. ``list`` is what ``recommend`` is asked for somebody
who has played `--items` things `--plays` times; ``evaluate`` is the rows that ``evaluate --targets
all`` has of somebody with `--targets` different things, of which each row shows all that came
before it. With --against another checkout reads the same, in turns.

The database is nobody's schema in particular. Its things are the titles of models/films, as far as
there are enough of them, and numbered ones.
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
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ilora_edge.bundle.files import read_manifest
from ilora_edge.bundle.manifest import CATALOGUE
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.evaluation.rows import ReadAs, read_database
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.requests import UserReader

HERE = Path(__file__).resolve().parents[1]
BUNDLE = HERE / "models" / "films"
MAPPING = Mapping(
    interactions="SELECT who AS user, thing AS item, at AS time FROM plays",
    items="SELECT id AS item, name AS title FROM things",
)
WHO = {"list": "often", "evaluate": "once"}


def make_history(path: Path, plays: int, items: int, targets: int) -> None:
    """Write the database of two people: who plays the same again, and who never does."""
    chance = random.Random(0)
    with closing(Catalogue(BUNDLE / CATALOGUE, read_manifest(BUNDLE).external_ids)) as catalogue:
        titles = [item.title for item in catalogue.items()][:items]
    titles += [f"Piece {n}" for n in range(len(titles), items)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)")
        connection.execute("CREATE TABLE plays (who TEXT, thing INTEGER, at INTEGER)")
        # Ids unlike the bundle's.
        things = [(1_000_000 + n, title) for n, title in enumerate(titles)]
        connection.executemany("INSERT INTO things VALUES (?, ?)", things)
        ids = [thing for thing, _ in things]
        played = {"often": chance.choices(ids, k=plays), "once": chance.sample(ids, targets)}
        for who, own in played.items():
            rows = [(who, thing, 1_500_000_000 + 60 * n) for n, thing in enumerate(own)]
            connection.executemany("INSERT INTO plays VALUES (?, ?, ?)", rows)


def read(path: Path, what: str) -> dict[str, Any]:
    """Return what reading the database takes, and a hash of what is read."""
    manifest = read_manifest(BUNDLE)
    before = time.process_time()
    with closing(Catalogue(BUNDLE / CATALOGUE, manifest.external_ids)) as catalogue:
        user = WHO[what]
        if what == "list":
            with HistoryDB(path, MAPPING) as database, UserReader(database, user) as reader:
                request = reader.request(catalogue, manifest)
            found: list[Any] = [request.history, request.seen, request.out_of_catalogue]
        else:
            read_as = ReadAs(mapping=MAPPING, catalogue=catalogue, manifest=manifest)
            rows = read_database(path, [user], manifest.min_rating, 1, last=False, read_as=read_as)
            found = [(row.target, len(row.history), row.history[-20:]) for row in rows]
    cpu_s = time.process_time() - before
    return {
        "cpu_s": round(cpu_s, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "read": hashlib.sha256(repr(found).encode()).hexdigest(),
    }


def read_by(checkout: Path, path: Path, what: str) -> dict[str, Any]:
    """Read it by the code of a checkout, in a process that has a cache folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_CACHE_HOME": folder, "PYTHONPATH": str(checkout)}
        command = [sys.executable, __file__, "--read", what, str(path)]
        output = subprocess.run(command, env=environment, stdout=-1, check=True).stdout
    return dict(json.loads(output))


def compare(path: Path, what: str, against: Path | None, rounds: int) -> dict[str, Any]:
    """Return the medians of CPU seconds and of the peak, and those over another checkout's."""
    checkouts = [HERE, *([] if against is None else [against.resolve()])]
    found: list[list[dict[str, Any]]] = [[] for _ in checkouts]
    for n in range(rounds):
        order: Sequence[int] = range(len(checkouts))
        for which in order if n % 2 else order[::-1]:
            found[which].append(read_by(checkouts[which], path, what))
    report: dict[str, Any] = {"same": len({one["read"] for of in found for one in of}) == 1}
    for name in ("cpu_s", "peak_mb"):
        report[name] = statistics.median(one[name] for one in found[0])
        if against is not None:
            ratios = [a[name] / b[name] for a, b in zip(*found, strict=True)]
            report[f"{name} over the other's"] = round(statistics.median(ratios), 3)
    return report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    for name, n in (("plays", 500_000), ("items", 20_000), ("targets", 2000), ("rounds", 1)):
        parser.add_argument(f"--{name}", type=int, default=n)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="what is printed always")
    given = parser.parse_args(arguments)
    if given.read is not None:
        what, path = given.read
        print(json.dumps(read(Path(path), what)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "long.db"
        make_history(path, given.plays, given.items, given.targets)
        found = {what: compare(path, what, given.against, given.rounds) for what in WHO}
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
