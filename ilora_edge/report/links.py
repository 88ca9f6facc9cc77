"""Where a title leads who clicks it: an address that the page names, and never asks by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ilora_edge.errors import OptionError
from ilora_edge.histories.encodings import decode
from ilora_edge.histories.untouched import Cell
from ilora_edge.lists.ranked_list import as_uri, is_on_the_web
from ilora_edge.system.patterns import pattern
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.histories.database import HistoryDB

NONE = "none"
"""Said in place of an address: no links."""
_ITEM = "{id}"
_LONGEST = 2_000
_PART = "part"
# The first that an item has. TMDB numbers films and shows apart, and of a part of a show nobody
# knows whose number it is.
_SITES = (
    ("imdb", pattern(r"tt[0-9]{5,12}"), "https://www.imdb.com/title/{}/"),
    ("tmdb", pattern(r"[0-9]{1,9}"), "https://www.themoviedb.org/movie/{}"),
    (
        "musicbrainz",
        pattern(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
        "https://musicbrainz.org/recording/{}",
    ),
    ("isbn", pattern(r"[0-9]{9}[0-9Xx]([0-9]{3})?"), "https://openlibrary.org/isbn/{}"),
)
_COLUMNS = ("url", *(kind for kind, *_ in _SITES), _PART)


@dataclass(frozen=True, slots=True)
class Links:
    """Knows where the items of a database are on the web.

    Parameters
    ----------
    address
        Of an item, with ``{id}`` in the place of what the database calls it; None: the item's own
        address where the database has one, else its page on the site whose id the database has.

    Raises
    ------
    OptionError
        The address is none of the web, or has no ``{id}``.
    """

    address: str | None = None

    def __post_init__(self) -> None:
        if self.address in (None, NONE):
            return
        assert self.address is not None
        if not is_on_the_web(self.address) or _ITEM not in self.address:
            raise OptionError(
                f"--link {printable(self.address)!r}: give an address of the web with {_ITEM} in "
                f"it, such as http://server:8096/web/#/details?id={_ITEM}, or {NONE}"
            )

    def of(self, database: HistoryDB, item_ids: Iterable[str]) -> dict[str, str]:
        """Return addresses by item id; without those that the database has not, or none of."""
        if self.address == NONE:
            return {}
        if self.address is not None:
            there = database.read_titles(item_ids) if database.has_titles else item_ids
            return {i: self.address.replace(_ITEM, quote(i, safe="")) for i in there}
        rows = database.read_columns(_COLUMNS, item_ids)
        found = {
            item: _address({name: _text(c) for name, c in r.items()}) for item, r in rows.items()
        }
        return {item: address for item, address in found.items() if address}


def _address(texts: Mapping[str, str]) -> str:
    url = texts.get("url", "")
    if is_on_the_web(url) and len(url) <= _LONGEST:
        return as_uri(url)
    for kind, is_id, address in _SITES:
        text = texts.get(kind, "")
        if is_id.fullmatch(text) and not (kind == "tmdb" and texts.get(_PART)):
            return address.format(text)
    return ""


def _text(cell: Cell) -> str:
    if isinstance(cell, bytes):
        cell = decode(cell)
    return "" if cell is None else str(cell).strip()
