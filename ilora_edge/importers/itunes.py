"""The library of iTunes and Apple Music as XML, which MusicBee and other players write too.

``File > Library > Export Library`` writes it. ``Tracks`` has a dict for each: ``Name, Artist,
Album, Genre, Year, Play Count, Play Date UTC`` (the last play), ``Rating`` of 0 to 100 with
``Rating Computed`` where it is only the album's, ``Disliked``. Other media are marked by ``Movie``,
``TV Show`` (with ``Series``, ``Season``, ``Episode Order``) or ``Podcast``, whose show is the
``Album``; ``Track Type`` ``URL`` is a stream.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, points, titled, wrong_file
from ilora_edge.importers.player_library import PlayerLibrary, part_of
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.records.lines import text as checked
from ilora_edge.importers.records.plist_records import read_plist
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tracks import track
from ilora_edge.matching.item_facts import year_of

_BEST, _DISLIKED = 100, 1.0
_SAID_BY_THE_ALBUM = "Rating Computed"


class ITunesSource(PlayerLibrary):
    """Reads last plays; a track that was never played is an item, so that it can be ranked."""

    service = "iTunes"
    files = ("*library*.xml", "*itunes*.xml", "*.xml")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield the last play of each track."""
        for path in paths:

            def check_root(name: str, path: Path = path) -> None:
                if name != "plist":
                    raise wrong_file(path, self.service, [f"<{name}>"], "<plist>")

            tracks = read_plist(path, self._encoding, "Tracks", check_root)
            for place, record in self.counted(path, tracks):
                if (item := self._item(record, place)) is not None:
                    yield from self.used(item, *_use(record, place))

    def _item(self, record: dict[str, str], place: Place) -> Item | None:
        name = checked(record.get("Name", ""), "Name", place)
        if record.get("Track Type") == "URL":
            self.leave_out("streams")
            return None
        if not name:
            self.leave_out("tracks without a name")
            return None
        artist = checked(record.get("Artist", ""), "Artist", place)
        year = year_of(record.get("Year"))
        if _is(record, "Movie"):
            title = titled(name, year)
            return Item(title, title, None, year)
        if _is(record, "TV Show"):
            show = checked(record.get("Series") or artist, "Series", place)
            numbers = record.get("Season", ""), record.get("Episode Order", "")
            return part_of(show, *numbers, name)
        if _is(record, "Podcast"):
            return part_of(checked(record.get("Album") or artist, "Album", place), "", "", name)
        found = track(artist, name)
        genre = checked(record.get("Genre", ""), "Genre", place)
        return replace(found, genres=genre or None, year=year)


def _is(record: dict[str, str], name: str) -> bool:
    return record.get(name) == "true"


def _use(record: dict[str, str], place: Place) -> tuple[bool, int | None, float | None]:
    """Return whether a track was played, when last, and how it was liked."""
    date, count = record.get("Play Date UTC", ""), record.get("Play Count", "")
    time = DateColumn("Play Date UTC").read(date, place) if date else None
    rating = None
    if not _is(record, _SAID_BY_THE_ALBUM):
        rating = points(record.get("Rating"), _BEST, "Rating", place)
    if _is(record, "Disliked"):
        rating = _DISLIKED
    return bool(time) or count not in ("", "0"), time, rating


SOURCE = ITunesSource
