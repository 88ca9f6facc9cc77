"""How well films are known: Wikipedia's signals, and what the language model knows of them.

A model that has read about a film finds its year: log P(year | title) is high for ``Toy Story``
and low for what few have written about. The order of the films is that of the sum of both
signals, each with mean 0 and variance 1: the logarithm of the place by Wikipedia, and this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ilora_train.model import load_backbone
from ilora_train.runtime import choose_device, cpu_has_bf16
from ilora_train.simulate import Film
from ilora_train.tokenizer import load_tokenizer

HEADER = "Watched:\n"
HEAD = 50.0
"""Added to a place before its logarithm: the first few are not that far apart."""
_TOKENS_AT_ONCE = 2048

Floats = npt.NDArray[np.float64]


def order_by_renown(films: Sequence[Film], years: Floats, n_films: int) -> list[Film]:
    """Return the best known films, the best known first, numbered in this order.

    ``films`` are in Wikipedia's order, ``years`` their log P(year | title), (n,).
    """
    places = -np.log(np.arange(1, len(films) + 1) + HEAD)
    renown = _standard(places) + _standard(years)
    order = np.argsort(-renown, kind="stable")[:n_films]
    return [
        replace(films[i], item_id=f"w{rank}", rank=rank) for rank, i in enumerate(order.tolist(), 1)
    ]


def _standard(values: Floats) -> Floats:
    standard: Floats = (values - values.mean()) / max(float(values.std()), 1e-12)
    return standard


@torch.no_grad()
def year_log_probs(
    folder: Path, titles: Sequence[str], advance: Callable[[int], None] = lambda n: None
) -> Floats:
    """Return log P(``1995)`` | ``Toy Story (``), in nats, of titles ``Toy Story (1995)``: (n,).

    ``folder`` is the HF checkpoint of the language model.
    """
    device = choose_device()
    low = device.type == "cuda" or cpu_has_bf16()
    model = load_backbone(folder, torch.bfloat16 if low else torch.float32).to(device)
    tokenizer = load_tokenizer(folder)

    def encode(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False)
        return ids

    rows = []
    for n, title in enumerate(titles):
        name, _, year = title.rpartition(" (")
        before = encode(f"{HEADER}{name}")
        whole = encode(f"{HEADER}{name} ({year}")
        shared = next(
            (i for i, (a, b) in enumerate(zip(before, whole, strict=False)) if a != b),
            min(len(before), len(whole)),
        )
        rows.append((n, shared, whole))
    rows.sort(key=lambda row: -len(row[2]))
    found: Floats = np.empty(len(titles))
    while rows:
        # The longest first: what does not fit into memory shows at once.
        width = len(rows[0][2])
        batch, rows = rows[: max(1, _TOKENS_AT_ONCE // width)], rows[_TOKENS_AT_ONCE // width :]
        ids = torch.zeros(len(batch), width, dtype=torch.int64)
        for place, (_, _, whole) in enumerate(batch):
            ids[place, : len(whole)] = torch.tensor(whole)
        # Padding stands on the right, where a causal model's titles do not see it.
        states = model.base_model(input_ids=ids.to(device), use_cache=False).last_hidden_state
        for place, (n, shared, whole) in enumerate(batch):
            logits = model.get_output_embeddings()(states[place, shared - 1 : len(whole) - 1])
            year_ids = torch.tensor(whole[shared:], device=device)
            steps = torch.log_softmax(logits.float(), dim=-1).gather(1, year_ids[:, None])
            found[n] = float(steps.sum())
        advance(len(batch))
    return found
