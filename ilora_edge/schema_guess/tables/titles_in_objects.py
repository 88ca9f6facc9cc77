"""What a row's thing is called where the row has it whole, as a JSON object in one column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.tables.column_roles import Cell, title_strength
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.words.name_words import split_words

if TYPE_CHECKING:
    from ilora_edge.schema_guess.tables.table_links import Tables

# So many objects, of so many characters each, show what all have.
_LOOKED_AT, _LONGEST, _MOST_KEYS = 20, 100_000, 100
# A worse name of an object is a text that it has besides.
_A_NAME = 0.8


def are_objects(values: Sequence[Cell]) -> bool:
    """Return whether all texts, perhaps cut off, begin as JSON objects or lists of such do."""
    texts = [v.lstrip() for v in values if isinstance(v, str) and v]
    beginnings = ('{"', '[{"')
    return bool(texts) and all(text.startswith(beginnings) for text in texts)


def name_in_object(tables: Tables, table: Table, column: Column) -> tuple[str, float] | None:
    """Return the key under which a column's objects say what they are called, and how sure it is.

    A recipe that was opened is kept whole: ``{"id": 7, "name": "Soup", ...}``.
    """
    if not are_objects(tables.of(table, column)):
        return None
    name = quote(column.name)
    query = (
        f"SELECT {name} FROM {quote(table.name)} WHERE typeof({name}) = 'text' "
        f"AND length({name}) <= {_LONGEST} LIMIT {_LOOKED_AT}"
    )
    objects = [found for (text,) in tables.select(query) if (found := _object(text)) is not None]
    if not objects:
        return None
    noun = (*split_words(column.name), *tables.words(table))
    return max(_names(objects, noun), key=lambda found: found[1], default=None)


def name_sql(field: Field, key: str, qualified: bool = True) -> str:
    """Return SQL of what an object in a column is called, or NULL where it is none."""
    text, path = field.sql(qualified), f"""'$."{key}"'"""
    # What stands there in some rows may be an object, which is no title.
    name = f"CASE json_type({text}, {path}) WHEN 'text' THEN json_extract({text}, {path}) END"
    return f"CASE WHEN json_valid({text}) THEN {name} END"


def _object(text: Cell) -> dict[str, object] | None:
    try:
        found = json.loads(str(text))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _names(objects: list[dict[str, object]], noun: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    """Yield the keys that all objects have a text under which may be a title, with how well."""
    for key in list(objects[0])[:_MOST_KEYS]:
        # It stands in a text of SQL, in a path.
        if not key.isascii() or not key.replace("_", "").isalnum():
            continue
        texts = [found.get(key) for found in objects]
        if not all(isinstance(text, str) and text for text in texts):
            continue
        values = [text for text in texts if isinstance(text, str)]
        strength = max(title_strength(split_words(key), (word,), values) for word in noun)
        if strength >= _A_NAME:
            yield key, strength
