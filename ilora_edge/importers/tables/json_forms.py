"""The rows of an only JSON object: its lists, its columns, what it has by id, or what refers.

Programs write tables as ``{"movies": [...], "shows": [...]}``, as ``{"columns": [...], "data":
[[...]]}``, column by column as ``{"title": {"0": ...}}``, by id as ``{"101": {"title": ...}}``, and
as lists of which one has numbers of another: ``{"games": [{"id": 10, "name": ...}], "plays":
[{"gameRefId": 10, ...}]}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from ilora_edge.importers.tables.columns import Columns, find_columns
from ilora_edge.importers.tables.dated_columns import words_of_name
from ilora_edge.importers.tables.record_forms import WORKS
from ilora_edge.importers.tables.states import state_of

_Record: TypeAlias = dict[str, Any]

# Lists within lists: of each kind, or of each shelf.
_INNER_LISTS = ("entries", "items", "records", "rows")
_DEEPEST = 4
_HEADERS = ("columns", "headers", "header", "fields")
# Of gameRefId, movie_id and bookUuid: what is referred to.
_REFERENCE = re.compile(r"(?i)(\w+?)_?(?:ref)?_?(?:id|uuid|key)")
_OWN_IDS = ("id", "uuid", "key", "_id")
_LOGS = frozenset(
    {
        *("history", "plays", "listens", "scrobbles", "watched", "watches", "views", "reads"),
        *("entries", "items", "records", "log", "diary", "checkins", "ratings", "library"),
    }
)
_PEOPLE = frozenset(
    {"user", "account", "profile", "person", "people", "owner", "member", "friend", "player"}
)
# Of rows by id so many are looked at.
_LOOK = 5


def rows_of(record: Mapping[str, Any], wanted: Columns) -> Iterator[_Record]:
    """Yield the rows that an only object has; nothing where it is a row itself, or has none."""
    record = _within(record)
    forms = (_referring(record), _headed(record), _by_column(record, wanted), _by_id(record))
    for found in (*forms, _by_state(record)):
        if found:
            yield from found
            return
    yield from _of_lists(record)


def _within(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what lies in another object, as of an answer, beside what it says of itself."""
    for _ in range(_DEEPEST):
        if _is_row(record) or any(map(_is_table, record.values())):
            break
        inner = [v for n, v in record.items() if isinstance(v, dict) and not _is_of_people(n)]
        inner = [v for v in inner if len(record) == 1 or _holds_rows(v)]
        if len(inner) != 1 or _is_row(inner[0]):
            break
        record = inner[0]
    return record


def _holds_rows(value: Mapping[str, Any], deep: int = _DEEPEST) -> bool:
    """Whether an object has a table, or rows by id, in it."""
    inner = [v for v in value.values() if isinstance(v, dict)][:_LOOK]
    if any(map(_is_table, value.values())) or (inner and all(map(_is_row, inner))):
        return True
    return deep > 0 and any(_holds_rows(v, deep - 1) for v in inner)


def _is_of_people(name: str) -> bool:
    return name.lower().removesuffix("s") in _PEOPLE


def _of_lists(record: Mapping[str, Any]) -> Iterator[_Record]:
    """Yield the objects of the only list, or of one for each kind of thing."""
    lists = [v for n, v in record.items() if _is_table(v) and not _is_of_people(n)]
    if len(lists) == 1 and len(lists[0]) == 1 and not _is_row(lists[0][0]):
        # Of the only person who asks: {"me": [{"books": [...]}]}.
        inner = [v for v in lists[0][0].values() if _is_table(v)]
        lists = inner if len(inner) == 1 else lists
    if len(lists) != 1:
        kinds = [name for name in record if name.lower().rstrip("s") in WORKS]
        lists = [record[name] for name in kinds if isinstance(record[name], list)]
        logs = (value for name, value in record.items() if name.lower() in _LOGS)
        lists = lists or [value for value in logs if _is_table(value)]
    for found in lists:
        for each in found:
            if isinstance(each, dict):
                inner = _inner_list(each)
                if inner and "title" in each and not _has_a_row(inner[0]):
                    # The times of one work; a shelf has a name.
                    work = {n: v for n, v in each.items() if not isinstance(v, list)}
                    inner = [work | time for time in inner]
                yield from inner or [each]


def _inner_list(record: _Record) -> list[_Record]:
    """Return what a shelf has on it; nothing of what is none."""
    lists = [v for n, v in record.items() if n.lower() in _INNER_LISTS and isinstance(v, list)]
    if len(lists) != 1 or any(isinstance(value, dict) for value in record.values()):
        return []
    return [each for each in lists[0] if isinstance(each, dict)]


def _referring(record: Mapping[str, Any]) -> list[_Record]:
    """Return the rows of a list that has ids of another one's works, each with its work."""
    lists = {name.lower(): value for name, value in record.items() if _is_table(value)}
    for rows in lists.values():
        for name in rows[0]:
            found = _REFERENCE.fullmatch(name)
            kind = "" if found is None else found[1].lower().strip("_")
            works = lists.get(f"{kind}s", rows)
            own = next((own for own in _OWN_IDS if own in works[0]), None)
            if kind in WORKS and works is not rows and own is not None and _is_row(works[0]):
                if not _tells_more(rows[0], works[0]):
                    continue
                by_id = {str(work.get(own)): work for work in works if isinstance(work, dict)}
                # What refers to a work that is gone says of none.
                return [
                    {n: v for n, v in row.items() if n not in _OWN_IDS and n != name}
                    | {kind: by_id[str(row.get(name))]}
                    for row in rows
                    if isinstance(row, dict) and str(row.get(name)) in by_id
                ]
    return []


def _tells_more(row: _Record, work: _Record) -> bool:
    """Whether a row says when its work was used, or how it was liked, or the work itself does not.

    Genres and notes of films that have their days are no history of these.
    """
    of_work = find_columns(list(work), Columns(), False)
    if of_work is None or of_work.time is None or any(map(_is_of_day, row)):
        return True
    told = find_columns(["title", *row], Columns(), False)
    return told is not None and (told.time is not None or told.rating is not None)


def _is_of_day(name: str) -> bool:
    # playDate is no column's usual name.
    return not words_of_name(name).isdisjoint({"date", "time", "at", "on"})


def _headed(record: Mapping[str, Any]) -> list[_Record]:
    """Return the rows of lists beside which a list of names stands."""
    names = next((record[name] for name in _HEADERS if name in record), None)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return []
    tables = [v for v in record.values() if isinstance(v, list) and v and isinstance(v[0], list)]
    if len(tables) != 1:
        return []
    return [as_row(names, row) for row in tables[0] if isinstance(row, list)]


def as_row(names: Sequence[str], values: Sequence[Any]) -> _Record:
    """Return a row of values as a record; what it has too few of is missing."""
    return dict(zip(names, values, strict=False))


def _by_column(record: Mapping[str, Any], wanted: Columns) -> list[_Record]:
    """Return the rows of a table that was written column by column."""
    columns = list(record.values())
    if not columns or find_columns(list(record), wanted, False) is None:
        return []
    if all(isinstance(column, dict) for column in columns):
        places = list(columns[0])
        if not places or any(column.keys() != columns[0].keys() for column in columns):
            return []
        return [{name: column[at] for name, column in record.items()} for at in places]
    if not all(isinstance(c, list) and len(c) == len(columns[0]) for c in columns):
        return []
    if any(isinstance(value, list | dict) for column in columns for value in column[:_LOOK]):
        return []
    rows = zip(*columns, strict=True)
    return [as_row(list(record), row) for row in rows]


def _by_id(record: Mapping[str, Any]) -> list[_Record]:
    """Return what an object has by id; nothing where its members are parts of one thing."""
    values = list(record.values())
    if len(values) < 1 or any(name.lower() in WORKS for name in record):
        return []
    if not all(isinstance(value, dict) for value in values):
        return []
    is_alike = all(2 * len(values[0].keys() & v.keys()) >= len(v) for v in values[:_LOOK])
    if is_alike and all(map(_is_row, values[:_LOOK])):
        return values
    if is_alike and all(map(_tells_of_use, values[:_LOOK])):
        # Titles themselves may be the keys.
        return [{"title": name} | value for name, value in record.items()]
    return []


def _by_state(record: Mapping[str, Any]) -> list[_Record]:
    """Return the rows of lists that are called after what became of their things, or their titles.

    As in ``{"watched": [...], "to watch": [...], "dropped": [...]}``.
    """
    lists = {name: value for name, value in record.items() if isinstance(value, list)}
    if len(lists) < 2 or not all(map(state_of, lists)):
        return []
    each = [(name, value) for name, values in lists.items() for value in values]
    if not all(isinstance(value, str | dict) for _, value in each):
        return []
    rows = [(name, {"title": v} if isinstance(v, str) else v) for name, v in each]
    return [{"status": name} | row for name, row in rows]


def _tells_of_use(value: _Record) -> bool:
    """Whether an object without a title says when something was used, or how it was liked."""
    told = None if _is_row(value) else find_columns(["title", *value], Columns(), False)
    return told is not None and told.item == "title" and bool(told.time or told.rating)


def _has_a_row(value: _Record) -> bool:
    return _is_row(value) or any(isinstance(v, dict) and _is_row(v) for v in value.values())


def _is_table(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0 and isinstance(value[0], dict)


def _is_row(value: Mapping[str, Any]) -> bool:
    found = find_columns(list(value), Columns(), False)
    return found is not None and not isinstance(value[found.item], list | dict)
