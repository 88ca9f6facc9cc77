"""Interactions in a CSV or JSON file with columns of any name, or of the usual ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.histories.database import Item
from ilora_edge.histories.item_facts import year_of
from ilora_edge.histories.mapping import ONE_USER
from ilora_edge.histories.rating_value import FIVE_STARS, read_rating
from ilora_edge.histories.unix_time import unix_seconds
from ilora_edge.importers.columns import (
    Columns,
    FoundColumns,
    check_columns,
    find_columns,
    find_item_columns,
    scale_named,
)
from ilora_edge.importers.csv_records import read_csv
from ilora_edge.importers.dated_columns import DatedColumns
from ilora_edge.importers.dates import DateColumn, Order, is_late, is_nothing, sort_key
from ilora_edge.importers.item_values import ITEM_KINDS, genres, item_ids
from ilora_edge.importers.json_records import read_json
from ilora_edge.importers.lines import Place, identifier, shown, text, whole_number
from ilora_edge.importers.row_marks import RowMarks
from ilora_edge.importers.store import Row
from ilora_edge.titles import printable

Format: TypeAlias = Literal["csv", "jsonl"]
_Record: TypeAlias = tuple[Place, Mapping[str, Any]]
# Of times in a row, how many may rise for one that falls in a file with the newest first.
_RISING = 0.05


class DelimitedSource:
    """Reads interactions from a file, and titles from it or from a second file of items.

    Times are unix seconds (or milli-, micro- and nanoseconds, told by their size), ISO 8601, or
    dates whose order the whole column tells; without a column of times, the order of the lines
    stands in. Without a column of users all is one person's, ``me``. An item without a title has
    its id for one. What is left out is counted in ``notes``.

    Parameters
    ----------
    order
        What comes first in dates such as 4/5/25; None: the column tells, or is refused.
    newest_first
        Whether the last line is the oldest; None: the times tell.
    encoding
        Of both files; None: UTF-8, or the UTF-16 that the first bytes tell.

    Raises SourceError at the first line that is wrong.
    """

    def __init__(
        self,
        path: str | Path,
        format: Format,
        columns: Columns | None = None,
        items_path: str | Path | None = None,
        delimiter: str | None = None,
        encoding: str | None = None,
        order: Order | None = None,
        newest_first: bool | None = None,
    ) -> None:
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
            raise OptionError(f"--delimiter must be one character, got {shown(delimiter)}")
        self._path = Path(path)
        self._items_path = None if items_path is None else Path(items_path)
        self._format = format
        self._delimiter = delimiter
        self._encoding = encoding
        self._columns = columns or Columns()
        self._order = order
        self._newest_first = newest_first
        self.name = printable(self._path.name)
        self.notes: list[str] = []
        self._items: dict[str, Item] = {}
        self._met: set[str] = set()
        self.seen: set[tuple[str, str]] = set()
        """Users and items that are no history and must not be offered: what was given up."""

    def interactions(self) -> Iterator[Row]:
        """Yield the interactions, in file order or, of a file with the newest first, reversed."""
        self._items, self._met, self.notes = {}, set(), []
        self.seen.clear()
        if self._items_path is not None:
            self._read_items(self._items_path)
        survey = _Survey(self._columns, self._items_path is not None, self._order)
        for place, record in self._records(self._path):
            survey.learn(place, record)
        if survey.is_empty:
            raise SourceError(f"{self.name} holds no interactions")
        if survey.times is None:
            survey = self._with_times(survey)
        self.notes += survey.settle(self.name)
        rows = self._rows(survey)
        if survey.newest_first if self._newest_first is None else self._newest_first:
            self.notes.append(f"{self.name} has the newest first: read from its end")
            backwards = list(rows)[::-1]
            n_rows = len(backwards)
            if survey.times is None:
                rows = ((u, i, n_rows - t + 1, r) for u, i, t, r in backwards)
            else:
                rows = iter(backwards)
        yield from rows
        untitled = sum(self._items[i].title == i for i in self._met)
        if untitled and not survey.titles_are_ids:
            self.notes.append(f"items without a title, with their id for one: {untitled:,}")

    def _with_times(self, survey: _Survey) -> _Survey:
        """Return a survey of the column whose values are times, where one is plain."""
        name, said = survey.dated.found()
        if said is not None:
            self.notes.append(f"{self.name}: {said}")
        if name is None:
            return survey
        columns = replace(self._columns, time=name)
        survey = _Survey(columns, self._items_path is not None, self._order)
        for place, record in self._records(self._path):
            survey.learn(place, record)
        return survey

    def items(self) -> Iterator[Item]:
        """Yield the items of the items file, then others in the order of their appearance."""
        for item in self._items.values():
            # A row that nobody interacted with and that has no title either is not an item.
            if item.title != item.item_id or item.item_id in self._met:
                yield item

    def _rows(self, survey: _Survey) -> Iterator[Row]:
        names = survey.columns
        assert names is not None
        left_out: Counter[str] = Counter()
        undated = late = early = position = planned = unrated = 0
        for place, record in self._records(self._path):
            user = ONE_USER if names.user is None else survey.id_of(record, names.user, place)
            item_id = survey.id_of(record, names.item, place)
            if user is None or item_id is None:
                left_out[shown(names.user if user is None else names.item)] += 1
                continue
            state = survey.marks.state(record)
            if state == "planned":
                planned += 1
                continue
            position += 1
            time: int | None = position
            if survey.times is not None:
                time = survey.times.read(record.get(survey.times.name), place)
            item_id = _named_item(item_id, record, names, place)
            self._see(item_id, record, names, place)
            self._met.add(item_id)
            rating = _rating(record, names.rating, place)
            if rating == 0 and survey.marks.zero_is_none and not _is_out_of(record, names.rating):
                rating = None
                unrated += 1
            if state == "given up" and rating is None:
                self.seen.add((user, item_id))
                continue
            undated += time is None
            late += time is not None and is_late(time)
            early += time is not None and time < 0
            yield user, item_id, time or 0, rating
        for name, count in left_out.items():
            self.notes.append(f"{self.name}: lines without a {name}, left out: {count:,}")
        for count, said in (
            (planned, "not begun, and so left out"),
            (len(self.seen), "given up and unrated, so no history and never offered"),
            (unrated, "rated 0, which stands for unrated"),
            (undated, "interactions without a time, undated"),
            (late, "dated after tomorrow, and so the last"),
            (early, "dated before 1970, and so the first"),
        ):
            if count:
                self.notes.append(f"{self.name}: {said}: {count:,}")

    def _read_items(self, path: Path) -> None:
        name = printable(path.name)
        torn: list[Place] = []
        found: FoundColumns | None = None
        are_floats = True
        for place, record in self._records(path, torn):
            found = found or find_item_columns(list(record), self._columns, place)
            value = record.get(found.item)
            are_floats = are_floats and (_is_empty_id(value) or _float_id(value) is not None)
        repeated = nameless = 0
        for place, record in self._records(path, []):
            assert found is not None
            value = record.get(found.item)
            if _is_empty_id(value):
                nameless += 1
                continue
            item_id = _float_id(value) if are_floats else None
            item_id = item_id or identifier(value, found.item, place)
            known = self._items.get(item_id)
            if known is not None and known.title != item_id:
                repeated += 1
                continue
            self._see(item_id, record, found, place)
        if repeated:
            self.notes.append(f"{name} lists items again; lines left out: {repeated:,}")
        if nameless:
            self.notes.append(f"{name}: lines without an id, left out: {nameless:,}")
        if torn:
            self.notes.append(
                f"{name}: lines with another number of fields than the header, left out: "
                f"{len(torn):,} (the first is line {torn[0].line})"
            )

    def _see(
        self, item_id: str, record: Mapping[str, Any], names: FoundColumns, place: Place
    ) -> None:
        """Keep the item with the first title that is given for it."""
        known = self._items.get(item_id)
        if known is not None and (known.title != item_id or names.title is None):
            return
        title = _text(record, names.title, place)
        if known is not None and not title:
            return
        if names.item_is_title and names.is_track:
            title = item_id
        facts: dict[str, Any] = {
            "genres": None if names.genres is None else genres(record.get(names.genres), place),
            "year": None if names.year is None else year_of(record.get(names.year)),
            "original_title": _text(record, names.original_title, place) or None,
            "creator": _text(record, names.creator, place) or None,
            **item_ids({kind: record.get(names.ids.get(kind, "")) for kind in ITEM_KINDS}),
        }
        if known is not None and facts["genres"] is None:
            facts["genres"] = known.genres
        self._items[item_id] = Item(item_id, title or item_id, **facts)

    def _records(self, path: Path, torn: list[Place] | None = None) -> Iterator[_Record]:
        if self._format == "csv":
            yield from read_csv(path, (), self._delimiter, self._encoding, torn)
        else:
            yield from self._unwrapped(read_json(path, self._encoding))

    def _unwrapped(self, records: Iterator[_Record]) -> Iterator[_Record]:
        """Yield the objects of the one list of an only object, which is no interaction itself."""
        first, second = next(records, None), next(records, None)
        if first is not None and second is None:
            place, record = first
            lists = [
                v for v in record.values() if isinstance(v, list) and v and isinstance(v[0], dict)
            ]
            if len(lists) == 1 and find_columns(list(record), self._columns, True) is None:
                yield from ((place, inner) for inner in lists[0] if isinstance(inner, dict))
                return
        yield from (found for found in (first, second) if found is not None)
        yield from records


class _Survey:
    """A first reading of the whole file: columns, what their values have in common, order."""

    def __init__(self, columns: Columns, has_items: bool, order: Order | None) -> None:
        self._wanted = columns
        self._has_items = has_items
        self._order = order
        self.columns: FoundColumns | None = None
        self.times: DateColumn | None = None
        self.newest_first = False
        self._first: Place | None = None
        self._names: dict[str, None] = {}
        self._floats: dict[str, bool] = {}
        self._last: dict[object, tuple[int, ...]] = {}
        self._rising = self._falling = 0
        self.dated = DatedColumns()
        self.marks = RowMarks()

    @property
    def is_empty(self) -> bool:
        return self._first is None

    @property
    def titles_are_ids(self) -> bool:
        return self.columns is not None and self.columns.item_is_title

    def learn(self, place: Place, record: Mapping[str, Any]) -> None:
        if self._first is None:
            self._first = place
        if not record.keys() <= self._names.keys():
            # JSON objects need not all have the same keys.
            self._names.update(dict.fromkeys(record))
            self.columns = find_columns(list(self._names), self._wanted, self._has_items)
        names = self.columns
        if names is None:
            return
        self.marks.learn(record, names)
        if names.time is None:
            self.dated.learn(record)
        elif self.times is None:
            self.times = DateColumn(names.time, self._order)
        for name in (names.user, names.item):
            if name is not None and not _is_empty_id(record.get(name)):
                is_float = _float_id(record.get(name)) is not None
                self._floats[name] = self._floats.get(name, True) and is_float
        if self.times is not None:
            value = record.get(self.times.name)
            self.times.learn(value, place)
            user = record.get(names.user) if names.user is not None else None
            self._compare(user if isinstance(user, str | int) else None, value)

    def settle(self, file: str) -> list[str]:
        """Decide what the values as a whole mean; return what is to be said."""
        assert self._first is not None
        check_columns(list(self._names), self._wanted, self._has_items, self._first)
        names = self.columns
        assert names is not None
        notes = [*names.notes(file), *self.marks.settle(names, file)]
        if self.times is None:
            expected = shown(self._wanted.time or "timestamp")
            notes.append(
                f"{file} has no {expected}: each interaction's time is its position in the file"
            )
        elif said := self.times.settle():
            notes.append(f"{file}: {said}")
        self.newest_first = self._falling > 0 and self._rising <= _RISING * self._falling
        for name, are_floats in self._floats.items():
            if are_floats:
                notes.append(f"{file}: whole numbers of {shown(name)} end in .0, which was cut off")
        return notes

    def id_of(self, record: Mapping[str, Any], name: str, place: Place) -> str | None:
        """Return an id, None for an empty one."""
        value = record.get(name)
        if _is_empty_id(value):
            return None
        whole = _float_id(value) if self._floats.get(name) else None
        return whole or identifier(value, name, place)

    def _compare(self, user: object, value: object) -> None:
        """Count whether a user's times rise or fall, as far as they compare as they stand."""
        key = _comparable(value, self._order)
        if key is None:
            return
        before = self._last.get(user)
        if before is not None and len(before) == len(key):
            self._rising += key > before
            self._falling += key < before
        self._last[user] = key


def _comparable(value: object, order: Order | None) -> tuple[int, ...] | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        return (int(value),)
    if is_nothing(value):
        return None
    seconds = unix_seconds(value)
    if seconds is not None:
        return (seconds,)
    return sort_key(value, order) if isinstance(value, str) else None


def _float_id(value: object) -> str | None:
    return whole_number(value) if isinstance(value, str) else None


def _is_empty_id(value: object) -> bool:
    return is_nothing(value) and value != "-"


def _text(record: Mapping[str, Any], name: str | None, place: Place) -> str:
    if name is None:
        return ""
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value, name, place).strip()


def _named_item(item_id: str, record: Mapping[str, Any], names: FoundColumns, place: Place) -> str:
    """Return an item's id; of a title that stands for one with what tells it from others."""
    if not names.item_is_title:
        return item_id
    if names.is_track:
        made_by = _text(record, names.creator, place)
        return f"{made_by} - {item_id}" if made_by else item_id
    year = None if names.year is None else year_of(record.get(names.year))
    return item_id if year is None else f"{item_id} ({year})"


def _is_out_of(record: Mapping[str, Any], name: str | None) -> bool:
    """Whether a rating says itself of how many: 0/10 is one."""
    found = read_rating(record.get(name or ""))
    return found is not None and found.out_of is not None


def _rating(record: Mapping[str, Any], name: str | None, place: Place) -> float | None:
    value = None if name is None else record.get(name)
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None
    rating = read_rating(value)
    if rating is None:
        raise place.error(f"{name} is {shown(value)}, not a number and no rating that is known")
    scale = scale_named(name or "")
    if rating.out_of is None and scale is not None and 0 <= rating.value <= scale:
        return rating.value * FIVE_STARS / scale
    return rating.on(FIVE_STARS)
