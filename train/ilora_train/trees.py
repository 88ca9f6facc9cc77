"""Rows to learn from: a prompt with answers branching off it, many of them in one pass.

A row is a *spine* of slots (see :mod:`ilora_edge.prompt`: a token id, or the negated encoder
index of an item's soft token) and branches. A branch leaves the spine after some of its slots,
sees only those and itself, and is learnt or scored as an answer there. Compact prompts learn the
whole history in one row this way (each next title is a branch), and a ranking loss scores twenty
candidates after one prompt, as the device does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

SPINE = -1


@dataclass(slots=True)
class Tree:
    """One row: its spine, its branches and which of the spine's own tokens are answers."""

    spine: list[int]
    branches: list[tuple[int, list[int]]] = field(default_factory=list)
    """(slots of the spine that are seen, the answer's ids), none of them empty."""
    spine_answers: list[int] = field(default_factory=list)
    """Places in the spine, from 1, of tokens to be predicted from the slot before."""
    history: list[int] = field(default_factory=list)
    """What the gate reads: encoder indices, oldest first."""
    n_ranked: int = field(default=0, compare=False)
    """Of the branches, the last so many are ranked and not learnt."""

    def n_answers(self) -> int:
        """Count the answers: the spine's own are one, each branch is one."""
        return bool(self.spine_answers) + len(self.branches)

    def n_nodes(self) -> int:
        """The slots that are decoded: an answer's last token is predicted only."""
        return len(self.spine) + sum(len(ids) - 1 for _, ids in self.branches)


@dataclass(frozen=True, slots=True)
class TreeBatch:
    """Rows side by side, padded on the right.

    ``slots``, ``positions`` (B, T); ``allowed`` (B, T, T), True where a slot may look, None where
    plain causal attention is right. Each of the S steps predicts ``step_token`` from node
    ``step_node`` of the flattened (B * T) nodes and belongs to answer ``step_answer`` of A.
    """

    slots: Tensor
    positions: Tensor
    allowed: Tensor | None
    step_node: Tensor
    step_token: Tensor
    step_answer: Tensor
    n_answers: int
    histories: list[list[int]]

    def to(self, device: torch.device) -> TreeBatch:
        """Return the batch with its tensors on a device."""
        return TreeBatch(
            self.slots.to(device),
            self.positions.to(device),
            None if self.allowed is None else self.allowed.to(device),
            self.step_node.to(device),
            self.step_token.to(device),
            self.step_answer.to(device),
            self.n_answers,
            self.histories,
        )


def collate(rows: Sequence[Tree]) -> TreeBatch:
    """Join rows.

    Answers are numbered row by row: a row's spine answers (as
    one), then its branches."""
    B, T = len(rows), max(row.n_nodes() for row in rows)
    slots = np.zeros((B, T), np.int64)
    positions = np.zeros((B, T), np.int64)
    # Padding looks at itself alone: branch -2 - its place, so that no softmax is over nothing.
    branch: npt.NDArray[np.int64] = np.tile(-2 - np.arange(T), (B, 1))
    limit = np.zeros((B, T), np.int64)
    nodes: list[int] = []
    tokens: list[int] = []
    answers: list[int] = []
    n_answers = 0
    for b, row in enumerate(rows):
        n = len(row.spine)
        slots[b, :n] = row.spine
        positions[b, :n] = np.arange(n)
        branch[b, :n] = SPINE
        if row.spine_answers:
            nodes += [b * T + place - 1 for place in row.spine_answers]
            tokens += [row.spine[place] for place in row.spine_answers]
            answers += [n_answers] * len(row.spine_answers)
            n_answers += 1
        at = n
        for number, (seen, ids) in enumerate(row.branches):
            size = len(ids) - 1
            slots[b, at : at + size] = ids[:-1]
            positions[b, at : at + size] = seen + np.arange(size)
            branch[b, at : at + size] = number
            limit[b, at : at + size] = seen
            nodes += [b * T + seen - 1, *range(b * T + at, b * T + at + size)]
            tokens += ids
            answers += [n_answers] * len(ids)
            n_answers += 1
            at += size
    allowed = None
    if any(row.n_nodes() > len(row.spine) for row in rows):
        allowed = _allowed(branch, limit)
    return TreeBatch(
        torch.from_numpy(slots),
        torch.from_numpy(positions),
        allowed,
        torch.tensor(nodes),
        torch.tensor(tokens),
        torch.tensor(answers),
        n_answers,
        [row.history for row in rows],
    )


def _allowed(branch: npt.NDArray[np.int64], limit: npt.NDArray[np.int64]) -> Tensor:
    own, other = torch.from_numpy(branch)[:, :, None], torch.from_numpy(branch)[:, None, :]
    T = branch.shape[1]
    causal = torch.ones((T, T), dtype=torch.bool).tril()
    before = torch.arange(T)[None, None, :] < torch.from_numpy(limit)[:, :, None]
    return ((own == other) & causal) | ((other == SPINE) & before)
