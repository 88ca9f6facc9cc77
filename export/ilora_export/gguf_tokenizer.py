"""An HF tokenizer becomes GGUF metadata, so that llama.cpp gives the same ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gguf

from ilora_edge.errors import CheckpointError


def add_tokenizer(writer: gguf.GGUFWriter, folder: Path, vocab_size: int) -> None:
    """Add a byte-level BPE tokenizer; raise CheckpointError for any other kind."""
    try:
        data = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{folder}: no usable tokenizer.json ({error})") from error
    model = data["model"]
    pre_type = _pre_tokenizer_type(data)
    if model.get("type") != "BPE" or pre_type is None:
        raise CheckpointError(
            f"{folder}: only byte-level BPE tokenizers with GPT-2's splitting are supported yet"
        )
    tokens = [f"[PAD{i}]" for i in range(vocab_size)]
    types = [gguf.TokenType.UNUSED] * vocab_size
    for token, i in model["vocab"].items():
        tokens[i], types[i] = token, gguf.TokenType.NORMAL
    for added in data.get("added_tokens", ()):
        special = added.get("special")
        kind = gguf.TokenType.CONTROL if special else gguf.TokenType.USER_DEFINED
        tokens[added["id"]], types[added["id"]] = added["content"], kind
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre_type)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    merges = [m if isinstance(m, str) else " ".join(m) for m in model["merges"]]
    writer.add_token_merges(merges)
    config = _read_optional(folder / "tokenizer_config.json")
    ids = {token: i for i, token in enumerate(tokens)}
    if (bos := _token_text(config.get("bos_token"))) in ids:
        writer.add_bos_token_id(ids[bos])
    if (eos := _token_text(config.get("eos_token"))) in ids:
        writer.add_eos_token_id(ids[eos])
    # Prompts are joined from segments; the builder puts the first token itself.
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def add_no_tokenizer(writer: gguf.GGUFWriter, vocab_size: int) -> None:
    """Say that the model has no tokenizer: it can be run on ids, not on text."""
    # llama.cpp takes the number of ids from here where there is no list of tokens.
    writer.add_tokenizer_model("none")
    size_key = gguf.Keys.LLM.VOCAB_SIZE.format(arch=writer.arch)
    if not any(size_key in values for values in writer.kv_data):
        writer.add_vocab_size(vocab_size)


def _pre_tokenizer_type(data: dict[str, Any]) -> str | None:
    """Return llama.cpp's name of the way text is split before BPE, or None where unknown."""
    pre = data.get("pre_tokenizer") or {}
    plain = pre.get("type") == "ByteLevel" and not pre.get("add_prefix_space")
    if plain and pre.get("use_regex", True) and data.get("normalizer") is None:
        return "gpt-2"
    return None


def _read_optional(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data


def _token_text(value: Any) -> str:
    """Return a special token's text; older files wrap it in an object."""
    return str(value.get("content", "")) if isinstance(value, dict) else str(value or "")
