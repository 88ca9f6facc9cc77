"""What the header of a backbone must say before llama.cpp may open the file.

llama.cpp aborts the process where numbers of a header contradict each other (head sizes, duplicate
tokens, unknown rotary scalings), so only architectures, hyperparameters, tensors and tokenizers
that are known here get through, and every number is compared with the shapes it implies.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ilora_edge.untrusted.gguf_reader import (
    ArrayInfo,
    GGUFHeader,
    TensorInfo,
    damaged,
    quoted,
    read_gguf_header,
    read_gguf_tokens,
)

__all__ = [
    "ARCHITECTURES",
    "PRE_TOKENIZERS",
    "TOKENIZERS",
    "ArrayInfo",
    "GGUFHeader",
    "TensorInfo",
    "check_backbone",
    "layout_sha256",
    "read_gguf_header",
]

ARCHITECTURES = ("llama", "qwen2", "qwen3")
"""What is handed to llama.cpp at all; each must have been proven against torch."""
TOKENIZERS = ("llama", "gpt2", "none", "no_vocab")
PRE_TOKENIZERS = (
    *("default", "gpt-2", "llama-bpe", "smaug-bpe", "qwen2", "smollm"),
    # Older names that llama.cpp takes for "llama-bpe".
    *("llama3", "llama-v3"),
)
ROPE_SCALINGS = ("none", "linear", "yarn")
MAX_VOCABULARY = 1 << 20

# Key without the architecture to the largest value; all from 1 on.
_COUNTS = {
    "context_length": (1 << 31) - 1,
    "embedding_length": 1 << 17,
    "block_count": 512,
    "feed_forward_length": 1 << 20,
    "attention.head_count": 1024,
    "attention.head_count_kv": 1024,
    "attention.key_length": 1 << 13,
    "attention.value_length": 1 << 13,
    "rope.dimension_count": 1 << 13,
    "rope.scaling.original_context_length": (1 << 31) - 1,
    "vocab_size": MAX_VOCABULARY,
}
_REALS = (
    "attention.layer_norm_rms_epsilon",
    "rope.freq_base",
    "rope.scale_linear",
    *(f"rope.scaling.{k}" for k in ("factor", "attn_factor", "yarn_ext_factor")),
    *(f"rope.scaling.yarn_{k}" for k in ("attn_factor", "beta_fast", "beta_slow")),
    "rope.scaling.yarn_log_multiplier",
)
_POSITIVE = ("attention.layer_norm_rms_epsilon", "rope.freq_base")
_REQUIRED = (
    *("context_length", "embedding_length", "block_count", "feed_forward_length"),
    *("attention.head_count", "attention.layer_norm_rms_epsilon"),
)
_TEXTS = ("rope.scaling.type", "tensor_data_layout")
_OTHER_FILES = ("split.", "adapter.", "imatrix.")

Shapes = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The hyperparameters that shapes follow from."""

    embedding: int
    blocks: int
    feed_forward: int
    heads: int
    kv_heads: int
    head: int
    vocabulary: int


def layout_sha256(header: GGUFHeader) -> str:
    """Return the sha256 of names, shapes and types of all tensors, whatever their order."""
    rows = [[name, [*t.shape], t.type_name] for name, t in sorted(header.tensors.items())]
    text = json.dumps(rows, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def check_backbone(
    path: Path, architecture: str | None = None, layout: str | None = None
) -> GGUFHeader:
    """Read a backbone's header and check all that llama.cpp would take on trust.

    Parameters
    ----------
    architecture
        The manifest's; None: any that is supported.
    layout
        The manifest's :func:`layout_sha256`; None: not compared.

    Raises
    ------
    BundleError
        The file is damaged, is another model, or holds what this version does not know.
    """
    header, tokens = read_gguf_tokens(path, MAX_VOCABULARY)
    try:
        _check_kind(header, architecture)
        if not header.tensors:
            raise ValueError("it holds no tensors, only a vocabulary")
        if layout is not None and layout_sha256(header) != layout:
            raise ValueError(
                f"its tensors have the layout {layout_sha256(header)[:12]}, "
                f"the manifest's is {layout[:12]}"
            )
        vocabulary = _check_tokenizer(header, tokens)
        _check_tensors(header, _sizes(header, vocabulary))
    except ValueError as error:
        raise damaged(path, error) from error
    return header


def _check_kind(header: GGUFHeader, architecture: str | None) -> None:
    if header.architecture not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        raise ValueError(f"the architecture {quoted(header.architecture)}; known: {known}")
    if architecture not in (None, header.architecture):
        raise ValueError(f"the architecture {header.architecture}, the manifest's: {architecture}")
    if header.metadata.get("general.type", "model") != "model":
        raise ValueError("it is not a model but another kind of GGUF")
    for key in header.metadata:
        if key.startswith(_OTHER_FILES):
            raise ValueError(f"{quoted(key)}: one part of several, or no model")


def _sizes(header: GGUFHeader, vocabulary: int) -> _Sizes:
    values = _hyperparameters(header)
    embedding, heads = values["embedding_length"], values["attention.head_count"]
    kv_heads = values.get("attention.head_count_kv", heads)
    head = values.get("attention.key_length", embedding // heads)
    if heads % kv_heads:
        raise ValueError(f"{heads} query heads do not divide by {kv_heads} key-value heads")
    if "attention.key_length" not in values and embedding % heads:
        raise ValueError(f"an embedding of {embedding} does not divide by {heads} heads")
    for key in ("attention.value_length", "rope.dimension_count"):
        if values.get(key, head) != head:
            raise ValueError(f"{key} is {values[key]}, a head has {head}")
    if values.get("attention.value_length") is None and head != embedding // heads:
        raise ValueError("attention.value_length is missing")
    if head % 2:
        raise ValueError(f"a head of {head} cannot be rotated")
    if header.architecture == "qwen2" and heads * head != embedding:
        raise ValueError(f"{heads} heads of {head} do not make an embedding of {embedding}")
    if values.get("vocab_size", vocabulary) != vocabulary:
        raise ValueError(f"vocab_size is {values['vocab_size']}, it has {vocabulary} tokens")
    blocks, feed_forward = values["block_count"], values["feed_forward_length"]
    return _Sizes(embedding, blocks, feed_forward, heads, kv_heads, head, vocabulary)


def _hyperparameters(header: GGUFHeader) -> dict[str, Any]:
    """Return the architecture's keys by their last part, all of known name, type and range."""
    values: dict[str, Any] = {}
    prefix = f"{header.architecture}."
    for full, value in header.metadata.items():
        if not full.startswith(prefix):
            continue
        key, kind = full.removeprefix(prefix), header.types[full]
        if key in _COUNTS:
            valid = kind == "u32" and 1 <= value <= _COUNTS[key]  # type: ignore[operator]
        elif key in _REALS:
            least = math.ulp(0.0) if key in _POSITIVE else 0.0
            valid = kind == "f32" and least <= value < math.inf  # type: ignore[operator]
        elif key == "expert_count":
            valid = kind == "u32" and value == 0
        else:
            valid = (key in _TEXTS and kind == "str") or (
                key == "rope.scaling.finetuned" and kind == "bool"
            )
        if not valid:
            shown = quoted(value) if isinstance(value, str) else value
            raise ValueError(f"{quoted(full)} of {shown} is not supported")
        values[key] = value
    for key in _REQUIRED:
        if key not in values:
            raise ValueError(f"{prefix}{key} is missing")
    if values.get("rope.scaling.type", "none") not in ROPE_SCALINGS:
        raise ValueError(f"the rotary scaling {quoted(values['rope.scaling.type'])}")
    return values


def _check_tokenizer(header: GGUFHeader, names: set[bytes]) -> int:
    """Return the number of tokens; raise ValueError where llama.cpp would stumble over one."""
    metadata = header.metadata
    model = metadata.get("tokenizer.ggml.model")
    if model not in TOKENIZERS:
        raise ValueError(f"the tokenizer {quoted(str(model))}; known: {', '.join(TOKENIZERS)}")
    pre = metadata.get("tokenizer.ggml.pre", None if model == "gpt2" else "default")
    if pre not in PRE_TOKENIZERS:
        raise ValueError(f"the pre-tokenizer {quoted(str(pre))}, which is not supported")
    if model in ("none", "no_vocab"):
        size = metadata.get(f"{header.architecture}.vocab_size")
        if not isinstance(size, int) or "tokenizer.ggml.tokens" in metadata:
            raise ValueError("without a tokenizer, vocab_size must say how many tokens")
        return size
    tokens = _array(header, "tokens", "str")
    if not 1 <= tokens.count <= MAX_VOCABULARY:
        raise ValueError(f"it has {tokens.count} tokens")
    _array(header, "token_type", "i32", tokens.count)
    if model == "gpt2":
        _array(header, "merges", "str")
    if model == "llama" or "tokenizer.ggml.scores" in metadata:
        _array(header, "scores", "f32", tokens.count)
    _check_tokens(names, tokens.count, needs_bytes=model == "llama")
    return tokens.count


def _array(header: GGUFHeader, name: str, kind: str, count: int | None = None) -> ArrayInfo:
    array = header.metadata.get(f"tokenizer.ggml.{name}")
    if not isinstance(array, ArrayInfo) or array.type != kind:
        raise ValueError(f"tokenizer.ggml.{name} is not an array of {kind}")
    if count not in (None, array.count):
        raise ValueError(f"tokenizer.ggml.{name} has {array.count} elements, tokens are {count}")
    return array


def _check_tokens(names: set[bytes], count: int, needs_bytes: bool) -> None:
    # llama.cpp aborts where two tokens have one name.
    if len(names) < count:
        raise ValueError(f"{count - len(names)} tokens are there twice")
    # It reads a token up to its first zero byte, so these could be equal too.
    if b"\0" in b"".join(names):
        raise ValueError("a token holds a zero byte")
    # Without them a character that is not a token ends the process.
    if needs_bytes and not all(b"<0x%02X>" % byte in names for byte in range(256)):
        raise ValueError("its SentencePiece vocabulary lacks tokens for single bytes")


def _check_tensors(header: GGUFHeader, sizes: _Sizes) -> None:
    required, optional = _expected(header.architecture, sizes)
    for name in required:
        if name not in header.tensors:
            raise ValueError(f"the tensor {name} is missing")
    for name, tensor in header.tensors.items():
        shape = required.get(name) or optional.get(name)
        if shape is None:
            raise ValueError(f"the tensor {quoted(name)} has no place in this architecture")
        if tensor.shape != shape:
            raise ValueError(f"{name} has the shape {tensor.shape}, not {shape}")
        if len(shape) == 1 and tensor.type_name != "f32":
            raise ValueError(f"{name} is {tensor.type_name}, vectors are f32")


def _expected(architecture: str, s: _Sizes) -> tuple[Shapes, Shapes]:
    """Return the shapes of all tensors that there must and that there may be."""
    queries, keys = s.heads * s.head, s.kv_heads * s.head
    required: Shapes = {
        "token_embd.weight": (s.embedding, s.vocabulary),
        "output_norm.weight": (s.embedding,),
    }
    optional: Shapes = {"output.weight": (s.embedding, s.vocabulary)}
    if architecture == "llama":
        optional["rope_freqs.weight"] = (s.head // 2,)
    for i in range(s.blocks):
        required |= {
            f"blk.{i}.attn_norm.weight": (s.embedding,),
            f"blk.{i}.attn_q.weight": (s.embedding, queries),
            f"blk.{i}.attn_k.weight": (s.embedding, keys),
            f"blk.{i}.attn_v.weight": (s.embedding, keys),
            f"blk.{i}.attn_output.weight": (queries, s.embedding),
            f"blk.{i}.ffn_norm.weight": (s.embedding,),
            f"blk.{i}.ffn_gate.weight": (s.embedding, s.feed_forward),
            f"blk.{i}.ffn_up.weight": (s.embedding, s.feed_forward),
            f"blk.{i}.ffn_down.weight": (s.feed_forward, s.embedding),
        }
        optional |= {
            f"blk.{i}.attn_q.bias": (queries,),
            f"blk.{i}.attn_k.bias": (keys,),
            f"blk.{i}.attn_v.bias": (keys,),
        }
        if architecture == "llama":
            optional |= {
                f"blk.{i}.attn_output.bias": (s.embedding,),
                f"blk.{i}.ffn_gate.bias": (s.feed_forward,),
                f"blk.{i}.ffn_up.bias": (s.feed_forward,),
                f"blk.{i}.ffn_down.bias": (s.embedding,),
            }
        if architecture == "qwen3":
            required |= {
                f"blk.{i}.attn_q_norm.weight": (s.head,),
                f"blk.{i}.attn_k_norm.weight": (s.head,),
            }
    return required, optional
