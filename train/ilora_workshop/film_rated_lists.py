"""What the public's ratings are worth beside a history, after one film and after ten.

    python -m ilora_workshop.film_rated_lists BUNDLE DB --ratings CSV [--part test] [--rows 2]

``DB`` is a rating set as ``ilora-edge import movielens`` writes it, read as the library of its
people (:mod:`ilora_workshop.film_library`); ``CSV`` has ``id``, TMDB's number, ``vote_average`` and
``overview``. Of each person some films in a row are read, and the list for the next one is made
without ratings, with them, and as for somebody who has watched nothing; NDCG@10 of each, apart for
histories of which the bundle knows no film. What ratings count is fitted to the validation part.
The language model is not asked. Intervals are of 95 %, by person.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ilora_edge.evaluation.metrics import bootstrap, ndcg, paired_difference, rank_of
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.public_ratings import above_mean
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_workshop.film_evaluation import LIST_LENGTH, FilmScorer
from ilora_workshop.film_first_lists import read_ratings
from ilora_workshop.film_library import PARTS, part_of, read_library, read_overviews
from ilora_workshop.film_people import MIN_RATING, FilmRow

LENGTHS = (1, 2, 3, 10)
N_ROWS = 2
LISTS = ("first list", "without ratings", "with ratings")


def read_liked(database: Path, places: Mapping[str, int], part: str) -> dict[str, list[int]]:
    """Return the places of what each person of a part has watched and liked, oldest first.

    ``places``: by the set's ids.
    """
    with HistoryDB(database) as history:
        return {
            user: [
                places[event.item_id]
                for event in events
                if event.item_id in places and (event.rating or 0) >= MIN_RATING
            ]
            for user, events in history.histories()
            if part_of(user) == part
        }


def rows_of(
    histories: Mapping[str, Sequence[int]], known: Sequence[bool], length: int, n_rows: int
) -> Iterator[FilmRow]:
    """Yield rows of ``length`` films, ``n_rows`` a person at most that have none of the bundle's.

    And as many that have one. ``known``: which films are the bundle's.
    """
    for user, films in histories.items():
        starts: dict[bool, list[int]] = defaultdict(list)
        for start in range(len(films) - length):
            starts[any(known[f] for f in films[start : start + length])].append(start)
        draw = random.Random(f"{user} {length}")
        for kind in sorted(starts):
            for start in draw.sample(starts[kind], min(n_rows, len(starts[kind]))):
                end = start + length
                yield FilmRow(user, tuple(films[start:end]), films[end])


def measure(scorer: FilmScorer, rated: Request, rows: Sequence[FilmRow]) -> dict[str, Any]:
    """Return NDCG@10 of the lists, and of those with ratings less those without."""
    gains: dict[str, list[float]] = {name: [] for name in LISTS}
    for row in rows:
        read = {
            "first list": scorer.encode((), rated)[1],
            "without ratings": scorer.encode(row.history)[1],
            "with ratings": scorer.encode(row.history, rated)[1],
        }
        for name, scores in read.items():
            place = rank_of(scores, row.target, row.history)
            gains[name].append(ndcg(place, LIST_LENGTH))
    people = [row.user for row in rows]
    found: dict[str, Any] = {name: bootstrap(of, people).rounded(4) for name, of in gains.items()}
    difference = paired_difference(gains["with ratings"], gains["without ratings"], people)
    return {"rows": len(rows), **found, "ratings": difference.rounded(4)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_rated_lists")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--ratings", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--rows", type=int, default=N_ROWS, help="of a person, of each kind")
    parser.add_argument("--backbone", type=Path)
    given = parser.parse_args()
    found: dict[str, Any] = {}
    with Recommender(given.bundle, backbone=given.backbone) as recommender:
        items = [(i.title, i.item_id, i.encoder_index) for i in recommender.catalogue.items()]
        library = read_library(given.database, items, read_overviews(given.ratings))
        films = library.films
        ratings = read_ratings(given.ratings, given.database, library.places)
        by_id = above_mean({films[place].item_id: rating for place, rating in ratings.items()})
        histories = read_liked(given.database, library.places, given.part)
        scorer = FilmScorer(recommender, films)
        known = [film.encoder_index is not None for film in films]
        rated = Request(well_rated=by_id, compared=True)
        for length in LENGTHS:
            rows = [*rows_of(histories, known, length, given.rows)]
            of_kind = {True: "some known", False: "none known"}
            for kind, name in of_kind.items():
                own = [r for r in rows if any(known[f] for f in r.history) == kind]
                if own:
                    found[f"{length} films, {name}"] = measure(scorer, rated, own)
    print(json.dumps({"films": len(films), "rated": len(ratings), **found}, indent=2))


if __name__ == "__main__":
    main()
