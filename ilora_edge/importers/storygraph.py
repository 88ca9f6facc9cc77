"""The StoryGraph's library.

Columns: ``Title, Authors, Contributors, ISBN/UID, Format, Read Status, Date Added, Last Date
Read, Dates Read, Read Count, ..., Star Rating, ...``; ``Dates Read`` lists spans such as
``2021/01/02-2021/01/09``, of which ``Last Date Read`` is the latest end. In 2021 two of the columns
were ``Author`` and ``ISBN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, stars
from ilora_edge.importers.records.lines import shown
from ilora_edge.importers.tables.spreadsheets import refuse_shortened
from ilora_edge.importers.tables.states import state_of
from ilora_edge.matching.item_facts import isbn_13

_INTERACTED = ("read", "did-not-finish")
_OPEN = ("currently-reading", "paused")
_NEEDED = ("Title", "Read Status")
_END_OF_SPAN = re.compile(r"([0-9]{4}(?:/[0-9]{1,2}){1,2}|[0-9]{4}(?:-[0-9]{1,2}){1,2})\s*(?:$|,)")


class StorygraphSource(PersonalExport):
    """Reads books that were read or given up; those given up count as one star where unrated.

    Books being read for the first time, or paused, are no history, and are not offered; those to be
    read are wishes.
    """

    service = "The StoryGraph"
    one_each = True
    files = ("*storygraph*.csv", "*export*.csv")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each book that was read or given up."""
        for records in self.records_of_each(paths, _NEEDED):
            last = self.date_column("Last Date Read", records)
            for place, record in records:
                status = record["Read Status"].lower()
                is_wish = state_of(status) == "planned"
                if not (status in _INTERACTED or status in _OPEN or is_wish):
                    self.leave_out(f"books with the status {shown(status)}")
                    continue
                title, authors = record["Title"], record.get("Authors", record.get("Author", ""))
                if not title:
                    self.leave_out("lines without a title")
                    continue
                rating = None
                if record.get("Star Rating"):
                    rating = stars(record["Star Rating"], "Star Rating", place)
                elif status == "did-not-finish":
                    rating = 1.0
                for name in ("ISBN/UID", "ISBN"):
                    refuse_shortened(record, name, place)
                uid = record.get("ISBN/UID", record.get("ISBN"))
                number = isbn_13(uid)
                item_id = uid or f"{authors} - {title}".strip(" -")
                item = Item(item_id, title, None, creator=authors or None, isbn=number)
                if is_wish:
                    yield Event(item, None, is_wish=True)
                    continue
                ends = _END_OF_SPAN.findall(record.get("Dates Read") or "")
                when = record.get("Last Date Read") or max(ends, key=_parts, default="")
                if status in _OPEN and rating is None and not when:
                    yield Event(item, None, is_open=True)
                    continue
                yield Event(item, last.read(when, place), rating)


def _parts(date: str) -> list[int]:
    return [int(part) for part in re.split("[/-]", date)]


SOURCE = StorygraphSource
