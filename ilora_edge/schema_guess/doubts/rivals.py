"""Which of several readings of a file is the history, where more than one is likely.

Two tables may tell of the same things: each play and the last one, what was read and what was said
of it. Then the one that says more is taken; only where things differ a person has to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ilora_edge.schema_guess.doubts.better_readings import (
    CLEAR,
    NEARLY,
    NEW,
    RIVALS,
    better_reading,
    is_anonymous,
    is_more,
    may_be_no_use,
)
from ilora_edge.schema_guess.doubts.compared_readings import (
    ANONYMOUS,
    are_same,
    are_wholes,
    has_times,
    is_log_of,
    items_of,
    pairs_of,
)
from ilora_edge.schema_guess.doubts.reading_doubts import NO_USE, contain, rival_doubts
from ilora_edge.schema_guess.doubts.result_doubts import result_doubts
from ilora_edge.schema_guess.partitions import part_doubts
from ilora_edge.schema_guess.parts.kinds_of_readings import (
    is_of_fetching,
    is_of_getting,
    is_of_last_looks,
    is_of_last_uses,
    is_of_looking,
    is_of_use,
    is_of_using,
    is_said_of,
    may_be_planned,
    was_there,
)
from ilora_edge.schema_guess.parts.use_evidence import has_used_column
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.tables.table_kinds import (
    LIKED,
    is_intended,
    is_never,
    is_other_log,
    is_use,
    named,
)
from ilora_edge.schema_guess.tables.table_links import Tables
from ilora_edge.schema_guess.words.known_words import USING
from ilora_edge.schema_guess.words.name_words import split_words

_A_TIME = 0.8
# Of so many parts there are so many wholes at most.
_WHOLES = 0.5


def rank(tables: Tables, found: Sequence[Proposal]) -> list[Proposal]:
    """Return readings, each once, best first, those of the same things under one name."""
    ordered = sorted(found, key=lambda p: -p.confidence)
    distinct = {p.interactions: p for p in reversed(ordered)}
    ranked = [p for p in ordered if distinct[p.interactions] is p]
    if not ranked:
        return []
    full = [p for p in ranked if items_of(tables, p)]
    ranked = full + [p for p in ranked if p not in full]
    best = ranked[0]
    better = better_reading(tables, best, ranked) or _liked(tables, best, ranked)
    if better is not None:
        ranked.remove(better)
        ranked.insert(0, better)
        best = better
    if (
        may_be_no_use(best)
        and _is_liked(tables, best)
        and not any(_is_evident(tables, p) for p in ranked[1:])
        and not _has_own_time(tables, best)
    ):
        # Where nothing says what was used, what was liked is what is known of somebody's taste.
        best.doubts[:] = [doubt for doubt in best.doubts if not doubt.startswith(NO_USE)]
        best.doubts.extend(_liked_besides(tables, best, ranked[1:]))
    others = [replace(p, about=best.about) if are_same(tables, best, p) else p for p in ranked[1:]]
    for doubts in (_rivals, _equals, _lent, _repeated):
        best.doubts.extend(doubts(tables, best, others))
    best.doubts.extend(part_doubts(tables, best))
    best.doubts.extend(result_doubts(tables, best))
    best.doubts.extend(_unread(tables, best, found))
    # Courses that somebody takes, of which the lessons are that he took, are no second history.
    return [
        best,
        *(replace(p, about=best.about) if _is_beside(tables, p, best) else p for p in others),
    ]


def _liked(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return what was liked of the things that the best reading only says something of: comments.

    Where nothing is a history, what somebody liked says more of his taste than what he wrote about.
    """
    table = tables.schema.find(best.table)
    is_said = may_be_no_use(best) and table is not None and is_other_log(tables.words(table))
    is_nobodys = _is_nobodys(tables, best)
    if not (is_said or is_nobodys) or _is_liked(tables, best):
        return None
    if any(_is_evident(tables, p) for p in ranked):
        return None
    liked = (p for p in ranked[1:] if _is_liked(tables, p))
    liked = (p for p in liked if is_nobodys or p.about == best.about)
    return next((p for p in liked if len(p.doubts) == 1 and may_be_no_use(p)), None)


def _liked_besides(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Yield what was liked of other things than the best reading's, neither part of the other."""
    mine = tables.schema.find(best.about)
    for p in others:
        theirs = tables.schema.find(p.about)
        is_near = p.confidence >= NEARLY * best.confidence and _is_liked(tables, p)
        if is_near and theirs is not mine and not contain(tables, mine, theirs):
            yield f"{p.table} may be another history, of other things than {best.table}"


def _is_liked(tables: Tables, proposal: Proposal) -> bool:
    table = tables.schema.find(proposal.table)
    words = () if table is None else tables.words(table)
    # What is saved for later is not liked yet.
    return named(words, LIKED) and not (is_intended(words) or is_never(words))


def _has_own_time(tables: Tables, proposal: Proposal) -> bool:
    """Return whether each thing's own row says when, which may be when it was used."""
    about = tables.schema.find(proposal.about)
    if about is None or about.name == proposal.table or ANONYMOUS not in proposal.interactions:
        return False
    time = tables.time(about)
    return time is not None and time[1] >= _A_TIME


def _is_evident(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a reading is of uses, or of items with marks or times of their own.

    Journals and brews of nobody, in a file of several people, say nothing of what was used.
    """
    is_use_of_items = proposal.table == proposal.about
    return (is_of_use(tables, proposal) or is_use_of_items) and not _is_nobodys(tables, proposal)


def _is_nobodys(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows are things of their own, which any of several people may have made."""
    table = tables.schema.find(proposal.table)
    is_own = proposal.table == proposal.about and ANONYMOUS in proposal.interactions
    if table is None or not is_own or has_used_column(table):
        return False
    return any(" does not say which of the people " in d for d in proposal.doubts)


def _unread(tables: Tables, best: Proposal, found: Sequence[Proposal]) -> Iterator[str]:
    """Yield other tables of uses at some time, of which nothing could be read, as of the best."""
    if best.items is not None:
        return
    read = {p.table for p in found} | {p.lines_of for p in found}
    for table in tables.schema.tables:
        words = tables.words(table)
        is_named = is_use(words) or not USING.isdisjoint(words)
        is_history = is_named and tables.time_of_use(table) is not None
        if is_history and table.name not in read and tables.size(table):
            yield f"{table.name} may be another history, of other uses than {best.table}"
    # Films beside the episodes of series: nothing describes either.
    wholes = {str(item).partition(":")[0] for item in items_of(tables, best)}
    for p in found:
        is_other = p.items is None and p.table != best.table and is_of_use(tables, p)
        is_said = any(doubt.startswith(f"{p.table} may be another") for doubt in best.doubts)
        if is_other and not is_said and wholes.isdisjoint(map(str, items_of(tables, p))):
            yield f"{p.table} may be another history, of other things than {best.table}"


def _is_beside(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading is no second history beside the best: of wholes, or of trips.

    Nor are glances at things beside plays of others, and copies of a history's rows that were kept.
    """
    is_planned = was_there(tables, best) and may_be_planned(tables, one)
    is_glance = is_of_last_looks(one) and is_of_using(tables, best) and is_of_last_uses(best)
    return is_planned or is_glance or _is_kept(tables, one, best) or _is_whole(tables, one, best)


def _is_kept(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading is of bookmarks that have no column that the history has not."""
    table, history = (tables.schema.find(p.table) for p in (one, best))
    if table is None or history is None or not is_of_using(tables, best):
        return False
    is_marked = _is_liked(tables, one) and not _is_liked(tables, best)
    return is_marked and {c.name for c in table.columns} <= {c.name for c in history.columns}


def _is_whole(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading is of what the best one's things, each with a time, are parts of."""
    mine, whole = (tables.schema.find(p.about) for p in (best, one))
    if mine is None or whole is None or not has_times(best) or best.doubts:
        return False
    if mine.name == best.table or tables.size(whole) > _WHOLES * tables.size(mine):
        return False
    return any(link.table is whole for link in tables.links(mine))


def _equals(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Yield other uses of the same things, as likely as the best ones, that are no part of those.

    A log and what adds it up are one history; rentals and purchases are two.
    """
    pairs = pairs_of(tables, best)
    for p in others:
        if p.about != best.about or p.confidence < NEARLY * best.confidence or p.doubts:
            continue
        if p.table in (best.table, best.lines_of) or is_said_of(tables, p) or _are_stages(best, p):
            continue
        if are_wholes(tables, p, best):
            continue
        if is_of_using(tables, best) and is_of_getting(tables, p):
            # What was watched says more than what was bought, borrowed or asked for.
            continue
        if is_of_last_uses(best) and is_of_fetching(tables, p):
            continue
        if was_there(tables, best) and may_be_planned(tables, p):
            continue
        if is_more(tables, best) and is_of_looking(tables, p):
            # What was bought, or cooked, says more than what was only looked at.
            continue
        theirs = pairs_of(tables, p)
        if len(theirs - pairs) > NEW * len(theirs):
            yield f"{p.table} may be another history, of other uses than {best.table}"


def _lent(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Yield what somebody used himself, of the things that he lends to others."""
    if not is_of_getting(tables, best) or any(map(tables.is_person, tables.schema.tables)):
        return
    for p in others:
        if p.table == p.about == best.about and is_anonymous(p, best) and not p.doubts:
            yield f"{p.table} says what was used, and {best.table} who borrowed it"


def _repeated(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Yield uses of the same things that have several rows for what the best ones have one for.

    Each episode that was watched says more than the page of a series that was opened.
    """
    if is_log_of(tables, best):
        return
    for p in others:
        if p.about != best.about or p.confidence < CLEAR * best.confidence or p.table == best.table:
            continue
        if p.doubts and not may_be_no_use(p) and is_log_of(tables, p) and not is_said_of(tables, p):
            yield f"{p.table} says more often what was used than {best.table}"


def _are_stages(one: Proposal, other: Proposal) -> bool:
    """Return whether a name holds the other: finished reading sessions, reading sessions."""
    words, others = set(split_words(one.table)), set(split_words(other.table))
    return words <= others or others <= words


def _is_sum(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading has a row for each thing that the best one logs each use of."""
    is_row = one.table == one.about
    return is_row and is_log_of(tables, best) and items_of(tables, one) <= items_of(tables, best)


def _rivals(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    table = tables.schema.find(best.table)
    tables_of = [
        other
        for p in others
        # Of an order its lines say what was in it.
        if p.table not in (best.table, best.lines_of)
        and p.confidence >= RIVALS * best.confidence
        and p.about == best.about
        and not is_anonymous(p, best)
        and not _is_sum(tables, p, best)
        and (other := tables.schema.find(p.table)) is not None
    ]
    return rival_doubts(tables, table, tables_of) if table is not None else iter(())
