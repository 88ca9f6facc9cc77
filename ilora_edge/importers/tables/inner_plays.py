"""Works that carry a list of when they were watched, in JSON or in a text of a table's column.

Each time is a row. Two programs' lists have names and words of their own, those of Ryot and
Watcharr.

Ryot's ``export.json`` has ``media``: ``lot`` (movie, show, ...), ``source`` (tmdb, ...),
``identifier`` (there), ``source_id`` (mostly the title), ``seen_history`` (``started_on, ended_on,
state, show_season_number, ...``), ``reviews`` (``rating``, of 100 whatever the person chose;
``show_episode_number, ...`` where it is of a part), ``collections``. What was not seen is on a list
of something else, as a watch list is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ilora_edge.importers.tables.columns import Columns, find_columns
from ilora_edge.importers.tables.dated_columns import OF_TIMES, is_of_doing, words_of_name
from ilora_edge.importers.tables.dates import is_day
from ilora_edge.importers.tables.tracker_rows import watcharr_plays
from ilora_edge.importers.tables.usual_names import OTHERS_RATINGS
from ilora_edge.times.no_date import is_no_date

_NAMED_BY = ("lot", "source", "identifier")
_OF_RYOT = {*_NAMED_BY, "seen_history"}
# Of what names a work: it is written once for each time.
_LONGEST = 500
_STATES = {"on_a_hold": "on hold"}
_KINDS = {"movie": "tmdb_id"}
_NOT_BEGUN = "planned"
# What a list of times may be called, of use or of anything.
_USES = frozenset(
    {
        *("plays", "played", "watches", "watched", "watching", "viewings", "views", "viewed"),
        *("reads", "readings", "read", "listens", "listened", "scrobbles", "sessions", "seen"),
        *("history", "diary", "log", "logs", "visits", "checkins"),
    }
)
_LISTS = _USES | {"dates", "times", "timestamps"}
# Besides these a list's name has no word of another thing: price_history, edit_log.
_BESIDE = frozenset(
    {
        *("play", "watch", "view", "viewing", "reading", "listen", "listening", "scrobble"),
        *("session", "visit", "checkin", "date", "time", "at", "user", "my", "all", "list"),
        *("of", "and", "on", "entries", "events", "items", "data", "records", "episode"),
    }
)
# Of texts in a table so much is taken for JSON.
_LONGEST_TEXT = 2**20
_JSON = ('{"', "[{", '["')
_TITLES = ("title", "name")
_NAMES = ("username", "user_name", "user", "profile", "name")
# Watch 1, #2, 3rd viewing; and what was done again: Rewatched.
_NUMBER = re.compile(
    r"#?\b[0-9]{1,2}(?:st|nd|rd|th|\.)?(?![0-9])|\bre-?(?=watch|read|play|listen)",
    re.IGNORECASE,
)


def plays_of(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a record for each time that a work was seen; any other record as it is."""
    if (plays := watcharr_plays(record)) is not None:
        yield from plays
        return
    if not record.keys() >= _OF_RYOT or not all(_is_short(record[name]) for name in _NAMED_BY):
        yield from _each_time(record)
        return
    work = _work(record)
    seen = record["seen_history"]
    times = [each for each in seen if isinstance(each, dict)] if isinstance(seen, list) else []
    for each in times:
        state = each.get("state")
        yield work | {
            "watched_at": each.get("ended_on") or each.get("started_on"),
            "status": _STATES.get(state, state) if isinstance(state, str) else "",
        }
    if not times:
        yield work | {
            "watched_at": None,
            "status": "" if work["rating"] is not None else _NOT_BEGUN,
        }


def has_lists(record: Mapping[str, Any]) -> bool:
    """Whether a table's row has lists: a text of JSON, or days in numbered columns.

    Most rows have none, and are asked only this.
    """
    if type(record) is not dict:
        return False
    if _numbered((*record,)):
        return True
    # Most rows have nothing of it, and are asked no more.
    if "{" not in (row := "".join(record.values())) and '["' not in row:
        return False
    return any(text.startswith(_JSON) for text in record.values())


def with_lists(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return such a row with its lists, and with what a text says became of the thing."""
    return _with_numbered(_with_json(record))


def _with_json(record: Mapping[str, Any]) -> Mapping[str, Any]:
    read: dict[str, Any] = {
        name: found for name, text in record.items() if (found := _read(text)) is not None
    }
    row: dict[str, Any] = {**record, **read}
    for name, value in read.items():
        if isinstance(value, dict) and not OTHERS_RATINGS & words_of_name(name):
            names = [*_TITLES[:1], *value]
            told = find_columns(names, Columns(), False)
            if told is not None and (told.time or told.rating or told.status):
                row = value | {n: v for n, v in row.items() if n != name}
    return row


def _read(text: str) -> Any | None:
    """Return an object, or a list of objects or of days; None for any other text."""
    if not text.startswith(_JSON) or len(text) > _LONGEST_TEXT:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        return value
    return value if all(isinstance(v, dict) for v in value) or _are_days(value) else None


def _each_time(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a row for each member of the only list that says when; else the record as it is."""
    found = [(n, v) for n, v in record.items() if isinstance(v, list) and _is_of_times(n)]
    name, value = found[0] if len(found) == 1 else ("", [None])
    times: list[Any] = [{"date": v} if isinstance(v, str) and is_day(v) else v for v in value]
    if not all(map(_is_time, times)):
        yield from _of_person(record, value) or [record]
        return
    rest = {n: v for n, v in record.items() if n != name}
    own = find_columns(list(rest), Columns(), False)
    if own is not None and own.time is not None and not _USES & words_of_name(name):
        # Of other days, as those on which it came out.
        yield record
        return
    if own is not None and own.count is None:
        # None is said of what was never done, where others have some.
        rest["play_count"] = len(times)
    if own is not None and own.time is not None and times:
        # A day that the work has besides is of something else, or of the last time.
        rest.pop(own.time)
        if is_of_doing(own.time):
            # Works without a list keep that column, and one column has the times of all.
            times = [_timed_as(own.time, time) for time in times]
    yield from (rest | _without_id(time) for time in times or [{}])


def _is_of_times(name: str) -> bool:
    words = words_of_name(name)
    return bool(_LISTS & words) and words <= _LISTS | _BESIDE


def _timed_as(name: str, time: dict[str, Any]) -> dict[str, Any]:
    """Return a member of a list with its time in a column of another name."""
    told = find_columns(["title", *time], Columns(), False)
    if told is None or told.time is None:
        return time
    return {n: v for n, v in time.items() if n != told.time} | {name: time[told.time]}


def _of_person(record: Mapping[str, Any], value: list[Any]) -> list[Mapping[str, Any]]:
    """Return the rows of a person's list of works, as that person's; nothing of another list."""
    who = next((record[name] for name in _NAMES if isinstance(record.get(name), str)), None)
    works = [each for each in value if isinstance(each, dict) and "title" in each]
    if who is None or "title" in record or len(works) < len(value) or not works:
        return []
    return [{"user": who} | work for work in works]


def _with_numbered(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row with one list of the days that it has in numbered columns: ``Watch 1``, ..."""
    names = _numbered(tuple(record))
    days = [record[name] for name in names if not is_no_date(record[name])]
    if not days or not all(isinstance(day, str) and is_day(day) for day in days):
        return record
    # Days of doing come before a day that may be of anything.
    name = "viewings" if is_of_doing(names[-1]) else "dates"
    return {n: v for n, v in record.items() if n not in names} | {name: days}


@lru_cache(maxsize=256)
def _numbered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that have one name but for a number, a word for use or for a day in it.

    The first may have none: ``Watched``, ``Watched 2``.
    """
    stems: dict[str, list[str]] = {}
    for name in names:
        stem = _NUMBER.sub("", name)
        if stem != name and (is_of_doing(stem) or OF_TIMES & words_of_name(stem)):
            stems.setdefault(" ".join(stem.lower().split()), []).append(name)
    for name in names:
        if (group := stems.get(" ".join(name.lower().split()))) is not None:
            group.insert(0, name)
    found = [group for group in stems.values() if len(group) > 1]
    return tuple(found[0]) if len(found) == 1 else ()


def _without_id(time: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in time.items() if name != "id"}


def _is_time(value: object) -> bool:
    """Whether a member of a list says when something was done, and not what."""
    if not isinstance(value, dict) or any(name in value for name in _TITLES):
        return False
    told = find_columns(["title", *value], Columns(), False)
    return told is not None and told.time is not None and told.item == "title"


def _are_days(value: list[Any]) -> bool:
    return len(value) > 0 and all(isinstance(day, str) and is_day(day) for day in value)


def _is_short(value: object) -> bool:
    return isinstance(value, str | int) and len(str(value)) <= _LONGEST


def _work(record: Mapping[str, Any]) -> dict[str, Any]:
    number, source = str(record["identifier"]), str(record["source"])
    title = record.get("source_id")
    reviews = record.get("reviews")
    rated = [
        review["rating"]
        for review in (reviews if isinstance(reviews, list) else [])
        if isinstance(review, dict)
        and review.get("rating") not in (None, "")
        and all(value is None for name, value in review.items() if name.endswith("_number"))
    ]
    work = {
        "item_id": f"{source}:{record['lot']}:{number}",
        "title": title if isinstance(title, str) else None,
        "rating": f"{rated[-1]}/100" if rated else None,
    }
    # TMDB counts films and shows from 1 each.
    if source == "tmdb" and (kind := _KINDS.get(str(record["lot"]))) is not None:
        work[kind] = number
    return work
