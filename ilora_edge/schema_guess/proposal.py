"""What a schema's rows may mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two SELECTs, why, and how sure that is: 0, a guess, to 1; items None: nothing has titles."""

    interactions: str
    items: str | None
    reasons: list[str]
    confidence: float
    about: str = ""
    """The table of the items."""
