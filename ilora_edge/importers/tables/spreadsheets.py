"""What spreadsheets and reports leave in a table besides its rows.

Lines above the header, a line of totals below, and numbers that were shortened to ``1.2E+05``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.csv_records import DELIMITERS, REMARK, SAID
from ilora_edge.importers.records.lines import Place, read_lines, shown
from ilora_edge.times.date_text import is_nothing

# Above a header stand a name, a day, and what was asked for.
_LOOK = 30
_LONGEST = 4096
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,:/\s-]*")
_SHORTENED = re.compile(r"[+-]?[0-9](?:[.,]([0-9]+))?[Ee]\+?([0-9]{1,3})")
# Total: 3
_BESIDE = " :=.,0123456789"
_TOTALS = frozenset(
    {
        *("total", "totals", "grand total", "sum", "summary", "count", "average"),
        *("summe", "gesamt", "gesamtsumme", "anzahl", "somme", "suma", "totale", "totaal"),
        *("итого", "всего", "合計", "合计", "总计", "합계"),
    }
)


def header_below(
    path: Path,
    encoding: str | None,
    delimiter: str | None,
    is_header: Callable[[Sequence[str]], bool],
) -> tuple[int, str] | None:
    """Return the line and the delimiter of a header that other lines stand above.

    None where the first line is the header, or none of the first thirty is one: a header has two
    names at least, none of them a number, and more fields than any line above.
    """
    widest = 0
    for place, line in islice(read_lines(path, encoding), _LOOK):
        if not line.strip() or len(line) > _LONGEST:
            continue
        if not widest and SAID.fullmatch(line.strip()):
            return None
        rows = {d: _fields(line, d) for d in ((delimiter,) if delimiter else DELIMITERS)}
        found = [d for d, fields in rows.items() if is_header(fields)]
        if found and not widest:
            return None
        best = max(found, key=lambda d: len(rows[d]), default=None)
        if best is not None and len(rows[best]) > max(1, widest) and _are_names(rows[best]):
            return place.line, best
        widest = max(widest, *(sum(map(bool, fields)) for fields in rows.values()))
    return None


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return [field.strip() for field in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _are_names(fields: Sequence[str]) -> bool:
    return not any(_NUMBER.fullmatch(field) for field in fields)


def is_of_totals(record: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Whether a record says in one of these columns that it sums the others up."""
    return any(str(record.get(name) or "").strip(_BESIDE).lower() in _TOTALS for name in names)


def are_numbers(record: Mapping[str, Any]) -> bool:
    """Whether all that a record has besides one text is numbers, and it has any."""
    values = [text for value in record.values() if (text := str(value or "").strip())]
    numbers = [value for value in values if _NUMBER.fullmatch(value.strip("%$€£ "))]
    return 0 < len(numbers) >= len(values) - 1


def is_remark(record: Mapping[str, Any]) -> bool:
    """Whether a record is nothing but a remark on the table, as stands below it."""
    values = [text for value in record.values() if (text := str(value or "").strip())]
    return len(values) == 1 < len(record) and REMARK.match(values[0]) is not None


class ShortenedNumbers:
    """Learns whether numbers of some columns were shortened, so that several became one."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[Place, str]] = {}
        self._with_words: set[str] = set()

    def learn(self, name: str, value: object, place: Place) -> None:
        """Look at one value, of any content."""
        if not isinstance(value, str) or name in self._with_words:
            return
        if is_shortened(value):
            self._first.setdefault(name, (place, value))
        elif not _NUMBER.fullmatch(value) and not is_nothing(value):
            # An id in letters, of which some look so by chance.
            self._with_words.add(name)

    def refuse(self) -> None:
        """Raise SourceError for the first of such numbers in a column that has no words."""
        for name, (place, value) in self._first.items():
            if name not in self._with_words:
                raise too_short(name, value, place)


def is_shortened(value: str) -> bool:
    """Whether a number is written with fewer digits than it has: ``1.2E+05``."""
    if len(value) < 3 or value[-1] not in "0123456789" or "E" not in value.upper():
        return False
    found = _SHORTENED.fullmatch(value)
    return found is not None and len(found[1] or "") < int(found[2])


def refuse_shortened(record: Mapping[str, str], name: str, place: Place) -> None:
    """Raise SourceError where a spreadsheet has shortened the number of a column, if it is there.

    For columns of ids that are numbers; ids in letters look so by chance.
    """
    if is_shortened(value := record.get(name, "")):
        raise too_short(name, value, place)


def too_short(name: str, value: str, place: Place) -> SourceError:
    """Return the error for a number that a spreadsheet has shortened."""
    return place.error(
        f"{name} is {shown(value)}: a spreadsheet has shortened the number, and others may read "
        "the same now; give the column the format of text there and save it anew, or use the file "
        "as it came"
    )
