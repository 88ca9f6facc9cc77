"""Titles of several parts in whatever order: who made it and what it is called, show and episode.

``Iris Roe - Clay``, ``Clay by Iris Roe`` and ``Roe, Iris - Clay`` have one key, and so have
``A & B - Song``, ``A feat. B - Song`` and ``A - Song (feat. B)``, ``Show: S1E3: Ash`` and
``Show - 1x03 - Ash``, ``Clay (Kiln, #2)`` and ``Clay: Kiln, Book 2``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.item_facts import year_of
from ilora_edge.histories.title_keys import (
    may_have_more,
    series_of,
    without_edition,
    without_series,
    words_of,
)
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import MAX_TITLE_CHARACTERS, move_article

_DASH = pattern(r"\s[-\u2013\u2014]\s")
_BY = pattern(r"(.*\S) (?:by|von|por|par) (\S.*)")
_YEAR = pattern(r"\s*[(\[](?:18|19|20)[0-9]{2}[)\]]$")
_GUESTS = pattern(r"(?i)\s+[(\[]?(?:feat\.?|ft\.?|featuring)\s+([^()\[\]]+)[)\]]?$")
_BETWEEN = pattern(
    r"(?i)\s+(?:feat\.?|ft\.?|featuring|vs\.?|x|\u00d7|&|\+|and|und|et|y|e|og|och|en)\s+|,\s+"
)
_EPISODE = pattern(
    r"(?i)(.*?\S)[\s:,\u2013\u2014-]+\(?(?:s([0-9]{1,2})\s?e([0-9]{1,3})|([0-9]{1,2})x([0-9]{1,3}))\)?"
    r"[\s:.\u2013\u2014-]+(\S.*)"
)
# Looked for in every title of a catalogue, as texts.
_MARKS_OF_MAKERS = (" by ", " von ", " por ", " par ")
_WORTH = (" - ", " \u2013 ", " \u2014 ", *_MARKS_OF_MAKERS)
_MARKS_BETWEEN = (
    *(" feat", " ft", " vs", " x ", " \u00d7 ", "&", " + ", " and ", " und ", " et ", ", "),
    *(" y ", " e ", " og ", " och ", " en "),
)
_CODE = pattern(r"[0-9] ?[ex][0-9]")
# Of a year there are four digits.
_NUMBER_AT_END = pattern(r"(?<![0-9])[0-9]{1,3}[)\]]?$")
# Of more the order of names would hardly tell anything.
_MOST_NAMES = 8


def may_have_parts(title: str) -> bool:
    """Whether it is worth to look for parts: most titles have none."""
    lower = title.lower()
    return (
        any(map(lower.__contains__, _WORTH))
        or _NUMBER_AT_END.search(title, max(0, len(title) - 5)) is not None
        or _CODE.search(lower) is not None
    )


def keys_of_parts(title: str, creator: str = "") -> set[str]:
    """Return what a title of several parts is the same by, whatever their order and marks.

    ``creator``: who made it, where another column says so.
    """
    bare = " ".join(title[:MAX_TITLE_CHARACTERS].split())
    bare = _YEAR.sub("", bare) if bare.endswith((")", "]")) else bare
    keys = set(_of_episode(bare))
    if (series := series_of(bare)) is not None:
        keys.add(f"{words_of(series[0])} #{series[2]}")
    pieces = _DASH.split(bare)
    if len(pieces) == 2:
        keys.update(_joined(pieces[0], pieces[1]))
    if any(map(bare.lower().__contains__, _MARKS_OF_MAKERS)) and (found := _BY.fullmatch(bare)):
        keys.update(_joined(found[2], found[1]))
    if creator:
        keys.update(_joined(creator, without_maker(bare, creator) or bare))
    return keys


def without_maker(title: str, creator: str) -> str | None:
    """Return ``Clay`` for ``Clay (Iris Roe)`` of that maker, else None."""
    head, mark, tail = title.rpartition(" (")
    return head if mark and words_of(tail) == words_of(creator) else None


def _of_episode(title: str) -> Iterator[str]:
    found = _EPISODE.fullmatch(title) if _CODE.search(title.lower()) else None
    if found is not None and year_of(found[6]) is None:
        show, season, episode, other, further, name = found.groups()
        number = f"s{int(season or other)}e{int(episode or further)}"
        yield f"{words_of(show)} {number} {words_of(name)}"


def _joined(makers: str, name: str) -> Iterator[str]:
    """Yield makers and name as one key, in the order of the alphabet."""
    guests = None
    if may_have_more(name):
        guests = _GUESTS.search(name)
        name = name[: guests.start()] if guests is not None else name
        name = without_series(name) or without_edition(name) or name
    others = [] if guests is None else _names(guests[1])
    yield _key(name, _names(makers), others)
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
    words = map(words_of, parts)
    return [name.removeprefix("the ") for name in words if name]
