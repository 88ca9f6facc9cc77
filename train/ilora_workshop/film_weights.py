"""What the first-evening bundle's encoder weighs beside its model, fitted to real people.

    python -m ilora_workshop.film_weights BUNDLE SPLITS DB

Asked are the 94 MovieLens validation people (:mod:`ilora_workshop.film_people`), none of whom the
bundle is judged by, with the device's own code; whatever weights ``BUNDLE`` has play no part. The
numbers that it prints are those of :data:`ilora_workshop.film_bundle.FUSION`: what
:mod:`ilora_export.fusion` would choose for these rows.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ilora_edge.bundle.calibration import Calibration
from ilora_edge.bundle.files import FusionWeights
from ilora_edge.recommender import Recommender
from ilora_export.calibration_fit import ScoredRow
from ilora_export.fusion import KindOfRows, hr1_of, ndcg_of
from ilora_train.progress import Progress
from ilora_workshop.film_evaluation import FilmScorer, draw_candidates, films_of
from ilora_workshop.film_people import FilmRow, MatchedFilm, read_people

N_ROWS = {"paper": 3, "product": 20}
"""A person's, at most: of a list those alone that have their target in it, a tenth, are scored."""


def score_people(
    recommender: Recommender,
    films: Sequence[MatchedFilm],
    rows: Sequence[FilmRow],
    kind: str,
    advance: Callable[[], None] = lambda: None,
) -> list[ScoredRow]:
    """Return the rows with candidates of a kind; of lists, those with their target among them.

    Films have no popularity there: simulated people's says nothing of real ones'.
    """
    scorer = FilmScorer(recommender, films)
    scored = []
    for number, row in enumerate(rows):
        preference, encoder = scorer.encode(row.history)
        drawn, best = draw_candidates(row, encoder, number)
        candidates = drawn if kind == "paper" else best
        if row.target in candidates:
            scored.append(
                ScoredRow(
                    row.user,
                    len(row.history),
                    scorer.llm(row.history, preference.gate_weights, candidates),
                    encoder[candidates],
                    np.zeros(len(candidates)),
                    0.0,
                    candidates.index(row.target),
                    title_prior=scorer.title_priors(candidates),
                )
            )
        advance()
    return scored


def fit_to_people(scored: dict[str, list[ScoredRow]]) -> tuple[FusionWeights, dict[str, Any]]:
    """Return the weights, and each kind's fits as they were compared."""
    qualities = {"product": ndcg_of, "paper": hr1_of}
    weights: dict[str, float] = {}
    calibrations: dict[str, Calibration] = {}
    report: dict[str, Any] = {}
    for name, quality in qualities.items():
        kind = KindOfRows(scored[name], quality, None)
        weights[name] = kind.weight(kind.rows)
        compared, best = kind.choose(0)
        if best is not None:
            calibrations[name] = best
        fits = {fit: found.to_json() for fit, found in compared.items()}
        report[f"fits of {name}"] = {"rows": len(kind.rows), **fits}
    return FusionWeights(**weights, calibration=calibrations), report


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_weights")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("splits", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--backbone", type=Path)
    given = parser.parse_args()
    scored = {}
    with Recommender(given.bundle, backbone=given.backbone) as recommender:
        films = films_of(recommender, given.splits, given.database)
        for kind, n_rows in N_ROWS.items():
            rows = read_people(given.splits, "val", given.database, n_rows)
            with Progress(quiet=False).stage(kind, len(rows)) as stage:
                scored[kind] = score_people(recommender, films, rows, kind, stage.advance)
    weights, report = fit_to_people(scored)
    print(json.dumps({**weights.to_json(), **report}, indent=2))


if __name__ == "__main__":
    main()
