"""What a page shows, as plain values: whoever fills them in, the page is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PagePlace:
    """One place of the list."""

    rank: int
    title: str
    score: float
    llm_score: float | None
    encoder_score: float | None
    why: str = ""
    """What carried it, in words."""
    address: str = ""
    """Where a click on its title leads."""


@dataclass(frozen=True, slots=True)
class PageEvent:
    """One event of the history."""

    title: str
    timestamp: int
    said: str = ""
    """A rating, or what the person told us."""


@dataclass(frozen=True, slots=True)
class Expert:
    """One expert: what the gate gives it, and what it is used for."""

    weight: float
    about: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Items that are not in the list, and why."""

    reason: str
    n: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TasteMap:
    """Items in two dimensions."""

    x: tuple[float, ...]
    """From 0 to 1, as ``y``."""
    y: tuple[float, ...]
    titles: tuple[str, ...]
    history: frozenset[int] = frozenset()
    """Places of what the person interacted with."""
    recommended: Mapping[int, int] = field(default_factory=dict)
    """Places of the list's items by their rank."""
    landmarks: tuple[int, ...] = ()
    """Places of items that most people know, most known first."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that one page shows."""

    user: str
    """As the page calls them: an id, or a name."""
    bundle: str
    places: tuple[PagePlace, ...]
    history: tuple[PageEvent, ...]
    """Oldest first."""
    experts: tuple[Expert, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sureness: tuple[str, ...] = ()
    """Sentences about how sure the numbers are."""
    map: TasteMap | None = None
    remarks: tuple[str, ...] = field(default=())
