"""Is a first list better by what a few others of the same server have watched?

    python -m ilora_workshop.film_first_lists BUNDLE DB [--films 500] [--lists 600] [--ratings CSV]

``DB`` is a rating set as ``ilora-edge import movielens`` writes it. A server is drawn: films of
the set, as many of its people as it has already, and one who is new and of whom nothing is known.
Of the ten films that stand first, it counts how many the new one has watched. Strangers stand in
for a household here, whose tastes are more alike. The language model, which reads no history, is
not asked. Intervals are of 95 %, by the new person.

With ``--ratings``, a CSV with ``id``, TMDB's number, and ``vote_average``, a server has these, and
films that have none are left out; measured are then the people of the test part alone, since what a
point counts was fitted to the others (:mod:`ilora_workshop.film_library`).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.files import read_manifest
from ilora_edge.bundle.manifest import CATALOGUE
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.engine.first_scores import FirstScores
from ilora_edge.engine.outside import Outside
from ilora_edge.evaluation.metrics import bootstrap
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.public_ratings import above_mean
from ilora_edge.matching.item_facts import read_facts
from ilora_edge.request import Request
from ilora_workshop.film_library import part_of, read_library
from ilora_workshop.film_people import MatchedFilm
from ilora_workshop.film_similar import read_histories

N_OTHERS = (0, 1, 2, 4, 10, 50)
LIST_LENGTH = 10


class FirstLists:
    """First lists of a set's films, scored as the device scores them."""

    def __init__(
        self,
        catalogue: Catalogue,
        films: Sequence[MatchedFilm],
        popularity: float,
        ratings: Mapping[int, float],
    ) -> None:
        self._scores, self._films = FirstScores(catalogue, popularity), films
        self._ratings = ratings
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
        of_library = {
            self._films[film].item_id: self._ratings[film]
            for film in library.tolist()
            if film in self._ratings
        }
        asked = Request(used_by=used_by, well_rated=above_mean(of_library))
        scores = self._scores(asked, self._outside)[self._places]
        order = np.argsort(-scores[library], kind="stable")
        return [int(film) for film in library[order[:LIST_LENGTH]]]


def measure(
    lists: FirstLists,
    watched: npt.NDArray[np.bool_],
    kept: npt.NDArray[np.intp],
    n_films: int,
    n_lists: int,
) -> dict[str, Any]:
    """Return the share of first lists that new people have watched, by how many others are there.

    Parameters
    ----------
    watched
        Who watched what, (people, films).
    kept
        The films that servers are drawn from.
    """
    found: dict[str, Any] = {}
    for n_others in N_OTHERS:
        rng = np.random.default_rng(n_others)
        shares, people = [], []
        for _ in range(n_lists):
            new, *others = rng.permutation(len(watched))[: n_others + 1]
            library = np.sort(rng.permutation(kept)[:n_films])
            shares.append(float(watched[new, lists.best(watched[others], library)].mean()))
            people.append(str(new))
        estimate = bootstrap(shares, people)
        values = (estimate.mean, estimate.ci_low, estimate.ci_high)
        found[str(n_others)] = [round(value, 4) for value in values]
    return found


def read_ratings(path: Path, database: Path, places: Mapping[str, int]) -> dict[int, float]:
    """Return the public's ratings of films, by their place; ``places`` by the database's ids."""
    with path.open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(1 << 24)
        votes = {row["id"]: float(row["vote_average"]) for row in csv.DictReader(file)}
    with HistoryDB(database) as history:
        numbers = {item: read_facts(cell).tmdb for item, _, cell in history.described_items()}
    found = {place: votes.get(numbers[item] or "", 0.0) for item, place in places.items()}
    return {place: rating for place, rating in found.items() if rating > 0}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_first_lists")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--films", type=int, default=500, help="of a server")
    parser.add_argument("--lists", type=int, default=600, help="drawn for each number of others")
    parser.add_argument("--ratings", type=Path, help="CSV of TMDB's numbers and vote_average")
    parser.add_argument("--without", action="store_true", help="the same films, not their ratings")
    given = parser.parse_args()
    manifest = read_manifest(given.bundle)
    with closing(Catalogue(given.bundle / CATALOGUE, manifest.external_ids)) as catalogue:
        items = [(item.title, item.item_id, item.encoder_index) for item in catalogue.items()]
        library = read_library(given.database, items)
        histories = read_histories(given.database, library.places)
        watched = np.zeros((len(histories), len(library.films)), bool)
        for row, films in zip(watched, histories.values(), strict=True):
            row[list(films)] = True
        ratings: dict[int, float] = {}
        kept = np.arange(len(library.films))
        if given.ratings is not None:
            ratings = read_ratings(given.ratings, given.database, library.places)
            kept = np.array(sorted(ratings), np.intp)
            watched = watched[[part_of(user) == "test" for user in histories]]
        if given.without:
            ratings = {}
        lists = FirstLists(catalogue, library.films, manifest.fusion.popularity, ratings)
        found = measure(lists, watched, kept, given.films, given.lists)
    print(json.dumps({"people": len(watched), "films": len(kept), **found}, indent=2))


if __name__ == "__main__":
    main()
