"""The published protocol: the target among 19 uniform negatives, HR@1."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.item_scorers import (
    FloatArray,
    ItemScorer,
    score_others,
)
from ilora_edge.evaluation.metrics import draw_negatives, drawable_items, drawn_hr1, exact_hr1
from ilora_edge.evaluation.report import (
    BUNDLE,
    ENCODER,
    LLM,
    MODELS,
    POPULARITY,
    RANDOM,
    EvaluationReport,
)
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import AS_SHIPPED, RowScorer, Terms, row_scorer
from ilora_edge.recommender import Preference, Recommender

Advance = Callable[[], None]
DEFAULT_DRAWS = 20


def evaluate_paper(
    recommender: Recommender,
    rows: Sequence[Row],
    terms: Terms = AS_SHIPPED,
    draws: int | None = None,
    pool: Sequence[int] | None = None,
    advance: Advance = lambda: None,
) -> EvaluationReport:
    """Evaluate HR@1 over the catalogue's items.

    Where no score depends on the other candidates the exact expectation over all draws is
    taken. Where the prompt lists the candidates, or ``draws`` is given, so many seeded draws
    per row are averaged, the same for every model.

    Parameters
    ----------
    pool
        Places in the catalogue (encoder index - 1) that negatives may come from; None: all.
        The target and the items of the history are never drawn.
    """
    listed = recommender.manifest.prompt.candidates_in_prompt
    if listed and draws is None:
        draws = DEFAULT_DRAWS
    if draws is not None and draws < 1:
        raise OptionError(f"--draws must be at least 1, not {draws}")
    weight = terms.check(recommender.manifest.fusion.paper)
    scorer = row_scorer(recommender, rows, terms.control, terms.seed)
    protocol = _Protocol(scorer, terms, pool, draws, listed)
    report = EvaluationReport(
        "paper",
        recommender.manifest.name,
        weight,
        "exact over all draws" if draws is None else f"{draws} seeded draws per row",
    )
    likelihood = []
    for number, (row, places) in enumerate(zip(rows, _places(scorer, rows, pool), strict=True)):
        if places is not None:
            values, ll = protocol.row_values(row, number, *places)
            likelihood.append(ll)
        else:
            report.notes.append(f"row {number}: its target is not in the bundle's catalogue")
            values = _missed(terms.others)
        report.add(row, values)
        advance()
    report.facts["llm_target_log_likelihood"] = float(np.mean(likelihood)) if likelihood else None
    report.facts |= scorer.calibration("paper", terms.fusion_weight)
    if pool is not None:
        report.facts["n_pool"] = len(pool)
    report.notes += terms.control_note()
    return report


def _places(
    scorer: RowScorer, rows: Sequence[Row], pool: Sequence[int] | None
) -> list[tuple[int, list[int]] | None]:
    """Return where each row's target and history are in the catalogue; None: the target is not.

    Raises OptionError where a row has too few negatives: better before the first than at the last.
    """
    place = {item.item_id: i for i, item in enumerate(scorer.items)}
    found: list[tuple[int, list[int]] | None] = []
    for row in rows:
        if row.target not in place:
            found.append(None)
            continue
        history = [place[i.item_id] for i in row.history if i.item_id in place]
        drawable_items(len(place), [place[row.target], *history], pool)
        found.append((place[row.target], history))
    return found


def _missed(others: Mapping[str, ItemScorer]) -> dict[str, dict[str, float]]:
    return {model: {"hr1": 0.0, "valid_ratio": 1.0} for model in (*MODELS, *others)}


@dataclass(frozen=True)
class _Protocol:
    """What is the same for every row. Scores are (N,) throughout, NaN where none was asked for."""

    scorer: RowScorer
    terms: Terms
    pool: Sequence[int] | None
    draws: int | None
    listed: bool

    @cached_property
    def popularity(self) -> FloatArray:
        """(N,)."""
        return self.scorer.popularity

    @cached_property
    def by_id(self) -> npt.NDArray[np.intp]:
        """Places in the order of item ids: encoder indices differ from bundle to bundle."""
        return np.argsort([item.item_id for item in self.scorer.items])

    @cached_property
    def rank(self) -> npt.NDArray[np.intp]:
        """Each place's position in that order."""
        return np.argsort(self.by_id)

    def row_values(
        self, row: Row, number: int, target: int, excluded: list[int]
    ) -> tuple[dict[str, dict[str, float]], float]:
        """Return every model's metric values, and the LLM's log-likelihood of the target."""
        preference = self.scorer.preference(row)
        alone = {
            ENCODER: preference.item_scores.astype(np.float64),
            POPULARITY: self.popularity,
            RANDOM: np.zeros(len(self.popularity)),
            **score_others(self.terms.others, row, len(self.popularity)),
        }
        if self.draws is None:
            return self._exact(row, number, preference, alone, target, excluded)
        picks = [self._picked(number, draw, target, excluded) for draw in range(self.draws)]
        if self.listed:
            llm = [self._llm(row, number, preference, picked) for picked in picks]
        else:
            # No score depends on the others, so that one prefill serves all draws.
            llm = [self._llm(row, number, preference, np.unique(picks))] * len(picks)
        values: dict[str, dict[str, float]] = {}
        for picked, scores in zip(picks, llm, strict=True):
            for model, of_model in self._models(row, scores, alone).items():
                entry = values.setdefault(model, {"hr1": 0.0, "valid_ratio": 0.0})
                entry["hr1"] += drawn_hr1(of_model[picked], picked.index(target)) / self.draws
                entry["valid_ratio"] += _any_finite(of_model[picked]) / self.draws
        return values, float(np.mean([scores[target] for scores in llm]))

    def _exact(
        self,
        row: Row,
        number: int,
        preference: Preference,
        alone: Mapping[str, FloatArray],
        target: int,
        excluded: list[int],
    ) -> tuple[dict[str, dict[str, float]], float]:
        n_items = len(self.popularity)
        places = np.arange(n_items)
        if self.pool is not None:
            drawable = drawable_items(n_items, [target, *excluded], self.pool)
            places = np.sort(np.append(drawable, target))
        llm = self._llm(row, number, preference, places)
        values = {
            model: {
                "hr1": exact_hr1(scores, target, excluded, self.pool),
                "valid_ratio": _any_finite(scores[places]),
            }
            for model, scores in self._models(row, llm, alone).items()
        }
        return values, float(llm[target])

    def _picked(self, number: int, draw: int, target: int, excluded: list[int]) -> list[int]:
        seed = (self.terms.seed, number, draw)
        # Drawn by item id, so that bundles that number the items otherwise get the same draws.
        pool = None if self.pool is None else self.rank[self.pool].tolist()
        used = self.rank[[target, *excluded]].tolist()
        drawn = draw_negatives(len(self.rank), used, seed, pool)
        picked = [target, *self.by_id[drawn].tolist()]
        # The target's place among the listed candidates must say nothing.
        np.random.default_rng([*seed, 1]).shuffle(picked)
        return picked

    def _llm(
        self,
        row: Row,
        number: int,
        preference: Preference,
        places: Sequence[int] | npt.NDArray[np.intp],
    ) -> FloatArray:
        """Return the LLM's scores (N,) of the items at these places."""
        scores = np.full(len(self.popularity), np.nan)
        candidates = [self.scorer.items[i] for i in places]
        scores[places] = self.scorer.llm_scores(row, number, preference, candidates)
        return scores

    def _models(
        self, row: Row, llm: FloatArray, alone: Mapping[str, FloatArray]
    ) -> dict[str, FloatArray]:
        weight = self.terms.fusion_weight
        if weight is None:
            fused = self.scorer.fused(row, alone[ENCODER], llm)
        else:
            fused = llm + weight * alone[ENCODER]
        return {BUNDLE: fused, LLM: llm, **alone}


def _any_finite(scores: FloatArray) -> float:
    return float(np.isfinite(scores).any())
