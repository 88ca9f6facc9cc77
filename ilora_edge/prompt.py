"""The prompt: one layout, used in training and on the device.

A prompt is joined from separately tokenised segments, never from one long text, so both sides
get identical ids by construction:

    [bos] history_header item* [candidates_header item*] answer_header

An item is written as the format's style says: ``text``: its title and ``end``; ``hybrid``: the
same, then its soft token; ``compact``: its soft token alone. A soft token is an embedding made
from the encoder's item embedding; an item the encoder does not know has none and is always
written as text. ``end`` is a newline, which a title cannot contain (see
:meth:`PromptFormat.title_text`).

A prompt is a list of *slots*: a token id, or ``-i`` for the soft token of encoder index ``i``.

The answer is ``title end``, or the item's *label*: a token of its own in the vocabulary of a
backbone that was pretrained with them. Without ``years_in_answers`` a title's answer stops where
its year begins: at the first token of " (1995)" or " 1995", which says that the title is over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from ilora_edge.errors import BundleError
from ilora_edge.titles import printable

TITLE_END = "\n"
NO_TITLE = "unknown"
MAX_WINDOW = 1000
"""Titles, and ids of one title: they size the context, so a manifest cannot ask for any number."""

_YEAR = re.compile(r" \((\d{4})\)$")
_YEARS = range(1850, 2100)
"""Those at which an answer stops; a title may end in any other number."""

STYLES = ("text", "hybrid", "compact")
ANSWERS = ("titles", "labels")
TITLES_IN_COMPACT = 10
"""Items unknown to the encoder, and so written as titles, that a compact prompt has room for
whatever their length; where all together are longer, the oldest items are cut off."""

Tokenize = Callable[[str], list[int]]


class PromptItem(NamedTuple):
    """An item as prompts and answers need it."""

    title_ids: Sequence[int]
    encoder_index: int = 0
    """From 1; 0: not in the catalogue."""
    soft: bool = False
    """Whether its soft token means something: the encoder was trained on the item."""


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
    years_in_answers: bool = True
    """Whether an answer has its title's year: with most tokenizers that is half of its tokens."""
    style: str = "text"
    """How items are written: ``text``, ``hybrid`` or ``compact``."""
    answers: str = "titles"
    """What a candidate's score is the likelihood of: ``titles`` or ``labels``."""

    @property
    def stops_at_years(self) -> bool:
        """Whether an answer is a title without its year."""
        return self.answers == "titles" and not self.years_in_answers

    def title_text(self, title: str) -> str:
        """Return the one-line text that stands for a title in prompts; never empty."""
        text = printable(title) or NO_TITLE
        return _YEAR.sub(r" \1", text) if self.plain_years else text

    def title_ids(self, title: str, tokenize: Tokenize) -> list[int]:
        """Return the ids of a title's text, at most ``max_title_tokens`` of them."""
        return text_ids(self.title_text(title), tokenize)[: self.max_title_tokens]

    def to_json(self) -> dict[str, Any]:
        """Return it as recipe and manifest have it."""
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
        checked = cls(**data)
        if not (
            1 <= checked.history_window <= MAX_WINDOW
            and 1 <= checked.max_title_tokens <= MAX_WINDOW
        ):
            raise BundleError("manifest.json: prompt sizes are out of range; export it again")
        if checked.style not in STYLES or checked.answers not in ANSWERS:
            raise BundleError(
                f"manifest.json: prompt style {checked.style!r} with answers {checked.answers!r} "
                "is not known to this version; the bundle needs a newer ilora-edge"
            )
        return checked


def text_ids(text: str, tokenize: Tokenize) -> list[int]:
    """Return the ids of any text."""
    return tokenize(unicodedata.normalize("NFC", text))


class PromptBuilder:
    """Joins slots into prompts and token ids into answers.

    Parameters
    ----------
    prompt_format
        The layout.
    tokenize
        Text to token ids, without special tokens: HF's tokenizer in the workshop, llama.cpp's
        on the device. It is given NFC: some HF tokenizers make it themselves, llama.cpp none.
    bos_token_id
        Put first where the backbone wants one.
    first_label_id
        The token id of encoder index 1's label; the others follow it. None: there are none.
    context
        Tokens that the backbone was trained to read, a prompt and an answer together. None: no
        limit but the format's own.
    """

    def __init__(
        self,
        prompt_format: PromptFormat,
        tokenize: Tokenize,
        bos_token_id: int | None,
        first_label_id: int | None = None,
        context: int | None = None,
    ) -> None:
        self.format = prompt_format
        self.first_label_id = first_label_id
        self._tokenize = tokenize
        self._start = [] if bos_token_id is None else [bos_token_id]
        self._start += self.text_ids(prompt_format.history_header)
        self._end = self.text_ids(TITLE_END)
        self._candidates = self.text_ids(prompt_format.candidates_header)
        self._answer = self.text_ids(prompt_format.answer_header)
        form = " {}" if prompt_format.plain_years else " ({})"
        years = _YEARS if prompt_format.stops_at_years else ()
        self._years = {tuple(self.text_ids(form.format(year))) for year in years}
        self._year_lengths = sorted(set(map(len, self._years)), reverse=True)
        # Labels too leave room for a title: what has no label is scored by its title. So a prompt
        # does not depend on which candidates it is for.
        room = self.max_answer_tokens(prompt_format.max_title_tokens)
        self.max_tokens = None if context is None else context - room

    def title_ids(self, title: str) -> list[int]:
        """Return the ids of a title's text, at most ``max_title_tokens`` of them."""
        return self.format.title_ids(title, self._tokenize)

    def text_ids(self, text: str) -> list[int]:
        """Return the ids of any text."""
        return text_ids(text, self._tokenize)

    def item(self, item: PromptItem) -> list[int]:
        """Return an item's slots in the format's style."""
        style = self.format.style
        soft = [-item.encoder_index] if style != "text" and item.soft else []
        return soft if soft and style == "compact" else [*item.title_ids, *self._end, *soft]

    def start(self) -> list[int]:
        """Return the slots before the history."""
        return list(self._start)

    def prompt(
        self, history: Sequence[PromptItem], candidates: Sequence[PromptItem] = ()
    ) -> list[int]:
        """Join a prompt, the history oldest first.

        Only the last ``history_window`` items are used, fewer where a compact prompt holds many
        titles (:data:`TITLES_IN_COMPACT`) or the backbone reads no more; ``candidates`` are
        listed where the format says so.
        """
        # What is older than the window changes nothing: the device does not even read it.
        shown = history[-self.format.history_window :]
        items = [self.item(i) for i in shown]
        listed: list[int] = []
        if self.format.candidates_in_prompt:
            listed = [*self._candidates, *(slot for c in candidates for slot in self.item(c))]
        budget = self._history_tokens(max((len(i.title_ids) for i in shown), default=0))
        if self.max_tokens is not None:
            fixed = len(self._start) + len(listed) + len(self._answer)
            budget = min(budget, max(0, self.max_tokens - fixed))
        length = sum(map(len, items))
        first = 0
        while length > budget:
            length -= len(items[first])
            first += 1
        ids = [*self._start, *(slot for item in items[first:] for slot in item)]
        return ids + listed + self._answer

    def answer(self, title: Sequence[int]) -> list[int]:
        """Return the ids of a title and its end; without years those of what begins its year."""
        for length in self._year_lengths:
            if tuple(title[-length:]) in self._years:
                return list(title[: len(title) - length + 1])
        return [*title, *self._end]

    def answers(self, items: Sequence[PromptItem]) -> list[list[int]]:
        """Return the ids whose likelihood is each item's score.

        Labels where the format says so and every item has one: the likelihood of a label and
        that of a title cannot be compared.
        """
        labels = self.format.answers == "labels" and self.first_label_id is not None
        if labels and all(item.encoder_index for item in items):
            return [self.label(item.encoder_index) for item in items]
        return [self.answer(item.title_ids) for item in items]

    def label(self, index: int) -> list[int]:
        """Return the label of an encoder index, as an answer."""
        if self.first_label_id is None:
            raise ValueError("this backbone has no labels")
        return [self.first_label_id + index - 1]

    def max_prompt_tokens(self, longest_title: int, n_candidates: int) -> int:
        """Return an upper bound on the length of a prompt, in slots.

        Of one that the backbone can read: listed candidates may take more.
        """
        fixed = len(self._start) + len(self._candidates) + len(self._answer)
        listed = n_candidates if self.format.candidates_in_prompt else 0
        longest = (
            fixed + self._history_tokens(longest_title) + listed * self._longest(longest_title)
        )
        return longest if self.max_tokens is None else min(longest, self.max_tokens)

    def max_answer_tokens(self, longest_title: int) -> int:
        """Return an upper bound on the length of an answer."""
        return longest_title + len(self._end)

    def _longest(self, longest_title: int) -> int:
        return longest_title + len(self._end) + (self.format.style == "hybrid")

    def _history_tokens(self, longest_title: int) -> int:
        window = self.format.history_window
        if self.format.style == "compact":
            titles = min(window, TITLES_IN_COMPACT)
            return titles * self._longest(longest_title) + window - titles
        return window * self._longest(longest_title)
