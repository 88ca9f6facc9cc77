"""Real vocabularies, kept outside this repository as GGUF files, as HF tokenizer folders."""

from __future__ import annotations

import csv
import gzip
import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gguf
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from transformers.convert_slow_tokenizer import import_protobuf

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = LLAMA3.replace("{1,3}", "")
PREFIX = "tokenizer.ggml."
CODES = "BbHhIif?..Qqd"
NAMES = ("llama-spm", "llama-bpe", "qwen2")
SPECIAL = ("<unk>", "<s>", "</s>")
NORMAL, CONTROL = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL


def read_fields(path: Path) -> dict[str, Any]:
    """Return a GGUF file's tokenizer metadata; gguf's own reader takes 20 seconds for that."""
    data = path.read_bytes()
    at = 24

    def scalar(code: str) -> Any:
        nonlocal at
        (value,) = struct.unpack_from(f"<{code}", data, at)
        at += struct.calcsize(f"<{code}")
        return value

    def value_of(kind: int) -> Any:
        nonlocal at
        if kind == 8:
            size = scalar("Q")
            at += size
            return data[at - size : at].decode("utf-8")
        if kind == 9:
            inner, count = scalar("I"), scalar("Q")
            if inner in (8, 9):
                return [value_of(inner) for _ in range(count)]
            values = struct.unpack_from(f"<{count}{CODES[inner]}", data, at)
            at += struct.calcsize(f"<{count}{CODES[inner]}")
            return list(values)
        return scalar(CODES[kind])

    fields = {}
    for _ in range(struct.unpack_from("<Q", data, 16)[0]):
        key = value_of(8)
        fields[key] = value_of(scalar("I"))
    return {k.removeprefix(PREFIX): v for k, v in fields.items() if k.startswith(PREFIX)}


def read_cases(path: Path) -> list[tuple[str, list[int]]]:
    """Return the texts beside a vocabulary and the ids the reference tokenizer gives."""
    with Path(f"{path}.inp").open(encoding="utf-8", newline="") as file:
        texts = file.read().split("\n__ggml_vocab_test__\n")
    ids = Path(f"{path}.out").read_text().split("\n")
    return [(text, [int(i) for i in line.split()]) for text, line in zip(texts, ids, strict=True)]


def closed_merges(scores: dict[str, float]) -> list[tuple[str, str]]:
    """Return the merges an HF conversion gives a SentencePiece model: all pairs, best first.

    SentencePiece joins nothing to a control token.
    """
    pairs = [
        (text[:cut], text[cut:], score)
        for text, score in scores.items()
        if text not in SPECIAL
        for cut in range(1, len(text))
        if text[:cut] in scores and text[cut:] in scores
    ]
    pairs.sort(key=lambda pair: (pair[2], len(pair[0]), len(pair[1])), reverse=True)
    return [(left, right) for left, right, _ in pairs]


def sentencepiece_like(scores: dict[str, float], prepend: bool = True) -> Tokenizer:
    """Return the HF tokenizer of a SentencePiece BPE model, ids in the order of ``scores``."""
    vocab = {text: i for i, text in enumerate(scores)}
    merges = closed_merges(scores)
    tokenizer = Tokenizer(
        models.BPE(vocab, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    )
    prefix = [normalizers.Prepend("▁")] if prepend else []
    tokenizer.normalizer = normalizers.Sequence([*prefix, normalizers.Replace(" ", "▁")])
    tokenizer.add_special_tokens([*SPECIAL])
    return tokenizer


def byte_level(fields: dict[str, Any], expression: str, **options: Any) -> Tokenizer:
    """Return the HF tokenizer of a byte-level BPE vocabulary as its publisher writes it."""
    tokens, types = fields["tokens"], fields["token_type"]
    vocab = {text: i for i, text in enumerate(tokens) if types[i] == NORMAL}
    merges = [tuple(merge.split(" ")) for merge in fields["merges"]]
    tokenizer = Tokenizer(models.BPE(vocab, merges, **options))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(expression), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    control = [text for i, text in enumerate(tokens) if types[i] == CONTROL]
    tokenizer.add_special_tokens([AddedToken(text, normalized=False) for text in control])
    return tokenizer


def build_tokenizer(name: str, fields: dict[str, Any]) -> Tokenizer:
    """Return the HF tokenizer of one of :data:`NAMES`."""
    if name == "llama-spm":
        return sentencepiece_like(dict(zip(fields["tokens"], fields["scores"], strict=True)))
    if name == "llama-bpe":
        return byte_level(fields, LLAMA3, ignore_merges=True)
    tokenizer = byte_level(fields, QWEN2)
    tokenizer.normalizer = normalizers.NFC()
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path, **special: str) -> Path:
    """Write an HF tokenizer folder."""
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    return folder


def write_sentencepiece(
    path: Path,
    tokens: Sequence[str],
    scores: Sequence[float],
    types: Sequence[int],
    model_type: int = 2,
    **normalizer: Any,
) -> None:
    """Write SentencePiece's own file; ``model_type`` 2 is BPE."""
    proto = import_protobuf().ModelProto()
    for text, score, kind in zip(tokens, scores, types, strict=True):
        proto.pieces.add(piece=text, score=score, type=kind)
    proto.trainer_spec.model_type = model_type
    proto.trainer_spec.byte_fallback = True
    proto.normalizer_spec.name = "identity"
    proto.normalizer_spec.remove_extra_whitespaces = False
    for name, value in normalizer.items():
        setattr(proto.normalizer_spec, name, value)
    path.write_bytes(proto.SerializeToString())


def read_titles(shared_data: Path) -> dict[str, list[str]]:
    """Return every title of every data set, as its file has it."""
    titles = {}
    with (shared_data / "ml-100k" / "u.item").open(encoding="latin-1") as file:
        titles["MovieLens"] = [line.split("|")[1] for line in file]
    for name in ("movielens", "lastfm", "steam"):
        path = shared_data / "llara-splits" / name / "items.csv"
        with path.open(encoding="utf-8", newline="") as file:
            titles[f"LLaRA {name}"] = [row["title"] for row in csv.DictReader(file)]
    with (shared_data / "hetrec2011-lastfm-2k" / "artists.dat").open(encoding="utf-8") as file:
        next(file)
        titles["HetRec artists"] = [line.split("\t")[1] for line in file]
    films = []
    for path in sorted((shared_data / "wikipedia-movies").glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            films += [film["title"] for film in json.load(file)]
    titles["Wikipedia films"] = films
    return titles
