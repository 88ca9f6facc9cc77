"""What a table is and what its columns refer to, by declared keys, by names and by values."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from ilora_edge.histories.schema import Column, Schema, Table, quote
from ilora_edge.schema_guess.tables.column_roles import (
    Cell,
    artist_strength,
    is_never,
    is_time_of_use,
    time_strength,
    user_strength,
)
from ilora_edge.schema_guess.tables.find_links import find_link
from ilora_edge.schema_guess.tables.person_tables import is_of_work, is_person
from ilora_edge.schema_guess.tables.sql_parts import Field, with_tables
from ilora_edge.schema_guess.tables.title_columns import best_title
from ilora_edge.schema_guess.words.known_words import AT_WORK, GOT, ITEMS, USED
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    Words,
    common_prefix,
    part_from,
    same_noun,
    share_a_stem,
    split_words,
    strip_id,
    without_class,
    without_suffix,
    word_set,
)

_MOST_VIEW_SECONDS = 3.0
_SAMPLE, _VIEW_SAMPLE, _SIZES = 200, 20, 1_000
# Each table with each other takes the square of the time.
_MOST_COMPARED = 10_000
# A title in a table beside the item's own, which has a row for as many of them.
_BESIDE, _MOST = 0.6, 0.8
# Longer texts and blobs tell nothing more.
TEXT, _BLOB = 200, 64
# A user's strength where the name may as well mean another person.
_PERHAPS = 0.52
_SERVED = word_set("customer client member patron borrower buyer subscriber student kunde cliente")
# When a use began, and when it came to its end, of which as many may be to come.
_BEGUN, _ENDED = word_set("started start began begun"), word_set("completed finished ended end")
_NEVER_ENDED = 0.1
# Of so few rows a column says nothing of whose they are.
_HARDLY = 0.3
_WHERE = word_set("server host url uri realm")
_POSITIONS, _CHANGED = word_set("progress position resume"), word_set("updated modified changed")
_REWRITTEN = 0.66
# Of these a time of opening is one of use.
_OPENED = ITEMS | word_set("pdf document file ebook epub novel novella magazine audiobook")
# Of letters that a name may have in front, without a break.
_PREFIX = 2


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


Answer = TypeVar("Answer")


def _once(ask: Callable[[Table], Answer]) -> Callable[[Table], Answer]:
    """Return a question that is asked once of each table, known by its name.

    Hashing a table, with all its columns, would take longer than many an answer.
    """
    known: dict[str, Answer] = {}

    def answer(table: Table) -> Answer:
        if table.name not in known:
            known[table.name] = ask(table)
        return known[table.name]

    return answer


class Tables:
    """The tables of a schema with a few of their values; every question is asked once.

    Every query is made within ``asking``.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        schema: Schema,
        asking: Callable[[], AbstractContextManager[None]] = nullcontext,
        listed: Mapping[str, str] | None = None,
    ) -> None:
        self.connection = connection
        self.listed = listed or {}
        """Tables that are not there, by their names: the SELECTs that give their rows."""
        self.asking = asking
        self.schema = schema
        names = [split_words(t.name) for t in schema.tables]
        prefix = common_prefix(names)
        # The tables of products begin with what they are of, rather than with whose they are.
        self._prefix = prefix if ITEMS.isdisjoint(prefix) else ()
        self._nouns = frozenset(words[-1] for words in names if words)
        self.named: dict[str, list[tuple[Table, str, float]]] = {}
        """By a column's name: the tables that it suits, their key, and how well."""
        self.unseen: list[str] = []
        """Views that were not looked at, as doubts."""
        self._view_seconds = 0.0
        self._times: dict[tuple[str, str], float] = {}
        self._compared = 0
        self._found_beside: dict[tuple[str, str], tuple[Table, str] | None] = {}
        self.words = _once(self._words)
        self.values = _once(self._values)
        self.size = _once(self._size)
        self.title = _once(lambda table: best_title(self, table))
        self.is_person = _once(lambda table: is_person(self, table))
        self.links = _once(self._links)
        self.key = _once(self._key)
        self.time = _once(self._time)
        self.time_of_use = _once(self._time_of_use)
        self.user = _once(self._user)

    def _words(self, table: Table) -> Words:
        """Return the words of a table's name, without one that most tables begin with."""
        words = part_from(split_words(table.name), self._nouns)
        key = table.primary_key
        noun = strip_id(split_words(key.name)) if key is not None else ()
        if len(noun) == 1 and words[-1:] != noun and words[-1:] and _ends_in(words[-1], noun[0]):
            # corder, whose rows are known by an order_id.
            words = (*words[:-1], words[-1].removesuffix(noun[0]), noun[0])
        words = without_class(words)
        if words[-2:] in (("check", "in"), ("check", "ins")):
            words = (*words[:-2], "checkin")
        is_of_many = len(words) > 1 and (words[-2].endswith("s") or words[-2] == "attendance")
        if words[-1:] == ("list",) and is_of_many:
            # visits_list, unlike a reading list.
            words = words[:-1]
        return words[1:] if len(words) > 1 and words[:1] == self._prefix else words

    def of(self, table: Table, column: Column) -> Sequence[Cell]:
        """Return some of a column's values."""
        return self.values(table)[column.name]

    def _key(self, table: Table) -> str | None:
        """Return the column that tells a table's rows apart."""
        if table.primary_key is not None:
            return table.primary_key.name
        own = without_suffix(self.words(table))
        for column in table.columns:
            words = split_words(column.name)
            stem = strip_id(words)
            noun = (
                not stem or stem == own or (len(stem) == 1 and own and same_noun(stem[-1], own[-1]))
            )
            if ID_WORDS.intersection(words) and noun and self.is_unique(table, column):
                return column.name
        if (part := self._key_of_several(table)) is not None:
            return part
        return "rowid" if table.has_rowid and table.find("rowid") is None else None

    def _key_of_several(self, table: Table) -> str | None:
        """Return the one column of a key of several that tells: the others name the company."""
        parts = [c for c in table.columns if c.pk]
        several = [c for c in parts if len(set(self.of(table, c))) > 1]
        alone = [c for c in several if self.is_unique(table, c)]
        return alone[0].name if len(parts) > 1 and len(alone) == 1 else None

    def time_strength(self, table: Table, column: Column) -> float:
        """Return how much a column looks like the time of a use: asked once, of all its values."""
        key = (table.name, column.name)
        if key not in self._times:
            words = split_words(column.name)
            self._times[key] = time_strength(words, column.type, self.of(table, column))
        return self._times[key]

    def _time(self, table: Table) -> tuple[Column, float] | None:
        """Return the column that best says when, with how well it does."""
        found = [
            (c, self.time_strength(table, c))
            for c in table.columns
            if not c.pk or len(table.columns) > 1
        ]
        # A key made of the time is one too, but anything else is better.
        scored = [
            (c, s * (0.95 if c.pk and USED.isdisjoint(split_words(c.name)) else 1.0))
            for c, s in found
            if s > 0
        ]
        if not _POSITIONS.isdisjoint(self.words(table)):
            # How far one came is written down anew each time.
            scored = [(c, max(s, _REWRITTEN if _is_changed(c) else s)) for c, s in scored]
        # Where not all came to their end, when they began says of each that it was.
        if any(self._begins(table, c) for c, _ in scored):
            scored = [(c, s) for c, s in scored if not self._often_ends(table, c)]
        # played_at of what was played, rather than when the evening began.
        words = self.words(table)
        return max(
            scored,
            key=lambda f: (
                f[1],
                share_a_stem(split_words(f[0].name), words),
                GOT.isdisjoint(split_words(f[0].name)),
                # Of a first and a last time the last is kept up to date.
                "first" not in split_words(f[0].name),
            ),
            default=None,
        )

    def _begins(self, table: Table, time: Column) -> bool:
        values = self.of(table, time)
        is_begun = not _BEGUN.isdisjoint(split_words(time.name))
        return is_begun and bool(values) and not any(v in (None, 0, "") for v in values)

    def _often_ends(self, table: Table, time: Column) -> bool:
        values = self.of(table, time)
        never = sum(v in (None, 0, "") for v in values)
        is_end = not _ENDED.isdisjoint(split_words(time.name))
        return is_end and _NEVER_ENDED * len(values) < never

    def _time_of_use(self, table: Table) -> tuple[Column, float] | None:
        """Return the column that says when an item was last used, with how well it does."""
        found = []
        is_of_item = any(same_noun(w, item) for w in self.words(table) for item in _OPENED)
        is_made = any(artist_strength(split_words(c.name)) > 0 for c in table.columns)
        for column in table.columns:
            words = split_words(column.name)
            strength = self.time_strength(table, column)
            if strength > 0 and is_time_of_use(words, is_of_item or is_made):
                # Of a first and a last time the last is the one that is kept up to date.
                found.append((column, strength * (0.9 if "first" in words else 1.0)))
        return max(found, key=lambda f: f[1], default=None)

    def user_name(self, table: Table) -> str | None:
        """Return the name of the column that best says who."""
        found = self.user(table)
        return None if found is None else found[0].name

    def _user(self, table: Table) -> tuple[Column, float, str] | None:
        """Return the column that best says who, how well, and why."""
        names = {word for column in table.columns for word in split_words(column.name)}
        if "password" in names and not _WHERE.isdisjoint(names) and not self.is_person(table):
            # A name and a password there are for a server, and may be the same in every row.
            return None
        found = []
        links = {link.column.name: link for link in self.links(table)}
        title = self.title(table)
        for column in table.columns:
            strength = user_strength(
                split_words(column.name), self.of(table, column), self.words(table)
            )
            link = links.get(column.name)
            reason = f"{table.name}.{column.name} is the user"
            is_item = title is not None and title[1] >= 0.8
            values = self.of(table, column)
            if values and sum(v not in (None, "") for v in values) <= _HARDLY * len(values):
                # It says nobody, or hardly ever: who recommended a film.
                continue
            if link is not None and self.is_person(link.table):
                other = 0.5 if _is_at_work(self.words(link.table)) else 0.8
                if strength == 0 or (strength <= _PERHAPS and not is_item):
                    strength = max(strength, other * link.strength)
                strength = min(strength + 0.02, 1.0)
                reason = link.reason(table)
            elif link is not None and strength < 0.9:
                continue
            elif is_of_work(self, table, column, is_item, strength <= _PERHAPS):
                # The author of the item that the row is, or who reads an audiobook.
                continue
            if link is None and is_item and len(values) > 5 and self.is_unique(table, column):
                # Each row has another: the id that a service gives an item.
                continue
            if table.primary_key is column:
                strength *= 0.5
            if strength > 0:
                found.append((column, min(strength, 1.0), reason))
        linked = [links[c.name].table for c, _, _ in found if c.name in links]
        if any(self.is_person(t) and not _is_at_work(self.words(t)) for t in linked):
            # A number that nothing is known of may be an account's.
            found = [
                (c, s if c.name in links or c.type.upper() == "TEXT" else 0.8 * s, why)
                for c, s, why in found
            ]
        # Who bought it, rather than who was at the till.
        return max(found, key=lambda f: (f[1], _is_served(f[0])), default=None)

    def is_ever(self, table: Table, time: Field, qualified: bool) -> str:
        """Return SQL that holds where a time is one, and not what stands for never."""
        column = table.find(time.column)
        values = self.of(table, column) if column else []
        texts = [v for v in values if isinstance(v, str) and v and not is_never(v)]
        if any(not v[:4].isdigit() for v in texts):
            # 11/24/2025 is in no order that a comparison of texts knows.
            return f"{time.sql(qualified)} <> ''"
        # Calendars begin in 1, 1601, 1899 or 1970. Any text is greater than any number, which a
        # year by itself would be in a column of type DATE.
        return f"{time.sql(qualified)} > " + ("'1971-01-01'" if texts else "0")

    def titles_repeat(self, table: Table) -> bool:
        """Return whether most of a table's titles are those of other rows as well."""
        title = self.title(table)
        texts = [v for v in self.of(table, title[0]) if v] if title is not None else []
        return len(texts) >= 6 and 2 * len(set(texts)) <= len(texts)

    def may_compare(self) -> bool:
        """Return whether one more column's values may be looked for in another table's key."""
        self._compared += 1
        if self._compared == _MOST_COMPARED:
            self.unseen.append(
                f"after {_MOST_COMPARED:,} comparisons of values no more references were looked for"
            )
        return self._compared < _MOST_COMPARED

    def exists(self, query: str) -> bool:
        """Return whether SQLite understands a query."""
        try:
            with self.asking():
                self.connection.execute(self.told(f"SELECT * FROM ({query}) LIMIT 0")).close()
        except (sqlite3.Error, UnicodeDecodeError):
            return False
        return True

    def is_unique(self, table: Table, column: Column) -> bool:
        """Return whether no two of the rows that were looked at have the same value."""
        values = [v for v in self.of(table, column) if v is not None]
        return len(set(values)) == len(values)

    def beside(self, table: Table, key: str) -> tuple[Table, str] | None:
        """Return what :meth:`_beside` finds, which looks at every table."""
        if (table.name, key) not in self._found_beside:
            self._found_beside[table.name, key] = self._beside(table, key)
        return self._found_beside[table.name, key]

    def _beside(self, table: Table, key: str) -> tuple[Table, str] | None:
        """Return the table that has the titles of a table without any, and what refers to it.

        A book's row may say where its file is, and another row, with the book's id, what it is.
        """
        own = self.title(table)
        for other in self.schema.tables:
            for link in self.links(other):
                found = self.title(other)
                if link.table is not table or link.key != key or found is None:
                    continue
                least = max(_BESIDE, 0.0 if own is None else own[1] + 0.1)
                is_each = self.is_unique(other, link.column)
                if self.titles_repeat(other):
                    continue
                if found[1] >= least and is_each and self.size(other) >= _MOST * self.size(table):
                    return other, link.column.name
        return None

    def _values(self, table: Table) -> dict[str, list[Cell]]:
        parts = []
        for column in table.columns:
            name = quote(column.name)
            parts.append(
                f"CASE typeof({name}) WHEN 'text' THEN substr({name}, 1, {TEXT}) WHEN 'blob' "
                f"THEN CASE WHEN length({name}) <= {_BLOB} THEN {name} END ELSE {name} END"
            )
        if table.is_view and self._view_seconds > _MOST_VIEW_SECONDS:
            self.unseen.append(f"{table.name} and other views were not looked at: they take long")
            return {c.name: [] for c in table.columns}
        limit = _VIEW_SAMPLE if table.is_view else _SAMPLE
        query = f"SELECT {', '.join(parts)} FROM {quote(table.name)} LIMIT {limit}"
        begun = monotonic()
        rows = self.select(query)
        if table.is_view:
            self._view_seconds += monotonic() - begun
        return {c.name: [row[n] for row in rows] for n, c in enumerate(table.columns)}

    def _size(self, table: Table) -> int:
        """Return the number of rows, of large tables a thousand."""
        sample = len(self.values(table)[table.columns[0].name])
        if table.is_view or sample < _SAMPLE:
            return sample
        query = f"SELECT count(*) FROM (SELECT 1 FROM {quote(table.name)} LIMIT {_SIZES})"
        rows = self.select(query)
        return int(str(rows[0][0])) if rows else sample

    def _links(self, table: Table) -> tuple[Link, ...]:
        found = []
        declared = {}
        for key in table.foreign_keys:
            column = table.find(key.columns[0])
            target = self.schema.find(key.table)
            if len(key.columns) > 1 or column is None or target is None or target is table:
                continue
            named = None if key.targets[0] is None else target.find(key.targets[0])
            # One that is not there, as of a column that was renamed since, means the key.
            name = self.key(target) if named is None else named.name
            if name is not None:
                is_listed = table.name in self.listed
                how = "the row that lists it" if is_listed else "declared foreign key"
                declared[column.name] = Link(column, target, name, 1.0, how)
        own = {k.columns for k in table.foreign_keys if self.schema.find(k.table) is not None}
        for column in table.columns:
            if column.name in declared:
                found.append(declared[column.name])
            elif (column.name,) not in own and (link := find_link(self, table, column)):
                found.append(link)
        return tuple(found)

    def told(self, query: str) -> str:
        """Return a query with what it needs to know of tables that are not there."""
        return with_tables(query, self.listed)

    def select(self, query: str, values: Sequence[Cell] = ()) -> list[tuple[Cell, ...]]:
        """Return a query's rows; none where it fails or takes too long."""
        try:
            with self.asking():
                return self.connection.execute(self.told(query), list(values)).fetchall()
        except sqlite3.Error:
            # A view that fails or takes too long, a damaged page: nothing is known then.
            return []


def _is_at_work(words: Words) -> bool:
    return any(same_noun(words[-1], other) for other in AT_WORK) if words else False


def _is_changed(column: Column) -> bool:
    return not _CHANGED.isdisjoint(split_words(column.name))


def _ends_in(word: str, noun: str) -> bool:
    return word.endswith(noun) and len(word) <= len(noun) + _PREFIX


def _is_served(column: Column) -> bool:
    return not _SERVED.isdisjoint(strip_id(split_words(column.name)))
