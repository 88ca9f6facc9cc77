"""A vector for each title: the backbone's token embeddings, averaged; llama.cpp is not started."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.vectors import unit_rows

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
        # A token counts once a title, however often it stands in it.
        of_title = np.repeat(np.arange(len(token_ids)), self._lengths)
        distinct = np.unique(of_title * len(tokens) + self._places)
        df = np.bincount(distinct % max(1, len(tokens)), minlength=len(tokens))
        rareness = np.log((1 + len(token_ids)) / (1 + df))
        vectors = embed(tokens)
        mean = np.average(vectors, axis=0, weights=np.bincount(self._places))
        self._tokens = ((vectors - mean) * rareness[:, None]).astype(np.float32)

    def cosines(self, items: Sequence[int], among: Sequence[int] | None = None) -> FloatArray:
        """Return the mean cosine to these (places from 0) of every item, or of some: (N,)."""
        wanted = np.concatenate([self._rows(i, i + 1) for i in items]).mean(axis=0)
        n = len(self._lengths)
        if among is None:
            chunks = [(start, min(start + _CHUNK, n)) for start in range(0, n, _CHUNK)]
        else:
            chunks = [(place, place + 1) for place in among]
        cosines = [self._rows(start, end) @ wanted for start, end in chunks]
        found: FloatArray = np.concatenate(cosines) if cosines else np.zeros(0, np.float32)
        return found

    def _rows(self, start: int, end: int) -> FloatArray:
        lengths = self._lengths[start:end]
        before = int(self._lengths[:start].sum())
        places = self._places[before : before + int(lengths.sum())]
        offsets = np.cumsum(lengths) - lengths
        sums = np.zeros((len(lengths), self._tokens.shape[1]), np.float32)
        # Everybody's first token, everybody's second, ...: a third of the time of reduceat.
        for n in range(int(lengths.max(initial=0))):
            longer = np.flatnonzero(lengths > n)
            sums[longer] += self._tokens[places[offsets[longer] + n]]
        return unit_rows(sums)
