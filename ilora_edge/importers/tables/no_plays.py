"""Rows of a service's log of plays that are none: too short, hidden, a trailer, a player's event.

Columns, as the services write them: ``Event Type`` (Apple Music: ``PLAY_END`` ends each play, and
``PLAY_START``, ``LYRIC_DISPLAY`` and others are events beside it), ``event`` (Pano Scrobbler:
``scrobble`` is one, ``love`` none), ``Play Duration Milliseconds``
(Apple Music), ``ms_played`` (Spotify), ``Seconds Viewed``, ``Is Autoplay``, ``Is Deleted`` and
``Material Type Description`` (Prime Video), ``total_reading_millis`` and ``content_type``
(``E-Book Sample``; Kindle), ``Listening Time`` (seconds; Deezer), ``Event Duration Milliseconds``
and ``Audio Type`` (Audible).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ilora_edge.importers.tables.columns import plain_name
from ilora_edge.importers.tables.states import is_done

# As services of music count a play; what began by itself was watched after two minutes.
_LEAST_SECONDS, _LEAST_BY_ITSELF = 30.0, 120.0
_LENGTHS = {
    **dict.fromkeys(("ms_played", "msplayed", "total_reading_millis"), 0.001),
    **dict.fromkeys(("play_duration_milliseconds", "total_reading_milliseconds"), 0.001),
    **dict.fromkeys(("event_duration_milliseconds", "stream_duration_ms"), 0.001),
    **dict.fromkeys(("seconds_viewed", "seconds_played", "seconds_listened"), 1.0),
    "listening_time": 1.0,
}
_COLUMNS = {
    "length": frozenset(_LENGTHS),
    "event": frozenset({"event_type", "event"}),
    "by itself": frozenset({"is_autoplay", "is_autoplayed"}),
    "hidden": frozenset(
        {"is_deleted", "is_hidden", "incognito_mode", "is_incognito", "private_session"}
    ),
    "kind": frozenset(
        {
            *("material_type_description", "material_type", "content_type", "video_type"),
            *("supplemental_video_type", "audio_type"),
        }
    ),
}
# The likeliest first: of a play that is begun and stopped one event is enough.
_PLAYS = ("play_end", "media.scrobble", "scrobble", "media.play", "play")
_SUPPLEMENT = re.compile(
    r"(?i).*\b(?:trailer|teaser|promo|promotion(?:al)?|preview|sample|bonus|advert(?:isement)?)\b.*"
)


class NoPlays:
    """Learns from all rows which of these columns a file has, then says which rows are no plays."""

    def __init__(self) -> None:
        self._are_there = False
        self._columns: dict[str, dict[str, str]] = {what: {} for what in _COLUMNS}
        self._lengths: set[str] = set()
        self._plays: dict[str, str] = {}

    def meet(self, names: Iterable[str]) -> None:
        """Take names of columns: most files have none of these, and their rows cost nothing."""
        for name in names:
            plain = plain_name(name)
            for what in (what for what, usual in _COLUMNS.items() if plain in usual):
                self._columns[what][name] = plain
                self._are_there = True

    def learn(self, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content; the names of its columns were met."""
        if not self._are_there:
            return
        for name in self._columns["length"]:
            if name not in self._lengths and (_number(record.get(name)) or 0) > 0:
                # A column of nothing but noughts measures nothing.
                self._lengths.add(name)
        for name in self._columns["event"]:
            if (event := _text(record.get(name))) in _PLAYS:
                known = self._plays.setdefault(name, event)
                self._plays[name] = min(known, event, key=_PLAYS.index)

    def why(self, record: Mapping[str, Any]) -> str | None:
        """Return what a row is, None for a play."""
        if not self._are_there:
            return None
        if any(_text(record.get(name)) not in ("", play) for name, play in self._plays.items()):
            return "events of a player other than plays"
        if self._says_yes(record, "hidden"):
            return "hidden, deleted or of a private session"
        if any(_SUPPLEMENT.fullmatch(_text(record.get(name))) for name in self._columns["kind"]):
            return "trailers, samples and other supplements"
        seconds = self._seconds(record)
        if seconds is None:
            return None
        if seconds < _LEAST_SECONDS:
            return "of less than 30 seconds"
        if seconds <= _LEAST_BY_ITSELF and self._says_yes(record, "by itself"):
            return "begun by itself, and of two minutes at most"
        return None

    def _says_yes(self, record: Mapping[str, Any], what: str) -> bool:
        return any(is_done(record.get(name)) is True for name in self._columns[what])

    def _seconds(self, record: Mapping[str, Any]) -> float | None:
        for name in self._lengths:
            number = _number(record.get(name))
            if number is not None:
                return number * _LENGTHS[self._columns["length"][name]]
        return None


def _text(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None
