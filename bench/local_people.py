"""A database of somebody else's schema with any number of people, and a bundle that is soon run."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ilora_edge.benchmark.shapes import Case, Shape, make_random_case
from ilora_edge.bundle import files as bundles

# As small as the demo's tokenizer allows: what is measured is all around the model.
MINI = Shape(n_layers=1, n_embd=32, n_ff=64, n_vocab=4000, n_heads=2, n_kv_heads=1)
EVENTS = 12
MAPPING = (
    *("--interactions", "SELECT who AS user, song AS item, at AS time FROM plays"),
    *("--items", "SELECT id AS item, name AS title FROM songs"),
)


def make_mini(folder: Path) -> Case:
    """Make a bundle of the mini shape with random weights."""
    return make_random_case("mini", MINI, "f16", folder, seed=0)


def make_people(path: Path, bundle: Path, n_users: int, bad: float = 0.0) -> None:
    """Write a database of ``n_users``, of whom a share has a value that is not a time."""
    with closing(sqlite3.connect(bundle / bundles.CATALOGUE)) as catalogue:
        items = catalogue.execute("SELECT item_id, title FROM items").fetchall()
    chance = random.Random(0)

    def plays() -> Iterator[tuple[str, str, int | str]]:
        for n in range(n_users):
            is_bad = chance.random() < bad
            for time, (item, _) in enumerate(chance.sample(items, EVENTS)):
                yield (
                    f"user-{n:06}",
                    item,
                    "never" if is_bad and time == 3 else 1_700_000_000 + time,
                )

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE songs (id TEXT PRIMARY KEY, name TEXT)")
        connection.execute("CREATE TABLE plays (who TEXT, song TEXT, at INTEGER)")
        connection.executemany("INSERT INTO songs VALUES (?, ?)", items)
        connection.executemany("INSERT INTO plays VALUES (?, ?, ?)", plays())
