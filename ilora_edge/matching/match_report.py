"""How much of a database a bundle knows, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchReport:
    """How many items of a database a bundle knows."""

    items: int
    """Of the database."""
    interacted: int
    """Of them, those that somebody interacted with."""
    by_id: int
    """Of those interacted with, how many are in the catalogue under the same id."""
    by_title: int
    """Likewise, under the same title."""
    interactions: int
    matched_interactions: int
    known: int
    """Of the database's items, how many are in the catalogue."""
    torn: int = 0
    """Of those interacted with, how many the bundle does not know and have a torn title."""
    first_torn: str | None = None
    """The id of one of them."""

    @property
    def percent(self) -> float:
        """Of the items interacted with, how many are in the catalogue."""
        return 100.0 * (self.by_id + self.by_title) / self.interacted if self.interacted else 0.0

    @property
    def nothing(self) -> bool:
        """Whether the bundle knows none of the items interacted with; of none, none of all.

        A database without an item tells nothing.
        """
        if not (self.interacted or self.items):
            return False
        return (self.by_id + self.by_title if self.interacted else self.known) == 0

    def to_json(self) -> dict[str, int]:
        """Return the counts, as a run's row has them."""
        return {
            "items": self.items,
            "interacted": self.interacted,
            "matched_by_id": self.by_id,
            "matched_by_title": self.by_title,
            "interactions": self.interactions,
            "matched_interactions": self.matched_interactions,
        }

    def __str__(self) -> str:
        ways = [f"{n:,} by {way}" for n, way in ((self.by_id, "id"), (self.by_title, "title")) if n]
        how = f" ({', '.join(ways)})" if ways else ""
        n_matched = self.by_id + self.by_title
        noun = "item" if self.interacted == 1 else "items"
        items = f"the bundle knows {n_matched:,} of the {self.interacted:,} {noun} interacted with"
        if (n_matched, self.interacted) == (self.matched_interactions, self.interactions):
            return f"{items}{how}"
        return f"{items}{how}, {self.matched_interactions:,} of {self.interactions:,} interactions"
