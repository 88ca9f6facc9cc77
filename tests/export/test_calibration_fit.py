"""A calibration is learnt where the rows have something to say, and kept only if it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from ilora_edge.bundle.calibration import Calibration
from ilora_export.calibration_fit import (
    Compared,
    ScoredRow,
    compare,
    fit_calibration,
    likeliest_weight,
    one_weight,
)


def rows(n: int, truth: Calibration, seed: int = 0, n_items: int = 20) -> list[ScoredRow]:
    """Rows whose targets are drawn by the chances that a calibration gives their candidates."""
    rng = np.random.default_rng(seed)
    out = []
    for number in range(n):
        llm, encoder = rng.normal(0, 1, n_items), rng.normal(0, 1, n_items)
        popularity = np.where(rng.random(n_items) < 0.2, 0, rng.integers(1, 200, n_items))
        length = int(rng.integers(1, 60))
        prior = rng.normal(0, 1, n_items)
        user = f"u{number // 3}"
        row = ScoredRow(user, length, llm, encoder, popularity * 1.0, 3.0, 0, (), prior)
        fused = row.fused(truth)
        chances = np.exp(fused - fused.max())
        target = int(rng.choice(n_items, p=chances / chances.sum()))
        out.append(replace(row, target=target))
    return out


def plain(rows_: object) -> Calibration:
    return one_weight(1.0)


def calibrated(rows_: Sequence[ScoredRow]) -> Calibration:
    return fit_calibration(rows_, 1.0)


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


def test_it_is_found_on_the_scale_that_the_models_have_and_from_another_weight() -> None:
    truth = Calibration(short=0.4, long=2.5, popularity=0.3, cold=-1.0, title_prior=-0.4)
    # Twice as sure as they should be: all that is added counts twice beside them.
    told = [replace(r, llm=2 * r.llm, encoder=2 * r.encoder) for r in rows(3000, truth)]
    found = fit_calibration(told, 2.5, title_prior=True)
    assert found.short == pytest.approx(0.4, abs=0.2)
    assert found.long == pytest.approx(2.5, abs=0.3)
    assert found.popularity == pytest.approx(0.6, abs=0.12)
    assert found.cold == pytest.approx(-2.0, abs=0.7)
    assert found.title_prior == pytest.approx(-0.8, abs=0.15)


def test_few_rows_move_it_little_however_sure_they_are() -> None:
    few = rows(4, one_weight(1.0))
    few = [replace(r, target=int((r.llm + 9 * r.encoder).argmax())) for r in few]
    found = fit_calibration(few, 1.0)
    assert 1 < found.short < 4
    assert 1 < found.long < 4


def test_a_gain_within_its_error_may_be_chance() -> None:
    assert not Compared(one_weight(1.0), 0.5, gain=0.01, error=0.02).is_better
    assert Compared(one_weight(1.0), 0.5, gain=0.03, error=0.02).is_better


@pytest.mark.parametrize("truth", [0.3, 2.0, 9.0])
def test_the_likeliest_weight_is_what_the_targets_were_drawn_by(truth: float) -> None:
    # Whatever the scale of the chances: only what one model counts beside the other is asked.
    for scale in (1.0, 0.3):
        drawn = rows(2000, one_weight(truth), seed=3)
        told = [replace(r, llm=r.llm / scale, encoder=r.encoder / scale) for r in drawn]
        assert likeliest_weight(told) == pytest.approx(truth, rel=0.25)


def test_titles_that_are_likely_anyway_count_less_only_where_that_is_asked() -> None:
    truth = replace(one_weight(1.0), title_prior=-0.8)
    drawn = rows(2000, truth)
    found = fit_calibration(drawn, 1.0, title_prior=True)
    assert found.title_prior == pytest.approx(-0.8, abs=0.1)
    without = fit_calibration(drawn, 1.0)
    assert without.title_prior == 0.0
    both = compare(drawn, lambda r: fit_calibration(r, 1.0, title_prior=True), calibrated, hit, 0)
    assert both is not None
    assert both.is_better


def test_rows_that_say_nothing_leave_one_weight() -> None:
    missed = [replace(row, target=None) for row in rows(30, one_weight(1.0))]
    assert fit_calibration(missed, 0.7).to_json() == pytest.approx(one_weight(0.7).to_json())
    assert likeliest_weight(missed) == 1.0
    assert compare(missed, calibrated, plain, hit, 0) is None


def test_it_is_better_where_length_popularity_and_coldness_matter_and_else_is_not_used() -> None:
    truth = Calibration(short=0.1, long=4.0, popularity=0.8, cold=-2.0)
    found = compare(rows(900, truth), calibrated, plain, hit, 0)
    assert found is not None
    assert found.is_better
    assert found.gain > 0.05
    same = compare(rows(900, one_weight(1.0)), calibrated, plain, hit, 0)
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
            np.append(np.zeros(12) if row.title_prior is None else row.title_prior, 5.0),
        )
        for row in few
    ]
    assert fit_calibration(longer, 1.0).to_json() == pytest.approx(expected.to_json(), abs=1e-3)


def test_a_target_that_was_had_before_takes_part_all_the_same() -> None:
    few = rows(60, one_weight(1.0))
    expected = fit_calibration(few, 1.0)
    had = [replace(r, excluded=(r.target,)) for r in few if r.target is not None]
    assert fit_calibration(had, 1.0).to_json() == expected.to_json()


def test_each_user_s_rows_are_ranked_by_a_fit_to_the_others() -> None:
    """Of two users one gains 1 and the other nothing: by hand, half a point, and so sure."""
    of_two = [replace(r, user="ab"[n % 2]) for n, r in enumerate(rows(60, one_weight(1.0)))]
    asked: list[set[str]] = []

    def fit(of_others: Sequence[ScoredRow]) -> Calibration:
        asked.append({row.user for row in of_others})
        return one_weight(2.0)

    def quality(row: ScoredRow, calibration: Calibration) -> float:
        return float(calibration.short == 2.0 and row.user == "a")

    found = compare(of_two, fit, plain, quality, 0)
    assert found is not None
    assert (found.simpler, found.gain, found.error) == (0.0, 0.5, 0.5)
    # The last fit is to all, which is the one that is kept.
    assert asked[-1] == {"a", "b"}
    assert [users for users in asked if len(users) == 1] in ([{"a"}, {"b"}], [{"b"}, {"a"}])
