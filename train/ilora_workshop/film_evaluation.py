"""The first-evening bundle on people it knows nothing of: LLaRA's held-out MovieLens users.

    python -m ilora_workshop.film_evaluation BUNDLE SPLITS [--database DB] [--rows N]

``SPLITS`` is the folder of LLaRA's MovieLens, which has one row a person; with ``DB``, MovieLens
as imported, there are ``N`` a person (:mod:`ilora_workshop.film_people`). Films are the bundle's
by title and year; the others go by their titles alone, as on the device.

Instead of ``SPLITS`` there may be a database of a later release, of which ``N`` rows a person are
taken (:mod:`ilora_workshop.film_library`), with ``--overviews`` of its films.

``paper``: a row's target among 19 films drawn uniformly from that data set, none of the window.
``product``: the person's library is the whole data set; the encoder's best 20 that were not
watched go to the language model, and the ten best are the list. ``--kinds product --rows 1000``
takes all rows of everybody in less time than both kinds of a few: the model is asked for those
alone whose target is among the 20.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.affinities.overview_affinity import OverviewAffinity
from ilora_edge.affinities.title_affinity import N_LAST, last_shares
from ilora_edge.catalogue.items import OUT_OF_CATALOGUE, CatalogueItem
from ilora_edge.evaluation.metrics import bootstrap, ndcg, paired_difference
from ilora_edge.evaluation.nearest_title import NearestTitle
from ilora_edge.evaluation.rows import Row
from ilora_edge.prompt import PromptItem
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Preference, Recommender
from ilora_edge.request import Request
from ilora_train.progress import Progress
from ilora_workshop.film_library import read_library, read_overviews, read_rows
from ilora_workshop.film_people import FilmRow, MatchedFilm, match_films, read_people

N_NEGATIVES = 19
N_CANDIDATES = 20
N_ROWS = 5
LIST_LENGTH = 10
KINDS = {"paper": "HR@1", "product": "NDCG@10"}
MODELS = ("bundle", "llm", "llm without experts", "encoder", "nearest title", "renown")

Floats = npt.NDArray[np.float64]
GateWeights = npt.NDArray[np.float32]


class FilmScorer:
    """Scores the films of a data set for one row after the other, by every model."""

    def __init__(self, recommender: Recommender, films: Sequence[MatchedFilm]) -> None:
        self._recommender, self._films = recommender, films
        self._items = [*self._as_items()]
        items = [CatalogueItem(n, f.item_id, f.title, 0, ()) for n, f in enumerate(films, 1)]
        self._nearest = NearestTitle(items)
        self._renown = np.array([film.renown for film in films])
        others = [self._asked(n) for n, f in enumerate(films) if f.encoder_index is None]
        outside = recommender.outside(Request(out_of_catalogue=others))
        indices = {} if outside is None else outside.indices
        self._outside = outside
        by_id = {film.item_id: film for film in films}
        texts = [by_id[item_id].overview for item_id in indices]
        known = [film.overview for film in films if film.encoder_index is not None]
        self._overviews = OverviewAffinity(texts, known) if any(texts) else None
        self._places = [
            indices.get(f.item_id, 0) if f.encoder_index is None else f.encoder_index for f in films
        ]

    def encode(
        self, history: Sequence[int], request: Request | None = None
    ) -> tuple[Preference, Floats]:
        """Return the preference after films (their places in the data set), and all scores.

        ``request``: what else is known, as :meth:`Recommender.encode` takes it.
        """
        read = [place for i in history if (place := self._places[i])]
        outside = self._outside
        if history and outside is not None and self._overviews is not None:
            decay = self._recommender.manifest.fusion.overviews_decay
            _, shares = last_shares(history, decay)
            told = [self._films[i].overview for i in history[-N_LAST:]]
            cosines = self._overviews.cosines(told, shares.tolist())
            outside = replace(outside, overview_cosines=tuple(cosines.tolist()))
        preference = self._recommender.encode(read, outside, request)
        # Of an encoder that reads no titles an unknown film has no score.
        scores = np.append(preference.item_scores, -np.inf)
        return preference, scores[np.array(self._places) - 1].astype(np.float64)

    def without_model(self, history: Sequence[int], encoder: Floats) -> dict[str, Floats]:
        """Return the scores of all films by what needs no language model."""
        nearest = self._nearest(Row("", tuple(self._shown(history)), frozenset(), ""))
        return {"encoder": encoder, "nearest title": nearest, "renown": self._renown}

    def llm(
        self, history: Sequence[int], gate_weights: GateWeights, candidates: Sequence[int]
    ) -> Floats:
        """Return log P of the candidates' titles; gate weights of 0 leave the experts out."""
        recommender = self._recommender
        titles = [PromptItem(self._items[i].token_ids) for i in candidates]
        prompt = recommender.prompt(recommender.shown(self._shown(history)), titles)
        recommender.mix(gate_weights)
        return recommender.score(prompt).astype(np.float64)

    def title_priors(self, candidates: Sequence[int]) -> Floats:
        """Return how likely the candidates' titles are by themselves."""
        found = self._recommender.title_priors.given_to([self._items[i] for i in candidates])
        return np.array([item.title_prior for item in found], np.float64)

    def fused(
        self, kind: str, history: Sequence[int], candidates: Sequence[int], llm: Floats, own: Floats
    ) -> Floats:
        """Return the bundle's scores; ``own`` are the encoder's of these candidates."""
        fusion, request = self._recommender.fusion, Request(self._shown(history))
        items = [self._items[i] for i in candidates]
        if fusion.needs_title_priors(request, kind):
            items = self._recommender.title_priors.given_to(items)
        return llm + fusion.weight(request, kind) * own + fusion.offsets(items, request, kind)

    def _shown(self, history: Sequence[int]) -> list[HistoryItem]:
        return [self._asked(i) for i in history]

    def _asked(self, place: int) -> HistoryItem:
        film = self._films[place]
        return HistoryItem(film.item_id, film.title, film.genres)

    def _as_items(self) -> Iterator[CatalogueItem]:
        catalogue, prompts = self._recommender.catalogue, self._recommender.prompts
        for film in self._films:
            if film.encoder_index is not None:
                yield catalogue.by_index([film.encoder_index])[0]
            else:
                ids = tuple(prompts.title_ids(film.title))
                yield CatalogueItem(OUT_OF_CATALOGUE, film.item_id, film.title, 0, ids)


def evaluate(
    recommender: Recommender,
    films: Sequence[MatchedFilm],
    rows: Sequence[FilmRow],
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
    kinds: Sequence[str] = tuple(KINDS),
) -> dict[str, Any]:
    """Return HR@1 (paper) and NDCG@10 (product) by model: mean, 95 % interval by person."""
    scorer = FilmScorer(recommender, films)
    found: dict[str, dict[str, list[float]]] = {kind: {m: [] for m in MODELS} for kind in kinds}
    for number, row in enumerate(rows):
        history, target = row.history, row.target
        preference, encoder = scorer.encode(history)
        others = scorer.without_model(history, encoder)

        drawn, best = draw_candidates(row, encoder, number, seed)
        asked = {"paper": drawn, "product": best if row.target in best else []}
        # One reading of the history for both kinds of candidates.
        every = list(dict.fromkeys(film for kind in kinds for film in asked[kind]))
        gates = {"llm": preference.gate_weights}
        gates["llm without experts"] = np.zeros_like(preference.gate_weights)
        read = {model: np.full(len(films), np.nan) for model in gates}
        if every:
            for model, weights in gates.items():
                read[model][every] = scorer.llm(history, weights, every)

        if "paper" in kinds:
            scores = {model: values[drawn] for model, values in (others | read).items()}
            scores["bundle"] = scorer.fused("paper", history, drawn, scores["llm"], encoder[drawn])
            for model, values in scores.items():
                found["paper"][model].append(float(drawn[int(np.argmax(values))] == target))
        if "product" in kinds:
            unseen = unseen_films(row, len(films))
            lists = {model: best_films(unseen, values[unseen]) for model, values in others.items()}
            # Without the target among the best, no order of them has it: the model is not asked.
            lists |= dict.fromkeys([*gates, "bundle"], np.array([], np.int64))
            if listed := asked["product"]:
                read["bundle"] = np.full(len(films), np.nan)
                own = read["llm"][listed]
                read["bundle"][listed] = scorer.fused(
                    "product", history, listed, own, encoder[listed]
                )
                ours = np.array(listed)
                lists |= {model: best_films(ours, values[ours]) for model, values in read.items()}
            for model, ranked in lists.items():
                found["product"][model].append(gain(ranked, target))
        advance()
    people = [row.user for row in rows]
    return {
        "rows": len(rows),
        "films known": round(sum(f.encoder_index is not None for f in films) / len(films), 4),
        **{f"{kind} {KINDS[kind]}": _summary(found[kind], people) for kind in kinds},
    }


def films_of(recommender: Recommender, splits: Path, database: Path | None) -> list[MatchedFilm]:
    """Return the data set's films, the bundle's own by title and year."""
    items = recommender.catalogue.items()
    return match_films(splits, [(i.title, i.item_id, i.encoder_index) for i in items], database)


def draw_candidates(
    row: FilmRow, encoder: Floats, number: int, seed: int = 0
) -> tuple[list[int], list[int]]:
    """Return a row's films of both kinds: its target among random ones, and the encoder's best."""
    rng = random.Random(f"{seed} {number}")
    drawable = [i for i in unseen_films(row, len(encoder)).tolist() if i != row.target]
    drawn = [row.target, *rng.sample(drawable, N_NEGATIVES)]
    # The target stands anywhere among them: of equal scores the first would win.
    rng.shuffle(drawn)
    unseen = unseen_films(row, len(encoder))
    return drawn, best_films(unseen, encoder[unseen])[:N_CANDIDATES].tolist()


def unseen_films(row: FilmRow, n_films: int) -> npt.NDArray[np.int64]:
    """Return the places of the films that a row does not show."""
    return np.array([i for i in range(n_films) if i not in row.history])


def best_films(films: npt.NDArray[np.int64], scores: Floats) -> npt.NDArray[np.int64]:
    """Return films, the best first."""
    return films[np.argsort(-scores, kind="stable")]


def gain(ranked: npt.NDArray[np.int64], target: int) -> float:
    """Return the NDCG@10 of films, the best first, of which one came next, or none."""
    places = np.flatnonzero(ranked[:LIST_LENGTH] == target)
    return ndcg(int(places[0]) + 1 if len(places) else None, LIST_LENGTH)


def _summary(values: dict[str, list[float]], people: Sequence[str]) -> dict[str, Any]:
    summary: dict[str, Any] = {}
    for model, found in values.items():
        summary[model] = bootstrap(found, people).rounded(4)
        if model != "bundle":
            difference = paired_difference(values["bundle"], found, people)
            summary[f"bundle - {model}"] = difference.rounded(4)
    return summary


def add_rows(parser: argparse.ArgumentParser) -> None:
    """Add what says which rows are asked about: what :func:`read_rows_of` reads."""
    parser.add_argument("splits", type=Path)
    parser.add_argument("--part", choices=("test", "val"), default="test")
    parser.add_argument("--database", type=Path)
    parser.add_argument("--rows", type=int, default=N_ROWS, help="of a person, with --database")
    parser.add_argument("--overviews", type=Path, help="CSV of TMDB numbers and overviews")


def read_rows_of(
    recommender: Recommender, given: argparse.Namespace
) -> tuple[list[MatchedFilm], list[FilmRow]]:
    """Return the films and the rows of what a command was given, as the bundle has them.

    ``given``: what :func:`add_rows` takes.
    """
    if given.splits.is_dir():
        films = films_of(recommender, given.splits, given.database)
        return films, read_people(given.splits, given.part, given.database, given.rows)
    items = recommender.catalogue.items()
    catalogue = [(item.title, item.item_id, item.encoder_index) for item in items]
    overviews = {} if given.overviews is None else read_overviews(given.overviews)
    library = read_library(given.splits, catalogue, overviews)
    return library.films, read_rows(given.splits, library, given.part, given.rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m ilora_workshop.film_evaluation")
    parser.add_argument("bundle", type=Path)
    add_rows(parser)
    parser.add_argument("--backbone", type=Path)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=[*KINDS])
    given = parser.parse_args()
    with Recommender(given.bundle, backbone=given.backbone) as recommender:
        films, rows = read_rows_of(recommender, given)
        with Progress(quiet=False).stage("rows", len(rows)) as stage:
            found = evaluate(recommender, films, rows, advance=stage.advance, kinds=given.kinds)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
