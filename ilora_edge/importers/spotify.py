"""Spotify: ``StreamingHistory*.json`` of the last year, or the extended history of all years.

The first has ``endTime`` (UTC, to the minute), ``artistName, trackName, msPlayed``, or
``podcastName, episodeName``, or ``audiobookName, chapterName, authorName``. The second
(``Streaming_History_Audio_*.json``, ``Streaming_History_Video_*.json``, ``endsong*.json``,
``endvideo*.json``) has ``ts, ms_played, master_metadata_track_name,
master_metadata_album_artist_name, episode_name, episode_show_name, audiobook_title,
incognito_mode, skipped, ...``, null where it does not apply. Older files of the last year have
podcasts among the songs, the show as ``artistName`` and the episode as ``trackName``; what has no
name any more is ``Unknown Track`` of ``Unknown Artist``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ilora_edge.histories.database import Item
from ilora_edge.importers.dates import DateColumn
from ilora_edge.importers.json_records import read_json
from ilora_edge.importers.lines import Place
from ilora_edge.importers.personal import Event, PersonalExport, said, wrong_file
from ilora_edge.importers.tracks import track

# Spotify itself counts a stream from 30 seconds on.
_HEARD_MS = 30_000
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
        seen: set[tuple[str, int | None]] = set()
        # Which plays the extended history has, by minutes: the other knows no more of them.
        minutes: set[tuple[str, int]] = set()
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
                time = DateColumn(time_name).read(record[time_name], place)
                is_known = (item.item_id, time) in seen
                if time is not None and time_name == "ts":
                    # Cut to the minute, or rounded.
                    minutes |= {(item.item_id, (time + more) // 60) for more in (0, 30)}
                elif time is not None:
                    is_known = is_known or (item.item_id, time // 60) in minutes
                # Files of the extended history overlap, and with those of the last year.
                if not is_known:
                    seen.add((item.item_id, time))
                    yield Event(item, time)

    def _item(
        self, record: dict[str, Any], place: Place, episodes: set[tuple[str, str]]
    ) -> Item | None:
        """Return what was heard; None, counted, for a play that does not count."""
        played = record.get("ms_played", record.get("msPlayed"))
        if record.get("incognito_mode") is True:
            self.leave_out("plays of a private session")
            return None
        if isinstance(played, int | float) and played < _HEARD_MS:
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


def _has_minutes_alone(path: Path) -> bool:
    return path.name.lower().startswith("streaminghistory")


def _first(record: dict[str, Any], place: Place, *names: str) -> str:
    return next((found for name in names if (found := said(record, name, place))), "")


SOURCE = SpotifySource
