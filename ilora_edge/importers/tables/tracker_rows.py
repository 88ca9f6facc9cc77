"""Exports of trackers that say in several places when a thing was watched, read or played.

Watcharr's JSON has works with an ``activity``: ``[{type, data, customDate, createdAt}, ...]``, as
its database has it; what was brought in from elsewhere without a day has that of the import, which
is none. Yamtrack's CSV has ``end_date`` where a person gave one, and of every row when its progress
last changed (``progressed_at``) and when it was made (``created_at``): of many within one second
that is an import, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ilora_edge.importers.tables.states import state_of

_OF_WATCHARR = {"activity", "status"}
_LISTS = {"activity", "watchedSeasons", "watchedEpisodes", "tags", "createdAt", "updatedAt"}
_BEGUN = ("FINISHED", "WATCHING", "HOLD")
_OF_THE_LIST = ("ADDED_WATCHED", "STATUS_CHANGED", "STATUS_CHANGED_AUTO")
_OF_YAMTRACK = {"media_id", "media_type", "start_date", "end_date", "created_at"}
_CHANGED = ("progressed_at", "progress_changed")
_KEY = ("media_type", "source", "media_id", "season_number", "episode_number")
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_SECOND = len("2025-01-02 03:04:05")


def watcharr_plays(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]] | None:
    """Return a record for each day on which something of a work was finished, None of others.

    What was begun, or was finished on a day that nobody knows, is one; what is only planned is one
    that says so.
    """
    activity = record.get("activity")
    if not record.keys() >= _OF_WATCHARR or not isinstance(activity, list):
        return None
    done = [each for each in activity if isinstance(each, dict)]
    if len(done) < len(activity):
        return None
    return _plays(_work(record), record, done)


def _plays(
    work: dict[str, Any], record: Mapping[str, Any], done: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    days: dict[str, str | None] = {}
    for each in _not_taken_back(done):
        if _is_finished(each):
            at = _own_day(each) or (None if _kind(each).endswith(("_JF", "_PLEX")) else _made(each))
            days[(at or "")[:10]] = at
    if record["status"] == "DROPPED" or not days:
        yield work | {"status": _state(record), "watched_at": _otherwise(record, done)}
        return
    for at in days.values():
        yield work | {"status": "completed", "watched_at": at}


def _work(record: Mapping[str, Any]) -> dict[str, Any]:
    work = {name: value for name, value in record.items() if name not in _LISTS}
    if work.get("rating") == 0:
        work["rating"] = None
    elif isinstance(rating := work.get("rating"), int | float):
        work["rating"] = f"{rating}/10"
    content = work.get("content")
    if isinstance(content, dict) and content.get("type") == "tv":
        # TMDB counts films and shows from 1 each.
        work["content"] = {name: v for name, v in content.items() if name != "tmdbId"}
    return work


def _not_taken_back(done: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was done of which nothing later says that it was not, of episodes and seasons."""
    taken: dict[str, int] = {}
    for n, each in enumerate(done):
        if _kind(each).endswith("_REMOVED"):
            taken[_part(each)] = n
    return [each for n, each in enumerate(done) if taken.get(_part(each), -1) < n]


def _part(each: Mapping[str, Any]) -> str:
    """Return which part of a show is meant: none of what says no part."""
    data = each.get("data")
    if not isinstance(data, str) or len(data) > 200 or not _kind(each).startswith(("EP", "SEAS")):
        return ""
    words = data.replace('"', "").replace(" ", "").strip("{}").split(",")
    return ",".join(sorted(word for word in words if word.startswith(("season:", "episode:"))))


def _is_finished(each: Mapping[str, Any]) -> bool:
    kind, data = _kind(each), each.get("data")
    if kind.startswith("IMPORTED_ADDED_WATCHED") or each.get("countAsPlay") is True:
        return True
    is_of_state = "ADDED" in kind or "STATUS_CHANGED" in kind
    return is_of_state and isinstance(data, str) and "FINISHED" in data


def _state(record: Mapping[str, Any]) -> str:
    parts = (*_list(record, "watchedSeasons"), *_list(record, "watchedEpisodes"))
    if record["status"] in (*_BEGUN, "DROPPED"):
        return str(record["status"]).lower()
    is_begun = any(part.get("status") == "FINISHED" for part in parts)
    return "watching" if is_begun else "planned"


def _otherwise(record: Mapping[str, Any], done: list[dict[str, Any]]) -> object:
    times = (_own_day(e) or (_made(e) if _kind(e) in _OF_THE_LIST else None) for e in done)
    if found := max(filter(None, times), default=None):
        return found
    is_import = any(_kind(each).startswith("IMPORTED") for each in done)
    return None if is_import else record.get("createdAt")


def _list(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = record.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _kind(each: Mapping[str, Any]) -> str:
    return str(each.get("type", ""))


def _own_day(each: Mapping[str, Any]) -> str | None:
    found = each.get("customDate")
    return found if isinstance(found, str) else None


def _made(each: Mapping[str, Any]) -> str | None:
    found = each.get("createdAt")
    return found if isinstance(found, str) else None


class YamtrackTimes:
    """Gives rows of Yamtrack's CSV without an ``end_date`` the best time that they have."""

    def __init__(self) -> None:
        # Of each second: the row that was made in it, an empty text where several were.
        self._made: dict[str, str] = {}

    @staticmethod
    def are_in(names: tuple[str, ...]) -> bool:
        """Whether columns are those of such a file."""
        return set(names) >= _OF_YAMTRACK

    def of(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row with its time in ``end_date``; rows that were not met may have been alone.

        So all are to be met once before they are asked for.
        """
        key = "\0".join(str(record.get(name)) for name in _KEY)
        second = str(record.get("created_at"))[:_SECOND]
        if self._made.setdefault(second, key) != key:
            self._made[second] = ""
        if record["end_date"]:
            return dict(record)
        if state_of(record.get("status")) == "planned":
            return dict(record)
        return dict(record) | {"end_date": record["start_date"] or self._of_row(record, second)}

    def _of_row(self, record: Mapping[str, Any], second: str) -> object:
        made = record.get("created_at")
        changed = next((record[name] for name in _CHANGED if record.get(name)), None)
        at, then = _moment(made), _moment(changed)
        # An import makes its rows when it has read all; of an export of its own it keeps changes.
        if then is not None and at is not None and not at - _DAY < then < at + _MINUTE:
            return changed
        return made if self._made[second] else None


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
