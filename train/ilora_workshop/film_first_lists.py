"""Is a first list better by what a few others of the same server have watched?

    python -m ilora_workshop.film_first_lists BUNDLE DB [--films 500] [--lists 600]

``DB`` is a rating set as ``ilora-edge import movielens`` writes it. A server is drawn: films of
the set, as many of its people as it has already, and one who is new and of whom nothing is known.
Of the ten films that stand first, it counts how many the new one has watched. Strangers stand in
for a household here, whose tastes are more alike. The language model, which reads no history, is
not asked. Intervals are of 95 %, by the new person.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.bundle.files import read_manifest
from ilora_edge.bundle.manifest import CATALOGUE
from ilora_edge.engine.first_scores import FirstScores
from ilora_edge.engine.outside import Outside
from ilora_edge.evaluation.metrics import bootstrap
from ilora_workshop.film_library import read_library
from ilora_workshop.film_people import MatchedFilm
from ilora_workshop.film_similar import read_histories

N_OTHERS = (0, 1, 2, 4, 10, 50)
LIST_LENGTH = 10


class FirstLists:
    """First lists of a set's films, scored as the device scores them."""

    def __init__(self, catalogue: Catalogue, films: Sequence[MatchedFilm]) -> None:
        self._scores, self._films = FirstScores(catalogue), films
        unknown = [film.item_id for film in films if film.encoder_index is None]
        indices = {item_id: catalogue.n_items + n for n, item_id in enumerate(unknown, 1)}
        # Their titles are not read here.
        self._outside = Outside(np.empty((len(unknown), 0), np.float32), indices)
        self._places = [(film.encoder_index or indices[film.item_id]) - 1 for film in films]

    def best(self, watched: npt.NDArray[np.bool_], library: npt.NDArray[np.intp]) -> list[int]:
        """Return the ten films of a library that stand first, where others watched (n, F)."""
        counts = watched[:, library].sum(axis=0)
        used_by = {
            self._films[film].item_id: int(n) for film, n in zip(library, counts, strict=True) if n
        }
        scores = self._scores(used_by, self._outside)[self._places]
        order = np.argsort(-scores[library], kind="stable")
        return [int(film) for film in library[order[:LIST_LENGTH]]]


def measure(
    lists: FirstLists, watched: npt.NDArray[np.bool_], n_films: int, n_lists: int
) -> dict[str, Any]:
    """Return the share of first lists that new people have watched, by how many others are there.

    Parameters
    ----------
    watched
        Who watched what, (people, films).
    """
    found: dict[str, Any] = {}
    for n_others in N_OTHERS:
        rng = np.random.default_rng(n_others)
        shares, people = [], []
        for _ in range(n_lists):
            new, *others = rng.permutation(len(watched))[: n_others + 1]
            library = np.sort(rng.permutation(watched.shape[1])[:n_films])
            shares.append(float(watched[new, lists.best(watched[others], library)].mean()))
            people.append(str(new))
        estimate = bootstrap(shares, people)
        values = (estimate.mean, estimate.ci_low, estimate.ci_high)
        found[str(n_others)] = [round(value, 4) for value in values]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_first_lists")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--films", type=int, default=500, help="of a server")
    parser.add_argument("--lists", type=int, default=600, help="drawn for each number of others")
    given = parser.parse_args()
    ids = read_manifest(given.bundle).external_ids
    with closing(Catalogue(given.bundle / CATALOGUE, ids)) as catalogue:
        items = [(item.title, item.item_id, item.encoder_index) for item in catalogue.items()]
        library = read_library(given.database, items)
        histories = read_histories(given.database, library.places)
        watched = np.zeros((len(histories), len(library.films)), bool)
        for row, films in zip(watched, histories, strict=True):
            row[list(films)] = True
        found = measure(FirstLists(catalogue, library.films), watched, given.films, given.lists)
    print(json.dumps({"people": len(histories), "films": len(library.films), **found}, indent=2))


if __name__ == "__main__":
    main()
