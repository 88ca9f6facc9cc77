"""One user as a reader hands them on: what goes into a list, as plain JSON."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from ilora_edge.recommendation import HistoryItem


class ItemNames(Protocol):
    """Knows the database's own ids of recommended items."""

    def own_id(self, item_id: str) -> str | None:
        """Return what the database calls an item of the recommender, None where it has it not."""
        ...


def name_item(names: ItemNames | None, item_id: str) -> tuple[str, bool]:
    """Return the id to show for an item, and whether it is the database's own."""
    own = None if names is None else names.own_id(item_id)
    return (item_id, False) if own is None else (own, True)


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

    _line: list[str] = field(default_factory=list, compare=False, repr=False)

    def to_line(self) -> str:
        """Return the task as one line of JSON; it is made once."""
        if not self._line:
            items, titled = ([[i.item_id, i.title] for i in x] for x in (self.items, self.titled))
            values = [self.user, items, self.seen, titled, self.titled_only, self.database]
            self._line.append(json.dumps(values))
        return self._line[0]

    def digest(self, base: str) -> str:
        """Return the sha256 of all that decides this user's list: nothing new, nothing to do."""
        return hashlib.sha256(f"{base}\n{self.to_line()}".encode()).hexdigest()

    @classmethod
    def from_json(cls, values: list[Any]) -> UserTask:
        """Return the task that a line holds."""
        user, items, seen, titled, titled_only, database = values
        history, others = ([HistoryItem(*i) for i in x] for x in (items, titled))
        return cls(user, history, seen, others, titled_only, database)


@dataclass(frozen=True, slots=True)
class BadUser:
    """A user whose rows cannot be read, or a database as a whole (user ``""``), and why."""

    user: str
    reason: str
    database: str = ""
