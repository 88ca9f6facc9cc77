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

    Raises CheckpointError where llama.cpp would not give the same ids. Left to the caller: runs
    of more than 16 spaces, whose joins have equal scores in Llama 2: a file may order them
    otherwise than SentencePiece and llama.cpp, the first in a text first.
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
    ranked = _scores(pairs)
    if splits and any(SPACE in token[1:] for token in ranked):
        raise CheckpointError("it splits text at spaces, but joins over them")
    tokens = {i: (text, _kind(text, model)) for text, i in vocab.items()}
    tokens |= {
        i: token
        for i, token in added_tokens(data.get("added_tokens", ())).items()
        if tokens.get(i, token)[1] != gguf.TokenType.UNKNOWN
    }
    tokens = hide_joined(tokens, set(pairs))
    _check_bytes(tokens.values())
    listed = table(tokens, vocab_size)
    scores = [float(ranked.get(text, -len(pairs))) for text, _ in listed]
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


def _scores(pairs: list[tuple[str, ...]]) -> dict[str, float]:
    """Return the scores, best 0, that order joins as a list of pairs does.

    All pairs of a token must stand together, or no score could order them. Runs of spaces have
    one score in Llama 2's own file, and their pairs stand mixed.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for rank, (left, right) in enumerate(pairs):
        first.setdefault(left + right, rank)
        last[left + right] = rank
    scores: dict[str, float] = {}
    leader, end = "", -1
    for token, rank in first.items():
        if rank > end:
            leader = token
        elif token.strip(SPACE) or leader.strip(SPACE):
            raise CheckpointError(
                f"its merges that give {leader!r} and {token!r} stand mixed: no score orders them"
            )
        end = max(end, last[token])
        scores[token] = -first[leader]
    return scores


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
    pre: dict[str, Any] = data.get("pre_tokenizer") or {}
    # Other schemes are not SentencePiece's; the workshop's load_tokenizer leaves none of them.
    never = pre.get("type") == "Metaspace" and pre.get("prepend_scheme") == "never"
    marks = (_REPLACE in steps and not pre) or (never and pre.get("replacement") == SPACE)
    known = all(step in (_REPLACE, _PREPEND) for step in steps)
    if marks and known and steps.count(_PREPEND) < 2:
        return _PREPEND in steps, never and bool(pre.get("split", True))
    raise CheckpointError(
        f"its normaliser {data.get('normalizer')} with the pre-tokenizer {pre} is not one that "
        "llama.cpp does"
    )


def _parts(node: Any, key: str) -> list[Any]:
    if node is None:
        return []
    return [p for part in node[key] for p in _parts(part, key)] if key in node else [node]
