"""Interactions in a CSV or JSON file with columns of any name, or of the usual ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.histories.database import Item
from ilora_edge.histories.mapping import ONE_USER
from ilora_edge.histories.rating_value import FIVE_STARS, grade, is_unrated, of_a_day, read_rating
from ilora_edge.importers.item_values import ITEM_KINDS, genres, item_ids, names_in
from ilora_edge.importers.records.lines import (
    Place,
    bare,
    identifier,
    in_one_form,
    shown,
    text,
)
from ilora_edge.importers.store import Row, said_of_wishes
from ilora_edge.importers.tables.columns import (
    Columns,
    FoundColumns,
    find_item_columns,
    scale_named,
)
from ilora_edge.importers.tables.dates import Order, is_day, is_late, is_nothing, said_of_late
from ilora_edge.importers.tables.file_rows import FileRows, Format, Record
from ilora_edge.importers.tables.states import is_state
from ilora_edge.importers.tables.survey import Survey, float_id, is_empty_id
from ilora_edge.matching.item_facts import year_of
from ilora_edge.times.unix_time import NANO
from ilora_edge.titles import printable

__all__ = ["DelimitedSource", "Format", "Watch"]

_MOST_RATINGS = 1000
_TICK = 10_000
# People make no more; a table that has, counts what was never used, of everybody.
_MOST_WISHES = 500_000


class Watch(Protocol):
    """Whoever is told of the first reading of a file: steps, and then how many there are."""

    def __call__(self, steps: int) -> object:
        """Note so many records more."""
        ...

    def begin(self, total: int) -> object:
        """Begin anew, of so many."""
        ...


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
        self._columns = columns or Columns()
        self._order = order
        self._newest_first = newest_first
        self.name = printable(self._path.name)
        self.notes: list[str] = []
        self._items: dict[str, Item] = {}
        self._met: set[str] = set()
        self._ratings: dict[str, float | None] = {}
        self._are_grades = False
        self._turned: str | None = None
        self._watch: Watch | None = None
        self._moments: list[int] = []
        has_items = items_path is not None
        self._file = FileRows(self._path, format, self._columns, has_items, delimiter, encoding)
        self.user = ONE_USER
        """Whose a file without a column of users is, or with one person in it."""
        self.is_user_said = False
        """Whether somebody said so."""
        self.named_alone: str | None = None
        """Who alone is in a column of users that nobody named; known with the first interaction."""
        self.are_positions = False
        """Whether the times are places in the file; known with the first interaction."""
        self.seen: set[tuple[str, str]] = set()
        """Users and items that are no history and must not be offered: what was given up."""
        self.wanted: set[tuple[str, str]] = set()
        """Users and items that are no history yet: what is still to be used."""

    def watched_by(self, watch: Watch) -> None:
        """Say to somebody how many records are read in the first of two readings, and are there."""
        self._watch = watch

    def interactions(self) -> Iterator[Row]:
        """Yield the interactions, in file order or, of a file with the newest first, reversed."""
        self._items, self._met, self.notes = {}, set(), []
        self.seen.clear()
        self.wanted.clear()
        if self._items_path is not None:
            self._read_items(self._items_path)
        survey = Survey(self._columns, self._items_path is not None, self._order)
        self.notes += self._file.survey(self.is_user_said)
        n_records = 0
        for place, record in self._file.events():
            survey.learn(place, record)
            n_records += 1
            if n_records % _TICK == 0 and self._watch is not None:
                self._watch(_TICK)
        if self._watch is not None:
            self._watch.begin(n_records)
        if survey.is_empty:
            raise SourceError(f"{self.name} holds no interactions")
        if survey.times is None:
            survey = self._with_times(survey)
        self.notes += survey.settle(self.name, self.user)
        self._take_user(survey)
        self.are_positions = survey.times is None
        rows = self._rows(survey)
        has_fractions = survey.times is not None and survey.times.has_fractions
        if survey.newest_first if self._newest_first is None else self._newest_first:
            self.notes.append(f"{self.name} has the newest first: read from its end")
            rows = self._backwards(rows, has_fractions)
        elif has_fractions:
            rows = self._by_moments(list(rows))
        yield from rows
        untitled = sum(self._items[i].title == i for i in self._met)
        if untitled and not survey.titles_are_ids:
            self.notes.append(f"items without a title, with their id for one: {untitled:,}")

    def _take_user(self, survey: Survey) -> None:
        """Let the rows be of who was named, where their column has one person or none."""
        names = survey.columns
        assert names is not None
        self.named_alone = None
        if names.user is None:
            return
        is_of_one = len(survey.people) <= 1 and self._columns.user is None
        if self.is_user_said:
            if not is_of_one:
                raise OptionError(
                    f"{self.name} has a column of users, {shown(names.user)}: no --user"
                )
            names.user = None
        elif is_of_one:
            self.named_alone = survey.lone_user(names.user)

    def _backwards(self, rows: Iterator[Row], has_fractions: bool) -> Iterator[Row]:
        """Yield rows from the last to the first, and those of one second by its fractions."""
        backwards = list(rows)[::-1]
        if has_fractions:
            self._moments.reverse()
            yield from self._by_moments(backwards)
        elif self.are_positions:
            # Of lines that are left out the places stay empty.
            last = max((t for _, _, t, _ in backwards), default=0)
            yield from ((u, i, last - t + 1, r) for u, i, t, r in backwards)
        else:
            yield from backwards

    def _by_moments(self, rows: list[Row]) -> Iterator[Row]:
        """Yield rows by their times with fractions of a second, which are not stored."""
        timed = sorted(zip(self._moments, rows, strict=True), key=lambda pair: pair[0])
        yield from (row for _, row in timed)

    def _with_times(self, survey: Survey) -> Survey:
        """Return a survey of the column whose values are times, where one is plain."""
        name, said = survey.dated_column
        if said is not None:
            self.notes.append(f"{self.name}: {said}")
        if name is None:
            return survey
        if (others := survey.dated.not_read(name)) is not None:
            self.notes.append(f"{self.name}: {others}")
        columns = replace(self._columns, time=name)
        survey = Survey(columns, self._items_path is not None, self._order)
        for place, record in self._file.events():
            survey.learn(place, record)
        return survey

    def items(self) -> Iterator[Item]:
        """Yield the items of the items file, then others in the order of their appearance."""
        for item in self._items.values():
            # A row that nobody interacted with and that has no title either is not an item.
            if item.title != item.item_id or item.item_id in self._met:
                yield item

    def _plays(self, survey: Survey) -> Iterator[Record]:
        """Yield the records but those of totals, and those of no play, which are counted."""
        left_out: Counter[str] = Counter()
        for place, record in self._file.events():
            if place == survey.totals:
                self.notes.append(
                    f"{self.name}: line {place.line} is no row, but has totals or a remark, and "
                    "was left out with what is below"
                )
                break
            why = survey.no_plays.why(record)
            if why is None:
                yield place, record
            else:
                left_out[why] += 1
        for why, count in left_out.items():
            self.notes.append(f"{self.name}: {why}, and so left out: {count:,}")

    def _rows(self, survey: Survey) -> Iterator[Row]:
        names, self._moments = survey.columns, []
        self._are_grades, self._turned = survey.marks.are_grades, None
        assert names is not None
        left_out: Counter[str] = Counter()
        undated = late = early = position = skipped = unbegun = unrated = without = 0
        for place, record in self._plays(survey):
            user = self.user if names.user is None else survey.id_of(record, names.user, place)
            item_id = survey.id_of(record, names.item, place)
            if item_id is None and names.item_is_title and names.original_title is not None:
                item_id = survey.id_of(record, names.original_title, place)
            if user is None or item_id is None:
                left_out[shown(names.user if user is None else names.item)] += 1
                continue
            state = survey.marks.state(record)
            if state == "passed over":
                skipped += 1
                continue
            if state == "planned":
                if len(self.wanted) < _MOST_WISHES:
                    self._wish(user, item_id, record, names, place)
                else:
                    unbegun += 1
                continue
            position += 1
            time: int | None = position
            if survey.times is not None:
                moment = survey.moment_of(record, place)
                time = None if moment is None else moment // NANO
            item_id = _named_item(item_id, record, names, place)
            self._see(item_id, record, names, place)
            self._met.add(item_id)
            rating = self._rating(record, names.rating, place)
            if rating == 0 and survey.marks.zero_is_none and not _is_out_of(record, names.rating):
                rating = None
                unrated += 1
            if rating == -1 and survey.marks.minus_is_none:
                rating = None
                without += 1
            if state == "given up" and rating is None:
                self.seen.add((user, item_id))
                continue
            undated += time is None
            late += time is not None and is_late(time)
            early += time is not None and time < 0
            if survey.times is not None and survey.times.has_fractions:
                self._moments.append(moment or 0)
            yield user, item_id, time or 0, rating
        self.notes += [f"{self.name}: {said}" for said in self._said_of_values(survey)]
        for name, count in left_out.items():
            self.notes.append(f"{self.name}: lines without a {name}, left out: {count:,}")
        for count, said in (
            (unbegun, f"not begun, beside {_MOST_WISHES:,} others, and so left out"),
            (skipped, "skipped and never played, and so left out"),
            (len(self.seen), "given up and unrated, so no history and never offered"),
            (unrated, "rated 0, which stands for unrated"),
            (without, "rated -1, which stands for unrated"),
            (undated, "interactions without a time, undated"),
            (late, said_of_late()),
            (early, "dated before 1970, and so the first"),
        ):
            if count:
                self.notes.append(f"{self.name}: {said}: {count:,}")
        if self.wanted:
            self.notes.append(f"{self.name}: {said_of_wishes(len(self.wanted))}")

    def _said_of_values(self, survey: Survey) -> Iterator[str]:
        """Yield what was noticed of values while they were read."""
        if self._turned is not None:
            yield (
                f"{shown(self._turned)} and the like, days that a spreadsheet has made of ratings, "
                "are read as what they were: 4/5 of 5-Apr"
            )
        yield from survey.zones.notes()

    def _wish(
        self,
        user: str,
        item_id: str,
        record: Mapping[str, Any],
        names: FoundColumns,
        place: Place,
    ) -> None:
        """Keep an item that is still to be used."""
        item_id = _named_item(item_id, record, names, place)
        self._see(item_id, record, names, place)
        self._met.add(item_id)
        self.wanted.add((user, item_id))

    def _rating(self, record: Mapping[str, Any], name: str | None, place: Place) -> float | None:
        """Return a record's rating: of a column there are few, which are read once."""
        value = None if name is None else record.get(name)
        if not isinstance(value, str):
            return _rating(value, name, place)
        if self._are_grades and (stars := grade(bare(value))) is not None:
            return stars
        if value not in self._ratings and len(self._ratings) < _MOST_RATINGS:
            self._turned = self._turned or (value if of_a_day(value) is not None else None)
            self._ratings[value] = _rating(value, name, place)
        return self._ratings[value] if value in self._ratings else _rating(value, name, place)

    def _read_items(self, path: Path) -> None:
        name = printable(path.name)
        torn: list[Place] = []
        found: FoundColumns | None = None
        are_floats = True
        for place, record in self._file.records(path, torn):
            found = found or find_item_columns(list(record), self._columns, place)
            value = record.get(found.item)
            are_floats = are_floats and (is_empty_id(value) or float_id(value) is not None)
        repeated = nameless = 0
        for place, record in self._file.records(path, []):
            assert found is not None
            value = record.get(found.item)
            if is_empty_id(value):
                nameless += 1
                continue
            item_id = float_id(value) if are_floats else None
            item_id = item_id or bare(identifier(value, found.item, place))
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
        is_known = known is not None and (known.title != item_id or names.title is None)
        if is_known or (known is not None and names.item_is_title):
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
            "creator": _made_by(record, names, place) or None,
            **item_ids({kind: record.get(names.ids.get(kind, "")) for kind in ITEM_KINDS}),
        }
        if known is not None and facts["genres"] is None:
            facts["genres"] = known.genres
        self._items[item_id] = Item(item_id, title or item_id, **facts)


def _text(record: Mapping[str, Any], name: str | None, place: Place) -> str:
    if name is None:
        return ""
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list) and all(isinstance(part, str) for part in names_in(value)):
        value = ", ".join(names_in(value))
    return bare(text(value, name, place))


def _made_by(record: Mapping[str, Any], names: FoundColumns, place: Place) -> str:
    parts = (_text(record, name, place) for name in (names.first_name, names.creator))
    return " ".join(filter(None, parts))


def _named_item(item_id: str, record: Mapping[str, Any], names: FoundColumns, place: Place) -> str:
    """Return an item's id; of a title that stands for one with what tells it from others."""
    if not names.item_is_title:
        return item_id
    item_id = in_one_form(item_id)
    if names.is_track:
        made_by = _made_by(record, names, place)
        return f"{made_by} - {item_id}" if made_by else item_id
    year = None if names.year is None else year_of(record.get(names.year))
    return item_id if year is None else f"{item_id} ({year})"


def _is_out_of(record: Mapping[str, Any], name: str | None) -> bool:
    """Whether a rating says itself of how many: 0/10 is one."""
    found = read_rating(record.get(name or ""))
    return found is not None and found.out_of is not None


def _rating(value: object, name: str | None, place: Place) -> float | None:
    if isinstance(value, str):
        value = bare(value)
    if is_nothing(value) or is_unrated(value) or is_state(value):
        return None
    rating = read_rating(value)
    if rating is None:
        made = ", but a day, as a spreadsheet makes of 4/5; mend it, or use the file as it came"
        is_day_now = isinstance(value, str) and is_day(value)
        problem = made if is_day_now else ", not a number and no rating that is known"
        raise place.error(f"{name} is {shown(value)}{problem}")
    scale = scale_named(name or "")
    if rating.out_of is None and scale is not None and 0 <= rating.value <= scale:
        return rating.value * FIVE_STARS / scale
    return rating.on(FIVE_STARS)
