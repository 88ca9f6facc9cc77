"""What a title is without its subtitle or its part, and what a subtitle is by itself."""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.matching.title_keys import (
    and_without_article,
    on_one_line,
    simple,
    without_year,
    words_of,
)
from ilora_edge.matching.title_numbers import counted
from ilora_edge.system.patterns import pattern

_PARTS = pattern(r"(?i)\s*(?::\s|\uff1a|\s[-\u2013\u2014]\s|\sor[:,]\s)\s*")
_PART = r"(?:part|chapter|volume|teil|kapitel|partie|chapitre|parte|capitulo|deel|czesc)"
_FIRST = r"(?:1st|erster|erste|premiere?|prima|primo|primera|primeira|eerste|pierwsza)"
_SECOND = (
    r"(?:[2-9](?:nd|rd|th)|zweiter|dritter|vierter|deuxieme|seconde?|troisieme|quatrieme"
    r"|seconda|terza|segunda|tercera|terceira|tweede|derde|druga|trzecia)"
)
_FURTHER = pattern(rf"(?:{_PART} )?(?:[2-9]|1[0-9])\b|{_SECOND} {_PART}\b")
_IS_FURTHER = pattern(rf"(.*\S) (?:(?:{_PART} )?(?:[2-9]|1[0-9])|{_SECOND} {_PART})")
_IS_FIRST = pattern(rf"(.*\S) (?:{_PART} 1|{_FIRST} {_PART})")
# What a title that is a part of something ends with; most do with none of these.
_ENDS = (*"123456789", " one", " i", "part", "teil", "ie", "parte", "chapter")
# X2: X-Men United, T2 Trainspotting: the number of a series, behind the initial of its name.
_INITIAL = pattern(r"([A-Za-z])([2-9]):? (\S.*)")
_MOST_WORDS = 6
# Of a subtitle that says that it is another one: Death Note: The Last Name is not Death Note, and
# both are of one year. A return, a revenge, or the last of somebody is of a later year than what
# it follows: of 24 American films that are a last or final something none has a namesake of its
# year, of 9 that begin something one has.
_ANOTHER = pattern(
    r"\b(?:finale|ends?|ending|again|aftermath|sequel|continues|answer"
    r"|conclusion|epilogue|prequel|begins|beginnings?|origins?)\b"
    r"|\b(?:last|final|next) (?:name|page|chapter|part|act|half|volume|episode|season|stage|game"
    r"|story|movie|film|cut)\b|^(?:the )?(?:final|last|next)$"
)
_FEWEST_LETTERS = 3
# Of a subtitle that is looked for by itself.
_FEWEST_WORDS = 2
_SMALL_WORDS = frozenset(
    ["a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "with", "part", "1", "2"]
)
_COMMON = frozenset(
    [
        *("movie", "film", "series", "special", "story", "tale", "true", "complete"),
        *("first", "second", "third", "last", "final", "new", "next", "end"),
        *("beginning", "origins", "origin", "return", "returns", "revenge", "rise"),
        *("fall", "dawn", "day", "night", "legacy", "awakening", "resurrection"),
        *("reborn", "rebirth", "adventure", "adventures", "journey", "chapter"),
        *("episode", "volume", "season", "book", "making", "live", "concert", "tour"),
        *("edition", "cut", "version", "director", "directors", "extended"),
    ]
)
_MARK = "\0"


def main_titles(title: str) -> Iterator[str]:
    """Yield the words of a title without its subtitle or first part, with and without an article.

    Nothing where the subtitle says that it is a further part, or another one.
    """
    plain = simple(title)
    bare = without_year(title) if plain is None else plain[1]
    if bare[-7:].lower().endswith(_ENDS):
        found = _IS_FIRST.fullmatch(counted(words_of(bare)))
        yield from () if found is None else _long_enough(found[1])
    if plain is not None:
        return
    first, *rest = _PARTS.split(bare, maxsplit=1)
    under = counted(words_of(rest[0])) if rest else ""
    if rest and not _FURTHER.match(under) and not _ANOTHER.search(under):
        yield from _long_enough(words_of(first))


def further_parts(title: str) -> Iterator[str]:
    """Yield what :func:`marked` gives of the name of which a title is a second or later part.

    Where ``Dune: Part Two`` is of the same year as ``Dune``, ``Dune: Part One`` may be either's.
    """
    plain = simple(title)
    bare = without_year(title) if plain is None else plain[1]
    if bare[-7:].lower().endswith(_ENDS):
        found = _IS_FURTHER.fullmatch(counted(words_of(bare)))
        if found is not None:
            yield from map(marked, and_without_article(found[1]))
    if ": " in bare or " - " in bare:
        first, *rest = _PARTS.split(bare, maxsplit=1)
        if rest and _FURTHER.match(counted(words_of(rest[0]))):
            yield from map(marked, and_without_article(words_of(first)))


def marked(name: str) -> str:
    """Return under what it is kept that a name has further parts; no title has such words."""
    return _MARK + name


def by_initial(title: str) -> Iterator[str]:
    """Yield what a title is called whose number stands behind the initial of its name.

    ``x2`` and ``x men 2`` of ``X2: X-Men United``, ``t2`` and ``trainspotting 2`` of ``T2
    Trainspotting``.
    """
    found = _INITIAL.fullmatch(without_year(title)) if title[1:2].isdigit() else None
    if found is None:
        return
    initial, number, rest = found.groups()
    words = words_of(rest).split()
    if any(word.startswith(initial.lower()) for word in words):
        yield f"{initial.lower()}{number}"
        for n in range(1, min(len(words), _MOST_WORDS) + 1):
            yield f"{' '.join(words[:n])} {number}"


def subtitles(title: str) -> Iterator[str]:
    """Yield the words of what stands behind a title's colon, where it is a name of its own.

    ``the two towers`` of ``The Lord of the Rings: The Two Towers``; of ``Star Wars: Episode V - The
    Empire Strikes Back`` the last part too. What many works are called (``The Beginning``) is none.
    """
    main, colon, rest = on_one_line(title).partition(": ")
    if not main or not colon:
        return
    parts = _PARTS.split(without_year(rest))
    for n in range(len(parts)):
        words = words_of(" ".join(parts[n:]))
        telling = [word for word in words.split() if word not in _SMALL_WORDS]
        if len(telling) >= _FEWEST_WORDS and not _COMMON.issuperset(telling):
            yield words


def shorter_fronts(title: str) -> Iterator[str]:
    """Yield the words of a title of whose first part the last word alone is left.

    ``zelda ocarina of time`` of ``The Legend of Zelda: Ocarina of Time``.
    """
    main, colon, rest = on_one_line(title).partition(": ") if ": " in title else ("", "", "")
    words = words_of(main).split()
    if not colon or len(words) < _FEWEST_WORDS:
        return
    last = words[-1]
    if last in _SMALL_WORDS or last in _COMMON or len(last) <= _FEWEST_LETTERS or last.isdigit():
        return
    under = words_of(without_year(rest))
    if under in set(subtitles(title)):
        yield f"{last} {under}"


def _long_enough(words: str) -> Iterator[str]:
    yield from (w for w in and_without_article(words) if len(w) >= _FEWEST_LETTERS)
