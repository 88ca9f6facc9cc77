"""What a report says beside its numbers."""

from __future__ import annotations

import pytest

from ilora_edge.evaluation.report import EvaluationReport
from ilora_edge.evaluation.rows import Row


@pytest.mark.parametrize(("rank", "n_remarks"), [(0.0, 1), (1.0, 0)])
def test_a_table_of_zeros_is_said_to_be_one(rank: float, n_remarks: int) -> None:
    report = EvaluationReport("product", "tiny", 1.0, "one list per row")
    missed = {"hr1": 0.0, "hr10": 0.0, "ndcg10": 0.0, "mrr": 0.1}
    for user in ("a", "b"):
        by_model = {"bundle": missed, "encoder": {**missed, "hr10": rank}, "random": {"hr10": 0.2}}
        report.add(Row(user, (), frozenset(), "x"), by_model)
    assert len(report.remarks()) == n_remarks == len(report.to_json()["notes"])
    assert all("of the 2 targets" in remark for remark in report.remarks())


def test_differences_are_the_bundle_less_the_others_row_by_row() -> None:
    report = EvaluationReport("product", "tiny", 1.0, "one list per row")
    for user, ours, theirs in (("a", 1.0, 0.0), ("b", 1.0, 0.5), ("b", 0.25, 0.5)):
        row = Row(user, (), frozenset(), "x")
        by_model = {"bundle": {"hr1": ours}, "llm": {"hr1": theirs, "valid_ratio": 1.0}}
        report.add(row, by_model)
    found = report.to_json()
    assert list(found["differences"]) == ["bundle_minus_llm"]
    difference = found["differences"]["bundle_minus_llm"]
    assert difference["hr1"] == pytest.approx((1.0 + 0.5 - 0.25) / 3, abs=1e-6)
    # Of the two users alone: b's two rows count together.
    assert difference["hr1_ci"] == [0.125, 1.0]
    assert set(difference) == {"hr1", "hr1_ci"}, "a share of valid answers is not compared"
