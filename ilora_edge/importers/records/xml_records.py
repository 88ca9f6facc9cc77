"""Records of an XML file of any size: one at a time, in bounded memory, nothing expanded.

Whatever defines texts or names other files stands in a document type, and a file with one is
refused: so no entity is ever expanded and nothing outside the file is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeAlias
from xml.parsers import expat

from ilora_edge.importers.records.lines import MAX_TEXT, Place, read_pieces, refuse_a_page
from ilora_edge.importers.records.xml_repairs import XmlRepairs
from ilora_edge.titles import printable

XmlRecord: TypeAlias = tuple[Place, str, dict[str, str]]
"""Where it begins, the element's name, and texts by the path below it: ``artist``,
``artist/name``, ``date@uts``, ``@nowplaying``."""

_DEPTH = 8
_MOST_VALUES = 256
_LONGEST = 8 * 2**20


def read_xml(
    path: Path,
    encoding: str | None,
    names: Collection[str],
    check_root: Callable[[str], object] = lambda _: None,
) -> Iterator[XmlRecord]:
    """Yield each element with one of these names that is in none of them.

    ``check_root`` is given the name of the outermost element, and raises where it is another
    program's. Of a record's texts of one path the first is kept, and 256 of them at most.

    Raises
    ------
    SourceError
        It is not XML, has a document type, or is nested more than eight deep.
    """
    reader = _XmlReader(path, names, check_root)
    for _, piece in read_pieces(path, encoding):
        yield from reader.read(piece, is_last=False)
    yield from reader.read("", is_last=True)


class _XmlReader:
    """Keeps only the record that it is in."""

    def __init__(
        self, path: Path, names: Collection[str], check_root: Callable[[str], object]
    ) -> None:
        self._name, self._names, self._check_root = printable(path.name), names, check_root
        self._parser = expat.ParserCreate("utf-8")
        # Without it each line of a text comes by itself.
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[str] = []
        self._record_depth = 0
        self._begun = Place("", 0)
        self._values: dict[str, str] = {}
        self._parts: list[list[str]] = []
        self._found: list[XmlRecord] = []
        self._is_first = True
        self._n_bytes = 0
        self._repairs = XmlRepairs()

    def read(self, piece: str, is_last: bool) -> list[XmlRecord]:
        """Return the records that end in a piece of the file."""
        if self._is_first:
            refuse_a_page(piece, self._place())
            self._is_first = False
        self._found = []
        # A half of a surrogate pair is none of a text that was decoded.
        raw = self._repairs.mended(piece, is_last).encode()
        try:
            self._parser.Parse(raw, is_last)
        except expat.ExpatError as error:
            problem = expat.errors.messages.get(error.code, "unknown")
            raise Place(self._name, error.lineno).error(f"not XML: {problem}") from error
        self._n_bytes += len(raw)
        # Of a tag or a comment that has not ended all is kept, and read anew with each piece.
        if self._n_bytes - self._parser.CurrentByteIndex > _LONGEST:
            raise self._place().error(f"a tag or a comment of more than {_LONGEST // 2**20} MiB")
        return self._found

    def _place(self) -> Place:
        return Place(self._name, self._parser.CurrentLineNumber)

    def _doctype(self, *_: object) -> None:
        raise self._place().error("a document type, which may define texts without end; remove it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._check_root(name)
        if len(self._open) >= _DEPTH:
            raise self._place().error(f"nested more than {_DEPTH} deep")
        self._open.append(name)
        if not self._record_depth and name in self._names:
            self._record_depth = len(self._open)
            self._begun, self._values, self._parts = self._place(), {}, []
        if self._record_depth:
            self._parts.append([])
            for key, value in attributes.items():
                self._keep(f"{self._path()}@{key}", value[: MAX_TEXT + 1])

    def _characters(self, data: str) -> None:
        # Of comments nothing is used, and of others nothing is as long.
        if self._parts and sum(map(len, self._parts[-1])) <= MAX_TEXT + 1:
            self._parts[-1].append(data)

    def _end(self, name: str) -> None:
        if self._record_depth:
            text = "".join(self._parts.pop()).strip()
            if len(self._open) > self._record_depth:
                self._keep(self._path(), text)
            else:
                self._found.append((self._begun, name, self._values))
                self._record_depth = 0
        self._open.pop()

    def _path(self) -> str:
        return "/".join(self._open[self._record_depth :])

    def _keep(self, key: str, value: str) -> None:
        if len(self._values) < _MOST_VALUES:
            self._values.setdefault(key, value)
