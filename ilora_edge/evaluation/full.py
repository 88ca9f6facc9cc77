"""The protocol of the encoder benchmarks: the target's rank in the whole catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.evaluation.item_scorers import ItemScorer, check_names, score_others
from ilora_edge.evaluation.metrics import hit_rate, ndcg, rank_of
from ilora_edge.evaluation.report import BUNDLE, ENCODER, POPULARITY, EvaluationReport
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import row_scorer
from ilora_edge.recommender import Recommender
from ilora_edge.request import check_fusion_weight

CUTS = (1, 5, 10, 20)


def rank_metrics(rank: int | None) -> dict[str, float]:
    """Return HR and NDCG at 1, 5, 10 and 20 and the reciprocal rank, uncut; None: not ranked."""
    values = {f"hr{k}": hit_rate(rank, k) for k in CUTS}
    values |= {f"ndcg{k}": ndcg(rank, k) for k in CUTS[1:]}
    return {**values, "mrr": 0.0 if rank is None else 1.0 / rank}


def evaluate_full(
    recommender: Recommender,
    rows: Sequence[Row],
    fusion_weight: float | None = None,
    keep_seen: bool = False,
    advance: Callable[[], None] = lambda: None,
    others: Mapping[str, ItemScorer] = {},
) -> EvaluationReport:
    """Evaluate ranks in the whole catalogue: HR@k, NDCG@k and MRR.

    ``bundle`` is the product's list: the encoder's best 20, ranked anew by the LLM and the
    encoder, and behind them all others in the encoder's order. A target that is not in the
    catalogue counts as missed.

    Parameters
    ----------
    keep_seen
        Rank what the history holds too, as some published protocols do; the bundle never does.
    others
        Further models by name.
    """
    weight = recommender.manifest.fusion.product if fusion_weight is None else fusion_weight
    check_fusion_weight(weight)
    check_names(others)
    scorer = row_scorer(recommender, rows, None, 0)
    what = "all items" if keep_seen else "all items that were not seen"
    report = EvaluationReport("full", recommender.manifest.name, weight, f"rank among {what}")
    place = {item.item_id: n for n, item in enumerate(scorer.items)}
    popularity = scorer.popularity
    for number, row in enumerate(rows):
        preference = scorer.preference(row)
        target = place.get(row.target)
        seen = set() if keep_seen else {place[i] for i in row.seen if i in place}
        candidates = scorer.best(row, preference)
        scores: dict[str, npt.NDArray[np.floating]] = {
            ENCODER: preference.item_scores,
            POPULARITY: popularity,
            **score_others(others, row, len(place)),
        }
        ranks = {
            model: None if target is None else rank_of(s, target, seen)
            for model, s in scores.items()
        }
        ranks[BUNDLE] = ranks[ENCODER]
        # In whatever order the LLM puts others, the target stays where it is.
        if row.target in [c.item_id for c in candidates]:
            llm = scorer.llm_scores(row, number, preference, candidates)
            fused = scorer.ranked(row, candidates, llm, preference, fusion_weight)
            ids = [r.item_id for r in fused]
            ranks[BUNDLE] = ids.index(row.target) + 1 if row.target in ids else ranks[ENCODER]
        report.add(row, {model: rank_metrics(rank) for model, rank in ranks.items()})
        advance()
    report.facts |= scorer.calibration("product", fusion_weight)
    return report
