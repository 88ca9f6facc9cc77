"""Input embeddings of tokens, read from the model's file: llama.cpp does not hand them out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from ilora_edge.untrusted.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]

_PLAIN = {"f32": np.float32, "f16": np.float16}


class TokenEmbeddings:
    """The rows of a GGUF file's ``token_embd.weight``; only the rows asked for are read."""

    def __init__(self, path: Path, header: GGUFHeader) -> None:
        tensor = header.tensors["token_embd.weight"]
        n_vocab = tensor.shape[1]
        self._type = tensor.type_name
        shape = (n_vocab, tensor.size // n_vocab)
        self._table = np.memmap(path, np.uint8, "r", tensor.offset, shape)

    def rows(self, ids: npt.NDArray[np.int64]) -> FloatArray:
        """Return the embeddings of token ids, (n, n_embd), float32."""
        rows = self._table[ids]
        if self._type in _PLAIN:
            return rows.view(_PLAIN[self._type]).astype(np.float32, copy=False)
        # Its import takes longer than a row of any other type.
        import gguf

        kind = gguf.GGMLQuantizationType[self._type.upper()]
        values: FloatArray = gguf.dequantize(rows, kind)
        return values.astype(np.float32, copy=False)
