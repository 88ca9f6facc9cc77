"""What is known of a generated library, and what all are generated of."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

START = 1704067200
"""2024-01-01 00:00 UTC."""


@dataclass
class Truth:
    """What an application knows, by user; works are named by title and year."""

    watched: dict[str, set[tuple[str, int | None]]] = field(default_factory=dict)
    disliked: dict[str, set[tuple[str, int | None]]] = field(default_factory=dict)
    gone: set[tuple[str, int | None]] = field(default_factory=set)
    """Works of which no copy is left."""
    offered: set[tuple[str, int | None]] = field(default_factory=set)
    """Works that are there."""

    def watch(self, user: str, work: tuple[str, int | None]) -> None:
        self.watched.setdefault(user, set()).add(work)

    def dislike(self, user: str, work: tuple[str, int | None]) -> None:
        self.disliked.setdefault(user, set()).add(work)


Build = Callable[[sqlite3.Connection, random.Random], Truth]


def random_works(rng: random.Random, n: int) -> list[tuple[str, int]]:
    """Return works, some of which share their title with an older one."""
    words = ["Low", "High", "Night", "Salt", "Iron", "Green", "Last", "First", "Cold", "Long"]
    nouns = ["Water", "Ferry", "Tide", "Harbour", "Wire", "Lamp", "Knot", "Chart", "Bell", "Road"]
    found = {(f"{rng.choice(words)} {rng.choice(nouns)}", 1950 + 2 * k) for k in range(n)}
    works = sorted(found)
    remakes = [(title, year + 32) for title, year in rng.sample(works, n // 6)]
    return sorted({*works, *remakes})


def random_moment(rng: random.Random) -> int:
    return START + rng.randrange(600 * 86400)


def utc_text(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%S")
