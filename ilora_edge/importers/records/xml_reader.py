"""An XML file of any size, parsed piece by piece in bounded memory; nothing is expanded.

Whatever defines texts or names other files stands in a document type, and a file with one is
refused: so no entity is ever expanded and nothing outside the file is read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar
from xml.parsers import expat

from ilora_edge.importers.records.lines import Place, read_pieces, refuse_a_page
from ilora_edge.importers.records.xml_repairs import XmlRepairs
from ilora_edge.titles import printable

_LONGEST = 8 * 2**20

_Record = TypeVar("_Record")


class XmlReader(ABC, Generic[_Record]):
    """Keeps only the record that it is in; a subclass says what a record is.

    Raises SourceError where the file is not XML or has a document type.
    """

    def __init__(self, path: Path, encoding: str | None) -> None:
        self.path, self._encoding, self._name = path, encoding, printable(path.name)
        self._parser = expat.ParserCreate("utf-8")
        # Without it each line of a text comes by itself.
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self.start
        self._parser.EndElementHandler = self.end
        self._parser.CharacterDataHandler = self.characters
        self._parser.StartDoctypeDeclHandler = self.doctype
        self.found: list[_Record] = []
        self._is_first = True
        self._n_bytes = 0
        self._repairs = XmlRepairs()

    def records(self) -> Iterator[_Record]:
        """Yield what a subclass has put into ``found``, as soon as it is there."""
        for _, piece in read_pieces(self.path, self._encoding):
            yield from self._read(piece, is_last=False)
        yield from self._read("", is_last=True)

    def place(self) -> Place:
        """Return where the parser is."""
        return Place(self._name, self._parser.CurrentLineNumber)

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the begin of an element."""
        ...

    @abstractmethod
    def end(self, name: str) -> None:
        """Take its end."""
        ...

    @abstractmethod
    def characters(self, data: str) -> None:
        """Take text; it may come in several pieces."""
        ...

    def doctype(self, name: str, _system: object, _public: object, has_texts: object) -> None:
        """Refuse a document type; a subclass may take one that defines nothing itself."""
        if name == "plist" and not has_texts:
            raise self.place().error(
                "a property list; the library of iTunes or Apple Music is read by import itunes"
            )
        raise self.place().error("a document type, which may define texts without end; remove it")

    def _read(self, piece: str, is_last: bool) -> list[_Record]:
        """Return the records that end in a piece of the file."""
        if self._is_first:
            refuse_a_page(piece, self.place())
            self._is_first = False
        self.found = []
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
            raise self.place().error(f"a tag or a comment of more than {_LONGEST // 2**20} MiB")
        return self.found
