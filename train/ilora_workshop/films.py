"""Rebuilds the first-evening bundle ``models/films``: known films, simulated tastes, SmolLM2.

The catalogue is made of facts of Wikipedia, the best known films first
(:mod:`ilora_workshop.film_facts`, :mod:`ilora_workshop.film_renown`), and of films of the rest of
the world (:mod:`ilora_workshop.world_films`); the users are simulated
from stated tastes (:mod:`ilora_train.simulate`); nobody's ratings are learnt.

    python -m ilora_workshop.films FACTS WORK

``FACTS`` is a checkout of prust/wikipedia-movie-data (its ``movies-*.json.gz``), ``WORK`` a folder
for database and run; a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ilora_edge.importers.store import write_import
from ilora_train.simulate import simulate_users
from ilora_workshop.demo import SimulatedSource
from ilora_workshop.film_facts import read_films
from ilora_workshop.world_films import world_entries

N_FILMS = 12_000
"""American ones; those of the rest of the world stand beside them."""
N_USERS = 3000
SEED = 11
WEAKEST = 0.2
"""The least strength of a taste: real people are seldom as consistent as a stated one."""


def write_histories(facts: Path, db: Path) -> None:
    """Write the database that the bundle is trained on."""
    films = read_films(facts, N_FILMS, world_entries())
    users = simulate_users(films, N_USERS, SEED, prefix="taste", weakest=WEAKEST)
    write_import(db, SimulatedSource(films, users))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.films")
    parser.add_argument("facts", type=Path)
    parser.add_argument("work", type=Path)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    write_histories(given.facts, given.work / "films.db")


if __name__ == "__main__":
    main()
