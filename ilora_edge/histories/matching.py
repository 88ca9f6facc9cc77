"""Which item of a bundle's catalogue an item of somebody else's database is.

By id where the two use the same ids, else by normalised title and year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ilora_edge.bundle.catalogue import Catalogue
from ilora_edge.recommendation import HistoryItem
from ilora_edge.titles import move_article

# An id that no catalogue has: this one's item is known by its title alone.
UNMATCHED = "\0"
SAMPLE_ITEMS = 200
# Two databases that both count from 1 share ids, not items.
_AGREEING = 0.5

How: TypeAlias = Literal["id", "title"]

_YEAR = re.compile(r"\s*[(\[]((?:18|19|20)[0-9]{2})(?:[-\u2013/][0-9]{0,4})?[)\]]\s*$")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TitleKey:
    """What of a title is compared, and the year it names, if any."""

    words: str
    year: int | None


def title_key(title: str, year: object = None) -> TitleKey:
    """Return a title without case, accents, punctuation, article order and year.

    ``"Matrix, The (1999)"`` and ``"The Matrix"`` with the year 1999 have the same key.
    """
    found = _YEAR.search(title)
    if found is not None:
        title = title[: found.start()]
    if title.isascii():
        folded = move_article(title).lower()
    else:
        apart = unicodedata.normalize("NFKD", move_article(title)).casefold()
        folded = "".join(c for c in apart if not unicodedata.combining(c))
    words = " ".join(_WORDS.findall(folded.replace("&", " and ")))
    # A title of punctuation alone, or in no letters at all.
    words = words or " ".join(folded.split())
    return TitleKey(words, int(found[1]) if found is not None else _year(year))


class Matcher:
    """Finds items of a catalogue for items of a database.

    Parameters
    ----------
    catalogue
        The bundle's.
    sample
        Some of the database's items, id and title each: they tell whether its ids are the
        catalogue's. None: it has no titles, so its ids are all there is.
    """

    def __init__(self, catalogue: Catalogue, sample: Sequence[tuple[str, str]] | None) -> None:
        self._catalogue = catalogue
        self.ids_agree = sample is None or _agree(catalogue, sample)
        self._by_title: dict[str, list[tuple[int | None, str]]] | None = None

    def match(self, items: Iterable[tuple[str, str, object]]) -> list[tuple[str, How] | None]:
        """Return the catalogue's id for each item of (id, title or "", year or None).

        With it comes how it was found; None where there is none, or more than one.
        """
        items = list(items)
        known = self._catalogue.indices(i for i, _, _ in items) if self.ids_agree else {}
        return [
            (item_id, "id") if item_id in known else self._by_its_title(title, year)
            for item_id, title, year in items
        ]

    def _by_its_title(self, title: str, year: object) -> tuple[str, How] | None:
        if not title:
            return None
        key = title_key(title, year)
        rivals = self._titles().get(key.words, [])
        if key.year is not None and len(rivals) > 1:
            rivals = [r for r in rivals if r[0] == key.year]
        if len(rivals) != 1:
            return None
        released, found = rivals[0]
        # A remake is another film; a year that only one of them knows is no objection.
        if released is not None and key.year is not None and released != key.year:
            return None
        return found, "title"

    def _titles(self) -> dict[str, list[tuple[int | None, str]]]:
        if self._by_title is None:
            self._by_title = {}
            for item_id, title in self._catalogue.titles():
                key = title_key(title)
                self._by_title.setdefault(key.words, []).append((key.year, item_id))
        return self._by_title


def history_item(item_id: str, title: str, found: tuple[str, How] | None) -> HistoryItem:
    """Return an item as the recommender takes it: the catalogue's, or a title alone."""
    if found is not None:
        return HistoryItem(found[0], title)
    return HistoryItem(UNMATCHED + item_id, title or item_id)


def _agree(catalogue: Catalogue, sample: Sequence[tuple[str, str]]) -> bool:
    # An import without titles has the ids in their place, which says nothing.
    titled = [(i, title) for i, title in sample if title and title != i]
    if not titled:
        return True
    theirs = catalogue.titles_of(i for i, _ in titled)
    same = [title_key(theirs[i]).words == title_key(t).words for i, t in titled if i in theirs]
    return bool(same) and sum(same) >= _AGREEING * len(same)


def _year(value: object) -> int | None:
    if isinstance(value, str):
        # "1999", or a date that begins with it.
        value = value.strip()[:4]
        value = int(value) if value.isascii() and value.isdecimal() else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and 1000 <= value <= 2999 else None
