"""Titles of several parts in whatever order: who made it and what it is called, show and episode.

``Iris Roe - Clay``, ``Clay by Iris Roe`` and ``Roe, Iris - Clay`` have one key, and so have
``A & B - Song``, ``A feat. B - Song`` and ``A - Song (feat. B)``, ``Show: S1E3: Ash`` and
``Show - 1x03 - Ash``, ``Clay (Kiln, #2)`` and ``Clay: Kiln, Book 2``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.matching.item_facts import year_of
from ilora_edge.matching.people_named import people, same_people
from ilora_edge.matching.title_keys import (
    on_one_line,
    series_of,
    without_edition,
    without_series,
    words_of,
)
from ilora_edge.matching.titles_with_more import may_have_more
from ilora_edge.matching.volumes import keys_of_volume, may_be_volume
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import move_article

_DASH = pattern(r"\s[-\u2013\u2014]\s")
_BY = pattern(r"(.*\S) (?:by|von|por|par) (\S.*)")
_YEAR = pattern(r"\s*[(\[](?:18|19|20)[0-9]{2}[)\]]$")
_GUESTS = pattern(r"(?i)\s+(?:[(\[]with|[(\[]?(?:feat\.?|ft\.?|featuring))\s+([^()\[\]]+)[)\]]?$")
_BETWEEN = pattern(
    r"(?i)\s+(?:feat\.?|ft\.?|featuring|vs\.?|x|\u00d7|&|\+|and|und|et|y|e|og|och|en)\s+|,\s+|\s*[;|]\s*"
)
_SEASON = r"(?:season|series|staffel|saison|temporada|stagione|seizoen)"
_EPISODE = pattern(
    r"(?i)(.*?\S)[\s:,\u2013\u2014-]+\(?(?:s([0-9]{1,2})\s?e([0-9]{1,3})|([0-9]{1,2})x([0-9]{1,3})"
    rf"|{_SEASON} ([0-9]{{1,2}}),? (?:[e\u00e9]pisodi?[eo]?|ep\.?|folge|cap\u00edtulo|aflevering)"
    r" ([0-9]{1,3}))\)?"
    r"[\s:.\u2013\u2014-]+(\S.*)"
)
# Which of several shows of one name: its year or its country.
_WHICH = pattern(r"\s*\(((?:19|20)[0-9]{2}|US|UK|AU|CA|NZ|DE|FR|JP|KR)\)")
# Which of several artists of one name, as Discogs counts them.
_NAMESAKE = pattern(r" \(([0-9]{1,2})\)(?= [-\u2013\u2014&+,]|,|$)")
# Looked for in every title of a catalogue, as texts.
_MARKS_OF_MAKERS = (" by ", " von ", " por ", " par ")
_WORTH = (" - ", " \u2013 ", " \u2014 ", *_MARKS_OF_MAKERS)
_MARKS_BETWEEN = (
    *(" feat", " ft", " vs", " x ", " \u00d7 ", "&", " + ", " and ", " und ", " et ", ", "),
    *(" y ", " e ", " og ", " och ", " en ", ";", "|"),
)
_CODE = pattern(r"[0-9] ?[ex][0-9]")
_WORDS_OF_CODES = ("pisod", " ep", "folge ", "aflevering ", "tulo ")
UNSURE = "~"
"""What a key begins with of which :func:`are_same_people` must say whether it holds."""
_WORDS_ALONE = pattern(r"([a-z ]+)(?: \([0-9]{4}\))?")
# Of a year there are four digits.
_NUMBER_AT_END = pattern(r"(?<![0-9])[0-9]{1,3}[)\]]?$")
# Of more the order of names would hardly tell anything.
_MOST_NAMES = 8


def may_have_parts(title: str) -> bool:
    """Whether it is worth to look for parts: most titles have none."""
    lower = title.lower()
    if (plain := _WORDS_ALONE.fullmatch(lower)) is not None:
        # Most films are called so.
        return any(map(plain[1].__contains__, _MARKS_OF_MAKERS))
    return (
        any(map(lower.__contains__, _WORTH))
        or _NUMBER_AT_END.search(title, max(0, len(title) - 5)) is not None
        or _has_code(lower)
        or may_be_volume(lower)
    )


def keys_of_parts(title: str, creator: str = "") -> set[str]:
    """Return what a title of several parts is the same by, whatever their order and marks.

    ``creator``: who made it, where another column says so.
    """
    bare = _bare(title)
    keys = {*_of_episode(bare), *keys_of_volume(bare)}
    if (series := series_of(bare)) is not None:
        keys.add(f"{words_of(series[0])} #{series[2]}")
    for makers, name in _credits(bare, creator):
        keys.update(_joined(makers, name))
        keys.update(_by_people(makers, name))
    return keys


def may_be_same(title: str, creator: str, theirs: str) -> bool:
    """Return whether neither title has another year, country or number behind a name."""
    for which in (_WHICH, _NAMESAKE):
        mine, other = (set(which.findall(_bare(text))) for text in (title, theirs))
        if mine and other and mine.isdisjoint(other):
            return False
    return True


def are_same_people(title: str, creator: str, theirs: str) -> bool:
    """Return whether those who made two things of one name may be the same people."""
    mine, others = (
        [
            (words_of(name), found)
            for makers, name in _credits(_bare(text), by)
            for found in people(makers)
        ]
        for text, by in ((title, creator), (theirs, ""))
    )
    return any(
        name == other and same_people(some, them) for name, some in mine for other, them in others
    )


def _bare(title: str) -> str:
    title = on_one_line(title)
    return _YEAR.sub("", title) if title.endswith((")", "]")) else title


def _credits(bare: str, creator: str) -> Iterator[tuple[str, str]]:
    """Yield who may have made something, and what it is called."""
    pieces = _DASH.split(bare)
    if len(pieces) == 3:
        # The Roes - Clay - Remastered 2009
        pieces = _DASH.split(without_edition(bare) or bare)
    if len(pieces) == 2:
        yield pieces[0], pieces[1]
    if any(map(bare.lower().__contains__, _MARKS_OF_MAKERS)) and (found := _BY.fullmatch(bare)):
        yield found[2], found[1]
    if creator:
        yield creator, without_maker(bare, creator) or bare


def _by_people(makers: str, name: str) -> Iterator[str]:
    """Yield a name with the last names and first initials of its people."""
    for found in people(makers):
        who = "+".join(f"{person.last} {person.first[0][0]}" for person in found)
        yield f"{UNSURE}{words_of(name)}|{who}"
    words = words_of(makers).split()
    if len(words) == 2:
        # Which of two names is the last one differs between countries.
        yield f"{words_of(name)}|{' '.join(sorted(words))}"


def without_maker(title: str, creator: str) -> str | None:
    """Return ``Clay`` for ``Clay (Iris Roe)`` of that maker, else None."""
    head, mark, tail = title.rpartition(" (")
    return head if mark and words_of(tail) == words_of(creator) else None


def _of_episode(title: str) -> Iterator[str]:
    found = _EPISODE.fullmatch(title) if _has_code(title.lower()) else None
    if found is None or year_of(found[8]) is not None:
        return
    show, *numbers, name = found.groups()
    season, episode = (int(number) for number in numbers if number)
    yield f"{words_of(_WHICH.sub('', show))} s{season}e{episode} {words_of(name)}"


def _has_code(lower: str) -> bool:
    return _CODE.search(lower) is not None or any(map(lower.__contains__, _WORDS_OF_CODES))


def _joined(makers: str, name: str) -> Iterator[str]:
    """Yield makers and name as one key, in the order of the alphabet."""
    guests = None
    if may_have_more(name):
        guests = _GUESTS.search(name)
        name = name[: guests.start()] if guests is not None else name
        name = without_series(name) or without_edition(name) or name
    others = [] if guests is None else _names(guests[1])
    yield _key(name, _names(makers), others)
    if "/" in makers:
        yield _key(name, _names(makers.replace("/", ", ")), others)
    # Two people, or one whose last name stands in front.
    last, comma, first = makers.partition(", ")
    if comma and not _BETWEEN.search(first):
        yield _key(name, [words_of(f"{first} {last}")], others)


def _key(name: str, *makers: list[str]) -> str:
    """Return what is the same whoever stands in front, and with blanks or without.

    AC/DC is ACDC, and Blink-182 is blink182, where both have made something of one name.
    """
    every = {words_of(name), *(words for of in makers for words in of)}
    return "|".join(sorted({words.replace(" ", "") for words in every}))


def _names(makers: str) -> list[str]:
    """Return the words of each who made something, without an article."""
    makers = move_article(makers) if "," in makers else makers
    are_several = any(map(f" {makers.lower()} ".__contains__, _MARKS_BETWEEN))
    parts = _BETWEEN.split(makers)[:_MOST_NAMES] if are_several else [makers]
    words = (words_of(_NAMESAKE.sub("", part) if part.endswith(")") else part) for part in parts)
    return [name.removeprefix("the ") for name in words if name]
