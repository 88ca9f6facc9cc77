"""Tokenizers that llama.cpp cannot reproduce are refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from llama_vocab import write_vocabulary
from real_vocabularies import save_tokenizer, write_sentencepiece
from small_tokenizers import KINDS, PIECES, SCORES, TYPES
from tokenizers import Tokenizer, models

from ilora_edge.errors import CheckpointError


def changed(part: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        if part:
            data[part] = data[part] | values
        else:
            data.update(values)

    return change


def bytes_after(step: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    last = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": True,
        "use_regex": False,
    }
    return changed("", pre_tokenizer={"type": "Sequence", "pretokenizers": [step, last]})


def drop_merge(data: dict[str, Any]) -> None:
    del data["model"]["merges"][3]


def mix_merges(data: dict[str, Any]) -> None:
    merges = data["model"]["merges"]
    joined = ["".join(merge) for merge in merges]
    twice = next(i for i, text in enumerate(joined) if text in joined[i + 1 :])
    merges.append(merges.pop(twice))


def drop_byte(data: dict[str, Any]) -> None:
    vocab = data["model"]["vocab"]
    vocab["nothing"] = vocab.pop("<0x41>")


IN_BYTES = {
    "type": "ByteLevel",
    "add_prefix_space": False,
    "trim_offsets": True,
    "use_regex": False,
}
SPLIT = {"type": "Split", "pattern": {"Regex": r"\d+|\D+"}, "behavior": "Isolated", "invert": False}
REFUSED: dict[str, tuple[str, Callable[[dict[str, Any]], None], str]] = {
    "unknown expression": ("gpt-2", bytes_after(SPLIT), r"splitting by '\\\\d\+\|\\\\D\+'"),
    "behaviour": ("gpt-2", bytes_after(SPLIT | {"behavior": "Removed"}), "step .* not supported"),
    "numbers": (
        "gpt-2",
        bytes_after({"type": "Digits", "individual_digits": False}),
        "step .*Digits.* not supported",
    ),
    "prefix": (
        "gpt-2",
        changed("", pre_tokenizer=IN_BYTES | {"add_prefix_space": True}),
        "add_prefix_space",
    ),
    "lower case": ("gpt-2", changed("", normalizer={"type": "Lowercase"}), "Lowercase"),
    "qwen2 without merges": ("qwen2", changed("model", ignore_merges=True), "ignore_merges"),
    "dropout": ("gpt-2", changed("model", dropout=0.1), "dropout"),
    "words": ("gpt-2", changed("", pre_tokenizer={"type": "Whitespace"}), "neither byte-level"),
    "no byte tokens": ("sentencepiece", drop_byte, "byte tokens are missing: <0x41>"),
    "other pairs": ("sentencepiece", drop_merge, "its merges lack"),
    "other order": ("sentencepiece", mix_merges, "stand mixed"),
    "other spaces": (
        "sentencepiece",
        changed("", normalizer={"type": "NFKC"}),
        "normaliser .*NFKC.* not one that llama.cpp does",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, tmp_path: Path) -> None:
    kind, change, message = REFUSED[case]
    save_tokenizer(KINDS[kind][0](), tmp_path)
    path = tmp_path / "tokenizer.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    with pytest.raises(CheckpointError, match=message) as refused:
        write_vocabulary(tmp_path, tmp_path / "v.gguf", 1000)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [None, "", "{}", '{"model": 3}', "\x00"])
def test_no_usable_tokenizer(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "tokenizer.json").write_text(content)
    with pytest.raises(CheckpointError, match="no usable tokenizer"):
        write_vocabulary(tmp_path, tmp_path / "v.gguf", 1000)


def test_unigram(tmp_path: Path) -> None:
    save_tokenizer(Tokenizer(models.Unigram([("<unk>", 0.0), ("a", -1.0)], unk_id=0)), tmp_path)
    with pytest.raises(CheckpointError, match="Unigram"):
        write_vocabulary(tmp_path, tmp_path / "v.gguf", 1000)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model_type": 1}, "not a BPE model"),
        ({"precompiled_charsmap": b"\1\2"}, "it normalises text"),
        ({"escape_whitespaces": False}, "spaces"),
        ({"types": [*TYPES[:-1], 5]}, "unused pieces"),
        ({"types": [*TYPES[:3], 1, *TYPES[4:]]}, "1 of the 256 byte tokens"),
    ],
)
def test_refused_sentencepiece_files(options: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.model"
    write_sentencepiece(path, PIECES, SCORES, options.pop("types", TYPES), **options)
    with pytest.raises(CheckpointError, match=message):
        write_vocabulary(tmp_path, tmp_path / "v.gguf", len(PIECES))


@pytest.mark.parametrize("damage", [lambda b: b[:-3], lambda b: b"\xff" * 40, lambda b: b""])
def test_damaged_sentencepiece_files(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.model"
    write_sentencepiece(path, PIECES, SCORES, TYPES)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CheckpointError, match="not a SentencePiece model"):
        write_vocabulary(tmp_path, tmp_path / "v.gguf", len(PIECES))
