"""Overcast's export of everything, an OPML file: ``Export OPML (extended)``, or "all data".

Below each ``<outline type="rss" title=...>`` stands an ``<outline type="podcast-episode"
overcastId title pubDate userUpdatedDate played="1" progress="819" userDeleted="1"/>`` for each
episode with which something was done. ``userUpdatedDate`` is when that was last; a progress in
seconds is there until an episode has ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from ilora_edge.importers.personal import Event, PersonalExport, wrong_file
from ilora_edge.importers.player_library import part_of
from ilora_edge.importers.records.lines import MAX_TEXT, Place
from ilora_edge.importers.records.lines import text as checked
from ilora_edge.importers.records.xml_reader import XmlReader
from ilora_edge.importers.tables.dates import DateColumn

_Episode: TypeAlias = tuple[Place, str, dict[str, str]]
"""Where it stands, its show, and what is said of it."""
_DEPTH = 16
_NAMES = ("title", "userUpdatedDate", "played", "progress", "userDeleted")


class OvercastSource(PersonalExport):
    """Reads episodes that were heard to their end, when Overcast last noted something of them.

    One that was begun, or put away unheard, is no history and is not offered; others are items.
    """

    service = "Overcast"
    one_each = True
    files = ("*overcast*.opml", "*overcast*.xml", "*.opml")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each episode that was heard, begun or put away."""
        for path in paths:
            is_extended = False
            episodes = _OpmlReader(path, self._encoding).records()
            for place, show, said in self.counted(path, episodes):
                is_extended = True
                if not said.get("title"):
                    self.leave_out("episodes without a title")
                    continue
                item = part_of(
                    checked(show, "title", place), "", "", checked(said["title"], "title", place)
                )
                if said.get("played") == "1":
                    date = said.get("userUpdatedDate", "")
                    time = DateColumn("userUpdatedDate").read(date, place) if date else None
                    yield Event(item, time)
                elif said.get("userDeleted") == "1" or said.get("progress", "0") not in ("", "0"):
                    yield Event(item, None, is_open=True)
                else:
                    self.keep(item)
            if not is_extended:
                expected = "the extended export, with episodes"
                raise wrong_file(path, self.service, ["subscriptions alone"], expected)


class _OpmlReader(XmlReader[_Episode]):
    def __init__(self, path: Path, encoding: str | None) -> None:
        super().__init__(path, encoding)
        # Of each open element the title, where it is a feed's.
        self._shows: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._shows and name != "opml":
            raise wrong_file(self.path, OvercastSource.service, [f"<{name}>"], "<opml>")
        if len(self._shows) >= _DEPTH:
            raise self.place().error(f"nested more than {_DEPTH} deep")
        show = self._shows[-1] if self._shows else ""
        kind = attributes.get("type", "")
        if kind == "rss":
            show = attributes.get("title") or attributes.get("text") or ""
        if kind == "podcast-episode":
            said = {key: attributes[key][: MAX_TEXT + 1] for key in _NAMES if key in attributes}
            self.found.append((self.place(), show[: MAX_TEXT + 1], said))
        self._shows.append(show)

    def end(self, name: str) -> None:
        self._shows.pop()

    def characters(self, data: str) -> None:
        # Everything is in attributes.
        pass


SOURCE = OvercastSource
