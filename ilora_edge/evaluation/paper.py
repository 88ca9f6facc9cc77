"""The published protocol: the target among 19 uniform negatives, HR@1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.report import (
    BUNDLE,
    ENCODER,
    LLM,
    MODELS,
    POPULARITY,
    RANDOM,
    Report,
)
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import RowScorer, row_scorer
from ilora_edge.metrics import draw_negatives, drawn_hr1, exact_hr1
from ilora_edge.recommender import Recommender, check_fusion_weight

Advance = Callable[[], None]
DEFAULT_DRAWS = 20


def evaluate_paper(
    recommender: Recommender,
    rows: Sequence[Row],
    fusion_weight: float | None = None,
    draws: int | None = None,
    control: str | None = None,
    seed: int = 0,
    advance: Advance = lambda: None,
) -> Report:
    """Evaluate HR@1 over the catalogue's items.

    Where no score depends on the other candidates the exact expectation over all draws is
    taken, on scores of the whole catalogue. Where the prompt lists the candidates, or ``draws``
    is given, so many seeded draws per row are averaged, the same for every model.
    """
    listed = recommender.manifest.prompt.candidates_in_prompt
    if listed and draws is None:
        draws = DEFAULT_DRAWS
    if draws is not None and draws < 1:
        raise OptionError(f"--draws must be at least 1, not {draws}")
    weight = recommender.manifest.fusion.paper if fusion_weight is None else fusion_weight
    check_fusion_weight(weight)
    scorer = row_scorer(recommender, rows, control, seed)
    report = Report(
        "paper",
        recommender.manifest.name,
        weight,
        "exact over all draws" if draws is None else f"{draws} seeded draws per row",
    )
    place = {item.item_id: i for i, item in enumerate(scorer.items)}
    likelihood = []
    for number, row in enumerate(rows):
        if row.target not in place:
            report.notes.append(f"row {number}: its target is not in the bundle's catalogue")
            report.add(row.user, _missed())
            advance()
            continue
        target = place[row.target]
        excluded = [place[i.item_id] for i in row.history if i.item_id in place]
        if draws is None:
            values, ll = _exact(scorer, row, number, target, excluded, weight)
        else:
            values, ll = _drawn(scorer, row, number, target, excluded, weight, draws, seed)
        likelihood.append(ll)
        report.add(row.user, values)
        advance()
    report.facts["llm_target_log_likelihood"] = float(np.mean(likelihood)) if likelihood else None
    if control:
        report.notes.append(f"control: {control} shuffled; the LLM is expected to get worse")
    return report


def _missed() -> dict[str, dict[str, float]]:
    wrong = {"hr1": 0.0, "valid_ratio": 1.0}
    return {model: dict(wrong) for model in MODELS}


def _exact(
    scorer: RowScorer, row: Row, number: int, target: int, excluded: list[int], weight: float
) -> tuple[dict[str, dict[str, float]], float]:
    preference = scorer.preference(row)
    llm = scorer.llm_scores(row, number, preference, scorer.items)
    models = _model_scores(scorer, llm, preference.item_scores, range(len(llm)), weight)
    values = {m: {"hr1": exact_hr1(s, target, excluded)} for m, s in models.items()}
    for model, scores in models.items():
        values[model]["valid_ratio"] = float(np.isfinite(scores).any())
    return values, float(llm[target])


def _drawn(
    scorer: RowScorer,
    row: Row,
    number: int,
    target: int,
    excluded: list[int],
    weight: float,
    draws: int,
    seed: int,
) -> tuple[dict[str, dict[str, float]], float]:
    preference = scorer.preference(row)
    totals: dict[str, dict[str, float]] = {}
    likelihood = 0.0
    for draw in range(draws):
        picked = [
            target,
            *draw_negatives(len(scorer.items), [target, *excluded], (seed, number, draw)),
        ]
        # The target's place among the listed candidates must say nothing.
        np.random.default_rng([seed, number, draw, 1]).shuffle(picked)
        at = picked.index(target)
        llm = scorer.llm_scores(row, number, preference, [scorer.items[i] for i in picked])
        likelihood += float(llm[at]) / draws
        models = _model_scores(scorer, llm, preference.item_scores[picked], picked, weight)
        for model, scores in models.items():
            entry = totals.setdefault(model, {"hr1": 0.0, "valid_ratio": 0.0})
            entry["hr1"] += drawn_hr1(scores, at) / draws
            entry["valid_ratio"] += float(np.isfinite(scores).any()) / draws
    return totals, likelihood


def _model_scores(
    scorer: RowScorer,
    llm: np.ndarray,
    encoder: np.ndarray,
    places: Sequence[int],
    weight: float,
) -> dict[str, np.ndarray]:
    popularity = np.array([scorer.items[i].popularity for i in places], dtype=np.float64)
    fused = llm.astype(np.float64) + weight * encoder.astype(np.float64)
    constant = np.zeros(len(places))
    return {BUNDLE: fused, ENCODER: encoder, LLM: llm, POPULARITY: popularity, RANDOM: constant}
