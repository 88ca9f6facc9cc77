"""What tells that two items of a database are copies of one work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import TypeAlias, TypeVar

from ilora_edge.matching.editions import before_editions
from ilora_edge.matching.item_facts import Facts, read_facts
from ilora_edge.matching.movements import is_movement
from ilora_edge.matching.title_keys import TitleKey, title_key, without_series, words_of
from ilora_edge.system.patterns import pattern

# Of one film in a library; more than that are no copies.
_MOST_COPIES = 4

# What tells a song, or a chapter that is kept as one, only together with its album.
_ANY_PART = pattern(
    r"\b(?:(?:track|titel|piste|pista|traccia|faixa|chapter|kapitel|chapitre|capitulo|capitolo"
    r"|part|teil|partie|parte|disc|cd|side|section|episode|folge) ?[0-9]{1,4}|[0-9]{1,4}"
    r"|untitled|unknown|unbekannt|intro|outro|interlude|prologue|prolog|epilogue|epilog)$"
)

# What a disc, a camera or a folder of episodes calls its files: many works are called so.
_NO_NAME = pattern(
    r"(?:s[0-9]{1,3} ?e[0-9]{1,4}|title t[0-9]{1,4}|video ts|vts(?: [0-9]{1,4}){1,2}|0[0-9]{0,5}"
    r"|index|movie|sample|untitled|unknown|unbenannt"
    r"|(?:title|titel|track|chapter|kapitel|part|teil|dis[ck]|cd|dvd|episode|ep|folge|scene|clip"
    r"|video|movie|film|img|vid|mvi|dsc|mov|new recording|recording|untitled) ?[0-9]{1,4})"
    r"(?: (?:mkv|mp4|m4v|avi|mov|wmv|mpe?g|webm|iso|m2ts|ts|vob|ifo|mp3|m4a|flac|ogg|wav))?$"
)

# Guests of a song stand behind its artist, or behind its name.
_GUESTS = pattern(
    r"(?i)\s+[(\[]?(?:feat\.?|ft\.?|featuring)\s+((?:(?!\s[-\u2013\u2014]\s)[^()\[\]])*)[)\]]?"
)

# Of one recording: Help! - Remastered 2009, Help! (2009 Remaster), Help! - Mono / Remastered.
_REMASTERED = pattern(
    r"(?i)\s*(?:[(\[]|\s[-\u2013\u2014]\s)\s*(?:(?:mono|stereo)\s*/?\s*)?(?:(?:19|20)[0-9]{2}\s+)?"
    r"(?:digital(?:ly)?\s+)?re-?master(?:ed)?(?:\s+(?:in\s+)?(?:19|20)[0-9]{2})?"
    r"(?:\s+(?:version|edition))?(?:\s*/?\s*(?:mono|stereo))?\s*[)\]]?$"
)
# What editions are called by has one of these, and hardly a title has.
_MAY_BE_EDITION = pattern(
    r"cut\b|edition|version|abridged|unrated|remaster|restor|criterion|novel|audiobook|hörbuch|redux"
)
_ALBUM_VERSION = pattern(r"(?i)\s*(?:[(\[]|\s[-\u2013\u2014]\s)\s*(?:album|lp) version\s*[)\]]?$")

_BY = " by "

Item = TypeVar("Item")
Mark: TypeAlias = TitleKey | tuple[str, str]
"""A title with its year, a name that needs none, or an id elsewhere; the latter with their kind."""


@lru_cache(1 << 16)
def marks(title: str, facts: object) -> frozenset[Mark]:
    """Return what the copies of one work share, of which one is enough."""
    found = read_facts(facts)
    title = _of_the_recording(title)
    if found.album is None and (found.year or found.creator) and (found.part or not found.series):
        title = _of_any_edition(title)
    if found.creator:
        # An author's book, whether its series stands behind it or not.
        title = without_series(title) or title
    is_bare = found.album is None and found.year is None and not found.creator
    if is_bare and _NO_NAME.match(words_of(title)):
        return frozenset(_ids(found))
    if found.album is not None and (guests := _GUESTS.search(title)) is not None:
        title = f"{title[: guests.start()]}{title[guests.end() :]} feat {guests[1]}"
    return frozenset((_called(title, found), *_of_the_original(found), *_ids(found)))


def _of_the_recording(title: str) -> str:
    """Return a title without what says only from which tape or disc it is."""
    lower = title.lower()
    for word, behind in (("master", _REMASTERED), (" version", _ALBUM_VERSION)):
        if word in lower and (found := behind.search(title)) is not None and found.start() > 0:
            title = title[: found.start()]
    return title


def _of_any_edition(title: str) -> str:
    """Return a title without the cut of a film, or the reading of a book, that is not another."""
    return before_editions(title) if _MAY_BE_EDITION.search(title.lower()) else title


def _of_the_original(found: Facts) -> Iterator[Mark]:
    """Yield what a film is called where it was made: in one library so, translated in another.

    Of an episode that is its own name, which many shows have; of a song who sings it.
    """
    is_film = found.album is None and not (found.part or found.series or found.creator)
    if is_film and found.original_title and found.year:
        yield _called(_of_any_edition(found.original_title), found)


def _called(title: str, facts: Facts) -> Mark:
    """Return what the copies of a work are called, with their year where that is the work's own.

    A book and a song are published again in other years; a film of another year is a remake.
    """
    key = title_key(title, facts.year)
    words = f"{key.words} {words_of(facts.part)}" if facts.part else key.words
    if facts.album is not None and (_ANY_PART.search(words) or is_movement(title)):
        words = f"{words} {words_of(facts.album)}"
    if facts.creator:
        return _BY, f"{words}{_BY}{_words_in_any_order(facts.creator)}"
    return TitleKey(words, key.year) if facts.album is None else ("name", words)


def _words_in_any_order(name: str) -> str:
    """Return a person's words, the same for ``Quill, Ann`` and ``Ann Quill``."""
    return " ".join(sorted(words_of(name).split()))


def _ids(found: Facts) -> Iterator[Mark]:
    if found.imdb is found.tmdb is found.musicbrainz is found.isbn is None:
        return
    for kind, value in found.elsewhere().items():
        # TMDB counts films and shows from 1 each: the year tells those of one number apart.
        yield kind, f"{value} {found.year}" if kind == "tmdb" else value


class Elsewhere:
    """The ids elsewhere of a database's items, and what a catalogue calls the works.

    An id that many items have is not of a work, but of its series or its artist; a title that many
    have and that nothing goes with is none either (a daily "News"). A title without a year and
    without an author is that of the only year, or the only author, of such a title in the database.
    Two films of one title and year that IMDb knows as two are two.

    Parameters
    ----------
    rows
        Facts of each item, with the catalogue's id of it: of two copies under different titles
        only one may have been found.
    names
        Marks of each item that may have copies.
    others
        Marks of the other items, which are asked for where a year or an author may be missing.
    """

    def __init__(
        self,
        rows: Iterable[tuple[object, str | None]],
        names: Collection[Collection[Mark]] = (),
        others: Iterable[Collection[Mark]] = (),
    ) -> None:
        self._found: dict[Mark, set[str]] = {}
        counts: Counter[Mark] = Counter()
        for facts, item_id in rows:
            for mark in _ids(read_facts(facts)):
                counts[mark] += 1
                if item_id is not None:
                    self._found.setdefault(mark, set()).add(item_id)
        every = chain.from_iterable(names)
        counts.update(m for m in every if isinstance(m, TitleKey) and m.year is None)
        self._of_many = frozenset(mark for mark, n in counts.items() if n > _MOST_COPIES)
        self._only = _only_works(names, others)
        self._disputed = _disputed(names)

    def __bool__(self) -> bool:
        return bool(self._found)

    def of_works(self, every: frozenset[Mark]) -> frozenset[Mark]:
        """Return those marks that tell a work, of a title with the year or author it must be of."""
        if not every.isdisjoint(self._of_many):
            every -= self._of_many
        if not every.isdisjoint(self._disputed) and _imdb(every) is not None:
            every -= self._disputed
        if self._only.keys().isdisjoint(every):
            # As nearly all are, of a hundred thousand.
            return every
        return frozenset(self._only.get(mark, mark) for mark in every)

    def found(self, every: Iterable[Mark]) -> Iterator[str]:
        """Yield the catalogue's ids of the works that have one of these marks."""
        for mark in every:
            yield from self._found.get(mark, ())


def _only_works(
    names: Collection[Collection[Mark]], others: Iterable[Collection[Mark]]
) -> dict[Mark, Mark]:
    """Return what titles by themselves are, of which there is one year or one author alone."""
    open_words = {m.words for own in names for m in own if isinstance(m, TitleKey) and not m.year}
    if not open_words:
        return {}
    works: dict[str, set[Mark]] = {}
    for own in chain(names, others):
        for mark in own:
            if (words := _words_of_work(mark)) in open_words:
                works.setdefault(words, set()).add(mark)
    return {TitleKey(words, None): mark for words, (mark, *more) in works.items() if not more}


def _disputed(names: Iterable[Collection[Mark]]) -> frozenset[Mark]:
    """Return the titles, with their years, of several works by what IMDb calls them."""
    first: dict[Mark, Mark] = {}
    found: set[Mark] = set()
    for own in names:
        if (imdb := _imdb(own)) is not None:
            titles = (mark for mark in own if isinstance(mark, TitleKey))
            found.update(title for title in titles if first.setdefault(title, imdb) != imdb)
    return frozenset(found)


def _imdb(own: Iterable[Mark]) -> Mark | None:
    return next((m for m in own if not isinstance(m, TitleKey) and m[0] == "imdb"), None)


def _words_of_work(mark: Mark) -> str:
    """Return the title of a work that has a year or an author, or nothing."""
    if isinstance(mark, TitleKey):
        return mark.words if mark.year else ""
    return mark[1].rpartition(_BY)[0] if mark[0] == _BY else ""


def once(items: Iterable[tuple[Item, frozenset[Mark]]]) -> Iterator[Item]:
    """Yield items without their marks, the first of each work's copies."""
    had: set[Mark] = set()
    for item, own in items:
        if had.isdisjoint(own):
            yield item
        had |= own
