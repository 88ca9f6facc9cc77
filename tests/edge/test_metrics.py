"""Metrics against counting by hand and against brute force."""

from __future__ import annotations

from itertools import combinations
from math import comb, log2

import numpy as np
import pytest

from ilora_edge.errors import OptionError
from ilora_edge.metrics import (
    bootstrap,
    draw_negatives,
    drawn_hr1,
    exact_hr1,
    hit_rate,
    ndcg,
    reciprocal_rank,
)


def brute_force(scores: np.ndarray, target: int, excluded: list[int]) -> float:
    """HR@1 averaged over every draw of 19 negatives, ties shared."""
    others = [i for i in range(len(scores)) if i != target and i not in excluded]
    values = []
    for draw in combinations(others, 19):
        best = max(scores[list(draw)])
        tied = sum(scores[i] == scores[target] for i in draw)
        values.append(0.0 if best > scores[target] else 1.0 / (tied + 1))
    return sum(values) / len(values)


@pytest.mark.parametrize("target", [0, 5, 12, 21])
def test_exact_expectation_equals_brute_force_with_ties(target: int) -> None:
    rng = np.random.default_rng(target)
    scores = rng.integers(0, 2 + target, size=23).astype(float)
    scores[target] = scores.max()  # otherwise nearly always 0
    assert exact_hr1(scores, target, [1]) == pytest.approx(brute_force(scores, target, [1]))


def test_constant_scorer_is_one_in_twenty() -> None:
    assert exact_hr1(np.zeros(1682), 7, [1, 2, 3]) == pytest.approx(0.05)


def test_formula_without_ties_is_the_ratio_of_binomials() -> None:
    scores = np.arange(100.0)
    assert exact_hr1(scores, 80) == pytest.approx(comb(80, 19) / comb(99, 19))


def test_large_catalogues_do_not_overflow() -> None:
    assert exact_hr1(np.zeros(2_000_000), 0) == pytest.approx(0.05)


def test_nan_counts_as_below_everything() -> None:
    scores = np.arange(40.0)
    scores[5] = np.nan
    assert exact_hr1(scores, 5) == 0.0
    assert drawn_hr1(np.array([np.nan, np.nan]), 0) == 0.0


def test_too_few_items_to_draw_from_is_an_error() -> None:
    with pytest.raises(OptionError, match="19 are needed"):
        exact_hr1(np.zeros(15), 0)
    with pytest.raises(OptionError, match="19 are needed"):
        draw_negatives(15, [], [0])


def test_draws_approach_the_expectation() -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(size=200)
    target = int(np.argsort(scores)[-10])
    draws = []
    for seed in range(4000):
        picked = [target, *draw_negatives(200, [target, 0], [seed])]
        draws.append(drawn_hr1(scores[picked], 0))
    assert np.mean(draws) == pytest.approx(exact_hr1(scores, target, [0]), abs=0.03)


def test_draws_are_seeded_distinct_and_outside_the_excluded() -> None:
    first = draw_negatives(50, [3, 4, 5], [1, 2])
    assert first == draw_negatives(50, [3, 4, 5], [1, 2])
    assert len(set(first)) == 19
    assert not {3, 4, 5} & set(first)


def test_drawn_hr1_shares_ties() -> None:
    assert drawn_hr1(np.array([1.0, 1.0, 0.0]), 0) == 0.5
    assert drawn_hr1(np.array([1.0, 2.0]), 0) == 0.0


def test_rank_metrics() -> None:
    assert [hit_rate(r, 10) for r in (1, 10, 11, None)] == [1, 1, 0, 0]
    assert ndcg(3, 10) == pytest.approx(1 / log2(4))
    assert ndcg(11, 10) == 0
    assert reciprocal_rank(4, 10) == 0.25
    assert reciprocal_rank(None, 10) == 0


def test_bootstrap_resamples_users_not_rows() -> None:
    # Two users, each of one mind over a thousand rows: the interval must span both.
    estimate = bootstrap([1.0] * 1000 + [0.0] * 1000, ["a"] * 1000 + ["b"] * 1000)
    assert (estimate.mean, estimate.ci_low, estimate.ci_high) == (0.5, 0.0, 1.0)


def test_bootstrap_interval_covers_the_usual_normal_one() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=400)
    estimate = bootstrap(values.tolist(), [str(i) for i in range(400)])
    assert estimate.ci_low == pytest.approx(values.mean() - 1.96 / 20, abs=0.02)
    assert estimate.ci_high == pytest.approx(values.mean() + 1.96 / 20, abs=0.02)
