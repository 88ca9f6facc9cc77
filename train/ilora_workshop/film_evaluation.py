"""The first-evening bundle on people it knows nothing of: LLaRA's held-out MovieLens users.

    python -m ilora_workshop.film_evaluation BUNDLE SPLITS [--rows N] [--backbone FILE]

``SPLITS`` is a folder with ``items.csv`` and ``test.jsonl`` (LLaRA's MovieLens), one row a person.
Films are the bundle's by title and year; the others go by their titles alone, as on the device.

``paper``: a row's target among 19 films drawn uniformly from that data set, none of the window.
``product``: the person's library is the whole data set; the encoder's best 20 that were not
watched go to the language model, and the ten best are the list.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

N_NEGATIVES = 19
N_CANDIDATES = 20
LIST_LENGTH = 10
MODELS = ("bundle", "llm", "llm without experts", "encoder", "nearest title", "renown")
_YEAR = re.compile(r"\((\d{4})\)\s*$")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MatchedFilm:
    """A film of the data set, and the bundle's own where there is one."""

    item_id: str
    title: str
    known: CatalogueItem | None

    @property
    def renown(self) -> float:
        """How well known it is by Wikipedia's signals: the bundle numbers its films by them."""
        return -np.inf if self.known is None else -float(self.known.item_id.removeprefix("w"))


class FilmScorer:
    """Scores the films of a data set for one row after the other, by every model."""

    def __init__(self, recommender: Recommender, films: Sequence[MatchedFilm]) -> None:
        self._recommender, self._films = recommender, films
        items = [CatalogueItem(n, f.item_id, f.title, 0, ()) for n, f in enumerate(films, 1)]
        self._nearest = NearestTitle(items)
        self._renown = np.array([film.renown for film in films])
        others = [HistoryItem(f.item_id, f.title) for f in films if f.known is None]
        outside = recommender.outside(Request(out_of_catalogue=others))
        indices = {} if outside is None else outside.indices
        self._outside = outside
        self._places = [
            indices.get(f.item_id, 0) if f.known is None else f.known.encoder_index for f in films
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
    splits: Path,
    n_rows: int,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Return HR@1 (paper) and NDCG@10 (product) by model: mean, 95 % interval by person."""
    films = _read_films(recommender, splits / "items.csv")
    lines = (splits / "test.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines][:n_rows]
    scorer = FilmScorer(recommender, films)
    paper: dict[str, list[float]] = {model: [] for model in MODELS}
    product: dict[str, list[float]] = {model: [] for model in MODELS}
    fusion = recommender.manifest.fusion
    for number, row in enumerate(rows):
        history, target = row["seq"], row["next"]
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
    return {
        "rows": len(rows),
        "films known": round(sum(f.known is not None for f in films) / len(films), 4),
        "paper HR@1": _summary(paper),
        "product NDCG@10": _summary(product),
    }


def _best(films: npt.NDArray[np.int64], scores: Floats) -> npt.NDArray[np.int64]:
    """Return films, the best first."""
    return films[np.argsort(-scores, kind="stable")]


def _summary(values: dict[str, list[float]]) -> dict[str, Any]:
    people = [str(n) for n in range(len(values["bundle"]))]
    summary: dict[str, Any] = {}
    for model, found in values.items():
        summary[model] = _rounded(bootstrap(found, people))
        if model != "bundle":
            difference = paired_difference(values["bundle"], found, people)
            summary[f"bundle - {model}"] = _rounded(difference)
    return summary


def _rounded(estimate: Estimate) -> list[float]:
    return [round(x, 4) for x in (estimate.mean, estimate.ci_low, estimate.ci_high)]


def _read_films(recommender: Recommender, path: Path) -> list[MatchedFilm]:
    known = {item.title.casefold(): item for item in recommender.catalogue.items()}
    films = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year = _YEAR.search(row["raw_title"])
            title = row["clean_title"] + (f" ({year[1]})" if year else "")
            own = known.get(title.casefold())
            item_id = f"other-{row['id']}" if own is None else own.item_id
            films.append(MatchedFilm(item_id, title, own))
    return films


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_evaluation")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("splits", type=Path)
    parser.add_argument("--rows", type=int, default=95)
    parser.add_argument("--backbone", type=Path)
    given = parser.parse_args()
    with (
        Recommender(given.bundle, backbone=given.backbone) as recommender,
        Progress(quiet=False).stage("rows", given.rows) as stage,
    ):
        found = evaluate(recommender, given.splits, given.rows, advance=stage.advance)
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
