"""Fits what an encoder score weighs beside an LLM log-likelihood: one weight, or a calibration."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ilora_edge.bundle.calibration import Calibration, log_mean_popularity
from ilora_edge.bundle.files import FusionWeights
from ilora_edge.evaluation.metrics import draw_negatives, drawn_hr1, exact_hr1, ndcg
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import K, RowScorer, row_scorer
from ilora_edge.prompt import PromptFormat
from ilora_edge.recommender import Preference, Recommender
from ilora_export.calibration_fit import Compared, ScoredRow, compare, one_weight
from ilora_export.cold_titles import cold_gap, without_gap

# 0 is the LLM alone; at the upper end the encoder decides nearly alone.
GRID = (0.0, *(float(w) for w in np.round(np.geomspace(0.05, 20.0, 40), 4)))


def sample_rows(rows: Sequence[Row], n: int, seed: int) -> list[Row]:
    """Return at most ``n`` rows, the same for the same seed."""
    return random.Random(seed).sample(list(rows), min(n, len(rows)))


@dataclass(frozen=True, slots=True)
class FusionFit:
    """The weights, and how well the rows they were chosen on are ranked by them."""

    weights: FusionWeights
    compared: dict[str, Compared]
    """By kind of candidates: a calibration beside one weight. It is shipped where it ranks users
    that it was not fitted on better."""
    n_rows: int
    product_ndcg10: tuple[float, float]
    """Mean over the rows, and its standard error; of the list in the product."""
    paper_hr1: tuple[float, float]
    cold_gap: float
    """What cold items' LLM scores were raised by (:mod:`ilora_export.cold_titles`)."""

    def to_json(self) -> dict[str, Any]:
        return {
            "n_rows": self.n_rows,
            "product_ndcg10": [round(value, 5) for value in self.product_ndcg10],
            "paper_hr1": [round(value, 5) for value in self.paper_hr1],
            "cold_gap": round(self.cold_gap, 4),
            "calibration": {kind: found.to_json() for kind, found in self.compared.items()},
        }


def fit_fusion(
    recommender: Recommender,
    rows: Sequence[Row],
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> FusionFit:
    """Choose on validation rows, with the device's own code: the scores fitted are those shipped.

    ``product`` maximises NDCG@10 over the encoder's best 20, ``paper`` HR@1 against 19 uniform
    items: its expectation where one prefill scores the whole catalogue, else one draw per row.
    Among equals the smallest weight wins: the LLM is what the bundle is for. Where the prompt
    does not list its candidates, both kinds share one prefill.
    """
    scorer = row_scorer(recommender, rows, None, seed)
    prompt = recommender.manifest.prompt
    hard, drawn = [], []
    for number, row in enumerate(rows):
        preference = scorer.preference(row)
        if whole_catalogue(prompt):
            hard.append(_score_best(scorer, row, number, preference))
            drawn.append(_score_all(scorer, row, number, preference))
        elif prompt.candidates_in_prompt:
            hard.append(_score_best(scorer, row, number, preference))
            drawn.append(_score_drawn(scorer, row, number, preference, seed))
        else:
            best, random_ones = _score_both(scorer, row, number, preference, seed)
            hard.append(best)
            drawn.append(random_ones)
        advance()
    # The label of an item that nobody had is a token that was never trained: it says nothing.
    gap = 0.0 if prompt.answers == "labels" else cold_gap(drawn)
    hard, drawn = without_gap(hard, gap), without_gap(drawn, gap)
    kinds = {"product": (hard, _fit_product, _ndcg), "paper": (drawn, _fit_paper, _hr1)}
    compared = {
        kind: found
        for kind, (scored, fit, quality) in kinds.items()
        if (found := compare(scored, fit, quality, seed, cold=not gap)) is not None
    }
    product, paper = _fit_product(hard), _fit_paper(drawn)
    calibrations = {kind: found.calibration for kind, found in compared.items() if found.is_better}
    if gap:
        plain = {"product": one_weight(product), "paper": one_weight(paper)}
        calibrations = {
            kind: replace(of_kind, cold=of_kind.cold + gap)
            for kind, of_kind in (plain | calibrations).items()
        }
    return FusionFit(
        FusionWeights(product, paper, calibrations, recommender.manifest.fusion.title_words),
        compared,
        len(rows),
        _mean_and_error([_ndcg(s, product) for s in hard]),
        _mean_and_error([_hr1(s, paper) for s in drawn]),
        gap,
    )


def _fit_product(rows: Sequence[ScoredRow]) -> float:
    return _best(lambda weight: sum(_ndcg(row, weight) for row in rows))


def _fit_paper(rows: Sequence[ScoredRow]) -> float:
    return _best(lambda weight: sum(_hr1(row, weight) for row in rows))


def _mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return float(np.mean(values)), error


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
) -> ScoredRow:
    """Return what is known of a row's items at these places of the catalogue."""
    kept = list(places)
    return ScoredRow(
        row.user,
        len(row.history),
        llm.astype(np.float64),
        preference.item_scores[kept].astype(np.float64),
        scorer.popularity[kept],
        log_mean_popularity(scorer.popularity),
        target,
        excluded,
    )


def _score_best(scorer: RowScorer, row: Row, number: int, preference: Preference) -> ScoredRow:
    candidates = scorer.best(row, preference)
    ids = [c.item_id for c in candidates]
    llm = scorer.llm_scores(row, number, preference, candidates)
    target = ids.index(row.target) if row.target in ids else None
    places = [c.encoder_index - 1 for c in candidates]
    return _scored(scorer, row, preference, places, llm, target)


def _score_all(scorer: RowScorer, row: Row, number: int, preference: Preference) -> ScoredRow:
    known = scorer.recommender.catalogue.by_id([row.target, *(i.item_id for i in row.history)])
    target = known[row.target].encoder_index - 1
    llm = scorer.llm_scores(row, number, preference, scorer.items)
    excluded = tuple(item.encoder_index - 1 for item in known.values())
    return _scored(scorer, row, preference, range(len(llm)), llm, target, excluded)


def _score_drawn(
    scorer: RowScorer, row: Row, number: int, preference: Preference, seed: int
) -> ScoredRow:
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


def _score_both(
    scorer: RowScorer, row: Row, number: int, preference: Preference, seed: int
) -> tuple[ScoredRow, ScoredRow]:
    """Score the encoder's best and the drawn items of a row after one reading of its prompt."""
    best = [c.encoder_index - 1 for c in scorer.best(row, preference)]
    drawn, target = _drawn_places(scorer, row, number, seed)
    every = list(dict.fromkeys([*best, *drawn]))
    llm = scorer.llm_scores(row, number, preference, [scorer.items[i] for i in every])
    of = dict(zip(every, llm, strict=True))
    first, second = (
        _scored(scorer, row, preference, places, np.array([of[i] for i in places]), where)
        for places, where in (
            (best, best.index(drawn[target]) if drawn[target] in best else None),
            (drawn, target),
        )
    )
    return first, second


def _ndcg(scored: ScoredRow, calibration: Calibration | float) -> float:
    if scored.target is None:
        return 0.0
    fused = _fused(scored, calibration)
    rank = int((fused > fused[scored.target]).sum()) + 1
    return ndcg(rank, K)


def _hr1(scored: ScoredRow, calibration: Calibration | float) -> float:
    assert scored.target is not None
    fused = _fused(scored, calibration)
    if scored.excluded:
        return exact_hr1(fused, scored.target, scored.excluded)
    return drawn_hr1(fused, scored.target)


def _fused(scored: ScoredRow, calibration: Calibration | float) -> np.ndarray:
    if isinstance(calibration, float):
        # A grid of weights asks for this many thousand times.
        return scored.llm + calibration * scored.encoder
    return scored.fused(calibration)


def _best(quality: Callable[[float], float]) -> float:
    return max(GRID, key=lambda weight: (round(quality(weight), 9), -weight))
