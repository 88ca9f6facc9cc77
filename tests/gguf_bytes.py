"""GGUF files written byte by byte, so that tests can get any of them wrong."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

U32, I32, F32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TYPE_F32, TYPE_F16, TYPE_Q8_0 = 0, 1, 8

EMBEDDING, HEADS, KV_HEADS, HEAD, FEED_FORWARD = 8, 2, 1, 4, 16
TOKENS = (b"a", b"b", b"\xc4\x8a", b"ab", b"<eos>")


def u32(value: int) -> bytes:
    return struct.pack("<I", value)


def u64(value: int) -> bytes:
    return struct.pack("<Q", value)


def string(text: bytes) -> bytes:
    return u64(len(text)) + text


@dataclass(frozen=True)
class Value:
    """A value of the metadata: its type's number and the bytes that follow it."""

    kind: int
    raw: bytes


def integer(value: int) -> Value:
    return Value(U32, u32(value))


def real(value: float) -> Value:
    return Value(F32, struct.pack("<f", value))


def text(value: bytes) -> Value:
    return Value(STRING, string(value))


def strings(values: tuple[bytes, ...]) -> Value:
    return Value(ARRAY, u32(STRING) + u64(len(values)) + b"".join(map(string, values)))


def integers(values: tuple[int, ...]) -> Value:
    return Value(ARRAY, u32(I32) + u64(len(values)) + struct.pack(f"<{len(values)}i", *values))


def reals(values: tuple[float, ...]) -> Value:
    return Value(ARRAY, u32(F32) + u64(len(values)) + struct.pack(f"<{len(values)}f", *values))


@dataclass(frozen=True)
class Tensor:
    """A tensor's description; ``offset`` None: right behind the one before."""

    name: bytes
    shape: tuple[int, ...]
    kind: int = TYPE_F32
    offset: int | None = None
    n_dims: int | None = None

    @property
    def size(self) -> int:
        n = 1
        for length in self.shape:
            n *= length
        return {TYPE_F32: 4 * n, TYPE_F16: 2 * n, TYPE_Q8_0: n // 32 * 34}.get(self.kind, 4 * n)


def padded(n: int, alignment: int = 32) -> int:
    return -(-n // alignment) * alignment


@dataclass(frozen=True)
class File:
    """A GGUF file in parts."""

    metadata: dict[bytes, Value]
    tensors: tuple[Tensor, ...]
    magic: bytes = b"GGUF"
    version: int = 3
    n_tensors: int | None = None
    n_keys: int | None = None
    more_metadata: bytes = field(default=b"")

    def with_metadata(self, **changes: Value | None) -> File:
        """Change, add or (None) drop keys; ``__`` stands for a dot."""
        metadata = dict(self.metadata)
        for name, value in changes.items():
            key = name.replace("__", ".").encode()
            metadata.pop(key, None)
            if value is not None:
                metadata[key] = value
        return replace(self, metadata=metadata)

    def with_tensor(self, old: bytes, *new: Tensor) -> File:
        """Put other tensors in the place of one."""
        at = [t.name for t in self.tensors].index(old)
        return replace(self, tensors=(*self.tensors[:at], *new, *self.tensors[at + 1 :]))

    def header(self) -> bytes:
        n_tensors = len(self.tensors) if self.n_tensors is None else self.n_tensors
        n_keys = len(self.metadata) if self.n_keys is None else self.n_keys
        parts = [self.magic, u32(self.version), u64(n_tensors), u64(n_keys)]
        for key, value in self.metadata.items():
            parts += [string(key), u32(value.kind), value.raw]
        parts.append(self.more_metadata)
        offset = 0
        for t in self.tensors:
            n_dims = len(t.shape) if t.n_dims is None else t.n_dims
            parts += [string(t.name), u32(n_dims), *map(u64, t.shape), u32(t.kind)]
            parts.append(u64((offset if t.offset is None else t.offset) % (1 << 64)))
            offset += padded(t.size)
        return b"".join(parts)

    def data(self) -> bytes:
        """Small weights, none of them alike, vectors of ones."""
        parts = []
        for n, t in enumerate(self.tensors):
            if t.kind == TYPE_F32 and t.size < 1 << 20:
                count = t.size // 4
                values = [1.0 if len(t.shape) == 1 else (i + n) % 7 / 9 - 0.3 for i in range(count)]
                raw = struct.pack(f"<{count}f", *values)
            else:
                raw = bytes(min(t.size, 1 << 20))
            parts.append(raw + bytes(padded(len(raw)) - len(raw)))
        return b"".join(parts)

    def __bytes__(self) -> bytes:
        header = self.header()
        return header + bytes(padded(len(header)) - len(header)) + self.data()


def block(i: int, embedding: int = EMBEDDING, kind: int = TYPE_F32) -> tuple[Tensor, ...]:
    """The tensors of one Llama block."""
    queries, keys = HEADS * HEAD, KV_HEADS * HEAD
    shapes = {
        b"attn_q": (embedding, queries),
        b"attn_k": (embedding, keys),
        b"attn_v": (embedding, keys),
        b"attn_output": (queries, embedding),
        b"ffn_gate": (embedding, FEED_FORWARD),
        b"ffn_up": (embedding, FEED_FORWARD),
        b"ffn_down": (FEED_FORWARD, embedding),
    }
    prefix = b"blk.%d." % i
    return (
        Tensor(prefix + b"attn_norm.weight", (embedding,)),
        *(Tensor(prefix + n + b".weight", shape, kind) for n, shape in shapes.items()),
        Tensor(prefix + b"ffn_norm.weight", (embedding,)),
    )


def tiny_llama() -> File:
    """A whole Llama of one block that llama.cpp loads."""
    n = len(TOKENS)
    metadata = {
        b"general.architecture": text(b"llama"),
        b"llama.context_length": integer(64),
        b"llama.embedding_length": integer(EMBEDDING),
        b"llama.block_count": integer(1),
        b"llama.feed_forward_length": integer(FEED_FORWARD),
        b"llama.attention.head_count": integer(HEADS),
        b"llama.attention.head_count_kv": integer(KV_HEADS),
        b"llama.attention.layer_norm_rms_epsilon": real(1e-5),
        b"llama.rope.freq_base": real(10000.0),
        b"tokenizer.ggml.model": text(b"gpt2"),
        b"tokenizer.ggml.pre": text(b"gpt-2"),
        b"tokenizer.ggml.tokens": strings(TOKENS),
        b"tokenizer.ggml.token_type": integers((1,) * (n - 1) + (3,)),
        b"tokenizer.ggml.merges": strings((b"a b",)),
        b"tokenizer.ggml.eos_token_id": integer(n - 1),
    }
    tensors = (
        Tensor(b"token_embd.weight", (EMBEDDING, n)),
        *block(0),
        Tensor(b"output_norm.weight", (EMBEDDING,)),
    )
    return File(metadata, tensors)


def sentencepiece() -> File:
    """The same with a SentencePiece vocabulary: three pieces and every single byte."""
    tokens = (b"<unk>", b"<s>", b"</s>", *(b"<0x%02X>" % i for i in range(256)))
    n = len(tokens)
    file = tiny_llama().with_metadata(
        tokenizer__ggml__model=text(b"llama"),
        tokenizer__ggml__pre=text(b"default"),
        tokenizer__ggml__tokens=strings(tokens),
        tokenizer__ggml__token_type=integers((2, 3, 3) + (6,) * 256),
        tokenizer__ggml__scores=reals((0.0,) * n),
        tokenizer__ggml__merges=None,
        tokenizer__ggml__eos_token_id=integer(2),
    )
    return file.with_tensor(b"token_embd.weight", Tensor(b"token_embd.weight", (EMBEDDING, n)))
