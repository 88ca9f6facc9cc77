"""Lists by the encoder alone: its order, without llama.cpp."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from ilora_edge import HistoryDB, HistoryItem, Recommender, Request
from ilora_edge.alike.together import recommend_together
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import row_scorer
from ilora_edge.filters import Filters
from ilora_edge.reasons.leave_one_out import list_reasons
from ilora_edge.reasons.whole_ranking import rank_whole
from ilora_edge.system.stage_timer import StageTimer

SEEN = [HistoryItem("f360"), HistoryItem("f659"), HistoryItem("f071")]
ALONE = """
import sys
from ilora_edge import HistoryItem, Recommender, Request
from ilora_edge.demo import demo_bundle
with Recommender(demo_bundle(), encoder_only=True) as recommender:
    found = recommender.recommend(Request([HistoryItem("f360")], k=3))
assert len(found.recommendations) == 3
with open("/proc/self/maps") as maps:
    print("llama" in maps.read() or any("llama_cpp" in name for name in sys.modules))
"""


@pytest.fixture(scope="module")
def alone() -> Recommender:
    # Nothing native but the encoder is open.
    return Recommender(demo_bundle(), encoder_only=True)


@pytest.mark.parametrize("user", ["demo-001", "demo-007"])
def test_a_list_is_what_evaluation_takes_for_the_encoder_s(alone: Recommender, user: str) -> None:
    with HistoryDB(demo_history()) as database:
        request = alone.read(database, user)
    found = alone.recommend(request)
    places = found.recommendations
    with Recommender(demo_bundle()) as whole:
        row = Row(user, tuple(request.history), {*request.seen}, "f001", asked=request)
        scorer = row_scorer(whole, [row], None, 0)
        preference = scorer.preference(row)
        best = scorer.best(row, preference)
        other = whole.recommend(request).recommendations
    assert [r.item_id for r in places] == [c.item_id for c in best][:10]
    assert [r.item_id for r in places] != [r.item_id for r in other], "the model does change it"
    expected = [preference.item_scores[c.encoder_index - 1] for c in best[:10]]
    assert [r.score for r in places] == pytest.approx(expected)
    assert [(r.encoder_score, r.llm_score) for r in places] == [(r.score, None) for r in places]
    assert (found.fusion_weight, found.proven, found.cold) == (1.0, True, False)


def test_neither_a_weight_nor_a_calibration_counts(alone: Recommender) -> None:
    plain = alone.recommend(Request(SEEN, k=5)).recommendations
    weighed = alone.recommend(Request(SEEN, k=5, fusion_weight=0.0)).recommendations
    assert weighed == plain


def test_the_first_place_alone_is_the_list_s_first(alone: Recommender) -> None:
    five = alone.recommend(Request(SEEN, k=5)).recommendations
    for greedy in (False, True):
        (first,) = alone.recommend(Request(SEEN, k=1, greedy=greedy)).recommendations
        assert first == five[0]


def test_llama_cpp_is_not_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")


def test_what_people_here_have_used_ranks_items_of_which_the_bundle_says_nothing(
    alone: Recommender,
) -> None:
    own = [
        HistoryItem("s1", "A Song", own_score=-3.0),
        HistoryItem("s2", "Another Song", own_score=-1.0),
        HistoryItem("s3", "The Last Song", own_score=-2.0),
    ]
    request = Request(SEEN, k=3, out_of_catalogue=own, out_of_catalogue_only=True)
    found = alone.recommend(request).recommendations
    assert [r.item_id for r in found] == ["s2", "s3", "s1"]
    assert {r.encoder_score for r in found} == {None}


def test_filters_and_later_parts_count_as_ever(alone: Recommender) -> None:
    diverse = Request(SEEN, k=25, filters=Filters(diversity=0.4))
    found = [r.item_id for r in alone.recommend(diverse).recommendations]
    assert len(set(found)) == 25
    assert not {item.item_id for item in SEEN}.intersection(found)
    assert found != [r.item_id for r in alone.recommend(Request(SEEN, k=25)).recommendations]
    parts = [HistoryItem("p2", "Part Two", is_later=True), HistoryItem("p1", "Part One")]
    whole = rank_whole(
        alone, Request(SEEN, k=3, out_of_catalogue=parts, out_of_catalogue_only=True)
    )
    assert [r.item_id for r in whole.ranked] == ["p1", "p2"]
    assert {r.llm_score for r in whole.ranked} == {None}


def test_what_the_encoder_does_not_know_stays_behind_in_the_order_it_came_in(
    alone: Recommender,
) -> None:
    others = [HistoryItem("x2", "Kiln Weather"), HistoryItem("x1", "Clay Almanac")]
    scores = alone.shortlist(Request(SEEN), StageTimer()).item_scores
    worst = [int(place) + 1 for place in scores.argsort()[:3]]
    ids = [item.item_id for item in alone.catalogue.by_index(worst)]
    filters = Filters(allowed=tuple(ids))
    request = Request(SEEN, k=9, out_of_catalogue=others, filters=filters)
    found = alone.recommend(request).recommendations
    assert [r.item_id for r in found] == [*reversed(ids), "x2", "x1"]
    assert found[0].score < -np.log(alone.catalogue.n_items), "the average item is likelier"
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)


def test_reasons_are_the_encoder_s(alone: Recommender) -> None:
    request = Request(SEEN, k=5)
    found = list_reasons(alone, request, alone.recommend(request))
    assert [len(reasons) for reasons in found] == [3] * 5
    for reason in (r for reasons in found for r in reasons):
        assert reason.llm is None
        assert reason.score == reason.encoder


def test_a_household_s_list_goes_by_the_encoder_too(alone: Recommender) -> None:
    one, other = Request(SEEN, k=5), Request([HistoryItem("f001"), HistoryItem("f004")], k=5)
    found = recommend_together(alone, [one, other], 5)
    own = [alone.shortlist(request, StageTimer()).item_scores for request in (one, other)]
    places = [item.encoder_index - 1 for item in found.items]
    assert found.scores == pytest.approx(np.stack([scores[places] for scores in own]))
