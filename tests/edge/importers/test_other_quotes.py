"""Lines whose quotes are not doubled: written with a backslash, or not meant as CSV's."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing import write

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.csv_records import read_csv

HEAD, LAST = "title,rating\n", '"Clay ""two"", or not",5\n'


def titles(folder: Path, text: str, delimiter: str = ",") -> list[str]:
    path = write(folder / "x.csv", text.replace(",", delimiter) if delimiter != "," else text)
    return [record["title"] for _, record in read_csv(path, (), None)]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ('"The \\"Best\\" Ash",4', 'The "Best" Ash'),
        ('"The \\"Best\\", Ash",4', 'The "Best", Ash'),
        ('"\\"Ash\\"",4', '"Ash"'),
        ('"Weird Ash" Live,4', '"Weird Ash" Live'),
        ('"Ash" and "Fern",4', '"Ash" and "Fern"'),
        ('12" Ash,4', '12" Ash'),
        ('"The "Best" Ash",4', 'The "Best" Ash'),
        ('"Ash "two", or not","4"', 'Ash "two", or not'),
    ],
)
def test_what_a_line_means(tmp_path: Path, line: str, title: str) -> None:
    text = f"{HEAD}{LAST}{line}\n{LAST}"
    assert titles(tmp_path, text) == ['Clay "two", or not', title, 'Clay "two", or not']


def test_a_table_with_tabs_that_quotes_nothing(tmp_path: Path) -> None:
    assert titles(tmp_path, f'{HEAD}"Ash" Live,4\nClay,5\n', "\t") == ['"Ash" Live', "Clay"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('"Ash\nsecond" x,4\n', "line 3: not CSV: .*, in a record that begins in line 2"),
        ('"Ash,4\nClay,5\n', "line 3: not CSV: .*, in a record that begins in line 2"),
        ('"Ash" x, y,4\n', "line 2: expected 2 fields, got 3"),
        (f'{LAST}"Ash"" x",4\n"Ash" x",4\n', "line 4: not CSV"),
        ('"Ash \\" x" y,4\n', "line 2: not CSV"),
    ],
)
def test_what_is_none_is_an_error_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        titles(tmp_path, HEAD + text)
