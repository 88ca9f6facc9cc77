"""What ``ilora-edge init`` asks where its guesses leave something open."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from ilora_cli.waiting import while_asking
from ilora_edge.errors import DatabaseError

if TYPE_CHECKING:
    from ilora_edge.histories.untouched import UntouchedDB
    from ilora_edge.schema_guess.proposal import Proposal

OR_SAY = (
    "say what the rows are with --interactions 'SELECT ... AS user, ... AS item, ... AS time "
    "FROM ...'"
)
_DOUBTS = 3
_ROWS, _LONGEST = 2, 60
# As much of the first guess's likelihood makes another one that may be meant.
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Answer:
    """Which guess a person takes, and which of its states count."""

    take: int | None
    states: tuple[str, ...]
    said: tuple[str, ...] = ()
    """The other words of the command, for one that can be run as it is shown."""
    is_refused: bool = False
    """Whether a guess that was taken is not what the person meant."""


def is_terminal() -> bool:
    """Return whether somebody is there to be asked."""
    # A stream that was closed before the start is None.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(database: UntouchedDB, proposals: Sequence[Proposal], said: Sequence[str]) -> Answer:
    """Show the guesses with what is open of each, and return the one that a person takes.

    Raises
    ------
    DatabaseError
        with the command that answers, where nobody is at a terminal or none is taken.
    """
    from ilora_cli.console import note_below
    from ilora_edge.titles import printable

    for number, proposal in enumerate(proposals, start=1):
        _show(database, number, proposal)
        if number == 1 and not (proposal.doubts or proposal.differs):
            note_below(f"open: {printable(_why(proposals))}")
    if lost := not_read(database):
        # A history may stand there, and what is asked about is then only what is left.
        note_below(f"not read: {lost}")
    is_one = len(proposals) == 1
    which = "is this the history" if is_one else "which of these is the history"
    if is_terminal():
        return _answered(database, proposals, which)
    states = _states(proposals[0])
    command = shlex.join(["ilora-edge", "init", *said, "--take", "1", *states])
    counted = " (with --state for each state that counts)" if states else ""
    raise DatabaseError(f"{database.name}: {which}? take one with: {command}{counted}; or {OR_SAY}")


def not_read(database: UntouchedDB) -> str:
    """Return which tables cannot be read here, and why; empty: all can be."""
    from ilora_edge.histories.other_modules import without_module
    from ilora_edge.titles import printable

    with database.reading():
        lost = ", ".join(map(printable, without_module(database.connection)[:3]))
    return f"{lost}, of modules that only the application has" if lost else ""


def _why(proposals: Sequence[Proposal]) -> str:
    """Return why it is asked of which guess is meant, where nothing is open of the first itself."""
    best, *others = (p for p in proposals if not p.differs)
    near = [p.table for p in others if p.confidence >= _NEAR * best.confidence and not p.doubts]
    near = near or [p.table for p in others if p.confidence > best.confidence]
    if near:
        return f"{' or '.join(near[:2])} may be the history as well"
    return "little says that it is the history"


def remarks_of(proposals: Sequence[Proposal]) -> list[str]:
    """Return what is open of the guess that is taken, a line each, and how to choose another."""
    from ilora_edge.titles import printable

    shown = [p for p in proposals[1:3] if not p.differs]
    others = ", ".join(f"--take {n} ({p.table})" for n, p in enumerate(shown, start=2))
    another = f"{others}, or --interactions" if others else "--interactions"
    said = [f"{remark}; for another reading: {another}" for remark in proposals[0].remarks]
    return [printable(remark) for remark in said]


def _show(database: UntouchedDB, number: int, proposal: Proposal) -> None:
    """Print a guess, the table it is of first, its first rows and what is open of it.

    Of a reading beside the guesses, what sets it apart.
    """
    from ilora_cli.console import note, note_below
    from ilora_edge.schema_guess.doubts.open_states import StateDoubt, with_counts
    from ilora_edge.titles import printable

    if proposal.differs:
        note(f"{number}: {printable(proposal.table)}, or else: {printable(proposal.differs)}")
    else:
        query = printable(" ".join(proposal.interactions.split()))
        note(f"{number}: {printable(proposal.table)}, {proposal.confidence:.0%} sure: {query}")
    if rows := _rows(database, proposal):
        note_below(f"rows: {rows}")
    for doubt in proposal.doubts[:_DOUBTS]:
        if isinstance(doubt, StateDoubt):
            with database.reading(), database.asking():
                doubt = with_counts(database.connection, doubt)
        note_below(f"open: {printable(doubt)}")
    for remark in proposal.remarks:
        note_below(f"open: {printable(remark)}")


def _rows(database: UntouchedDB, proposal: Proposal) -> str:
    """Return who used what when, in the first rows: what a SELECT gives is seldom seen from it."""
    from ilora_cli.columns import cut
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.mapping import Mapping
    from ilora_edge.titles import printable

    mapping = Mapping(interactions=proposal.interactions, items=proposal.items)
    rows: list[dict[str, str]] = []
    # What cannot be read is said when the guess is taken.
    with suppress(DatabaseError), HistoryDB(database.path, mapping) as history:
        rows = history.sample(_ROWS)
    shown = []
    for user, item, title, time, *_ in (row.values() for row in rows):
        told = (user, item if title == "-" else title, time)
        shown.append(", ".join(cut(printable(t), _LONGEST) for t in told if t != "-"))
    return "; ".join(shown)


def _answered(database: UntouchedDB, proposals: Sequence[Proposal], which: str) -> Answer:
    """Return what the person at the terminal says."""
    from ilora_edge.schema_guess.doubts.open_states import state_doubts_of

    numbers = "/".join(str(n) for n in range(1, len(proposals) + 1))
    choices = [*numbers.split("/"), "n"]
    said = ""
    while said not in choices:
        with while_asking():
            said = typer.prompt(f"{which}? {numbers}, or n for none", err=True).strip().lower()
    if said == "n":
        raise DatabaseError(f"{database.name}: nothing is written; {OR_SAY}")
    taken, states = int(said), ""
    if state_doubts_of(proposals[taken - 1]):
        question = "which states count? all of them, with spaces between; none: every row"
        with while_asking():
            states = typer.prompt(question, default="", show_default=False, err=True)
    return Answer(taken, tuple(states.split()))


def _states(proposal: Proposal) -> list[str]:
    """Return an example of each answer about states."""
    from ilora_edge.schema_guess.doubts.open_states import state_doubts_of

    doubts = state_doubts_of(proposal)
    words = []
    for doubt in doubts:
        value = str(max(doubt.names, key=str))
        words += ["--state", value if len(doubts) == 1 else f"{doubt.field.column}={value}"]
    return words
