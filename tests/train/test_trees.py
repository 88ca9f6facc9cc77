"""Many answers in one pass against one plain pass each, on a tiny random Llama."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from transformers import LlamaConfig, LlamaForCausalLM

from ilora_train.language_model import LanguageModel, Projector
from ilora_train.trees import Tree, collate

pytestmark = pytest.mark.usefixtures("exact")

# Four branches at three places, two of them nested starts of others, beside spine answers.
BUSY = Tree(
    [1, 5, 6, 7, 8],
    [(3, [9, 10, 11]), (5, [12]), (5, [9, 10]), (1, [20, 21, 22, 23])],
    [2, 4],
)
SHORT = Tree([1, 30, 31], [(3, [9, 10])])
PLAIN = Tree([1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7, 6], spine_answers=[1, 2, 3, 11])
SOFT = Tree([1, -4, 17, -2], [(2, [18, 19]), (4, [40, 41])], [2])

# What each answers, spelt out: (what is seen, what is predicted after it), summed per answer.
ANSWERS: list[tuple[Tree, list[list[tuple[list[int], int]]]]] = [
    (
        BUSY,
        [
            [([1, 5], 6), ([1, 5, 6, 7], 8)],
            [([1, 5, 6], 9), ([1, 5, 6, 9], 10), ([1, 5, 6, 9, 10], 11)],
            [([1, 5, 6, 7, 8], 12)],
            [([1, 5, 6, 7, 8], 9), ([1, 5, 6, 7, 8, 9], 10)],
            [([1], 20), ([1, 20], 21), ([1, 20, 21], 22), ([1, 20, 21, 22], 23)],
        ],
    ),
    (SHORT, [[([1, 30, 31], 9), ([1, 30, 31, 9], 10)]]),
    (
        PLAIN,
        [
            [
                ([1], 2),
                ([1, 2], 3),
                ([1, 2, 3], 4),
                ([1, 2, 3, 4, 5, 6, 7, 8, 9, 8, 7], 6),
            ]
        ],
    ),
    (
        SOFT,
        [
            [([1, -4], 17)],
            [([1, -4], 18), ([1, -4, 18], 19)],
            [([1, -4, 17, -2], 40), ([1, -4, 17, -2, 40], 41)],
        ],
    ),
]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=50,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        initializer_range=0.2,
        tie_word_embeddings=True,
    )
    projector = Projector(torch.randn(6, 8), 32)
    return LanguageModel(LlamaForCausalLM(config), projector).eval()


def plain_log_prob(model: LanguageModel, seen: list[int], token: int) -> float:
    """One forward pass over what is seen, nothing masked by hand, and one token after it."""
    table = model.backbone.get_input_embeddings().weight
    assert model.projector is not None
    items = model.projector.items
    rows = []
    for slot in seen:
        if slot >= 0:
            rows.append(table[slot])
        else:
            inner = nn.functional.gelu(model.projector.inner(items[-slot]))
            rows.append(model.projector.outer(inner))
    with torch.no_grad():
        logits = model.backbone(inputs_embeds=torch.stack(rows)[None]).logits[0, -1]
    return float(torch.log_softmax(logits, dim=-1)[token])


def expected(model: LanguageModel, tree: Tree) -> list[float]:
    answers = next(answers for known, answers in ANSWERS if known is tree)
    return [sum(plain_log_prob(model, seen, token) for seen, token in a) for a in answers]


def test_branches_and_spine_answers_equal_separate_passes(model: LanguageModel) -> None:
    rows = [tree for tree, _ in ANSWERS]
    together = model.answer_log_probs(rows).tolist()
    separate = [score for tree in rows for score in expected(model, tree)]
    assert together == pytest.approx(separate, abs=1e-4)
    assert len({round(score, 3) for score in separate}) == len(separate) == 10


def test_padding_and_neighbours_change_nothing(model: LanguageModel) -> None:
    together = model.answer_log_probs([SHORT, PLAIN, BUSY]).tolist()
    alone = [s for tree in (SHORT, PLAIN, BUSY) for s in model.answer_log_probs([tree]).tolist()]
    assert together == pytest.approx(alone, abs=1e-5)
    # The shorter row is padded from three slots (and one node) to twelve.
    assert collate([SHORT, PLAIN]).slots.tolist()[0] == [1, 30, 31, 9, *[0] * 8]


def test_one_token_answers_need_no_mask(model: LanguageModel) -> None:
    labels = Tree([1, 5, 6, 7], [(2, [40]), (3, [41]), (4, [42]), (4, [43])])
    batch = collate([labels, Tree([1, 5], [(2, [44])])])
    assert batch.allowed is None
    scores = model.answer_log_probs([labels, Tree([1, 5], [(2, [44])])]).tolist()
    cases = [([1, 5], 40), ([1, 5, 6], 41), ([1, 5, 6, 7], 42), ([1, 5, 6, 7], 43), ([1, 5], 44)]
    assert scores == pytest.approx([plain_log_prob(model, *case) for case in cases], abs=1e-4)


def test_a_branch_sees_its_part_of_the_spine_and_itself() -> None:
    batch = collate([BUSY])
    assert batch.slots.tolist() == [[1, 5, 6, 7, 8, 9, 10, 9, 20, 21, 22]]
    assert batch.positions.tolist() == [[0, 1, 2, 3, 4, 3, 4, 5, 1, 2, 3]]
    assert batch.allowed is not None
    seen = [[place for place, may in enumerate(row) if may] for row in batch.allowed[0].tolist()]
    assert seen == [
        [0],
        [0, 1],
        [0, 1, 2],
        [0, 1, 2, 3],
        [0, 1, 2, 3, 4],
        [0, 1, 2, 5],
        [0, 1, 2, 5, 6],
        [0, 1, 2, 3, 4, 7],
        [0, 8],
        [0, 8, 9],
        [0, 8, 9, 10],
    ]


def test_soft_tokens_begin_as_large_as_the_tokens_beside_them() -> None:
    torch.manual_seed(1)
    projector = Projector(torch.randn(30, 8), 32)
    tokens = torch.randn(50, 32) * 0.02
    projector.match_scale(tokens)
    with torch.no_grad():
        soft = projector(torch.arange(1, 30))
    assert float(soft.pow(2).mean().sqrt()) == pytest.approx(float(tokens.pow(2).mean().sqrt()))
    assert not projector.items.requires_grad
