"""Prompts with soft tokens, and labels as answers: the same on the device as in the workshop."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from bundle_edits import edit_manifest, refit_manifest
from oracle import HISTORIES, device_scores, plain_scores, torch_scores
from safetensors.torch import load_file
from tiny import TITLES, tiny_bundle, tiny_recipe, tiny_run

from ilora_edge.bundle.files import ENCODER
from ilora_edge.candidates import prompt_item
from ilora_edge.encoder import SOFT_OUTPUT, Encoder
from ilora_edge.errors import BundleError, EngineError
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import row_scorer
from ilora_edge.llama import Backbone, EngineOptions, Scorer
from ilora_edge.prompt import PromptItem
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_export import onnx_encoder
from ilora_train.language_model import Projector
from ilora_train.run_folder import FinishedRun

EXACT = EngineOptions(exact=True)
EVERYONE = list(range(1, 31))
NEVER_MET = 30
STYLES = [("hybrid", "titles"), ("compact", "titles"), ("compact", "labels"), ("text", "labels")]
WITHOUT_YEARS = ("text", "titles", False, False)


@dataclass
class Made:
    run: FinishedRun
    folder: Path


def make(folder: Path, style: str, answers: str, listed: bool = False, years: bool = True) -> Made:
    recipe = tiny_recipe(listed, style, answers)
    recipe = replace(recipe, prompt=replace(recipe.prompt, years_in_answers=years))
    run = tiny_run(folder / "run", recipe)
    # The last item is cold, so it is a title in every prompt.
    run.items[NEVER_MET - 1] = replace(run.items[NEVER_MET - 1], popularity=0)
    return Made(run, tiny_bundle(run, folder / "bundle"))


def _name(parts: tuple[Any, ...]) -> str:
    return "-".join(parts) if parts != WITHOUT_YEARS else "text-titles-without-years"


@pytest.fixture(scope="module", params=[*STYLES, WITHOUT_YEARS], ids=_name)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("made"), *request.param)


@pytest.fixture(scope="module")
def compact(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("compact"), "compact", "labels")


@pytest.fixture(scope="module")
def opened(compact: Made) -> Iterator[Recommender]:
    with Recommender(compact.folder, options=EXACT) as device:
        yield device


def test_llama_cpp_equals_torch_when_exact(made: Made) -> None:
    with Recommender(made.folder, options=EXACT) as device:
        for history in HISTORIES:
            ours = device_scores(device, history, EVERYONE)
            theirs = torch_scores(made.run, history, EVERYONE)
            assert np.abs(ours - theirs).max() < 1e-3
            assert np.ptp(theirs) > 1.0, "the random model must tell items apart"


def test_answers_without_years_are_shorter_and_no_less_exact(tmp_path: Path) -> None:
    scores = {}
    for years in (True, False):
        one = make(tmp_path / str(years), "text", "titles", years=years)
        with Recommender(one.folder, options=EXACT) as device:
            items = [prompt_item(i) for i in device.catalogue.by_index(EVERYONE)]
            prompt = device.prompt(items[:3], items)
            scores[years] = device.score(prompt), sum(map(len, prompt.answers))
    assert (scores[False][0] >= scores[True][0]).all(), "a part is likelier than the whole"
    assert (scores[False][0] > scores[True][0]).sum() > 25
    assert scores[False][1] < scores[True][1]


def test_llama_cpp_equals_torch_with_the_running_defaults(made: Made) -> None:
    with Recommender(made.folder) as device:
        for history in HISTORIES:
            ours = device_scores(device, history, EVERYONE)
            theirs = torch_scores(made.run, history, EVERYONE)
            assert np.abs(ours - theirs).max() < 5e-2


def test_the_first_place_is_the_list_s_in_every_style(made: Made) -> None:
    with Recommender(made.folder, options=EXACT) as device:
        for history in HISTORIES:
            items = [HistoryItem(f"m{i - 1}") for i in history]
            (best,) = device.recommend(Request(items, k=1)).recommendations
            listed = {
                r.item_id: r.score for r in device.recommend(Request(items, k=10)).recommendations
            }
            assert listed[best.item_id] == pytest.approx(max(listed.values()), abs=1e-4)
            assert best.score == pytest.approx(listed[best.item_id], abs=1e-4)


def test_a_history_s_soft_tokens_come_with_its_encoding(
    opened: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, run = [], opened.encoder._run

    def spy(outputs: Any, *inputs: Any) -> Any:
        runs.append(outputs)
        return run(outputs, *inputs)

    monkeypatch.setattr(opened.encoder, "_run", spy)
    opened.encoder.encode([4, 2, 4])
    ours = opened.encoder.soft_tokens([2, 4, 4])
    assert len(runs) == 1
    theirs = opened.encoder.soft_tokens([2, 4, 4, 7])
    assert len(runs) == 2, "7 was not in the history"
    assert np.abs(ours - theirs[:3]).max() < 1e-6


def test_listed_candidates_have_soft_tokens_too(tmp_path: Path) -> None:
    made = make(tmp_path, "compact", "labels", listed=True)
    with Recommender(made.folder, options=EXACT) as device:
        ours = device_scores(device, [1, 2], [3, 4, NEVER_MET])
        assert np.abs(ours - torch_scores(made.run, [1, 2], [3, 4, NEVER_MET])).max() < 1e-3
        assert np.abs(ours[:2] - device_scores(device, [1, 2], [3, 4])).max() > 1e-3
        assert len(device.recommend(Request([HistoryItem("m1")], k=5)).recommendations) == 5


def test_an_unknown_or_cold_item_is_its_title_in_a_compact_prompt(
    compact: Made, opened: Recommender
) -> None:
    strange = "Copper Moon Down"
    shown = [HistoryItem("m1"), HistoryItem("out", strange), HistoryItem("m29"), HistoryItem("m7")]
    items = opened.shown(shown)
    builder = compact.run.builder
    assert compact.run.bos_token_id is not None
    slots = [
        compact.run.bos_token_id,
        *builder.text_ids("Watched:\n"),
        -2,
        *builder.text_ids(strange),
        *builder.text_ids("\n"),
        *builder.text_ids(TITLES[29].replace("(1986)", "1986")),
        *builder.text_ids("\n"),
        -8,
    ]
    assert opened.prompts.prompt(items) == slots
    known = [2, 30, 8]
    opened.mix(opened.encode(known).gate_weights)
    candidates = [prompt_item(i) for i in opened.catalogue.by_index([3, 4, 5])]
    ours = opened.score(opened.prompt(items, candidates))
    labels = [[builder.label(i)[0]] for i in (3, 4, 5)]
    assert np.abs(ours - plain_scores(compact.run, known, slots, labels)).max() < 1e-3
    # One candidate without a label: all of them are scored by their titles.
    mixed = [*candidates, PromptItem(builder.title_ids(strange))]
    titles = [builder.answer(item.title_ids) for item in mixed]
    ours = opened.score(opened.prompt(items, mixed))
    assert np.abs(ours - plain_scores(compact.run, known, slots, titles)).max() < 1e-3


def test_the_titles_control_exchanges_soft_tokens_and_labels_too(
    compact: Made, opened: Recommender
) -> None:
    shown = (HistoryItem("m1"), HistoryItem("out", "Copper Moon Down"), HistoryItem("m7"))
    row = Row("u", shown, frozenset(), "m2")
    scorer = row_scorer(opened, [row], "titles", seed=3)
    assert scorer.stand_ins is not None
    stand_in = {i: item.encoder_index for i, item in enumerate(scorer.stand_ins, 1)}
    assert sorted(stand_in.values()) == EVERYONE != list(stand_in.values())
    preference = scorer.preference(row)
    candidates = opened.catalogue.by_index([3, 4, 5])
    ours = scorer.llm_scores(row, 0, preference, candidates)
    # The gate is still the history's own; an item outside the catalogue stands for itself.
    run = compact.run
    history = [prompt_item(i) for i in opened.catalogue.by_index([stand_in[2], stand_in[8]])]
    history.insert(1, PromptItem(run.builder.title_ids("Copper Moon Down")))
    labels = [run.builder.label(stand_in[i]) for i in (3, 4, 5)]
    theirs = plain_scores(run, [2, 8], run.builder.prompt(history), labels)
    assert np.abs(ours - theirs).max() < 1e-3
    plain = row_scorer(opened, [row], None, seed=3).llm_scores(row, 0, preference, candidates)
    assert np.abs(ours - plain).max() > 0.1


def test_a_prompt_of_strangers_alone_goes_as_tokens(opened: Recommender) -> None:
    result = opened.recommend(Request([HistoryItem("out", "Copper Moon Down")], seen=["m0"]))
    assert result.cold
    assert len(result.recommendations) == 10


def test_labels_are_single_tokens_after_the_others(compact: Made, opened: Recommender) -> None:
    first = opened.manifest.backbone.first_label_id
    assert first is not None
    assert opened.backbone.n_vocab == first + len(TITLES)
    assert opened.prompts.label(1) == [first]
    assert opened.prompts.label(30) == [first + 29] == compact.run.builder.label(30)
    # A title that spells a label is text, here and there.
    spelt = opened.prompts.title_ids("<item 3>")
    assert spelt == compact.run.builder.title_ids("<item 3>")
    assert max(spelt) < first


def test_soft_tokens_by_onnx_equal_torch(compact: Made, opened: Recommender) -> None:
    projector = compact.run.model.projector
    assert projector is not None
    with torch.no_grad():
        theirs = projector(torch.tensor(EVERYONE)).numpy()
    assert np.abs(opened.encoder.soft_tokens(EVERYONE) - theirs).max() < 1e-4
    assert np.abs(opened.encoder.soft_tokens([9, 9, 2]) - theirs[[8, 8, 1]]).max() < 1e-4
    assert np.ptp(theirs, axis=0).max() > 0.1, "the random projector must tell items apart"


@pytest.mark.parametrize("type_name", ["f32", "f16", "q8_0"])
def test_token_embeddings_are_those_that_llama_cpp_looks_up(
    compact: Made, tmp_path: Path, type_name: str
) -> None:
    folder = tiny_bundle(compact.run, tmp_path / type_name, type_name)
    backbone = Backbone(folder / "backbone.gguf", EXACT)
    scorer = Scorer(backbone, 64, 64, EXACT)
    try:
        ids = np.array([0, 5, 77, 401, 429])
        rows = backbone.token_embeddings(ids)
        saved = load_file(compact.run.backbone_folder / "model.safetensors")
        true = saved["model.embed_tokens.weight"][ids].numpy().reshape(5, 2, 32)
        # Q8_0: blocks of 32, each a multiple of its largest value's 127th; f16 has eleven bits.
        largest = np.abs(true).max(axis=2, keepdims=True)
        allowed = {"f32": 0.0, "f16": largest / 2048, "q8_0": largest / 127 * 0.52}[type_name]
        assert rows.dtype == np.float32
        assert (np.abs(rows.reshape(5, 2, 32) - true) <= allowed).all()
        # The same prompt as tokens, and with two of them handed over as embeddings.
        prompt, answers = [0, 40, 50, 77, 60, 401, 9], [[5, 6], [5, 8, 9], [300]]
        as_tokens = scorer.score(prompt, answers)
        soft = [0, 40, 50, -1, 60, -2, 9]
        as_rows = scorer.score(soft, answers, rows[[2, 3]])
        assert np.abs(as_tokens - as_rows).max() < 1e-3
    finally:
        scorer.close()
        backbone.close()


def test_many_candidates_after_soft_tokens_go_in_several_decodes(opened: Recommender) -> None:
    items = [prompt_item(i) for i in opened.catalogue.items()]
    prompt = opened.prompts.prompt(items[:3])
    soft = opened.encoder.soft_tokens([1, 2, 3])
    answers = [opened.prompts.answer(items[i % 30].title_ids) for i in range(150)]
    together = opened.scorer.score(prompt, answers, soft)
    alone = [float(opened.scorer.score(prompt, [a], soft)[0]) for a in answers[:30]]
    assert np.abs(together[:30] - alone).max() < 1e-4
    assert np.abs(together[:30] - together[120:]).max() < 1e-4


@pytest.mark.parametrize(
    ("prompt", "soft", "message"),
    [
        ([1, -1, 2], None, "1 soft tokens, embeddings are None"),
        ([1, -1, 2], (1, 32), r"embeddings are \(1, 32\)"),
        ([1, -1, 2], (2, 64), r"embeddings are \(2, 64\)"),
        ([1, -1, 2], (64,), r"embeddings are \(64,\)"),
        ([1, 2], (0, 64), "0 soft tokens"),
        ([1, 2], (1, 64), "0 soft tokens"),
        ([1, 430], None, r"outside 0\.\.429"),
    ],
)
def test_embeddings_that_do_not_fit_the_prompt_are_refused(
    opened: Recommender, prompt: list[int], soft: tuple[int, ...] | None, message: str
) -> None:
    rows = None if soft is None else np.zeros(soft, np.float32)
    with pytest.raises(EngineError, match=message) as refused:
        opened.scorer.score(prompt, [[3]], rows)
    assert "\n" not in str(refused.value)
    with pytest.raises(EngineError, match="a candidate has 1 soft tokens"):
        opened.scorer.score([1, 2], [[3], [-3]])


def test_an_index_the_projector_lacks_is_refused(opened: Recommender) -> None:
    with pytest.raises(EngineError, match="onnxruntime failed") as refused:
        opened.encoder.soft_tokens([31])
    assert "\n" not in str(refused.value)


def damaged(made: Made, folder: Path, change: Any) -> Path:
    """A copy of a bundle whose manifest is changed and fits its files again."""
    shutil.copytree(made.folder, folder)
    change(folder)
    refit_manifest(folder)
    return folder


def test_an_encoder_without_soft_tokens_cannot_serve_a_prompt_that_needs_them(
    compact: Made, tmp_path: Path
) -> None:
    def change(folder: Path) -> None:
        proto = onnx.load(folder / ENCODER)
        (soft,) = (output for output in proto.graph.output if output.name == SOFT_OUTPUT)
        proto.graph.output.remove(soft)
        onnx.save_model(proto, folder / ENCODER)

    with (
        Recommender(damaged(compact, tmp_path / "bundle", change)) as device,
        pytest.raises(BundleError, match="has no soft tokens, the prompt needs them") as refused,
    ):
        device.recommend(Request([HistoryItem("m1")]))
    assert "\n" not in str(refused.value)


def test_soft_tokens_of_another_width_are_refused(compact: Made, tmp_path: Path) -> None:
    def change(folder: Path) -> None:
        model = compact.run.model
        narrow = Projector(model.encoder.item_embedding.weight, 48)
        onnx_encoder.export_encoder(model.encoder, model.gate, narrow, folder / ENCODER)

    with (
        Recommender(damaged(compact, tmp_path / "bundle", change)) as device,
        pytest.raises(EngineError, match=r"1 soft tokens, embeddings are \(1, 48\)"),
    ):
        device.recommend(Request([HistoryItem("m1")]))


@pytest.mark.parametrize("first", [401, 10**9, -1, None, "400", True])
def test_labels_that_do_not_fit_the_vocabulary_are_refused(
    compact: Made, tmp_path: Path, first: object
) -> None:
    def change(folder: Path) -> None:
        edit_manifest(folder, lambda data: data["backbone"].update(first_label_id=first))

    with pytest.raises(BundleError) as refused:
        Recommender(damaged(compact, tmp_path / "bundle", change))
    assert "\n" not in str(refused.value)
    assert "export" in str(refused.value)


def test_an_encoder_with_other_names_is_refused(compact: Made, tmp_path: Path) -> None:
    data = (compact.folder / ENCODER).read_bytes()
    assert data.count(b"soft_items") > 0
    (tmp_path / "other.onnx").write_bytes(data.replace(b"soft_items", b"hard_items"))
    with pytest.raises(BundleError, match="not this project's encoder"):
        Encoder(tmp_path / "other.onnx")
