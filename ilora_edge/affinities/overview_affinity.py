"""What the texts that a library has about its items have in common: plots, blurbs, descriptions.

A text is a TF-IDF vector of its words, each counting (1 + ln n) ln(N / df) where it stands n times
and df of the library's N texts have it; the vector's length is 1. Words that one text alone has
connect nothing, and those of more than a tenth say nothing. Both texts of a comparison are of one
library, so whatever language it is in is compared with itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ilora_edge.system.patterns import pattern

LEAST_TEXTS, LARGEST_SHARE = 2, 0.1
"""A word counts that so many texts have, and no more than this share of them."""
_WORD = pattern(r"[^\W\d_]{2,}")
_TAG = pattern(r"<[^<>]{0,200}>|&[a-z]{2,8};")
# From here on, but for Hangul's words, nothing is written between words.
_FIRST_UNSPACED, _HANGUL = "\u2e80", ("\uac00", "\ud7a4")
_LEAST_LETTERS = 3


class OverviewAffinity:
    """Compares some texts of a library with others of it.

    Parameters
    ----------
    texts
        Those that are to be compared, (M,); empty: not known.
    others
        The library's further texts, by which words are counted too.
    """

    def __init__(self, texts: Sequence[str], others: Iterable[str] = ()) -> None:
        counts = [Counter(_words(text)) for text in texts]
        df = Counter(word for count in counts for word in count)
        n = sum(map(bool, counts))
        for text in others:
            if words := set(_words(text)):
                df.update(words)
                n += 1
        most = max(LEAST_TEXTS, LARGEST_SHARE * n)
        self._weights = {
            word: math.log(n / found) for word, found in df.items() if LEAST_TEXTS <= found <= most
        }
        self._n_texts = len(texts)
        # By word, the texts that have it and how much it counts there.
        self._entries: dict[str, list[tuple[int, float]]] = {}
        for place, count in enumerate(counts):
            for word, value in self._vector(count).items():
                self._entries.setdefault(word, []).append((place, value))

    def cosines(self, history: Sequence[str], shares: Sequence[float]) -> npt.NDArray[np.float64]:
        """Return the sum of the texts' cosines with a history's, each times its share, (M,)."""
        found = np.zeros(self._n_texts)
        for text, share in zip(history, shares, strict=True):
            for word, value in self._vector(Counter(_words(text))).items():
                for place, own in self._entries.get(word, ()):
                    found[place] += share * value * own
        return found

    def _vector(self, count: Counter[str]) -> dict[str, float]:
        values = {
            word: (1 + math.log(times)) * weight
            for word, times in count.items()
            if (weight := self._weights.get(word)) is not None
        }
        length = math.sqrt(sum(value * value for value in values.values()))
        return {word: value / length for word, value in values.items()} if length else {}


def _words(text: str) -> Iterator[str]:
    """Yield a text's words; of scripts that put no blanks between them, their pairs of letters."""
    plain = _TAG.sub(" ", text) if "<" in text or "&" in text else text
    for word in _WORD.findall(plain.casefold()):
        if word[0] >= _FIRST_UNSPACED and not _HANGUL[0] <= word[0] < _HANGUL[1]:
            yield from (word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) >= _LEAST_LETTERS or word[0] >= _FIRST_UNSPACED:
            yield word
