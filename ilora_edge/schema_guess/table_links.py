"""What a table is and what its columns refer to, by declared keys, by names and by values."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ilora_edge.histories.schema import Column, Schema, Table, quote
from ilora_edge.schema_guess.column_roles import (
    ITEMS,
    PERSONS,
    Cell,
    artist_strength,
    is_time_of_use,
    time_strength,
    title_strength,
    user_strength,
)
from ilora_edge.schema_guess.name_words import (
    ID_WORDS,
    Words,
    same_noun,
    split_words,
    strip_id,
    word_set,
)
from ilora_edge.schema_guess.sql_parts import Field

_SAMPLE, _VIEW_SAMPLE, _COMPARED, _SIZES, _SCANNED = 200, 20, 50, 1_000, 5_000
# Longer texts and blobs tell nothing more.
_TEXT, _BLOB = 200, 64
# A user's strength where the name may as well mean another person.
_PERHAPS = 0.52
_NO_USERS = ("contact", "employee", "staff", "friend", "doctor", "teacher", "seller", "actor")
_OF_PERSONS = word_set("password pwd passwd firstname surname nachname birthday")
_ANY_ITEM = word_set("item content media entity object work thing product asset")


@dataclass(frozen=True, slots=True)
class Link:
    """A column that refers to another table's key."""

    column: Column
    table: Table
    key: str
    strength: float
    how: str

    def reason(self, owner: Table) -> str:
        """Return it as a phrase for a person."""
        target = f"{self.table.name}.{self.key}"
        return f"{owner.name}.{self.column.name} refers to {target} ({self.how})"


class Tables:
    """The tables of a schema with a few of their values; every question is asked once."""

    def __init__(self, connection: sqlite3.Connection, schema: Schema) -> None:
        self.connection = connection
        self.schema = schema
        self.words = lru_cache(None)(lambda table: split_words(table.name))
        self.values = lru_cache(None)(self._values)
        self.size = lru_cache(None)(self._size)
        self.title = lru_cache(None)(self._title)
        self.is_person = lru_cache(None)(self._is_person)
        self.links = lru_cache(None)(self._links)
        self.key = lru_cache(None)(self._key)

    def of(self, table: Table, column: Column) -> Sequence[Cell]:
        """Return some of a column's values."""
        return self.values(table)[column.name]

    def _key(self, table: Table) -> str | None:
        """Return the column that tells a table's rows apart."""
        if table.primary_key is not None:
            return table.primary_key.name
        own = self.words(table)
        for column in table.columns:
            words = split_words(column.name)
            stem = strip_id(words)
            noun = not stem or (own and len(stem) == 1 and same_noun(stem[-1], own[-1]))
            if ID_WORDS.intersection(words) and noun and self._is_unique(table, column):
                return column.name
        return "rowid" if table.has_rowid and table.find("rowid") is None else None

    def time(self, table: Table) -> tuple[Column, float] | None:
        """Return the column that best says when, with how well it does."""
        found = [
            (c, time_strength(split_words(c.name), c.type, self.of(table, c)))
            for c in table.columns
            if not c.pk or len(table.columns) > 1
        ]
        # A key made of the time is one too, but anything else is better.
        scored = [(c, s * (0.95 if c.pk else 1.0)) for c, s in found if s > 0]
        return max(scored, key=lambda f: f[1], default=None)

    def time_of_use(self, table: Table) -> tuple[Column, float] | None:
        """Return the column that says when an item was last used, with how well it does."""
        found = []
        is_of_item = any(same_noun(word, item) for word in self.words(table) for item in ITEMS)
        is_made = any(artist_strength(split_words(c.name)) > 0 for c in table.columns)
        for column in table.columns:
            words = split_words(column.name)
            strength = time_strength(words, column.type, self.of(table, column))
            if strength > 0 and is_time_of_use(words, is_of_item or is_made):
                # Of a first and a last time the last is the one that is kept up to date.
                found.append((column, strength * (0.9 if "first" in words else 1.0)))
        return max(found, key=lambda f: f[1], default=None)

    def user_name(self, table: Table) -> str | None:
        """Return the name of the column that best says who."""
        found = self.user(table)
        return None if found is None else found[0].name

    def user(self, table: Table) -> tuple[Column, float, str] | None:
        """Return the column that best says who, how well, and why."""
        found = []
        links = {link.column.name: link for link in self.links(table)}
        title = self.title(table)
        for column in table.columns:
            strength = user_strength(split_words(column.name), self.of(table, column))
            link = links.get(column.name)
            reason = f"{table.name}.{column.name} is the user"
            is_item = title is not None and title[1] >= 0.8
            values = self.of(table, column)
            if values and all(v is None for v in values):
                link = None
            if link is not None and self.is_person(link.table):
                other = 0.5 if self.words(link.table)[-1].startswith(_NO_USERS) else 0.8
                if strength == 0 or (strength <= _PERHAPS and not is_item):
                    strength = max(strength, other * link.strength)
                strength = min(strength + 0.02, 1.0)
                reason = link.reason(table)
            elif link is not None and strength < 0.9:
                continue
            elif is_item and (strength <= _PERHAPS or _is_performer(column)):
                # The author of the item that the row is, or who reads an audiobook.
                continue
            if table.primary_key is column:
                strength *= 0.5
            if strength > 0:
                found.append((column, min(strength, 1.0), reason))
        return max(found, key=lambda f: f[1], default=None)

    def is_ever(self, table: Table, time: Field, qualified: bool) -> str:
        """Return SQL that holds where a time is one, and not what stands for never."""
        column = table.find(time.column)
        texts = any(isinstance(v, str) for v in self.of(table, column)) if column else False
        # Any text is greater than any number; calendars begin in 1, 1601, 1899 or 1970.
        return f"{time.sql(qualified)} > " + ("'1971'" if texts else "0")

    def titles_repeat(self, table: Table) -> bool:
        """Return whether most of a table's titles are those of other rows as well."""
        title = self.title(table)
        texts = [v for v in self.of(table, title[0]) if v] if title is not None else []
        return len(texts) >= 6 and 2 * len(set(texts)) <= len(texts)

    def exists(self, query: str) -> bool:
        """Return whether SQLite understands a query."""
        try:
            self.connection.execute(f"SELECT * FROM ({query}) LIMIT 0").close()
        except (sqlite3.Error, UnicodeDecodeError):
            return False
        return True

    def _values(self, table: Table) -> dict[str, list[Cell]]:
        parts = []
        for column in table.columns:
            name = quote(column.name)
            parts.append(
                f"CASE typeof({name}) WHEN 'text' THEN substr({name}, 1, {_TEXT}) WHEN 'blob' "
                f"THEN CASE WHEN length({name}) <= {_BLOB} THEN {name} END ELSE {name} END"
            )
        limit = _VIEW_SAMPLE if table.is_view else _SAMPLE
        query = f"SELECT {', '.join(parts)} FROM {quote(table.name)} LIMIT {limit}"
        rows = self._select(query)
        return {c.name: [row[n] for row in rows] for n, c in enumerate(table.columns)}

    def _size(self, table: Table) -> int:
        """Return the number of rows, of large tables a thousand."""
        sample = len(self.values(table)[table.columns[0].name])
        if table.is_view or sample < _SAMPLE:
            return sample
        query = f"SELECT count(*) FROM (SELECT 1 FROM {quote(table.name)} LIMIT {_SIZES})"
        rows = self._select(query)
        return int(str(rows[0][0])) if rows else sample

    def _title(self, table: Table) -> tuple[Column, float] | None:
        found = [
            (c, title_strength(split_words(c.name), self.words(table), self.of(table, c)))
            for c in table.columns
            if not c.pk or table.primary_key is not c
        ]
        return max((f for f in found if f[1] > 0), key=lambda f: f[1], default=None)

    def _is_person(self, table: Table) -> bool:
        words = [w for w in self.words(table) if w not in ("info", "table", "tbl")]
        columns = [set(split_words(c.name)) for c in table.columns]
        if words and any(same_noun(words[-1], person) for person in PERSONS):
            # discussion_user pairs discussions and users.
            named = [words[-1], *words[:-1][-1:]]
            return len(named) < 2 or not all(_refers(columns, noun) for noun in named)
        every = set().union(*columns)
        has_both_names = {"first", "last"} <= every and {"first", "name"} in columns
        # A feed may need a password, and has a title.
        return has_both_names or not (_OF_PERSONS.isdisjoint(every) or {"title"} in columns)

    def _links(self, table: Table) -> tuple[Link, ...]:
        found = []
        declared = {}
        for key in table.foreign_keys:
            column = table.find(key.columns[0])
            target = self.schema.find(key.table)
            if len(key.columns) > 1 or column is None or target is None or target is table:
                continue
            name = key.targets[0] or self.key(target)
            if name is not None:
                declared[column.name] = Link(column, target, name, 1.0, "declared foreign key")
        own = {c for k in table.foreign_keys if len(k.columns) == 1 for c in k.columns}
        for column in table.columns:
            if column.name in declared:
                found.append(declared[column.name])
            elif column.name not in own and (link := self._find_link(table, column)):
                found.append(link)
        return tuple(found)

    def _find_link(self, table: Table, column: Column) -> Link | None:
        """Return what an undeclared reference most likely refers to."""
        if "REAL" in column.type.upper() or "BOOL" in column.type.upper():
            return None
        words = split_words(column.name)
        if words in (("id",), ("rowid",)) or not words:
            return None
        if table.primary_key is column and ID_WORDS.issuperset(words):
            # A uuid of its own, which other tables' rows have as well.
            return None
        best = None
        named = [(t, self._name_match(t, column, words)) for t in self.schema.tables]
        matches = [(t, key, s) for t, (key, s) in named if t is not table and key is not None]
        for target, key, strength in sorted(matches, key=lambda m: -m[2]):
            strength *= self._value_match(table, column, target, key)
            if strength > (best.strength if best else 0.3):
                how = "by its name" if self.size(table) == 0 else "by its name and values"
                best = Link(column, target, key, strength, how)
        return best or self._link_by_values(table, column, words)

    def _name_match(self, target: Table, column: Column, words: Words) -> tuple[str | None, float]:
        stem, own = strip_id(words), self.words(target)
        same = target.find(column.name)
        is_id = stem != words
        key = self.key(target)
        strength = 0.0
        if own and stem:
            if "".join(stem) == "".join(own) or _same_nouns(stem, own):
                strength = 1.0
            elif _same_nouns(stem, own[-len(stem) :]):
                strength = 0.9 - 0.05 * (len(own) - len(stem))
            elif len(own) < len(stem) and _same_nouns(stem[-len(own) :], own):
                strength = 0.85
            elif not is_id and column.name.lower() in _joined_ids(own):
                strength = 0.95
            elif key is not None and key.lower() in _id_names(stem):
                strength = 0.85
        if not is_id:
            strength *= 0.8
        is_key = is_id or words[-1].endswith("id") or words[-1] in ("key", "isbn", "sku", "asin")
        if same is not None and (is_key or same.pk):
            # The same name on both sides, as in ratings.movieId and movies.movieId.
            if same is target.primary_key or same.name == key:
                return same.name, max(0.97, strength)
            if strength > 0 and self._is_unique(target, same):
                return same.name, strength
            if strength == 0 and "id" not in words and self._is_unique(target, same):
                return same.name, 0.7
        if strength == 0 and is_id and key is not None and split_words(key) == words:
            # The key's name may say what the table's does not.
            strength = 0.9
        return (key, strength) if key and strength > 0 and key != "rowid" else (None, 0.0)

    def _link_by_values(self, table: Table, column: Column, words: Words) -> Link | None:
        stem = strip_id(words)
        values = {v for v in self.of(table, column) if v is not None}
        # What is in another table's key hardly by chance.
        texts = all(
            v > 100_000 if isinstance(v, int) else isinstance(v, str | bytes) and len(v) >= 8
            for v in values
        )
        is_any = stem != words or bool(_ANY_ITEM.intersection(stem))
        if not values or table.primary_key is column or not (texts or is_any):
            return None
        found = []
        for target in self.schema.tables:
            key = None if target is table else self.key(target)
            if key in (None, "rowid") or self.title(target) is None or self.is_person(target):
                continue
            assert key is not None
            share = self._share(table, column, target, key)
            # One column for several tables is told apart by another: songs and albums.
            if share > (0.3 if texts else 0.99):
                found.append(Link(column, target, key, 0.75 * share, "by its values"))
        if texts:
            return max(found, key=lambda link: link.strength, default=None)
        # Small integers are in every key, so that only the one table they can be of counts.
        generic = bool(_ANY_ITEM.intersection(stem)) or len(values) > 2
        return found[0] if len(found) == 1 and generic else None

    def _value_match(self, table: Table, column: Column, target: Table, key: str) -> float:
        """Return 1 where a column's values are in the other's key, 0 where they are not."""
        if all(v is None for v in self.of(table, column)):
            return 0.85 if self.size(table) == 0 else 0.5
        if self.size(target) == 0:
            # Texts are not keys of a table that counts its rows.
            kept = target.find(key)
            texts = all(isinstance(v, str | None) for v in self.of(table, column))
            return 0.0 if texts and kept is not None and "INT" in kept.type.upper() else 0.5
        share = self._share(table, column, target, key)
        # Of a large table without an index, or of a view, not all was looked at.
        partly = self.size(target) >= _SIZES or target.is_view
        return 1.0 if share >= 0.8 else 0.6 if share >= 0.3 or partly else 0.0

    def _share(self, table: Table, column: Column, target: Table, key: str) -> float:
        """Return how many of a column's values are in the other's key."""
        values = [v for v in dict.fromkeys(self.of(table, column)) if v is not None][:_COMPARED]
        name, source = quote(key), quote(target.name)
        pk = target.primary_key
        if pk is None or pk.name != key:
            limit = _VIEW_SAMPLE if target.is_view else _SCANNED
            source = f"(SELECT {name} FROM {source} LIMIT {limit})"
        marks = ", ".join("?" * len(values))
        query = f"SELECT count(DISTINCT {name}) FROM {source} WHERE {name} IN ({marks})"
        rows = self._select(query, values)
        return int(str(rows[0][0])) / len(values) if rows and values else 0.0

    def _is_unique(self, table: Table, column: Column) -> bool:
        values = [v for v in self.of(table, column) if v is not None]
        return len(set(values)) == len(values)

    def _select(self, query: str, values: Sequence[Cell] = ()) -> list[tuple[Cell, ...]]:
        try:
            return self.connection.execute(query, list(values)).fetchall()
        except sqlite3.Error:
            # A view that fails or takes too long, a damaged page: nothing is known then.
            return []


def _refers(columns: list[set[str]], noun: str) -> bool:
    """Return whether a column is the id of such things."""
    return any(
        not ID_WORDS.isdisjoint(words) and any(same_noun(noun, word) for word in words)
        for words in columns
    )


def _is_performer(column: Column) -> bool:
    return split_words(column.name) in (("reader",), ("player",), ("performer",))


def _same_nouns(one: Words, other: Words) -> bool:
    if len(one) != len(other) or not one:
        return False
    return one[:-1] == other[:-1] and same_noun(one[-1], other[-1])


def _id_names(stem: Words) -> set[str]:
    """Return what the key is called that a reference without a suffix refers to."""
    return {f"{joined}{end}" for joined in ("".join(stem), "_".join(stem)) for end in ("id", "_id")}


def _joined_ids(own: Words) -> set[str]:
    """Return what a reference to a table is called where all is written in one: feedid."""
    joined = "".join(own)
    nouns = {joined, joined.removesuffix("s"), joined.removesuffix("es")}
    return {f"{noun}id" for noun in nouns} | nouns
