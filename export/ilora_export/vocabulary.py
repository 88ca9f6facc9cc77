"""A tokenizer as GGUF holds it: every id's text and type, and the rules that join them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gguf

from ilora_edge.errors import CheckpointError

Token = tuple[str, gguf.TokenType]

# llama.cpp takes tokens of these names for text, whatever their type.
_TEXT_NAMES = frozenset({"<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"})


@dataclass(frozen=True)
class Vocabulary:
    """What a GGUF file says about its tokenizer."""

    model: str
    """``llama`` (SentencePiece) or ``gpt2`` (byte-level BPE)."""
    pre: str
    """How text is split before BPE."""
    tokens: list[Token]
    """By id, as many as the model has embeddings."""
    scores: Sequence[float] = ()
    """Of ``llama``, by id: what is joined first."""
    merges: Sequence[str] = ()
    """Of ``gpt2``: what is joined, the first first."""
    add_space_prefix: bool = False
    """Whether ``llama`` puts a space before a text."""

    def write(self, writer: gguf.GGUFWriter) -> None:
        writer.add_tokenizer_model(self.model)
        writer.add_tokenizer_pre(self.pre)
        writer.add_token_list([text for text, _ in self.tokens])
        writer.add_token_types([kind for _, kind in self.tokens])
        if self.model == "llama":
            writer.add_token_scores(list(self.scores))
            writer.add_add_space_prefix(self.add_space_prefix)
        else:
            writer.add_token_merges(list(self.merges))
        # Prompts are joined from segments; the builder puts the first token itself.
        writer.add_add_bos_token(False)
        writer.add_add_eos_token(False)


def table(tokens: Mapping[int, Token], vocab_size: int) -> list[Token]:
    """Return one token per embedding, unused ones where a tokenizer has none.

    Raises CheckpointError where a text could give an id for which there is no embedding, or two
    ids have the same text.
    """
    beyond = [i for i, (_, kind) in tokens.items() if i >= vocab_size and _is_text(kind)]
    if beyond:
        raise CheckpointError(
            f"the tokenizer's id {min(beyond)} ({tokens[min(beyond)][0]!r}) has no embedding: the "
            f"model has {vocab_size}; the tokenizer is another model's"
        )
    texts = {text for text, _ in tokens.values()}
    out: list[Token] = []
    seen: set[str] = set()
    for i in range(vocab_size):
        text, kind = tokens.get(i) or (_unused(i, texts), gguf.TokenType.UNUSED)
        if kind == gguf.TokenType.CONTROL and text in _TEXT_NAMES:
            text = unspellable(text)
        # llama.cpp aborts the process on the first and reads the second as another text.
        if text in seen or "\0" in text or not text:
            raise CheckpointError(f"the tokenizer's id {i} is {text!r}, which GGUF cannot hold")
        seen.add(text)
        out.append((text, kind))
    return out


def added_tokens(added: Iterable[Mapping[str, Any]]) -> dict[int, Token]:
    """Return the tokens of ``added_tokens`` in ``tokenizer.json``, by id."""
    kinds = {True: gguf.TokenType.CONTROL, False: gguf.TokenType.USER_DEFINED}
    return {int(a["id"]): (a["content"], kinds[bool(a["special"])]) for a in added}


def unspellable(text: str) -> str:
    """Return another name for a control token: one that no part of a text can be joined into.

    The last character is one that no vocabulary here has, so nothing ever joins with it.
    """
    return text + "\U0010fffd"


def _unused(i: int, texts: set[str]) -> str:
    text = f"[PAD{i}]"
    while text in texts:
        text += "]"
    return text


def _is_text(kind: gguf.TokenType) -> bool:
    return kind not in (gguf.TokenType.CONTROL, gguf.TokenType.UNKNOWN, gguf.TokenType.UNUSED)
