"""Where items are: the columns ``path``, ``url`` and ``feed`` of a database's items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.encodings import decode
from ilora_edge.histories.own_schema import PLACE_COLUMNS
from ilora_edge.histories.untouched import Cell


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where one item is."""

    place: str | None
    """Its path, else its address."""
    feed: str | None


def read_places(database: HistoryDB, item_ids: Iterable[str]) -> dict[str, ItemPlace]:
    """Return where those of the items are of which the database says so, by item id."""
    found = {}
    for item_id, cells in database.read_columns(PLACE_COLUMNS, item_ids).items():
        path, url, feed = (_text(cells.get(name)) for name in PLACE_COLUMNS)
        if path or url or feed:
            found[item_id] = ItemPlace(path or url, feed)
    return found


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bytes):
        cell = decode(cell)
    return cell if isinstance(cell, str) and cell else None
