"""What a person dislikes, and what is gone, is no candidate, also where what was seen may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.filters import Filters
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_edge.system.stage_timer import StageTimer


@pytest.mark.parametrize("exclude_seen", [True, False])
def test_disliked_and_unavailable_items_are_no_candidates(tiny: Path, exclude_seen: bool) -> None:
    with Recommender(tiny) as recommender:
        everything = {item.item_id for item in recommender.catalogue.items()}
        request = Request(
            [HistoryItem("m1"), HistoryItem("m2"), HistoryItem("m4")],
            disliked=["m2", "m3"],
            unavailable=["m4", "m5"],
            k=len(everything),
            filters=Filters(exclude_seen=exclude_seen),
        )
        found = {c.item_id for c in recommender.shortlist(request, StageTimer()).candidates}
    never = {"m2", "m3", "m4", "m5"}
    assert found == everything - never - ({"m1"} if exclude_seen else set())
