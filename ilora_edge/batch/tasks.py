"""What travels between reader, workers and writer, as plain JSON: a user, and a result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from ilora_edge.filters import Filters
from ilora_edge.recommender import HistoryItem, Recommendation


class ItemNames(Protocol):
    """Knows the database's own ids of recommended items."""

    def own_id(self, item_id: str) -> str | None:
        """Return what the database calls an item of the recommender, None where it has it not."""
        ...


@dataclass(frozen=True, slots=True)
class UserTask:
    """One user to rank for."""

    user: str
    items: list[HistoryItem]
    """The history, oldest first."""
    seen: list[str] = field(default_factory=list)
    """Ids never recommended, besides the history's own."""
    titled: list[HistoryItem] = field(default_factory=list)
    """Candidates that the bundle's catalogue does not have."""
    titled_only: bool = False
    """Whether there are no others."""
    database: str = ""
    """Which of several databases the user is of."""
    names: ItemNames | None = field(default=None, compare=False, repr=False)
    """What the database calls the items; it stays in the reader's process."""

    def digest(self, fingerprint: str) -> str:
        """Return the sha256 of all that decides this user's list: nothing new, nothing to do."""
        content = [
            fingerprint,
            [[i.item_id, i.title] for i in self.items],
            sorted(set(self.seen)),
            [[i.item_id, i.title] for i in self.titled],
            self.titled_only,
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {
            "user": self.user,
            "items": [asdict(i) for i in self.items],
            "seen": self.seen,
            "titled": [asdict(i) for i in self.titled],
            "titled_only": self.titled_only,
            "database": self.database,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> UserTask:
        items, titled = ([HistoryItem(**i) for i in data[name]] for name in ("items", "titled"))
        return cls(**{**data, "items": items, "titled": titled})


@dataclass(frozen=True, slots=True)
class BadUser:
    """A user whose rows cannot be read, or a database as a whole (user ``""``), and why."""

    user: str
    reason: str
    database: str = ""


@dataclass(frozen=True, slots=True)
class UserResult:
    """A user's list, or the reason why there is none."""

    user: str
    recommendations: list[Recommendation]
    cold: bool = False
    failure: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> UserResult:
        recommendations = [Recommendation(**r) for r in data.pop("recommendations")]
        return cls(recommendations=recommendations, **data)


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """What a worker opens, once, and how it ranks."""

    bundle: str
    backbone: str | None = None
    k: int = 10
    fusion_weight: float | None = None
    n_threads: int = 1
    extra_buffers: bool | None = None
    filters: Filters = field(default_factory=Filters)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> WorkerConfig:
        return cls(**{**data, "filters": Filters(**data["filters"])})
