"""ListenBrainz: ``listens/YEAR/MONTH.jsonl`` and ``feedback.jsonl``, or one JSON array of before.

A listen has ``listened_at`` (unix seconds) and ``track_metadata`` with ``artist_name``,
``track_name``, ``mbid_mapping.recording_mbid`` and ``additional_info.recording_mbid``. Feedback
has ``recording_mbid``, ``recording_msid`` and ``score``, 1 (loved) or -1 (hated): of what
MusicBrainz does not know, ``track_metadata.recording_msid`` is the same; some have a
``track_metadata`` of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, said, wrong_file
from ilora_edge.importers.records.json_records import Record, read_json
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.importers.tracks import track
from ilora_edge.matching.item_facts import musicbrainz_id

_STARS = {1: 5.0, -1: 1.0}


class ListenBrainzSource(PersonalExport):
    """Reads listens; what was loved has five stars, what was hated one."""

    service = "ListenBrainz"
    files = ("*.jsonl", "*listen*.json", "*_lb-*.json")

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each listen."""
        listens: list[tuple[Item, int | None, str]] = []
        feedback: dict[str | None, float] = {}
        listened_at = DateColumn("listened_at")
        # Of one track there are many.
        same: dict[Item, Item] = {}
        for path in paths:
            for place, record in self.counted(path, _unwrapped(read_json(path, self._encoding))):
                if "score" in record and not {"listened_at", "timestamp"} & record.keys():
                    _learn(feedback, record, place)
                    continue
                about = record.get("track_metadata")
                if not isinstance(about, dict):
                    raise wrong_file(
                        path, self.service, list(record), "'listened_at' and 'track_metadata'"
                    )
                if record.get("playing_now") is True:
                    self.leave_out("what is playing now")
                    continue
                item = _item(about, place)
                if item is None:
                    self.leave_out("listens without a track's name")
                    continue
                when = record.get("listened_at", record.get("timestamp"))
                item = same.setdefault(item, item)
                listens.append((item, listened_at.read(when, place), _msid(about)))
        for item, time, msid in listens:
            known = (feedback.get(key) for key in (item.musicbrainz, msid, item.item_id))
            yield Event(item, time, next((r for r in known if r is not None), None))


def _unwrapped(records: Iterator[Record]) -> Iterator[Record]:
    """Yield the listens of an answer of the service's interface, and others as they are."""
    for place, record in records:
        payload = record.get("payload")
        inner = payload.get("listens") if isinstance(payload, dict) else None
        if isinstance(payload, dict) and isinstance(inner, list):
            now = {"playing_now": True} if payload.get("playing_now") is True else {}
            yield from ((place, {**listen, **now}) for listen in inner if isinstance(listen, dict))
        else:
            yield place, record


def _item(about: dict[str, Any], place: Place) -> Item | None:
    title = said(about, "track_name", place)
    if not title:
        return None
    mapped, further = (about.get(name) for name in ("mbid_mapping", "additional_info"))
    mbid = next(
        (
            found
            for known in (mapped, further)
            if isinstance(known, dict) and (found := musicbrainz_id(known.get("recording_mbid")))
        ),
        None,
    )
    return track(said(about, "artist_name", place), title, mbid)


def _learn(feedback: dict[str | None, float], record: dict[str, Any], place: Place) -> None:
    score = record.get("score")
    about = record.get("track_metadata")
    item = _item(about, place) if isinstance(about, dict) else None
    if item is not None and isinstance(score, int) and score in _STARS:
        feedback[item.item_id] = _STARS[score]
    for name in ("recording_mbid", "recording_msid"):
        known = musicbrainz_id(record.get(name))
        if known is not None and isinstance(score, int) and score in _STARS:
            feedback[known] = _STARS[score]


def _msid(about: dict[str, Any]) -> str:
    """Return the id that ListenBrainz gives to an artist and a title as somebody wrote them."""
    further = about.get("additional_info")
    inner = further.get("recording_msid") if isinstance(further, dict) else None
    return musicbrainz_id(about.get("recording_msid", inner)) or ""


SOURCE = ListenBrainzSource
