"""MiniOneRec's Amazon data: windows of at most ten items and the item after each.

Only validation and test rows are published in full. All validation rows lie before the test rows
in time, so that their targets may be learnt, and so may what the test rows show as histories;
but a later row of a user shows the answers to that user's earlier ones. So every (user, item)
that is the target of a test row is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.records.json_records import read_json_lines
from ilora_edge.importers.records.lines import Place, expected_files, identifier, shown
from ilora_edge.importers.sequences import read_titles
from ilora_edge.importers.store import Row

VALIDATION, TEST, ITEMS = "valid.jsonl", "test.jsonl", "items.csv"


class MiniOneRecSource:
    """Reads a folder with valid.jsonl, test.jsonl and items.csv, each perhaps with ``.gz``.

    A user's windows are joined where the end of what is known begins the next. Raises SourceError
    where a file is missing, and at the first line that is wrong.
    """

    def __init__(self, directory: str | Path) -> None:
        folder = Path(directory)
        self._files: dict[str, Path] = {}
        for name in (VALIDATION, TEST, ITEMS):
            found = [p for p in (folder / name, folder / f"{name}.gz") if p.is_file()]
            if not found:
                raise expected_files(folder, f"{VALIDATION}, {TEST} and {ITEMS}, or these with .gz")
            self._files[name] = found[0]
        self.name = ", ".join(self._files[n].name for n in (VALIDATION, TEST))
        self.notes: list[str] = [
            "these windows have no times: each interaction's time is its position in the sequence",
        ]
        self._items: dict[str, Item] = {}

    def interactions(self) -> Iterator[Row]:
        """Yield each user's sequence without the test's targets, timed 1, 2, 3 and so on."""
        self._items = read_titles(self._files[ITEMS])
        windows: dict[str, list[list[str]]] = {}
        held_out: set[tuple[str, str]] = set()
        for user, history, target in self._rows(VALIDATION):
            windows.setdefault(user, []).append([*history, target])
        for user, history, target in self._rows(TEST):
            windows.setdefault(user, []).append(history)
            held_out.add((user, target))
        n_left_out = 0
        for user, theirs in windows.items():
            position = 0
            for item_id in join_windows(theirs):
                if (user, item_id) in held_out:
                    n_left_out += 1
                    continue
                position += 1
                yield user, item_id, position, None
        self.notes.append(f"left out, as the target of a test row of that user: {n_left_out}")

    def items(self) -> Iterator[Item]:
        """Yield the items in the order of the items file."""
        yield from self._items.values()

    def _rows(self, name: str) -> Iterator[tuple[str, list[str], str]]:
        for place, row in read_json_lines(self._files[name]):
            history = row.get("seq")
            if not isinstance(history, list):
                raise place.error("no list 'seq'")
            user = identifier(row.get("user"), "user", place)
            items = [self._item(i, place) for i in [*history, row.get("next")]]
            yield user, items[:-1], items[-1]

    def _item(self, value: object, place: Place) -> str:
        item_id = identifier(value, "item", place)
        if item_id not in self._items:
            raise place.error(f"item {shown(item_id)} is not in {self._files[ITEMS].name}")
        return item_id


def join_windows(windows: Sequence[list[str]]) -> list[str]:
    """Join windows of one sequence, in order, each beginning in what is known or after it."""
    joined: list[str] = []
    for window in windows:
        n = len(window)
        if any(joined[i : i + n] == window for i in range(len(joined) - n + 1)):
            continue
        overlap = next((k for k in range(n, 0, -1) if joined[-k:] == window[:k]), 0)
        joined += window[overlap:]
    return joined
