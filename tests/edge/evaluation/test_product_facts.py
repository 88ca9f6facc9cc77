"""What a report of the product's lists says of all rows together."""

from __future__ import annotations

import numpy as np

from ilora_edge.evaluation.product import RECALL_AT, _Collected


def test_a_target_at_the_last_place_is_among_the_best() -> None:
    first, second, *_ = RECALL_AT
    gates = [np.array([0.25, 0.75], np.float32)] * 4
    ranks = [1, first, first + 1, None]
    collected = _Collected([3.0, 1.0, 2.0, 9.0], ranks, [True, False, False, False], gates, [-2.0])
    facts = collected.facts()
    assert facts["target_among_best"][str(first)] == 0.5
    assert facts["target_among_best"][str(second)] == 0.75
    assert facts["llm_ms"] == 2.5
    assert facts["list_changed_by_llm"] == 0.25
    assert facts["target_among_candidates"] == 0.25
