"""A calibration is learnt where the rows have something to say, and kept only if it pays."""

from __future__ import annotations

import numpy as np
import pytest

from ilora_edge.bundle.calibration import Calibration
from ilora_export.calibration_fit import ScoredRow, compare, fit_calibration, one_weight


def rows(n: int, truth: Calibration, seed: int = 0, n_items: int = 20) -> list[ScoredRow]:
    """Rows whose targets are drawn by the chances that a calibration gives their candidates."""
    rng = np.random.default_rng(seed)
    out = []
    for number in range(n):
        llm, encoder = rng.normal(0, 1, n_items), rng.normal(0, 1, n_items)
        popularity = np.where(rng.random(n_items) < 0.2, 0, rng.integers(1, 200, n_items))
        length = int(rng.integers(1, 60))
        row = ScoredRow(f"u{number // 3}", length, llm, encoder, popularity * 1.0, 3.0, 0)
        fused = row.fused(truth)
        chances = np.exp(fused - fused.max())
        target = int(rng.choice(n_items, p=chances / chances.sum()))
        out.append(ScoredRow(row.user, length, llm, encoder, row.popularity, 3.0, target))
    return out


def weight(rows_: object) -> float:
    return 1.0


def hit(row: ScoredRow, calibration: Calibration) -> float:
    fused = row.fused(calibration)
    return float(row.target is not None and int(np.argmax(fused)) == row.target)


def test_it_finds_what_the_targets_were_drawn_by() -> None:
    truth = Calibration(short=0.4, long=2.5, popularity=0.3, cold=-1.0)
    found = fit_calibration(rows(3000, truth), 1.0)
    assert found.short == pytest.approx(0.4, abs=0.2)
    assert found.long == pytest.approx(2.5, abs=0.3)
    assert found.popularity == pytest.approx(0.3, abs=0.06)
    assert found.cold == pytest.approx(-1.0, abs=0.35)


def test_rows_that_say_nothing_leave_one_weight() -> None:
    missed = [
        ScoredRow("u", 5, row.llm, row.encoder, row.popularity, 3.0, None)
        for row in rows(30, one_weight(1.0))
    ]
    assert fit_calibration(missed, 0.7).to_json() == pytest.approx(one_weight(0.7).to_json())
    assert compare(missed, weight, hit, 0) is None


def test_it_is_better_where_length_popularity_and_coldness_matter_and_else_is_not_used() -> None:
    truth = Calibration(short=0.1, long=4.0, popularity=0.8, cold=-2.0)
    found = compare(rows(900, truth), weight, hit, 0)
    assert found is not None
    assert found.is_better
    assert found.gain > 0.05
    same = compare(rows(900, one_weight(1.0)), weight, hit, 0)
    assert same is not None
    assert abs(same.gain) < 0.03
    assert same.is_better == (same.gain > same.error)


def test_places_that_are_never_drawn_take_no_part() -> None:
    few = rows(200, one_weight(1.0), n_items=12)
    expected = fit_calibration(few, 1.0)
    longer = [
        ScoredRow(
            *(row.user, row.n_history, np.append(row.llm, 9.0), np.append(row.encoder, 9.0)),
            *(np.append(row.popularity, 1e4), 3.0, row.target, (12,)),
        )
        for row in few
    ]
    assert fit_calibration(longer, 1.0).to_json() == pytest.approx(expected.to_json(), abs=1e-3)
