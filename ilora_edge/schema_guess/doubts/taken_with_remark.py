"""What is open of a reading and yet does not take a person: it is taken, and said in a remark.

A doubt is no remark for being small: on schemas that no rule was made for, no single kind of doubt
was right often enough to be taken (docs/trials.md). Three are decided: a bare pair of a person and
a thing where a file has nothing else that looks like a history, uses of things that nothing names,
and titles of parts without their wholes, where all differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from ilora_edge.schema_guess.doubts.item_doubts import NAMELESS
from ilora_edge.schema_guess.doubts.reading_doubts import NO_USE, NOT_BY_ITSELF
from ilora_edge.schema_guess.parts.use_evidence import has_used_column, is_gathering
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.table_kinds import LIKED, is_use, item_factor, named
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import AT_WORK, PAIRED, PERSONS, USING
from ilora_edge.schema_guess.words.name_words import is_noun_among, split_words, strip_id, word_set

# What a table that pairs two others may be called besides them.
_JOINING = word_set("to has and of by map mapping link rel relation join pair x")

# Of so many titles, all different, none needs more to be told apart.
_FEW, _MANY = 6, 5_000


def take_with_remark(tables: Tables, ranked: Sequence[Proposal]) -> None:
    """Turn what is open of the best of some readings into remarks, where that is decided."""
    best = ranked[0]
    if len(ranked) == 1 and _is_bare_pair(tables, best) and _is_only_history(tables, best):
        best.remarks.append(
            f"{best.table} is taken for what was used, without times: it only pairs persons with "
            f"{best.about}, and nothing else here looks like a history"
        )
        best.doubts.clear()
    if best.items and len(best.doubts) == 1 and best.doubts[0].endswith(NOT_BY_ITSELF):
        query = f"SELECT title FROM ({best.items}) LIMIT {_MANY}"
        titles = [row[0] for row in tables.select(query)]
        if len(titles) > _FEW and len(set(titles)) == len(titles):
            best.remarks.append(
                f"titles of {best.about} stand alone: what they are part of is not beside them"
            )
            best.doubts.clear()
    if best.items is None and (best.doubts == [NAMELESS] and _tells_of_use(tables, best)):
        best.doubts.clear()
    if best.items is None and not best.doubts:
        best.remarks.append(f"nothing names what {best.table} is about: items are their ids")


def _is_bare_pair(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows are a person and a thing of a known kind, and say nothing else.

    A word of the table's name that is none of theirs may say what it pairs them for.
    """
    table, about = (tables.schema.find(name) for name in (proposal.table, proposal.about))
    if table is None or about is None or about is table:
        return False
    if [doubt.startswith(NO_USE) for doubt in proposal.doubts] != [True]:
        return False
    links = [k for k in tables.links(table) if k.table is about or tables.is_person(k.table)]
    person = next((k for k in links if k.column.name == tables.user_name(table)), None)
    if person is None or named(tables.words(person.table), AT_WORK):
        return False
    said = {k.column.name for k in links}
    if len(said) != 2 or any(
        c.name not in said for c in table.columns if c is not table.primary_key
    ):
        return False
    is_known = named(tables.words(about)[-1:], PAIRED) or is_gathering(about)
    is_thing = is_known and item_factor(tables, about) == 1.0
    known = frozenset((*tables.words(person.table), *tables.words(about))) | _JOINING
    return is_thing and all(is_noun_among(word, known) for word in tables.words(table))


def _tells_of_use(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a table or a column is named for a use, or the table for nothing else.

    Payments and shifts have an id of something as well.
    """
    table = tables.schema.find(proposal.table)
    if table is None:
        return False
    words = tables.words(table)
    pair = frozenset(word for c in table.columns for word in strip_id(split_words(c.name)))
    is_pair = all(is_noun_among(word, pair | PERSONS | _JOINING) for word in words)
    is_said = is_use(words) or named(words, USING | LIKED)
    return is_pair or has_used_column(table) or is_said


def _is_only_history(tables: Tables, proposal: Proposal) -> bool:
    """Return whether no other table with rows is named for uses, read or not."""
    return not any(
        is_use(tables.words(table)) and tables.size(table)
        for table in tables.schema.tables
        if table.name not in (proposal.table, proposal.about)
    )
