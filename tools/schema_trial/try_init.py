"""Tries what ``ilora-edge init`` makes of whole schemas that it was not made for.

    python tools/schema_trial/try_init.py [NAME ...]

Of each application it makes a database of all its tables, with made-up rows, and compares the
histories and titles that the proposed SELECTs give with those written down beforehand.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from answers import Cases, Fill, Right
from made_up_rows import Filler
from schema_facts import SchemaFacts, read_set

from ilora_edge.errors import DatabaseError, OptionError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.mapping import Mapping
from ilora_edge.histories.schema import quote
from ilora_edge.histories.untouched import UntouchedDB
from ilora_edge.schema_guess.doubts.open_states import only_states, state_doubts_of
from ilora_edge.schema_guess.proposal import Proposal
from ilora_edge.schema_guess.propose import is_open, propose

_HERE = Path(__file__).parent
SETS: dict[int, Cases] = {
    number: import_module(f"sets.set_{number:02}").CASES
    for number in sorted({int(p.stem[4:6]) for p in (_HERE / "sets").glob("set_*.py")})
}
"""By the number of the set."""
_TITLED = 0.95


class Verdict(NamedTuple):
    """What came of one application: right, question or wrong, and of which proposal."""

    name: str
    says: str
    proposal: Proposal | None
    place: int | None = None
    """Which of the readings asked about is right, from 1, its states said where they are asked."""
    has_history: bool = True
    as_written: int | None = None
    """Which is right without any state said, from 1."""


def try_all(which: int, names: list[str]) -> list[Verdict]:
    """Return the verdicts on the applications of one set, or on those named."""
    facts = read_set(_HERE / "schemas", which)
    cases = SETS[which]
    assert facts.keys() == cases.keys(), facts.keys() ^ cases.keys()
    with tempfile.TemporaryDirectory() as folder:
        return [
            _try(facts[name], *cases[name], Path(folder) / f"{n}.db")
            for n, name in enumerate(cases)
            if not names or name in names
        ]


def _try(facts: SchemaFacts, fill: Fill, right: Right, path: Path) -> Verdict:
    with closing(sqlite3.connect(path)) as db:
        # One transaction, which nobody waits for: a file of a few seconds' life.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        for statement in facts.ddl():
            db.execute(statement)
        fill(Filler(db))
        db.commit()
    database = UntouchedDB(path, "")
    with closing(database), database.reading():
        proposals = propose(database.connection, database.asking)
    wanted = [_read(path, *queries) for queries in right]

    def is_right(proposal: Proposal) -> bool:
        found = _read(path, proposal.interactions, proposal.items)
        return any(_agree(found, other) for other in wanted)

    if is_open(proposals):
        as_written = [is_right(p) for p in proposals]
        # What the person says who is asked: a number, and of states which count.
        told = (
            n
            for n, (p, is_it) in enumerate(zip(proposals, as_written, strict=True), 1)
            if is_it or is_right(_told(path, p, wanted))
        )
        return Verdict(
            facts.name,
            "question",
            proposals[0] if proposals else None,
            next(told, None),
            bool(right),
            1 + as_written.index(True) if True in as_written else None,
        )
    best = proposals[0]
    return Verdict(facts.name, "right" if is_right(best) else "wrong", best)


def _told(path: Path, proposal: Proposal, wanted: Sequence[_Read]) -> Proposal:
    """Return a reading with the states said that are asked about of it: those of wanted rows."""
    every = {event for read in wanted for event in read.events}
    said = []
    with closing(sqlite3.connect(path)) as db:
        for doubt in state_doubts_of(proposal):
            table, column = doubt.field.table, doubt.field.column
            for state, *_ in db.execute(f"SELECT DISTINCT {quote(column)} FROM {quote(table)}"):
                one = f"{table}.{column}={'NULL' if state is None else state}"
                with suppress(OptionError):
                    some = only_states(db, proposal, [one])
                    rows = _read(path, some.interactions, None).events
                    said += [one] if rows and every.issuperset(rows) else []
        return only_states(db, proposal, said) if said else proposal


class _Read(NamedTuple):
    events: list[tuple[str, str, int]]
    titles: dict[str, str]


def _read(path: Path, interactions: str, items: str | None) -> _Read:
    with HistoryDB(path, Mapping(interactions=interactions, items=items)) as history:
        try:
            events = [
                (u, e.item_id, e.timestamp) for u, every in history.histories() for e in every
            ]
        except DatabaseError as problem:
            return _Read([(str(problem), "", 0)], {})
        titles = {i: title.decode() for i, title, _ in history.described_items()} if items else {}
    return _Read(sorted(events), titles)


def _agree(found: _Read, wanted: _Read) -> bool:
    """Whether the events are the same, and each title has what it should."""
    named = sum(title in found.titles.get(item, "") for item, title in wanted.titles.items())
    return found.events == wanted.events and named >= _TITLED * len(wanted.titles)


def main() -> None:
    """Print a line for each application, and how many came out how."""
    names, every = sys.argv[1:], list[Verdict]()
    for which in SETS:
        verdicts = try_all(which, names)
        for name, says, proposal, place, *_ in verdicts:
            sure = "" if proposal is None else f" ({proposal.confidence:.0%} sure)"
            which_one = "" if place is None else f", the right one is number {place}"
            print(f"{name}: {says}{sure}{which_one}")
            if says == "question" and proposal is not None:
                print("   open:", "; ".join(proposal.doubts) or "which of the guesses")
            if proposal is not None and (names or says == "wrong"):
                print("  ", proposal.interactions.replace("\n", " "))
                print("  ", (proposal.items or "no items").replace("\n", " "))
        every += verdicts
        print(f"set {which}:", _counted(verdicts))
    print("all sets:", _counted(every))


def _counted(verdicts: Sequence[Verdict]) -> str:
    counts = {s: sum(v.says == s for v in verdicts) for s in ("right", "question", "wrong")}
    asked = [v for v in verdicts if v.says == "question" and v.has_history]
    told, written = [v.place for v in asked], [v.as_written for v in asked]
    return (
        ", ".join(f"{n} {s}" for s, n in counts.items())
        + f"\n   of {len(asked)} asked about a history, offered {_found(told)}, as the first"
        f" {told.count(1)}; before states are said {_found(written)} and {written.count(1)}"
    )


def _found(places: Sequence[int | None]) -> int:
    return sum(place is not None for place in places)


if __name__ == "__main__":
    main()
