"""Title vectors on the device: how the backbone reads a title, without any expert."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError
from ilora_edge.llama.backbone import Backbone
from ilora_edge.llama.batch import Batch
from ilora_edge.llama.library import C
from ilora_edge.llama.options import EngineOptions
from ilora_edge.system.threads import default_threads
from ilora_edge.untrusted.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]

_TOKENS_AT_ONCE = 512
_TITLES_AT_ONCE = 64


class TitleReader:
    """A llama.cpp context that returns hidden states instead of scores.

    It opens the file itself, since the weights that rank may have a mix folded into them.

    Parameters
    ----------
    path, header
        The bundle's backbone, whose header has been checked.
    bos
        Put before every title; None: nothing.
    longest
        Tokens that a title has at most, BOS apart.
    """

    def __init__(
        self,
        path: Path,
        header: GGUFHeader,
        bos: int | None,
        longest: int,
        options: EngineOptions | None = None,
    ) -> None:
        options = options or EngineOptions()
        self._context: Any = None
        self._first = [] if bos is None else [bos]
        self._backbone = Backbone(path, options, header=header)
        self.width = self._backbone.n_embd
        self._size = max(_TOKENS_AT_ONCE, len(self._first) + longest)
        params = C.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_outputs_max = self._size
        params.n_ubatch = min(512, self._size)
        params.n_seq_max = _TITLES_AT_ONCE
        params.kv_unified = True
        params.embeddings = True
        params.pooling_type = C.LLAMA_POOLING_TYPE_NONE
        params.offload_kqv = False
        params.no_perf = True
        params.n_threads = params.n_threads_batch = options.n_threads or default_threads()
        self._context = C.llama_init_from_model(self._backbone.handle, params)
        if not self._context:
            self.close()
            raise EngineError(f"{path}: llama.cpp cannot make a context to read titles")
        self._memory = C.llama_get_memory(self._context)
        self._batch = Batch(self._size, 1)

    def tokenize(self, text: str) -> list[int]:
        """Return a text's ids, as :meth:`Backbone.tokenize` does."""
        return self._backbone.tokenize(text)

    def read(self, titles: Sequence[Sequence[int]]) -> FloatArray:
        """Return the vectors (n, width) of titles given as token ids, none of them empty.

        The mean over a title's tokens of the last hidden states, after the final norm.
        """
        if any(not title or len(self._first) + len(title) > self._size for title in titles):
            raise EngineError(f"{self._backbone.path}: a title has no ids, or too many to read")
        vectors = np.empty((len(titles), self.width), np.float32)
        waiting = list(range(len(titles)))
        while waiting:
            taken, n = [], 0
            for i in waiting[:_TITLES_AT_ONCE]:
                n += len(self._first) + len(titles[i])
                if n > self._size:
                    break
                taken.append(i)
            vectors[taken] = self._decode([titles[i] for i in taken])
            waiting = waiting[len(taken) :]
        return vectors

    def _decode(self, titles: Sequence[Sequence[int]]) -> FloatArray:
        self._batch.clear()
        for place, title in enumerate(titles):
            for position, token in enumerate([*self._first, *title]):
                # All are put out: llama.cpp would do so anyway, and say so.
                self._batch.add(token, position, [place], True)
        C.llama_memory_clear(self._memory, True)
        failed = C.llama_decode(self._context, self._batch.struct())
        states = None if failed else C.llama_get_embeddings(self._context)
        if not states:
            raise EngineError(f"{self._backbone.path}: llama.cpp cannot read titles ({failed})")
        rows = np.ctypeslib.as_array(states, (self._batch.n, self.width))
        vectors = np.empty((len(titles), self.width), np.float32)
        start = 0
        for place, title in enumerate(titles):
            start += len(self._first)
            vectors[place] = rows[start : start + len(title)].mean(0)
            start += len(title)
        if not np.isfinite(vectors).all():
            raise EngineError(f"{self._backbone.path}: its reading of a title is not finite")
        return vectors

    def close(self) -> None:
        """Free the context and the weights; safe to call twice."""
        if self._context:
            C.llama_free(self._context)
            self._context = None
        self._backbone.close()
