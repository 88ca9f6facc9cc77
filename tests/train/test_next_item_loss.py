"""The loss that compares a step's targets with each other and with a sample of the catalogue."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from ilora_train.next_item_loss import NextItemLoss
from ilora_train.sasrec import SASRec, TowerShape

pytestmark = pytest.mark.usefixtures("exact")
N_ITEMS = 60


@pytest.fixture
def model() -> SASRec:
    torch.manual_seed(0)
    model = SASRec(N_ITEMS, TowerShape(16, 1, 1, 8, 0.0)).eval()
    torch.nn.init.normal_(model.item_embedding.weight, std=0.5)
    return model


def batch() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    items = torch.randint(1, N_ITEMS + 1, (5, 8), generator=generator)
    targets = torch.randint(1, N_ITEMS + 1, (5, 8), generator=generator)
    items[0, :6], targets[0, :6] = 0, 0
    return items, targets


def gradients(model: SASRec, loss: Tensor) -> Tensor:
    model.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])


def test_a_sample_of_all_is_the_whole_catalogue(model: SASRec) -> None:
    table = model.item_embedding.weight
    whole = NextItemLoss(model)(table, *batch())
    expected = gradients(model, whole)
    sampled = NextItemLoss(model, negatives=1000)(table, *batch())
    found = gradients(model, sampled)
    # Scores and what the gradients are products of may be bfloat16: three digits.
    assert float(sampled.detach()) == pytest.approx(float(whole.detach()), rel=5e-3)
    assert float(torch.cosine_similarity(found, expected, dim=0)) > 0.9995
    assert float(found.norm()) == pytest.approx(float(expected.norm()), rel=1e-2)


def test_a_few_estimate_the_whole(model: SASRec) -> None:
    table = 0.3 * model.item_embedding.weight.detach()
    with torch.no_grad():
        whole = float(NextItemLoss(model)(table, *batch()))
        few = NextItemLoss(model, negatives=8)
        draws = torch.stack([few(table, *batch()) for _ in range(300)])
    assert float(draws.std()) > 0
    # The logarithm of an estimate lies a little below, on average.
    assert whole - 0.05 < float(draws.mean()) < whole + 0.01


def test_an_item_that_nobody_had_is_no_negative(model: SASRec) -> None:
    items, targets = batch()
    known = torch.ones(N_ITEMS + 1)
    free = [i for i in range(1, N_ITEMS + 1) if i not in targets]
    cold = free[:7]
    known[cold] = 0
    losses = []
    for size in (0.0, 50.0):
        table = model.item_embedding.weight.detach().clone()
        reading = [i for i in cold if i not in items]
        table[reading] = size
        for negatives in (0, 1000):
            loss = NextItemLoss(model, negatives, known)(table, items, targets)
            losses.append(float(loss.detach()))
    assert losses == pytest.approx([losses[0]] * 4, rel=5e-3)
    assert all(math.isfinite(loss) for loss in losses)


@pytest.mark.parametrize("negatives", [0, 1000])
def test_padding_is_no_negative(model: SASRec, negatives: int) -> None:
    table = model.item_embedding.weight.detach().clone()
    loss_of = NextItemLoss(model, negatives)
    items, targets = batch()
    items = items.clamp(min=1)  # Padding is not read, so its row can only be compared with.
    before = float(loss_of(table, items, targets).detach())
    table[0] = 50.0
    assert float(loss_of(table, items, targets).detach()) == pytest.approx(before, rel=1e-5)
