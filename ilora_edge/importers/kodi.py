"""What Kodi exports of its video library: one file, ``videodb.xml``, or an ``.nfo`` of each film.

For those whose library lies in MySQL; one that lies in SQLite is read as it is. ``<movie>``,
``<musicvideo>`` and ``<tvshow><episodedetails>`` have ``title, year`` or ``premiered``, several
``genre``, ``playcount, lastplayed, userrating`` (1 to 10), ``resume/position``, several
``uniqueid`` with a ``type`` (``id`` in older ones), an episode ``showtitle, season, episode``, a
music video ``artist``. In files of their own they are the outermost element. Jellyfin and Emby
write such files too; what others call so need not be XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ilora_edge.errors import SourceError
from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, WrongFileError, points, titled, wrong_file
from ilora_edge.importers.player_library import PlayerLibrary, part_of
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.records.lines import text as checked
from ilora_edge.importers.records.xml_records import XmlRecord, read_xml
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tracks import track
from ilora_edge.matching.item_facts import imdb_id, tmdb_id, year_of

_FILM, _MUSIC, _EPISODE = "movie", "musicvideo", "episodedetails"
_LISTED = ("genre", "uniqueid", "uniqueid@type")
_BEST = 10
_NEVER = ("", "0", "0.000000")


class KodiSource(PlayerLibrary):
    """Reads last plays of films, episodes and music videos; what was left in the middle is none."""

    service = "Kodi"
    files = ("*videodb*.xml", "*kodi*.xml", "*.nfo")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield what was played, rated or begun."""
        for path in paths:
            of_one = path.suffix.lower() == ".nfo"
            entries = self._entries(path, of_one)
            for place, kind, entry in self._of_one(entries, len(paths)) if of_one else entries:
                if not entry.get("title"):
                    self.leave_out("entries without a title")
                    continue
                yield from self._events(_item(kind, entry, place), entry, place)

    def _of_one(self, entries: Iterator[XmlRecord], n_files: int) -> list[XmlRecord]:
        """Return what a file of one film has; of many files some may have another program's."""
        try:
            return list(entries)
        except SourceError as error:
            if n_files == 1:
                raise
            # Of a show as a whole, say, or an album; text about a film.
            is_other = isinstance(error, WrongFileError)
            self.leave_out(
                "files of something else" if is_other else "files that are not XML as a whole"
            )
            return []

    def _entries(self, path: Path, of_one: bool) -> Iterator[XmlRecord]:
        kinds = (_FILM, _MUSIC, _EPISODE)

        def check_root(name: str) -> None:
            if name != "videodb" and not (of_one and name in kinds):
                raise wrong_file(path, self.service, [f"<{name}>"], "<videodb>")

        entries = read_xml(path, self._encoding, kinds, check_root, _LISTED)
        return self.counted(path, entries)

    def _events(self, item: Item, entry: dict[str, str], place: Place) -> Iterator[Event]:
        last, is_played = entry.get("lastplayed", ""), entry.get("playcount", "") not in _NEVER
        time = DateColumn("lastplayed").read(last, place) if last and is_played else None
        rating = points(entry.get("userrating"), _BEST, "userrating", place)
        is_begun = entry.get("resume/position", "") not in _NEVER
        if is_begun and not is_played and rating is None:
            yield Event(item, None, is_open=True)
        else:
            yield from self.used(item, is_played, time, rating)


def _item(kind: str, entry: dict[str, str], place: Place) -> Item:
    title = checked(entry["title"], "title", place)
    genre = _genres(checked(entry.get("genre", ""), "genre", place)) or None
    if kind == _EPISODE:
        show = checked(entry.get("showtitle", ""), "showtitle", place)
        return part_of(show, entry.get("season", ""), entry.get("episode", ""), title)
    if kind == _MUSIC:
        found = track(checked(entry.get("artist", ""), "artist", place), title)
        return replace(found, genres=genre)
    year = year_of(entry.get("year", "")) or year_of(entry.get("premiered", ""))
    name = titled(title, year)
    original = checked(entry.get("originaltitle", ""), "originaltitle", place)
    # Older releases have the number alone, in <id>; that is IMDb's where it begins with tt.
    numbers = entry.get("uniqueid", "").split("|")
    imdb = next(filter(None, map(imdb_id, (*numbers, entry.get("id", "")))), None)
    # A type each, or it is not known which is whose.
    kinds = entry.get("uniqueid@type", "").split("|")
    by_kind = dict(zip(kinds, numbers, strict=False)) if len(kinds) == len(numbers) else {}
    tmdb = tmdb_id(by_kind.get("tmdb", ""))
    return Item(
        name, name, genre, year, original if original not in ("", title) else None,
        imdb=imdb, tmdb=tmdb,
    )  # fmt: skip


def _genres(text: str) -> str:
    """Return genres as our schema has them; older releases wrote ``Crime / Drama``."""
    parts = (part.strip() for each in text.split("|") for part in each.split(" / "))
    return "|".join(dict.fromkeys(filter(None, parts)))


SOURCE = KodiSource
