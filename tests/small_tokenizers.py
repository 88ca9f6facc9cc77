"""Small HF tokenizers of every kind that GGUF can hold, trained on the tiny catalogue's titles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from real_vocabularies import LLAMA3, QWEN2, SPECIAL, sentencepiece_like
from tiny import TITLES
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

CORPUS = [*TITLES, "don't we'll I'M they'Re x'd", "12 345 6789", "a\n\n b \r\n c\t d", "!!! ... ?!"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def byte_level(*splits: Any, expression: str = "", **options: Any) -> Tokenizer:
    """A byte-level BPE tokenizer trained on the titles; ``splits`` come before its bytes."""
    steps = list(splits)
    if expression:
        steps.append(pre_tokenizers.Split(Regex(expression), "isolated"))
    steps.append(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not expression))
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps)
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<s>", "</s>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def digits() -> Any:
    return pre_tokenizers.Digits(individual_digits=True)


def small_sentencepiece(prepend: bool = True) -> Tokenizer:
    """A SentencePiece-like tokenizer: a trained vocabulary, joined as SentencePiece joins."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Metaspace(split=False)
    trainer = trainers.BpeTrainer(vocab_size=300, show_progress=False, max_token_length=12)
    trained.train_from_iterator([" ".join(text.split()) for text in CORPUS], trainer)
    learnt = sorted(trained.get_vocab().items(), key=lambda item: item[1])
    names = [*SPECIAL, *BYTES, *(text for text, _ in learnt)]
    return sentencepiece_like({text: -float(i) for i, text in enumerate(names)}, prepend)


def metaspace(scheme: str) -> Tokenizer:
    """The same as newer conversions write it."""
    tokenizer = small_sentencepiece()
    tokenizer.normalizer = None
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=scheme, split=False)
    return tokenizer


KINDS: dict[str, tuple[Callable[[], Tokenizer], str]] = {
    "gpt-2": (byte_level, "gpt-2"),
    "smollm": (lambda: byte_level(digits()), "smollm"),
    "llama-3": (lambda: byte_level(expression=LLAMA3, ignore_merges=True), "llama-bpe"),
    "llama-3 with merges": (lambda: byte_level(expression=LLAMA3), "smaug-bpe"),
    "qwen2": (lambda: byte_level(expression=QWEN2), "qwen2"),
    "sentencepiece": (small_sentencepiece, "default"),
    "sentencepiece, no prefix": (lambda: small_sentencepiece(False), "default"),
    "metaspace first": (lambda: metaspace("first"), "default"),
    "metaspace always": (lambda: metaspace("always"), "default"),
    "metaspace never": (lambda: metaspace("never"), "default"),
}

# A SentencePiece file of the smallest size.
PIECES = [*SPECIAL, *BYTES, "▁a", "▁", "a"]
TYPES = [2, 3, 3, *[6] * 256, 1, 1, 1]
SCORES = [-float(i) for i in range(len(PIECES))]
