"""A byte-level BPE tokenizer (Llama 3, Qwen, SmolLM2, ours) as GGUF holds it."""

from __future__ import annotations

from typing import Any

import gguf

from ilora_edge.errors import CheckpointError
from ilora_export.pre_tokenizers import pre_tokenizer_name
from ilora_export.vocabulary import Vocabulary, added_tokens, table, unspellable


def bpe_vocabulary(backend: Any, data: dict[str, Any], vocab_size: int) -> Vocabulary:
    """Return the vocabulary of a ``tokenizers.Tokenizer`` and of the same as ``data``.

    Raises CheckpointError where llama.cpp would not give the same ids. Two things are left to
    the caller: text must be NFC where the tokenizer normalises to it, and a vocabulary that lacks
    some bytes (SmolLM2's) loses the characters with these bytes on both sides, but what stands
    around a lost one may be joined differently.
    """
    model = data["model"]
    _check_normalizer(data.get("normalizer"))
    for option in ("continuing_subword_prefix", "end_of_word_suffix", "dropout"):
        if model.get(option):
            raise CheckpointError(f"the tokenizer's option {option!r} is not supported")
    skips_merges = bool(model.get("ignore_merges"))
    pre = pre_tokenizer_name(data.get("pre_tokenizer"), skips_merges)
    tokens = {i: (token, gguf.TokenType.NORMAL) for token, i in model["vocab"].items()}
    for i, (text, kind) in added_tokens(data.get("added_tokens", ())).items():
        if skips_merges and kind == gguf.TokenType.CONTROL and _is_word(backend, text):
            text = unspellable(text)
        tokens[i] = text, kind
    # A part with a space in it never meets a text: its bytes are written without spaces.
    pairs = [m.split(" ", 1) if isinstance(m, str) else m for m in model["merges"]]
    merges = [f"{left} {right}" for left, right in pairs if " " not in left + right]
    if not merges:
        raise CheckpointError("the tokenizer has no merges, which llama.cpp needs")
    return Vocabulary("gpt2", pre, table(tokens, vocab_size), merges=merges)


def _check_normalizer(normalizer: dict[str, Any] | None) -> None:
    if normalizer is None or normalizer["type"] == "NFC":
        return
    if normalizer["type"] == "Sequence":
        for part in normalizer["normalizers"]:
            _check_normalizer(part)
        return
    raise CheckpointError(f"the normaliser {normalizer['type']} is not one that llama.cpp does")


def _is_word(backend: Any, text: str) -> bool:
    """Whether a text could be one whole word, which llama.cpp would look up without merges."""
    return len(backend.pre_tokenizer.pre_tokenize_str(text)) == 1
