"""The arrays of a ``llama_batch``, kept in numpy and reused from decode to decode."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.llama.library import C

FloatArray = npt.NDArray[np.float32]


class Batch:
    """A ``llama_batch`` whose arrays live in numpy; sequences are pointers into shared rows."""

    def __init__(self, size: int, n_seq: int) -> None:
        self.n = 0
        self._token = np.zeros(size, np.int32)
        self._pos = np.zeros(size, np.int32)
        self._n_seq_id = np.zeros(size, np.int32)
        self._seq_id = np.zeros((size, n_seq), np.int32)
        self._logits = np.zeros(size, np.int8)
        first, step = self._seq_id.ctypes.data, self._seq_id.strides[0]
        self._seq_pointers = (first + step * np.arange(size)).astype(np.uintp)

    def clear(self) -> None:
        """Begin a new batch."""
        self.n = 0

    def add_prompt(self, tokens: Sequence[int], n_seq: int) -> None:
        """Add a prompt that sequences 0 to ``n_seq - 1`` share; its last token asks for logits."""
        end = self.n + len(tokens)
        part = slice(self.n, end)
        self._token[part] = tokens
        self._pos[part] = np.arange(len(tokens))
        self._n_seq_id[part] = n_seq
        self._seq_id[part, :n_seq] = np.arange(n_seq)
        self._logits[part] = 0
        self._logits[end - 1] = 1
        self.n = end

    def add(self, token: int, position: int, seq_ids: Sequence[int], output: bool) -> None:
        """Add one token at a position of these sequences; ``output``: its logits are wanted."""
        i = self.n
        self._token[i] = token
        self._pos[i] = position
        self._n_seq_id[i] = len(seq_ids)
        self._seq_id[i, : len(seq_ids)] = seq_ids
        self._logits[i] = output
        self.n += 1

    def struct(self, embeddings: FloatArray | None = None) -> Any:
        """Return the batch for llama.cpp; with ``embeddings``, (n, n_embd), instead of tokens.

        The arrays must outlive the call that reads it.
        """

        def pointer(array: npt.NDArray[Any], to: Any) -> Any:
            return ctypes.cast(array.ctypes.data, ctypes.POINTER(to))

        batch = C.llama_batch()
        batch.n_tokens = self.n
        if embeddings is None:
            batch.token = pointer(self._token, C.llama_token)
        else:
            batch.embd = pointer(embeddings, ctypes.c_float)
        batch.pos = pointer(self._pos, C.llama_pos)
        batch.n_seq_id = pointer(self._n_seq_id, ctypes.c_int32)
        batch.seq_id = pointer(self._seq_pointers, ctypes.POINTER(C.llama_seq_id))
        batch.logits = pointer(self._logits, ctypes.c_int8)
        return batch
