"""Steam's published encoder, and what is learnt beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ilora_edge.errors import CheckpointError
from ilora_edge.evaluation.metrics import exact_hr1
from ilora_train.checkpoint import write_tensors
from ilora_workshop.published_encoder import WIDTH, WINDOW, PublishedEncoder
from ilora_workshop.steam import fit_weights, read_rows

N_ITEMS = 7


def tensors() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(2)
    shapes: dict[str, tuple[int, ...]] = {
        "item_embeddings.weight": (N_ITEMS + 1, WIDTH),
        "positional_embeddings.weight": (WINDOW, WIDTH),
        "s_fc.weight": (N_ITEMS, WIDTH),
        "s_fc.bias": (N_ITEMS,),
        "feed_forward.w_1.weight": (WIDTH, WIDTH, 1),
        "feed_forward.w_2.weight": (WIDTH, WIDTH, 1),
        "feed_forward.w_1.bias": (WIDTH,),
        "feed_forward.w_2.bias": (WIDTH,),
    }
    for name in "qkv":
        shapes |= {f"mh_attn.linear_{name}.weight": (WIDTH, WIDTH)}
        shapes |= {f"mh_attn.linear_{name}.bias": (WIDTH,)}
    for name in ("ln_1", "ln_2", "ln_3", "feed_forward.layer_norm"):
        shapes |= {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}
    return {n: 0.3 * torch.randn(s, generator=generator) for n, s in shapes.items()}


def test_padding_says_nothing_and_only_the_last_ten_count(tmp_path: Path) -> None:
    given = tensors()
    write_tensors(tmp_path / "a.safetensors", given)
    encoder = PublishedEncoder(tmp_path / "a.safetensors")
    found = encoder.log_probs([[1, 2, 3], [4, 5, *[6] * 7, 1, 2, 3]])
    torch.testing.assert_close(found.exp().sum(-1), torch.ones(2))
    last_ten = [*[6] * 7, 1, 2, 3]
    torch.testing.assert_close(encoder.log_probs([last_ten])[0], found[1])
    given["item_embeddings.weight"][N_ITEMS] = 50.0
    write_tensors(tmp_path / "b.safetensors", given)
    other = PublishedEncoder(tmp_path / "b.safetensors")
    torch.testing.assert_close(other.log_probs([[1, 2, 3]])[0], found[0])


def test_other_tensors_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    write_tensors(path, {"s_fc.bias": torch.zeros(3)})
    with pytest.raises(CheckpointError, match=r"a\.safetensors: has no tensor 'item_embeddings"):
        PublishedEncoder(path)
    write_tensors(path, tensors() | {"s_fc.weight": torch.zeros(N_ITEMS, 3)})
    with pytest.raises(CheckpointError, match="has the shapes"):
        PublishedEncoder(path)


def test_weights_are_those_that_the_choices_were_made_with() -> None:
    generator = torch.Generator().manual_seed(1)
    features = torch.randn(6000, 8, 2, generator=generator)
    chance = torch.softmax(features @ torch.tensor([1.5, -0.5]), dim=-1)
    chosen = torch.multinomial(chance, 1, generator=generator)[:, 0]
    rows = torch.arange(len(features))
    swapped = features.clone()
    swapped[rows, 0], swapped[rows, chosen] = features[rows, chosen], features[rows, 0]
    assert fit_weights(swapped).tolist() == pytest.approx([1.5, -0.5], abs=0.1)


def test_the_published_encoder_ranks_the_papers_rows(shared_data: Path) -> None:
    folder = shared_data / "llara-splits" / "steam"
    encoder = PublishedEncoder(folder / "sasrec_official.safetensors")
    rows = read_rows(folder / "test.jsonl")
    scores = encoder.log_probs([row.history for row in rows]).numpy()
    values = [exact_hr1(s, r.target, r.history) for s, r in zip(scores, rows, strict=True)]
    assert len(rows) == 1186
    assert float(np.mean(values)) == pytest.approx(0.409, abs=5e-4)
