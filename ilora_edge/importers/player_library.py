"""What a player says of its whole library: what was played, and what is there besides."""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport
from ilora_edge.importers.records.lines import in_one_form


class PlayerLibrary(PersonalExport):
    """Reads last plays, of which each import adds those that are new.

    What was never played is an item and no event, so that a list can offer it.
    """

    newest_first = False

    def used(
        self, item: Item, is_played: bool, time: int | None, rating: float | None
    ) -> Iterator[Event]:
        """Yield what is known of a track: that it was played or rated, or nothing."""
        if is_played or rating is not None:
            yield Event(item, time, rating)
        else:
            self.keep(item)


def part_of(show: str, season: str, episode: str, title: str) -> Item:
    """Return a part of a show; several may be called alike, and are told by their numbers."""
    numbers = ""
    if all(number.isascii() and number.isdigit() for number in (season, episode)):
        numbers = f"S{int(season[:9]):02}E{int(episode[:9]):02}"
    item_id, name = (" - ".join(filter(None, (show, n, title))) for n in (numbers, ""))
    return Item(in_one_form(item_id), in_one_form(name), None)
