"""Rebuilds the demo: simulated users, a model trained on them and its bundle (`make demo-bundle`).

Everything comes from ``models/demo/films.csv``, written for this project, and from the tastes
stated in :mod:`ilora_train.simulate`. The users in ``models/demo/history.db`` are simulated like
those trained on, but none of them is among them.
"""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.demo import demo_folder
from ilora_edge.histories.database import Item
from ilora_edge.importers.store import Row, write_import
from ilora_train.run import train
from ilora_train.simulate import Film, SimulatedUser, read_films, simulate_users

RECIPE = Path(__file__).resolve().parents[1] / "recipes" / "demo.toml"
N_TRAINING_USERS = 2000
N_DEMO_USERS = 200
TRAINING_SEED, DEMO_SEED = 1, 2
FIRST_EVENING = 1_672_531_200
"""2023-01-01 00:00 UTC; a simulated user watches one film an evening."""
DAY = 86_400
LICENCE = "Apache-2.0: catalogue and histories were made for this project"


class SimulatedSource:
    """Simulated users as a source that the importer can write."""

    def __init__(self, films: Sequence[Film], users: Sequence[SimulatedUser]) -> None:
        self.name = "simulated histories"
        self.notes: list[str] = []
        self._films = films
        self._users = users

    def interactions(self) -> Iterator[Row]:
        for user in self._users:
            for evening, item_id in enumerate(user.item_ids):
                yield user.user, item_id, FIRST_EVENING + evening * DAY, None

    def items(self) -> Iterator[Item]:
        for film in self._films:
            yield Item(film.item_id, film.title, "|".join(film.genres))


def build_demo(folder: Path) -> None:
    """Write ``history.db`` and ``bundle/`` in the demo's folder from its ``films.csv``."""
    # The export side is not a dependency of training; only the demo wants both.
    from ilora_export.bundle import ExportOptions, export_run

    films = read_films(folder / "films.csv")
    with tempfile.TemporaryDirectory(prefix="ilora-demo-") as temporary:
        work = Path(temporary)
        users = simulate_users(films, N_TRAINING_USERS, TRAINING_SEED, prefix="train")
        write_import(work / "train.db", SimulatedSource(films, users))
        demo_users = simulate_users(films, N_DEMO_USERS, DEMO_SEED, prefix="demo")
        write_import(work / "history.db", SimulatedSource(films, demo_users))
        train(RECIPE, work / "train.db", work / "run")
        export_run(work / "run", folder / "bundle", ExportOptions(licence=LICENCE), force=True)
        shutil.move(work / "history.db", folder / "history.db")


if __name__ == "__main__":
    # It takes no arguments, and begins with none that it does not know: minutes, and new files.
    ArgumentParser(description=__doc__).parse_args()
    build_demo(demo_folder())
