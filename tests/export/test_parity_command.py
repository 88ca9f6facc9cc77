"""Parity as part of an export: it passes where all is right and ends the export where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from oracle import plain_scores
from tiny import tiny_bundle, tiny_recipe, tiny_run

from ilora_edge.bundle.files import FusionWeights, read_manifest
from ilora_edge.bundle.presets import PRESETS
from ilora_edge.errors import CheckpointError, OptionError
from ilora_edge.recommender import Recommender
from ilora_export import experts as export_experts_module
from ilora_export import gguf_backbone
from ilora_export.bundle import ExportOptions, export_finished
from ilora_export.parity import (
    N_CANDIDATES,
    Parity,
    Sample,
    device_outputs,
    sample_users,
    torch_items,
    torch_outputs,
)
from ilora_export.rank_agreement import RankAgreement
from ilora_train.run_folder import FinishedRun

# Style, answers, candidates listed in the prompt.
PROMPTS = [
    ("text", "titles", False),
    ("text", "titles", True),
    ("hybrid", "titles", False),
    ("hybrid", "titles", True),
    ("compact", "titles", False),
    ("compact", "labels", False),
    ("compact", "labels", True),
    ("text", "labels", False),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return tiny_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def folder(run: FinishedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bundle(run, tmp_path_factory.mktemp("bundles") / "f32")


@pytest.mark.parametrize(("style", "answers", "listed"), PROMPTS)
def test_every_kind_of_prompt_is_proven(
    style: str, answers: str, listed: bool, tmp_path: Path
) -> None:
    run = tiny_run(tmp_path / "run", tiny_recipe(listed, style, answers))
    # The last item is cold, so it is a title in every prompt.
    run.items[-1] = replace(run.items[-1], popularity=0)
    run.validation["v3"] = [3, 30, 5, 6]
    parity = Parity(run)
    assert {s.user for s in parity.samples} == {"v1", "v2", "v3"}
    found = parity.prove(tiny_bundle(run, tmp_path / "bundle"))
    assert found["logits"] < 1e-3 * parity.largest_logit
    assert found["scores"] < 1e-3
    assert found["pairs_in_order"] == found["same_best"] == 1.0
    facts = parity.facts()
    assert facts["n_users"] == 3
    assert facts["n_titles"] == 30


def test_torch_s_side_is_that_of_one_plain_row_per_answer(tmp_path: Path) -> None:
    run = tiny_run(tmp_path, tiny_recipe(True, "hybrid", "titles"))
    for sample in sample_users(run):
        theirs = torch_outputs(run, sample)
        listed = torch_items(run, sample.candidates)
        prompt = run.builder.prompt(torch_items(run, sample.history), listed)
        plain = plain_scores(run, sample.history, prompt, run.builder.answers(listed))
        assert theirs.prompt == prompt
        assert np.abs(theirs.scores - plain).max() < 1e-4
        # The logits are those of the target's answer, which is the first candidate's.
        answer = run.builder.answers(listed)[0]
        rows = torch.log_softmax(torch.from_numpy(theirs.logits).double(), -1)
        by_logits = sum(float(row[token]) for row, token in zip(rows, answer, strict=True))
        assert abs(by_logits - plain[0]) < 1e-4


def test_samples_are_the_last_targets_and_the_encoder_s_best(run: FinishedRun) -> None:
    samples = sample_users(run)
    assert [(s.user, s.history, s.target) for s in sorted(samples, key=lambda s: s.user)] == [
        ("v1", [1, 2, 3, 4, 5], 6),
        ("v2", [9, 8, 7, 6, 5, 4], 3),
    ]
    for sample in samples:
        assert sample.candidates[0] == sample.target
        assert len(set(sample.candidates)) == N_CANDIDATES
        assert not set(sample.history) & set(sample.candidates)
    assert len(sample_users(run, 1)) == 1
    assert sample_users(run) == samples


def nudge(parameter: torch.Tensor, by: float) -> None:
    with torch.no_grad():
        parameter.add_(by * torch.randn_like(parameter))


def scale_scores(encoder: Any) -> None:
    # The gate reads the same state, so only what comes after it may change.
    scores = encoder.scores
    encoder.scores = lambda items, state: scores(items, state) * 1.01


# What differs between torch and the bundle, and the number that says so.
DEFECTS: list[tuple[str, Callable[[Any], object]]] = [
    ("gate weights", lambda m: nudge(m.gate.linear.bias, 0.1)),
    ("encoder's scores", lambda m: scale_scores(m.encoder)),
    ("logits", lambda m: nudge(m.backbone.model.layers[1].mlp.down_proj.base.weight, 0.01)),
    ("logits", lambda m: nudge(m.backbone.model.layers[0].self_attn.v_proj.lora_b, 0.01)),
    ("logits", lambda m: nudge(m.backbone.model.norm.weight, 0.01)),
    ("logits", lambda m: m.backbone.model.norm.weight.fill_(float("nan"))),
]


@pytest.mark.parametrize(("what", "damage"), DEFECTS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_difference_is_named(
    what: str, damage: Callable[[Any], object], folder: Path, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    other = tiny_run(tmp_path)
    with torch.no_grad():
        damage(other.model)
    with pytest.raises(CheckpointError, match=f"its {what} differ from torch's by") as caught:
        Parity(other).prove(folder)
    assert "\n" not in str(caught.value)
    assert "is allowed" in str(caught.value)


def test_other_token_ids_are_named(run: FinishedRun, folder: Path) -> None:
    parity = Parity(run)
    title = run.items[4].title
    run.items[4] = replace(run.items[4], title="Ends with tokens")
    try:
        # The catalogue has the old title's ids, torch's prompts the new one's.
        with pytest.raises(CheckpointError, match="has other token ids than in training"):
            Parity(run).prove(folder)
    finally:
        run.items[4] = replace(run.items[4], title=title)
    parity.prove(folder)
    with Recommender(folder) as device:
        ours = device_outputs(device, parity.samples[0])
        assert ours.prompt == torch_outputs(run, parity.samples[0]).prompt
        other = Sample("x", [1, 2], 3, [3, 4, 5])
        assert device_outputs(device, other).scores.shape == (3,)


def test_a_tokenizer_that_differs_is_named(
    run: FinishedRun, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = run.builder.title_ids
    monkeypatch.setattr(run.builder, "title_ids", lambda title: [*ids(title), 7])
    with pytest.raises(CheckpointError, match="gives other ids for the title 'The Long Harbour"):
        Parity(run).prove(folder)


def failing(run: FinishedRun, out: Path) -> str:
    """Return why an export fails; nothing of it is left."""
    with pytest.raises(CheckpointError) as caught:
        export_finished(run, out, ExportOptions(), quiet=True)
    assert list(out.parent.iterdir()) == []
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_export_with_b_of_q_and_k_unpermuted_fails(
    run: FinishedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_experts_module, "permuted", lambda name, rows, config: rows)
    assert "its logits differ from torch's by" in failing(run, tmp_path / "bundle")


def test_an_export_with_q_and_k_unpermuted_fails(
    run: FinishedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gguf_backbone, "permute_heads", lambda rows, n_heads: rows)
    assert "its logits differ from torch's by" in failing(run, tmp_path / "bundle")


def test_an_export_with_another_alpha_fails(run: FinishedRun, tmp_path: Path) -> None:
    wrong = replace(run.recipe, experts=replace(run.recipe.experts, lora_alpha=16.0))
    assert wrong.experts.lora_alpha != run.recipe.experts.lora_alpha
    other = replace(run, recipe=wrong)
    assert "its logits differ from torch's by" in failing(other, tmp_path / "bundle")


@pytest.mark.parametrize("preset", list(PRESETS))
def test_the_manifest_has_what_was_compared(run: FinishedRun, tmp_path: Path, preset: str) -> None:
    done = export_finished(run, tmp_path / "bundle", ExportOptions(preset), quiet=True)
    assert [p.name for p in tmp_path.iterdir()] == ["bundle"]
    manifest = read_manifest(tmp_path / "bundle")
    assert (manifest.files, manifest.parity) == (done.manifest.files, done.manifest.parity)
    parity = manifest.parity
    type_name = PRESETS[preset]
    assert (parity["checked"], parity["n_users"], parity["n_candidates"]) == (True, 2, 20)
    assert (parity["exact"]["type"], parity["shipped"]["type"]) == ("f32", type_name)
    assert parity["exact"]["logits"] <= parity["tolerance"]
    assert parity["exact"]["pairs_in_order"] == 1.0
    assert parity["shipped"]["logits"] > 10 * parity["exact"]["logits"]
    assert parity["shipped"]["pairs_in_order"] > 0.9
    assert done.parity_memory is not None
    assert done.parity_memory > 50e6
    assert manifest.provenance["backbone"]["source"] == "hf"
    with Recommender(tmp_path / "bundle") as device:
        assert device.backbone.n_vocab == 400


def test_without_parity_the_manifest_says_so(run: FinishedRun, tmp_path: Path) -> None:
    done = export_finished(run, tmp_path / "bundle", ExportOptions(parity=False), quiet=True)
    assert read_manifest(tmp_path / "bundle").parity == {
        "checked": False,
        "reason": "left out (--no-parity)",
    }
    assert done.parity_memory is None
    card = (tmp_path / "bundle" / "README.md").read_text()
    assert "Not checked: left out" in card


def test_a_fusion_weight_that_is_given_is_not_fitted(run: FinishedRun, tmp_path: Path) -> None:
    options = ExportOptions(parity=False, fusion=FusionWeights(1.5, 1.5), n_metric_rows=3)
    export_finished(run, tmp_path / "bundle", options, quiet=True)
    manifest = read_manifest(tmp_path / "bundle")
    assert (manifest.fusion.product, manifest.fusion.paper) == (1.5, 1.5)
    assert manifest.metrics["fusion"] == {"given": {"product": 1.5, "paper": 1.5}}
    assert manifest.metrics["paper"]["n_rows"] == 3
    assert "chosen" not in manifest.metrics["rows"]


def test_a_senseless_choice_is_refused(run: FinishedRun, tmp_path: Path) -> None:
    for options, message in (
        (ExportOptions("tiny"), "known: full, bf16, balanced, small, q4_0"),
        (ExportOptions("full", backbone_gguf=tmp_path / "m.gguf"), "exclude each other"),
    ):
        with pytest.raises(OptionError, match=message):
            export_finished(run, tmp_path / "bundle", options, quiet=True)


def test_rank_agreement_by_hand() -> None:
    agreement = RankAgreement()
    theirs = np.array([3.0, 2.0, 2.0, 1.0], np.float32)
    # Of the five pairs that differ there, (0, 1) is turned round and (2, 3) is equal here.
    agreement.add(np.array([2.5, 2.6, 1.0, 1.0], np.float32), theirs)
    assert agreement.to_json() == {"pairs_in_order": 0.6, "same_best": 0.0}
    agreement.add(theirs, theirs)
    assert agreement.to_json() == {"pairs_in_order": 0.8, "same_best": 0.5}
