"""The first place alone: a greedy walk through the tree of candidates, decoding only its path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
DecodeChain = Callable[[int, list[int]], Sequence[FloatArray]]
LogSumExp = Callable[[FloatArray], float]


@dataclass(frozen=True, slots=True)
class First:
    """What the walk found."""

    index: int
    """Of the candidate."""
    llm_score: float
    """log P(candidate | prompt)."""
    rivals: tuple[int, ...] = ()
    """Candidates left behind whose sum of score and offset may be better still."""


def greedy_first(
    candidates: Sequence[Sequence[int]],
    offsets: npt.NDArray[np.float64],
    row: FloatArray,
    decode: DecodeChain,
    log_sum_exp: LogSumExp,
) -> First:
    """Walk from the prompt's end to one candidate; see :meth:`Scorer.first`.

    Parameters
    ----------
    candidates
        Token ids, none of them empty.
    offsets
        (n,): what is added to each candidate's log-probability.
    row
        Logits after the prompt, (n_vocab,).
    decode
        Decodes a chain of tokens from a depth on (0: right behind the prompt) and returns the
        logits after each.
    log_sum_exp
        Of a row.
    """
    group = list(range(len(candidates)))
    path, depth = 0.0, 0
    # Log-probabilities only fall along a path: a sum so far bounds what was not looked at.
    bounds = np.full(len(candidates), -np.inf)
    while True:
        normaliser = log_sum_exp(row)
        values: dict[int, float] = {}
        best: dict[int, float] = {}
        for i in group:
            token = candidates[i][depth]
            values[token] = path + float(row[token]) - normaliser
            best[token] = max(best.get(token, -np.inf), float(offsets[i]))
        chosen = max(values, key=lambda token: values[token] + best[token])
        for i in group:
            bounds[i] = values[candidates[i][depth]] + offsets[i]
        path = values[chosen]
        group = [i for i in group if candidates[i][depth] == chosen]
        depth += 1
        ended = [i for i in group if len(candidates[i]) == depth]
        going_on = [i for i in group if len(candidates[i]) > depth]
        if ended:
            winner = max(ended, key=lambda i: offsets[i])
            score = bounds[winner]
            if all(score >= bounds[i] for i in going_on):
                rivals = tuple(int(i) for i in np.flatnonzero(bounds > score))
                return First(winner, path, rivals)
        group = going_on
        # Where nothing is to be decided no row has to be waited for: one decode for the chain.
        chain, start = [chosen], depth - 1
        while _goes_on_alone(candidates, group, depth):
            chain.append(candidates[group[0]][depth])
            depth += 1
        rows = decode(start, chain)
        for after, token in zip(rows, chain[1:], strict=False):
            path += float(after[token]) - log_sum_exp(after)
        row = rows[-1]


def _goes_on_alone(candidates: Sequence[Sequence[int]], group: list[int], depth: int) -> bool:
    """Whether all of a group have the same token at ``depth`` and none ends with it."""
    token = candidates[group[0]][depth]
    return all(len(candidates[i]) > depth + 1 and candidates[i][depth] == token for i in group)
