"""Which model is trusted, and when: the same on the device, in evaluation and in a manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge import HistoryItem, Recommender, Request
from ilora_edge.bundle.calibration import Calibration, log_mean_popularity
from ilora_edge.bundle.files import read_manifest, write_manifest
from ilora_edge.evaluation.paper import evaluate_paper
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import Terms
from ilora_edge.llama.greedy import First

FITTED = Calibration(short=0.5, long=3.0, popularity=0.4, cold=-1.5)
HISTORY = [HistoryItem(f"m{n}") for n in (1, 4, 9, 12)]
weights = st.floats(0, 1e3)
numbers = st.floats(-1e3, 1e3)


@pytest.fixture
def calibrated(own: Path) -> Path:
    manifest = read_manifest(own)
    calibration = {"product": FITTED, "paper": replace(FITTED, long=1.0)}
    fusion = replace(manifest.fusion, calibration=calibration)
    write_manifest(own, replace(manifest, fusion=fusion))
    return own


@given(weights, weights, st.integers(0, 10**6))
def test_the_encoder_s_weight_lies_between_its_ends(short: float, long: float, n: int) -> None:
    calibration = Calibration(short, long, 0.0, 0.0)
    low, high = sorted((short, long))
    assert low - 1e-9 <= calibration.encoder_weight(n) <= high + 1e-9
    steps = [calibration.encoder_weight(m) for m in (0, n, n + 1)]
    assert steps in (sorted(steps), sorted(steps, reverse=True)) or short == pytest.approx(long)


@given(numbers, numbers)
def test_offsets_are_of_popularity_and_coldness_alone(popularity: float, cold: float) -> None:
    counts = np.array([0.0, 0.0, 3.0, 9.0])
    found = Calibration(1.0, 1.0, popularity, cold).offsets(counts, log_mean_popularity(counts))
    assert found[0] == found[1]
    # The average item has 3 interactions, so popularity says nothing of it.
    assert found[2] == pytest.approx(0.0, abs=1e-9)
    assert found[3] == pytest.approx(popularity * np.log(10 / 4))
    assert found[0] == pytest.approx(cold - popularity * np.log(4))


def test_a_title_that_is_likely_anyway_counts_by_its_prior() -> None:
    counts, priors = np.array([3.0, 3.0]), np.array([-2.0, -8.0])
    fitted = Calibration(1.0, 1.0, 0.0, 0.0, title_prior=-0.5)
    assert fitted.offsets(counts, 0.0, priors) == pytest.approx([1.0, 4.0])


def test_what_is_from_outside_has_neither_popularity_nor_coldness(calibrated: Path) -> None:
    counts = np.array([0.0, 0.0, 9.0])
    outside = np.array([False, True, False])
    fitted = replace(FITTED, outside=7.0)
    found = fitted.offsets(counts, 1.0, outside=outside)
    assert found[1] == 7.0
    assert found[[0, 2]].tolist() == fitted.offsets(counts, 1.0)[[0, 2]].tolist()
    # Of a bundle from before there was such a number it has what a cold item has.
    assert FITTED.offsets(counts, 1.0, outside=outside)[1] == FITTED.offsets(counts, 1.0)[0]
    manifest = read_manifest(calibrated)
    fusion = replace(manifest.fusion, calibration={"product": fitted})
    write_manifest(calibrated, replace(manifest, fusion=fusion))
    request = Request(HISTORY, k=20, out_of_catalogue=[HistoryItem("x", "Elsewhere (1999)")])
    with Recommender(calibrated) as device:
        assert device.manifest.fusion.calibration["product"] == fitted
        places = device.recommend(request).recommendations
        items = device.candidates(np.zeros(device.catalogue.n_items, np.float32), request, ())
        assert device.fusion.offsets(items, request)[-1] == 7.0
    assert "x" in [place.item_id for place in places]


def test_a_manifest_keeps_it_and_one_without_has_one_weight(calibrated: Path, tiny: Path) -> None:
    assert read_manifest(calibrated).fusion.calibration["product"] == FITTED
    plain = read_manifest(tiny).fusion
    assert plain.calibration == {}
    assert set(plain.to_json()) == {"product", "paper"}


def test_a_list_is_ranked_by_it_and_a_weight_of_one_s_own_goes_before(calibrated: Path) -> None:
    with Recommender(calibrated) as device:
        counts = {item.item_id: item.popularity for item in device.catalogue.items()}
        everything = np.array([*counts.values()], np.float64)
        found = device.recommend(Request(HISTORY, k=10))
        assert found.fusion_weight == pytest.approx(0.5 + 2.5 * 4 / 14)
        for place in found.recommendations:
            own = np.array([counts[place.item_id]], np.float64)
            (offset,) = FITTED.offsets(own, log_mean_popularity(everything))
            assert place.encoder_score is not None
            assert place.llm_score is not None
            expected = place.llm_score + found.fusion_weight * place.encoder_score + offset
            assert place.score == pytest.approx(expected, abs=1e-5)
        for place in device.recommend(Request(HISTORY, k=10, fusion_weight=2.0)).recommendations:
            assert place.encoder_score is not None
            assert place.llm_score is not None
            assert place.score == pytest.approx(
                place.llm_score + 2.0 * place.encoder_score, abs=1e-5
            )
        scores = [place.score for place in found.recommendations]
        (first,) = device.recommend(Request(HISTORY, k=1)).recommendations
        assert first.score == pytest.approx(scores[0], abs=1e-2)


@pytest.mark.parametrize("steep", [50.0, -50.0])
def test_the_first_alone_is_found_by_it(own: Path, steep: float) -> None:
    manifest = read_manifest(own)
    # So steep that popularity decides, up or down.
    calibration = {"product": replace(FITTED, popularity=steep, cold=0.0)}
    write_manifest(own, replace(manifest, fusion=replace(manifest.fusion, calibration=calibration)))
    with Recommender(own) as device:
        listed = device.recommend(Request(HISTORY, k=10)).recommendations
        (first,) = device.recommend(Request(HISTORY, k=1)).recommendations
    assert first.item_id == listed[0].item_id


def test_what_a_greedy_walk_left_behind_is_not_proven(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Recommender(tiny) as device:
        for rivals, proven in (((3, 4), False), ((), True)):
            found = First(2, -1.0, rivals)
            monkeypatch.setattr(device.scorer, "first", lambda *_, found=found: found)
            assert device.recommend(Request(HISTORY, k=1, greedy=True)).proven is proven


def test_evaluation_ranks_by_it(calibrated: Path) -> None:
    row = Row("u", tuple(HISTORY), frozenset(h.item_id for h in HISTORY), "m20")
    with Recommender(calibrated) as device:
        first = device.recommend(Request(HISTORY, k=10)).recommendations[0]
        rows = [replace(row, target=first.item_id)]
        report = evaluate_product(device, rows)
        assert report.values["bundle"]["hr1"] == [1.0]
        assert report.facts["calibration"] == FITTED.to_json()
        assert "calibration" not in evaluate_product(device, rows, Terms(1.0)).facts
        paper = evaluate_paper(device, rows)
        assert paper.facts["calibration"]["long"] == 1.0
        # So much that the encoder decides alone, which offsets of popularity would not.
        alone = evaluate_paper(device, rows, Terms(1e6)).values
        assert alone["bundle"]["hr1"] == pytest.approx(alone["encoder"]["hr1"])
