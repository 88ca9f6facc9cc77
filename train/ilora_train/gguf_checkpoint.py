"""A GGUF model as an HF checkpoint folder: the values that the device computes with, in float32.

Experts that learn beside these values meet the same model on the device, whatever the file's type.
transformers reads tensors, configuration and tokenizer; what it would pass over in silence is
refused here, and the tokenizer is compared with llama.cpp's own.
"""

from __future__ import annotations

import contextlib
import functools
import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Regex, pre_tokenizers
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from ilora_edge.errors import CheckpointError
from ilora_edge.llama import Backbone
from ilora_edge.system.hashes import sha256_of
from ilora_edge.system.new_file import put_in_place
from ilora_edge.system.person_folders import cache_folder
from ilora_edge.system.scratch import ScratchFolder
from ilora_edge.titles import printable
from ilora_edge.untrusted.gguf_header import GGUFHeader, check_backbone
from ilora_train.tokenizer import load_tokenizer

ARCHITECTURES = ("llama", "qwen2", "qwen3")
FREQUENCY_FACTORS = "rope_freqs.weight"
PROBES = (
    "Watched:\n",
    "2001: A Space Odyssey 1968\n",
    "Le Fabuleux Destin d'Amélie Poulain 2001\n",
    "千と千尋の神隠し 2001\n",
    "Don't Look Now: what's 007's   number?\n",
    "WALL·E — Ω ½ 🎬\n",
)
"""Texts that a tokenizer read from the file must split as llama.cpp does."""

_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
_REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_WHOLE_WORDS = "llama-bpe"
"""The one whose words skip the merges where the vocabulary has them."""


def gguf_folder(path: Path) -> Path:
    """Return a cached HF folder with a GGUF file's values; made where it is missing.

    It is kept in the person's cache folder by the file's sha256: ``backbones/SHA256``.

    Raises
    ------
    BundleError
        The file is not a GGUF model that llama.cpp may open.
    CheckpointError
        Its architecture, rotation or tokenizer cannot be had in torch.
    """
    # Before it is hashed: what is none may be of any size.
    check_backbone(path)
    folder = cache_folder() / "backbones" / sha256_of(path)[:32]
    # The weights come last, by a rename of the whole folder.
    if (folder / "model.safetensors").is_file():
        return folder
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ScratchFolder(folder.parent, ".part-") as part:
        dequantise(path, part)
        shutil.rmtree(folder, ignore_errors=True)
        made = part / "made"
        put_in_place(made, folder)
    return folder


def dequantise(path: Path, folder: Path) -> Path:
    """Write ``folder/made``, an HF checkpoint folder of a GGUF file's values; return it.

    Raises as :func:`gguf_folder`.
    """
    header = check_backbone(path)
    _check_known(path, header)
    made = folder / "made"
    # transformers' own progress bar knows nothing of ours.
    with contextlib.redirect_stderr(io.StringIO()):
        tokenizer, model = _read(path, header)
    _split_as(path, header, tokenizer)
    _as_if_never_quantised(model)
    model.save_pretrained(made)
    tokenizer.save_pretrained(made)
    _check_tokenizer(path, load_tokenizer(made), PROBES)
    return made


def _read(path: Path, header: GGUFHeader) -> tuple[Any, Any]:
    given = {"gguf_file": path.name, "local_files_only": True}
    try:
        with _parsed_once():
            config = AutoConfig.from_pretrained(path.parent, **given)
            head = header.metadata.get(f"{header.architecture}.attention.key_length")
            if head is not None:
                # Where heads are not as wide as their share of the model, transformers would guess.
                config.head_dim = head
            tokenizer = AutoTokenizer.from_pretrained(path.parent, **given)
            model = AutoModelForCausalLM.from_pretrained(
                path.parent, config=config, dtype=torch.float32, **given
            )
    except Exception as error:  # the converters of tokenizers raise whatever they meet
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CheckpointError(f"{path}: transformers cannot read it ({reason})") from error
    return tokenizer, model


class _Reader(gguf.GGUFReader):  # type: ignore[misc]
    """gguf's, that slices a plain array: a vocabulary is some million slices of the file.

    Of what numpy maps each costs several times as much.
    """

    @property
    def data(self) -> npt.NDArray[Any]:
        return self._data

    @data.setter
    def data(self, mapped: npt.NDArray[Any]) -> None:
        self._data = np.asarray(mapped)


@contextlib.contextmanager
def _parsed_once() -> Iterator[None]:
    """Have gguf keep a file's header and names meanwhile.

    transformers reads the one for configuration, tokenizer and weights anew, which takes seconds
    where a vocabulary is in it, and makes the other for every module.
    """
    kept = {"GGUFReader": _Reader, "get_tensor_name_map": gguf.get_tensor_name_map}
    before = {name: getattr(gguf, name) for name in kept}
    try:
        for name, function in kept.items():
            setattr(gguf, name, functools.cache(function))
        yield
    finally:
        for name, function in before.items():
            setattr(gguf, name, function)


def _check_known(path: Path, header: GGUFHeader) -> None:
    name = header.architecture
    if name not in ARCHITECTURES:
        raise CheckpointError(
            f"{path}: its architecture is {name}; only {', '.join(ARCHITECTURES)} can be trained "
            "on as GGUF, take an HF checkpoint folder of it"
        )
    scaling = header.metadata.get(f"{name}.rope.scaling.type", "none")
    if scaling != "none" or FREQUENCY_FACTORS in header.tensors:
        raise CheckpointError(
            f"{path}: its rotation is scaled, which is not read from GGUF; take the model's HF "
            "checkpoint folder instead, and give this file to export --backbone-gguf"
        )


def _split_as(path: Path, header: GGUFHeader, tokenizer: Any) -> None:
    """Split a text before byte-level BPE as the file says; transformers does as GPT-2 did."""
    if header.metadata.get("tokenizer.ggml.model") != "gpt2":
        return
    name = str(header.metadata.get("tokenizer.ggml.pre", "default"))
    whole = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    one, three = (
        [
            pre_tokenizers.Split(
                Regex(rf"{_CONTRACTIONS}|{_WORDS}|\p{{N}}{digits}|{_REST}"), "isolated"
            ),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
        for digits in ("", "{1,3}")
    )
    known: dict[str, list[Any]] = {
        "gpt-2": [whole],
        "smollm": [pre_tokenizers.Digits(individual_digits=True), whole],
        "qwen2": one,
        "smaug-bpe": three,
        _WHOLE_WORDS: three,
    }
    if name not in known:
        raise CheckpointError(
            f"{path}: its tokenizer splits texts as {printable(name)!r} does, which is not known "
            "here; take the model's HF checkpoint folder instead"
        )
    backend = tokenizer.backend_tokenizer
    backend.pre_tokenizer = pre_tokenizers.Sequence(known[name])
    backend.model.ignore_merges = name == _WHOLE_WORDS


def _as_if_never_quantised(model: Any) -> None:
    # transformers would refuse to save what it takes for a quantised model.
    model.hf_quantizer, model.is_quantized = None, False
    for name in ("quantization_config", "_pre_quantization_dtype"):
        if hasattr(model.config, name):
            delattr(model.config, name)


def _check_tokenizer(path: Path, tokenizer: Any, texts: Sequence[str]) -> None:
    backbone = Backbone(path)
    try:
        for text in texts:
            here = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
            if list(backbone.tokenize(text)) != list(here):
                raise CheckpointError(
                    f"{path}: its tokenizer splits {printable(text)!r} in another way in "
                    "transformers than in llama.cpp; take the model's HF checkpoint folder instead"
                )
    finally:
        backbone.close()
