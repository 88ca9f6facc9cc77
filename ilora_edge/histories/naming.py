"""Which item a person means who types an id, a title, or a part of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ilora_edge.catalogue.items import Catalogue
from ilora_edge.errors import AmbiguousItemError, OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.stored_ids import guid_spellings
from ilora_edge.matching.matcher import (
    SAMPLE_ITEMS,
    Matcher,
    TitleKey,
    history_item,
    title_key,
)
from ilora_edge.titles import printable

OF_BUNDLE = "bundle:"
"""Before a bundle's id of an item that the database uses for something else: known by its title."""

MAX_SHOWN = 20
"""Of the items that an ambiguous text could mean."""
_LONGEST_SHOWN = 100
# Of titles that are like what was typed: how many are named, how like, how many letters more.
_NEAR, _LIKE, _SLIP = 3, 0.8, 2


@dataclass(frozen=True, slots=True)
class NamedItem:
    """An item that can be named."""

    item_id: str
    title: str
    year: object = None
    is_own: bool = False
    """Whether the database has it, where there is a bundle that has others besides."""


def nameable_items(database: HistoryDB | None, catalogue: Catalogue | None) -> list[NamedItem]:
    """Return what a person could mean: the database's items, then what the bundle has besides.

    An item of the catalogue that the database has under another id is the database's: by the same
    title and year, or where one of them does not say its year. One whose id the database uses for
    something else has another (:data:`OF_BUNDLE`).
    """
    items: list[NamedItem] = []
    if database is not None and database.has_titles:
        found = database.described_items()
        items = [
            NamedItem(i, title.decode(errors="replace"), year, is_own=True)
            for i, title, year in found
        ]
    if catalogue is not None:
        ids = {item.item_id for item in items}
        keys = {title_key(item.title, item.year) for item in items}
        others = [NamedItem(i, t) for i, t in catalogue.titles() if title_key(t) not in keys]
        if any(i.item_id in ids for i in others) and _matcher(items, catalogue).ids_agree:
            # Another title of the same item.
            others = [other for other in others if other.item_id not in ids]
        same = _same_works(items, others, catalogue)
        for other in others:
            if other.item_id not in same:
                own = other.item_id
                items.append(replace(other, item_id=f"{OF_BUNDLE}{own}" if own in ids else own))
    return items


def _same_works(
    items: list[NamedItem], others: list[NamedItem], catalogue: Catalogue
) -> frozenset[str]:
    """Return the ids of those of the catalogue's items that are items of the database.

    Only items of the same words are compared: to match all takes seconds in a large library.
    """
    words = {title_key(other.title).words for other in others}
    alike = [item for item in items if title_key(item.title, item.year).words in words]
    if not alike:
        return frozenset()
    matcher = _matcher(items, catalogue)
    matcher.learn((item.title, item.year) for item in items)
    found = matcher.match((item.item_id, item.title, item.year) for item in alike)
    return frozenset(match[0] for match in found if match is not None)


def _matcher(items: list[NamedItem], catalogue: Catalogue) -> Matcher:
    return Matcher(catalogue, [(item.item_id, item.title) for item in items[:SAMPLE_ITEMS]])


class ItemFinder:
    """Finds items by what a person types; reading titles once serves many questions."""

    def __init__(self, items: Iterable[NamedItem]) -> None:
        self._items = list(items)
        self._by_id = {item.item_id: item for item in reversed(self._items)}
        self._keys: list[TitleKey] | None = None

    def find(self, text: str, note: Callable[[str], None] = lambda text: None) -> NamedItem:
        """Return the item with this id, or title, or a part of the title that no other has.

        A whole word counts before a part of one: ``up`` is *Up*, not *Upgrade*. Where the text
        fits several, one of which is the database's own, that one is meant, and ``note`` is told.

        Raises
        ------
        AmbiguousItemError
            Several are meant.
        OptionError
            None is.
        """
        if not text.strip():
            raise OptionError("ITEM is empty; give an id, a title, or a part of a title")
        for spelling in (text, *guid_spellings(text.strip())):
            if spelling in self._by_id:
                return self._by_id[spelling]
        found = self._by_title(text)
        if not found:
            near = [printable(shown_title(item))[:_LONGEST_SHOWN] for item in self._like(text)]
            meant = f" did you mean {' or '.join(near)}?" if near else ""
            raise OptionError(
                f"no item has the id {printable(text)!r}, and no title has it in it;{meant} for "
                "the items of a user, with their ids: ilora-edge history USER --json"
            )
        own = [item for item in found if item.is_own]
        if len(own) == 1 < len(found):
            note(_why_own(text, own[0], len(found) - 1))
            return own[0]
        if len(found) > 1:
            found.sort(key=lambda item: not item.is_own)
            raise AmbiguousItemError(text, [(i.item_id, shown_title(i)) for i in found])
        return found[0]

    def is_title(self, text: str) -> bool:
        """Return whether a text is all of some item's title, but for its article and its year."""
        wanted = title_key(text)
        return bool(wanted.words) and any(_is_title(key, wanted) for key in self._all_keys())

    def is_name(self, text: str) -> bool:
        """Return whether a text is an item's id, or all of its title."""
        spellings = (text, *guid_spellings(text.strip()))
        return any(s in self._by_id for s in spellings) or self.is_title(text)

    def is_part(self, text: str) -> bool:
        """Return whether a text is in some item's title."""
        return bool(self._by_title(text))

    def _by_title(self, text: str) -> list[NamedItem]:
        wanted = title_key(text)
        if not wanted.words:
            return []
        for is_meant in (_is_title, _has_words, _has_letters):
            pairs = zip(self._items, self._all_keys(), strict=True)
            if found := [item for item, key in pairs if is_meant(key, wanted)]:
                return found
        return []

    def _like(self, text: str) -> list[NamedItem]:
        """Return a few items whose titles are a slip away; their first letters are as typed."""
        from difflib import get_close_matches

        wanted = title_key(text).words[:_LONGEST_SHOWN]
        likely: dict[str, NamedItem] = {}
        for item, key in zip(self._items, self._all_keys(), strict=True):
            for words in {key.words, key.words.removeprefix("the ")}:
                far = abs(len(words) - len(wanted))
                if wanted and words[:1] == wanted[0] and far <= _SLIP:
                    likely.setdefault(words, item)
        near = [likely[words] for words in get_close_matches(wanted, likely, _NEAR, _LIKE)]
        return list(dict.fromkeys(near))

    def _all_keys(self) -> list[TitleKey]:
        if self._keys is None:
            self._keys = [title_key(item.title, item.year) for item in self._items]
        return self._keys


def catalogue_id(named: NamedItem, database: HistoryDB, catalogue: Catalogue) -> str:
    """Return what the catalogue calls a named item, or what an out-of-catalogue item is called."""
    if named.item_id.startswith(OF_BUNDLE) and not database.read_titles([named.item_id]):
        return named.item_id.removeprefix(OF_BUNDLE)
    in_catalogue = named.item_id in catalogue.indices([named.item_id])
    # Film 42 of one is not film 42 of the other, unless most titles say so.
    is_own = database.has_titles and named.item_id in database.read_titles([named.item_id])
    if in_catalogue and not is_own:
        return named.item_id
    first = islice(database.described_items(), SAMPLE_ITEMS)
    sample = [(i, title.decode(errors="replace")) for i, title, *_ in first]
    (found,) = Matcher(catalogue, sample).match([(named.item_id, named.title, named.year)])
    return history_item(named.item_id, named.title, found).item_id


def shown_title(item: NamedItem) -> str:
    """Return a title with the year that it may lack."""
    key = title_key(item.title, item.year)
    has_year = key.year is None or f"({key.year})" in item.title
    return item.title if has_year else f"{item.title} ({key.year})"


def _why_own(text: str, own: NamedItem, n_others: int) -> str:
    """Return what is said where only one of the items that a text fits is the database's."""
    others = "another" if n_others == 1 else f"{n_others:,} others"
    return (
        f"{printable(text)!r} is {printable(shown_title(own))}, which is in your database; the "
        f"bundle knows {others}: for such a one give more of its title, or its year in parentheses"
    )


def listed(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each item that a text could mean: id and title."""
    for n, (item_id, title) in enumerate(found):
        if n == MAX_SHOWN:
            yield "  ..."
            return
        shown = printable(title)
        # A file's name, or what somebody hid a page's style in.
        shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}\u2026"
        yield f"  {printable(item_id)}  {shown}"


def _is_title(key: TitleKey, wanted: TitleKey) -> bool:
    same = _without_article(key.words) == _without_article(wanted.words)
    return same and _same_year(key, wanted)


def _without_article(words: str) -> str:
    # Nobody types it: "matrix" is The Matrix, not The Matrix Reloaded.
    first, _, rest = words.partition(" ")
    return rest if rest and first in ("the", "a", "an") else words


def _has_words(key: TitleKey, wanted: TitleKey) -> bool:
    whole = f" {key.words} {'' if key.year is None else key.year} "
    return f" {wanted.words} " in whole and _same_year(key, wanted)


def _has_letters(key: TitleKey, wanted: TitleKey) -> bool:
    return wanted.words in key.words and _same_year(key, wanted)


def _same_year(key: TitleKey, wanted: TitleKey) -> bool:
    return wanted.year is None or key.year == wanted.year
