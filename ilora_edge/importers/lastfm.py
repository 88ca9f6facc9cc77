"""HetRec 2011 Last.fm 2K: who listened to which artist, how often, but not when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.records.lines import expected_files, integer, read_fields, text
from ilora_edge.importers.store import Row

ARTISTS = "artists.dat"
USER_ARTISTS = "user_artists.dat"
_ARTISTS_HEADER = "id"
_USER_ARTISTS_HEADER = "userID"


class LastFmSource:
    """Reads a HetRec Last.fm folder; the order of the lines stands in for the missing times.

    An artist that artists.dat lacks has the id for a title. Raises SourceError where a file is
    missing, or at the first line that is wrong.
    """

    name = USER_ARTISTS

    def __init__(self, directory: str | Path) -> None:
        self._directory = Path(directory)
        if not all((self._directory / name).is_file() for name in (ARTISTS, USER_ARTISTS)):
            raise expected_files(self._directory, f"{ARTISTS} and {USER_ARTISTS}")
        self.notes: list[str] = [
            f"{USER_ARTISTS} has no times: each interaction's time is its line's position",
            "listening counts are not ratings and were left out",
        ]
        self._items: dict[str, Item] = {}

    def interactions(self) -> Iterator[Row]:
        """Yield one interaction per line, timed 1, 2, 3 and so on."""
        self._items = self._read_items()
        position = 0
        nameless = 0
        for place, fields in read_fields(self._directory / USER_ARTISTS, "\t", 3):
            if position == 0 and fields[0] == _USER_ARTISTS_HEADER:
                continue
            user, artist, weight = fields
            user_id = str(integer(user, "the user id", place))
            item_id = str(integer(artist, "the artist id", place))
            if integer(weight, "the listening count", place) < 0:
                raise place.error(f"the listening count is {weight}")
            if item_id not in self._items:
                nameless += 1
                self._items[item_id] = Item(item_id, item_id, None)
            position += 1
            yield user_id, item_id, position, None
        if nameless:
            self.notes.append(f"artists not in {ARTISTS}, with their id for a title: {nameless}")

    def items(self) -> Iterator[Item]:
        """Yield the artists in file order."""
        yield from self._items.values()

    def _read_items(self) -> dict[str, Item]:
        items: dict[str, Item] = {}
        for place, fields in read_fields(self._directory / ARTISTS, "\t", 4):
            if not items and fields[0] == _ARTISTS_HEADER:
                continue
            item_id = str(integer(fields[0], "the artist id", place))
            if item_id in items:
                raise place.error(f"artist {item_id} is there twice")
            if not fields[1]:
                raise place.error(f"artist {item_id} has no name")
            items[item_id] = Item(item_id, text(fields[1], "the name", place), None)
        return items
