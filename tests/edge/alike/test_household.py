"""Fairness of a list for several people, on utilities one can check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ilora_edge.alike.household import blend, said, utilities


def test_nobody_gets_nothing() -> None:
    # A crowd of items for the first, one for the second.
    worth = np.array([[0.3, 0.3, 0.3, 0.1, 0.0], [0.0, 0.0, 0.0, 0.1, 0.9]])
    fair = blend(worth, 3)
    assert 4 in fair.order[:2]
    assert min(fair.shares) > 0.5
    assert min(fair.shares) >= min(blend(worth, 3, "mean").shares)


def test_one_person_gets_their_own_list() -> None:
    alone = blend(np.array([[0.1, 0.5, 0.4]]), 3)
    assert alone.order == [1, 2, 0]
    assert alone.shares == pytest.approx([1.0])


def test_the_same_tastes_get_the_same_list() -> None:
    row = np.array([0.2, 0.1, 0.7])
    assert blend(np.stack([row, row]), 2).shares == pytest.approx([1.0, 1.0])


def test_utilities_are_probabilities_whatever_the_scores() -> None:
    worth = utilities(np.array([[-1e4, -1e4 + 1], [3.0, 3.0]]))
    assert worth.sum(axis=1) == pytest.approx([1, 1])
    assert worth[1] == pytest.approx([0.5, 0.5])


def test_how_fair_is_said() -> None:
    assert said(["ann", "bob"], [0.8, 0.75]).endswith("ann 80 %, bob 75 %")


def test_misery_puts_the_largest_least_worth_first_and_later_places_count_less() -> None:
    found = blend(np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0]]), 2, "misery")
    assert found.order == [1, 0]
    second = 1 / np.log2(3)
    best = 3 + 2 * second
    assert found.shares == pytest.approx([(2 + 3 * second) / best, (2 + second) / best])
