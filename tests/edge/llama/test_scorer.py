"""The scorer against one pass per candidate: trees, several decodes, labels, the first place."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bundle_edits import refit_manifest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilora_edge.bundle.files import BACKBONE
from ilora_edge.candidates import prompt_item
from ilora_edge.errors import BundleError, EngineError
from ilora_edge.llama import Backbone, EngineOptions, Scorer
from ilora_edge.llama import scorer as scorer_module
from ilora_edge.llama.greedy import First
from ilora_edge.llama.library import C
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

EXACT = EngineOptions(exact=True, n_threads=1)
PROMPT = [0, 40, 50, 77, 60, 301, 9]
LONGEST = 6
# Longest candidate and cap chosen so that twelve candidates take one decode up to many.
FEW_NODES = 8


@dataclass
class Decodes:
    """What llama.cpp was asked for, decode by decode."""

    tokens: list[int] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)


@pytest.fixture(scope="module")
def backbone(tiny: Path) -> Iterator[Backbone]:
    opened = Backbone(tiny / BACKBONE, EXACT)
    yield opened
    opened.close()


def open_scorer(backbone: Backbone, max_nodes: int, n_candidates: int = 5) -> Scorer:
    """A scorer whose logits may take as many bytes as ``max_nodes`` rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scorer_module, "MAX_LOGITS_BYTES", 4 * backbone.n_vocab * max_nodes)
        return Scorer(backbone, 20, LONGEST, EXACT, n_candidates)


@pytest.fixture(scope="module")
def roomy(backbone: Backbone) -> Iterator[Scorer]:
    scorer = Scorer(backbone, 20, 13, EXACT, n_candidates=12)
    yield scorer
    scorer.close()


@pytest.fixture(scope="module")
def narrow(backbone: Backbone) -> Iterator[Scorer]:
    scorer = open_scorer(backbone, FEW_NODES)
    yield scorer
    scorer.close()


@pytest.fixture
def decodes(monkeypatch: pytest.MonkeyPatch) -> Decodes:
    seen, decode = Decodes(), C.llama_decode

    def spy(context: Any, batch: Any) -> int:
        seen.tokens.append(batch.n_tokens)
        seen.outputs.append(sum(batch.logits[i] for i in range(batch.n_tokens)))
        seen.sequences.append(max(batch.n_seq_id[i] for i in range(batch.n_tokens)))
        return int(decode(context, batch))

    monkeypatch.setattr(C, "llama_decode", spy)
    return seen


def alone(scorer: Scorer, candidate: list[int]) -> float:
    """A candidate's score by a pass of its own, every row copied and normalised in float64."""
    rows = scorer.answer_logits(PROMPT, candidate).astype(np.float64)
    most = rows.max(axis=1)
    normalisers = most + np.log(np.exp(rows - most[:, None]).sum(axis=1))
    return float(sum(rows[n, token] - normalisers[n] for n, token in enumerate(candidate)))


# Four tokens, so that beginnings are shared, candidates repeat and some begin others.
candidate = st.lists(st.integers(5, 8), min_size=1, max_size=LONGEST)
many = st.lists(candidate, min_size=1, max_size=12)


@settings(max_examples=40)
@given(many)
def test_scores_are_those_of_passes_of_their_own(
    roomy: Scorer, narrow: Scorer, candidates: list[list[int]]
) -> None:
    expected = np.array([alone(roomy, c) for c in candidates])
    assert np.abs(roomy.score(PROMPT, candidates) - expected).max() < 1e-5
    assert np.abs(narrow.score(PROMPT, candidates) - expected).max() < 1e-5


@settings(max_examples=40)
@given(many, st.integers(0, 1000), st.sampled_from([0.0, 0.3, 3.0, 30.0]))
def test_the_first_is_the_best_of_all(
    roomy: Scorer, narrow: Scorer, candidates: list[list[int]], seed: int, spread: float
) -> None:
    offsets = np.random.default_rng(seed).normal(0, spread, len(candidates))
    scores = roomy.score(PROMPT, candidates)
    sums = scores + offsets
    for scorer in (roomy, narrow):
        first = scorer.first(PROMPT, candidates, offsets)
        assert not first.rivals
        assert abs(first.llm_score - scores[first.index]) < 1e-5
        assert sums[first.index] > sums.max() - 1e-5
        walked = scorer.first(PROMPT, candidates, offsets, greedy=True)
        assert abs(walked.llm_score - scores[walked.index]) < 1e-5
        better = np.flatnonzero(sums > sums[walked.index] + 1e-5)
        assert set(better.tolist()) <= set(walked.rivals)


def test_what_was_found_is_compared_by_its_offset_too(
    roomy: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidates = [[5, 6, 7], [5, 8, 7]]
    scores = roomy.score(PROMPT, candidates)
    # By 1 the walk's is the better, by its offset alone.
    offsets = np.array([scores[1] - scores[0] + 3.0, 2.0])
    found = First(0, float(scores[0]), (1,))
    monkeypatch.setattr(scorer_module, "greedy_first", lambda *_: found)
    for lower in (0.0, 100.0):
        first = roomy.first(PROMPT, candidates, offsets - lower)
        assert (first.index, first.rivals) == (0, ())
        other = roomy.first(PROMPT, candidates, offsets - [lower + 2.0, lower])
        assert other.index == 1


def test_decodes_are_of_about_one_size(backbone: Backbone, decodes: Decodes) -> None:
    candidates = [[token, 5, 6, 7] for token in range(10, 19)]
    scorer = open_scorer(backbone, 20, len(candidates))
    scorer.score(PROMPT, candidates)
    scorer.close()
    # 27 nodes, in 20 and 7 as they come.
    assert decodes.outputs == [1 + 15, 12]


def test_equal_candidates_go_to_the_earlier(roomy: Scorer) -> None:
    same = [[5, 6, 7], [5, 6, 7], [5, 6, 7]]
    assert roomy.first(PROMPT, same, np.array([0.0, 0.5, 0.5])).index == 1
    assert roomy.first(PROMPT, same, np.zeros(3)).index == 0


def test_a_score_does_not_depend_on_who_was_scored_before(roomy: Scorer) -> None:
    candidates = [[5, 6, 7, 8], [5, 6, 300], [9], [5, 7]]
    before = roomy.score(PROMPT, candidates)
    roomy.score([0, 99, 98], [[1, 2, 3], [4]])
    roomy.first([0, 99], candidates, np.zeros(4))
    assert (roomy.score(PROMPT, candidates) == before).all()


def test_what_is_asked_for_is_the_prompt_s_end_and_the_nodes(
    roomy: Scorer, decodes: Decodes
) -> None:
    # Nodes: 5, 5 6, 5 7; what is last is predicted, never decoded.
    roomy.score(PROMPT, [[5, 6, 7], [5, 6, 8], [5, 7, 7], [9]])
    assert (decodes.tokens, decodes.outputs) == ([len(PROMPT) + 3], [1 + 3])


def test_labels_are_one_row_of_one_sequence(roomy: Scorer, decodes: Decodes) -> None:
    roomy.score(PROMPT, [[n] for n in range(200)])
    roomy.first(PROMPT, [[n] for n in range(200)], np.zeros(200))
    assert decodes == Decodes([len(PROMPT)] * 2, [1, 1], [1, 1])


def test_a_walk_decodes_its_path_alone(roomy: Scorer, decodes: Decodes) -> None:
    # An offset that nothing can make up for: proven without a look at the others.
    candidates = [[5, 6, 7, 8], [6, 5, 5], [7, 7, 7, 7, 7], [5, 8]]
    first = roomy.first(PROMPT, candidates, np.array([1000.0, 0.0, 0.0, 0.0]))
    assert first.index == 0
    # Where 5 leads to two of them it waits for a row; from there on no more.
    assert decodes == Decodes([len(PROMPT), 1, 2], [1, 1, 2], [1, 1, 1])


def test_no_decode_asks_for_more_than_there_is_room_for(
    backbone: Backbone, decodes: Decodes
) -> None:
    scorer = open_scorer(backbone, FEW_NODES)
    try:
        rng = np.random.default_rng(0)
        candidates = [rng.integers(0, 300, LONGEST).tolist() for _ in range(30)]
        scores = scorer.score(list(range(20)), candidates)
        scorer.first(list(range(20)), candidates, np.zeros(30))
        assert np.isfinite(scores).all()
        assert len(decodes.tokens) > 30
        # One more than the nodes: the prompt's end.
        assert max(decodes.outputs) <= FEW_NODES + 1
        assert max(decodes.tokens) <= 20 + FEW_NODES
        assert max(decodes.sequences) <= 5
        for prompt, ids in ((list(range(21)), [1]), ([1], list(range(FEW_NODES + 1)))):
            with pytest.raises(EngineError, match="room is for") as refused:
                scorer.score(prompt, [ids])
            assert "\n" not in str(refused.value)
    finally:
        scorer.close()


def test_the_first_id_past_the_vocabulary_never_reaches_llama_cpp(
    narrow: Scorer, backbone: Backbone, decodes: Decodes
) -> None:
    last = backbone.n_vocab - 1
    for prompt, answer in (([last + 1], [1]), ([1], [last + 1])):
        with pytest.raises(EngineError, match=rf"token ids outside 0\.\.{last}$"):
            narrow.score(prompt, [answer])
    assert not decodes.tokens
    assert np.isfinite(narrow.score([last], [[last]])).all()


def test_scores_that_are_not_finite_are_refused(roomy: Scorer, backbone: Backbone) -> None:
    soft = np.full((1, backbone.n_embd), np.nan, np.float32)
    with pytest.raises(EngineError, match="scores are not finite"):
        roomy.score([1, -1], [[5], [6, 7]], soft)
    with pytest.raises(EngineError, match="scores are not finite"):
        roomy.first([1, -1], [[5], [6, 7]], np.zeros(2), soft)


@pytest.mark.parametrize("shift", [-1000.0, -90.0, -20.0, 0.0, 20.0, 80.0, 1000.0])
@pytest.mark.parametrize("spread", [0.0, 1.0, 30.0])
def test_normalisers_equal_float64_wherever_the_logits_lie(
    narrow: Scorer, backbone: Backbone, shift: float, spread: float
) -> None:
    row = np.random.default_rng(1).normal(shift, spread, backbone.n_vocab).astype(np.float32)
    exact = row.astype(np.float64)
    expected = exact.max() + math.log(np.exp(exact - exact.max()).sum())
    assert abs(narrow._log_sum_exp(row) - expected) < 1e-5 * max(1.0, abs(expected) / 10)


def with_context(tiny: Path, folder: Path, context: int) -> Path:
    """A copy of the bundle whose backbone says that it was trained to read so many tokens."""
    shutil.copytree(tiny, folder)
    path = folder / BACKBONE
    # Key, type 4 (uint32), value.
    key = b"llama.context_length" + (4).to_bytes(4, "little")
    data = path.read_bytes()
    assert data.count(key) == 1
    at = data.index(key) + len(key)
    path.write_bytes(data[:at] + context.to_bytes(4, "little") + data[at + 4 :])
    refit_manifest(folder)
    return folder


def test_a_history_is_cut_to_what_the_backbone_was_trained_to_read(
    tiny: Path, tmp_path: Path
) -> None:
    with Recommender(tiny, options=EXACT) as whole:
        items = [prompt_item(item) for item in whole.catalogue.items()][:4]
        long = whole.prompts.prompt(items)
        shorter = whole.prompts.prompt(items[1:])
        history = [HistoryItem(f"m{n}") for n in range(4)]
        answer = whole.prompts.max_answer_tokens(whole.manifest.prompt.max_title_tokens)
        unlimited = whole.recommend(Request(history, k=5)).recommendations
    for context, expected in ((len(long) + answer, long), (len(long) + answer - 1, shorter)):
        folder = with_context(tiny, tmp_path / str(context), context)
        with Recommender(folder, options=EXACT) as device:
            assert device.prompts.prompt(items) == expected
            ranked = device.recommend(Request(history, k=5)).recommendations
            assert len(ranked) == 5
            assert (ranked == unlimited) is (expected is long)


def test_a_backbone_that_reads_less_than_an_empty_prompt_is_refused(
    tiny: Path, tmp_path: Path
) -> None:
    with pytest.raises(BundleError, match="the backbone reads 30") as refused:
        Recommender(with_context(tiny, tmp_path / "bundle", 30))
    assert "\n" not in str(refused.value)
