"""Fits the fusion weights: what an encoder score weighs beside an LLM log-likelihood."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ilora_edge.bundle.files import FusionWeights
from ilora_edge.evaluation.metrics import draw_negatives, drawn_hr1, exact_hr1, ndcg
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import K, RowScorer, row_scorer
from ilora_edge.prompt import PromptFormat
from ilora_edge.recommender import Preference, Recommender

# 0 is the LLM alone; at the upper end the encoder decides nearly alone.
GRID = (0.0, *(float(w) for w in np.round(np.geomspace(0.05, 20.0, 40), 4)))


@dataclass(frozen=True, slots=True)
class _Scored:
    """Items of one row: LLM and encoder scores (n,), and where the target is among them."""

    llm: np.ndarray
    encoder: np.ndarray
    target: int | None
    excluded: tuple[int, ...] = ()
    """Where the items are the whole catalogue: the places that are never drawn."""


def sample_rows(rows: Sequence[Row], n: int, seed: int) -> list[Row]:
    """Return at most ``n`` rows, the same for the same seed."""
    return random.Random(seed).sample(list(rows), min(n, len(rows)))


def fit_fusion(
    recommender: Recommender,
    rows: Sequence[Row],
    seed: int = 0,
    advance: Callable[[], None] = lambda: None,
) -> FusionWeights:
    """Choose on validation rows, with the device's own code: the scores fitted are those shipped.

    ``product`` maximises NDCG@10 over the encoder's best 20, ``paper`` HR@1 against 19 uniform
    items: its expectation where one prefill scores the whole catalogue, else one draw per row.
    Among equals the smallest weight wins: the LLM is what the bundle is for.
    """
    scorer = row_scorer(recommender, rows, None, seed)
    whole = whole_catalogue(recommender.manifest.prompt)
    hard, drawn = [], []
    for number, row in enumerate(rows):
        preference = scorer.preference(row)
        hard.append(_score_best(scorer, row, number, preference))
        drawn.append(
            _score_all(scorer, row, number, preference)
            if whole
            else _score_drawn(scorer, row, number, preference, seed)
        )
        advance()
    return FusionWeights(
        product=_best(lambda w: sum(_ndcg(s, w) for s in hard)),
        paper=_best(lambda w: sum(_hr1(s, w) for s in drawn)),
    )


def whole_catalogue(prompt: PromptFormat) -> bool:
    """Return whether scoring every item costs no more than scoring one."""
    return prompt.answers == "labels" and not prompt.candidates_in_prompt


def _score_best(scorer: RowScorer, row: Row, number: int, preference: Preference) -> _Scored:
    candidates = scorer.best(row, preference)
    ids = [c.item_id for c in candidates]
    llm = scorer.llm_scores(row, number, preference, candidates)
    target = ids.index(row.target) if row.target in ids else None
    return _Scored(llm, preference.item_scores[[c.encoder_index - 1 for c in candidates]], target)


def _score_all(scorer: RowScorer, row: Row, number: int, preference: Preference) -> _Scored:
    known = scorer.recommender.catalogue.by_id([row.target, *(i.item_id for i in row.history)])
    target = known[row.target].encoder_index - 1
    llm = scorer.llm_scores(row, number, preference, scorer.items)
    excluded = tuple(item.encoder_index - 1 for item in known.values())
    return _Scored(llm, preference.item_scores, target, excluded)


def _score_drawn(
    scorer: RowScorer, row: Row, number: int, preference: Preference, seed: int
) -> _Scored:
    known = scorer.recommender.catalogue.by_id([row.target, *(i.item_id for i in row.history)])
    excluded = [item.encoder_index - 1 for item in known.values()]
    places = [known[row.target].encoder_index - 1]
    target = places[0]
    places += draw_negatives(len(scorer.items), excluded, (seed, number))
    # Where a prompt lists its candidates, the target's place in the list must say nothing.
    np.random.default_rng([seed, number, 1]).shuffle(places)
    llm = scorer.llm_scores(row, number, preference, [scorer.items[i] for i in places])
    return _Scored(llm, preference.item_scores[places], places.index(target))


def _ndcg(scored: _Scored, weight: float) -> float:
    if scored.target is None:
        return 0.0
    fused = scored.llm.astype(np.float64) + weight * scored.encoder
    rank = int((fused > fused[scored.target]).sum()) + 1
    return ndcg(rank, K)


def _hr1(scored: _Scored, weight: float) -> float:
    assert scored.target is not None
    fused = scored.llm.astype(np.float64) + weight * scored.encoder
    if scored.excluded:
        return exact_hr1(fused, scored.target, scored.excluded)
    return drawn_hr1(fused, scored.target)


def _best(quality: Callable[[float], float]) -> float:
    return max(GRID, key=lambda weight: (round(quality(weight), 9), -weight))
