"""Every two representations of the same thing agree: torch, ONNX, llama.cpp; merged and not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import HISTORIES, device_scores, torch_scores
from tiny import TITLES, tiny_bundle, tiny_recipe, tiny_run

from ilora_edge.bundle.files import EXPERTS
from ilora_edge.candidates import prompt_item
from ilora_edge.errors import EngineError, OptionError
from ilora_edge.filters import Filters
from ilora_edge.llama import EngineOptions
from ilora_edge.mix.experts import LORA_B, ExpertMixer, ExpertShape, load_experts
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request
from ilora_train.run_folder import FinishedRun
from ilora_train.sequences import left_pad
from ilora_train.tokenizer import load_tokenizer, prompt_builder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    return tiny_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def folder(run: FinishedRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_bundle(run, tmp_path_factory.mktemp("bundles") / "f32")


@pytest.fixture(scope="module")
def device(folder: Path) -> Iterator[Recommender]:
    with Recommender(folder) as opened:
        yield opened


def test_onnx_equals_torch(run: FinishedRun, folder: Path) -> None:
    with Recommender(folder) as device, torch.no_grad():
        for history in HISTORIES:
            items = left_pad([history], 8)
            state = run.model.encoder.last_state(items)
            encoding = device.encoder.encode(history)
            gate = run.model.gate(state)[0].numpy()
            scores = torch.log_softmax(run.model.encoder.scores(items, state), dim=-1)[0].numpy()
            assert np.abs(encoding.state - state[0].numpy()).max() < 1e-4
            assert np.abs(encoding.gate_weights - gate).max() < 1e-4
            assert np.abs(encoding.item_scores - scores).max() < 1e-4
            embeddings = run.model.encoder.item_embedding.weight[history].numpy()
            assert np.abs(device.encoder.item_embeddings(history) - embeddings).max() < 1e-6


def test_filters_choose_among_what_the_model_ranks(folder: Path) -> None:
    history = [HistoryItem("m3"), HistoryItem("m8")]
    with Recommender(folder) as device:

        def ids(**filters: object) -> list[str]:
            ranked = device.recommend(Request(history, k=5, filters=Filters(**filters)))  # type: ignore[arg-type]
            assert [r.rank for r in ranked.recommendations] == list(
                range(1, len(ranked.recommendations) + 1)
            )
            return [r.item_id for r in ranked.recommendations]

        everything = device.recommend(Request(history, k=30, filters=Filters(exclude_seen=False)))
        assert {"m3", "m8"} <= {r.item_id for r in everything.recommendations}
        assert not {"m3", "m8"} & set(ids())
        assert set(ids(allowed=("m1", "m3", "nowhere"))) == {"m1"}
        best = device.recommend(Request(history, k=5)).recommendations
        assert len(ids(min_score=best[1].score)) == 2
        assert ids(diversity=0.9)[0] == ids()[0]
        assert ids(diversity=0.9) != ids()


def test_what_is_gone_is_never_listed(folder: Path) -> None:
    history = [HistoryItem("m3"), HistoryItem("m8")]
    with Recommender(folder) as device:
        first = device.recommend(Request(history, k=5)).recommendations[0].item_id
        for filters in (Filters(), Filters(exclude_seen=False)):
            request = Request(history, k=30, unavailable=[first, "m3"], filters=filters)
            listed = {r.item_id for r in device.recommend(request).recommendations}
            assert not {first, "m3"} & listed
            assert ("m8" in listed) is (not filters.exclude_seen)


def test_twice_as_many_candidates_as_places_but_twenty_at_least(folder: Path) -> None:
    with Recommender(folder, max_k=14) as device:
        scores = device.encode([4, 9]).item_scores
        assert len(scores) == 30
        found = {k: len(device.candidates(scores, Request(k=k), {4, 9})) for k in (1, 10, 12, 14)}
    assert found == {1: 20, 10: 20, 12: 24, 14: 28}


def test_a_mix_that_failed_is_not_taken_for_the_one_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (np.array(w, np.float32) for w in ([1.0, 0, 0, 0], [0, 1.0, 0, 0]))
    with Recommender(folder) as device:
        applied: list[list[float]] = []
        apply = type(device.experts).apply

        def counted(experts: Any, scorer: Any, gate: np.ndarray) -> None:
            applied.append(gate.tolist())
            if gate is other:
                raise EngineError("no memory")
            apply(experts, scorer, gate)

        monkeypatch.setattr(type(device.experts), "apply", counted)
        device.mix(one)
        device.mix(one.copy())
        assert len(applied) == 1, "what is in place is not mixed again"
        with pytest.raises(EngineError):
            device.mix(other)
        # Who knows what is in place now.
        device.mix(one)
        assert applied == [one.tolist(), other.tolist(), one.tolist()]


def test_a_prompt_shows_the_last_items_alone(folder: Path) -> None:
    with Recommender(folder) as device:
        history = [HistoryItem(f"m{n}") for n in range(9)]
        shown = device.shown([*history, HistoryItem("new", "A New Film (2020)")])
        assert [item.encoder_index for item in shown] == [7, 8, 9, 0]
        assert list(shown[-1].title_ids) == device.prompts.title_ids("A New Film (2020)")


def test_llama_cpp_equals_torch_when_exact(run: FinishedRun, folder: Path) -> None:
    candidates = list(range(1, 31))
    with Recommender(folder, options=EngineOptions(exact=True)) as device:
        for history in HISTORIES:
            ours = device_scores(device, history, candidates)
            theirs = torch_scores(run, history, candidates)
            assert np.abs(ours - theirs).max() < 1e-3
            assert np.ptp(theirs) > 1.0, "the random model must tell titles apart"


def test_llama_cpp_equals_torch_with_the_running_defaults(run: FinishedRun, folder: Path) -> None:
    candidates = list(range(1, 31))
    with Recommender(folder) as device:
        for history in HISTORIES:
            ours = device_scores(device, history, candidates)
            theirs = torch_scores(run, history, candidates)
            assert np.abs(ours - theirs).max() < 5e-2
            # The same order, up to ties within the tolerance.
            in_our_order = theirs[np.argsort(-ours)]
            assert (np.diff(in_our_order) < 1e-1).all()


@pytest.mark.parametrize("type_name", ["f16", "q8_0"])
def test_presets_run_and_stay_close(run: FinishedRun, tmp_path: Path, type_name: str) -> None:
    with Recommender(tiny_bundle(run, tmp_path / type_name, type_name)) as device:
        ours = device_scores(device, [1, 2, 3], list(range(1, 31)))
    theirs = torch_scores(run, [1, 2, 3], list(range(1, 31)))
    assert np.abs(ours - theirs).max() < 1.0
    assert np.corrcoef(ours, theirs)[0, 1] > 0.999


def test_experts_matter(run: FinishedRun, folder: Path) -> None:
    with Recommender(folder, options=EngineOptions(exact=True)) as device:
        device.scorer.set_adapter(None)
        items = list(device.catalogue.items())
        history = [prompt_item(items[i - 1]) for i in HISTORIES[0]]
        bare = device.score(device.prompt(history, [prompt_item(i) for i in items]))
        mixed = device_scores(device, HISTORIES[0], list(range(1, 31)))
        assert np.abs(bare - mixed).max() > 0.1


def test_merged_adapter_equals_k_adapters_with_scales(folder: Path) -> None:
    with Recommender(folder, options=EngineOptions(exact=True)) as device:
        shape = device.manifest.experts
        experts = load_experts(folder / EXPERTS, shape)
        gate = np.array([0.1, 0.5, 0.15, 0.25], np.float32)
        tokens = device.backbone.tokenize("The Long Harbour Winter Circus Copper Moon")
        device.mix(gate)
        merged = device.scorer.log_probs(tokens)
        rank = shape.lora_rank // shape.n_experts
        adapters = []
        for k in range(shape.n_experts):
            part = slice(k * rank, (k + 1) * rank)
            one = {
                name: np.ascontiguousarray(t[:, part] if name.endswith(LORA_B) else t[part])
                for name, t in experts.items()
            }
            # alpha = rank: no scaling of its own; the scale carries alpha / r * K * w_k.
            mixer = ExpertMixer(one, ExpertShape(1, rank, float(rank)), "llama")
            scale = shape.lora_alpha / shape.lora_rank * shape.n_experts * float(gate[k])
            adapters.append((memoryview(bytearray(mixer.mix(np.ones(1, np.float32)))), scale))
        device.scorer.set_adapters(adapters)
        separate = device.scorer.log_probs(tokens)
    assert np.abs(merged - separate).max() < 1e-3


def test_coupled_decode_equals_separate_passes(folder: Path) -> None:
    with Recommender(folder, options=EngineOptions(exact=True)) as device:
        items = list(device.catalogue.items())
        prompt = device.prompts.prompt([prompt_item(items[0]), prompt_item(items[5])])
        # More candidates than fit one decode, duplicates among them.
        answers = [device.prompts.answer(items[i % 30].token_ids) for i in range(150)]
        together = device.scorer.score(prompt, answers)
        alone = [float(device.scorer.score(prompt, [a])[0]) for a in answers[:30]]
        assert np.abs(together[:30] - alone).max() < 1e-4
        assert np.abs(together[:30] - together[30:60]).max() < 1e-4
        by_hand = device.scorer.log_probs(prompt + answers[0])[len(prompt) - 1 : -1]
        total = sum(row[token] for row, token in zip(by_hand, answers[0], strict=True))
        assert abs(total - together[0]) < 1e-4


def test_same_user_twice_gets_the_same_list_bit_for_bit(folder: Path) -> None:
    history = [HistoryItem("m1"), HistoryItem("m7"), HistoryItem("outside", "Copper Moon Down")]
    results = []
    for _ in range(2):
        with Recommender(folder) as device:
            results.append(device.recommend(Request(history)))
            device.recommend(Request([HistoryItem("m20")]))
            results.append(device.recommend(Request(history)))
    lists = [r.recommendations for r in results]
    assert lists[0] == lists[1] == lists[2] == lists[3]


def test_hf_ids_equal_llama_cpp_ids_over_the_catalogue(run: FinishedRun, folder: Path) -> None:
    with Recommender(folder) as device:
        for title in TITLES:
            assert device.prompts.title_ids(title) == run.builder.title_ids(title)
        assert device.prompts.prompt([]) == run.builder.prompt([])
        stored = {i.item_id: list(i.token_ids) for i in device.catalogue.items()}
        assert stored == {i.item_id: run.builder.title_ids(i.title) for i in run.items}


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=60))
def test_hf_ids_equal_llama_cpp_ids_on_any_text(
    run: FinishedRun, device: Recommender, text: str
) -> None:
    assert device.prompts.title_ids(text) == run.builder.title_ids(text)


def test_listed_candidates_reach_the_prompt(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "run", tiny_recipe(candidates_in_prompt=True))
    with Recommender(tiny_bundle(run, tmp_path / "bundle")) as device:
        few = device_scores(device, [1, 2], [3, 4])
        more = device_scores(device, [1, 2], [3, 4, 5])
        assert np.abs(few - more[:2]).max() > 1e-3
        result = device.recommend(Request([HistoryItem("m1")], k=5))
        assert len(result.recommendations) == 5


def test_uniform_gate_is_plain_lora_of_the_same_rank(run: FinishedRun) -> None:
    tokens = torch.tensor([[5, 9, 40, 77, 12, 301, 8]])
    with torch.no_grad():
        uniform = run.model.logits(tokens, torch.full((1, 4), 0.25))
        saved = []
        # Plain LoRA: W + alpha / r * B A, folded into the matrix itself.
        for module in run.model.backbone.modules():
            if hasattr(module, "lora_a"):
                saved.append((module, module.base.weight.clone(), module.lora_b.clone()))
                module.base.weight += module.scale * module.lora_b @ module.lora_a
                module.lora_b.zero_()
        plain = run.model.logits(tokens, torch.full((1, 4), 0.25))
        for module, weight, lora_b in saved:
            module.base.weight.copy_(weight)
            module.lora_b.copy_(lora_b)
    assert (uniform - plain).abs().max() < 1e-5 * max(1.0, float(plain.abs().max()))


def test_mixer_reuses_one_buffer_and_pads_the_rank() -> None:
    rng = np.random.default_rng(0)
    experts = {
        "blk.0.attn_q.weight.lora_a": rng.normal(size=(8, 6)).astype(np.float32),
        "blk.0.attn_q.weight.lora_b": rng.normal(size=(5, 8)).astype(np.float32),
    }
    mixer = ExpertMixer(experts, ExpertShape(4, 8, 16.0), "llama")
    first = bytes(mixer.mix(np.array([0.25, 0.25, 0.25, 0.25], np.float32)))
    second = bytes(mixer.mix(np.array([1.0, 0.0, 0.0, 0.0], np.float32)))
    assert len(first) == len(second)
    assert first != second
    assert bytes(mixer.mix(np.array([0.25, 0.25, 0.25, 0.25], np.float32))) == first


def test_rank_scales_follow_the_paper() -> None:
    shape = ExpertShape(n_experts=2, lora_rank=4, lora_alpha=8.0)
    scales = shape.rank_scales(np.array([0.75, 0.25], np.float32))
    assert scales.tolist() == [3.0, 3.0, 1.0, 1.0]  # alpha / r * K * w = 2 * 2 * w
    assert replace(shape, n_experts=1).rank_scales(np.ones(1, np.float32)).tolist() == [2.0] * 4


def test_the_first_place_alone_is_that_of_the_list(folder: Path) -> None:
    # With float16 keys and values the decodes differ by a few thousandths.
    with Recommender(folder, options=EngineOptions(exact=True)) as device:
        walks = []
        for n in range(1, 31):
            items = [HistoryItem(f"m{n}"), HistoryItem(f"m{31 - n}")]
            # The encoder's word decides where it weighs much, and then the walk proves it.
            weight = 1.0 if n % 2 else 50.0
            # Ten places are chosen of 20 candidates, as one is.
            everyone = device.recommend(Request(items, k=10, fusion_weight=weight)).recommendations
            scores = {r.item_id: r.score for r in everyone}
            (best,) = device.recommend(Request(items, k=1, fusion_weight=weight)).recommendations
            assert scores[best.item_id] >= everyone[0].score - 1e-3
            assert best.score == pytest.approx(scores[best.item_id], abs=1e-3)
            walked = device.recommend(Request(items, k=1, fusion_weight=weight, greedy=True))
            (found,) = walked.recommendations
            if found.item_id in scores:
                assert found.score == pytest.approx(scores[found.item_id], abs=1e-3)
            if walked.proven:
                assert found.item_id == best.item_id
            walks.append(walked.proven)
        assert set(walks) == {True, False}, "both kinds must be met"


def test_long_histories_lose_their_oldest_items_to_the_context(folder: Path) -> None:
    with Recommender(folder) as device:
        builder = device.prompts
        items = [prompt_item(i) for i in device.catalogue.items()][:9]
        whole = builder.prompt(items)
        builder.max_tokens = len(whole) - 1
        cut = builder.prompt(items)
        assert cut == builder.prompt(items[1:])
        assert len(cut) < len(whole)
        builder.max_tokens = 0
        assert builder.prompt(items) == builder.prompt([])


def test_the_workshop_cuts_where_the_device_does(run: FinishedRun, folder: Path) -> None:
    context = run.model.backbone.config.max_position_embeddings
    with Recommender(folder) as device:
        assert device.backbone.n_ctx_train == context
        tokenizer = load_tokenizer(run.backbone_folder)
        builder = prompt_builder(tokenizer, run.recipe.prompt, context)
        assert builder.max_tokens == device.prompts.max_tokens == context - 48 - 1


def test_candidates_that_no_prompt_can_list_are_refused(tmp_path: Path) -> None:
    run = tiny_run(tmp_path / "run", tiny_recipe(candidates_in_prompt=True))
    with Recommender(tiny_bundle(run, tmp_path / "bundle")) as device:
        device.prompts.max_tokens = 60
        with pytest.raises(OptionError, match="20 candidates listed in a prompt") as refused:
            device.recommend(Request([HistoryItem("m1")], k=10))
        assert "\n" not in str(refused.value)
