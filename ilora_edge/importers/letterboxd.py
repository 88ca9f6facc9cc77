"""Letterboxd's export: ``diary.csv``, ``watched.csv``, ``ratings.csv``, ``reviews.csv``, likes.

Columns, as the service writes them: ``Date, Name, Year, Letterboxd URI``, then ``Rating``
(ratings), or ``Rating, Rewatch, Tags, Watched Date`` (diary), with ``Review`` (reviews). The watch
list, ``watchlist.csv``, has the columns of ``watched.csv``, so its name alone tells it apart. A
review without a ``Watched Date`` is of no entry in the diary: its day is that of writing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import (
    Event,
    PersonalExport,
    WrongFileError,
    stars,
    titled,
    wrong_file,
)
from ilora_edge.importers.records.csv_records import Record
from ilora_edge.importers.records.lines import read_lines, text
from ilora_edge.matching.item_facts import year_of
from ilora_edge.titles import printable

_WATCHED, _REVIEW = "Watched Date", "Review"
_LIST = "Letterboxd list export"


class LetterboxdSource(PersonalExport):
    """Reads diary entries, and films that were watched or rated and are in no diary.

    A film is its name and year: the address in the diary is the entry's, not the film's. Films of
    ``watched.csv`` and ``ratings.csv``, and those only reviewed, have the day on which that was
    said for a time.
    """

    service = "Letterboxd"
    files = ("diary*.csv", "watched*.csv", "ratings*.csv", "reviews*.csv", "watchlist*.csv")
    # What was deleted, other people's reviews, lists of any name.
    not_in = ("deleted", "orphaned", "likes", "lists")
    newest_first = False

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each diary entry, and each other film once."""
        diary: dict[tuple[str, int | None], Event] = {}
        others: dict[str, Event] = {}
        for path in paths:
            self._check_it_is_no_list(path)
            records = self.records(path)
            if records and not {"Name", "Date"} <= records[0][1].keys():
                raise wrong_file(path, self.service, list(records[0][1]), "'Date', 'Name', 'Year'")
            if "watchlist" in path.name.lower():
                for event in self._of_file(records, "Date"):
                    yield Event(event.item, None, is_wish=True)
                continue
            is_diary = bool(records) and _WATCHED in records[0][1]
            for event in self._of_file(records, _WATCHED if is_diary else "Date"):
                if is_diary and not event.is_state:
                    key = (event.item.item_id, event.time)
                    diary[key] = _merged(diary.get(key), event)
                else:
                    item_id = event.item.item_id
                    known = others.get(item_id)
                    # What a review said of old gives way to the rating of today.
                    one, other = (event, known) if event.is_state else (known, event)
                    others[item_id] = event if other is None else _merged(one, other)
        in_diary = {item_id for item_id, _ in diary}
        for event in diary.values():
            known = others.get(event.item.item_id)
            rating = event.rating if known is None or event.rating is not None else known.rating
            yield Event(event.item, event.time, rating)
        for item_id, event in others.items():
            if item_id not in in_diary:
                yield replace(event, is_state=True)

    def _check_it_is_no_list(self, path: Path) -> None:
        _, first = next(read_lines(path, self._encoding))
        if first.startswith(_LIST):
            raise WrongFileError(
                path,
                f"{printable(path.name)} is a list of films, which need not have been watched; "
                "import diary.csv, watched.csv or ratings.csv",
            )

    def _of_file(self, records: list[Record], date: str) -> Iterator[Event]:
        dates = self.date_column(date, records)
        logged = self.date_column("Date", records)
        for place, record in records:
            name = text(record["Name"], "Name", place)
            if not name:
                self.leave_out("lines without a name")
                continue
            year = year_of(record.get("Year"))
            title = titled(name, year)
            time = dates.read(record.get(date), place)
            is_undated_review = time is None and _REVIEW in record
            if time is None:
                time = logged.read(record.get("Date"), place)
            rating = None
            if record.get("Rating"):
                # Half a star is the least that can be given.
                rating = stars(record["Rating"], "Rating", place) or None
                if rating is None:
                    self.note("a rating of 0 stands for unrated")
            item = Item(title, title, None, year)
            yield Event(item, time, rating, is_state=is_undated_review)


def _merged(known: Event | None, event: Event) -> Event:
    """Return one event of two lines: the earlier time, and the rating that either has."""
    if known is None:
        return event
    times = [t for t in (known.time, event.time) if t is not None]
    rating = known.rating if event.rating is None else event.rating
    return Event(event.item, min(times, default=None), rating)


SOURCE = LetterboxdSource
