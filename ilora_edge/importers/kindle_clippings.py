"""What a Kindle keeps of a reader's highlights, notes and bookmarks: ``My Clippings.txt``.

Each is of a few lines, and a line of ``==========`` ends it: the book with its author in
parentheses, then ``- Your Highlight on page 5 | Location 61-62 | Added on Monday, January 1, 2024
10:00:00 AM`` in the device's language, by the device's clock, an empty line, and the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, wrong_file
from ilora_edge.importers.records.lines import Place, in_one_form, read_lines
from ilora_edge.importers.records.lines import text as checked
from ilora_edge.times.date_text import moment
from ilora_edge.times.unix_time import NANO, unix_nanoseconds
from ilora_edge.times.zone_names import NoZoneError

_END = "=========="
# Of these words stands before a date: Added on, Ajouté le, Hinzugefügt am, 作成日:.
_MOST_WORDS = 8
_MARKS = "\ufeff\u200e\u200f "


class KindleClippingsSource(PersonalExport):
    """Reads books in which something was marked, each when that was done last."""

    service = "Kindle"
    one_each = True
    files = ("*clippings*.txt", "*ausschnitte*.txt", "*recortes*.txt", "*ritagli*.txt")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each book once for each of its marks."""
        for path in paths:
            lines = read_lines(path, self._encoding)
            for place, book, said in self.counted(path, _clippings(path, lines)):
                if not book:
                    self.leave_out("marks without a book")
                    continue
                yield Event(_item(checked(book, "book", place)), _time(said))


def _clippings(path: Path, lines: Iterator[tuple[Place, str]]) -> Iterator[tuple[Place, str, str]]:
    """Yield where each mark begins, its book, and the line below, which says when it was made."""
    head: list[str] = []
    begun: Place | None = None
    is_any = False
    for place, raw in lines:
        line = raw.strip(_MARKS)
        if line == _END:
            is_any = True
            if begun is not None and len(head) > 1:
                yield begun, head[0], head[1]
            head, begun = [], None
        elif len(head) < 2 and (line or head):
            begun = begun or place
            head.append(line)
    if not is_any:
        raise wrong_file(path, KindleClippingsSource.service, head[:1], f"lines of {_END}")


def _item(book: str) -> Item:
    title, author = _parts(book)
    return Item(in_one_form(book), in_one_form(title), None, creator=author)


def _parts(book: str) -> tuple[str, str | None]:
    """Return title and first author, who is in the last parentheses and may have some too."""
    depth = 0
    for place in range(len(book) - 1, 0, -1) if book.endswith(")") else ():
        depth += {")": 1, "(": -1}.get(book[place], 0)
        if depth == 0:
            author = book[place + 1 : -1].split(";")[0].strip()
            return book[:place].strip(), author or None
    return book, None


def _time(line: str) -> int | None:
    """Return when a mark was made, in unix seconds as if the device's clock were UTC's."""
    words = line.rpartition("|")[2].split()
    for first in range(min(len(words), _MOST_WORDS)):
        text = " ".join(words[first:])
        try:
            found = unix_nanoseconds(text) if "-" in text else None
            found = moment(text, "day") if found is None else found
        except (NoZoneError, ValueError, OverflowError):
            continue
        if found is not None and found > 0:
            return found // NANO
    return None


SOURCE = KindleClippingsSource
