"""Rows of item indices for the encoder, padded on the left."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from ilora_train.sasrec import PADDING

MIN_HISTORY = 3
"""Targets after fewer items say little about a sequence model."""
_SORTED_TOGETHER = 4096


def left_pad(sequences: Iterable[Sequence[int]], length: int) -> Tensor:
    """Return the last ``length`` items of each sequence, padded on the left: (B, length)."""
    rows = [[PADDING] * (length - len(s)) + list(s[-length:]) for s in sequences]
    return torch.tensor(rows, dtype=torch.int64).reshape(len(rows), length)


def cut_windows(
    sequences: Iterable[Sequence[int]], window: int, rng: random.Random
) -> list[list[int]]:
    """Cut each sequence into pieces of at most ``window + 1`` items that overlap by one.

    Every item but a sequence's first is a target exactly once. The first cut is random, so that
    over the epochs an item comes after histories of every length.
    """
    pieces = []
    for sequence in sequences:
        start, stop = 0, rng.randint(1, window) + 1
        while start < len(sequence) - 1:
            pieces.append(list(sequence[start:stop]))
            start, stop = stop - 1, stop + window
    return pieces


def group_by_length(
    pieces: list[list[int]], n_targets: int, batch_size: int, rng: random.Random
) -> list[list[list[int]]]:
    """Divide shuffled pieces into batches.

    With ``n_targets`` a batch holds pieces of about one length and about so many targets; without,
    it holds ``batch_size`` pieces as they come.
    """
    if not n_targets:
        return [pieces[i : i + batch_size] for i in range(0, len(pieces), batch_size)]
    batches: list[list[list[int]]] = []
    for start in range(0, len(pieces), _SORTED_TOGETHER):
        batch: list[list[int]] = []
        size = 0
        for piece in sorted(pieces[start : start + _SORTED_TOGETHER], key=len):
            if batch and size + len(piece) - 1 > n_targets:
                batches.append(batch)
                batch, size = [], 0
            batch.append(piece)
            size += len(piece) - 1
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def targets_of(
    sequences: dict[str, list[int]], min_history: int, last: bool = False
) -> list[tuple[str, list[int], int]]:
    """Return (user, history, target) for every target with ``min_history`` earlier items.

    With ``last`` only each sequence's last item is a target.
    """
    return [
        (user, sequence[:position], sequence[position])
        for user, sequence in sequences.items()
        for position in range(min_history, len(sequence))[-1 if last else 0 :]
    ]
