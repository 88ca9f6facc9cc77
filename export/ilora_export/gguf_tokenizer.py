"""An HF tokenizer becomes GGUF metadata, so that llama.cpp gives the same ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf

from ilora_edge.errors import CheckpointError
from ilora_export.bpe_tokenizer import bpe_vocabulary
from ilora_export.pre_tokenizers import splits_into_bytes
from ilora_export.sentencepiece_model import load_sentencepiece
from ilora_export.sentencepiece_tokenizer import sentencepiece_vocabulary
from ilora_export.vocabulary import Vocabulary
from ilora_train.tokenizer import configured_id, load_tokenizer


def add_tokenizer(writer: gguf.GGUFWriter, folder: Path, vocab_size: int) -> None:
    """Add the tokenizer of an HF folder: ``tokenizer.json``, else ``tokenizer.model``.

    Parameters
    ----------
    vocab_size
        The model's number of embeddings; ids without a token become unused ones.

    Raises
    ------
    CheckpointError
        There is no tokenizer, or llama.cpp could not be made to give the same ids.
    """
    model_file = folder / "tokenizer.model"
    special: dict[str, int] = {}
    if model_file.is_file() and not (folder / "tokenizer.json").is_file():
        vocabulary = load_sentencepiece(model_file, vocab_size)
    else:
        # As the workshop tokenises, added tokens of other files than tokenizer.json included.
        tokenizer = load_tokenizer(folder)
        vocabulary = _vocabulary(folder, tokenizer.backend_tokenizer, vocab_size)
        named = {kind: getattr(tokenizer, f"{kind}_token_id") for kind in _SPECIAL}
        special = {kind: i for kind, i in named.items() if i is not None}
    vocabulary.write(writer)
    for kind, add in _SPECIAL.items():
        for i in (special.get(kind), configured_id(folder, f"{kind}_token_id")):
            if i is not None and 0 <= i < vocab_size:
                add(writer, i)
                break


def add_no_tokenizer(writer: gguf.GGUFWriter, vocab_size: int) -> None:
    """Say that the model has no tokenizer: it can be run on ids, not on text."""
    # llama.cpp takes the number of ids from here where there is no list of tokens.
    writer.add_tokenizer_model("none")
    size_key = gguf.Keys.LLM.VOCAB_SIZE.format(arch=writer.arch)
    if not any(size_key in values for values in writer.kv_data):
        writer.add_vocab_size(vocab_size)


_SPECIAL: dict[str, Callable[[gguf.GGUFWriter, int], None]] = {
    "bos": gguf.GGUFWriter.add_bos_token_id,
    "eos": gguf.GGUFWriter.add_eos_token_id,
    "unk": gguf.GGUFWriter.add_unk_token_id,
    "pad": gguf.GGUFWriter.add_pad_token_id,
}


def _vocabulary(folder: Path, backend: Any, vocab_size: int) -> Vocabulary:
    data = json.loads(backend.to_str())
    model = data["model"]
    try:
        if model["type"] != "BPE":
            raise CheckpointError(f"it is a {model['type']} tokenizer; only BPE is supported")
        if splits_into_bytes(data.get("pre_tokenizer")):
            return bpe_vocabulary(backend, data, vocab_size)
        return sentencepiece_vocabulary(data, vocab_size)
    except CheckpointError as error:
        raise CheckpointError(
            f"{folder / 'tokenizer.json'}: {error}; without a tokenizer the model can be "
            "converted for ids alone (--no-tokenizer)"
        ) from error
