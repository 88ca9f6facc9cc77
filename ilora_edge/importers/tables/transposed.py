"""Tables that lie on their side: a column for each thing, and a row for each thing said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.tables.columns import Columns, find_columns

# Nobody says more of each thing; of each at least one thing is said.
_MOST_ROWS = 30
_TITLE = "title"


class Transposed:
    """Learns from the first rows of a table whether it lies on its side, and sets it up."""

    def __init__(self, wanted: Columns, has_items: bool) -> None:
        self._is_asked = has_items or wanted != Columns()
        self._rows: list[tuple[Place, Mapping[str, str]]] = []

    def learn(self, place: Place, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content."""
        if len(self._rows) <= _MOST_ROWS:
            self._rows.append((place, record))

    def rows(self) -> Iterator[tuple[Place, dict[str, str]]]:
        """Yield a row for each thing; nothing of a table that stands as others do."""
        if self._is_asked or not self._rows or len(self._rows) > _MOST_ROWS:
            return
        if any(type(record) is not dict for _, record in self._rows):
            return
        place, first = self._rows[0]
        corner, *things = first
        said = [str(record[corner]) for _, record in self._rows]
        if not _lie_so(corner, things, said):
            return
        above = "number" if any(map(_is_title, said)) else corner or _TITLE
        for thing in filter(None, things):
            values = (record[thing] for _, record in self._rows)
            yield place, {above: thing, **dict(zip(said, values, strict=True))}


def _lie_so(corner: str, things: Sequence[str], said: Sequence[str]) -> bool:
    """Whether what stands at the side are names of columns, and what stands above are none."""
    if len(set(said)) < len(said) or not things or any(map(_says_something, things)):
        return False
    has_titles = any(map(_is_title, said))
    if any(map(_is_title, things)) or not (has_titles or not corner or _is_title(corner)):
        return False
    told = sum(map(_says_something, said))
    return told > 0 and 2 * (told + has_titles) >= len(said)


def _is_title(name: str) -> bool:
    found = find_columns([name], Columns(), False)
    return found is not None and found.item_is_title


def _says_something(name: str) -> bool:
    """Whether a name is a column's of what may be said of a thing."""
    found = find_columns([_TITLE, name], Columns(), False)
    if found is None or name == _TITLE:
        return False
    told = (found.time, found.rating, found.year, found.status, found.done, found.count)
    return name in (*told, found.genres, found.creator, found.user) or name in found.marked
