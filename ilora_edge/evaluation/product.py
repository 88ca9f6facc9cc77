"""The product's own task: the whole catalogue, the encoder's best 20, the LLM, a list of ten."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.candidates import best_unseen
from ilora_edge.evaluation.item_scorers import ItemScorer, score_others
from ilora_edge.evaluation.metrics import hit_rate, ndcg, rank_of, reciprocal_rank
from ilora_edge.evaluation.report import BUNDLE, ENCODER, LLM, POPULARITY, RANDOM, EvaluationReport
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import AS_SHIPPED, K, RowScorer, Terms, row_scorer
from ilora_edge.recommender import Recommender
from ilora_edge.request import MIN_CANDIDATES

RECALL_AT = (20, 50, 100, 200)


def evaluate_product(
    recommender: Recommender,
    rows: Sequence[Row],
    terms: Terms = AS_SHIPPED,
    n_candidates: int = MIN_CANDIDATES,
    advance: Callable[[], None] = lambda: None,
) -> EvaluationReport:
    """Evaluate HR@1, HR@10, NDCG@10 and MRR of lists of ten out of all unseen items.

    A target that is not among the ten counts as missed (its reciprocal rank is 0), also where
    the candidates did not hold it. Each further model of the terms ranks all unseen items by its
    own scores. ``n_candidates`` of the encoder's best are ranked by the LLM; the recommender must
    have been opened for lists of half as many. The LLM is asked for the rows alone whose target is
    among them. How many targets are among the best 20 to 200, and how long the LLM takes for a row,
    are facts of the report.
    """
    weight = terms.check(recommender.manifest.fusion.product)
    scorer = row_scorer(recommender, rows, terms.control, terms.seed)
    scorer.n_candidates = n_candidates
    report = EvaluationReport(
        "product", recommender.manifest.name, weight, "one fixed list per row"
    )
    index = {item.item_id: item.encoder_index for item in scorer.items}
    collected = _Collected()
    for number, row in enumerate(rows):
        preference = scorer.preference(row)
        seen = {index[i] for i in row.seen if i in index}
        candidates = scorer.best(row, preference)
        among = [i for i, c in enumerate(candidates) if c.item_id == row.target]
        lists = {
            ENCODER: [c.item_id for c in candidates],
            **_lists_of_others(scorer, row, terms.others, seen),
        }
        if among:
            with collected.timed():
                llm = scorer.llm_scores(row, number, preference, candidates)
            collected.likelihood.append(float(llm[among[0]]))
            for model, fused_by in ((BUNDLE, terms.fusion_weight), (LLM, 0.0)):
                ranked = scorer.ranked(row, candidates, llm, preference, fused_by)
                lists[model] = [r.item_id for r in ranked]
            collected.changed.append(lists[BUNDLE][:K] != lists[ENCODER][:K])
        # Missed in whatever order they put the candidates: the LLM is not asked.
        values = {model: _metrics([1.0], [None]) for model in (BUNDLE, ENCODER, LLM)}
        values |= {model: _values(ids, row.target) for model, ids in lists.items()}
        target = index.get(row.target)
        if target is None:
            report.notes.append(f"row {number}: its target is not in the bundle's catalogue")
        listable = target is not None and target not in seen
        values[RANDOM] = _random_values(len(scorer.items) - len(seen) if listable else 0)
        report.add(row, values)
        collected.ranks.append(_rank(preference.item_scores, target, seen))
        collected.gates.append(preference.gate_weights)
        advance()
    report.facts["n_candidates"] = n_candidates
    report.facts |= collected.facts()
    report.facts |= scorer.calibration("product", terms.fusion_weight)
    report.notes += terms.control_note()
    return report


@dataclass(slots=True)
class _Collected:
    """What is noted of each row, beside how the models did."""

    milliseconds: list[float] = field(default_factory=list)
    """That the LLM took, where it was asked."""
    ranks: list[int | None] = field(default_factory=list)
    """Of the target among the unseen, by the encoder."""
    changed: list[bool] = field(default_factory=list)
    """Whether the LLM changed the list, of each row that it was asked for."""
    gates: list[npt.NDArray[np.float32]] = field(default_factory=list)
    likelihood: list[float] = field(default_factory=list)
    """Of the targets that are among the candidates, by the LLM."""

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Note how long what is done inside takes."""
        start = time.perf_counter()
        yield
        self.milliseconds.append((time.perf_counter() - start) * 1000)

    def facts(self) -> dict[str, Any]:
        """Return what the report says of all rows together."""
        n_rows, likelihood = len(self.ranks), self.likelihood
        return {
            "llm_ms": round(float(np.median(self.milliseconds)), 1) if likelihood else None,
            "target_among_best": {
                str(n): round(sum(r is not None and r <= n for r in self.ranks) / n_rows, 6)
                for n in RECALL_AT
            },
            "list_changed_by_llm": sum(self.changed) / len(likelihood) if likelihood else None,
            "gate_spread": _spread(np.stack(self.gates)),
            "target_among_candidates": len(likelihood) / n_rows,
            "llm_target_log_likelihood": float(np.mean(likelihood)) if likelihood else None,
        }


def _lists_of_others(
    scorer: RowScorer, row: Row, others: Mapping[str, ItemScorer], seen: set[int]
) -> dict[str, list[str]]:
    """Return the best unseen items by popularity and by each further model."""
    scored = {POPULARITY: scorer.popularity, **score_others(others, row, len(scorer.items))}
    return {
        model: [
            scorer.items[i - 1].item_id for i in best_unseen(scores.astype(np.float32), seen, K)
        ]
        for model, scores in scored.items()
    }


def _rank(item_scores: npt.NDArray[np.float32], target: int | None, seen: set[int]) -> int | None:
    """Return an encoder index's rank among the unseen; None where the catalogue has it not."""
    if target is None:
        return None
    return rank_of(item_scores, target - 1, {i - 1 for i in seen})


def _spread(gates: npt.NDArray[np.float32]) -> float:
    """Return the mean pairwise L1 distance of gate weights (n, K); 0 means one gate for all."""
    n = len(gates)
    if n < 2:
        return 0.0
    total = sum(float(np.abs(gates - gate).sum()) for gate in gates)
    return total / (n * (n - 1))


def _values(ids: Sequence[str], target: str) -> dict[str, float]:
    rank = ids.index(target) + 1 if target in ids else None
    return _metrics([1.0], [rank])


def _random_values(n_unseen: int) -> dict[str, float]:
    """Return the exact expectation of a uniformly random list over the unseen items.

    0: the target is none of them.
    """
    n = min(K, n_unseen)
    if n == 0:
        return _metrics([1.0], [None])
    return _metrics([1.0 / n_unseen] * n, list(range(1, n + 1)))


def _metrics(chances: Sequence[float], ranks: Sequence[int | None]) -> dict[str, float]:
    pairs = list(zip(chances, ranks, strict=True))
    return {
        "hr1": sum(p * hit_rate(r, 1) for p, r in pairs),
        "hr10": sum(p * hit_rate(r, K) for p, r in pairs),
        "ndcg10": sum(p * ndcg(r, K) for p, r in pairs),
        "mrr": sum(p * reciprocal_rank(r, K) for p, r in pairs),
    }
