"""Which other reading of a file says more than the likeliest one, so that it is taken instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ilora_edge.schema_guess.doubts.compared_readings import (
    ANONYMOUS,
    OVERLAP,
    are_same,
    has_times,
    is_log_of,
    items_of,
    pairs_of,
)
from ilora_edge.schema_guess.doubts.open_states import StateDoubt
from ilora_edge.schema_guess.doubts.reading_doubts import NO_USE
from ilora_edge.schema_guess.parts.kinds_of_readings import (
    is_of_fetching,
    is_of_getting,
    is_of_judging,
    is_of_last_looks,
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
from ilora_edge.schema_guess.tables.table_links import Tables

# Of marks, ratings and plans a history is likelier even where less is known of it.
RIVALS = 0.5
# Readings as near as this are of equal worth.
NEARLY, CLEAR = 0.93, 0.8
# Of the uses that another table has, as many may be missing in a history.
NEW = 0.2
# So many more things are not by chance.
_WIDER = 1.25


def better_reading(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading to take instead of the likeliest one; None: there is none.

    ``ranked``: all readings, the best first.
    """
    return (
        _says_more(tables, best, ranked)
        or _known(tables, best, ranked)
        or _dated(tables, best, ranked)
        or _tried(tables, best, ranked)
        or _played(tables, best, ranked)
        or _finer(tables, best, ranked)
        or _wider(tables, best, ranked)
        or _clearer(tables, best, ranked)
        or _logged(tables, best, ranked)
    )


def _says_more(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a history of what the best reading is only marks, ratings, plans or glances of."""
    if may_be_planned(tables, best):
        near = (p for p in ranked[1:] if p.confidence >= RIVALS * best.confidence and not p.doubts)
        return next((p for p in near if was_there(tables, p) and are_same(tables, best, p)), None)
    if is_of_looking(tables, best):
        clear = (p for p in ranked[1:] if not p.doubts and not is_of_getting(tables, p))
        near = (p for p in clear if p.confidence >= _least(tables, p) * best.confidence)
        done = (p for p in near if is_more(tables, p))
        return next((p for p in done if are_same(tables, best, p)), None)
    is_got = is_of_getting(tables, best)
    if not (is_got or is_said_of(tables, best)):
        return None
    if is_of_fetching(tables, best) and (used := _instead(tables, best, ranked, is_of_last_uses)):
        return used
    return _instead(tables, best, ranked, lambda p: is_of_using(tables, p) or not is_got)


def _known(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading that says who, where the best one leaves open whose its rows are."""
    if ANONYMOUS not in best.interactions or not best.doubts:
        return None
    return next(
        (
            p
            for p in ranked[1:]
            if is_anonymous(best, p)
            and (has_times(p) or not has_times(best))
            and not p.doubts
            and p.confidence >= (RIVALS if _is_clear(tables, p) else CLEAR) * best.confidence
            and are_same(tables, best, p)
        ),
        None,
    )


def _least(tables: Tables, proposal: Proposal) -> float:
    """Return how likely a reading must be, for the 1 of one of glances: less where rows say more.

    A meal that was planned has a mark that says that it was eaten.
    """
    return RIVALS if _is_told(tables, proposal) else CLEAR


def _is_told(tables: Tables, proposal: Proposal) -> bool:
    table = tables.schema.find(proposal.table)
    return table is not None and table.name != proposal.about and has_used_column(table)


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
            if p.confidence >= RIVALS * best.confidence
            and is_better(p)
            and not (p.doubts or says_less(tables, p))
            and are_same(tables, best, p)
            and len(items_of(tables, p)) >= OVERLAP * len(items_of(tables, best))
        ),
        None,
    )


def _tried(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a log of what was done with parts of the things that were only last looked at.

    A note's quizzes were tried, and a deck is opened for that.
    """
    whole = tables.schema.find(best.about)
    for p in ranked[1:] if is_of_last_looks(best) and whole is not None else ():
        part = tables.schema.find(p.about)
        is_part = part is not None and any(link.table is whole for link in tables.links(part))
        is_likely = p.confidence >= RIVALS * best.confidence and not p.doubts
        if is_part and is_likely and is_more(tables, p) and is_log_of(tables, p):
            return p
    return None


def _played(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a history of what was played, where the best reading says only what was looked at."""
    near = ranked[1:] if is_of_last_looks(best) and best.table == best.about else ()
    return next(
        (
            p
            for p in near
            if p.confidence >= CLEAR * best.confidence
            and not p.doubts
            and is_of_using(tables, p)
            and is_of_last_uses(p)
        ),
        None,
    )


def _finer(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading nearly as good that is of parts of what the best one is of."""
    mine = tables.schema.find(best.about)
    for p in ranked[1:]:
        about = tables.schema.find(p.about)
        if p.lines_of == best.table and p.confidence >= CLEAR * best.confidence and not p.doubts:
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
        least = RIVALS if is_source else CLEAR
        if p.confidence >= least * best.confidence and not p.doubts and p.about == best.about:
            theirs = pairs_of(tables, p)
            if theirs >= pairs and len(theirs) > _WIDER * len(pairs):
                return p
    return None


def _clearer(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a reading of the same things, nearly as good, of which nothing is open."""
    if not may_be_no_use(best):
        return None
    near = [p for p in ranked[1:] if p.confidence >= CLEAR * best.confidence]
    # Bookmarks in what a table has a row for each of, which says how far somebody came.
    alike = [p for p in near if p.table == best.about or are_same(tables, best, p)]
    clear = next((p for p in alike if not p.doubts), None)
    # What is asked about is first which states count, rather than whether anything does.
    return clear or next(
        (p for p in alike if all(isinstance(doubt, StateDoubt) for doubt in p.doubts)), None
    )


def _logged(tables: Tables, best: Proposal, ranked: Sequence[Proposal]) -> Proposal | None:
    """Return a log, nearly as good, of what the best reading has one row with a state for each.

    Or one for each person and thing, which says when it was last used.
    """
    is_last = best.table != best.about
    if is_last and "last" not in time_words(best):
        return None
    near = (p for p in ranked[1:] if p.confidence >= RIVALS * best.confidence and not p.doubts)
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
    return is_of_getting(tables, log) or missing > NEW * len(pairs)


def may_be_no_use(proposal: Proposal) -> bool:
    """Return whether nothing says that a reading is a history."""
    return any(doubt.startswith(NO_USE) for doubt in proposal.doubts)


def is_more(tables: Tables, proposal: Proposal) -> bool:
    """Return whether rows say more than that a page was opened: what was bought, cooked, hiked."""
    is_named = is_of_use(tables, proposal) or _is_told(tables, proposal)
    is_other = is_named and not is_of_looking(tables, proposal)
    return is_of_getting(tables, proposal) or (is_other and has_times(proposal))


def _is_clear(tables: Tables, proposal: Proposal) -> bool:
    """Return whether a reading is of uses, by its table's name or as a log of them."""
    return is_of_use(tables, proposal) or is_log_of(tables, proposal)


def is_anonymous(one: Proposal, best: Proposal) -> bool:
    """Return whether a reading does not say who, where the best one has each person's."""
    return ANONYMOUS in one.interactions and ANONYMOUS not in best.interactions
