"""What an export measures where the language model changes nothing: without asking it, and it says
so."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import tiny_bundle, tiny_run

from ilora_edge import HistoryItem, Recommender
from ilora_edge.bundle.files import read_manifest, write_manifest
from ilora_edge.evaluation.rows import Row
from ilora_edge.recommender import Prompt
from ilora_export.bundle import ExportOptions, export_finished
from ilora_export.fusion import FusionFit, fit_fusion
from ilora_export.measured import PerhapsSilent, measure
from ilora_train.run_folder import FinishedRun


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return tiny_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def bundle(run: FinishedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bundle(run, tmp_path_factory.mktemp("bundle") / "bundle")


def rows(n: int) -> list[Row]:
    rng = random.Random(0)
    out = []
    for number in range(n):
        *history, target = (f"m{i}" for i in rng.sample(range(30), 6))
        shown = tuple(HistoryItem(item_id) for item_id in history)
        out.append(Row(f"u{number // 4}", shown, frozenset(history), target))
    return out


def fitted(bundle: Path, weight: float, n_rows: int, patch: pytest.MonkeyPatch) -> FusionFit:
    patch.setattr("ilora_export.fusion.likeliest_weight", lambda rows: weight)
    # The weight as it is.
    patch.setattr("ilora_export.fusion.compare", lambda *args: None)
    with Recommender(bundle) as device:
        return fit_fusion(device, rows(n_rows), n_rows)


def test_a_model_is_silent_where_it_changes_nothing(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = fitted(bundle, 1e6, 80, monkeypatch)
    assert nothing.n_changed == {"product": 0, "paper": 0}
    assert nothing.n_rows["product"] >= 50
    assert nothing.is_silent("product")
    assert nothing.is_silent("paper")
    much = fitted(bundle, 0.1, 80, monkeypatch)
    assert much.n_changed["product"] > 60
    assert much.n_changed["paper"] > 20
    assert not much.is_silent("product")
    assert not much.is_silent("paper")
    assert much.to_json()["n_changed_by_llm"] == much.n_changed
    few = fitted(bundle, 1e6, 49, monkeypatch)
    assert few.n_changed == {"product": 0, "paper": 0}
    assert not few.is_silent("paper"), "49 rows do not say it of the others"


class Counting(PerhapsSilent):
    n_asked = 0

    def score(self, prompt: Prompt) -> np.ndarray:
        self.n_asked += not self.is_silent
        return super().score(prompt)


def test_a_silent_model_is_not_asked_and_the_numbers_are_those_with_it(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = fitted(bundle, 1e6, 80, monkeypatch)
    own = shutil.copytree(bundle, tmp_path / "own")
    write_manifest(own, replace(read_manifest(own), fusion=fit.weights))
    with Counting(own) as device:
        asked = measure(device, rows(20), None, 1, lambda: None)
        before, device.n_asked = device.n_asked, 0
        silent = measure(device, rows(20), fit, 1, lambda: None)
        assert (before > 20, device.n_asked) == (True, 0)
        fit.n_changed["paper"] = 1
        half = measure(device, rows(20), fit, 1, lambda: None)
        assert device.n_asked == 20
    for kind in ("paper", "product"):
        with_it, without = asked[kind].to_json(), silent[kind].to_json()
        assert without["models"] == {k: v for k, v in with_it["models"].items() if k != "llm"}
        assert without["llm_target_log_likelihood"] is None
        assert with_it["llm_target_log_likelihood"] < 0
        (note,) = without["notes"]
        assert f"none of {fit.n_rows[kind]:,} " in note
    assert ("llm" in half["paper"].values, "llm" in half["product"].values) == (True, False)


def test_an_export_says_what_it_did_not_ask(
    run: FinishedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FusionFit, "is_silent", lambda fit, kind: kind == "product")
    done = export_finished(run, tmp_path / "b", ExportOptions(parity=False), quiet=True)
    (remark,) = done.remarks
    assert remark.startswith("the language model changed none of")
    card = (tmp_path / "b" / "README.md").read_text()
    (line,) = (line for line in card.splitlines() if line.startswith("| LLM alone"))
    assert line.endswith("| not asked | not asked |")
    assert line.count("not asked") == 2
    assert "the language model changed none of" in card
