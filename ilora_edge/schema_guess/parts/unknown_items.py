"""Items that no table describes: numbers that another file, or a service, gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.tables.find_links import are_telling
from ilora_edge.schema_guess.tables.row_facts import repeats, settles
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import ITEMS
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    PROVIDERS,
    Words,
    is_remark,
    split_words,
    strip_id,
    without_suffix,
    word_set,
)

# A table of nothing else, and numbers that lie so far apart.
_KEY_AND_MARK, _SPARSE = 2, 10
# What every library, or shop, knows a book or an article by.
_CODES = word_set("isbn ean upc sku asin barcode")
_THINGS = ITEMS | {"media"}
# What an id may be of besides, in a table of uses.
_NO_THINGS = word_set(
    "session device order transaction request batch token invoice payment account profile tenant "
    "organization group team client agent event parent server store shop location category genre "
    "source author artist creator channel series season language country status type user"
)
# What has numbered parts, and what these are.
_WHOLES = word_set("show series serie tvshow anime podcast manga comic book")
_BETWEEN, PARTS = word_set("season volume"), word_set("episode chapter")


def unknown_ids(
    tables: Tables, table: Table, linked: set[str]
) -> Iterator[tuple[Field | str, str]]:
    """Yield SQL of what a table's rows may be about, which no table describes, and why."""
    if (numbered := numbered_columns(tables, table)) is not None:
        names = ", ".join(column.name for column in numbered)
        sql = " || ':' || ".join(Field(table.name, c.name).sql(qualified=True) for c in numbered)
        yield sql, f"{table.name}.{names} are the item"
        return
    user = tables.user_name(table)
    wholes = _wholes_of_parts(tables, table)
    for column in table.columns:
        words = split_words(column.name)
        stem = strip_id(words)
        values = tables.of(table, column)
        if column.name in linked or column.name == user:
            continue
        if values and all(value is None for value in values):
            # Nothing is known by a number that no row has.
            continue
        if table.primary_key is column and not _is_row_of(tables, table, stem):
            continue
        if column.name in wholes:
            continue
        # Each row's own number is no item.
        is_bare = words == ("id",) and user is not None and is_use(tables.words(table))
        is_bare = is_bare and not _is_row_number(tables, table, column)
        is_known_id = stem != words and stem[-1:] != () and stem[-1] in PROVIDERS
        is_known_id = is_known_id or _is_code(tables, table, column)
        if len(words) > 1 and words[-1] in _CODES:
            stem = words[:-1]
        is_other = stem != words and stem[-1:] != () and stem[-1] in _THINGS
        is_other = is_other or _is_place_in_catalogue(tables, table, words, values)
        if is_bare or is_known_id or is_other:
            yield Field(table.name, column.name), f"{table.name}.{column.name} is the item"


def number_beside_key(tables: Tables, table: Table) -> Column | None:
    """Return the id beside the key of a table of things without titles: a service's, of a film."""
    words, own = without_suffix(tables.words(table))[-1:], table.primary_key
    if tables.title(table) is not None or own is None or not named(words, ITEMS):
        return None
    if len(table.columns) == _KEY_AND_MARK and _are_sparse(tables.of(table, own)):
        # A key and a mark are all: the key is not a row's number, but a service's.
        return own
    for column in table.columns:
        name = split_words(column.name)
        stem = strip_id(name)
        is_its = not ID_WORDS.isdisjoint(name) and (not stem or named(stem, frozenset(words)))
        is_its = is_its or not PROVIDERS.isdisjoint(name)
        values = tables.of(table, column)
        is_other = column is not own and values != tables.of(table, own)
        if is_its and is_other and None not in values and tables.is_unique(table, column):
            return column
    return None


def id_in_history(tables: Tables, table: Table, key: str) -> str | None:
    """Return the id of the thing that each row of a history tells the last use of: comicId.

    The row's own number is another where the history was cleared, or on another device.
    """
    words, own = tables.words(table), table.find(key)
    if own is None or not is_use(words) or not _is_row_number(tables, table, own):
        return None
    for column in table.columns:
        name = split_words(column.name)
        stem = strip_id(name)
        values = tables.of(table, column)
        is_its = (
            stem != name and len(stem) == 1 and named(words, frozenset(stem)) and stem[0] in _THINGS
        )
        if is_its and column is not own and all(values) and tables.is_unique(table, column):
            return column.name
    return None


def _is_row_of(tables: Tables, table: Table, stem: tuple[str, ...]) -> bool:
    """Return whether a table of uses has a row for each thing, by the thing's id: song_history."""
    words = tables.words(table)
    return is_use(words) and stem != () and stem[-1] in _THINGS and stem[-1] != words[-1]


def numbered_columns(tables: Tables, table: Table) -> list[Column] | None:
    """Return what tells a part of a whole: a show, a season and an episode's number in it."""
    found: dict[str, Column] = {}
    for column in table.columns:
        words = split_words(column.name)
        values = [v for v in tables.of(table, column) if v is not None]
        for name, nouns in (("whole", _WHOLES), ("between", _BETWEEN), ("part", PARTS)):
            is_number = name == "whole" or all(isinstance(v, int) for v in values)
            is_whole = name == "whole" and strip_id(words) == words
            is_season = name == "part" and not _BETWEEN.isdisjoint(words)
            if (
                nouns.intersection(words)
                and not is_season
                and values
                and is_number
                and not is_whole
            ):
                found.setdefault(name, column)
    if "whole" not in found and named(tables.words(table), _WHOLES | PARTS):
        # In a table of episodes a service's id is that of their series.
        ids = (c for c in table.columns if _is_providers(c) and not tables.is_unique(table, c))
        found.update(("whole", column) for column in ids)
    whole, part = found.get("whole"), found.get("part")
    if whole is None or part is None or not is_use(tables.words(table)):
        return None
    if settles(tables, table, part, whole) is not False:
        # Each part has a number of its own.
        return None
    return [found[name] for name in ("whole", "between", "part") if name in found]


def _wholes_of_parts(tables: Tables, table: Table) -> set[str]:
    """Return the ids of shows and seasons where each episode has an id of its own beside them."""
    ids = [(c, w) for c in table.columns if strip_id(w := split_words(c.name)) != w]
    parts = [c for c, words in ids if not PARTS.isdisjoint(words)]
    wholes = [c for c, words in ids if not (_WHOLES | _BETWEEN).isdisjoint(words)]
    return {
        whole.name
        for part in parts
        for whole in wholes
        if whole is not part and settles(tables, table, part, whole) is not False
    }


def _is_code(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether uses name the same things again by texts that only a service knows them by."""
    stem, values = strip_id(split_words(column.name)), tables.of(table, column)
    if not stem or stem == split_words(column.name) or not is_use(tables.words(table)):
        return False
    are_texts = all(isinstance(v, str) for v in values if v is not None)
    is_telling = are_texts and are_telling(tables, table, column)
    return is_telling and _NO_THINGS.isdisjoint(stem) and repeats(tables, table, column)


def _are_sparse(keys: Sequence[Cell]) -> bool:
    """Return whether numbers are no rows' own, counted from 1."""
    numbers = [key for key in keys if isinstance(key, int)]
    return len(numbers) == len(keys) > 1 and max(numbers) > _SPARSE * len(numbers)


def _is_place_in_catalogue(
    tables: Tables, table: Table, words: Words, values: Sequence[Cell]
) -> bool:
    """Return whether what was said of things says of which by their place in a list: filmIndex.

    An episode's is its place in a series.
    """
    is_place = len(words) > 1 and words[-1] == "index" and words[-2] in _THINGS - PARTS
    return is_place and is_remark(tables.words(table)) and all(isinstance(v, int) for v in values)


def _is_providers(column: Column) -> bool:
    words = split_words(column.name)
    return words[-1:] == ("id",) and not PROVIDERS.isdisjoint(words)


def _is_row_number(tables: Tables, table: Table, column: Column) -> bool:
    values = tables.of(table, column)
    return all(isinstance(v, int) for v in values) and tables.is_unique(table, column)
