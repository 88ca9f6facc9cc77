"""Spotify: ``StreamingHistory*.json`` of the last year, or the extended history of all years.

The first has ``endTime`` (UTC, to the minute), ``artistName, trackName, msPlayed``, or
``podcastName, episodeName``, or ``audiobookName, chapterName, authorName``. The second
(``Streaming_History_Audio_*.json``, ``Streaming_History_Video_*.json``, ``endsong*.json``,
``endvideo*.json``) has ``ts, ms_played, master_metadata_track_name,
master_metadata_album_artist_name, episode_name, episode_show_name, audiobook_title,
incognito_mode, skipped, offline, offline_timestamp, ...``, null where it does not apply; ``ts``
is the end of the play, of one without a network the time at which it was sent. Some plays stand
there twice, of the same length, the second before the first can have ended. Older files of the
last year have podcasts among the songs, the show as ``artistName`` and the episode as
``trackName``; what has no name any more is ``Unknown Track`` of ``Unknown Artist``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, said, wrong_file
from ilora_edge.importers.records.json_records import read_json
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.tables.dates import SECONDS_OF_A_DAY, DateColumn
from ilora_edge.importers.tracks import track

# Spotify itself counts a stream from 30 seconds on.
_HEARD_MS = 30_000
# So long a device may play without a network; its clock may be ahead by a little.
_LONGEST_OFFLINE, _AHEAD = 31 * SECONDS_OF_A_DAY, 60
# Of a time in seconds, as files since 2023 have it; before it was in milliseconds.
_GREATEST_SECONDS = 100_000_000_000
# JSON's numbers have any number of digits.
_LONGEST_MS, _LATEST_MS = 10**12, 10**15
# More than any time or length is, either side of nought; and no time that a file can have.
_ROOM, _NEVER = 2**42, -(2**41)
_NAMELESS = ("Unknown Artist", "Unknown Track")


class SpotifySource(PersonalExport):
    """Reads tracks, podcasts (the show is the item) and audiobooks that were played for 30 seconds.

    Plays of a private session are left out: they were not to count.
    """

    service = "Spotify"
    files = ("streaminghistory*.json", "streaming_history*.json", "endsong*.json", "endvideo*.json")
    newest_first = False

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each play that counts."""
        known = _Plays(any(map(_has_minutes_alone, paths)))
        columns = {name: DateColumn(name) for name in ("ts", "endTime")}
        # Shows and episodes that files say are podcasts.
        episodes: set[tuple[str, str]] = set()
        for path in sorted(paths, key=_has_minutes_alone):
            for place, record in self.counted(path, read_json(path, self._encoding)):
                time_name = "ts" if "ts" in record else "endTime"
                if time_name not in record:
                    raise wrong_file(path, self.service, list(record), "'ts' or 'endTime'")
                item = self._item(record, place, episodes)
                if item is None:
                    continue
                said = columns[time_name].read(record[time_name], place)
                if said is None or time_name == "endTime":
                    time, is_new = said, known.add_of_year(item.item_id, said)
                else:
                    time = _end(record, said)
                    is_new = known.add(item.item_id, time, said, _milliseconds(record))
                if is_new:
                    yield Event(item, time)

    def _item(
        self, record: dict[str, Any], place: Place, episodes: set[tuple[str, str]]
    ) -> Item | None:
        """Return what was heard; None, counted, for a play that does not count."""
        played = _milliseconds(record)
        if record.get("incognito_mode") is True:
            self.leave_out("plays of a private session")
            return None
        if played is not None and played < _HEARD_MS:
            self.leave_out("plays of less than 30 seconds")
            return None
        if title := _first(record, place, "master_metadata_track_name", "trackName"):
            artist = _first(record, place, "master_metadata_album_artist_name", "artistName")
            if (artist, title) in episodes:
                return Item(artist, artist, None)
            if (artist, title) == _NAMELESS:
                self.leave_out("plays without a name")
                return None
            return track(artist, title)
        if book := _first(record, place, "audiobook_title", "audiobookName"):
            by = _first(record, place, "authorName")
            return Item(book, book, None, creator=by or None)
        show = _first(record, place, "episode_show_name", "podcastName")
        episode = _first(record, place, "episode_name", "episodeName")
        name = show or episode
        if show and episode:
            episodes.add((show, episode))
        if not name:
            self.leave_out("plays without a name")
            return None
        return Item(name, name, None)


class _Plays:
    """Those that were met: files of the extended history overlap, and with those of a year.

    Of a person's hundred thousands each is a number, of the item's and its time.
    ``are_more``: files of a year follow.
    """

    def __init__(self, are_more: bool) -> None:
        self._are_more = are_more
        self._numbers: dict[str, int] = {}
        self._seen: set[int] = set()
        self._minutes: set[int] = set()
        self._of_length: dict[int, int] = {}

    def _key(self, item_id: str, time: int, length: int = 0) -> int:
        number = self._numbers.setdefault(item_id, len(self._numbers))
        return (length * _ROOM + number) * _ROOM + time

    def add(self, item_id: str, time: int, said: int, length: float | None) -> bool:
        """Take a play of the extended history; return whether it is another one.

        ``time`` and ``said``: when it ended, and when the file says so, in unix seconds;
        ``length`` in milliseconds.
        """
        if self._are_more:
            # Cut to the minute in the files of a year, or rounded.
            ends = ((end + more) // 60 for end in (time, said) for more in (0, 30))
            self._minutes.update(self._key(item_id, minute) for minute in ends)
        return self._add(item_id, time) and not self._overlaps(item_id, time, length)

    def add_of_year(self, item_id: str, time: int | None) -> bool:
        """Take a play of the last year's files, given after the others, or one of no time."""
        is_known = time is not None and self._key(item_id, time // 60) in self._minutes
        return self._add(item_id, time) and not is_known

    def _add(self, item_id: str, time: int | None) -> bool:
        key = self._key(item_id, _NEVER if time is None else time)
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new

    def _overlaps(self, item_id: str, time: int, length: float | None) -> bool:
        """Whether another play of just this length ended while this one ran, or the reverse."""
        # Times are rounded, and plays in a loop end as far apart as they are long.
        span = 0 if length is None else int(length / 1000) - 2
        if length is None or span < 1:
            return False
        place = time // span
        key = self._key(item_id, place, int(length))
        near = (self._of_length.get(key + n) for n in (-1, 0, 1))
        if any(other is not None and abs(other - time) < span for other in near):
            return True
        self._of_length[key] = time
        return False


def _milliseconds(record: dict[str, Any]) -> float | None:
    played = record.get("ms_played", record.get("msPlayed"))
    if not isinstance(played, int | float) or played != played:
        return None
    return min(max(played, 0), _LONGEST_MS)


def _end(record: dict[str, Any], said: int) -> int:
    """Return when a play ended: what was played without a network says when it was sent.

    ``offline_timestamp`` is when it began, in milliseconds, or in seconds.
    """
    began, played = record.get("offline_timestamp"), _milliseconds(record)
    if record.get("offline") is not True:
        return said
    if not isinstance(began, int | float) or not 0 < began < _LATEST_MS or played is None:
        return said
    seconds = began / 1000 if began > _GREATEST_SECONDS else began
    end = seconds + played / 1000
    return int(end) if said - _LONGEST_OFFLINE <= end <= said + _AHEAD else said


def _has_minutes_alone(path: Path) -> bool:
    return path.name.lower().startswith("streaminghistory")


def _first(record: dict[str, Any], place: Place, *names: str) -> str:
    return next((found for name in names if (found := said(record, name, place))), "")


SOURCE = SpotifySource
