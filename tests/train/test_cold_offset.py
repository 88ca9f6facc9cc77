"""How likely cold items are beside the others."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ilora_train.cold_offset import fit_cold_offset
from ilora_train.sasrec import SASRec

N_ITEMS = 100


def encoder() -> SASRec:
    """An encoder that scores an item by the first number of its embedding, and has zeros."""
    model = SASRec(N_ITEMS, 4, 1, 1, 5, 0.0).eval()
    with torch.no_grad():
        model.item_embedding.weight.zero_()
        model.final_norm.weight.zero_()
        model.final_norm.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))
    return model


def described(raised: float) -> Tensor:
    """Every item has ``raised`` more by its title alone."""
    return torch.tensor([raised, 0.0, 0.0, 0.0]).repeat(N_ITEMS, 1)


@pytest.mark.parametrize("raised", [-2.0, 0.0, 3.0])
def test_the_offset_undoes_what_a_title_alone_is_scored_too_high(raised: float) -> None:
    # Every item is a target once, so each draw has its share of them.
    rows = [([1 + n % 7, 2 + n % 5], n) for n in range(1, N_ITEMS + 1)]
    known = torch.ones(N_ITEMS, dtype=torch.bool)
    found = fit_cold_offset(encoder(), described(raised), known, rows, seed=3)
    assert found == pytest.approx(-raised, abs=1e-3)


def test_cold_items_and_no_rows_say_nothing() -> None:
    model = encoder()
    known = torch.ones(N_ITEMS, dtype=torch.bool)
    assert fit_cold_offset(model, described(1.0), known, [], 0) == 0.0
    # What is cold takes no part: its scores are not among those compared.
    known[:40] = False
    with torch.no_grad():
        model.item_embedding.weight[1:41] = 100.0
    rows = [([50, 60], n) for n in range(41, N_ITEMS + 1)]
    assert fit_cold_offset(model, described(1.0), known, rows, 0) == pytest.approx(-1.0, abs=1e-3)
