"""CSV files with a header, as records by column name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.errors import SourceError
from ilora_edge.importers.records.lines import (
    Place,
    bare,
    read_lines,
    refuse_a_page,
    refuse_xml,
    shown,
)
from ilora_edge.titles import printable

Record: TypeAlias = tuple[Place, dict[str, str]]


class DoubledRecord(dict[str, str]):
    """A record of a header in which two columns have one name.

    The one that has a value counts. Where two values differ, whoever asks for them gets a
    SourceError that names the columns: of a column that nobody asks for nothing is refused.
    """

    def __init__(self, header: Sequence[str], fields: Sequence[str], place: Place) -> None:
        super().__init__()
        self._place = place
        self._places: dict[str, tuple[int, int]] = {}
        self._fields = fields
        first: dict[str, int] = {}
        for n, (name, value) in enumerate(zip(header, fields, strict=True)):
            before = self.setdefault(name, value)
            first.setdefault(name, n)
            if not before and value:
                dict.__setitem__(self, name, value)
                first[name] = n
            elif name and value and value != before:
                self._places.setdefault(name, (first[name], n))

    def __getitem__(self, name: str) -> str:
        """Return the value of the columns of a name."""
        self._check(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the same, or what stands in where there is no such column."""
        self._check(name)
        return super().get(name, default)

    def _check(self, name: str) -> None:
        if (places := self._places.get(name)) is not None:
            one, other = (shown(self._fields[n]) for n in places)
            raise self._place.error(
                f"columns {places[0] + 1} and {places[1] + 1} are both named {shown(name)}, and "
                f"are {one} and {other} here; rename or remove one"
            )


SAID = re.compile(r"(?i)sep=(.?)")
"""What a spreadsheet writes above a header for a delimiter of its own."""
DELIMITERS = (",", ";", "\t", "|", "^", "~")
_OF_ANOTHER = "; where another table begins there, save it as a file of its own"
# What programs of DOS put behind the last line.
_END_OF_FILE = "\x1a"
# A row of a year alone, or a rule, between the others.
_HEADING = re.compile(r"\W*(?:(?:19|20)[0-9]{2}\W*)?")
_COUNTED = re.compile(r"\([0-9]+ rows?\)")
REMARK = re.compile(
    r"(?i)\*+ ?\w|[\u2020\u2021\u00a9]|\(c\) |(?:notes?|source|legend|key|remarks?|last updated"
    r"|quelle|anmerkung|hinweis)s?: ?\w"
    r"|(?:exported|generated|created|compiled|downloaded) (?:by|on|with|from|at|using|via) \w"
)
"""How a remark below a table begins."""
# Below a header in Markdown, and around the tables of a database's shell: |---|:---:|, ---+---.
_RULES = frozenset({"", "-", ":", "=", "+", "("})
_MARKUP = frozenset({"=", "[", "<"})
# As spreadsheets, notes and pages write one: =HYPERLINK("https://...","Ash"), [Ash](https://...).
_LINK = re.compile(
    r'(?i)=HYPERLINK\("[^"]*"[,;]\s*"([^"]+)"\)|\[([^\[\]]+)\]\(https?://[^()\s]+\)'
    r"|\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]|<a\s[^<>]*>([^<>]+)</a>"
)
_LONGEST_LINK = 4000
# The csv module's own limit of 128 KiB is less than a long review.
_MAX_FIELD = 16 * 2**20


def read_csv(
    path: Path,
    required: Sequence[str] = (),
    delimiter: str | None = ",",
    encoding: str | None = None,
    torn: list[Place] | None = None,
    header_line: int = 1,
    may_have_remarks: bool = False,
) -> Iterator[Record]:
    """Yield each record of a CSV file with a header as stripped fields by column name.

    Parameters
    ----------
    required
        Columns that the header must have.
    delimiter
        None: the one of ``, ; tab |`` that the header has most of.
    torn
        Gathers the places of records with another number of fields than the header, which are
        left out; None: such a record is an error. Empty fields behind the last column are none.
    header_line
        Where the header stands; what is above is passed over.
    may_have_remarks
        Whether a line of one field is a record too where it is a remark on the table.
    """
    header: list[str] = []
    is_doubled, last = False, ""
    before: tuple[int, list[str]] | None = None
    for place, fields in read_rows(path, delimiter, encoding, header_line):
        if not header:
            require(fields, required, place)
            header, last = fields, fields[-1].lower()
            named = [field for field in fields if field]
            is_doubled = len(set(named)) < len(named)
            continue
        if fields[-1].lower() == last and _are_same(fields, header):
            # Of a second file that somebody put behind the first.
            continue
        if fields[0][:1] in _RULES and _is_rule(fields, len(header)):
            continue
        if len(fields) != len(header):
            is_remark = may_have_remarks and REMARK.match(fields[0])
            if len(fields) == 1 and (is_remark or _HEADING.fullmatch(fields[0])):
                fields += [""] * (len(header) - 1)
            fields = _filled(fields, header)
        if len(fields) != len(header):
            if torn is None:
                raise _torn(place, fields, header, before)
            torn.append(place)
            continue
        before = place.line, fields
        text = "".join(fields)
        if "=" in text or "[" in text or "<" in text:
            fields = [_shown(field) if field[:1] in _MARKUP else field for field in fields]
        if is_doubled:
            yield place, DoubledRecord(header, fields, place)
        else:
            yield place, dict(zip(header, fields, strict=True))
    if not header:
        raise SourceError(f"{printable(path.name)} is empty")


def read_rows(
    path: Path,
    delimiter: str | None = ",",
    encoding: str | None = None,
    first_line: int = 1,
) -> Iterator[tuple[Place, list[str]]]:
    """Yield the stripped fields of each record that is not blank, the header's included."""
    name, above = printable(path.name), first_line - 1
    lines: Iterator[str] = islice(_checked_lines(path, encoding), above, None)
    found, is_spaced, quote, lines = _sniffed(lines, delimiter)
    before, ended = csv.field_size_limit(_MAX_FIELD), 0
    last = _Last(lines)
    try:
        while True:
            # Begun anew behind each line whose quotes are not doubled.
            reader = csv.reader(
                last, delimiter=found, strict=True, skipinitialspace=is_spaced, quotechar=quote
            )
            start = ended
            try:
                for record in reader:
                    ended = start + reader.line_num
                    # Of nearly all records each field is bare in the quickest way.
                    is_ascii = "".join(record).isascii()
                    fields = [*map(str.strip if is_ascii else bare, record)]
                    if any(fields):
                        yield Place(name, above + ended), fields
                break
            except csv.Error as error:
                line = start + reader.line_num
                other = _with_other_quotes(last.line, found, quote) if line == ended + 1 else None
                if other is None:
                    raise _not_csv(error, name, above + ended + 1, above + line) from error
                ended = line
                yield Place(name, above + ended), [bare(field) for field in other]
    finally:
        csv.field_size_limit(before)


class _Last:
    """Lines, of which the last one that was taken is kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.line = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.line = next(self._lines)
        return self.line


def _not_csv(error: csv.Error, name: str, first: int, line: int) -> SourceError:
    problem = f"not CSV: {error}"
    if line > first:
        # A quote that does not end takes all that follows with it.
        problem += f", in a record that begins in line {first}"
    return Place(name, line).error(problem)


def _with_other_quotes(line: str, delimiter: str, quote: str) -> list[str] | None:
    """Return the fields of a line that is no CSV as quotes are doubled there, None for no other.

    Some programs write ``\\"`` within quotes, and some quote nothing: ``"Heroes" Live,1977``.
    """
    line = line.rstrip("\n")
    if f"\\{quote}" in line:
        try:
            return next(
                csv.reader(
                    [line], delimiter=delimiter, strict=True, quotechar=quote, escapechar="\\"
                )
            )
        except csv.Error:
            return None
    if quote != '"':
        return None
    fields: list[str] = []
    for part in line.split(delimiter):
        if fields and fields[-1].count('"') % 2:
            # A delimiter within quotes.
            fields[-1] += delimiter + part
        else:
            fields.append(part)
    if fields[-1].count('"') % 2:
        return None
    return [_unquoted(field) for field in fields]


def _unquoted(field: str) -> str:
    if whole := re.fullmatch(r'\s*"((?:[^"]|"")*)"\s*', field):
        return whole[1].replace('""', '"')
    # Of "The "Best" Ash" the second quote opens one within the first.
    inner = re.fullmatch(r'\s*"([^"]*[\s(]"\w.*")\s*', field, re.DOTALL)
    return field if inner is None else inner[1][:-1]


def _torn(
    place: Place, fields: list[str], header: list[str], before: tuple[int, list[str]] | None
) -> SourceError:
    """Return the error for a line of too many or too few fields; ``before``: the record above."""
    is_apart = False
    if before is not None:
        line, above = before
        is_apart = place.line > line + 1 + sum(field.count("\n") for field in above)
    is_header = fields[0].lower() == header[0].lower()
    hint = _OF_ANOTHER if is_header or is_apart else ""
    return place.error(f"expected {len(header)} fields, got {len(fields)}{hint}")


def _are_same(fields: list[str], header: list[str]) -> bool:
    return [f.removeprefix("\ufeff").lower() for f in fields] == [f.lower() for f in header]


def _is_rule(fields: list[str], n: int) -> bool:
    """Whether a row is a line of marks, or what a database's shell writes behind the last."""
    text = "".join(fields)
    if len(fields) == 1 < n and _COUNTED.fullmatch(text):
        return True
    return "---" in text and not text.strip("-:=+ ")


def _shown(field: str) -> str:
    """Return what is seen of a field: a link's text, and by ``="1984"`` a text that stays one."""
    if field[:2] == '="' and field[2:].endswith('"'):
        return field[2:-1]
    found = None if len(field) > _LONGEST_LINK else _LINK.fullmatch(field)
    return field if found is None else next(filter(None, found.groups()))


def _filled(fields: list[str], header: list[str]) -> list[str]:
    """Return fields as many as the header has, where all that differs is empty."""
    n = len(header)
    if len(fields) > n and not any(fields[n:]):
        return fields[:n]
    return fields if any(header[len(fields) :]) else fields + [""] * (n - len(fields))


def require(header: Iterable[str], required: Sequence[str], place: Place) -> None:
    """Raise SourceError where a column is missing, naming those that are there."""
    fields = list(header)
    for name in required:
        if name not in fields:
            there = ", ".join(shown(field) for field in fields[:20])
            raise place.error(f"no column {shown(name)} in the header; there is: {there}")


def _checked_lines(path: Path, encoding: str | None) -> Iterator[str]:
    for place, line in read_lines(path, encoding):
        if place.line == 1:
            refuse_a_page(line, place)
            refuse_xml(line, place)
        if line != _END_OF_FILE:
            yield f"{line}\n"


def _sniffed(lines: Iterator[str], given: str | None) -> tuple[str, bool, str, Iterator[str]]:
    """Return the delimiter of the first line that is not blank, and all lines.

    Between these, whether a blank stands behind each: then quotes stand behind it too; and the
    mark that quotes, a single one where it is around every name.
    """
    seen: list[str] = []
    delimiter, is_spaced, quote = given or DELIMITERS[0], False, '"'
    for line in lines:
        if given is None and (said := SAID.fullmatch(line.strip())) is not None and not seen:
            # What a spreadsheet writes for another one.
            return said[1] or "\t", False, quote, lines
        seen.append(line)
        if line.strip():
            # Of a quoted name the delimiters are its own.
            bare = "".join(line.split('"')[0::2])
            delimiter = given or max(DELIMITERS, key=bare.count)
            is_spaced = 0 < bare.count(delimiter) == bare.count(f"{delimiter} ")
            names = [name.strip() for name in line.strip().split(delimiter)]
            if all(len(name) > 1 and name[0] == name[-1] == "'" for name in names):
                quote = "'"
            break
    return delimiter, is_spaced, quote, _chained(seen, lines)


def _chained(first: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from first
    yield from rest
