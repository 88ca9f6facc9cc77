"""Metrics against counting by hand and against brute force."""

from __future__ import annotations

from itertools import combinations
from math import comb, log2

import numpy as np
import pytest

from ilora_edge.errors import OptionError
from ilora_edge.evaluation.metrics import (
    average_seeds,
    bootstrap,
    bootstrap_seeds,
    draw_negatives,
    drawn_hr1,
    exact_hr1,
    hit_rate,
    ndcg,
    paired_difference,
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


def test_the_only_draw_there_is_has_everything_else() -> None:
    scores = np.arange(20.0)
    assert [exact_hr1(scores, target) for target in (0, 18, 19)] == [0, 0, pytest.approx(1)]
    assert sorted(draw_negatives(20, [19], [0])) == list(range(19))


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
    # Nothing was said of any: that is no tie.
    assert exact_hr1(np.full(40, np.nan), 5) == 0.0


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
    assert reciprocal_rank(10, 10) == pytest.approx(0.1)


def test_bootstrap_resamples_users_not_rows() -> None:
    # Two users, each of one mind over a thousand rows: the interval must span both.
    estimate = bootstrap([1.0] * 1000 + [0.0] * 1000, ["a"] * 1000 + ["b"] * 1000)
    assert (estimate.mean, estimate.ci_low, estimate.ci_high) == (0.5, 0.0, 1.0)


def test_the_interval_is_of_95_percent() -> None:
    values = np.random.default_rng(1).normal(size=2000)
    estimate = bootstrap(values.tolist(), [str(n) for n in range(2000)])
    # 1.96 standard errors to either side, as of a normal mean; 90 % would be 1.64.
    error = values.std() / 2000**0.5
    assert (estimate.mean - estimate.ci_low) / error == pytest.approx(1.96, rel=0.08)
    assert (estimate.ci_high - estimate.mean) / error == pytest.approx(1.96, rel=0.08)


def test_bootstrap_interval_covers_the_usual_normal_one() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=400)
    estimate = bootstrap(values.tolist(), [str(i) for i in range(400)])
    assert estimate.ci_low == pytest.approx(values.mean() - 1.96 / 20, abs=0.02)
    assert estimate.ci_high == pytest.approx(values.mean() + 1.96 / 20, abs=0.02)


def test_a_pool_limits_what_is_drawn() -> None:
    scores = np.arange(60.0)
    pool = list(range(30, 60))
    # Of the pool without target and history 28 can be drawn; 27 are below the target's 58.
    assert exact_hr1(scores, 58, [40], pool) == pytest.approx(comb(27, 19) / comb(28, 19))
    # A target outside the pool is still the target.
    assert exact_hr1(scores, 0, [], pool) == 0.0
    assert exact_hr1(np.zeros(60), 0, [40], pool) == pytest.approx(0.05)
    drawn = draw_negatives(60, [40, 0], [1], pool)
    assert set(drawn) <= set(pool) - {40}
    with pytest.raises(OptionError, match=r"18 items can be drawn.*--cold mix"):
        draw_negatives(60, [], [1], range(18))


def test_a_pool_of_everything_is_no_pool() -> None:
    assert draw_negatives(50, [3], [7], range(50)) == draw_negatives(50, [3], [7])


def test_paired_difference_is_that_of_the_rows() -> None:
    # Both vary from row to row, their difference does not.
    estimate = paired_difference([1.0, 0.5, 3.0], [0.5, 0.0, 2.5], ["a", "b", "b"])
    assert (estimate.mean, estimate.ci_low, estimate.ci_high) == (0.5, 0.5, 0.5)
    with pytest.raises(OptionError, match="cannot be paired"):
        paired_difference([1.0], [1.0, 2.0], ["a"])


def test_seeds_are_averaged_by_row_before_users_are_drawn() -> None:
    runs = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.5]]
    assert average_seeds(runs) == [0.5, 0.5, 0.25]
    # Users a and b differ by seed only, which the interval over users does not contain.
    even = bootstrap_seeds([[1.0, 0.0], [0.0, 1.0]], ["a", "b"])
    assert (even.mean, even.ci_low, even.ci_high) == (0.5, 0.5, 0.5)
    assert bootstrap_seeds(runs, ["a", "b", "b"]) == bootstrap([0.5, 0.5, 0.25], ["a", "b", "b"])
    for wrong in ([], [[1.0], [1.0, 2.0]]):
        with pytest.raises(OptionError, match="not the same rows"):
            average_seeds(wrong)
