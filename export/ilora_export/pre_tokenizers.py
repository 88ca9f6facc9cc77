"""Which of llama.cpp's ways to split a text before byte-level BPE is an HF tokenizer's own.

The name is derived from the structure of ``tokenizer.json``: the regular expressions that split a
text one after another, and whether a whole word that is in the vocabulary skips the merges.
Checkpoints' names are not looked at.
"""

from __future__ import annotations

from typing import Any

from ilora_edge.errors import CheckpointError

_GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
_REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_DIGIT = r"\p{N}"

# The regular expressions in their order, and the name; each compared with llama.cpp in the tests.
_NAMES = {
    (_GPT2,): "gpt-2",
    (_DIGIT, _GPT2): "smollm",
    (rf"{_CONTRACTIONS}|{_WORDS}|\p{{N}}{{1,3}}|{_REST}",): "smaug-bpe",
    (rf"{_CONTRACTIONS}|{_WORDS}|\p{{N}}|{_REST}",): "qwen2",
}
# The same expressions, where words of the vocabulary skip the merges.
_NAMES_WITHOUT_MERGES = {"smaug-bpe": "llama-bpe"}


def pre_tokenizer_name(pre_tokenizer: dict[str, Any] | None, ignore_merges: bool) -> str:
    """Return llama.cpp's name (``tokenizer.ggml.pre``) of a ``pre_tokenizer`` object.

    Raises CheckpointError, naming the expressions, where llama.cpp has no such way.
    """
    expressions = tuple(_expressions(pre_tokenizer))
    name = _NAMES.get(expressions)
    if name is None:
        raise CheckpointError(
            f"the pre-tokenizer's splitting by {', '.join(map(repr, expressions))} is not one "
            f"that llama.cpp is known to do; known: {', '.join(_NAMES.values())}"
        )
    if ignore_merges:
        if name not in _NAMES_WITHOUT_MERGES:
            raise CheckpointError(f"'ignore_merges' with the splitting of {name} is not supported")
        return _NAMES_WITHOUT_MERGES[name]
    return name


def splits_into_bytes(pre_tokenizer: dict[str, Any] | None) -> bool:
    """Whether a ``pre_tokenizer`` object makes a tokenizer a byte-level one."""
    return any(step.get("type") == "ByteLevel" for step in _steps(pre_tokenizer))


def _expressions(pre_tokenizer: dict[str, Any] | None) -> list[str]:
    """Return the regular expressions of a byte-level pre-tokenizer, in the order of their use."""
    steps = _steps(pre_tokenizer)
    if not steps or steps[-1].get("type") != "ByteLevel":
        kinds = [str(step.get("type")) for step in steps] or ["none"]
        raise CheckpointError(f"the pre-tokenizer ({', '.join(kinds)}) does not end in bytes")
    found = []
    for step in steps:
        if step["type"] == "ByteLevel" and step is steps[-1]:
            if step.get("add_prefix_space", True):
                raise CheckpointError("a byte-level 'add_prefix_space' is not supported")
            if step.get("use_regex", True):
                found.append(_GPT2)
        elif step["type"] == "Digits" and step.get("individual_digits"):
            found.append(_DIGIT)
        elif step["type"] == "Split" and _keeps_all(step) and "Regex" in step["pattern"]:
            found.append(step["pattern"]["Regex"])
        else:
            raise CheckpointError(f"the pre-tokenizer's step {step} is not supported")
    return found


def _keeps_all(split: dict[str, Any]) -> bool:
    """Whether matches become pieces of their own and nothing is dropped.

    ``Removed`` with ``invert`` keeps the matches alone: the same, since every expression known
    here matches all of a text.
    """
    behaviour = str(split.get("behavior")).lower()
    inverted = bool(split.get("invert"))
    return (behaviour, inverted) in {("isolated", False), ("removed", True)}


def _steps(pre_tokenizer: dict[str, Any] | None) -> list[dict[str, Any]]:
    if pre_tokenizer is None:
        return []
    if pre_tokenizer.get("type") != "Sequence":
        return [pre_tokenizer]
    return [step for part in pre_tokenizer["pretokenizers"] for step in _steps(part)]
