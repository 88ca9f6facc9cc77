"""Where nothing looks like a history: the tables that at least say who or when, and of what.

They are there to be asked about: a person sees at a glance which of them is the history, if any.
"""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.doubts.reading_doubts import NO_THINGS, NO_USE
from ilora_edge.schema_guess.parts.item_query import describe_items
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.sql_parts import Field, Query, select
from ilora_edge.schema_guess.tables.table_kinds import is_intended, is_never, is_use, named
from ilora_edge.schema_guess.tables.table_links import Link, Tables
from ilora_edge.schema_guess.words.known_words import ITEMS, PAIRED, PERSONS
from ilora_edge.schema_guess.words.name_words import ID_WORDS, split_words, strip_id

# What each thing adds to how likely it is, all together less than what is taken without asking.
_PERSON, _TIME, _KNOWN, _NAMED, _LINKED = 0.04, 0.03, 0.03, 0.03, 0.03
_LEAST = 0.06
_A_TITLE = 0.65


def bare_readings(tables: Tables, read: set[str]) -> Iterator[Proposal]:
    """Yield a reading of each table with rows that say of some thing who or when, or that it was.

    What is ``read`` already, or by its name a program's own business, is left out.
    """
    for table in tables.schema.tables:
        if (
            table.name in read
            or not tables.size(table)
            or tables.is_person(table)
            or is_never(tables.words(table))
        ):
            continue
        proposal = _bare(tables, table)
        if proposal is not None and tables.exists(proposal.interactions):
            yield proposal


def may_be_meant(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a reading is of what is recommended, or of a table that is named for uses.

    Of an address book or a list of tasks nothing is worth a question.
    """
    table, about = (tables.schema.find(name) for name in (proposal.table, proposal.about))
    if table is None or any(doubt.endswith(NO_THINGS) for doubt in proposal.doubts):
        return False
    is_thing = about is not None and any(named((w,), ITEMS) for w in tables.words(about))
    is_who = "'me' AS user" not in proposal.interactions
    return is_who and (is_thing or is_use(tables.words(table)))


def _bare(tables: Tables, table: Table) -> Proposal | None:
    user = tables.user(table)
    who = user[0] if user is not None else _person(tables, table)
    moment = tables.time(table)
    time = None if moment is None else moment[0]
    thing = _thing(tables, table, who)
    if who is None and _is_list(tables, table):
        return _listed(tables, table, time)
    if thing is None or (who is None and time is None and not is_use(tables.words(table))):
        return None
    column, link = thing
    about, key = (table, column.name) if link is None else (link.table, link.key)
    items = _items(tables, table, column, link)
    noun = strip_id(split_words(column.name))[-1:] or tables.words(about)[-1:]
    likely = (
        _PERSON * (who is not None)
        + _TIME * (time is not None)
        + _KNOWN * named(noun, ITEMS)
        + _NAMED * is_use(tables.words(table))
        + _LINKED * (link is not None and tables.title(about) is not None)
    )
    is_known = named(noun, ITEMS) or any(named((w,), ITEMS) for w in tables.words(about))
    if likely < _LEAST or (who is None and not is_use(tables.words(table))) or not is_known:
        return None
    fields: list[tuple[Field | str, str]] = [
        ("'me'" if who is None else Field(table.name, who.name), "user"),
        (Field(table.name, column.name), "item"),
        ("0" if time is None else Field(table.name, time.name), "time"),
    ]
    reasons = [f"{table.name}.{column.name} is the item"]
    reasons.append(
        "no column of users: one person, 'me'" if who is None else _is(table, who, "user")
    )
    reasons.append("no column of times: 0" if time is None else _is(table, time, "time"))
    query = Query(tuple(fields), table.name)
    return Proposal(
        query.sql(),
        items,
        reasons,
        likely,
        about.name if key else "",
        [f"{NO_USE} {table.name} are what somebody used"],
        table.name,
        query=query,
    )


def _is_list(tables: Tables, table: Table) -> bool:
    """Return whether rows are things of a known kind, in a file of nobody that knows no more.

    Only a person can say whether a list of series is of what was watched. A catalogue has more to
    say of its things in other tables.
    """
    every = tables.schema.tables
    if any(map(tables.is_person, every)) or tables.key(table) is None:
        return False
    if any(link.table is table for other in every for link in tables.links(other)):
        return False
    title, words = tables.title(table), tables.words(table)
    is_known = named(words[-1:], PAIRED) and not is_intended(words)
    return is_known and title is not None and title[1] >= _A_TITLE


def _listed(tables: Tables, table: Table, time: Column | None) -> Proposal:
    """Return the reading of a table of which each row is a thing of the file's one person."""
    key = tables.key(table) or "rowid"
    items, _ = describe_items(tables, table, key)
    when = "0" if time is None else Field(table.name, time.name)
    query = Query((("'me'", "user"), (Field(table.name, key), "item"), (when, "time")), table.name)
    why = "no column of times: 0" if time is None else _is(table, time, "time")
    return Proposal(
        query.sql(),
        items,
        [f"{table.name} has a row per item", "no column of users: one person, 'me'", why],
        _KNOWN + _NAMED + _TIME * (time is not None),
        table.name,
        [f"{NO_USE} {table.name} are what somebody used"],
        table.name,
        query=query,
    )


def _person(tables: Tables, table: Table) -> Column | None:
    """Return the column that refers to a person, or is called one: the cook."""
    linked = (link.column for link in tables.links(table) if tables.is_person(link.table))
    called = (
        c
        for c in table.columns
        if c is not table.primary_key and named(strip_id(split_words(c.name)), PERSONS)
    )
    return next(linked, next(called, None))


def _is(table: Table, column: Column, what: str) -> str:
    return f"{table.name}.{column.name} is the {what}"


def _thing(tables: Tables, table: Table, who: Column | None) -> tuple[Column, Link | None] | None:
    """Return what rows are about: what they refer to, an id, or what they are called."""
    links = [
        k for k in tables.links(table) if k.column is not who and not tables.is_person(k.table)
    ]
    if links:
        best = max(
            links, key=lambda k: (_is_known(tables, k.table), tables.title(k.table) is not None)
        )
        return best.column, best
    for column in table.columns:
        words = split_words(column.name)
        is_id = strip_id(words) not in (words, ()) and not ID_WORDS.isdisjoint(words)
        if is_id and column is not who and table.primary_key is not column:
            return column, None
    title = tables.title(table)
    return None if title is None or title[0] is who else (title[0], None)


def _is_known(tables: Tables, table: Table) -> bool:
    return named(tables.words(table)[-1:], ITEMS)


def _items(tables: Tables, table: Table, column: Column, link: Link | None) -> str | None:
    """Return the SELECT of what a table's rows are about, where anything names that."""
    if link is not None:
        return describe_items(tables, link.table, link.key)[0]
    title = tables.title(table)
    if title is None:
        return None
    fields: list[tuple[Field | str, str]] = [
        (Field(table.name, column.name), "item"),
        (Field(table.name, title[0].name), "title"),
    ]
    return select(fields, table.name, distinct=True)
