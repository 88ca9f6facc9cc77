"""How much more often than by chance a history has what an item has."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from ilora_edge.affinities.lifts import LabelLifts, YearLifts

LABELS = [["rock"], ["rock"], ["jazz"], ["jazz", "soul"], []]


def history(*places: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = np.zeros(len(LABELS))
    weights[list(places)] = 1.0
    return weights


def test_labels_by_hand() -> None:
    lifts = LabelLifts(LABELS)
    # Two fifths of the library are rock, and so are both items of the history.
    rock = log((2 + 5 * 0.4) / ((2 + 5) * 0.4))
    jazz = log(5 * 0.4 / ((2 + 5) * 0.4))
    soul = log(5 * 0.2 / ((2 + 5) * 0.2))
    found = lifts.of(history(0, 1))
    assert found == pytest.approx([rock, rock, jazz, (jazz + soul) / 2, 0.0])
    assert found[0] > 0 > found[2]


def test_a_history_like_the_library_lifts_nothing() -> None:
    labels = [["rock"], ["jazz"]]
    assert LabelLifts(labels).of(np.ones(2)) == pytest.approx([0.0, 0.0])


def test_nothing_is_known() -> None:
    assert LabelLifts([[], []]).of(np.ones(2)).tolist() == [0.0, 0.0]
    assert LabelLifts([]).of(np.zeros(0)).tolist() == []
    assert YearLifts([0, 0]).of(np.ones(2)).tolist() == [0.0, 0.0]


def test_years_by_hand() -> None:
    lifts = YearLifts([1970, 1974, 2020, 0])
    near = exp(-1.0)
    far = exp(-46 / 4.0)
    share = (1 + near + exp(-50 / 4.0)) / 3
    first = log((1 + 5 * share) / ((1 + 5) * share))
    found = lifts.of(np.array([1.0, 0.0, 0.0, 0.0]))
    assert found[0] == pytest.approx(first)
    assert found[0] > 0 > found[1] > found[2]
    assert found[3] == 0.0
    assert far < near
