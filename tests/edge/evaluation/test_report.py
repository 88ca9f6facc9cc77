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
