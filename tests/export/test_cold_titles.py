"""Cold items' titles are not held against them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ilora_export.calibration_fit import ScoredRow, fit_calibration
from ilora_export.cold_titles import cold_gap, without_gap


def rows(n: int, gap: float, cold_share: float = 0.1) -> list[ScoredRow]:
    """Rows of an LLM that follows the encoder, but for titles that it was never taught."""
    rng = np.random.default_rng(3)
    out = []
    for number in range(n):
        encoder = rng.normal(-7, 1, 20)
        is_cold = rng.random(20) < cold_share
        target = int(rng.choice(np.flatnonzero(~is_cold)))
        llm = -12 + 2 * (encoder + 7) - gap * is_cold + rng.normal(0, 1, 20) - number
        # Targets are liked by both models, and none of them is cold: that must not count.
        llm[target] += 10
        popularity = np.where(is_cold, 0.0, 30.0)
        out.append(ScoredRow(f"u{number}", 10, llm, encoder, popularity, 3.0, target))
    return out


@pytest.mark.parametrize("gap", [0.0, 4.0, 15.0])
def test_the_gap_is_what_cold_titles_have_less(gap: float) -> None:
    found = rows(100, gap)
    assert cold_gap(found) == pytest.approx(gap, abs=0.3)
    assert cold_gap(without_gap(found, gap)) == pytest.approx(0.0, abs=0.3)
    missed = [replace(row, target=None) for row in found]
    assert cold_gap(missed) == pytest.approx(gap, abs=1.0)


def test_of_few_cold_items_nothing_is_said() -> None:
    assert cold_gap(rows(100, 4.0, cold_share=0.02)) == 0.0
    assert cold_gap([]) == 0.0


def test_where_cold_items_were_held_out_the_rows_say_nothing_of_them() -> None:
    rng = np.random.default_rng(0)
    none_is_chosen = [
        replace(row, popularity=np.where(row.popularity > 0, rng.integers(1, 400, 20), 0.0))
        for row in without_gap(rows(300, 15.0), 15.0)
    ]
    by_rows = fit_calibration(none_is_chosen, 1.0)
    found = fit_calibration(none_is_chosen, 1.0, cold=False)
    offsets = found.offsets(np.array([0.0, 20.0, 200.0]), 3.0)
    # Of three points of popularity the cold one's is the average.
    assert offsets[0] == pytest.approx(found.offsets(np.array([np.exp(3.0) - 1]), 3.0)[0])
    assert by_rows.offsets(np.array([0.0]), 3.0)[0] < offsets[0] - 0.5
