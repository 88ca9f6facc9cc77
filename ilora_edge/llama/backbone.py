"""A GGUF model, opened by llama.cpp after its header was checked in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError
from ilora_edge.llama import library
from ilora_edge.llama.gpu import resolve_gpu_layers
from ilora_edge.llama.library import C
from ilora_edge.llama.model_load import Loading, load_model
from ilora_edge.llama.options import EngineOptions
from ilora_edge.llama.token_embeddings import TokenEmbeddings
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_edge.untrusted.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]


def begin_loading(path: Path, options: EngineOptions, weights: Path | None = None) -> Loading:
    """Have llama.cpp load a model whose header has been checked; see :class:`Backbone`."""
    return Loading(weights or path, _params(options, weights), options.max_seconds)


class Backbone:
    """A GGUF model: its weights, shared by contexts, and its tokenizer.

    Parameters
    ----------
    path
        The file; its header is checked before llama.cpp opens it.
    options
        How llama.cpp runs.
    architecture, layout
        What the manifest says of the file; None: not compared.
    header
        The file's, where it has been checked already.
    weights
        The file that llama.cpp loads instead: a copy with a mix folded into it.
    loading
        What :func:`begin_loading` has begun, of the same file and options.
    """

    def __init__(
        self,
        path: Path,
        options: EngineOptions | None = None,
        architecture: str | None = None,
        layout: str | None = None,
        header: GGUFHeader | None = None,
        weights: Path | None = None,
        loading: Loading | None = None,
    ) -> None:
        options = options or EngineOptions()
        self.header = header or check_backbone(path, architecture, layout)
        self.path = path
        if loading is None:
            params = _params(options, weights)
            self._model = load_model(weights or path, params, options.max_seconds)
        else:
            self._model = loading.wait()
        self._vocab = C.llama_model_get_vocab(self._model)
        self.n_vocab = int(C.llama_vocab_n_tokens(self._vocab))
        self.n_embd = int(C.llama_model_n_embd(self._model))
        self.n_ctx_train = int(C.llama_model_n_ctx_train(self._model))
        self._embeddings = TokenEmbeddings(path, self.header)

    @property
    def handle(self) -> Any:
        """llama.cpp's handle of the model; raises EngineError once it is closed."""
        if self._model is None:
            raise EngineError(f"{self.path}: the model is closed")
        return self._model

    def tokenize(self, text: str) -> list[int]:
        """Return a text's ids; special tokens are neither added nor parsed out of it."""
        self.handle  # noqa: B018  raises when closed
        if C.llama_vocab_type(self._vocab) == C.LLAMA_VOCAB_TYPE_NONE:
            # llama.cpp would abort the process.
            raise EngineError(f"{self.path}: the model has no tokenizer, so it reads ids, not text")
        data = text.encode("utf-8", "replace")
        buffer = (C.llama_token * (len(data) + 8))()
        n = C.llama_tokenize(self._vocab, data, len(data), buffer, len(buffer), False, False)
        if n < 0:
            raise EngineError(f"{self.path}: llama.cpp cannot tokenise a text of {len(data)} bytes")
        return list(buffer[:n])

    def token_embeddings(self, ids: npt.NDArray[np.int64]) -> FloatArray:
        """Return the input embeddings of token ids, (n, n_embd), float32."""
        return self._embeddings.rows(ids)

    def close(self) -> None:
        """Free the weights, once no context uses them; safe to call twice."""
        if self._model is not None:
            C.llama_model_free(self._model)
            self._model = None


def _params(options: EngineOptions, weights: Path | None) -> Any:
    library.start(options.verbose)
    params = C.llama_model_default_params()
    params.n_gpu_layers = resolve_gpu_layers(options.gpu_layers)
    params.use_extra_bufts = library.bears_extra_buffers(options.extra_buffers)
    if weights is not None:
        # Repacked weights are copies: what is written to the file later they would not see.
        params.use_extra_bufts = False
    return params
