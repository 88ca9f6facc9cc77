"""The first-evening bundle on people it knows nothing of: LLaRA's held-out MovieLens users.

    python -m ilora_workshop.film_evaluation BUNDLE SPLITS [--database DB] [--rows N]

``SPLITS`` is the folder of LLaRA's MovieLens, which has one row a person; with ``DB``, MovieLens
as imported, there are ``N`` a person (:mod:`ilora_workshop.film_people`). Films are the bundle's
by title and year; the others go by their titles alone, as on the device.

``paper``: a row's target among 19 films drawn uniformly from that data set, none of the window.
``product``: the person's library is the whole data set; the encoder's best 20 that were not
watched go to the language model, and the ten best are the list.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.bundle.catalogue import CatalogueItem
from ilora_edge.evaluation.metrics import Estimate, bootstrap, ndcg, paired_difference
from ilora_edge.evaluation.nearest_title import NearestTitle
from ilora_edge.evaluation.rows import Row
from ilora_edge.prompt import PromptItem
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Preference, Recommender
from ilora_edge.request import Request
from ilora_train.progress import Progress
from ilora_workshop.film_people import FilmRow, MatchedFilm, match_films, read_people

N_NEGATIVES = 19
N_CANDIDATES = 20
N_ROWS = 5
LIST_LENGTH = 10
MODELS = ("bundle", "llm", "llm without experts", "encoder", "nearest title", "renown")

Floats = npt.NDArray[np.float64]


class FilmScorer:
    """Scores the films of a data set for one row after the other, by every model."""

    def __init__(self, recommender: Recommender, films: Sequence[MatchedFilm]) -> None:
        self._recommender, self._films = recommender, films
        items = [CatalogueItem(n, f.item_id, f.title, 0, ()) for n, f in enumerate(films, 1)]
        self._nearest = NearestTitle(items)
        self._renown = np.array([film.renown for film in films])
        others = [HistoryItem(f.item_id, f.title) for f in films if f.encoder_index is None]
        outside = recommender.outside(Request(out_of_catalogue=others))
        indices = {} if outside is None else outside.indices
        self._outside = outside
        self._places = [
            indices.get(f.item_id, 0) if f.encoder_index is None else f.encoder_index for f in films
        ]

    def encode(self, history: Sequence[int]) -> tuple[Preference, Floats]:
        """Return the preference after films (their places in the data set), and all scores."""
        read = [place for i in history if (place := self._places[i])]
        preference = self._recommender.encode(read, self._outside)
        # Of an encoder that reads no titles an unknown film has no score.
        scores = np.append(preference.item_scores, -np.inf)
        return preference, scores[np.array(self._places) - 1].astype(np.float64)

    def without_model(self, history: Sequence[int], encoder: Floats) -> dict[str, Floats]:
        """Return the scores of all films by what needs no language model."""
        shown = [HistoryItem(self._films[i].item_id, self._films[i].title) for i in history]
        nearest = self._nearest(Row("", tuple(shown), frozenset(), ""))
        return {"encoder": encoder, "nearest title": nearest, "renown": self._renown}

    def llm(
        self, history: Sequence[int], preference: Preference, candidates: Sequence[int]
    ) -> tuple[Floats, Floats]:
        """Return log P of the candidates' titles with the experts and without."""
        recommender = self._recommender
        shown = [HistoryItem(self._films[i].item_id, self._films[i].title) for i in history]
        prompt = recommender.prompt(
            recommender.shown(shown),
            [PromptItem(recommender.prompts.title_ids(self._films[i].title)) for i in candidates],
        )
        scores = []
        for weights in (preference.gate_weights, np.zeros_like(preference.gate_weights)):
            recommender.mix(weights)
            scores.append(recommender.score(prompt).astype(np.float64))
        return scores[0], scores[1]


def evaluate(
    recommender: Recommender,
    films: Sequence[MatchedFilm],
    rows: Sequence[FilmRow],
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Return HR@1 (paper) and NDCG@10 (product) by model: mean, 95 % interval by person."""
    scorer = FilmScorer(recommender, films)
    paper: dict[str, list[float]] = {model: [] for model in MODELS}
    product: dict[str, list[float]] = {model: [] for model in MODELS}
    fusion = recommender.manifest.fusion
    for number, row in enumerate(rows):
        history, target = row.history, row.target
        preference, encoder = scorer.encode(history)
        others = scorer.without_model(history, encoder)

        rng = random.Random(f"{seed} {number}")
        drawable = [i for i in range(len(films)) if i != target and i not in history]
        drawn = [target, *rng.sample(drawable, N_NEGATIVES)]
        # The target stands anywhere among them: of equal scores the first would win.
        rng.shuffle(drawn)
        llm, untrained = scorer.llm(history, preference, drawn)
        scores = {model: values[drawn] for model, values in others.items()}
        scores |= {"llm": llm, "llm without experts": untrained}
        scores["bundle"] = llm + fusion.paper * encoder[drawn]
        for model, values in scores.items():
            paper[model].append(float(drawn[int(np.argmax(values))] == target))

        unseen = np.array([i for i in range(len(films)) if i not in history])
        lists = {model: _best(unseen, values[unseen]) for model, values in others.items()}
        best = lists["encoder"][:N_CANDIDATES]
        llm, untrained = scorer.llm(history, preference, best.tolist())
        lists |= {"llm": _best(best, llm), "llm without experts": _best(best, untrained)}
        lists["bundle"] = _best(best, llm + fusion.product * encoder[best])
        for model, ranked in lists.items():
            places = np.flatnonzero(ranked[:LIST_LENGTH] == target)
            product[model].append(ndcg(int(places[0]) + 1 if len(places) else None, LIST_LENGTH))
        advance()
    people = [row.user for row in rows]
    return {
        "rows": len(rows),
        "films known": round(sum(f.encoder_index is not None for f in films) / len(films), 4),
        "paper HR@1": _summary(paper, people),
        "product NDCG@10": _summary(product, people),
    }


def _best(films: npt.NDArray[np.int64], scores: Floats) -> npt.NDArray[np.int64]:
    """Return films, the best first."""
    return films[np.argsort(-scores, kind="stable")]


def _summary(values: dict[str, list[float]], people: Sequence[str]) -> dict[str, Any]:
    summary: dict[str, Any] = {}
    for model, found in values.items():
        summary[model] = _rounded(bootstrap(found, people))
        if model != "bundle":
            difference = paired_difference(values["bundle"], found, people)
            summary[f"bundle - {model}"] = _rounded(difference)
    return summary


def _rounded(estimate: Estimate) -> list[float]:
    return [round(x, 4) for x in (estimate.mean, estimate.ci_low, estimate.ci_high)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_evaluation")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("splits", type=Path)
    parser.add_argument("--part", choices=("test", "val"), default="test")
    parser.add_argument("--database", type=Path)
    parser.add_argument("--rows", type=int, default=N_ROWS, help="of a person, with --database")
    parser.add_argument("--backbone", type=Path)
    given = parser.parse_args()
    rows = read_people(given.splits, given.part, given.database, given.rows)
    with (
        Recommender(given.bundle, backbone=given.backbone) as recommender,
        Progress(quiet=False).stage("rows", len(rows)) as stage,
    ):
        items = recommender.catalogue.items()
        known = {i.title.casefold(): (i.item_id, i.encoder_index) for i in items}
        films = match_films(given.splits, known)
        print(json.dumps(evaluate(recommender, films, rows, advance=stage.advance), indent=2))


if __name__ == "__main__":
    main()
