"""The layers against their equations, and the encoder against what causality demands."""

from __future__ import annotations

import random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from ilora_edge.errors import RecipeError
from ilora_edge.prompt import PromptFormat
from ilora_train.data import share_users
from ilora_train.ilora import ExpertLinear, Gate, GateContext, add_experts
from ilora_train.model import build_backbone
from ilora_train.pretrain import begin_labels
from ilora_train.recipe import BackboneRecipe, ExpertsRecipe
from ilora_train.runtime import cosine
from ilora_train.sasrec import SASRec, TowerShape
from ilora_train.sequences import cut_windows, left_pad


def expert_layer(gate: torch.Tensor) -> ExpertLinear:
    torch.manual_seed(0)
    context = GateContext(gate)
    recipe = ExpertsRecipe(n_experts=3, lora_rank=6, lora_alpha=12.0, dropout=0.5)
    layer = ExpertLinear(nn.Linear(5, 7, bias=False), recipe, context).eval()
    nn.init.normal_(layer.lora_b)
    return layer


def test_one_product_per_side_equals_the_sum_over_experts() -> None:
    gate = torch.tensor([[0.2, 0.5, 0.3], [1.0, 0.0, 0.0]])
    layer = expert_layer(gate)
    x = torch.randn(2, 4, 5)
    with torch.no_grad():
        expected = layer.base(x)
        for b in range(2):
            for k in range(3):
                a_k = layer.lora_a[2 * k : 2 * k + 2]
                b_k = layer.lora_b[:, 2 * k : 2 * k + 2]
                # alpha / r = 2, K = 3
                expected[b] += 2.0 * 3 * gate[b, k] * (x[b] @ a_k.T @ b_k.T)
        assert torch.allclose(layer(x), expected, atol=1e-5)


def test_untrained_experts_change_nothing() -> None:
    layer = expert_layer(torch.full((1, 3), 1 / 3))
    nn.init.zeros_(layer.lora_b)
    x = torch.randn(1, 4, 5)
    assert torch.equal(layer(x), layer.base(x))


def test_without_gate_weights_a_layer_fails_loudly() -> None:
    layer = expert_layer(torch.ones(1, 3))
    layer.context.weights = None
    with pytest.raises(RuntimeError, match="gate weights"):
        layer(torch.randn(1, 1, 5))


def test_a_gate_is_a_softmax_of_each_person_s_state() -> None:
    gate = Gate(3, ExpertsRecipe(n_experts=2, gate_temperature=4.0))
    states = torch.randn(5, 3)
    with torch.no_grad():
        powers = torch.exp((states @ gate.linear.weight.T + gate.linear.bias) / 4.0)
        expected = powers / powers.sum(1, keepdim=True)
        assert torch.allclose(gate(states), expected, atol=1e-6)


def test_layers_that_are_not_named_stay_as_they_are() -> None:
    model = nn.ModuleDict({name: nn.Linear(5, 7) for name in ("q_proj", "k_proj")})
    recipe = ExpertsRecipe(n_experts=2, lora_rank=4, targets=("q_proj",))
    add_experts(model, recipe, GateContext())
    assert [type(model[name]) for name in ("q_proj", "k_proj")] == [ExpertLinear, nn.Linear]
    assert not any(p.requires_grad for p in model["k_proj"].parameters())


def test_gradients_reach_experts_and_gate_but_not_the_base() -> None:
    model = nn.ModuleDict({"q_proj": nn.Linear(5, 7, bias=False)})
    context = GateContext()
    recipe = ExpertsRecipe(n_experts=2, lora_rank=4, targets=("q_proj",))
    add_experts(model, recipe, context)
    layer = model["q_proj"]
    assert isinstance(layer, ExpertLinear)
    nn.init.normal_(layer.lora_b)
    gate = Gate(3, recipe)
    context.weights = gate(torch.randn(2, 3))
    layer(torch.randn(2, 4, 5)).sum().backward()
    assert layer.base.weight.grad is None
    for parameter in (layer.lora_a, layer.lora_b, gate.linear.weight):
        assert parameter.grad is not None
        assert parameter.grad.abs().sum() > 0


def test_a_target_the_backbone_lacks_is_named() -> None:
    with pytest.raises(RecipeError, match="up_proj"):
        add_experts(
            nn.ModuleDict({"q_proj": nn.Linear(2, 2)}),
            ExpertsRecipe(targets=("q_proj", "up_proj")),
            GateContext(),
        )


@pytest.fixture(scope="module")
def encoder() -> SASRec:
    torch.manual_seed(0)
    return SASRec(20, TowerShape(8, 2, 2, 6, dropout=0.3)).eval()


def test_the_encoder_is_causal(encoder: SASRec) -> None:
    first = torch.tensor([[1, 2, 3, 4, 5, 6]])
    second = torch.tensor([[1, 2, 3, 9, 9, 9]])
    with torch.no_grad():
        a, b = encoder.states(first), encoder.states(second)
    assert torch.allclose(a[:, :3], b[:, :3], atol=1e-6)
    assert not torch.allclose(a[:, 3:], b[:, 3:], atol=1e-3)


def test_padding_is_not_seen(encoder: SASRec) -> None:
    with torch.no_grad():
        padded = encoder.last_state(left_pad([[4, 7]], 6))
        short = encoder.last_state(torch.tensor([[4, 7]]))
    assert torch.allclose(padded, short, atol=1e-6)


def test_left_pad_keeps_the_latest() -> None:
    assert left_pad([[1, 2, 3, 4], [5]], 3).tolist() == [[2, 3, 4], [0, 0, 5]]


sequences = st.lists(st.lists(st.integers(1, 9), min_size=2, max_size=40), min_size=1, max_size=4)


@given(sequences=sequences, window=st.integers(1, 12), seed=st.integers(0, 999))
def test_every_item_but_the_first_is_a_target_once(
    sequences: list[list[int]], window: int, seed: int
) -> None:
    pieces = cut_windows(sequences, window, random.Random(seed))
    assert all(2 <= len(piece) <= window + 1 for piece in pieces)
    targets = [item for piece in pieces for item in piece[1:]]
    assert targets == [item for sequence in sequences for item in sequence[1:]]


def test_warm_up_then_cosine_to_zero() -> None:
    factors = [cosine(step, 100, 0.1) for step in range(100)]
    assert factors[:3] == pytest.approx([0.1, 0.2, 0.3])
    assert max(factors) == 1.0
    assert factors[-1] < 0.01


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Heat (1995)", "Heat 1995"),
        ("1984 (1984) (1956)", "1984 (1984) 1956"),
        ("(1999)", "(1999)"),
        ("Line\nbreak\x00 (2001)", "Line break 2001"),
        ("\u202e\u200b", "unknown"),
    ],
)
def test_titles_in_prompts(title: str, text: str) -> None:
    assert PromptFormat(plain_years=True).title_text(title) == text
    assert "\n" not in PromptFormat().title_text(title)


def test_users_are_shared_out_without_overlap() -> None:
    sequences = {f"u{n}": [n, n + 1] for n in range(10)}
    first, second = share_users(sequences, 0.6, seed=1)
    assert (len(first), len(second)) == (6, 4)
    assert {**first, **second} == sequences
    assert share_users(sequences, 0.6, seed=1) == (first, second)
    assert share_users(sequences, 1.0, seed=1) == (sequences, sequences)


def test_labels_begin_as_alike_as_the_encoder_s_items(encoder: SASRec) -> None:
    backbone = build_backbone(BackboneRecipe(hidden_size=32, n_heads=2), 60, bos=0, eos=1)
    table = backbone.get_input_embeddings().weight
    before = table.detach().clone()
    begin_labels(backbone, encoder, first_label_id=40)
    assert torch.equal(table[:40], before[:40])
    labels, items = table[40:].detach(), encoder.item_embedding.weight[1:].detach()
    assert len(labels) == len(items) == 20
    assert float(labels.std()) == pytest.approx(0.05, rel=1e-4)
    ours, theirs = (torch.cosine_similarity(x[:, None], x[None], dim=-1) for x in (labels, items))
    assert torch.allclose(ours, theirs, atol=1e-4)
