"""Sequences as the benchmarks of encoders keep them: a line a user, item ids oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.records.csv_records import read_csv
from ilora_edge.importers.records.lines import identifier, read_lines, text
from ilora_edge.importers.store import Row
from ilora_edge.titles import printable


class SequencesSource:
    """Reads ``user item item ...`` lines, fields separated by white space, and perhaps titles.

    An item without a title has its id for one. Raises SourceError at the first line that has no
    item, or whose user had a line before.

    Parameters
    ----------
    path
        The sequences, a text file or one compressed by gzip.
    items_path
        CSV with ``item_id`` and ``title``; further columns are left out. None: ids alone.
    """

    def __init__(self, path: str | Path, items_path: str | Path | None = None) -> None:
        self._path = Path(path)
        self._items_path = None if items_path is None else Path(items_path)
        self.name = printable(self._path.name)
        self.notes: list[str] = [
            f"{self.name} has no times: each interaction's time is its position in the sequence"
        ]
        self._items: dict[str, Item] = {}

    def interactions(self) -> Iterator[Row]:
        """Yield each user's sequence, timed 1, 2, 3 and so on."""
        self._items = {} if self._items_path is None else read_titles(self._items_path)
        users: dict[str, int] = {}
        untitled = 0
        for place, line in read_lines(self._path):
            if not line.strip():
                continue
            user, *sequence = line.split()
            if not sequence:
                raise place.error("a user without items; expected: user item item ...")
            if user in users:
                raise place.error(f"user {printable(user)} has a line already: {users[user]}")
            users[user] = place.line
            for position, item_id in enumerate(sequence, start=1):
                if item_id not in self._items:
                    untitled += 1
                    self._items[item_id] = Item(item_id, item_id, None)
                yield user, item_id, position, None
        if untitled:
            self.notes.append(f"items without a title, with their id for one: {untitled}")

    def items(self) -> Iterator[Item]:
        """Yield the items of the items file, then others in the order of their appearance."""
        yield from self._items.values()


def read_titles(path: Path) -> dict[str, Item]:
    """Read ``item_id`` and ``title`` of a CSV file, the first line of each id."""
    items: dict[str, Item] = {}
    for place, row in read_csv(path, ("item_id", "title")):
        item_id = identifier(row["item_id"], "item_id", place)
        title = text(row["title"], "the title", place)
        items.setdefault(item_id, Item(item_id, title or item_id, None))
    return items
