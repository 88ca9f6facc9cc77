"""The last station by hand: what two models' scores make of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ilora_edge.bundle.calibration import Calibration
from ilora_edge.bundle.manifest import FusionWeights
from ilora_edge.catalogue.items import OUT_OF_CATALOGUE, CatalogueItem
from ilora_edge.filters import Filters
from ilora_edge.ranking import FloatArray, Fusion, encoder_scores, rank_candidates, select
from ilora_edge.recommendation import HistoryItem, Recommendation
from ilora_edge.request import Request

ITEM_SCORES = np.array([-0.5, -1.5, -2.5, -3.5], np.float32)


def nothing(item_ids: Sequence[str]) -> FloatArray:
    raise AssertionError("no diversity was asked for")


def item(index: int, name: str) -> CatalogueItem:
    return CatalogueItem(index, name, name.upper(), 1, (7,))


def test_an_item_that_the_encoder_does_not_know_is_as_likely_as_the_average() -> None:
    scores, known = encoder_scores(
        [item(4, "d"), item(OUT_OF_CATALOGUE, "new"), item(1, "a"), item(5, "outside")],
        ITEM_SCORES,
    )
    assert scores == pytest.approx([-3.5, -log(4), -0.5, -log(4)])
    assert known.tolist() == [True, False, True, False]


def test_scores_are_summed_by_weight_and_offset_and_ties_keep_the_encoder_s_order() -> None:
    candidates = [item(1, "a"), item(2, "b"), item(OUT_OF_CATALOGUE, "new")]
    llm = np.array([-3.0, -1.0, -2.0], np.float32)
    ranked = rank_candidates(candidates, llm, ITEM_SCORES, 2.0)
    # -4, -4 and -2 - 2 ln 4 = -4.77.
    assert [(r.rank, r.item_id) for r in ranked] == [(1, "a"), (2, "b"), (3, "new")]
    assert [r.score for r in ranked] == pytest.approx([-4.0, -4.0, -2.0 - 2 * log(4)])
    assert [r.llm_score for r in ranked] == pytest.approx([-3.0, -1.0, -2.0])
    assert [r.encoder_score for r in ranked] == [-0.5, -1.5, None]
    lifted = rank_candidates(candidates, llm, ITEM_SCORES, 2.0, np.array([0.0, 0.25, 1.0]))
    assert [r.item_id for r in lifted] == ["b", "new", "a"]


def test_ties_of_many_keep_their_order() -> None:
    candidates = [item(OUT_OF_CATALOGUE, f"i{n}") for n in range(50)]
    llm = np.arange(50, dtype=np.float32) % 3
    ranked = rank_candidates(candidates, llm, ITEM_SCORES, 1.0)
    expected = sorted(range(50), key=lambda n: -(n % 3))
    assert [r.item_id for r in ranked] == [f"i{n}" for n in expected]


def test_the_lowest_score_itself_is_let_through() -> None:
    ranked = [Recommendation(n, f"i{n}", "T", -float(n), -float(n), None) for n in (1, 2, 3)]
    chosen = select(ranked, Filters(min_score=-2.0), 10, nothing)
    assert [(r.rank, r.item_id) for r in chosen] == [(1, "i1"), (2, "i2")]
    assert [r.item_id for r in select(ranked, Filters(), 1, nothing)] == ["i1"]


def test_what_is_outside_has_its_own_offset_whether_the_encoder_scores_it_or_not() -> None:
    calibration = Calibration(1.0, 3.0, popularity=0.0, cold=-1.0, outside=0.25)
    manifest: Any = SimpleNamespace(fusion=FusionWeights(2.0, 5.0, {"product": calibration}))
    catalogue: Any = SimpleNamespace(n_items=4, popularities=lambda: [3, 0, 5, 1])
    fusion = Fusion(manifest, catalogue)
    # The last one of the catalogue is not outside yet.
    of_catalogue, cold = item(1, "a"), replace(item(4, "b"), popularity=0)
    unscored = replace(item(OUT_OF_CATALOGUE, "new"), popularity=0)
    # One more than the catalogue has: its title was read.
    scored = replace(item(5, "read"), popularity=0)
    candidates = [of_catalogue, cold, unscored, scored]
    request = Request([HistoryItem("x")] * 10)
    assert fusion.offsets(candidates, request) == pytest.approx([0.0, -1.0, 0.25, 0.25])
    # Half way between the weights after ten items; of random candidates there is one weight.
    assert fusion.weight(request) == pytest.approx(2.0)
    assert fusion.weight(request, "paper") == 5.0
    assert fusion.offsets(candidates, request, "paper").tolist() == [0.0] * 4
    # A request's own weight goes before both, without offsets.
    own = replace(request, fusion_weight=0.5)
    assert fusion.weight(own) == 0.5
    assert fusion.offsets(candidates, own).tolist() == [0.0] * 4


def test_a_database_s_own_scores_decide_and_another_s_items_have_the_least_of_them() -> None:
    manifest: Any = SimpleNamespace(fusion=FusionWeights(2.0, 5.0, {}))
    catalogue: Any = SimpleNamespace(n_items=4)
    own = [HistoryItem("x", own_score=-2.0), HistoryItem("y", own_score=-3.0)]
    request = Request([], out_of_catalogue=own)
    candidates = [item(OUT_OF_CATALOGUE, name) for name in ("x", "y", "of another")]
    offsets = Fusion(manifest, catalogue).offsets(candidates, request)
    # A hundred times, so that no title outweighs them.
    assert offsets.tolist() == [-200.0, -300.0, -300.0]


def test_titles_are_asked_for_by_themselves_where_they_count() -> None:
    plain = Calibration(1.0, 3.0, popularity=0.0, cold=0.0)
    weighed = {"product": plain, "paper": replace(plain, title_prior=-1.0)}
    manifest: Any = SimpleNamespace(fusion=FusionWeights(2.0, 5.0, weighed))
    catalogue: Any = SimpleNamespace(n_items=4)
    fusion, request = Fusion(manifest, catalogue), Request([HistoryItem("x")])
    assert not fusion.needs_title_priors(request)
    assert fusion.needs_title_priors(request, "paper")
    # A request's own weight goes before all of it.
    assert not fusion.needs_title_priors(replace(request, fusion_weight=1.0), "paper")
