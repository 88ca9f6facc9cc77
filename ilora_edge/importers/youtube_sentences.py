"""The sentence that stands around a video's name in YouTube's history: ``Watched X``.

It is in the account's language. Those of 28 languages are known, as a program of several
languages reads them (``youtube-rewind``, ``src/util/supportedLanguages.js``; Chinese and
Portuguese ones are in English); others are found in what most titles share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

# How many of the titles must share the words around them for these to be the sentence's.
_SHARED = 0.5
_ENOUGH = 3
_MOST_WORDS = 4
_SAMPLE = 2000
# A sentence of fewer letters is not told from a name that begins or ends so.
_LEAST = 5
_DEEDS = frozenset(
    (
        *("liked", "disliked", "shared", "saved", "voted", "commented", "replied", "reacted"),
        *("subscribed", "unsubscribed", "answered", "reported", "searched", "visited", "joined"),
    )
)


class Sentence(NamedTuple):
    """What stands before and behind a name, blanks included."""

    before: str = ""
    after: str = ""

    def name_in(self, title: str) -> str | None:
        """Return what of a title is the name, None where it is no such sentence."""
        # The blank between is one that does not break, in some languages.
        plain = title.replace("\u00a0", " ")
        has_room = len(plain) > len(self.before) + len(self.after)
        if not (has_room and plain.startswith(self.before) and plain.endswith(self.after)):
            return None
        return title[len(self.before) : len(title) - len(self.after)].strip()


_KNOWN = tuple(
    Sentence(before, after)
    for before, after in (
        *(("Watched ", ""), ("Viewed ", ""), ("", " angesehen"), ("Vous avez regardé ", "")),
        *(("Has visto ", ""), ("Hai guardato ", ""), ("Je hebt naar ", " gekeken")),
        *(("Tittade på ", ""), ("Så ", ""), ("Så på ", ""), ("", " katsottiin")),
        *(("Obejrzano: ", ""), ("Zhlédli jste video ", ""), ("Megtekintette a következőt: ", "")),
        *(("Ați vizionat ", ""), ("", " adlı videoyu izlediniz"), ("", " izlənildi")),
        *(("Просмотрено видео ", ""), ("Ви дивилися відео ", ""), ("Гледахте ", "")),
        *(("Παρακολουθήσατε το βίντεο ", ""), ("Pinanood ang ", "")),
        *(("", " を視聴しました"), ("", " 을(를) 시청했습니다."), ("", "을(를) 시청했습니다.")),
        *(("", " देखा"), ("", " দেখা হয়েছে"), ("", " دیکھی")),
        *(("تمت مشاهدة ", " ."), ("را تماشا کردید ", ""), ("", " را تماشا کردید")),
    )
)


def sentence_of(titles: Sequence[str], has_others: bool) -> Sentence:
    """Return the sentence around the names of most titles, an empty one where there is none.

    ``has_others``: some titles say of other things what was done, that they were liked.
    """
    if not has_others:
        # One sentence for all of them: some thousand tell it, from all over the file.
        titles = titles[:: 1 + len(titles) // _SAMPLE]
    counts = Counter({s: sum(s.name_in(t) is not None for t in titles) for s in _KNOWN})
    # Of two languages, as of an account that changed its own, neither need have half.
    n_known = sum(name_in_another(title) is not None for title in titles)
    # Of two that fit as many, one may begin with the other.
    known = max(_KNOWN, key=lambda s: (counts[s], len(s.before) + len(s.after)))
    are_few = len(titles) < _ENOUGH or has_others
    if max(counts[known], n_known) > (0 if are_few else _SHARED * len(titles)):
        return known
    if len(titles) < _ENOUGH:
        return Sentence()
    return Sentence(_most(titles, first=True), _most(titles, first=False))


def name_in_another(title: str) -> str | None:
    """Return the name in a sentence of any known language, None where there is none."""
    names = {
        len(s.before) + len(s.after): name for s in _KNOWN if (name := s.name_in(title)) is not None
    }
    longest = max(names, default=0)
    return names[longest] if longest >= _LEAST else None


def is_other_deed(words: str) -> bool:
    """Whether words that are not the watching's say, in English, what else was done."""
    first = words.lower().split(maxsplit=1)[:1]
    return not _DEEDS.isdisjoint(first)


def _most(titles: Sequence[str], first: bool) -> str:
    """Return the longest run of words that more than half of the titles share at one end."""
    best = ""
    for n in range(1, _MOST_WORDS + 1):
        runs: Counter[str] = Counter()
        for title in titles:
            plain = title.replace("\u00a0", " ")
            words = re.split(r"(?<=\s)", plain) if first else re.split(r"(?=\s)", plain)
            if len(words) > n:
                runs["".join(words[:n] if first else words[-n:])] += 1
        run, count = runs.most_common(1)[0] if runs else ("", 0)
        if count <= _SHARED * len(titles):
            break
        best = run
    return best
