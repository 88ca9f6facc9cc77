"""Works that carry a list of when they were watched, as Ryot exports them: a row for each time.

Ryot's ``export.json`` has ``media``: ``lot`` (movie, show, ...), ``source`` (tmdb, ...),
``identifier`` (there), ``source_id`` (mostly the title), ``seen_history`` (``started_on, ended_on,
progress, show_season_number, ...``), ``reviews`` (``rating``), ``collections``. What was not seen
is on a list of something else, as a watch list is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_OF_RYOT = {"lot", "source", "identifier", "seen_history"}
_KINDS = {"movie": "tmdb_id"}
_NOT_BEGUN = "planned"


def plays_of(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a record for each time that a work was seen; any other record as it is."""
    if not record.keys() >= _OF_RYOT:
        yield record
        return
    work = _work(record)
    seen = record["seen_history"]
    times = [each for each in seen if isinstance(each, dict)] if isinstance(seen, list) else []
    for each in times:
        yield work | {"watched_at": each.get("ended_on") or each.get("started_on"), "status": ""}
    if not times:
        yield work | {
            "watched_at": None,
            "status": "" if work["rating"] is not None else _NOT_BEGUN,
        }


def _work(record: Mapping[str, Any]) -> dict[str, Any]:
    number, source = str(record["identifier"]), str(record["source"])
    title = record.get("source_id")
    reviews = record.get("reviews")
    rated = [
        review["rating"]
        for review in (reviews if isinstance(reviews, list) else [])
        if isinstance(review, dict) and review.get("rating") not in (None, "")
    ]
    work = {
        "item_id": f"{source}:{record['lot']}:{number}",
        "title": title if isinstance(title, str) else None,
        "rating": rated[-1] if rated else None,
    }
    # TMDB counts films and shows from 1 each.
    if source == "tmdb" and (kind := _KINDS.get(str(record["lot"]))) is not None:
        work[kind] = number
    return work
