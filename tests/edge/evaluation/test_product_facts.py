"""What a report of the product's lists says of all rows together."""

from __future__ import annotations

import numpy as np

from ilora_edge.evaluation.product import RECALL_AT, _Collected


def test_a_target_at_the_last_place_is_among_the_best() -> None:
    first, second, *_ = RECALL_AT
    gates = [np.array([0.25, 0.75], np.float32)] * 4
    ranks = [1, first, first + 1, None]
    # The language model was asked for the two rows that have their target among the candidates.
    collected = _Collected([3.0, 1.0], ranks, [True, False], gates, [-2.0, -3.0])
    facts = collected.facts()
    assert facts["target_among_best"][str(first)] == 0.5
    assert facts["target_among_best"][str(second)] == 0.75
    assert facts["llm_ms"] == 2.0
    assert facts["list_changed_by_llm"] == 0.5
    assert facts["target_among_candidates"] == 0.5
    assert facts["llm_target_log_likelihood"] == -2.5


def test_rows_without_their_target_among_the_candidates_have_no_facts_of_the_language_model() -> (
    None
):
    facts = _Collected([], [None, 21], [], [np.array([1.0], np.float32)] * 2, []).facts()
    assert facts["llm_ms"] is facts["list_changed_by_llm"] is None
    assert facts["target_among_candidates"] == 0.0
