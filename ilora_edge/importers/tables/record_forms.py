"""Records in the one form that is read, where a program spreads over several columns what is one.

A day and its clock in two columns are one time; of an episode with a name of its own and that of
its show the show is the item; what a thing is may lie in an object of its own, as
``{"watched_at": ..., "movie": {"title": ..., "ids": {...}}}``, and a time too, as databases of
documents export it: ``{"$date": ...}``, ``{"_seconds": ...}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ilora_edge.importers.tables.columns import Columns, find_columns, plain_name
from ilora_edge.importers.tables.dated_columns import words_of_name
from ilora_edge.importers.tables.tracker_rows import YamtrackTimes

_DAYS = frozenset(
    {"date", "day", "datum", "fecha", "data", "jour", "giorno", "dag", "日付", "日期"}
)
_PARTS_OF_DAYS = (
    ("year", "jahr", "année", "annee", "año", "anno", "ano", "rok", "jaar", "år", "год", "年"),
    ("month", "monat", "mois", "mes", "mese", "mês", "miesiąc", "maand", "månad", "месяц", "月"),
    ("day", "tag", "jour", "día", "dia", "giorno", "dzień", "dag", "день", "日"),
)
_CLOCKS = frozenset({"time", "clock", "uhrzeit", "heure", "hora", "ora", "tijd", "zeit", "時刻"})
_CLOCK = re.compile(
    r"[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?(?:\s?[ap]\.?m\.?)?", re.I
)
_SHOWS = ("show", "series", "tvshow", "tvseries", "serie", "programme")
_PARTS = frozenset({"episode", "episodes", "season", "ep"})
_NAMES = frozenset({"title", "name"})
_KIND, _TRACKS = "media_type", ("track", "audio", "music")
WORKS = (
    *("movie", "show", "anime", "book", "media", "item", "game", "work", "track", "metadata"),
    *("content", "mediaitem", "media_item", "film", "song", "video", "product"),
)
"""What an object that says what a thing is may be called."""
# Objects with a name that is of no work.
_NO_WORKS = frozenset(
    {
        *("user", "account", "profile", "person", "owner", "member", "artist", "author", "creator"),
        *("director", "channel", "publisher", "studio", "platform", "device", "country", "venue"),
        *("brewery", "location", "list", "shelf", "season", "network", "language", "genre"),
    }
)
# Objects that say what became of it: of Jellyfin's, MyAnimeList's and Stremio's answers.
_OF_A_PERSON = frozenset(
    {
        *("userdata", "user_data", "user_item_data", "state", "user_state", "user_status"),
        *("list_status", "my_list_status", "mylist", "my_list", "progress", "user_progress"),
        *("user_review", "my_review", "media_list_entry", "list_entry", "watch", "my_stats"),
        "title_history",
    }
)

# Of a table's fields, and of most of JSON.
_PLAIN = frozenset({str, int, float, bool, type(None)})
# What a title is called in several languages, the likelier first, and the parts of a day.
_LANGUAGES = ("english", "en", "userPreferred", "romaji", "native")
_OF_A_DAY = {"year", "month", "day"}

# How MongoDB, Firestore, Java and DynamoDB write a time, a number, a text and an id in JSON.
_WRAPS = (
    *("$date", "$numberLong", "$numberInt", "$numberDouble", "$oid", "_seconds", "seconds"),
    *("epochSecond", "stringValue", "integerValue", "doubleValue", "timestampValue"),
    *("booleanValue", "S", "N", "BOOL", "mapValue", "M"),
)
_WRAPS_OF_MAPS = ("mapValue", "M")
_TYPES = frozenset({*_WRAPS, "nullValue", "arrayValue", "referenceValue", "NULL", "L", "SS"})
_MOST_WRAPS = 2


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is done with records of the same columns.

    Attributes
    ----------
    clock
        Its column, and that of the days.
    day
        The columns of its year, its month and its day.
    show
        Its column, those of an episode's name, which it stands for, and whether these go: a file
        whose show is in a column of titles of its own has no other title.
    is_yamtrack
        Whether a row without a time has others.
    title
        What the title is called, where others may call it otherwise.
    """

    clock: tuple[str, str] | None
    day: tuple[str, str, str] | None
    show: tuple[str, tuple[str, ...], bool] | None
    is_yamtrack: bool
    title: str | None


class RecordForms:
    """Puts the records of a file into one form; a column that was asked for stays as it is.

    ``may_differ``: of other things the title may be called otherwise, as a track's and a show's.
    """

    def __init__(self, wanted: Columns, has_items: bool, may_differ: bool = False) -> None:
        self._wanted, self._has_items, self._may_differ = wanted, has_items, may_differ
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._yamtrack = YamtrackTimes()

    def of(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a record with its time and its item in one column each; others as they are."""
        if type(record) is not dict:
            # Of two columns with one name the values tell.
            return record
        if not _PLAIN.issuperset(map(type, record.values())):
            record = {name: _alone(value) for name, value in _document(record).items()}
            record = _with_its_work(record)
        names = tuple(record)
        plan = self._plans.get(names)
        if plan is None:
            plan = self._plans[names] = self._plan(names)
        if plan.is_yamtrack:
            record = self._yamtrack.of(record)
        if plan.day is not None:
            record = _with_day(record, *plan.day)
        if plan.clock is not None:
            record = _with_clock(record, *plan.clock)
        if plan.show is not None and record[plan.show[0]]:
            show, titles, they_go = plan.show
            if str(record.get(_KIND)).lower() in _TRACKS:
                # Above a track stands its artist.
                return record | {n: f"{record[show]} - {record[n]}" for n in titles}
            if they_go:
                return {name: value for name, value in record.items() if name not in titles}
            record = record | dict.fromkeys(titles, record[show])
        return record if plan.title is None else record | {"title": record[plan.title]}

    def _plan(self, names: tuple[str, ...]) -> _Plan:
        return _Plan(
            None if self._wanted.time is not None else _clock_and_day(names),
            None if self._wanted.time is not None else _parts_of_a_day(names),
            self._show(names),
            self._wanted.time is None and YamtrackTimes.are_in(names),
            self._title(names) if self._may_differ else None,
        )

    def _title(self, names: tuple[str, ...]) -> str | None:
        if self._has_items or self._wanted.item is not None or self._wanted.title is not None:
            return None
        found = find_columns(names, self._wanted, False)
        is_other = found is not None and found.item_is_title and "title" not in names
        return found.title if is_other and found is not None else None

    def _show(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...], bool] | None:
        if self._has_items or self._wanted.item is not None or self._wanted.title is not None:
            return None
        if (above := _of_tautulli(names)) is not None:
            return above
        shows = [name for name in names if _is_show(name)]
        words = {name: words_of_name(name) for name in names}
        if len(shows) != 1 or not any(_PARTS & words[name] for name in names):
            return None
        titles = [n for n in names if n not in shows and words[n] <= _NAMES | {"episode"}]
        titles = [name for name in titles if _NAMES & words[name]]
        found = find_columns(names, self._wanted, False)
        # Where ids are given they are those of the episodes.
        if found is None or found.item_is_title:
            return shows[0], tuple(titles), found is None
        return None


def _of_tautulli(names: tuple[str, ...]) -> tuple[str, tuple[str, ...], bool] | None:
    """Return what stands two levels above an episode, as Plex's programs name it."""
    there = {"title", "grandparent_title"} <= set(names)
    return ("grandparent_title", ("title",), False) if there else None


def _is_show(name: str) -> bool:
    words = re.sub(r"[\W_]+", "", name).lower()
    return any(words in (show, f"{show}name", f"{show}title") for show in _SHOWS)


def _clock_and_day(names: tuple[str, ...]) -> tuple[str, str] | None:
    words = {name: words_of_name(name) for name in names}
    clocks = [n for n in names if words[n] & _CLOCKS and not words[n] & _DAYS]
    days = [n for n in names if words[n] & _DAYS and not words[n] & _CLOCKS]
    for clock in clocks:
        # "Watch Time" is of "Watch Date"; "Time" of the only date.
        same = [day for day in days if words[day] - _DAYS == words[clock] - _CLOCKS]
        alone = days if words[clock] <= _CLOCKS and len(days) == 1 else []
        if found := same or alone:
            return clock, found[0]
    return None


def _parts_of_a_day(names: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Return the columns of year, month and day, where a day has a column for each."""
    plain = {plain_name(name): name for name in reversed(names)}
    found = [next((plain[n] for n in usual if n in plain), None) for usual in _PARTS_OF_DAYS]
    year, month, day = found
    return (year, month, day) if year and month and day else None


def _with_day(record: dict[str, Any], year: str, month: str, day: str) -> dict[str, Any]:
    values = [str(record[name] or "").strip() for name in (year, month, day)]
    rest = {name: value for name, value in record.items() if name not in (year, month, day)}
    if not values[0]:
        return rest | {"date": ""}
    if values[1].isdecimal() or not values[1]:
        return rest | {"date": "-".join((values[0], *(v.zfill(2) for v in values[1:] if v)))}
    return rest | {"date": " ".join(filter(None, (values[2], values[1], values[0])))}


def _with_clock(record: dict[str, Any], clock: str, day: str) -> dict[str, Any]:
    at, on = record[clock], record[day]
    is_clock = isinstance(at, str) and (not at.strip() or _CLOCK.fullmatch(at.strip()) is not None)
    if not is_clock or not isinstance(on, str) or not on.strip() or ":" in on:
        return record
    rest = {name: value for name, value in record.items() if name != clock}
    return rest | {day: f"{on} {at}".strip()}


def _alone(value: object) -> object:
    """Return the one value that an object stands for, anything else as it is."""
    if isinstance(value, list):
        return _moment_of(value)
    for _ in range(_MOST_WRAPS):
        if not isinstance(value, dict):
            break
        if value.keys() == _OF_A_DAY:
            return _day(value)
        name = next((name for name in _WRAPS if name in value), None)
        if name is None or len(value) > 2:
            break
        value = value[name]
        if name in _WRAPS_OF_MAPS and isinstance(value, dict):
            # Of Firestore's maps the members lie one deeper.
            within = value.get("fields", value) if name == "mapValue" else value
            members = within if isinstance(within, dict) else {}
            return {inner: _alone(each) for inner, each in members.items()}
    return value


def _document(record: dict[str, Any]) -> dict[str, Any]:
    """Return the members of a database's document, without what it says of the document itself."""
    wrapped = [
        value
        for value in record.values()
        if isinstance(value, dict) and len(value) > 0 and all(map(_is_wrapped, value.values()))
    ]
    return wrapped[0] if len(wrapped) == 1 and not any(map(_is_wrapped, wrapped)) else record


def _is_wrapped(value: object) -> bool:
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _TYPES


def _moment_of(parts: list[Any]) -> object:
    """Return a moment of which the parts are given, as Java writes it; another list as it is."""
    if not 3 <= len(parts) <= 7 or not all(type(part) is int for part in parts):
        return parts
    year, month, day, *clock = parts
    if not 1900 <= year < 2100 or not all(0 <= part < 100 for part in (month, day, *clock[:3])):
        return parts
    hour, minute, second = (*clock[:3], 0, 0, 0)[:3]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def _day(parts: dict[str, Any]) -> str | None:
    """Return a day of which the parts are given; a month or a year alone is its first."""
    year, month, day = parts["year"], parts["month"] or 1, parts["day"] or 1
    if not all(isinstance(part, int) for part in (year, month, day)):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _titled(work: dict[str, Any]) -> dict[str, Any]:
    """Return a work with one title, of those that it has in several languages."""
    title = work.get("title")
    if isinstance(title, list) and title and all(isinstance(name, str) for name in title):
        return work | {"title": title[0]}
    if not isinstance(title, dict):
        return work
    names = [title[name] for name in _LANGUAGES if isinstance(title.get(name), str)]
    names = [name for name in names if name.strip()]
    if not names:
        return work
    others = {"original_title": names[-1]} if names[-1] != names[0] else {}
    return work | others | {"title": names[0]}


def _with_its_work(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with what its only inner work says of itself; its own values stand."""
    record = _titled(_with_what_became_of_it(record))
    if {"title", "name"} & record.keys():
        return record
    works = [
        value for name, value in record.items()
        if name.lower() in WORKS and isinstance(value, dict) and {"title", "name"} & value.keys()
    ] or _only_work(record)  # fmt: skip
    if len(works) != 1:
        return record
    works = [_titled(works[0])]
    ids = works[0].get("ids")
    inner = {name: value for name, value in (ids if isinstance(ids, dict) else {}).items()
             if name in ("imdb", "tmdb", "isbn", "mbid")}  # fmt: skip
    plain = (*works[0].items(), *record.items())
    return inner | {n: v for n, v in plain if not isinstance(v, dict) and not _holds_lists(v)}


def _with_what_became_of_it(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with what an object says of the person and the work; its own values stand."""
    said = [
        (name, value)
        for name, value in record.items()
        if isinstance(value, dict) and plain_name(name) in _OF_A_PERSON
    ]
    for name, value in said:
        plain = {n: _alone(v) for n, v in value.items()}
        # A name in it is of somebody or something else.
        others = {*record, *_NAMES, "id"}
        plain = {n: v for n, v in plain.items() if not isinstance(v, dict) and n not in others}
        record = plain | {n: v for n, v in record.items() if n != name}
    return record


def _only_work(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the object that the row itself lies in, whatever it is called: ``_source``."""
    if _tells_an_item(tuple(record)):
        return []
    return [
        value
        for name, value in record.items()
        if isinstance(value, dict)
        and plain_name(name) not in _NO_WORKS
        and _tells_an_item(tuple(value))
    ]


@lru_cache(maxsize=1024)
def _tells_an_item(names: tuple[str, ...]) -> bool:
    return find_columns(names, Columns(), False) is not None


def _holds_lists(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(part, list) for part in value)
