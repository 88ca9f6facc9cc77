"""The baseline that reads titles only, on a catalogue small enough to compute by hand."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.errors import OptionError
from ilora_edge.evaluation.nearest_title import NearestTitle
from ilora_edge.evaluation.rows import Row
from ilora_edge.recommendation import HistoryItem

TITLES = ("Ab", "ab!", "Ab Cd", "Xyz")


def catalogue() -> list[CatalogueItem]:
    return [CatalogueItem(n, f"i{n}", title, 0, ()) for n, title in enumerate(TITLES, 1)]


def row(*history: HistoryItem) -> Row:
    return Row("user", history, frozenset(i.item_id for i in history), "i4")


def test_cosines_by_hand() -> None:
    # "ab" has the word and the trigrams " ab", "ab ", in 3 of 4 titles each. "ab cd" has those
    # and alone: the word "cd" and the trigrams "b c", " cd", "cd ".
    common, rare = log(5 / 4) + 1, log(5 / 2) + 1
    cosine = 3 * common**2 / (sqrt(3) * common * sqrt(3 * common**2 + 4 * rare**2))
    scores = NearestTitle(catalogue())(row(HistoryItem("i1")))
    assert scores == pytest.approx([1, 1, cosine, 0])
    # The title of an item outside the catalogue counts just as well.
    assert NearestTitle(catalogue())(row(HistoryItem("new", "AB"))) == pytest.approx(scores)


def test_mean_and_max_over_the_last_items() -> None:
    history = (HistoryItem("i1"), HistoryItem("i4"), HistoryItem("i2"))
    assert NearestTitle(catalogue(), n_last=2)(row(*history))[[0, 3]] == pytest.approx([0.5, 0.5])
    best = NearestTitle(catalogue(), "max", n_last=2)(row(*history))
    assert best[[0, 3]] == pytest.approx([1.0, 1.0])


def test_no_history_and_unknown_words_score_zero() -> None:
    nearest = NearestTitle(catalogue())
    assert nearest(row()).tolist() == [0.0] * 4
    assert nearest(row(HistoryItem("new", "Qqq"), HistoryItem("empty", ""))).tolist() == [0.0] * 4
    assert np.isfinite(nearest(row(HistoryItem("i3")))).all()


def test_senseless_options_are_errors() -> None:
    with pytest.raises(OptionError, match="pooling"):
        NearestTitle(catalogue(), "sum")
    with pytest.raises(OptionError, match="n_last"):
        NearestTitle(catalogue(), n_last=0)


def test_items_of_one_id_shift_nothing() -> None:
    twice = catalogue()
    twice.insert(1, CatalogueItem(2, "i1", TITLES[0], 0, ()))
    once, doubled = NearestTitle(catalogue()), NearestTitle(twice)
    assert np.argmax(once(row(HistoryItem("i4")))) == 3
    assert np.argmax(doubled(row(HistoryItem("i4")))) == 4
