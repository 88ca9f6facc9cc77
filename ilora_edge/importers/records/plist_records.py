"""The tracks of a library that iTunes or Apple Music wrote: a property list, one at a time.

A list is a ``<dict>`` in which each ``<key>`` stands before its value. Its document type names
Apple's, which is not read: one that defines texts itself is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from ilora_edge.importers.records.lines import MAX_TEXT, Place
from ilora_edge.importers.records.xml_reader import XmlReader

PlistRecord: TypeAlias = tuple[Place, dict[str, str]]
"""Where it begins, and values by key: texts as they stand, ``true`` and ``false``."""

_DEPTH = 64
_MOST_VALUES = 256
_CONTAINERS = frozenset({"dict", "array"})
_SWITCHES = frozenset({"true", "false"})


def read_plist(
    path: Path,
    encoding: str | None,
    of: str,
    check_root: Callable[[str], object] = lambda _: None,
) -> Iterator[PlistRecord]:
    """Yield each ``<dict>`` that is a value of the outermost one's ``of``, which is a dict too.

    ``check_root`` as for :func:`ilora_edge.importers.records.xml_records.read_xml`.

    Raises
    ------
    SourceError
        It is not XML, has a document type with texts, or is nested more than 64 deep.
    """
    return _PlistReader(path, encoding, of, check_root).records()


class _PlistReader(XmlReader[PlistRecord]):
    def __init__(
        self, path: Path, encoding: str | None, of: str, check_root: Callable[[str], object]
    ) -> None:
        super().__init__(path, encoding)
        self._of, self._check_root = of, check_root
        self._n_open = 0
        # The key under which each open container stands; of the outermost none.
        self._within: list[str] = []
        self._key = ""
        self._text: list[str] | None = None
        self._begun = Place("", 0)
        self._values: dict[str, str] | None = None

    def doctype(self, name: str, system: object, public: object, has_texts: object) -> None:
        if has_texts or name != "plist":
            super().doctype(name, system, public, has_texts)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._n_open:
            self._check_root(name)
        self._n_open += 1
        if self._n_open > _DEPTH:
            raise self.place().error(f"nested more than {_DEPTH} deep")
        if name not in _CONTAINERS:
            self._text = []
            return
        self._within.append(self._key)
        self._key = ""
        if name == "dict" and len(self._within) == 3 and self._within[1] == self._of:
            self._begun, self._values = self.place(), {}

    def characters(self, data: str) -> None:
        # Of pictures and rules nothing is used, and of others nothing is as long.
        if self._text is not None and sum(map(len, self._text)) <= MAX_TEXT + 1:
            self._text.append(data)

    def end(self, name: str) -> None:
        self._n_open -= 1
        if name in _CONTAINERS:
            self._within.pop()
            if len(self._within) == 2 and self._values is not None:
                self.found.append((self._begun, self._values))
                self._values = None
            return
        text = name if name in _SWITCHES else "".join(self._text or ()).strip()
        self._text = None
        if name == "key":
            self._key = text
        elif self._values is not None and len(self._within) == 3:
            self._keep(text)

    def _keep(self, text: str) -> None:
        if self._values is not None and len(self._values) < _MOST_VALUES:
            self._values.setdefault(self._key, text)
