"""What Kodi exports of its video library as one file, ``videodb.xml``.

For those whose library lies in MySQL; one that lies in SQLite is read as it is. ``<movie>``,
``<musicvideo>`` and ``<tvshow><episodedetails>`` have ``title, year`` or ``premiered, genre,
playcount, lastplayed, userrating`` (1 to 10), ``resume/position``, ``uniqueid`` with a ``type``
(``id`` in older ones), an episode ``showtitle, season, episode``, a music video ``artist``.
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
from ilora_edge.importers.records.xml_records import read_xml
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tracks import track
from ilora_edge.matching.item_facts import imdb_id, tmdb_id, year_of

_FILM, _MUSIC, _EPISODE = "movie", "musicvideo", "episodedetails"
_BEST = 10
_NEVER = ("", "0", "0.000000")


class KodiSource(PlayerLibrary):
    """Reads last plays of films, episodes and music videos; what was left in the middle is none."""

    service = "Kodi"
    files = ("*videodb*.xml", "*kodi*.xml")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield what was played, rated or begun."""
        for path in paths:

            def check_root(name: str, path: Path = path) -> None:
                if name != "videodb":
                    raise wrong_file(path, self.service, [f"<{name}>"], "<videodb>")

            entries = read_xml(path, self._encoding, (_FILM, _MUSIC, _EPISODE), check_root)
            for place, kind, entry in self.counted(path, entries):
                if not entry.get("title"):
                    self.leave_out("entries without a title")
                    continue
                yield from self._events(_item(kind, entry, place), entry, place)

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
    genre = checked(entry.get("genre", ""), "genre", place) or None
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
    number, kind_of_id = entry.get("uniqueid", ""), entry.get("uniqueid@type", "")
    imdb = imdb_id(number) or imdb_id(entry.get("id", ""))
    tmdb = tmdb_id(number) if kind_of_id == "tmdb" else None
    return Item(
        name, name, genre, year, original if original not in ("", title) else None,
        imdb=imdb, tmdb=tmdb,
    )  # fmt: skip


SOURCE = KodiSource
