"""The pocket backbone's tokenizer: byte-level BPE trained on the catalogue's titles."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast
from transformers.utils.logging import disable_progress_bar

from ilora_edge.errors import CheckpointError
from ilora_edge.prompt import PromptBuilder, PromptFormat
from ilora_edge.system.plain_file import read_plain
from ilora_train.added_tokens import hide_added_tokens
from ilora_train.checkpoint import check_plain
from ilora_train.data import TrainingItem

BOS, EOS = "<s>", "</s>"

# Its progress bars know nothing of ours and ignore whether stderr is a terminal.
disable_progress_bar()


def label(index: int) -> str:
    """Return the label of the item with this encoder index, as it stands in a vocabulary."""
    return f"<item {index}>"


def train_tokenizer(
    items: Sequence[TrainingItem],
    prompt: PromptFormat,
    vocab_size: int,
    texts: Iterable[str] = (),
) -> Any:
    """Train a byte-level BPE tokenizer that llama.cpp reads as pre-tokenizer type ``gpt-2``.

    Every title counts, and by the square root of its popularity, so that the words of often seen
    titles become single tokens first: fewer tokens per prompt on the device. ``texts`` are read
    besides. Labels, where answers are labels, come after the ``vocab_size`` other entries.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[BOS, EOS],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    headers = [prompt.history_header, prompt.candidates_header, prompt.answer_header]
    learnt = [h for h in headers if h]
    for item in items:
        learnt += [prompt.title_text(item.title)] * max(1, math.isqrt(item.popularity))
    tokenizer.train_from_iterator([*learnt, *texts], trainer)
    if prompt.answers == "labels":
        tokenizer.add_special_tokens([label(index) for index in range(1, len(items) + 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=BOS,
        eos_token=EOS,
        clean_up_tokenization_spaces=False,
    )


def first_label_id(tokenizer: Any) -> int | None:
    """Return the id of the first item's label; None where the vocabulary has no labels."""
    found: int | None = tokenizer.get_vocab().get(label(1))
    return found


def load_tokenizer(folder: Path) -> Any:
    """Load an HF checkpoint folder's ``tokenizer.json``; raise CheckpointError where it cannot.

    It gives the device's ids for any text: added tokens that the device would not find as HF does
    are special (:mod:`ilora_train.added_tokens`), and a space in front is SentencePiece's.
    """
    if not (folder / "tokenizer.json").is_file():
        raise CheckpointError(f"{folder}: no usable tokenizer (there is no tokenizer.json)")
    check_plain(folder)
    try:
        # The file as it stands: AutoTokenizer's classes build some kinds anew, and not the same.
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
    except Exception as error:  # the Rust parser raises plain Exceptions
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise CheckpointError(f"{folder}: no usable tokenizer ({reason})") from error
    hide_added_tokens(tokenizer)
    _always_prefix(tokenizer.backend_tokenizer)
    _name_ends(tokenizer, folder)
    return tokenizer


def configured_id(folder: Path, key: str) -> int | None:
    """Return an id that the checkpoint's own configuration names, the first of several."""
    for name in ("generation_config.json", "config.json"):
        try:
            value = json.loads(read_plain(folder / name).decode()).get(key)
        except (OSError, ValueError, AttributeError, RecursionError):
            continue
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, int):
            return value
    return None


def _name_ends(tokenizer: Any, folder: Path) -> None:
    """Take BOS and EOS from the model's configuration where no file of the tokenizer has a say."""
    for end in ("bos_token", "eos_token"):
        token = tokenizer.added_tokens_decoder.get(configured_id(folder, f"{end}_id"))
        # A file that says null means that there is none, whatever the configuration says.
        if end not in tokenizer.init_kwargs and token is not None and token.special:
            setattr(tokenizer, end, token.content)


def _always_prefix(backend: Any) -> None:
    """Put a space before every text, as SentencePiece and llama.cpp do.

    The newer HF form puts none before a text that begins with one.
    """
    pre = backend.pre_tokenizer
    prefixes = isinstance(pre, pre_tokenizers.Metaspace) and pre.prepend_scheme != "never"
    if prefixes and backend.normalizer is None:
        mark = pre.replacement
        backend.normalizer = normalizers.Sequence(
            [normalizers.Prepend(mark), normalizers.Replace(" ", mark)]
        )
        backend.pre_tokenizer = pre_tokenizers.Metaspace(mark, "never", split=pre.split)


def prompt_builder(
    tokenizer: Any, prompt: PromptFormat, context: int | None = None
) -> PromptBuilder:
    """Return the builder that the device uses too, over an HF tokenizer.

    ``context`` is the backbone's ``max_position_embeddings``, where its prompts are to be read.
    """

    def tokenize(text: str) -> list[int]:
        # split_special_tokens: a title that spells a special token is text, as on the device.
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
        return ids

    first_label = first_label_id(tokenizer)
    return PromptBuilder(prompt, tokenize, tokenizer.bos_token_id, first_label, context)
