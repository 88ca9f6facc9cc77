"""The splits of LLaRA and iLoRA as plain data: sliding windows turned back into sequences.

A row is a window: ``seq``, at most ten item positions oldest first, and ``next``, the item that
follows. The train file has one row per position of each user's sequence, the first with an
empty ``seq``; the held-out files have one row per user.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.records.csv_records import read_csv
from ilora_edge.importers.records.json_records import read_json_lines
from ilora_edge.importers.records.lines import (
    Place,
    expected_files,
    number,
    shown,
    text,
)
from ilora_edge.importers.store import Row

ITEMS_FILE = "items.csv"
TRAIN_FILES = ("train.jsonl", "train_reconstructed.jsonl.gz")
HELD_OUT_FILES = ("val.jsonl", "test.jsonl")
WINDOW = 10
UNTITLED = "unknown"


class LlaraSource:
    """Reads a folder of splits; an item's id is its position in items.csv.

    Users are known by their MovieLens id where the rows have ratings. Elsewhere a train row's
    user is the number of its sequence and becomes ``train-5``, and held-out rows without a
    user become ``val-3`` and ``test-3`` by line. Raises SourceError where a file is missing, at
    the first line that is wrong, and where the windows of a user do not form one sequence.
    """

    def __init__(self, directory: str | Path) -> None:
        self._directory = Path(directory)
        names = (*TRAIN_FILES, *HELD_OUT_FILES)
        present = [name for name in names if (self._directory / name).is_file()]
        if not (self._directory / ITEMS_FILE).is_file() or not present:
            raise expected_files(
                self._directory, f"{ITEMS_FILE} and at least one of {', '.join(names)}"
            )
        self.notes: list[str] = [
            "these splits have no times: each interaction's time is its position in the sequence"
        ]
        # Two train files would be the same users twice.
        trains = [name for name in present if name in TRAIN_FILES]
        for name in trains[1:]:
            present.remove(name)
            self.notes.append(f"{name} was left out: {trains[0]} is there too")
        self._splits = present
        self.name = ", ".join(present)
        self._items: list[Item] = []
        self._users: dict[str, str] = {}

    def interactions(self) -> Iterator[Row]:
        """Yield each user's sequence, timed 1, 2, 3 and so on, split after split."""
        self._items = _read_items(self._directory / ITEMS_FILE)
        self._users = {}
        for name in self._splits:
            path = self._directory / name
            yield from self._train(path) if name in TRAIN_FILES else self._held_out(path)

    def items(self) -> Iterator[Item]:
        """Yield the items in the order of their positions."""
        yield from self._items

    def _train(self, path: Path) -> Iterator[Row]:
        user: object = None
        user_id = ""
        sequence: list[tuple[str, float | None]] = []
        for place, row in read_json_lines(path):
            window, target = self._window(row, place)
            if not user_id or row.get("user") != user:
                user = row.get("user")
                user_id = self._train_user(user, "ratings" in row, place)
                sequence = []
            if window != sequence[-WINDOW:]:
                raise place.error(
                    f"the window of user {shown(user)} does not continue the rows before: "
                    f"expected {_shown_window(sequence[-WINDOW:])}, got {_shown_window(window)}"
                )
            sequence.append(target)
            yield user_id, target[0], len(sequence), target[1]

    def _held_out(self, path: Path) -> Iterator[Row]:
        for place, row in read_json_lines(path):
            window, target = self._window(row, place)
            if "user" in row:
                user_id = str(_position(row["user"], "user", place))
            else:
                user_id = f"{path.name.partition('.')[0]}-{place.line}"
            self._claim(user_id, place)
            for position, (item_id, rating) in enumerate([*window, target], start=1):
                yield user_id, item_id, position, rating

    def _train_user(self, user: object, is_real: bool, place: Place) -> str:
        plain = str(_position(user, "user", place))
        # LastFM's number is that of the sequence, and would name another person elsewhere.
        user_id = plain if is_real else f"train-{plain}"
        self._claim(user_id, place)
        return user_id

    def _claim(self, user_id: str, place: Place) -> None:
        if user_id in self._users:
            raise place.error(f"user {user_id} has another sequence in {self._users[user_id]}")
        self._users[user_id] = place.file

    def _window(
        self, row: dict[str, object], place: Place
    ) -> tuple[list[tuple[str, float | None]], tuple[str, float | None]]:
        items = [self._item(value, place) for value in _list(row, "seq", place)]
        target = self._item(row.get("next"), place)
        if len(items) > WINDOW:
            raise place.error(f"seq has {len(items)} items, more than {WINDOW}")
        if "ratings" not in row:
            return [(item, None) for item in items], (target, None)
        ratings = [number(value, "a rating", place) for value in _list(row, "ratings", place)]
        if len(ratings) != len(items):
            raise place.error(f"seq has {len(items)} items, but ratings has {len(ratings)}")
        rating = number(row.get("next_rating"), "next_rating", place)
        return list(zip(items, ratings, strict=True)), (target, rating)

    def _item(self, value: object, place: Place) -> str:
        position = _position(value, "an item", place)
        if position >= len(self._items):
            raise place.error(f"item {position} is not one of the {len(self._items)} items")
        return str(position)


def _read_items(path: Path) -> list[Item]:
    items: list[Item] = []
    for place, row in read_csv(path, ("id", "title")):
        if row["id"] != str(len(items)):
            raise place.error(f"id is {shown(row['id'])}, but the position is {len(items)}")
        title = text(row.get("clean_title", row["title"]), "the title", place)
        items.append(Item(row["id"], title or UNTITLED, row.get("genres") or None))
    return items


def _position(value: object, name: str, place: Place) -> int:
    # A bool is an int to Python and a mistake here.
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise place.error(f"{name} is {shown(value)}, not a number from 0")
    return value


def _list(row: dict[str, object], name: str, place: Place) -> list[object]:
    value = row.get(name)
    if not isinstance(value, list):
        raise place.error(f"{name} is {shown(value)}, not a list")
    return value


def _shown_window(window: list[tuple[str, float | None]]) -> str:
    items = (item if rating is None else f"{item} (rated {rating:g})" for item, rating in window)
    return f"[{', '.join(items)}]"
