"""A bundle that counts titles by themselves: export writes how likely each is, devices use it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from oracle import torch_scores
from tiny import tiny_recipe, tiny_run

from ilora_edge import HistoryItem, Recommender, Request
from ilora_edge.bundle.calibration import Calibration
from ilora_edge.bundle.files import FusionWeights, read_manifest, write_manifest
from ilora_edge.errors import BundleError
from ilora_edge.evaluation.product import evaluate_product
from ilora_edge.evaluation.rows import Row
from ilora_export.bundle import ExportOptions, export_finished
from ilora_train.run_folder import FinishedRun

FITTED = Calibration(short=0.5, long=2.0, popularity=0.1, cold=0.2, title_prior=-0.7)
WEIGHTS = FusionWeights(1.0, 1.0, {"product": FITTED, "paper": FITTED})
HISTORY = [HistoryItem(f"m{n}") for n in (1, 4, 9)]
OUTSIDE = [HistoryItem("x1", "A title from elsewhere (1999)"), HistoryItem("x2", "Another")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return tiny_run(tmp_path_factory.mktemp("run"), tiny_recipe())


@pytest.fixture(scope="module")
def bundle(run: FinishedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "bundle"
    options = ExportOptions("full", parity=False, fusion=WEIGHTS, n_metric_rows=3)
    export_finished(run, folder, options, quiet=True)
    return folder


def test_the_catalogue_has_what_torch_says_of_titles_after_no_history(
    run: FinishedRun, bundle: Path
) -> None:
    with Recommender(bundle) as device:
        items = list(device.catalogue.items())
    expected = torch_scores(run, [], list(range(1, len(run.items) + 1)))
    assert [i.title_prior for i in items] == pytest.approx(expected.tolist(), rel=1e-3)


def test_a_list_counts_them_of_titles_from_outside_too(bundle: Path) -> None:
    request = Request(HISTORY, k=20, out_of_catalogue=OUTSIDE)
    with Recommender(bundle) as device:
        found = device.recommend(request)
        known = {item.item_id: item for item in device.catalogue.items()}
        outside = {
            item.item_id: item
            for item in device.candidates(np.zeros(len(known), np.float32), request, ())
            if item.item_id in {"x1", "x2"}
        }
        assert all(item.title_prior is not None for item in outside.values())
        items = known | outside
        for place in found.recommendations:
            item = items[place.item_id]
            offset = device.fusion.offsets([item], request)[0]
            without = device.fusion.offsets([replace(item, title_prior=0.0)], request)[0]
            assert offset - without == pytest.approx(-0.7 * (item.title_prior or 0.0))
            if place.encoder_score is not None and place.llm_score is not None:
                fused = place.llm_score + found.fusion_weight * place.encoder_score + offset
                assert place.score == pytest.approx(fused, abs=1e-5)
        # The mix of the person is in place again: asked anew, the list is the same.
        again = device.recommend(request).recommendations
        assert [r.item_id for r in again] == [r.item_id for r in found.recommendations]
        assert [r.score for r in again] == pytest.approx([r.score for r in found.recommendations])


def test_a_list_asks_for_no_title_where_only_random_candidates_count_them(
    bundle: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(bundle, folder)
    manifest = read_manifest(folder)
    fusion = FusionWeights(1.0, 1.0, {"paper": FITTED})
    write_manifest(folder, replace(manifest, fusion=fusion))
    request = Request(HISTORY, k=20, out_of_catalogue=OUTSIDE)
    with Recommender(folder) as device:
        found = device.candidates(np.zeros(device.catalogue.n_items, np.float32), request, ())
    assert [i.title_prior is None for i in found] == [i.encoder_index == 0 for i in found]


def test_no_title_is_asked_for_that_is_not_among_the_best(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(HISTORY, k=10, out_of_catalogue=OUTSIDE, compared=True)
    with Recommender(bundle) as device:
        monkeypatch.setattr(device, "score", lambda prompt: pytest.fail("asked for"))
        # All of the catalogue come before those of which the encoder says nothing.
        found = device.candidates(np.zeros(device.catalogue.n_items, np.float32), request, ())
    assert len(found) == 20
    assert all(item.encoder_index for item in found)


def test_the_first_place_alone_is_the_first_of_the_list(bundle: Path) -> None:
    with Recommender(bundle) as device:
        for last in range(2, 12):
            history = [*HISTORY, HistoryItem(f"m{last}")]
            whole = device.recommend(Request(history, k=10)).recommendations
            (first,) = device.recommend(Request(history, k=1)).recommendations
            assert first.item_id == whole[0].item_id
            assert first.score == pytest.approx(whole[0].score, abs=0.02)


def test_a_weight_of_one_s_own_leaves_them_out(bundle: Path) -> None:
    with Recommender(bundle) as device:
        found = device.recommend(Request(HISTORY, k=5, fusion_weight=0.0)).recommendations
        assert [r.score for r in found] == pytest.approx([r.llm_score for r in found])


def test_evaluation_ranks_as_recommend_does(bundle: Path) -> None:
    with Recommender(bundle) as device:
        (first,) = device.recommend(Request(HISTORY, k=1)).recommendations
        row = Row("u", tuple(HISTORY), frozenset(i.item_id for i in HISTORY), first.item_id)
        values = evaluate_product(device, [row]).to_json()["models"]["bundle"]["ndcg10"]
    assert values == 1.0


def test_a_bundle_that_does_not_say_how_likely_titles_are_is_refused(
    run: FinishedRun, tmp_path: Path
) -> None:
    folder = tmp_path / "bundle"
    given = FusionWeights(1.0, 1.0)
    options = ExportOptions("full", parity=False, fusion=given, n_metric_rows=3)
    export_finished(run, folder, options, quiet=True)
    manifest = read_manifest(folder)
    write_manifest(folder, replace(manifest, fusion=WEIGHTS))
    with pytest.raises(BundleError, match="does not say how likely they are"):
        Recommender(folder)
