"""Candidate selection and ranking on literal data."""

from __future__ import annotations

import numpy as np

from ilora_edge.candidates import best_unseen, prompt_item
from ilora_edge.catalogue.items import CatalogueItem
from ilora_edge.ranking import rank_candidates
from ilora_edge.request import n_candidates


def test_max_of_twenty_and_twice_k() -> None:
    assert [n_candidates(k) for k in (1, 10, 11, 50)] == [20, 20, 22, 100]


def test_best_unseen_first() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.7], np.float32)
    assert best_unseen(scores, set(), 3) == [2, 4, 3]
    assert best_unseen(scores, {2}, 3) == [4, 3, 1]


def test_fewer_unseen_than_asked_for() -> None:
    scores = np.array([0.1, 0.9, 0.5], np.float32)
    assert best_unseen(scores, {1}, 20) == [2, 3]
    assert best_unseen(scores, {1, 2, 3}, 20) == []


def test_only_allowed_items_are_taken() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.7], np.float32)
    allowed = np.array([True, False, True, True])
    assert best_unseen(scores, {4}, 3, allowed) == [3, 1]
    assert best_unseen(scores, set(), 3, ~allowed) == [2]


def test_ties_go_to_the_lower_index() -> None:
    scores = np.array([1.0, 0.0, 1.0, 1.0, 1.0], np.float32)
    assert best_unseen(scores, set(), 2) == [1, 3]
    # Of many that tie across the end of the list too, wherever a partition cuts them.
    many = np.zeros(1000, np.float32)
    many[500] = 1.0
    assert best_unseen(many, {2}, 5) == [501, 1, 3, 4, 5]


def test_fused_score_orders_the_list() -> None:
    items = [CatalogueItem(i, f"m{i}", f"t{i}", 0, (1,)) for i in (1, 2, 3)]
    llm = np.array([-3.0, -1.0, -2.0], np.float32)
    encoder = np.array([-1.0, -4.0, -1.0], np.float32)
    alone = rank_candidates(items, llm, encoder, 0.0)
    assert [r.item_id for r in alone] == ["m2", "m3", "m1"]
    fused = rank_candidates(items, llm, encoder, 1.0)
    assert [(r.rank, r.item_id, r.score) for r in fused] == [
        (1, "m3", -3.0),
        (2, "m1", -4.0),
        (3, "m2", -5.0),
    ]
    assert fused[0].llm_score == -2.0
    assert fused[0].encoder_score == -1.0


def test_only_items_that_someone_interacted_with_have_a_soft_token() -> None:
    warm, cold, outside = (
        CatalogueItem(3, "a", "A", 1, (5,)),
        CatalogueItem(4, "b", "B", 0, (6,)),
        CatalogueItem(0, "c", "C", 0, (7,)),
    )
    assert [prompt_item(i).soft for i in (warm, cold, outside)] == [True, False, False]
    assert [prompt_item(i).encoder_index for i in (warm, cold, outside)] == [3, 4, 0]
