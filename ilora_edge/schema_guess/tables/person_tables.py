"""Which tables are of persons: by what they are called, and by what they know of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.tables.column_roles import Cell, artist_strength
from ilora_edge.schema_guess.words.known_words import ITEMS, PERSONS
from ilora_edge.schema_guess.words.name_words import (
    ID_WORDS,
    is_remark,
    same_noun,
    split_words,
    strip_id,
    word_set,
)

if TYPE_CHECKING:
    from ilora_edge.schema_guess.tables.table_links import Tables

_OF_MACHINES = word_set("agent addr port ip mac device")
_KEYS = word_set("session token secret")
_OF_NAMES = word_set("name names username login email mail nick nickname fullname password")
_SERVICES = word_set("source server service provider host connection site credential feed")
_WHO_USES = word_set("reader player viewer listener visitor")
_SOLD = word_set("order invoice sale booking reservation transaction loan rental address ticket")
_OF_PERSONS = word_set("password pwd passwd firstname surname birthday")
# Of whom a file says both it knows a person.
_OF_BODIES = word_set("gender sex"), word_set("age email phone")
_WHERE = word_set("server host url uri realm")

# Who comes to something, told by the ids of both.
_TAKE_PART = word_set("attendee participant registrant spectator contestant")
_ACCOUNTS = word_set("user account login credential")
# Their profiles are settings, and what is given a tag, blocked or ignored uses nothing.
_SET_UP = word_set(
    "controller gamepad keyboard input device equalizer eq audio video sound color colour display "
    "screen encoding encoder quality codec network vpn ssh sync connection printer playback speed "
    "export import backup theme filter sleep color camera scan build browser proxy power"
)
_LABELLED = word_set("tag tagged label blocked ignored muted hidden")
_TAKERS = word_set("borrower renter buyer purchaser reader viewer listener visitor watcher rater")
_HISTORIES = (("history",), ("log",))
_WHEN = word_set("at on date time timestamp")
# The two, and a number or a time.
_MOST_OF_A_PAIR = 3


def is_person(tables: Tables, table: Table) -> bool:
    """Return whether a table's rows are persons."""
    words = [w for w in tables.words(table) if w not in ("info", "infos", "table", "tbl")]
    columns = [set(split_words(c.name)) for c in table.columns]
    every: set[str] = set().union(*columns)
    if not _OF_MACHINES.isdisjoint(every) and _OF_NAMES.isdisjoint(every):
        # A client may be a program.
        return False
    if words[-1:] in (["client"], ["clients"]) and not _KEYS.isdisjoint(every - _OF_NAMES):
        # So is what has a key and a session, and no name.
        return not _OF_NAMES.isdisjoint(every)
    if _only_pairs(table):
        # _BookToUser, ApplicationUserMovie: named for both of what they pair.
        return False
    key = table.primary_key
    if key is not None and strip_id(split_words(key.name)) in (("user",), ("member",)):
        # What is kept of each person: settings, the last visit.
        return True
    if words and any(same_noun(words[-1], other) for other in _SERVICES):
        # One logs in there.
        return False
    if words[-1:] in (["profile"], ["profiles"]) and not _SET_UP.isdisjoint(words):
        return False
    if not _LABELLED.isdisjoint(words[:-1]):
        return False
    if words and words[-1] in _WHO_USES and _OF_NAMES.isdisjoint(every):
        # What a reader remembers of a book.
        return False
    if len(words) == 1 and words[0].startswith("user") and words[0] != "userdata":
        # useracct: what a person logs in with; usersmuseums refers to both.
        others = {key.table.casefold() for key in table.foreign_keys}
        return len(others) < 2 or len(columns) > _MOST_OF_A_PAIR
    if takes_part(tables, table):
        return False
    if words and any(same_noun(words[-1], person) for person in PERSONS):
        # discussion_user pairs discussions and users.
        named = [words[-1], *words[:-1][-1:]]
        is_pair = len(named) == 2 and len(columns) <= _MOST_OF_A_PAIR
        if is_pair and _refers(columns, named[1]) and _refers_to_others(columns, words[-1]):
            # Who took part in a play: its id, and that of a player.
            return False
        return len(named) < 2 or not all(_refers(columns, noun) for noun in named)
    if all(not among.isdisjoint(every) for among in _OF_BODIES):
        return True
    has_both_names = {"first", "last"} <= every and {"first", "name"} in columns
    if any(same_noun(word, event) for word in words for event in _SOLD):
        # An order has the name of who ordered.
        return False
    if {"name"} in columns and _is_whose_account(tables, table):
        return True
    # A feed may need a password, and has a title; a server is where somebody logs in.
    is_elsewhere = {"title"} in columns or not _WHERE.isdisjoint(every)
    return has_both_names or not (_OF_PERSONS.isdisjoint(every) or is_elsewhere)


def _only_pairs(table: Table) -> bool:
    """Return whether a row has two declared references, and but for a number and times no more."""
    keys = {key.columns[0]: key.table for key in table.foreign_keys if len(key.columns) == 1}
    own = table.primary_key
    others = [
        c
        for c in table.columns
        if c.name in keys or not (c is own or _WHEN.issuperset(split_words(c.name)[-1:]))
    ]
    return len(set(keys.values())) > 1 and all(column.name in keys for column in others)


def _is_whose_account(tables: Tables, table: Table) -> bool:
    """Return whether accounts refer to a table's rows, each to another: to whose they are."""
    for other in tables.schema.tables:
        noun = split_words(other.name)[-1:]
        if (
            other is table
            or _only_pairs(other)
            or not noun
            or not any(same_noun(noun[0], one) for one in _ACCOUNTS)
        ):
            continue
        for key in other.foreign_keys:
            column = other.find(key.columns[0]) if len(key.columns) == 1 else None
            if key.table.casefold() != table.name.casefold() or column is None:
                continue
            values = [v for v in tables.of(other, column) if v is not None]
            if len(values) > 1 and len({*values}) == len(values):
                return True
    return False


def takes_part(tables: Tables, table: Table) -> bool:
    """Return whether rows say which person, of another table, comes to what."""
    noun = tables.words(table)[-1:]
    columns = [set(split_words(c.name)) for c in table.columns]
    every = set().union(*columns)
    if not noun or not _OF_NAMES.isdisjoint(every) or not _refers_to_others(columns, noun[0]):
        return False
    if any(same_noun(noun[0], one) for one in _TAKE_PART):
        return True
    # The borrowers of books, told by the ids of a member and of a book.
    is_taker = any(same_noun(noun[0], one) for one in _TAKERS)
    others = (t for t in tables.schema.tables if t is not table)
    if not is_taker or any(split_words(t.name)[-1:] in _HISTORIES for t in others):
        return False
    return any(_refers(columns, item) for item in ITEMS)


def _refers_to_others(columns: list[set[str]], noun: str) -> bool:
    """Return whether a column is the id of persons who are called something else."""
    others = PERSONS - {noun}
    return any(
        not ID_WORDS.isdisjoint(words) and any(same_noun(p, word) for p in others for word in words)
        for words in columns
    )


def _refers(columns: list[set[str]], noun: str) -> bool:
    """Return whether a column is the id of such things."""
    return any(
        not ID_WORDS.isdisjoint(words) and any(same_noun(noun, word) for word in words)
        for words in columns
    )


def is_of_work(tables: Tables, table: Table, column: Column, is_item: bool, is_weak: bool) -> bool:
    """Return whether who is named made, or performs, the work that a row is or names.

    ``is_item``: it is one; ``is_weak``: the name may as well be another person's.
    """
    if is_item and _is_performer(column):
        return True
    is_made = is_item or _is_maker(tables, table, column)
    return is_weak and is_made and not _is_another(table, column)


def _is_another(table: Table, column: Column) -> bool:
    """Return whether a person known by an id is another than who made the item, who is named."""
    words = split_words(column.name)
    stem = strip_id(words)
    # author_id and author are one.
    names = (n for c in table.columns if (n := split_words(c.name)) not in (words, stem))
    return stem != words and any(artist_strength(n) > 0 for n in names)


def _is_maker(tables: Tables, table: Table, column: Column) -> bool:
    """Return whether who is named made the work that a row names as well: a book and its author."""
    if artist_strength(split_words(column.name)) == 0 or is_remark(tables.words(table)):
        return False
    # A number is an id, and may be that of who wrote about it.
    works = (c for c in table.columns if not ITEMS.isdisjoint(split_words(c.name)[-1:]))
    return _are_texts(tables.of(table, column)) and any(
        _are_texts(tables.of(table, work)) for work in works
    )


def _are_texts(values: Sequence[Cell]) -> bool:
    texts = [v for v in values if isinstance(v, str) and v]
    return bool(texts) and not any(text.isdigit() for text in texts)


def _is_performer(column: Column) -> bool:
    return split_words(column.name) in (("reader",), ("player",), ("performer",))
