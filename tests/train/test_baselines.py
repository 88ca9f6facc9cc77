"""Baselines against numbers computed by hand."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from ilora_edge.errors import OptionError
from ilora_train.baselines import ItemKNN, Markov

# Two users interacted with item 1, all three item 2, one item 3, nobody item 4.
SEQUENCES = [[1, 2], [2, 1, 2], [3, 2]]
N_ITEMS = 4


def test_similarity_is_the_cosine_of_the_incidence_columns() -> None:
    knn = ItemKNN(shrinkage=0.0).fit(SEQUENCES, N_ITEMS)
    # c(1, 2) = 2, c(2, 3) = 1, c(1, 3) = 0; the repeat of item 2 counts once.
    assert knn.scores([2]) == pytest.approx([2 / sqrt(2 * 3), 0, 1 / sqrt(3 * 1), 0])
    assert knn.scores([1]) == pytest.approx([0, 2 / sqrt(6), 0, 0])


def test_shrinkage_is_added_to_the_norms() -> None:
    knn = ItemKNN(shrinkage=5.0).fit(SEQUENCES, N_ITEMS)
    assert knn.scores([2]) == pytest.approx([2 / (sqrt(6) + 5), 0, 1 / (sqrt(3) + 5), 0])


def test_the_last_items_count_and_fade_with_age() -> None:
    knn = ItemKNN(shrinkage=0.0, n_last=2, decay=0.5).fit(SEQUENCES, N_ITEMS)
    # Item 1 is the third from the end: out. Item 3 is the newest, item 2 one step older.
    expected = [0.5 * 2 / sqrt(6), 1 / sqrt(3), 0.5 / sqrt(3), 0]
    assert knn.scores([1, 2, 3]) == pytest.approx(expected)


def test_nothing_known_is_a_score_of_zero() -> None:
    knn = ItemKNN(shrinkage=0.0).fit(SEQUENCES, N_ITEMS)
    assert knn.scores([]).tolist() == [0, 0, 0, 0]
    assert knn.scores([4]).tolist() == [0, 0, 0, 0]
    assert knn.scores([2]).dtype == np.float64


def test_users_in_several_chunks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ItemKNN().fit(SEQUENCES, N_ITEMS).scores([1, 2, 3])
    monkeypatch.setattr("ilora_train.baselines._USERS_AT_ONCE", 2)
    assert ItemKNN().fit(SEQUENCES, N_ITEMS).scores([1, 2, 3]).tolist() == whole.tolist()


def test_markov_counts_transitions_backed_off_to_popularity() -> None:
    markov = Markov(strength=2.0).fit(SEQUENCES, N_ITEMS)
    # Occurrences 2, 4, 1, 0 and one each: popularity 3/11, 5/11, 2/11, 1/11.
    popularity = np.array([3, 5, 2, 1]) / 11
    assert markov.scores([]) == pytest.approx(popularity)
    # 1 -> 2 twice; 2 -> 1 once; 3 -> 2 once; nothing follows 4.
    assert markov.scores([4, 1]) == pytest.approx((np.array([0, 2, 0, 0]) + 2 * popularity) / 4)
    assert markov.scores([2]) == pytest.approx((np.array([1, 0, 0, 0]) + 2 * popularity) / 3)
    assert markov.scores([1, 4]) == pytest.approx(popularity)
    assert markov.scores([3]).sum() == pytest.approx(1.0)


def test_scores_do_not_change_the_model() -> None:
    markov = Markov().fit(SEQUENCES, N_ITEMS)
    first = markov.scores([])
    first[:] = 0
    markov.scores([1])
    assert markov.scores([]).sum() == pytest.approx(1.0)


@pytest.mark.parametrize("model", [ItemKNN(), Markov()])
def test_wrong_indices_and_a_missing_fit_are_errors(model: ItemKNN | Markov) -> None:
    with pytest.raises(OptionError, match="call fit first"):
        model.scores([1])
    for sequence in ([0, 1], [1, 5]):
        with pytest.raises(OptionError, match="not one of 1 to 4"):
            model.fit([sequence], N_ITEMS)
    model.fit(SEQUENCES, N_ITEMS)
    for index in (0, 5):
        with pytest.raises(OptionError, match="not one of 1 to 4"):
            model.scores([index])


@pytest.mark.parametrize(
    ("option", "value"),
    [("shrinkage", -1.0), ("shrinkage", float("nan")), ("n_last", 0), ("decay", 0), ("decay", 2)],
)
def test_senseless_options_are_errors(option: str, value: float) -> None:
    with pytest.raises(OptionError, match=option):
        ItemKNN(**{option: value})  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="strength"):
        Markov(strength=0)
