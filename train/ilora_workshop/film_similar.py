"""Are the films that ``similar`` names those that real people watch together?

    python -m ilora_workshop.film_similar BUNDLE DB [--films 150]

``DB`` is a rating set as ``ilora-edge import movielens`` writes it. Of films that fifteen of its
people or more have watched, those watched together most stand on one side, what ``similar`` names
of the same films on the other: by what a bundle says that likenesses weigh, and by cosines of
encoder and titles, as it was and is where a bundle says nothing. Intervals are of 95 %, by film.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.alike.similar import TITLE_SHARE, AlikeItems
from ilora_edge.evaluation.metrics import bootstrap, paired_difference
from ilora_edge.histories.database import HistoryDB
from ilora_edge.matching.title_keys import title_key
from ilora_workshop.film_people import films_by_title

LEAST_WATCHED = 15
N_BEST = 10
SHRINKAGE = 5.0
"""People added to those who watched two films, without whom pairs of few would stand first."""

Floats = npt.NDArray[np.floating]


def watched_together(histories: Iterable[set[int]], places: npt.NDArray[np.intp]) -> Floats:
    """Return how often films (F,) are watched together, (F, F): a cosine that is shrunk.

    ``n / (n + SHRINKAGE) * cos``, n the people who watched both; a person who watched many films
    counts less for each, ``1 / sqrt(their number)``. Of a film with itself it is -1.
    """
    column = {int(place): n for n, place in enumerate(places)}
    rows = [[column[p] for p in films if p in column] for films in histories]
    watched = np.zeros((len(rows), len(places)))
    for row, films in zip(watched, rows, strict=True):
        row[films] = 1.0
    both = watched.T @ watched
    weighted = watched / np.sqrt(np.maximum(watched.sum(axis=1, keepdims=True), 1.0))
    products = weighted.T @ weighted
    lengths = np.sqrt(np.diag(products))
    cosines: Floats = products / np.outer(lengths, lengths) * both / (both + SHRINKAGE)
    np.fill_diagonal(cosines, -1.0)
    return cosines


def read_histories(database: Path, places: Mapping[str, int]) -> dict[str, set[int]]:
    """Return the places of the films that each person has watched; places: by the set's ids."""
    with HistoryDB(database) as history:
        return {
            user: {places[event.item_id] for event in events if event.item_id in places}
            for user, events in history.histories()
        }


def read_places(database: Path, alike: AlikeItems) -> dict[str, int]:
    """Return where the bundle has a rating set's films, by the set's ids."""
    catalogue = [(item.title, item.item_id, n) for n, item in enumerate(alike.items)]
    known = films_by_title(catalogue)
    found: dict[str, int] = {}
    with HistoryDB(database) as history:
        for item in history.items():
            _, place = known.get(title_key(item.title), ("", None))
            if place is not None:
                found[item.item_id] = place
    return found


def measure(alike: AlikeItems, database: Path, n_films: int) -> dict[str, Any]:
    """Return the share of the ten films watched together most that are named among as many."""
    histories = [*read_histories(database, read_places(database, alike)).values()]
    counts = np.bincount([place for films in histories for place in films])
    places = np.flatnonzero(counts >= LEAST_WATCHED)
    together = watched_together(histories, places)
    drawn = np.random.default_rng(0).permutation(len(places))[:n_films]
    shares: dict[str, list[float]] = {"likenesses": [], "cosines": []}
    for film in drawn:
        best = set(np.argsort(-together[film], kind="stable")[:N_BEST].tolist())
        encoder, titles = alike.cosines([int(places[film])])
        cosines = (1 - TITLE_SHARE) * encoder + TITLE_SHARE * titles
        for way, scores in (
            ("likenesses", alike.next_scores([int(places[film])])),
            ("cosines", cosines),
        ):
            own = scores[places].astype(np.float64)
            own[film] = -np.inf
            named = np.argsort(-own, kind="stable")[:N_BEST].tolist()
            shares[way].append(len(best & set(named)) / N_BEST)
    films = [str(film) for film in drawn]
    estimates = {way: bootstrap(values, films) for way, values in shares.items()}
    estimates["difference"] = paired_difference(shares["likenesses"], shares["cosines"], films)
    rounded = {
        name: [round(x, 4) for x in (e.mean, e.ci_low, e.ci_high)] for name, e in estimates.items()
    }
    return {"people": len(histories), "films": len(places), "asked": len(drawn), **rounded}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_similar")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--films", type=int, default=150, help="how many are asked about")
    given = parser.parse_args()
    with AlikeItems(given.bundle) as alike:
        print(json.dumps(measure(alike, given.database, given.films), indent=2))


if __name__ == "__main__":
    main()
