"""Interactions in a CSV or JSON Lines file with columns of any name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from ilora_edge.errors import OptionError
from ilora_edge.histories.database import Item
from ilora_edge.histories.own_schema import GENRES, ITEM_ID, RATING, TIMESTAMP, TITLE, USER_ID
from ilora_edge.importers.lines import (
    Place,
    identifier,
    number,
    read_csv,
    read_json_lines,
    shown,
    text,
)
from ilora_edge.importers.store import Row
from ilora_edge.importers.times import seconds
from ilora_edge.titles import printable

Format: TypeAlias = Literal["csv", "jsonl"]
_Record: TypeAlias = tuple[Place, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns; one left at None has its usual name and may be missing."""

    user: str = USER_ID
    item: str = ITEM_ID
    time: str | None = None
    rating: str | None = None
    title: str | None = None


class DelimitedSource:
    """Reads interactions from a file, and titles from it or from a second file of items.

    Times are unix seconds (or milli-, micro- and nanoseconds, told by their size) or ISO 8601;
    without a column of times, the order of the lines stands in. An item without a title has
    its id for one. Raises SourceError at the first line that is wrong.
    """

    def __init__(
        self,
        path: str | Path,
        format: Format,
        columns: Columns | None = None,
        items_path: str | Path | None = None,
        delimiter: str = ",",
    ) -> None:
        if len(delimiter) != 1 or delimiter in '"\r\n\0':
            raise OptionError(f"--delimiter must be one character, got {shown(delimiter)}")
        self._path = Path(path)
        self._items_path = None if items_path is None else Path(items_path)
        self._format = format
        self._delimiter = delimiter
        self._columns = columns or Columns()
        self.name = printable(self._path.name)
        self.notes: list[str] = []
        self._items: dict[str, Item] = {}
        self._untitled: set[str] = set()

    def interactions(self) -> Iterator[Row]:
        """Yield the interactions in file order."""
        self._items, self._untitled = {}, set()
        if self._items_path is not None:
            self._read_items(self._items_path)
        columns = self._columns
        required = [columns.user, columns.item, columns.time, columns.rating]
        if self._items_path is None:
            required.append(columns.title)
        records = self._records(self._path, [name for name in required if name is not None])
        time_column = columns.time or TIMESTAMP
        has_times: bool | None = None
        for position, (place, record) in enumerate(records, start=1):
            if has_times is None:
                has_times = time_column in record
            elif has_times != (time_column in record):
                state = "no" if has_times else "a"
                raise place.error(f"{state} {shown(time_column)}, unlike the lines before")
            user_id = identifier(record.get(columns.user), columns.user, place)
            item_id = identifier(record.get(columns.item), columns.item, place)
            self._see(item_id, record, place)
            time = seconds(record[time_column], time_column, place) if has_times else position
            yield user_id, item_id, time, self._rating(record, place)
        if has_times is False:
            self.notes.append(
                f"{self.name} has no {shown(time_column)}: "
                "each interaction's time is its position in the file"
            )
        if self._untitled:
            self.notes.append(
                f"items without a title, with their id for one: {len(self._untitled)}"
            )

    def items(self) -> Iterator[Item]:
        """Yield the items of the items file, then others in the order of their appearance."""
        yield from self._items.values()

    def _read_items(self, path: Path) -> None:
        columns = self._columns
        repeated = 0
        for place, record in self._records(path, [columns.item, columns.title or TITLE]):
            item_id = identifier(record.get(columns.item), columns.item, place)
            if item_id in self._items:
                repeated += 1
                continue
            self._see(item_id, record, place)
        if repeated:
            self.notes.append(
                f"{printable(path.name)} lists items again; lines left out: {repeated}"
            )

    def _see(self, item_id: str, record: Mapping[str, object], place: Place) -> None:
        """Keep the item with the first title that is given for it."""
        known = self._items.get(item_id)
        if known is not None and item_id not in self._untitled:
            return
        name = self._columns.title or TITLE
        value = record.get(name)
        title = "" if value is None else text(value, name, place)
        genres = _genres(record.get(GENRES), place) or (known.genres if known else None)
        if title.strip():
            self._untitled.discard(item_id)
        else:
            self._untitled.add(item_id)
            title = item_id
        self._items[item_id] = Item(item_id, title, genres)

    def _rating(self, record: Mapping[str, object], place: Place) -> float | None:
        name = self._columns.rating or RATING
        value = record.get(name)
        return None if value is None or value == "" else number(value, name, place)

    def _records(self, path: Path, required: list[str]) -> Iterator[_Record]:
        if self._format == "csv":
            yield from read_csv(path, required, self._delimiter)
            return
        for place, record in read_json_lines(path):
            if missing := next((name for name in required if name not in record), None):
                there = ", ".join(shown(name) for name in list(record)[:20]) or "nothing"
                raise place.error(f"no {shown(missing)}; there is: {there}")
            yield place, record


def _genres(value: object, place: Place) -> str | None:
    if isinstance(value, list):
        value = "|".join(text(genre, GENRES, place) for genre in value)
    return None if value is None or value == "" else text(value, GENRES, place)
