"""Titles as texts: TF-IDF over their words and character trigrams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]

_WORD = re.compile(r"\w+")
# A code point has 21 bits, so three of them fill 63 and the last bit is left for words.
_BITS, _OF_A_WORD = np.uint64(21), np.uint64(1 << 63)


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Vectors of M titles, each of length 1, or of none of the catalogue's features and zero."""

    n_titles: int
    owners: npt.NDArray[np.intp]
    """The title of each entry, 0 to M - 1, never falling."""
    features: npt.NDArray[np.intp]
    """Of each entry, its place among :class:`TitleWords`' features."""
    weights: FloatArray
    """Of each entry."""


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
        self._words: dict[str, int] = {}
        owners, keys, counts = self._counted(titles, grow=True)
        self._keys, features = np.unique(keys, return_inverse=True)
        df = np.bincount(features, minlength=len(self._keys))
        self._idf = np.log((1 + len(titles)) / (1 + df)) + 1
        self.n_titles = len(titles)
        vectors = self._weighed(len(titles), owners, features, counts)
        # The entries of one feature stand together.
        order = np.argsort(features, kind="stable")
        self._owners, self._weights = owners[order], vectors.weights[order]
        self._starts = np.concatenate([[0], np.cumsum(df)])

    def read(self, titles: Sequence[str]) -> WordVectors:
        """Return the vectors of any titles."""
        owners, keys, counts = self._counted(titles, grow=False)
        places = np.searchsorted(self._keys, keys)
        known = np.zeros(len(keys), bool)
        inside = places < len(self._keys)
        known[inside] = self._keys[places[inside]] == keys[inside]
        return self._weighed(len(titles), owners[known], places[known], counts[known])

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
        total = np.bincount(vectors.features, each, len(self._keys))
        return total.astype(np.float64, copy=False)

    def _weighed(
        self,
        n_titles: int,
        owners: npt.NDArray[np.intp],
        features: npt.NDArray[np.intp],
        counts: npt.NDArray[np.intp],
    ) -> WordVectors:
        weights = counts * self._idf[features]
        lengths = np.sqrt(np.bincount(owners, weights**2, n_titles))
        return WordVectors(n_titles, owners, features, weights / lengths[owners])

    def _counted(
        self, titles: Sequence[str], grow: bool
    ) -> tuple[npt.NDArray[np.intp], Keys, npt.NDArray[np.intp]]:
        """Return what titles have, each once: title, feature's key, how often; sorted by title."""
        words = [_WORD.findall(title.casefold()) for title in titles]
        owners, keys = _trigrams([f" {' '.join(w)} " if w else "" for w in words])
        word_owners = np.repeat(np.arange(len(words)), [len(w) for w in words])
        word_keys = self._word_keys((word for w in words for word in w), grow)
        owners, keys = np.concatenate([owners, word_owners]), np.concatenate([keys, word_keys])
        order = np.lexsort((keys, owners))
        owners, keys = owners[order], keys[order]
        is_first = np.ones(len(keys), bool)
        is_first[1:] = (owners[1:] != owners[:-1]) | (keys[1:] != keys[:-1])
        firsts = np.flatnonzero(is_first)
        return owners[firsts], keys[firsts], np.diff(np.append(firsts, len(keys)))

    def _word_keys(self, words: Iterable[str], grow: bool) -> Keys:
        numbers = self._words
        if grow:
            found = [numbers.setdefault(word, len(numbers)) for word in words]
        else:
            # A number that no word of the catalogue has.
            found = [numbers.get(word, len(numbers)) for word in words]
        return np.array(found, np.uint64) | _OF_A_WORD


def _trigrams(texts: Sequence[str]) -> tuple[npt.NDArray[np.intp], Keys]:
    """Return the text and the key of every three characters in a row."""
    lengths = np.array([len(text) for text in texts], np.intp)
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    points = points.astype(np.uint64)
    owners = np.repeat(np.arange(len(texts)), lengths)
    first, second, third = points[:-2], points[1:-1], points[2:]
    keys = first << _BITS << _BITS | second << _BITS | third
    # Those that begin in one text and end in the next are of neither.
    within = owners[:-2] == owners[2:]
    return owners[:-2][within], keys[within]
