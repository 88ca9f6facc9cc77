"""Filters of a ranked list, and diversity against a reference written out plainly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.candidates import best_unseen
from ilora_edge.errors import OptionError
from ilora_edge.filters import Filters, diversify
from ilora_edge.ranking import select
from ilora_edge.recommendation import Recommendation


def test_only_allowed_items_are_candidates() -> None:
    scores = np.array([5, 4, 3, 2, 1], np.float32)
    allowed = np.array([True, False, True, False, True])
    assert best_unseen(scores, {1}, 10, allowed) == [3, 5]
    assert best_unseen(scores, (), 1, allowed) == [1]
    assert best_unseen(scores, (), 3, np.zeros(5, bool)) == []


def test_diversity_leaves_twins_for_later() -> None:
    scores = np.array([-1.0, -1.1, -2.0])
    twins_and_another = np.array([[1, 0], [1, 0.01], [0, 1]], np.float32)
    assert diversify(scores, twins_and_another, 0.0, 3) == [0, 1, 2]
    assert diversify(scores, twins_and_another, 0.7, 3) == [0, 2, 1]
    assert diversify(scores, twins_and_another, 0.7, 2) == [0, 2]


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.floats(0, 1))
def test_diversity_equals_its_definition(seed: int, n: int, diversity: float) -> None:
    rng = np.random.default_rng(seed)
    scores, vectors = rng.normal(size=n), rng.normal(size=(n, 3)).astype(np.float32)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    spread = np.ptp(scores)
    relevance = (scores - scores.min()) / spread if spread else np.ones(n)
    picked = [int(np.argmax(scores))]
    while len(picked) < n:
        rest = [i for i in range(n) if i not in picked]
        values = {
            i: (1 - diversity) * relevance[i]
            - diversity * max(float(unit[i] @ unit[j]) for j in picked)
            for i in rest
        }
        found = diversify(scores, vectors, diversity, n)[len(picked)]
        # Sums in another order may decide ties otherwise.
        assert values[found] == pytest.approx(max(values.values()), abs=1e-6)
        picked.append(found)


def test_of_equal_scores_the_unlike_come_first() -> None:
    embeddings = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    assert diversify(np.full(3, -2.0), embeddings, 0.5, 3) == [0, 2, 1]
    # Likeness alone, after the best.
    most = Filters(diversity=1.0).diversity
    assert diversify(np.array([-1.0, -2.0, -9.0]), embeddings, most, 3) == [0, 2, 1]


def test_senseless_values_are_refused() -> None:
    with pytest.raises(OptionError, match="between 0 and 1"):
        Filters(diversity=1.5)
    with pytest.raises(OptionError, match="a number"):
        Filters(min_score=float("nan"))


def test_items_that_the_encoder_does_not_know_are_like_nothing() -> None:
    def of(item_id: str, score: float, encoder_score: float | None) -> Recommendation:
        return Recommendation(1, item_id, item_id.upper(), score, score, encoder_score)

    def embeddings(item_ids: Sequence[str]) -> np.ndarray:
        assert item_ids, "nobody can embed nothing"
        return np.ones((len(item_ids), 4), np.float32)

    unknown = [of("a", -1.0, None), of("b", -2.0, None), of("c", -3.0, None)]
    filters = Filters(diversity=0.5)
    chosen = select(unknown, filters, 2, embeddings)
    assert [(r.rank, r.item_id) for r in chosen] == [(1, "a"), (2, "b")]
    # Of two alike, the one further down comes after what is like nothing.
    mixed = [of("x", -1.0, -1.0), of("y", -1.5, -1.0), of("z", -2.0, None)]
    assert [r.item_id for r in select(mixed, filters, 3, embeddings)] == ["x", "z", "y"]
