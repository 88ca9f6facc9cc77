"""A catalogue's items by the words of their titles, made once for each open catalogue."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.matching.subtitles import (
    by_initial,
    further_parts,
    main_titles,
    shorter_fronts,
    subtitles,
)
from ilora_edge.matching.title_keys import (
    ENDS_OF_EDITIONS,
    SIMPLE,
    other_words,
    series_in_front,
    title_key,
    without_code,
    without_edition,
    without_points,
    without_series,
    words_of,
)
from ilora_edge.matching.title_numbers import counted
from ilora_edge.matching.title_parts import keys_of_parts, may_have_parts
from ilora_edge.matching.titles_with_more import may_have_more, which_may_have_more
from ilora_edge.system.patterns import pattern


class Entry(NamedTuple):
    """An item of the catalogue under one of its names."""

    year: int | None
    item_id: str


_Index: TypeAlias = dict[str, list[Entry]]
_Places: TypeAlias = dict[str, list[int]]
"""Words to the places, from 0 on, of the items that are called so."""

_LINE = pattern(rf"^(?:{SIMPLE.pattern}|.*)$", re.MULTILINE)


class TitleIndex:
    """Finds a catalogue's items by a name.

    Most libraries ask for a few names of a few years: what else an item is called takes several
    times as long to work out as what it is called, and is worked out a year at a time.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_words: _Places = {}
        self._by_bare: _Places = {}
        self._of_year: dict[int, list[int]] = {}
        self._otherwise: dict[int, _Index] = {}
        self._by_digits: _Places | None = None
        self._by_parts: _Places | None = None
        self._in_order: list[str] | None = None
        self._ids, self._titles, _ = catalogue.texts
        self._other_titles = catalogue.external_ids.other_titles()
        self._words: list[str] = []
        self._years: list[int | None] = []
        # One expression goes through all titles, so that most need nothing of their own. A title
        # of several lines is not simple, whatever stands between them.
        lines = "\n".join(title.replace("\n", "\0") for title in self._titles)
        self._add(_LINE.findall(lines))

    def _add(self, simple: Sequence[tuple[str, str]]) -> None:
        """Add all titles: the words of each and its year as text, both empty where not simple."""
        as_number = {year: int(year) if year else None for year in {year for _, year in simple}}
        of_words, others = self._by_words, []
        for place, (words, year) in enumerate(simple):
            own, number = words.lower(), as_number[year]
            if not own:
                own, number = title_key(self._titles[place])
                others.append(place)
            elif own.endswith(ENDS_OF_EDITIONS):
                others.append(place)
            self._words.append(own)
            self._years.append(number)
            if own in of_words:
                of_words[own].append(place)
            else:
                of_words[own] = [place]
        titles = [self._titles[place] for place in others]
        for n in which_may_have_more(titles):
            for bare in bare_names(titles[n]):
                if bare != self._words[others[n]]:
                    self._by_bare.setdefault(bare, []).append(others[n])

    def called(self, words: str) -> list[Entry]:
        """Return the items whose title has these words, in encoder order."""
        return self._entries(self._by_words.get(words, ()))

    def called_barely(self, words: str) -> list[Entry]:
        """Return the items whose title has these words without its series or its edition."""
        return self._entries(self._by_bare.get(words, ()))

    def beginning_with(self, words: str) -> list[Entry]:
        """Return the items whose titles' words begin so and go on, of one title alone."""
        if self._in_order is None:
            self._in_order = sorted(self._by_words)
        first = bisect_left(self._in_order, words)
        found = [w for w in self._in_order[first : first + 2] if w.startswith(words)]
        return self.called(found[0]) if len(found) == 1 else []

    def called_with_digits(self, words: str) -> list[Entry]:
        """Return the items whose title has these words once its numbers are digits."""
        if self._by_digits is None:
            self._by_digits = self.digits()
        return [*self.called(words), *self._entries(self._by_digits.get(words, ()))]

    def called_in_parts(self, key: str) -> list[Entry]:
        """Return the items whose title has parts of this key, in encoder order."""
        if self._by_parts is None:
            self._by_parts = self.parts()
        return self._entries(self._by_parts.get(key, ()))

    def called_otherwise(self, words: str, year: int) -> list[Entry]:
        """Return the items of a year that these words are another name of, in encoder order."""
        if year not in self._otherwise:
            self._otherwise[year] = self._by_other_names(year)
        return self._otherwise[year].get(words, [])

    def digits(self) -> _Places:
        """Return the items by the words of their titles with digits, where these are others."""
        index: _Places = {}
        for own, places in self._by_words.items():
            if (digits := counted(own)) != own:
                index.setdefault(digits, []).extend(places)
        return index

    def parts(self) -> _Places:
        """Return the items whose titles have several parts, by their keys."""
        index: _Places = {}
        for place, title in enumerate(self._titles):
            for key in keys_of_parts(title) if may_have_parts(title) else ():
                index.setdefault(key, []).append(place)
        return index

    def _by_other_names(self, year: int) -> _Index:
        if not self._of_year:
            for place, own in enumerate(self._years):
                if own is not None:
                    self._of_year.setdefault(own, []).append(place)
        index: _Index = {}
        for place in self._of_year.get(year, ()):
            title, words = self._titles[place], self._words[place]
            named = {*other_words(title), *subtitles(title), *main_titles(title)}
            named |= {*further_parts(title), *by_initial(title), *shorter_fronts(title)}
            if (bare := without_points(words)) is not None:
                named.add(bare)
            named |= {title_key(other).words for other in self._other_titles.get(place + 1, ())}
            for name in named - {words}:
                index.setdefault(name, []).append(Entry(year, self._ids[place]))
        return index

    def _entries(self, places: Iterable[int]) -> list[Entry]:
        return [Entry(self._years[place], self._ids[place]) for place in places]


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
    edition = without_edition(title)
    series = without_series(edition) if edition is not None else None
    bare = (without_series(title), edition, series, without_code(title), series_in_front(title))
    return {words_of(title) for title in bare if title is not None}
