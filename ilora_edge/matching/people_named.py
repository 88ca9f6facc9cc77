"""Whether two texts name the same people: by initials, last names first, with years and ranks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from ilora_edge.matching.accents import without_accents
from ilora_edge.system.patterns import pattern

_GROUP = pattern(r"\s*[(\[]([^()\[\]]*)[)\]]")
# Who is no author of a book.
_ROLE = pattern(r"(?i)\b(?:translat|illustrat|edit|narrat|introduc|foreword|afterword|reader)")
_BETWEEN = pattern(r"\s*[;|/]\s*|\s+(?:&|and|und|et|y|with)\s+")
_DATES = pattern(r"(?i)(?:b\.|d\.|ca?\.|born)?\s*[0-9]{3,4}.*")
_WORD = pattern(r"[^\W\d_]+")
# Of nobody's name: a digit, or a mark that stands between other things.
_NO_NAME = pattern(r"[^\w\s.,'\u2019-]|[0-9_]")
_TITLES = frozenset(
    [
        *("sir", "dame", "dr", "prof", "professor", "rev", "lord", "lady"),
        *("graf", "count", "baron"),
        *("jr", "junior", "sr", "phd", "md", "esq", "mr", "mrs", "ms"),
    ]
)
_PARTICLES = frozenset(
    [
        *("le", "la", "de", "van", "von", "der", "den", "del", "da", "di", "du", "dos", "el", "al"),
        *("ten", "ter", "of", "the"),
    ]
)
# Dostoyevsky is Dostoevsky.
_GLIDE = pattern(r"(?<=[aeiou])y(?=[aeiou])")
_MOST_PEOPLE, _LONGEST = 6, 200


class PersonName(NamedTuple):
    """A last name, and the words before it, in lower case and without accents."""

    last: str
    first: tuple[str, ...]

    def agrees(self, other: PersonName) -> bool:
        """Whether both may be one: an initial stands for a name, and a middle one may lack."""
        pairs = zip_longest(self.first, other.first)
        return self.last == other.last and all(
            a == b or (1 in (len(a or b), len(b or a)) and (a or b)[0] == (b or a)[0])
            for a, b in pairs
        )


def people(makers: str) -> Iterator[tuple[PersonName, ...]]:
    """Yield whom a text names, once for each way to read it; nothing where one is a single word."""
    if len(makers) > _LONGEST:
        return
    pieces = [piece for piece in _BETWEEN.split(makers) if piece.strip()]
    yield from _all_of([_turned(piece) for piece in _authors(pieces)])
    if len(pieces) == 1 and "," in makers:
        yield from _all_of(_authors(makers.split(",")))


def same_people(some: tuple[PersonName, ...], others: tuple[PersonName, ...]) -> bool:
    """Whether as many are named, and each of them may be one of the others."""
    return len(some) == len(others) and all(a.agrees(b) for a, b in zip(some, others, strict=True))


def _authors(names: list[str]) -> list[str]:
    """Return names without what stands in parentheses, but not those of translators and others."""
    roles = (_GROUP.search(name) for name in names)
    return [
        _GROUP.sub("", name)
        for name, role in zip(names, roles, strict=True)
        if role is None or _ROLE.search(role[1]) is None
    ]


def _all_of(names: list[str]) -> Iterator[tuple[PersonName, ...]]:
    found = [person for person in map(_person, names) if person is not None]
    if 0 < len(found) == len(names) <= _MOST_PEOPLE:
        yield tuple(sorted(found, key=lambda person: (person.last, person.first[0][0])))


def _turned(name: str) -> str:
    """Return ``J. R. R. Tolkien`` for ``Tolkien, J. R. R., 1892-1973``."""
    last, *rest = (part.strip() for part in name.split(","))
    first = [part for part in rest if part and not _DATES.fullmatch(part) and not _is_title(part)]
    return f"{first[0]} {last}" if first else last


def _is_title(part: str) -> bool:
    return part.rstrip(".").lower() in _TITLES


def _person(name: str) -> PersonName | None:
    if _NO_NAME.search(name) is not None:
        return None
    words: list[str] = []
    for word in _WORD.findall(name):
        is_initials = len(word) <= 3 and word.isupper() and words == [] and word != name.strip()
        words += list(word) if is_initials else [word]
    plain = [without_accents(unicodedata.normalize("NFKD", word.casefold())) for word in words]
    told = [word for word in plain if word not in _TITLES and word not in _PARTICLES]
    if len(told) < 2 or len(told[-1]) < 2:
        return None
    return PersonName(_GLIDE.sub("", told[-1]), tuple(told[:-1]))
