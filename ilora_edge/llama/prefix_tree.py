"""Candidates as a prefix tree: token ids that several titles share are decoded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

ROOT = 0


@dataclass(slots=True)
class PrefixTree:
    """The nodes to decode and, for each candidate, the steps whose log-probabilities add up.

    Node 0 is the end of the prompt. Node i > 0 is decoded as ``tokens[i]`` at ``depth[i]``
    positions after it; ``members[i]`` are the candidates that pass through. A candidate's last
    token is predicted but never decoded, so it is not a node.
    """

    tokens: list[int] = field(default_factory=lambda: [-1])
    depth: list[int] = field(default_factory=lambda: [-1])
    members: list[list[int]] = field(default_factory=lambda: [[]])
    step_node: npt.NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    step_token: npt.NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    step_candidate: npt.NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))

    @property
    def n_nodes(self) -> int:
        """The number of tokens to decode after the prompt."""
        return len(self.tokens) - 1


def build_tree(candidates: Sequence[Sequence[int]]) -> PrefixTree:
    """Build the tree of these token-id sequences, none of them empty; duplicates are allowed."""
    tree = PrefixTree()
    child: dict[tuple[int, int], int] = {}
    steps: list[tuple[int, int, int]] = []
    for candidate, ids in enumerate(candidates):
        node = ROOT
        for depth, token in enumerate(ids):
            steps.append((node, token, candidate))
            if depth == len(ids) - 1:
                break
            known = child.get((node, token))
            if known is None:
                known = len(tree.tokens)
                child[node, token] = known
                tree.tokens.append(token)
                tree.depth.append(depth)
                tree.members.append([])
            node = known
            tree.members[node].append(candidate)
    table = np.array(steps, dtype=np.intp).reshape(-1, 3)
    tree.step_node, tree.step_token, tree.step_candidate = table.T
    return tree
