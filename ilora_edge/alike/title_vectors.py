"""A vector for each title: the backbone's token embeddings, averaged; llama.cpp is not started."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
_CHUNK = 2048


class TitleSums:
    """Unit vectors of titles, made of their tokens' embeddings.

    A title is the sum of its tokens, each weighted by its rareness ``ln((1 + N) / (1 + df))`` and
    less the mean token, without which all texts are alike (Mu and Viswanath, arXiv 1702.01417).

    Parameters
    ----------
    token_ids
        Of each item's title, in encoder order.
    embed
        Token ids (n,) to the backbone's input embeddings, (n, d).
    """

    def __init__(
        self,
        token_ids: Sequence[Sequence[int]],
        embed: Callable[[npt.NDArray[np.int64]], FloatArray],
    ) -> None:
        self._lengths = np.array([len(ids) for ids in token_ids], np.intp)
        flat = np.array([i for ids in token_ids for i in ids], np.int64)
        tokens, self._places = np.unique(flat, return_inverse=True)
        distinct = np.array([p for ids in self._split() for p in np.unique(ids)], np.intp)
        df = np.bincount(distinct, minlength=len(tokens))
        rareness = np.log((1 + len(token_ids)) / (1 + df))
        vectors = embed(tokens)
        mean = np.average(vectors, axis=0, weights=np.bincount(self._places))
        self._tokens = ((vectors - mean) * rareness[:, None]).astype(np.float32)

    def cosines(self, items: Sequence[int]) -> FloatArray:
        """Return each item's mean cosine to these (places from 0), (N,)."""
        wanted = np.concatenate([self._rows(i, i + 1) for i in items]).mean(axis=0)
        n = len(self._lengths)
        chunks = [
            self._rows(start, min(start + _CHUNK, n)) @ wanted for start in range(0, n, _CHUNK)
        ]
        found: FloatArray = np.concatenate(chunks)
        return found

    def _rows(self, start: int, end: int) -> FloatArray:
        ends = np.cumsum(self._lengths)
        first = ends[start] - self._lengths[start]
        offsets = (ends[start:end] - self._lengths[start:end] - first).astype(np.intp)
        tokens = self._tokens[self._places[first : ends[end - 1]]]
        sums = np.add.reduceat(tokens, offsets, axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        rows: FloatArray = sums / np.maximum(lengths, np.finfo(np.float32).tiny)
        return rows

    def _split(self) -> list[npt.NDArray[np.intp]]:
        return np.split(self._places, np.cumsum(self._lengths)[:-1])
