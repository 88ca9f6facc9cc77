"""``recommend -v``: the numbers of a row add up to its score, whatever a bundle adds."""

from __future__ import annotations

from typing import Any

import pytest

from ilora_cli.recommend_output import print_table


def shown(capsys: pytest.CaptureFixture[str], *places: tuple[float, float, float | None]) -> str:
    rows: list[dict[str, Any]] = [
        {
            "rank": n,
            "item_id": f"m{n}",
            "title": f"Film {n}",
            "score": score,
            "llm_score": llm,
            "encoder_score": encoder,
        }
        for n, (score, llm, encoder) in enumerate(places, 1)
    ]
    data = {
        "recommendations": rows,
        "gate_weights": [0.5, 0.5],
        "fusion_weight": 2.0,
        "encoder_only": False,
        "proven": True,
        "timing_ms": {"rank": 1.0},
    }
    print_table(data, [], [""] * len(rows), [], True)
    return capsys.readouterr().out


def test_what_is_added_has_a_column_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, (-5.0, -1.0, -2.0), (-6.5, -1.0, -4.0), (-7.0, -3.0, None))
    head, *rows = out.splitlines()[:4]
    assert head.split()[-4:] == ["score", "LLM", "encoder", "added"]
    assert [row.split()[-1] for row in rows] == ["0.00", "2.50", "-4.00"]
    assert rows[2].split()[-2] == "-"
    assert "score = LLM + 2 x encoder + added (natural logarithms)" in out


def test_where_nothing_is_added_there_is_no_such_column(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = shown(capsys, (-5.0, -1.0, -2.0))
    assert "added" not in out
    assert "score = LLM + 2 x encoder (natural logarithms)" in out
