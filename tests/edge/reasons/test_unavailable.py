"""Of an item that is gone, or hidden from a user, that is said, and no rank."""

from __future__ import annotations

from ilora_edge.demo import demo_bundle
from ilora_edge.reasons.why_not import why_not
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request


def test_what_is_gone() -> None:
    request = Request([HistoryItem("f001")], unavailable=["f005"])
    with Recommender(demo_bundle()) as recommender:
        assert "f005" not in [r.item_id for r in recommender.recommend(request).recommendations]
        found = why_not(recommender, request, "f005")
    assert (found.where, found.rank) == ("unavailable", None)
    assert "no longer has it" in found.said
