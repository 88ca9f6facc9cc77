"""MyAnimeList's XML, ``animelist_*.xml.gz`` and ``mangalist_*.xml.gz``, and what others write so.

An ``<anime>`` has ``series_animedb_id, series_title, my_finish_date, my_start_date, my_score,
my_status, my_watched_episodes, my_times_watched``, a ``<manga>`` has ``manga_mangadb_id,
manga_title, my_read_chapters, my_read_volumes`` and the others of the same names
(``series_mangadb_id, series_title`` where other programs write it); a status is a word (``Plan to
Watch``) or its number: 1 watching, 2 completed, 3 on hold, 4 dropped, 6
planned. A score of 0 is none; ``0000-00-00`` is unknown, and so is a month or a day of ``00``, or
one that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, points, wrong_file
from ilora_edge.importers.records.lines import Place, shown
from ilora_edge.importers.records.lines import text as checked
from ilora_edge.importers.records.xml_records import XmlRecord, read_xml
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tables.states import NUMBERED_STATES, state_of

_KINDS = {
    "anime": (("series_animedb_id",), ("series_title",)),
    "manga": (("manga_mangadb_id", "series_mangadb_id"), ("manga_title", "series_title")),
}
_BEST = 10
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PROGRESS = ("my_watched_episodes", "my_read_chapters", "my_read_volumes")
_NEVER = "0000"


class MyAnimeListSource(PersonalExport):
    """Reads anime and manga; scores of 1 to 10 become half to five stars.

    What is planned is a wish. What was dropped and not rated is no history, and is not offered,
    nor is what is being watched and has no episode, day or score yet; other of that counts, at the
    day on which it was begun.
    """

    service = "MyAnimeList"
    one_each = True
    files = ("*animelist*.xml*", "*mangalist*.xml*", "*anime*.xml*", "*manga*.xml*")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each work that was begun or finished."""
        for path in paths:
            for place, kind, entry in self.counted(path, _entries(path, self._encoding)):
                event = self._event(place, kind, entry)
                if event is not None:
                    yield event

    def _event(self, place: Place, kind: str, entry: dict[str, str]) -> Event | None:
        ids, titles = _KINDS[kind]
        id_name = next((name for name in ids if name in entry), ids[0])
        title_name = next((name for name in titles if name in entry), titles[0])
        number, title = entry.get(id_name, ""), entry.get(title_name, "")
        if number in ("", "0") and not title:
            self.leave_out("entries without an id or a title")
            return None
        status = entry.get("my_status", "")
        state = NUMBERED_STATES.get(status) or state_of(status)
        if state is None and status:
            self.note(f"my_status says {shown(status)} of some, which count")
        rating = points(entry.get("my_score"), _BEST, "my_score", place)
        item_id = f"{kind}:{number}" if number not in ("", "0") else title
        item = Item(
            checked(item_id, id_name, place), checked(title or item_id, title_name, place), None
        )
        if state == "planned":
            return Event(item, None, is_wish=True)
        if state == "given up" and rating is None:
            return Event(item, None, is_open=True)
        time = _time(entry, place)
        is_begun = time is not None or rating is not None
        if state == "begun" and not is_begun and _is_at_nought(entry):
            return Event(item, None, is_open=True)
        return Event(item, time, rating)


def _is_at_nought(entry: dict[str, str]) -> bool:
    """Whether of no episode or chapter it is said that it was watched or read."""
    return {entry[name] for name in _PROGRESS if name in entry} == {"0"}


def _time(entry: dict[str, str], place: Place) -> int | None:
    """Return when a work was finished, or begun where that is not said; None: nobody knows."""
    for name in ("my_finish_date", "my_start_date"):
        value = entry.get(name, "")
        found = _DATE.fullmatch(value)
        if found is not None:
            year, month, day = found.groups()
            if year == _NEVER:
                continue
            parts = (part.replace("00", "01") if part else "01" for part in (month, day))
            value = "-".join((year, *parts))
        if value:
            return DateColumn(name).read(value, place)
    return None


def _entries(path: Path, encoding: str | None) -> Iterator[XmlRecord]:
    """Yield each entry's place, kind and texts by name."""

    def check_root(name: str) -> None:
        if name != "myanimelist":
            raise wrong_file(path, MyAnimeListSource.service, [f"<{name}>"], "<myanimelist>")

    return read_xml(path, encoding, _KINDS, check_root)


SOURCE = MyAnimeListSource
