"""A SentencePiece BPE tokenizer (Llama 2, TinyLlama, Mistral) as GGUF holds it.

SentencePiece and llama.cpp join two neighbours whenever their text together is a token, the token
with the highest score first. ``tokenizer.json`` has a list of pairs instead; it must be exactly
what such scores give, and then minus the place in the list is the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import gguf

from ilora_edge.errors import CheckpointError
from ilora_export.vocabulary import Token, Vocabulary, added_tokens, table, unspellable

SPACE = "▁"
BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))

_REPLACE = {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}
_PREPEND = {"type": "Prepend", "prepend": SPACE}


def sentencepiece_vocabulary(data: dict[str, Any], vocab_size: int) -> Vocabulary:
    """Return the vocabulary of a ``tokenizer.json`` whose BPE falls back to bytes.

    Raises CheckpointError where llama.cpp would not give the same ids. Left to the caller: a text
    that begins with a space, where the file has a ``Metaspace`` pre-tokenizer (which then adds
    none, and llama.cpp one), and runs of more than 16 equal characters, where HF's order of equal
    joins is not SentencePiece's.
    """
    model = data["model"]
    for option in ("continuing_subword_prefix", "end_of_word_suffix", "dropout", "ignore_merges"):
        if model.get(option):
            raise CheckpointError(f"the tokenizer's option {option!r} is not supported")
    if not model.get("byte_fallback"):
        raise CheckpointError("it is neither byte-level nor does it fall back to bytes")
    vocab: dict[str, int] = model["vocab"]
    add_space_prefix, splits = _spaces(data)
    pairs = [tuple(m.split(" ", 1) if isinstance(m, str) else m) for m in model["merges"]]
    ranks = {left + right: -rank for rank, (left, right) in enumerate(pairs)}
    if splits and any(SPACE in token[1:] for token in ranks):
        raise CheckpointError("it splits text at spaces, but joins over them")
    tokens = {i: (text, _kind(text, model)) for text, i in vocab.items()}
    tokens |= {
        i: token
        for i, token in added_tokens(data.get("added_tokens", ())).items()
        if tokens.get(i, token)[1] != gguf.TokenType.UNKNOWN
    }
    tokens = hide_joined(tokens, set(pairs))
    _check_order(ranks, pairs)
    _check_bytes(tokens.values())
    listed = table(tokens, vocab_size)
    scores = [float(ranks.get(text, -len(pairs))) for text, _ in listed]
    return Vocabulary("llama", "default", listed, scores, add_space_prefix=add_space_prefix)


def hide_joined(tokens: Mapping[int, Token], pairs: set[tuple[str, ...]]) -> dict[int, Token]:
    """Return the tokens with those renamed that llama.cpp alone would join from a text.

    It joins whatever gives a token, control tokens too. Raises CheckpointError where another
    token would be joined from a pair that is not among ``pairs``.
    """
    texts = {text for text, _ in tokens.values()}
    out = dict(tokens)
    for i, (text, kind) in tokens.items():
        if kind == gguf.TokenType.USER_DEFINED:
            # Found before anything is joined.
            continue
        lacking = next((pair for pair in _halves(text, texts) if pair not in pairs), None)
        if lacking is None:
            continue
        if kind not in (gguf.TokenType.CONTROL, gguf.TokenType.UNKNOWN):
            raise CheckpointError(
                f"its merges lack {lacking[0]!r} + {lacking[1]!r}, which SentencePiece and "
                "llama.cpp join, so they would give other ids"
            )
        out[i] = unspellable(text), kind
    return out


def _halves(text: str, texts: set[str]) -> Iterator[tuple[str, str]]:
    """Yield every two parts of a token that could stand side by side in a text."""
    for cut in range(1, len(text)):
        left, right = text[:cut], text[cut:]
        # Single characters stand in a text whether or not they are tokens.
        if (cut == 1 or left in texts) and (cut == len(text) - 1 or right in texts):
            yield left, right


def _check_order(ranks: Mapping[str, int], pairs: list[tuple[str, ...]]) -> None:
    """Raise where pairs of one token do not stand together: no score could order them."""
    previous = None
    finished = set()
    for left, right in pairs:
        token = left + right
        if token in finished:
            raise CheckpointError(
                f"its merges that give {token!r} do not follow each other, so no score orders them"
            )
        if previous is not None and token != previous:
            finished.add(previous)
        previous = token


def _check_bytes(tokens: Iterable[Token]) -> None:
    # llama.cpp aborts the process where a byte that it falls back to has no token.
    missing = set(BYTES) - {text for text, kind in tokens if kind == gguf.TokenType.BYTE}
    if missing:
        raise CheckpointError(f"{len(missing)} of the 256 byte tokens are missing: {min(missing)}")


def _kind(text: str, model: Mapping[str, Any]) -> gguf.TokenType:
    if text == model.get("unk_token"):
        return gguf.TokenType.UNKNOWN
    return gguf.TokenType.BYTE if text in BYTES else gguf.TokenType.NORMAL


def _spaces(data: Mapping[str, Any]) -> tuple[bool, bool]:
    """Return whether a text gets a space in front, and whether it is split at spaces."""
    steps = _parts(data.get("normalizer"), "normalizers")
    pre = data.get("pre_tokenizer")
    if pre is None and steps and all(step in (_REPLACE, _PREPEND) for step in steps):
        if _REPLACE in steps:
            return _PREPEND in steps, False
    elif not steps and pre is not None and pre["type"] == "Metaspace":
        scheme = pre.get("prepend_scheme") or ("always" if pre.get("add_prefix_space") else "never")
        if pre["replacement"] == SPACE:
            return scheme != "never", bool(pre.get("split", True))
    raise CheckpointError(
        f"its normaliser {data.get('normalizer')} with the pre-tokenizer {pre} is not one that "
        "llama.cpp does"
    )


def _parts(node: Any, key: str) -> list[Any]:
    if node is None:
        return []
    return [p for part in node[key] for p in _parts(part, key)] if key in node else [node]
