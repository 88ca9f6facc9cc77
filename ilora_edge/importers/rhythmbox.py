"""Rhythmbox's library, ``rhythmdb.xml`` in ``~/.local/share/rhythmbox``.

``<entry type="song">`` and ``podcast-post`` have ``title, artist, album, genre, rating`` (1 to 5),
``play-count, last-played`` (unix seconds), ``mb-trackid`` and ``hidden`` where the file is gone;
``date`` counts days from the first of January of the year 1. A podcast's show is its ``album``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, stars, wrong_file
from ilora_edge.importers.player_library import PlayerLibrary, part_of
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.records.lines import text as checked
from ilora_edge.importers.records.xml_records import read_xml
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tracks import track

_UNKNOWN = "Unknown"
_LAST_DAY = date.max.toordinal()


class RhythmboxSource(PlayerLibrary):
    """Reads last plays of songs and podcasts; streams and feeds are left out."""

    service = "Rhythmbox"
    files = ("rhythmdb*.xml",)

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield the last play of each song and episode."""
        for path in paths:

            def check_root(name: str, path: Path = path) -> None:
                if name != "rhythmdb":
                    raise wrong_file(path, self.service, [f"<{name}>"], "<rhythmdb>")

            entries = read_xml(path, self._encoding, ("entry",), check_root)
            for place, _, entry in self.counted(path, entries):
                yield from self._event(entry, place)

    def _event(self, entry: dict[str, str], place: Place) -> Iterator[Event]:
        kind, title = entry.get("@type", ""), checked(entry.get("title", ""), "title", place)
        if kind not in ("song", "podcast-post"):
            self.leave_out("streams, feeds and files that are no music")
            return
        if not title:
            self.leave_out("entries without a title")
            return
        last, count = entry.get("last-played", "0"), entry.get("play-count", "0")
        time = DateColumn("last-played").read(last, place) if last != "0" else None
        value = entry.get("rating", "0")
        rating = (stars(value, "rating", place) or None) if value != "0" else None
        item, is_played = _item(kind, title, entry, place), time is not None or count != "0"
        if entry.get("hidden") == "1" and not is_played:
            self.leave_out("files that are gone")
            return
        yield from self.used(item, is_played, time, rating)


def _item(kind: str, title: str, entry: dict[str, str], place: Place) -> Item:
    names = {
        name: value if (value := checked(entry.get(name, ""), name, place)) != _UNKNOWN else ""
        for name in ("artist", "album", "genre")
    }
    if kind == "podcast-post":
        return part_of(names["album"], "", "", title)
    found = track(names["artist"], title, entry.get("mb-trackid") or None)
    return replace(found, genres=names["genre"] or None, year=_year(entry.get("date", "")))


def _year(days: str) -> int | None:
    """Return the year of a day that is counted from the year 1; None: none is known."""
    if not (days.isascii() and days.isdigit()) or not 1 <= int(days[:9]) <= _LAST_DAY:
        return None
    year = date.fromordinal(int(days[:9])).year
    return year if year > 1 else None


SOURCE = RhythmboxSource
