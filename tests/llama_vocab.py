"""llama.cpp's tokenizer alone, from a GGUF file without tensors."""

from __future__ import annotations

import os
from pathlib import Path

import gguf

from ilora_edge.llama.library import C, load_variant
from ilora_export.gguf_tokenizer import add_tokenizer


def write_vocabulary(folder: Path, out: Path, vocab_size: int) -> Path:
    """Write the tokenizer of an HF folder as a GGUF file without tensors."""
    writer = gguf.GGUFWriter(str(out), "llama")
    add_tokenizer(writer, folder, vocab_size)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return out


class LlamaVocab:
    """Tokenises as ``ilora_edge.llama.Backbone`` does, without loading a model."""

    def __init__(self, path: Path) -> None:
        load_variant()
        params = C.llama_model_default_params()
        params.vocab_only = True
        self._model = C.llama_model_load_from_file(os.fsencode(path), params)
        assert self._model, path
        self.handle = C.llama_model_get_vocab(self._model)
        self._buffer = (C.llama_token * 20_000)()

    def tokenize(self, text: str) -> list[int]:
        data = text.encode("utf-8")
        n = C.llama_tokenize(
            self.handle, data, len(data), self._buffer, len(self._buffer), False, False
        )
        assert n >= 0
        return list(self._buffer[:n])

    def close(self) -> None:
        C.llama_model_free(self._model)
