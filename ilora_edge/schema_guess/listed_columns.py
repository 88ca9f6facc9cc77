"""Lists in a column of text: arrays and maps of JSON, PostgreSQL's arrays, ids between commas."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.parts.row_states import literal
from ilora_edge.schema_guess.tables.table_links import TEXT, Tables
from ilora_edge.schema_guess.words.name_words import Words, split_words

# So many lists, of so many characters together, show what their elements have. Who used much
# has a long one.
_LOOKED_AT, _MOST_READ, _MOST_ELEMENTS = 20, 2_000_000, 200
# {1,2,3}, which is no JSON, and 1,2,3.
_ARRAY = re.compile(r'\{[^{}":]*\}')
_IDS = re.compile(r"[\w-]{1,64}(, ?[\w-]{1,64})*,?")
_MOST_KEYS = 40


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """A list in each row of a column."""

    name: str
    """What it is called."""
    sql: str
    """SQL of its JSON, or of NULL."""
    elements: Sequence[object]
    """Elements of some of the rows; of maps the keys."""
    values: Sequence[object] | None = None
    """What maps have for these keys; of an array None."""
    are_ids: bool = False
    """Whether nothing but the ids in it says that it is a list."""
    gaps: tuple[str, ...] = ()
    """What stands where there is no element: nothing between two commas, PostgreSQL's NULL."""


def listed_columns(
    tables: Tables, table: Table, column: Column, may_be: Callable[[Words], bool]
) -> Iterator[ListedColumn]:
    """Yield the lists that a column holds: itself, or under a key of its objects.

    ``may_be`` says of a key's words whether what stands there may be meant.
    """
    some = [v for v in tables.of(table, column) if v not in (None, "")]
    if not some or not all(isinstance(v, str) for v in some):
        return
    first = {str(v).lstrip()[:1] for v in some}
    text = f"{quote(table.name)}.{quote(column.name)}"
    if first == {"["}:
        arrays = [v for v in _read(tables, table, column) if isinstance(v, list)]
        yield ListedColumn(column.name, _json(text, "array"), _elements(arrays))
    elif first == {"{"} and all(_ARRAY.match(str(v)) for v in some):
        between = _between_commas(text)
        yield ListedColumn(column.name, between, _split(some), gaps=("", "NULL"))
    elif first == {"{"}:
        maps = [v for v in _read(tables, table, column) if isinstance(v, dict)]
        yield from _of_maps(column, text, maps, may_be)
    elif any("," in str(v) for v in some) and all(_IDS.fullmatch(str(v)) for v in some):
        between = _between_commas(text)
        yield ListedColumn(column.name, between, _split(some), are_ids=True, gaps=("",))


def _of_maps(
    column: Column, text: str, maps: list[dict[str, object]], may_be: Callable[[Words], bool]
) -> Iterator[ListedColumn]:
    for name in dict.fromkeys(key for found in maps for key in [*found][:_MOST_KEYS]):
        arrays = [found[name] for found in maps if isinstance(found.get(name), list)]
        is_plain = name.isprintable() and '"' not in name
        if arrays and is_plain and may_be(split_words(name)):
            within = _json(text, "array", literal(f'$."{name}"'))
            yield ListedColumn(f"{column.name}_{name}", within, _elements(arrays))
    pairs = [pair for found in maps for pair in [*found.items()][:_MOST_ELEMENTS]]
    values = [value for _, value in pairs]
    told, ids = _json(text, "object"), [key for key, _ in pairs]
    yield ListedColumn(column.name, told, ids, values, are_ids=True)


def _json(text: str, kind: str, path: str = "") -> str:
    """Return SQL of JSON of one kind, of a path within it: what is no JSON would end the query."""
    typed = f"json_type({text}, {path})" if path else f"json_type({text})"
    told = f"json_extract({text}, {path})" if path else text
    return f"CASE WHEN json_valid({text}) THEN CASE {typed} WHEN '{kind}' THEN {told} END END"


def _between_commas(text: str) -> str:
    """Return SQL of the JSON array of what stands between commas, or in PostgreSQL's array."""
    inner = f"trim({text}, '{{}}, ')"
    words = f"'[\"' || replace(replace({inner}, ', ', ','), ',', '\",\"') || '\"]'"
    return f"CASE WHEN {inner} <> '' AND json_valid({words}) THEN {words} END"


def _split(texts: Sequence[object]) -> list[object]:
    every: list[object] = [part.strip() for text in texts for part in _parts(str(text))]
    return [part for part in every if part][: _LOOKED_AT * _MOST_ELEMENTS]


def _parts(text: str) -> list[str]:
    parts = text.strip("{}, ").split(",")
    # Of a long text the beginning was looked at, whose last part may be cut.
    return parts[:-1] if len(text) >= TEXT else parts


def _read(tables: Tables, table: Table, column: Column) -> list[object]:
    """Return some of a column's values of JSON, without those that are broken."""
    name = quote(column.name)
    most = _MOST_READ // _LOOKED_AT
    shorter = f"{name} IS NOT NULL AND length({name}) BETWEEN 3 AND "
    query = f"SELECT {name} FROM {quote(table.name)} WHERE {shorter}{most} LIMIT {_LOOKED_AT}"
    texts = tables.select(query)
    if not texts:
        query = f"SELECT {name} FROM {quote(table.name)} WHERE {shorter}{_MOST_READ} LIMIT 1"
        texts = tables.select(query)
    found: list[object] = []
    for (text,) in texts:
        try:
            found.append(json.loads(str(text)))
        except (ValueError, RecursionError):
            continue
    return found


def _elements(arrays: Sequence[object]) -> list[object]:
    """Return the elements of arrays: one that is null is no row, and 7.0 is 7."""
    every = (e for a in arrays if isinstance(a, list) for e in a[:_MOST_ELEMENTS])
    return [_whole(e) for e in every if e is not None]


def _whole(element: object) -> object:
    return int(element) if isinstance(element, float) and element.is_integer() else element
