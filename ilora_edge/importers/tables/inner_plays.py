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
from collections.abc import Iterator, Mapping
from typing import Any

from ilora_edge.importers.tables.columns import Columns, find_columns
from ilora_edge.importers.tables.dated_columns import words_of_name
from ilora_edge.importers.tables.dates import is_day
from ilora_edge.importers.tables.tracker_rows import watcharr_plays
from ilora_edge.importers.tables.usual_names import OTHERS_RATINGS

_NAMED_BY = ("lot", "source", "identifier")
_OF_RYOT = {*_NAMED_BY, "seen_history"}
# Of what names a work: it is written once for each time.
_LONGEST = 500
_STATES = {"on_a_hold": "on hold"}
_KINDS = {"movie": "tmdb_id"}
_NOT_BEGUN = "planned"
# What a list of times may be called.
_LISTS = frozenset(
    {
        *("plays", "played", "watches", "watched", "watching", "viewings", "views", "viewed"),
        *("reads", "readings", "read", "listens", "listened", "scrobbles", "sessions", "seen"),
        *("history", "diary", "log", "logs", "dates", "times", "timestamps", "visits", "checkins"),
    }
)
# Of texts in a table so much is taken for JSON.
_LONGEST_TEXT = 2**20
_JSON = ('{"', "[{", '["')
_TITLES = ("title", "name")


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


def has_json(record: Mapping[str, Any]) -> bool:
    """Whether a table's row has a text of JSON in it: most have none, and are asked only this."""
    return type(record) is dict and any(text.startswith(_JSON) for text in record.values())


def with_json(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a table's row with what its texts of JSON say: lists, and what became of the thing."""
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
    found = [(n, v) for n, v in record.items() if isinstance(v, list) and _LISTS & words_of_name(n)]
    name, value = found[0] if len(found) == 1 else ("", [None])
    times: list[Any] = [{"date": v} if isinstance(v, str) else v for v in value]
    if not all(map(_is_time, times)):
        yield record
        return
    rest = {n: v for n, v in record.items() if n != name}
    own = find_columns(list(rest), Columns(), False)
    if own is not None and own.count is None:
        # None is said of what was never done, where others have some.
        rest["play_count"] = len(times)
    if own is not None and own.time is not None and times:
        # A day that the work has besides is of something else, or of the last time.
        rest.pop(own.time)
    yield from (rest | _without_id(time) for time in times or [{}])


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
