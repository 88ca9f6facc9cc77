"""SentencePiece's own file, ``tokenizer.model``, as GGUF holds it.

A serialised protocol buffer of a few fields, read here without the packages that can: pieces with
score and type, how the model was trained, and how it normalises text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import gguf

from ilora_edge.errors import CheckpointError
from ilora_edge.system.plain_file import read_plain
from ilora_export.sentencepiece_tokenizer import BYTES, hide_joined
from ilora_export.vocabulary import Token, Vocabulary, table

_BPE = 2
_NORMAL, _CONTROL, _USER_DEFINED, _UNUSED = 1, 3, 4, 5

Value = int | bytes


def load_sentencepiece(path: Path, vocab_size: int) -> Vocabulary:
    """Return the vocabulary of a ``tokenizer.model``; raise CheckpointError where it cannot be.

    Runs of spaces are not collapsed, whatever the model says; prompts have none. User-defined
    pieces become control tokens, which no text can spell.
    """
    try:
        pieces, training, normalising = _read(read_plain(path))
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise CheckpointError(f"{path}: not a SentencePiece model ({error})") from error
    if training.get(3, 1) != _BPE:
        raise CheckpointError(f"{path}: not a BPE model, and llama.cpp's 'llama' is nothing else")
    if normalising.get(2):
        name = normalising.get(1, b"")
        raise CheckpointError(f"{path}: it normalises text ({name!r}), which llama.cpp does not")
    if training.get(24) or not normalising.get(5, 1):
        raise CheckpointError(f"{path}: its way to write spaces is not one that llama.cpp does")
    tokens: dict[int, Token] = {}
    for i, (text, _, kind) in enumerate(pieces):
        if kind == _UNUSED:
            raise CheckpointError(f"{path}: unused pieces ({text!r}) are not supported")
        tokens[i] = text, gguf.TokenType(_CONTROL if kind == _USER_DEFINED else kind)
    normal = {text for text, _, kind in pieces if kind == _NORMAL}
    pairs = {(t[:n], t[n:]) for t in normal for n in range(1, len(t))}
    tokens = hide_joined(tokens, set(pairs))
    missing = set(BYTES) - {text for text, kind in tokens.values() if kind == gguf.TokenType.BYTE}
    if missing:
        raise CheckpointError(f"{path}: {len(missing)} of the 256 byte tokens are missing")
    scores = [score for _, score, _ in pieces[:vocab_size]]
    scores += [0.0] * (vocab_size - len(scores))
    return Vocabulary(
        "llama",
        "default",
        table(tokens, vocab_size),
        scores,
        add_space_prefix=bool(normalising.get(3, 1)),
    )


def _read(data: bytes) -> tuple[list[tuple[str, float, int]], dict[int, Value], dict[int, Value]]:
    pieces = []
    training: dict[int, Value] = {}
    normalising: dict[int, Value] = {}
    for number, value in _fields(data):
        if not isinstance(value, bytes):
            continue
        if number == 1:
            piece = dict(_fields(value))
            text, score = piece.get(1, b""), piece.get(2, bytes(4))
            if not isinstance(text, bytes) or not isinstance(score, bytes):
                raise ValueError("a piece is damaged")
            kind = int(piece.get(3, _NORMAL))
            pieces.append((text.decode("utf-8"), struct.unpack("<f", score)[0], kind))
        elif number == 2:
            training = dict(_fields(value))
        elif number == 3:
            normalising = dict(_fields(value))
    if not pieces:
        raise ValueError("it has no pieces")
    return pieces, training, normalising


def _fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """Yield number and value of a message's fields; fixed-width values as their bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if wire == 2:
            size, at = _varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise ValueError(f"a field of unknown kind {wire}")
        if at + size > len(data):
            raise ValueError("it is cut off")
        yield number, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number is too long")
