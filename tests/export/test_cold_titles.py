"""Cold items' titles are not held against them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ilora_export.calibration_fit import ScoredRow
from ilora_export.cold_titles import among_known, cold_gap


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
    raised = [replace(row, llm=row.llm + gap * (row.popularity == 0)) for row in found]
    assert cold_gap(raised) == pytest.approx(0.0, abs=0.3)
    missed = [replace(row, target=None) for row in found]
    assert cold_gap(missed) == pytest.approx(gap, abs=1.0)


def test_of_few_cold_items_nothing_is_said() -> None:
    assert cold_gap(rows(100, 4.0, cold_share=0.02)) == 0.0
    assert cold_gap([]) == 0.0


def test_among_known_items_a_row_has_neither_cold_candidates_nor_a_cold_target() -> None:
    (row,) = rows(1, 4.0, cold_share=0.3)
    row = replace(row, title_prior=np.arange(20.0))
    known = among_known(row)
    assert known is not None
    kept = row.popularity > 0
    assert (known.popularity > 0).all()
    assert known.llm.tolist() == row.llm[kept].tolist()
    assert known.title_prior is not None
    assert known.title_prior.tolist() == np.flatnonzero(kept).tolist()
    assert row.target is not None
    assert known.target is not None
    assert known.llm[known.target] == row.llm[row.target]
    cold = int(np.flatnonzero(~kept)[0])
    assert among_known(replace(row, target=cold)) is None
    missed = among_known(replace(row, target=None))
    assert missed is not None
    assert missed.target is None
