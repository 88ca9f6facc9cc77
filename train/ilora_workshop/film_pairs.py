"""Two bundles of films on the same people: what films that only one of them knows are worth.

    python -m ilora_workshop.film_pairs BUNDLE OTHER SPLITS [--database DB] [--rows N]

The rows are those of :mod:`ilora_workshop.film_evaluation`, its lists by the encoders alone, so no
language model is asked: NDCG@10 and recall at 20 of both, and what the first has more, on all rows,
on those whose film it alone knows, and on the rest. Intervals are of 95 %, by person.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.evaluation.metrics import bootstrap, paired_difference
from ilora_edge.recommender import Recommender
from ilora_workshop.film_evaluation import (
    N_CANDIDATES,
    FilmScorer,
    add_rows,
    best_films,
    gain,
    read_rows_of,
    unseen_films,
)


@dataclass(frozen=True, slots=True)
class Lists:
    """How good a bundle's lists are, row by row, and whether it knows the film that came next."""

    people: list[str]
    targets: list[int]
    knows: list[bool]
    ndcg: list[float]
    recall: list[float]


def lists_of(bundle: Path, data: argparse.Namespace) -> Lists:
    """Return the lists of a bundle's encoder for the people of ``data``."""
    with Recommender(bundle) as recommender:
        films, rows = read_rows_of(recommender, data)
        scorer = FilmScorer(recommender, films)
        found = Lists([], [], [], [], [])
        for row in rows:
            _, scores = scorer.encode(row.history)
            unseen = unseen_films(row, len(films))
            ranked = best_films(unseen, scores[unseen])
            found.people.append(row.user)
            found.targets.append(row.target)
            found.knows.append(films[row.target].encoder_index is not None)
            found.ndcg.append(gain(ranked, row.target))
            found.recall.append(float(row.target in ranked[:N_CANDIDATES]))
    return found


def compare(one: Lists, other: Lists) -> dict[str, Any]:
    """Return both measures and their differences, of all rows and of two parts of them.

    Raises ValueError where the lists are of other rows.
    """
    if (one.people, one.targets) != (other.people, other.targets):
        raise ValueError("the lists are of other rows")
    is_new = [mine and not theirs for mine, theirs in zip(one.knows, other.knows, strict=True)]
    places = range(len(is_new))
    parts = {
        "all rows": list(places),
        "films that the first alone knows": [n for n in places if is_new[n]],
        "other films": [n for n in places if not is_new[n]],
    }
    return {name: _part(one, other, rows) for name, rows in parts.items()}


def _part(one: Lists, other: Lists, rows: Sequence[int]) -> dict[str, Any]:
    people = [one.people[n] for n in rows]
    found: dict[str, Any] = {"rows": len(rows)}
    measures = {"NDCG@10": (one.ndcg, other.ndcg), "recall@20": (one.recall, other.recall)}
    for name, values in measures.items() if rows else ():
        mine, theirs = ([of_all[n] for n in rows] for of_all in values)
        found[name] = {
            "first": bootstrap(mine, people).rounded(4),
            "second": bootstrap(theirs, people).rounded(4),
            "difference": paired_difference(mine, theirs, people).rounded(4),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_pairs")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("other", type=Path)
    add_rows(parser)
    given = parser.parse_args()
    print(
        json.dumps(compare(lists_of(given.bundle, given), lists_of(given.other, given)), indent=2)
    )


if __name__ == "__main__":
    main()
