"""A first reading of a whole file: its columns, what their values have in common, their order."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import Any

from ilora_edge.histories.rating_value import is_unrated, read_rating
from ilora_edge.importers.records.lines import Place, bare, identifier, shown, whole_number
from ilora_edge.importers.tables.columns import (
    Columns,
    FoundColumns,
    check_columns,
    find_columns,
)
from ilora_edge.importers.tables.dated_columns import DatedColumns
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tables.no_plays import NoPlays
from ilora_edge.importers.tables.row_marks import RowMarks
from ilora_edge.importers.tables.spreadsheets import (
    ShortenedNumbers,
    are_numbers,
    is_of_totals,
    is_remark,
    is_shortened,
    too_short,
)
from ilora_edge.importers.tables.usual_names import GAPPY
from ilora_edge.importers.tables.zone_column import ZoneColumn
from ilora_edge.times.date_text import BEGINS_NOTHING, Order, is_nothing, sort_key
from ilora_edge.times.no_date import is_no_date
from ilora_edge.times.unix_time import unix_seconds

# Of times in a row, how many may rise for one that falls in a file with the newest first.
_RISING = 0.05
# A file has nothing of use where so many of its first records have not.
_MOST_BARE = 100_000
# So many people are several: whoever else there is makes no difference.
_SEVERAL = 2
# Of a file with times so many records tell whether other columns have dates too.
_FIRST = 1000
# Below the last row.
_MOST_NOTES = 5
# Of fewer a line without a time is no exception.
_FEWEST_DATED = 3
# What ratings are called in some languages, and remarks in others.
_ALSO_REMARKS = frozenset({"note", "nota", "notă"})
# How old one must be: PG-13, TV-MA, 12A, FSK 16; a number alone may be a rating.
_AGE = re.compile(
    r"(?i)(?:TV-?(?:MA|14|PG|G|Y7?)|G|PG|PG-?13|R|NC-?17|M|MA|15\+|18\+|U|UA|12A|R18|X|NR|UR|E|T|AO"
    r"|E10\+|(?:FSK|USK|PEGI)[ -]?[0-9]{1,2}|not rated|unrated|approved|passed)"
)


class Survey:
    """Learns from every record of a file; settled, it reads ids and times of each."""

    def __init__(self, columns: Columns, has_items: bool, order: Order | None) -> None:
        self._wanted = columns
        self._has_items = has_items
        self._order = order
        self.columns: FoundColumns | None = None
        self.times: DateColumn | None = None
        self.newest_first = False
        self._first: Place | None = None
        self._names: dict[str, None] = {}
        self._there: tuple[str, ...] = ()
        self._floats: dict[str, bool] = {}
        self._last: dict[object, tuple[int, ...]] = {}
        self._rising = self._falling = 0
        self.dated = DatedColumns()
        self.marks = RowMarks()
        self.no_plays = NoPlays()
        self.zones = ZoneColumn()
        self._numbers = ShortenedNumbers()
        self._last_records: deque[tuple[Place, Mapping[str, Any]]] = deque(maxlen=_MOST_NOTES + 1)
        self._n_dated = self._n_undated = self._n_bare = 0
        self._n_with_id = self._n_titles_alone = 0
        # Of a column that may be one of remarks: whether it has any, and any rating.
        self._has_remarks = self._has_ratings = False
        self.people: set[str] = set()
        """Who is in the column of users: all, where it is nobody or one, else some."""
        self.totals: Place | None = None
        """Of the first of the last records that sum up the others, or are remarks on them."""

    @property
    def is_empty(self) -> bool:
        """Whether there was no record."""
        return self._first is None

    @property
    def titles_are_ids(self) -> bool:
        """Whether titles stand for ids."""
        return self.columns is not None and self.columns.item_is_title

    def learn(self, place: Place, record: Mapping[str, Any]) -> None:
        """Look at one record, of any content."""
        if self._first is None:
            self._first = place
        if (there := tuple(record)) != self._there and not record.keys() <= self._names.keys():
            # JSON objects need not all have the same keys.
            self.no_plays.meet(record.keys() - self._names.keys())
            self.zones.meet([name for name in record if name not in self._names])
            self._names.update(dict.fromkeys(record))
            self.columns = find_columns(list(self._names), self._wanted, self._has_items)
        self._there = there
        names = self.columns
        if names is None:
            self._n_bare += 1
            if self._n_bare == _MOST_BARE:
                # Whatever may follow: it says which column is missing.
                check_columns(list(self._names), self._wanted, self._has_items, self._first)
            return
        self._last_records.append((place, record))
        self.marks.learn(record, names)
        if names.rating is not None and not self._has_ratings:
            self._learn_remark(record.get(names.rating), names.rating.lower() in _ALSO_REMARKS)
        self.no_plays.learn(record)
        self.zones.learn(record)
        if is_empty_id(record.get(names.item)):
            has_title = names.title is not None and not is_nothing(record.get(names.title))
            self._n_titles_alone += has_title
        else:
            self._n_with_id += 1
        if names.time is None or self._n_dated < _FIRST:
            self.dated.learn(record)
        if names.time is not None and self.times is None:
            self.times = DateColumn(names.time, self._order)
        for name in (names.user, names.item):
            if name is not None and not is_empty_id(value := record.get(name)):
                if name == names.user and len(self.people) < _SEVERAL:
                    self.people.add(bare(str(value)))
                if self._floats.get(name, True):
                    self._floats[name] = float_id(value) is not None
                self._numbers.learn(name, value, place)
        if self.times is not None:
            value = record.get(self.times.name)
            if isinstance(value, str) and is_shortened(value):
                raise too_short(self.times.name, value, place)
            self._n_undated += is_no_date(value)
            self._n_dated += 1
            self.times.learn(value, place)
            user = record.get(names.user) if names.user is not None else None
            self._compare(user if isinstance(user, str | int) else None, value)

    def settle(self, file: str, user: str) -> list[str]:
        """Decide what the values as a whole mean; return what is to be said.

        ``user``: whose all of it is, without a column of users.
        """
        assert self._first is not None
        check_columns(list(self._names), self._wanted, self._has_items, self._first)
        names = self.columns
        assert names is not None
        self._numbers.refuse()
        self._take_titles(names)
        self._find_totals(names)
        notes = [*names.notes(file, user), *self._without_remarks(names, file)]
        notes += self.marks.settle(names, file)
        if self.times is None:
            expected = shown(self._wanted.time or "timestamp")
            notes.append(
                f"{file} has no {expected}: each interaction's time is its position in the file"
            )
        else:
            time = self.times.name
            others = None if self._wanted.time else self.dated.not_read(time)
            every = (self.times.settle(), self.zones.settle(time), others)
            notes += [f"{file}: {said}" for said in every if said]
        self.newest_first = self._falling > 0 and self._rising <= _RISING * self._falling
        for name, are_floats in self._floats.items():
            if are_floats:
                notes.append(f"{file}: whole numbers of {shown(name)} end in .0, which was cut off")
        return notes

    def moment_of(self, record: Mapping[str, Any], place: Place) -> int | None:
        """Return when a record's event was, in unix nanoseconds; None: it has no time.

        Of a file with a column of times.
        """
        assert self.times is not None
        value = record.get(self.times.name)
        found = self.times.nanoseconds(value, place)
        if found is None or self.zones.name is None:
            return found
        return self.zones.placed(found, value, record, place)

    def _learn_remark(self, value: object, may_be_words: bool) -> None:
        if not is_nothing(value) and not is_unrated(value):
            # Other words are a mistake, which is said with its line.
            is_word = may_be_words or (isinstance(value, str) and _AGE.fullmatch(value.strip()))
            is_rating = not is_word or read_rating(value) is not None
            self._has_ratings = is_rating
            self._has_remarks = self._has_remarks or not is_rating

    def _without_remarks(self, names: FoundColumns, file: str) -> list[str]:
        """Let a column be no rating's that has no rating, and nobody said that it is one."""
        if self._wanted.rating is not None or self._has_ratings or not self._has_remarks:
            return []
        said = f"{file}: {shown(names.rating)} has remarks and no rating, and is not read as one"
        names.rating = None
        return [said]

    def _take_titles(self, names: FoundColumns) -> None:
        """Let titles stand for ids where nothing has one, or not all have one of a trade."""
        is_asked = self._wanted.item is not None or self._has_items
        is_gappy = self._n_with_id == 0 or names.item.lower() in GAPPY
        if names.title is not None and not is_asked and is_gappy and self._n_titles_alone:
            names.item, names.item_is_title = names.title, True

    def _find_totals(self, names: FoundColumns) -> None:
        """Note where the last records are none of a thing: totals without a time, or remarks.

        Of nothing but numbers, or without a time where all others have one.
        """
        of_words = [name for name in (names.user, names.item, names.title) if name is not None]
        last = list(self._last_records)
        if len(last) < _FEWEST_DATED:
            return
        is_only = self.times is not None and self._n_undated == 1
        for place, record in last[:0:-1]:
            is_timed = self.times is not None and not is_no_date(record.get(self.times.name))
            are_totals = is_of_totals(record, of_words) and (is_only or are_numbers(record))
            if is_timed or not (are_totals or is_remark(record)):
                break
            self.totals = place

    @property
    def dated_column(self) -> tuple[str | None, str | None]:
        """The column whose values are times, if one is plain, and what is to be said."""
        names = self.columns
        return self.dated.found([names.rating] if names is not None and self._has_ratings else [])

    def id_of(self, record: Mapping[str, Any], name: str, place: Place) -> str | None:
        """Return an id, None for an empty one."""
        value = record.get(name)
        if is_empty_id(value):
            return None
        whole = float_id(value) if self._floats.get(name) else None
        return whole or bare(identifier(value, name, place))

    def lone_user(self, name: str) -> str | None:
        """Return who alone is in the column of users, as an id is stored."""
        assert self._first is not None
        people = list(self.people)
        return self.id_of({name: people[0]}, name, self._first) if len(people) == 1 else None

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


def float_id(value: object) -> str | None:
    """Return the whole number of a text such as ``862.0``, None for another value."""
    return whole_number(value) if isinstance(value, str) else None


def is_empty_id(value: object) -> bool:
    """Whether a value stands for a missing id; a hyphen is one."""
    if isinstance(value, str):
        if value[:1].isalnum() and value[0] not in BEGINS_NOTHING:
            return False
        value = bare(value)
    return is_nothing(value) and value != "-"
