"""Numbers of a GGUF header that contradict each other, each refused by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from gguf_bytes import (
    BOOL,
    EMBEDDING,
    TYPE_F16,
    File,
    Tensor,
    Value,
    integer,
    integers,
    real,
    reals,
    sentencepiece,
    strings,
    text,
    u64,
)
from gguf_cases import EMBD, NORM, VALID, refusal


def without(name: bytes) -> File:
    return replace(VALID, tensors=tuple(t for t in VALID.tensors if t.name != name))


def reshaped(name: bytes, *shape: int) -> File:
    return VALID.with_tensor(name, Tensor(name, shape))


def with_tokens(tokens: tuple[bytes, ...]) -> File:
    types = integers((1,) * len(tokens))
    return VALID.with_metadata(
        tokenizer__ggml__tokens=strings(tokens), tokenizer__ggml__token_type=types
    ).with_tensor(EMBD.name, Tensor(EMBD.name, (EMBEDDING, len(tokens))))


CONTRADICTIONS = {
    "another architecture": (
        VALID.with_metadata(general__architecture=text(b"gemma")),
        "architecture 'gemma'; known: llama, qwen2, qwen3",
    ),
    "an adapter": (VALID.with_metadata(general__type=text(b"adapter")), "another kind of GGUF"),
    "a split file": (VALID.with_metadata(split__count=Value(2, b"\2\0")), "one part of several"),
    "no tensors": (replace(VALID, tensors=()), "no tensors"),
    "another tokenizer": (VALID.with_metadata(tokenizer__ggml__model=text(b"rwkv")), "'rwkv'"),
    "no tokenizer": (VALID.with_metadata(tokenizer__ggml__model=None), "the tokenizer 'None'"),
    "another pre-tokenizer": (
        VALID.with_metadata(tokenizer__ggml__pre=text(b"kimi-k2")),
        "the pre-tokenizer 'kimi-k2'",
    ),
    "no pre-tokenizer": (VALID.with_metadata(tokenizer__ggml__pre=None), "the pre-tokenizer"),
    "no tokens": (
        VALID.with_metadata(tokenizer__ggml__tokens=None),
        "tokens is not an array of str",
    ),
    "tokens of numbers": (
        VALID.with_metadata(tokenizer__ggml__tokens=integers((1, 2, 3))),
        "tokens is not an array of str",
    ),
    "0 tokens": (
        VALID.with_metadata(
            tokenizer__ggml__tokens=strings(()), tokenizer__ggml__token_type=integers(())
        ),
        "it has 0 tokens",
    ),
    "fewer token types": (
        VALID.with_metadata(tokenizer__ggml__token_type=integers((1,))),
        "token_type has 1 elements, tokens are 5",
    ),
    "token types of strings": (
        VALID.with_metadata(tokenizer__ggml__token_type=strings((b"x",) * 5)),
        "token_type is not an array of i32",
    ),
    "fewer scores": (
        VALID.with_metadata(tokenizer__ggml__scores=reals((0.0,))),
        "scores has 1 elements, tokens are 5",
    ),
    "no merges": (
        VALID.with_metadata(tokenizer__ggml__merges=None),
        "merges is not an array of str",
    ),
    "a token twice": (with_tokens((b"a", b"b", b"a")), "1 tokens are there twice"),
    "an empty token's name": (with_tokens((b"", b"[EMPTY_0]")), "1 tokens are there twice"),
    "tokens that differ behind a zero byte": (with_tokens((b"a\0b", b"a\0c")), "zero byte"),
    "no bytes in SentencePiece": (
        sentencepiece().with_metadata(
            tokenizer__ggml__tokens=strings(tuple(b"t%d" % i for i in range(259)))
        ),
        "lacks tokens for single bytes",
    ),
    "no tokenizer and no size": (
        VALID.with_metadata(tokenizer__ggml__model=text(b"none"), tokenizer__ggml__tokens=None),
        "vocab_size must say",
    ),
    "more rows than tokens": (reshaped(EMBD.name, EMBEDDING, 6), r"\(8, 6\), not \(8, 5\)"),
    "another vocab_size": (VALID.with_metadata(llama__vocab_size=integer(6)), "vocab_size is 6"),
    "no block count": (VALID.with_metadata(llama__block_count=None), "llama.block_count is mis"),
    "0 blocks": (VALID.with_metadata(llama__block_count=integer(0)), "of 0 is not supported"),
    "513 blocks": (VALID.with_metadata(llama__block_count=integer(513)), "513 is not supported"),
    "two blocks, one there": (
        VALID.with_metadata(llama__block_count=integer(2)),
        "blk.1.attn_norm.weight is missing",
    ),
    "0 heads": (VALID.with_metadata(llama__attention__head_count=integer(0)), "of 0 is not"),
    "3 heads": (VALID.with_metadata(llama__attention__head_count=integer(3)), "do not|does not"),
    "more key-value heads": (
        VALID.with_metadata(llama__attention__head_count_kv=integer(4)),
        "2 query heads do not divide by 4",
    ),
    "as many key-value heads": (
        VALID.with_metadata(llama__attention__head_count_kv=integer(2)),
        r"blk.0.attn_k.weight has the shape \(8, 4\), not \(8, 8\)",
    ),
    "heads per block": (
        VALID.with_metadata(llama__attention__head_count=integers((2,))),
        "is not supported",
    ),
    "another key length": (
        VALID.with_metadata(llama__attention__key_length=integer(2)),
        "value_length is missing",
    ),
    "key and value lengths differ": (
        VALID.with_metadata(
            llama__attention__key_length=integer(4), llama__attention__value_length=integer(2)
        ),
        "value_length is 2, a head has 4",
    ),
    "another rotary size": (
        VALID.with_metadata(llama__rope__dimension_count=integer(2)),
        "rope.dimension_count is 2",
    ),
    "an odd head": (
        VALID.with_metadata(
            llama__attention__key_length=integer(3), llama__attention__value_length=integer(3)
        ),
        "a head of 3 cannot be rotated",
    ),
    "another embedding length": (
        VALID.with_metadata(llama__embedding_length=integer(16)),
        "token_embd.weight has the shape",
    ),
    "an embedding of 2**32 - 1": (
        VALID.with_metadata(llama__embedding_length=integer((1 << 32) - 1)),
        "is not supported",
    ),
    "a length of another type": (
        VALID.with_metadata(llama__embedding_length=Value(10, u64(8))),
        "is not supported",
    ),
    "a length that is text": (
        VALID.with_metadata(llama__feed_forward_length=text(b"16")),
        "of '16' is not supported",
    ),
    "an epsilon that is not a number": (
        VALID.with_metadata(llama__attention__layer_norm_rms_epsilon=real(float("nan"))),
        "of nan is not supported",
    ),
    "an epsilon of 0": (
        VALID.with_metadata(llama__attention__layer_norm_rms_epsilon=real(0.0)),
        "of 0.0 is not supported",
    ),
    "an endless rotary base": (
        VALID.with_metadata(llama__rope__freq_base=real(float("inf"))),
        "of inf is not supported",
    ),
    "an unknown rotary scaling": (
        VALID.with_metadata(llama__rope__scaling__type=text(b"longrope")),
        "rotary scaling 'longrope'",
    ),
    "experts": (VALID.with_metadata(llama__expert_count=integer(8)), "of 8 is not supported"),
    "attention to the future": (
        VALID.with_metadata(llama__attention__causal=Value(BOOL, b"\0")),
        "llama.attention.causal",
    ),
    "pooling": (VALID.with_metadata(llama__pooling_type=integer(1)), "llama.pooling_type"),
    "a matrix missing": (without(b"blk.0.ffn_up.weight"), "blk.0.ffn_up.weight is missing"),
    "a matrix of another shape": (
        reshaped(b"blk.0.ffn_up.weight", 8, 12),
        r"blk.0.ffn_up.weight has the shape \(8, 12\)",
    ),
    "a matrix transposed": (
        reshaped(b"blk.0.ffn_down.weight", 8, 16),
        r"not \(16, 8\)",
    ),
    "a tensor more": (
        VALID.with_tensor(NORM.name, NORM, Tensor(b"blk.1.attn_q.weight", (8, 8))),
        "'blk.1.attn_q.weight' has no place",
    ),
    "a scale": (
        VALID.with_tensor(NORM.name, NORM, Tensor(b"blk.0.attn_q.scale", (1,))),
        "'blk.0.attn_q.scale' has no place",
    ),
    "a vector in halves": (
        VALID.with_tensor(NORM.name, replace(NORM, kind=TYPE_F16)),
        "output_norm.weight is f16, vectors are f32",
    ),
    "rotary factors of another length": (
        VALID.with_tensor(NORM.name, NORM, Tensor(b"rope_freqs.weight", (4,))),
        "rope_freqs.weight has the shape",
    ),
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_numbers_that_contradict_each_other_are_refused(tmp_path: Path, what: str) -> None:
    file, expected = CONTRADICTIONS[what]
    assert re.search(expected, refusal(tmp_path, file))
