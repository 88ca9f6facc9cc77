"""What the tests of the importers share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ilora_edge.histories.database import HistoryDB, Interaction, Item
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.store import Row, Source, write_import
from ilora_edge.importers.tables.dates import DateColumn, Order

Histories = dict[str, list[Interaction]]


@dataclass
class Literal:
    """A source with its content written down, and something to do after the last row."""

    rows: list[Row]
    catalogue: list[Item] = field(default_factory=lambda: [Item("m1", "Alien", None)])
    error: BaseException | None = None
    name: str = "literal"
    notes: list[str] = field(default_factory=lambda: ["a remark"])

    def interactions(self) -> Iterator[Row]:
        yield from self.rows
        if self.error is not None:
            raise self.error

    def items(self) -> Iterator[Item]:
        yield from self.catalogue


def sha256(path: Path) -> str:
    """Return a file's hash."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def imported(source: Source, path: Path) -> tuple[Histories, list[Item]]:
    """Import a source and return all that the database then has."""
    write_import(path, source)
    with HistoryDB(path) as db:
        return dict(db.histories()), list(db.items())


def write(path: Path, content: str | bytes) -> Path:
    """Write one file and return its path."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_files(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a folder of files and return its path."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


DATE_PLACE = Place("x.csv", 2)


def read_dates(values: list[str], order: Order | None = None) -> list[str]:
    """Return a column's dates as they are read, its order learnt from all of them; ``-``: none."""
    column = DateColumn("Date", order)
    for value in values:
        column.learn(value, DATE_PLACE)
    column.settle()
    times = (column.read(value, DATE_PLACE) for value in values)
    return ["-" if t is None else f"{datetime.fromtimestamp(t, UTC):%Y-%m-%d %H:%M}" for t in times]
