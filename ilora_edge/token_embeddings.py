"""Input embeddings of tokens, read from the model's file: llama.cpp does not hand them out."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt

from ilora_edge.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]


class TokenEmbeddings:
    """The rows of a GGUF file's ``token_embd.weight``; opening costs nothing, a row a row."""

    def __init__(self, path: Path, header: GGUFHeader) -> None:
        tensor = header.tensors["token_embd.weight"]
        n_vocab = tensor.shape[1]
        self._type = gguf.GGMLQuantizationType[tensor.type_name.upper()]
        shape = (n_vocab, tensor.size // n_vocab)
        self._table = np.memmap(path, np.uint8, "r", tensor.offset, shape)

    def rows(self, ids: npt.NDArray[np.int64]) -> FloatArray:
        """Return the embeddings of token ids, (n, n_embd), float32."""
        rows: FloatArray = gguf.dequantize(self._table[ids], self._type)
        return rows.astype(np.float32, copy=False)
