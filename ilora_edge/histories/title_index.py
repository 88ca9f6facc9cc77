"""A catalogue's items by the words of their titles, made once for each open catalogue."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary, ref

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.histories.title_keys import (
    main_titles,
    may_have_more,
    other_words,
    subtitles,
    title_key,
    without_code,
    without_edition,
    without_points,
    without_series,
    words_of,
)
from ilora_edge.histories.title_numbers import counted
from ilora_edge.histories.title_parts import keys_of_parts, may_have_parts


class Entry(NamedTuple):
    """An item of the catalogue under one of its names."""

    year: int | None
    item_id: str


_Index: TypeAlias = dict[str, list[Entry]]
_Named: TypeAlias = tuple[str, str, str]
"""An item's id, title and words."""


class TitleIndex:
    """Finds a catalogue's items by a name.

    Most libraries ask for a few names of a few years: what else an item is called takes several
    times as long to work out as what it is called, and is worked out a year at a time.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_words: _Index = {}
        self._by_bare: _Index = {}
        self._of_year: dict[int, list[_Named]] = {}
        self._otherwise: dict[int, _Index] = {}
        self._by_digits: _Index | None = None
        self._by_parts: _Index | None = None
        self._catalogue = ref(catalogue)
        for item_id, title in catalogue.titles():
            words, year = title_key(title)
            self._by_words.setdefault(words, []).append(Entry(year, item_id))
            for bare in bare_names(title):
                if bare != words:
                    self._by_bare.setdefault(bare, []).append(Entry(year, item_id))
            if year is not None:
                self._of_year.setdefault(year, []).append((item_id, title, words))

    def called(self, words: str) -> list[Entry]:
        """Return the items whose title has these words, in encoder order."""
        return self._by_words.get(words, [])

    def called_barely(self, words: str) -> list[Entry]:
        """Return the items whose title has these words without its series or its edition."""
        return self._by_bare.get(words, [])

    def called_with_digits(self, words: str) -> list[Entry]:
        """Return the items whose title has these words once its numbers are digits."""
        if self._by_digits is None:
            self._by_digits = self.digits()
        return [*self.called(words), *self._by_digits.get(words, [])]

    def called_in_parts(self, key: str) -> list[Entry]:
        """Return the items whose title has parts of this key, in encoder order."""
        if self._by_parts is None:
            self._by_parts = self.parts()
        return self._by_parts.get(key, [])

    def called_otherwise(self, words: str, year: int) -> list[Entry]:
        """Return the items of a year that these words are another name of, in encoder order."""
        if year not in self._otherwise:
            self._otherwise[year] = _by_other_names(year, self._of_year.pop(year, []))
        return self._otherwise[year].get(words, [])

    def digits(self) -> _Index:
        """Return the items by the words of their titles with digits, where these are others."""
        index: _Index = {}
        for own, entries in self._by_words.items():
            if (digits := counted(own)) != own:
                index.setdefault(digits, []).extend(entries)
        return index

    def parts(self) -> _Index:
        """Return the items whose titles have several parts, by their keys."""
        index: _Index = {}
        catalogue = self._catalogue()
        entries = {entry.item_id: entry for known in self._by_words.values() for entry in known}
        for item_id, title in () if catalogue is None else catalogue.titles():
            for key in keys_of_parts(title) if may_have_parts(title) else ():
                index.setdefault(key, []).append(entries[item_id])
        return index


def title_index(catalogue: Catalogue) -> TitleIndex:
    """Return the index of a catalogue, which goes with it."""
    if catalogue not in _INDICES:
        _INDICES[catalogue] = TitleIndex(catalogue)
    return _INDICES[catalogue]


_INDICES: WeakKeyDictionary[Catalogue, TitleIndex] = WeakKeyDictionary()


def bare_names(title: str) -> set[str]:
    """Return the words of a title without its series or its edition, where it has one."""
    if not may_have_more(title):
        return set()
    bare = (without_series(title), without_edition(title), without_code(title))
    return {words_of(title) for title in bare if title is not None}


def _by_other_names(year: int, items: list[_Named]) -> _Index:
    index: _Index = {}
    for item_id, title, words in items:
        named = {*other_words(title), *subtitles(title), *main_titles(title)}
        if (bare := without_points(words)) is not None:
            named.add(bare)
        for name in named - {words}:
            index.setdefault(name, []).append(Entry(year, item_id))
    return index
