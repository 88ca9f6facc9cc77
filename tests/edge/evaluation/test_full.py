"""Ranks in the whole catalogue."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ilora_edge.evaluation.full import rank_metrics
from ilora_edge.evaluation.metrics import rank_of


def test_a_rank_counts_those_before_the_target() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.7, -1.0])
    assert [rank_of(scores, target) for target in range(5)] == [4, 1, 3, 2, 5]
    assert rank_of(scores, 2, {1, 4}) == 2
    assert rank_of(scores, 2, [2, 1, 3, 3, 1]) == 1, "a target that was seen is ranked all the same"
    assert rank_of(scores, 2, [2, 1]) == 2


def test_a_model_that_knows_nothing_gains_nothing() -> None:
    assert rank_of(np.zeros(50), 7) == 50
    assert rank_of(np.zeros(50), 7, range(10, 20)) == 40
    assert rank_of(np.array([np.nan, 0.0, np.nan]), 0) == 3


def test_ranks_agree_with_sorting() -> None:
    rng = np.random.default_rng(0)
    for _ in range(30):
        scores = rng.normal(size=60)
        target, *seen = rng.choice(60, 9, replace=False).tolist()
        order = [i for i in np.argsort(-scores) if i not in seen]
        assert rank_of(scores, target, seen) == order.index(target) + 1


def test_metrics_of_a_rank() -> None:
    values = rank_metrics(6)
    assert [values[f"hr{k}"] for k in (1, 5, 10, 20)] == [0, 0, 1, 1]
    assert values["ndcg5"] == 0
    assert values["ndcg10"] == values["ndcg20"] == pytest.approx(1 / math.log2(7))
    assert values["mrr"] == pytest.approx(1 / 6)
    assert set(rank_metrics(None).values()) == {0.0}
