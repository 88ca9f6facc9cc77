"""The prompt: one layout, used in training and on the device.

A prompt is joined from separately tokenised segments, never from one long text, so both sides
get identical ids by construction:

    [bos] history_header (title end)* [candidates_header (title end)*] answer_header

and the answer is ``title end``. Each title is tokenised alone; ``end`` is a newline, which a
title cannot contain (see :meth:`PromptFormat.title_text`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ilora_edge.errors import BundleError
from ilora_edge.titles import printable

TITLE_END = "\n"
NO_TITLE = "unknown"
MAX_WINDOW = 1000
"""Titles, and ids of one title: they size the context, so a manifest cannot ask for any number."""

_YEAR = re.compile(r" \((\d{4})\)$")

Tokenize = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class PromptFormat:
    """What a prompt looks like; part of the recipe and of the manifest."""

    history_window: int = 10
    """The most recent items that are listed."""
    candidates_in_prompt: bool = False
    """Whether the candidates are listed too; their scores then depend on each other."""
    history_header: str = "Watched:\n"
    candidates_header: str = "Candidates:\n"
    answer_header: str = ""
    max_title_tokens: int = 48
    """Longer titles are cut, so that no title can fill the context."""
    plain_years: bool = False
    """Write a title's last " (1995)" as " 1995": two tokens fewer for most tokenizers."""

    def title_text(self, title: str) -> str:
        """Return the one-line text that stands for a title in prompts; never empty."""
        text = printable(title) or NO_TITLE
        return _YEAR.sub(r" \1", text) if self.plain_years else text

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PromptFormat:
        """Raise BundleError where a field is unknown or of another type."""
        defaults = asdict(cls())
        for name, value in data.items():
            if name not in defaults or type(value) is not type(defaults[name]):
                raise BundleError(
                    f"manifest.json: prompt field {name!r} is not known to this version; "
                    "the bundle needs a newer ilora-edge"
                )
        sizes = cls(**data)
        if not (
            0 <= sizes.history_window <= MAX_WINDOW and 1 <= sizes.max_title_tokens <= MAX_WINDOW
        ):
            raise BundleError("manifest.json: prompt sizes are out of range; export it again")
        return sizes


class PromptBuilder:
    """Joins token-id segments into prompts and answers.

    Parameters
    ----------
    prompt_format
        The layout.
    tokenize
        Text to token ids, without special tokens: HF's tokenizer in the workshop, llama.cpp's
        on the device.
    bos_token_id
        Put first where the backbone wants one.
    """

    def __init__(
        self, prompt_format: PromptFormat, tokenize: Tokenize, bos_token_id: int | None
    ) -> None:
        self.format = prompt_format
        self._tokenize = tokenize
        self._end = tokenize(TITLE_END)
        self._start = [] if bos_token_id is None else [bos_token_id]
        self._start = self._start + tokenize(prompt_format.history_header)
        self._candidates = tokenize(prompt_format.candidates_header)
        self._answer = tokenize(prompt_format.answer_header)

    def title_ids(self, title: str) -> list[int]:
        """Return the ids of a title's text, at most ``max_title_tokens`` of them."""
        return self._tokenize(self.format.title_text(title))[: self.format.max_title_tokens]

    def prompt(
        self, history: Sequence[Sequence[int]], candidates: Sequence[Sequence[int]] = ()
    ) -> list[int]:
        """Join a prompt from title ids, the history oldest first.

        Only the last ``history_window`` items are used; ``candidates`` are listed where the
        format says so and ignored otherwise.
        """
        ids = list(self._start)
        window = self.format.history_window
        for title in history[-window:] if window else ():
            ids += title
            ids += self._end
        if self.format.candidates_in_prompt:
            ids += self._candidates
            for title in candidates:
                ids += title
                ids += self._end
        return ids + self._answer

    def answer(self, title: Sequence[int]) -> list[int]:
        """Return the ids whose likelihood is a candidate's score: the title and its end."""
        return [*title, *self._end]

    def max_prompt_tokens(self, longest_title: int, n_candidates: int) -> int:
        """Return an upper bound on the length of a prompt, in tokens."""
        titles = self.format.history_window
        if self.format.candidates_in_prompt:
            titles += n_candidates
        fixed = len(self._start) + len(self._candidates) + len(self._answer)
        return fixed + titles * (longest_title + len(self._end))
