"""Rows whose targets are drawn as some logits say, to find again what they were drawn with."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from ilora_train.calibration import N_ROWS


def rows_drawn_by(
    logits: Callable[[Tensor], Tensor], n_items: int, seed: int, n: int = N_ROWS
) -> list[tuple[list[int], int]]:
    """Draw histories of three, (n, 3), and targets as likely as their logits (n, N) say.

    No target is in its history. There are as many as are looked at.
    """
    generator = torch.Generator().manual_seed(seed)
    histories = 1 + torch.stack(
        [torch.randperm(n_items, generator=generator)[:3] for _ in range(n)]
    )
    likely = logits(histories).scatter(1, histories - 1, -torch.inf).softmax(1)
    targets = 1 + torch.multinomial(likely, 1, generator=generator)[:, 0]
    return list(zip(histories.tolist(), targets.tolist(), strict=True))
