"""Which of several readings of a file is the history, where more than one is likely.

Two tables may tell of the same things: each play and the last one, what was read and what was said
of it. Then the one that says more is taken; only where things differ a person has to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ilora_edge.schema_guess.doubts.compared_readings import (
    ANONYMOUS,
    OVERLAP,
    are_same,
    are_wholes,
    has_times,
    is_log_of,
    items_of,
    pairs_of,
)
from ilora_edge.schema_guess.doubts.open_states import StateDoubt
from ilora_edge.schema_guess.doubts.reading_doubts import NO_USE, contain, rival_doubts
from ilora_edge.schema_guess.doubts.result_doubts import result_doubts
from ilora_edge.schema_guess.partitions import part_doubts
from ilora_edge.schema_guess.parts.kinds_of_readings import (
    is_of_fetching,
    is_of_getting,
    is_of_judging,
    is_of_last_uses,
    is_of_looking,
    is_of_use,
    is_of_using,
    is_said_of,
    may_be_planned,
    time_words,
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

# Of marks, ratings and plans a history is likelier even where less is known of it.
_RIVALS = 0.5
# Readings as near as this are of equal worth.
NEARLY, _CLEAR = 0.93, 0.8
# Of the uses that another table has, as many may be missing in a history.
_NEW = 0.2
_A_TIME = 0.8
# So many more things are not by chance.
_WIDER = 1.25
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
    better = (
        _says_more(tables, best, ranked)
        or _known(tables, best, ranked)
        or _dated(tables, best, ranked)
        or _finer(tables, best, ranked)
        or _wider(tables, best, ranked)
        or _clearer(tables, best, ranked)
        or _logged(tables, best, ranked)
        or _liked(tables, best, ranked)
    )
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
    """Return whether a reading is no second history beside the best: of wholes, or of trips."""
    is_planned = was_there(tables, best) and may_be_planned(tables, one)
    return is_planned or _is_whole(tables, one, best)


def _is_whole(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading is of what the best one's things, each with a time, are parts of."""
    mine, whole = (tables.schema.find(p.about) for p in (best, one))
    if mine is None or whole is None or not has_times(best) or best.doubts:
        return False
    if mine.name == best.table or tables.size(whole) > _WHOLES * tables.size(mine):
        return False
    return any(link.table is whole for link in tables.links(mine))


def may_be_no_use(proposal: Proposal) -> bool:
    """Return whether nothing says that a reading is a history."""
    return any(doubt.startswith(NO_USE) for doubt in proposal.doubts)


def _clearer(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading of the same things, nearly as good, of which nothing is open."""
    if not may_be_no_use(best):
        return None
    near = [p for p in ranked[1:] if p.confidence >= _CLEAR * best.confidence]
    # Bookmarks in what a table has a row for each of, which says how far somebody came.
    alike = [p for p in near if p.table == best.about or are_same(tables, best, p)]
    clear = next((p for p in alike if not p.doubts), None)
    # What is asked about is first which states count, rather than whether anything does.
    return clear or next(
        (p for p in alike if all(isinstance(doubt, StateDoubt) for doubt in p.doubts)), None
    )


def _says_more(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a history of what the best reading is only marks, ratings, plans or glances of."""
    if may_be_planned(tables, best):
        near = (p for p in ranked[1:] if p.confidence >= _RIVALS * best.confidence and not p.doubts)
        return next((p for p in near if was_there(tables, p) and are_same(tables, best, p)), None)
    if is_of_looking(tables, best):
        near = (p for p in ranked[1:] if p.confidence >= _CLEAR * best.confidence and not p.doubts)
        done = (p for p in near if _is_more(tables, p) and not is_of_getting(tables, p))
        return next((p for p in done if are_same(tables, best, p)), None)
    is_got = is_of_getting(tables, best)
    if not (is_got or is_said_of(tables, best)):
        return None
    if is_of_fetching(tables, best) and (used := _instead(tables, best, ranked, is_of_last_uses)):
        return used
    return _instead(tables, best, ranked, lambda p: is_of_using(tables, p) or not is_got)


def _dated(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading that says when what the best one only says that it was."""
    return None if has_times(best) else _instead(tables, best, ranked, has_times)


def _instead(
    tables: Tables,
    best: Proposal,
    ranked: Sequence[Proposal],
    is_better: Callable[[Proposal], bool],
) -> Proposal | None:
    """Return the first likely reading of about the best one's things that is better than that."""
    says_less = is_of_judging if is_of_judging(tables, best) else is_said_of
    return next(
        (
            p
            for p in ranked[1:]
            if p.confidence >= _RIVALS * best.confidence
            and is_better(p)
            and not (p.doubts or says_less(tables, p))
            and are_same(tables, best, p)
            and len(items_of(tables, p)) >= OVERLAP * len(items_of(tables, best))
        ),
        None,
    )


def _known(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading that says who, where the best one leaves open whose its rows are."""
    if ANONYMOUS not in best.interactions or not best.doubts:
        return None
    return next(
        (
            p
            for p in ranked[1:]
            if _is_anonymous(best, p)
            and (has_times(p) or not has_times(best))
            and not p.doubts
            and p.confidence >= (_RIVALS if _is_clear(tables, p) else _CLEAR) * best.confidence
            and are_same(tables, best, p)
        ),
        None,
    )


def _finer(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading nearly as good that is of parts of what the best one is of."""
    mine = tables.schema.find(best.about)
    for p in ranked[1:]:
        about = tables.schema.find(p.about)
        if p.lines_of == best.table and p.confidence >= _CLEAR * best.confidence and not p.doubts:
            return p
        if p.confidence < NEARLY * best.confidence or p.doubts or mine is None or about is None:
            continue
        if any(link.table is mine for link in tables.links(about)):
            return p
    return None


def _wider(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading nearly as good that has all that the best one has, and much more.

    A log says when each use was, and is not given up for what adds it up.
    """
    if is_log_of(tables, best):
        return None
    pairs = pairs_of(tables, best)
    for p in ranked[1:]:
        # What has the titles, because it is a history of all, and no catalogue.
        is_source = p.table == best.about and is_of_use(tables, p) and has_times(p)
        least = _RIVALS if is_source else _CLEAR
        if p.confidence >= least * best.confidence and not p.doubts and p.about == best.about:
            theirs = pairs_of(tables, p)
            if theirs >= pairs and len(theirs) > _WIDER * len(pairs):
                return p
    return None


def _logged(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a log, nearly as good, of what the best reading has one row with a state for each.

    Or one for each person and thing, which says when it was last used.
    """
    is_last = best.table != best.about
    if is_last and "last" not in time_words(best):
        return None
    near = (p for p in ranked[1:] if p.confidence >= _RIVALS * best.confidence and not p.doubts)
    return next(
        (
            p
            for p in near
            if p.about == best.about
            and (p.confidence >= NEARLY * best.confidence or is_of_use(tables, p))
            and is_log_of(tables, p)
            and len(items_of(tables, p)) >= OVERLAP * len(items_of(tables, best))
            and not (is_last and _lacks(tables, p, best))
        ),
        None,
    )


def _lacks(tables: Tables, log: Proposal, best: Proposal) -> bool:
    """Return whether a log is of getting things, or began long after the best reading's rows."""
    pairs = pairs_of(tables, best)
    missing = len(pairs - pairs_of(tables, log))
    return is_of_getting(tables, log) or missing > _NEW * len(pairs)


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
        if _is_more(tables, best) and is_of_looking(tables, p):
            # What was bought, or cooked, says more than what was only looked at.
            continue
        theirs = pairs_of(tables, p)
        if len(theirs - pairs) > _NEW * len(theirs):
            yield f"{p.table} may be another history, of other uses than {best.table}"


def _lent(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Yield what somebody used himself, of the things that he lends to others."""
    if not is_of_getting(tables, best) or any(map(tables.is_person, tables.schema.tables)):
        return
    for p in others:
        if p.table == p.about == best.about and _is_anonymous(p, best) and not p.doubts:
            yield f"{p.table} says what was used, and {best.table} who borrowed it"


def _repeated(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    """Yield uses of the same things that have several rows for what the best ones have one for.

    Each episode that was watched says more than the page of a series that was opened.
    """
    if is_log_of(tables, best):
        return
    for p in others:
        if (
            p.about != best.about
            or p.confidence < _CLEAR * best.confidence
            or p.table == best.table
        ):
            continue
        if p.doubts and not may_be_no_use(p) and is_log_of(tables, p) and not is_said_of(tables, p):
            yield f"{p.table} says more often what was used than {best.table}"


def _are_stages(one: Proposal, other: Proposal) -> bool:
    """Return whether a name holds the other: finished reading sessions, reading sessions."""
    words, others = set(split_words(one.table)), set(split_words(other.table))
    return words <= others or others <= words


def _is_more(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows say more than that a page was opened: what was bought, cooked, hiked."""
    is_other = not is_of_looking(tables, proposal) and is_of_use(tables, proposal)
    return is_of_getting(tables, proposal) or (is_other and has_times(proposal))


def _is_clear(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a reading is of uses, by its table's name or as a log of them."""
    return is_of_use(tables, proposal) or is_log_of(tables, proposal)


def _is_sum(tables: Tables, one: Proposal, best: Proposal) -> bool:
    """Return whether a reading has a row for each thing that the best one logs each use of."""
    is_row = one.table == one.about
    return is_row and is_log_of(tables, best) and items_of(tables, one) <= items_of(tables, best)


def _is_anonymous(one: Proposal, best: Proposal) -> bool:
    """Return whether a reading does not say who, where the best one has each person's."""
    return ANONYMOUS in one.interactions and ANONYMOUS not in best.interactions


def _rivals(tables: Tables, best: Proposal, others: Sequence[Proposal]) -> Iterator[str]:
    table = tables.schema.find(best.table)
    tables_of = [
        other
        for p in others
        # Of an order its lines say what was in it.
        if p.table not in (best.table, best.lines_of)
        and p.confidence >= _RIVALS * best.confidence
        and p.about == best.about
        and not _is_anonymous(p, best)
        and not _is_sum(tables, p, best)
        and (other := tables.schema.find(p.table)) is not None
    ]
    return rival_doubts(tables, table, tables_of) if table is not None else iter(())
