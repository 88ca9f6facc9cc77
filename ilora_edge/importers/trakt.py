"""Trakt: its JSON (history, watched, ratings) and its CSV.

JSON is as the service's own interface gives it: ``watched_at, type, movie | show + episode``
(history), ``plays, last_watched_at, movie | show, seasons[].episodes[]`` (watched), ``rated_at,
rating, type`` (ratings); a film or show has ``title, year, ids{trakt, imdb, tmdb}``. CSV has
``watched_at | rated_at, type, title, year, trakt_id, imdb_id, tmdb_id, ..., rating``; that of
TraktRater has ``TraktId, ImdbId, TmdbId, ..., Title, Year, WatchedAt | RatedAt, Rating``, of
episodes ``ShowTraktId, ..., ShowTitle, ShowYear, Episode, Season``. The archive that Trakt gives
has ``watched-history-1.json`` and more pages, ``watched-movies.json``, ``ratings-shows.json``,
``watched-playback.json`` (``progress, paused_at``: begun), ``hidden-dropped.json`` (``hidden_at``:
given up), ``watchlist.json`` or ``lists-watchlist.json`` (``listed_at``: wished for) and others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ilora_edge.histories.database import Item
from ilora_edge.importers.personal import Event, PersonalExport, points, said, titled, wrong_file
from ilora_edge.importers.records.json_records import Record, read_json
from ilora_edge.importers.records.lines import Place
from ilora_edge.importers.tables.dates import DateColumn
from ilora_edge.matching.item_facts import imdb_id, tmdb_id, year_of
from ilora_edge.titles import printable

_BEST = 10
_TIMES = ("watched_at", "last_watched_at", "rated_at")
_BEGUN, _GIVEN_UP = "paused_at", "hidden_at"
# As Trakt takes lists in: ids, watched_at, rating, rated_at and type beside each other.
_FLAT = frozenset({"title", "trakt_id", "imdb_id", "tmdb_id"})
_KINDS = ("movies", "shows", "episodes", "history", "watched", "ratings")
_WISHED = "listed_at"
_NOT_WATCHED = ("collection", "lists", "hidden", "followers", "following", "comments")


class TraktSource(PersonalExport):
    """Reads plays and ratings; a show is one item. Ratings of 1 to 10 become half to five stars.

    A rating without a play counts as one, at the time of rating.
    """

    service = "Trakt"
    files = tuple(
        f"*{kind}*.{end}"
        for kind in (
            *("history", "watched", "ratings", "rated", "hidden-dropped", "hidden_dropped"),
            "watchlist",
        )
        for end in ("json", "csv")
    )

    def events(self, paths: Sequence[Path]) -> Iterator[Event]:
        """Yield each play, with the rating that the title has now."""
        plays: list[Event] = []
        rated: dict[str, Event] = {}
        seen: set[tuple[str, int | None]] = set()
        others: list[Event] = []
        for path in paths:
            name = path.name.lower()
            is_known = "dropped" in name or "watchlist" in name
            if any(word in name for word in _NOT_WATCHED) and not is_known:
                self.note(f"{printable(path.name)} lists what is not known to be watched: left out")
                continue
            for event, is_rating in self._of_file(path):
                if event.is_open or event.is_wish:
                    others.append(event)
                elif is_rating:
                    known = rated.get(event.item.item_id)
                    # Of two exports the newer one has the rating of today.
                    if known is None or (event.time or 0) > (known.time or 0):
                        rated[event.item.item_id] = event
                elif (event.item.item_id, event.time) not in seen:
                    # "watched" repeats the last play of "history".
                    seen.add((event.item.item_id, event.time))
                    plays.append(event)
        played = {event.item.item_id for event in plays}
        for event in plays:
            of_today = rated.get(event.item.item_id)
            yield Event(event.item, event.time, None if of_today is None else of_today.rating)
        for item_id, event in rated.items():
            if item_id not in played:
                yield replace(event, is_state=True)
        for event in others:
            if event.item.item_id not in played and event.item.item_id not in rated:
                yield event

    def _of_file(self, path: Path) -> Iterator[tuple[Event, bool]]:
        if path.suffix.lower() == ".csv":
            for place, record in self.records(path):
                row = {_plain(name): value for name, value in record.items()}
                yield from self._record(path, place, _from_csv(row), row)
        else:
            for place, record in self.counted(path, _unwrapped(read_json(path, self._encoding))):
                work = _work(record)
                flat = work is None and not _FLAT.isdisjoint(record)
                work = _from_csv(record) if flat else work
                yield from self._record(path, place, work, record)

    def _record(
        self, path: Path, place: Place, work: dict[str, Any] | None, record: dict[str, Any]
    ) -> Iterator[tuple[Event, bool]]:
        name = next((name for name in _TIMES if name in record), None)
        if name is None and (_BEGUN in record or _GIVEN_UP in record):
            item = None if work is None else _item(work, _is_film(record), place)
            if item is not None:
                yield Event(item, None, is_open=True), False
            return
        if name is None and _WISHED in record and "watchlist" in path.name.lower():
            yield from self._wish(place, work, record)
            return
        if name is None or (work is None and "type" not in record):
            raise wrong_file(path, self.service, list(record), f"one of {', '.join(_TIMES)}")
        if work is None or record.get("type") in ("season", "list", "person"):
            self.leave_out("what is neither film, show nor episode")
            return
        item = _item(work, _is_film(record), place)
        if item is None:
            self.leave_out("lines without a title or an id")
            return
        is_rating = name == "rated_at"
        is_of_a_part = record.get("type") == "episode" or record.get("season") not in (None, "")
        if is_rating and is_of_a_part:
            # Not of the show.
            self.leave_out("ratings of single episodes and seasons")
            return
        time = DateColumn(name).read(record.get(name), place)
        # 1 is the least that can be given.
        rating = points(record.get("rating"), _BEST, "rating", place, 1)
        yield Event(item, time, rating if is_rating else None), is_rating
        if not is_rating and rating is not None and not is_of_a_part:
            yield Event(item, time, rating), True

    def _wish(
        self, place: Place, work: dict[str, Any] | None, record: dict[str, Any]
    ) -> Iterator[tuple[Event, bool]]:
        """Yield a film or a show of the watch list; of a part of a show, nothing is said of it."""
        is_part = record.get("type") in ("season", "episode")
        item = None if work is None or is_part else _item(work, _is_film(record), place)
        if item is None:
            self.leave_out("what is wanted and is neither film nor show")
        else:
            yield Event(item, None, is_wish=True), False


def _work(record: dict[str, Any]) -> dict[str, Any] | None:
    found = record.get("movie", record.get("show"))
    return found if isinstance(found, dict) else None


def _unwrapped(records: Iterator[Record]) -> Iterator[Record]:
    """Yield the records of lists by kind, ``{"movies": [...]}``, and others as they are."""
    for place, record in records:
        lists = [record[kind] for kind in _KINDS if isinstance(record.get(kind), list)]
        if not lists:
            yield place, record
        for inner in lists:
            yield from ((place, part) for part in inner if isinstance(part, dict))


def _plain(name: str) -> str:
    """Return a column's name as Trakt writes it: ``watched_at`` for ``WatchedAt``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _is_film(record: dict[str, Any]) -> bool:
    """Whether a record is of a film; where it does not say, shows alone have ids of TheTVDB."""
    if "type" in record or "show" in record:
        return record.get("type") == "movie"
    return "movie" in record or not {"show_title", "season", "tvdb_id"} & record.keys()


def _from_csv(row: dict[str, Any]) -> dict[str, Any]:
    of = "show_" if row.get("show_title") else ""
    kinds = ("trakt", "imdb", "tmdb")
    ids = {kind: row.get(f"{of}{kind}_id", row.get(kind)) for kind in kinds}
    return {"title": row.get(f"{of}title"), "year": row.get(f"{of}year"), "ids": ids}


def _item(work: dict[str, Any], is_film: bool, place: Place) -> Item | None:
    title, year = said(work, "title", place), year_of(work.get("year"))
    ids = work.get("ids")
    known: dict[str, Any] = ids if isinstance(ids, dict) else {}
    imdb, trakt = imdb_id(known.get("imdb")), tmdb_id(known.get("trakt"))
    # TMDB counts shows from 1 as well, and a bare number is a film's.
    number = tmdb_id(known.get("tmdb"))
    tmdb = number if is_film else None
    named = titled(title, year) if title else ""
    of_tmdb = f"tmdb:{'' if is_film else 'show:'}{number}" if number else ""
    item_id = imdb or (f"trakt:{trakt}" if trakt else named or of_tmdb)
    if not item_id:
        return None
    name = named or item_id
    return Item(item_id, name, None, year, imdb=imdb, tmdb=tmdb)


SOURCE = TraktSource
