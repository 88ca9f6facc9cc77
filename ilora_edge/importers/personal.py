"""What the exports that a service gives to a person have in common.

An export is small enough for memory: its events are gathered from all files given, put in order,
and yielded as one person's (or one profile's) history.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Item
from ilora_edge.histories.mapping import ONE_USER
from ilora_edge.histories.rating_value import FIVE_STARS, read_rating
from ilora_edge.importers.records.csv_records import Record as CsvRecord
from ilora_edge.importers.records.csv_records import read_csv
from ilora_edge.importers.records.downloads import Downloads
from ilora_edge.importers.records.lines import Place, bare, in_one_form, shown, text
from ilora_edge.importers.repair import UNDATED
from ilora_edge.importers.store import Row, said_of_wishes
from ilora_edge.importers.tables.dates import (
    SECONDS_OF_A_DAY,
    DateColumn,
    Order,
    is_late,
    said_of_late,
)
from ilora_edge.titles import printable

_Line = TypeVar("_Line")
# A person makes some hundred thousand of them; a row is a kilobyte of memory.
_MOST_ROWS = 1_000_000
_MOST_ENTRIES = 3_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """One line of an export: an item, when (unix seconds, None: nobody knows), how it was liked.

    ``is_state``: the time is when that was said, and not when the item was watched.
    ``is_open``: it was begun and not finished, which is no history; it is not offered either.
    ``is_wish``: it is still to be read or watched, which is no history.
    """

    item: Item
    time: int | None
    rating: float | None = None
    user: str = ONE_USER
    is_state: bool = False
    is_open: bool = False
    is_wish: bool = False


class PersonalExport(ABC):
    """A person's files of one service; a subclass reads them.

    Parameters
    ----------
    paths
        Files, folders, or the archive as downloaded.
    encoding
        Of text files; None: UTF-8, or the UTF-16 that the first bytes tell.
    order
        What comes first in dates such as 4/5/25; None: the files tell, or are refused.

    Raises SourceError for a file that is not the service's, and at the first wrong line.
    """

    service: ClassVar[str]
    one_each: ClassVar[bool] = False
    files: ClassVar[tuple[str, ...]]
    """Patterns of the names that count in a folder or an archive, in lower case."""
    not_in: ClassVar[tuple[str, ...]] = ()
    """Names of folders in which files of these names are something else, in lower case."""
    newest_first: ClassVar[bool] = True
    """Whether of equal times the upper one is the later."""

    def __init__(
        self, paths: Sequence[Path], encoding: str | None = None, order: Order | None = None
    ) -> None:
        self._paths = list(paths)
        self._encoding = encoding
        self._order = order
        self.name = ", ".join(printable(p.name) for p in self._paths)
        self.notes: list[str] = []
        self._left_out: Counter[str] = Counter()
        self._n_lines = 0
        self._items: dict[str, Item] = {}
        self._same: dict[Item, Item] = {}
        self.states: set[tuple[str, str]] = set()
        """Users and items of which the export says no moment, but how they were liked."""
        self.user = ONE_USER
        """Whose events are those that name nobody."""
        self.seen: set[tuple[str, str]] = set()
        """Users and items that are no history and must not be offered: what is being read."""
        self.wanted: set[tuple[str, str]] = set()
        """Users and items that are no history yet: what is still to be read."""

    @abstractmethod
    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield what the files hold, in their order."""
        ...

    def interactions(self) -> Iterator[Row]:
        """Yield the interactions, undated ones first and then oldest first."""
        self._items, self._same = {}, {}
        downloads = Downloads(self._paths, self.files, self.service, self.not_in)
        with downloads as paths:
            events = self._events_of(paths)
        wishes = [event for event in events if event.is_wish]
        events = [event for event in events if not event.is_wish]
        for path in downloads.without:
            self.notes.append(f"{printable(path.name)} has no such file, and was left out")
        if self.newest_first:
            events.reverse()
        events.sort(key=lambda event: UNDATED if event.time is None else event.time)
        events = _without_outdated(events)
        if self.one_each:
            events = _last_of_each(events)
        for event in events:
            if event.is_open:
                self.keep(event.item)
        self.seen.update((e.user, e.item.item_id) for e in events if e.is_open)
        done = {(event.user, event.item.item_id) for event in events}
        events = [event for event in events if not event.is_open]
        self.states.update((e.user, e.item.item_id) for e in events if e.is_state)
        late = sum(event.time is not None and is_late(event.time) for event in events)
        for event in events:
            self.keep(event.item)
        for event in wishes:
            if (event.user, event.item.item_id) not in done:
                self.keep(event.item)
                self.wanted.add((event.user, event.item.item_id))
        if self.wanted:
            self.notes.append(said_of_wishes(len(self.wanted)))
        if self.seen:
            self.notes.append(
                f"begun and not finished, so no history and never offered: {len(self.seen):,}"
            )
        undated = sum(event.time is None for event in events)
        if undated:
            self.notes.append(f"without a date, so undated: {undated:,}")
        if late:
            self.notes.append(f"{said_of_late()}: {late:,}")
        for what, count in sorted(self._left_out.items()):
            self.notes.append(f"left out, {what}: {count:,}")
        if self._left_out and not (events or self.wanted):
            raise SourceError(f"{self.name} holds no interactions; {'; '.join(self.notes)}")
        for event in events:
            time = UNDATED if event.time is None else event.time
            yield event.user, event.item.item_id, time, event.rating

    def _events_of(self, paths: Sequence[Path]) -> list[Event]:
        """Return the events of all files that are the service's lists of history.

        Of a folder or an archive some files only have names like theirs; a file that was named by
        itself is to be one.
        """
        others: list[str] = []
        while True:
            self.notes = [f"{name} is something else, and was left out" for name in others]
            self._left_out.clear()
            self._n_lines = 0
            try:
                return [self._settled(event) for event in self.events(paths)]
            except WrongFileError as error:
                if error.path in self._paths or len(paths) == 1:
                    raise
                paths = [path for path in paths if path != error.path]
                others.append(printable(error.path.name))

    def items(self) -> Iterator[Item]:
        """Yield the items in the order of their first interactions."""
        yield from self._items.values()

    def leave_out(self, what: str) -> None:
        """Count one line that is not an interaction, and why."""
        self._left_out[what] += 1

    def note(self, said: str | None) -> None:
        """Keep a remark, once."""
        if said is not None and said not in self.notes:
            self.notes.append(said)

    def records(self, path: Path, required: Sequence[str] = ()) -> list[CsvRecord]:
        """Return the records of a CSV file, whichever its delimiter."""
        return list(self.counted(path, read_csv(path, required, None, self._encoding), _MOST_ROWS))

    def counted(
        self, path: Path, lines: Iterable[_Line], most: int = _MOST_ENTRIES
    ) -> Iterator[_Line]:
        """Yield lines; raise SourceError where all files have more than one person makes."""
        for line in lines:
            self._n_lines += 1
            if self._n_lines > most:
                raise SourceError(
                    f"more than {most:,} lines, up to {printable(path.name)}, which one person "
                    "does not make; import them in parts, or as csv or jsonl"
                )
            yield line

    def records_of_each(
        self, paths: Sequence[Path], needed: Sequence[str]
    ) -> Iterator[list[CsvRecord]]:
        """Yield each file's records, where it has any.

        Raises SourceError for a file without the columns that are needed.
        """
        for path in paths:
            records = self.records(path)
            if records and not records[0][1].keys() >= set(needed):
                expected = ", ".join(map(repr, needed))
                raise wrong_file(path, self.service, list(records[0][1]), expected)
            if records:
                yield records

    def date_column(self, name: str, records: Sequence[CsvRecord]) -> DateColumn:
        """Return a column of dates that knows which order they have."""
        column = DateColumn(name, self._order)
        for place, record in records:
            column.learn(record.get(name), place)
        self.note(column.settle())
        return column

    def _settled(self, event: Event) -> Event:
        """Return an event of whoever it is, with an item that all of its events share.

        The day on which the count begins is a time that stands for none.
        """
        item = self._same.setdefault(event.item, event.item)
        is_never = event.time is not None and 0 <= event.time < SECONDS_OF_A_DAY
        user = self.user if event.user == ONE_USER else event.user
        if item is event.item and not is_never and user == event.user:
            return event
        time = None if is_never else event.time
        return replace(event, item=item, time=time, user=user)

    def keep(self, item: Item) -> None:
        """Have an item stored, whether or not there is an event of it."""
        known = self._items.setdefault(item.item_id, item)
        if known.title == known.item_id != item.title:
            self._items[item.item_id] = item


def _without_outdated(events: list[Event]) -> list[Event]:
    """Return events without what was begun once, and is finished in another of the exports."""
    done = {(event.user, event.item.item_id) for event in events if not event.is_open}
    return [e for e in events if not e.is_open or (e.user, e.item.item_id) not in done]


def _last_of_each(events: list[Event]) -> list[Event]:
    """Return a user's last word on each item: of two exports the older one has been outdated."""
    last = {(event.user, event.item.item_id): event for event in events}
    return [event for event in events if last[event.user, event.item.item_id] is event]


class WrongFileError(SourceError):
    """A file is not one of a service's."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def wrong_file(path: Path, service: str, there: Sequence[str], expected: str) -> WrongFileError:
    """Return the error for a file that is not a service's: what it has, what was expected."""
    has = ", ".join(shown(name) for name in there[:12]) or "nothing"
    return WrongFileError(
        path,
        f"{printable(path.name)} is not an export of {service} that is known: it has {has}; "
        f"expected {expected}",
    )


def first_column(record: dict[str, Any], *names: str) -> str | None:
    """Return the first of these columns that a record has, compared without case."""
    plain = {key.lower(): key for key in reversed(list(record))}
    return next((plain[name.lower()] for name in names if name.lower() in plain), None)


def said(record: dict[str, Any], name: str, place: Place) -> str:
    """Return a text of a JSON record, empty where it is missing or null.

    Services cut names to a length, some of them in the middle of a character: what is left of it
    is replaced.
    """
    value = record.get(name)
    if isinstance(value, str) and not value.isascii():
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "" if value is None else bare(text(value, name, place))


def stars(value: str, name: str, place: Place) -> float:
    """Return a rating of 0 to 5 stars; raises SourceError for what is none, or more than these."""
    return _within(value, 5, name, place, 0)


def points(value: object, best: int, name: str, place: Place, least: int = 0) -> float | None:
    """Return a rating of so many points in stars; None: unrated, which is a missing value or 0.

    Raises SourceError for what is none, or more than ``best``; it names ``least`` and that.
    """
    if value in (None, ""):
        return None
    return _within(value, best, name, place, least) * FIVE_STARS / best or None


def _within(value: object, best: int, name: str, place: Place, least: int) -> float:
    found = read_rating(value)
    # Of 4/5 among points of 10, that is 8.
    rating = None if found is None else found.on(best)
    if rating is None or not 0 <= rating <= best:
        raise place.error(f"{name} is {shown(value)}, not {least} to {best}")
    return rating


def titled(title: str, year: int | None) -> str:
    """Return a film's title with its year, as catalogues of films write it."""
    return in_one_form(title if year is None else f"{title} ({year})")
