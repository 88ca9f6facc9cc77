"""The greedy walk against one written out plainly, over a language model made of a hash."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from ilora_edge.llama.greedy import First, greedy_first

V = 6
FloatArray = npt.NDArray[np.float32]


def logits(path: tuple[int, ...], seed: int) -> FloatArray:
    """What the model says after a path; the same path, the same logits."""
    return np.random.default_rng([seed, *path]).normal(0, 3, V).astype(np.float32)


def lse(row: FloatArray) -> float:
    return float(np.log(np.exp(row.astype(np.float64)).sum()))


class Model:
    """Decodes chains as llama.cpp would: each behind what was decoded before."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._path: list[int] = []
        self.decoded = 0

    def decode(self, depth: int, chain: list[int]) -> list[FloatArray]:
        assert depth == len(self._path), "a walk never goes back"
        rows = []
        for token in chain:
            self._path.append(token)
            rows.append(logits(tuple(self._path), self._seed))
        self.decoded += len(chain)
        return rows


def log_prob(ids: tuple[int, ...], seed: int) -> float:
    rows = [logits(ids[:n], seed) for n in range(len(ids))]
    return sum(float(row[token]) - lse(row) for row, token in zip(rows, ids, strict=True))


def walk(candidates: list[tuple[int, ...]], offsets: list[float], seed: int) -> First:
    model = Model(seed)
    found = greedy_first(candidates, np.array(offsets), logits((), seed), model.decode, lse)
    assert model.decoded < max(len(c) for c in candidates), "only its own path is decoded"
    return found


def plain_walk(candidates: list[tuple[int, ...]], offsets: list[float], seed: int) -> int:
    """Step by step: take the best next token, or stop at a candidate that ends here."""
    path: tuple[int, ...] = ()
    while True:
        beneath = [i for i, c in enumerate(candidates) if c[: len(path)] == path]
        done = [i for i in beneath if candidates[i] == path]
        best_done = max(done, key=lambda i: offsets[i], default=None)
        going_on = [i for i in beneath if candidates[i] != path]
        if best_done is not None:
            here = log_prob(path, seed) + offsets[best_done]
            if all(log_prob(path, seed) + offsets[i] <= here for i in going_on):
                return best_done
        options = {candidates[i][len(path)] for i in going_on}
        path += (
            max(
                sorted(options),
                key=lambda t: (
                    log_prob((*path, t), seed)
                    + max(offsets[i] for i in going_on if candidates[i][len(path)] == t)
                ),
            ),
        )


tokens = st.integers(0, V - 1)
cases = st.lists(st.tuples(tokens, tokens, tokens) | st.tuples(tokens) | st.lists(
    tokens, min_size=1, max_size=6).map(tuple), min_size=1, max_size=12)  # fmt: skip


@given(cases, st.integers(0, 1000), st.floats(0, 5))
def test_the_walk_is_the_plain_one(
    candidates: list[tuple[int, ...]], seed: int, spread: float
) -> None:
    offsets = (np.random.default_rng(seed).normal(0, 1, len(candidates)) * spread).tolist()
    found = walk(candidates, offsets, seed)
    # Duplicates are one candidate with the better offset.
    expected = plain_walk(candidates, offsets, seed)
    assert candidates[found.index] == candidates[expected]
    assert offsets[found.index] == offsets[expected]
    assert abs(found.llm_score - log_prob(candidates[found.index], seed)) < 1e-4


@given(cases, st.integers(0, 1000), st.floats(0, 5))
def test_what_is_proven_is_the_best(
    candidates: list[tuple[int, ...]], seed: int, spread: float
) -> None:
    offsets = (np.random.default_rng(seed).normal(0, 1, len(candidates)) * spread).tolist()
    found = walk(candidates, offsets, seed)
    scores = [log_prob(c, seed) + o for c, o in zip(candidates, offsets, strict=True)]
    if not found.rivals:
        assert scores[found.index] >= max(scores) - 1e-4
    better = {i for i, score in enumerate(scores) if score > scores[found.index] + 1e-4}
    assert better <= set(found.rivals)


def test_labels_are_always_proven() -> None:
    for seed in range(20):
        found = walk([(1,), (4,), (2,)], [0.0, 0.5, 0.1], seed)
        scores = [log_prob((t,), seed) + o for t, o in ((1, 0.0), (4, 0.5), (2, 0.1))]
        assert found.index == int(np.argmax(scores))
        assert not found.rivals
