"""What the first-evening bundle's numbers are worth to people of a later release.

    python -m ilora_workshop.film_quality RUN FACTS DB --overviews CSV

Its encoder alone, with what films have in common, for the test people of ``DB``
(:mod:`ilora_workshop.film_library`); and the same without overviews. Beside all rows stand those
whose film the bundle does not have. Intervals are of 95 %, by person; no language model is asked.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ilora_edge.evaluation.metrics import bootstrap, paired_difference
from ilora_train.run_folder import load_run
from ilora_train.runtime import threads_for_training
from ilora_workshop.film_bundle import NUMBERS
from ilora_workshop.film_library import PARTS, read_library, read_overviews, read_rows
from ilora_workshop.film_numbers import (
    N_ROWS_LATEST,
    FilmFeatures,
    FilmNumbers,
    features_of,
    quality,
    texts_of,
)

MEASURES = ("ndcg10", "recall20", "log_likelihood")


def compare(
    features: FilmFeatures, numbers: FilmNumbers, people: Sequence[str], is_known: Tensor
) -> dict[str, Any]:
    """Return measures with all numbers, without overviews, and their differences.

    ``people``: whose each row is, (n,). ``is_known``: whether its target is the bundle's, (n,).
    """
    everyone = torch.ones(len(people), dtype=torch.bool)
    whole = quality(features, everyone, _weights(numbers))
    without = quality(features, everyone, _weights(replace(numbers, overviews=0.0)))
    report: dict[str, Any] = {}
    for rows, chosen in (("all rows", everyone), ("films from outside", ~is_known)):
        own = [
            person for person, is_chosen in zip(people, chosen.tolist(), strict=True) if is_chosen
        ]
        found: dict[str, Any] = {"rows": len(own)}
        for column, name in enumerate(MEASURES if own else ()):
            values, others = (x[chosen][:, column].tolist() for x in (whole, without))
            found[name] = {
                "with all numbers": bootstrap(values, own).rounded(4),
                "without overviews": bootstrap(others, own).rounded(4),
                "difference": paired_difference(values, others, own).rounded(4),
            }
        report[rows] = found
    return report


def _weights(numbers: FilmNumbers) -> Tensor:
    return torch.tensor(astuple(numbers)[:-1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_quality")
    parser.add_argument("run", type=Path)
    parser.add_argument("facts", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--overviews", type=Path, help="CSV of TMDB numbers and overviews")
    parser.add_argument("--part", choices=PARTS, default="test")
    given = parser.parse_args()
    with threads_for_training():
        run = load_run(given.run)
        catalogue = [(item.title, item.item_id, n) for n, item in enumerate(run.items, 1)]
        overviews = {} if given.overviews is None else read_overviews(given.overviews)
        library = read_library(given.database, catalogue, overviews)
        rows = read_rows(given.database, library, given.part, N_ROWS_LATEST)
        texts = texts_of(run, given.facts)
        (features,) = features_of(run, texts, library.films, rows, [NUMBERS.decay])
        is_known = torch.tensor(
            [library.films[row.target].encoder_index is not None for row in rows]
        )
        print(json.dumps(compare(features, NUMBERS, [r.user for r in rows], is_known), indent=2))


if __name__ == "__main__":
    main()
