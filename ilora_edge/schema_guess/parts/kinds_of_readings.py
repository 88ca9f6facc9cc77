"""What a reading is of: what somebody used, got, looked at, planned, or said of things."""

from __future__ import annotations

from ilora_edge.schema_guess.parts.use_evidence import has_used_column
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.sql_parts import Field
from ilora_edge.schema_guess.tables.table_kinds import (
    OF_CUSTOMERS,
    is_judged,
    is_said,
    is_use,
    named,
)
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import PLACES, USING
from ilora_edge.schema_guess.words.name_words import Words, split_words, word_set

_GETTING = word_set("borrow borrowing lending request download payment own owns owned")
_FETCHING = word_set("download request")
# What a shop's customers looked at says less than what they bought.
_LOOKING = word_set("view viewed viewing visit visited click clicked open opened access accessed")
# A trip is planned first; who checks in is there.
_TRIPS, _ARRIVALS = word_set("trip itinerary tour journey"), word_set("checkin visit visited")


def is_said_of(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows are what was thought of things, or meant to be done with them."""
    table = tables.schema.find(proposal.table)
    return table is not None and is_said(tables.words(table)) and not has_used_column(table)


def is_of_judging(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows are what was thought of things."""
    table = tables.schema.find(proposal.table)
    return table is not None and is_judged(tables.words(table)) and not has_used_column(table)


def is_of_using(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a table is named for uses, and not for glances."""
    table = tables.schema.find(proposal.table)
    return table is not None and named(tables.words(table), USING - _LOOKING)


def is_of_fetching(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows are what a program fetched for somebody, who may use it later."""
    table = tables.schema.find(proposal.table)
    return table is not None and named(tables.words(table), _FETCHING)


def is_of_last_uses(proposal: Proposal) -> bool:
    """Return whether each thing's own row says when it was used: last_played."""
    is_own = proposal.table == proposal.about
    return is_own and named(time_words(proposal), USING - _LOOKING)


def is_of_last_looks(proposal: Proposal) -> bool:
    """Return whether rows say when somebody last looked at each thing: last_opened."""
    words = time_words(proposal)
    return "last" in words and named(words, _LOOKING)


def time_words(proposal: Proposal) -> Words:
    """Return the words of the column that says when, where a row says it itself."""
    fields = () if proposal.query is None else proposal.query.fields
    times = (field for field, name in fields if name == "time" and isinstance(field, Field))
    return next((split_words(field.column) for field in times), ())


def is_of_getting(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows say that somebody got things: bought, borrowed or asked for them."""
    table = tables.schema.find(proposal.table)
    return table is not None and named(tables.words(table), _GETTING | OF_CUSTOMERS)


def is_of_looking(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows say only that somebody looked at things: who visits a place is there."""
    table, about = (tables.schema.find(name) for name in (proposal.table, proposal.about))
    if table is None or (about is not None and named(tables.words(about)[-1:], PLACES)):
        return False
    return named(tables.words(table), _LOOKING)


def may_be_planned(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows are places of a trip, which may be still to come."""
    names = (tables.schema.find(name) for name in (proposal.table, proposal.lines_of))
    return any(table is not None and named(tables.words(table), _TRIPS) for table in names)


def was_there(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows say that somebody came to a place."""
    table = tables.schema.find(proposal.table)
    return table is not None and named(tables.words(table), _ARRIVALS)


def is_of_use(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a table is named for what somebody did with things."""
    table = tables.schema.find(proposal.table)
    return table is not None and is_use(tables.words(table))
