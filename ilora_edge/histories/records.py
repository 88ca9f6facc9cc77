"""What is read of a database of histories: users, their interactions, and items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


# A tuple, made in a quarter of the time: of one person there may be half a million.
class Interaction(NamedTuple):
    """One event of a user's history: the item, when (unix seconds), and how it was liked."""

    item_id: str
    timestamp: int
    rating: float | None


@dataclass(frozen=True, slots=True)
class UserSummary:
    """One user of the database with the extent of the history."""

    user: str
    n_interactions: int
    first_timestamp: int
    """Unix seconds, as the last."""
    last_timestamp: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the database; ``genres`` are joined by ``|`` where they are known."""

    item_id: str
    title: str
    genres: str | None
    year: int | None = None
    original_title: str | None = None
    creator: str | None = None
    """Artist, author: who made it."""
    imdb: str | None = None
    tmdb: str | None = None
    musicbrainz: str | None = None
    isbn: str | None = None


@dataclass(frozen=True, slots=True)
class ItemKind:
    """What sort of thing an item is: its genres as one text, and a year or a date."""

    item_id: str
    genres: str | None
    year: str | int | float | None


def is_kept(rating: float | None, min_rating: float | None) -> bool:
    """Return whether an interaction is part of a history: unrated, or rated well enough."""
    return min_rating is None or rating is None or rating >= min_rating
