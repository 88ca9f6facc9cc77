"""Titles as texts: TF-IDF over their words and character trigrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ilora_edge.system.patterns import pattern

FloatArray = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_WORD = pattern(r"\w")
_ROOM = 1 << 63
"""Numbers that one of 64 bits can be."""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of M titles, each of length 1, or of none of the catalogue's features and zero."""

    n_titles: int
    owners: npt.NDArray[np.intp]
    """The title of each entry, 0 to M - 1."""
    features: npt.NDArray[np.intp]
    """Of each entry, its place among :class:`TitleWords`' features, never falling."""
    weights: FloatArray
    """Of each entry."""


class _Texts(NamedTuple):
    """Titles as they are compared, one behind the other: a blank before and after each word."""

    points: npt.NDArray[np.uint32]
    owners: Ints
    """The title of each character."""
    words: list[str]
    word_owners: Ints


class _Counts(NamedTuple):
    """What titles have, each once: ordered by features, and those of one by titles."""

    codes: Ints
    owners: Ints
    times: Ints


class TitleWords:
    """What the titles of a catalogue have in common with others, by the words as written.

    A title's vector has, for each of its words and trigrams, the count times
    ``ln((1 + N) / (1 + df)) + 1`` (df of the N titles have it), scaled to length 1. Features that
    no title of the catalogue has are left out.

    Parameters
    ----------
    titles
        The catalogue's, (N,).
    """

    def __init__(self, titles: Sequence[str]) -> None:
        texts = _read(titles)
        letters = _distinct(texts.points)
        # Code point to digit: a trigram is a number of three, and 0 what no title here has.
        self._digits = np.zeros(letters.max(initial=0) + 2, np.int64)
        self._digits[letters] = np.arange(1, len(letters) + 1)
        self._base = len(letters) + 1
        self._words = {word: n for n, word in enumerate(dict.fromkeys(texts.words))}
        codes, owners, times = self._counted(texts, len(titles))
        is_first = np.ones(len(codes), bool)
        is_first[1:] = codes[1:] != codes[:-1]
        self._starts = np.append(np.flatnonzero(is_first), len(codes))
        self._codes = codes[is_first]
        self._idf = np.log((1 + len(titles)) / (1 + np.diff(self._starts))) + 1
        self.n_titles = len(titles)
        vectors = self._weighed(len(titles), owners, np.cumsum(is_first) - 1, times)
        self._owners, self._weights = vectors.owners, vectors.weights

    def read(self, titles: Sequence[str]) -> WordVectors:
        """Return the vectors of any titles."""
        codes, owners, times = self._counted(_read(titles), len(titles))
        places = np.searchsorted(self._codes, codes)
        known = np.zeros(len(codes), bool)
        inside = places < len(self._codes)
        known[inside] = self._codes[places[inside]] == codes[inside]
        return self._weighed(len(titles), owners[known], places[known], times[known])

    def cosines(self, weights: FloatArray) -> FloatArray:
        """Return the products of the catalogue's vectors with a dense one, (N,)."""
        found = np.zeros(self.n_titles)
        for feature in np.flatnonzero(weights):
            entries = slice(self._starts[feature], self._starts[feature + 1])
            found[self._owners[entries]] += weights[feature] * self._weights[entries]
        return found

    def products(self, vectors: WordVectors, weights: FloatArray) -> FloatArray:
        """Return the same of any titles' vectors, (M,)."""
        each = vectors.weights * weights[vectors.features]
        return np.bincount(vectors.owners, each, vectors.n_titles).astype(np.float64, copy=False)

    def total(self, vectors: WordVectors, shares: FloatArray) -> FloatArray:
        """Return the sum of M vectors, each times its share (M,): dense, a weight a feature."""
        each = vectors.weights * shares[vectors.owners]
        total = np.bincount(vectors.features, each, len(self._codes))
        return total.astype(np.float64, copy=False)

    def _weighed(self, n_titles: int, owners: Ints, features: Ints, times: Ints) -> WordVectors:
        weights = times * self._idf[features]
        lengths = np.sqrt(np.bincount(owners, weights**2, n_titles))
        return WordVectors(n_titles, owners, features, weights / lengths[owners])

    def _counted(self, texts: _Texts, n_titles: int) -> _Counts:
        digits = self._digits[np.minimum(texts.points, len(self._digits) - 1)]
        # Those that begin in one title and end in the next are of neither.
        whole = texts.owners[:-2] == texts.owners[2:]
        trigrams = (digits[:-2] * self._base + digits[1:-1]) * self._base + digits[2:]
        n_trigrams = self._base**3
        # A number that no word of the catalogue has.
        unknown = len(self._words)
        numbers = map(self._words.get, texts.words, repeat(unknown))
        words = np.fromiter(numbers, np.int64, len(texts.words))
        codes = np.concatenate([trigrams[whole], n_trigrams + words])
        owners = np.concatenate([texts.owners[:-2][whole], texts.word_owners])
        if (n_trigrams + unknown + 1) * n_titles < _ROOM:
            # Numbers are sorted several times as fast as places.
            pairs = np.sort(codes * n_titles + owners)
            codes, owners = np.divmod(pairs, max(n_titles, 1))
        else:
            order = np.lexsort((owners, codes))
            codes, owners = codes[order], owners[order]
        is_first = np.ones(len(codes), bool)
        is_first[1:] = (codes[1:] != codes[:-1]) | (owners[1:] != owners[:-1])
        firsts = np.flatnonzero(is_first)
        return _Counts(codes[firsts], owners[firsts], np.diff(np.append(firsts, len(codes))))


def _read(titles: Sequence[str]) -> _Texts:
    folded = [title.casefold() for title in titles]
    # A blank before each and one behind it.
    text = f" {'  '.join(folded)} "
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    owners = np.repeat(np.arange(len(folded)), [len(title) + 2 for title in folded])
    points = points[: len(owners)]
    is_word = _are_words(points)
    is_begin = is_word.copy()
    is_begin[1:] &= ~is_word[:-1]
    begins = np.flatnonzero(is_begin)
    # One blank is kept behind each word, and one before the first of a title.
    kept = is_word.copy()
    kept[1:] |= is_word[:-1]
    word_owners = owners[begins]
    is_first = np.ones(len(begins), bool)
    is_first[1:] = word_owners[1:] != word_owners[:-1]
    kept[begins[is_first] - 1] = True
    points = np.where(is_word, points, ord(" "))[kept].astype("<u4")
    words = points.tobytes().decode("utf-32-le", "surrogatepass").split()
    return _Texts(points, owners[kept], words, word_owners)


def _are_words(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Return which characters are of words, asked once for each that there is."""
    letters = _distinct(points)
    table = np.zeros(letters.max(initial=0) + 1, bool)
    table[[c for c in letters.tolist() if _WORD.match(chr(c))]] = True
    found: npt.NDArray[np.bool_] = table[points]
    return found


def _distinct(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    is_there = np.zeros(points.max(initial=0) + 1, bool)
    is_there[points] = True
    return np.flatnonzero(is_there)
