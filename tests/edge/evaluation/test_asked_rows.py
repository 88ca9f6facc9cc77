"""The language model is asked for rows that it can decide, and for no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.evaluation.full import evaluate_full
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.report import BUNDLE, ENCODER, LLM, EvaluationReport
from ilora_edge.evaluation.rows import Row, read_database
from ilora_edge.recommender import Recommender


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read_database(Path(demo_history()), None, None, 3, True))[:40]


@pytest.mark.parametrize("evaluate", [evaluate_product, evaluate_full])
def test_only_rows_with_their_target_among_the_candidates_are_asked(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[Row],
    evaluate: Callable[[Recommender, list[Row]], EvaluationReport],
) -> None:
    asked = 0
    score = Recommender.score

    def counted(self: Recommender, *args: object) -> np.ndarray:
        nonlocal asked
        asked += 1
        return score(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Recommender, "score", counted)
    with Recommender(demo_bundle()) as recommender:
        report = evaluate(recommender, rows)
    ranks = [r["models"][ENCODER] for r in report.rows()]
    # The last place that the encoder's list of 20 has.
    among = [r.get("hr20", r["hr10"]) > 0 for r in ranks]
    assert 0 < asked < len(rows)
    assert asked >= sum(among)
    for row, is_among in zip(report.rows(), among, strict=True):
        if not is_among and "hr20" in row["models"][BUNDLE]:
            assert row["models"][BUNDLE] == row["models"][ENCODER]
    if evaluate is evaluate_product:
        assert asked == round(report.facts["target_among_candidates"] * len(rows))
        missed = sum(row["models"][LLM]["hr10"] == 0 for row in report.rows())
        assert missed >= len(rows) - asked
