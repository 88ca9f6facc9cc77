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
from ilora_edge.times.no_date import is_no_date

# As services of music count a play; what began by itself was watched after two minutes.
_LEAST_SECONDS, _LEAST_BY_ITSELF = 30.0, 120.0
# Of longer names of columns of how long: Play Duration Milliseconds, ms_played, Seconds Viewed.
_UNITS = {
    **dict.fromkeys(("ms", "millis", "milliseconds"), 0.001),
    **dict.fromkeys(("sec", "secs", "seconds"), 1.0),
}
_OF_PLAYING = frozenset(
    {
        *("play", "played", "playback", "watch", "watched", "view", "viewed", "viewing", "stream"),
        *("streamed", "listen", "listened", "listening", "reading", "event"),
    }
)
# What is nought of something that was seen to its end, or a moment: Playback Position Ms.
_NO_LENGTH = frozenset(
    {
        *("position", "pos", "offset", "progress", "resume", "remaining", "left", "start"),
        *("started", "begin", "end", "ended", "at", "from", "until", "to", "last", "skip"),
    }
)
_IN_SECONDS = "listening_time"
_COLUMNS = {
    "event": frozenset({"event_type", "event"}),
    "by itself": frozenset({"is_autoplay", "is_autoplayed"}),
    "hidden": frozenset(
        {
            *("is_deleted", "is_hidden", "incognito_mode", "is_incognito", "private_session"),
            *("deleted", "is_trashed", "tombstone"),
        }
    ),
    "gone": frozenset({"deleted_at", "deleted_on", "date_deleted", "trashed_at"}),
    "kind": frozenset(
        {
            *("material_type_description", "material_type", "content_type", "video_type"),
            *("supplemental_video_type", "audio_type"),
        }
    ),
}
_BESIDE_ARCHIVED = frozenset({"playing_status", "playingstatus"})
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
        self._is_archive = False
        self._units: dict[str, float] = {}
        self._lengths: set[str] = set()
        self._plays: dict[str, str] = {}

    def meet(self, names: Iterable[str]) -> None:
        """Take names of columns: most files have none of these, and their rows cost nothing."""
        for name in names:
            plain = plain_name(name)
            for what in (what for what, usual in _COLUMNS.items() if plain in usual):
                self._columns[what][name] = plain
                self._are_there = True
            self._is_archive = self._is_archive or plain in _BESIDE_ARCHIVED
            if (unit := _unit_of(plain)) is not None:
                self._units[name] = unit
                self._are_there = True

    def learn(self, record: Mapping[str, Any]) -> None:
        """Look at one row, of any content; the names of its columns were met."""
        if not self._are_there:
            return
        for name in self._units:
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
        if self._is_archive:
            # Pocket Casts calls an episode deleted that was archived, most often once it was heard.
            return self._too_short(record)
        is_gone = any(_is_day_of(record.get(name)) for name in self._columns["gone"])
        if is_gone or self._says_yes(record, "hidden"):
            return "hidden, deleted or of a private session"
        if any(_SUPPLEMENT.fullmatch(_text(record.get(name))) for name in self._columns["kind"]):
            return "trailers, samples and other supplements"
        return self._too_short(record)

    def _too_short(self, record: Mapping[str, Any]) -> str | None:
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
                return number * self._units[name]
        return None


def _is_day_of(value: object) -> bool:
    return value not in (0, "0") and not is_no_date(value)


def _unit_of(name: str) -> float | None:
    """Return how many seconds a column's numbers are, None where it is not of how long."""
    words = set(re.split(r"[^a-z]+", name.replace("msplayed", "ms_played")))
    if not words & _OF_PLAYING or words & _NO_LENGTH:
        return None
    return next((_UNITS[word] for word in words if word in _UNITS), None) or (
        1.0 if name == _IN_SECONDS else None
    )


def _text(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None
