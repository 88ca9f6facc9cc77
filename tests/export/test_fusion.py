"""What an export makes of its validation rows: which are asked, and what is fitted to them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import tiny_bundle, tiny_recipe, tiny_run

from ilora_edge import HistoryItem, Recommender
from ilora_edge.bundle.files import describe_files, read_manifest, write_manifest
from ilora_edge.catalogue.items import write_catalogue
from ilora_edge.evaluation.rows import Row
from ilora_export.calibration_fit import ScoredRow
from ilora_export.fusion import FusionFit, fit_fusion, ndcg_of, whole_catalogue

N_ITEMS, N_COLD = 30, 6


def rows(n: int) -> list[Row]:
    rng = random.Random(0)
    out = []
    for number in range(n):
        *history, target = (f"m{i}" for i in rng.sample(range(N_ITEMS - N_COLD), 6))
        shown = tuple(HistoryItem(item_id) for item_id in history)
        out.append(Row(f"u{number // 4}", shown, frozenset(history), target))
    return out


@pytest.fixture(scope="module", params=["titles", "labels"])
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With cold items at the catalogue's end."""
    recipe = tiny_recipe(answers=request.param)
    run = tiny_run(tmp_path_factory.mktemp("run"), recipe)
    folder = tiny_bundle(run, tmp_path_factory.mktemp("bundle") / "bundle")
    with Recommender(folder) as device:
        items = [
            replace(item, popularity=0) if item.encoder_index > N_ITEMS - N_COLD else item
            for item in device.catalogue.items()
        ]
    (folder / "catalogue.db").unlink()
    write_catalogue(folder / "catalogue.db", items)
    write_manifest(folder, replace(read_manifest(folder), files=describe_files(folder)))
    return folder


def fitted(bundle: Path, n_rows: int, held_out: bool = False) -> tuple[FusionFit, int]:
    calls = 0

    def advance() -> None:
        nonlocal calls
        calls += 1

    with Recommender(bundle) as device:
        return fit_fusion(device, rows(60), n_rows, 0, advance, held_out), calls


def test_ties_keep_the_encoder_s_order_as_a_list_does() -> None:
    encoder = -np.arange(4.0)
    row = ScoredRow("u", 3, np.zeros(4), encoder, np.ones(4), 0.0, target=2)
    # By the language model alone all are alike: that is no first place for the target.
    assert ndcg_of(row, 0.0) == ndcg_of(row, 1.0) == pytest.approx(1 / np.log2(4))


def test_the_rows_of_the_product_have_their_target_among_the_candidates(bundle: Path) -> None:
    found, calls = fitted(bundle, 30)
    # Twenty of the thirty items less five are candidates: many rows have theirs, not all.
    assert found.n_rows == {"product": 30, "paper": 30}
    assert 0.5 < found.recall < 1.0
    assert calls == 60
    assert found.product_ndcg10[0] > 0
    few, _ = fitted(bundle, 1000)
    assert few.n_rows["paper"] == 60
    assert few.n_rows["product"] == round(60 * few.recall) < 60


def test_outside_items_are_given_back_what_cold_titles_lack(bundle: Path) -> None:
    found, _ = fitted(bundle, 40)
    is_labels = whole_catalogue(read_manifest(bundle).prompt)
    assert (found.cold_gap == 0.0) == is_labels
    for calibration in found.weights.calibration.values():
        assert calibration.outside == (None if is_labels else found.cold_gap)
    if not is_labels:
        assert set(found.weights.calibration) == {"product", "paper"}


def test_held_out_items_are_as_if_from_outside(bundle: Path) -> None:
    found, _ = fitted(bundle, 40, held_out=True)
    if whole_catalogue(read_manifest(bundle).prompt):
        assert found.cold_gap == 0.0
        return
    with Recommender(bundle) as device:
        counts = np.array(device.catalogue.popularities(), np.float64)
    for calibration in found.weights.calibration.values():
        log_mean = float(np.log(counts.mean() + 1))
        offsets = calibration.offsets(np.zeros(1), log_mean)
        assert offsets[0] == pytest.approx(found.cold_gap)


def test_of_labels_the_weight_is_the_best_of_a_grid_and_of_titles_the_likeliest(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def likeliest(rows: list[ScoredRow]) -> float:
        asked.append(len(rows))
        return 2.5

    monkeypatch.setattr("ilora_export.fusion.likeliest_weight", likeliest)
    found, _ = fitted(bundle, 20)
    if whole_catalogue(read_manifest(bundle).prompt):
        assert not asked
        assert found.weights.product != 2.5
    else:
        assert found.weights.product == found.weights.paper == 2.5
