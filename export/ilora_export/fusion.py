"""Fits what an encoder score weighs beside an LLM log-likelihood: one weight, or a calibration."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from ilora_edge.bundle.calibration import Calibration, log_mean_popularity
from ilora_edge.bundle.files import FusionWeights
from ilora_edge.evaluation.metrics import draw_negatives, drawn_hr1, exact_hr1, ndcg
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import K, RowScorer, row_scorer
from ilora_edge.prompt import PromptFormat
from ilora_edge.recommender import Preference, Recommender
from ilora_export.calibration_fit import (
    MIN_ROWS,
    Compared,
    Fit,
    FloatArray,
    ScoredRow,
    compare,
    fit_calibration,
    likeliest_weight,
    one_weight,
)
from ilora_export.cold_titles import among_known, cold_gap

# 0 is the LLM alone; at the upper end the encoder decides nearly alone.
GRID = (0.0, *(float(w) for w in np.round(np.geomspace(0.05, 20.0, 40), 4)))


def sample_rows(rows: Sequence[Row], n: int, seed: int) -> list[Row]:
    """Return at most ``n`` rows, the same for the same seed."""
    return random.Random(seed).sample(list(rows), min(n, len(rows)))


_TAKEN = {"product": K, "paper": 1}
"""How many of the best candidates of each kind are what a row is measured by."""
LOOKED_AT = 10
"""Rows for each one that is wanted with its target among the encoder's best."""


@dataclass(frozen=True, slots=True)
class FusionFit:
    """The weights, and how well the rows they were chosen on are ranked by them."""

    weights: FusionWeights
    compared: dict[str, dict[str, Compared]]
    """By kind of candidates: richer fits, each beside the best of those before it. One is shipped
    where it ranks users that it was not fitted on better."""
    n_rows: dict[str, int]
    """By kind of candidates."""
    recall: float
    """Share of the rows looked at whose target is among the encoder's best; the product's rows
    are those."""
    product_ndcg10: tuple[float, float]
    """Mean over those rows by one weight, and its standard error."""
    paper_hr1: tuple[float, float]
    cold_gap: float
    """What items from outside have more (:mod:`ilora_export.cold_titles`)."""
    n_changed: dict[str, int]
    """By kind of candidates: on how many rows the LLM changes what is taken, under the weights."""

    def is_silent(self, kind: str) -> bool:
        """Whether the LLM changed nothing on the rows of a kind, and these are enough to say so."""
        return self.n_changed[kind] == 0 and self.n_rows[kind] >= MIN_ROWS

    def to_json(self) -> dict[str, Any]:
        fits: dict[str, dict[str, Any]] = {}
        for kind, found in self.compared.items():
            for name, fit in found.items():
                fits.setdefault(name, {})[kind] = fit.to_json()
        return {
            "n_rows": self.n_rows,
            "recall": round(self.recall, 5),
            "product_ndcg10": [round(value, 5) for value in self.product_ndcg10],
            "paper_hr1": [round(value, 5) for value in self.paper_hr1],
            "cold_gap": round(self.cold_gap, 4),
            "n_changed_by_llm": self.n_changed,
            **fits,
        }


def fit_fusion(
    recommender: Recommender,
    rows: Sequence[Row],
    n_rows: int,
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
    held_out: bool = False,
) -> FusionFit:
    """Choose on validation rows, with the device's own code: the scores fitted are those shipped.

    ``product`` is fitted to rows whose target is among the encoder's best 20, since the others
    say nothing of how to rank those, ``paper`` to 19 random items beside the target. Where one
    prefill scores the whole catalogue, the rows are many, and the weights are those of the best
    NDCG@10 and of the best expected HR@1, and so they are where items were held out; among equals
    the smallest wins, as the LLM is what the bundle is for. Else they are those under which the
    targets are likeliest.

    Parameters
    ----------
    rows
        In a random order.
    n_rows
        Of each kind, at most; ``advance`` is called for each.
    held_out
        Whether items were taken out of every sequence, so that being cold says nothing of them.
    """
    scorer = row_scorer(recommender, rows, None, seed)
    prompt = recommender.manifest.prompt
    exact = whole_catalogue(prompt)
    found = _rows_of_product(scorer, rows, n_rows)
    hard, drawn = _score_rows(scorer, found.rows, rows[:n_rows], exact, seed, advance)
    # The label of an item that nobody had is a token that was never trained: it says nothing.
    gap = 0.0 if prompt.answers == "labels" else cold_gap(drawn.rows)
    if not (exact or prompt.candidates_in_prompt):
        asked = _priors(scorer, hard.places + drawn.places)
        hard, drawn = hard.with_priors(asked), drawn.with_priors(asked)
    kinds = _kinds(hard, drawn, exact, held_out and bool(gap))
    weights = {name: kind.weight(kind.rows) for name, kind in kinds.items()}
    compared, calibrations = {}, {}
    for name, kind in kinds.items():
        compared[name], best = kind.choose(seed)
        if gap:
            best = best or one_weight(weights[name])
            best = _with_cold(best, gap, drawn, scorer.popularity if held_out else None)
        if best is not None:
            calibrations[name] = best
    chosen = FusionWeights(**weights, calibration=calibrations)
    return FusionFit(
        chosen.with_affinities_of(recommender.manifest.fusion),
        compared,
        {name: len(kind.rows) for name, kind in kinds.items()},
        len(found.rows) / max(1, found.n_looked_at),
        kinds["product"].mean_and_error(weights["product"]),
        kinds["paper"].mean_and_error(weights["paper"]),
        gap,
        {
            name: kind.n_changed(calibrations.get(name) or one_weight(weights[name]), _TAKEN[name])
            for name, kind in kinds.items()
        },
    )


def _kinds(hard: _Scored, drawn: _Scored, exact: bool, without_cold: bool) -> dict[str, KindOfRows]:
    """Return the rows by kind of candidates, and how weights are chosen for each.

    Where cold items were held out no target is cold: the rows say nothing of how likely they are.
    """
    # Nor are the likeliest weights of known items good for cold ones, of which the LLM knows more.
    on_grid = exact or without_cold
    best = (_fit_product, _fit_paper) if on_grid else (None, None)
    return {
        "product": KindOfRows(hard.told(without_cold), ndcg_of, best[0]),
        "paper": KindOfRows(drawn.told(without_cold), hr1_of, best[1]),
    }


@dataclass(frozen=True, slots=True)
class _Scored:
    """Rows that were scored, and the places in the catalogue of each one's items."""

    rows: list[ScoredRow]
    places: list[Sequence[int]]

    def add(self, places: Sequence[int], row: ScoredRow) -> None:
        self.places.append(places)
        self.rows.append(row)

    def with_priors(self, priors: FloatArray) -> _Scored:
        """Return the rows with how likely titles are by themselves, of the catalogue's (N,)."""
        rows = [
            replace(row, title_prior=priors[list(places)])
            for row, places in zip(self.rows, self.places, strict=True)
        ]
        return _Scored(rows, self.places)

    def beside_prior(self, calibration: Calibration) -> list[ScoredRow]:
        """Return the rows, how likely titles are by themselves taken into the LLM's scores."""
        return [
            replace(row, llm=row.llm + calibration.title_prior * row.title_prior)
            for row in self.rows
            if row.title_prior is not None
        ]

    def told(self, without_cold: bool) -> list[ScoredRow]:
        """Return the rows to fit to."""
        if not without_cold:
            return self.rows
        return [known for row in self.rows if (known := among_known(row)) is not None]


def _with_cold(
    calibration: Calibration, gap: float, drawn: _Scored, popularity: FloatArray | None
) -> Calibration:
    """Return it with what items that nobody had lack, the cold ones too where these count."""
    lacking = gap if not calibration.title_prior else cold_gap(drawn.beside_prior(calibration))
    if popularity is None:
        return replace(calibration, outside=lacking)
    # As one of average popularity.
    cold = lacking + calibration.popularity * log_mean_popularity(popularity)
    return replace(calibration, outside=lacking, cold=cold)


@dataclass(frozen=True, slots=True)
class KindOfRows:
    """Rows of one kind of candidates, and what is asked of them."""

    rows: list[ScoredRow]
    quality: Callable[[ScoredRow, Calibration | float], float]
    best_weight: Callable[[Sequence[ScoredRow]], float] | None
    """By the quality itself; None: the likeliest."""

    def weight(self, rows: Sequence[ScoredRow]) -> float:
        return (self.best_weight or likeliest_weight)(rows)

    def mean_and_error(self, weight: float) -> tuple[float, float]:
        """Return the mean quality under one weight, and its standard error."""
        values = [self.quality(row, weight) for row in self.rows]
        if not values:
            return 0.0, 0.0
        error = float(np.std(values, ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
        return float(np.mean(values)), error

    def n_changed(self, calibration: Calibration, n: int) -> int:
        """Return on how many rows others are the best ``n`` than if the LLM had said nothing."""
        return sum(
            _taken(row, calibration, n)
            != _taken(replace(row, llm=np.zeros_like(row.llm)), calibration, n)
            for row in self.rows
        )

    def choose(self, seed: int) -> tuple[dict[str, Compared], Calibration | None]:
        """Return the richer fits as compared, and the best; None: one weight is as good."""
        fits: dict[str, Fit] = {
            "calibration": lambda rows: fit_calibration(rows, self.weight(rows))
        }
        if any(row.title_prior is not None for row in self.rows):
            fits["title_prior"] = lambda rows: fit_calibration(
                rows, self.weight(rows), title_prior=True
            )
        best: Calibration | None = None
        simpler: Fit = lambda rows: one_weight(self.weight(rows))  # noqa: E731
        compared: dict[str, Compared] = {}
        for name, fit in fits.items():
            found = compare(self.rows, fit, simpler, self.quality, seed)
            if found is None:
                break
            compared[name] = found
            if found.is_better:
                best, simpler = found.calibration, fit
        return compared, best


def _score_rows(
    scorer: RowScorer,
    of_product: Sequence[Row],
    others: Sequence[Row],
    exact: bool,
    seed: int,
    advance: Callable[[], None],
) -> tuple[_Scored, _Scored]:
    """Score the rows of a list and those of random candidates, or of the whole catalogue."""
    hard, drawn = _Scored([], []), _Scored([], [])
    for number, row in enumerate(of_product):
        hard.add(*_score_best(scorer, row, number))
        advance()
    score = _score_all if exact else _score_drawn
    for number, row in enumerate(others):
        drawn.add(*score(scorer, row, number, seed))
        advance()
    return hard, drawn


class _RowsOfProduct(NamedTuple):
    rows: list[Row]
    n_looked_at: int


def _rows_of_product(scorer: RowScorer, rows: Sequence[Row], n_rows: int) -> _RowsOfProduct:
    """Return the first rows whose target is among the encoder's best."""
    found: list[Row] = []
    for n, row in enumerate(rows[: LOOKED_AT * n_rows]):
        if len(found) == n_rows:
            return _RowsOfProduct(found, n)
        candidates = scorer.best(row, scorer.preference(row))
        if any(item.item_id == row.target for item in candidates):
            found.append(row)
    return _RowsOfProduct(found, min(len(rows), LOOKED_AT * n_rows))


def _priors(scorer: RowScorer, places: Iterable[Sequence[int]]) -> FloatArray:
    """Return how likely the titles at these places are by themselves, (N,), NaN elsewhere."""
    asked = sorted({place for of_row in places for place in of_row})
    items = scorer.recommender.title_priors.given_to([scorer.items[place] for place in asked])
    priors = np.full(len(scorer.items), np.nan)
    priors[asked] = [item.title_prior for item in items]
    return priors


def _fit_product(rows: Sequence[ScoredRow]) -> float:
    return _best(lambda weight: sum(ndcg_of(row, weight) for row in rows))


def _fit_paper(rows: Sequence[ScoredRow]) -> float:
    return _best(lambda weight: sum(hr1_of(row, weight) for row in rows))


def whole_catalogue(prompt: PromptFormat) -> bool:
    """Return whether scoring every item costs no more than scoring one."""
    return prompt.answers == "labels" and not prompt.candidates_in_prompt


def _scored(
    scorer: RowScorer,
    row: Row,
    preference: Preference,
    places: Sequence[int],
    llm: np.ndarray,
    target: int | None,
    excluded: tuple[int, ...] = (),
) -> tuple[Sequence[int], ScoredRow]:
    """Return what is known of a row's items at these places of the catalogue."""
    kept = list(places)
    return places, ScoredRow(
        row.user,
        len(row.history),
        llm.astype(np.float64),
        preference.item_scores[kept].astype(np.float64),
        scorer.popularity[kept],
        log_mean_popularity(scorer.popularity),
        target,
        excluded,
    )


def _score_best(scorer: RowScorer, row: Row, number: int) -> tuple[Sequence[int], ScoredRow]:
    preference = scorer.preference(row)
    candidates = scorer.best(row, preference)
    llm = scorer.llm_scores(row, number, preference, candidates)
    target = [c.item_id for c in candidates].index(row.target)
    places = [c.encoder_index - 1 for c in candidates]
    return _scored(scorer, row, preference, places, llm, target)


def _score_all(
    scorer: RowScorer, row: Row, number: int, seed: int
) -> tuple[Sequence[int], ScoredRow]:
    preference = scorer.preference(row)
    known = scorer.recommender.catalogue.by_id([row.target, *(i.item_id for i in row.history)])
    target = known[row.target].encoder_index - 1
    llm = scorer.llm_scores(row, number, preference, scorer.items)
    excluded = tuple(item.encoder_index - 1 for item in known.values())
    return _scored(scorer, row, preference, range(len(llm)), llm, target, excluded)


def _score_drawn(
    scorer: RowScorer, row: Row, number: int, seed: int
) -> tuple[Sequence[int], ScoredRow]:
    preference = scorer.preference(row)
    places, target = _drawn_places(scorer, row, number, seed)
    llm = scorer.llm_scores(row, number, preference, [scorer.items[i] for i in places])
    return _scored(scorer, row, preference, places, llm, target)


def _drawn_places(scorer: RowScorer, row: Row, number: int, seed: int) -> tuple[list[int], int]:
    """Return the places of the target and its negatives, and where the target is among them."""
    known = scorer.recommender.catalogue.by_id([row.target, *(i.item_id for i in row.history)])
    excluded = [item.encoder_index - 1 for item in known.values()]
    target = known[row.target].encoder_index - 1
    places = [target, *draw_negatives(len(scorer.items), excluded, (seed, number))]
    # Where a prompt lists its candidates, the target's place in the list must say nothing.
    np.random.default_rng([seed, number, 1]).shuffle(places)
    return places, places.index(target)


def ndcg_of(scored: ScoredRow, calibration: Calibration | float) -> float:
    if scored.target is None:
        return 0.0
    fused = _fused(scored, calibration)
    own = fused[scored.target]
    # Candidates come in the encoder's order, which ties keep in a list.
    before = int((fused > own).sum()) + int((fused[: scored.target] == own).sum())
    return ndcg(before + 1, K)


def hr1_of(scored: ScoredRow, calibration: Calibration | float) -> float:
    assert scored.target is not None
    fused = _fused(scored, calibration)
    if scored.excluded:
        return exact_hr1(fused, scored.target, scored.excluded)
    return drawn_hr1(fused, scored.target)


def _taken(scored: ScoredRow, calibration: Calibration, n: int) -> list[int]:
    """Return the places of the best ``n``; of a whole catalogue all, since any of them counts."""
    fused = scored.fused(calibration)
    best = np.argsort(-fused, kind="stable")
    if scored.excluded:
        return [int(place) for place in best if place not in scored.excluded]
    return [int(place) for place in best[:n]]


def _fused(scored: ScoredRow, calibration: Calibration | float) -> np.ndarray:
    if isinstance(calibration, float):
        # A grid of weights asks for this many thousand times.
        return scored.llm + calibration * scored.encoder
    return scored.fused(calibration)


def _best(quality: Callable[[float], float]) -> float:
    return max(GRID, key=lambda weight: (round(quality(weight), 9), -weight))
