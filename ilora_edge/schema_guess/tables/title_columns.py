"""Which column says what a table's rows are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.tables.column_roles import Cell, title_strength
from ilora_edge.schema_guess.tables.titles_in_objects import are_objects, name_in_object
from ilora_edge.schema_guess.words.name_words import (
    Words,
    is_noun_among,
    same_noun,
    split_words,
    word_set,
)

if TYPE_CHECKING:
    from ilora_edge.schema_guess.tables.table_links import Tables

# What rows are called may be their key as well.
_A_FILE, _FILES = re.compile(r"[^\W\d_]{3}.*\.[A-Za-z][A-Za-z0-9]{1,4}$"), 0.9
_A_PATH = re.compile(r"/.*[^/]\.[A-Za-z][A-Za-z0-9]{1,4}")
_PATH = 0.3
_NAMES = (("name",), ("title",))
_A_NAME = 0.6
# A name of the row's own says it better than one inside of an object.
_INSIDE = 0.9
_CONCERTS, _A_BAND = word_set("concert gig"), 0.8
_PERFORMERS = word_set("band artist performer headliner act musician")
# A description as long as this is what a thing is called where nothing else is.
_DESCRIPTIONS, _DESCRIBED, _SHORT, _DISTINCT = word_set("description desc"), 0.66, 60, 0.8


def best_title(tables: Tables, table: Table) -> tuple[Column, float] | None:
    """Return the column that best says what a table's rows are called, and how well."""
    found = [
        (c, title_strength(split_words(c.name), tables.words(table), tables.of(table, c)))
        for c in table.columns
        if table.primary_key is not c
        or _is_name(split_words(c.name), tables.words(table))
        or _are_paths(tables.of(table, c))
    ]
    found = [_in_object(tables, table, c, s) for c, s in found]
    # A key is what its rows are called only where nothing else is.
    found = [(c, s or (_PATH if table.primary_key is c else 0.0)) for c, s in found]
    found = [(c, s * (0.9 if table.primary_key is c else 1.0)) for c, s in found]
    if tables.words(table)[-1:] and is_noun_among(tables.words(table)[-1], _CONCERTS):
        # A concert is called by who plays.
        found = [(c, max(s, _A_BAND if _is_performer(c) else 0.0)) for c, s in found]
    full = [
        (c, s if any(tables.of(table, c)) or not tables.size(table) else 0.3 * s) for c, s in found
    ]
    best = max((f for f in full if f[1] > 0), key=lambda f: f[1], default=None)
    if best is not None and best[1] < _A_NAME and _are_files(tables.of(table, best[0])):
        return best[0], _DESCRIBED
    if best is not None and best[1] < _A_NAME and _is_short_text(tables, table, best[0]):
        return best[0], _DESCRIBED
    return best


def _in_object(
    tables: Tables, table: Table, column: Column, strength: float
) -> tuple[Column, float]:
    """Return how well a column says what rows are called, of objects by the name in them."""
    if not are_objects(tables.of(table, column)):
        return column, strength
    name = name_in_object(tables, table, column)
    return column, min(strength, _DESCRIBED) if name is None else _INSIDE * name[1]


def _is_performer(column: Column) -> bool:
    words = split_words(column.name)
    noun = words[:-1] if len(words) > 1 and words[-1] == "name" else words
    return len(noun) == 1 and noun[0] in _PERFORMERS


def _are_files(values: Sequence[Cell]) -> bool:
    """Return whether texts are names of files, without the folders, that words tell apart."""
    texts = [v for v in values if isinstance(v, str) and v]
    good = [t for t in texts if "/" not in t and _A_FILE.search(t)]
    return len(texts) > 1 and len(good) >= _FILES * len(texts) and len(set(texts)) == len(texts)


def _are_paths(values: Sequence[Cell]) -> bool:
    """Return whether a key is the path of a file, whose name may be all that there is."""
    texts = [v for v in values if isinstance(v, str) and v]
    return len(texts) > 1 and all(_A_PATH.fullmatch(t) for t in texts)


def _is_short_text(tables: Tables, table: Table, column: Column) -> bool:
    texts = [v for v in tables.of(table, column) if isinstance(v, str) and v]
    is_described = not _DESCRIPTIONS.isdisjoint(split_words(column.name))
    are_short = bool(texts) and max(map(len, texts)) <= _SHORT
    return is_described and are_short and len(set(texts)) > _DISTINCT * len(texts)


def _is_name(words: Words, own: Words) -> bool:
    """Return whether a key may be what its rows are called: of exercises the exercise."""
    is_noun = len(words) == 1 and bool(own) and same_noun(words[0], own[-1])
    return words[-1:] in _NAMES or is_noun
