"""Records of an XML file of any size: one at a time, in bounded memory, nothing expanded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TypeAlias

from ilora_edge.importers.records.lines import MAX_TEXT, Place
from ilora_edge.importers.records.xml_reader import XmlReader

XmlRecord: TypeAlias = tuple[Place, str, dict[str, str]]
"""Where it begins, the element's name, and texts by the path below it: ``artist``,
``artist/name``, ``date@uts``, ``@nowplaying``."""

_DEPTH = 8
_MOST_VALUES = 256


def read_xml(
    path: Path,
    encoding: str | None,
    names: Collection[str],
    check_root: Callable[[str], object] = lambda _: None,
    listed: Collection[str] = (),
) -> Iterator[XmlRecord]:
    """Yield each element with one of these names that is in none of them.

    ``check_root`` is given the name of the outermost element, and raises where it is another
    program's. Of a record's texts of one path the first is kept, and 256 of them at most; of the
    paths ``listed`` all are, joined by ``|``.

    Raises
    ------
    SourceError
        It is not XML, has a document type, or is nested more than eight deep.
    """
    return _RecordReader(path, encoding, names, check_root, listed).records()


class _RecordReader(XmlReader[XmlRecord]):
    def __init__(
        self,
        path: Path,
        encoding: str | None,
        names: Collection[str],
        check_root: Callable[[str], object],
        listed: Collection[str],
    ) -> None:
        super().__init__(path, encoding)
        self._names, self._check_root, self._listed = names, check_root, frozenset(listed)
        self._open: list[str] = []
        self._record_depth = 0
        self._begun = Place("", 0)
        self._values: dict[str, str] = {}
        self._parts: list[list[str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._check_root(name)
        if len(self._open) >= _DEPTH:
            raise self.place().error(f"nested more than {_DEPTH} deep")
        self._open.append(name)
        if not self._record_depth and name in self._names:
            self._record_depth = len(self._open)
            self._begun, self._values, self._parts = self.place(), {}, []
        if self._record_depth:
            self._parts.append([])
            for key, value in attributes.items():
                self._keep(f"{self._place_below()}@{key}", value[: MAX_TEXT + 1])

    def characters(self, data: str) -> None:
        # Of comments nothing is used, and of others nothing is as long.
        if self._parts and sum(map(len, self._parts[-1])) <= MAX_TEXT + 1:
            self._parts[-1].append(data)

    def end(self, name: str) -> None:
        if self._record_depth:
            text = "".join(self._parts.pop()).strip()
            if len(self._open) > self._record_depth:
                self._keep(self._place_below(), text)
            else:
                self.found.append((self._begun, name, self._values))
                self._record_depth = 0
        self._open.pop()

    def _place_below(self) -> str:
        return "/".join(self._open[self._record_depth :])

    def _keep(self, key: str, value: str) -> None:
        known = self._values.get(key)
        if known is not None and key in self._listed and len(known) + len(value) < MAX_TEXT:
            self._values[key] = f"{known}|{value}"
        elif len(self._values) < _MOST_VALUES:
            self._values.setdefault(key, value)
