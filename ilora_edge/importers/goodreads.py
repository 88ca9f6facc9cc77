"""Goodreads' library: ``goodreads_library_export.csv``.

Columns: ``Book Id, Title, Author, ..., ISBN, ISBN13, My Rating, ..., Year Published, Original
Publication Year, Date Read, Date Added, ..., Exclusive Shelf, ..., Read Count, ...``; since 2026
without ``Average Rating``. A rating of 0 means no rating; an ISBN is written ``="0140449132"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, stars
from ilora_edge.importers.records.lines import shown
from ilora_edge.importers.tables.spreadsheets import refuse_shortened
from ilora_edge.importers.tables.states import state_of
from ilora_edge.matching.item_facts import isbn_13, year_of

_READ, _READING = "read", "currently-reading"
_UNFINISHED = "unfinished"
_NEEDED = ("Book Id", "Title", "Author", "Exclusive Shelf")


class GoodreadsSource(PersonalExport):
    """Reads the books of the shelf ``read``; one without a date of reading has no time.

    Of shelves of one's own that exclude the others those books count that were read, dated or
    rated: a shelf may be one of wishes. A book that was given up (``dnf``, ``unfinished``, also
    where it is a shelf beside ``read``) has one star where it is unrated. Books to be read are
    wishes, unless they have a date of reading: they are to be read again. Those being read for the
    first time are no history, and are not offered.
    """

    service = "Goodreads"
    one_each = True
    files = ("*goodreads*.csv",)

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each book that was read."""
        for records in self.records_of_each(paths, _NEEDED):
            dates = self.date_column("Date Read", records)
            for place, record in records:
                shelf = record["Exclusive Shelf"].lower().replace(" ", "-")
                is_given_up = _is_given_up(shelf) or (shelf == _READ and _is_tagged(record))
                is_wish = shelf.startswith(("to-read", "want")) and not record.get("Date Read")
                refuse_shortened(record, "Book Id", place)
                if not record["Book Id"]:
                    self.leave_out("lines without a book")
                    continue
                if is_wish:
                    yield Event(_book(record), None, is_wish=True)
                    continue
                if shelf == _READING and not _was_read(record):
                    yield Event(_book(record), None, is_open=True)
                    continue
                if shelf != _READ and not is_given_up and not _was_begun(record):
                    self.leave_out(f"unread books of the shelf {shown(shelf)}")
                    continue
                rating = None
                if record.get("My Rating") not in ("", "0", None):
                    rating = stars(record["My Rating"], "My Rating", place)
                elif is_given_up:
                    rating = 1.0
                time = dates.read(record.get("Date Read"), place)
                yield Event(_book(record), time, rating)


def _is_given_up(shelf: str) -> bool:
    return shelf == _UNFINISHED or state_of(shelf) == "given up"


def _is_tagged(record: dict[str, str]) -> bool:
    """Whether one of a book's other shelves says that it was given up."""
    shelves = (record.get("Bookshelves") or "").split(",")
    return any(_is_given_up(shelf.strip().lower().replace(" ", "-")) for shelf in shelves)


def _was_begun(record: dict[str, str]) -> bool:
    return record.get("Read Count", "") not in ("", "0") or _was_read(record)


def _was_read(record: dict[str, str]) -> bool:
    """Whether a book has a date or a rating: one that is being read has them from the last time."""
    return record.get("My Rating") not in ("", "0", None) or bool(record.get("Date Read"))


def _book(record: dict[str, str]) -> Item:
    first = year_of(record.get("Original Publication Year"))
    return Item(
        record["Book Id"],
        record["Title"] or record["Book Id"],
        None,
        first or year_of(record.get("Year Published")),
        creator=record["Author"] or None,
        isbn=isbn_13(record.get("ISBN13")) or isbn_13(record.get("ISBN")),
    )


SOURCE = GoodreadsSource
