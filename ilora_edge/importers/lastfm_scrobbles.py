"""Last.fm scrobbles, in the forms of the usual exporters; Last.fm itself gives none.

With a header: ``uts, utc_time, artist, artist_mbid, album, album_mbid, track, track_mbid``;
``Artist;Album;AlbumId;Track;Date#USER`` with milliseconds; or other columns of these names.
Without one: ``artist, album, track, 06 Sep 2026 14:23``, with more behind it or not, or ``date,
time, artist, track``. A player's ``.scrobbler.log`` begins with ``#AUDIOSCROBBLER/1.1`` and has,
with tabs between, artist, album, title, number, seconds, ``L`` (listened) or ``S`` (skipped),
unix seconds and the MusicBrainz id of the track. JSON is what ``user.getRecentTracks`` answers, a
page or many (``recenttracks.track[]`` with ``artist{#text | name}, name, mbid, date{uts}``), its
tracks alone, or ``scrobbles[]`` or ``tracks[]`` with ``artist, track | name, date | timestamp``;
Maloja's ``scrobbles[]`` have ``time`` and ``track{artists[], title}``. XML is the same answer as
elements, a page or many in one of any name: ``<track><artist>A</artist><name>B</name><mbid/><date
uts="1230497786">28 Dec 2008, 20:56</date></track>``, an artist perhaps as ``<artist><name>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, WrongFileError, wrong_file
from ilora_edge.importers.records.csv_records import read_rows
from ilora_edge.importers.records.json_records import read_values
from ilora_edge.importers.records.lines import Place, read_lines, read_pieces, shown
from ilora_edge.importers.records.xml_records import read_xml
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tracks import track
from ilora_edge.titles import printable

_LOG, _SKIPPED, _LOG_FIELDS = "#AUDIOSCROBBLER", "S", 7
# In the names of tables, and of elements of the interface's answers.
_LIKING = re.compile(r"(?<![a-z])(?:loved|banned)[ _-]?tracks(?![a-z])")
_HEAD = 1000
_Row: TypeAlias = tuple[Place, list[str]]
# Place, artist, title, MusicBrainz id, time.
_Played: TypeAlias = tuple[Place, str, str, object, str | int | float | None]
_LISTS = ("recenttracks", "track", "tracks", "scrobbles")
_TIMES = ("date", "timestamp", "uts", "time", "scrobbled_at", "played_at")
_OF_XML = {
    "artist": ("artist/name", "artist"),
    "name": ("name", "track", "title"),
    "mbid": ("mbid",),
    "date": ("date@uts", "date@unixtime", "date", "timestamp", "time", "uts"),
}
_NAMES = {
    "artist": ("artist", "artist_name", "artist name", "artistname"),
    "track": ("track", "track_name", "track name", "title", "song", "name", "trackname"),
    "time": ("uts", "timestamp", "unix_timestamp", "time", "date", "utc_time", "datetime"),
    "mbid": ("track_mbid", "trackmbid", "mbid", "track id", "recording_mbid"),
}


class LastFmScrobblesSource(PersonalExport):
    """Reads scrobbles; a track now playing has no time yet, and is left out."""

    service = "Last.fm"
    files = ("*.csv", "*.tsv", "*.json", "*.jsonl", "*.xml", "*scrobbler*.log")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each scrobble."""
        for path in paths:
            if self._is_of_liking(path):
                raise WrongFileError(
                    path,
                    f"{printable(path.name)} lists what was loved or banned, which is no play; "
                    "give the scrobbles (recent tracks)",
                )
            if path.suffix.lower() in (".json", ".jsonl"):
                yield from self._of_json(path)
                continue
            if path.suffix.lower() == ".xml":
                yield from self._of_xml(path)
                continue
            if _is_log(path, self._encoding):
                yield from self._of_log(path)
                continue
            yield from self._of_file(
                path, self.counted(path, read_rows(path, None, self._encoding))
            )

    def _is_of_liking(self, path: Path) -> bool:
        """Whether a file has tracks that were loved, which have times of their own."""
        if path.suffix.lower() != ".xml":
            return _LIKING.search(path.name.lower()) is not None
        _, head = next(read_pieces(path, self._encoding), (0, ""))
        return _LIKING.search(head[:_HEAD]) is not None

    def _of_file(self, path: Path, rows: Iterator[_Row]) -> Iterator[Event]:
        first = next(rows, None)
        if first is None:
            return
        places = _of_header(first[1])
        body = rows if places else chain([first], rows)
        places = places or _of_rows(first)
        if not {"artist", "track", "time"} <= places.keys():
            raise wrong_file(path, self.service, first[1], "an artist, a track and a time")
        yield from self._timed(_played(place, fields, places) for place, fields in body)

    def _timed(self, played: Iterable[_Played]) -> Iterator[Event]:
        """Yield the scrobbles of a file, of which all tell how the times are written."""
        times = DateColumn("the scrobble's time", self._order)
        # Of a person's hundred thousands no more than this is kept.
        kept: list[tuple[int, Item, str | int | float]] = []
        same: dict[Item, Item] = {}
        file = ""
        for place, artist, title, mbid, time in played:
            file = place.file
            times.learn(time, place)
            if not title:
                self.leave_out("scrobbles without a track's name")
            elif time is None:
                self.leave_out("tracks now playing, without a time")
            else:
                item = track(artist, title, mbid)
                kept.append((place.line, same.setdefault(item, item), time))
        self.note(times.settle())
        for line, item, time in kept:
            yield Event(item, times.read(time, Place(file, line)))

    def _of_log(self, path: Path) -> Iterator[Event]:
        for place, line in self.counted(path, read_lines(path, self._encoding)):
            if not line.strip() or line.startswith("#"):
                continue
            fields = [field.strip() for field in line.split("\t")]
            if len(fields) < _LOG_FIELDS:
                raise place.error(f"expected {_LOG_FIELDS} fields, got {len(fields)}")
            artist, _, title, _, _, mark, time, *more = fields
            if mark == _SKIPPED:
                self.leave_out("tracks that were skipped")
            elif not title:
                self.leave_out("scrobbles without a track's name")
            else:
                mbid = more[0] if more else None
                yield Event(track(artist, title, mbid), DateColumn("the time").read(time, place))

    def _of_json(self, path: Path) -> Iterator[Event]:
        each = (
            (place, track)
            for place, value in read_values(path, self._encoding)
            for track in _tracks(value)
        )
        yield from self._timed(self._scrobbles(path, self.counted(path, each)))

    def _of_xml(self, path: Path) -> Iterator[Event]:
        each = self.counted(path, read_xml(path, self._encoding, ("track", "scrobble")))
        scrobbles = (
            (
                place,
                {what: value for what, keys in _OF_XML.items() if (value := _first(record, keys))},
            )
            for place, _, record in each
        )
        first = next(scrobbles, None)
        if first is None:
            raise wrong_file(path, self.service, (), "<track> elements")
        yield from self._timed(self._scrobbles(path, chain([first], scrobbles)))

    def _scrobbles(
        self, path: Path, scrobbles: Iterable[tuple[Place, dict[str, Any]]]
    ) -> Iterator[_Played]:
        for place, scrobble in scrobbles:
            artist = _text(scrobble, "artist", "artistName", "artist_name", "artists")
            title = _text(scrobble, "name", "title", "track", "trackName", "track_name")
            time = _text(scrobble, *_TIMES)
            if not artist and not time:
                raise wrong_file(
                    path, self.service, list(scrobble), "an artist, a track and a time"
                )
            yield place, str(artist or ""), str(title or ""), scrobble.get("mbid"), time


def _tracks(value: object) -> Iterator[dict[str, Any]]:
    """Yield the scrobbles of an answer, a list of answers, or a list of scrobbles."""
    if isinstance(value, list):
        for part in value:
            yield from _tracks(part)
    elif isinstance(value, dict):
        inner = next(
            (value[name] for name in _LISTS if isinstance(value.get(name), list | dict)), None
        )
        is_scrobble = "artist" in value
        if isinstance(value.get("track"), dict) and "time" in value:
            value, is_scrobble = {**value, **value["track"]}, True
        if inner is None or is_scrobble:
            yield value
        else:
            yield from _tracks(inner)


def _first(record: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((value for key in keys if (value := record.get(key))), "")


def _text(record: dict[str, Any], *names: str) -> str | int | float | None:
    """Return the first of these that is there, of which some are objects with the text in them."""
    for name in names:
        value = record.get(name)
        if isinstance(value, dict):
            value = next((value[n] for n in ("uts", "#text", "name") if value.get(n)), None)
        if isinstance(value, list):
            # Of several artists the names are apart.
            value = ", ".join(part for part in value if isinstance(part, str))
        if isinstance(value, str | int | float) and value != "":
            return value
    return None


def _of_header(fields: list[str]) -> dict[str, int]:
    """Return where a header has which column; nothing for what is not a header."""
    # "Date#somebody" names the person too.
    names = [field.lower().partition("#")[0].strip() for field in fields]
    found = {
        what: next(names.index(name) for name in usual if name in names)
        for what, usual in _NAMES.items()
        if any(name in names for name in usual)
    }
    return found if {"artist", "track"} <= found.keys() else {}


def _of_rows(first: _Row) -> dict[str, int]:
    """Return where rows without a header have which column: the one of times tells."""
    place, fields = first
    dated = [n for n, field in enumerate(fields) if _is_time(field, place)]
    if len(fields) >= 4 and dated[-1:] == [3]:
        return {"artist": 0, "track": 2, "time": 3}
    if len(fields) == 4 and dated[:1] == [0]:
        return {"time": 0, "clock": 1, "artist": 2, "track": 3}
    return {}


def _is_log(path: Path, encoding: str | None) -> bool:
    """Whether a file begins as a player's log does."""
    _, first = next(read_lines(path, encoding))
    return first.startswith(_LOG)


def _played(place: Place, fields: list[str], places: dict[str, int]) -> _Played:
    """Return what a row says, which must have all of these columns."""
    if len(fields) <= max(places.values()):
        raise place.error(f"expected {max(places.values()) + 1} fields, got {len(fields)}")
    time = " ".join(fields[places[name]] for name in ("time", "clock") if name in places)
    mbid = fields[places["mbid"]] if "mbid" in places else None
    return place, fields[places["artist"]], fields[places["track"]], mbid, time or None


def _is_time(field: str, place: Place) -> bool:
    from ilora_edge.errors import SourceError

    column = DateColumn(shown(field), "day")
    try:
        return column.read(field, place) is not None and any(c.isdigit() for c in field[:4])
    except SourceError:
        return False


SOURCE = LastFmScrobblesSource
