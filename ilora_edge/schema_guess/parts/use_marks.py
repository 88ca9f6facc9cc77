"""Marks of 0 and 1 that say of some of a history's rows that nothing was used, or not yet.

A hike may be planned, a booking not kept, a planned meal not cooked. Where a row is no more than
an intention without the mark, the mark decides; where it may be a use all the same, a person does.
"""

from __future__ import annotations

from collections.abc import Iterator

from ilora_edge.histories.schema import Column, Table
from ilora_edge.schema_guess.doubts.open_states import StateDoubt
from ilora_edge.schema_guess.tables.column_roles import Cell
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import OF_CUSTOMERS, is_intended, is_use, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import INTENDING, USED
from ilora_edge.schema_guess.words.name_words import Words, split_words, word_set

_PLANNED = word_set(
    "planned plan wish wished wishlist wishlisted want wanted wants todo tbr backlog scheduled "
    "upcoming draft queued watchlist watchlisted waitlist waitlisted tentative"
)
_BESIDE = word_set("is was has been on in at for my the did by user")
# Said of who came, or of what was taken to its end.
_CAME = word_set(
    "attended attend present came went showed checkedin redeemed tried tasted eaten drunk drank "
    "consumed cooked made visited watched listened played used collected honored kept bought "
    "purchased going coming attending"
)
_CHECKED_IN = (("checked", "in"), ("picked", "up"), ("showed", "up"), ("show", "up"))
_ENDED = word_set("completed complete finished done")
# Who refuses a card says so in the same table.
_LIKES = (("liked",), ("like",), ("loved",), ("interested",))
_OPINIONS = word_set("swipe vote like reaction feedback preference opinion")
# What is done on a day that may be still to come.
_PLANNABLE = word_set(
    "trip hike tour travel travels journey itinerary workout training appointment booking "
    "reservation visit outing ride climb event excursion registration"
)
_YES_NO = (("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"))
_DID = "did"
_LISTS = word_set("list shelf library collection")
# Who is to take part is written down before.
_ATTENDED = word_set(
    "attendance attend attendee participant participation enrollment enrolment registration "
    "signup rsvp ticket"
)


def mark_conditions(
    tables: Tables, table: Table, qualified: bool, *, is_event: bool
) -> Iterator[tuple[str, str]]:
    """Yield SQL that leaves out the rows that marks say are no use, and why, each.

    A thing with a mark of its own, or with the time of its use, may be wanted again.
    """
    for column in _planned_marks(tables, table):
        sql = Field(table.name, column.name).sql(qualified)
        yield (
            _is_no(tables, table, column, sql),
            f"{table.name}.{column.name} marks what is planned",
        )
    for column in _kept_marks(tables, table) if is_event else ():
        sql = Field(table.name, column.name).sql(qualified)
        yield _is_yes(tables, table, column, sql), f"{table.name}.{column.name} marks what counts"


def _planned_marks(tables: Tables, table: Table) -> Iterator[Column]:
    """Yield the marks of what is only planned, wished for or still to be used."""
    for column in table.columns:
        core = _core(column)
        is_to_use = len(core) == 2 and core[0] in INTENDING and not USED.isdisjoint(core[1:])
        is_wanted = core[:2] in (("want", "to"), ("wants", "to"), ("plan", "to"))
        is_planned = len(core) == 1 and core[0] in _PLANNED
        if (is_planned or is_wanted or is_to_use) and _is_mark(tables, table, column):
            yield column


def _kept_marks(tables: Tables, table: Table) -> Iterator[Column]:
    """Yield the marks of the rows that came to a use: of a booking, that somebody came.

    Of a history of uses each row is one.
    """
    for column in table.columns:
        words = split_words(column.name)
        core = tuple(w for w in words if w not in _BESIDE - {"in"})
        is_kept = core in _CHECKED_IN or (len(core) == 1 and core[0] in _CAME)
        # did_the_hike, and didthehike
        is_kept = is_kept or bool(words and words[0].startswith(_DID))
        is_done = is_intended(tables.words(table)) and len(core) == 1 and core[0] in _ENDED | USED
        if not (is_kept or is_done) or not _is_mark(tables, table, column):
            continue
        if is_kept and not words[0].startswith(_DID) and _is_log_of_uses(tables, table):
            continue
        yield column
    if named(tables.words(table), _OPINIONS):
        liked = (c for c in table.columns if _core(c) in _LIKES)
        yield from (column for column in liked if _is_mark(tables, table, column))


def open_marks(tables: Tables, table: Table) -> Iterator[StateDoubt]:
    """Yield the marks of what came to its end, of things that may be planned beforehand."""
    words = tables.words(table)
    may_be_later = named(words, _PLANNABLE) or named(words[-1:], _LISTS)
    if is_intended(words) or not may_be_later:
        return
    for column in table.columns:
        core = _core(column)
        if len(core) == 1 and core[0] in _ENDED and _is_mark(tables, table, column):
            text = f"{table.name}.{column.name} may say which rows count: 0, 1"
            yield StateDoubt(text, Field(table.name, column.name), {0: None, 1: None})


def _core(column: Column) -> Words:
    return tuple(word for word in split_words(column.name) if word not in _BESIDE)


def _is_mark(tables: Tables, table: Table, column: Column) -> bool:
    return _answers(tables, table, column) in ({0, 1}, *map(set, _YES_NO))


def _answers(tables: Tables, table: Table, column: Column) -> set[Cell]:
    values = (v for v in tables.of(table, column) if v not in (None, ""))
    return {v.strip().casefold() if isinstance(v, str) else v for v in values}


def _is_yes(tables: Tables, table: Table, column: Column, sql: str) -> str:
    """Return SQL of the rows that have a mark: 1, or a word."""
    found = _answers(tables, table, column)
    yes = next((yes for yes, _ in _YES_NO if yes in found), None)
    return f"{sql} = 1" if yes is None else f"lower(trim({sql})) = '{yes}'"


def _is_no(tables: Tables, table: Table, column: Column, sql: str) -> str:
    """Return SQL of the rows that do not have a mark."""
    found = _answers(tables, table, column)
    yes = next((yes for yes, _ in _YES_NO if yes in found), None)
    return (
        f"COALESCE({sql}, 0) = 0" if yes is None else f"lower(trim(COALESCE({sql}, ''))) <> '{yes}'"
    )


def _is_log_of_uses(tables: Tables, table: Table) -> bool:
    """Return whether a table is named for uses that nobody books, buys or intends beforehand."""
    words = tables.words(table)
    return is_use(words) and not named(words, _PLANNABLE | OF_CUSTOMERS | _ATTENDED)
