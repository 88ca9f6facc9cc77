"""What a column refers to where no foreign key says so: by its name, and by its values."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ilora_edge.histories.schema import Column, Table, quote
from ilora_edge.schema_guess.tables.column_roles import user_strength
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    Words,
    is_remark,
    same_noun,
    split_words,
    strip_id,
    word_set,
)

if TYPE_CHECKING:
    from ilora_edge.schema_guess.tables.table_links import Link, Tables

# Tables of one shape, of which there may be hundreds, have keys of one name.
_MOST_TARGETS = 24
_A_PERSON = 0.9
_NUMBER = re.compile(r"0|[1-9]\d*")
_COMPARED, _SCANNED, _VIEW_SAMPLE, _MANY = 50, 5_000, 20, 1_000
_ANY_ITEM = word_set("item content media entity object work thing product asset")
# Amounts are small whole numbers, as keys are.
_NO_REFERENCE = word_set(
    "total count amount price quantity qty size number num position rank rating score year month "
    "day hour length duration width height level weight value version index idx seq"
)
# Which of the lines of an order it is says no more than that.
_NUMBERS, _NUMBERED = word_set("no nr"), word_set("line row part seq sequence page track disc")
# What persons are called, and where they are reached.
_NAMES = word_set("name username nickname title email mail phone url address password")
# Integers as large as this, and texts as long, are in another table's key hardly by chance.
_LARGE, _LONG, _MIXED = 100_000, 8, 6
_INITIAL = 3
# One is called so as well.
_NO_PLURALS = word_set("series species")
_ADDRESSES = word_set("url uri path link href guid")
_IMAGES = word_set("image img cover thumb thumbnail avatar icon poster logo photo picture banner")
# So many different names at least are another table's titles hardly by chance.
_A_FEW, _A_TITLE = 3, 0.8


def find_link(tables: Tables, table: Table, column: Column) -> Link | None:
    """Return what an undeclared reference most likely refers to."""
    from ilora_edge.schema_guess.tables.table_links import Link

    if "REAL" in column.type.upper() or "BOOL" in column.type.upper():
        return None
    words = split_words(column.name)
    if words in (("id",), ("rowid",)) or not words:
        return None
    if ID_WORDS.isdisjoint(words) and tables.time_strength(table, column):
        return None
    if table.primary_key is column and ID_WORDS.issuperset(words):
        # A uuid of its own, which other tables' rows have as well.
        return None
    values = tables.of(table, column)
    is_plural = strip_id(words) == words and words[-1].endswith("s") and len(words[-1]) > 3
    is_plural = is_plural and words[-1] not in _NO_PLURALS
    if is_plural and any(values) and all(isinstance(v, int | None) for v in values):
        # Goals, likes: how many there were.
        return None
    is_key = table.primary_key is column
    if is_key and _same_nouns(strip_id(words), tables.words(table)):
        # order_product_id, of order_product.
        return None
    best = None
    # By name alone: tables of one shape, of which there may be a thousand, share it.
    named = tables.named.get(column.name)
    if named is None:
        found = [(t, _name_match(tables, t, column, words)) for t in tables.schema.tables]
        named = tables.named[column.name] = [(t, key, s) for t, (key, s) in found if key]
    matches = [match for match in named if match[0] is not table]
    # Two tables with the same key are of the same things, of which one has the titles.
    ordered = sorted(matches, key=lambda m: (-m[2], tables.title(m[0]) is None))
    for target, key, strength in ordered[:_MOST_TARGETS]:
        if best is not None and strength <= best.strength:
            # Values make none likelier.
            break
        if is_key and not _noun_match(column, words, tables.words(target), None):
            # Every table may call its key so.
            continue
        strength *= _value_match(tables, table, column, target, key)
        if strength > (best.strength if best else 0.3):
            how = "by its name" if tables.size(table) == 0 else "by its name and values"
            best = Link(column, target, key, strength, how)
    return (
        best
        or _link_by_values(tables, table, column, words)
        or _link_by_title(tables, table, column, words)
    )


def _name_match(
    tables: Tables, target: Table, column: Column, words: Words
) -> tuple[str | None, float]:
    stem, own = strip_id(words), tables.words(target)
    same = target.find(column.name)
    is_id = stem != words
    key = tables.key(target)
    if _is_reference(target, key):
        # A table of pairs refers to the things itself.
        key = None
    strength = _noun_match(column, words, own, key)
    if not is_id:
        strength *= 0.0 if _NO_REFERENCE.intersection(words) else 0.8
    is_key = is_id or words[-1].endswith("id") or words[-1] in ("key", "isbn", "sku", "asin")
    may_be_key = same is not None and (is_key or same.pk or _is_only_key(tables, target, same))
    if same is not None and may_be_key and not _is_reference(target, same.name):
        # The same name on both sides, as in ratings.movieId and movies.movieId.
        if same is target.primary_key or same.name == key or not (is_key or same.pk):
            return same.name, max(0.97, strength)
        if strength > 0 and tables.is_unique(target, same):
            return same.name, strength
        is_own = tables.size(target) > 1 and tables.is_unique(target, same)
        is_own = is_own and (tables.title(target) is not None or tables.is_person(target))
        # What a review is about is no key of it, though few are about the same.
        is_own = is_own and not is_remark(own)
        is_named = bool(stem) and stem != words
        if strength == 0 and is_own and "id" not in words:
            return same.name, 0.7
        if strength == 0 and is_own and (is_named or are_telling(tables, target, same)):
            return same.name, 0.9
    if strength == 0 and _is_initial(tables, target, words):
        strength = 0.8
    if strength == 0 and is_id and stem and key is not None and key != "rowid":
        # The key's name may say what the table's does not.
        is_named = split_words(key) == words or strip_id(split_words(key)) == stem
        strength = 0.9 if is_named else 0.0
    return (key, strength) if key and strength > 0 and key != "rowid" else (None, 0.0)


def _is_initial(tables: Tables, target: Table, words: Words) -> bool:
    """Return whether a column is called by the first letter of one table alone: bid, of beers."""
    if len(words) != 1 or len(words[0]) != _INITIAL or words[0][1:] != "id":
        return False
    names = [(t, tables.words(t)[-1:]) for t in tables.schema.tables]
    return [t for t, name in names if name and name[0][0] == words[0][0]] == [target]


def _is_only_key(tables: Tables, target: Table, column: Column) -> bool:
    """Return whether persons whose key is not declared are known by a column, and not called so."""
    if target.primary_key is not None or not tables.is_person(target):
        return False
    is_name = not _NAMES.isdisjoint(split_words(column.name))
    is_unique = tables.size(target) > 1 and tables.is_unique(target, column)
    return not is_name and is_unique and are_telling(tables, target, column)


def _noun_match(column: Column, words: Words, own: Words, key: str | None) -> float:
    """Return how well a column's name suits a table's."""
    stem = strip_id(words)
    if not own or not stem:
        return 0.0
    if "".join(stem) == "".join(own) or _same_nouns(stem, own):
        return 1.0
    if _same_nouns(stem, own[-len(stem) :]):
        return 0.9 - 0.05 * (len(own) - len(stem))
    if len(own) < len(stem) and _same_nouns(stem[-len(own) :], own):
        return 0.85
    if stem == words and column.name.lower() in _joined_ids(own):
        return 0.95
    return 0.85 if key is not None and key.lower() in _id_names(stem) else 0.0


def _is_reference(target: Table, name: str | None) -> bool:
    """Return whether a column that is no key by itself refers to a third table."""
    primary = target.primary_key
    if name is None or (primary is not None and primary.name == name):
        return False
    return any(key.columns == (name,) or list(key.columns) == [name] for key in target.foreign_keys)


def are_telling(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether a column's values are such as no two keys share by chance."""
    values = [v for v in tables.of(table, column) if v is not None]
    return bool(values) and all(
        v > _LARGE if isinstance(v, int) else isinstance(v, str | bytes) and _is_long(v)
        for v in values
    )


def _is_long(value: str | bytes) -> bool:
    """Return whether a text is hardly another key by chance: long, or of letters and digits."""
    is_mixed = isinstance(value, str) and not (value.isdigit() or value.isalpha())
    return len(value) >= (_MIXED if is_mixed else _LONG)


def _link_by_values(tables: Tables, table: Table, column: Column, words: Words) -> Link | None:
    from ilora_edge.schema_guess.tables.table_links import Link

    stem = strip_id(words)
    values = {v for v in tables.of(table, column) if v is not None}
    telling = are_telling(tables, table, column)
    table_noun = tables.words(table)[-len(stem) :]
    # The total of an item is an amount.
    is_number = _NUMBERED.issuperset(stem) and _NUMBERS.issuperset(words[len(stem) :])
    is_any = (stem != words and not is_number) or bool(
        _ANY_ITEM.intersection(stem) and _NO_REFERENCE.isdisjoint(words)
    )
    # One row for each thing of another table is known by that thing's key, which its name says.
    is_own = table.primary_key is column and (stem == words or _same_nouns(stem, table_noun))
    if not values or is_own or not (telling or is_any):
        return None
    if user_strength(words, tables.of(table, column)) >= _A_PERSON:
        # A person whom no table has, and small numbers are those of anything.
        return None
    found = []
    own = tables.title(table)
    is_titled = own is not None and own[1] >= _A_TITLE
    for target in tables.schema.tables:
        key = None if target is table else tables.key(target)
        if key in (None, "rowid") or tables.title(target) is None or tables.is_person(target):
            continue
        assert key is not None
        if not tables.may_compare():
            break
        share = share_of_values(tables, table, column, target, key)
        for other in target.columns if telling and share == 0 else ():
            # Beside the number of a row there may be an id, or an address, that is the same
            # everywhere.
            names = split_words(other.name)
            is_alike = names[-1:] == words[-1:] and not is_titled
            is_alike = is_alike and _is_address((*names, *words))
            if (is_alike or not ID_WORDS.isdisjoint(names)) and tables.is_unique(target, other):
                share = share_of_values(tables, table, column, target, other.name)
                key = other.name
                if share > 0:
                    break
        # One column for several tables is told apart by another: songs and albums.
        if share > (0.3 if telling else 0.99):
            found.append(Link(column, target, key, 0.75 * share, "by its values"))
            # None is better than all values, and one of two that small integers are in is none.
            if share >= 1 if telling else len(found) > 1:
                break
    if telling:
        return max(found, key=lambda link: link.strength, default=None)
    # Small integers are in every key, so that only the one table they can be of counts.
    generic = bool(_ANY_ITEM.intersection(stem)) or len(values) > 2
    return found[0] if len(found) == 1 and generic else None


def _is_address(words: Words) -> bool:
    """Return whether what ends in the last word is where a thing is, and not a picture of it."""
    return words[-1] in _ADDRESSES and _IMAGES.isdisjoint(words)


def _link_by_title(tables: Tables, table: Table, column: Column, words: Words) -> Link | None:
    """Return what a column refers to by what it is called: an entry's activity, of activities."""
    from ilora_edge.schema_guess.tables.table_links import Link

    values = {v for v in tables.of(table, column) if v is not None}
    if len(values) < _A_FEW or not all(isinstance(v, str) for v in values):
        return None
    for target in tables.schema.tables:
        if target is table or not _same_nouns(words, tables.words(target)):
            continue
        title = None if tables.is_person(target) else tables.title(target)
        if title is None or title[1] < _A_TITLE or not tables.is_unique(target, title[0]):
            continue
        if share_of_values(tables, table, column, target, title[0].name) >= 1:
            return Link(column, target, title[0].name, 0.9, "by its name and titles")
    return None


def _value_match(tables: Tables, table: Table, column: Column, target: Table, key: str) -> float:
    """Return 1 where a column's values are in the other's key, 0 where they are not."""
    if all(v is None for v in tables.of(table, column)):
        return 0.85 if tables.size(table) == 0 else 0.5
    if tables.size(target) == 0:
        # Texts are not keys of a table that counts its rows.
        kept = target.find(key)
        texts = all(isinstance(v, str | None) for v in tables.of(table, column))
        return 0.0 if texts and kept is not None and "INT" in kept.type.upper() else 0.5
    share = share_of_values(tables, table, column, target, key)
    # Of a large table without an index, or of a view, not all was looked at.
    partly = tables.size(target) >= _MANY or target.is_view
    return 1.0 if share >= 0.8 else 0.6 if share >= 0.3 or partly else 0.0


def share_of_values(tables: Tables, table: Table, column: Column, target: Table, key: str) -> float:
    """Return how many of a column's values are in the other's key."""
    values = [v for v in dict.fromkeys(tables.of(table, column)) if v is not None][:_COMPARED]
    kept, every = target.find(key), len(values)
    if kept is not None and "INT" in kept.type.upper():
        # SQLite takes the text 0001 for 1, a code that is no key of such a table; words are none.
        values = [v for v in values if not isinstance(v, str) or _NUMBER.fullmatch(v)]
    name, source = quote(key), quote(target.name)
    pk = target.primary_key
    if pk is None or pk.name != key:
        limit = _VIEW_SAMPLE if target.is_view else _SCANNED
        source = f"(SELECT {name} FROM {source} LIMIT {limit})"
    if not values:
        return 0.0
    marks = ", ".join("?" * len(values))
    query = f"SELECT count(DISTINCT {name}) FROM {source} WHERE {name} IN ({marks})"
    rows = tables.select(query, values)
    return int(str(rows[0][0])) / every if rows else 0.0


@lru_cache(maxsize=1 << 16)
def _same_nouns(one: Words, other: Words) -> bool:
    if len(one) != len(other) or not one:
        return False
    return one[:-1] == other[:-1] and same_noun(one[-1], other[-1])


@lru_cache(maxsize=1 << 14)
def _id_names(stem: Words) -> set[str]:
    """Return what the key is called that a reference without a suffix refers to."""
    return {f"{joined}{end}" for joined in ("".join(stem), "_".join(stem)) for end in ("id", "_id")}


@lru_cache(maxsize=1 << 12)
def _joined_ids(own: Words) -> set[str]:
    """Return what a reference to a table is called where all is written in one: feedid."""
    joined = "".join(own)
    nouns = {joined, joined.removesuffix("s"), joined.removesuffix("es")}
    return {f"{noun}id" for noun in nouns} | nouns
