"""The rows of a file of interactions: below its header, of its inner lists, in one form each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ilora_edge.importers.records.csv_records import read_csv
from ilora_edge.importers.records.json_records import read_json
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.tables.columns import Columns, find_columns
from ilora_edge.importers.tables.headings import Headings
from ilora_edge.importers.tables.inner_plays import has_lists, plays_of, with_lists
from ilora_edge.importers.tables.json_forms import rows_of
from ilora_edge.importers.tables.people_columns import PeopleColumns
from ilora_edge.importers.tables.record_forms import RecordForms
from ilora_edge.importers.tables.spreadsheets import header_below
from ilora_edge.importers.tables.title_marks import TitleMarks
from ilora_edge.importers.tables.transposed import Transposed
from ilora_edge.importers.tables.year_columns import YearColumns
from ilora_edge.titles import printable

Format: TypeAlias = Literal["csv", "jsonl"]
Record: TypeAlias = tuple[Place, Mapping[str, Any]]
# What somebody keeps by hand is no longer; programs write no headings.
_MOST_BY_HAND = 20_000


class FileRows:
    """Reads a file, and another one of items, as records by column.

    ``path``: the file of interactions; ``has_items``: titles are in a file of their own.
    ``delimiter`` and ``encoding``: None, as the files tell.
    """

    def __init__(
        self,
        path: Path,
        format: Format,
        columns: Columns,
        has_items: bool,
        delimiter: str | None,
        encoding: str | None,
    ) -> None:
        self._path, self._format, self._columns = path, format, columns
        self._has_items, self._delimiter, self._encoding = has_items, delimiter, encoding
        self._begin()

    def _begin(self) -> None:
        self._below: tuple[int, str] | None = None
        self._forms = RecordForms(self._columns, self._has_items, self._format == "jsonl")
        self._headings = Headings()
        self._people = PeopleColumns(self._columns, self._has_items)
        self._years = YearColumns(self._columns, self._has_items)
        self._marks = TitleMarks(self._columns, self._has_items)
        self._turned: list[Record] = []

    def survey(self, is_one_persons: bool) -> list[str]:
        """Look at how a table is laid out; return what is to be said.

        ``is_one_persons``: somebody said so, and no column is another person's.
        """
        self._begin()
        if self._format != "csv":
            return []
        name, notes = printable(self._path.name), []
        self._below = header_below(
            self._path,
            self._encoding,
            self._delimiter,
            lambda names: find_columns(names, self._columns, self._has_items) is not None,
        )
        if self._below is not None:
            notes.append(f"{name}: the header is line {self._below[0]}; what is above was left out")
        turned = Transposed(self._columns, self._has_items)
        for place, record in islice(self.records(self._path), _MOST_BY_HAND):
            turned.learn(place, record)
            if type(record) is dict:
                self._headings.learn(place.line, record)
                self._people.learn(record)
                self._years.learn(record)
                self._marks.learn(place.line, record)
        self._turned = list(turned.rows())
        if self._turned:
            return [*notes, f"{name}: a table on its side, with a column for each thing"]
        self._headings.settle()
        if (marked := self._marks.settle(self._headings.states)) is not None:
            notes.append(f"{name}: {marked}")
        if headings := len(self._headings.states):
            notes.append(f"{name}: rows that are headings of others, and no items: {headings:,}")
        by_column = [None if is_one_persons else self._people.settle(), self._years.settle()]
        return [*notes, *(f"{name}: {said}" for said in by_column if said is not None)]

    def events(self) -> Iterator[Record]:
        """Yield the rows of the interactions."""
        if self._turned:
            yield from ((place, self._forms.of(record)) for place, record in self._turned)
            return
        states = self._headings.states
        by_column = self._people.are_there or self._years.are_there
        if not states and not by_column and not self._marks.are_there:
            # As nearly all files are, and the large ones.
            yield from (
                (place, self._forms.of(record)) for place, record in self.records(self._path)
            )
            return
        state = ""
        for place, record in self.records(self._path):
            if place.line in states:
                state = states[place.line]
                continue
            record = self._marks.of(record)
            if state and "status" not in record:
                record = {**record, "status": state}
            for of_year in self._years.rows(record):
                for each in self._people.rows(of_year):
                    yield place, self._forms.of(each)

    def records(self, path: Path, torn: list[Place] | None = None) -> Iterator[Record]:
        """Yield the records of a file of interactions or items as they are.

        ``torn``: gathers the places of lines with another number of fields than the header.
        """
        if self._format == "csv":
            line, delimiter = 1, self._delimiter
            if self._below is not None and path == self._path:
                line, delimiter = self._below
            rows = read_csv(path, (), delimiter, self._encoding, torn, line, path == self._path)
            for place, row in rows:
                if has_lists(row):
                    yield from ((place, play) for play in plays_of(with_lists(row)))
                else:
                    yield place, row
        else:
            for place, record in self._unwrapped(read_json(path, self._encoding)):
                yield from ((place, play) for play in plays_of(record))

    def _unwrapped(self, records: Iterator[Record]) -> Iterator[Record]:
        """Yield the rows within an only object, which is no interaction itself."""
        first, second = next(records, None), next(records, None)
        if first is not None and second is None:
            place, record = first
            inner = list(rows_of(record, self._columns))
            found = find_columns(list(record), self._columns, True)
            if inner and (found is None or isinstance(record[found.item], list | dict)):
                yield from ((place, each) for each in inner)
                return
        yield from (found for found in (first, second) if found is not None)
        yield from records
