"""What a schema's rows may mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from ilora_edge.schema_guess.tables.sql_parts import Query


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two SELECTs, why, and how sure that is: 0, a guess, to 1; items None: nothing has titles."""

    interactions: str
    items: str | None
    reasons: list[str]
    confidence: float
    about: str = ""
    """The table of the items."""
    doubts: list[str] = field(default_factory=list)
    """What the names and values leave open; with any of these a person is asked."""
    table: str = ""
    """The table of the history."""
    lines_of: str = ""
    """The table of the events whose lines they are: an order's."""
    remarks: list[str] = field(default_factory=list)
    """What is open as well, and was decided without a person: one sentence each."""
    differs: str = ""
    """Of a reading that is offered beside the guesses: what sets it apart, in a phrase."""
    query: Query | None = None
    """The SELECT in its parts, where it is one of one table's rows."""
