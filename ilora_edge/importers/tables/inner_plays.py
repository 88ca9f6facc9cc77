"""Works that carry a list of when they were watched, as Ryot and Watcharr export them.

Each time is a row.

Ryot's ``export.json`` has ``media``: ``lot`` (movie, show, ...), ``source`` (tmdb, ...),
``identifier`` (there), ``source_id`` (mostly the title), ``seen_history`` (``started_on, ended_on,
state, show_season_number, ...``), ``reviews`` (``rating``, of 100 whatever the person chose;
``show_episode_number, ...`` where it is of a part), ``collections``. What was not seen is on a list
of something else, as a watch list is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ilora_edge.importers.tables.tracker_rows import watcharr_plays

_NAMED_BY = ("lot", "source", "identifier")
_OF_RYOT = {*_NAMED_BY, "seen_history"}
# Of what names a work: it is written once for each time.
_LONGEST = 500
_STATES = {"on_a_hold": "on hold"}
_KINDS = {"movie": "tmdb_id"}
_NOT_BEGUN = "planned"


def plays_of(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a record for each time that a work was seen; any other record as it is."""
    if (plays := watcharr_plays(record)) is not None:
        yield from plays
        return
    if not record.keys() >= _OF_RYOT or not all(_is_short(record[name]) for name in _NAMED_BY):
        yield record
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
