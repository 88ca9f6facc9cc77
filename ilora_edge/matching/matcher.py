"""Which item of a bundle's catalogue an item of somebody else's database is.

By id where the two use the same ids, or ids that mean the same everywhere; else by title and year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, TypeAlias

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.matching.file_names import file_names
from ilora_edge.matching.item_facts import Facts, facts_of_id, read_facts
from ilora_edge.matching.short_names import spelled_out
from ilora_edge.matching.subtitles import (
    by_initial,
    further_parts,
    main_titles,
    marked,
    subtitles,
)
from ilora_edge.matching.title_index import Entry, title_index
from ilora_edge.matching.title_keys import (
    TitleKey,
    has_number,
    letters_of,
    other_words,
    series_in_front,
    title_key,
    without_code,
    without_edition,
    without_points,
    without_series,
    words_of,
)
from ilora_edge.matching.title_numbers import WRITTEN_OUT, counted
from ilora_edge.matching.title_parts import (
    UNSURE,
    are_same_people,
    keys_of_parts,
    may_be_same,
    may_have_parts,
    without_maker,
)
from ilora_edge.recommendation import HistoryItem
from ilora_edge.system.patterns import pattern

__all__ = ["SAMPLE_ITEMS", "UNMATCHED", "How", "Matcher", "TitleKey", "history_item", "title_key"]

# An id that no catalogue has: this one's item is known by its title alone.
UNMATCHED = "\0"
SAMPLE_ITEMS = 200
# Two databases that both count from 1 share ids, not items.
_AGREEING = 0.5
# A film is of the year of its festival here, and of its cinemas there.
_NEAR = 1
# A film has one of each.
_ONE_EACH = ("imdb", "tmdb")
_DIGIT = pattern(r"[0-9]")
_DASH = pattern(r"\s[-\u2013\u2014]\s")
# A title that was cut says which it is by some words at least.
_CUT = pattern(r"\s?(?:\u2026|\.\.\.)$")
_FEWEST_LEFT, _FEWEST_BLANKS_LEFT = 25, 4
_CREATOR_MARKS = (" by ", " ")

How: TypeAlias = Literal["id", "title"]


class Matcher:
    """Finds items of a catalogue for items of a database.

    Parameters
    ----------
    catalogue
        The bundle's.
    sample
        Some of the database's items, id and title each: they tell whether its ids are the
        catalogue's. None: it has no titles, so its ids are all there is.

    Names are tried in this order, and the first that the catalogue has decides: creator and title
    together, the title, the original title; then, where the years on both sides agree, either
    without its edition or subtitle, what stands in parentheses, and numbers as digits.

    A year that one side lacks is no objection, but no agreement either: where several works are
    known to share the title (in the catalogue, in the database, or by the list of remakes) such an
    item is not matched.
    """

    def __init__(self, catalogue: Catalogue, sample: Sequence[tuple[str, str]] | None) -> None:
        self._catalogue = catalogue
        self.ids_agree = sample is None or _agree(catalogue, sample)
        self._years: dict[str, tuple[int, ...]] = {}
        self._external = catalogue.external_ids
        self._named: dict[str, dict[str, set[str]]] | None = None

    def written(self, title: str, facts: object) -> str:
        """Return the title of an item that is not in the catalogue as that writes its own.

        That is with the year behind it, where most of the catalogue's have one and the item's is
        known: a person tells remakes by it, and the language model has learnt from such titles.
        """
        year = title_key(title, facts).year if title else None
        if year is None or title_key(title).year is not None:
            return title
        return f"{title} ({year})" if self.writes_years else title

    @cached_property
    def writes_years(self) -> bool:
        """Whether most of the catalogue's titles have their years behind them."""
        sample = [title for _, title in islice(self._catalogue.titles(), SAMPLE_ITEMS)]
        dated = sum(title_key(title).year is not None for title in sample)
        return 2 * dated > len(sample)

    def learn(self, items: Iterable[tuple[str, object]]) -> None:
        """Note the years of each title that the database has, by title and facts of its items."""
        for title, facts in items:
            key = title_key(title, facts)
            if key.year is not None and key.year not in (known := self._years.get(key.words, ())):
                self._years[key.words] = (*known, key.year)
                for name in further_parts(title):
                    self._years[name] = (*self._years.get(name, ()), key.year)

    def match(self, items: Iterable[tuple[str, str, object]]) -> list[tuple[str, How] | None]:
        """Return the catalogue's id for each item of (id, title or "", year or facts or None).

        With it comes how it was found; None where there is none, or more than one.
        """
        items = list(items)
        facts = [_facts(item_id, cell) for item_id, _, cell in items]
        own = (i for i, _, _ in items) if self.ids_agree else ()
        known = self._catalogue.indices([*own, *(i for of in facts for i in of.ids())])
        external = self._by_external(facts)
        return [
            (item_id, "id")
            if self.ids_agree and item_id in known
            else self._by_facts(title, of, known, elsewhere)
            for (item_id, title, _), of, elsewhere in zip(items, facts, external, strict=True)
        ]

    def _by_external(self, facts: Sequence[Facts]) -> list[str | None]:
        """Return the catalogue's id of each item whose id elsewhere the manifest names."""
        if not self._external:
            return [None] * len(facts)
        indices = [self._external.find(of.elsewhere()) for of in facts]
        ids = self._catalogue.ids_at(index for index in indices if index is not None)
        return [None if index is None else ids.get(index) for index in indices]

    def _by_facts(
        self, title: str, facts: Facts, known: Collection[str], elsewhere: str | None
    ) -> tuple[str, How] | None:
        by_id = next((i for i in facts.ids() if i in known), elsewhere)
        if by_id is not None:
            return by_id, "id"
        found = self._by_title(title, facts) if title else None
        if found is None or self._contradicts(facts, found):
            return None
        return found, "title"

    def _contradicts(self, facts: Facts, item_id: str) -> bool:
        """Return whether ids say that two items are not the same; a book or a song has many."""
        own = facts_of_id(item_id).elsewhere()
        if self._named is None:
            by_index = self._external.of_items(_ONE_EACH)
            ids = self._catalogue.ids_at(by_index)
            self._named = {ids[index]: of for index, of in by_index.items() if index in ids}
        named = self._named.get(item_id, {})
        mine = facts.elsewhere()
        return any(
            kind in mine
            and mine[kind] not in (theirs := {*named.get(kind, ()), *_one(own, kind)})
            and bool(theirs)
            for kind in _ONE_EACH
        )

    def _by_title(self, title: str, facts: Facts) -> str | None:
        key = title_key(title, facts.year)
        index = title_index(self._catalogue)
        for words, is_bare in _names(title, key, facts):
            entries = index.called(words)
            if not entries and not has_number(title):
                # Of a volume of a series the number tells.
                entries = index.called_barely(words)
            if is_bare and key.year is None:
                # A song and a film may share a name: a year that the song lacks is no agreement.
                entries = [entry for entry in entries if entry.year is None]
            if entries:
                found = self._one_of(self._to_the_letter(entries, title, key.year), words, key.year)
                if found is not None or not _is_of_other_years(entries, key.year):
                    return found
        found = self._by_other_names(title, facts.original_title, key)
        return (
            found
            or self._by_digits(title, key, facts.creator)
            or self._by_parts(title, facts.creator, key.year)
            or self._by_beginning(title, key.year)
            or self._by_whole_name(title, facts)
        )

    def _by_whole_name(self, title: str, facts: Facts) -> str | None:
        """Look for a title of which the initials alone are given."""
        whole = spelled_out(title)
        return None if whole is None else self._by_title(whole, facts)

    def _by_beginning(self, title: str, year: int | None) -> str | None:
        """Look for the only title that goes on where one was cut: ``A Brief History of the ...``"""
        cut = _CUT.search(title)
        words = "" if cut is None else words_of(title[: cut.start()])
        if len(words) < _FEWEST_LEFT or words.count(" ") < _FEWEST_BLANKS_LEFT:
            return None
        found = title_index(self._catalogue).beginning_with(words)
        same = [e for e in found if year is None or e.year in (None, year)]
        return same[0].item_id if len(same) == 1 else None

    def _by_digits(self, title: str, key: TitleKey, creator: str) -> str | None:
        """Look for a title whose numbers are in words on one side, and digits on the other."""
        names = [(f"{by} {name}", False) for by in _creators(creator) for name in _forms(title)]
        for words, is_bare in [*names, (key.words, bool(creator))]:
            digits = counted(words)
            says_none = digits == words and not _DIGIT.search(digits)
            if says_none and WRITTEN_OUT.isdisjoint(digits.split()):
                continue
            entries = title_index(self._catalogue).called_with_digits(digits)
            if (is_bare or " " not in digits) and key.year is None:
                # Ten is not 10, which is of a year.
                entries = [entry for entry in entries if entry.year is None]
            if entries:
                return self._one_of(entries, digits, key.year)
        return None

    def _by_parts(self, title: str, creator: str, year: int | None) -> str | None:
        """Look for a title whose parts stand in another order, or with other marks between."""
        if not creator and not may_have_parts(title):
            return None
        index = title_index(self._catalogue)
        keys = keys_of_parts(title, creator)
        for is_sure, may_be in ((True, may_be_same), (False, are_same_people)):
            of_kind = [key for key in keys if key.startswith(UNSURE) is not is_sure]
            found = {e for key in of_kind for e in index.called_in_parts(key)}
            # A year that one side lacks is no objection: who made it, or which episode, is said.
            same = {e.item_id for e in found if year is None or e.year in (None, year)}
            theirs = self._catalogue.titles_of(same) if same else {}
            same = {i for i in same if may_be(title, creator, theirs[i])}
            if same:
                return same.pop() if len(same) == 1 else None
        return None

    def _to_the_letter(self, entries: list[Entry], title: str, year: int | None) -> list[Entry]:
        """Return of several works whose names differ in their accents that which has the title's.

        All of them where none has, or several have.
        """
        rivals = [e for e in entries if e.year == year]
        if len(rivals) < 2:
            return entries
        titles = self._catalogue.titles_of(e.item_id for e in rivals)
        wanted = letters_of(title)
        same = [e for e in rivals if letters_of(titles[e.item_id]) == wanted]
        return same if len(same) == 1 else entries

    def _one_of(self, entries: list[Entry], words: str, year: int | None) -> str | None:
        """Return the one work of several names alike that is meant, None if that is open."""
        if year is None:
            (first, *others) = entries
            is_open = others or (first.year is not None and self._is_of_several(words))
            return None if is_open else first.item_id
        same = [entry for entry in entries if entry.year == year]
        if same:
            return same[0].item_id if len(same) == 1 else None
        (first, *others) = entries
        if not others and first.year is None:
            return first.item_id
        near = [e for e in entries if e.year is not None and abs(e.year - year) <= _NEAR]
        if len(near) != 1 or words in remade_titles():
            return None
        # Of two items that may be this one, neither is, or the one of the very year.
        (found,) = near
        assert found.year is not None
        rivals = [y for y in self._years.get(words, ()) if abs(y - found.year) <= _NEAR]
        return found.item_id if set(rivals) <= {year} else None

    def _is_of_several(self, words: str) -> bool:
        return len(self._years.get(words, ())) > 1 or words in remade_titles()

    def _by_other_names(self, title: str, original: str, key: TitleKey) -> str | None:
        """Look for names that are alike without being equal; the years must be, and be there."""
        index, year = title_index(self._catalogue), key.year
        if year is None:
            return self._by_file_name(title, None)
        mine = {key.words, *other_words(title)}
        if original:
            mine |= {words_of(original), *other_words(original)}
        mains = {*main_titles(title), *main_titles(original)}
        # A name that another item of the database has by itself is that item's. Of two titles that
        # have a subtitle each, and these differ, nothing is known: Part One is not Part Two.
        parts = {*mains, *subtitles(title), *subtitles(original)}
        parts = {part for part in parts if year not in self._years.get(part, ())}
        bare = without_points(key.words)
        called = mine | parts | (set() if bare is None else {bare}) | {*by_initial(title)}
        # Of what has a second part of this year it is open which part or whole is meant.
        called = {words for words in called if not self._has_further_parts(words, year)}
        found = {e.item_id for words in called for e in index.called(words) if e.year == year}
        found |= {e.item_id for words in mine & called for e in index.called_otherwise(words, year)}
        if not found and str(year) in title:
            return self._by_file_name(title, year)
        return found.pop() if len(found) == 1 else None

    def _by_file_name(self, title: str, known: int | None) -> str | None:
        """Look for a title with a year behind it, of a file's name also for what else it says.

        ``known``: the only year that it may be.
        """
        index = title_index(self._catalogue)
        for (words, year), has_no_blanks in file_names(title):
            if known is not None and year != known:
                continue
            same = {e.item_id for e in index.called(words) if e.year == year}
            if not same and has_no_blanks and year is not None:
                same = {e.item_id for e in index.called_otherwise(words, year)}
            if same:
                return same.pop() if len(same) == 1 else None
        return None

    def _has_further_parts(self, words: str, year: int) -> bool:
        name = marked(words)
        index = title_index(self._catalogue)
        return year in self._years.get(name, ()) or bool(index.called_otherwise(name, year))


def history_item(
    item_id: str, title: str, found: tuple[str, How] | None, facts: object = None
) -> HistoryItem:
    """Return an item as the recommender takes it: the catalogue's, or title and genres alone.

    ``facts``: its cell of them (:mod:`ilora_edge.matching.item_facts`).
    """
    if found is not None:
        return HistoryItem(found[0], title)
    return HistoryItem(UNMATCHED + item_id, title or item_id, read_facts(facts).genres)


@lru_cache(maxsize=1)
def remade_titles() -> frozenset[str]:
    """Return the words of titles that several well-known works have."""
    text = Path(__file__).with_name("remade_titles.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset([*lines, *map(counted, lines)])


def _is_of_other_years(entries: Collection[Entry], year: int | None) -> bool:
    """Return whether works called so are known to be others, by their years."""
    return year is not None and all(
        entry.year is not None and abs(entry.year - year) > _NEAR for entry in entries
    )


def _facts(item_id: str, cell: object) -> Facts:
    facts, own = read_facts(cell), facts_of_id(item_id)
    if own == Facts():
        return facts
    return facts._replace(
        imdb=facts.imdb or own.imdb,
        tmdb=facts.tmdb or own.tmdb,
        musicbrainz=facts.musicbrainz or own.musicbrainz,
        isbn=facts.isbn or own.isbn,
    )


def _one(ids: dict[str, str], kind: str) -> set[str]:
    return {ids[kind]} if kind in ids else set()


def _names(title: str, key: TitleKey, facts: Facts) -> Iterator[tuple[str, bool]]:
    """Yield what the catalogue may call an item, the most telling first.

    With each comes whether it leaves out who made the item, though that is known.
    """
    words, known = key.words, bool(facts.creator)
    for by in _creators(facts.creator):
        if words.startswith(f"{by} "):
            # The title has the creator in front already.
            yield words, False
            words = words.removeprefix(f"{by} ")
        for name in (words, *other_words(title)):
            yield f"{by} {name}", False
            yield from ((f"{name}{mark}{by}", False) for mark in _CREATOR_MARKS)
    yield words, known
    if known and (head := without_maker(title, facts.creator)) is not None:
        yield words_of(head), known
    for without in (without_series, series_in_front, without_edition, without_code):
        if (whole := without(title)) is not None:
            yield words_of(whole), known
            if without is without_edition and (series := without_series(whole)) is not None:
                yield words_of(series), known
    if not known and _DASH.search(title):
        # An artist in front, of whom a song has no second one of this name.
        for name in (words, *other_words(title)):
            yield name, False
            yield name.removeprefix("the ") if name.startswith("the ") else f"the {name}", False
    if facts.original_title:
        yield words_of(facts.original_title), known
    if (bare := without_points(words)) is not None:
        yield bare, known


def _forms(title: str) -> Iterator[str]:
    yield title_key(title).words
    yield from other_words(title)


def _creators(name: str) -> Iterator[str]:
    """Yield the words of who made something: as given, the first name first, without an article."""
    if not name:
        return
    words = words_of(name)
    yield words
    last, comma, first = name.partition(", ")
    if comma and "," not in first:
        yield words_of(f"{first} {last}")
    yield words.removeprefix("the ") if words.startswith("the ") else f"the {words}"


def _agree(catalogue: Catalogue, sample: Sequence[tuple[str, str]]) -> bool:
    # An import without titles has the ids in their place, which says nothing.
    titled = [(i, title) for i, title in sample if title and title != i]
    if not titled:
        return True
    theirs = catalogue.titles_of(i for i, _ in titled)
    # Most agree to the letter, which needs no key.
    same = [
        theirs[i] == t or title_key(theirs[i]).words == title_key(t).words
        for i, t in titled
        if i in theirs
    ]
    return bool(same) and sum(same) >= _AGREEING * len(same)
